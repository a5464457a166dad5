from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import read_block
from snnnotes.formats.frontmatter_block import find_block
from snnnotes.formats.frontmatter_scalars import made_by_yaml, unquoted

PATH = PurePosixPath("notes/2023/lif.md")


@pytest.mark.parametrize(
    ("made", "values"),
    [
        ("a number", ["0", "-1", "+7", "007", "0b101", "0x1F", "0o17", "1_000", "190:20:30"]),
        (
            "a number",
            ["2307.10690", "1.", ".5", "1e3", "12E03", "1.5e-3", "-.inf", ".NaN", "1:30.5"],
        ),
        ("true or false", ["y", "N", "yes", "No", "ON", "off", "true", "False"]),
        ("nothing", ["~", "null", "Null", "NULL"]),
        ("a date", ["2024-01-01", "2024-1-1", "2001-12-14t21:59:43.10-05:00"]),
        ("a date", ["2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43", "2001-12-14T21:59:43Z"]),
        ("a sign of its own", ["=", "<<"]),
        ("", ["SEENN", "2307.01694v2", "1.2.3", "nO", "tRUE", "nULL", "-", "+", ".", "e3", "0x"]),
        ("", ["10.1109/iccv", "9FmolyOHi5", "2023abc", "二〇二三", "２０２３"]),
        ("", ["2024-01", "12:30 h", "1 000", "1,000", "None", "nan", "inf", "膜电位"]),
    ],
)
def test_it_is_known_what_yaml_makes_of_a_text(made: str, values: list[str]) -> None:
    assert {value: made_by_yaml(value) for value in values} == dict.fromkeys(values, made)


@given(st.text("0123456789.:-+_eExXbBonOyYNfsTtruallinfNA~=< T", min_size=1, max_size=12))
@example("1_0.5e+3")
@example("-0b1_0")
@example("2024-01-01 10:20:30 +8")
def test_whatever_pyyaml_makes_no_text_of_is_known(value: str) -> None:
    resolver: Any = yaml.SafeLoader("")  # typeshed leaves `resolve` without types
    tag: str = resolver.resolve(yaml.ScalarNode, value, (True, False))

    if not tag.endswith(":str"):
        assert made_by_yaml(value)


def _unquoted(keys: str, *, is_plain: bool | None = None) -> list[tuple[str, str]]:
    """Key and text of what stands without quotes."""
    text = f"---\n{keys}\n---\nmine: 1"
    block = find_block(text, path=PATH)
    plain = read_block(text, block, path=PATH)[2] if is_plain is None else is_plain
    found = unquoted(text, block, path=PATH, is_plain=plain)
    return [(one.key, text[one.start : one.end]) for one in found]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("title: LIF and more  ", [("title", "LIF and more")]),
        ("title: 'LIF'\nyear: \"2023\"", []),
        ("tags: [a b , \"c\", 'd',e]", [("tags", "a b"), ("tags", "e")]),
        (
            "tags:\n  - a\n  - 'b'\n  - c d\nyear: 1",
            [("tags", "a"), ("tags", "c d"), ("year", "1")],
        ),
        ("tags: []\nvenue: x, [1], 2", [("venue", "x, [1], 2")]),
        ("title: a - b\nurl: https://x#y", [("title", "a - b"), ("url", "https://x#y")]),
        ("title: A # b", [("title", "A")]),
        ("title: &a A\nvenue: *a", [("title", "A")]),
        ("title: !!str 7\nvenue: &a !!str 7", []),
        ("title: >\n  7", []),
        ("title: {a: 1}\ntags: [[1], 2]", [("tags", "2")]),
    ],
)
def test_values_without_quotes_are_found(keys: str, expected: list[tuple[str, str]]) -> None:
    assert _unquoted(keys) == expected


_WORDS = st.sampled_from(
    ["a", "1.50", "no", "x y", "'q'", '"r s"', "膜电位", "a-b", "https://a.b/c"]
)
_VALUES = st.one_of(
    _WORDS,
    st.lists(_WORDS, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    st.lists(_WORDS, min_size=1, max_size=3).map(
        lambda items: "".join(f"\n  - {item}" for item in items)
    ),
)


@given(st.dictionaries(st.sampled_from(["title", "tags", "my-key", "a1"]), _VALUES, min_size=1))
def test_plain_block_gives_the_same_with_and_without_a_parser(keys: dict[str, str]) -> None:
    block = "\n".join(f"{key}: {value}" for key, value in keys.items())
    try:
        by_parser = [one for one in _unquoted(block, is_plain=False) if one[1]]
    except NoteFormatError:
        return

    assert _unquoted(block) == by_parser
