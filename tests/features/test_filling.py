from pathlib import PurePosixPath

import pytest

from snnnotes.errors import UsageError
from snnnotes.features.filling import (
    PUBLISHED,
    Value,
    Wish,
    checked_overwrite,
    plan_fill,
    subject_of,
    unpublished,
    waiting,
)
from snnnotes.formats.frontmatter import read_note
from snnnotes.model.citekey import Citekeys
from snnnotes.model.identifiers import ArxivId, Doi, OpenReviewId

PATH = PurePosixPath("notes/2023/arXiv 2307.01694.md")
WAITING = """---
title: arXiv 2307.01694   # for now
year: 2023
arxiv: "2307.01694"
lab: mine
pending: [title, authors, year, venue]
---

## arXiv 2307.01694

My words about arXiv 2307.01694.
"""
FOUND: dict[str, Value] = {
    "title": "Spike-driven Transformer",
    "authors": ("Man Yao", "Jiakui Hu"),
    "year": 2024,
    "venue": "NeurIPS",
    "abstract": "Not wanted",
}


def filled(text: str, found: dict[str, Value], **options: object) -> str | None:
    note = read_note(text, path=PATH)
    change = plan_fill(text, note, found, **options)  # type: ignore[arg-type]
    return change.after if change else None


def test_pending_fields_are_filled_in_and_nothing_else_changes() -> None:
    assert (
        filled(WAITING, FOUND)
        == """---
title: Spike-driven Transformer   # for now
authors:
  - Man Yao
  - Jiakui Hu
year: 2024
venue: NeurIPS
arxiv: "2307.01694"
lab: mine
---

## Spike-driven Transformer

My words about arXiv 2307.01694.
"""
    )


def test_citekey_made_of_an_identifier_is_made_anew_from_the_title() -> None:
    text = WAITING.replace("lab: mine", "citekey: arxiv230701694\nlab: mine")

    assert "\ncitekey: arxiv230701694\n" in (filled(text, FOUND) or "")
    after = filled(text, FOUND, citekeys=Citekeys(["yao2024spikedriven"]))
    assert "\ncitekey: yao2024spikedrivena\n" in (after or "")
    own = text.replace("arxiv230701694", "mine")
    assert "\ncitekey: mine\n" in (filled(own, FOUND, citekeys=Citekeys()) or "")


def test_heading_of_the_users_own_stays() -> None:
    text = WAITING.replace("## arXiv 2307.01694", "## My heading")

    assert "## My heading\n" in (filled(text, FOUND) or "")


def test_what_still_does_not_answer_stays_pending() -> None:
    after = filled(
        WAITING, {"title": "Spike-driven Transformer"}, pending=("authors", "year", "venue")
    )

    assert after is not None
    assert "pending: [authors, year, venue]\n" in after


def test_preprint_is_no_longer_pending_once_sources_have_answered() -> None:
    preprint = {name: FOUND[name] for name in ("title", "authors", "year")}

    after = filled(WAITING, preprint)

    assert after is not None
    assert "pending" not in after
    assert "venue" not in after


def test_nothing_found_changes_nothing() -> None:
    assert filled(WAITING, {}, pending=("title", "authors", "year", "venue")) is None


def test_what_the_note_says_stays_unless_it_is_to_be_written_over() -> None:
    text = "---\ntitle: Mine\nyear: 2020\nvenue:\n---\n"

    after = filled(text, FOUND)
    assert after == (
        "---\ntitle: Mine\nauthors:\n  - Man Yao\n  - Jiakui Hu\nyear: 2020\nvenue: NeurIPS\n---\n"
    )
    over = filled(text, FOUND, wish=Wish(frozenset({"title"}), ("title",)))
    assert over == "---\ntitle: Spike-driven Transformer\nyear: 2020\nvenue:\n---\n"


def test_published_paper_changes_year_venue_and_doi_alone() -> None:
    text = '---\ntitle: Mine\nyear: 2022\narxiv: "2307.01694"\n---\n'

    after = filled(text, FOUND | {"doi": "10.1/x"}, wish=Wish(frozenset(PUBLISHED), PUBLISHED))

    assert after == (
        '---\ntitle: Mine\nyear: 2024\nvenue: NeurIPS\narxiv: "2307.01694"\ndoi: 10.1/x\n---\n'
    )


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ('arxiv: "2307.01694"\ndoi: 10.1/x', ArxivId("2307.01694")),
        ("doi: 10.1109/x", Doi("10.1109/x")),
        ("openreview: yzZbwQPkmP", OpenReviewId("yzZbwQPkmP")),
        ("url: https://arxiv.org/abs/2307.01694", ArxivId("2307.01694")),
        ("url: https://example.org/1", "https://example.org/1"),
        ("venue: NeurIPS", ""),
    ],
)
def test_sources_are_asked_about_the_best_that_a_note_has(fields: str, subject: object) -> None:
    note = read_note(f"---\ntitle: x\nyear: 2020\n{fields}\n---\n", path=PATH)

    assert subject_of(note) == subject


def test_notes_that_wait_and_preprints_are_told_by_their_fields() -> None:
    texts = [
        WAITING,
        '---\ntitle: a\nyear: 2020\narxiv: "2307.01694"\nvenue: arXiv\n---\n',
        '---\ntitle: b\nyear: 2020\narxiv: "2307.01694"\nvenue: NeurIPS\n---\n',
        "---\ntitle: c\nyear: 2020\n---\n",
    ]
    notes = [read_note(text, path=PATH) for text in texts]

    assert waiting(notes) == notes[:1]
    assert unpublished(notes) == notes[:2]


def test_field_that_no_source_tells_cannot_be_written_over() -> None:
    assert checked_overwrite(["venue"]) == {"venue"}
    with pytest.raises(UsageError, match="--overwrite tags: no source tells it"):
        checked_overwrite(["venue", "tags"])


def test_heading_that_stood_in_changes_whatever_the_line_ends() -> None:
    after = filled(WAITING.replace("\n", "\r\n"), FOUND)

    assert after is not None
    assert "\r\n## Spike-driven Transformer\r\n" in after
    assert after.count("\n") == after.count("\r\n")
