"""Making a notebook of a folder of Markdown notes, in place."""

from snnnotes.features.adopting.adoption import (
    ADOPTION,
    AdoptedNote,
    Adoption,
    ListFinding,
    MarkedList,
    SameOnTwo,
)
from snnnotes.features.adopting.finding_files import OUTSIDE
from snnnotes.features.adopting.planning import plan_adopt

__all__ = [
    "ADOPTION",
    "OUTSIDE",
    "AdoptedNote",
    "Adoption",
    "ListFinding",
    "MarkedList",
    "SameOnTwo",
    "plan_adopt",
]
