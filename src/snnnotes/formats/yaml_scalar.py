r"""Text as a YAML scalar that every reader takes for the same text.

YAML 1.1 (PyYAML, Ruby) and YAML 1.2 (GitHub's viewers, JavaScript, Obsidian) disagree on what is a
number, a boolean, a date or a line end. A text stands without quotes only where neither sees
anything in it: https://yaml.org/type/ and https://yaml.org/spec/1.2.2/#103-core-schema.
"""

from __future__ import annotations

import re

from snnnotes.errors import UsageError
from snnnotes.model.fields import BY_NAME, Kind
from snnnotes.model.note import Value

#: What a plain scalar cannot begin with, or what means a number, a null, a default or a merge
#: key to some reader: + - . ~ = <.
_BAD_START = frozenset("-+.~=<?:,[]{}#&*!|>'\"%@`")
#: Booleans and nulls of YAML 1.1, in any case.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
#: Integers (also octal, hexadecimal, base 60, with _ or ,), floats, dates and times.
_LIKE_A_NUMBER = re.compile(r"[0-9][0-9_,.:a-fox+\-tz ]*", re.IGNORECASE)
_BREAKS_PLAIN = re.compile(r": |:\Z| #")
_BREAKS_FLOW = re.compile(r"[,\[\]{}:?]")
#: Not allowed in YAML as they are, or taken for a line end by YAML 1.1 only (U+0085, U+2028,
#: U+2029), or for a byte order mark. Named one by one: "none but these" takes 5 ms to compile.
_NEVER_AS_IS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(rf'["\\]|{_NEVER_AS_IS.pattern}')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")

#: A colon at its end would make it a key.
_DATE_OR_NUMBER = re.compile(
    r"[0-9](?:[0-9A-Za-z:+.\-]*[0-9A-Za-z])?(?: [0-9](?:[0-9:+.\-]*[0-9])?)?"
)


def quoted(value: str, *, in_list: bool = False) -> str:
    r"""The text as a YAML scalar in one line, in double quotes where it needs them.

    Args:
        value: Any text.
        in_list: It will stand between ``[`` and ``]``, where a comma or a bracket needs quotes.

    Raises:
        UsageError: The text holds half a character (a lone surrogate), which no file can hold.

    >>> quoted("SEENN, Early Exit"), quoted("SEENN: Early Exit")
    ('SEENN, Early Exit', '"SEENN: Early Exit"')
    >>> quoted("2307.01690"), quoted("No"), quoted("膜电位"), quoted("SEENN, Early", in_list=True)
    ('"2307.01690"', '"No"', '膜电位', '"SEENN, Early"')
    """
    if _is_plain(value) and not (in_list and _BREAKS_FLOW.search(value)):
        return value
    return in_double_quotes(value)


def quoted_for(name: str, value: str) -> str:
    """The text as the value of a field: years, ratings and dates stand without quotes.

    >>> quoted_for("year", "2023"), quoted_for("title", "2048"), quoted_for("arxiv", "2307.01694")
    ('2023', '"2048"', '"2307.01694"')
    """
    known = BY_NAME.get(name)
    if (
        known is not None
        and known.kind in (Kind.YEAR, Kind.RATING, Kind.DATE)
        and _DATE_OR_NUMBER.fullmatch(value)
    ):
        return value
    return quoted(value)


def in_double_quotes(value: str) -> str:
    r"""The text in double quotes, with escapes.

    Raises:
        UsageError: The text holds half a character (a lone surrogate), which no file can hold.

    >>> print(in_double_quotes('the "\\tau" of\nLIF'))
    "the \"\\tau\" of\nLIF"
    """
    if _HALF_CHARACTER.search(value):
        raise UsageError(
            f"the text {value!r} is not made of whole characters",
            hint="type it again, in a terminal that is set to UTF-8",
        )
    return f'"{_ESCAPED.sub(_escape, value)}"'


def in_single_quotes(value: str) -> str | None:
    r"""The text in single quotes; None if it holds a character that needs an escape.

    >>> in_single_quotes("it's $\\tau$")
    "'it''s $\\tau$'"
    """
    if _NEVER_AS_IS.search(value):
        return None
    return "'" + value.replace("'", "''") + "'"


def in_one_line(value: Value) -> str:
    """A value of any depth as it can stand between ``[`` and ``]``.

    >>> in_one_line(["a", {"b": "c, d"}, []])
    '[a, {b: "c, d"}, []]'
    """
    if isinstance(value, str):
        return quoted(value, in_list=True)
    if isinstance(value, list):
        return f"[{', '.join(map(in_one_line, value))}]"
    pairs = (f"{in_one_line(key)}: {in_one_line(item)}" for key, item in value.items())
    return f"{{{', '.join(pairs)}}}"


def _is_plain(value: str) -> bool:
    """Does every reader of YAML take the text, without quotes, for the same text?"""
    return not (
        not value
        # Also for readers that strip more than blanks, such as U+3000 or U+00A0.
        or value != value.strip()
        or value[0] in _BAD_START
        or value.casefold() in _WORDS
        or _LIKE_A_NUMBER.fullmatch(value)
        or _BREAKS_PLAIN.search(value)
        or _NEVER_AS_IS.search(value)
    )


def _escape(found: re.Match[str]) -> str:
    """How a character is written in double quotes, by YAML 1.1 and 1.2 alike."""
    character = found[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 (one byte)
