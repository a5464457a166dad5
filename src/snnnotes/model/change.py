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
    #: None for a file that is to be removed.
    after: str | None
    #: How the file is encoded before the change; after it, all are UTF-8.
    encoding: str = UTF_8

    @property
    def text(self) -> str:
        """What the file holds after the change; nothing if it is removed."""
        return self.after or ""

    def diff(self) -> str:
        """The change as a unified diff; empty if no line changes.

        A file without a line that comes or goes has none either: Git tells of it in a head that
        only its own diffs have.
        """
        old = "/dev/null" if self.before is None else f"a/{self.path}"
        new = "/dev/null" if self.after is None else f"b/{self.path}"
        return _unified(self.before or "", self.text, old, new)


def moved_diff(gone: FileChange, come: FileChange) -> str:
    """A file that moves as Git shows it, so that ``git apply`` can make the move.

    Args:
        gone: The file by its old name.
        come: The same by its new name, its text perhaps changed.

    Source: https://git-scm.com/docs/diff-format#generate_patch_text_with_p

    >>> gone = FileChange(PurePosixPath("a.md"), "x", None)
    >>> print(moved_diff(gone, FileChange(PurePosixPath("b.md"), None, "x")), end="")
    diff --git a/a.md b/b.md
    similarity index 100%
    rename from a.md
    rename to b.md
    """
    old, new = gone.path, come.path
    is_same = gone.before == come.after
    head = [f"diff --git a/{old} b/{new}", *(["similarity index 100%"] if is_same else [])]
    head += [f"rename from {old}", f"rename to {new}"]
    # Behind a name with blanks, Git looks for a tab before it takes the name to end there.
    body = _unified(gone.before or "", come.text, f"a/{old}\t", f"b/{new}\t")
    return "".join(f"{line}\n" for line in head) + body


def _unified(before: str, after: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(_lines(before), _lines(after), old, new)
    # Without the extra line, a last line that lacks its line end would run into the next.
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Lines as Git counts them: only a line feed ends one (`splitlines` has ten more)."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
