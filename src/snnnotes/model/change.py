"""Changes to files, before they are made."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import PurePosixPath

UTF_8 = "utf-8"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change that somebody decided on and nobody has made yet.

    Texts hold the file's own line ends and, where it has one, its byte order mark.
    """

    #: Relative to the notebook, with forward slashes on every system.
    path: PurePosixPath
    #: None for a file that does not exist yet.
    before: str | None
    after: str
    #: How the file is encoded before the change; after it, all are UTF-8.
    encoding: str = UTF_8

    def diff(self) -> str:
        """The change as a unified diff; empty if there is none."""
        old, new = ("/dev/null" if self.before is None else f"a/{self.path}"), f"b/{self.path}"
        lines = difflib.unified_diff(_lines(self.before or ""), _lines(self.after), old, new)
        # Without the extra line, a last line that lacks its line end would run into the next.
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )


def _lines(text: str) -> list[str]:
    """Lines as Git counts them: only a line feed ends one (`splitlines` has ten more)."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
