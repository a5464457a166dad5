"""Where notes lie, and the patterns for what is none among them."""

from pathlib import PurePosixPath as P

import pytest

from snnnotes.features.adopting.folders import excluded, is_reached, note_folders, unreached
from snnnotes.storage.note_files import skip_for


@pytest.mark.parametrize(
    ("notes", "folders"),
    [
        pytest.param(["2022/a.md", "2023/b.md"], ["."], id="years"),
        pytest.param(["a.md"], ["."], id="the folder itself"),
        pytest.param(["notes/2023/a.md"], ["notes"], id="the usual one"),
        pytest.param(["notes/cv/a.md", "notes/cv/b.md"], ["notes"], id="the usual one, one topic"),
        pytest.param(["papers/2023/a.md"], ["papers"], id="one year"),
        pytest.param(["papers/ICLR2023/a.md"], ["papers"], id="one venue and year"),
        pytest.param(["papers/2022/a.md", "papers/2023/b.md"], ["papers"], id="years in a folder"),
        pytest.param(["cv/a.md", "nlp/b.md"], ["."], id="topics"),
        pytest.param(["papers/GLIF/README.md"], ["papers"], id="a folder for a paper"),
        pytest.param(["_posts/a.md"], ["_posts"], id="a name with _"),
        pytest.param(["_posts/a.md", "2023/b.md", "c/d.md"], ["2023", "c", "_posts"], id="both"),
        pytest.param(
            ["source/_posts/a.md", "source/tags/x/b.md", "source/c/d.md"],
            ["source/c", "source/tags", "source/_posts"],
            id="both, further down",
        ),
        pytest.param(["docs/a.md", "_posts/b.md"], ["docs", "_posts"], id="both, apart"),
    ],
)
def test_folders_that_hold_all_notes(notes: list[str], folders: list[str]) -> None:
    paths = [P(note) for note in notes]

    found = note_folders(paths)

    assert [str(folder) for folder in found] == folders
    assert all(is_reached(path, found) for path in paths)
    assert unreached(paths) == set()


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        pytest.param("a.md", True, id="note"),
        pytest.param("x/.obsidian/a.md", False, id="hidden folder"),
        pytest.param("_drafts/a.md", False, id="folder with _"),
        pytest.param("x/node_modules/a.md", False, id="node_modules"),
        pytest.param("_a.md", False, id="name with _"),
        pytest.param("a.MARKDOWN", False, id="unusual suffix"),
    ],
)
def test_files_that_a_notebook_looks_at(path: str, reached: bool) -> None:
    assert is_reached(P(path), [P()]) is reached


@pytest.mark.parametrize(
    ("notes", "lost"),
    [
        pytest.param(["a.md", "_c.md"], ["_c.md"], id="name with _"),
        pytest.param(["a.md", "_posts/b.md", "_posts/c.md"], ["a.md"], id="one page beside posts"),
        pytest.param(["a.md", "b.md", "_x/c.md"], ["_x/c.md"], id="one post beside pages"),
    ],
)
def test_as_few_notes_as_can_be_are_out_of_reach(notes: list[str], lost: list[str]) -> None:
    assert unreached([P(note) for note in notes]) == {P(note) for note in lost}


@pytest.mark.parametrize(
    ("others", "kept", "single", "patterns"),
    [
        pytest.param(["TODO.md"], ["a.md"], [], ["/TODO.md"], id="file"),
        pytest.param(["docs/a.md", "docs/b/c.md"], ["a.md"], [], ["/docs/"], id="whole folder"),
        pytest.param(["x/t.md"], ["x/a.md"], [], ["/x/t.md"], id="file beside notes"),
        pytest.param(["2024/t.md"], ["a.md"], [], ["/2024/t.md"], id="never a year"),
        pytest.param(["x/e.md"], ["a.md"], ["x/e.md"], ["/x/e.md"], id="an empty file alone"),
        pytest.param(["[a]*?.md"], ["b.md"], [], ["/[[]a][*][?].md"], id="signs of patterns"),
    ],
)
def test_patterns_leave_out_these_files_and_no_others(
    others: list[str], kept: list[str], single: list[str], patterns: list[str]
) -> None:
    found = excluded([P(path) for path in others], map(P, kept), single=[P(one) for one in single])

    assert list(found) == patterns
    skip = skip_for(found)
    assert skip is not None
    assert not any(skip(path) for path in kept)
    for path in others:
        assert any(skip(part) for part in [path, *(f"{folder}/" for folder in P(path).parents)])
