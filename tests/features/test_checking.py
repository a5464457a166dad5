"""All checks of a notebook together: what comes from several of them is told once."""

import os
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.features.checking import Checked, check_notebook
from snnnotes.model.check_settings import CheckSettings
from snnnotes.storage.notebook import Notebook

BEGIN, END = "<!-- snnnotes:begin papers -->", "<!-- snnnotes:end papers -->"


def write(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def note(title: str, body: str = "正文") -> str:
    return f"---\ntitle: {title}\nyear: 2023\nurl: https://example.org/{title}\n---\n\n{body}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "notes/Spikformer.md", note("Spikformer"))
    write(tmp_path, "notes/SEENN.md", note("SEENN"))
    return tmp_path


def checked(root: Path, *ignore: str) -> Checked:
    notebook = Notebook.open(root, root=root, environment=os.environ)
    return check_notebook(notebook, settings=CheckSettings(ignore=ignore), this_year=2026)


def told(root: Path, *ignore: str) -> list[str]:
    return [
        f"{one.path}:{one.line}:{one.column} {one.name}" for one in checked(root, *ignore).findings
    ]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("- [Spikformer](notes/SEENN.md)", id="title-is-the-link"),
        pytest.param("- Spikformer [笔记](notes/SEENN.md)", id="title-beside-the-link"),
        pytest.param("| [Spikformer](notes/SEENN.md) |", id="line-of-a-table"),
    ],
)
def test_row_that_opens_another_note_is_told_once(row: str, root: Path) -> None:
    write(root, "README.md", f"# 论文\n\n{row}\n")

    found = told(root, "readme")
    assert len(found) == 1
    assert found[0].startswith("README.md:3:")
    assert found[0].endswith(" link-opens-other-note")


def test_readme_in_a_note_folder_is_looked_at_once(root: Path) -> None:
    write(root, "snnnotes.toml", '[notes]\nfolders = ["."]\n')
    write(root, "README.md", "膜电位$u$ 与 [x](gone.md)\n")

    assert told(root, "readme") == [
        "README.md:1:4 formula-touches-chinese",
        "README.md:1:10 link-without-target",
    ]
    paths = [look.path for look in checked(root).looks]
    assert len(paths) == len(set(paths)) == 3


def test_findings_are_sorted_by_place(root: Path) -> None:
    write(root, "notes/SEENN.md", note("SEENN", "见 [x](gone.md) 与公式 7。\n\n公式 8，[[没有]]。"))
    write(root, "README.md", f"{BEGIN}\n{END}\n")

    assert told(root) == [
        "README.md:2:1 readme-stale",
        "notes/SEENN.md:7:3 link-without-target",
        "notes/SEENN.md:7:17 formula-debt",
        "notes/SEENN.md:9:1 formula-debt",
        "notes/SEENN.md:9:6 wikilink-without-note",
    ]


def test_links_may_open_any_file_of_the_notebook(root: Path) -> None:
    write(
        root, "notes/SEENN.md", note("SEENN", "![图](../img/a.png) [码](/code/run.py) [夹](../img)")
    )
    write(root, "img/a.png", "")
    write(root, "code/run.py", "")

    assert told(root) == []


def test_links_to_names_that_a_note_also_has_are_right(root: Path) -> None:
    text = note("SEENN", "[[早退]] [[li2023seenn]] [早退](SEENN.md)")
    more = "year: 2023\naliases: [早退]\ncitekey: li2023seenn\n"
    write(root, "notes/SEENN.md", text.replace("year: 2023\n", more))

    assert told(root) == []


def test_what_was_looked_at_comes_along(root: Path) -> None:
    write(root, "README.md", f"{BEGIN}\n{END}\n")
    write(root, "notes/broken.md", "---\ntitle: x\n")
    answer = checked(root)

    assert [str(look.path) for look in answer.looks] == [
        "notes/SEENN.md", "notes/Spikformer.md", "notes/broken.md", "README.md",
    ]  # fmt: skip
    assert [one.paper.title for one in answer.notes] == ["SEENN", "Spikformer"]
    assert not answer.is_whole
    assert PurePosixPath("README.md") in answer.files
    assert answer.readmes == {
        PurePosixPath("README.md"): f"{BEGIN}\n{END}\n",
        PurePosixPath("README.zh-CN.md"): None,
    }


def test_page_of_a_folder_does_not_make_the_notebook_less_whole(root: Path) -> None:
    write(root, "notes/README.md", "# 2023\n")

    assert checked(root).is_whole


def test_finding_on_a_file_that_is_no_note_is_told(root: Path) -> None:
    write(root, "notes/SEENN.md~", "x")

    assert told(root) == ["notes/SEENN.md~:1:1 stray-temporary-file"]
