"""What is read of Markdown files that may become notes, alone and with a second process."""

from pathlib import Path, PurePosixPath

import pytest

from snnnotes.storage import foreign_reading, worker
from snnnotes.storage.foreign_reading import (
    ForeignNote,
    LeftFile,
    Reading,
    SkippedFile,
    WhyLeft,
    digest_of,
    read_foreign_note,
    read_foreign_notes,
)

TITLE = "## GLIF: A Unified Neuron\n\n[论文链接](https://arxiv.org/abs/2210.13768)\n"


def reading_of(
    folder: Path, text: str | bytes, name: str = "note.md", *, is_page: bool = False
) -> Reading:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_foreign_note(folder, (name, is_page), encoding=None)


def note_of(folder: Path, text: str) -> ForeignNote:
    found = reading_of(folder, text)
    assert isinstance(found, ForeignNote)
    return found


def test_note_tells_facts_and_no_text(tmp_path: Path) -> None:
    note = note_of(tmp_path, TITLE)

    assert [fact.value for fact in note.facts if fact.field == "arxiv"] == ["2210.13768"]
    assert (note.has_frontmatter, note.own, note.encoding) == (False, {}, "utf-8")
    assert note.digest == digest_of(TITLE)


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        pytest.param("title: A\nyear: 2023\nadded: 2024-01-01", True, id="all three"),
        pytest.param("title: A\nyear: 2023", False, id="no date"),
        pytest.param("title: A\nyear: 2023\nadded:", False, id="an empty date"),
        pytest.param("title: A\nyear: ~\nadded: 2024-01-01", False, id="no year"),
        pytest.param("title: A\nyear: soon\nadded: 2024-01-01", False, id="a year that is none"),
        pytest.param("title: A\nyear: 2023\ndate: 2024-01-01", False, id="a date of other name"),
    ],
)
def test_note_with_title_year_and_date_is_complete(
    tmp_path: Path, text: str, complete: bool
) -> None:
    assert note_of(tmp_path, f"---\n{text}\n---\n{TITLE}").is_complete is complete


def test_field_that_cannot_be_read_is_a_fault_with_its_line(tmp_path: Path) -> None:
    note = note_of(tmp_path, f"---\ntitle: A\nrating: 8/10\n---\n{TITLE}")

    assert note.fault is not None
    assert (note.fault.line, note.fault.problem) == (
        3, "rating is not a whole number from 1 to 5: '8/10'",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("See [[@fang2021deep]] and @fang2021deep.", ("fang2021deep",), id="twice"),
        pytest.param("@a2020; [@b2021, p. 3]", ("a2020", "b2021"), id="two"),
        pytest.param("mail me@example.org, https://x.org/@user", (), id="addresses"),
        pytest.param("nothing", (), id="none"),
    ],
)
def test_citekeys_in_the_text_are_known(tmp_path: Path, text: str, keys: tuple[str, ...]) -> None:
    assert note_of(tmp_path, f"{TITLE}\n{text}\n").cited == keys


@pytest.mark.parametrize(
    ("text", "why", "line", "problem"),
    [
        pytest.param(
            "+++\ntitle = 'A'\n+++\n", WhyLeft.OTHER_CARRIER, 1, "TOML metadata", id="TOML"
        ),
        pytest.param("title:: A\n\ntext", WhyLeft.OTHER_CARRIER, 1, "Logseq metadata", id="Logseq"),
        pytest.param(
            "title: A\ndate: 2023-01-01\n---\ntext",
            WhyLeft.OTHER_CARRIER, 1, "Hexo metadata", id="Hexo",
        ),
        pytest.param(
            "---\ntitle: A: B\nyear: 2023\n---\n", WhyLeft.BROKEN, 2, "", id="unquoted colon"
        ),
        pytest.param(
            "\n---\ntitle: A\nyear: 2023\n---\n",
            WhyLeft.BROKEN, 1, "does not begin in the first line", id="a blank line first",
        ),
        pytest.param(
            "标题：膜电位".encode("gb18030") * 9, WhyLeft.UNREADABLE, 1, "GB18030", id="GB18030"
        ),
        pytest.param(b"a\0b", WhyLeft.UNREADABLE, 1, "zero bytes", id="no text"),
    ],
)  # fmt: skip
def test_file_that_must_stay_as_it_is_says_why(
    tmp_path: Path, text: str | bytes, why: WhyLeft, line: int, problem: str
) -> None:
    found = reading_of(tmp_path, text)

    assert isinstance(found, LeftFile)
    assert (found.why, found.fault.line) == (why, line)
    assert problem in found.fault.problem
    assert found.fault.hint


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        pytest.param("a.md", " \n\n", "empty", id="blank"),
        pytest.param("a.md", "# {{title}}\n", "template", id="blanks to fill in"),
        pytest.param("TODO/README.md", "x", "to-do list", id="page named as its folder"),
    ],
)
def test_file_that_is_no_note_says_why(tmp_path: Path, name: str, text: str, reason: str) -> None:
    is_page = name.endswith("README.md")

    found = reading_of(tmp_path, text, name, is_page=is_page)

    assert found == SkippedFile(PurePosixPath(name), reason)


def test_page_of_a_folder_is_a_note(tmp_path: Path) -> None:
    assert isinstance(reading_of(tmp_path, TITLE, "GLIF/README.md", is_page=True), ForeignNote)


# --- with a second process ---------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path) -> list[tuple[str, bool]]:
    for number in range(450):
        (tmp_path / f"{number:03}.md").write_text(f"## Paper {number}\n", "utf-8")
    (tmp_path / "123.md").write_text("+++\n+++\n", "utf-8")
    return [(f"{number:03}.md", False) for number in range(450)]


def test_two_processes_read_what_one_reads(
    tmp_path: Path, many: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_reading, "processors", lambda: 1)
    alone = list(read_foreign_notes(tmp_path, many, encoding=None))
    monkeypatch.setattr(foreign_reading, "processors", lambda: 2)

    assert list(read_foreign_notes(tmp_path, many, encoding=None)) == alone
    assert [str(one.path) for one in alone] == [path for path, _ in many]


def test_worker_that_dies_leaves_its_work_to_us(
    tmp_path: Path, many: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_reading, "processors", lambda: 2)
    readings = read_foreign_notes(tmp_path, many, encoding=None)
    started: list[worker.Worker] = []
    start = worker.Worker.start

    def start_and_die(self: worker.Worker) -> None:
        start(self)
        started.append(self)
        self.process.kill()

    monkeypatch.setattr(worker.Worker, "start", start_and_die)

    assert len(list(readings)) == len(many)
    assert started


def test_few_files_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(TITLE, "utf-8")
    monkeypatch.setattr(foreign_reading, "Worker", lambda *_: pytest.fail("a process for one file"))

    assert len(list(read_foreign_notes(tmp_path, [("a.md", False)], encoding=None))) == 1
