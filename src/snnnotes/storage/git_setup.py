"""What a Git repository has set: for `init --git`, and nothing else is changed there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from snnnotes.errors import UsageError, WriteError
from snnnotes.storage.git_history import ELSEWHERE, git_program

_OPTIONS = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class GitSetup:
    """The repository around a folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Find it.

        Args:
            folder: Need not exist yet.
            environment: The variables of the process; PATH says where Git is.

        Raises:
            UsageError: There is no repository, or no Git.
        """
        program = git_program(environment)
        if program is None:
            raise UsageError("git is not installed, so it cannot be set up", hint="install git")
        there = next(place for place in (folder, *folder.parents) if place.is_dir())
        self._inside = folder.relative_to(there)
        # Its settings come from the user's own clone, but the program that watches its files
        # need not run for ours.
        self._git = (program, "-c", "core.fsmonitor=false", "-C", os.fspath(there))
        self._variables = {
            name: value for name, value in environment.items() if name not in ELSEWHERE
        } | _OPTIONS
        done = self._ask("rev-parse", "--is-inside-work-tree")
        if done.returncode != 0 or done.stdout.strip() != b"true":
            raise _no_repository(folder, done.stderr)

    def merge_drivers(self, files: Sequence[PurePosixPath]) -> dict[PurePosixPath, str]:
        """By what each of some files is merged, as all attributes together say.

        Args:
            files: Relative to the folder; need not exist.

        Returns:
            The name of the driver, or ``unspecified``, ``set`` or ``unset``.
        """
        names = [(self._inside / file).as_posix() for file in files]
        answer = self._ask("check-attr", "-z", "merge", "--", *names).stdout
        values = answer.decode(errors="replace").split("\0")[2::3]
        return dict(zip(files, values, strict=False))

    def setting(self, name: str) -> str:
        """What the clone's own configuration says; empty if nothing."""
        done = self._ask("config", "--local", "--get", name)
        return done.stdout.decode(errors="replace").removesuffix("\n")

    def set(self, settings: Mapping[str, str]) -> None:
        """Write settings to the clone's own configuration.

        Raises:
            WriteError: Git cannot.
        """
        for name, value in settings.items():
            # There may be several of a name, of which the last counts.
            done = self._ask("config", "--local", "--replace-all", name, value)
            if done.returncode != 0:
                raise WriteError(f"git cannot set {name}: {_last_line(done.stderr)}")

    def _ask(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 (no shell; the arguments are ours)
                [*self._git, *arguments],
                env=self._variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:  # the program is no program, or memory is short
            raise UsageError(f"git cannot be run: {error.strerror}") from error


def _no_repository(folder: Path, message: bytes) -> UsageError:
    if b"dubious ownership" in message:
        return UsageError(
            f"{folder}: git does not trust the repository, since it belongs to somebody else",
            hint=f"if you trust it:  git config --global --add safe.directory {folder}",
        )
    return UsageError(
        f"{folder}: not in the folder of a Git repository", hint="make it one first:  git init"
    )


def _last_line(message: bytes) -> str:
    lines = message.decode(errors="replace").strip().splitlines() or ["it gives no reason"]
    return lines[-1].removeprefix("error: ").removeprefix("fatal: ")
