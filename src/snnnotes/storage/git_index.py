"""Telling Git of files that were moved, as `git mv` does, and of nothing else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from snnnotes.storage.git_history import ELSEWHERE, OPTIONS, git_program

# The repository may come from a stranger, and its settings name programs that Git would run.
_SAFE = (
    *("--no-pager", "-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}", "-c", "core.quotePath=false"),
)


class _Tracked(NamedTuple):
    """A path in the index."""

    mode: bytes
    hash: bytes
    #: 0, or which side of a conflict it is.
    stage: bytes


def is_tracked(root: Path, path: PurePosixPath, environment: Mapping[str, str]) -> bool:
    """Does Git keep this file? False too where there is no Git, or no repository.

    Args:
        root: The notebook's root; need not be that of the repository.
        path: Relative to it.
        environment: The variables of the process; PATH says where Git is.
    """
    git = _Git(root, environment)
    try:
        prefix = git.prefix()
        return prefix is not None and _full(prefix, path) in git.tracked()
    except (OSError, _FailedError):
        return False


def moved_in_git(
    root: Path,
    moves: Mapping[PurePosixPath, PurePosixPath],
    environment: Mapping[str, str],
) -> str:
    """Have the index know files that Git keeps by their new names, as `git mv` does.

    Nothing else is staged: what is kept of a file is what was kept by its old name, not what
    it holds now. The files themselves are moved by somebody else.

    Args:
        root: The notebook's root; need not be that of the repository.
        moves: New paths by old ones, relative to the root; those that Git does not keep are
            passed over.
        environment: The variables of the process; PATH says where Git is.

    Returns:
        Why Git does not know of the moves; empty if it does, or need not.
    """
    git = _Git(root, environment)
    try:
        prefix = git.prefix()
        if prefix is None or not moves:
            return ""
        tracked = git.tracked()
        leaving, coming = [], []
        for old, new in moves.items():
            entries = tracked.get(_full(prefix, old), [])
            if any(entry.stage != b"0" for entry in entries):
                return f"{old}: git has a conflict in it, so it is not moved there"
            if entries:
                mode, hash_, _ = entries[0]
                leaving.append(b"0 " + b"0" * len(hash_) + b"\t" + _full(prefix, old))
                coming.append(mode + b" " + hash_ + b" 0\t" + _full(prefix, new))
        if coming:
            # First what leaves: by two names that differ in nothing but case, Git may mean one.
            git.run(
                "update-index", "-z", "--index-info", given=b"\0".join([*leaving, *coming, b""])
            )
    except OSError as error:  # the program is no program, or memory is short
        return f"git does not know of the new names: {error.strerror}"
    except _FailedError as error:
        return f"git does not know of the new names: {error}"
    return ""


class _FailedError(Exception):
    """What Git says of why it does not do a thing."""


class _Git:
    """Git in one folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._program = git_program(environment)
        self._folder = folder
        variables = {name: value for name, value in environment.items() if name not in ELSEWHERE}
        self._environment = variables | OPTIONS

    def prefix(self) -> bytes | None:
        """The folder from the repository's root on; None if there is no repository or no Git."""
        if self._program is None:
            return None
        try:
            return self.run("rev-parse", "--show-prefix").removesuffix(b"\n")
        except _FailedError:
            return None

    def tracked(self) -> dict[bytes, list[_Tracked]]:
        """What the index holds of the folder, by path from the repository's root on."""
        found: dict[bytes, list[_Tracked]] = {}
        for line in self.run("ls-files", "--stage", "-z", "--full-name").split(b"\0"):
            state, _, path = line.partition(b"\t")
            if path:
                found.setdefault(path, []).append(_Tracked(*state.split(b" ")))
        return found

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """What Git answers.

        Args:
            arguments: The command and its options.
            given: For its standard input.

        Raises:
            _FailedError: It refuses.
            OSError: It cannot be run.
        """
        done = subprocess.run(  # noqa: S603 (no shell; the arguments are ours and one folder)
            [self._program or "git", *_SAFE, "-C", os.fspath(self._folder), *arguments],
            env=self._environment,
            input=given,
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            why = next((line for line in lines if line.startswith(("fatal: ", "error: "))), "")
            raise _FailedError(why.partition(": ")[2] or "it gives no reason")
        return done.stdout


def _full(prefix: bytes, path: PurePosixPath) -> bytes:
    return prefix + os.fsencode(str(path))
