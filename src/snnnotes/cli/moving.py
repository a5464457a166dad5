"""Commands that move notes: rename, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from snnnotes.cli import completion
from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.stale_readmes import say_stale, stale_readmes
from snnnotes.cli.terminal import err, is_agreed, out, printable, printable_block
from snnnotes.errors import (
    ChangedOnDiskError,
    UsageError,
)

if TYPE_CHECKING:
    from snnnotes.features.removing import Place
    from snnnotes.model.change import FileChange
    from snnnotes.model.note import Note
    from snnnotes.storage.markdown_texts import MarkdownTexts
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

#: Of files and places that are named on stderr; more are counted.
_MOST_NAMED = 10


@commands.command("rename")
def rename(
    context: typer.Context,
    note: Annotated[
        str,
        typer.Argument(
            metavar="NOTE",
            help="Citekey, path, arXiv identifier, DOI, or words of the title.",
            autocompletion=completion.citekeys,
        ),
    ],
    title: Annotated[list[str], typer.Argument(metavar="TITLE", help="The new title, in quotes.")],
    dry_run: DryRunDiff = False,
) -> None:
    """Give a note another title and file name; links to it follow.

    \b
    Examples:
      snnnotes rename li2023seenn "SEENN: Towards Temporal Early-Exit Networks"
      snnnotes rename notes/2023/lif.md "LIF神经元的膜电位" --dry-run
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.cli.moves import apply_with_moves, print_diff
    from snnnotes.cli.notes import selected

    session = Session.of(context)
    if len(title) > 1:
        raise UsageError(
            f"several titles are given: {', '.join(map(printable, title))}",
            hint="put the title, and the note if it is several words, in quotes",
        )
    notebook = session.notebook()
    path = selected(session, notebook, note).path
    with notebook.writing():
        changes, texts = _planned_rename(session, notebook, path, title[0])
        if dry_run:
            print_diff(changes)
        elif changes:
            apply_with_moves(session, notebook, changes)
    _warn_of_unread(session, texts)
    if not changes:
        session.say(f"{printable(str(path))}: has this title and name already")
        return
    new = next((change.path for change in changes if change.before is None), path)
    if dry_run:
        return
    out(printable(str(new)))
    others = [change.path for change in changes if change.path not in {path, new}]
    if others:
        session.say(f"Links changed in{_listed(others)}")
    _look_again(session, notebook, new)


def _planned_rename(
    session: Session, notebook: Notebook, path: PurePosixPath, title: str
) -> tuple[list[FileChange], MarkdownTexts]:
    """The changes that give a note a title, and the texts that were looked through for links."""
    from snnnotes.features.renaming import plan_rename
    from snnnotes.formats.frontmatter import read_note
    from snnnotes.storage.all_files import all_files
    from snnnotes.storage.markdown_texts import MarkdownTexts

    _refuse_gone(notebook, [path])
    # Anew: another command may have changed it since it was chosen.
    note = read_note(notebook.read_text(path), path=path)
    files = all_files(notebook.root, notebook.folders).files
    with session.progress("Looking for links") as progress:
        texts = MarkdownTexts(notebook.root, sorted({*files, path}), progress)
        changes = plan_rename(note, title, texts, notebook.exists, files)
    return changes, texts


@commands.command("remove")
def remove(
    context: typer.Context,
    notes: Annotated[
        list[str],
        typer.Argument(
            metavar="NOTE...",
            help="Citekeys, paths, identifiers, or words of titles in quotes.",
            autocompletion=completion.citekeys,
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: DryRunDiff = False,
) -> None:
    """Move notes to the notebook's trash; say what links to them.

    \b
    Examples:
      snnnotes remove li2023seenn
      snnnotes remove notes/2023/lif.md notes/2022/survey.md --yes
    """
    from snnnotes.features.removing import plan_removals

    session = Session.of(context)
    if not (yes or dry_run or session.can_ask()):
        raise UsageError(
            "remove asks first, and there is nobody to ask",
            hint="--yes removes without asking, --dry-run shows what would be done",
        )
    notebook = session.notebook()
    chosen = _chosen(session, notebook, notes)
    asks = not (yes or dry_run)
    if asks:
        _name(chosen)
    _warn_of_links(session, notebook, chosen)
    if dry_run:
        _print_moves(plan_removals(chosen, notebook.exists))
        return
    if asks and not _agreed(len(chosen)):
        session.say("Nothing was removed")
        raise typer.Exit(1)
    moves = _trashed(notebook, list(chosen))
    for new in moves.values():
        out(printable(str(new)))
    session.say(f"Moved {count_of(len(moves), 'note')} to .trash; back with  snnnotes undo")
    _look_again(session, notebook)


def _chosen(
    session: Session, notebook: Notebook, selectors: Sequence[str]
) -> dict[PurePosixPath, Note | None]:
    """The notes to remove, each once; None for one that cannot be read, named by its path."""
    from snnnotes.cli.notes import several

    with session.index(notebook, text=False) as index:
        unreadable = {PurePosixPath(problem.path) for problem in index.problems()}
    chosen: dict[PurePosixPath, Note | None] = {}
    others = []
    for selector in selectors:
        places = (notebook.path_of(session.folder / selector), PurePosixPath(selector))
        place = next((place for place in places if place in unreadable), None)
        if place is None:
            others.append(selector)
        else:
            chosen[place] = None
    chosen |= {note.path: note for note in several(session, notebook, others)} if others else {}
    return chosen


def _name(chosen: Mapping[PurePosixPath, Note | None]) -> None:
    for path, note in chosen.items():
        title = f"{note.paper.title} ({note.paper.year})" if note else "cannot be read"
        err(f"{printable(str(path))}: {printable(title)}")


def _agreed(count: int) -> bool:
    them = "it" if count == 1 else f"{count} notes"
    return is_agreed(f"Move {them} to .trash?", default=False)


def _trashed(
    notebook: Notebook, paths: Sequence[PurePosixPath]
) -> dict[PurePosixPath, PurePosixPath]:
    """Move files to the trash; where each is then."""
    from snnnotes.features.removing import plan_removals, plan_trash
    from snnnotes.storage.files import in_safe_order, moved_writes, planned_writes

    with notebook.writing():
        _refuse_gone(notebook, paths)
        moves = plan_removals(paths, notebook.exists)
        ignore = planned_writes(notebook.root, plan_trash(notebook.exists))
        notebook.make(in_safe_order([*ignore, *moved_writes(notebook.root, moves)]), moves)
    return moves


def _print_moves(moves: Mapping[PurePosixPath, PurePosixPath]) -> None:
    from snnnotes.model.change import FileChange, moved_diff

    for old, new in moves.items():
        diff = moved_diff(FileChange(old, "", None), FileChange(new, None, ""))
        out(printable_block(diff), end="")


def _refuse_gone(notebook: Notebook, paths: Sequence[PurePosixPath]) -> None:
    """Refuse to go on with notes that are not where they were when they were chosen.

    Raises:
        ChangedOnDiskError: One is not.
    """
    for path in paths:
        if not notebook.exists(path):
            raise ChangedOnDiskError(
                f"{path}: renamed or removed meanwhile", hint="run the command again"
            )


def _warn_of_links(
    session: Session, notebook: Notebook, gone: Mapping[PurePosixPath, Note | None]
) -> None:
    """Name the places that link to notes which are about to go."""
    from snnnotes.features.removing import links_to
    from snnnotes.storage.all_files import all_files
    from snnnotes.storage.markdown_texts import MarkdownTexts

    files = all_files(notebook.root, notebook.folders).files
    with session.progress("Looking for links") as progress:
        texts = MarkdownTexts(notebook.root, files, progress)
        places = links_to(gone, texts, files)
    _warn_of_unread(session, texts)
    if places:
        them = "it" if len(gone) == 1 else "them"
        session.warn(f"links to {them} will open nothing:{_listed(places)}")


def _warn_of_unread(session: Session, texts: MarkdownTexts) -> None:
    for problem in texts.problems.values():
        session.warn(f"not looked through for links: {problem}")


def _listed(places: Sequence[Place | PurePosixPath]) -> str:
    """One behind a blank, several on lines of their own."""
    named = [printable(str(place)) for place in places[:_MOST_NAMED]]
    if len(places) == 1:
        return f" {named[0]}"
    more = len(places) - len(named)
    return "".join(f"\n  {line}" for line in [*named, *([f"and {more} more"] if more else [])])


def _look_again(session: Session, notebook: Notebook, renamed: PurePosixPath | None = None) -> None:
    """Say what is left to do: READMEs whose list is stale, and another note of the same title."""
    from snnnotes.model.query import And
    from snnnotes.model.title import title_key

    with session.index(notebook, text=False) as index:
        notes = index.notes(And(()))
        is_whole = not index.problems()
    own = next((note for note in notes if note.path == renamed), None)
    for note in notes:
        if own and note is not own and title_key(note.paper.title) == title_key(own.paper.title):
            session.warn(f"another note has the same title: {note.path}")
    if not is_whole:
        return
    say_stale(session, stale_readmes(notebook, notes))
