import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from snnnotes.model.markdown import escape, link_target, link_url, one_line

#: Signs that mean something in Markdown, with letters and blanks between them.
SIGNS = st.text(
    st.sampled_from("ab 12_*[]()<>#+-=~|`\\!&;:$@/.'\"^{}膜，“é\u3000\u200b\t\n"), max_size=30
)
TITLES = st.one_of(SIGNS, st.text(max_size=40))

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


STRUCTURE = re.compile(r"(?:bullet_list|list_item|paragraph|heading|link)_(?:open|close)")


def leaves(markdown: str) -> Iterator[Token]:
    """What the text is made of after Markdown is read, in its order."""
    for block in GITHUB.parse(markdown):
        yield from block.children or [block]


def shown_text(token: Token) -> str:
    """What a reader sees of it; markup that a title should not make shows up as its name."""
    if token.type == "text":
        return token.content
    ours = token.type == "html_inline" and token.content in ("<span>", "</span>")
    return "" if ours or STRUCTURE.fullmatch(token.type) else f"<{token.type}>"


def shown(markdown: str) -> str:
    return "".join(map(shown_text, leaves(markdown)))


def link_targets(markdown: str) -> list[str]:
    return [str(token.attrs["href"]) for token in leaves(markdown) if token.type == "link_open"]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("SparseProp: Efficient Event-Based Simulation", id="colon-and-hyphen"),
        pytest.param("Spike-driven Transformer (v2), revisited!", id="brackets-comma-mark"),
        pytest.param("膜电位批归一化：脉冲神经网络", id="chinese"),
        pytest.param("snake_case_names, 膜_电_位", id="underscores-in-words"),
        pytest.param("R&D at AT&T", id="ampersand"),
        pytest.param("a < b > c = d + e - f", id="signs-between-blanks"),
        pytest.param("C# and F# #1", id="number-signs"),
        pytest.param("The $1 Recogniser", id="one-dollar"),
        pytest.param("10:30:00", id="a-time"),
        pytest.param(r"\tau and \alpha", id="backslash-before-letters"),
        pytest.param("-5 degrees", id="minus-number"),
        pytest.param("3.14 is no list", id="decimal"),
        pytest.param("1234567890. too long for a list", id="ten-digits"),
        pytest.param("@user on e-mail", id="mention"),
    ],
)
def test_ordinary_title_stays_as_it_is(title: str) -> None:
    assert escape(title) == title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("A* search", r"A\* search", id="star"),
        pytest.param("_private name_", r"\_private name\_", id="underscores-round-words"),
        pytest.param("a _ b", r"a \_ b", id="underscore-alone"),
        pytest.param("the `code`", r"the \`code\`", id="backticks"),
        pytest.param("[x](y)", r"\[x\](y)", id="link"),
        pytest.param("![x](y)", r"!\[x\](y)", id="image"),
        pytest.param("~10x faster", r"\~10x faster", id="tilde"),
        pytest.param("P(y|x)", r"P(y\|x)", id="bar"),
        pytest.param("<b>bold</b>", r"\<b>bold\</b>", id="tags"),
        pytest.param("<!-- x -->", r"\<!-- x -->", id="comment"),
        pytest.param("<https://x.org>", r"\<https\://x.org>", id="address-in-angle-brackets"),
        pytest.param("ends in <", r"ends in \<", id="open-angle-at-the-end"),
        pytest.param("&amp; &#35; &#x23; &x;", r"\&amp; \&#35; \&#x23; \&x;", id="entities"),
        pytest.param(r"a\*b", r"a\\\*b", id="backslash-before-a-sign"),
        pytest.param("a\\", r"a\\", id="backslash-at-the-end"),
        pytest.param("# heading", r"\# heading", id="number-sign-first"),
        pytest.param("###", r"\###", id="number-signs-alone"),
        pytest.param("closed #", r"closed \#", id="number-sign-last"),
        pytest.param("closed ###", r"closed \###", id="number-signs-last"),
        pytest.param("> said", r"\> said", id="quotation"),
        pytest.param("- item", r"\- item", id="hyphen-first"),
        pytest.param("+ item", r"\+ item", id="plus-first"),
        pytest.param("---", r"\---", id="rule"),
        pytest.param("- - -", r"\- - -", id="rule-with-blanks"),
        pytest.param("===", r"\===", id="underline"),
        pytest.param("2048. A game", r"2048\. A game", id="number-and-full-stop"),
        pytest.param("1) one", r"1\) one", id="number-and-bracket"),
        pytest.param("1984.", r"1984\.", id="number-alone"),
        pytest.param("http://a.b/_c_", r"http\://a.b/\_c\_", id="address"),
        pytest.param("HTTPS://A.B and ftp://c", r"HTTPS\://A.B and ftp\://c", id="address-kinds"),
        pytest.param("www.x.org", r"www\.x.org", id="address-without-protocol"),
        pytest.param(
            "$O(n)$ time",
            "<span>$</span>O(n)<span>$</span> time",
            id="formula",
        ),
        pytest.param("1:100:1", "1<span>:</span>100:1", id="emoji-by-number"),
        pytest.param("votes :+1:", "votes <span>:</span>+1:", id="emoji-by-sign"),
        pytest.param(":a:b:", "<span>:</span>a<span>:</span>b:", id="emoji-twice"),
    ],
)
def test_sign_is_escaped_where_it_means_something(title: str, expected: str) -> None:
    assert escape(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("two\nlines", "two lines", id="line-feed"),
        pytest.param("two\r\n\r\nlines", "two lines", id="blank-line"),
        pytest.param("a\u2028b\u2029c\x85d", "a b c d", id="unicode-line-ends"),
        pytest.param("a\x00b\x1b[31mc\x7f", "a b [31mc", id="control-characters"),
        pytest.param("  a   b  ", "a b", id="blanks"),
        pytest.param("宽\u3000空", "宽\u3000空", id="full-width-blank-is-kept"),
        pytest.param("a\u202eb\u2066c\u2069", "abc", id="direction-controls"),
        pytest.param("a\u200fb", "a\u200fb", id="direction-mark-is-kept"),
        pytest.param("👩\u200d🔬", "👩\u200d🔬", id="joined-emoji-is-kept"),
        pytest.param("a\ud800b", "a\ufffdb", id="half-a-surrogate-pair"),
        pytest.param("\n\t", "", id="nothing-left"),
    ],
)
def test_one_line_keeps_what_can_be_shown(title: str, expected: str) -> None:
    assert one_line(title) == expected


@given(TITLES)
def test_any_title_shows_as_itself_in_a_row(title: str) -> None:
    row = f"- {escape(title)} [笔记](notes/a.md)"

    assert shown(row) == f"{one_line(title)} 笔记".lstrip(" ")
    assert link_targets(row) == ["notes/a.md"]


@given(TITLES.filter(one_line))
def test_any_title_shows_as_itself_in_a_heading(title: str) -> None:
    assert shown(f"## {escape(title)}") == one_line(title)


@given(TITLES.filter(one_line))
def test_any_title_shows_as_itself_as_the_words_of_a_link(title: str) -> None:
    row = f"- [{escape(title)}](notes/a.md)"

    assert shown(row) == one_line(title)
    assert link_targets(row) == ["notes/a.md"]


@given(TITLES.filter(one_line))
def test_any_title_shows_as_itself_in_a_line_of_its_own(title: str) -> None:
    assert shown(f"{escape(title)}\n") == one_line(title)


@given(TITLES)
def test_any_title_fills_one_cell_of_a_table(title: str) -> None:
    table = f"| a | b |\n|---|---|\n| {escape(title)} | x |\n"
    cells = [token for token in GITHUB.parse(table) if token.type == "inline"]
    texts = ["".join(map(shown_text, cell.children or [])) for cell in cells]

    assert texts == ["a", "b", one_line(title), "x"]


@given(TITLES)
def test_no_title_makes_a_formula_or_an_emoji(title: str) -> None:
    texts = [token.content for token in leaves(f"- {escape(title)} x") if token.type == "text"]

    assert not any(re.search(":([a-z][a-z0-9_]*|[+-]1|100):", text) for text in texts)
    assert not any("$" in text for text in texts if text != "$") or title.count("$") == 1


@given(TITLES)
def test_one_line_changes_nothing_the_second_time(title: str) -> None:
    assert one_line(one_line(title)) == one_line(title)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "notes/2023/SparseProp, Efficient.md",
            "notes/2023/SparseProp,%20Efficient.md",
            id="blank-and-comma",
        ),
        pytest.param("notes/膜电位，一.md", "notes/膜电位，一.md", id="chinese"),
        pytest.param("a(1).md", "a%281%29.md", id="brackets"),
        pytest.param("100%.md", "100%25.md", id="percent"),
        pytest.param("a%20b.md", "a%2520b.md", id="percent-that-looks-encoded"),
        pytest.param("C# why?.md", "C%23%20why%3F.md", id="number-sign-and-question-mark"),
        pytest.param('<a> "b".md', "%3Ca%3E%20%22b%22.md", id="angles-and-quotes"),
        pytest.param("a`b\\c|d.md", "a%60b%5Cc%7Cd.md", id="backtick-backslash-bar"),
        pytest.param("[a]{b}^.md", "%5Ba%5D%7Bb%7D%5E.md", id="not-in-a-url"),
        pytest.param("$1.md", "%241.md", id="dollar"),
        pytest.param("SEENN: x.md", "SEENN%3A%20x.md", id="colon-is-no-protocol"),
        pytest.param("R&D;a &lt;.md", "R%26D;a%20%26lt;.md", id="ampersand-of-an-entity"),
        pytest.param("R&D.md", "R&D.md", id="ampersand"),
        pytest.param("a_b*c~d'e!.md", "a_b*c~d'e!.md", id="harmless-signs"),
        pytest.param("a\u3000b\u00a0c.md", "a%E3%80%80b%C2%A0c.md", id="other-blanks"),
        pytest.param("a\nb\u200b.md", "a%0Ab%E2%80%8B.md", id="invisible"),
        pytest.param("a\udcffb.md", "a%FFb.md", id="byte-that-is-not-utf-8"),
        pytest.param("a\ud800b.md", "a%ED%A0%80b.md", id="half-a-surrogate-pair"),
    ],
)
def test_link_target_is_written_as_the_readme_has_it(path: str, expected: str) -> None:
    assert link_target(path) == expected


def test_link_target_takes_a_path() -> None:
    assert link_target(PurePosixPath("notes/a b.md")) == "notes/a%20b.md"


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1))
def test_link_to_any_path_leads_to_that_path(name: str) -> None:
    (target,) = link_targets(f"- a [b]({link_target(f'notes/{name}')})")

    assert percent_decoded(target) == f"notes/{name}"


def percent_decoded(target: str) -> str:
    return re.sub(
        "(?:%[0-9A-F]{2})+", lambda found: bytes.fromhex(found[0].replace("%", "")).decode(), target
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "https://openreview.net/forum?id=a&noteId=b#c",
            "https://openreview.net/forum?id=a&noteId=b#c",
            id="query-and-fragment",
        ),
        pytest.param("https://x.org/a%20b", "https://x.org/a%20b", id="encoded-already"),
        pytest.param(" https://x.org/a b ", "https://x.org/a%20b", id="blanks"),
        pytest.param("https://x.org/a_(b)", "https://x.org/a_%28b%29", id="brackets"),
        pytest.param("https://x.org/?a=1&lt;=2", "https://x.org/?a=1&amp;lt;=2", id="entity"),
        pytest.param("https://x.org/<>\\`|", "https://x.org/%3C%3E%5C%60%7C", id="signs"),
        pytest.param("https://x.org/电位", "https://x.org/电位", id="chinese"),
    ],
)
def test_link_url_keeps_what_has_a_meaning_in_an_address(url: str, expected: str) -> None:
    assert link_url(url) == expected


def test_address_with_an_entity_in_it_is_linked_as_it_is() -> None:
    assert link_targets(f"[a]({link_url('https://x.org/?a=1&copy;=2')})") == [
        "https://x.org/?a=1&copy;=2"
    ]
