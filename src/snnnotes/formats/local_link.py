"""Links of a note to files beside it: found, and pointed elsewhere without touching other text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from snnnotes.formats.link_path import without_entities
from snnnotes.model.identifiers import percent_decoded
from snnnotes.model.markdown import link_target


class LinkForm(Enum):
    """How a link is written, and so how its target has to be."""

    #: ``[text](target)``, ``![](target)``, ``[name]: target``.
    MARKDOWN = "Markdown"
    #: ``<img src="target">``.
    HTML = "HTML"
    #: ``[[target]]``, ``![[target|100]]``: a name, wherever the file is.
    WIKI = "wikilink"
    #: ``{% asset_img target %}`` of Hexo, which only its own program follows.
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class LocalLink:
    """A link that leads to a file on the same disk, or would if there were one."""

    form: LinkForm
    #: Where its target stands, in characters of the text.
    start: int
    end: int
    #: As written, without angle brackets, escapes and entities; a wikilink without its heading.
    target: str
    #: Counted from 1 in the text.
    line: int
    #: Is it written from the root of the site or folder (``/img/x.png``)?
    from_root: bool = False


_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})[^`\n]*")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]+(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

_TARGET = r"<[^<>\n]*>|(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*+\))++"
#: Also ``{{ site.baseurl }}/img/x.png``, and a path with blanks, which many editors write.
_INLINE = re.compile(
    rf"\]\([ \t]*(?P<target>(?:\{{\{{[^{{}}\n]*\}}\}})?(?:{_TARGET})|\{{\{{[^{{}}\n]*\}}\}}"
    r"|[^\s()<>][^()<>\n\"]*?)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)|=\d*x\d*))?[ \t]*\)"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\[\]^\n][^\[\]\n]*\]:[ \t]*(?P<target><[^<>\n]*>|\S+)", re.MULTILINE
)
_HTML = re.compile(
    r"<(?:img|a|source|video|audio|embed|iframe|object)\b[^<>]*?"
    r"\b(?:src|href|poster|data)\s*=\s*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'"
    r"|(?P<bare>[^\s\"'<>]+))",
    re.IGNORECASE,
)
_WIKI = re.compile(r"!?\[\[(?P<target>[^\[\]|#^\n]+?)(?:[#^][^\[\]|\n]*)?(?:\\?\|[^\[\]\n]*)?\]\]")
_HEXO_TAG = re.compile(
    r"\{%\s*asset_(?:img|path|link)\s+(?:[a-z-]+\s+)*?(?P<target>[^\s%]+\.\w+)[^%\n]*%\}"
)
#: Each with what stands in all of its links: to look for that takes a tenth of the time.
_FORMS = (
    (LinkForm.MARKDOWN, "](", _INLINE),
    (LinkForm.MARKDOWN, "]:", _DEFINITION),
    (LinkForm.HTML, "<", _HTML),
    (LinkForm.WIKI, "[[", _WIKI),
    (LinkForm.TAG, "{%", _HEXO_TAG),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
#: ``{{ site.baseurl }}/x``, ``{{site.url}}{{site.baseurl}}/x``, ``{{ "/x" | relative_url }}``.
_SITE = re.compile(r"(?:\{\{\s*site\.[a-z_]+\s*\}\})+", re.IGNORECASE)
_FILTERED = re.compile(r"\{\{\s*[\"'](?P<path>[^\"']+)[\"']\s*\|[^{}]*\}\}")
#: Not of one letter: that is a drive of Windows.
_PROTOCOL = re.compile(r"[a-z][a-z0-9+.-]+:|//|#|\?|mailto:", re.IGNORECASE)
_AFTER_PATH = re.compile(r"[?#].*\Z", re.DOTALL)


def local_links(text: str) -> list[LocalLink]:
    r"""The links to files, in the order written; those in code and comments are none.

    >>> [(link.target, link.form.value) for link in local_links("![](<a b.png>) [[LIF|x]]\n")]
    [('a b.png', 'Markdown'), ('LIF', 'wikilink')]
    """
    forms = [(form, pattern) for form, sign, pattern in _FORMS if sign in text]
    if not forms:
        return []
    shown = _without_code(text)
    found: list[LocalLink] = []
    for form, pattern in forms:
        line, counted = 1, 0
        for match in pattern.finditer(shown):
            name = match.lastgroup or "target"
            start, end = match.span(name)
            # From the last one on: a README may have ten thousand links.
            line, counted = line + text.count("\n", counted, start), start
            link = _link(form, text[start:end], start, line)
            if link:
                found.append(link)
    # One place is one link, whichever form fits first: [[a]](b) is odd, but not two.
    return sorted(found, key=lambda link: link.start)


def _without_code(text: str) -> str:
    """`text` with blanks in place of code and comments, so that all offsets stay."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n\r]", " ", match[0])

    lines = text.split("\n") if "```" in text or "~~~" in text else []
    fence = ""
    for place, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            rest = line[opening.end() :] if opening else ""
            closes = opening and opening["fence"].startswith(fence) and not rest.strip()
            lines[place] = " " * len(line)
            fence = "" if closes else fence
        elif opening:
            fence = opening["fence"]
            lines[place] = " " * len(line)
    shown = "\n".join(lines) if lines else text
    return _COMMENT.sub(blank, _CODE.sub(blank, shown))


def _link(form: LinkForm, written: str, start: int, line: int) -> LocalLink | None:
    end = start + len(written)
    written = written.strip()
    if form is LinkForm.WIKI:
        target, from_root = written.rstrip("\\"), False
    else:
        if written.startswith("<") and written.endswith(">"):
            written = written[1:-1]
        filtered = _FILTERED.fullmatch(written)
        target = filtered["path"] if filtered else _SITE.sub("", written)
        from_root = target.startswith("/")
        if form is LinkForm.MARKDOWN:
            target = _ESCAPE.sub(r"\1", target)
        target = without_entities(target).strip()
    # The name in a wikilink may be a title with a colon: [[SEENN: Towards Early Exit]].
    is_address = "://" in target if form is LinkForm.WIKI else _PROTOCOL.match(target)
    if not target or "\0" in target or is_address or "{{" in target:
        return None
    return LocalLink(form, start, end, target, line, from_root)


def paths_meant(link: LocalLink) -> Iterator[str]:
    """What a link may mean, the likeliest first: as written, decoded, without ``#`` and ``?``.

    >>> link = local_links("[a](./x%20y.md#part)")[0]
    >>> list(paths_meant(link))
    ['./x%20y.md#part', './x y.md#part', './x%20y.md', './x y.md']
    """
    whole = link.target.lstrip("/") if link.from_root else link.target
    bare = _AFTER_PATH.sub("", whole)
    seen = set()
    for path in (whole, percent_decoded(whole), bare, percent_decoded(bare)):
        # Windows writes img\x.png, and only there.
        for spelled in (path, path.replace("\\", "/")):
            if spelled and spelled not in seen:
                seen.add(spelled)
                yield spelled


def with_targets(text: str, new_target: Callable[[LocalLink], str | None]) -> str:
    """`text` with links pointed elsewhere; all else stays.

    Args:
        text: A note, or a part of one.
        new_target: The path for a link, of a wikilink the name; None for one that stays.

    >>> with_targets("[x](<a b.md#p>)", lambda _link: "c d.md")
    '[x](c%20d.md#p)'
    """
    targets = ((link, new_target(link)) for link in local_links(text))
    return spliced(
        text,
        (
            (link.start, link.end, _written(link, path, text))
            for link, path in targets
            if path is not None
        ),
    )


def spliced(text: str, splices: Iterable[tuple[int, int, str]]) -> str:
    """`text` with a new text from one character to another; of two that overlap, the first.

    >>> spliced("abcd", [(0, 1, "x"), (2, 4, "")])
    'xb'
    """
    pieces, done = [], 0
    for start, end, new in splices:
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def _written(link: LocalLink, path: str, text: str) -> str:
    """A path as the link's form wants it, with the part of the page it led to."""
    if link.form is LinkForm.WIKI:
        # What the reader saw stays, if the link did not say it itself.
        after = text[link.end : link.end + 2]
        in_table = text[text.rfind("\n", 0, link.start) + 1 :].lstrip().startswith("|")
        bar = "\\|" if in_table else "|"
        return f"{path}{bar}{link.target}" if after == "]]" else path
    after_path = _AFTER_PATH.search(link.target)
    rest = after_path[0] if after_path and "/" not in after_path[0] else ""
    target = link_target(PurePosixPath(path)) + rest.replace(" ", "%20")
    return target.replace("'", "%27") if link.form is LinkForm.HTML else target
