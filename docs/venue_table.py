"""Writes model/venue_table.py from data/venues.toml.

Run ``python docs/venue_table.py`` after a change of the table, then ``docs/reference_pages.py``;
tests/model/test_venue_table.py fails when the module is stale.
"""

import sys
import tomllib
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "src" / "snnnotes"
TABLE = PACKAGE / "data" / "venues.toml"
MODULE = PACKAGE / "model" / "venue_table.py"

_HEAD = '''"""The table of venues, made from `data/venues.toml` by `docs/venue_table.py`."""

# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from typing import NamedTuple


class Venue(NamedTuple):
    """A conference, a journal or a server of preprints; data/venues.toml tells what each key is."""

    short: str
    #: ``conference``, ``journal`` or ``preprint server``.
    kind: str
    #: A, B, C, or empty.
    ccf: str = ""
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


#: In the order of the file: by kind, then by short name.
VENUES = (
'''


def module() -> str:
    """The text of model/venue_table.py."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    rows = [
        f"    Venue({', '.join([_text(short), _text(kind), *_arguments(venue)])}),\n"
        for kind, venues in table.items()
        for short, venue in venues.items()
    ]
    return f"{_HEAD}{''.join(rows)})\n"


def _arguments(venue: dict[str, str | list[str]]) -> list[str]:
    return [
        f"{key}={_text(value) if isinstance(value, str) else _texts(value)}"
        for key, value in venue.items()
    ]


def _texts(values: list[str]) -> str:
    return f"({', '.join(map(_text, values))}{',' if len(values) == 1 else ''})"


def _text(value: str) -> str:
    return '"' + value.replace("\\", r"\\").replace('"', r"\"") + '"'


def main() -> None:
    """Write the module."""
    MODULE.write_text(module(), "utf-8", newline="\n")
    sys.stdout.write("src/snnnotes/model/venue_table.py\n")


if __name__ == "__main__":
    main()
