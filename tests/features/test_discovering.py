"""A paper list as an inbox."""

import random
import time
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import DuplicateNoteError, UsageError
from snnnotes.features.discovering import (
    Listed,
    State,
    chosen_numbers,
    listed_papers,
    place_of,
    plan_notes,
    problem_lines,
)
from snnnotes.features.discovering.likeness import NearTitles
from snnnotes.formats.frontmatter import read_note
from snnnotes.formats.paper_list import loads
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.storage.notebook import Notebook

NOW = "2025-04-17T19:41:31+08:00"
LIST = """
# Awesome spikes
## 2023
- Alpha networks of spikes (**ICLR 2023**). [[paper](https://arxiv.org/pdf/2301.00001v2.pdf)]
- Beta networks of spikes (**NeurIPS 2023**). [[paper](https://openreview.net/pdf?id=abcdEFGH12)] \
[[arxiv](https://arxiv.org/abs/2301.00002)] [[code](https://github.com/a/beta)]
- Gamma networks of spikes (**AAAI 2023**).

**Arxiv**
- Delta networks of spikes [[paper](https://arxiv.org/abs/2301.00004)]
- Alpha networks of spikes. [[paper](https://openreview.net/forum?id=aaaaAAAA11)] \
[[code](https://github.com/a/alpha)]
## 2024
- 脉冲网络综述（**软件学报 2024**） [[论文](https://doi.org/10.1234/abc.5)]
- Epsilon networks of spikes (**AAAI 2024**). [[paper](https://arxiv.org/abs/2401.00005)]
## Misc
- Zeta networks of spikes [[paper](https://a.org/zeta.pdf)]
"""


def listed(text: str, *notes: Note, is_own: bool = False) -> list[Listed]:
    return listed_papers(loads(text, origin="README.md"), notes, is_own=is_own)


def note_on(title: str, year: int = 2023, path: str = "notes/x.md", **facts: str) -> Note:
    return Note(path=PurePosixPath(path), paper=Paper(title=title, year=year, **facts))  # type: ignore[arg-type]


def row(title: str, url: str = "", year: int = 2023) -> str:
    link = f" [[paper]({url})]" if url else ""
    return f"- {title} (**ICLR {year}**).{link}\n"


# The order


def test_newest_years_come_first_then_venues_then_the_order_of_the_list() -> None:
    papers = listed(LIST)

    assert [(paper.number, paper.paper.title) for paper in papers] == [
        (1, "Epsilon networks of spikes"),
        (2, "脉冲网络综述"),
        (3, "Gamma networks of spikes"),
        (4, "Alpha networks of spikes"),
        (5, "Beta networks of spikes"),
        (6, "Delta networks of spikes"),
        (7, "Zeta networks of spikes"),
    ]


def test_numbers_stay_when_notes_come() -> None:
    before = [(paper.number, paper.paper.title) for paper in listed(LIST)]

    after = listed(LIST, note_on("Epsilon networks of spikes"), note_on("Beta networks of spikes"))

    assert [(paper.number, paper.paper.title) for paper in after] == before


def test_rows_in_are_papers_out_with_all_their_lines() -> None:
    found = loads(LIST, origin="README.md")

    papers = listed_papers(found, [])

    assert sorted(line for paper in papers for line in paper.lines) == [
        one.line for one in found.rows
    ]


def test_rows_of_one_title_are_one_paper_that_knows_what_all_of_them_say() -> None:
    alpha = listed(LIST)[3]

    assert alpha.lines == [4, 10]
    assert alpha.paper == Paper(
        title="Alpha networks of spikes",
        year=2023,
        venue="ICLR",
        url="https://arxiv.org/abs/2301.00001",
        arxiv="2301.00001",
        openreview="aaaaAAAA11",
        code="https://github.com/a/alpha",
    )


@pytest.mark.parametrize(
    ("link", "url", "arxiv", "doi", "openreview"),
    [
        pytest.param("https://arxiv.org/pdf/2301.00001v2.pdf", "https://arxiv.org/abs/2301.00001",
                     "2301.00001", None, None, id="page-instead-of-the-pdf"),
        pytest.param("https://openreview.net/pdf?id=abcdEFGH12",
                     "https://openreview.net/forum?id=abcdEFGH12", None, None, "abcdEFGH12",
                     id="forum-instead-of-the-pdf"),
        pytest.param("https://dl.acm.org/doi/pdf/10.1145/3664647.3680655",
                     "https://dl.acm.org/doi/pdf/10.1145/3664647.3680655", None,
                     "10.1145/3664647.3680655", None, id="doi-in-the-address-of-a-publisher"),
        pytest.param("https://openaccess.thecvf.com/x.pdf", "https://openaccess.thecvf.com/x.pdf",
                     None, None, None, id="no-identifier"),
        pytest.param("//arxiv.org/abs/2301.00001", "https://arxiv.org/abs/2301.00001",
                     "2301.00001", None, None, id="no-scheme"),
        pytest.param("//openaccess.thecvf.com/x.pdf", "https://openaccess.thecvf.com/x.pdf",
                     None, None, None, id="no-scheme-and-no-identifier"),
    ],
)  # fmt: skip
def test_links_give_address_and_identifiers(
    link: str, url: str, arxiv: str | None, doi: str | None, openreview: str | None
) -> None:
    (found,) = listed(row("Alpha networks", link))

    paper = found.paper
    assert (paper.url, paper.arxiv, paper.doi, paper.openreview) == (url, arxiv, doi, openreview)


def test_a_link_to_another_paper_in_a_row_is_not_its_own() -> None:
    (found,) = listed(
        "- Alpha networks (**ICLR 2023**), extends [Omega](https://arxiv.org/abs/2001.00001)."
        " [[paper](https://openaccess.thecvf.com/x.pdf)]"
    )

    assert found.paper.arxiv is None


# Which have a note


@pytest.mark.parametrize(
    ("note", "state", "reason"),
    [
        pytest.param(note_on("Something else", arxiv="2301.00002"), State.NOTED,
                     "same arXiv identifier 2301.00002", id="arxiv-of-a-second-link"),
        pytest.param(note_on("Something else", url="https://openreview.net/forum?id=abcdEFGH12"),
                     State.NOTED, "same OpenReview id abcdEFGH12", id="openreview-in-the-url"),
        pytest.param(note_on("BETA Networks, of Spikes"), State.NOTED, "same title", id="title"),
        pytest.param(
            Note(path=PurePosixPath("n.md"), paper=Paper(title="B", year=2023),
                 aliases=("Beta networks of spikes",)),
            State.NOTED, "same title", id="alias",
        ),
        pytest.param(note_on("Beta network of spikes", 2021), State.PROBABLY,
                     "nearly the same title", id="plural"),
        pytest.param(note_on("Beta network of spikes", 2020), State.NEW, "", id="years-apart"),
        pytest.param(note_on("Better neurons and spikes"), State.NEW, "", id="other-title"),
    ],
)  # fmt: skip
def test_a_note_is_found_by_identifier_title_and_nearly_same_title(
    note: Note, state: State, reason: str
) -> None:
    beta = listed(LIST, note)[4]

    assert (beta.state, beta.reason) == (state, reason)
    assert beta.note == (note if reason else None)


@pytest.mark.parametrize(
    ("title", "other", "are_near"),
    [
        pytest.param("Spiking Transformer with Experts Mixture",
                     "Spiking Transformers with Experts Mixture", True, id="plural"),
        pytest.param("Towards Low-latency Spiking Networks for Vision",
                     "Towards Low-latency Spiking Netwroks for Vision", True, id="slip"),
        pytest.param("Spike-driven Transformer: Meta Architecture of Chips",
                     "Spike-driven Transformer V2: Meta Architecture of Chips", False,
                     id="second-version"),
        pytest.param("Spiking Networks on Loihi 2 for Keyword Spotting",
                     "Spiking Networks on Loihi 3 for Keyword Spotting", False, id="other-number"),
        pytest.param("Spikformer", "Spikeformer", False, id="short"),
        pytest.param("脉冲神经网络的训练方法研究综述与展望以及在视觉中的应用",
                     "脉冲神经网络的训练方法研究综述与展望以及视觉中的应用", True, id="chinese"),
        pytest.param("Deep Residual Learning in Spiking Neural Networks",
                     "Deep Residual Learning in Spiking Neural Networks for Events", False,
                     id="longer"),
    ],
)  # fmt: skip
def test_titles_are_near_where_a_slip_parts_them(title: str, other: str, are_near: bool) -> None:
    for one, two in ((title, other), (other, title)):
        found = NearTitles([note_on("Nothing like it at all"), note_on(one)]).nearest(
            Paper(title=two, year=2023)
        )
        assert (found is not None) is are_near


def test_of_near_titles_one_of_a_fitting_year_is_taken() -> None:
    old, new = (note_on("Spiking Transformers with Mixture", year) for year in (2015, 2022))

    found = NearTitles([old, new]).nearest(Paper(title="Spiking Transformer with Mixture", year=0))
    later = NearTitles([old, new]).nearest(
        Paper(title="Spiking Transformer with Mixture", year=2024)
    )

    assert (found, later) == (old, new)


TWO_OF_ONE_LINK = row("Optimal conversion of networks", "https://arxiv.org/abs/2103.00476") + row(
    "A free lunch from networks", "https://arxiv.org/pdf/2103.00476.pdf"
)


def test_a_note_by_a_link_that_two_papers_have_is_only_probable_but_for_its_own_title() -> None:
    papers = listed(TWO_OF_ONE_LINK, note_on("Optimal conversion of networks", arxiv="2103.00476"))

    assert [(paper.state, paper.reason) for paper in papers] == [
        (State.NOTED, "same arXiv identifier 2103.00476"),
        (State.PROBABLY, "same arXiv identifier 2103.00476, as another paper of the list"),
    ]


def test_an_address_without_identifier_that_two_papers_have_is_doubtful_too() -> None:
    text = row("Alpha networks", "https://a.org/x.pdf") + row("Beta nets", "https://a.org/x.pdf")

    assert [paper.doubtful for paper in listed(text)] == [frozenset({"a.org/x.pdf"})] * 2


@pytest.mark.parametrize(
    ("is_own", "state"), [(True, State.NOTED), (False, State.NEW)], ids=["own", "foreign"]
)
def test_links_to_notes_count_in_the_notebooks_own_list(is_own: bool, state: State) -> None:
    note = note_on("Called otherwise", path="notes/2023/alpha.md")

    (found,) = listed("## 2023\n- Alpha [笔记](notes/2023/alpha.md)\n", note, is_own=is_own)

    assert found.state is state


def test_a_list_without_papers_has_none() -> None:
    assert listed("# Hello\n\nWorld\n") == []


def test_3000_rows_against_5000_notes_take_no_time_worth_a_word() -> None:
    rng = random.Random(1)
    endings = ("ing", "form", "ral", "ents", "nal", "ed", "ly", "s", "er", "ation")
    stems = ("spik", "neuro", "trans", "lear", "tempo")
    words = [stem + ending for stem in stems for ending in endings]
    titles = [
        f"{' '.join(rng.choices(words, k=rng.randint(6, 14)))} {number:x}q"
        for number in range(8000)
    ]
    notes = [note_on(title, path=f"{title}.md") for title in titles[:5000]]
    text = "".join(row(title) for title in titles[5000:])
    found = loads(text, origin="x.md")
    start = time.perf_counter()

    papers = listed_papers(found, notes)

    # Two seconds are the aim; a shared machine under load gets five times as long.
    assert time.perf_counter() - start < 10
    assert len(papers) == 3000


# New notes


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        pytest.param(["3"], [3], id="one"),
        pytest.param(["3,7-9"], [3, 7, 8, 9], id="range"),
        pytest.param(["9-9, 3"], [9, 3], id="in-the-order-given"),
        pytest.param(["7 - 9"], [7, 8, 9], id="blanks"),
        pytest.param(["3", "4,3"], [3, 4], id="twice"),
        pytest.param(["3，7–8、9"], [3, 7, 8, 9], id="chinese-commas"),
        pytest.param(["2..4"], [2, 3, 4], id="as-in-a-query"),
    ],
)
def test_numbers_are_picked(texts: list[str], numbers: list[int]) -> None:
    assert chosen_numbers(texts, count=10) == numbers


@pytest.mark.parametrize(
    ("text", "count", "message", "hint"),
    [
        pytest.param("abc", 10, "--add takes numbers of the list, not 'abc'", "--add 3,7-9",
                     id="word"),
        pytest.param("9-7", 10, "--add takes numbers of the list, not '9-7'", "--add 3,7-9",
                     id="backwards"),
        pytest.param("²", 10, "--add takes numbers of the list, not '²'", "--add 3,7-9",
                     id="digit-that-is-none"),
        pytest.param("0", 10, "--add 0: there is no number 0 in this list", "numbers 1 to 10",
                     id="zero"),
        pytest.param("8-11", 10, "--add 8-11: there is no number 11 in this list",
                     "numbers 1 to 10", id="over-the-end"),
        pytest.param("1-999999999", 10, "--add 1-999999999: there is no number 999999999 in this"
                     " list", "numbers 1 to 10", id="far-over-the-end"),
        pytest.param("1", 0, "--add 1: there is no number 1 in this list", "no papers were found",
                     id="empty-list"),
        pytest.param(" , ", 10, "--add names no paper", "--add 3,7-9", id="nothing"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_list_is_refused(
    text: str, count: int, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        chosen_numbers([text], count=count)

    assert str(caught.value) == message
    assert hint in caught.value.hint


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    (tmp_path / "notes").mkdir()
    return Notebook.open(tmp_path, root=None, environment={})


def test_a_new_note_is_unread_and_says_what_the_list_says(notebook: Notebook) -> None:
    (picked,) = plan_notes([listed(LIST)[4]], notebook, [], added=NOW)

    assert picked.change.path == PurePosixPath("notes/2023/Beta networks of spikes.md")
    assert picked.change.before is None
    note = read_note(picked.change.text, path=picked.change.path)
    assert note == Note(
        path=picked.change.path,
        paper=Paper(
            title="Beta networks of spikes",
            year=2023,
            venue="NeurIPS",
            url="https://openreview.net/forum?id=abcdEFGH12",
            arxiv="2301.00002",
            openreview="abcdEFGH12",
            code="https://github.com/a/beta",
        ),
        citekey=note.citekey,
        status="unread",
        added=NOW,
        pending=("authors",),
    )


@pytest.mark.parametrize(
    ("authors", "link", "said", "pending"),
    [
        pytest.param("Wei Fang, Zhaofei Yu.", "https://arxiv.org/abs/2301.00001",
                     ("Wei Fang", "Zhaofei Yu"), (), id="all"),
        pytest.param("Wei Fang et al.", "https://arxiv.org/abs/2301.00001", ("Wei Fang",),
                     ("authors",), id="some"),
        pytest.param("Wei Fang et al.", "https://a.org/x.pdf", ("Wei Fang",), (),
                     id="some-and-nobody-to-ask"),
        pytest.param("", "https://arxiv.org/abs/2301.00001", (), ("authors",), id="none"),
    ],
)  # fmt: skip
def test_authors_that_the_list_does_not_name_are_pending(
    authors: str,
    link: str,
    said: tuple[str, ...],
    pending: tuple[str, ...],
    notebook: Notebook,
) -> None:
    papers = listed(f"- **Alpha networks of spikes**. {authors} *ICLR 2023*. [[paper]({link})]")

    (picked,) = plan_notes(papers, notebook, [], added=NOW)

    note = read_note(picked.change.text, path=picked.change.path)
    assert (note.paper.authors, note.pending, picked.pending) == (said, pending, pending)


def test_a_link_that_two_papers_have_is_left_out(notebook: Notebook) -> None:
    plan = plan_notes(listed(TWO_OF_ONE_LINK), notebook, [], added=NOW)

    notes = [read_note(one.change.text, path=one.change.path) for one in plan]
    assert [(note.paper.url, note.paper.arxiv) for note in notes] == [(None, None)] * 2
    assert all(one.lacks_link for one in plan)


def test_a_second_link_stays_where_the_first_is_doubtful(notebook: Notebook) -> None:
    text = TWO_OF_ONE_LINK.replace("]\n", "] [[openreview](https://openreview.net/forum?id=x1x2x3x4x5)]\n", 1)  # fmt: skip  # noqa: E501

    (picked, _) = plan_notes(listed(text), notebook, [], added=NOW)

    note = read_note(picked.change.text, path=picked.change.path)
    assert (note.paper.url, note.paper.arxiv) == (None, None)
    assert note.paper.openreview == "x1x2x3x4x5"


def test_citekeys_are_free_of_the_notebooks_and_of_each_other(notebook: Notebook) -> None:
    text = row("Spikes of alpha") + row("Spikes of beta")
    (alpha, beta) = plan_notes(listed(text), notebook, [], added=NOW)
    keys = [read_note(one.change.text, path=one.change.path).citekey for one in (alpha, beta)]

    assert keys == ["spikes2023", "spikes2023a"]


def test_a_paper_that_may_have_a_note_can_be_added_all_the_same(notebook: Notebook) -> None:
    near = note_on("Beta network of spikes")

    (picked,) = plan_notes([listed(LIST, near)[4]], notebook, [near], added=NOW)

    assert picked.listed.state is State.PROBABLY


def test_all_are_refused_if_one_has_a_note_and_each_such_is_named(notebook: Notebook) -> None:
    notes = [note_on("Beta networks of spikes"), note_on("Other", arxiv="2401.00005")]
    papers = listed(LIST, *notes)

    with pytest.raises(DuplicateNoteError) as caught:
        plan_notes([papers[0], papers[2], papers[4]], notebook, notes, added=NOW)

    assert str(caught.value) == (
        "no note was made, since 2 cannot:\n"
        "  1 Epsilon networks of spikes: notes/x.md is on it already:"
        " same arXiv identifier 2401.00005\n"
        "  5 Beta networks of spikes: notes/x.md is on it already: same title"
    )
    assert caught.value.hint == "leave out what cannot: --add 3"


def test_one_alone_that_has_a_note_is_refused_in_one_line(notebook: Notebook) -> None:
    note = note_on("Beta networks of spikes")

    with pytest.raises(DuplicateNoteError) as caught:
        plan_notes([listed(LIST, note)[4]], notebook, [note], added=NOW)

    assert str(caught.value) == (
        "5 Beta networks of spikes: notes/x.md is on it already: same title"
    )
    assert caught.value.hint == "--all shows which papers have a note"


def test_a_paper_without_year_is_refused_with_the_way_out(notebook: Notebook) -> None:
    with pytest.raises(UsageError) as caught:
        plan_notes([listed(LIST)[6]], notebook, [], added=NOW)

    assert str(caught.value) == (
        "7 Zeta networks of spikes: the list does not tell its year, and a note needs one"
    )
    assert caught.value.hint == (
        'make it yourself: snnnotes add "Zeta networks of spikes" --year 2023'
    )


def test_a_file_in_the_way_is_never_written_over(notebook: Notebook) -> None:
    (notebook.root / "notes" / "2023").mkdir()
    (notebook.root / "notes/2023/beta Networks of spikes.md").write_text("mine", encoding="utf-8")

    with pytest.raises(DuplicateNoteError, match="exists already"):
        plan_notes([listed(LIST)[4]], notebook, [], added=NOW)


def test_a_title_that_cannot_be_a_file_name_is_named(notebook: Notebook) -> None:
    (found,) = listed(row("Alpha", "https://a.org/x.pdf"))
    odd = Listed(number=4, paper=Paper(title="???", year=2023), more_authors=False, rows=found.rows)

    with pytest.raises(UsageError, match=r"^4 \?\?\?: no file can be named after the title"):
        plan_notes([odd], notebook, [], added=NOW)


# The list's own errors


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        ("https://github.com/a/b/blob/HEAD/README.md", "README.md"),
        ("https://github.com/a/b/blob/main/lists/snn.md?plain=1#L3", "lists/snn.md"),
        ("https://gitlab.com/a/b/c/-/blob/main/x.md", "x.md"),
        ("https://a.org/list.md", "https://a.org/list.md"),
        ("lists/blob/snn.md", "lists/blob/snn.md"),
    ],
)
def test_a_list_is_called_as_its_keeper_calls_it(origin: str, place: str) -> None:
    assert place_of(origin) == place


def test_errors_are_lines_with_path_and_line_number() -> None:
    found = loads(LIST, origin="README.md")

    assert list(problem_lines(found, "README.md")) == [
        'README.md:6: "Gamma networks of spikes" has no link to the paper',
        'README.md:10: "Alpha networks of spikes" is listed twice, here and in line 4',
    ]
