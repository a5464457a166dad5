import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.local_link import local_links, paths_meant, with_targets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("![](a.png)", ["a.png"], id="image"),
        pytest.param("[![](a.png)](b.md)", ["a.png", "b.md"], id="image-that-is-a-link"),
        pytest.param("![](<img/a b.png>)", ["img/a b.png"], id="angle-brackets"),
        pytest.param("![](img/my pic.png)", ["img/my pic.png"], id="blank-as-it-is"),
        pytest.param('![x](my pic.png "title")', ["my pic.png"], id="blank-and-title"),
        pytest.param("![](x.png =300x)", ["x.png"], id="size-of-typora"),
        pytest.param("![](图%20片/a.png)", ["图%20片/a.png"], id="percent"),
        pytest.param("[c](d(1).md)", ["d(1).md"], id="brackets-in-target"),
        pytest.param("[c](a\\(b\\).md)", ["a(b).md"], id="escapes"),
        pytest.param("![a](b&amp;c.png)", ["b&c.png"], id="entity"),
        pytest.param("![a](b.png?x=1&reg=2)", ["b.png?x=1&reg=2"], id="no-entity"),
        pytest.param("![a](b.png){:height 100}", ["b.png"], id="size-of-logseq"),
        pytest.param("[a]: <b c.md> 'x'\n[d]: e.png", ["b c.md", "e.png"], id="definitions"),
        pytest.param('<img width="3" src="a.png">', ["a.png"], id="html"),
        pytest.param("<IMG SRC='a b.png'/> <a href=c.md>x</a>", ["a b.png", "c.md"], id="tags"),
        pytest.param("![[x.png|100]] [[a/b#h|z]] [[q]]", ["x.png", "a/b", "q"], id="wikilinks"),
        pytest.param("| [[a\\|b]] |", ["a"], id="wikilink-in-a-table"),
        pytest.param("![]({{ site.baseurl }}/img/x.png)", ["/img/x.png"], id="jekyll-site"),
        pytest.param('![]({{ "/a/x.png" | relative_url }})', ["/a/x.png"], id="jekyll-filter"),
        pytest.param('{% asset_img x.png "t" %}', ["x.png"], id="hexo-tag"),
        pytest.param("{% asset_img class x.png %}", ["x.png"], id="hexo-tag-with-class"),
        pytest.param("[x](C:\\a\\b.png)", ["C:\\a\\b.png"], id="drive-of-windows"),
        pytest.param("[a](https://x.org) <http://y.org> [b](mailto:x@y.z)", [], id="web"),
        pytest.param("[c](#part) [d]() ![](data:image/png;base64,AA)", [], id="no-files"),
        pytest.param("`[a](b.md)` [c](d.md)", ["d.md"], id="code"),
        pytest.param("```\n[a](b.md)\n```\n[c](d.md)", ["d.md"], id="code-block"),
        pytest.param("~~~md\n```\n[a](b.md)\n~~~\n[c](d.md)", ["d.md"], id="fence-of-other-sign"),
        pytest.param("<!-- ![](a.png)\n --> ![](b.png)", ["b.png"], id="comment"),
        pytest.param("no links: a < b, [ ] and {x}", [], id="none"),
    ],
)
def test_links_to_files_are_found(text: str, expected: list[str]) -> None:
    assert [link.target for link in local_links(text)] == expected


def test_a_link_knows_its_line_and_whether_it_starts_at_the_root() -> None:
    links = local_links("a\n\n![](/img/x.png)\n[y](z.md)\n")
    assert [(link.line, link.from_root) for link in links] == [(3, True), (4, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[a](x.md)", ["x.md"], id="plain"),
        pytest.param("[a](x%20y.md)", ["x%20y.md", "x y.md"], id="a-file-may-be-named-so"),
        pytest.param("[a](x.md#p)", ["x.md#p", "x.md"], id="anchor"),
        pytest.param("![](x.png?raw=true)", ["x.png?raw=true", "x.png"], id="query"),
        pytest.param("[a](img\\x.png)", ["img\\x.png", "img/x.png"], id="windows"),
        pytest.param("![](/img/x.png)", ["img/x.png"], id="root"),
    ],
)
def test_what_a_link_may_mean_comes_likeliest_first(text: str, expected: list[str]) -> None:
    assert list(paths_meant(local_links(text)[0])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a [b](x.md) c", "a [b](new/n%201.md) c", id="markdown"),
        pytest.param("[b](<x y.md#p>)", "[b](new/n%201.md#p)", id="anchor-stays"),
        pytest.param("<img src='x.png'>", "<img src='new/n%201.md'>", id="html"),
        pytest.param("[b]: x.md 'T'", "[b]: new/n%201.md 'T'", id="definition"),
        pytest.param("[[x]]", "[[new/n 1.md|x]]", id="wikilink-shows-what-it-showed"),
        pytest.param("[[x|y]] [[x#p]]", "[[new/n 1.md|y]] [[new/n 1.md#p]]", id="wikilink-more"),
        pytest.param("| [[x]] |", "| [[new/n 1.md\\|x]] |", id="wikilink-in-a-table"),
        pytest.param("`[b](x.md)`", "`[b](x.md)`", id="code-stays"),
    ],
)
def test_links_are_pointed_elsewhere_and_all_else_stays(text: str, expected: str) -> None:
    assert with_targets(text, lambda _link: "new/n 1.md") == expected


def test_html_in_single_quotes_stays_whole() -> None:
    assert with_targets("<img src='x.png'>", lambda _link: "it's.png") == "<img src='it%27s.png'>"


SIGNS = st.text(alphabet="[]()!<>|#^\\`{}%\"' /.ax膜\n\r=:", max_size=60)


@given(SIGNS)
def test_any_text_stays_as_it_is_if_no_link_changes(text: str) -> None:
    assert with_targets(text, lambda _link: None) == text


@given(SIGNS)
def test_offsets_are_those_of_the_text(text: str) -> None:
    for link in local_links(text):
        assert 0 <= link.start < link.end <= len(text)
        assert link.target
