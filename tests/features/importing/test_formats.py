from pathlib import PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.features.importing.formats import BibliographyFormat, format_of, reader_of

BIBTEX = "% mine\n@article{a, title={T}, year=2020}\n"
RIS = "TY  - JOUR\nTI  - T\nPY  - 2020\nER  - \n"
JSON = '[{"id": "a", "title": "T", "issued": {"date-parts": [[2020]]}}]'


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param(BIBTEX, "refs.bib", BibliographyFormat.BIBTEX, id="bibtex"),
        pytest.param(RIS, "refs.ris", BibliographyFormat.RIS, id="ris"),
        pytest.param(JSON, "refs.json", BibliographyFormat.CSL_JSON, id="json"),
        pytest.param(BIBTEX, "stdin", BibliographyFormat.BIBTEX, id="bibtex-without-name"),
        pytest.param("\ufeff" + RIS, "stdin", BibliographyFormat.RIS, id="ris-without-name"),
        pytest.param("\n " + JSON, "refs.txt", BibliographyFormat.CSL_JSON, id="json-in-a-text"),
        pytest.param(RIS, "refs.bib", BibliographyFormat.RIS, id="misnamed"),
        pytest.param(
            "@article{a, annote={\nTY  - JOUR\n}}", "x.bib", BibliographyFormat.BIBTEX, id="both"
        ),
        pytest.param("", "refs.ris", BibliographyFormat.RIS, id="empty"),
        pytest.param("nothing", "refs.bib", BibliographyFormat.BIBTEX, id="only-the-name"),
    ],
)
def test_the_text_decides_and_then_the_name(
    text: str, name: str, expected: BibliographyFormat
) -> None:
    assert format_of(text, PurePosixPath(name)) is expected


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        pytest.param("%0 Journal Article\n%T X\n", "EndNote's own format", "as RIS", id="endnote"),
        pytest.param("PMID- 123\n", "PubMed's own format", "as RIS", id="pubmed"),
        pytest.param("<?xml version='1'?><xml/>", "XML", "as BibTeX", id="xml"),
        pytest.param("# A note\n", "neither BibTeX nor RIS", ".md", id="note"),
    ],
)
def test_other_formats_are_named_with_a_way_out(text: str, problem: str, hint: str) -> None:
    with pytest.raises(UnreadableFileError, match=problem) as caught:
        format_of(text, PurePosixPath("refs.txt"))
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", [BIBTEX, RIS, JSON], ids=["bibtex", "ris", "json"])
def test_each_format_has_its_reader(text: str) -> None:
    read = reader_of(format_of(text, PurePosixPath("stdin")))(text)
    assert [(entry.paper.title, entry.paper.year) for entry in read.entries] == [("T", 2020)]
