"""The glossary file: what it may look like, and where it is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import NoteFormatError
from snnnotes.formats.glossary import loads, plain_groups
from snnnotes.formats.glossary_yaml import yaml_groups
from snnnotes.model.text import index_terms, stem_terms

PATH = PurePosixPath("notes/glossary.yaml")
OURS = Path(__file__).parents[2] / "notes" / "glossary.yaml"


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("# only this\n\n", (), id="comments"),
        pytest.param("- [SNN, 脉冲神经网络]\n", (("SNN", "脉冲神经网络"),), id="one"),
        pytest.param("- [a, b]\n# more\n\n- [c, d]", (("a", "b"), ("c", "d")), id="two"),
        pytest.param("-   [ a ,b ]  \n", (("a", "b"),), id="blanks"),
        pytest.param("- [a, b]\r\n- [c, d]\r\n", (("a", "b"), ("c", "d")), id="CRLF"),
        pytest.param("\ufeff- [a, b]\n", (("a", "b"),), id="byte order mark"),
        pytest.param("- [a, b]  # c, d\n", (("a", "b"),), id="comment behind"),
        pytest.param(
            "- [spiking neural network, SNN]",
            (("spiking neural network", "SNN"),),
            id="blanks in a term",
        ),
        pytest.param(
            "- [integrate-and-fire, I/F, C++]",
            (("integrate-and-fire", "I/F", "C++"),),
            id="marks in a term",
        ),
        pytest.param('- ["a, b", "c: d"]', (("a, b", "c: d"),), id="double quotes"),
        pytest.param("- ['it''s', b]", (("it's", "b"),), id="single quotes"),
        pytest.param('- ["\\u819c", b]', (("膜", "b"),), id="escapes"),
        pytest.param(
            "- [2023, yes, null, 1.0]", (("2023", "yes", "null", "1.0"),), id="all is text"
        ),
        pytest.param("- - a\n  - b\n", (("a", "b"),), id="block list"),
        pytest.param("-\n  - a\n  - b\n", (("a", "b"),), id="block list below"),
        pytest.param("- [a,\n   b]\n", (("a", "b"),), id="two lines"),
        pytest.param("[[a, b], [c]]", (("a", "b"), ("c",)), id="all in brackets"),
        pytest.param("---\n- [a, b]\n...\n", (("a", "b"),), id="document marks"),
        pytest.param("  - [a, b]\n  - [c, d]\n", (("a", "b"), ("c", "d")), id="indented"),
        pytest.param("- [a]\n- []\n", (("a",), ()), id="groups that say nothing"),
        pytest.param("- ['a，b', c]", (("a，b", "c"),), id="full-width comma in quotes"),
    ],
)
def test_a_glossary_is_a_list_of_lists_of_terms(
    text: str, groups: tuple[tuple[str, ...], ...]
) -> None:
    assert loads(text, PATH).groups == groups


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param("a: b\n", 1, "not a key with a value", id="keys"),
        pytest.param("- [a, b]\n- c: d\n", 2, "not a key with a value", id="key for a group"),
        pytest.param("- [a, b]\n\n- [c: d, e]\n", 3, "not a key with a value", id="key in a group"),
        pytest.param("- a\n- b\n", 1, "the term 'a' is in no group", id="terms without groups"),
        pytest.param("- [a, b]\n-\n", 2, "the term '' is in no group", id="nothing behind a dash"),
        pytest.param("SNN\n", 1, "the term 'SNN' is in no group", id="only a word"),
        pytest.param("- [a, b]\n- [c, [d]]\n", 2, "a list stands in a group", id="list in a group"),
        pytest.param("- &x [a, b]\n- *x\n", 2, "the alias *x", id="alias"),
        pytest.param("- [a, b]\n---\n- [c, d]\n", 2, "a second document", id="two documents"),
        pytest.param('- [a, b]\n- [c, ""]\n', 2, "a term is empty", id="empty term"),
        pytest.param('- [a, " "]\n', 1, "a term is empty", id="blank term"),
        pytest.param(
            "- [a, b]\n- [SNN，脉冲]\n", 2, "no comma parts the terms", id="full-width comma"
        ),
        pytest.param("- [SNN、脉冲]\n", 1, "no comma parts the terms", id="Chinese comma"),
        pytest.param("- [a, b]\n- [c, d\n- [e, f]\n", 2, "not YAML", id="bracket not closed"),
        pytest.param('- [a, b]\n- [c, "d]\n- [e, f]\n', 2, "not YAML", id="quote not closed"),
        pytest.param("- [a, b]\n- [c, , d]\n", 2, "not YAML", id="comma twice"),
        pytest.param("- [a, b]\n- [c] d\n", 2, "not YAML", id="text behind a group"),
        pytest.param("- [a, b]\n\t- [c]\n", 2, "not YAML", id="tab"),
        pytest.param("- [a, b]\n  - [c]\n", 2, "not YAML", id="indentation"),
        pytest.param("- [a, b]\n- [c\x00d]\n", 2, "not YAML", id="control character"),
        pytest.param("- [a, b]\n- [@c]\n", 2, "not YAML", id="reserved character"),
    ],
)
def test_a_wrong_glossary_is_named_with_line_and_mend(text: str, line: int, problem: str) -> None:
    with pytest.raises(NoteFormatError, match=r"^notes/glossary\.yaml:") as caught:
        loads(text, PATH)

    assert caught.value.line == line
    assert problem in caught.value.problem
    assert caught.value.hint
    assert not caught.value.hint.endswith(".")


def test_a_thousand_brackets_do_no_harm() -> None:
    with pytest.raises(NoteFormatError):
        loads("[" * 100_000, PATH)


TERM = st.one_of(
    st.text("abSN1膜电 -./()+", min_size=1, max_size=10),
    st.text("ab膜 ,:#", max_size=8).map(lambda text: f'"{text}"'),
    st.sampled_from(
        ["膜电位", "SNN", "'x'", "*a", "&b", "[c]", "{d}", "e: f", "!g", "~", "-", "no"]
    ),
)
LINE = st.one_of(
    st.lists(TERM, min_size=1, max_size=4).map(lambda terms: f"- [{', '.join(terms)}]"),
    st.sampled_from(["", "# comment", "- [a, b] # comment", "- [a] #x", "-[a]", " - [a]", "- a"]),
)


@given(st.lists(LINE, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_plain_files_mean_to_us_what_they_mean_to_yaml(lines: list[str], line_end: str) -> None:
    text = line_end.join(lines)
    groups = plain_groups(text)

    if groups is not None:
        assert list(map(list, groups)) == (yaml.load(text, yaml.BaseLoader) or [])
        assert groups == yaml_groups(text, PATH)


def test_our_own_glossary_is_plain_and_has_no_term_in_two_groups() -> None:
    groups = plain_groups(OURS.read_text(encoding="utf-8"))

    assert groups is not None, "it would cost every search the loading of a YAML parser"
    assert len(groups) >= 80
    keys = [{stem_terms(index_terms(term)) for term in group} for group in groups]
    assert [group for group, own in zip(groups, keys, strict=True) if len(own) < 2] == []
    assert [key for key, count in Counter(chain(*keys)).items() if count > 1] == []


def test_a_plain_glossary_loads_no_yaml_parser() -> None:
    code = (
        "import sys; from pathlib import PurePath; from snnnotes.formats.glossary import loads;"
        "loads('- [SNN, 脉冲神经网络]', PurePath('x')); print('yaml' in sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True
    )

    assert shown.stdout == "False\n"
