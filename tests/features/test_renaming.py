from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError, UsageError, WouldOverwriteError
from snnnotes.features.renaming import plan_rename, plan_renames
from snnnotes.formats.frontmatter import read_note
from snnnotes.model.change import FileChange
from snnnotes.model.file_name import folded_name

NOTE = PurePosixPath("notes/2023/LIF, a model.md")
OTHER = PurePosixPath("notes/2022/Other.md")
README = PurePosixPath("README.md")
NOTE_TEXT = """---
title: "LIF: a model" # checked
year: 2023
---

## LIF: a model

[论文](https://x.org) [自己](<LIF, a model.md#公式>) ![](img/a.png)
"""
TEXTS = {
    NOTE: NOTE_TEXT,
    OTHER: "---\ntitle: Other\nyear: 2022\n---\n见 [[LIF, a model|此文]] 与 [[LIF-a-model]]\r\n",
    README: "# 笔记\r\n\r\n- LIF: a model [笔记](notes/2023/LIF,%20a%20model.md)\r\n",
    PurePosixPath("notes/2022/Third.md"): "nothing on it\n",
}


def path(text: str) -> PurePosixPath:
    return PurePosixPath(text)


def known(texts: Mapping[PurePosixPath, str]) -> Callable[[PurePosixPath], bool]:
    """`exists` on a disk that knows no case."""
    names = {folded_name(str(one)) for one in texts}
    return lambda wanted: folded_name(str(wanted)) in names


def rename(
    title: str,
    texts: Mapping[PurePosixPath, str] = TEXTS,
    note: PurePosixPath = NOTE,
) -> list[FileChange]:
    return plan_rename(read_note(texts[note], path=note), title, texts, known(texts))


def made(texts: Mapping[PurePosixPath, str], changes: list[FileChange]) -> dict[PurePosixPath, str]:
    """The files after the changes; each change has to begin with what is there."""
    files = dict(texts)
    for change in changes:
        assert texts.get(change.path) == change.before
        files.pop(change.path, None)
    files |= {change.path: change.after for change in changes if change.after is not None}
    return files


class TestMoving:
    def test_the_old_file_goes_and_the_new_one_comes_with_all_links(self) -> None:
        new = path("notes/2024/PLIF.md")

        changes = {change.path: change for change in plan_renames({NOTE: new}, TEXTS)}

        assert set(changes) == {NOTE, new, OTHER, README}
        assert (changes[NOTE].before, changes[NOTE].after) == (NOTE_TEXT, None)
        assert changes[new].before is None
        assert changes[new].after == NOTE_TEXT.replace(
            "<LIF, a model.md#公式>", "<PLIF.md#公式>"
        ).replace("img/a.png", "../2023/img/a.png")
        assert changes[README].text == (
            "# 笔记\r\n\r\n- LIF: a model [笔记](notes/2024/PLIF.md)\r\n"
        )
        assert "[[PLIF|此文]] 与 [[LIF-a-model]]\r\n" in changes[OTHER].text

    def test_nothing_changes_without_a_move(self) -> None:
        assert plan_renames({}, TEXTS) == []
        assert plan_renames({NOTE: NOTE}, TEXTS) == []

    def test_a_picture_is_left_to_the_caller_but_not_its_links(self) -> None:
        moves = {path("notes/2023/img/a.png"): path("notes/2023/img/b.png")}
        (change,) = plan_renames(moves, TEXTS)
        assert change.text == NOTE_TEXT.replace("img/a.png", "img/b.png")

    def test_two_files_swap_their_places(self) -> None:
        texts = {path("a.md"): "[x](b.md)", path("b.md"): "B"}
        moves = {path("a.md"): path("b.md"), path("b.md"): path("a.md")}
        assert made(texts, plan_renames(moves, texts)) == {
            path("a.md"): "B",
            path("b.md"): "[x](a.md)",
        }

    def test_a_name_changes_in_case_alone(self) -> None:
        new = path("notes/2022/OTHER.md")
        changes = plan_renames({OTHER: new}, TEXTS)
        assert [(one.path, one.after is None) for one in changes] == [(new, False), (OTHER, True)]

    @pytest.mark.parametrize(
        "moves",
        [
            pytest.param({NOTE: OTHER}, id="a-file-that-stays"),
            pytest.param({NOTE: path("notes/2022/other.md")}, id="but-for-case"),
            pytest.param({NOTE: path("a.md"), OTHER: path("A.md")}, id="two-to-one-place"),
        ],
    )
    def test_no_file_is_overwritten(self, moves: dict[PurePosixPath, PurePosixPath]) -> None:
        with pytest.raises(WouldOverwriteError, match="exists already"):
            plan_renames(moves, TEXTS)


class TestAnotherTitle:
    def test_changes_title_heading_file_name_and_links(self) -> None:
        new = path("notes/2023/PLIF, learnt [constants].md")

        files = made(TEXTS, rename("PLIF: learnt [constants]"))

        assert NOTE not in files
        assert files[new] == (
            '---\ntitle: "PLIF: learnt [constants]" # checked\nyear: 2023\n---\n\n'
            "## PLIF: learnt \\[constants\\]\n\n"
            "[论文](https://x.org) [自己](<PLIF, learnt %5Bconstants%5D.md#公式>) ![](img/a.png)\n"
        )
        target = "notes/2023/PLIF,%20learnt%20%5Bconstants%5D.md"
        assert files[README].endswith(f"- LIF: a model [笔记]({target})\r\n")

    def test_wikilinks_by_name_and_by_title_follow(self) -> None:
        files = made(TEXTS, rename("参数化 LIF"))
        assert files[OTHER].endswith("见 [[参数化 LIF|此文]] 与 [[参数化 LIF]]\r\n")

    def test_all_other_files_stay(self) -> None:
        assert {change.path for change in rename("PLIF")} == {
            NOTE,
            path("notes/2023/PLIF.md"),
            OTHER,
            README,
        }

    def test_the_same_title_again_changes_nothing(self) -> None:
        assert rename("LIF: a model") == []

    def test_a_title_of_the_same_file_name_changes_the_note_alone(self) -> None:
        (change,) = rename("LIF, a model")
        assert change.path == NOTE
        assert change.text == NOTE_TEXT.replace("LIF: a model", "LIF, a model")

    def test_a_title_may_change_in_case_alone(self) -> None:
        files = made(TEXTS, rename("lif: A Model"))
        assert NOTE not in files
        assert '"lif: A Model"' in files[path("notes/2023/lif, A Model.md")]
        assert "(notes/2023/lif,%20A%20Model.md)" in files[README]

    def test_a_note_that_is_the_page_of_its_folder_keeps_its_name(self) -> None:
        page = path("notes/SEENN/README.md")
        texts = {page: "---\ntitle: SEENN\nyear: 2023\n---\n# SEENN\n"}
        (change,) = rename("SEENN II", texts, page)
        assert (change.path, change.text) == (
            page,
            "---\ntitle: SEENN II\nyear: 2023\n---\n# SEENN II\n",
        )

    def test_a_title_over_two_lines_becomes_one(self) -> None:
        assert path("notes/2023/PLIF model.md") in made(TEXTS, rename(" PLIF\n  model "))

    @pytest.mark.parametrize("title", ["", " \n", "???", "../.."])
    def test_a_title_without_a_file_name_is_refused(self, title: str) -> None:
        with pytest.raises(UsageError):
            rename(title)

    def test_a_file_of_that_name_is_not_overwritten(self) -> None:
        texts = {**TEXTS, path("notes/2023/plif.md"): "---\ntitle: P\nyear: 2023\n---\n"}
        with pytest.raises(WouldOverwriteError, match=r"^notes/2023/PLIF\.md exists already$"):
            rename("PLIF", texts)

    def test_a_title_that_cannot_be_spliced_is_refused(self) -> None:
        texts = {NOTE: "---\ntitle: &a LIF\nyear: 2023\nsummary: *a\n---\n"}
        with pytest.raises(NoteFormatError, match="cannot be changed"):
            rename("PLIF", texts)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("# SNN *A*\n", "# New \\[x\\]\n", id="marks"),
        pytest.param("text\r\n## SNN A ##\r\n", "text\r\n## New \\[x\\] ##\r\n", id="closed"),
        pytest.param("# snn：a", "# New \\[x\\]", id="punctuation-and-no-last-line-end"),
        pytest.param("# [SNN A](https://x.org)\n", "# [New \\[x\\]](https://x.org)\n", id="link"),
        pytest.param("# [SNN-A](https://x.org)\n", "# [SNN-A](https://x.org)\n", id="odd-link"),
        pytest.param("# 1. 方法\n\n# SNN A\n", "# 1. 方法\n\n# SNN A\n", id="not-the-first"),
        pytest.param("```\n# SNN A\n```\n", "```\n# SNN A\n```\n", id="code"),
        pytest.param(
            "<!-- # SNN A -->\n# SNN A\n", "<!-- # SNN A -->\n# New \\[x\\]\n", id="after"
        ),
        pytest.param("<!-- x --># SNN A\n", "<!-- x --># SNN A\n", id="behind-a-comment"),
        pytest.param("SNN A\n", "SNN A\n", id="no-heading"),
        pytest.param("", "", id="nothing"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_first_heading_follows_the_title_if_it_was_the_title(
    body: str, expected: str, line_end: str
) -> None:
    head = line_end.join(["\ufeff---", "title: {}", "year: 2023", "---", ""])
    texts = {NOTE: head.format("SNN A") + body}

    files = made(texts, rename("New [x]", texts))

    assert files == {path("notes/2023/New [x].md"): head.format("New [x]") + expected}


TITLES = st.text(alphabet="aB 膜:/[]*_#$'\"&%é.(-", min_size=1, max_size=12).filter(
    lambda title: sum(sign.isalpha() for sign in title) > 1
)


@given(TITLES, TITLES)
def test_a_note_renamed_there_and_back_is_what_it_was(first: str, second: str) -> None:
    start = path("notes/2023/start.md")
    texts = {
        start: '---\ntitle: "start"\nyear: 2023\n---\n# start\n\n[me](start.md)\n',
        README: "[a](notes/2023/start.md) <a href='notes/2023/start.md#p'>b</a>\n",
    }
    once = made(texts, rename(first, texts, start))
    (there,) = set(once) - {README}
    note = read_note(once[there], path=there)
    assert note.paper.title == " ".join(first.split())

    twice = made(once, rename(second, once, there))
    (then,) = set(twice) - {README}
    again = made(twice, rename("start", twice, then))

    assert again == texts
