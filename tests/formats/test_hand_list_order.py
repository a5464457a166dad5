from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.hand_list_order import longest_rising


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([5], [0], id="one"),
        pytest.param([0, 1, 2], [0, 1, 2], id="in-order"),
        pytest.param([2, 1, 0], [2], id="turned-round"),
        pytest.param([9, 0, 1, 2], [1, 2, 3], id="the-last-at-the-top"),
        pytest.param([1, 1, 2], [1, 2], id="equal-places-are-not-higher"),
    ],
)
def test_most_rows_stay(places: list[int], expected: list[int]) -> None:
    assert longest_rising(places) == expected


@given(st.lists(st.integers(0, 6), max_size=7))
def test_no_other_choice_keeps_more(places: list[int]) -> None:
    run = longest_rising(places)

    assert all(places[one] < places[next_one] for one, next_one in pairwise(run))
    longest = max(
        length
        for length in range(len(places) + 1)
        if any(
            all(one < next_one for one, next_one in pairwise(chosen))
            for chosen in combinations(places, length)
        )
    )
    assert len(run) == longest
