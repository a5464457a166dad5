import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from snnnotes.model.venue_name import ccf_rank, is_preprint, known_venue, short_venue
from snnnotes.model.venue_table import VENUES, Venue

_SCRIPT = Path(__file__).parents[2] / "docs" / "venue_table.py"
_spec = importlib.util.spec_from_file_location("make_venue_table", _SCRIPT)
assert _spec is not None
assert _spec.loader is not None
make_venue_table = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make_venue_table)

PREPRINTS = [venue for venue in VENUES if venue.kind == "preprint server"]
PUBLISHED = [venue for venue in VENUES if venue.kind != "preprint server"]

each_venue = pytest.mark.parametrize("venue", VENUES, ids=lambda venue: venue.short)


def spellings(venue: Venue) -> tuple[str, ...]:
    return (venue.short, *venue.names, *venue.also)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def test_the_module_is_made_from_the_table() -> None:
    assert make_venue_table.MODULE.read_text("utf-8") == make_venue_table.module(), (
        "run python docs/venue_table.py"
    )


def test_no_spelling_belongs_to_two_venues() -> None:
    owners = Counter(
        spelling for venue in VENUES for spelling in set(map(letters, spellings(venue)))
    )

    assert [spelling for spelling, count in owners.items() if count > 1] == []


@pytest.mark.parametrize("venue", PUBLISHED, ids=lambda venue: venue.short)
def test_every_spelling_in_the_table_leads_to_its_venue(venue: Venue) -> None:
    for spelling in spellings(venue):
        assert known_venue(spelling) == venue.short
        assert short_venue(f"{spelling} 2023") == venue.short
        assert not is_preprint(spelling)
    for name in venue.names:
        assert known_venue(f"Proceedings of the 37th Annual {name}") == venue.short


@pytest.mark.parametrize("venue", PREPRINTS, ids=lambda venue: venue.short)
def test_a_server_of_preprints_is_no_venue(venue: Venue) -> None:
    for spelling in spellings(venue):
        assert is_preprint(spelling)
        assert is_preprint(f"{spelling.lower()} 2023")
        assert known_venue(spelling) is None


@each_venue
def test_keys_of_the_table_have_the_values_that_the_program_knows(venue: Venue) -> None:
    assert venue.kind in ("conference", "journal", "preprint server")
    assert venue.ccf in ("", "A", "B", "C")
    assert ccf_rank(venue.short) == (venue.ccf or None)
    assert {*venue.words, *venue.capitals} <= {venue.short, *venue.also}


@each_venue
def test_short_forms_that_must_be_in_capitals_are_one_word_in_capitals(venue: Venue) -> None:
    assert all(word.isalpha() and word.isupper() for word in venue.capitals)
    for word in {*filter(str.isupper, venue.words), *venue.capitals}:
        assert word.isalpha()
        assert known_venue(word) == venue.short
        assert known_venue(word.lower()) is None
        assert known_venue(word.capitalize()) is None


@pytest.mark.parametrize("kind", ["conference", "journal", "preprint server"])
def test_venues_are_in_order(kind: str) -> None:
    names = [venue.short for venue in VENUES if venue.kind == kind]

    assert names == sorted(names, key=str.casefold)


@pytest.mark.parametrize(
    "short",
    [
        *("NeurIPS", "ICML", "ICLR", "CVPR", "ICCV", "ECCV", "AAAI", "IJCAI", "ACL", "EMNLP"),
        *("ACM MM", "TPAMI", "TNNLS", "TIP", "Neural Networks", "Neurocomputing", "ICASSP"),
        *("Neural Computation", "DAC", "DATE", "ICCAD", "ISCA", "MICRO", "HPCA", "TCAD", "IJCNN"),
    ],
)
def test_the_usual_venues_of_the_field_have_a_rank(short: str) -> None:
    assert ccf_rank(short)


def test_reading_names_of_venues_loads_no_parser() -> None:
    code = (
        "import sys; from snnnotes.model.venue_name import short_venue\n"
        "print(short_venue('NIPS'), 'tomllib' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.split() == ["NeurIPS", "False"]
