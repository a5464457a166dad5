from collections.abc import Collection
from pathlib import PurePosixPath

import pytest

from snnnotes.errors import UsageError
from snnnotes.features.importing.entries import add_bibliography
from snnnotes.features.importing.outcome import Import, Outcome
from snnnotes.features.importing.shelf import Shelf, Wish
from snnnotes.formats import bibtex_read, csl_json, ris
from snnnotes.formats.bibliography import Bibliography
from snnnotes.formats.frontmatter import read_note
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

TEMPLATE = "---\n{{frontmatter}}\n---\n\n## {{title}}\n\n{{links}}\n"
NOW = "2025-04-17T19:41:31+08:00"
THERE = Note(
    path=PurePosixPath("notes/2023/yao.md"),
    paper=Paper(title="Spike-driven Transformer", year=2023, arxiv="2307.01694"),
    citekey="yao2023",
)


def imported(
    read: Bibliography,
    *notes: Note,
    wish: Wish | None = None,
    existing: Collection[str] = (),
    template: str = TEMPLATE,
) -> Import:
    shelf = Shelf(
        notes,
        template=template,
        folder=PurePosixPath("notes"),
        exists=lambda path: str(path) in existing,
    )
    plan = Import()
    add_bibliography(read, "refs.bib", shelf, wish or Wish(added=NOW), plan)
    return plan


def notes_of(plan: Import) -> list[Note]:
    return [read_note(change.text, path=change.path) for change in plan.changes]


def bib(text: str) -> Bibliography:
    return bibtex_read.loads(text)


FULL = """@inproceedings{fang2021deep,
  title = {Deep {ResNet} in {SNN}s}, author = {Fang, Wei and {方维}}, year = 2021,
  booktitle = {Advances in Neural Information Processing Systems 34}, doi = {10.5555/X1},
  keywords = {snn, Residual}, abstract = {We show.}, pages = {1--9}, volume = {34},
  issn = {1234}, month = jan, publisher = {MIT}, number = {arXiv:2102.04159},
  annote = {First.

Second.}, file = {PDF:/home/a.pdf:application/pdf}
}
"""


def test_an_entry_becomes_an_unread_note_with_all_that_a_note_can_hold() -> None:
    plan = imported(bib(FULL))
    (note,) = notes_of(plan)
    assert str(note.path) == "notes/2021/Deep ResNet in SNNs.md"
    assert note.paper == Paper(
        title="Deep ResNet in SNNs",
        year=2021,
        authors=("Wei Fang", "方维"),
        venue="NeurIPS",
        url="https://arxiv.org/abs/2102.04159",
        arxiv="2102.04159",
        doi="10.5555/x1",
        abstract="We show.",
    )
    assert (note.citekey, note.tags, note.status, note.added) == (
        "fang2021deep",
        ("snn", "Residual"),
        "unread",
        NOW,
    )
    assert dict(note.extra) == {"pages": "1–9", "volume": "34", "publisher": "MIT"}
    assert plan.changes[0].text.endswith("\n\nFirst.\n\nSecond.\n")


def test_attached_files_are_named_not_copied() -> None:
    plan = imported(bib(FULL))
    assert [item.files for item in plan.items] == [("/home/a.pdf",)]
    assert plan.copies == []


@pytest.mark.parametrize(
    ("read", "extra"),
    [
        pytest.param(
            ris.loads(
                "TY  - JOUR\nTI  - T\nPY  - 2020\nVL  - 3\nIS  - 2\nSP  - 7\nEP  - 9\nER  - "
            ),
            {"volume": "3", "number": "2", "pages": "7--9"},
            id="ris",
        ),
        pytest.param(
            ris.loads("TY  - JOUR\nTI  - T\nPY  - 2020\nSP  - 7\nER  - "), {"pages": "7"}, id="page"
        ),
        pytest.param(
            csl_json.loads(
                '[{"title":"T","issued":{"date-parts":[[2020]]},"page":"7-9","issue":"2"}]'
            ),
            {"pages": "7-9", "number": "2"},
            id="csl-json",
        ),
        pytest.param(
            bib("@article{a, title={T}, year=2020, volume={abs/2102.04159}, status={gone}}"),
            {},
            id="corr",
        ),
    ],
)
def test_what_citing_needs_is_kept_by_the_names_of_bibtex(
    read: Bibliography, extra: dict[str, str]
) -> None:
    (note,) = notes_of(imported(read))
    assert dict(note.extra) == extra
    assert note.status == "unread"


def test_tags_and_status_of_the_command_line_go_to_all() -> None:
    (note,) = notes_of(
        imported(bib(FULL), wish=Wish(tags=("SNN", "zotero"), status="read", added=NOW))
    )
    assert (note.tags, note.status) == (("snn", "Residual", "zotero"), "read")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        pytest.param("title={Spike-Driven transformer}", "same title", id="title"),
        pytest.param(
            "title={Other}, url={https://arxiv.org/pdf/2307.01694v2}",
            "same arXiv identifier 2307.01694",
            id="identifier",
        ),
    ],
)
def test_what_the_notebook_has_is_skipped_and_listed(entry: str, reason: str) -> None:
    plan = imported(bib(f"\n@article{{x, {entry}, year=2023}}"), THERE)
    assert plan.changes == []
    (item,) = plan.items
    assert (item.place, item.name, item.outcome) == ("refs.bib:2", "x", Outcome.DUPLICATE)
    assert item.reason == f"notes/2023/yao.md is on this paper already: {reason}"
    assert item.path == THERE.path


def test_the_second_entry_on_a_paper_is_skipped_with_the_line_of_the_first() -> None:
    plan = imported(bib("@misc{a, title={T}, year=2020}\n@misc{b, title={t}, year=2021}"))
    assert [item.outcome for item in plan.items] == [Outcome.IMPORTED, Outcome.DUPLICATE]
    assert plan.items[1].reason == "it is the paper of refs.bib:1 too: same title"


def test_a_citekey_that_the_notebook_has_is_made_anew() -> None:
    plan = imported(bib("@misc{YAO2023, title={Other}, author={Yao, Man}, year=2023}"), THERE)
    assert [note.citekey for note in notes_of(plan)] == ["yao2023other"]


@pytest.mark.parametrize(
    ("entry", "reason", "outcome"),
    [
        pytest.param("@misc{a, title={???}, year=2020}", "no file", Outcome.LEFT_OUT, id="signs"),
        pytest.param("@misc{a, title={There}, year=2020}", "exists", Outcome.LEFT_OUT, id="file"),
        pytest.param("@misc{a, title={T}}", "no year", Outcome.LEFT_OUT, id="no-year"),
        pytest.param("@misc{a, title={T, year=2020\n", "", Outcome.LEFT_OUT, id="missing-brace"),
        pytest.param("@xdata{a, title={T}}", "only holds fields", Outcome.NO_NOTE, id="no-paper"),
    ],
)
def test_what_cannot_be_imported_is_named(entry: str, reason: str, outcome: Outcome) -> None:
    plan = imported(bib(entry), existing=["notes/2020/There.md"])
    (item,) = plan.items
    assert (item.outcome, item.line, plan.changes) == (outcome, 1, [])
    assert reason in item.reason
    assert plan.is_lacking == (outcome is Outcome.LEFT_OUT)


def test_a_problem_that_leaves_nothing_out_is_a_remark() -> None:
    plan = imported(bib("@misc{a, title={A}, year=2020}\n@misc{a, title={B}, year=2020}"))
    assert [note.citekey for note in notes_of(plan)] == ["a", "a-2"]
    assert [(remark.place, "line 1" in remark.sentence) for remark in plan.remarks] == [
        ("refs.bib:2", True)
    ]


def test_a_template_that_gives_no_note_is_found_out_before_the_first_entry() -> None:
    with pytest.raises(UsageError, match="template"):
        imported(bib("@misc{a, title={A}, year=2020}"), template="---\n- list\n---\n")
