"""The two sides of a merge while Git is at it: the file that is merged, and the notes beside it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath

from snnnotes.errors import NoteFormatError, UnreadableFileError, WriteError
from snnnotes.formats.frontmatter import has_frontmatter, read_note
from snnnotes.model.note import Note
from snnnotes.storage.encoding import decoded
from snnnotes.storage.files import read_bytes
from snnnotes.storage.folder_walk import SKIPPED_FOLDERS, Skip
from snnnotes.storage.git_history import git_program
from snnnotes.storage.git_merge import Sides, merge_texts
from snnnotes.storage.note_files import is_folder_page, is_note_name, skip_for
from snnnotes.storage.notebook import CONFIG_NAME, Notebook

#: `git merge` names each commit that it merges in a variable: GITHEAD_<commit>=<branch>.
_HEAD_VARIABLE = re.compile(r"GITHEAD_([0-9a-f]{40,64})")
#: The last line that a rebase has put among those that are done is the one it is at.
_PICKED = re.compile(r"(?:pick|reword|edit|squash|fixup(?: -[cC])?) ([0-9a-f]{4,64})\b")
#: The commits that a merge is between: what both sides came from, ours, theirs.
_Commits = tuple[str, str, str]
#: Files by path from the notebook on, each with the name of its content.
_Tree = dict[PurePosixPath, str]
_LINK = "120000"


def read_sides(base: Path, ours: Path, theirs: Path, *, shown: PurePath) -> Sides:
    """The three versions of a file; bytes that are no UTF-8 come as half surrogates.

    Raises:
        UnreadableFileError: One of them cannot be read.
    """
    return Sides(*(_text(read_bytes(file, shown)) for file in (base, ours, theirs)))


def write_merged(file: Path, text: str, *, shown: PurePath) -> None:
    """Write the merged text over a copy that Git made for it.

    Raises:
        WriteError: The system refuses.
    """
    try:
        file.write_bytes(_octets(text))
    except OSError as error:
        raise WriteError(f"{shown}: the merge cannot be written: {error.strerror}") from error


def merged_notes(notebook: Notebook, readme: PurePosixPath, sides: Sides) -> list[Note] | None:
    """All notes as they will be after the merge that Git is at.

    Git calls a merge driver before it brings the other side's notes into the folder, so they are
    read from the commits, and merged in turn where both sides changed one.

    Args:
        notebook: Part of the work tree that is merged into.
        readme: The file that the driver was called for.
        sides: Its three versions, by which the commits are known again.

    Returns:
        None if the commits cannot be told, or a note cannot be merged or read.
    """
    program = git_program(notebook.environment)
    if program is None:
        return None
    git = _Git(program, notebook.root, notebook.environment)
    prefix = _text(git.ask("rev-parse", "--show-prefix") or b"").removesuffix("\n")
    for commits in _possible_commits(git, notebook.environment):
        contents = git.contents([f"{commit}:{prefix}{readme}" for commit in commits])
        if [content or b"" for content in contents] == [_octets(side) for side in sides]:
            return _notes_between(git, prefix, commits, notebook)
    return None


class _Git:
    """Git in a folder, with the variables that it has given its merge driver."""

    def __init__(self, program: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._start = (program, "-c", "core.fsmonitor=false", "-C", os.fspath(folder))
        # A partial clone must not wait for its server in the middle of a merge.
        self._variables = dict(environment) | {"GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}

    def ask(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """What Git answers; None if it fails."""
        try:
            done = subprocess.run(  # noqa: S603 (no shell; the arguments are ours)
                [*self._start, *arguments],
                env=self._variables,
                input=given,
                capture_output=True,
                check=False,
            )
        except OSError:
            return None
        return done.stdout if done.returncode == 0 else None

    def contents(self, names: Sequence[str]) -> list[bytes | None]:
        """What files hold, each named as Git names objects; None for one that there is not."""
        if any("\n" in name for name in names):
            return [None] * len(names)
        given = _octets("".join(f"{name}\n" for name in names))
        answer = self.ask("cat-file", "--batch", given=given) or b""
        found: list[bytes | None] = []
        at = 0
        for _ in names:
            end = answer.find(b"\n", at)
            head = answer[at:end].split(b" ")
            is_file = end >= 0 and head[-2:-1] == [b"blob"]
            size = int(head[-1]) if is_file else -1
            found.append(answer[end + 1 : end + 1 + size] if is_file else None)
            at = end + 2 + size
        return found


def _possible_commits(git: _Git, environment: Mapping[str, str]) -> Iterator[_Commits]:
    for found in filter(None, map(_HEAD_VARIABLE.fullmatch, environment)):
        base = git.ask("merge-base", "HEAD", found[1])
        if base is not None:
            yield base.decode().strip(), "HEAD", found[1]
    place = git.ask("rev-parse", "--git-path", "rebase-merge/done")
    try:
        lines = (git.folder / os.fsdecode(place or b"").strip()).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    picked = _PICKED.match(lines[-1]) if lines else None
    if picked is not None:
        yield f"{picked[1]}^", "HEAD", picked[1]


def _notes_between(
    git: _Git, prefix: str, commits: _Commits, notebook: Notebook
) -> list[Note] | None:
    places = [prefix if folder == "." else f"{prefix}{folder}" for folder in notebook.folders]
    trees = [_tree(git, commit, prefix, [*places, prefix + CONFIG_NAME]) for commit in commits]
    base, ours, theirs = trees
    if base is None or ours is None or theirs is None:
        return None
    settings = PurePosixPath(CONFIG_NAME)
    if theirs.get(settings) not in (base.get(settings), ours.get(settings)):
        return None  # the list may be about to look otherwise
    skip = skip_for(notebook.exclude)
    folders = tuple(notebook.folders)
    paths = [path for path in {**ours, **theirs} if _may_be_note(path, folders, skip)]
    texts = _merged_texts(git, paths, (base, ours, theirs), notebook.environment)
    if not texts:
        return None
    try:
        return [
            read_note(text, path=path)
            for path, text in sorted(texts.items())
            if has_frontmatter(text) or not is_folder_page(path.name)
        ]
    except NoteFormatError:
        return None


def _tree(git: _Git, commit: str, prefix: str, places: Sequence[str]) -> _Tree | None:
    """The files of a commit below some places; None if one is a link, which we do not follow."""
    wanted = [place.rstrip("/") for place in places if place]
    answer = git.ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted)
    if answer is None:
        return None
    tree: _Tree = {}
    for entry in _text(answer).split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        mode, _, name = about.split(" ")
        if mode == _LINK:
            return None
        tree[PurePosixPath(path.removeprefix(prefix))] = name
    return tree


def _may_be_note(path: PurePosixPath, folders: Sequence[str], skip: Skip | None) -> bool:
    """Would a walk through the note folders find this file?"""
    inner = next(
        (path.relative_to(each) for each in folders if path.is_relative_to(each)), PurePosixPath()
    )
    above = inner.parts[:-1]
    if not is_note_name(path.name or "_") or not inner.parts:
        return False
    if any(part[0] in "._" or part in SKIPPED_FOLDERS for part in above):
        return False
    places = [str(path), *(f"{folder}/" for folder in path.parents)]
    return skip is None or not any(map(skip, places))


def _merged_texts(
    git: _Git,
    paths: Sequence[PurePosixPath],
    trees: tuple[_Tree, _Tree, _Tree],
    environment: Mapping[str, str],
) -> dict[PurePosixPath, str] | None:
    """The notes that will be there, each with its text; None if somebody has to settle one."""
    sources: dict[PurePosixPath, list[str]] = {}
    for path in paths:
        base, ours, theirs = (tree.get(path) for tree in trees)
        if theirs in (ours, base):
            result = [ours]
        elif base == ours:
            result = [theirs]
        else:
            # Where a side lacks the note, Git looks whether it was renamed; we leave that to it.
            result = [base, ours, theirs]
        if result == [None]:
            continue
        sources[path] = [name for name in result if name is not None]
        if len(sources[path]) != len(result):
            return None
    contents = iter(git.contents([name for names in sources.values() for name in names]))
    texts: dict[PurePosixPath, str] = {}
    try:
        for path, names in sources.items():
            versions = [decoded(next(contents) or b"", path) for _ in names]
            if len(versions) == 1:
                texts[path] = versions[0]
                continue
            merged = merge_texts(Sides(*versions), path=path, environment=environment)
            if merged.conflicts:
                return None
            texts[path] = merged.text
    except UnreadableFileError:
        return None
    return texts


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
