"""Making Git merge a notebook's READMEs by what they list, not line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from pathlib import PurePosixPath

from snnnotes.model.change import FileChange

ATTRIBUTES = PurePosixPath(".gitattributes")

DRIVER = "snnnotes"

#: What a clone has to have set. Without our program, as in an editor that was started elsewhere,
#: a README is merged as any text is; otherwise Git would keep our side and no sign of the other.
SETTINGS: Mapping[str, str] = {
    f"merge.{DRIVER}.name": "the list of notes in a README",
    f"merge.{DRIVER}.driver": (
        "command -v snnnotes >/dev/null || exec git merge-file %A %O %B;"
        " snnnotes merge-readme %O %A %B %P"
    ),
}

#: Signs of a pattern that would stand for others: https://git-scm.com/docs/gitignore#_pattern_format
_SIGNS = re.compile(r"[\\*?\[\]]")
#: What a pattern in quotes has instead of the sign itself, as a string in C.
_IN_QUOTES = re.compile(r'["\\\x00-\x1f\x7f]')


def plan_attributes(text: str | None, drivers: Mapping[PurePosixPath, str]) -> FileChange | None:
    """The change that makes Git use our driver for some READMEs; None if it does.

    What stands in the file stays; the new lines come to its end, where they outweigh others.

    Args:
        text: The file `ATTRIBUTES` at the notebook's root; None if there is none.
        drivers: Each README with the driver that Git would take for it now.
    """
    before = text or ""
    wanted = [attribute_line(path) for path, driver in drivers.items() if driver != DRIVER]
    # If a line stands at the end and does not count, it is outweighed from outside the file, and
    # another one would not count either.
    at_end = set(takewhile(_is_ours, reversed(re.split(r"(?:\r?\n)+", before.rstrip("\r\n")))))
    missing = [line for line in wanted if line not in at_end]
    if not missing:
        return None
    line_end = "\r\n" if "\r\n" in before else "\n"
    start = before if not before or before.endswith("\n") else before + line_end
    return FileChange(ATTRIBUTES, text, start + "".join(f"{line}{line_end}" for line in missing))


def attribute_line(path: PurePosixPath) -> str:
    r"""The line of .gitattributes that names our driver for just this file.

    >>> attribute_line(PurePosixPath("README.md"))
    '/README.md merge=snnnotes'
    >>> attribute_line(PurePosixPath("my papers/[2023].md"))
    '"/my papers/\\\\[2023\\\\].md" merge=snnnotes'
    """
    pattern = _SIGNS.sub(r"\\\g<0>", f"/{path}")
    if '"' in pattern or not pattern.isprintable() or " " in pattern:
        pattern = '"' + _IN_QUOTES.sub(_escaped, pattern) + '"'
    return f"{pattern} merge={DRIVER}"


def _is_ours(line: str) -> bool:
    return line.endswith(f" merge={DRIVER}")


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\{sign}" if sign in '"\\' else f"\\{ord(sign):03o}"
