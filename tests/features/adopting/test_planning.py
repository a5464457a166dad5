"""What is found out about a folder of notes, and what would be written."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from pathlib import PurePosixPath as P

import pytest

from snnnotes.errors import ChangedOnDiskError
from snnnotes.features.adopting import OUTSIDE, AdoptedNote, Adoption, plan_adopt
from snnnotes.formats.hand_list_compare import RowKind
from snnnotes.storage.foreign_reading import WhyLeft
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)
GLIF = "## GLIF: A Gated Neuron\n\n[论文链接](https://arxiv.org/abs/2210.13768)\n\n膜电位。\n"
SEENN = "## SEENN: Early Exit\n\n[paper](https://openreview.net/forum?id=mbaN0Y0QTw)\n"
FILES = {"2022/GLIF, A Gated Neuron.md": GLIF, "2023/SEENN, Early Exit.md": SEENN}


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)


def planned(root: Path, files: Mapping[str, str | bytes], encoding: str | None = None) -> Adoption:
    write(root, files)
    # Without PATH there is no git, which another test has.
    return plan_adopt(Notebook(root, {}), now=NOW, encoding=encoding)


def the_note(adoption: Adoption, path: str | None = None) -> AdoptedNote:
    (note,) = [note for note in adoption.notes if path in (None, str(note.path))]
    return note


def written(adoption: Adoption) -> Notebook:
    adoption.notebook.apply(adoption.changes())
    return Notebook(adoption.notebook.root, {})


def test_note_gains_what_it_tells(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES)

    note = the_note(adoption, "2022/GLIF, A Gated Neuron.md")
    assert note.adds == {
        "title": "GLIF: A Gated Neuron",
        "year": "2022",
        "url": "https://arxiv.org/abs/2210.13768",
        "arxiv": "2210.13768",
        "added": "2025-05-01T12:00:00+00:00",
    }
    assert [note.source_of(name) for name in note.adds] == [
        "heading", "folder", "link", "link", "adoption",
    ]  # fmt: skip
    assert note.place_of(note.facts["url"]) == "2022/GLIF, A Gated Neuron.md:3"
    assert note.place_of(note.facts["year"]) is None


def test_folder_is_a_notebook_afterwards_and_adopting_again_has_nothing_to_do(
    tmp_path: Path,
) -> None:
    notebook = written(planned(tmp_path, FILES))

    notes, problems = load_notes(notebook)
    assert [note.paper.title for note in notes] == ["GLIF: A Gated Neuron", "SEENN: Early Exit"]
    assert problems == []
    again = plan_adopt(notebook, now=NOW)
    assert not again.changes_anything
    assert list(again.changes()) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n## A\n\ntext", id="blank line first, no last line end"),
        pytest.param("## A\r\n\r\ntext\r\n", id="CRLF"),
        pytest.param("\ufeff## A\n", id="byte order mark"),
        pytest.param("---\n\n## A\n\n---\n", id="a rule on top"),
        pytest.param("---\ntags: [x] # mine\n---\n\n## A\n", id="frontmatter"),
        pytest.param("---\r\nTitle: A\r\n---\r\nx", id="keys in capitals, CRLF"),
    ],
)
def test_lines_are_added_and_none_is_changed(tmp_path: Path, text: str) -> None:
    adoption = planned(tmp_path, {"2023/a.md": text})

    (change,) = [change for change in adoption.changes() if change.path == P("2023/a.md")]
    assert change.before == text
    after = iter(change.text.split("\n"))
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    assert all(line in after for line in text.removeprefix(mark).split("\n"))
    assert change.text.startswith(f"{mark}---")


# --- which files -------------------------------------------------------------------------------


def test_what_is_no_note_is_counted_by_reason_and_left_out_of_the_notebook(tmp_path: Path) -> None:
    others = {
        "README.md": "# Notes\n", "TODO.md": "- read\n", "docs/x/template.md": "# {{title}}\n",
        "_site/a.md": SEENN, ".obsidian/a.md": "x", "2023/empty.md": "\n", ".git/x.md": "x",
        "2023/SEENN.sync-conflict-20230101-120000-ABCDEFG.md": SEENN, "2023/_private.md": "# x\n",
    }  # fmt: skip

    adoption = planned(tmp_path, FILES | others)

    assert {reason: list(map(str, paths)) for reason, paths in adoption.skipped.items()} == {
        "README": ["README.md"],
        "to-do list": ["TODO.md"],
        "template": ["docs/x/template.md"],
        "generated site": ["_site/a.md"],
        "in .obsidian": [".obsidian/a.md"],
        "empty": ["2023/empty.md"],
        "copy made by a sync conflict": ["2023/SEENN.sync-conflict-20230101-120000-ABCDEFG.md"],
        "in a place that no notebook looks at": ["2023/_private.md"],
    }
    assert adoption.exclude == (
        "/2023/SEENN.sync-conflict-20230101-120000-ABCDEFG.md",
        "/2023/empty.md",
        "/TODO.md",
        "/docs/",
    )
    notebook = written(adoption)
    assert {state.path for state in notebook.files()} == {*FILES, "README.md"}
    assert [len(part) for part in load_notes(notebook)] == [2, 0]


def test_page_of_a_folder_for_one_paper_is_a_note(tmp_path: Path) -> None:
    adoption = planned(
        tmp_path, {"README.md": "x", "GLIF/README.md": GLIF, "SEENN/index.md": SEENN}
    )

    assert [str(note.path) for note in adoption.notes] == ["GLIF/README.md", "SEENN/index.md"]
    assert [str(note.path) for note in load_notes(written(adoption))[0]] == ["GLIF/README.md"]
    # SEENN has no year, and so is none yet.
    assert the_note(adoption, "SEENN/index.md").missing == ("year",)


def test_readme_with_frontmatter_that_is_no_note_is_left_out(tmp_path: Path) -> None:
    site = {"index.md": "---\nlayout: home\n---\n", "README.md": "# x\n"}

    adoption = planned(tmp_path, FILES | site)

    assert adoption.exclude == ("/index.md",)


def test_notebook_that_says_where_notes_lie_is_believed(tmp_path: Path) -> None:
    settings = '[notes]\nfolders = ["2023"]\nexclude = ["*.draft.md"]\n'

    adoption = planned(tmp_path, FILES | {"snnnotes.toml": settings, "2023/b.draft.md": SEENN})

    assert [str(note.path) for note in adoption.notes] == ["2023/SEENN, Early Exit.md"]
    assert len(adoption.skipped[OUTSIDE]) == 2
    assert adoption.settings is None
    assert adoption.folders == ("2023",)


def test_folder_without_notes_gains_nothing(tmp_path: Path) -> None:
    adoption = planned(tmp_path, {"README.md": "# x\n", "a.txt": "x"})

    assert (list(adoption.notes), adoption.changes_anything) == ([], False)


# --- files that stay as they are ---------------------------------------------------------------


def test_notes_of_other_programs_stay_and_are_no_notes_of_the_notebook(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES | {"content/a.md": '+++\ntitle = "A"\n+++\n'})

    (left,) = adoption.left
    assert (left.path, left.why, adoption.unreadable) == (
        P("content/a.md"),
        WhyLeft.OTHER_CARRIER,
        [],
    )
    assert adoption.exclude == ("/content/",)


def test_file_that_can_be_mended_is_not_hidden(tmp_path: Path) -> None:
    gbk = "## 膜电位\n\n脉冲神经网络的阈值\n".encode("gb18030")

    adoption = planned(
        tmp_path, FILES | {"2023/旧.md": gbk, "2023/b.md": "---\ntitle: A: B\n---\n"}
    )

    assert [str(file.path) for file in adoption.unreadable] == ["2023/b.md", "2023/旧.md"]
    assert adoption.exclude == ()
    assert "--encoding gb18030" in adoption.unreadable[1].fault.hint


def test_file_in_an_encoding_that_the_user_names_becomes_utf8(tmp_path: Path) -> None:
    text = "## 膜电位\r\n\r\n脉冲神经网络的阈值\r\n"

    adoption = planned(tmp_path, {"2023/旧.md": text.encode("gb18030")}, encoding="gb18030")

    assert the_note(adoption).encoding == "gb18030"
    written(adoption)
    after = (tmp_path / "2023/旧.md").read_bytes().decode()
    assert after.endswith(f"---\r\n{text}")
    assert "title: 膜电位\r\n" in after


def test_complete_note_in_an_older_encoding_becomes_utf8(tmp_path: Path) -> None:
    text = "---\ntitle: 膜电位\nyear: 2023\nadded: 2024-01-01\n---\n脉冲神经网络的阈值\n"

    adoption = planned(tmp_path, {"2023/旧.md": text.encode("gb18030")}, encoding="gb18030")

    assert (the_note(adoption).adds, adoption.changes_anything) == ({}, True)
    written(adoption)
    assert (tmp_path / "2023/旧.md").read_bytes().decode() == text


# --- what keeps a note from being one ----------------------------------------------------------


def test_note_without_year_gains_the_rest_and_is_named(tmp_path: Path) -> None:
    note = the_note(planned(tmp_path, {"a.md": "## A Paper on Spikes\n"}))

    assert note.missing == ("year",)
    assert list(note.adds) == ["title", "added"]


def test_note_without_any_title_is_named(tmp_path: Path) -> None:
    rows = "- [GLIF: A Gated Neuron](2022/GLIF,%20A%20Gated%20Neuron.md)\n"

    adoption = planned(tmp_path, FILES | {"2023/2020.md": "Words.\n", "README.md": rows})

    assert the_note(adoption, "2023/2020.md").missing == ("title",)
    assert P("2023/2020.md") in [finding.row.path for finding in adoption.findings]


def test_empty_key_is_not_filled_since_that_would_change_a_line(tmp_path: Path) -> None:
    note = the_note(planned(tmp_path, {"2023/a.md": "---\nyear:\nvenue:\n---\n## A (ICLR 2023)\n"}))

    assert note.missing == ("year",)
    assert list(note.adds) == ["title", "added"]


def test_field_of_the_wrong_kind_is_named_and_stays(tmp_path: Path) -> None:
    note = the_note(planned(tmp_path, {"2023/a.md": "---\nrating: 8/10\n---\n## A\n"}))

    assert note.fault is not None
    assert "rating" not in note.adds


def test_complete_note_is_left_as_it_is_though_its_text_tells_more(tmp_path: Path) -> None:
    text = f"---\ntitle: G\nyear: 2022\nadded: 2022-01-01\n---\n{GLIF}"

    assert the_note(planned(tmp_path, {"a.md": text})).adds == {}


# --- other files that tell something -----------------------------------------------------------


def test_row_of_the_readme_tells_what_the_note_does_not(tmp_path: Path) -> None:
    readme = (
        "# x\n\n## 2023\n\n- [A Paper on Spikes](a.md) (ICLR). [code](https://github.com/a/b)\n"
    )

    note = the_note(planned(tmp_path, {"README.md": readme, "a.md": "## A Paper on Spikes\n"}))

    told = {name: note.source_of(name) for name in note.adds}
    assert told == {
        "title": "heading", "year": "readme", "venue": "readme", "code": "readme",
        "added": "adoption",
    }  # fmt: skip
    assert note.place_of(note.facts["year"]) == "README.md:5"


def test_row_that_opens_the_wrong_note_tells_nothing_of_it(tmp_path: Path) -> None:
    rows = (
        "- [GLIF: A Gated Neuron](a.md) (NeurIPS 2022)\n- [SEENN: Early Exit](a.md) (ICLR 2023)\n"
    )

    adoption = planned(tmp_path, {"README.md": rows, "a.md": GLIF, "b.md": SEENN})

    assert the_note(adoption, "a.md").adds["venue"] == "NeurIPS"
    assert "venue" not in the_note(adoption, "b.md").adds
    (finding,) = adoption.findings
    assert (finding.place, finding.row.kind) == ("README.md:2", RowKind.WRONG_NOTE)
    assert finding.row.meant == P("b.md")


def test_row_names_a_note_that_has_no_title_of_its_own(tmp_path: Path) -> None:
    files = {f"{number:03}.md": f"阅读笔记 {number}。\n" for number in range(1, 5)}
    rows = [f"- [Paper on {word} Networks](00{at}.md)\n" for at, word in enumerate("WXYZ", 1)]

    adoption = planned(tmp_path, {"README.md": "".join(rows)} | files)

    assert [note.adds["title"] for note in adoption.notes] == [
        f"Paper on {word} Networks" for word in "WXYZ"
    ]


def test_readme_further_down_need_not_list_all_notes(tmp_path: Path) -> None:
    files = FILES | {
        "2023/README.md": "- [SEENN: Early Exit](SEENN,%20Early%20Exit.md)\n",
        "2023/b.md": "## Some Other Paper\n",
    }

    adoption = planned(tmp_path, files)

    assert [(finding.place, str(finding.row.path)) for finding in adoption.findings] == [
        ("2023/README.md", "2023/b.md")
    ]
    assert adoption.lists == []


BIB = """\
@inproceedings{yao2022glif,
  title = {{GLIF}: A Gated Neuron}, author = {Yao, Xingting and Li, Fanrong}, year = 2022,
  booktitle = {Advances in Neural Information Processing Systems 35}, keywords = {neuron, gate},
}
@article{x2020, title = {Something Else}, year = {2020}, author = {X, Y}, journal = {Nature}}
"""


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        pytest.param("a.md", "## GLIF: a gated neuron\n", "yao2022glif", id="title"),
        pytest.param("yao2022glif.md", "Some notes.\n", "yao2022glif", id="file name"),
        pytest.param("@yao2022glif.md", "Some notes.\n", "yao2022glif", id="file name with @"),
        pytest.param("a.md", "---\ncitekey: x2020\n---\n## GLIF\n", "x2020", id="frontmatter"),
        pytest.param("a.md", "Notes on [[@yao2022glif]].\n", "yao2022glif", id="cited in the text"),
        pytest.param("a.md", "On [@yao2022glif; @x2020].\n", None, id="two are cited"),
        pytest.param("a.md", "## Unknown\n", None, id="none"),
    ],
)
def test_entry_of_a_bibliography_is_found(
    tmp_path: Path, name: str, text: str, key: str | None
) -> None:
    note = the_note(planned(tmp_path, {"refs.bib": BIB, name: text}))

    fact = note.facts.get("authors")
    assert (fact is not None) == (key is not None)
    if key == "yao2022glif":
        assert note.adds["authors"] == ["Xingting Yao", "Fanrong Li"]
        assert (note.adds["venue"], note.adds["year"]) == ("NeurIPS", "2022")
        assert (note.adds["tags"], note.adds["citekey"]) == (["neuron", "gate"], key)
        assert note.place_of(note.facts["authors"]) == "refs.bib:1"


def test_slip_in_a_bibliography_is_named_with_its_line(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES | {"refs.bib": "@article{a, title = {A},\n"})

    assert any(warning.startswith("refs.bib:1: ") for warning in adoption.warnings)


@pytest.mark.parametrize(
    ("entry", "is_named"),
    [
        pytest.param("@article{b, title = {Another Paper}, year = 2023}\n", False, id="of-no-note"),
        pytest.param(
            "@article{b, title = {SEENN: Early Exit}, year = 2023}\n", True, id="of-a-note"
        ),
    ],
)
def test_bibliography_elsewhere_is_named_if_a_note_is_in_it(
    tmp_path: Path, entry: str, is_named: bool
) -> None:
    bib = f"{entry}@article{{a, title = {{A}},\n"

    adoption = planned(tmp_path, FILES | {"tests/refs.bib": bib})

    assert (
        any(warning.startswith("tests/refs.bib:2: ") for warning in adoption.warnings) == is_named
    )


# --- dates -------------------------------------------------------------------------------------


def test_it_is_said_that_nothing_dates_the_notes(tmp_path: Path) -> None:
    (warning,) = planned(tmp_path, FILES).warnings

    assert warning == (
        "git is not installed, so it cannot date the notes; the present becomes the date of 2 notes"
    )


def test_nothing_is_said_of_dates_where_each_note_tells_its_own(tmp_path: Path) -> None:
    adoption = planned(tmp_path, {"2021-05-03-A-Paper.md": "## A Paper\n"})

    assert the_note(adoption).adds["added"] == "2021-05-03"
    assert adoption.warnings == []


# --- two notes on one paper --------------------------------------------------------------------


def test_what_two_notes_share_is_told_and_both_stay(tmp_path: Path) -> None:
    link = "[paper](https://arxiv.org/abs/2210.13768)\n"
    texts = {"2022/a.md": ("A", link), "2022/b.md": ("B", link), "2023/c.md": ("A", "")}

    adoption = planned(
        tmp_path,
        {name: f"---\ntitle: {title}\n---\n{rest}" for name, (title, rest) in texts.items()},
    )

    assert [(same.what, same.value, *map(str, same.paths)) for same in adoption.duplicates] == [
        ("arXiv identifier", "2210.13768", "2022/a.md", "2022/b.md"),
        ("title", "A", "2022/a.md", "2023/c.md"),
    ]
    assert len(adoption.changed_notes) == 3


# --- lists -------------------------------------------------------------------------------------


ROWS = (
    "# x\n\n### 2022\n\n- GLIF: A Gated Neuron [note](2022/GLIF,%20A%20Gated%20Neuron.md)\n\n"
    "### 2023\n\n- SEENN: Early Exit [note](2023/SEENN,%20Early%20Exit.md)\n"
)


def test_markers_go_round_the_list_and_settings_rebuild_it(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES | {"readme.md": ROWS})

    (marked,) = adoption.lists
    assert (len(marked.rebuild.kept), marked.change.path) == (2, P("readme.md"))
    notebook = written(adoption)
    (file,) = notebook.config.readme.files
    assert (str(file.path), file.label, file.heading) == ("readme.md", "note", "### {group}")
    assert file.sort[0] == "year"


def test_list_that_says_more_than_notes_can_gets_no_markers(tmp_path: Path) -> None:
    readme = ROWS.replace("Neuron [note]", "Neuron ★★★ 必读 [note]")

    adoption = planned(tmp_path, FILES | {"README.md": readme})

    assert adoption.lists == []
    assert any(
        warning.startswith("README.md: its list stays as it is") for warning in adoption.warnings
    )


def test_list_that_got_no_markers_gets_none_the_second_time(tmp_path: Path) -> None:
    readme = ROWS.replace("Neuron [note]", "Neuron ★★★ 必读 [note]")
    notebook = written(planned(tmp_path, FILES | {"README.md": readme}))

    again = plan_adopt(notebook, now=NOW)

    assert not again.changes_anything
    assert any(
        warning.startswith("README.md: its list stays as it is") for warning in again.warnings
    )


def test_readme_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES | {"README.md": ("脉冲神经网络的笔记" * 9).encode("gbk")})

    (left,) = adoption.unreadable
    assert (str(left.path), left.fault.line) == ("README.md", 1)
    assert adoption.exclude == ()


def test_row_may_open_the_folder_of_a_note(tmp_path: Path) -> None:
    readme = "## 2022\n\n- [GLIF: A Gated Neuron](GLIF/)\n- [SEENN: Early Exit](seenn)\n"

    adoption = planned(
        tmp_path, {"README.md": readme, "GLIF/README.md": GLIF, "SEENN/index.md": SEENN}
    )

    assert [note.source_of("year") for note in adoption.notes] == ["readme", "readme"]


def test_what_the_place_of_a_note_tells_too_is_not_put_down_to_the_readme(tmp_path: Path) -> None:
    rows = "## 2022\n\n- [GLIF: A Gated Neuron](2022/GLIF,%20A%20Gated%20Neuron.md)\n"

    adoption = planned(tmp_path, FILES | {"README.md": rows})

    assert the_note(adoption, "2022/GLIF, A Gated Neuron.md").source_of("year") == "folder"


@pytest.mark.parametrize(
    "heading", ["## 目录", "# Table of Contents", "## 笔记目录：", "### INDEX"]
)
def test_contents_of_a_readme_are_the_notes(tmp_path: Path, heading: str) -> None:
    row = "- [GLIF](2022/GLIF,%20A%20Gated%20Neuron.md) [code](https://github.com/a/b)"

    adoption = planned(tmp_path, FILES | {"README.md": f"{heading}\n\n{row}\n"})

    assert the_note(adoption, "2022/GLIF, A Gated Neuron.md").source_of("code") == "readme"


def test_links_of_an_entry_are_those_that_it_has(tmp_path: Path) -> None:
    bib = (
        "@article{a, title = {Paper A}, year = 2020, doi = {10.1000/a}}\n"
        "@article{b, title = {Paper B}, year = 2020, doi = {10.1000/b},"
        " url = {https://doi.org/10.1000/b}}\n"
    )

    adoption = planned(tmp_path, {"r.bib": bib, "a.md": "## Paper A\n", "b.md": "## Paper B\n"})

    assert [note.adds.get("url") for note in adoption.notes] == [None, "https://doi.org/10.1000/b"]
    assert [note.adds["doi"] for note in adoption.notes] == ["10.1000/a", "10.1000/b"]


def test_block_of_keys_that_nobody_closed_is_left(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES | {"2023/b.md": "---\ntitle: A\nyear: 2023\n\n## A\n"})

    (left,) = adoption.unreadable
    assert (left.why, left.fault.problem) == (WhyLeft.BROKEN, "the frontmatter has no end")


def test_list_with_markers_is_for_build_readme(tmp_path: Path) -> None:
    readme = (
        "<!-- snnnotes:begin papers -->\n- Other [笔记](2022/GLIF,%20A%20Gated%20Neuron.md)\n"
        "<!-- snnnotes:end papers -->\n"
    )

    adoption = planned(tmp_path, FILES | {"README.md": readme})

    assert (adoption.lists, adoption.findings) == ([], [])


def test_settings_that_are_there_decide_how_a_list_is_built(tmp_path: Path) -> None:
    toml = '[notes]\nfolders = ["."]\n[readme]\nlabel = "note"\nheading = "### {group}"\n'

    adoption = planned(tmp_path, FILES | {"README.md": ROWS, "snnnotes.toml": toml})

    (marked,) = adoption.lists
    assert len(marked.rebuild.kept) + len(marked.rebuild.moved) == 2
    assert adoption.settings is None


# --- between plan and deed ---------------------------------------------------------------------


def test_note_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    adoption = planned(tmp_path, FILES)
    (tmp_path / "2023/SEENN, Early Exit.md").write_text(f"{SEENN}More.\n", "utf-8")

    with pytest.raises(ChangedOnDiskError, match=r"2023/SEENN, Early Exit\.md: changed meanwhile"):
        adoption.notebook.apply(adoption.changes())
    assert (tmp_path / "2022/GLIF, A Gated Neuron.md").read_text("utf-8") == GLIF


def test_progress_counts_every_file(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    seen: list[tuple[int, int]] = []

    plan_adopt(Notebook(tmp_path, {}), now=NOW, progress=lambda *step: seen.append(step))

    assert seen == [(1, 2), (2, 2)]
