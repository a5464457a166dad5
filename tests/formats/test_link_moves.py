import posixpath
from itertools import product
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.link_moves import MovedFiles, relinked
from snnnotes.formats.local_link import LinkForm, local_links
from snnnotes.model.markdown import link_target

README = PurePosixPath("README.md")
OTHER = PurePosixPath("notes/2022/other.md")
OLD = PurePosixPath("notes/2022/LIF.md")
NEW = PurePosixPath("notes/2023/脉冲 (v2), PLIF.md")
FILES = (README, OTHER, OLD, PurePosixPath("notes/2022/img/a.png"))


def after(
    text: str,
    *,
    at: PurePosixPath = README,
    moves: dict[PurePosixPath, PurePosixPath] | None = None,
    files: tuple[PurePosixPath, ...] = FILES,
) -> str:
    return relinked(text, at, MovedFiles(moves or {OLD: NEW}, files))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "- LIF [笔记](notes/2022/LIF.md)\r\n",
            "- LIF [笔记](notes/2023/脉冲%20%28v2%29,%20PLIF.md)\r\n",
            id="row-of-a-readme",
        ),
        pytest.param(
            "[x](<notes/2022/LIF.md>)", "[x](<notes/2023/脉冲 (v2), PLIF.md>)", id="angle-brackets"
        ),
        pytest.param(
            "[x](./notes/2022/LIF.md)",
            "[x](./notes/2023/脉冲%20%28v2%29,%20PLIF.md)",
            id="dot-slash-stays",
        ),
        pytest.param(
            "[x](notes/2022/LIF.md#公式-1 'T')",
            "[x](notes/2023/脉冲%20%28v2%29,%20PLIF.md#公式-1 'T')",
            id="anchor-and-title-stay",
        ),
        pytest.param(
            "![x](notes/2022/LIF.md?raw=true#a/b)",
            "![x](notes/2023/脉冲%20%28v2%29,%20PLIF.md?raw=true#a/b)",
            id="query-stays",
        ),
        pytest.param(
            "[x](/notes/2022/LIF.md)", "[x](/notes/2023/脉冲%20%28v2%29,%20PLIF.md)", id="from-root"
        ),
        pytest.param(
            "[x](/2022/LIF.md)", "[x](/2023/脉冲%20%28v2%29,%20PLIF.md)", id="root-of-a-site"
        ),
        pytest.param(
            "[x](docs/../notes/2022/LIF.md)",
            "[x](notes/2023/脉冲%20%28v2%29,%20PLIF.md)",
            id="way-round",
        ),
        pytest.param(
            "[x][1]\n\n[1]: notes/2022/LIF.md\n",
            "[x][1]\n\n[1]: notes/2023/脉冲%20%28v2%29,%20PLIF.md\n",
            id="definition",
        ),
        pytest.param(
            '<a href="notes/2022/LIF.md">x</a>',
            '<a href="notes/2023/脉冲%20(v2),%20PLIF.md">x</a>',
            id="html",
        ),
        pytest.param(
            "<img src='notes/2022/LIF.md'>",
            "<img src='notes/2023/脉冲%20(v2),%20PLIF.md'>",
            id="html-in-single-quotes",
        ),
        pytest.param(
            "[x](notes\\2022\\LIF.md)", "[x](notes/2023/脉冲%20%28v2%29,%20PLIF.md)", id="windows"
        ),
        pytest.param(
            "[a](notes/2022/LIF.md) [b](notes/2022/other.md) [c](notes/2022/LIF.md)",
            "[a](notes/2023/脉冲%20%28v2%29,%20PLIF.md) [b](notes/2022/other.md) "
            "[c](notes/2023/脉冲%20%28v2%29,%20PLIF.md)",
            id="several",
        ),
        pytest.param("[[LIF]]", "[[脉冲 (v2), PLIF]]", id="wikilink"),
        pytest.param("[[lif|神经元]]", "[[脉冲 (v2), PLIF|神经元]]", id="wikilink-with-alias"),
        pytest.param("![[LIF#h]]", "![[脉冲 (v2), PLIF#h]]", id="embedded-with-heading"),
        pytest.param("[[LIF.md]]", "[[脉冲 (v2), PLIF.md]]", id="wikilink-with-suffix"),
        pytest.param("[[2022/LIF]]", "[[2023/脉冲 (v2), PLIF]]", id="wikilink-with-a-folder"),
        pytest.param(
            "[[notes/2022/LIF.md#^b|x]]",
            "[[notes/2023/脉冲 (v2), PLIF.md#^b|x]]",
            id="wikilink-with-the-whole-path",
        ),
        pytest.param("[[/notes/2022/LIF]]", "[[/notes/2023/脉冲 (v2), PLIF]]", id="wiki-from-root"),
        pytest.param("| [[LIF\\|x]] |", "| [[脉冲 (v2), PLIF\\|x]] |", id="wikilink-in-a-table"),
        pytest.param("\ufeff[[LIF]]", "\ufeff[[脉冲 (v2), PLIF]]", id="byte-order-mark"),
        pytest.param("`[[LIF]]` [[LIF]]", "`[[LIF]]` [[脉冲 (v2), PLIF]]", id="beside-code"),
    ],
)
def test_a_link_follows_the_file_and_keeps_its_style(text: str, expected: str) -> None:
    assert after(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[x](notes/2022/other.md) [[other]]", id="other-files"),
        pytest.param("[x](LIF.md)", id="no-such-path"),
        pytest.param("[LIF](https://x.org/notes/2022/LIF.md)", id="web"),
        pytest.param("notes/2022/LIF.md and LIF", id="text"),
        pytest.param("`[x](notes/2022/LIF.md)`", id="code"),
        pytest.param("a `b\n[[LIF]]` c", id="code-over-two-lines"),
        pytest.param("```\n[[LIF]]\n```\n", id="code-block"),
        pytest.param("a\n\n    [[LIF]]\n", id="indented-code"),
        pytest.param("$[x](notes/2022/LIF.md)$", id="formula"),
        pytest.param("$$\n[[LIF]]\n$$", id="display-formula"),
        pytest.param("<!-- [[LIF]] -->", id="comment"),
        pytest.param("\\[[LIF]] \\[x](notes/2022/LIF.md)", id="escaped"),
        pytest.param("{% asset_img notes/2022/LIF.md %}", id="tag-of-hexo"),
        pytest.param('---\nrelated: "[[LIF]]"\n---\n', id="frontmatter"),
    ],
)
def test_what_does_not_open_the_file_stays(text: str) -> None:
    assert after(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[x](a%2C%20b.md)", "[x](c%2C%20d.md)", id="comma-with-percent"),
        pytest.param("[x](a,%20b.md)", "[x](c,%20d.md)", id="blank-with-percent"),
        pytest.param("[x](<a, b.md>)", "[x](<c, d.md>)", id="blanks-in-angle-brackets"),
        pytest.param("[x](<a,%20b.md>)", "[x](<c,%20d.md>)", id="percent-in-angle-brackets"),
        pytest.param("[x](a, b.md)", "[x](c, d.md)", id="blank-as-it-is"),
        pytest.param('<a href="a, b.md">', '<a href="c, d.md">', id="blank-in-html"),
        pytest.param("[x](a\\, b.md)", "[x](c, d.md)", id="escaped"),
        pytest.param("[x](a&#44;%20b.md)", "[x](c,%20d.md)", id="entity"),
    ],
)
def test_signs_are_written_as_in_the_old_link(text: str, expected: str) -> None:
    moves = {PurePosixPath("a, b.md"): PurePosixPath("c, d.md")}
    assert after(text, moves=moves) == expected


def test_chinese_is_written_with_percent_signs_where_the_old_link_did_so() -> None:
    moves = {PurePosixPath("膜.md"): PurePosixPath("电 位.md")}
    assert after("[x](%E8%86%9C.md)", moves=moves) == "[x](%E7%94%B5%20%E4%BD%8D.md)"
    assert after("[x](膜.md)", moves=moves) == "[x](电%20位.md)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[x](img/a.png)", "[x](../2022/img/a.png)", id="image-beside-it"),
        pytest.param("[x](img/b%2Cc.png#p)", "[x](../2022/img/b%2Cc.png#p)", id="unknown-file"),
        pytest.param("[x](../2023/b.md)", "[x](b.md)", id="beside-it-now"),
        pytest.param("[x](./other.md)", "[x](../2022/other.md)", id="dot-slash-that-goes-up"),
        pytest.param("[x](../../README.md)", "[x](../../README.md)", id="same-from-there"),
        pytest.param("[x](../../../up/a.pdf)", "[x](../../../up/a.pdf)", id="outside"),
        pytest.param("[x](..)", "[x](..)", id="folder-above"),
        pytest.param("[x](.)", "[x](../2022)", id="own-folder"),
        pytest.param("[x](img/)", "[x](../2022/img/)", id="folder-with-slash"),
        pytest.param("[x](LIF.md#p)", "[x](脉冲%20%28v2%29,%20PLIF.md#p)", id="to-itself"),
        pytest.param("[x](#p)", "[x](#p)", id="anchor-alone"),
        pytest.param("[x](/img/q.png)", "[x](/img/q.png)", id="unknown-from-root"),
        pytest.param("[x](arxiv.org/abs/1)", "[x](arxiv.org/abs/1)", id="address-without-https"),
        pytest.param("[x](C:\\q\\a.png)", "[x](C:\\q\\a.png)", id="drive-of-windows"),
        pytest.param("[x](img\\b.png)", "[x](../2022/img/b.png)", id="backslash"),
        pytest.param("[[other]] ![[a.png|100]]", "[[other]] ![[a.png|100]]", id="wikilinks"),
        pytest.param("[[./other]]", "[[../2022/other]]", id="relative-wikilink"),
        pytest.param("`[x](img/a.png)`", "`[x](img/a.png)`", id="code"),
    ],
)
def test_a_file_that_moves_takes_its_links_along(text: str, expected: str) -> None:
    assert after(text, at=OLD) == expected


def test_a_deeper_folder_takes_more_steps_up() -> None:
    moves = {OLD: PurePosixPath("notes/2022/neurons/LIF.md")}
    text = "[a](other.md) [b](../../README.md) [c](../../../up/x.pdf) [[../../README]]"
    assert after(text, at=OLD, moves=moves) == (
        "[a](../other.md) [b](../../../README.md) [c](../../../../up/x.pdf) [[../../../README]]"
    )


def test_two_files_that_move_together_keep_their_links() -> None:
    moves = {path: PurePosixPath("notes/2023") / path.name for path in (OLD, OTHER)}
    assert after("[a](LIF.md) [[LIF]]", at=OTHER, moves=moves) == "[a](LIF.md) [[LIF]]"


def test_files_can_swap_their_names() -> None:
    moves = {OLD: OTHER, OTHER: OLD}
    assert after("[a](LIF.md) [b](other.md)", at=OLD, moves=moves) == "[a](other.md) [b](LIF.md)"
    assert after("[[LIF]] [[other]]", moves=moves) == "[[other]] [[LIF]]"


def test_a_link_from_the_root_follows_a_file_that_goes_down_a_folder() -> None:
    moves = {PurePosixPath("LIF.md"): PurePosixPath("notes/LIF.md")}
    assert after("[x](/LIF.md)", moves=moves, files=()) == "[x](/notes/LIF.md)"


def test_a_file_whose_name_has_a_number_sign_is_told_from_an_anchor() -> None:
    moves = {PurePosixPath("C#.md"): PurePosixPath("D#.md")}
    assert after("[x](C#.md) [y](C%23.md#p)", moves=moves) == "[x](D%23.md) [y](D%23.md#p)"


def test_a_link_below_a_site_is_made_relative() -> None:
    text = "[x]({{ site.baseurl }}/notes/2022/LIF.md)"
    assert after(text) == "[x](/notes/2023/脉冲%20%28v2%29,%20PLIF.md)"


def test_a_name_like_a_protocol_is_none() -> None:
    moves = {PurePosixPath("docs/x/y.md"): PurePosixPath("docs/a:b/y.md")}
    assert after("[x](docs/x/y.md)", moves=moves) == "[x](docs/a%3Ab/y.md)"


class TestAWikilinkIsChanged:
    def test_only_where_its_name_means_one_file(self) -> None:
        files = (*FILES, PurePosixPath("notes/2021/LIF.md"))
        text = "[[LIF]] [[2022/LIF]] [[2021/LIF]]"
        assert after(text, files=files) == "[[LIF]] [[2023/脉冲 (v2), PLIF]] [[2021/LIF]]"

    @pytest.mark.parametrize("year", ["2021", "2024"])
    def test_not_where_its_name_or_end_of_path_means_two_files(self, year: str) -> None:
        files = (README, OLD, PurePosixPath(f"notes/{year}/LIF.md"))
        assert after("[[LIF]] [x](/LIF.md)", files=files) == "[[LIF]] [x](/LIF.md)"

    def test_to_as_many_folders_as_its_new_name_takes(self) -> None:
        files = (README, OLD, PurePosixPath("notes/2021/other.md"))
        moves = {OLD: PurePosixPath("notes/2023/Other.md")}
        assert after("[[LIF]]", files=files, moves=moves) == "[[2023/Other]]"

    def test_if_another_file_takes_the_name(self) -> None:
        moves = {OLD: PurePosixPath("notes/2023/other.md")}
        assert after("[[other|x]]", moves=moves) == "[[2022/other|x]]"

    def test_to_a_link_where_it_cannot_hold_the_new_name(self) -> None:
        moves = {OLD: PurePosixPath("notes/2022/[Re] LIF.md")}
        assert after("a [[LIF#h]] ![[LIF|b]]", moves=moves) == (
            "a [\\[Re\\] LIF](notes/2022/%5BRe%5D%20LIF.md) [b](notes/2022/%5BRe%5D%20LIF.md)"
        )
        picture = {FILES[3]: PurePosixPath("notes/2022/img/b#1.png")}
        assert after("![[a.png]]", moves=picture) == "![b#1.png](notes/2022/img/b%231.png)"

    def test_if_it_names_the_note_by_its_old_title(self) -> None:
        moved = MovedFiles(
            {OLD: NEW}, FILES, titles={OLD: "Leaky: a model"}, new_titles={NEW: "PLIF"}
        )
        assert relinked("[[Leaky, a model|x]]", README, moved) == "[[脉冲 (v2), PLIF|x]]"

    def test_not_if_only_upper_and_lower_case_change(self) -> None:
        moves = {OLD: PurePosixPath("notes/2022/lif.md")}
        assert after("[[LIF]] [a](notes/2022/LIF.md)", moves=moves) == (
            "[[LIF]] [a](notes/2022/lif.md)"
        )


@pytest.mark.parametrize(
    ("name", "text", "concerned"),
    [
        pytest.param("Spike-driven LIF", "[[spike-Driven LIF]]", True, id="word"),
        pytest.param("Spike-driven LIF", "[[spikes]]", False, id="no-word"),
        pytest.param("膜电位", "[a](膜电位.md)", True, id="chinese"),
        pytest.param("膜电位", "[a](%e8%86%9C.md)", True, id="chinese-with-percent-signs"),
        pytest.param("膜电位", "[a](电位.md)", False, id="other-chinese"),
        pytest.param("《》", "anything", True, id="no-word-to-look-for"),
    ],
)
def test_texts_without_the_words_of_a_moved_name_need_not_be_read(
    name: str, text: str, *, concerned: bool
) -> None:
    moves = {PurePosixPath(f"{name}.md"): PurePosixPath("zzz.md")}
    assert MovedFiles(moves, []).may_concern(text) is concerned


def test_only_a_wikilink_is_concerned_by_a_new_name_or_title() -> None:
    moved = MovedFiles({OLD: NEW}, FILES, titles={OLD: "Leaky Model"})
    texts = ["p (v2) 脉冲 PLI", "[[plif-v2]]", "leaky model", "a [[Leaky: model]]"]
    assert [moved.may_concern(text) for text in texts] == [False, True, False, True]


def test_many_moves_are_all_followed() -> None:
    moves = {PurePosixPath(f"note{n}.md"): PurePosixPath(f"new{n}.md") for n in range(200)}
    assert after("[a](note7.md) [[note199]]", moves=moves) == "[a](new7.md) [[new199]]"


NAMES = st.text(alphabet="abB 膜é(),'&#%;=+$~!@", min_size=1, max_size=6).filter(
    lambda name: name.strip(" ") == name and any(sign.isalpha() for sign in name)
)
FOLDERS = st.sampled_from(("", "notes/", "notes/2022/", "notes/x y (1)/", "docs/"))
PATHS = st.builds(lambda folder, name: PurePosixPath(f"{folder}{name}.md"), FOLDERS, NAMES)


def distinct(paths: list[PurePosixPath]) -> bool:
    """Different on any disk, and by name alone, so that every wikilink means one file."""
    return len({path.name.casefold() for path in paths}) == len(paths)


def opened(text: str, path: PurePosixPath, files: list[PurePosixPath]) -> list[PurePosixPath]:
    """What the links of a text open, as GitHub and Obsidian have it; fails if it is nothing."""
    found = []
    for link in local_links(text):
        if link.form is LinkForm.WIKI:
            name = f"/{link.target}".casefold().removesuffix(".md")
            ends = [f"/{file}".casefold().removesuffix(".md").endswith(name) for file in files]
            (one,) = [file for file, is_it in zip(files, ends, strict=True) if is_it]
            found.append(one)
        else:
            decoded = unquote(link.target.partition("#")[0])
            folder = PurePosixPath() if link.from_root else path.parent
            joined = posixpath.normpath(posixpath.join(str(folder), decoded.lstrip("/")))
            found.append(files[files.index(PurePosixPath(joined))])
    return found


def link_forms(path: PurePosixPath, folder: PurePosixPath) -> list[str]:
    """Links to a file in all forms."""
    way = posixpath.relpath(f"/{path}", f"/{folder}")
    forms = [
        f"[x]({link_target(way)}#p)",
        f"[x](<{quote(way, safe='/ ,()')}>)",
        f"[x]({quote(way)})",
        f"![x](/{link_target(path)} 'T')",
        f"<a href='{link_target(way).replace(chr(39), '%27')}'>x</a>",
        f'<img src="{quote(way)}">',
        f"text\n\n[r]: {link_target(way)}\n",
    ]
    # A number sign would begin a heading, and two dollar signs on a page make a formula.
    return (
        forms if {"#", "$"} & {*path.name} else [*forms, f"[[{path.stem}]]", f"![[{path.name}|x]]"]
    )


@given(
    st.lists(PATHS, min_size=2, max_size=4).filter(distinct),
    st.lists(PATHS, min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_links_open_the_same_files_before_and_after(
    files: list[PurePosixPath], places: list[PurePosixPath], moving: list[bool]
) -> None:
    moves = {old: new for old, new, moves in zip(files, places, moving, strict=False) if moves}
    later = [moves.get(path, path) for path in files]
    if not distinct(later):
        return
    moved = MovedFiles(moves, files)
    for path in files:
        links = [link for target in files for link in link_forms(target, path.parent)]
        text = "\n\n".join(links)
        before = opened(text, path, files)

        changed = relinked(text, path, moved)

        expected = [moves.get(target, target) for target in before]
        assert opened(changed, moves.get(path, path), later) == expected
        # Once all has moved, there is nothing to do.
        assert relinked(changed, moves.get(path, path), MovedFiles({}, later)) == changed


@given(st.text(alphabet="[]()!<>|#^\\`{}%\"' /.aLIFmd膜\n\r=:$", max_size=80))
def test_any_text_without_the_name_stays(text: str) -> None:
    moves = {PurePosixPath("zz/zz.md"): PurePosixPath("yy.md")}
    for path, files in product([README, OTHER], [FILES]):
        assert relinked(text, path, MovedFiles(moves, files)) == text


@given(st.text(alphabet="[]()!<>|#^\\`%\"' /.ab膜\n\r=:$", max_size=60))
def test_there_and_back_no_link_is_lost(text: str) -> None:
    there, back = PurePosixPath("a/b.md"), PurePosixPath("q/r/b.md")
    once = relinked(text, there, MovedFiles({there: back}, []))
    again = relinked(once, back, MovedFiles({back: there}, []))
    assert len(local_links(once)) == len(local_links(text)) == len(local_links(again))
