"""Writes the man page from the program's own help and from pages of the reference.

``python docs/reference_pages.py`` runs it too; tests/test_man_page.py fails when it is stale.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import typer

from snnnotes import __version__
from snnnotes.cli.app import COMMANDS, HIDDEN, LazyGroup, app
from snnnotes.cli.topics import TOPICS, topic_text

MAN_PAGE = Path(__file__).parent / "man" / "snnnotes.1"

#: Signs that roff takes for something else, or shows as a typographic cousin that no shell takes.
#: Source: groff_char(7)
_SIGNS = str.maketrans(
    {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}(?:[=:][A-Z]+)*\b")


def man_page() -> str:
    """The text of docs/man/snnnotes.1."""
    group = cast("LazyGroup", typer.main.get_command(app))
    top = typer.Context(group, info_name="snnnotes", **group.context_settings)
    about = (group.help or "").rstrip(".")
    lines = [
        '.\\" Made from the help of the program by docs/reference_pages.py.',
        f'.TH SNNNOTES 1 "" "snnnotes {__version__}" "User Commands"',
        *(".nh", ".ad l"),  # words of a command are not for hyphenation
        ".SH NAME",
        f"snnnotes \\- {text_line(about[:1].lower() + about[1:])}",
        *(".SH SYNOPSIS", *_usage(top)),
        *(".SH OPTIONS", *_records(top)),
        *(".SH EXAMPLES", *list(_paragraphs(group.epilog))[2:]),  # they have a heading already
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        command = group.get_command(top, name)
        if name not in HIDDEN:
            inner = typer.Context(command, info_name=name, parent=top)
            lines += [f".SS {code(name)}", *_usage(inner), *_paragraphs(command.help)]
            lines += [*_records(inner, but="help"), *_paragraphs(command.epilog)]
    lines += [".SH EXIT STATUS", *_rows(topic_text("exit-codes"))]
    variables = topic_text("config").partition("\n## Environment variables\n")[2]
    lines += [".SH ENVIRONMENT", *_rows(variables.partition("\n## ")[0])]
    lines += [".SH SEE ALSO"]
    for name, (_, title) in TOPICS.items():
        lines += [".TP", f"\\fB{code(f'snnnotes help {name}')}\\fR", text_line(title)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    r"""Text that is typed, every sign as it is.

    >>> print(code(".x --all 'a\\b'"))
    \&.x \-\-all \(aqa\eb\(aq
    """
    return _at_start(text.translate(_SIGNS))


def text_line(text: str) -> str:
    r"""A line of prose, with the code of Markdown in bold.

    >>> print(text_line("`--all` is well-known, see [TOML](https://toml.io)"))
    \fB\-\-all\fR is well-known, see TOML (https://toml.io)
    """
    parts = []
    done = 0
    for match in _CODE.finditer(text):
        parts += [_prose(text[done : match.start()]), f"\\fB{match[2].translate(_SIGNS)}\\fR"]
        done = match.end()
    return _at_start("".join([*parts, _prose(text[done:])]))


def _prose(text: str) -> str:
    text = _LINK.sub(_link, text).replace("\\", r"\e")
    return _OPTION.sub(lambda option: option[0].translate(_SIGNS), text)


def _link(link: re.Match[str]) -> str:
    return link[2] if link[2].endswith(link[1]) else f"{link[1]} ({link[2]})"


def _at_start(line: str) -> str:
    """A line that roff does not take for one of its requests."""
    return f"\\&{line}" if line.startswith((".", "'")) else line


def _usage(context: typer.Context) -> Iterator[str]:
    pieces = context.command.collect_usage_pieces(context)
    yield f"\\fB{code(context.command_path.partition(' [')[0])}\\fR {_parameters(' '.join(pieces))}"


def _records(context: typer.Context, but: str = "") -> Iterator[str]:
    """Arguments, then options, each with what it does; not the one called `but`."""
    parameters = context.command.get_params(context)
    for kind in ("argument", "option"):
        for parameter in parameters:
            record = parameter.get_help_record(context)
            if record and parameter.param_type_name == kind and parameter.name != but:
                yield from (".TP", _parameters(record[0]), text_line(record[1]) or "\\&")


def _parameters(text: str) -> str:
    r"""Options in bold, what stands for something in italics.

    >>> print(_parameters("-o, --output FILE"))
    \fB\-o\fR, \fB\-\-output\fR \fIFILE\fR
    """
    parts = []
    done = 0
    for match in _OPTION.finditer(text):
        parts += [
            _placeholders(text[done : match.start()]),
            f"\\fB{match[0].translate(_SIGNS)}\\fR",
        ]
        done = match.end()
    return _at_start("".join([*parts, _placeholders(text[done:])]))


def _placeholders(text: str) -> str:
    return _PLACEHOLDER.sub(r"\\fI\g<0>\\fR", text.replace("\\", r"\e"))


def _paragraphs(text: str | None) -> Iterator[str]:
    r"""Paragraphs of a help text; those behind ``\b``, which Click leaves alone, are examples."""
    for paragraph in (text or "").split("\n\n"):
        if paragraph.startswith("\b\n"):
            head, *lines = paragraph.splitlines()[1:]
            yield from (".PP", text_line(head), ".RS 4", ".EX", *map(code, _dedented(lines)))
            yield from (".EE", ".RE")
        elif paragraph.strip():
            yield from (".PP", text_line(" ".join(paragraph.split())))


def _dedented(lines: Iterable[str]) -> Iterator[str]:
    return (line.removeprefix("  ") for line in lines)


def _rows(page: str) -> Iterator[str]:
    """The rows of a table of two columns, its head left out."""
    for row in re.findall(r"^\|(.*)\|$", page, re.MULTILINE)[2:]:
        term, meaning = (cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row))
        yield from (".TP", text_line(term), text_line(meaning))


def main() -> None:
    """Write the page."""
    MAN_PAGE.parent.mkdir(exist_ok=True)
    MAN_PAGE.write_text(man_page(), "utf-8", newline="\n")
    sys.stdout.write("docs/man/snnnotes.1\n")


if __name__ == "__main__":
    main()
