"""An answer on a whole notebook, kept as long as no file of it changes.

A cache beside the index, and never more than that: what cannot be read or written is done without.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from snnnotes.storage.all_files import all_files
from snnnotes.storage.index_place import default_cache_folder, index_path
from snnnotes.storage.look_cache import now_ns, program_state
from snnnotes.storage.note_files import FileState
from snnnotes.storage.notebook import CONFIG_NAME, Notebook

#: As in `look_cache`: a file may change again without a trace for two seconds.
_SETTLED_NS = 2_000_000_000


class KeptAnswer:
    """The answer to one question on one notebook; made at the beginning of a command."""

    def __init__(self, notebook: Notebook, question: str, states: Iterable[FileState]) -> None:
        """Look at the state of the notebook.

        Args:
            notebook: Whose files the answer is about.
            question: Short and good for a file name; what else the answer depends on belongs
                into it, such as the year.
            states: Of all files that may be notes, taken just now.

        Raises:
            ConfigError: `snnnotes.toml` cannot be understood.
        """
        place = index_path(default_cache_folder(notebook.environment), notebook.root)
        self._place = place.with_suffix(f".{question}.json")
        began = now_ns()
        watched = [PurePosixPath(CONFIG_NAME)]
        watched += [file.path for file in notebook.readme_settings().files]
        others = [_state(notebook.root, path) for path in watched]
        known = [*states, *(state for state in others if state is not None)]
        newest = max((max(state.mtime_ns, state.ctime_ns) for state in known), default=0)
        self._is_settled = newest < began - _SETTLED_NS
        files = all_files(notebook.root, notebook.folders)
        self._state = [
            program_state(),
            os.path.realpath(notebook.root),
            [list(state) for state in known],
            [str(path) for path in files.files],
            [str(path) for path in files.temporary],
        ]

    def get(self) -> object:
        """The answer as JSON gives it; None if there is none for the files as they are."""
        with suppress(OSError, ValueError):
            kept = json.loads(self._place.read_text("utf-8", "surrogateescape"))
            if isinstance(kept, dict) and kept.get("state") == self._state:
                return kept.get("answer")
        return None

    def keep(self, answer: object) -> None:
        """Keep an answer that was found after this was made.

        Args:
            answer: What JSON can hold.
        """
        if not self._is_settled:
            return
        text = json.dumps({"state": self._state, "answer": answer})
        beside = self._place.with_name(f".{os.getpid()}-{self._place.name}")
        with suppress(OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, "utf-8")
            beside.replace(self._place)
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _state(root: Path, path: PurePosixPath) -> FileState | None:
    try:
        found = (root / path).stat()
    except OSError:
        return None
    return FileState(str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns)
