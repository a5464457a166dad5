"""Fields that a note gains: in front of its text, or between the keys that it has."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats import frontmatter_add
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_add import with_frontmatter, with_new_fields
from snnnotes.formats.frontmatter_edit import set_field
from snnnotes.model.note import Value

PATH = PurePosixPath("note.md")
FIELDS: dict[str, Value] = {"title": "膜电位: LIF", "year": "2023", "tags": ["a", "b"]}
BLOCK = '---\ntitle: "膜电位: LIF"\nyear: 2023\ntags: [a, b]\n---\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("## LIF\n", f"{BLOCK}## LIF\n", id="heading"),
        pytest.param("\n\n## LIF", f"{BLOCK}\n\n## LIF", id="blank lines first, no last line end"),
        pytest.param("\ufeff## LIF\n", f"\ufeff{BLOCK}## LIF\n", id="byte order mark stays first"),
        pytest.param(
            "## LIF\r\n\r\ntext\n",
            BLOCK.replace("\n", "\r\n") + "## LIF\r\n\r\ntext\n",
            id="line ends of the first line",
        ),
        pytest.param("a\n\r\nb", f"{BLOCK}a\n\r\nb", id="CRLF further down"),
        pytest.param("## LIF\rold Mac\r", f"{BLOCK}## LIF\rold Mac\r", id="a bare CR ends no line"),
        pytest.param("---\n\ntext\n", f"{BLOCK}---\n\ntext\n", id="a rule at the top"),
        pytest.param("LIF", f"{BLOCK}LIF", id="one line"),
    ],
)
def test_block_goes_in_front_and_the_text_stays_to_the_byte(before: str, after: str) -> None:
    assert with_frontmatter(before, FIELDS, path=PATH) == after


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)
def test_any_text_gets_any_title(text: str, title: str) -> None:
    after = with_frontmatter(text, {"title": title}, path=PATH)

    found = parse(after, path=PATH)
    assert found.fields == {"title": title}
    assert after[found.body_start :] == text.removeprefix("\ufeff")


def test_block_that_would_be_too_long_to_be_read_is_refused() -> None:
    with pytest.raises(NoteFormatError, match="longer than"):
        with_frontmatter("## LIF\n", {"title": "LIF", "abstract": "x" * 1_000_001}, path=PATH)


def test_slip_in_writing_is_found_out_by_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontmatter_add, "field_lines", lambda name, *_: f"{name}: 1\n")

    with pytest.raises(NoteFormatError, match=r"note\.md:1: no field can be added"):
        with_frontmatter("## LIF\n", FIELDS, path=PATH)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "---\ntitle: LIF\ntags: [a]\n---\nText",
            "---\ntitle: LIF\nyear: 2023\ntags: [a]\nadded: 2024-01-01\n---\nText",
            id="between two keys",
        ),
        pytest.param(
            "---\ntags:\n  - a\n  - b\n---\n",
            "---\nyear: 2023\ntags:\n  - a\n  - b\nadded: 2024-01-01\n---\n",
            id="before the first, after a list over lines",
        ),
        pytest.param(
            "---\r\nmine: x\r\n---\r\n",
            "---\r\nyear: 2023\r\nadded: 2024-01-01\r\nmine: x\r\n---\r\n",
            id="line ends of the block",
        ),
        pytest.param(
            "\ufeff---\ntitle: LIF # so\n\n# about rating\nrating: 4\n---",
            "\ufeff---\ntitle: LIF # so\nyear: 2023\n\n# about rating\nrating: 4\n"
            "added: 2024-01-01\n---",
            id="comments, blank lines and a byte order mark",
        ),
        pytest.param(
            "---\n  title: |\n    LIF\n    neuron\n  mine: {a: b}\n---\n",
            "---\n  title: |\n    LIF\n    neuron\n  year: 2023\n  added: 2024-01-01\n"
            "  mine: {a: b}\n---\n",
            id="indented keys and a block of text",
        ),
        pytest.param("---\n---\n", "---\nyear: 2023\nadded: 2024-01-01\n---\n", id="empty block"),
        pytest.param(
            "---\n# nothing\n---\n",
            "---\nyear: 2023\nadded: 2024-01-01\n# nothing\n---\n",
            id="only a comment",
        ),
    ],
)
def test_new_fields_go_where_a_new_note_has_them(before: str, after: str) -> None:
    fields: dict[str, Value] = {"year": "2023", "added": "2024-01-01"}

    assert with_new_fields(before, fields, path=PATH) == after


def test_keys_between_braces_are_refused() -> None:
    with pytest.raises(NoteFormatError, match="no field can be added here"):
        with_new_fields("---\n{title: LIF}\n---\n", {"year": "2023"}, path=PATH)


def test_field_that_is_there_already_is_refused() -> None:
    with pytest.raises(NoteFormatError):
        with_new_fields("---\nyear: 2022\n---\n", {"year": "2023"}, path=PATH)


OLD = st.lists(
    st.sampled_from(
        [
            "title: LIF", "authors:\n  - A B\n  - 方维", "venue: ICLR # ?", "tags: [a, b]",
            "mine: x", "# comment", "", "abstract: |\n  one\n\n  two", "rating: 4",
            'other: "a: b"', "list:\n- a\n- b",
        ]
    ),
    unique=True,
)  # fmt: skip
NEW: dict[str, Value] = {
    "year": "2023", "url": "https://a.org/x?y#z", "arxiv": "2307.01690", "citekey": "a2023b",
    "status": "read", "added": "2025-01-01T00:00:00+08:00", "aliases": ["A: b", "膜"],
}  # fmt: skip


@given(OLD, st.lists(st.sampled_from(sorted(NEW)), unique=True), st.sampled_from(["\n", "\r\n"]))
def test_many_at_once_give_what_one_by_one_gives(
    old: list[str], names: list[str], line_end: str
) -> None:
    block = "".join(f"{line}\n" for line in old).replace("\n", line_end)
    text = f"---{line_end}{block}---{line_end}Text"

    after = with_new_fields(text, {name: NEW[name] for name in names}, path=PATH)

    # Each field goes below those before it, so that only the order of new ones matters.
    one_by_one = text
    for name in [name for name in NEW if name in names]:
        value = NEW[name]
        assert not isinstance(value, dict)
        texts = value if isinstance(value, str) else [str(item) for item in value]
        one_by_one = set_field(one_by_one, name, texts, path=PATH)
    assert parse(after, path=PATH).fields == parse(one_by_one, path=PATH).fields
    kept = iter(after.split("\n"))
    assert all(line in kept for line in text.split("\n"))
