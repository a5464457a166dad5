from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import DuplicateNoteError, IdentifierError, UsageError
from snnnotes.features.adding import (
    NewNote,
    complete,
    find_duplicates,
    missing_fields,
    plan_add,
    suggested_year,
)
from snnnotes.formats.frontmatter import read_note
from snnnotes.model.change import FileChange
from snnnotes.model.file_name import folded_name
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

NOTES = PurePosixPath("notes")
TEMPLATE = "---\n{{frontmatter}}\n---\n\n## {{title}}\n\n{{links}}\n"
SPIKE = NewNote(paper="Spike-driven Transformer", year="2023")


def note(
    path: str, title: str, *, citekey: str | None = None, aliases: tuple[str, ...] = (), **ids: str
) -> Note:
    return Note(
        path=PurePosixPath(path),
        paper=Paper(title=title, year=2023, **ids),  # type: ignore[arg-type]
        citekey=citekey,
        aliases=aliases,
    )


def planned(
    request: NewNote, *notes: Note, existing: Collection[str] = (), folder: PurePosixPath = NOTES
) -> FileChange:
    folded = {folded_name(path) for path in existing}
    return plan_add(
        request,
        notes,
        template=TEMPLATE,
        exists=lambda path: folded_name(str(path)) in folded,
        folder=folder,
    )


def written(change: FileChange) -> Note:
    return read_note(change.text, path=change.path)


# What the user typed, completed


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(NewNote(), NewNote(), id="nothing"),
        pytest.param(
            NewNote(paper="Spike-driven Transformer"),
            NewNote(title="Spike-driven Transformer"),
            id="title",
        ),
        pytest.param(
            NewNote(paper="2307.01694"),
            NewNote(arxiv="2307.01694", url="https://arxiv.org/abs/2307.01694"),
            id="arxiv",
        ),
        pytest.param(
            NewNote(paper="https://arxiv.org/pdf/2307.01694v2.pdf"),
            NewNote(arxiv="2307.01694", url="https://arxiv.org/abs/2307.01694"),
            id="pdf-at-arxiv-becomes-its-page",
        ),
        pytest.param(
            NewNote(paper="10.1109/ICCV48922.2021.00266"),
            NewNote(
                doi="10.1109/iccv48922.2021.00266",
                url="https://doi.org/10.1109/iccv48922.2021.00266",
            ),
            id="doi",
        ),
        pytest.param(
            NewNote(paper="https://openreview.net/forum?id=9FmolyOHi5"),
            NewNote(openreview="9FmolyOHi5", url="https://openreview.net/forum?id=9FmolyOHi5"),
            id="openreview",
        ),
        pytest.param(
            NewNote(paper="https://proceedings.mlr.press/v162/chen22ac.html"),
            NewNote(url="https://proceedings.mlr.press/v162/chen22ac.html"),
            id="address-without-identifier",
        ),
        pytest.param(
            NewNote(paper="Spikformer", url="https://openreview.net/pdf?id=frE4fUwz_h"),
            NewNote(
                title="Spikformer",
                openreview="frE4fUwz_h",
                url="https://openreview.net/pdf?id=frE4fUwz_h",
            ),
            id="url-gives-identifier-and-stays",
        ),
        pytest.param(
            NewNote(url="arxiv.org/abs/2307.01694"),
            NewNote(arxiv="2307.01694", url="https://arxiv.org/abs/2307.01694"),
            id="url-without-scheme",
        ),
        pytest.param(
            NewNote(arxiv="arXiv:2307.01694v2", openreview="9FmolyOHi5"),
            NewNote(
                arxiv="2307.01694",
                openreview="9FmolyOHi5",
                url="https://arxiv.org/abs/2307.01694",
            ),
            id="url-from-arxiv-first",
        ),
        pytest.param(
            NewNote(doi="https://doi.org/10.1109/X", openreview="9FmolyOHi5"),
            NewNote(
                doi="10.1109/x",
                openreview="9FmolyOHi5",
                url="https://openreview.net/forum?id=9FmolyOHi5",
            ),
            id="url-from-where-one-may-read",
        ),
        pytest.param(
            NewNote(paper="10.1109/x", arxiv="2307.01694"),
            NewNote(doi="10.1109/x", arxiv="2307.01694", url="https://doi.org/10.1109/x"),
            id="url-from-what-was-pasted",
        ),
        pytest.param(
            NewNote(doi="10.48550/arXiv.2307.01694"),
            NewNote(arxiv="2307.01694", url="https://arxiv.org/abs/2307.01694"),
            id="doi-of-arxiv-is-the-arxiv-identifier",
        ),
        pytest.param(
            NewNote(paper="2307.01694", arxiv="2307.01694v3"),
            NewNote(arxiv="2307.01694", url="https://arxiv.org/abs/2307.01694"),
            id="one-identifier-given-twice",
        ),
        pytest.param(
            NewNote(url="https://www.biorxiv.org/content/10.1101/2023.01.01.1", doi="10.1038/s1"),
            NewNote(url="https://www.biorxiv.org/content/10.1101/2023.01.01.1", doi="10.1038/s1"),
            id="address-of-the-preprint-has-another-doi",
        ),
        pytest.param(
            NewNote(authors=("Yao, Man", "姚满、李国齐")),
            NewNote(authors=("Man Yao", "姚满", "李国齐")),
            id="authors",
        ),
        pytest.param(
            NewNote(tags=("attention, survey", "#Attention", "脉冲，综述", "")),
            NewNote(tags=("attention", "survey", "脉冲", "综述")),
            id="tags",
        ),
        pytest.param(
            NewNote(year=" 2023 ", rating="4", status="Reading", venue=" Neur\nIPS "),
            NewNote(year="2023", rating="4", status="reading", venue="Neur IPS"),
            id="other-values",
        ),
        pytest.param(
            NewNote(paper="", title=" ", year="", venue="", url="", arxiv="", doi="", status=""),
            NewNote(),
            id="empty-options",
        ),
        pytest.param(
            NewNote(venue="~", tags=("null", "~", "no"), authors=("~", "Christopher Null")),
            NewNote(tags=("no",), authors=("Christopher Null",)),
            id="what-frontmatter-reads-as-nothing",
        ),
        pytest.param(
            NewNote(paper="Spike-driven\n  Trans\u00adformer\u200f\x07"),
            NewNote(title="Spike-driven Transformer"),
            id="title-copied-from-a-pdf",
        ),
        pytest.param(
            NewNote(
                code="https://github.com/BICLab/Spike-Driven-Transformer", pdf="http://x.org/a"
            ),
            NewNote(
                code="https://github.com/BICLab/Spike-Driven-Transformer", pdf="http://x.org/a"
            ),
            id="addresses-stay",
        ),
    ],
)
def test_request_is_completed_from_itself(request_: NewNote, expected: NewNote) -> None:
    assert complete(request_) == expected
    assert complete(expected) == expected


@pytest.mark.parametrize(
    ("request_", "message", "hint"),
    [
        *(
            pytest.param(
                NewNote(year=year),
                f"year is not a whole number from 1000 to 2999: {year!r}",
                "write it in digits, as in  --year 2023",
                id=f"year-{year}",
            )
            for year in (
                "0",
                "999",
                "3000",
                "99999",
                "二〇二三",
                "２０２３",
                "-2023",
                "2023.0",
                "soon",
            )
        ),
        *(
            pytest.param(
                NewNote(rating=rating),
                f"rating is not a whole number from 1 to 5: {rating!r}",
                "write it in digits, as in  --rating 4",
                id=f"rating-{rating}",
            )
            for rating in ("0", "6", "4.5", "five")
        ),
        pytest.param(
            NewNote(status="later"),
            "status is none that we know: 'later'",
            "it is one of unread, reading, read",
            id="status",
        ),
        pytest.param(
            NewNote(url="example.org/paper"),
            "url is not a web address: 'example.org/paper'",
            "write it out, as in  --url https://example.org/paper",
            id="url-without-scheme",
        ),
        pytest.param(
            NewNote(code="javascript:alert(1)"),
            "code is not a web address: 'javascript:alert(1)'",
            "write it out, as in  --code https://example.org/paper",
            id="code-that-is-a-script",
        ),
        pytest.param(
            NewNote(pdf="https://example.org/a b.pdf"),
            "pdf is not a web address: 'https://example.org/a b.pdf'",
            "write it out, as in  --pdf https://example.org/paper",
            id="pdf-with-blank",
        ),
        pytest.param(
            NewNote(paper="One", title="Other"),
            "title is given twice: 'One' and 'Other'",
            "leave out one of them, such as --title",
            id="two-titles",
        ),
        pytest.param(
            NewNote(paper="https://a.org/x", url="https://b.org/x"),
            "url is given twice: 'https://a.org/x' and 'https://b.org/x'",
            "leave out one of them, such as --url",
            id="two-addresses",
        ),
        pytest.param(
            NewNote(paper="2307.01694", arxiv="2312.17216"),
            "these are two papers: arXiv identifier 2307.01694 and 2312.17216",
            "leave out one of them",
            id="two-arxiv-identifiers",
        ),
        pytest.param(
            NewNote(arxiv="2312.17216", url="https://arxiv.org/abs/2307.01694"),
            "these are two papers: arXiv identifier 2312.17216 and 2307.01694",
            "leave out one of them",
            id="another-arxiv-identifier-in-the-address",
        ),
        pytest.param(
            NewNote(paper="..."),
            "no file can be named after the title '...'",
            "give a title that has letters or digits in it",
            id="title-of-dots",
        ),
        pytest.param(
            NewNote(paper="spike\udcff"),
            "this is not UTF-8 text: 'spike\\udcff'",
            "set the terminal to UTF-8, or type it again",
            id="title-that-is-not-unicode",
        ),
    ],
)
def test_impossible_value_is_refused(request_: NewNote, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        complete(request_)

    assert str(caught.value) == message
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("request_", "hint"),
    [
        pytest.param(
            NewNote(arxiv="10.1109/x"), "this looks like a DOI; use --doi", id="doi-as-arxiv"
        ),
        pytest.param(
            NewNote(doi="2307.01694"),
            "this looks like an arXiv identifier; use --arxiv",
            id="arxiv-as-doi",
        ),
        pytest.param(
            NewNote(openreview="10.1109/x"),
            "this looks like a DOI; use --doi",
            id="doi-as-openreview",
        ),
    ],
)
def test_identifier_in_the_wrong_option_points_to_the_right_one(
    request_: NewNote, hint: str
) -> None:
    with pytest.raises(IdentifierError) as caught:
        complete(request_)

    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("request_", "missing"),
    [
        pytest.param(NewNote(), ["title", "year"], id="both"),
        pytest.param(NewNote(paper="2307.01694"), ["title", "year"], id="identifier-alone"),
        pytest.param(NewNote(paper="SEENN"), ["year"], id="year"),
        pytest.param(NewNote(paper="2307.01694", year="2023"), ["title"], id="title"),
        pytest.param(SPIKE, [], id="none"),
    ],
)
def test_missing_fields_are_named(request_: NewNote, missing: list[str]) -> None:
    assert missing_fields(complete(request_)) == missing


def test_year_of_the_arxiv_identifier_is_only_suggested() -> None:
    request = complete(NewNote(paper="2307.01694"))

    assert suggested_year(request) == 2023
    assert request.year is None


def test_no_year_is_suggested_without_arxiv_identifier() -> None:
    assert suggested_year(complete(NewNote(paper="10.1109/x"))) is None


# Duplicates


KNOWN = note(
    "notes/2023/Spike-driven Transformer.md",
    "Spike-driven Transformer",
    aliases=("Spike Transformer", "脉冲驱动的Transformer"),
    arxiv="2307.01694",
    openreview="9FmolyOHi5",
    doi="10.1109/Known.2023",
)


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        pytest.param(
            NewNote(paper="arXiv:2307.01694v3"), "same arXiv identifier 2307.01694", id="arxiv"
        ),
        pytest.param(
            NewNote(title="Another title", url="https://arxiv.org/pdf/2307.01694"),
            "same arXiv identifier 2307.01694",
            id="arxiv-in-the-address",
        ),
        pytest.param(
            NewNote(doi="https://doi.org/10.1109/KNOWN.2023"),
            "same DOI 10.1109/known.2023",
            id="doi",
        ),
        pytest.param(
            NewNote(paper="https://openreview.net/pdf?id=9FmolyOHi5"),
            "same OpenReview id 9FmolyOHi5",
            id="openreview",
        ),
        pytest.param(SPIKE, "same title", id="title"),
        pytest.param(NewNote(title="spike–driven   TRANSFORMER."), "same title", id="punctuation"),
        pytest.param(NewNote(title="Ｓｐｉｋｅ driven Transformer"), "same title", id="full-width"),
        pytest.param(NewNote(title="spike transformer"), "same title", id="alias"),
        pytest.param(NewNote(title="脈衝驅動的 transformer"), "same title", id="traditional-alias"),
    ],
)
def test_note_on_the_same_paper_is_a_duplicate(request_: NewNote, reason: str) -> None:
    found = find_duplicates(complete(request_), [KNOWN])

    assert [(duplicate.note, duplicate.reason) for duplicate in found] == [(KNOWN, reason)]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(NewNote(paper="2307.01695"), id="other-arxiv-identifier"),
        pytest.param(NewNote(openreview="9fmolyohi5"), id="openreview-in-another-case"),
        pytest.param(NewNote(title="Spike-driven Transformer V2"), id="longer-title"),
        pytest.param(NewNote(title="Spike-driven"), id="shorter-title"),
        pytest.param(NewNote(title="Spike-driven Transformer++"), id="plus"),
        pytest.param(NewNote(), id="nothing"),
    ],
)
def test_note_on_another_paper_is_none(request_: NewNote) -> None:
    assert find_duplicates(complete(request_), [KNOWN]) == []


def test_all_duplicates_are_found_in_the_order_of_the_notes() -> None:
    other = note("notes/2024/Other.md", "Other", url="https://arxiv.org/abs/2307.01694v1")
    request = complete(NewNote(title="Spike-driven Transformer", arxiv="2307.01694"))

    assert [found.note for found in find_duplicates(request, [other, KNOWN])] == [other, KNOWN]


# The new file


def test_note_goes_into_the_folder_of_its_year() -> None:
    change = planned(NewNote(paper="SEENN: Towards Early Exit", year="2023"))

    assert change.path == PurePosixPath("notes/2023/SEENN, Towards Early Exit.md")
    assert change.before is None


def test_note_goes_into_another_folder_if_the_notebook_has_one() -> None:
    assert planned(SPIKE, folder=PurePosixPath("笔记/论文")).path == PurePosixPath(
        "笔记/论文/2023/Spike-driven Transformer.md"
    )


def test_note_reads_back_as_what_was_asked_for() -> None:
    change = planned(
        NewNote(
            paper="SEENN: Towards Temporal Spiking Early Exit Neural Networks",
            year="2023",
            authors=("Yuhang Li, Tamar Geller", "姚满"),
            venue="NeurIPS",
            url="https://openreview.net/pdf?id=mbaN0Y0QTw",
            arxiv="2304.01230",
            doi="10.1109/X",
            code="https://github.com/Intelligent-Computing-Lab-Yale/SEENN",
            pdf="https://arxiv.org/pdf/2304.01230",
            tags=("early-exit", "no"),
            status="unread",
            rating="5",
            added=datetime(2025, 4, 17, 19, 41, 31, 999, tzinfo=timezone(timedelta(hours=8))),
        )
    )

    assert written(change) == Note(
        path=change.path,
        paper=Paper(
            title="SEENN: Towards Temporal Spiking Early Exit Neural Networks",
            year=2023,
            authors=("Yuhang Li", "Tamar Geller", "姚满"),
            venue="NeurIPS",
            url="https://openreview.net/pdf?id=mbaN0Y0QTw",
            arxiv="2304.01230",
            doi="10.1109/x",
            openreview="mbaN0Y0QTw",
            code="https://github.com/Intelligent-Computing-Lab-Yale/SEENN",
            pdf="https://arxiv.org/pdf/2304.01230",
        ),
        citekey="li2023seenn",
        tags=("early-exit", "no"),
        status="unread",
        rating=5,
        added="2025-04-17T19:41:31+08:00",
    )


def test_what_was_not_given_is_not_in_the_note() -> None:
    found = written(planned(SPIKE))

    assert found == Note(
        path=found.path,
        paper=Paper(title="Spike-driven Transformer", year=2023),
        citekey="spikedriven2023",
    )


def test_citekey_of_another_note_is_not_taken() -> None:
    other = note("notes/2023/Other.md", "Other", citekey="yao2023spikedriven")

    assert written(planned(replace(SPIKE, authors=("Man Yao",)), other)).citekey == (
        "yao2023spikedrivena"
    )


BAD_TITLES = [
    pytest.param('A: / \\ ? * " < > | # % & $ [ ] ( ) _ *', id="signs"),
    pytest.param("Spikes 🧠 on chips 👩\u200d💻", id="emoji"),
    pytest.param("שלום \u200f(SNN)\u202e abc", id="right-to-left"),
    pytest.param("one\ntwo\r\nthree\u2028four", id="line-breaks"),
    pytest.param("a\x00\x1b[31mb\x7f\x9b", id="control-characters"),
    pytest.param("膜" * 400, id="400-chinese-characters"),
    pytest.param("CON", id="device"),
    pytest.param("../../x", id="way-out"),
    pytest.param("---", id="end-of-the-frontmatter"),
    pytest.param("- [x] {a: b}, &c *d !e #f 'g' \"h\"", id="signs-of-yaml"),
    pytest.param("No", id="boolean"),
    pytest.param("2048", id="number"),
    pytest.param("null", id="null"),
    pytest.param("2023-01-01", id="date"),
    pytest.param("{{frontmatter}} {{title}}", id="placeholder"),
]


@pytest.mark.parametrize("title", BAD_TITLES)
def test_odd_title_gives_a_note_that_reads_back(title: str) -> None:
    request = complete(NewNote(title=title, year="2023"))

    change = planned(request)

    assert written(change).paper.title == request.title
    assert change.path.parent == PurePosixPath("notes/2023")
    assert len(change.path.name.encode()) <= 203


@given(st.text(max_size=60))
def test_every_title_gives_a_note_that_reads_back_or_is_refused(title: str) -> None:
    try:
        request = complete(NewNote(title=title, year="2023"))
        change = planned(request)
    except UsageError:
        return

    assert written(change).paper.title == request.title


@pytest.mark.parametrize(
    ("request_", "message", "hint"),
    [
        pytest.param(
            NewNote(year="2023"),
            "title is missing",
            'give it as in  --title "Spike-driven Transformer"',
            id="title",
        ),
        pytest.param(
            NewNote(paper="SEENN"), "year is missing", "give it as in  --year 2023", id="year"
        ),
        pytest.param(
            NewNote(title="SEENN", arxiv="2404.01230"),
            "year is missing",
            "give it as in  --year 2024 (when it came to arXiv)",
            id="year-that-arxiv-suggests",
        ),
    ],
)
def test_missing_field_is_refused_with_its_option(
    request_: NewNote, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        planned(request_)

    assert str(caught.value) == message
    assert caught.value.hint == hint


def test_duplicate_is_refused_with_the_path_of_the_note() -> None:
    with pytest.raises(DuplicateNoteError) as caught:
        planned(SPIKE, KNOWN)

    assert str(caught.value) == (
        "notes/2023/Spike-driven Transformer.md is on this paper already: same title"
    )
    assert caught.value.hint == "for a second note on it, add --allow-duplicate"


def test_duplicate_in_another_year_is_refused_too() -> None:
    with pytest.raises(DuplicateNoteError):
        planned(replace(SPIKE, year="2024"), KNOWN)


def test_file_of_that_name_is_refused_even_if_no_note_can_be_read_from_it() -> None:
    with pytest.raises(DuplicateNoteError) as caught:
        planned(SPIKE, existing=["notes/2023/SPIKE-driven transformer.md"])

    assert str(caught.value) == (
        "notes/2023/Spike-driven Transformer.md exists already, "
        "and the new note would have the same name"
    )


def test_allowed_duplicate_gets_the_next_free_number() -> None:
    request = replace(SPIKE, allow_duplicate=True)
    first, second = str(KNOWN.path), "notes/2023/Spike-driven Transformer (2).md"

    assert planned(request, KNOWN, existing=[first]).path == PurePosixPath(second)
    assert planned(request, KNOWN, existing=[first, second]).path == PurePosixPath(
        "notes/2023/Spike-driven Transformer (3).md"
    )


def test_allowed_duplicate_in_another_folder_needs_no_number() -> None:
    request = replace(SPIKE, year="2024", allow_duplicate=True)

    assert planned(request, KNOWN, existing=[str(KNOWN.path)]).path.name == (
        "Spike-driven Transformer.md"
    )


def test_time_without_fractions_is_written() -> None:
    request = replace(SPIKE, added=datetime(2025, 4, 17, 11, 41, 31, 5, tzinfo=UTC))

    assert written(planned(request)).added == "2025-04-17T11:41:31+00:00"
