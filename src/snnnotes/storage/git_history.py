"""When files came into a Git repository: one `git log` for all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple


class Commit(NamedTuple):
    """The commit that a file came with."""

    #: Of its author: ISO 8601 with seconds and zone, such as `datetime.fromisoformat` reads.
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


# The repository may come from a stranger, and its settings name programs that Git would run. Other
# settings, also those of the user, change which files Git lists.
_SAFE = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true", "-c", "log.diffMerges=separate", "-c", "diff.relative=false"),
)
#: Of all the repository, so that a file that was moved into the folder is as old as it is. `-m`
#: lists for a merge what it changed against each parent: some files come with the merge itself.
_LOG = (
    *("log", "--date-order", "--reverse", "-z", "--format=%x01%H%x00%aI%x00%cI%x00%P"),
    *("--name-status", "--diff-filter=AR", "-m", "-l1000", "-O/dev/null"),
    *("--no-ext-diff", "--no-textconv"),
)
_RENAMED_AND_EDITED, _RENAMED_ONLY = "--find-renames", "--find-renames=100%"
#: Variables that would lead Git to another repository, as in a hook.
ELSEWHERE = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE",
})  # fmt: skip
OPTIONS = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # A partial clone would ask its server for the texts of renamed files, by a program that the
    # repository names. Versions before 2.45 know only the second variable: no protocol at all.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}


def git_history(folder: Path, *, environment: Mapping[str, str]) -> GitHistory:
    """The first commit of each file below `folder`.

    Args:
        folder: Need be neither the root of the repository nor in one at all.
        environment: The variables of the process; PATH says where Git is.
    """
    program = git_program(environment)
    if program is None:
        return GitHistory({}, problem="git is not installed, so it cannot date the notes")
    variables = {name: value for name, value in environment.items() if name not in ELSEWHERE}
    git = (program, *_SAFE, "-C", os.fspath(folder))

    def answer(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 (no shell; the arguments are ours and one folder)
            [*git, *arguments],
            env=variables | OPTIONS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    try:
        return _asked(answer, folder)
    except OSError as error:  # the program is no program, or memory is short
        return GitHistory({}, problem=f"git cannot date the notes: {error.strerror}")


def git_program(environment: Mapping[str, str]) -> str | None:
    """Where Git is; None if it is nowhere.

    Never in the current folder, which may be the stranger's: Windows looks there first, and
    others do if PATH has a relative folder.
    """
    name = "git.exe" if os.name == "nt" else "git"
    places = environment.get("PATH", "").split(os.pathsep)
    programs = (os.path.join(place, name) for place in places if os.path.isabs(place))  # noqa: PTH117, PTH118 (as PATH has them)
    return next(filter(shutil.which, programs), None)


def _asked(answer: Callable[..., subprocess.CompletedProcess[bytes]], folder: Path) -> GitHistory:
    state = answer("rev-parse", "--is-shallow-repository", "--show-prefix")
    if state.returncode != 0:
        return GitHistory({}, problem=_why(state.stderr))
    # A name that is not UTF-8 comes as Python gives it elsewhere.
    is_shallow, _, prefix = state.stdout.decode("utf-8", "surrogateescape").partition("\n")
    boundary: frozenset[str] = frozenset()
    if is_shallow == "true":
        place = answer("rev-parse", "--git-path", "shallow").stdout
        file = folder / os.fsdecode(place.removesuffix(b"\n"))
        boundary = frozenset(file.read_text("ascii").split())
    problem = ""
    log = answer(*_LOG, _RENAMED_AND_EDITED)
    if log.returncode != 0 and b"promisor remote" in log.stderr:
        # The texts of older versions are not there, so Git cannot tell which are nearly the same.
        log = answer(*_LOG, _RENAMED_ONLY)
        problem = (
            "this is a partial clone, so notes that were renamed and edited at once are dated by"
            " that commit; make a full clone if that matters"
        )
    if log.returncode != 0:
        return GitHistory({}, problem=_why(log.stderr))
    return _history(log.stdout, boundary, prefix.removesuffix("\n"), problem)


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
    if "promisor remote" in text:
        return (
            "this is a partial clone that lacks the older folders, so git cannot date the notes;"
            " a full clone can"
        )
    last = text.strip().splitlines()[-1:] or ["it gives no reason"]
    return f"git cannot date the notes: {last[0].removeprefix('fatal: ')}"


def _history(log: bytes, boundary: frozenset[str], prefix: str, problem: str) -> GitHistory:
    """What the log tells.

    Args:
        log: As Git writes it for `_LOG`.
        boundary: Commits of a shallow clone whose parents it does not have.
        prefix: The folder, from the repository's root on; ends in a slash unless it is the root.
        problem: Known so far.
    """
    first, cut_off = _first_commits(log, boundary)
    inside = {
        PurePosixPath(path.removeprefix(prefix)): commit
        for path, commit in first.items()
        if path.startswith(prefix) and path not in cut_off
    }
    unknown = frozenset(
        PurePosixPath(path.removeprefix(prefix)) for path in cut_off if path.startswith(prefix)
    )
    if unknown:
        problem = (
            "this is a shallow clone, so git does not know when the older notes were made;"
            " run  git fetch --unshallow  first"
        )
    return GitHistory(inside, unknown, problem)


def _first_commits(log: bytes, boundary: frozenset[str]) -> tuple[dict[str, Commit], set[str]]:
    """The first commit of each path, and the paths that came before what the clone has."""
    first: dict[str, Commit] = {}
    cut_off: set[str] = set()
    moved: set[str] = set()  # names whose files go by another name since
    for commit in _commits(log):
        for before, path in commit.events:
            if not before and path in moved and not commit.is_merge:
                # A new file under a name that another one had. (To a merge, files of one parent
                # are new when seen from the other.)
                first.pop(path, None)
                cut_off.discard(path)
            if before:
                moved.add(before)
            moved.discard(path)
            if commit.hash in boundary or before in cut_off:
                cut_off.add(path)
            # What was removed and came back is as old as it was.
            known = first.get(before) or first.get(path)
            if known is not None:
                first[path] = known
            elif time := commit.time:
                first[path] = Commit(time, commit.number)
    return first, cut_off


class _Logged(NamedTuple):
    """A commit of the log; a merge comes once for each parent, with the same number."""

    hash: str
    number: int
    #: Empty if Git has no sound one.
    time: str
    is_merge: bool
    #: The files that came: the name that each had before, or none, and its name.
    events: list[tuple[str, str]]


def _commits(log: bytes) -> Iterator[_Logged]:
    parts = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    logged = _Logged("", -1, "", is_merge=False, events=[])
    for part in parts:
        mark = part.lstrip("\n")
        if mark.startswith("\x01"):
            if logged.hash:
                yield logged
            number = logged.number + (mark[1:] != logged.hash)
            time = _sound_time(next(parts), next(parts))
            logged = _Logged(mark[1:], number, time, is_merge=" " in next(parts), events=[])
        elif mark.startswith("R"):
            logged.events.append((next(parts), next(parts)))
        elif mark == "A":
            logged.events.append(("", next(parts)))
    if logged.hash:
        yield logged


def _sound_time(*times: str) -> str:
    """The first time that is one: tools that wrote into Git left zones such as +5180."""
    for time in times:
        try:
            datetime.fromisoformat(time)
        except ValueError:
            continue
        return time
    return ""
