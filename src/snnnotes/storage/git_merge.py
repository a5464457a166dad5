"""Three versions of a text made into one, by `git merge-file`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from snnnotes.errors import UnreadableFileError
from snnnotes.storage.git_history import ELSEWHERE, git_program


class Sides(NamedTuple):
    """A text as it was, and as two branches have it now."""

    base: str
    ours: str
    theirs: str


class MergedText(NamedTuple):
    """What came of a merge."""

    text: str
    #: How many places somebody has to settle; they stand in the text between ``<<<<<<<`` and
    #: ``>>>>>>>``.
    conflicts: int = 0


#: Of more conflicts than this Git says only that there are many; greater codes are failures.
_MOST_CONFLICTS = 127
_LABELS = ("-L", "ours", "-L", "base", "-L", "theirs")


def merge_texts(
    sides: Sides, *, path: PurePath, environment: Mapping[str, str], union: bool = False
) -> MergedText:
    """The changes of both sides in one text.

    Args:
        sides: The three versions; bytes that are no UTF-8 come and go as half surrogates.
        path: The file as messages call it.
        environment: The variables of the process; PATH says where Git is.
        union: Where both sides changed the same lines, take those of ours and then those of
            theirs, so that there are no conflicts.

    Raises:
        UnreadableFileError: Git is not there, or cannot merge the texts.
    """
    program = git_program(environment)
    if program is None:
        raise UnreadableFileError(
            path, "it cannot be merged without git", hint="install git, then merge again"
        )
    # A merge driver is called with variables that lead to the repository, whose settings may come
    # from a stranger; this merge needs none of them, and all users get the same result.
    variables = {name: value for name, value in environment.items() if name not in ELSEWHERE}
    options = ("--union",) if union else ()
    with tempfile.TemporaryDirectory(prefix="snnnotes-merge-") as name:
        for side, text in sides._asdict().items():
            (Path(name) / side).write_bytes(text.encode("utf-8", "surrogateescape"))
        done = subprocess.run(  # noqa: S603 (no shell; the arguments are ours)
            [
                *(program, "-c", "merge.conflictStyle=merge", "merge-file", "-p", *options),
                *(*_LABELS, "ours", "base", "theirs"),
            ],
            cwd=name,
            env=variables | {"LC_ALL": "C", "GIT_CEILING_DIRECTORIES": os.path.dirname(name)},  # noqa: PTH120 (as the folder was given)
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    if done.returncode not in range(_MOST_CONFLICTS + 1):
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise UnreadableFileError(path, f"git cannot merge it: {why[0].removeprefix('error: ')}")
    return MergedText(done.stdout.decode("utf-8", "surrogateescape"), done.returncode)
