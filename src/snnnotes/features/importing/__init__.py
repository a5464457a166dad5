"""Copying papers and notes into the notebook: bibliographies, and notes in another carrier.

Everything that goes in comes out as one item: imported, a duplicate, left out, or no note.
"""

from snnnotes.features.importing.outcome import Import, Item, Outcome, Remark
from snnnotes.features.importing.planning import destination, plan_import
from snnnotes.features.importing.shelf import Wish
from snnnotes.features.importing.sources import Reader, Sources

__all__ = [
    "Import",
    "Item",
    "Outcome",
    "Reader",
    "Remark",
    "Sources",
    "Wish",
    "destination",
    "plan_import",
]
