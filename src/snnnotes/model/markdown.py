"""Text and paths as GitHub-flavoured Markdown needs them written."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

#: Line ends and other control characters: none of them can be shown.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

#: Direction controls (an open one would turn round the rest of the row) and halves of surrogate
#: pairs (no UTF-8 file can hold them).
_UNPRINTABLE = re.compile(r"[\u202a-\u202e\u2066-\u2069]|(?P<half>[\ud800-\udfff])")

#: What begins a block at the start of a line: heading, quotation, list item, underline of a
#: heading, rule. A number is a list item because of the sign behind it, so that is escaped.
_BLOCK_START = re.compile(
    r"(?:\d{1,9}(?=[.)](?:\ |$)) | (?=\#{1,6}(?:\ |$) | > | [-+](?:\ |$) | (?:-[-\ ]*|=+)$))",
    re.VERBOSE,
)

#: Characters that mean something within a line, each only where it does.
_INLINE = re.compile(
    r"""
    [`*\[\]|~]
    | \\ (?=[!-/:-@\[-`{-~]|$)                      # before other signs it is just itself
    | (?<![^\W_])_ | _(?![^\W_])                    # between letters it is just itself
    | < (?=[A-Za-z/!?]|$)
    | & (?=(?:\#[0-9A-Za-z]+|[A-Za-z][0-9A-Za-z]*);)
    | (?<=\ )\# (?=\#*$)                            # a heading's closing signs are not shown
    # GitHub makes a link of a bare address and shows our backslashes in it.
    | (?:(?<=[Hh][Tt]{2}[Pp])|(?<=[Hh][Tt]{2}[Pp][Ss])|(?<=[Ff][Tt][Pp])):(?=//)
    | (?<=[Ww]{3})\.(?=\w)
    """,
    re.VERBOSE,
)

#: The first colon of what might be an emoji's name, such as ``:100:`` in "a ratio of 1:100:1".
#: Few of GitHub's names have no letter: https://api.github.com/emojis
_EMOJI = re.compile(r":(?=(?:[0-9_]*[a-z][a-z0-9_+-]*|100|1234|[+-]1):)")

#: What would end or change a link's target, is invisible, or may not stand in a path of a URL;
#: blanks, the usual case, apart.
#: A dollar sign is there because a second one on the line makes a formula of what is between.
_NOT_IN_URL = (
    r"\x00-\x1f\x7f-\xa0\xad\"$()<>\\^`{|}\u061c\u1680\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\ud800-\udfff\ufeff"
)
_URL_ONLY = re.compile(f"[{_NOT_IN_URL}]")
# A colon in a relative link would make its first part the name of a protocol.
_PATH_ONLY = re.compile(rf"[{_NOT_IN_URL}#%:?\[\]]|&(?=[#0-9A-Za-z]+;)")
_ENTITY = re.compile(r"&(?=[#0-9A-Za-z]+;)")


def one_line(text: str) -> str:
    r"""Text without line ends, control characters and what cannot be written or turns text round.

    >>> one_line(" A\n title\u202e ")
    'A title'
    """
    text = _UNPRINTABLE.sub(lambda found: "\ufffd" if found["half"] else "", text)
    return re.sub(" {2,}", " ", _CONTROLS.sub(" ", text)).strip()


def escape(text: str) -> str:
    r"""Text that GitHub shows as it is, in a heading, list item, table cell or link.

    Signs that mean nothing where they stand are left alone.

    >>> escape("SEENN: Towards Temporal Spiking Early-Exit Neural Networks (v2)")
    'SEENN: Towards Temporal Spiking Early-Exit Neural Networks (v2)'
    >>> escape("2048. *Fast* snake_case [x] <b>")
    '2048\\. \\*Fast\\* snake_case \\[x\\] \\<b>'
    """
    text = one_line(text)
    start = _BLOCK_START.match(text)
    escaped = _INLINE.sub(r"\\\g<0>", text)
    if start is not None:
        # Nothing up to the sign (digits, if anything) has grown a backslash, nor has the sign.
        escaped = f"{escaped[: start.end()]}\\{escaped[start.end() :]}"
    # Formulas and emoji are made after Markdown, where a backslash has no say. GitHub's own
    # advice for a dollar sign is a span, and it parts a colon from a name as well:
    # https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
    if escaped.count("$") > 1:
        escaped = escaped.replace("$", "<span>$</span>")
    return _EMOJI.sub("<span>:</span>", escaped)


def link_target(path: PurePosixPath | str) -> str:
    """A path as the target of a link: blanks as ``%20``, Chinese and commas as they are.

    >>> link_target("notes/2023/SparseProp, Efficient (v2) 100%.md")
    'notes/2023/SparseProp,%20Efficient%20%28v2%29%20100%25.md'
    """
    return _PATH_ONLY.sub(_percent, str(path)).replace(" ", "%20")


def link_url(url: str) -> str:
    """An address as the target of a link; its ``%``, ``?``, ``#`` and ``&`` keep their meaning.

    >>> link_url("https://openreview.net/forum?id=a b&x=(1)")
    'https://openreview.net/forum?id=a%20b&x=%281%29'
    """
    return _ENTITY.sub("&amp;", _URL_ONLY.sub(_percent, url.strip()).replace(" ", "%20"))


def _percent(found: re.Match[str]) -> str:
    """A character as percent signs and the hexadecimal digits of its UTF-8."""
    character = found[0]
    # File names that are not UTF-8 come from the system with each odd byte as a half surrogate.
    odd_byte = "\udc80" <= character <= "\udcff"
    octets = character.encode("utf-8", "surrogateescape" if odd_byte else "surrogatepass")
    return "".join(f"%{octet:02X}" for octet in octets)
