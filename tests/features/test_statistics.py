import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.features.statistics import (
    Count,
    Counts,
    Key,
    NoteTimes,
    Overview,
    count_by,
    overview,
    shown,
    touched_since,
    unpacked_overview,
)
from snnnotes.model.checks import found
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper


def note(
    *,
    year: int = 2023,
    venue: str | None = None,
    authors: tuple[str, ...] = (),
    **fields: Any,  # noqa: ANN401 (fields of all kinds)
) -> Note:
    paper = Paper(title="膜电位", year=year, venue=venue, authors=authors)
    return Note(path=PurePosixPath(fields.pop("path", "notes/a.md")), paper=paper, **fields)


def pairs(counts: Counts) -> list[tuple[str | None, int]]:
    return [(count.value, count.papers) for count in counts.counts]


def times(key: Key, *values: str) -> Counts:
    """One paper of each year or month."""
    return Counts(key, tuple(Count(value, 1) for value in values))


@pytest.mark.parametrize(
    ("key", "notes", "expected"),
    [
        pytest.param(
            Key.YEAR,
            [note(year=2023), note(year=2021), note(year=2023)],
            [("2021", 1), ("2023", 2)],
            id="years-oldest-first",
        ),
        pytest.param(
            Key.VENUE,
            [note(venue="ICML"), note(venue="计算机学报"), note(venue="ICML"), note(venue="AAAI")],
            [("ICML", 2), ("AAAI", 1), ("计算机学报", 1)],
            id="venues-most-frequent-first-then-by-name",
        ),
        pytest.param(
            Key.TAG,
            [note(tags=("膜电位", "lif")), note(tags=("lif",))],
            [("lif", 2), ("膜电位", 1)],
            id="each-tag-of-a-paper",
        ),
        pytest.param(
            Key.AUTHOR,
            [note(authors=("张三", "Wei Fang")), note(authors=("Wei Fang",))],
            [("Wei Fang", 2), ("张三", 1)],
            id="each-author-of-a-paper",
        ),
        pytest.param(
            Key.STATUS,
            [
                note(status="read"),
                note(status="read"),
                note(status="skimmed"),
                note(status="reading"),
                note(status="unread"),
            ],
            [("unread", 1), ("reading", 1), ("read", 2), ("skimmed", 1)],
            id="statuses-as-reading-goes-on-then-those-of-the-user",
        ),
        pytest.param(
            Key.ADDED,
            [note(added="2025-03-31T23:30:00+08:00"), note(added="2024-12-01")],
            [("2024-12", 1), ("2025-03", 1)],
            id="months-in-the-zone-they-were-written-in",
        ),
    ],
)
def test_papers_are_counted_by(
    key: Key, notes: list[Note], expected: list[tuple[str | None, int]]
) -> None:
    assert pairs(count_by(notes, key)) == expected


@pytest.mark.parametrize("key", [key for key in Key if key is not Key.YEAR])
def test_papers_without_a_value_are_counted_last(key: Key) -> None:
    full = note(
        venue="ICML", authors=("张三",), tags=("lif",), status="skimmed", added="2025-03-01"
    )

    counts = count_by([note(), full, note()], key)

    assert pairs(counts)[1:] == [(None, 2)]


def test_no_paper_gives_no_counts() -> None:
    assert all(count_by([], key).counts == () for key in Key)


@pytest.mark.parametrize(
    ("venues", "expected"),
    [
        pytest.param(["neurips", "NeurIPS", "NeurIPS"], "NeurIPS", id="as-most-notes-write-it"),
        pytest.param(["neurips", "NeurIPS"], "NeurIPS", id="of-equals-the-one-with-capitals"),
        pytest.param(["ＩＣＭＬ", "ICML", "ICML"], "ICML", id="full-width-letters"),
        pytest.param(["計算機學報", "计算机学报", "计算机学报"], "计算机学报", id="both-scripts"),
    ],
)
def test_spellings_of_one_value_are_one(venues: list[str], expected: str) -> None:
    counts = count_by([note(venue=venue) for venue in venues], Key.VENUE)

    assert pairs(counts) == [(expected, len(venues))]


def test_tag_that_a_note_has_twice_counts_once() -> None:
    assert pairs(count_by([note(tags=("LIF", "lif"))], Key.TAG)) == [("lif", 1)]


def test_limit_keeps_the_most_frequent_and_sums_the_others() -> None:
    counts = Counts(Key.VENUE, (Count("a", 5), Count("b", 3), Count("c", 2), Count(None, 9)))

    kept = shown(counts, 1)

    assert kept.counts == (Count("a", 5), Count(None, 9))
    assert (kept.others, kept.papers_of_others) == (2, 5)


def test_limit_keeps_the_newest_years() -> None:
    kept = shown(times(Key.YEAR, "2019", "2020", "2021"), 2)

    assert kept.counts == (Count("2020", 1), Count("2021", 1))
    assert (kept.others, kept.papers_of_others) == (1, 1)


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        pytest.param(
            Key.YEAR, ("2020", "2023"), ["2020", "2021", "2022", "2023"], id="years-between"
        ),
        pytest.param(
            Key.ADDED,
            ("2024-11", "2025-02"),
            ["2024-11", "2024-12", "2025-01", "2025-02"],
            id="months-over-new-year",
        ),
        pytest.param(Key.YEAR, ("1952", "2023"), ["2023"], id="not-seventy-empty-years"),
    ],
)
def test_years_and_months_without_papers_are_shown_between_others(
    key: Key, values: tuple[str, ...], expected: list[str]
) -> None:
    kept = shown(times(key, *values), 15)

    assert [count.value for count in kept.counts] == expected
    assert kept.others == len(set(values) - set(expected))


def test_without_a_limit_only_what_has_papers_is_shown() -> None:
    kept = shown(times(Key.YEAR, "1907", "2023"), None)

    assert [count.value for count in kept.counts] == ["1907", "2023"]
    assert kept.others == 0


def test_nothing_known_shows_only_what_lacks_it() -> None:
    assert shown(Counts(Key.ADDED, (Count(None, 3),)), 15).counts == (Count(None, 3),)


@given(
    st.lists(
        st.builds(
            note,
            year=st.integers(1000, 2999),
            venue=st.sampled_from([None, "ICML", "icml", "计算机学报"]),
            added=st.none() | st.dates().map(str),
        ),
        max_size=12,
    ),
    st.sampled_from([Key.YEAR, Key.VENUE, Key.ADDED]),
    st.none() | st.integers(1, 5),
)
def test_every_paper_is_counted_once_where_it_has_one_value(
    notes: list[Note], key: Key, limit: int | None
) -> None:
    counts = count_by(notes, key)
    kept = shown(counts, limit)

    assert sum(count.papers for count in counts.counts) == len(notes)
    assert sum(count.papers for count in kept.counts) + kept.papers_of_others == len(notes)
    assert limit is None or sum(count.value is not None for count in kept.counts) <= limit


def seen(
    *notes: Note,
    unreadable: int = 0,
    findings: Iterable[Finding] = (),
    readmes: Mapping[str, str] = MappingProxyType({}),
) -> Overview:
    return overview(notes, unreadable=unreadable, findings=findings, readmes=readmes)


def test_overview_counts_pending_fields_the_most_wanted_first() -> None:
    view = seen(
        note(pending=("authors", "venue")), note(pending=("venue", "venue")), note(status="read")
    )

    assert list(view.pending.items()) == [("venue", 2), ("authors", 1)]
    assert view.pending_notes == 2
    assert view.notes == 3


def test_overview_counts_findings_by_severity() -> None:
    path = PurePosixPath("README.md")
    findings = [found("readme-stale", path, (1, 1), "stale", ""),
                found("readme-too-long", path, (1, 1), "long", "")]  # fmt: skip

    assert seen(findings=findings).findings == {"error": 1, "warning": 1, "note": 0}


def test_overview_comes_back_from_json() -> None:
    view = seen(
        note(status="read", added="2025-03-01", pending=("venue",)),
        note(),
        readmes={"README.md": "stale"},
        unreadable=2,
    )

    back = unpacked_overview(json.loads(json.dumps(view)))

    assert back == view._replace(statuses=list(view.statuses))
    assert back.statuses[0].value == "read"


@pytest.mark.parametrize(
    ("added", "written", "came", "expected"),
    [
        pytest.param(None, 99.0, None, [], id="before"),
        pytest.param(None, 100.0, None, [False], id="changed"),
        pytest.param(150.0, 50.0, None, [True], id="added-and-copied-from-elsewhere"),
        pytest.param(150.0, 160.0, None, [True], id="added-and-changed"),
        pytest.param(99.0, 160.0, None, [False], id="added-before-changed-since"),
        pytest.param(None, 330.0, 300.0, [], id="came-with-a-clone"),
        pytest.param(None, 400.0, 300.0, [False], id="changed-after-the-clone"),
        pytest.param(350.0, 330.0, 300.0, [True], id="added-and-cloned"),
        pytest.param(None, 99.0, 10.0, [], id="cloned-long-ago"),
    ],
)
def test_note_is_touched(
    added: float | None, written: float, came: float | None, expected: list[bool]
) -> None:
    one = NoteTimes("notes/a.md", "膜电位", added)

    touched = touched_since([one], {"notes/a.md": written}, since=100.0, came=came)

    assert [note.is_new for note in touched] == expected


def test_touched_notes_come_newest_first() -> None:
    notes = [NoteTimes(path, path, None) for path in ("a", "b", "c")]

    touched = touched_since(notes, {"a": 2.0, "b": 3.0, "c": 1.0}, since=0.0, came=None)

    assert [note.path for note in touched] == ["b", "a", "c"]
