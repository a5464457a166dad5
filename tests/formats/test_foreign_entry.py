from pathlib import PurePosixPath

import pytest

from snnnotes.formats.bibliography import Entry
from snnnotes.formats.foreign_entry import EntriesByNote, facts_of_entry
from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.model.paper import Paper

FANG = Entry(
    paper=Paper(
        title="Deep Residual Learning in SNNs", year=2021, authors=("Wei Fang",), venue="NeurIPS"
    ),
    line=1,
    kind="inproceedings",
    citekey="Fang2021deep",
    tags=("snn",),
)
YAO = Entry(
    paper=Paper(title="Spike-driven Transformer", year=2023), line=9, kind="misc", citekey="yao2023"
)
NOTE = PurePosixPath("papers/note.md")


def test_an_entry_tells_each_thing_that_a_note_has_a_field_for() -> None:
    assert [(fact.field, fact.value) for fact in facts_of_entry(FANG)] == [
        ("title", "Deep Residual Learning in SNNs"),
        ("authors", ("Wei Fang",)),
        ("year", "2021"),
        ("venue", "NeurIPS"),
        ("citekey", "Fang2021deep"),
        ("tags", ("snn",)),
    ]
    assert {fact.source for fact in facts_of_entry(FANG)} == {Source.BIBLIOGRAPHY}


@pytest.mark.parametrize(
    ("path", "facts", "text", "title"),
    [
        pytest.param(PurePosixPath("@fang2021deep.md"), [], "", FANG.paper.title, id="file-name"),
        pytest.param(
            NOTE,
            [Fact("citekey", "FANG2021DEEP", Source.FRONTMATTER)],
            "see @yao2023",
            FANG.paper.title,
            id="key-in-the-note-before-keys-cited",
        ),
        pytest.param(
            NOTE,
            [Fact("title", "spike driven transformer", Source.HEADING)],
            "",
            YAO.paper.title,
            id="title",
        ),
        pytest.param(NOTE, [], "On [[@yao2023]].", YAO.paper.title, id="cites-one"),
        pytest.param(NOTE, [], "[@yao2023; @fang2021deep]", None, id="cites-two"),
        pytest.param(NOTE, [], "me@yao2023", None, id="mail-address"),
        pytest.param(NOTE, [], "", None, id="nothing"),
    ],
)
def test_the_entry_of_a_note_is_found(
    path: PurePosixPath, facts: list[Fact], text: str, title: str | None
) -> None:
    told = EntriesByNote([FANG, YAO]).facts_for(path, facts, text)
    assert [fact.value for fact in told if fact.field == "title"] == ([title] if title else [])


def test_without_a_bibliography_nothing_is_told() -> None:
    assert EntriesByNote([]).facts_for(PurePosixPath("@yao2023.md"), [], "@yao2023") == []


def test_an_entry_without_a_key_is_known_by_its_title() -> None:
    entry = Entry(paper=Paper(title="SEENN", year=2023), line=1, kind="misc")
    title = Fact("title", "Seenn", Source.HEADING)
    assert EntriesByNote([entry]).facts_for(NOTE, [title], "") == facts_of_entry(entry)
