"""Where the index of a notebook lies; apart from it, so that to look for it loads no database."""

from __future__ import annotations

import os
import re
import sys
from binascii import crc32
from collections.abc import Mapping
from pathlib import Path


def default_cache_folder(environment: Mapping[str, str]) -> Path:
    """Where indexes are kept: $SNNNOTES_CACHE_DIR, else the user's cache folder of the system."""
    if named := environment.get("SNNNOTES_CACHE_DIR"):
        return Path(named)
    if sys.platform == "linux" and (home := environment.get("HOME")):
        # What platformdirs answers, which takes 8 ms to load.
        named = environment.get("XDG_CACHE_HOME", "").strip()
        return Path(named or f"{home}/.cache", "snnnotes")
    from platformdirs import user_cache_path  # noqa: PLC0415 (not needed on Linux, see above)

    return user_cache_path("snnnotes", appauthor=False)


def index_path(folder: Path, root: Path) -> Path:
    """The index file of the notebook at `root`; another root has another name."""
    place = os.path.normcase(os.path.realpath(root))
    name = re.sub(r"[^A-Za-z0-9]+", "-", Path(place).name).strip("-")[:40] or "notes"
    # Two roots with one number would take turns at rebuilding: the root is in `meta`, too.
    return folder / f"{name}-{crc32(os.fsencode(place)):08x}.sqlite3"
