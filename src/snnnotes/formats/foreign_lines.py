"""``key: value`` lines that no parser takes, read one by one as the writer meant them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from snnnotes.model.note import Value


@dataclass(slots=True)
class LinesRead:
    """What lines of keys and values say."""

    fields: dict[str, Value] = field(default_factory=dict)
    #: The line of each key.
    lines: dict[str, int] = field(default_factory=dict)
    #: Lines that hold something which is in no field.
    unread: tuple[int, ...] = ()


_KEY = (
    r"(?P<quote>[\"']?)(?P<key>[^\s\"'#\[\]{{}}|>:=,-][^\"'#\[\]{{}}|:：={sign}]{{0,60}}?)"
    r"(?P=quote)[ \t]*"
)
_COLON = re.compile(_KEY.format(sign=":") + r"(?::(?=[ \t]|\Z)|：|:(?=[^\s/:]))[ \t]*(?P<value>.*)")
_EQUALS = re.compile(_KEY.format(sign="=") + r"=[ \t]*(?P<value>.*)")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<item>.*))?")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?")
_WIKILINK = re.compile(r"!?\[\[(?P<page>[^\[\]]*)\]\]")
_HASHTAG = re.compile(
    r"(?:^|(?<=[\s,，、\[]))#(?=[^\s#,，、\[\]]*[^\W\d_])(?P<tag>[^\s#,，、\[\]]+)"
)
_ONLY_TAGS = re.compile(r"[\s,，、;；]*")
_COMMENT = re.compile(r"[ \t]+#(?=\s|\Z).*")
_QUOTED = re.compile(r"(?P<sign>[\"'])(?P<text>.*)(?P=sign)")
_ESCAPE = re.compile(r"\\([\"\\])")


def read_by_line(block: str, *, first_line: int, separator: str = ":") -> LinesRead:
    r"""The fields in lines of keys and values.

    Args:
        block: The lines, with LF.
        first_line: The number of the first one, counted from 1 in the file.
        separator: What stands between key and value, ``:`` or ``=``.

    >>> read = read_by_line("title: A: B\ntags: #SNN #LIF\nby: [[A]], [[B]]", first_line=2)
    >>> read.fields
    {'title': 'A: B', 'tags': ['SNN', 'LIF'], 'by': ['A', 'B']}
    """
    form = _COLON if separator == ":" else _EQUALS
    read = LinesRead()
    unread: list[int] = []
    key, in_block = "", False
    for number, line in enumerate(block.split("\n"), first_line):
        bare = line.strip()
        is_indented = line[:1] in (" ", "\t")
        item = _ITEM.fullmatch(line)
        found = None if is_indented else form.fullmatch(line)
        if not bare or (bare.startswith("#") and not in_block):
            continue
        if key and in_block and is_indented:
            read.fields[key] = f"{read.fields[key]}\n{bare}".strip("\n")
        elif key and item and not found and _takes_items(read.fields[key]):
            _add_item(read.fields, key, item["item"] or "")
        elif found and found["key"].strip() not in read.fields:
            key, value = found["key"].strip(), found["value"].strip()
            in_block = _BLOCK.fullmatch(value) is not None
            read.fields[key] = "" if in_block else value_written(value)
            read.lines[key] = number
        elif found is None and key and is_indented and isinstance(read.fields[key], str):
            read.fields[key] = f"{read.fields[key]} {value_written(bare)}".strip()
        else:
            unread.append(number)
            key = "" if found else key
    read.unread = tuple(unread)
    return read


def _takes_items(value: Value) -> bool:
    return value == "" or isinstance(value, list)


def _add_item(fields: dict[str, Value], key: str, text: str) -> None:
    """Put an item of a list (``- text``) to those that `key` has."""
    value = value_written(text)
    before = fields[key]
    items = before if isinstance(before, list) else []
    fields[key] = [*items, *(value if isinstance(value, list) else [value])]


def value_written(text: str) -> Value:
    """A value as it was meant: a list in brackets, of ``[[pages]]`` or of ``#tags``, or a text.

    >>> value_written("[a, 'b, c']"), value_written("[[A]]"), value_written('"[x]: y"')
    (['a', 'b, c'], ['A'], '[x]: y')
    """
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return _unquoted(text)
    pages = [found["page"].partition("|")[0].strip() for found in _WIKILINK.finditer(text)]
    if pages and _ONLY_TAGS.fullmatch(_WIKILINK.sub("", _outer(text))):
        return [*pages]
    tags = [found["tag"] for found in _HASHTAG.finditer(text)]
    if tags and _ONLY_TAGS.fullmatch(_HASHTAG.sub("", _outer(text))):
        return [*tags]
    if text.startswith("[") and text.endswith("]"):
        return [_unquoted(item.strip()) for item in _items(text[1:-1]) if item.strip()]
    return _unquoted(_COMMENT.sub("", text).strip())


def _outer(text: str) -> str:
    """`text` without the brackets of a list around pages or tags: ``[#a, #b]``, ``[ [[A]] ]``."""
    inner = text[1:-1].strip() if text.startswith("[") and text.endswith("]") else ""
    return inner if inner.startswith(("#", "[[")) else text


def _items(text: str) -> list[str]:
    """A text cut at the commas that are in no quotes.

    >>> _items("a, 'b, c'")
    ['a', " 'b, c'"]
    """
    return re.findall(r"(?:\"[^\"]*\"|'[^']*'|[^,，])+", text)


def _unquoted(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        return text
    return (
        _ESCAPE.sub(r"\1", quoted["text"])
        if quoted["sign"] == '"'
        else quoted["text"].replace("''", "'")
    )
