"""Reading Markdown files that may become notes: what each tells, without its text.

A folder can hold 20,000 of them, more text than should be in memory at once, and reading them
takes long enough for a second process to be worth its start.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias, cast

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.formats.foreign_entry import cited_keys
from snnnotes.formats.foreign_fact import Fact
from snnnotes.formats.foreign_frontmatter import Carrier, foreign_frontmatter
from snnnotes.formats.foreign_note import facts_of
from snnnotes.formats.foreign_path import reason_not_a_note
from snnnotes.formats.frontmatter import has_frontmatter, parse
from snnnotes.model.fields import BY_NAME
from snnnotes.model.note import Note, Value
from snnnotes.storage.files import read_text_in
from snnnotes.storage.worker import Worker, processors, serve

#: A worker costs as long to start as reading some 200 notes takes.
_WORTH_SHARING = 400
_BATCH = 50
#: Values by which frontmatter says that there is none.
_NOTHING: tuple[Value, ...] = ("", "~", "null", [])
#: A block of keys that nobody closed; a rule on top of a text has no key under it.
_OPEN_BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n[A-Za-z_][\w-]{0,40}:(?:[ \t].*)?\r?\n")


class Fault(NamedTuple):
    """Something in a file that the user has to mend."""

    #: Counted from 1 in the file.
    line: int
    problem: str
    hint: str


class WhyLeft(Enum):
    """Why a file is left as it is."""

    #: Its bytes are no text that we can be sure of.
    UNREADABLE = "unreadable"
    #: It has a block of YAML that no parser takes.
    BROKEN = "broken"
    #: It belongs to a program that wants its metadata in another form.
    OTHER_CARRIER = "other-carrier"


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that may be a note, but that we cannot or must not write to."""

    path: PurePosixPath
    why: WhyLeft
    fault: Fault


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that is no note."""

    path: PurePosixPath
    #: For the user, after a count.
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignNote:
    """What a note tells, and what is in its frontmatter already."""

    path: PurePosixPath
    facts: tuple[Fact, ...]
    #: The fields of ours that its frontmatter has, as written; empty ones too.
    own: Mapping[str, Value]
    has_frontmatter: bool
    #: Citekeys in the text, as in ``[[@fang2021deep]]``; each once.
    cited: tuple[str, ...]
    #: Of the text; see `digest_of`.
    digest: bytes
    #: What the file is in.
    encoding: str
    #: The first of its own fields that does not hold what it should.
    fault: Fault | None = None

    def has(self, field: str) -> bool:
        """Does its frontmatter say something under this key?"""
        return self.own.get(field, "") not in _NOTHING

    @property
    def is_complete(self) -> bool:
        """Is it a note of ours already? Then it is left as it is."""
        return all(map(self.has, ("title", "year", "added"))) and self.fault is None


#: A file, from the root on, and whether it is the one page of a folder of its own.
Job: TypeAlias = tuple[str, bool]
Reading: TypeAlias = ForeignNote | SkippedFile | LeftFile


def read_foreign_notes(
    root: Path, jobs: Sequence[Job], *, encoding: str | None
) -> Iterator[Reading]:
    """What each of the files holds, in their order.

    Args:
        root: Of the folder.
        jobs: What to read.
        encoding: What the user says of files that are not UTF-8; None if nothing.
    """
    batches = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    is_shared = len(jobs) > _WORTH_SHARING and bool(sys.executable) and processors() > 1
    # This process and one more: every other batch is the worker's.
    theirs = batches[1::2] if is_shared else []
    with ExitStack() as stack:
        worker = None
        if theirs:
            worker = Worker(__name__, (str(root), [list(batch) for batch in theirs], encoding))
            stack.callback(worker.stop)
            worker.start()
        for number, batch in enumerate(batches):
            answer = None
            if worker and number % 2:
                # None if it was killed or never came up: then its work is ours.
                answer = cast(list[Reading] | None, worker.next_answer())
            if answer is None:
                yield from (read_foreign_note(root, job, encoding=encoding) for job in batch)
            else:
                yield from answer


def read_foreign_note(root: Path, job: Job, *, encoding: str | None) -> Reading:
    """What one file holds; see `read_foreign_notes`."""
    path, is_page = PurePosixPath(job[0]), job[1]
    try:
        text, used = read_text_in(root / path, path, encoding=encoding)
    except UnreadableFileError as error:
        return LeftFile(path, WhyLeft.UNREADABLE, Fault(error.line or 1, error.problem, error.hint))
    # The page of a folder goes by the name of its folder.
    name = path.parent.with_name(f"{path.parent.name}.md") if is_page else path
    reason = reason_not_a_note(name, text)
    if reason:
        return SkippedFile(path, reason.value)
    block = foreign_frontmatter(text, path=path)
    if block and block.carrier is not Carrier.YAML:
        return _left(path, block.carrier, text)
    if block is None and _OPEN_BLOCK.match(text) and not has_frontmatter(text):
        return _left(path, Carrier.BROKEN_YAML, text)
    own = {name: value for name, value in block.fields.items() if name in BY_NAME} if block else {}
    return ForeignNote(
        path=path,
        facts=tuple(facts_of(text, path)),
        own=own,
        has_frontmatter=block is not None,
        cited=tuple(cited_keys(text)),
        digest=digest_of(text),
        encoding=used,
        fault=_fault(path, own, block.lines) if block else None,
    )


def digest_of(text: str) -> bytes:
    """What tells one text from another."""
    return blake2b(text.encode(), digest_size=16).digest()


def _left(path: PurePosixPath, carrier: Carrier, text: str) -> LeftFile:
    if carrier is not Carrier.BROKEN_YAML:
        problem = f"{carrier.value} metadata would not be read below a block of YAML"
        hint = "snnnotes import  copies it into a notebook"
        return LeftFile(path, WhyLeft.OTHER_CARRIER, Fault(1, problem, hint))
    fault = Fault(1, "its metadata is not YAML", "mend it in an editor")
    try:
        parse(text, path=path)
    except NoteFormatError as error:
        fault = Fault(error.line, error.problem, error.hint or fault.hint)
    return LeftFile(path, WhyLeft.BROKEN, fault)


def _fault(path: PurePosixPath, own: Mapping[str, Value], lines: Mapping[str, int]) -> Fault | None:
    """What keeps the fields that are there from being read as a note's."""
    given = {name: value for name, value in own.items() if value not in _NOTHING}
    try:
        Note.from_fields({"title": "-", "year": "2000", **given}, path=path, lines=lines)
    except NoteFormatError as error:
        return Fault(error.line, error.problem, error.hint)
    return None


def _answers(
    root: str, batches: Sequence[Sequence[Job]], encoding: str | None
) -> Iterator[list[Reading]]:
    for batch in batches:
        yield [read_foreign_note(Path(root), job, encoding=encoding) for job in batch]


def main() -> None:
    """What a worker does."""
    serve(_answers)
