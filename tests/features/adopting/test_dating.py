"""When notes were made: by Git, in the order of the list, or now."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath as P

import pytest

from snnnotes.features.adopting.dating import Stamp, stamps_of
from snnnotes.storage.git_history import Commit, GitHistory

NOW = datetime(2025, 5, 1, 12, 0, 0, 999, tzinfo=UTC)
FIRST, SECOND = Commit("2024-01-01T08:00:00+08:00", 0), Commit("2024-02-01T08:00:00+08:00", 1)


def stamps(
    notes: str,
    commits: dict[str, Commit],
    *,
    rows: str = "",
    headings: str = "",
    undated: str | None = None,
    cut_off: Sequence[str] = (),
) -> dict[str, str]:
    """The times of notes whose names are single letters; of `rows` the first is on top."""
    history = GitHistory(
        {P(name): commit for name, commit in commits.items()}, frozenset(map(P, cut_off))
    )
    above = headings or " " * len(rows)
    places = {P(row): (place, above[place]) for place, row in enumerate(rows)}
    wanted = [P(name) for name in (notes if undated is None else undated)]
    found = stamps_of([P(name) for name in notes], history, places, undated=wanted, now=NOW)
    return {
        str(path): stamp.time[5:19] + ("" if stamp.is_from_git else " now")
        for path, stamp in found.items()
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("", ["00", "59", "58"], id="without rows by path"),
        pytest.param("cab", ["59", "58", "00"], id="by rows from the top down"),
        pytest.param("b", ["59", "00", "58"], id="those with a row first"),
    ],
)
def test_notes_of_one_commit_are_a_second_apart(rows: str, expected: list[str]) -> None:
    found = stamps("abc", dict.fromkeys("abc", FIRST), rows=rows)

    assert [found[name][-2:] for name in "abc"] == expected


def test_each_commit_has_its_own_time_with_its_zone() -> None:
    history = GitHistory({P("a"): FIRST, P("b"): SECOND})

    found = stamps_of([P("a"), P("b")], history, {}, undated=[P("a"), P("b")], now=NOW)

    assert found == {P("a"): Stamp(FIRST.time, True), P("b"): Stamp(SECOND.time, True)}


def test_list_with_its_oldest_on_top_is_stamped_from_the_bottom_up() -> None:
    commits = {"a": FIRST, "b": FIRST, "c": SECOND, "d": SECOND}

    found = stamps("abcd", commits, rows="abcd")

    assert found == {
        "b": "01-01T08:00:00", "a": "01-01T07:59:59", "d": "02-01T08:00:00", "c": "02-01T07:59:59",
    }  # fmt: skip


def test_only_rows_under_one_heading_tell_which_way_a_list_goes() -> None:
    commits = {"a": FIRST, "b": FIRST, "c": SECOND, "d": FIRST}

    # 2022: a, b; 2023: c, d. From b to c the time goes up, but that is between two headings.
    found = stamps("abcd", commits, rows="abcd", headings="xxyy")

    assert [found[name][-2:] for name in "abd"] == ["00", "59", "58"]


def test_note_that_git_does_not_know_is_made_now() -> None:
    assert stamps("ab", {}, rows="ba") == {"b": "05-01T12:00:00 now", "a": "05-01T11:59:59 now"}


def test_note_that_a_shallow_clone_cuts_off_gets_no_time() -> None:
    assert set(stamps("ab", {}, cut_off=["a"])) == {"b"}


def test_notes_with_a_date_keep_their_place_so_that_a_second_run_gives_the_same() -> None:
    commits = dict.fromkeys("abc", FIRST)

    assert stamps("abc", commits, undated="c")["c"] == stamps("abc", commits)["c"]


def test_commit_of_an_impossible_time_tells_nothing() -> None:
    assert stamps("a", {"a": Commit("2024-01-01T08:00:00+99:00", 0)}) == {"a": "05-01T12:00:00 now"}
