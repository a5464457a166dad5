"""A paper list as an inbox: its papers, which of them have a note, and new notes for the others."""

from snnnotes.features.discovering.listed import Listed, State, listed_papers
from snnnotes.features.discovering.picking import Picked, chosen_numbers, plan_notes
from snnnotes.features.discovering.reporting import place_of, problem_lines

__all__ = [
    "Listed",
    "Picked",
    "State",
    "chosen_numbers",
    "listed_papers",
    "place_of",
    "plan_notes",
    "problem_lines",
]
