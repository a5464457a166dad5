from time import process_time

import pytest

from snnnotes.formats.foreign_markdown import (
    MAX_LINE,
    Line,
    Link,
    definitions_of,
    lines_of,
    links_in,
    plain,
)


def shown(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in lines_of(text)]


def addresses(line: str, **definitions: str) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in links_in(line, definitions)]


# --- lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb", [(1, "a"), (2, "b")], id="lf"),
        pytest.param("a\r\nb\rc", [(1, "a"), (2, "b"), (3, "c")], id="crlf-and-cr"),
        pytest.param("a\u2028b\x0cc", [(1, "a\u2028b\x0cc")], id="other-breaks-are-none"),
        pytest.param("\ufeffa", [(1, "a")], id="byte-order-mark"),
        pytest.param("", [(1, "")], id="empty"),
        pytest.param("a\n```py\nb\n```\nc", [(1, "a"), (5, "c")], id="fence"),
        pytest.param("a\n~~~\nb\n```\n~~~\nc", [(1, "a"), (6, "c")], id="tilde-fence"),
        pytest.param("````\n```\nb\n````\nc", [(5, "c")], id="longer-fence"),
        pytest.param("```\nb\n```py\n```\nc", [(5, "c")], id="closing-fence-has-no-language"),
        pytest.param("a\n```\nb", [(1, "a")], id="fence-without-end"),
        pytest.param("- x\n  ```\n  b\n  ```\nc", [(1, "- x"), (5, "c")], id="fence-in-list"),
        pytest.param("> ```\n> b\n> ```\nc", [(4, "c")], id="fence-in-quotation"),
        pytest.param("```a``` b", [(1, "```a``` b")], id="three-backticks-within-a-line"),
        pytest.param("a <!-- b --> c", [(1, "a  c")], id="comment"),
        pytest.param(
            "a <!-- b\nc\nd --> e", [(1, "a "), (2, ""), (3, " e")], id="comment-of-lines"
        ),
        pytest.param("<!-- ```\n-->\nb", [(1, ""), (2, ""), (3, "b")], id="fence-in-comment"),
        pytest.param("<!-- b", [(1, "")], id="comment-without-end"),
    ],
)
def test_lines_leave_out_code_and_comments_and_keep_their_numbers(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert shown(text) == expected


def test_lines_of_a_body_are_counted_from_the_top_of_the_file() -> None:
    text = "---\r\ntitle: a\r\n---\r\nbody\r\n"

    assert lines_of(text, text.index("body")) == [Line(4, "body"), Line(5, "")]


def test_a_line_is_read_only_to_a_limit() -> None:
    assert shown("x" * 10 * MAX_LINE) == [(1, "x" * MAX_LINE)]


# --- plain text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("just text", "just text", id="text"),
        pytest.param("**bold** *it* ***both*** ~~gone~~", "bold it both gone", id="stars"),
        pytest.param("__bold__ _it_ snake_case_name", "bold it snake_case_name", id="underscores"),
        pytest.param("A* search and B* tree", "A* search and B* tree", id="lone-stars"),
        pytest.param(r"\*a\* \_b\_ \[c\]", "*a* _b_ [c]", id="escapes"),
        pytest.param("`a_b` c", "a_b c", id="code"),
        pytest.param("[a](https://x.org) b", "a b", id="link"),
        pytest.param("![alt](x.png) b", "b", id="image"),
        pytest.param("[![alt](x.png)](https://x.org) b", "b", id="badge"),
        pytest.param("[[SEENN]] [[a/b|shown]]", "SEENN shown", id="wikilinks"),
        pytest.param("a<br>b <sup>1</sup>", "ab 1", id="html"),
        pytest.param("a &amp; b &lt; c", "a & b < c", id="entities"),
        pytest.param("R&D, x&notin y &nosuch;", "R&D, x&notin y &nosuch;", id="no-entities"),
        pytest.param("$a_{i}$ and $b*c*d$", "$a_{i}$ and $b*c*d$", id="formulas"),
        pytest.param("title ##", "title", id="closing-signs"),
        pytest.param("C#", "C#", id="sharp"),
        pytest.param("  膜\t电位  ", "膜 电位", id="blanks"),
        pytest.param("a\ud800\u202eb", "a\ufffdb", id="half-a-character-and-direction"),
        pytest.param("", "", id="empty"),
    ],
)
def test_plain_text_is_what_a_reader_sees(text: str, expected: str) -> None:
    assert plain(text) == expected


# --- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("[a](https://x.org)", [("a", "https://x.org")], id="inline"),
        pytest.param("[a]( <x y.md> 'T' )", [("a", "x y.md")], id="angle-brackets-and-title"),
        pytest.param("[a](u_(v)_w)", [("a", "u_(v)_w")], id="brackets-in-address"),
        pytest.param("[a]()", [("a", "")], id="no-address"),
        pytest.param("[a [b] c](u)", [("a [b] c", "u")], id="brackets-in-text"),
        pytest.param("[**a**](u)", [("a", "u")], id="emphasis-in-text"),
        pytest.param("[[a](u)] [[b](v)]", [("a", "u"), ("b", "v")], id="links-in-brackets"),
        pytest.param("[![a](i.svg)](u)", [("a", "u")], id="badge"),
        pytest.param("[a](u?x=1&amp;y=2)", [("a", "u?x=1&y=2")], id="entity"),
        pytest.param("[a](u?x=1&noteId=2)", [("a", "u?x=1&noteId=2")], id="no-entity"),
        pytest.param(
            "https://x.org/?a=1&copy=2", [("", "https://x.org/?a=1&copy=2")], id="none-bare"
        ),
        pytest.param("[a](u\\_v)", [("a", "u_v")], id="escape"),
        pytest.param("[a][r] [r] [r][]", [("a", "R"), ("r", "R"), ("r", "R")], id="reference"),
        pytest.param("[a][other] [x]", [], id="unknown-reference"),
        pytest.param("<a href='u'>b</a>", [("b", "u")], id="html"),
        pytest.param('<A class="x" HREF="u">b</A>', [("b", "u")], id="html-in-capitals"),
        pytest.param("<https://x.org>", [("", "https://x.org")], id="autolink"),
        pytest.param("see https://x.org/a.", [("", "https://x.org/a")], id="bare"),
        pytest.param("(https://x.org/a_(b))", [("", "https://x.org/a_(b)")], id="bare-in-brackets"),
        pytest.param("https://x.org/a，代码", [("", "https://x.org/a")], id="bare-before-chinese"),
        pytest.param("_https://x.org/a_", [("", "https://x.org/a")], id="bare-in-italics"),
        pytest.param("https://x.org/a|b", [("", "https://x.org/a")], id="bare-in-table"),
        pytest.param("![a](i.png)", [], id="image"),
        pytest.param("`[a](u)` ``https://x.org``", [], id="code"),
        pytest.param("[[page]]", [], id="wikilink"),
        pytest.param("[r]: https://x.org", [], id="definition"),
        pytest.param("nothing", [], id="none"),
    ],
)
def test_links_are_found_in_every_form(line: str, expected: list[tuple[str, str]]) -> None:
    assert addresses(line, r="R") == expected


def test_a_link_knows_where_it_stands() -> None:
    assert links_in("a [b](u) c", {}) == [Link("b", "u", 2, 8)]


def test_definitions_are_found_by_their_names() -> None:
    lines = [Line(1, "[Paper]: <https://x.org> 'T'"), Line(2, "[^1]: foot"), Line(3, "text")]

    assert definitions_of(lines) == {"paper": "https://x.org"}


@pytest.mark.parametrize(
    "unit", ["[", "![a", "[a](", "**a", "_a ", "`a", "<a href='", "\\", "$a", "(", "[[a|", "<!--"]
)
def test_a_line_of_unclosed_marks_takes_no_time(unit: str) -> None:
    line = lines_of(unit * MAX_LINE)[0].text if unit != "<!--" else unit * 500
    start = process_time()

    links_in(line, {"a": "u"})
    plain(line)

    assert process_time() - start < 1
