import re
from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.frontmatter import parse
from snnnotes.formats.frontmatter_check import FrontmatterFinding, look_at_frontmatter
from snnnotes.model.checks import CHECKS
from snnnotes.model.finding import Group, Severity
from snnnotes.model.note import Note

FILES = sorted((Path(__file__).parents[2] / "notes").glob("20*/*.md"))
PATH = PurePosixPath("notes/2023/lif.md")


def _findings(keys: str, *, this_year: int = 2026) -> list[FrontmatterFinding]:
    text = f"---\n{keys}\n---\nBody\n"
    return look_at_frontmatter(text, path=PATH, this_year=this_year).findings


def _found(keys: str) -> list[tuple[str, int, int]]:
    """Name, line and column of what is found in a note that is all right but for `keys`."""
    text = f"title: LIF\nyear: 2023\n{keys}"
    return [(one.name, one.line, one.column) for one in _findings(text)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param("rating: 9", [("value-wrong-type", 4, 9)], id="rating"),
        pytest.param("rating: very good", [("value-wrong-type", 4, 9)], id="rating-in-words"),
        pytest.param("added: soon", [("value-wrong-type", 4, 8)], id="date"),
        pytest.param("venue: [ICLR]", [("value-wrong-type", 4, 8)], id="list-for-one-value"),
        pytest.param("venue:\n  - ICLR", [("value-wrong-type", 4, 1)], id="list-over-lines"),
        pytest.param("tags:\n  a: b", [("value-wrong-type", 4, 1)], id="keys-for-a-list"),
        pytest.param("code: coming soon", [("value-wrong-type", 4, 7)], id="link-in-words"),
        pytest.param("url: arxiv.org/abs/x", [("value-wrong-type", 4, 6)], id="link-without-https"),
        pytest.param("url: https://a.b https://c.d", [("value-wrong-type", 4, 6)], id="two-links"),
        pytest.param("status: done", [("status-unknown", 4, 9)], id="status"),
        pytest.param("status: Read", [("status-unknown", 4, 9)], id="status-in-capitals"),
        pytest.param('arxiv: "2307.169"', [("identifier-malformed", 4, 8)], id="arxiv"),
        pytest.param("doi: 1109/iccv", [("identifier-malformed", 4, 6)], id="doi"),
        pytest.param("openreview: a b", [("identifier-malformed", 4, 13)], id="openreview"),
        pytest.param('arxiv: "2307.13901"', [], id="arxiv-of-the-year"),
        pytest.param('arxiv: "1907.01390"', [("year-against-arxiv", 3, 7)], id="years-before"),
        pytest.param('arxiv: "2403.01390"', [("year-against-arxiv", 3, 7)], id="posted-later"),
        pytest.param(
            'arxiv: "2011.01390"', [("year-against-arxiv", 3, 7)], id="three-years-before"
        ),
        pytest.param(
            'arxiv: "2407.01390"\nvenue: ICML', [("year-against-arxiv", 3, 7)], id="posted-too-late"
        ),
        pytest.param(
            'arxiv: "2401.01390"\nvenue: arXiv', [("year-against-arxiv", 3, 7)], id="preprint-only"
        ),
        pytest.param("pending: [abstract, doi]", [("pending-keys", 4, 10)], id="pending"),
        pytest.param("pending:\n  - doi", [("pending-keys", 4, 1)], id="pending-over-lines"),
        pytest.param("arxiv: 2307.10690", [("value-changed-by-yaml", 4, 8)], id="number"),
        pytest.param("venue: NO", [("value-changed-by-yaml", 4, 8)], id="truth"),
        pytest.param("summary: null", [("value-changed-by-yaml", 4, 10)], id="nothing"),
        pytest.param("summary: 2023-01-01", [("value-changed-by-yaml", 4, 10)], id="date-in-text"),
        pytest.param("authors:\n  - Li\n  - No", [("value-changed-by-yaml", 6, 5)], id="author-no"),
        pytest.param("tags: [a, on, 1.5]", 2 * ["value-changed-by-yaml"], id="tags"),
        pytest.param("tags: #snn", [("value-changed-by-yaml", 4, 7)], id="tag-with-a-hash"),
        pytest.param("tags:\n  - #snn", [("value-changed-by-yaml", 5, 5)], id="item-with-a-hash"),
        pytest.param("tags: a #b", [("value-changed-by-yaml", 4, 9)], id="second-tag"),
        pytest.param("summary: on #2", 2 * ["value-changed-by-yaml"], id="changed-and-cut"),
    ],
)
def test_defect_is_found_at_its_place(
    keys: str, expected: list[tuple[str, int, int]] | list[str]
) -> None:
    found = _found(keys)

    assert found == expected or [name for name, *_ in found] == expected


@pytest.mark.parametrize(
    "keys",
    [
        "venue: null",
        "venue: ~",
        "venue:",
        "tags: []",
        "arxiv:",
        "rating: 5",
        'rating: "5"',
        "added: 2025-04-12T20:10:49+08:00",
        "status: reading",
        "status:",
        "read_count: 007\nmine: yes\nwhen: 2024-01-01",
        "citekey: 2023abc",
        "openreview: 9FmolyOHi5",
        "doi: 10.1109/iccv48922.2021.00266",
        "url: https://openreview.net/pdf?id=Ht79ZTVMsn#x",
        "pdf: ../papers/Spike driven.pdf",
        "pdf: lif.pdf",
        'arxiv: "2307.01694v2"',
        "arxiv: https://arxiv.org/abs/2307.01694",
        "doi: 10.1109/ICCV48922.2021.00266",
        "arxiv: '2307.10690'  # 引号",
        "tags:  # what it is on\n  - snn",
        "tags: [a]  # two",
        "authors:\n  # the first two\n  - Yes Man\n  - 姚满",
        "summary: |\n  2307.10690",
        "summary: !!str 2307.10690",
        'arxiv: "2101.01390"',
        'arxiv: "2406.01390"\nvenue: NeurIPS',
        "venue: NeurIPS # 2023",
    ],
)
def test_what_is_right_is_not_found(keys: str) -> None:
    assert _found(keys) == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("year: 2023", [("key-missing", 1, 1)]),
        ("title: LIF", [("key-missing", 1, 1)]),
        ("title:\nyear: 2023", [("key-missing", 2, 1)]),
        ("rating: 4", 2 * [("key-missing", 1, 1)]),
        ("title: []\nyear: 2023", [("value-wrong-type", 2, 8)]),
        ("title: LIF\nyear: soon", [("value-wrong-type", 3, 7)]),
        ("title: LIF\nyear: [2023]", [("value-wrong-type", 3, 7)]),
        ("title: LIF\nyear: 20223", [("year-out-of-range", 3, 7)]),
        ("title: LIF\nyear: 202", [("year-out-of-range", 3, 7)]),
        ("title: LIF\nyear: 2028", [("year-out-of-range", 3, 7)]),
        ("title: LIF\nyear: 2027", []),
        ("title: 2048\nyear: 2023", [("value-changed-by-yaml", 2, 8)]),
        ("title: null\nyear: 2023", [("value-changed-by-yaml", 2, 8)]),
        ("title: Lemma # 2\nyear: 2023", [("value-changed-by-yaml", 2, 14)]),
        ("title: Lemma #2\nyear: 2023", [("value-changed-by-yaml", 2, 14)]),
        ("title: Lemma  # why\nyear: 2023", []),
        ("title:  # 论文标题\nyear: 2023", [("key-missing", 2, 1)]),
        ("title: A: B\nyear: 2023", [("note-unreadable", 2, 1)]),
        ("- a", [("note-unreadable", 2, 1)]),
        ("title: A\nyear: 2022\nyear: 2023", [("key-twice", 4, 1)]),
        ("title: A\n'year': 2022\nyear: 2023", [("key-twice", 4, 1)]),
        ("title: A\nyear: 2022\nmine: {a: 1, a: 2}", [("key-twice", 4, 1)]),
    ],
)
def test_required_keys_and_the_whole_block(keys: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(one.name, one.line, one.column) for one in _findings(keys)] == expected


def test_all_findings_are_told_at_once_in_the_order_written() -> None:
    found = _findings("title: No\nrating: 9\nstatus: todo\narxiv: 2307.169\npending: [doi]")

    assert [one.name for one in found] == [
        "key-missing",
        "value-changed-by-yaml",
        "value-wrong-type",
        "status-unknown",
        "identifier-malformed",
        "value-changed-by-yaml",
        "pending-keys",
    ]
    assert [one.line for one in found] == [1, 2, 3, 4, 5, 5, 6]


@pytest.mark.parametrize(
    ("keys", "message", "mend"),
    [
        ("status: Read", "no such status: 'Read'", "write  status: read"),
        ("status: 已读", "no such status: '已读'", "write  status: unread or reading or read"),
        (
            'arxiv: "2307.169"',
            "arxiv is not an arXiv identifier: '2307.169'",
            "since 2015 it has 5 digits after the dot; was a 0 at the end lost?",
        ),
        (
            "arxiv: 10.1109/ICCV48922.2021.00266",
            "arxiv is not an arXiv identifier: '10.1109/ICCV48922.2021.00266'",
            "write  doi: 10.1109/iccv48922.2021.00266",
        ),
        (
            "doi: iccv",
            "doi is not a DOI: 'iccv'",
            "write it as in  doi: 10.1109/iccv48922.2021.00266",
        ),
        (
            "url: github.com/BICLab/SDT",
            "url is not an address: 'github.com/BICLab/SDT'",
            "write  url: https://github.com/BICLab/SDT",
        ),
        (
            "url: arXiv:2307.01694",
            "url is not an address: 'arXiv:2307.01694'",
            "write  url: https://arxiv.org/abs/2307.01694",
        ),
        (
            "arxiv: 2307.10690",
            "YAML makes a number of 2307.10690",
            'put it in quotes: "2307.10690"',
        ),
        (
            "tags: #snn #ann",
            "to YAML #snn #ann is a comment, not a part of tags",
            'put all of it in quotes: "#snn #ann"',
        ),
        (
            'arxiv: "1907.01390"',
            "the year is 2023, and arXiv has 1907.01390 since 2019",
            "look up which of the two is wrong",
        ),
    ],
)
def test_message_says_what_and_the_mend_what_to_write(keys: str, message: str, mend: str) -> None:
    found = _findings(f"title: LIF\nyear: 2023\n{keys}")

    assert (message, mend) in [(one.message, one.mend) for one in found]


def test_key_that_is_there_twice_names_both_lines() -> None:
    (found,) = _findings("year: 2022\ntitle: A\nyear: 2023")

    assert found.message == "year is there twice, in lines 2 and 4"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_place_is_the_same_with_every_line_end(line_end: str, mark: str) -> None:
    text = mark + line_end.join(["---", "title: LIF", "year: 2023", "tags: [a, no]", "---", "B"])

    look = look_at_frontmatter(text, path=PATH, this_year=2026)

    assert [one[:3] for one in look.findings] == [("value-changed-by-yaml", 4, 11)]
    assert text[look.body_start :] == "B"
    assert look.lines == {"title": 2, "year": 3, "tags": 4}


@pytest.mark.parametrize("text", ["", "# Notes\n", "---\ntitle: A\n", "---\na: [\n---\n"])
def test_text_that_cannot_be_read_has_no_fields(text: str) -> None:
    look = look_at_frontmatter(text, path=PATH, this_year=2026)

    assert look[:3] == ({}, {}, 0)
    assert [one.name for one in look.findings] == ["note-unreadable"]
    assert all(one.mend for one in look.findings)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:40])
def test_own_notes_have_no_finding(file: Path) -> None:
    text = file.read_bytes().decode()

    look = look_at_frontmatter(text, path=PATH, this_year=2026)

    assert look.findings == []
    assert tuple(look[:3]) == tuple(parse(text, path=PATH))


_KEYS = ("title", "year", "venue", "tags", "rating", "added", "arxiv", "status", "pending", "mine")
_SCALARS = st.sampled_from(
    (
        *("", "~", "null", "LIF", "2023", "2307.10690", "No", "read", "soon", "膜电位", "4", "1.0"),
        *(
            "[]",
            "[a, no]",
            "{}",
            "{a: b}",
            "[[a]]",
            '"2023"',
            "'No'",
            "2023 # x",
            "a #b",
            "=",
            "x:",
        ),
        *("\n  - no\n  - b", "\n- no", "2024-01-01", "0x1F", "1_000", "12:30", "&a 7", "!!str 7"),
        *("|\n  7", "*a", "20223", "２０２３"),
    )
)


@given(st.dictionaries(st.sampled_from(_KEYS), _SCALARS, max_size=6))
@example({"title": "[]", "year": "2023"})
@example({"title": "LIF", "year": ""})
def test_note_is_refused_exactly_if_an_error_says_so(keys: dict[str, str]) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n"

    look = look_at_frontmatter(text, path=PATH, this_year=2026)

    told = {one.name for one in look.findings} & {
        *("note-unreadable", "key-twice", "key-missing", "value-wrong-type", "year-out-of-range")
    }
    try:
        found = parse(text, path=PATH)
        Note.from_fields(found.fields, path=PATH, lines=found.lines)
    except NoteFormatError:
        assert told
    else:
        assert not told
    assert {one.name for one in look.findings} <= {check.name for check in CHECKS}
    assert all(one.line <= text.count("\n") and one.column >= 1 for one in look.findings)


_TEXT_KEYS = ("title", "venue", "arxiv", "summary", "citekey")


@given(st.sampled_from(_TEXT_KEYS), st.text("0123456789.:eExX_+-onOyNfsTtrual~ab", max_size=9))
@example("arxiv", "2307.10690")
@example("title", "1e3")
@example("title", "190:20:30")
@example("title", "0b1_0")
@example("title", ".5_0")
def test_whatever_pyyaml_makes_of_a_text_is_found(key: str, value: str) -> None:
    keys = f"{key}: {value}"
    try:
        made = yaml.safe_load(keys)[key]
    except (yaml.YAMLError, ValueError, TypeError):
        return
    found = [one.name for one in _findings(keys)]

    if not isinstance(made, str | None | dict):
        assert "value-changed-by-yaml" in found


@pytest.mark.parametrize(
    "name",
    [
        check.name
        for check in CHECKS
        if check.group is Group.FRONTMATTER and check.name not in {"key-missing", "citekey-twice"}
    ],
)
def test_example_of_a_check_is_found_and_put_right(name: str) -> None:
    explanation = next(check.explanation for check in CHECKS if check.name == name)
    wrong, right = (
        example.replace("---", "").strip()
        for example in re.findall(r"```yaml\n(.*?)\n```", explanation, re.DOTALL)
    )

    assert name in {one.name for one in _findings(_completed(wrong))}
    assert _findings(_completed(right)) == []


def _completed(keys: str) -> str:
    """The keys, with those that each note needs."""
    needed = {"title": "LIF", "year": "2023"}
    return "\n".join([keys, *(f"{key}: {needed[key]}" for key in needed if f"{key}:" not in keys)])


def test_every_name_is_a_check_of_its_group() -> None:
    names = {
        "note-unreadable": Severity.ERROR,
        "key-missing": Severity.ERROR,
        "value-changed-by-yaml": Severity.WARNING,
        "pending-keys": Severity.NOTE,
    }
    checks = {check.name: check for check in CHECKS if check.group is Group.FRONTMATTER}

    assert {name: checks[name].severity for name in names} == names
