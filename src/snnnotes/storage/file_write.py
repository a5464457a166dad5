"""Writing several files so that all of them change or none does."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from snnnotes.errors import (
    ChangedOnDiskError,
    WouldOverwriteError,
    WriteError,
)

#: Hidden, so that nothing takes it for a note.
TEMPORARY_SUFFIX = ".snnnotes-tmp"
OLD_SUFFIX = f"-old{TEMPORARY_SUFFIX}"
_LEFT_OVER_SECONDS = 3600.0

#: Windows: virus scanners and sync programs hold a file open for a moment after each change.
_TRIES = 20 if sys.platform == "win32" else 1
_PAUSE_SECONDS = 0.05

_NEW_FILE = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)

#: What systems answer that have no hard links (FAT, some network drives, Android).
_NO_LINKS = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}
)
#: What the system refuses, in our words, and the way out.
_REFUSALS = {
    errno.ENOSPC: ("the disk is full", "free some space, then run the command again"),
    errno.EDQUOT: ("your share of the disk is used up", "free some space, then run it again"),
    errno.EROFS: ("the disk is read-only", "mount it for writing, or copy the notebook elsewhere"),
    errno.EACCES: ("you may not write there", "ask its owner, or change its permissions"),
    errno.EPERM: ("you may not write there", "ask its owner, or change its permissions"),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "use a shorter title"),
    errno.ENOTDIR: ("a file stands where a folder should be", "rename or remove that file"),
    errno.ENOENT: ("its folder was removed meanwhile", "run the command again"),
}
#: What Windows says of a file that another program has open (`ERROR_ACCESS_DENIED`,
#: `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`).
_HELD_OPEN = frozenset({5, 32, 33})


def would_overwrite(path: PurePosixPath) -> WouldOverwriteError:
    """The refusal to write over `path`."""
    return WouldOverwriteError(
        f"{path}: exists already", hint="use another title, or edit the file that is there"
    )


class FileWrite:
    """One file on its way to the disk: `prepare`, `commit`, `finish`; or `undo` when one fails."""

    def __init__(
        self, path: PurePosixPath, target: Path, *, old: bytes | None, new: bytes | None
    ) -> None:
        """Plan a write.

        Args:
            path: What messages call the file.
            target: Where it is; absolute, links resolved.
            old: What it holds; None if it must not exist.
            new: What it shall hold; None if it is to be removed.
        """
        self.path = path
        self.target = target
        self.old = old
        self.new = new
        #: The permissions of a new file; None for what the system gives.
        self.mode: int | None = None
        #: The permissions that the old file had, once `prepare` has seen it.
        self.old_mode: int | None = None
        #: SHA-256 of the new text where `new` does not hold it.
        self.new_digest = b""
        #: Folders that were not there, the outermost first.
        self.made_folders: list[Path] = []
        unique = os.urandom(6).hex()
        self._temporary = target.with_name(f".{unique}{TEMPORARY_SUFFIX}")
        #: The old file under a second name, until all changes are made.
        self._old = target.with_name(f".{unique}{OLD_SUFFIX}")
        self._has_old = False
        self._created = False

    @property
    def is_new(self) -> bool:
        """Must there be no such file yet?"""
        return self.old is None

    @property
    def is_removal(self) -> bool:
        """Shall there be no such file any more?"""
        return self.new is None

    def prepare(self) -> None:
        """Put the new text beside the target, after a look whether it may go there."""
        try:
            self._prepare()
        except OSError as error:
            raise _refused(error, self.path) from error

    def _prepare(self) -> None:
        if not self.is_new:
            self._refuse_changed()
            if not os.access(self.target, os.W_OK):
                # A rename would work, but whoever set it read-only did not want that.
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self.old_mode = stat.S_IMODE(self.target.stat().st_mode)
        if self.is_removal:
            return
        self._make_folders()
        self._write_temporary()
        if not self.is_new:
            _copy_permissions(self.target, self._temporary)
        elif self.mode is not None:
            self._temporary.chmod(self.mode)

    def _write_temporary(self) -> None:
        _write_new(self._temporary, self.new or b"")

    def _refuse_changed(self) -> None:
        try:
            data = self.target.read_bytes()
        except FileNotFoundError as error:
            raise ChangedOnDiskError(
                f"{self.path}: removed meanwhile", hint="run the command again"
            ) from error
        # Of several processes that build the same README, the later ones find their own text.
        if not self._was_planned_on(data) and data != self.new:
            raise ChangedOnDiskError(
                f"{self.path}: changed meanwhile", hint="run the command again"
            )

    def _was_planned_on(self, data: bytes) -> bool:
        return data == self.old

    def _make_folders(self) -> None:
        missing = []
        folder = self.target.parent
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for folder in reversed(missing):
            try:
                folder.mkdir()
            except FileExistsError:  # another process was faster; a file is found out below
                continue
            self.made_folders.append(folder)

    def commit(self, *, keep_old: bool) -> None:
        """Put the new text in place of the target in one step.

        Args:
            keep_old: So that `undo` can bring it back.
        """
        try:
            self._commit(keep_old=keep_old)
        except OSError as error:
            raise _refused(error, self.path) from error

    def _commit(self, *, keep_old: bool) -> None:
        if self.is_removal:
            self._take_away()
        elif self.is_new:
            self._create()
        else:
            self._refuse_changed()  # again: with many files, the first look was a while ago
            if keep_old:
                self._keep_old()
            _patiently(self._temporary.replace, self.target)
        _flush_folder(self.target.parent)

    def _create(self) -> None:
        """Give the new file its name if no file has it; a plain rename would overwrite."""
        try:
            if sys.platform == "win32":
                _patiently(self._temporary.rename, self.target)
            else:
                os.link(self._temporary, self.target)
        except FileExistsError as error:
            raise would_overwrite(self.path) from error
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
        else:
            self._created = True
            return
        # Without hard links the name is taken first; for a moment the file is there and empty.
        try:
            os.close(os.open(self.target, _NEW_FILE))
        except FileExistsError as error:
            raise would_overwrite(self.path) from error
        self._created = True
        _patiently(self._temporary.replace, self.target)

    def _take_away(self) -> None:
        self._refuse_changed()
        self._has_old = True  # first: a Ctrl-C right after the rename must find it said
        _patiently(self.target.rename, self._old)

    def _bring_back(self) -> None:
        """Undo `_take_away`, if it came as far as that."""
        self._has_old = self._has_old and self._old.exists()
        if self._has_old:
            if os.path.lexists(self.target):  # somebody's new file, which is not ours to lose
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            _patiently(self._old.rename, self.target)
            self._has_old = False

    def _keep_old(self) -> None:
        try:
            os.link(self.target, self._old)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _write_new(self._old, self.target.read_bytes())
            _copy_permissions(self.target, self._old)
        self._has_old = True

    def undo(self) -> None:
        """Bring back what was there before `prepare`.

        Raises:
            OSError: The old file cannot be given its name back; it stays at `kept_old`.
        """
        try:
            # The second question is for a Ctrl-C between the two lines that link and note it.
            if self._created or _same_file(self._temporary, self.target):
                self.target.unlink(missing_ok=True)
            if self.is_removal:
                self._bring_back()
            elif self._has_old:
                _patiently(self._old.replace, self.target)
                self._has_old = False
        finally:
            self._clean()
        for folder in reversed(self.made_folders):
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()

    def finish(self) -> None:
        """Remove what was only needed on the way; after this there is no `undo`."""
        self._has_old = False
        self._clean()

    def _clean(self) -> None:
        with suppress(OSError):
            self._temporary.unlink()
        if not self._has_old:
            with suppress(OSError):
                self._old.unlink()

    @property
    def kept_old(self) -> Path | None:
        """Where the old file is if `undo` could not give it its name back."""
        return self._old if self._has_old else None


def make_all(
    writes: Sequence[FileWrite],
    *,
    ready: Callable[[Sequence[FileWrite]], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make all changes in their order; if one fails, bring back what was there before the first.

    Args:
        writes: In an order that suits the disk, see `in_safe_order`.
        ready: Called when all new texts are on the disk, and no file is changed yet.
        progress: Is told how many files are done, of how many; both steps count half.

    Raises:
        ChangedOnDiskError: A file differs from what the change was planned on.
        WouldOverwriteError: A new file's name is taken meanwhile.
        WriteError: The system refuses.
    """
    for folder in {write.target.parent for write in writes}:
        remove_leftovers(folder, now=time.time())
    try:
        for done, write in enumerate(writes, 1):
            write.prepare()
            if progress is not None:
                progress(done // 2, len(writes))
        if ready is not None:
            ready(writes)
        for done, write in enumerate(writes, 1):
            write.commit(keep_old=len(writes) > 1)
            if progress is not None:
                progress((len(writes) + done) // 2, len(writes))
    except BaseException:  # also Ctrl-C
        _undo(writes)
        raise
    for write in writes:
        write.finish()


def _undo(writes: Sequence[FileWrite]) -> None:
    lost = []
    for write in reversed(writes):
        try:
            write.undo()
        except OSError:
            lost.append(write)
    if lost:
        shown = "\n".join(
            f"  {write.path}" + (f": now in {write.kept_old}" if write.kept_old else "")
            for write in lost
        )
        raise WriteError(
            f"some files were changed, and the system does not let us change them back:\n{shown}",
            hint="rename each back to its name, and remove those that are new",
        )


def _refused(error: OSError, path: PurePosixPath) -> WriteError:
    """What the system said about one file, for people."""
    if getattr(error, "winerror", None) in _HELD_OPEN:
        problem = "another program has it open, or you may not write there"
        hint = "close it in that program, then run the command again"
    else:
        problem, hint = _REFUSALS.get(
            error.errno or 0, (error.strerror or "the system refuses", "mend that, then try again")
        )
    return WriteError(f"{path}: {problem}", hint=f"{hint}; nothing was changed")


def remove_leftovers(folder: Path, *, now: float) -> None:
    """Remove temporary files of programs that were killed.

    Args:
        folder: Where to look.
        now: The present, in seconds since 1970; files of the last hour may be in use.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            # Old texts under their second names stay: nobody knows whether they are needed.
            if (
                entry.name.endswith(TEMPORARY_SUFFIX)
                and not entry.name.endswith(OLD_SUFFIX)
                and now - entry.stat(follow_symlinks=False).st_mtime > _LEFT_OVER_SECONDS
            ):
                Path(entry.path).unlink()


def _write_new(path: Path, data: bytes) -> None:
    """Make a file and have it on the disk, not only in memory, before going on."""
    handle = os.open(path, _NEW_FILE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_permissions(source: Path, target: Path) -> None:
    state, own = source.stat(), target.stat()
    if sys.platform != "win32" and (state.st_uid, state.st_gid) != (own.st_uid, own.st_gid):
        with suppress(OSError):  # only an administrator may give files away
            os.chown(target, state.st_uid, state.st_gid)
    target.chmod(stat.S_IMODE(state.st_mode))


def _patiently(rename: Callable[[Path], object], target: Path) -> None:
    """Rename; on Windows, wait up to a second for a program that holds the file open."""
    for _ in range(_TRIES - 1):
        try:
            rename(target)
        except PermissionError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    rename(target)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk too. Not all systems can, and the text is safe without."""
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
