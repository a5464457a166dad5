"""This repository's own notebook: 39 notes, the two READMEs that list them, and the glossary."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from own_notes import NOTES, ROOT, body_of, read, without_targets

from snnnotes.cli.app import run
from snnnotes.formats.glossary import loads
from snnnotes.model.file_name import file_name
from snnnotes.model.note import Note
from snnnotes.model.text import index_terms, stem_terms

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
#: The heading over the notes to begin with, in each README.
START = {"README.md": "Start here", "README.zh-CN.md": "从这里开始"}
#: The heading of a year, in each README.
YEAR = {"README.md": "#### {} ({} notes)", "README.zh-CN.md": "#### {}（{} 篇）"}
NOTES_OF_YEAR = {2023: 15, 2022: 17, 2021: 7}
_ROW = re.compile(r"^- (?P<title>.+) \[笔记\]\((?P<target>.+)\)$", re.MULTILINE)
_STEP = re.compile(r"^\d\. \[(?P<title>.+?)\]\((?P<target>\S+?)\)[:：]", re.MULTILINE)
_DISPLAY = re.compile(r"^\$\$\n.+?\n\$\$$", re.MULTILINE | re.DOTALL)

every_readme = pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)


def _opened(match: re.Match[str]) -> Note:
    return read(ROOT / unquote(match["target"]))


def test_there_are_39_notes_in_their_years() -> None:
    years = Counter(note.paper.year for note in NOTES)

    assert years == NOTES_OF_YEAR
    assert all(note.path.parent.name == str(note.paper.year) for note in NOTES)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.citekey)
def test_note_is_complete_and_named_as_add_would_name_it(note: Note) -> None:
    assert note.path.name == file_name(note.paper.title)
    assert note.citekey
    assert note.paper.url
    assert note.paper.venue
    assert note.tags
    assert note.summary
    assert note.status == "read"
    assert note.added
    assert not note.extra or set(note.extra) == {"venue_year"}


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.citekey)
def test_note_begins_with_its_title_its_links_and_one_sentence(note: Note) -> None:
    heading, links, section, sentence = body_of(note).strip().split("\n\n")[:4]

    assert heading == f"## {note.paper.title}"
    assert f"[论文链接]({note.paper.url})" in links
    assert ("[代码](" in links) == bool(note.paper.code)
    assert (section, sentence) == ("### 一句话", note.summary)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.citekey)
def test_related_notes_are_two_to_five_others_under_their_titles(note: Note) -> None:
    related = body_of(note).split("### 相关笔记\n", 1)[1]
    links = re.findall(r"^- \[(.+?)\]\((\S+?)\)：(.+)$", related, re.MULTILINE)
    opened = [read((ROOT / note.path.parent / unquote(target)).resolve()) for _, target, _ in links]

    assert 2 <= len(links) <= 5
    assert [other.paper.title for other in opened] == [title for title, _, _ in links]
    assert len({note.citekey, *(other.citekey for other in opened)}) == len(links) + 1
    assert len(related.strip().splitlines()) == len(links)


def test_no_two_notes_are_on_one_paper() -> None:
    for field in ("title", "arxiv", "doi", "openreview"):
        values = [value for note in NOTES if (value := getattr(note.paper, field))]
        assert len(values) == len(set(values))
    assert len({note.citekey for note in NOTES}) == len(NOTES)


@pytest.mark.parametrize("file", sorted((ROOT / "notes").rglob("*.md")), ids=lambda file: file.stem)
def test_markdown_takes_nothing_out_of_a_formula(file: Path) -> None:
    text = file.read_text("utf-8")
    formulas = _DISPLAY.findall(text) + re.findall(r"(?<!\$)\$([^$\n]+)\$(?!\$)", text)

    assert not [formula for formula in formulas if re.search(r"\\[,;:!{}|%#&_]", formula)]
    assert not [formula for formula in formulas if re.search(r"\\\\(?!\n)", formula)]
    assert not [formula for formula in formulas if "](" in formula]


@every_readme
def test_every_row_opens_the_note_it_names_newest_first(readme: Path) -> None:
    rows = list(_ROW.finditer(readme.read_text("utf-8")))

    opened = [_opened(row) for row in rows]

    assert [note.paper.title for note in opened] == [row["title"] for row in rows]
    assert len(opened) == 39
    assert opened == sorted(
        opened, key=lambda note: (-note.paper.year, -note.added_time.timestamp())
    )


@every_readme
def test_every_year_says_how_many_notes_it_has(readme: Path) -> None:
    headings = re.findall(r"^#### .+$", readme.read_text("utf-8"), re.MULTILINE)

    form = YEAR[readme.name]
    assert headings == [form.format(year, count) for year, count in NOTES_OF_YEAR.items()]


@every_readme
def test_six_notes_to_start_with_open_under_their_titles(readme: Path) -> None:
    text = readme.read_text("utf-8")
    section = text.split(f"\n## {START[readme.name]}\n", 1)[1].split("\n## ", 1)[0]
    steps = list(_STEP.finditer(section))

    opened = [_opened(step) for step in steps]

    assert [step[0][0] for step in steps] == list("123456")
    assert [note.paper.title for note in opened] == [step["title"] for step in steps]
    assert len({note.citekey for note in opened}) == 6


def test_both_readmes_start_with_the_same_notes() -> None:
    first, second = (
        [step["target"] for step in _STEP.finditer(readme.read_text("utf-8"))] for readme in READMES
    )

    assert first == second


def test_both_readmes_carry_the_same_rows() -> None:
    first, second = (
        [row[0] for row in _ROW.finditer(readme.read_text("utf-8"))] for readme in READMES
    )

    assert first == second


def test_rebuilding_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert run(["build-readme", "--check"]) == 0


def test_strict_check_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert run(["check", "--strict"]) == 0


def test_glossary_is_wide_and_holds_each_term_once() -> None:
    path = ROOT / "notes/glossary.yaml"
    groups = loads(path.read_text("utf-8"), path).groups

    homes: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for term in group:
            homes.setdefault(stem_terms(index_terms(term)), set()).add(number)
    assert len(groups) >= 500
    assert all(len(group) == len({term.casefold() for term in group}) >= 2 for group in groups)
    assert not [term for term, groups_of in homes.items() if len(groups_of) > 1]


def test_notation_says_each_sign_of_a_table_once() -> None:
    text = without_targets((ROOT / "notes/notation.md").read_text("utf-8"))
    tables = re.findall(r"^\| .+(?:\n\| .+)+", text, re.MULTILINE)
    signs = [[row.split("|")[1].strip() for row in table.splitlines()[2:]] for table in tables]

    assert len(signs) == 6
    assert all(len(rows) == len(set(rows)) for rows in signs)
    assert {r"$c_{th}$", r"$\hat T$"} <= set(signs[-1])
