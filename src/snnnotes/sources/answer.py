"""An answer of a source, and whether it is what was asked for."""

from __future__ import annotations

import codecs
import json
import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from snnnotes.errors import SourceError
from snnnotes.sources.urls import host_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Kind(Enum):
    """What an answer has to be; the value is how messages call it."""

    JSON = "JSON"
    XML = "XML"
    HTML = "a web page"
    TEXT = "plain text"
    PDF = "a PDF"


class Answer(NamedTuple):
    """What a source answered."""

    #: Where it comes from after all redirects; mirrors do not show in it.
    url: str
    #: The HTTP status, 200 to 299.
    status: int
    #: The body as text; empty for a PDF.
    text: str
    #: The media type in lower case, without parameters; empty if the source did not say.
    content_type: str
    #: Was it kept from an earlier time?
    from_cache: bool
    #: The body as it came, without its compression.
    body: bytes

    def json(self) -> object:
        """The JSON in it.

        Raises:
            SourceError: It is not JSON.
        """
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise SourceError(host_of(self.url), "answered with damaged JSON") from error

    def xml(self) -> Element:
        """The root element of the XML in it.

        Raises:
            SourceError: It is not XML, or defines entities, which no source of ours needs.
        """
        # Imported here because it takes 10 ms to load, and few sources answer in XML.
        from xml.etree import ElementTree as ET  # noqa: PLC0415

        if "<!ENTITY" in self.text:
            raise SourceError(host_of(self.url), "answered with XML that defines entities")
        try:
            return ET.fromstring(self.body)  # noqa: S314 (without entities it is safe)
        except (ET.ParseError, ValueError, LookupError) as error:
            raise SourceError(host_of(self.url), "answered with damaged XML") from error


#: Media types that each kind may come as; `+json` and `+xml` are added below. A file server says
#: text/plain or octet-stream of many a file.
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_TYPES = {
    Kind.JSON: _VAGUE | {"application/json", "text/json", "application/x-json"},
    Kind.XML: _VAGUE | {"application/xml", "text/xml"},
    Kind.HTML: frozenset({"", "text/html", "application/xhtml+xml"}),
    Kind.PDF: _VAGUE | {"application/pdf", "application/x-pdf"},
}
_STARTS = {
    Kind.JSON: re.compile(rb"[\[{]"),
    # A web page is XML at best by chance.
    Kind.XML: re.compile(rb"(?!<!doctype html|<html)<[?!a-z]", re.IGNORECASE),
    Kind.HTML: re.compile(rb"(?!<\?xml[^>]*>\s*<(?!html|!doctype html))<[?!a-z]", re.IGNORECASE),
}
_PAGE = re.compile(
    rb"(?:<!--.{0,500}?-->\s*)*(?:<!doctype html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def problem_with(kind: Kind, content_type: str, body: bytes) -> str:
    """Why an answer is not of the kind asked for, by media type and first bytes; else empty.

    >>> problem_with(Kind.JSON, "text/html", b"<html>")
    'answered with text/html, not JSON'

    Args:
        kind: What was asked for.
        content_type: In lower case and without parameters.
        body: Without its compression.
    """
    start = body[:2000].lstrip(_BLANKS)
    if not start:
        return "answered with nothing"
    said = content_type or "something else"
    if kind is Kind.TEXT:
        if content_type in _TYPES[Kind.HTML] - {""} or _PAGE.match(start):
            return "answered with a web page, not plain text"
        if b"\0" in body[:2000] or content_type.startswith(("image/", "audio/", "video/")):
            return f"answered with {said}, not plain text"
        return ""
    suffix = {Kind.JSON: "+json", Kind.XML: "+xml"}.get(kind)
    is_named = content_type in _TYPES[kind] or (suffix and content_type.endswith(suffix))
    if not is_named or (kind is Kind.XML and content_type == "application/xhtml+xml"):
        return f"answered with {said}, not {kind.value}"
    fits = b"%PDF-" in body[:1024] if kind is Kind.PDF else _STARTS[kind].match(start)
    return "" if fits else f"answered with something else than {kind.value}"


_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHARSET_IN_PAGE = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHARSET_IN_XML = re.compile(rb"<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w.:-]+)")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(body: bytes, content_type: str) -> str:
    """The text in a body, whatever its source says of the encoding.

    UTF-8 is tried first, since a text in another encoding almost never passes for it while
    sources name the wrong one time and again. What no encoding fits gets replacement marks.

    >>> text_of("脉冲".encode("gbk"), "text/html; charset=gb2312")
    '脉冲'

    Args:
        body: Without its compression.
        content_type: The whole header, with its parameters.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    named = [encoding for encoding in _named_encodings(body, content_type) if _is_known(encoding)]
    # An ASCII text with NULs is UTF-16, and would pass for UTF-8.
    candidates = named if b"\0" in body[:200] else ["utf-8", *named]
    for encoding in candidates:
        try:
            return body.decode(encoding)
        except UnicodeError:
            continue
    return body.decode(named[0] if named else "utf-8", "replace")


def _named_encodings(body: bytes, content_type: str) -> list[str]:
    start = body[:2048]
    named = [
        *_CHARSET.findall(content_type),
        *(name.decode() for name in _CHARSET_IN_XML.findall(start)),
        *(name.decode() for name in _CHARSET_IN_PAGE.findall(start)),
    ]
    # Pages that say GB2312 use its larger successors, and Latin-1 means the one of Windows.
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252"}
    return [wider.get(name.lower(), name.lower()) for name in named]


def _is_known(encoding: str) -> bool:
    """Is it an encoding of text? Python has others, such as `rot13` and `zip`."""
    try:
        return b"a".decode(encoding) in ("a", "\ufffd")
    except UnicodeError:
        return True
    except (LookupError, ValueError):
        return False


def media_type(content_type: str) -> str:
    """The media type in a header: ``application/json`` of ``Application/JSON; charset=utf-8``."""
    return content_type.partition(";")[0].strip().lower()
