import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.paper_list_link import Link
from snnnotes.formats.paper_list_text import (
    BADGE,
    BADGE_END,
    BOLD,
    BOLD_END,
    BREAK,
    CODE,
    CODE_END,
    FIRST_LINK,
    ITALIC,
    ITALIC_END,
    badge_words,
    marked,
    plain,
    reference_name,
)

FIRST, SECOND = chr(FIRST_LINK), chr(FIRST_LINK + 1)
URL = "https://a.org/x"


@pytest.mark.parametrize(
    ("source", "label", "url"),
    [
        pytest.param(f"[paper]({URL})", "paper", URL, id="link"),
        pytest.param(f"[ **paper** ]({URL})", "paper", URL, id="bold-label"),
        pytest.param(f"**[paper]({URL})**", "paper", URL, id="bold-link"),
        pytest.param(f"[[paper]]({URL})", "paper", URL, id="bracketed-label"),
        pytest.param(f"[【论文】]({URL})", "论文", URL, id="chinese-brackets"),
        pytest.param(f'[paper]({URL} "The paper")', "paper", URL, id="with-title"),
        pytest.param(f"[paper]({URL} 'The paper')", "paper", URL, id="with-title-in-single-quotes"),
        pytest.param(f"[paper](<{URL}>)", "paper", URL, id="pointed-brackets"),
        pytest.param(f"[paper]( {URL} )", "paper", URL, id="blanks-around"),
        pytest.param(f"[paper]({URL}\n)", "paper", URL, id="line-end-behind"),
        pytest.param("[a](notes/A b.md)", "a", "notes/A b.md", id="blank-in-a-path"),
        pytest.param("[a](notes/A%20b.md)", "a", "notes/A%20b.md", id="encoded-blank-stays"),
        pytest.param("[a](x_(y)_z)", "a", "x_(y)_z", id="brackets-in-pairs"),
        pytest.param(r"[a](x\(y)", "a", "x(y", id="escaped-bracket"),
        pytest.param("[a](x?b=1&amp;c=2)", "a", "x?b=1&c=2", id="entity-in-the-address"),
        pytest.param(f"<{URL}>", URL, URL, id="automatic-link"),
        pytest.param(URL, URL, URL, id="bare-address"),
        pytest.param(f"{URL}).", URL, URL, id="bare-address-in-a-sentence"),
        pytest.param(f"{URL}(y).", f"{URL}(y)", f"{URL}(y)", id="bare-address-with-brackets"),
        pytest.param(f"{URL}，中文", URL, URL, id="bare-address-before-chinese"),
        pytest.param(f'<a href="{URL}">paper</a>', "paper", URL, id="html"),
        pytest.param(f"<a target=_blank href={URL}>pa<b>per</b></a>", "paper", URL, id="html-bare"),
        pytest.param(f"<A HREF='{URL}'>\npaper</A>", "paper", URL, id="html-loud"),
        pytest.param(f"[![Star](https://b.org/i.svg)]({URL})", "Star", URL, id="image-with-words"),
        pytest.param(
            f"[![](https://img.shields.io/badge/arXiv-2307.01694-b31b1b.svg)]({URL})",
            "arXiv 2307.01694",
            URL,
            id="badge",
        ),
        pytest.param(
            f'<a href="{URL}"><img src="https://img.shields.io/badge/arXiv-Paper-B31B1B.svg"></a>',
            "arXiv Paper",
            URL,
            id="html-badge",
        ),
        pytest.param(
            f"<a href='{URL}'><img alt='Code' src='https://b.org/i.svg'/></a>",
            "Code",
            URL,
            id="html-image-with-words",
        ),
        pytest.param(
            "[p](https://a.org/forum?id=k1&noteId=p5)",
            "p",
            "https://a.org/forum?id=k1&noteId=p5",
            id="what-is-no-entity-without-semicolon",
        ),
        pytest.param("[p](https://a.org/?a=1&amp;b=2)", "p", "https://a.org/?a=1&b=2", id="entity"),
        pytest.param("[paper][1]", "paper", "https://ref.org", id="reference"),
        pytest.param("[Paper]", "Paper", "https://paper.org", id="reference-by-its-label"),
        pytest.param("[PAPER][]", "PAPER", "https://paper.org", id="collapsed-reference"),
        pytest.param(
            "[[notes/Temporal Attention]]",
            "Temporal Attention",
            "notes/Temporal Attention.md",
            id="wiki",
        ),
        pytest.param("[[notes/TA.md#结论|笔记]]", "笔记", "notes/TA.md", id="wiki-with-label"),
    ],
)
def test_a_link_is_read_in_every_form(source: str, label: str, url: str) -> None:
    references = {"1": "https://ref.org", "paper": "https://paper.org"}

    found = marked(source, references)

    assert found.links == (Link(label, url),)
    assert FIRST in found.text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("[paper]", "[paper]", id="no-address"),
        pytest.param("[[paper]]", "[[paper]]", id="label-that-lost-its-address"),
        pytest.param("[paper] (x)", "[paper] (x)", id="blank-before-the-address"),
        pytest.param("[paper]()", "paper", id="empty-address"),
        pytest.param("[a](x", "[a](x", id="address-without-end"),
        pytest.param("[a]((x)", "[a]((x)", id="brackets-not-in-pairs"),
        pytest.param("[a](" + "x" * 5000 + ")", "[a](" + "x" * 5000 + ")", id="endless-address"),
        pytest.param("[a](<x", "[a](<x", id="pointed-bracket-without-end"),
        pytest.param("[a", "[a", id="label-without-end"),
        pytest.param("a]", "a]", id="end-without-label"),
        pytest.param("[a][unknown]", "[a][unknown]", id="unknown-reference"),
        pytest.param(r"\[a\](x)", "[a](x)", id="escaped"),
        pytest.param("`[a](x)`", f"{CODE}[a](x){CODE_END}", id="in-code"),
        pytest.param("$[a](x)$", "$[a](x)$", id="in-a-formula"),
        pytest.param("![a](x.png)", "", id="image"),
        pytest.param('<img src="x.png" alt="words">', "", id="html-image"),
    ],
)
def test_what_is_no_link_stays_text(source: str, text: str) -> None:
    found = marked(source, {})

    assert (found.text, found.links) == (text, ())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("**a** b", f"{BOLD}a{BOLD_END} b", id="bold"),
        pytest.param("__a__", f"{BOLD}a{BOLD_END}", id="bold-by-underscores"),
        pytest.param("*a*", f"{ITALIC}a{ITALIC_END}", id="italic"),
        pytest.param("_a_", f"{ITALIC}a{ITALIC_END}", id="italic-by-underscores"),
        pytest.param("***a***", f"{BOLD}a{BOLD_END}", id="both"),
        pytest.param("<b>a</b>", f"{BOLD}a{BOLD_END}", id="html-bold"),
        pytest.param("<strong>a</strong>", f"{BOLD}a{BOLD_END}", id="html-strong"),
        pytest.param("<em>a</em>", f"{ITALIC}a{ITALIC_END}", id="html-emphasis"),
        pytest.param("<code>a</code>", f"{CODE}a{CODE_END}", id="html-code"),
        pytest.param("`` a ``", f"{CODE}a{CODE_END}", id="code"),
        pytest.param(
            "**题目。**作者", f"{BOLD}题目。{BOLD_END}作者", id="full-width-stop-before-the-end"
        ),
        pytest.param("a**b**c", f"a{BOLD}b{BOLD_END}c", id="within-a-word"),
        pytest.param("snake_case_name", "snake_case_name", id="underscores-within-a-word"),
        pytest.param("A* search", "A* search", id="asterisk-alone"),
        pytest.param("2 * 3 * 4", "2 * 3 * 4", id="asterisks-between-blanks"),
        pytest.param("**a", "**a", id="bold-without-end"),
        pytest.param("a**", "a**", id="end-without-bold"),
        pytest.param("*a **b* c**", f"{ITALIC}a **b{ITALIC_END} c**", id="crossing"),
        pytest.param("~~a~~", "a", id="struck-out"),
        pytest.param(r"\*a\*", "*a*", id="escaped"),
        pytest.param("$a_1 * b_2$", "$a_1 * b_2$", id="formula"),
        pytest.param("costs $5 and $6", "costs $5 and $6", id="dollars"),
        pytest.param("a<sup>1</sup>", "a1", id="other-tags-go"),
        pytest.param("p < 0.05 and q > 1", "p < 0.05 and q > 1", id="comparison"),
        pytest.param("a &amp; b &lt; c", "a & b < c", id="entities"),
        pytest.param("a & b", "a & b", id="ampersand"),
        pytest.param("a\nb", "a b", id="line-end-that-is-a-blank"),
        pytest.param("a  \nb", f"a{BREAK}b", id="two-blanks-before-the-line-end"),
        pytest.param("a\\\nb", f"a{BREAK}b", id="backslash-before-the-line-end"),
        pytest.param("a<br>b<BR />c", f"a{BREAK}b{BREAK}c", id="html-line-end"),
        pytest.param(
            "![](https://img.shields.io/badge/ICLR2024-orange)",
            f"{BADGE}ICLR2024{BADGE_END}",
            id="badge",
        ),
        pytest.param("![x](https://img.shields.io/github/stars/a/b)", "", id="count-of-stars"),
    ],
)
def test_emphasis_breaks_and_badges_become_marks(source: str, text: str) -> None:
    assert marked(source, {}).text == text


def test_links_are_numbered_in_their_order() -> None:
    found = marked("[a](x) and [b](y)", {})

    assert found.text == f"{FIRST} and {SECOND}"
    assert found.link(SECOND) == Link("b", "y")


@pytest.mark.parametrize("mark", [BOLD, BADGE_END, "\x00", "\x01", "\x7f", FIRST, "\ud800"])
def test_characters_that_we_use_as_marks_cannot_come_from_the_text(mark: str) -> None:
    found = marked(f"a{mark}b [l{mark}](u{mark})", {})

    assert found.text == f"a\ufffdb {FIRST}"
    assert found.links == (Link("l\ufffd", "u\ufffd"),)


def test_an_entity_cannot_make_one_of_our_marks() -> None:
    assert marked("a&#xF0000;b&#14;c", {}).text == "a\ufffdb c"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param(
            "https://img.shields.io/badge/arXiv-Paper-B31B1B.svg", "arXiv Paper", id="two"
        ),
        pytest.param("https://img.shields.io/badge/ICLR2024-orange", "ICLR2024", id="one"),
        pytest.param("https://img.shields.io/badge/GPT--3-blue", "GPT-3", id="hyphen"),
        pytest.param("https://img.shields.io/badge/Code_Page-red?x=1", "Code Page", id="blank"),
        pytest.param("https://img.shields.io/badge/a__b-red", "a_b", id="underscore"),
        pytest.param("https://img.shields.io/badge/%E4%BB%A3%E7%A0%81-red", "代码", id="chinese"),
        pytest.param("https://img.shields.io/badge/plain.svg", "plain", id="no-colour"),
        pytest.param("https://img.shields.io/github/stars/a/b", "", id="no-badge"),
        pytest.param("https://a.org/badge/x-y-z", "", id="other-host"),
    ],
)
def test_the_words_of_a_badge_are_in_its_address(address: str, words: str) -> None:
    assert badge_words(address) == words


def test_plain_text_is_one_line_without_marks() -> None:
    text = marked(f"**A**  *b*<br>[c]({URL}) `d`", {}).text

    assert plain(text) == "A b d"


def test_names_of_references_are_compared_without_case_and_blanks() -> None:
    assert reference_name(" Paper  ONE ") == reference_name("paper one")


@given(st.text(max_size=200))
def test_text_without_signs_of_markdown_is_kept(text: str) -> None:
    signs = set("\\`*_~[]<>&$!\n") | {chr(code) for code in (*range(32), 127)}
    kept = "".join(
        character
        for character in text
        if character not in signs and not "\U000f0000" <= character <= "\U000ffffd"
    )
    if "http" not in kept:
        assert marked(kept, {}).text == kept
