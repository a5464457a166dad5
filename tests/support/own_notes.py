"""This repository's own notebook, as its tests read it."""

import re
from pathlib import Path, PurePosixPath

from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.note import Note

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("notes/*/*.md"))
#: The sections of a note, in their order.
SECTIONS = ("一句话", "问题", "方法", "结果", "代码", "我的疑问", "相关笔记")
_HAN = re.compile("[\u4e00-\u9fff]")
_LINK_TARGET = re.compile(r"\]\([^)]*\)")


def read(file: Path) -> Note:
    """The note in *file*."""
    return read_note(file.read_text("utf-8"), path=PurePosixPath(file.relative_to(ROOT).as_posix()))


NOTES = [read(file) for file in FILES]


def body_of(note: Note) -> str:
    """What stands below the frontmatter of *note*."""
    text = (ROOT / note.path).read_text("utf-8")
    return text[parse(text, path=note.path).body_start :]


def sections_of(note: Note) -> dict[str, str]:
    """The text below each ``###`` heading of *note*, in the order of the note."""
    _, *parts = re.split(r"^### (.+)$", body_of(note), flags=re.MULTILINE)
    return dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))


def han(text: str) -> int:
    """How many Chinese characters *text* has.

    >>> han("膜电位 u")
    3
    """
    return len(_HAN.findall(text))


def without_targets(text: str) -> str:
    """*text* with its links naming no file and no address any more.

    >>> without_targets("见 [SDT](../2023/SDT.md)。")
    '见 [SDT]。'
    """
    return _LINK_TARGET.sub("]", text)
