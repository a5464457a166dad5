from collections.abc import Callable, Collection
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.features.removing import IGNORE, TRASH, links_to, numbered, plan_removals, plan_trash
from snnnotes.formats.frontmatter import read_note
from snnnotes.model.file_name import folded_name

NOTE = PurePosixPath("notes/2023/LIF, a model.md")
OTHER = PurePosixPath("notes/2022/Other.md")
NOTE_TEXT = """---
title: "LIF: 泄漏"
year: 2023
citekey: lif2023
aliases: [漏电模型]
---
[[LIF, a model]]
"""
BEGIN, END = "<!-- snnnotes:begin papers -->", "<!-- snnnotes:end papers -->"


def known(names: Collection[str]) -> Callable[[PurePosixPath], bool]:
    """`exists` on a disk that knows no case."""
    folded = set(map(folded_name, names))
    return lambda path: folded_name(str(path)) in folded


def places(text: str, path: str = "notes/2022/Other.md", files: Collection[str] = ()) -> list[str]:
    """Where a file of that text links to the note."""
    page = PurePosixPath(path)
    texts = {page: text, NOTE: NOTE_TEXT}
    paths = [*texts, *map(PurePosixPath, files)]
    return list(map(str, links_to({NOTE: read_note(NOTE_TEXT, path=NOTE)}, texts, paths)))


class TestWhereFilesGo:
    @pytest.mark.parametrize(
        ("there", "expected"),
        [
            pytest.param([], ".trash/notes/2023/LIF, a model.md", id="free"),
            pytest.param([f".trash/{NOTE}"], ".trash/notes/2023/LIF, a model (2).md", id="taken"),
            pytest.param(
                [".trash/Notes/2023/lif, A Model.MD"],
                ".trash/notes/2023/LIF, a model (2).md",
                id="taken-in-another-case",
            ),
            pytest.param(
                [f".trash/{NOTE}", ".trash/notes/2023/LIF, a model (2).md"],
                ".trash/notes/2023/LIF, a model (3).md",
                id="taken-twice",
            ),
            pytest.param([str(NOTE)], ".trash/notes/2023/LIF, a model.md", id="only-itself"),
        ],
    )
    def test_path_is_kept_and_numbered_if_taken(self, there: list[str], expected: str) -> None:
        assert plan_removals([NOTE], known(there)) == {NOTE: PurePosixPath(expected)}

    def test_two_that_differ_in_case_alone_get_two_names(self) -> None:
        twins = [PurePosixPath("notes/LIF.md"), PurePosixPath("notes/lif.md")]
        assert list(plan_removals(twins, known([])).values()) == [
            PurePosixPath(".trash/notes/LIF.md"),
            PurePosixPath(".trash/notes/lif (2).md"),
        ]

    @pytest.mark.parametrize(
        "name",
        [
            pytest.param("a" * 252 + ".md", id="ascii"),
            pytest.param("膜" * 84 + ".md", id="chinese"),
            pytest.param("🧠" * 63 + ".md", id="four-bytes-each"),
        ],
    )
    def test_a_long_name_is_cut_for_its_number(self, name: str) -> None:
        assert len(name.encode()) <= 255
        cut = numbered(PurePosixPath("notes", name), 12).name
        assert 250 <= len(cut.encode()) <= 255
        assert cut.endswith(f"{name[0]} (12).md")

    @given(st.lists(st.sampled_from(["a.md", "A.md", "b.md", "a (2).md", "膜.md"]), unique=True))
    def test_no_two_files_meet(self, names: list[str]) -> None:
        moves = plan_removals(map(PurePosixPath, names), known([".trash/a.md", ".trash/膜.md"]))
        folded = [folded_name(str(new)) for new in moves.values()]
        assert len({*folded, ".trash/a.md", ".trash/膜.md"}) == len(names) + 2
        assert all(new.is_relative_to(TRASH) for new in moves.values())


class TestGitPassesOverTheTrash:
    def test_the_trash_has_a_gitignore_of_its_own(self) -> None:
        (change,) = plan_trash(known([]))
        assert (change.path, change.before, change.after) == (IGNORE, None, "*\n")

    def test_one_that_is_there_is_left_alone(self) -> None:
        assert plan_trash(known([".trash/.gitignore"])) == []


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            pytest.param("[x](../2023/LIF,%20a%20model.md)", [1], id="link"),
            pytest.param("\r\n[x](<../2023/LIF, a model.md#公式>)", [2], id="heading-of-it"),
            pytest.param("a\n\n[[LIF, a model|此文]] [[lif, A model]]", [3], id="wikilinks"),
            pytest.param("![[LIF, a model]]\n[[2023/LIF, a model.md]]", [1, 2], id="embedded"),
            pytest.param("[[LIF: 泄漏]]", [1], id="by-title"),
            pytest.param("[[lif2023]]", [1], id="by-citekey"),
            pytest.param("[[漏电模型]]", [1], id="by-alias"),
            pytest.param("[x][1]\n\n[1]: ../2023/LIF,%20a%20model.md", [1, 3], id="definition"),
            pytest.param("<a href='../2023/LIF, a model.md'>x</a>", [1], id="html"),
            pytest.param("[x](LIF,%20a%20model.md)", [], id="another-folder"),
            pytest.param("`[[LIF, a model]]`\n\n    [[lif2023]]", [], id="code"),
            pytest.param("LIF, a model, lif2023, 漏电模型", [], id="no-link"),
            pytest.param("[[LIF]] [[泄漏]] [[lif20]]", [], id="other-notes"),
            pytest.param("---\nsee: '[[LIF, a model]]'\n---\n", [], id="frontmatter"),
            pytest.param("---\ntitle: [\n---\n[[lif2023]]", [4], id="broken-frontmatter"),
            pytest.param("---\n[[lif2023]]\n", [2], id="frontmatter-without-end"),
        ],
    )
    def test_places_that_link_to_a_note_are_found(self, text: str, lines: list[int]) -> None:
        assert places(text) == [f"{OTHER}:{line}" for line in lines]

    def test_links_of_the_note_itself_do_not_count(self) -> None:
        assert places("") == []

    def test_links_between_notes_that_go_together_do_not_count(self) -> None:
        texts = {OTHER: "[[LIF, a model]]", NOTE: NOTE_TEXT}
        assert links_to({NOTE: None, OTHER: None}, texts, texts) == []

    def test_a_note_that_cannot_be_read_is_found_by_its_path(self) -> None:
        texts = {OTHER: "[[LIF, a model]] [[lif2023]]\n[x](../2023/LIF,%20a%20model.md)", NOTE: ""}
        assert [place.line for place in links_to({NOTE: None}, texts, texts)] == [1, 2]

    def test_rows_of_the_list_do_not_count_and_others_of_the_readme_do(self) -> None:
        row = "- x [笔记](notes/2023/LIF,%20a%20model.md)"
        text = f"{row}\r\n{BEGIN}\r\n{row}\r\n{row}\r\n{END}\r\n{row}\r\n"
        assert places(text, "README.md") == ["README.md:1", "README.md:6"]

    def test_without_one_pair_of_markers_all_rows_count(self) -> None:
        row = "- x [笔记](notes/2023/LIF,%20a%20model.md)"
        assert places(f"{BEGIN}\n{row}", "README.md") == ["README.md:2"]

    def test_a_name_that_other_notes_have_too_counts(self) -> None:
        assert places("[[LIF, a model]]", files=["old/LIF, a model.md"]) == [f"{OTHER}:1"]

    def test_places_are_sorted(self) -> None:
        pages = [PurePosixPath(name) for name in ("b.md", "a.md", "膜.md")]
        texts = dict.fromkeys(pages, "\n[[LIF, a model]]\n" + "\n" * 8 + "[[LIF, a model]]")
        found = links_to({NOTE: None}, texts, [*pages, NOTE])
        assert list(map(str, found)) == [
            f"{name}.md:{line}" for name in ("a", "b", "膜") for line in (2, 11)
        ]
