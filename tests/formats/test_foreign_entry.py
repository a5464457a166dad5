from pathlib import PurePosixPath

import pytest

from snnnotes.formats.bibliography import Entry
from snnnotes.formats.foreign_entry import EntriesByNote, EntryOf, cited_keys, facts_of_entry
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


def known(*entries: Entry) -> EntriesByNote:
    found = EntriesByNote()
    found.add(entries, text="", path=PurePosixPath("refs.bib"))
    return found


def test_an_entry_tells_each_thing_that_a_note_has_a_field_for() -> None:
    found = EntryOf(PurePosixPath("refs.bib"), FANG, has_link=True)
    assert [(fact.field, fact.value) for fact in facts_of_entry(found)] == [
        ("title", "Deep Residual Learning in SNNs"),
        ("authors", ("Wei Fang",)),
        ("year", "2021"),
        ("venue", "NeurIPS"),
        ("citekey", "Fang2021deep"),
        ("tags", ("snn",)),
    ]
    assert {fact.source for fact in facts_of_entry(found)} == {Source.BIBLIOGRAPHY}


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
    found = known(FANG, YAO).about(path, facts, cited_keys(text))
    assert (found.entry.paper.title if found else None) == title


def test_without_a_bibliography_nothing_is_told() -> None:
    assert known().about(PurePosixPath("@yao2023.md"), [], ["yao2023"]) is None


def test_an_entry_without_a_key_is_known_by_its_title() -> None:
    entry = Entry(paper=Paper(title="SEENN", year=2023), line=1, kind="misc")
    title = Fact("title", "Seenn", Source.HEADING)
    found = known(entry).about(NOTE, [title], [])
    assert found is not None
    assert found.entry == entry


def test_link_that_only_an_identifier_gave_is_not_told() -> None:
    paper = Paper(title="x", year=2023, arxiv="2307.01694", url="https://arxiv.org/abs/2307.01694")
    entry = Entry(paper=paper, line=1, kind="misc")
    for text, is_told in (("eprint = {2307.01694}", False), (f"url = {{{paper.url}}}", True)):
        entries = EntriesByNote()
        entries.add([entry], text=text, path=PurePosixPath("refs.bib"))
        found = entries.about(NOTE, [Fact("title", "x", Source.HEADING)], [])
        assert found is not None
        assert ("url" in {fact.field for fact in facts_of_entry(found)}) == is_told
