"""Queries widened by the notebook's own glossary."""

from pathlib import Path

import pytest

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.features.widening import widened
from snnnotes.model.glossary import Widening
from snnnotes.model.query import Or, Words, parse_query
from snnnotes.storage.notebook import Notebook


def _notebook(root: Path) -> Notebook:
    return Notebook.open(root, root=None, environment={})


def test_word_of_the_glossary_finds_its_equals_too(tiny: Path) -> None:
    query, widenings, problem = widened(parse_query("膜电位"), _notebook(tiny))

    assert query == Or((Words("膜电位"), Words("membrane potential")))
    assert widenings == [Widening("膜电位", ("membrane potential",))]
    assert problem is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="every-note"),
        pytest.param("阈值", id="word-that-it-does-not-know"),
        pytest.param('"膜电位"', id="phrase-in-quotes"),
        pytest.param("-膜电位", id="word-that-must-not-be-there"),
        pytest.param("tag:survey", id="no-words"),
    ],
)
def test_query_without_a_word_of_the_glossary_stays_as_it_is(tiny: Path, text: str) -> None:
    query = parse_query(text)

    assert widened(query, _notebook(tiny)) == (query, [], None)


def test_without_a_glossary_a_query_stays_as_it_is(tiny: Path) -> None:
    (tiny / "notes" / "glossary.yaml").unlink()
    query = parse_query("膜电位")

    assert widened(query, _notebook(tiny)) == (query, [], None)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param("膜电位: SNN\n".encode(), NoteFormatError, id="no-list-of-groups"),
        pytest.param(b"\xff\xfe\x00", UnreadableFileError, id="not-utf-8"),
    ],
)
def test_glossary_that_cannot_be_read_is_told_and_does_not_stop_the_search(
    tiny: Path, content: bytes, kind: type[Exception]
) -> None:
    (tiny / "notes" / "glossary.yaml").write_bytes(content)
    query = parse_query("膜电位")

    found = widened(query, _notebook(tiny))

    assert found.query == query
    assert isinstance(found.problem, kind)
    assert "notes/glossary.yaml" in str(found.problem)


def test_query_without_words_does_not_even_look_at_the_glossary(tiny: Path) -> None:
    (tiny / "notes" / "glossary.yaml").write_bytes(b"\xff")

    assert widened(parse_query("year:2023"), _notebook(tiny)).problem is None
