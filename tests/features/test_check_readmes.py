"""What is wrong with READMEs: stale lists, missing markers, too much text."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.features.checking.readmes import (
    LONGEST,
    look_at_readme,
    readme_missing,
    readmes_with_list,
)
from snnnotes.formats.readme_list import with_list
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.readme_settings import DEFAULT_FILES, ReadmeFile, ReadmeSettings

BEGIN, END = "<!-- snnnotes:begin papers -->", "<!-- snnnotes:end papers -->"
EMPTY = f"# 论文\n\n{BEGIN}\n{END}\n\n结尾\n"
ENGLISH, CHINESE = (file.path for file in DEFAULT_FILES)
README = ReadmeFile(path=ENGLISH)


def note(title: str, year: int = 2023) -> Note:
    return Note(path=PurePosixPath(f"notes/{title}.md"), paper=Paper(title=title, year=year))


NOTES = [note("Spikformer"), note("膜电位的批归一化"), note("GLIF", 2022)]
FRESH = with_list(EMPTY, NOTES, README)


def found(
    text: str | None, notes: list[Note] | None = NOTES, file: ReadmeFile = README
) -> list[Finding]:
    if text is None:
        return [readme_missing(file)]
    return look_at_readme(text, notes, file).findings


def told(text: str | None, notes: list[Note] | None = NOTES) -> list[tuple[str, int, str]]:
    return [(one.name, one.line, one.message) for one in found(text, notes)]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        pytest.param(FRESH, NOTES, id="fresh"),
        pytest.param(FRESH, NOTES[::-1], id="fresh-whatever-the-order-of-the-notes"),
        pytest.param(FRESH.replace("\n", "\r\n"), NOTES, id="windows"),
        pytest.param("\ufeff" + FRESH, NOTES, id="mark"),
        pytest.param(FRESH.rstrip("\n"), NOTES, id="no-last-line-end"),
        pytest.param(EMPTY, [], id="no-notes"),
        pytest.param(EMPTY, None, id="nobody-can-tell"),
    ],
)
def test_list_of_the_notes_is_no_finding(text: str, notes: list[Note] | None) -> None:
    assert found(text, notes) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(EMPTY, 4, "lacks 5 lines that the notes give", id="empty"),
        pytest.param(
            FRESH.replace("- GLIF", "- ELIF"),
            11, "lacks 1 line and has 1 line that no note gives", id="other-title",
        ),
        pytest.param(
            FRESH.replace(END, f"- SEENN\n- SDT\n{END}"),
            12, "has 2 lines that no note gives", id="gone",
        ),
        pytest.param(
            "".join(FRESH.splitlines(keepends=True)[:6] + FRESH.splitlines(keepends=True)[7:]),
            7, "lacks 1 line that the notes give", id="lost",
        ),
        pytest.param(
            FRESH.replace("\n", "\r\n").replace("- GLIF", "- ELIF"),
            11, "lacks 1 line and has 1 line that no note gives", id="windows",
        ),
    ],
)  # fmt: skip
def test_stale_list_is_found_where_it_differs(text: str, line: int, message: str) -> None:
    assert told(text) == [("readme-stale", line, f"the list {message}")]
    (finding,) = found(text)
    assert finding.mend == "run  snnnotes build-readme"


def test_other_order_is_told_as_such() -> None:
    lines = FRESH.splitlines(keepends=True)
    rows = [at for at, line in enumerate(lines) if line.startswith("- ")]
    lines[rows[0]], lines[rows[1]] = lines[rows[1]], lines[rows[0]]

    message = "the list has the lines of the notes in another order"
    assert told("".join(lines)) == [("readme-stale", rows[0] + 1, message)]


def test_list_is_judged_by_the_look_that_the_settings_give_it() -> None:
    plain = README._replace(group="none", line="- {title}")

    assert found(with_list(EMPTY, NOTES, plain), NOTES, plain) == []
    assert [one.name for one in found(FRESH, NOTES, plain)] == ["readme-stale"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("# 论文\n", 1, "no markers", id="none"),
        pytest.param("", 1, "no markers", id="empty"),
        pytest.param(f"# 论文\n\n{BEGIN}\n", 3, "the end marker is missing", id="no-end"),
        pytest.param(f"# 论文\n{END}\n", 2, "the begin marker is missing", id="no-begin"),
        pytest.param(
            f"{BEGIN}\n{END}\n\n{BEGIN}\n{END}\n", 4,
            "the begin marker is there already, in line 1", id="twice",
        ),
        pytest.param(
            f"x\n{END}\n{BEGIN}\n", 2, "the end marker stands before the begin marker", id="turned"
        ),
    ],
)  # fmt: skip
def test_markers_that_are_wrong_are_found_at_their_line(text: str, line: int, message: str) -> None:
    assert told(text) == [("readme-markers-missing", line, message)]
    (finding,) = found(text)
    assert finding.mend
    assert "\n" not in finding.mend
    assert not finding.mend.endswith(":")


def test_markers_in_code_are_none_and_the_message_says_so() -> None:
    ((name, line, message),) = told(f"```\n{BEGIN}\n{END}\n```\n")

    assert (name, line) == ("readme-markers-missing", 1)
    assert message == "no markers (the one in line 2 is in the code block that begins in line 1)"


def test_readme_in_a_folder_is_named_once() -> None:
    file = ReadmeFile(path=PurePosixPath("docs/论文 2023: a.md"))

    (finding,) = found(f"x\n{BEGIN}\n", NOTES, file)
    assert (finding.path, finding.line) == (file.path, 2)
    assert finding.message == "the end marker is missing"


def test_file_that_is_not_there_is_found() -> None:
    assert told(None) == [("readme-markers-missing", 1, "there is no such file")]
    assert found(None)[0].mend == "run  snnnotes build-readme --init"


@pytest.mark.parametrize("letter", ["x", "é", "膜", "🧠"])
@pytest.mark.parametrize("more", [0, 1])
def test_readme_is_too_long_by_its_bytes(letter: str, more: int) -> None:
    size = LONGEST - len(FRESH.encode()) + more
    count, rest = divmod(size, len(letter.encode()))
    text = FRESH + letter * count + "x" * rest

    names = [name for name, *_ in told(text)]
    assert names == ["readme-too-long"] * more


def test_long_stale_readme_has_both_findings() -> None:
    assert [name for name, *_ in told(EMPTY + "x" * LONGEST)] == ["readme-too-long", "readme-stale"]
    assert told(EMPTY + "x" * LONGEST, None) == [
        ("readme-too-long", 1, "GitHub cuts it at 512 KB, and it has 512 KB")
    ]


WITHOUT = "# 论文\n"


@pytest.mark.parametrize(
    ("english", "chinese", "wanted"),
    [
        pytest.param(EMPTY, EMPTY, [ENGLISH, CHINESE], id="both-with-markers"),
        pytest.param(EMPTY, WITHOUT, [ENGLISH], id="first-with-markers"),
        pytest.param(WITHOUT, EMPTY, [CHINESE], id="second-with-markers"),
        pytest.param(EMPTY, None, [ENGLISH], id="only-one"),
        pytest.param(WITHOUT, WITHOUT, [ENGLISH], id="none-with-markers"),
        pytest.param(None, WITHOUT, [CHINESE], id="only-the-second-is-there"),
        pytest.param(None, None, [], id="none-is-there"),
        pytest.param(f"`{BEGIN}`", EMPTY, [CHINESE], id="markers-that-are-shown"),
    ],
)
def test_usual_readmes_count_if_they_have_markers(
    english: str | None, chinese: str | None, wanted: list[PurePosixPath]
) -> None:
    texts = {ENGLISH: english, CHINESE: chinese}

    assert [file.path for file in readmes_with_list(texts, ReadmeSettings())] == wanted


def test_readmes_that_the_user_named_all_count() -> None:
    files = tuple(ReadmeFile(path=PurePosixPath(name)) for name in ("a.md", "b.md", "c.md"))
    texts = {files[0].path: EMPTY, files[1].path: WITHOUT, files[2].path: None}

    assert readmes_with_list(texts, ReadmeSettings(files, named=True)) == list(files)


@given(st.lists(st.sampled_from(FRESH.splitlines(keepends=True)[3:-4]), max_size=8))
def test_list_is_stale_exactly_if_building_it_would_change_it(lines: list[str]) -> None:
    text = f"# 论文\n\n{BEGIN}\n{''.join(lines)}{END}\n"
    findings = found(text)

    rebuilt = with_list(text, NOTES, README)
    assert bool(findings) == (rebuilt != text)
    for finding in findings:
        at = finding.line - 1
        assert text.splitlines()[:at] == rebuilt.splitlines()[:at]
        assert text.splitlines()[at] != rebuilt.splitlines()[at]
    assert found(rebuilt) == []


@pytest.mark.parametrize("text", [FRESH, FRESH.replace("\n", "\r\n")], ids=["lf", "crlf"])
def test_rows_of_a_list_that_is_as_it_should_be_need_no_look(text: str) -> None:
    by_hand = look_at_readme(text, NOTES, README).by_hand

    assert "Spikformer" not in by_hand
    assert by_hand.count("\n") == text.count("\n")
    assert [line for line in by_hand.split() if line in EMPTY] == EMPTY.split()


def test_rows_of_a_stale_list_are_looked_at() -> None:
    stale = FRESH.replace("Spikformer.md", "GLIF.md")

    assert look_at_readme(stale, NOTES, README).by_hand == stale
    assert look_at_readme(FRESH, None, README).by_hand == FRESH
