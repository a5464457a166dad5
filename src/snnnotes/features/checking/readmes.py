"""What is wrong with a notebook's READMEs: the list, and the place for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.readme_block import Block, find_block, has_markers
from snnnotes.formats.readme_list import list_lines
from snnnotes.model.checks import found
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import ReadmeFile, ReadmeSettings

#: In bytes of UTF-8; GitHub shows no more of a README: https://docs.github.com/en/repositories
LONGEST = 512 * 1024

_BUILD = "run  snnnotes build-readme"


def readmes_with_list(
    texts: Mapping[PurePosixPath, str | None], settings: ReadmeSettings
) -> list[ReadmeFile]:
    """The READMEs that should carry a list.

    Those that the user named; of the usual ones, those that have markers, or else the README.md
    that is there.
    """
    if settings.named:
        return list(settings.files)
    marked = [file for file in settings.files if has_markers(texts[file.path] or "")]
    return marked or [file for file in settings.files if texts[file.path] is not None][:1]


class ReadmeLook(NamedTuple):
    """What is wrong with a README's list, and what else there is to look at."""

    findings: list[Finding]
    #: All lines, but empty ones for those of a list that is just what the notes give: nothing can
    #: be wrong with these, and there may be thousands.
    by_hand: str


def look_at_readme(text: str, notes: Sequence[Note] | None, file: ReadmeFile) -> ReadmeLook:
    """Look at the list of one README.

    Args:
        text: The whole file.
        notes: All notes of the notebook; None if some cannot be read, as then nobody can tell
            what the list should be.
        file: Which README it is, and how its list looks.
    """
    findings = [*_too_long(text, file)]
    try:
        block = find_block(text, path=file.path)
    except ReadmeMarkerError as error:
        # Errors say where: README.md:7: the end marker is missing
        at, _, message = str(error).removeprefix(f"{file.path}").partition(": ")
        line = int(at.removeprefix(":") or 1)
        mend = error.hint.partition("\n")[0].removesuffix(":")
        findings.append(found("readme-markers-missing", file.path, (line, 1), message, mend))
        return ReadmeLook(findings, text)
    if notes is None:
        return ReadmeLook(findings, text)
    lines = list_lines(notes, file)
    rebuilt = block.filled(lines)
    if rebuilt == text:
        return ReadmeLook(findings, block.filled("" for _ in block.lines))
    place = _first_difference(text, rebuilt)
    findings.append(found("readme-stale", file.path, place, _difference(block, lines), _BUILD))
    return ReadmeLook(findings, text)


def readme_missing(file: ReadmeFile) -> Finding:
    """The finding that a README is not there that the user named."""
    message, mend = "there is no such file", "run  snnnotes build-readme --init"
    return found("readme-markers-missing", file.path, (1, 1), message, mend)


def _too_long(text: str, file: ReadmeFile) -> Iterator[Finding]:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LONGEST:
        message = f"GitHub cuts it at 512 KB, and it has {size // 1024} KB"
        mend = "write shorter lines in [readme], or split it"
        yield found("readme-too-long", file.path, (1, 1), message, mend)


def _first_difference(text: str, rebuilt: str) -> tuple[int, int]:
    """The line where the list begins to be another one."""
    lines, wanted = text.split("\n"), rebuilt.split("\n")
    differing = (
        number for number, pair in enumerate(zip_longest(lines, wanted), 1) if pair[0] != pair[1]
    )
    return min(next(differing, 1), len(lines)), 1


def _difference(block: Block, lines: Sequence[str]) -> str:
    """How the list that is there differs from that of the notes."""
    before, after = Counter(filter(None, block.lines)), Counter(filter(None, lines))
    lacking, extra = (after - before).total(), (before - after).total()
    if not lacking and not extra:
        return "the list has the lines of the notes in another order"
    parts = [
        f"{what} {count} line{'s' if count > 1 else ''}"
        for what, count in (("lacks", lacking), ("has", extra))
        if count
    ]
    tail = " that no note gives" if extra else " that the notes give"
    return f"the list {' and '.join(parts)}{tail}"
