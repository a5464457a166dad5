from pathlib import PurePosixPath

import pytest

from snnnotes.model.duplicates import KnownPapers
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper


def note(name: str, title: str, *, aliases: tuple[str, ...] = (), **ids: str) -> Note:
    paper = Paper(title=title, year=2023, **ids)  # type: ignore[arg-type]
    return Note(path=PurePosixPath(f"notes/{name}.md"), paper=paper, aliases=aliases)


NOTES = [
    note("a", "SEENN: Towards Early-Exit", arxiv="2304.01230"),
    note("b", "Spikformer", openreview="frE4fUwz_h", doi="10.1109/x"),
    note("c", "脉冲神经网络综述", aliases=("A Survey of SNNs",)),
    note("d", "Other", url="https://arxiv.org/abs/2304.01230v2"),
]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        pytest.param(Paper(title="New", year=2023), [], id="none"),
        pytest.param(Paper(title="", year=0), [], id="no-title"),
        pytest.param(
            Paper(title="ＳＥＥＮＮ towards early exit", year=2020),
            [("a", "same title")],
            id="title-in-other-spelling",
        ),
        pytest.param(
            Paper(title="a survey of snns", year=2020),
            [("c", "same title")],
            id="title-is-an-alias",
        ),
        pytest.param(
            Paper(title="New", year=2023, arxiv="2304.01230"),
            [
                ("a", "same arXiv identifier 2304.01230"),
                ("d", "same arXiv identifier 2304.01230"),
            ],
            id="identifier-of-two-notes-in-their-order",
        ),
        pytest.param(
            Paper(title="Spikformer", year=2023, openreview="frE4fUwz_h", doi="10.1109/X"),
            [("b", "same DOI 10.1109/x")],
            id="identifiers-come-before-the-title-and-count-once",
        ),
        pytest.param(
            Paper(title="Other", year=2023, arxiv="2304.01230"),
            [("a", "same arXiv identifier 2304.01230"), ("d", "same arXiv identifier 2304.01230")],
            id="by-both",
        ),
    ],
)
def test_a_paper_is_known_by_identifier_or_title(
    paper: Paper, expected: list[tuple[str, str]]
) -> None:
    found = KnownPapers(NOTES).duplicates_of(paper)
    assert [(one.note.path.stem, one.reason) for one in found] == expected


def test_a_note_added_later_is_known_too() -> None:
    known = KnownPapers()
    assert known.duplicates_of(NOTES[0].paper) == []
    known.add(NOTES[0])
    assert [one.note for one in known.duplicates_of(NOTES[0].paper)] == [NOTES[0]]
