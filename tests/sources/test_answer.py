import pytest

from snnnotes.errors import SourceError
from snnnotes.sources.answer import Answer, Kind, media_type, problem_with, text_of

ATOM = b'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
XHTML = b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html></html>'


def answer(text: str, body: bytes | None = None) -> Answer:
    body = text.encode() if body is None else body
    return Answer("https://a.org/x", 200, text, "", from_cache=False, body=body)


@pytest.mark.parametrize(
    ("kind", "content_type", "body"),
    [
        pytest.param(Kind.JSON, "application/json", b'{"a": 1}', id="JSON"),
        pytest.param(Kind.JSON, "application/json", b"\n [1]", id="JSON list after blanks"),
        pytest.param(Kind.JSON, "application/json", b"\xef\xbb\xbf{}", id="JSON with a mark"),
        pytest.param(Kind.JSON, "application/vnd.citationstyles.csl+json", b"{}", id="CSL-JSON"),
        pytest.param(Kind.JSON, "text/plain", b"{}", id="JSON from a file server"),
        pytest.param(Kind.JSON, "", b"{}", id="JSON without type"),
        pytest.param(Kind.XML, "application/atom+xml", ATOM, id="Atom"),
        pytest.param(Kind.XML, "text/xml", b"<feed/>", id="XML without declaration"),
        pytest.param(Kind.HTML, "text/html", b"<!DOCTYPE html><html>", id="page"),
        pytest.param(Kind.HTML, "text/html", b"\n\n<!-- 2026 --><html>", id="page with remark"),
        pytest.param(Kind.HTML, "text/html", b"<head><title>x</title>", id="page without html"),
        pytest.param(Kind.HTML, "application/xhtml+xml", XHTML, id="XHTML"),
        pytest.param(Kind.TEXT, "text/plain", "# 论文".encode(), id="text"),
        pytest.param(Kind.TEXT, "text/plain", b'<h1 align="center">SNN</h1>', id="Markdown"),
        pytest.param(Kind.TEXT, "application/x-bibtex", b"@article{a,}", id="BibTeX"),
        pytest.param(Kind.TEXT, "application/octet-stream", b"# a", id="text as a file"),
        pytest.param(Kind.PDF, "application/pdf", b"%PDF-1.7\n", id="PDF"),
        pytest.param(Kind.PDF, "application/octet-stream", b"\n%PDF-1.4", id="PDF as a file"),
    ],
)
def test_what_fits_is_taken(kind: Kind, content_type: str, body: bytes) -> None:
    assert problem_with(kind, content_type, body) == ""


@pytest.mark.parametrize(
    ("kind", "content_type", "body", "problem"),
    [
        pytest.param(Kind.JSON, "text/html", b"<html>", "text/html, not JSON", id="page for JSON"),
        pytest.param(Kind.JSON, "text/html", b"{}", "text/html, not JSON", id="JSON called page"),
        pytest.param(Kind.JSON, "application/json", b"Resource not found.", "else than JSON",
                     id="words called JSON"),
        pytest.param(Kind.JSON, "application/json", b"<html>", "else than JSON",
                     id="page called JSON"),
        pytest.param(Kind.JSON, "application/json", b" \n", "nothing", id="nothing"),
        pytest.param(Kind.XML, "text/plain", b"Rate exceeded.", "else than XML", id="words"),
        pytest.param(Kind.XML, "text/html", b"<feed/>", "text/html, not XML", id="XML called page"),
        pytest.param(Kind.XML, "application/xml", b"<!DOCTYPE html>", "else than XML",
                     id="page called XML"),
        pytest.param(Kind.XML, "application/xhtml+xml", XHTML, "not XML", id="XHTML for XML"),
        pytest.param(Kind.HTML, "application/json", b"{}", "not a web page", id="JSON for page"),
        pytest.param(Kind.HTML, "text/html", b"{}", "else than a web page", id="JSON called page"),
        pytest.param(Kind.HTML, "text/html", ATOM, "else than a web page", id="Atom called page"),
        pytest.param(Kind.HTML, "text/plain", b"<html>", "not a web page", id="page called text"),
        pytest.param(Kind.TEXT, "text/html", b"# a", "web page", id="text called page"),
        pytest.param(Kind.TEXT, "text/plain", b"\n<!DOCTYPE html><html>", "web page",
                     id="page called text, for text"),
        pytest.param(Kind.TEXT, "application/octet-stream", b"PK\0\1", "not plain text",
                     id="binary"),
        pytest.param(Kind.TEXT, "image/svg+xml", b"<svg>", "image/svg+xml", id="image"),
        pytest.param(Kind.PDF, "text/html", b"<html>", "text/html, not a PDF", id="page for PDF"),
        pytest.param(Kind.PDF, "application/pdf", b"<html>", "else than a PDF",
                     id="page called PDF"),
    ],
)  # fmt: skip
def test_what_does_not_fit_by_type_or_by_first_bytes_is_named(
    kind: Kind, content_type: str, body: bytes, problem: str
) -> None:
    assert problem in problem_with(kind, content_type, body)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param("脉冲é".encode(), "text/plain; charset=utf-8", id="as it says"),
        pytest.param("脉冲é".encode(), "text/html; charset=iso-8859-1", id="UTF-8 called Latin-1"),
        pytest.param("脉冲é".encode(), "text/html", id="UTF-8 that says nothing"),
        pytest.param("脉冲é".encode(), "text/html; charset=nonsense", id="no such encoding"),
        pytest.param("脉冲é".encode(), "text/html; charset=zip", id="no encoding of text"),
        pytest.param("脉冲é".encode("gb18030"), "text/html; charset=GBK", id="GBK"),
        pytest.param("脉冲é".encode("gb18030"), 'text/html; charset="gb2312"', id="in quotes"),
        pytest.param("\ufeff脉冲é".encode(), "text/html; charset=gbk", id="UTF-8 with mark"),
        pytest.param("\ufeff脉冲é".encode("utf-16-le"), "text/plain", id="UTF-16 with mark"),
        pytest.param("\ufeff脉冲é".encode("utf-16-be"), "text/plain", id="UTF-16BE with mark"),
    ],
)
def test_text_is_read_whatever_the_source_says_of_it(body: bytes, content_type: str) -> None:
    assert text_of(body, content_type) == "脉冲é"


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="gbk">',
        "<meta charset=gbk>",
        '<meta http-equiv="Content-Type" content="text/html; charset=GB2312">',
        "<?xml version='1.0' encoding='gbk'?>",
    ],
)
def test_the_encoding_named_in_a_page_counts(head: str) -> None:
    text = f"{head}<title>脉冲神经网络</title>"

    assert text_of(text.encode("gbk"), "text/html") == text
    assert text_of(text.encode("gbk"), "text/html; charset=utf-8") == text


def test_latin_1_means_the_one_of_windows() -> None:
    assert text_of(b"Na\xefve \x93x\x94", "text/html; charset=ISO-8859-1") == "Naïve “x”"


def test_utf_16_without_mark_is_read_if_it_is_named() -> None:
    assert text_of("abc".encode("utf-16-le"), "text/plain; charset=utf-16le") == "abc"


def test_what_no_encoding_fits_gets_marks_and_no_guess() -> None:
    assert text_of(b"ok \xff\xfe\xfd", "text/plain") == "ok \ufffd\ufffd\ufffd"


def test_json_is_given_as_python_has_it() -> None:
    assert answer('{"title": "脉冲"}').json() == {"title": "脉冲"}


@pytest.mark.parametrize("text", ["", '{"a": 1', "{'a': 1}", "[" * 100_000, "nul"])
def test_damaged_json_is_named(text: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.org: answered with damaged JSON$"):
        answer(text).json()


def test_xml_is_given_as_its_root() -> None:
    root = answer(ATOM.decode()).xml()

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize("text", ["", "<feed>", "<feed><entry></feed>", "words"])
def test_damaged_xml_is_named(text: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.org: answered with damaged XML$"):
        answer(text).xml()


def test_xml_with_an_encoding_that_is_none_is_named() -> None:
    with pytest.raises(SourceError, match="damaged XML"):
        answer('<?xml version="1.0" encoding="nonsense"?><feed/>').xml()


def test_xml_that_defines_entities_is_refused() -> None:
    bomb = '<!DOCTYPE f [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><f>&b;</f>'

    with pytest.raises(SourceError, match="entities"):
        answer(bomb).xml()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Application/JSON; charset=utf-8", "application/json"),
        (" text/html ", "text/html"),
        ("", ""),
    ],
)
def test_the_media_type_is_what_stands_before_the_parameters(header: str, expected: str) -> None:
    assert media_type(header) == expected
