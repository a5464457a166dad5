"""Text on its way to a terminal or pipe: what is shown, in which colours, how wide."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import typer

# What may never reach a terminal out of a note: C0 and C1 controls (escape sequences begin with
# one of them), and marks that turn the direction of the text after them.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Color(StrEnum):
    """Values of --color."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def printable(text: str) -> str:
    r"""`text` on one line, with nothing in it that a terminal obeys.

    >>> printable("a\x1b[31mb\tc\nd")
    'a\\x1b[31mb c d'
    """
    return _UNSAFE.sub(_shown, text)


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


def columns_of(text: str) -> int:
    """Columns that text takes on a terminal: Chinese takes two each, combining marks none.

    >>> columns_of("LIF神经元")
    9
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


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
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream, errors="backslashreplace")


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
    typer.echo(text, err=True)
