"""The text of a new note, made from a template.

A template is a note with placeholders: ``{{frontmatter}}`` for all fields, ``{{links}}`` for the
line of links to paper and code, and ``{{title}}``, ``{{authors}}``, ``{{year}}`` and so on for one
field. What else stands in braces is the user's own text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from snnnotes.errors import NoteFormatError, UsageError
from snnnotes.formats.field_lines import field_lines
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_block import BYTE_ORDER_MARK, find_block, has_frontmatter
from snnnotes.formats.yaml_scalar import in_one_line, quoted_for
from snnnotes.model.fields import BY_NAME, Kind
from snnnotes.model.markdown import escape, link_url, one_line
from snnnotes.model.note import Note, Value

#: What the links to the paper and to its code are called in a note.
LINK_LABELS: Mapping[str, str] = MappingProxyType({"url": "论文链接", "code": "代码"})

_PLACEHOLDER = re.compile(r"\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}")
#: A line of a template's frontmatter whose value is one placeholder, quoted or not.
_FIELD_LINE = re.compile(
    r"""
    (?P<key>[A-Za-z_][\w-]*:) [ \t]*
    (?P<quote>["']?) \{\{ [ \t]* (?P<name>[A-Za-z_][\w-]*) [ \t]* \}\} (?P=quote)
    (?P<rest>(?:[ \t]+\#.*)?) [ \t]*
    """,
    re.VERBOSE,
)
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:\s|\Z)")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_LINE_END = re.compile(r"\r\n|\n|\r")


def note_fields(note: Note) -> dict[str, Value]:
    """What the note says, as frontmatter has it: texts and lists, empty ones left out."""
    paper = note.paper
    values: dict[str, str | list[Value] | None] = {
        "title": paper.title,
        "authors": [*paper.authors],
        "year": str(paper.year),
        "venue": paper.venue,
        "url": paper.url,
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "openreview": paper.openreview,
        "code": paper.code,
        "pdf": paper.pdf,
        "citekey": note.citekey,
        "tags": [*note.tags],
        "status": note.status,
        "rating": None if note.rating is None else str(note.rating),
        "added": note.added,
        "aliases": [*note.aliases],
        "abstract": paper.abstract,
        "summary": note.summary,
        "pending": [*note.pending],
    }
    fields: dict[str, Value] = {name: value for name, value in values.items() if value}
    return fields | dict(note.extra)


def render(note: Note, template: str, *, labels: Mapping[str, str] = LINK_LABELS) -> str:
    """The text of a new note.

    Args:
        note: What its frontmatter shall say.
        template: A note with placeholders; its line ends are those of the new note. Without
            frontmatter of its own it gets one on top.
        labels: What the links to ``url`` and to ``code`` are called.

    Raises:
        UsageError: The template gives no note that says what it shall.
    """
    fields = note_fields(note)
    try:
        text = _filled(template, fields, labels, note.path)
        said = parse(text, path=note.path).fields
    except NoteFormatError as error:
        raise _bad_template(error.problem) from error
    lacking = [name for name, value in fields.items() if said.get(name) != value]
    if lacking:
        raise _bad_template(f"it leaves no place for {', '.join(lacking)}")
    return text


def _filled(
    template: str, fields: Mapping[str, Value], labels: Mapping[str, str], path: PurePosixPath
) -> str:
    """The template with all placeholders filled, and with fields it has no place for.

    Raises:
        NoteFormatError: The frontmatter that comes out cannot be read or changed.
    """
    found = _LINE_END.search(template)
    line_end = found[0] if found else "\n"
    head, body = _head_and_body(template, line_end, path)
    text = _filled_head(head, fields, line_end) + _filled_body(body, fields, labels)
    said = parse(text, path=path).fields
    for name, value in fields.items():
        # It has no place for the field, or a value of its own such as "status: unread".
        if said.get(name) != value and not isinstance(value, dict):
            # Imported here because it takes 20 ms to load, and the usual template needs no edit.
            from snnnotes.formats.frontmatter_edit import set_field  # noqa: PLC0415

            text = set_field(text, name, _texts(value), path=path)
    return text


def _texts(value: str | list[Value]) -> str | list[str]:
    """The value as `set_field` takes it; items that are no text are left to the last check."""
    return value if isinstance(value, str) else [item for item in value if isinstance(item, str)]


def _head_and_body(template: str, line_end: str, path: PurePosixPath) -> tuple[str, str]:
    """The template's frontmatter with its ``---`` lines, and the rest."""
    if has_frontmatter(template):
        start = find_block(template, path=path).body
        return template[:start], template[start:]
    body = template.removeprefix(BYTE_ORDER_MARK)
    mark = template[: len(template) - len(body)]
    first = _PLACEHOLDER.match(body)
    if first is not None and first[1] == "frontmatter":  # its author left the --- lines to us
        body = body[first.end() :].lstrip("\r\n")
    return f"{mark}---{line_end}{{{{frontmatter}}}}{line_end}---{line_end}{line_end}", body


def _filled_head(head: str, fields: Mapping[str, Value], line_end: str) -> str:
    """The frontmatter with its placeholders filled."""
    lines = _LINE.findall(head)
    own = {found[1] for line, _ in lines if (found := _KEY.match(line))}
    filled = []
    for line, end in lines:
        alone = _PLACEHOLDER.fullmatch(line.strip())
        whole = _FIELD_LINE.fullmatch(line)
        if alone is not None and alone[1] == "frontmatter":
            filled += [
                field_lines(name, value, line_end)
                for name, value in fields.items()
                if name not in own
            ]
        elif whole is not None and (whole["name"] in BY_NAME or whole["name"] in fields):
            value = fields.get(whole["name"])
            shown = "" if value is None else f" {_in_one_line(whole['name'], value)}"
            filled.append(f"{whole['key']}{shown}{whole['rest']}{end}")
        else:
            filled.append(_PLACEHOLDER.sub(lambda found: _plain(found, fields), line) + end)
    return "".join(filled)


def _in_one_line(name: str, value: Value) -> str:
    return quoted_for(name, value) if isinstance(value, str) else in_one_line(value)


def _plain(found: re.Match[str], fields: Mapping[str, Value]) -> str:
    """A placeholder amid other text of the frontmatter, filled; an unknown one as it is."""
    value = fields.get(found[1], "" if found[1] in BY_NAME else found[0])
    if isinstance(value, list):
        return ", ".join(one_line(item) for item in value if isinstance(item, str))
    return one_line(value) if isinstance(value, str) else found[0]


def _filled_body(body: str, fields: Mapping[str, Value], labels: Mapping[str, str]) -> str:
    """The body with its placeholders filled, in Markdown that shows them as they are.

    A line that has nothing but placeholders, and nothing to put there, goes with a blank line.
    """
    known = dict.fromkeys(BY_NAME, "") | {
        name: _in_markdown(name, value) for name, value in fields.items()
    }
    known["links"] = _links(fields, labels)
    filled: list[str] = []
    line_is_gone = False
    for line, end in _LINE.findall(body):
        shown = _PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), line)
        if not shown.strip() and line.strip():
            line_is_gone = True
        elif line_is_gone and not line.strip() and end:
            line_is_gone = False
        else:
            filled.append(shown + end)
            line_is_gone = line_is_gone and not (shown + end)
    if line_is_gone and len(filled) > 1 and not filled[-2].strip():
        del filled[-2]
    return "".join(filled)


def _links(fields: Mapping[str, Value], labels: Mapping[str, str]) -> str:
    """The line of links; empty if the note has none of them."""
    return " · ".join(
        f"[{escape(label)}]({link_url(url)})"
        for name, label in labels.items()
        if isinstance(url := fields.get(name), str)
    )


def _in_markdown(name: str, value: Value) -> str:
    """A field as text of a Markdown line."""
    kind = BY_NAME[name].kind if name in BY_NAME else Kind.TEXT
    if isinstance(value, list):
        return ", ".join(escape(item) for item in value if isinstance(item, str))
    if isinstance(value, dict):
        return escape(in_one_line(value))
    if kind is Kind.LINK:
        return link_url(value)
    # An identifier may stand inside an address: https://doi.org/{{doi}}
    return one_line(value) if kind is Kind.IDENTIFIER else escape(value)


def _bad_template(problem: str) -> UsageError:
    return UsageError(
        f"the template for new notes gives no note: {problem}",
        hint="let it begin with three lines: ---, {{frontmatter}} and ---",
    )
