from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError, UsageError
from snnnotes.formats.field_lines import field_lines
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_edit import set_field
from snnnotes.model.fields import FIELDS
from snnnotes.model.note import Value

NOTE = PurePosixPath("2023/note.md")

# --- one key, by example -------------------------------------------------------------------------


def changed(block: str, name: str, value: str | Sequence[str] | None) -> str:
    """The lines between the ``---`` lines after one field was set."""
    after = set_field(f"---\n{block}---\n\nBody\n", name, value, path=NOTE)
    assert after.startswith("---\n")
    assert after.endswith("---\n\nBody\n")
    return after.removeprefix("---\n").removesuffix("---\n\nBody\n")


@pytest.mark.parametrize(
    ("block", "value", "expected"),
    [
        pytest.param("x: a\n", "b", "x: b\n", id="plain"),
        pytest.param("x:   a\n", "b", "x:   b\n", id="blanks-after-the-colon"),
        pytest.param("x : a\n", "b", "x : b\n", id="blank-before-the-colon"),
        pytest.param('"x": a\n', "b", '"x": b\n', id="key-in-quotes"),
        pytest.param("x: a  # why\n", "b", "x: b  # why\n", id="comment-at-the-end"),
        pytest.param("x: a#b\n", "c", "x: c\n", id="hash-that-is-no-comment"),
        pytest.param('x: "a" # q\n', "b", 'x: "b" # q\n', id="double-quotes-stay"),
        pytest.param("x: 'a'\n", "it's", "x: 'it''s'\n", id="single-quotes-stay"),
        pytest.param("x: 'a'\n", "a\tb", 'x: "a\\tb"\n', id="single-quotes-cannot-hold-a-tab"),
        pytest.param("x: a\n", "A: B", 'x: "A: B"\n', id="value-that-needs-quotes"),
        pytest.param("x: a\n", "2307.10690", 'x: "2307.10690"\n', id="value-like-a-number"),
        pytest.param("x: a\n", "", 'x: ""\n', id="empty-value"),
        pytest.param("x:\n", "b", "x: b\n", id="no-value"),
        pytest.param("x:   # none yet\n", "b", "x: b   # none yet\n", id="no-value-but-a-comment"),
        pytest.param("x: !!str a\n", "b", "x: b\n", id="tag"),
        pytest.param("x: &y a\n", "b", "x: b\n", id="anchor-nobody-uses"),
        pytest.param("x: a\n  b\n  c # d\n", "e", "x: e # d\n", id="plain-over-lines"),
        pytest.param("x: 'a\n\n  b' # c\n", "e", "x: 'e' # c\n", id="quoted-over-lines"),
        pytest.param("x:\n  a\n", "b", "x:\n  b\n", id="value-below-the-key"),
        pytest.param("x: # c\n  a\n", "b", "x: # c\n  b\n", id="value-below-key-and-comment"),
        pytest.param("x: |\n  a\n  b\n", "c", "x: c\n", id="literal-block"),
        pytest.param("x: >-  # why\n  a\n\n  b\n", "c", "x: c  # why\n", id="folded-block"),
        pytest.param("x: |2-\n   a\n", "c", "x: c\n", id="block-with-indent"),
        pytest.param("x: |+\n  a\n\n\n", "c", "x: c\n", id="block-that-keeps-blank-lines"),
        pytest.param("x: |\n  a\n\n\n", "c", "x: c\n\n\n", id="blank-lines-that-say-nothing"),
        pytest.param("x: |\n\n", "c", "x: c\n\n", id="block-without-text"),
        pytest.param("x: |\n  a\n  # b\n# c\n", "d", "x: d\n# c\n", id="comment-below-a-block"),
        pytest.param("x: |\n  ---\n", "d", "x: d\n", id="three-dashes-in-a-block"),
        pytest.param("x: [a, b] # c\n", "d", "x: d # c\n", id="flow-list"),
        pytest.param("x: {a: b}\n", "d", "x: d\n", id="flow-keys"),
        pytest.param("x:\n  - a\n  - b\n", "d", "x: d\n", id="block-list"),
        pytest.param("x: # c\n- a\n- b\n", "d", "x: d # c\n", id="block-list-without-indent"),
        pytest.param("x: &l\n  - a\n", "d", "x: d\n", id="block-list-with-an-anchor"),
        pytest.param("x:\n  a: b\n  # c\n  d:\n    e\n", "f", "x: f\n", id="keys-below"),
        pytest.param("x: a\n", "多\n行", 'x: "多\\n行"\n', id="several-lines"),
    ],
)
def test_text_is_put_in_place_of_what_was_there(block: str, value: str, expected: str) -> None:
    assert changed(block, "x", value) == expected
    assert changed(f"# top\nw: 1\n\n{block}# next\nz: 2\n", "x", value) == (
        f"# top\nw: 1\n\n{expected}# next\nz: 2\n"
    )


@pytest.mark.parametrize(
    ("block", "value", "expected"),
    [
        pytest.param("x: [a, b]\n", ["a", "b", "c"], "x: [a, b, c]\n", id="appended"),
        pytest.param("x: [a, c]\n", ["a", "b", "c"], "x: [a, b, c]\n", id="inserted"),
        pytest.param("x: [b]\n", ["a", "b"], "x: [a, b]\n", id="put-first"),
        pytest.param("x: [a, b, c]\n", ["a", "c"], "x: [a, c]\n", id="taken-from-the-middle"),
        pytest.param("x: [ a, b ]\n", ["b"], "x: [ b ]\n", id="first-taken"),
        pytest.param("x: [ a, b ]\n", ["a"], "x: [ a ]\n", id="last-taken"),
        pytest.param("x: [a, b]\n", [], "x: []\n", id="all-taken"),
        pytest.param("x: []\n", ["a", "b"], "x: [a, b]\n", id="first-ones"),
        pytest.param("x: [\n]\n", ["a"], "x: [a]\n", id="first-one-over-lines"),
        pytest.param('x: ["a", b]\n', ["c", "b"], 'x: ["c", b]\n', id="quotes-stay"),
        pytest.param("x: [a]\n", ["a", "b, c"], 'x: [a, "b, c"]\n', id="comma-in-an-item"),
        pytest.param("x: [a, b,]\n", ["a", "b", "c"], "x: [a, b, c,]\n", id="comma-at-the-end"),
        pytest.param(
            "x: [\n  a,\n  b\n]\n", ["a", "b", "c"], "x: [\n  a,\n  b,\n  c\n]\n", id="own-lines"
        ),
        pytest.param(
            "x: [\n  a,\n  b,\n  c,\n]\n", ["a", "c"], "x: [\n  a,\n  c,\n]\n", id="own-lines-less"
        ),
        pytest.param(
            "x: [a, # one, two\n  b # three\n] # four\n",
            ["b", "c"],
            "x: [ # one, two\n  b, c # three\n] # four\n",
            id="comments-stay",
        ),
        pytest.param(
            "x: [a, # one\n  b # two\n]\n",
            [],
            "x: [ # one\n   # two\n]\n",
            id="comments-stay-alone",
        ),
        pytest.param("x: [ # one\n]\n", ["a"], "x: [ # one\n  a]\n", id="comment-in-an-empty-list"),
        pytest.param("x: [{a: b}, c]\n", ["c"], "x: [c]\n", id="item-that-is-no-text"),
        pytest.param("x: [[a, b], c]\n", ["a", "c"], "x: [a, c]\n", id="list-in-a-list"),
        pytest.param("x: &l [a]\n", ["a", "b"], "x: &l [a, b]\n", id="anchor-stays"),
    ],
)
def test_list_in_brackets_stays_one(block: str, value: list[str], expected: str) -> None:
    assert changed(f"{block}z: 1\n", "x", value) == f"{expected}z: 1\n"


@pytest.mark.parametrize(
    ("block", "value", "expected"),
    [
        pytest.param("x:\n  - a\n", ["a", "b"], "x:\n  - a\n  - b\n", id="appended"),
        pytest.param("x:\n- a\n", ["a", "b"], "x:\n- a\n- b\n", id="without-indent"),
        pytest.param("x:\n  -   a\n", ["b", "a"], "x:\n  -   b\n  -   a\n", id="wide-dash"),
        pytest.param("x:\n - a\n - b\n - c\n", ["a", "c"], "x:\n - a\n - c\n", id="one-taken"),
        pytest.param("x: # c\n - a\n", [], "x: [] # c\n", id="all-taken"),
        pytest.param(
            "x:\n  # about a\n  - a # one\n\n  # about b\n  - 'b'\n  # end\n",
            ["a", "b", "c"],
            "x:\n  # about a\n  - a # one\n\n  # about b\n  - 'b'\n  - c\n  # end\n",
            id="comments-and-blank-lines-stay",
        ),
        pytest.param(
            "x:\n  - a # one\n  - 'b' # two\n",
            ["c", "d"],
            "x:\n  - c # one\n  - 'd' # two\n",
            id="comments-at-the-end-and-quotes-stay",
        ),
        pytest.param("x:\n  - A: B\n", ["C: D"], 'x:\n  - "C: D"\n', id="item-with-a-key"),
        pytest.param("x:\n  - - a\n    - b\n  - c\n", ["c"], "x:\n  - c\n", id="list-in-a-list"),
        pytest.param("x:\n  -\n    a\n  - b\n", ["b"], "x:\n  - b\n", id="item-below-its-dash"),
        pytest.param("x:\n  -\n  - b\n", ["a", "b"], "x:\n  - a\n  - b\n", id="empty-item"),
        pytest.param(
            "x:\n  - |\n    a\n    b\n  - c\n",
            ["d", "c"],
            "x:\n  - d\n  - c\n",
            id="block-in-an-item",
        ),
        pytest.param(
            "x:\n  - a\n  # - old\n  - b\n",
            ["b"],
            "x:\n  # - old\n  - b\n",
            id="item-commented-out",
        ),
        pytest.param(
            "x:\n  - a\n", ["Fang, Wei"], "x:\n  - Fang, Wei\n", id="comma-needs-no-quotes"
        ),
    ],
)
def test_list_over_lines_stays_one(block: str, value: list[str], expected: str) -> None:
    assert changed(f"{block}z: 1\n", "x", value) == f"{expected}z: 1\n"


@pytest.mark.parametrize(
    ("block", "name", "value", "expected"),
    [
        pytest.param("tags: a # c\n", "tags", ["a", "b"], "tags: [a, b] # c\n", id="tags"),
        pytest.param("tags:\n", "tags", ["a"], "tags: [a]\n", id="tags-from-nothing"),
        pytest.param(
            "authors: A # c\n", "authors", ["A", "B"], "authors: # c\n  - A\n  - B\n", id="names"
        ),
        pytest.param("authors:\n", "authors", ["A"], "authors:\n  - A\n", id="names-from-nothing"),
        pytest.param("authors: A\n  B # c\n", "authors", ["C"], "authors: # c\n  - C\n", id="long"),
        pytest.param("authors:\n  A\n", "authors", ["A", "B"], "authors:\n  [A, B]\n", id="below"),
        pytest.param("authors: |\n  A\n", "authors", ["A"], "authors: [A]\n", id="block"),
        pytest.param("authors:\n  a: b\n", "authors", ["A"], "authors: [A]\n", id="keys"),
        pytest.param("authors: {a: b}\n", "authors", ["A"], "authors:\n  - A\n", id="flow-keys"),
        pytest.param("mine: a\n", "mine", ["a", "b"], "mine: [a, b]\n", id="own-key"),
        pytest.param(
            "mine: a\n",
            "mine",
            ["a" * 40, "b" * 40],
            f"mine:\n  - {'a' * 40}\n  - {'b' * 40}\n",
            id="own-key-with-much",
        ),
    ],
)
def test_list_is_put_in_place_of_something_else(
    block: str, name: str, value: list[str], expected: str
) -> None:
    assert changed(f"{block}z: 1\n", name, value) == f"{expected}z: 1\n"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("# a\nx: 1 # b\n# c\ny: 2\n", "# a\n# c\ny: 2\n", id="comments-around-stay"),
        pytest.param("x:\n  - 1\n  # in\n  - 2\n\ny: 2\n", "\ny: 2\n", id="list"),
        pytest.param("x: [1,\n  2]\ny: 2\n", "y: 2\n", id="flow-list"),
        pytest.param("x: |+\n  1\n\n\ny: 2\n", "y: 2\n", id="block-that-keeps-blank-lines"),
        pytest.param("x: >\n  1\n\n\ny: 2\n", "\n\ny: 2\n", id="block"),
        pytest.param("x:\n  a:\n    b\ny: 2\n", "y: 2\n", id="keys"),
        pytest.param("x:\ny: 2\n", "y: 2\n", id="no-value"),
        pytest.param("x: 1\n", "", id="only-key"),
        pytest.param("y: 1\n", "y: 1\n", id="absent"),
    ],
)
def test_none_takes_the_key_away(block: str, expected: str) -> None:
    assert changed(block, "x", None) == expected


@pytest.mark.parametrize(
    ("block", "name", "value", "expected"),
    [
        pytest.param("year: 1\n", "venue", "V", "year: 1\nvenue: V\n", id="end"),
        pytest.param(
            "title: A\nyear: 1\nmine: x\n", "authors", ["B"],
            "title: A\nauthors:\n  - B\nyear: 1\nmine: x\n", id="between",
        ),
        pytest.param("# c\nyear: 1\n", "title", "A", "title: A\n# c\nyear: 1\n", id="first"),
        pytest.param("title: A\n", "mine", "x", "title: A\nmine: x\n", id="own-key-goes-last"),
        pytest.param("mine: x\n", "title", "A", "title: A\nmine: x\n", id="before-own-keys"),
        pytest.param("", "title", "A", "title: A\n", id="no-keys"),
        pytest.param("# c\n\n", "title", "A", "title: A\n# c\n\n", id="only-a-comment"),
        pytest.param("# c\n", "mine", "A", "# c\nmine: A\n", id="own-key-below-a-comment"),
        pytest.param("  title: A\n", "year", "1", "  title: A\n  year: 1\n", id="indented-keys"),
        pytest.param(
            "  title: A\n", "authors", ["B"], "  title: A\n  authors:\n    - B\n",
            id="indented-keys-and-list",
        ),
        pytest.param(
            "title: |\n  A\n\n# about the year\nyear: 1\n", "authors", ["B"],
            "title: |\n  A\nauthors:\n  - B\n\n# about the year\nyear: 1\n", id="below-a-block",
        ),
        pytest.param(
            "year: 1\ntitle: A\n", "doi", "10.1/x", "year: 1\ndoi: 10.1/x\ntitle: A\n",
            id="order-of-the-user",
        ),
        pytest.param("title: A\n", "a: b", "x", 'title: A\n"a: b": x\n', id="odd-key"),
        pytest.param("title: A\n", "tags", [], "title: A\ntags: []\n", id="empty-list"),
        pytest.param("title: A\n", "year", "2023", "title: A\nyear: 2023\n", id="year"),
        pytest.param(
            "title: A\n", "arxiv", "2307.10690", 'title: A\narxiv: "2307.10690"\n',
            id="arxiv-in-quotes",
        ),
        pytest.param(
            "title: A\n", "added", "2025-04-17T19:41:31+08:00",
            "title: A\nadded: 2025-04-17T19:41:31+08:00\n", id="time-without-quotes",
        ),
    ],
)  # fmt: skip
def test_absent_field_is_added_where_a_new_note_has_it(
    block: str, name: str, value: str | list[str], expected: str
) -> None:
    assert changed(block, name, value) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\nBody"], ids=["no-line-end", "bare", "body"])
def test_line_ends_mark_and_missing_last_line_end_stay(line_end: str, mark: str, tail: str) -> None:
    before = f"{mark}--- \ntitle: A # c\ntags:\n  - a\n---{tail}".replace("\n", line_end)

    text = set_field(before, "title", "B", path=NOTE)
    text = set_field(text, "tags", ["a", "b"], path=NOTE)
    text = set_field(text, "authors", ["方维"], path=NOTE)

    assert text == (
        f"{mark}--- \ntitle: B # c\nauthors:\n  - 方维\ntags:\n  - a\n  - b\n---{tail}"
    ).replace("\n", line_end)


@pytest.mark.parametrize(
    ("block", "name", "value"),
    [
        pytest.param("{title: A, year: 1}\n", "title", "B", id="all-in-braces"),
        pytest.param("{title: A}\n", "year", "1", id="added-to-braces"),
        pytest.param("{}\n", "year", "1", id="empty-braces"),
        pytest.param("? title\n: A\n", "title", "B", id="explicit-key"),
        pytest.param("? title\n: A\n", "title", None, id="explicit-key-away"),
        pytest.param("? title\n: A\n", "venue", "V", id="beside-an-explicit-key"),
        pytest.param("title: &t A\nalias: *t\n", "title", "B", id="another-one-repeats-it"),
        pytest.param("title: &t A\nalias: *t\n", "title", None, id="another-one-repeats-what-goes"),
        pytest.param("mine: 1\x85title: A\n", "title", "B", id="line-end-of-yaml-1.1"),
        pytest.param("mine: |+\u2028  x\u2028title: A\n", "mine", "B", id="block-in-such-lines"),
        pytest.param("mine: |\n a\nx: 1\n  # b\n", "x", None, id="comment-would-join-a-block"),
        pytest.param("mine: |+\n a\nx: 1\n\ny: 2\n", "x", None, id="blank-would-join-a-block"),
        pytest.param("x:\n  - a\x85  - b\n", "x", "c", id="items-in-such-lines"),
        pytest.param("x:\x85  a: b\n", "x", "c", id="keys-in-such-lines"),
        pytest.param("? - a\n  - b\n", "title", "B", id="unreadable"),
        pytest.param("title: A\n", "", "B", id="key-without-name"),
        pytest.param("title: A\n", "x" * 2000, "B", id="key-that-is-too-long"),
    ],
)
def test_what_cannot_be_changed_without_harm_is_refused(
    block: str, name: str, value: str | None
) -> None:
    with pytest.raises(NoteFormatError):
        set_field(f"---\n{block}---\n", name, value, path=NOTE)


def test_refusal_names_the_line_and_what_to_do() -> None:
    with pytest.raises(NoteFormatError) as caught:
        set_field("---\nyear: 1\ntitle: &t A\nalias: *t\n---\n", "title", "B", path=NOTE)

    assert (
        str(caught.value) == "2023/note.md:3: title cannot be changed here without harm to the rest"
    )
    assert caught.value.hint == "change it in your editor"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UsageError, match="not made of whole characters"):
        set_field("---\ntitle: A\n---\n", "title", "\udcff", path=NOTE)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("title", "No", 'title: "No"\n', id="text"),
        pytest.param("year", "2023", "year: 2023\n", id="year"),
        pytest.param("authors", ["A", "B, C"], "authors:\n  - A\n  - B, C\n", id="names"),
        pytest.param("tags", ["a", "b, c"], 'tags: [a, "b, c"]\n', id="tags"),
        pytest.param("aliases", [], "aliases: []\n", id="empty"),
        pytest.param("mine", {"a": ["b", "1"]}, 'mine: {a: [b, "1"]}\n', id="keys"),
        pytest.param(
            "mine", [{"a": "b"}, "c" * 60], f"mine:\n  - {{a: b}}\n  - {'c' * 60}\n", id="mixed"
        ),
        pytest.param("a b?", "x", '"a b?": x\n', id="odd-key"),
    ],
)
def test_field_lines_are_those_of_a_new_note(name: str, value: Value, expected: str) -> None:
    lines = field_lines(name, value)

    assert lines == expected
    assert parse(f"---\n{lines}---\n", path=NOTE).fields == {name: value}
    assert field_lines(name, value, "\r\n") == expected.replace("\n", "\r\n")


# --- any key, any way to write it ----------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "spiking",
        "膜电位",
        "LIF神经元",
        "C#",
        "a:b",
        "x-y",
        "don't",
        'the "tau"',
        "$\\tau$",
        "1e3",
        "é😀",
    ]
)
PLAIN_WORDS = st.sampled_from(["spiking", "膜电位", "C#", "a:b", "x-y", "don't", "$\\tau$", "1e3"])
COMMENTS = st.sampled_from(["", "", " # note", "  # a: b, [c]", " #", " # 'quote"])
LINES_BETWEEN = st.lists(st.sampled_from(["", "# comment", "#", "# a: b"]), max_size=3)
#: Below a block scalar such a line would be text of it.
INDENTED_LINES = st.lists(st.sampled_from(["   ", "  # - item", ""]), max_size=3)


@st.composite
def scalars(draw: st.DrawFn) -> str:
    """One value in one line, in any quotes."""
    words = draw(st.lists(WORDS, min_size=1, max_size=3))
    return draw(
        st.sampled_from(
            [
                draw(PLAIN_WORDS),
                "'{}'".format(" ".join(words).replace("'", "''")),
                '"{}"'.format(" ".join(words).replace("\\", "\\\\").replace('"', '\\"')),
                '"\\u4e2d\\t\\x07"',
                "''",
            ]
        )
    )


@st.composite
def plain_over_lines(draw: st.DrawFn) -> list[str]:
    first, *others = draw(st.lists(PLAIN_WORDS, min_size=2, max_size=4))
    lines = [first]
    for word in others:
        lines += [""] * draw(st.integers(0, 1)) + [" " * draw(st.integers(1, 5)) + word]
    return [*lines[:-1], lines[-1] + draw(COMMENTS)]


@st.composite
def quoted_over_lines(draw: st.DrawFn) -> list[str]:
    quote = draw(st.sampled_from(["'", '"']))
    words = draw(st.lists(st.sampled_from(["膜", "# no comment", "a: b", "- c", ""]), min_size=2))
    lines = [f"  {word}" if word else "" for word in words]
    return [quote, *lines, f"  {quote}{draw(COMMENTS)}"]


@st.composite
def block_scalars(draw: st.DrawFn) -> list[str]:
    indent = draw(st.integers(1, 4))
    style = draw(st.sampled_from(["|", ">"]))
    keep = draw(st.sampled_from(["", "-", "+"]))
    width = draw(st.sampled_from(["", str(indent)]))
    header = style + draw(st.sampled_from([keep + width, width + keep])) + draw(COMMENTS)
    words = st.sampled_from(
        ["text", "---", "# no comment", "key: value", "- item", "", "   deeper"]
    )
    content = draw(st.lists(words, min_size=1, max_size=4))
    if not width:
        content = ["膜电位", *content]  # the first line tells the indent
    lines = [" " * indent + line if line else "" for line in content]
    # Blank lines at the end belong to the value only if it keeps them.
    while keep != "+" and lines and not lines[-1].strip():
        lines.pop()
    return [header, *lines]


@st.composite
def flow_lists(draw: st.DrawFn) -> list[str]:
    items = draw(st.lists(scalars().filter(lambda item: item not in ("C#", "a:b")), max_size=4))
    if not draw(st.booleans()):
        return [f"[{', '.join(items)}]{draw(COMMENTS)}"]
    lines = ["[" + draw(COMMENTS)]
    for place, item in enumerate(items):
        comma = "," if place < len(items) - 1 or draw(st.booleans()) else ""
        lines.append("  " * draw(st.integers(1, 2)) + item + comma + draw(COMMENTS))
        lines += draw(st.lists(st.sampled_from(["", "  # between, [items]"]), max_size=1))
    return [*lines, " ]" + draw(COMMENTS)]


@st.composite
def block_lists(draw: st.DrawFn) -> list[str]:
    indent = " " * draw(st.integers(0, 4))
    dash = f"{indent}-" + " " * draw(st.integers(1, 3))
    lines = [draw(COMMENTS)]
    for place, item in enumerate(draw(st.lists(scalars(), min_size=1, max_size=4))):
        if place:
            lines += draw(st.lists(st.sampled_from(["", f"{indent}# - gone", "# c"]), max_size=2))
        kind = draw(st.integers(0, 5))
        if kind == 0:
            lines += [f"{dash}|", f"{indent}     block", "", f"{indent}     more"]
        elif kind == 1:
            lines += [f"{dash}key: {item}", f"{' ' * len(dash)}other: b"]
        elif kind == 2:
            lines += [f"{indent}-", f"{indent}  {item}"]
        elif kind == 3:
            lines += [f"{indent}-{draw(COMMENTS)}"]
        else:
            lines += [dash + item + draw(COMMENTS)]
    return lines


VALUES = st.one_of(
    st.builds(lambda value, comment: [value + comment], scalars(), COMMENTS),
    st.builds(lambda comment: [comment], COMMENTS),
    st.builds(lambda value, comment: [comment, "   " + value], scalars(), COMMENTS),
    st.sampled_from([["!!str 7"], ["&anchor word"], ["!local x # c"], ["{a: b, c: [d]} # e"]]),
    st.sampled_from([["", "  a: b", "  # c", "  d:", "    - e"], [" # c", "  a:"]]),
    plain_over_lines(),
    quoted_over_lines(),
    block_scalars(),
    flow_lists(),
    block_lists(),
)

NAMES = [known.name for known in FIELDS] + ["mine", "keywords", "另一个"]
NEW_VALUES = st.one_of(
    st.none(),
    st.text(max_size=20).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)),
    st.sampled_from(["2023", "A: B", "it's", "", "x # y", "- z", "膜电位\n第二行", "null"]),
    st.lists(
        st.sampled_from(["spiking", "膜电位", "C#", "a, b", "x-y", "new", "[x]", ""]), max_size=5
    ),
)


@st.composite
def notes(draw: st.DrawFn) -> tuple[str, dict[str, tuple[int, int]]]:
    """A note in odd YAML, and the [start, end) characters of each key's lines."""
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    indent = draw(st.sampled_from(["", "", "", " "]))
    text = (
        draw(st.sampled_from(["", "\ufeff"])) + draw(st.sampled_from(["---", "--- \t"])) + line_end
    )
    places = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=4)):
        between = LINES_BETWEEN if "|" in text or ">" in text else LINES_BETWEEN | INDENTED_LINES
        text += "".join(line + line_end for line in draw(between))
        first, *others = draw(VALUES)
        key = draw(st.sampled_from([name, f'"{name}"', f"'{name}'"])) + draw(
            st.sampled_from([":", ":", " :"])
        )
        blank = " " if first and not first.startswith(" ") else ""
        start = len(text)
        text += indent + key + blank + first + line_end
        # Lines of a block scalar with its own indent indicator count from the key.
        text += "".join((indent + line if line else line) + line_end for line in others)
        places[name] = (start, len(text))
        if "+" in first:
            text += f"# below{line_end}"  # else blank lines that follow would be the value's
    tail = draw(st.sampled_from(["", "\n", "\n\nBody\n---\ntitle: x\n", "  \n# H\r\n\u2028\x0c x"]))
    return f"{text}---{tail}", places


@settings(max_examples=300)
@given(notes(), st.data(), NEW_VALUES)
def test_only_the_lines_of_the_key_change_however_the_note_is_written(
    note: tuple[str, dict[str, tuple[int, int]]],
    data: st.DataObject,
    value: str | list[str] | None,
) -> None:
    before, places = note
    name = data.draw(st.sampled_from(sorted(places)))
    start, end = places[name]
    old = parse(before, path=NOTE)

    after = set_field(before, name, value, path=NOTE)

    assert after.startswith(before[:start])
    assert after.endswith(before[end:])
    assert len(after) >= len(before) - (end - start)
    new = parse(after, path=NOTE)
    others = {key: field for key, field in old.fields.items() if key != name}
    assert new.fields == (others if value is None else {**others, name: value})
    assert [key for key in new.fields if key != name] == [*others]
    assert after[new.body_start :] == before[old.body_start :]
    assert set_field(after, name, value, path=NOTE) == after


@settings(max_examples=150)
@given(notes())
def test_setting_what_a_field_says_already_changes_nothing(
    note: tuple[str, dict[str, tuple[int, int]]],
) -> None:
    text, _ = note

    for name, value in parse(text, path=NOTE).fields.items():
        if isinstance(value, str):
            assert set_field(text, name, value, path=NOTE) == text
        elif isinstance(value, list):
            texts = [item for item in value if isinstance(item, str)]
            assert len(texts) < len(value) or set_field(text, name, texts, path=NOTE) == text


@settings(max_examples=150)
@given(notes(), st.sampled_from(NAMES), NEW_VALUES.filter(lambda value: value is not None))
def test_adding_a_field_adds_lines_and_taking_it_away_brings_the_note_back(
    note: tuple[str, dict[str, tuple[int, int]]], name: str, value: str | list[str]
) -> None:
    before, places = note
    if name in places:
        before = set_field(before, name, None, path=NOTE)

    after = set_field(before, name, value, path=NOTE)

    assert parse(after, path=NOTE).fields[name] == value
    assert set_field(after, name, None, path=NOTE) == before
