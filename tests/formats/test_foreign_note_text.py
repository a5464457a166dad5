from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.foreign_frontmatter import foreign_frontmatter
from snnnotes.formats.foreign_note_text import note_text
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.note import Value

PATH = PurePosixPath("notes/n.md")
FIELDS: dict[str, Value] = {"title": "SEENN: Early Exit", "year": "2023"}


def made(text: str, fields: Mapping[str, Value] = FIELDS) -> str:
    return note_text(text, foreign_frontmatter(text, path=PATH), fields, path=PATH)


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        pytest.param("## SEENN\n", "", "## SEENN\n", id="no-block"),
        pytest.param("\n\nA\r\nB", "", "\n\nA\r\nB", id="first-blank-line-and-no-last-line-end"),
        pytest.param("title:: SEENN\nid:: 42\n\n- Block\n", "id: 42", "\n- Block\n", id="logseq"),
        pytest.param(
            '+++\ntitle = "SEENN"\nweight = 3\n+++\n\nA\n', "weight: 3", "\nA\n", id="toml"
        ),
        pytest.param("title: SEENN\nlayout: post\n---\nA\n", "layout: post", "A\n", id="hexo"),
        pytest.param("---\ntitle: A: B\nmine: x\n---\nA\n", "mine: x", "A\n", id="broken-yaml"),
        pytest.param(
            "---\ntitle: SEENN\n# mine\nlayout: post\n---\nA\n",
            "# mine\nlayout: post",
            "A\n",
            id="yaml-keeps-comments",
        ),
    ],
)
def test_the_body_stays_and_keys_of_the_user_come_along(text: str, head: str, body: str) -> None:
    new = made(text)
    found = parse(new, path=PATH)
    assert new[found.body_start :] == body
    assert {name: found.fields[name] for name in FIELDS} == FIELDS
    written = new[: found.body_start].replace('"', "")
    assert head in written.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(
            "---\ntitle: 'SEENN: Early Exit'\nyear: soon\n---\n",
            {"imported_year": "soon"},
            id="no-year",
        ),
        pytest.param("---\nvenue: \nrating: ★★★½\n---\n", {"imported_rating": "★★★½"}, id="stars"),
        pytest.param(
            "---\nauthors:\n  - name: Wei Fang\n    affiliation: PKU\n---\n",
            {"imported_authors": [{"name": "Wei Fang", "affiliation": "PKU"}]},
            id="keys-within-keys",
        ),
        pytest.param(
            "---\ntitle: SEENN: Early Exit\n%% what is this\n---\n",
            {"imported_lines": ["%% what is this"]},
            id="line-that-nobody-understands",
        ),
        pytest.param(
            "---\ntitle: 'SEENN: Early Exit'\nyear: soon\nimported_year: once\n---\n",
            {"imported_year": "once", "imported_imported_year": "soon"},
            id="imported-before",
        ),
        pytest.param("---\nrating: high\n---\n", {"imported_rating": "high"}, id="no-rating"),
        pytest.param("+++\n[extra]\nmine = 3\n+++\n", {"mine": "3"}, id="table-of-toml-once"),
        pytest.param("+++\n[a]\nb = 3\n+++\n", {"a": {"b": "3"}}, id="other-table"),
        pytest.param("---\nempty:\nyear: 2023\n---\n", {}, id="empty-key"),
    ],
)
def test_what_no_field_of_ours_can_hold_is_kept_under_another_name(
    text: str, kept: dict[str, Value]
) -> None:
    note = read_note(made(text), path=PATH)
    assert note.paper.year == 2023
    extra = {name: value for name, value in note.extra.items() if value}
    assert {name: extra.get(name) for name in kept} == kept
    assert len(extra) == len(kept)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nstatus: 已读\n---\n", id="status"),
        pytest.param("status:: finished\n\nA\n", id="status-in-logseq"),
    ],
)
def test_what_a_field_says_is_not_said_twice(text: str) -> None:
    note = read_note(made(text, {**FIELDS, "status": "read"}), path=PATH)
    assert (note.status, dict(note.extra)) == ("read", {})


def test_a_note_of_ours_gains_only_what_it_lacks() -> None:
    text = "---\ntitle: 'SEENN: Early Exit' # mine\nyear: 2023\n---\n\nA\n"
    assert made(text, {**FIELDS, "citekey": "li2023"}) == text.replace(
        "year: 2023\n", "year: 2023\ncitekey: li2023\n"
    )


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("---\ntags: &t [a]\nmore: *t\n---\nA\n", ["a", "b"], id="aliases"),
        pytest.param("---\ntags:\n  - [a]\nmore: [a]\n---\nA\n", ["a", "b"], id="lists-in-lists"),
    ],
)
def test_yaml_that_no_line_can_be_changed_in_is_written_anew(text: str, tags: list[str]) -> None:
    new = made(text, {**FIELDS, "tags": [*tags]})
    note = read_note(new, path=PATH)
    assert (note.tags, note.extra["more"]) == (("a", "b"), ["a"])
    assert new.endswith("---\nA\n")


def test_keys_within_keys_stay_as_they_are_written() -> None:
    text = "---\ntitle: SEENN\nauthors:\n  - name: Wei Fang # !\n    affiliation: PKU\n---\nA\n"
    new = made(text, {**FIELDS, "authors": ["Wei Fang"]})
    note = read_note(new, path=PATH)
    assert note.paper.authors == ("Wei Fang",)
    assert note.extra["imported_authors"] == [{"name": "Wei Fang", "affiliation": "PKU"}]


def test_a_byte_order_mark_stays_the_first_thing() -> None:
    assert made("\ufefftitle:: SEENN\n\nA\n").startswith("\ufeff---\n")


def test_without_a_year_there_is_no_note() -> None:
    with pytest.raises(NoteFormatError, match="year is missing"):
        made("A\n", {"title": "T"})


@given(st.text(alphabet="---\n+=:#[]{}'\" \r\tabt膜%@", max_size=80))
def test_any_text_becomes_a_note_with_its_own_body(text: str) -> None:
    block = foreign_frontmatter(text, path=PATH)
    new = note_text(text, block, FIELDS, path=PATH)
    found = parse(new, path=PATH)
    expected = text[block.body_start :] if block else text.removeprefix("\ufeff")
    assert new[found.body_start :] == expected
    assert {name: found.fields[name] for name in FIELDS} == FIELDS
