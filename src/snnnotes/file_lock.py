"""The one step of locking that systems do differently; who waits for how long is the caller's."""

from __future__ import annotations

import errno
import os
import sys

if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> bool:
        """Lock an open file for this process; closing it gives the lock back.

        Args:
            handle: Descriptor of the file.

        Returns:
            Whether it is ours now; False where another process holds it.

        Raises:
            OSError: The system failed in another way.
        """
        os.lseek(handle, 0, os.SEEK_SET)  # it is a place in the file that Windows locks
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    #: What systems answer that cannot lock: NFS, some FUSE disks.
    _CANNOT_LOCK = frozenset(
        {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
    )

    def take(handle: int) -> bool:
        """Lock an open file or folder for this process; closing it gives the lock back.

        Args:
            handle: Descriptor of the file or folder.

        Returns:
            Whether it is ours now, or cannot be locked at all; False where another process
            holds it.

        Raises:
            OSError: The system failed in another way.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _CANNOT_LOCK:
                raise
        return True
