"""Looking at the notes of a notebook: only those that have changed are read."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath

from snnnotes.errors import UnreadableFileError
from snnnotes.features.checking.looking import (
    Look,
    look_at,
    look_at_page,
    packed,
    unpacked,
    unreadable,
)
from snnnotes.formats.frontmatter import has_frontmatter
from snnnotes.storage.files import read_text
from snnnotes.storage.index_place import default_cache_folder
from snnnotes.storage.look_cache import LookCache, now_ns, program_state
from snnnotes.storage.note_files import FileState, is_folder_page
from snnnotes.storage.notebook import Notebook
from snnnotes.storage.worker import processors, serve, shared_out, workers_for

#: Is told how many files were read, of how many.
Progress = Callable[[int, int], None]

#: Files that are read between two signs of life.
_BATCH = 100
#: Files from which on processes are started to read them. One takes 200 ms to start.
_WORTH_SHARING = 1000
_MOST_WORKERS = 4


def looks_of(notebook: Notebook, *, this_year: int, progress: Progress | None = None) -> list[Look]:
    """A look at each file that may be a note, sorted by path.

    Args:
        notebook: Whose.
        this_year: See `looking.look_at`.
        progress: Is called as files are read.

    Raises:
        UnreadableFileError: A note folder is a link that leads out of the notebook.
    """
    began = now_ns()
    states = notebook.files()
    cache = LookCache(
        default_cache_folder(notebook.environment),
        notebook.root,
        rules=f"{program_state()} {this_year}",
    )
    kept = cache.fresh(states)
    changed = [state for state in states if state.path not in kept]
    if changed:
        base, done = os.fspath(notebook.root), 0
        batches = [changed[start : start + _BATCH] for start in range(0, len(changed), _BATCH)]
        with closing(_answers(base, batches, this_year)) as answers:
            for batch, answer in zip(batches, answers, strict=True):
                kept |= zip((state.path for state in batch), answer, strict=True)
                done += len(batch)
                if progress is not None:
                    progress(done, len(changed))
    present = {state.path for state in states}
    gone = cache.paths() - present
    if changed or gone:
        cache.keep([(state, kept[state.path]) for state in changed], gone, began)
    return [unpacked(kept[state.path], PurePosixPath(state.path)) for state in states]


def look_at_file(base: str, path: PurePosixPath, *, this_year: int) -> Look:
    """Look at a file that may be a note.

    Args:
        base: The notebook's root.
        path: Relative to it.
        this_year: See `looking.look_at`.
    """
    try:
        text = read_text(Path(base, path), path)
    except UnreadableFileError as error:
        return unreadable(error, path)
    # A folder's page is a note only if it looks like one.
    if is_folder_page(path.name) and not has_frontmatter(text):
        return look_at_page(text, path)
    return look_at(text, path, this_year=this_year)


def _answers(
    base: str, batches: Sequence[Sequence[FileState]], this_year: int
) -> Generator[list[str]]:
    total = sum(map(len, batches))
    paths = [[state.path for state in batch] for batch in batches]
    return shared_out(
        __name__,
        paths,
        work=lambda own: (base, own, this_year),
        here=lambda batch: _packed_looks(base, batch, this_year),
        count=workers_for(processors(), _MOST_WORKERS) if total >= _WORTH_SHARING else 0,
    )


def _packed_looks(base: str, paths: Sequence[str], this_year: int) -> list[str]:
    return [packed(look_at_file(base, PurePosixPath(path), this_year=this_year)) for path in paths]


def _work(base: str, batches: Sequence[Sequence[str]], this_year: int) -> Iterator[list[str]]:
    for batch in batches:
        yield _packed_looks(base, batch, this_year)


def main() -> None:
    """What a worker does."""
    # It ends after a second or two, and to look for cycles in what it made takes a tenth of that.
    gc.disable()
    serve(_work)
