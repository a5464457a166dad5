import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import ChangedOnDiskError, SnnnotesError, WouldOverwriteError, WriteError
from snnnotes.model.change import FileChange
from snnnotes.storage import file_write
from snnnotes.storage.files import write_all

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
NOT_ROOT = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere"
)

OLD = {"README.md": "old\r\n", "notes/a.md": "旧", "notes/c.md": "other"}
#: Two changed files and one new one in a new folder, in every order that matters.
CHANGES = [
    FileChange(PurePosixPath("README.md"), "old\r\n", "new\r\n"),
    FileChange(PurePosixPath("notes/2023/b.md"), None, "b"),
    FileChange(PurePosixPath("notes/a.md"), "旧", "新"),
]
NEW = OLD | {change.path.as_posix(): change.after for change in CHANGES}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in OLD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def everything(root: Path) -> dict[str, str]:
    """Every file and folder under `root`, hidden ones too; folders without text."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode() if path.is_file() else ""
        for path in root.rglob("*")
    }


class FailsAt:
    """Stands for a function and fails in its n-th call, as often as it is then called."""

    def __init__(self, call: int, error: BaseException, real: Callable[..., object]) -> None:
        self.left = call
        self.error = error
        self.real = real

    def __call__(self, *args: object, **named: object) -> object:
        self.left -= 1
        if self.left == 0:
            raise self.error
        return self.real(*args, **named)


def no_space() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("function", ["open", "write", "fsync", "link"])
def test_full_disk_changes_nothing_and_leaves_nothing_behind(
    function: str, call: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    fails = FailsAt(call, no_space(), getattr(os, function))
    monkeypatch.setattr(f"snnnotes.storage.file_write.os.{function}", fails)

    with pytest.raises(WriteError) as caught:
        write_all(root, CHANGES)

    assert str(caught.value).endswith(": the disk is full")
    assert caught.value.hint == "free some space, then run the command again; nothing was changed"
    assert everything(root) == before


@pytest.mark.parametrize("call", [1, 2])
def test_rename_that_fails_brings_back_what_was_changed_before(
    call: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    monkeypatch.setattr(Path, "replace", FailsAtMethod(call, no_space(), Path.replace).method())

    with pytest.raises(WriteError, match="the disk is full"):
        write_all(root, CHANGES)

    assert everything(root) == before


class FailsAtMethod(FailsAt):
    """The same for a method."""

    def method(self) -> Callable[..., object]:
        def call(this: Path, *args: object) -> object:
            return self(this, *args)

        return call


@pytest.mark.parametrize("call", range(1, 12))
@pytest.mark.parametrize("function", ["open", "write", "fsync", "link", "close"])
def test_ctrl_c_anywhere_changes_all_or_nothing(
    function: str, call: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    fails = FailsAt(call, KeyboardInterrupt(), getattr(os, function))
    monkeypatch.setattr(f"snnnotes.storage.file_write.os.{function}", fails)

    try:
        write_all(root, CHANGES)
    except KeyboardInterrupt:
        assert everything(root) == before
    else:
        assert fails.left > 0
        assert everything(root) == before | NEW | {"notes/2023": ""}


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("function", ["link", "fsync"])
def test_ctrl_c_right_after_a_step_changes_nothing_either(
    function: str, call: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    real = getattr(os, function)
    calls = []

    def interrupted(*arguments: object) -> None:
        real(*arguments)
        calls.append(arguments)
        if len(calls) == call:
            raise KeyboardInterrupt

    monkeypatch.setattr(f"snnnotes.storage.file_write.os.{function}", interrupted)

    with pytest.raises(KeyboardInterrupt):
        write_all(root, CHANGES)

    assert everything(root) == before


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param(errno.ENOSPC, "the disk is full", id="full"),
        pytest.param(errno.EDQUOT, "your share of the disk is used up", id="quota"),
        pytest.param(errno.EACCES, "you may not write there", id="permission"),
        pytest.param(errno.EROFS, "the disk is read-only", id="read-only"),
        pytest.param(errno.ENAMETOOLONG, "the name is too long for this disk", id="long-name"),
        pytest.param(errno.EIO, os.strerror(errno.EIO), id="bad-disk"),
    ],
)
def test_refusal_of_the_system_is_one_sentence(
    code: int, message: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = FailsAt(1, OSError(code, os.strerror(code)), os.open)
    monkeypatch.setattr("snnnotes.storage.file_write.os.open", fails)

    with pytest.raises(WriteError) as caught:
        write_all(root, CHANGES[2:])

    assert str(caught.value) == f"notes/a.md: {message}"
    assert caught.value.hint.endswith("; nothing was changed")


@POSIX
@NOT_ROOT
def test_read_only_folder_is_refused_and_unchanged(root: Path) -> None:
    before = everything(root)
    (root / "notes").chmod(0o555)

    try:
        with pytest.raises(WriteError, match=r"notes/2023/b\.md: you may not write there"):
            write_all(root, CHANGES)
    finally:
        (root / "notes").chmod(0o755)

    assert everything(root) == before


def test_read_only_folder_is_refused_also_where_we_are_root(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    real = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if Path(path).parent == root / "notes" and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, mode)

    monkeypatch.setattr("snnnotes.storage.file_write.os.open", refuse)

    with pytest.raises(WriteError, match=r"notes/a\.md: you may not write there"):
        write_all(root, CHANGES)

    assert everything(root) == before


def test_file_that_the_user_set_read_only_is_not_replaced(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "notes/a.md").chmod(0o444)
    monkeypatch.setattr("snnnotes.storage.file_write.os.access", lambda *_: False)  # we may be root

    with pytest.raises(WriteError, match=r"notes/a\.md: you may not write there"):
        write_all(root, CHANGES[2:])

    assert (root / "notes/a.md").read_text(encoding="utf-8") == "旧"


def test_name_taken_at_the_last_moment_is_not_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_process_first(source: Path, target: Path) -> None:
        if target.name == "b.md":
            target.write_text("theirs")
        real(source, target)

    real = os.link
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", other_process_first)

    with pytest.raises(WouldOverwriteError, match=r"notes/2023/b\.md: exists already"):
        write_all(root, CHANGES)

    assert everything(root) == OLD | {"notes": "", "notes/2023": "", "notes/2023/b.md": "theirs"}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(CHANGES, id="while-another-file-is-prepared"),
        pytest.param(CHANGES[2:], id="while-its-own-text-is-flushed"),
    ],
)
def test_text_changed_at_the_last_moment_is_kept(
    changes: list[FileChange], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit_meanwhile(handle: int) -> None:
        (root / "notes/a.md").write_text("edited")
        real(handle)

    real = os.fsync
    monkeypatch.setattr("snnnotes.storage.file_write.os.fsync", edit_meanwhile)

    with pytest.raises(ChangedOnDiskError, match=r"notes/a\.md: changed meanwhile"):
        write_all(root, changes)

    assert everything(root) == OLD | {"notes": "", "notes/a.md": "edited"}


def test_disk_without_hard_links_is_written_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("snnnotes.storage.file_write.os.link", refuse)

    write_all(root, CHANGES)

    assert everything(root) == NEW | {"notes": "", "notes/2023": ""}
    with pytest.raises(WouldOverwriteError):
        write_all(root, [FileChange(PurePosixPath("notes/2023/b.md"), None, "again")])


def test_name_taken_at_the_last_moment_is_kept_without_hard_links_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_process_first(_: Path, target: Path) -> None:
        target.write_text("theirs")
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("snnnotes.storage.file_write.os.link", other_process_first)

    with pytest.raises(WouldOverwriteError, match=r"notes/2023/b\.md: exists already"):
        write_all(root, CHANGES[1:2])

    assert everything(root) == OLD | {"notes": "", "notes/2023": "", "notes/2023/b.md": "theirs"}


@pytest.mark.parametrize("call", [1, 2, 3])
def test_disk_without_hard_links_is_brought_back_too(
    call: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    before = everything(root)
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", refuse)
    monkeypatch.setattr(Path, "replace", FailsAtMethod(call, no_space(), Path.replace).method())

    with pytest.raises(WriteError, match="the disk is full"):
        write_all(root, CHANGES)

    assert everything(root) == before


def test_full_disk_while_the_old_text_is_copied_leaves_the_note_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    before = everything(root)
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", refuse)
    # Three writes of new texts, then the copy of the first old one.
    fails = FailsAt(4, no_space(), os.write)
    monkeypatch.setattr("snnnotes.storage.file_write.os.write", fails)

    with pytest.raises(WriteError, match="the disk is full"):
        write_all(root, CHANGES)

    assert everything(root) == before


def test_old_text_that_cannot_be_brought_back_is_named_and_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace
    calls = []

    def once(this: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) > 1:
            raise no_space()
        return real(this, target)

    monkeypatch.setattr(Path, "replace", once)

    with pytest.raises(WriteError) as caught:
        write_all(root, CHANGES)

    (kept,) = [path for path in root.iterdir() if path.name.endswith("-old.snnnotes-tmp")]
    assert kept.read_bytes() == b"old\r\n"
    assert f"  README.md: now in {kept}" in str(caught.value)
    assert (root / "notes/a.md").read_text(encoding="utf-8") == "旧"


def test_windows_waits_for_a_program_that_holds_the_file_open_for_a_moment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = FailsAtMethod(1, PermissionError(errno.EACCES, "held open"), Path.replace)
    monkeypatch.setattr(Path, "replace", fails.method())
    monkeypatch.setattr(file_write, "_TRIES", 3)
    monkeypatch.setattr(file_write, "_PAUSE_SECONDS", 0.001)

    write_all(root, CHANGES[2:])

    assert (root / "notes/a.md").read_text(encoding="utf-8") == "新"


@pytest.mark.parametrize("code", [5, 32, 33])
def test_windows_error_of_an_open_file_is_put_plainly(
    code: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        error = PermissionError(errno.EACCES, "Access is denied")
        error.winerror = code  # type: ignore[attr-defined,unused-ignore]
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(file_write, "_TRIES", 2)
    monkeypatch.setattr(file_write, "_PAUSE_SECONDS", 0.001)

    with pytest.raises(WriteError) as caught:
        write_all(root, CHANGES[2:])

    assert str(caught.value) == (
        "notes/a.md: another program has it open, or you may not write there"
    )
    assert everything(root) == OLD | {"notes": ""}


def test_short_writes_are_continued(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(
        "snnnotes.storage.file_write.os.write", lambda handle, rest: real(handle, rest[:3])
    )

    write_all(root, [FileChange(PurePosixPath("long.md"), None, "脉冲神经网络" * 50)])

    assert (root / "long.md").read_text(encoding="utf-8") == "脉冲神经网络" * 50


def test_leftovers_of_a_killed_program_are_removed_after_an_hour(root: Path) -> None:
    hour_ago = time.time() - 3700
    names = [".1.snnnotes-tmp", ".2.snnnotes-tmp", ".3-old.snnnotes-tmp", "mine.tmp"]
    for name in names:
        (root / "notes" / name).write_text("x")
        if not name.startswith(".2"):
            os.utime(root / "notes" / name, (hour_ago, hour_ago))

    write_all(root, CHANGES[2:])

    assert [name for name in names if (root / "notes" / name).exists()] == names[1:]


KILLED = """
import os, signal, sys
from pathlib import Path, PurePosixPath
from snnnotes.model.change import FileChange
from snnnotes.storage.files import write_all

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

root, where = Path(sys.argv[1]), sys.argv[2]
if where == "rename":
    Path.replace = die
else:
    setattr(os, where, die)
write_all(root, [FileChange(PurePosixPath(sys.argv[3]), sys.argv[4] or None, "new" * 100_000)])
"""


@POSIX
@pytest.mark.parametrize(
    ("where", "path", "before"),
    [
        pytest.param("write", "notes/a.md", "旧", id="before-the-text-is-written"),
        pytest.param("fsync", "notes/a.md", "旧", id="before-it-is-flushed"),
        pytest.param("rename", "notes/a.md", "旧", id="before-the-rename"),
        pytest.param("link", "notes/new.md", "", id="before-a-new-name"),
    ],
)
def test_program_killed_in_the_middle_leaves_the_note_whole(
    where: str, path: str, before: str, root: Path
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, root, where, path, before], check=False)

    assert killed.returncode == -signal.SIGKILL
    left = everything(root)
    leftovers = [name for name in left if name.endswith(".snnnotes-tmp")]
    assert len(leftovers) == 1
    assert {name: text for name, text in left.items() if name not in leftovers} == (
        OLD | {"notes": ""}
    )


READER = """
import pathlib, sys
note = pathlib.Path(sys.argv[1])
print("on", flush=True)
print({len(set(note.read_text())) for _ in range(10_000)})
"""


@POSIX
def test_reader_sees_the_old_text_or_the_new_one_and_nothing_between(root: Path) -> None:
    texts = ["a", "b" * 300_000]
    (root / "notes/a.md").write_text(texts[0])

    with subprocess.Popen(
        [sys.executable, "-c", READER, root / "notes/a.md"], stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "on\n"
        while reader.poll() is None:
            write_all(root, [FileChange(PurePosixPath("notes/a.md"), texts[0], texts[1])])
            texts.reverse()
        numbers_of_letters = reader.stdout.read()

    assert numbers_of_letters == "{1}\n"


def test_every_refusal_is_an_error_of_ours(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for function in ("open", "write", "fsync", "link"):
        with monkeypatch.context() as patch:
            patch.setattr(
                f"snnnotes.storage.file_write.os.{function}",
                FailsAt(1, OSError("no number"), getattr(os, function)),
            )
            with pytest.raises(SnnnotesError, match="the system refuses"):
                write_all(root, CHANGES[1:])
