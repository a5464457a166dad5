"""A README that two branches changed: the text around the list is merged, the list rebuilt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.readme_block import Block, find_block
from snnnotes.formats.readme_list import list_lines
from snnnotes.model.note import Note
from snnnotes.model.readme_settings import ReadmeFile
from snnnotes.storage.git_merge import MergedText, Sides

__all__ = ["MergedText", "Sides", "TextMerge", "merge_readme"]


class TextMerge(Protocol):
    """Merges three versions of a text line by line: `snnnotes.storage.git_merge.merge_texts`."""

    def __call__(self, sides: Sides, *, union: bool = False) -> MergedText:
        """One text; with `union`, the lines of both sides where otherwise there is a conflict."""
        ...


def merge_readme(
    sides: Sides, notes: Sequence[Note] | None, *, file: ReadmeFile, merge: TextMerge
) -> MergedText:
    """One README out of two, with conflicts only where both sides changed the text by hand.

    Args:
        sides: The README as it was, and as each of the branches has it.
        notes: All notes as they are after the merge; `snnnotes.storage.git_sides.merged_notes`
            tells them. If it cannot (None), the list has the rows of both sides, though perhaps
            not in their order, and should be rebuilt once the notes are there.
        file: The README and how its list looks.
        merge: Merges what is not rebuilt.

    Returns:
        A README where a side has not exactly one pair of markers, or where the sides disagree
        about where they stand, is merged as any text is.
    """
    ours, theirs = _block(sides.ours, file), _block(sides.theirs, file)
    if ours is None or theirs is None:
        return merge(sides)
    base = _block(sides.base, file)
    # Without the lists, so that these can give no conflict, nor hide one next to them.
    outside = merge(
        Sides(
            sides.base if base is None else base.filled(()),
            ours.filled(()),
            theirs.filled(()),
        )
    )
    place = _block(outside.text, file)
    if place is None:
        return merge(sides)
    if notes is None:
        was = () if base is None else base.lines
        lines = _joined(was, ours.lines, theirs.lines, merge)
    else:
        lines = list_lines(notes, file)
    # With the lines of ours, a link there keeps its spelling.
    return outside._replace(text=replace(place, lines=ours.lines).filled(lines))


def _block(text: str, file: ReadmeFile) -> Block | None:
    try:
        return find_block(text, path=file.path)
    except ReadmeMarkerError:
        return None


def _joined(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], merge: TextMerge
) -> list[str]:
    """The rows of both sides, without those that one of them took out."""
    sides = Sides(*("".join(f"{line}\n" for line in lines) for lines in (base, ours, theirs)))
    return merge(sides, union=True).text.split("\n")[:-1]
