"""Removing files, and moving them: a removal and a new file in one step."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import ChangedOnDiskError, SnnnotesError, WouldOverwriteError, WriteError
from snnnotes.model.change import FileChange
from snnnotes.storage.file_write import FileWrite
from snnnotes.storage.files import (
    fold_name,
    in_safe_order,
    planned_writes,
    remove_emptied_folders,
    write_all,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def change(path: str, before: str | None, after: str | None) -> FileChange:
    return FileChange(PurePosixPath(path), before, after)


OLD = {"README.md": "[a](notes/2023/a.md)\n", "notes/2023/a.md": "旧\r\n", "notes/2023/c.md": "c"}
#: A note that moves, and a link to it.
MOVE = [
    change("notes/2023/a.md", "旧\r\n", None),
    change("notes/2024/b.md", None, "新\r\n"),
    change("README.md", "[a](notes/2023/a.md)\n", "[b](notes/2024/b.md)\n"),
]
MOVED = {
    "README.md": "[b](notes/2024/b.md)\n",
    "notes/2023/c.md": "c",
    "notes/2024/b.md": "新\r\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in OLD.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def files(root: Path) -> dict[str, str]:
    """Every file under `root`, hidden ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_removed_file_is_gone_and_nothing_is_left_of_it(root: Path) -> None:
    write_all(root, [change("notes/2023/c.md", "c", None)])

    assert files(root) == {name: text for name, text in OLD.items() if name != "notes/2023/c.md"}


def test_note_moves_with_the_links_to_it(root: Path) -> None:
    write_all(root, MOVE)

    assert files(root) == MOVED


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("edited", "changed meanwhile", id="changed"),
        pytest.param("新\r\n", "changed meanwhile", id="what-the-new-file-would-hold"),
        pytest.param(None, "removed meanwhile", id="gone"),
    ],
)
def test_file_that_is_not_what_it_was_is_not_removed(
    text: str | None, problem: str, root: Path
) -> None:
    note = root / "notes/2023/a.md"
    note.unlink()
    if text is not None:
        note.write_bytes(text.encode())
    before = files(root)

    with pytest.raises(ChangedOnDiskError, match=rf"notes/2023/a\.md: {problem}"):
        write_all(root, MOVE)

    assert files(root) == before


def test_file_changed_at_the_last_moment_is_not_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit_meanwhile(old: Path, new: Path) -> None:  # when all were looked at
        (root / "notes/2023/a.md").write_text("edited", "utf-8")
        real(old, new)

    real = os.link
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", edit_meanwhile)

    with pytest.raises(ChangedOnDiskError, match=r"notes/2023/a\.md: changed meanwhile"):
        write_all(root, MOVE)

    assert files(root) == OLD | {"notes/2023/a.md": "edited"}


def test_file_in_another_encoding_is_removed(root: Path) -> None:
    (root / "notes/gbk.md").write_bytes("膜电位".encode("gb18030"))

    write_all(root, [FileChange(PurePosixPath("notes/gbk.md"), "膜电位", None, "gb18030")])

    assert files(root) == OLD


def test_what_is_not_there_and_shall_not_be_is_no_change(root: Path) -> None:
    write_all(root, [FileChange(PurePosixPath("notes/none.md"), None, None, "gb18030")])

    assert files(root) == OLD


def test_file_that_the_user_set_read_only_is_not_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snnnotes.storage.file_write.os.access", lambda *_: False)  # we may be root

    with pytest.raises(WriteError, match=r"notes/2023/c\.md: you may not write there"):
        write_all(root, [change("notes/2023/c.md", "c", None)])

    assert files(root) == OLD


@POSIX
@pytest.mark.parametrize("target", ["2023/c.md", "/etc/hostname", "2023/none.md"])
def test_link_is_not_removed_and_neither_is_what_it_leads_to(target: str, root: Path) -> None:
    (root / "notes/link.md").symlink_to(target)

    with pytest.raises(WriteError, match=r"notes/link\.md: "):
        write_all(root, [change("notes/link.md", "c", None)])

    assert (root / "notes/link.md").is_symlink()
    assert OLD.items() <= files(root).items()


class StopsAt:
    """Stands for a function and stops, before or after its n-th call."""

    def __init__(self, real: Callable[..., object], call: int, error: BaseException) -> None:
        self.real = real
        self.left = call
        self.error = error
        self.is_after = False

    def __call__(self, *arguments: object, **named: object) -> object:
        self.left -= 1
        if self.left == 0 and not self.is_after:
            raise self.error
        result = self.real(*arguments, **named)
        if self.left == 0:
            raise self.error
        return result

    def method(self) -> Callable[..., object]:
        """The same for a method."""

        def call(this: object, *arguments: object) -> object:
            return self(this, *arguments)

        return call


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", range(1, 8))
@pytest.mark.parametrize("function", ["open", "fsync", "link", "rename"])
def test_ctrl_c_anywhere_moves_all_or_nothing(
    function: str, call: int, is_after: bool, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if function == "rename":
        owner: object = Path
        stops = StopsAt(Path.rename, call, KeyboardInterrupt())
        replacement = stops.method()
    else:
        owner = os
        replacement = stops = StopsAt(getattr(os, function), call, KeyboardInterrupt())
    stops.is_after = is_after
    monkeypatch.setattr(owner, function, replacement)

    try:
        write_all(root, MOVE)
    except KeyboardInterrupt:
        assert files(root) == OLD
        assert not (root / "notes/2024").exists()
    else:
        assert stops.left > 0
        assert files(root) == MOVED


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_removal_that_the_system_refuses_brings_all_back(
    code: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(WriteError, match=r"notes/2023/a\.md: "):
        write_all(root, MOVE)

    assert files(root) == OLD


def test_new_file_of_somebody_else_is_not_written_over_when_a_removal_is_undone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_process(old: Path, new: Path) -> Path:
        moved = real(old, new)
        if old.name == "c.md":
            (root / "notes/2023/a.md").write_text("theirs", "utf-8")
            raise OSError(errno.EIO, "bad disk")
        return moved

    real = Path.rename
    monkeypatch.setattr(Path, "rename", other_process)

    with pytest.raises(WriteError) as caught:
        write_all(
            root, [change("notes/2023/a.md", "旧\r\n", None), change("notes/2023/c.md", "c", None)]
        )

    (kept,) = [path for path in (root / "notes/2023").iterdir() if path.name.startswith(".")]
    assert f"  notes/2023/a.md: now in {kept}" in str(caught.value)
    assert kept.read_bytes().decode() == "旧\r\n"
    assert (root / "notes/2023/a.md").read_text("utf-8") == "theirs"
    assert (root / "notes/2023/c.md").read_text("utf-8") == "c"


@pytest.fixture
def no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk to which names that differ in nothing but case are one, as on macOS."""

    def link(old: Path, new: Path) -> None:
        if any(fold_name(name) == fold_name(new.name) for name in os.listdir(new.parent)):  # noqa: PTH208
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        real(old, new)

    real = os.link
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", link)


@pytest.mark.usefixtures("no_case")
@pytest.mark.parametrize("step", [1, -1], ids=["removal-first", "new-file-first"])
def test_name_changes_in_nothing_but_case(step: int, root: Path) -> None:
    write_all(
        root,
        [change("notes/2023/a.md", "旧\r\n", None), change("notes/2023/A.md", None, "新")][::step],
    )

    assert sorted(files(root)) == ["README.md", "notes/2023/A.md", "notes/2023/c.md"]


@pytest.mark.usefixtures("no_case")
def test_name_that_would_change_in_nothing_but_case_comes_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", StopsAt(Path.replace, 1, OSError("no")).method())

    with pytest.raises(SnnnotesError):
        write_all(
            root,
            [
                change("notes/2023/a.md", "旧\r\n", None),
                change("notes/2023/A.md", None, "新"),
                change("README.md", OLD["README.md"], "new"),
            ],
        )

    assert files(root) == OLD


def test_name_of_another_file_is_refused_whatever_is_removed(root: Path) -> None:
    with pytest.raises(WouldOverwriteError, match=r"notes/2023/c\.md: exists already"):
        write_all(
            root, [change("notes/2023/a.md", "旧\r\n", None), change("notes/2023/C.md", None, "x")]
        )

    assert files(root) == OLD


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(change("notes/2023/c.md", "c", None), id="removed-twice"),
        pytest.param(change("notes/2023/c.md", None, "x"), id="removed-and-new"),
    ],
)
def test_two_changes_of_one_file_are_refused(second: FileChange, root: Path) -> None:
    with pytest.raises(WouldOverwriteError, match=r"notes/2023/c\.md"):
        write_all(root, [change("notes/2023/c.md", "c", None), second])

    assert files(root) == OLD


def test_what_is_removed_goes_last_unless_its_name_is_needed() -> None:
    def write(path: str, old: bytes | None, new: bytes | None) -> FileWrite:
        return FileWrite(PurePosixPath(path), Path(path), old=old, new=new)

    writes = [
        write("a.md", b"a", None),
        write("b.md", b"b", b"c"),
        write("x.md", b"x", None),
        write("X.md", None, b"x"),
    ]

    assert [str(one.path) for one in in_safe_order(writes)] == ["x.md", "b.md", "X.md", "a.md"]


@pytest.mark.parametrize(
    ("path", "left"),
    [
        pytest.param("notes/2021/a.md", ["notes"], id="year-folder"),
        pytest.param("notes/x/y/a.md", ["notes"], id="folder-in-a-folder"),
        pytest.param("notes/a.md", ["notes"], id="note-folder-itself"),
        pytest.param("docs/a.md", ["docs", "notes"], id="folder-of-no-notes"),
        pytest.param("a.md", ["notes"], id="root"),
    ],
)
def test_emptied_folders_of_notes_are_removed(path: str, left: list[str], tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("a", "utf-8")
    writes = planned_writes(tmp_path, [change(path, "a", None)])
    (tmp_path / path).unlink()

    remove_emptied_folders(tmp_path, writes, ["notes"])

    assert sorted(one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*")) == left


def test_folder_with_anything_left_in_it_stays(root: Path) -> None:
    writes = planned_writes(root, [change("notes/2023/a.md", "旧\r\n", None)])
    (root / "notes/2023/a.md").unlink()

    remove_emptied_folders(root, writes, ["notes"])

    assert (root / "notes/2023/c.md").exists()
