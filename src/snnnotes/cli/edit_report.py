"""Changing notes and telling what came of it: what `set` and `tag` have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from snnnotes.cli.session import Session, count_of
from snnnotes.cli.stale_readmes import say_stale, stale_readmes
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import err, is_agreed, out, printable, printable_block
from snnnotes.errors import (
    SnnnotesError,
    UnreadableNotesError,
    UsageError,
)

if TYPE_CHECKING:
    from snnnotes.features.editing import Edited
    from snnnotes.model.assignment import Assignment
    from snnnotes.model.note import Note, Value
    from snnnotes.storage.notebook import Notebook

    Plan = Callable[[str, Note], Edited]

#: Notes that one command changes without a question.
_MOST_UNASKED = 20
#: Of a value, in characters; an abstract would fill the screen.
_LONGEST = 70
#: In notes; above it, building their list only to see whether it differs takes too long.
_MOST_FOR_README = 2000
#: Changes that are named before a question.
_MOST_NAMED = 5
#: Changes that are named when they are made; those of --json are always all.
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command that changes notes."""

    session: Session
    notebook: Notebook
    dry_run: bool
    as_json: bool
    yes: bool

    def edit(
        self, notes: Sequence[Note], plan: Plan, *, ask: bool, assignments: Sequence[Assignment]
    ) -> list[Edited]:
        """Change notes, all or none, and tell what came of it.

        Args:
            notes: Which notes.
            plan: What becomes of a note, from its text.
            ask: Ask before many notes are changed, if there is somebody to answer.
            assignments: What was asked for, to see what in it looks like a slip.

        Returns: What became of each note.

        Raises:
            UnreadableNotesError: Some notes cannot be changed; none was.
            DuplicateNoteError: Another note has the citekey.
        """
        from snnnotes.features.editing import refuse_taken_citekeys

        every = self._every()
        if ask and not (self.yes or self.dry_run) and self.session.can_ask():
            self._ask(self._planned(notes, plan))
        with self.notebook.writing():
            edited = self._planned(notes, plan)
            refuse_taken_citekeys(edited, every)
            changes = [one.change for one in edited if one.change]
            if self.dry_run:
                for change in changes:
                    out(printable_block(change.diff()), end="")
            else:
                with self.session.progress("Writing notes") as progress:
                    self.notebook.apply(changes, progress=progress)
        self._report(edited)
        self._hint(edited, every, assignments)
        return edited

    def _every(self) -> list[Note]:
        """All notes of the notebook, silently: who looked for notes has heard its warnings."""
        from snnnotes.model.query import And
        from snnnotes.storage.index import Index, default_cache_folder

        folder = default_cache_folder(self.session.environment)
        with Index.open(self.notebook, folder) as index:
            index.sync(text=False)
            return index.notes(And(()))

    def _planned(self, notes: Sequence[Note], plan: Plan) -> list[Edited]:
        """What becomes of each note.

        Raises:
            UnreadableNotesError: Some cannot be changed.
        """
        edited: list[Edited] = []
        problems: list[SnnnotesError] = []
        with self.session.progress("Reading notes") as progress:
            for done, note in enumerate(notes, 1):
                try:
                    edited.append(plan(self.notebook.read_text(note.path), note))
                except SnnnotesError as error:
                    problems.append(error)
                if progress is not None:
                    progress(done, len(notes))
        if problems and len(notes) == 1:
            raise problems[0]
        for problem in problems:
            self.session.warn(str(problem), hint=problem.hint)
        if problems:
            raise UnreadableNotesError(
                f"{count_of(len(problems), 'note')} cannot be changed, so none was",
                hint="mend what the warnings name, or leave those notes out",
            )
        return edited

    def _ask(self, edited: Sequence[Edited]) -> None:
        """Go on only if the user wants that many notes changed.

        Raises:
            Exit: The user does not.
        """
        changed = [one for one in edited if one.change]
        if len(changed) <= _MOST_UNASKED:
            return
        for one in changed[:_MOST_NAMED]:
            err(_line(one))
        err(f"and {len(changed) - _MOST_NAMED} more")
        question = f"Change {count_of(len(changed), 'note')}?"
        if not is_agreed(question, default=False):
            err("Nothing was written")
            raise typer.Exit(1)

    def _report(self, edited: Sequence[Edited]) -> None:
        """What became of each note."""
        changed = [one for one in edited if one.change]
        if self.as_json:
            print_json({"schema": SCHEMA, "notes": [_record(one) for one in edited]})
        elif not self.dry_run:
            for one in changed[:_MOST_TOLD]:
                self.session.say(_line(one))
            if len(changed) > _MOST_TOLD:
                self.session.say(f"and {len(changed) - _MOST_TOLD} more")
        count = count_of(len(changed), "note")
        same = len(edited) - len(changed)
        if not edited:
            self.session.say("No note fits, so nothing was changed")
        elif not changed:
            subject = "the note says" if same == 1 else f"all {same} notes say"
            self.session.say(f"Nothing to change: {subject} so already")
        else:
            told = f"{count} would be changed" if self.dry_run else f"{count} changed"
            self.session.say(told + (f", {same} said so already" if same else ""))

    def _hint(
        self, edited: Sequence[Edited], every: Sequence[Note], assignments: Sequence[Assignment]
    ) -> None:
        """What looks like a slip, and what is left to do."""
        from snnnotes.features.editing import lacking_items, strange_keys, strange_tags, twins

        for key, item in lacking_items(edited):
            self.session.say(f"Hint: {printable(item)} was not among the {printable(key)}")
        changed = [one for one in edited if one.change]
        if not changed:
            return
        for key, near in strange_keys(assignments, every):
            meant = f"; did you mean {near}?" if near else ""
            self.session.say(f"Hint: {printable(key)} is a key of your own, new here{meant}")
        for tag, near in strange_tags(changed, every) if assignments else ():
            meant = f"; did you mean {printable(near)}?" if near else ""
            self.session.say(f"Hint: no note had the tag {printable(tag)} until now{meant}")
        for note, other, reason in twins(changed, every):
            self.session.warn(f"{note.path}: {other.path} is on the same paper: {reason}")
        self._hint_at_title_and_venue(changed)
        if not self.dry_run and len(every) <= _MOST_FOR_README:
            self._tell_stale_readmes(changed, every)

    def _hint_at_title_and_venue(self, changed: Sequence[Edited]) -> None:
        from snnnotes.model.venue_name import known_venue

        first = changed[0].note
        if "title" in changed[0].values:
            self.session.say(
                "Hint: file name, heading and links keep the old title; "
                "snnnotes rename  changes them, too"
            )
        venue = first.paper.venue if "venue" in changed[0].values else None
        usual = known_venue(venue) if venue else None
        if usual and usual != venue:
            self.session.say(f"Hint: the table of venues calls it {usual}")

    def _tell_stale_readmes(self, changed: Sequence[Edited], every: Sequence[Note]) -> None:
        """Name the READMEs that were in step with the notes, and no longer are."""
        after = {one.note.path: one.note for one in changed}
        now = stale_readmes(self.notebook, [after.get(note.path, note) for note in every])
        say_stale(self.session, now - stale_readmes(self.notebook, every))


def refuse_diff_as_data(*, dry_run: bool, as_json: bool) -> None:
    """Refuse two kinds of output at once.

    Raises:
        UsageError: They are asked for.
    """
    if dry_run and as_json:
        raise UsageError("--dry-run shows a diff and --json data", hint="leave out one of them")


def _line(one: Edited) -> str:
    """What became of a note, in a line."""
    told = "; ".join(_told(key, *values) for key, values in one.values.items())
    return printable(f"{one.note.path}: {told}")


def _told(key: str, before: Value | None, after: Value | None) -> str:
    r"""What became of one key.

    >>> _told("status", "unread", "read"), _told("tags", ["a", "b"], ["b", "c"])
    ('status unread -> read', 'tags +c -a')
    """
    from snnnotes.features.editing import is_list
    from snnnotes.model.assignment import items_of

    if is_list(key, before, after):
        old, new = (items_of(key, value) or [] for value in (before, after))
        came = [f"+{item}" for item in new if item not in old]
        went = [f"-{item}" for item in old if item not in new]
        moved = [] if came or went else ["in another order"]
        return " ".join([key, *map(_short, came + went), *moved])
    if after is None:
        return f"{key} taken away (was {_short(before)})"
    return f"{key} {_short(before)} -> {_short(after)}" if before else f"{key} {_short(after)}"


def _short(value: Value | None) -> str:
    from snnnotes.formats.yaml_scalar import in_one_line

    text = " ".join(value.split()) if isinstance(value, str) else in_one_line(value or "")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _record(one: Edited) -> dict[str, object]:
    return {
        "path": str(one.note.path),
        "written": one.change is not None,
        "fields": _fields(one.values),
    }


def _fields(values: Mapping[str, tuple[Value | None, Value | None]]) -> dict[str, object]:
    return {key: {"before": before, "after": after} for key, (before, after) in values.items()}
