"""Keys, citations and formats of an export."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.features.exporting import (
    Citations,
    ReferenceFormat,
    plan_export,
    read_citations,
    reference_text,
)
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper


def note(path: str, citekey: str | None = None, **paper: Any) -> Note:  # noqa: ANN401 (of Paper)
    facts: dict[str, Any] = {"title": "Spike", "year": 2023, "authors": ("Man Yao",)} | paper
    return Note(path=PurePosixPath(path), paper=Paper(**facts), citekey=citekey)


def keys_of(chosen: list[Note], notes: list[Note]) -> list[str | None]:
    return [one.citekey for one in plan_export(chosen, notes).notes]


# ---- keys


def test_a_note_without_a_key_gets_the_one_that_add_would_make_and_it_is_said() -> None:
    plan = plan_export([note("a.md")], [note("a.md")])

    assert [one.citekey for one in plan.notes] == ["yao2023spike"]
    assert plan.warnings == ["a.md: has no citekey; exported as yao2023spike"]


def test_a_made_key_is_the_same_whatever_else_is_exported() -> None:
    notes = [note("b.md"), note("a.md"), note("c.md", "yao2023spike")]

    assert keys_of(notes, notes) == ["yao2023spikeb", "yao2023spikea", "yao2023spike"]
    assert keys_of([notes[0]], notes) == ["yao2023spikeb"]
    assert keys_of([notes[0]], notes[::-1]) == ["yao2023spikeb"]


def test_the_second_note_of_a_key_gets_another_and_it_is_said() -> None:
    notes = [note("a.md", "Yao"), note("b.md", "yao")]

    plan = plan_export(notes, notes)

    assert [one.citekey for one in plan.notes] == ["Yao", "yao-2"]
    assert plan.warnings == ["b.md: has the citekey of another note; exported as yao-2"]


def test_signs_that_bibtex_cannot_have_are_left_out_and_it_is_said() -> None:
    notes = [note("a.md", "yao, 2023")]

    assert plan_export(notes, notes).warnings == [
        "a.md: has signs in its citekey that BibTeX cannot have; exported as yao2023"
    ]


# ---- citations


def test_only_what_is_cited_goes_out_in_the_order_asked_for() -> None:
    notes = [note("a.md", "a"), note("b.md", "b"), note("c.md", "c")]
    cited = Citations(keys={"c": "paper.tex", "a": "paper.tex"})

    plan = plan_export(notes, notes, cited)

    assert [one.citekey for one in plan.notes] == ["a", "c"]
    assert plan.warnings == []


def test_a_star_lets_all_of_them_out() -> None:
    notes = [note("a.md", "a"), note("b.md", "b")]

    assert len(plan_export(notes, notes, Citations(everything=True)).notes) == 2


def test_a_key_that_no_note_has_is_named_with_its_document() -> None:
    notes = [note("a.md", "Yao2023")]
    cited = Citations(keys={"yao2023": "paper.tex", "nobody": "a.tex"})

    plan = plan_export(notes, notes, cited)

    assert plan.notes == []
    cites = "{}: cites {}, which no note has for a citekey"
    assert plan.warnings == [
        cites.format("paper.tex", "yao2023") + "; one has Yao2023, and case counts",
        cites.format("a.tex", "nobody"),
    ]


def test_a_cited_note_that_the_query_leaves_out_is_not_missing() -> None:
    notes = [note("a.md", "a"), note("b.md", "b")]

    plan = plan_export(notes[:1], notes, Citations(keys={"b": "paper.tex"}))

    assert (plan.notes, plan.warnings) == ([], [])


def test_a_document_is_read_with_its_parts_each_once(tmp_path: Path) -> None:
    (tmp_path / "ch").mkdir()
    (tmp_path / "paper.tex").write_text(r"\cite{a}\input{ch/one}\include{gone}", "utf-8")
    (tmp_path / "ch" / "one.tex").write_text(r"\cite{b}\input{paper}\input{ch/two.tex}", "utf-8")
    (tmp_path / "ch" / "two.tex").write_text(r"\cite{c,a}", "utf-8")

    found = read_citations(["paper.tex"], tmp_path)

    assert list(found.keys) == ["a", "b", "c"]
    assert found.keys["a"] == "paper.tex"
    assert len(found.warnings) == 1
    assert "gone" in found.warnings[0]


def test_an_aux_file_is_read_with_those_of_its_parts(tmp_path: Path) -> None:
    (tmp_path / "paper.aux").write_text("\\citation{a}\n\\@input{one.aux}\n", "utf-8")
    (tmp_path / "one.aux").write_text("\\citation{b}\n\\citation{*}\n", "utf-8")

    found = read_citations(["paper.aux"], tmp_path)

    assert (list(found.keys), found.everything, found.warnings) == (["a", "b"], True, [])


def test_a_document_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"paper\.tex"):
        read_citations(["paper.tex"], tmp_path)


# ---- formats

FULL = Note(
    path=PurePosixPath("n.md"),
    citekey="yao2023spike",
    tags=("SNN", "脉冲"),
    extra={"volume": "36", "pages": "1--10", "number": ["no", "text"]},
    paper=Paper(
        title="Spike-driven Transformer",
        year=2023,
        authors=("Man Yao", "Laurens van der Maaten", "姚满", "ALICE Collaboration"),
        venue="TNNLS",
        url="https://example.org/p",
        arxiv="2307.01694",
        doi="10.1109/x.1",
        openreview="9FmolyOHi5",
        code="https://github.com/a/b",
        pdf="https://example.org/p.pdf",
        abstract="We\nspike.",
    ),
)


def test_csl_json_has_all_that_a_style_prints() -> None:
    (item,) = json.loads(reference_text([FULL], ReferenceFormat.CSL_JSON))

    assert item == {
        "id": "yao2023spike",
        "citation-key": "yao2023spike",
        "type": "article-journal",
        "title": "Spike-driven Transformer",
        "author": [
            {"family": "Yao", "given": "Man"},
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
            {"literal": "姚满"},
            {"literal": "ALICE Collaboration"},
        ],
        "issued": {"date-parts": [[2023]]},
        "container-title": "TNNLS",
        "volume": "36",
        "page": "1--10",
        "DOI": "10.1109/x.1",
        "URL": "https://example.org/p",
        "keyword": "SNN, 脉冲",
        "abstract": "We\nspike.",
        "custom": {
            "arxiv": "2307.01694",
            "openreview": "9FmolyOHi5",
            "code": "https://github.com/a/b",
            "pdf": "https://example.org/p.pdf",
        },
    }


def test_a_preprint_in_csl_json_has_its_number() -> None:
    preprint = note("a.md", "a", arxiv="2307.01694", venue="arXiv")

    (item,) = json.loads(reference_text([preprint], ReferenceFormat.CSL_JSON))

    assert (item["type"], item["publisher"], item["number"]) == (
        "article", "arXiv", "arXiv:2307.01694",
    )  # fmt: skip
    assert "container-title" not in item


def test_ris_has_a_line_for_each_thing() -> None:
    assert reference_text([FULL], ReferenceFormat.RIS) == (
        "TY  - JOUR\nID  - yao2023spike\nAU  - Yao, Man\nAU  - van der Maaten, Laurens\n"
        "AU  - 姚满\nAU  - ALICE Collaboration\nTI  - Spike-driven Transformer\nT2  - TNNLS\n"
        "PY  - 2023\nVL  - 36\nSP  - 1\nEP  - 10\nDO  - 10.1109/x.1\nAN  - arXiv:2307.01694\n"
        "UR  - https://example.org/p\nL1  - https://example.org/p.pdf\nKW  - SNN\nKW  - 脉冲\n"
        "AB  - We spike.\nC1  - OpenReview: 9FmolyOHi5\nC1  - Code: https://github.com/a/b\n"
        "ER  - \n"
    )


def test_markdown_is_one_item_a_paper_with_what_is_markdown_escaped() -> None:
    papers = [FULL, note("a.md", "a", title="*Fast* [x]", authors=(), url=None)]

    assert reference_text(papers, ReferenceFormat.MARKDOWN) == (
        "- Man Yao, Laurens van der Maaten, 姚满, ALICE Collaboration."
        " [Spike-driven Transformer](https://example.org/p). *TNNLS*, 2023."
        " [arXiv](https://arxiv.org/abs/2307.01694) · [DOI](https://doi.org/10.1109/x.1)"
        " · [code](https://github.com/a/b)\n"
        "- \\*Fast\\* \\[x\\]. 2023\n"
    )


@pytest.mark.parametrize("form", list(ReferenceFormat), ids=lambda form: form.value)
def test_no_notes_are_a_file_without_entries(form: ReferenceFormat) -> None:
    assert reference_text([], form) == ("[]\n" if form is ReferenceFormat.CSL_JSON else "")
