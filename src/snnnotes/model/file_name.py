"""The name of a note's file: its title, made safe for Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata

from snnnotes.errors import UsageError

#: Bytes of UTF-8 before ``.md``. Linux allows 255 for the whole name, and encrypted home folders
#: (eCryptfs) some 140 characters; 200 leaves room for what syncing tools append.
MAX_BYTES = 200

_ENDING = ".md"
_COLON = re.compile(r"\s*:+")
_REFUSED = re.compile(r'[<>"/\\|?*]')
# Surrogates, controls and formats: invisible, refused, or turning the reading direction round.
_UNSEEN_CATEGORIES = ("Cc", "Cf", "Cs")
# Hidden files on Linux and macOS (.), what we do not list ourselves (_), and the lock files of
# Office (~$), which synced folders skip. A comma is left where a title began with a colon.
_NOT_AT_START = " .,_~"
_NOT_AT_END = " .,"
# Windows opens a device for these, whatever the ending: nul.md is /dev/null. Superscripts count:
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
# Between two of these no blank can be waited for: a Chinese title is cut at any character.
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
# What a cut must not part from the character before it, besides combining marks.
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def file_name(title: str, *, copy: int = 1) -> str:
    """The name of the file, with ``.md``, for a note on the paper `title`.

    Args:
        title: Anything; nothing in it can lead out of the folder.
        copy: From 2 on, ``(2)`` and so on is put behind the name, within the limit of bytes.

    Raises:
        UsageError: Nothing of the title can stand in a file name.

    >>> file_name("SparseProp: Efficient Event-Based Simulation")
    'SparseProp, Efficient Event-Based Simulation.md'
    >>> file_name("../../x")
    'x.md'
    """
    suffix = f" ({copy})" if copy > 1 else ""
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", title)
        if character.isspace() or unicodedata.category(character) not in _UNSEEN_CATEGORIES
    )
    name = " ".join(_COLON.sub(",", _REFUSED.sub("", seen)).split())
    # Twice: mending makes the name longer, and cutting may leave the bare name of a device.
    name = _without_device_name(name.lstrip(_NOT_AT_START))
    name = _without_device_name(_cut(name, MAX_BYTES - len(suffix)).rstrip(_NOT_AT_END))
    if not name:
        raise UsageError(
            f"no file can be named after the title {title!r}",
            hint="give a title that has letters or digits in it",
        )
    return name + suffix + _ENDING


def folded_name(name: str) -> str:
    """`name` as a disk sees it that knows no case (Windows, macOS): equal there, equal here."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _without_device_name(name: str) -> str:
    """`name`, with ``_`` behind its first part if that part names a device.

    >>> _without_device_name("nul.txt")
    'nul_.txt'
    """
    first, dot, rest = name.partition(".")
    return f"{first.rstrip()}_{dot}{rest}" if _DEVICE.fullmatch(first.rstrip()) else name


def _cut(name: str, limit: int) -> str:
    """The longest beginning of `name` of at most `limit` bytes that ends with a whole word.

    Chinese ends at any character. A word that alone takes half the room is cut as well.
    """
    encoded = name.encode()
    if len(encoded) <= limit:
        return name
    longest = len(encoded[:limit].decode(errors="ignore"))
    middle = longest // 2
    ends = [end for end in range(longest, middle, -1) if not _is_inside_character(name, end)]
    whole = (
        end
        for end in ends
        if name[end] == " " or _CJK.match(name[end - 1]) or _CJK.match(name[end])
    )
    return name[: next(whole, ends[0] if ends else longest)]


def _is_inside_character(name: str, end: int) -> bool:
    """Would a cut before `name[end]` part what the reader sees as one character?"""
    following = name[end]
    if unicodedata.category(following).startswith("M") or ord(following) in _SKIN_TONES:
        return True
    if ord(following) not in _FLAG_LETTERS:
        return False
    # Two letters make a flag, so a cut after an odd number of them parts one.
    letters = len(name[:end]) - len(name[:end].rstrip("".join(map(chr, _FLAG_LETTERS))))
    return letters % 2 == 1
