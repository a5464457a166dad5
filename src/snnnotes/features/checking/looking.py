"""What checks need of one file, by itself: its own findings, and what others are compared with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.features.checking.note_checks import note_findings
from snnnotes.formats.finding_ignore import Ignore, read_ignores, unknown_ignores
from snnnotes.formats.formula_check import formula_findings
from snnnotes.formats.frontmatter import has_frontmatter
from snnnotes.formats.frontmatter_block import find_block
from snnnotes.formats.frontmatter_check import look_at_frontmatter
from snnnotes.formats.link_check import paper_link_findings
from snnnotes.formats.note_links import LinkKind, NoteLink, note_links
from snnnotes.model.checks import found
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note, Value

#: A frontmatter begins here, and no rule between paragraphs.
_OPENED = re.compile(r"\ufeff?---[ \t]*\r?\n[\w-]+:(?:\s|\Z)")


@dataclass
class Look:
    """What one file holds; plain values, so that it can be kept and sent."""

    #: Relative to the notebook.
    path: PurePosixPath
    #: The frontmatter; empty if it has none, or none that can be read.
    fields: Mapping[str, Value] = field(default_factory=dict)
    #: The line of each key.
    lines: Mapping[str, int] = field(default_factory=dict)
    #: What is wrong with it whatever the other files are; what it ignores is among them.
    findings: list[Finding] = field(default_factory=list)
    #: Those to files.
    links: list[NoteLink] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)
    #: Text in which rows of a list may name one note and open another; of READMEs alone.
    rows: str = ""
    #: Is it no note, but a README or the page of a folder?
    is_page: bool = False

    @cached_property
    def note(self) -> Note | None:
        """The note, unless a command that reads notes would refuse it; `findings` say why."""
        if not self.fields:
            return None
        try:
            return Note.from_fields(self.fields, path=self.path, lines=self.lines)
        except NoteFormatError:
            return None


def look_at(text: str, path: PurePosixPath, *, this_year: int) -> Look:
    """Look at a note.

    Args:
        text: The whole file.
        path: Relative to the notebook.
        this_year: A paper may be from next year, but not from a later one.
    """
    head = look_at_frontmatter(text, path=path, this_year=this_year)
    findings = [found(one.name, path, (one.line, one.column), *one[3:]) for one in head.findings]
    page = look_at_page(text, path, start=head.body_start or None)
    look = Look(
        path,
        fields=head.fields,
        lines=head.lines,
        findings=[*findings, *page.findings],
        links=page.links,
        ignores=page.ignores,
    )
    if look.note is not None:
        look.findings += note_findings(look.note, head.lines)
        look.findings += (
            found(one.name, path, (one.line, one.column), one.message, one.mend)
            for one in paper_link_findings(text, look.note.paper, head.body_start)
        )
    return look


def look_at_page(text: str, path: PurePosixPath, *, start: int | None = None) -> Look:
    """Look at the Markdown of a file, such as a README.

    Args:
        text: The whole file.
        path: Relative to the notebook.
        start: Where its body begins, in characters; None if nobody knows yet.
    """
    if start is None:
        start = body_start(text, path)
    ignores = read_ignores(text, start)
    findings = [
        found(one.name, path, (one.line, one.column), one.message, one.mend)
        for one in formula_findings(text, start)
    ]
    return Look(
        path,
        findings=[*findings, *unknown_ignores(ignores, path)],
        links=note_links(text, start, web=False),
        ignores=ignores,
        is_page=True,
    )


def body_start(text: str, path: PurePosixPath) -> int:
    r"""Where the body of a note begins, in characters, even if the frontmatter cannot be read.

    A frontmatter without end goes on to the end of the file, for all that we know.

    >>> text = "---\nyear: 2023\nyear: 2024\n---\nLIF\n"
    >>> text[body_start(text, PurePosixPath("lif.md")) :]
    'LIF\n'
    """
    if not has_frontmatter(text):
        return len(text) if _OPENED.match(text) else 0
    try:
        return find_block(text, path=path).body
    except NoteFormatError:
        return len(text)


def unreadable(error: UnreadableFileError, path: PurePosixPath) -> Look:
    """The look at a file that is no text."""
    finding = found("note-unreadable", path, (error.line or 1, 1), error.problem, error.hint)
    return Look(path, findings=[finding])


def packed(look: Look) -> str:
    """A look as text, to be kept."""
    return json.dumps(
        [
            look.fields,
            look.lines,
            [[one.name, one.line, one.column, one.message, one.mend] for one in look.findings],
            [[one.kind.value, *one[1:]] for one in look.links],
            [
                [one.name, one.line, one.column, one.lines and [one.lines.start, one.lines.stop]]
                for one in look.ignores
            ],
            look.is_page,
        ]
    )


def unpacked(text: str, path: PurePosixPath) -> Look:
    """The look that `packed` made text of."""
    fields, lines, findings, links, ignores, is_page = json.loads(text)
    return Look(
        path,
        fields=fields,
        lines=lines,
        findings=[
            found(name, path, (line, column), message, mend)
            for name, line, column, message, mend in findings
        ],
        links=[_link(*one) for one in links],
        ignores=[
            Ignore(name, line, column, None if lines is None else range(*lines))
            for name, line, column, lines in ignores
        ],
        is_page=is_page,
    )


def _link(kind: str, text: str, target: str, line: int, column: int, *rest: Any) -> NoteLink:  # noqa: ANN401 (the fields as JSON gives them)
    paths, from_root = rest
    return NoteLink(LinkKind(kind), text, target, line, column, tuple(paths), from_root)
