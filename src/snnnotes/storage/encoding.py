"""What a file that is not UTF-8 text is instead, for a message that helps to mend it."""

from __future__ import annotations

import codecs
import sys
from pathlib import PurePath

from snnnotes.errors import UnreadableFileError

#: In characters: enough to judge by, and a large file does not make its error message slow.
_SAMPLE = 20_000

#: Encodings of Chinese, each with its first bytes for the characters in daily use. Nearly any
#: bytes decode as GB18030; only in text that was written in it are most characters common ones.
_CHINESE = (("GB18030", range(0xB0, 0xD8)), ("BIG5", range(0xA4, 0xC7)))
_MOSTLY = 0.7

#: Python's names for what the user may call them.
_FAMILIES = {
    "GB18030": ("gb18030", "gbk", "gb2312"),
    "BIG5": ("big5", "big5hkscs", "cp950"),
}


def decoded(data: bytes, shown: PurePath) -> str:
    """The text of a file, with its line ends and byte order mark.

    Args:
        data: The whole file.
        shown: What messages call it.

    Raises:
        UnreadableFileError: It is not UTF-8, or not text at all.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start, shown) from error
    if "\0" in text:
        raise _not_utf8(data, data.index(0), shown)
    return text


def decoded_by(encoding: str, data: bytes, shown: PurePath) -> str:
    """The text of a file in an encoding that the user named for all that are not UTF-8.

    Args:
        encoding: By the name that Python has for it.
        data: The whole file.
        shown: What messages call it.

    Raises:
        UnreadableFileError: It is not in that encoding, or nearly certainly in another.
    """
    likely = likely_encoding(data)
    if likely and _would_garble(data, encoding, likely):
        raise UnreadableFileError(
            shown,
            f"not UTF-8 text, and it looks like {likely}, not like {encoding}",
            hint=f"leave it for another run of the command, with  --encoding {likely.lower()}",
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(
            shown,
            f"neither UTF-8 nor {encoding}",
            line=line,
            hint="name another one with --encoding, or mend that line in an editor",
        ) from error
    if "\0" in text:
        raise UnreadableFileError(
            shown, f"not text in {encoding}: it holds zero bytes", hint="move it out of the notes"
        )
    return text


def likely_encoding(data: bytes) -> str:
    """The encoding of bytes that are not UTF-8, as iconv calls it; empty if it cannot be told.

    >>> likely_encoding("膜电位随时间变化".encode("gbk"))
    'GB18030'
    >>> likely_encoding("title".encode("utf-16"))
    'UTF-16'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if 0 in data:
        # In UTF-16, line ends, blanks and Latin letters have their zeros all on one side.
        before, after = 0 in data[0::2], 0 in data[1::2]
        name = "UTF-16LE" if after else "UTF-16BE"
        return name if before != after and _reads_well(data, name) else ""
    if is_damaged_utf8(data):
        return ""
    for name, leads in _CHINESE:
        if _share_of_common(data, name, leads) >= _MOSTLY:
            return name
    latin = data[:_SAMPLE].decode("latin-1")
    few_others = sum(map(str.isascii, latin)) >= _MOSTLY * len(latin)
    return "WINDOWS-1252" if few_others else ""


def is_damaged_utf8(data: bytes) -> bool:
    """Are these bytes, which are not UTF-8, so but for a few of them?

    Most such texts can be read as GB18030 too, as garbage.

    >>> is_damaged_utf8("膜电位随时间".encode()[:-1]), is_damaged_utf8("膜电位".encode("gbk"))
    (True, False)
    """
    if 0 in data:
        return False
    replaced = data.decode(errors="replace")[:_SAMPLE]
    bad = replaced.count("\ufffd")
    return sum(not character.isascii() for character in replaced) > 5 * bad


def _would_garble(data: bytes, encoding: str, likely: str) -> bool:
    """Would a text come out as other characters than were written, without any error?

    Args:
        data: The whole file, which is not UTF-8.
        encoding: The one that the user named.
        likely: The one that it looks like.
    """
    if likely.startswith("UTF-16"):
        is_big = likely == "UTF-16BE" or data.startswith(codecs.BOM_UTF16_BE)
        # Without a mark, Python takes the order of this machine for granted.
        is_told = likely == "UTF-16" or is_big == (sys.byteorder == "big")
        fitting = {"utf-16-be" if is_big else "utf-16-le", "utf-16" if is_told else "", "utf-32"}
        return encoding not in fitting
    if encoding.startswith("utf-16"):
        return True
    for name, leads in _CHINESE:
        if encoding in _FAMILIES[name]:
            return likely != name and not _is_plausible(data, encoding, leads)
    return False  # of encodings with one byte a character, and of other languages, we know less


def _is_plausible(data: bytes, encoding: str, leads: range) -> bool:
    """Are most characters that are not ASCII in daily use, or signs such as quotes and τ?"""
    others = [
        character
        for character in data.decode(encoding, "replace")[:_SAMPLE]
        if not character.isascii()
    ]
    common = sum(
        character.encode(encoding, "replace")[0] in leads
        if "\u4e00" <= character <= "\u9fff"
        else character < "\u3040" or "\uff00" <= character <= "\uffef"
        for character in others
    )
    return common >= _MOSTLY * len(others)


def _reads_well(data: bytes, encoding: str) -> bool:
    """Are these mostly letters, Chinese and its punctuation, as they are in a note?"""
    try:
        text = data.decode(encoding)[:_SAMPLE]
    except UnicodeDecodeError:
        return False
    usual = sum(
        character in "\t\r\n" or " " <= character <= "~" or "\u3000" <= character <= "\u9fff"
        for character in text
    )
    return usual >= _MOSTLY * len(text)


def _share_of_common(data: bytes, encoding: str, leads: range) -> float:
    """How many of the characters that are not ASCII are in daily use, from 0 to 1."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    others = [character for character in text[:_SAMPLE] if not character.isascii()]
    han = [character for character in others if "\u4e00" <= character <= "\u9fff"]
    return sum(character.encode(encoding)[0] in leads for character in han) / len(others)


def _not_utf8(data: bytes, place: int, shown: PurePath) -> UnreadableFileError:
    name = shown.as_posix()
    line = data.count(b"\n", 0, place) + 1
    encoding = likely_encoding(data)
    if encoding:
        file, mended = shell_quoted(name), shell_quoted(f"{name}.utf8")
        return UnreadableFileError(
            shown,
            f"not UTF-8 text; it looks like {encoding}",
            line=line,
            hint="convert it, in the notebook's folder:"
            f"  iconv -f {encoding} -t UTF-8 {file} > {mended} && mv {mended} {file}",
        )
    if 0 in data:
        return UnreadableFileError(
            shown,
            "not a text file: it holds zero bytes",
            line=line,
            hint="restore it from Git if it was a note; if it is none, move it out of the notes",
        )
    return UnreadableFileError(
        shown,
        f"not UTF-8 text: byte 0x{data[place]:02x} is no part of a character",
        line=line,
        hint="mend that line in an editor and save the file as UTF-8",
    )


def shell_quoted(name: str) -> str:
    r"""A file name as a POSIX shell takes it.

    >>> print(shell_quoted("notes/膜电位.md"), shell_quoted("it's.md"))
    notes/膜电位.md 'it'\''s.md'
    """
    if name and all(sign.isalnum() or sign in "-_./:\\=+,@" for sign in name):
        return name
    return "'" + name.replace("'", r"'\''") + "'"
