"""When a notebook came as a clone: until then, times of files are not of anybody's work."""

from __future__ import annotations

import os
from pathlib import Path


def cloned_at(root: Path) -> float | None:
    """When the repository around `root` was cloned, in seconds since 1970.

    None if it was not, or if Git has forgotten it: it keeps its log for 90 days, see
    https://git-scm.com/docs/git-reflog

    Args:
        root: Of the notebook.
    """
    real = Path(os.path.realpath(root))
    for folder in (real, *real.parents):
        if (folder / ".git").is_dir():
            return _time_of_clone(folder / ".git" / "logs" / "HEAD")
    return None


def _time_of_clone(log: Path) -> float | None:
    try:
        with log.open("rb") as file:
            line = file.readline()
    except OSError:
        return None
    # Two commits, name and address, seconds, zone; a tab, and what was done.
    head, _, deed = line.partition(b"\t")
    words = head.split()
    if deed.startswith(b"clone:") and len(words) > 1 and words[-2].isdigit():
        return float(words[-2])
    return None
