from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_check import look_at_frontmatter
from snnnotes.formats.frontmatter_fix import fixed_frontmatter
from snnnotes.model.note import Value

FILES = sorted((Path(__file__).parents[2] / "notes").glob("20*/*.md"))
PATH = PurePosixPath("notes/2023/lif.md")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param("arxiv: 2307.10690", 'arxiv: "2307.10690"', id="number"),
        pytest.param("arxiv:   2307.10690   # x", 'arxiv:   "2307.10690"   # x', id="comment"),
        pytest.param("title: No", 'title: "No"', id="truth"),
        pytest.param("title: null", 'title: "null"', id="nothing"),
        pytest.param("title: 2048\nyear: 2023", 'title: "2048"\nyear: 2023', id="year-stays"),
        pytest.param("tags: [a, on , 'off',1.5]", 'tags: [a, "on" , \'off\',"1.5"]', id="flow"),
        pytest.param("tags: [a,\n  no] # b", 'tags: [a,\n  "no"] # b', id="flow-over-lines"),
        pytest.param("authors:\n- No\n-   Li", 'authors:\n- "No"\n-   Li', id="items"),
        pytest.param("tags: # c\n  - no # d", 'tags: # c\n  - "no" # d', id="items-with-comments"),
        pytest.param("title: &t 2048", 'title: &t "2048"', id="anchor"),
        pytest.param("title:\n  2048", 'title:\n  "2048"', id="value-below-its-key"),
        pytest.param("{title: 2048, year: 2023}", '{title: "2048", year: 2023}', id="braces"),
        pytest.param('"title": 2048', '"title": "2048"', id="key-in-quotes"),
        pytest.param(
            "summary: 2001-12-14\n  21:59:43", 'summary: "2001-12-14 21:59:43"', id="fold"
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_yaml_changes_is_put_in_quotes(keys: str, expected: str, line_end: str) -> None:
    frame = "\ufeff---\n{}\n---\n\narxiv: 2307.10690\n\ntitle: No".replace("\n", line_end)
    text = frame.replace("{}", keys.replace("\n", line_end))

    fixed = fixed_frontmatter(text, path=PATH)

    assert fixed == frame.replace("{}", expected.replace("\n", line_end))
    assert fixed_frontmatter(fixed, path=PATH) == fixed


@pytest.mark.parametrize(
    "keys",
    [
        "title: LIF\nyear: 2023\nrating: 5\nadded: 2024-01-01",
        "venue: null\ndoi: ~\nurl:",
        "mine: 007\nother: [yes, no]",
        "tags: #snn",
        "title: Lemma # 2",
        "title: '2048'",
        "title: !!str 2048",
        "summary: |\n  2048",
        "title: [[no]]",
        "title: {a: no}",
        "a: &x b\ntitle: *x",
    ],
)
def test_everything_else_stays(keys: str) -> None:
    text = f"---\n{keys}\n---\nBody"

    assert fixed_frontmatter(text, path=PATH) == text


@pytest.mark.parametrize("text", ["", "arxiv: 2307.10690", "---\narxiv: 2307.1\narxiv: 1\n---\n"])
def test_text_that_cannot_be_read_stays(text: str) -> None:
    assert fixed_frontmatter(text, path=PATH) == text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:40])
def test_own_notes_stay(file: Path) -> None:
    text = file.read_bytes().decode()

    assert fixed_frontmatter(text, path=PATH) == text


_KEYS = st.sampled_from(["title", "venue", "arxiv", "citekey", "summary"])
_PLAIN = st.one_of(
    st.text("0123456789.:-+_eExXonNOyYtTrRuUeEsSfFaAlL ~=<", min_size=1, max_size=12),
    st.sampled_from(["2307.10690", "No", "null", "2024-01-01", "膜电位", "1e3", "0o17", ".inf"]),
    st.text(min_size=1, max_size=8),
)
_LISTS = st.builds(
    lambda items, flow: (
        f"[{', '.join(items)}]" if flow else "".join(f"\n  - {item}" for item in items)
    ),
    st.lists(_PLAIN, min_size=1, max_size=4),
    st.booleans(),
)
_COMMENTS = st.sampled_from(["", " # c", "  #c"])


def _is_read_as(read: object, written: Value) -> bool:
    """Does PyYAML read the text that was written? Nothing may stay nothing."""
    if isinstance(written, list):
        return isinstance(read, list) and all(map(_is_read_as, read, written))
    return read == written or (read is None and written in {"", "~", "null", "Null", "NULL"})


@given(
    st.dictionaries(_KEYS, st.tuples(_PLAIN, _COMMENTS), max_size=4),
    st.dictionaries(st.sampled_from(["tags", "authors"]), st.tuples(_LISTS, _COMMENTS)),
    st.sampled_from(["\n", "\r\n"]),
)
@example({"arxiv": ("2307.10690", " # c")}, {"tags": ("[no, 1.5]", "")}, "\n")
@example({"title": ("=", "")}, {"authors": ("\n  - <<", "")}, "\r\n")
def test_every_reader_gets_the_text_as_it_is_written(
    scalars: dict[str, tuple[str, str]], lists: dict[str, tuple[str, str]], line_end: str
) -> None:
    keys = "".join(f"{key}: {value}{after}\n" for key, (value, after) in (scalars | lists).items())
    text = f"---\n{keys}---\n{keys}".replace("\n", line_end)
    try:
        before = parse(text, path=PATH)
    except NoteFormatError:
        assert fixed_frontmatter(text, path=PATH) == text
        return

    fixed = fixed_frontmatter(text, path=PATH)
    after = parse(fixed, path=PATH)

    assert after.fields == before.fields
    assert fixed[after.body_start :] == text[before.body_start :]
    assert fixed_frontmatter(fixed, path=PATH) == fixed
    assert fixed.replace('"', "") == text.replace('"', "") or "\\" in fixed
    changed = look_at_frontmatter(fixed, path=PATH, this_year=2026).findings
    assert not [one for one in changed if one.message.startswith("YAML makes")]
    block = "\n".join(line for line in fixed[: after.body_start].splitlines() if line != "---")
    try:
        read = yaml.safe_load(block)
    except yaml.YAMLError:
        assert "!" in text or not block.isprintable()
        return
    for key, value in after.fields.items():
        if isinstance(value, str) or all(isinstance(item, str) for item in value):
            assert _is_read_as(read[key], value)
