"""Plain text from the HTML, JATS and MathML that publishers put into titles and abstracts."""

from __future__ import annotations

import re
from html import unescape

from snnnotes.model.title import clean_line

#: By name and with attributes in quotes, for "a<b and c>d" is none.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|xhtml):[a-z-]+|a|abbr|b|bold|br|div|em|i|inline-formula|italic|li|math"
    r"|mfrac|mi|mml|mn|mo|mover|mrow|mspace|msqrt|mstyle|msub|msubsup|msup|mtext|munder|ol|p|sc|scp"
    r"|sec|semantics|small|span|strong|sub|sup|tex-math|title|tt|u|ul)"
    r"(?:\s+[\w:-]+\s*=\s*[\"'][^\"'<>]*[\"'])*\s*/?>",
    re.IGNORECASE,
)
_ABSTRACT_HEADING = re.compile(
    r"<(?P<tag>(?:jats:)?title|h\d|strong|b)>\s*(?:abstract|summary)[.:]?\s*</(?P=tag)>",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"<br\s*/?>|</(?:jats:)?(?:p|li|div|h\d)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
#: Escaped once by the publisher, and once more by whoever passed it on.
_MOST_ESCAPES = 2
_HALF_OF_PAIR = re.compile("[\ud800-\udfff]")


def line(text: str) -> str:
    r"""`text` on one line, without markup.

    >>> line("The <i>Drosophila</i> &amp;\n &lt;b&gt;SNN&lt;/b&gt;: a<b")
    'The Drosophila & SNN: a<b'
    """
    without_heading = _ABSTRACT_HEADING.sub("", _unescaped(text))
    # JSON can hold half of a surrogate pair, which no UTF-8 file can.
    return clean_line(_HALF_OF_PAIR.sub("\ufffd", _TAG.sub("", without_heading)))


def block(text: str) -> str:
    r"""`text` without markup and empty lines at its ends, its lines and paragraphs as they are.

    >>> block("<p>Read twice.</p>\n\n<p>膜电位<br>threshold</p>")
    'Read twice.\n\n膜电位\nthreshold'
    """
    lines = map(line, _LINE_END.sub("\n", _unescaped(text)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _unescaped(text: str) -> str:
    for _ in range(_MOST_ESCAPES):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    return text
