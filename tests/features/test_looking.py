"""What a look at one file holds, and that it comes back from the cache as it was."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import UnreadableFileError
from snnnotes.features.checking import reading
from snnnotes.features.checking.looking import (
    Look,
    body_start,
    look_at,
    look_at_page,
    packed,
    unpacked,
    unreadable,
)
from snnnotes.features.checking.reading import look_at_file, looks_of
from snnnotes.storage.files import read_text
from snnnotes.storage.index_place import default_cache_folder
from snnnotes.storage.look_cache import LookCache, now_ns, program_state
from snnnotes.storage.notebook import Notebook

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
FILES = sorted(
    file for name in ("seeded", "sound", "tiny") for file in (NOTEBOOKS / name).rglob("*.md")
)
HERE = PurePosixPath("notes/lif.md")
HEAD = "---\ntitle: LIF\nyear: 2023\nurl: https://example.org\n---\n"
YEAR = 2026


def look(text: str, path: PurePosixPath = HERE) -> Look:
    return look_at(text, path, this_year=YEAR)


def names(of: Look) -> list[str]:
    return [finding.name for finding in of.findings]


# Packing

#: Pieces that make a text with something of everything; strung together, much of it is broken.
PIECES = st.sampled_from(
    [
        "---\n", "title: LIF\n", 'title: "\\uD800 x"\n', "year: 2023\n", "year: soon\n",
        "tags: [a, b]\n", "own: {a: [1, {b: c}]}\n", "arxiv: 2307.10690\n", "aliases:\n  - x\n",
        "status: done\n", "pending: [abstract]\n", "venue: Neurips\n", "\n", "\r\n", "\ufeff",
        "膜电位$u[t]$，", "$$\na\n$$", "$\\frac{1}{2$", "`$\\tau_{m}$`", "公式 7", "[a](b.md#c)",
        "![图](image/a.png)", "[[Spikformer|x]]", "<img src='/a.png'>", "[r]: <x y.md>",
        "<!-- snnnotes: ignore formulas -->", "<!-- snnnotes: ignore nothing -->", "```\n", "🧠",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=15).map("".join))
def test_what_was_packed_is_the_same_when_it_is_unpacked(text: str) -> None:
    one = look(text)

    assert unpacked(packed(one), HERE) == one
    assert packed(one).isascii()


@given(st.text())
def test_any_text_can_be_looked_at_and_packed(text: str) -> None:
    for one in (look(text), look(HEAD + text), look_at_page(text, HERE)):
        assert unpacked(packed(one), HERE) == one


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[2].name}-{file.stem}"[:40])
def test_notes_of_the_test_notebooks_come_back_as_they_were(file: Path) -> None:
    one = look(file.read_text("utf-8"))
    again = unpacked(packed(one), HERE)

    assert again == one
    assert again.note == one.note


def test_page_and_unreadable_file_come_back_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")
    broken = look_at_file(str(tmp_path), PurePosixPath("a.md"), this_year=YEAR)
    page = look_at_page("# 2023\n\n[a](b.md)\n", HERE)

    assert unpacked(packed(broken), PurePosixPath("a.md")) == broken
    assert unpacked(packed(page), HERE) == page
    assert (page.is_page, broken.is_page) == (True, False)
    assert names(broken) == ["note-unreadable"]


def test_look_that_was_packed_has_the_path_of_the_file_that_it_is_asked_for() -> None:
    other = PurePosixPath("notes/other.md")
    again = unpacked(packed(look(HEAD + "公式 7")), other)

    assert again.path == other
    assert {finding.path for finding in again.findings} == {other}


# Looking


def test_look_at_a_good_note_has_its_fields_lines_and_links() -> None:
    one = look(HEAD + "\n[a](b.md) <!-- snnnotes: ignore links -->\n")

    assert one.fields == {"title": "LIF", "year": "2023", "url": "https://example.org"}
    assert one.lines == {"title": 2, "year": 3, "url": 4}
    assert [(link.target, link.line) for link in one.links] == [("b.md", 7)]
    assert [(ignore.name, ignore.line) for ignore in one.ignores] == [("links", 7)]
    assert one.findings == []
    assert one.note is not None
    assert one.note.paper.title == "LIF"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", ["note-unreadable"], id="empty"),
        pytest.param("---\ntitle: LIF\n---\n", ["key-missing"], id="no-year"),
        pytest.param(
            "---\ntitle: LIF\nyear: soon\n---\n", ["value-wrong-type"], id="year-that-is-none"
        ),
        pytest.param(
            "---\ntitle: a: b\nyear: 2023\n---\n公式 7",
            ["note-unreadable", "formula-debt"],
            id="body-of-an-unreadable-note",
        ),
    ],
)
def test_note_that_commands_would_refuse_is_none(text: str, found: list[str]) -> None:
    one = look(text)

    assert one.note is None
    assert names(one) == found


def test_year_after_the_next_is_found_in_each_year_anew() -> None:
    text = HEAD.replace("2023", "2027")

    assert names(look_at(text, HERE, this_year=2026)) == []
    assert names(look_at(text, HERE, this_year=2025)) == ["year-out-of-range"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        pytest.param(HEAD + "LIF", "LIF", id="note"),
        pytest.param("# LIF\n", "# LIF\n", id="page"),
        pytest.param("", "", id="empty"),
        pytest.param("---\n\n# 2023\n", "---\n\n# 2023\n", id="rule"),
        pytest.param("---\na: b: c\n---\nLIF", "LIF", id="no-yaml"),
        pytest.param("---\na: b\na: b\n---\r\nLIF", "LIF", id="key-twice"),
        pytest.param("---\ntitle: $u$\n\nLIF $v$\n", "", id="no-end"),
        pytest.param("\ufeff---\r\ntitle: $u$\r\n", "", id="no-end-with-mark"),
        pytest.param("---\ntitle: a\n...\n\n---\nLIF", "", id="dots"),
    ],
)
def test_body_is_told_apart_even_from_a_broken_frontmatter(text: str, body: str) -> None:
    assert text[body_start(text, HERE) :] == body


def test_formula_in_a_broken_frontmatter_is_not_judged() -> None:
    head = '---\ntitle: "膜电位$u$的"\nyear: 2023\nyear: 2024\n---\n'

    assert names(look(head)) == ["key-twice"]
    assert names(look(head + "膜电位$u$")) == ["key-twice", "formula-touches-chinese"]


def test_frontmatter_of_a_page_is_not_its_text() -> None:
    assert look_at_page("---\nlayout: 膜电位$u$的\n---\n# 2023\n", HERE).findings == []


def test_unreadable_file_has_the_line_where_reading_ended(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"---\ntitle: a\0\n---\n")

    (finding,) = look_at_file(str(tmp_path), PurePosixPath("a.md"), this_year=YEAR).findings
    assert (finding.name, finding.line, finding.column) == ("note-unreadable", 2, 1)
    assert finding.mend


# Reading a notebook


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Notes that are old enough to be kept."""
    root = tmp_path / "seeded"
    shutil.copytree(NOTEBOOKS / "seeded", root)
    for file in root.rglob("*.md"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return root


@pytest.fixture
def read(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[list[Look], list[str]]]:
    """Reads the notebook an hour later; the looks, and which files were read for them."""
    later = now_ns() + 3600 * 1_000_000_000
    monkeypatch.setattr(reading, "now_ns", lambda: later)

    def answer() -> tuple[list[Look], list[str]]:
        files: list[str] = []

        def watched(place: Path, shown: PurePosixPath) -> str:
            files.append(shown.as_posix())
            return read_text(place, shown)

        monkeypatch.setattr(reading, "read_text", watched)
        notebook = Notebook.open(root, root=root, environment=os.environ)
        return looks_of(notebook, this_year=YEAR), files

    return answer


Read = Callable[[], tuple[list[Look], list[str]]]


def test_second_time_nothing_is_read_and_the_same_comes_of_it(read: Read) -> None:
    looks, files = read()
    assert len(files) == len(looks) > 30
    assert [one.path for one in looks] == sorted(one.path for one in looks)

    assert read() == (looks, [])


def test_only_what_has_changed_is_read_again(root: Path, read: Read) -> None:
    read()
    (root / "notes" / "2023" / "SEENN.md").write_text(HEAD, encoding="utf-8")
    (root / "notes" / "2023" / "new.md").write_text(HEAD, encoding="utf-8")
    (root / "notes" / "2023" / "SLTT.md").unlink()

    looks, files = read()
    assert files == ["notes/2023/SEENN.md", "notes/2023/new.md"]
    paths = [one.path.as_posix() for one in looks]
    assert "notes/2023/new.md" in paths
    assert "notes/2023/SLTT.md" not in paths


def test_file_of_the_same_size_and_time_is_told_by_the_time_of_its_inode(
    root: Path, read: Read
) -> None:
    read()
    file = root / "notes" / "2023" / "SEENN.md"
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    text = file.read_text("utf-8").replace("year: 2023", "year: 2024")
    file.write_text(text, encoding="utf-8", newline="\n")
    os.utime(file, ns=times)

    looks, files = read()
    if os.name != "nt":  # where it is the time at which the file was made
        assert files == ["notes/2023/SEENN.md"]
        assert any(one.fields.get("year") == "2024" for one in looks)


def test_removed_note_is_forgotten(root: Path, read: Read) -> None:
    read()
    (root / "notes" / "2023" / "SEENN.md").unlink()
    read()

    folder = default_cache_folder(os.environ)
    cache = LookCache(folder, root, rules=f"{program_state()} {YEAR}")
    assert len(cache.paths()) > 30
    assert "notes/2023/SEENN.md" not in cache.paths()


def test_removed_note_that_comes_back_is_read_again(root: Path, read: Read) -> None:
    read()
    file = root / "notes" / "2023" / "SEENN.md"
    text = file.read_bytes()
    file.unlink()
    read()
    file.write_bytes(text)

    assert read()[1] == ["notes/2023/SEENN.md"]


def test_young_file_is_read_each_time(
    root: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    file = root / "notes" / "2023" / "SEENN.md"
    file.write_text(HEAD, encoding="utf-8")
    written = file.stat().st_mtime_ns
    monkeypatch.setattr(reading, "now_ns", lambda: written + 1_000_000_000)

    assert read()[1] == ["notes/2023/SEENN.md"]
    file.write_text(HEAD.replace("2023", "2022"), encoding="utf-8")  # in the same second
    os.utime(file, ns=(written, written))
    looks, files = read()
    assert files == ["notes/2023/SEENN.md"]
    assert any(one.fields.get("year") == "2022" for one in looks)


def test_looks_are_the_same_if_other_processes_help(
    read: Read, root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone, _ = read()
    monkeypatch.setenv("SNNNOTES_CACHE_DIR", str(tmp_path / "other"))
    monkeypatch.setattr(reading, "_WORTH_SHARING", 1)
    monkeypatch.setattr(reading, "_BATCH", 5)
    monkeypatch.setattr(reading, "processors", lambda: 2)

    assert read()[0] == alone


def test_progress_counts_what_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BATCH", 10)
    told: list[tuple[int, int]] = []
    notebook = Notebook.open(root, root=root, environment=os.environ)
    looks = looks_of(notebook, this_year=YEAR, progress=lambda *done: told.append(done))

    assert told == [(min(10 * (one + 1), len(looks)), len(looks)) for one in range(len(told))]
    assert told[-1] == (len(looks), len(looks))


def test_page_of_a_folder_is_a_note_only_with_frontmatter(tmp_path: Path) -> None:
    (tmp_path / "LIF").mkdir()
    (tmp_path / "README.md").write_text("# 2023\n", encoding="utf-8")
    (tmp_path / "LIF" / "index.md").write_text(HEAD, encoding="utf-8")
    looks = [
        look_at_file(str(tmp_path), PurePosixPath(name), this_year=YEAR)
        for name in ("README.md", "LIF/index.md")
    ]

    assert [one.is_page for one in looks] == [True, False]
    assert [one.findings for one in looks] == [[], []]


def test_packed_look_is_json_without_the_path() -> None:
    text = packed(look(HEAD))

    assert "lif.md" not in text
    assert isinstance(json.loads(text), list)


def test_unreadable_says_what_the_error_says(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("膜电位".encode("gb18030") * 9)
    with pytest.raises(UnreadableFileError) as caught:
        read_text(tmp_path / "a.md", HERE)

    (finding,) = unreadable(caught.value, HERE).findings
    assert finding.message == caught.value.problem
    assert finding.mend == caught.value.hint
