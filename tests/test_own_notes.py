"""This repository's own notebook: 39 notes, and the two READMEs that list them."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest

from snnnotes.cli.app import run
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.formats.glossary import loads
from snnnotes.model.file_name import file_name
from snnnotes.model.note import Note

ROOT = Path(__file__).parent.parent
FILES = sorted(ROOT.glob("notes/*/*.md"))
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
_ROW = re.compile(r"^- (?P<title>.+) \[笔记\]\((?P<target>.+)\)$", re.MULTILINE)


def _note(file: Path) -> Note:
    return read_note(file.read_text("utf-8"), path=PurePosixPath(file.relative_to(ROOT).as_posix()))


NOTES = [_note(file) for file in FILES]


def test_there_are_39_notes_in_their_years() -> None:
    years = [note.paper.year for note in NOTES]

    assert {year: years.count(year) for year in set(years)} == {2021: 7, 2022: 17, 2023: 15}
    assert all(note.path.parent.name == str(note.paper.year) for note in NOTES)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.citekey)
def test_note_is_complete_and_named_as_add_would_name_it(note: Note) -> None:
    text = (ROOT / note.path).read_text("utf-8")
    body = text[parse(text, path=note.path).body_start :]

    assert note.path.name == file_name(note.paper.title)
    assert note.citekey
    assert note.paper.url
    assert note.paper.venue
    assert note.tags
    assert note.status == "read"
    assert note.added
    assert not note.extra or set(note.extra) == {"venue_year"}
    heading, links, paragraph = (part.strip() for part in body.strip().split("\n\n")[:3])
    assert heading == f"## {note.paper.title}"
    assert f"[论文链接]({note.paper.url})" in links
    assert ("[代码](" in links) == bool(note.paper.code)
    assert len(re.findall(r"[\u4e00-\u9fff]", paragraph)) >= 100


def test_no_two_notes_are_on_one_paper() -> None:
    for field in ("title", "arxiv", "doi", "openreview"):
        values = [value for note in NOTES if (value := getattr(note.paper, field))]
        assert len(values) == len(set(values))
    assert len({note.citekey for note in NOTES}) == len(NOTES)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_row_opens_the_note_it_names_newest_first(readme: Path) -> None:
    text = readme.read_text("utf-8")
    rows = list(_ROW.finditer(text))

    opened = [_note(ROOT / unquote(row["target"])) for row in rows]

    assert [note.paper.title for note in opened] == [row["title"] for row in rows]
    assert len(opened) == 39
    newest_first = sorted(opened, key=lambda note: (-note.paper.year, -note.added_time.timestamp()))
    assert opened == newest_first
    assert re.findall(r"^#### (\d+)$", text, re.MULTILINE) == ["2023", "2022", "2021"]


def test_both_readmes_carry_the_same_list() -> None:
    first, second = (readme.read_text("utf-8") for readme in READMES)

    assert [row[0] for row in _ROW.finditer(first)] == [row[0] for row in _ROW.finditer(second)]


def test_rebuilding_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert run(["build-readme", "--check"]) == 0


def test_glossary_has_at_least_80_groups_and_no_term_twice() -> None:
    path = ROOT / "notes/glossary.yaml"
    groups = loads(path.read_text("utf-8"), path).groups

    terms = [term.casefold() for group in groups for term in group]
    assert len(groups) >= 80
    assert all(len(group) >= 2 for group in groups)
    assert len(terms) == len(set(terms))
