"""What a file that is not UTF-8 text is instead, for a message that helps to mend it."""

from __future__ import annotations

from pathlib import PurePath

from snnnotes.errors import UnreadableFileError

#: In characters: enough to judge by, and a large file does not make its error message slow.
_SAMPLE = 20_000

#: Encodings of Chinese, each with its first bytes for the characters in daily use. Nearly any
#: bytes decode as GB18030; only in text that was written in it are most characters common ones.
_CHINESE = (("GB18030", range(0xB0, 0xD8)), ("BIG5", range(0xA4, 0xC7)))
_MOSTLY = 0.7


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
    """The text of a file in an encoding that the user named.

    Raises:
        UnreadableFileError: It is not in that encoding.
    """
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
    replaced = data.decode(errors="replace")[:_SAMPLE]
    bad = replaced.count("\ufffd")
    if sum(not character.isascii() for character in replaced) > 5 * bad:
        return ""  # UTF-8 with a few damaged bytes
    for name, leads in _CHINESE:
        if _share_of_common(data, name, leads) >= _MOSTLY:
            return name
    latin = data[:_SAMPLE].decode("latin-1")
    few_others = sum(map(str.isascii, latin)) >= _MOSTLY * len(latin)
    return "WINDOWS-1252" if few_others else ""


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
    if all(sign.isalnum() or sign in "-_./:\\" for sign in name):
        return name
    return "'" + name.replace("'", r"'\''") + "'"
