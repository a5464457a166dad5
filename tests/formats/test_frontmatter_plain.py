from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_plain import read_plain
from snnnotes.formats.frontmatter_yaml import read_yaml
from snnnotes.formats.yaml_scalar import quoted
from snnnotes.model.note import Value

NOTE = PurePosixPath("2023/note.md")
OWN_NOTES = sorted((Path(__file__).parents[2] / "notes").glob("20*/*.md"))


def block(*lines: str) -> str:
    return "\n".join(["---", *lines, "---"])


def agrees_with_yaml(text: str) -> bool:
    """Is what was read plainly what YAML reads? True also if it was left to YAML."""
    found = read_plain(text)
    return found is None or found == read_yaml(text, path=NOTE)


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        pytest.param(["title: Spike-driven Transformer"], {"title": "Spike-driven Transformer"}),
        pytest.param(['title: "SEENN: Early"'], {"title": "SEENN: Early"}),
        pytest.param(["title: 'a # b'  "], {"title": "a # b"}),
        pytest.param(["title: 脉冲神经网络，综述  "], {"title": "脉冲神经网络，综述"}),
        pytest.param(["arxiv: 2307.10690", "year: 2023"], {"arxiv": "2307.10690", "year": "2023"}),
        pytest.param(["url: https://a.b/c?d=e#f"], {"url": "https://a.b/c?d=e#f"}),
        pytest.param(["added: 2025-04-17T19:41:31+08:00"], {"added": "2025-04-17T19:41:31+08:00"}),
        pytest.param(["tags: [snn, 膜电位 , 'a, b']"], {"tags": ["snn", "膜电位", "a, b"]}),
        pytest.param(["tags: []", "code:"], {"tags": [], "code": ""}),
        pytest.param(
            ["authors:", "  - Man Yao", '  - "Li, Yuan"'], {"authors": ["Man Yao", "Li, Yuan"]}
        ),
        pytest.param(
            ["authors:", "- Man Yao", "year: 2023"], {"authors": ["Man Yao"], "year": "2023"}
        ),
        pytest.param(["x:", "y: No"], {"x": "", "y": "No"}),
    ],
)
def test_usual_frontmatter_needs_no_yaml(lines: list[str], fields: dict[str, Value]) -> None:
    found = read_plain(block(*lines))

    assert found is not None
    assert found[0] == fields
    assert found == read_yaml(block(*lines), path=NOTE)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing"),
        pytest.param(["title: a", "", "year: 2023"], id="blank-line"),
        pytest.param(["title: a", "# why"], id="comment"),
        pytest.param(["title: a # why"], id="comment-behind"),
        pytest.param(["title: a", "  b"], id="over-two-lines"),
        pytest.param(["title: A: B"], id="colon"),
        pytest.param(["title: a:"], id="colon-at-the-end"),
        pytest.param(["title: |", "  a"], id="block-scalar"),
        pytest.param(["title: *a"], id="alias"),
        pytest.param(["title: &a b"], id="anchor"),
        pytest.param(["title: !x b"], id="tag"),
        pytest.param(['title: "a\\n"'], id="escape"),
        pytest.param(["title: 'it''s'"], id="quote-in-quotes"),
        pytest.param(['title: "a" b'], id="text-behind-quotes"),
        pytest.param(["title: a", "title: b"], id="same-key-twice"),
        pytest.param(["title:a"], id="no-blank"),
        pytest.param(["title:''"], id="no-blank-before-quotes"),
        pytest.param(["tags:[a]"], id="no-blank-before-a-list"),
        pytest.param(["tags: [a, [b]]"], id="list-in-a-list"),
        pytest.param(["tags: [a: b]"], id="key-in-a-list"),
        pytest.param(["tags: [a,, b]"], id="empty-item"),
        pytest.param(["tags: [a"], id="list-not-closed"),
        pytest.param(["tags: {a: b}"], id="keys-in-braces"),
        pytest.param(["tags:", "  - a", " - b"], id="other-indent"),
        pytest.param(["tags:", "  - a: b"], id="keys-in-an-item"),
        pytest.param(["tags:", "  - - a"], id="list-in-an-item"),
        pytest.param(["tags:", "  -"], id="item-without-value"),
        pytest.param(["tags: a", "  - b"], id="item-under-a-value"),
        pytest.param(["  - a"], id="item-without-key"),
        pytest.param(["title: \ufffe"], id="no-character"),
        pytest.param(["title: \ud800"], id="half-a-character"),
        pytest.param(["title: a\u2028b"], id="line-end-of-yaml"),
        pytest.param(["title: a\tb"], id="tab"),
        pytest.param(["? title", ": a"], id="question-mark"),
        pytest.param(["%YAML 1.2"], id="directive"),
        pytest.param(["... "], id="dots"),
        pytest.param(["title", "year: 2023"], id="no-colon"),
    ],
)
def test_anything_else_is_left_to_yaml(lines: list[str]) -> None:
    assert read_plain(block(*lines)) is None


@pytest.mark.parametrize("path", OWN_NOTES, ids=lambda path: path.stem[:20])
def test_every_note_of_this_repository_is_plain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("\n---", 3) + 4]

    assert read_plain(head) == read_yaml(head, path=NOTE)
    assert parse(text, path=NOTE).fields == read_yaml(head, path=NOTE)[0]


SIGNS = st.sampled_from([*" :#,-[]{}'\"\\&*!|>%@`?~=<.", "\t", "\u3000", "\xa0", "\x85", "\u2028"])
LETTERS = st.sampled_from([*"aZ09_", "膜", "é", "😀", "no", "2307.10690", "- ", ": ", " #", "---"])
TEXTS = st.lists(SIGNS | LETTERS, max_size=6).map("".join)
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(["title", "a-b", "tags", "x_1"]), TEXTS),
    st.builds("{}:{}".format, st.sampled_from(["title", "tags"]), TEXTS),
    st.builds(
        '{}: "{}"{}'.format, st.sampled_from(["title", "b"]), TEXTS, st.sampled_from(["", " ", "x"])
    ),
    st.builds("{}: '{}'".format, st.sampled_from(["title", "c"]), TEXTS),
    st.builds("tags: [{}]".format, st.lists(TEXTS, max_size=3).map(", ".join)),
    st.builds("{}- {}".format, st.sampled_from(["", "  ", "    "]), TEXTS),
    TEXTS,
)


@given(st.lists(LINES, max_size=5))
@example(["tags:", "- a", "-b"])
@example(["tags: [a , b ]"])
@settings(max_examples=1500)
def test_what_is_read_plainly_is_what_yaml_reads(lines: list[str]) -> None:
    text = block(*lines)
    if "\n---" in text[:-4] or "..." in text:
        return  # the block would end there

    try:
        assert agrees_with_yaml(text)
    except NoteFormatError:
        pytest.fail(f"read plainly, and refused by YAML: {text!r}")


@given(
    st.dictionaries(st.sampled_from(["title", "venue", "note"]), st.text(max_size=20), min_size=1)
)
@settings(max_examples=400)
def test_values_that_we_write_are_read_back(values: dict[str, str]) -> None:
    clean = {key: value.encode(errors="replace").decode() for key, value in values.items()}
    text = block(*(f"{key}: {quoted(value)}" for key, value in clean.items()))

    assert agrees_with_yaml(text)
    assert parse(f"{text}\nBody", path=NOTE).fields == clean
