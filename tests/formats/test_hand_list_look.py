from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import pytest

from snnnotes.formats.hand_list import HandList, find_hand_list
from snnnotes.formats.hand_list_look import look_of
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.readme_settings import ReadmeFile

README = PurePosixPath("readme.md")


def notes_of(
    years: Sequence[int],
    *,
    venues: Sequence[str | None] = (),
    tags: Mapping[int, Sequence[str]] | None = None,
) -> dict[PurePosixPath, Note]:
    """Papers 0, 1, 2, ... of these years; the first was added last."""
    notes = {}
    for number, year in enumerate(years):
        path = PurePosixPath(f"{number}.md")
        venue = venues[number] if venues else None
        notes[path] = Note(
            path=path,
            paper=Paper(title=f"Paper number {number}", year=year, venue=venue),
            added=f"2025-04-{28 - number:02}",
            tags=tuple((tags or {}).get(number, ())),
        )
    return notes


def look(lines: Sequence[str], notes: Mapping[PurePosixPath, Note]) -> ReadmeFile:
    found = find_hand_list("\n".join(lines), folder=PurePosixPath(), notes=notes.keys())
    assert isinstance(found, HandList), found
    return look_of(found, notes, path=README)


def row(number: int, label: str = "笔记", title: str = "") -> str:
    return f"- {title or f'Paper number {number}'} [{label}]({number}.md)"


def test_usual_list_has_the_usual_look() -> None:
    notes = notes_of([2023, 2022])

    found = look(["#### 2023", "", row(0), "", "#### 2022", "", row(1)], notes)

    assert found == ReadmeFile(path=README)


def test_table_that_begins_with_the_year_keeps_it() -> None:
    years = [2023, 2022, 2022, 2021]
    rows = [f"| {year} | [Paper number {at}]({at}.md) |" for at, year in enumerate(years)]

    found = look(["| Year | Paper |", "|---|---|", *rows], notes_of(years))

    assert found.line == "| {year} | [{title}]({target}) |"


def test_look_of_most_rows_is_taken() -> None:
    rows = [row(0, "note"), row(1, "note"), "* **Paper number 2** [笔记](2.md)"]

    found = look(rows, notes_of([2023] * 3))

    assert (found.line, found.label) == ("- {title} [{label}]({target})", "note")


def test_rows_of_other_titles_tell_nothing_of_the_look() -> None:
    rows = [
        row(0, title="Paper number 1"),
        row(1, title="Paper number 0"),
        "* Paper number 2 [x](2.md)",
    ]

    assert look(rows, notes_of([2023] * 3)).line == "* {title} [{label}]({target})"


def test_list_of_nothing_but_missing_titles_has_its_look_all_the_same() -> None:
    assert look(["* [note](0.md)", "* [note](1.md)"], notes_of([2023] * 2)).line == (
        "* [{label}]({target})"
    )


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        pytest.param(["## 2023", "## 2022"], "## {group}", id="years"),
        pytest.param(["## 2023 年", "## 2022 年"], "## {group} 年", id="chinese"),
        pytest.param(
            ["## Papers of 2023", "## Papers of 2022"], "## Papers of {group}", id="words"
        ),
        pytest.param(["## 2023 (2)", "## 2022 (1)"], "## {group} ({count})", id="counts"),
        pytest.param(["## {2023}", "## {2022}"], "## {{{group}}}", id="braces"),
        pytest.param(["## 2023 ##", "## 2022 ##"], "## {group} ##", id="closing-signs"),
        pytest.param(["**2023**", "**2022**"], "**{group}**", id="bold"),
        pytest.param(["## 2023", "## 2022 old"], "## {group}", id="of-two-the-shorter"),
    ],
)
def test_headings_of_years(headings: list[str], expected: str) -> None:
    notes = notes_of([2023, 2023, 2022])

    found = look([headings[0], "", row(0), row(1), "", headings[1], "", row(2)], notes)

    assert (found.group, found.heading) == ("year", expected)


def test_heading_names_the_venue_that_most_of_its_notes_have() -> None:
    notes = notes_of([2023] * 4, venues=["ICLR", "ICLR", "AAAI", "NeurIPS"])

    found = look(["### ICLR", row(0), row(1), row(2), "", "### NeurIPS", row(3)], notes)

    assert (found.group, found.heading, found.blank_lines) == ("venue", "### {group}", "groups")


def test_notes_without_venue_are_under_the_name_that_the_list_has_for_them() -> None:
    notes = notes_of([2023] * 3, venues=["AAAI", "ICLR", None])

    found = look(
        ["### AAAI (1)", row(0), "", "### ICLR (1)", row(1), "", "### arXiv (1)", row(2)], notes
    )

    assert (found.group, found.heading, found.others) == ("venue", "### {group} ({count})", "arXiv")


def test_tags_are_groups_where_the_headings_name_them() -> None:
    notes = notes_of([2023] * 2, tags={0: ["attention"], 1: ["graph"]})

    found = look(["## attention", row(0), "## graph", row(1)], notes)

    assert (found.group, found.heading) == ("tag", "## {group}")


def test_tags_are_no_groups_where_notes_would_have_several_rows() -> None:
    tags = {0: ["attention", "energy"], 1: ["graph", "energy"]}

    found = look(["## attention", row(0), "## graph", row(1)], notes_of([2023] * 2, tags=tags))

    assert found.group == "none"


def test_topics_that_no_note_knows_are_no_groups() -> None:
    found = look(["## Fast", row(0), "## Slow", row(1)], notes_of([2023] * 2))

    assert (found.group, found.heading) == ("none", None)


@pytest.mark.parametrize(
    ("order", "years", "sort"),
    [
        pytest.param([0, 1, 2, 3], [2023] * 4, ("-added", "title"), id="newest-first"),
        pytest.param([3, 2, 1, 0], [2023] * 4, ("added", "title"), id="oldest-first"),
        pytest.param([1, 0, 2, 3], [2023] * 4, ("-added", "title"), id="newest-first-but-for-one"),
        pytest.param(
            [0, 2, 1, 3], [2023, 2022, 2023, 2022], ("-year", "-added", "title"), id="year"
        ),
        pytest.param(
            [1, 3, 0, 2], [2023, 2022, 2023, 2022], ("year", "-added", "title"), id="year-up"
        ),
    ],
)
def test_order_is_the_one_in_which_most_rows_stay(
    order: list[int], years: list[int], sort: tuple[str, ...]
) -> None:
    assert look([row(number) for number in order], notes_of(years)).sort == sort


def test_order_by_title_is_seen() -> None:
    notes = notes_of([2023] * 11)
    by_title = [0, 1, 10, *range(2, 10)]

    assert look([row(number) for number in by_title], notes).sort == ("title",)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param([1, 2, 3, 4, 5], "{number}. {title}", id="counting"),
        pytest.param([1, 2, 3, 4, 4], "{number}. {title}", id="one-slip"),
        pytest.param([1, 1, 1, 1, 1], "1. {title}", id="all-one"),
        pytest.param([5, 4, 3, 2, 1], "1. {title}", id="counting-down"),
    ],
)
def test_numbers_are_counted_where_most_rows_count(numbers: list[int], expected: str) -> None:
    rows = [f"{number}. Paper number {at} [笔记]({at}.md)" for at, number in enumerate(numbers)]

    assert look(rows, notes_of([2023] * 5)).line == f"{expected} [{{label}}]({{target}})"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["## 2023", "", row(0), "", "## 2022", "", row(1)], "both"),
        (["## 2023", "", row(0), "## 2022", "", row(1)], "headings"),
        (["## 2023", row(0), "", "## 2022", row(1)], "groups"),
        (["## 2023", row(0), "## 2022", row(1)], "none"),
        (["## 2023", row(0)], "groups"),
        ([row(0), "", row(1)], "both"),
    ],
)
def test_blank_lines_are_seen(lines: list[str], expected: str) -> None:
    assert look(lines, notes_of([2023, 2022])).blank_lines == expected
