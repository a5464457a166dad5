"""Text on its way to a terminal or pipe: what is shown, in which colours, how wide."""

from __future__ import annotations

import codecs
import importlib
import os
import re
import shutil
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import typer

from snnnotes.model import columns

# What may never reach a terminal out of a note: C0 and C1 controls (escape sequences begin with
# one of them), and marks that turn the direction of the text after them.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


#: What stands for a sign where the console's code page lacks it: ours, and those of typography.
_PLAIN = {
    "…": "...", "·": "|", "•": "*", "★": "*", "☆": ".", "→": "->", "–": "-", "—": "-", "−": "-",
    "‐": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ",
}  # fmt: skip
#: The name of `_without_crash` among Python's handlers of encoding errors.
_READABLE = "snnnotes.readable"

columns_of = columns.columns_of


class Color(StrEnum):
    """Values of --color."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def printable(text: str) -> str:
    r"""`text` on one line, with nothing in it that a terminal obeys.

    What the console's code page lacks is an escape already, so that its columns can be counted.

    >>> printable("a\x1b[31mb\tc\nd")
    'a\\x1b[31mb c d'
    """
    text = _UNSAFE.sub(_shown, text)
    return text if text.isascii() or has_all_signs() else in_code_page(text, _encoding())


def in_code_page(text: str, encoding: str) -> str:
    r"""`text` as it comes out in an encoding.

    >>> in_code_page("膜… ₂", "gbk"), in_code_page("膜… ₂", "ascii")
    ('膜… \\u2082', '\\u819c... \\u2082')
    """
    codecs.register_error(_READABLE, _without_crash)
    return text.encode(encoding, _READABLE).decode(encoding)


def _without_crash(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    shown = (_PLAIN.get(one) or one.encode("ascii", "backslashreplace").decode() for one in lacking)
    return "".join(shown), error.end


def has_all_signs() -> bool:
    """Can stdout show every character? Other code pages than UTF-8 lack those of formulas."""
    return _encoding().lower().startswith("utf")


def can_show(text: str) -> bool:
    """Does the encoding of stdout have all characters of `text`?"""
    return text.isascii() or in_code_page(text, _encoding()) == text


def ellipsis() -> str:
    """What stands at the end of text that was cut, one column wide."""
    return "…" if can_show("…") else "~"


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\t\n\r\u2028\u2029":
        return " "
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def printable_block(text: str) -> str:
    """The same for several lines: line ends and tabs stay."""
    return "\n".join(
        "\t".join(printable(cell) for cell in line.rstrip("\r").split("\t"))
        for line in text.split("\n")
    )


def caret(text: str, column: int) -> str:
    """A line with ``^`` under character `column` (from 0) of `text`, as `printable` shows it.

    >>> caret("膜电位 (", 4)
    '       ^'
    """
    return " " * columns_of(printable(text[:column])) + "^"


def is_terminal(stream: TextIO) -> bool:
    """Is a person reading `stream`? A closed stream has no reader."""
    return not stream.closed and stream.isatty()


def wants_color(stream: TextIO, color: Color, environment: Mapping[str, str]) -> bool:
    """Whether to colour: --color, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal.

    Source of the two variables: https://no-color.org and https://force-color.org
    """
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and environment.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal; 80 where that is not known."""
    return shutil.get_terminal_size().columns


def use_utf8() -> None:
    """Write stdout in UTF-8 from here on, whatever the console's code page: data for programs."""
    _reconfigure(sys.stdout, encoding="utf-8")


def never_fail_on_characters() -> None:
    """Let a character that the console's code page lacks come out as an escape, not as a crash."""
    codecs.register_error(_READABLE, _without_crash)
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream, errors=_READABLE)


def _reconfigure(stream: TextIO, **settings: str) -> None:
    # A test or a host program may have put another kind of object in the place of stdout.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(**settings)


def replace_closed_streams() -> None:
    """Give a stream that was closed before the start (``>&-``) an end that takes everything."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def drop_stdout() -> None:
    """Send what is still in stdout's buffer nowhere, after its reader has gone.

    Python flushes stdout once more at exit and would complain again.
    Source: https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def out(text: str, *, end: str = "\n") -> None:
    """Write data to stdout."""
    sys.stdout.write(text + end)


def err(text: str) -> None:
    """Write a line for the person at the terminal to stderr."""
    # Not by typer.echo: it writes UTF-8 where the console is told to be ASCII.
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def ask(question: str, *, default: str = "") -> str:
    """What the person at the terminal answers, without blanks around it; never empty.

    Typer's own questions leave a blank on stdout, where the reader of a pipe takes it for data.

    Args:
        question: Without a colon.
        default: What Enter alone says; without one it is asked again.

    Raises:
        Abort: Ctrl-C, or Ctrl-D.
    """
    prompt = f"{question} [{default}]: " if default else f"{question}: "
    while True:
        try:
            answer = _typed(prompt).strip() or default
        except UnicodeDecodeError:  # pasted from elsewhere, or half a character rubbed out
            err("that cannot be read: it is not in the encoding of this terminal")
            continue
        except (KeyboardInterrupt, EOFError):
            raise typer.Abort from None
        if answer:
            return answer


def is_agreed(question: str, *, default: bool) -> bool:
    """Whether the person at the terminal says yes.

    Args:
        question: Ends in a question mark.
        default: What Enter alone says.

    Raises:
        Abort: Ctrl-C, or Ctrl-D.
    """
    enter = "Y/n" if default else "y/N"
    while True:
        answer = ask(question, default=enter)
        if answer == enter:
            return default
        if answer.casefold() in ("y", "yes", "n", "no"):
            return answer.casefold().startswith("y")
        err("y or n, or Ctrl-C")


def _typed(prompt: str) -> str:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if all(map(is_terminal, streams)) and _has_line_editing():
        return input(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _has_line_editing() -> bool:
    """Can `input` edit a line? The terminal alone rubs out one half of a Chinese character."""
    if sys.platform == "win32":  # its console can
        return True
    import locale  # only who is asked waits for it

    try:
        importlib.import_module("readline")  # `input` takes it from there
    except ImportError:
        return False
    # It takes bytes for characters of the locale: under LC_ALL=C, Chinese for commands.
    of_locale = codecs.lookup(locale.nl_langinfo(locale.CODESET)).name
    is_readable = of_locale == codecs.lookup(sys.stdin.encoding).name
    return is_readable and os.environ.get("TERM") != "dumb"
