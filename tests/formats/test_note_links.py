import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.note_links import LinkKind, note_links

#: What links, code and formulas are made of, so that odd mixtures turn up.
PIECES = st.lists(
    st.sampled_from(
        (
            *("[", "]", "(", ")", "![", "[[", "]]", "](a.md)", "](", "]: b.md", "|", "\\"),
            *("`", "```", "$", "$$", "<", ">", '<a href="c.md">', "</a>", "<img src='d.png'>"),
            *("<!--", "-->", "https://x.org", "膜电位", "LIF", " ", "    ", "\t", "\n", "\r\n"),
            *("\r", "\n\n", "- ", "\ufeff", "\0", "\ud800", "%20", "&amp;", "#p"),
        )
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[甲](a.md)", [("link", "甲", "a.md")], id="link"),
        pytest.param("[**LIF** `x`](a.md)", [("link", "LIF x", "a.md")], id="marks-in-text"),
        pytest.param("[a [b] c](x.md)", [("link", "a [b] c", "x.md")], id="brackets-in-text"),
        pytest.param("[a \\[ b](x.md)", [("link", "a [ b", "x.md")], id="escaped-bracket-in-text"),
        pytest.param("[$[0, 1)$ 区间](x.md)", [("link", "$[0, 1)$ 区间", "x.md")], id="formula"),
        pytest.param("[a\nb](x.md)", [("link", "a b", "x.md")], id="text-over-two-lines"),
        pytest.param("[](x.md)", [("link", "", "x.md")], id="no-text"),
        pytest.param("![图](x.png)", [("image", "图", "x.png")], id="image"),
        pytest.param("\\![图](x.png)", [("link", "图", "x.png")], id="no-image"),
        pytest.param(
            "[![图](x.png)](a.md)", [("link", "", "a.md"), ("image", "图", "x.png")], id="both"
        ),
        pytest.param("<img alt='y' src='x.png'>", [("image", "", "x.png")], id="html-image"),
        pytest.param("<a href='x.md'><b>甲</b></a>", [("link", "甲", "x.md")], id="html-link"),
        pytest.param("[[LIF]]", [("wikilink", "LIF", "LIF")], id="wikilink"),
        pytest.param("![[x.png|100]]", [("wikilink", "100", "x.png")], id="wikilink-embedded"),
        pytest.param("| [[a#h\\|乙]] |", [("wikilink", "乙", "a")], id="wikilink-in-a-table"),
        pytest.param("[[1]](#ref) [[论文]](x)", [("link", "[论文]", "x")], id="bracketed-link"),
        pytest.param("x[[0]] \\[[a]]", [], id="no-wikilinks"),
        pytest.param(
            "[甲][1]\n\n[1]: x.md",
            [("link", "甲", "x.md"), ("definition", "", "x.md")],
            id="reference",
        ),
        pytest.param(
            "![甲] \\[甲]\n\n[甲]: x.png",
            [("image", "甲", "x.png"), ("definition", "", "x.png")],
            id="short-reference",
        ),
        pytest.param("[论文](https://x.org)", [("web", "论文", "https://x.org")], id="web"),
        pytest.param(
            "<https://x.org> ![](https://y.org/a.png)", [("web", "", "https://x.org")], id="bare"
        ),
        pytest.param("\\[a](x.md)\n\n[a\\](x.md)\n\na](x.md)", [], id="no-links"),
        pytest.param("{% asset_img x.png %}", [], id="tag-of-hexo"),
        pytest.param("nothing", [], id="none"),
    ],
)
def test_links_are_found_with_what_a_reader_sees(text: str, expected: list[object]) -> None:
    assert [(link.kind.value, link.text, link.target) for link in note_links(text)] == expected


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("`{}`", id="code"),
        pytest.param("``a ` {}``", id="code-with-a-tick"),
        pytest.param("`a\n{} b`", id="code-over-two-lines"),
        pytest.param("```\na\n\n{}\n```\n", id="block"),
        pytest.param("- a\n\n  ```\n  {}\n  ```\n", id="block-in-a-list"),
        pytest.param("a\n\n    {}\n    {}\n", id="indented"),
        pytest.param("a\n\n    $x$ {} b\n", id="indented-with-a-formula"),
        pytest.param("- a\n\n  b\n\nc\n\n    {}\n", id="indented-below-what-follows-a-list"),
        pytest.param("- a\n\nb\n\n\t{}\n", id="indented-after-a-list"),
        pytest.param("${}$", id="formula"),
        pytest.param("$$\n{}\n$$", id="display-formula"),
        pytest.param("$`{}`$", id="quoted-formula"),
        pytest.param("<!-- {} -->", id="comment"),
    ],
)
@pytest.mark.parametrize("link", ["s[t](x)", "[[a]]", "[b]", "https://x.org/a"])
def test_code_formulas_and_comments_have_no_links(code: str, link: str) -> None:
    text = code.replace("{}", link) + "\n\n[after](x.md)\n\n[b]: y.md\n"

    assert [link.target for link in note_links(text)] == ["x.md", "y.md"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- a\n\n    [x](a.md)", id="item-of-a-list"),
        pytest.param("1. a\n   b\n\n      [x](a.md)", id="numbered"),
        pytest.param("a\n    [x](a.md)", id="paragraph-that-goes-on"),
        pytest.param("costs $5, [x](a.md) and $6", id="dollars"),
        pytest.param("a ` b\n\n[x](a.md) ` c", id="ticks-of-two-paragraphs"),
        pytest.param("```\n` a\n```\n[x](a.md) `b`", id="tick-within-a-block"),
        pytest.param("```\na\n\nb\n```\n[x](a.md)\n```\nc\n```", id="between-blocks"),
    ],
)
def test_what_only_looks_like_code_has_links(text: str) -> None:
    assert [link.target for link in note_links(text)] == ["a.md"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("膜电位 [a](x.md)", (1, 5), id="characters"),
        pytest.param("a\r\n\r\n ![a](<x y.png>)", (3, 2), id="crlf"),
        pytest.param("a\rb\r[a](x.md)", (3, 1), id="old-line-ends"),
        pytest.param("a ![[x.png]]", (1, 3), id="wikilink"),
        pytest.param("a\n <img alt='b'\nsrc='x.png'>", (2, 2), id="html-over-two-lines"),
        pytest.param("\n  [a]: x.md", (2, 1), id="definition"),
        pytest.param("[a\nb](x.md)", (1, 1), id="text-over-two-lines"),
        pytest.param("<!-- c --> b https://x.org.", (1, 14), id="after-a-comment"),
        pytest.param("[a](https://x.org)", (1, 1), id="web"),
    ],
)
def test_a_link_knows_where_it_begins(text: str, place: tuple[int, int]) -> None:
    assert [(link.line, link.column) for link in note_links(text)] == [place]


def test_frontmatter_has_no_links_but_lines() -> None:
    front = "---\nurl: https://x.org\ntitle: '[a](b.md)'\n---\n"

    (link,) = note_links(front + "\n[c](d.md)", len(front))

    assert (link.target, link.line, link.column) == ("d.md", 6, 1)


def test_links_to_the_web_may_be_left_out() -> None:
    text = "[a](https://x.org) [b](c.md) https://y.org"

    assert [link.target for link in note_links(text, web=False)] == ["c.md"]
    assert len(note_links(text)) == 3


def test_a_path_is_given_as_it_may_be_meant() -> None:
    (link,) = note_links("[a](/图%20片/x.md#p)")

    assert link.from_root
    assert link.paths[-1] == "图 片/x.md"


@given(PIECES)
def test_any_text_is_read_and_every_place_is_in_it(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for link in note_links(text):
        assert 1 <= link.line <= len(lines)
        assert 1 <= link.column <= len(lines[link.line - 1])
        assert bool(link.paths) == (link.kind is not LinkKind.WEB) or link.from_root


@given(PIECES, st.integers(0, 20))
def test_text_before_the_body_moves_links_and_changes_none(text: str, count: int) -> None:
    front = "---\n" * count
    moved = note_links(front + text, len(front))

    assert moved == [link._replace(line=link.line + count) for link in note_links(text)]


def test_brackets_without_end_take_no_time() -> None:
    assert len(note_links("[" * 20_000 + "](x.md)" * 300)) <= 300
    assert note_links("`" * 5_000 + "a`` " * 2_000 + "[[" * 5_000) == []
