"""When files came into a Git repository: one `git log` for all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple


class Commit(NamedTuple):
    """The commit that a file came with."""

    #: Of its author: ISO 8601 with seconds and zone.
    time: str
    #: 0 is the oldest; two files of one number came together.
    number: int


class GitHistory(NamedTuple):
    """What Git knows of the files below a folder."""

    #: By path from the folder on; a file that was renamed keeps its first commit.
    first_commits: Mapping[PurePosixPath, Commit]
    #: Files that a shallow clone has, but not the commit that they came with.
    cut_off: frozenset[PurePosixPath] = frozenset()
    #: Why nothing, or not all, is known; empty if all is.
    problem: str = ""


# The repository may come from a stranger, and its settings name programs that Git would run.
_SAFE = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "--no-pager")
_LOG = (
    *("log", "--reverse", "-z", "--format=%x01%H%x00%aI", "--name-status", "--diff-filter=AR"),
    *("--find-renames", "--relative", "--no-ext-diff", "--no-textconv", "--", "."),
)
#: Variables that would lead Git to another repository, as in a hook.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
_OPTIONS = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone would ask its server for the texts of renamed files
    "LC_ALL": "C",
}


def git_history(folder: Path, *, environment: Mapping[str, str]) -> GitHistory:
    """The first commit of each file below `folder`.

    Args:
        folder: Need be neither the root of the repository nor in one at all.
        environment: The variables of the process; PATH says where Git is.
    """
    program = shutil.which("git", path=environment.get("PATH"))
    if program is None:
        return GitHistory({}, problem="git is not installed, so it cannot date the notes")
    variables = {name: value for name, value in environment.items() if name not in _ELSEWHERE}
    git = (program, *_SAFE, "-C", os.fspath(folder))

    def answer(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 (no shell; the arguments are ours and one folder)
            [*git, *arguments],
            env=variables | _OPTIONS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    state = answer("rev-parse", "--is-shallow-repository", "--git-path", "shallow")
    if state.returncode != 0:
        return GitHistory({}, problem=_why(state.stderr))
    is_shallow, shallow_file = state.stdout.decode(errors="surrogateescape").splitlines()[:2]
    log = answer(*_LOG)
    if log.returncode != 0:
        return GitHistory({}, problem=_why(log.stderr))
    boundary: frozenset[str] = frozenset()
    if is_shallow == "true":
        boundary = frozenset((folder / shallow_file).read_text("ascii").split())
    return _history(log.stdout, boundary)


def _why(message: bytes) -> str:
    text = message.decode(errors="replace")
    if "dubious ownership" in text:
        return (
            "git does not trust the repository, since it belongs to somebody else, so it does"
            " not date the notes; git's own message says how to trust it"
        )
    if "not a git repository" in text:
        return "the folder is not in a Git repository, so nothing says when the notes were made"
    if "does not have any commits" in text:
        return "the Git repository has no commits, so nothing says when the notes were made"
    last = text.strip().splitlines()[-1:] or ["it gives no reason"]
    return f"git cannot date the notes: {last[0].removeprefix('fatal: ')}"


def _history(log: bytes, boundary: frozenset[str]) -> GitHistory:
    first: dict[str, Commit] = {}
    cut_off: set[str] = set()
    for number, (commit, time, events) in enumerate(_commits(log)):
        for before, path in events:
            known = first.get(before or path)
            if commit in boundary or before in cut_off:
                cut_off.add(path)
            elif path not in cut_off:
                # What was removed and came back is as old as it was.
                first[path] = known or first.get(path) or Commit(time, number)
    problem = ""
    if cut_off:
        problem = (
            "this is a shallow clone, so git does not know when the older notes were made;"
            " run  git fetch --unshallow  first"
        )
    return GitHistory(
        {PurePosixPath(path): commit for path, commit in first.items()},
        frozenset(map(PurePosixPath, cut_off)),
        problem,
    )


def _commits(log: bytes) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Hash, time, and the files that came: each with the name it had before, or none."""
    # Names that are not UTF-8 come as Python gives them elsewhere.
    parts = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    commit, time, events = "", "", list[tuple[str, str]]()
    for part in parts:
        mark = part.lstrip("\n")
        if mark.startswith("\x01"):
            if commit:
                yield commit, time, events
            commit, time, events = mark[1:], next(parts), []
        elif mark.startswith("R"):
            events.append((next(parts), next(parts)))
        elif mark == "A":
            events.append(("", next(parts)))
    if commit:
        yield commit, time, events
