import re
from pathlib import PurePosixPath

import pytest

from snnnotes.model.checks import BY_NAME, CHECKS, checks_named, found
from snnnotes.model.finding import Check, Finding, Group, Severity

FIXABLE = {
    "value-changed-by-yaml",
    "name-unlike-title",
    "name-not-portable",
    "venue-spelling",
    "formula-touches-chinese",
    "formula-markdown",
    "formula-without-blank-lines",
    "readme-stale",
}

each_check = pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])


def test_no_two_checks_have_one_name() -> None:
    assert len(BY_NAME) == len(CHECKS)


def test_no_check_is_called_like_a_group() -> None:
    assert not {group.value for group in Group} & set(BY_NAME)


def test_each_group_has_its_checks_next_to_each_other() -> None:
    seen = [check.group for check in CHECKS]
    assert seen == sorted(seen, key=list(Group).index)
    assert set(seen) == set(Group)


def test_only_what_has_one_right_answer_can_be_mended() -> None:
    assert {check.name for check in CHECKS if check.fixable} == FIXABLE


@each_check
def test_a_name_is_in_kebab_case(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", check.name)


@each_check
def test_a_summary_is_one_short_line_without_full_stop(check: Check) -> None:
    assert re.fullmatch(r"[A-Z][^\n]{9,70}[^.\s]", check.summary)


@each_check
def test_an_explanation_tells_why_and_shows_wrong_and_right(check: Check) -> None:
    shown = re.fullmatch(
        r"(?P<why>[A-Z`][^\n]+\.)\n\nWrong:\n\n```(?P<one>\w+)\n(?P<wrong>.+?)\n```"
        r"\n\nRight:\n\n```(?P<two>\w+)\n(?P<right>.+?)\n```",
        check.explanation,
        re.DOTALL,
    )
    assert shown is not None
    assert shown["wrong"] != shown["right"]
    assert shown["one"] == shown["two"] in {"yaml", "markdown", "text"}


@each_check
def test_a_line_of_an_example_fits_a_terminal(check: Check) -> None:
    examples = check.explanation.partition("Wrong:")[2]
    assert max(len(line) for line in examples.split("\n")) <= 80


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("venue-spelling", ["venue-spelling"], id="check"),
        pytest.param(
            "readme", ["readme-stale", "readme-markers-missing", "readme-too-long"], id="group"
        ),
        pytest.param("venue", [], id="part-of-a-name"),
        pytest.param("Venue-Spelling", [], id="other-case"),
        pytest.param("", [], id="empty"),
    ],
)
def test_checks_are_named_one_by_one_or_as_a_group(name: str, expected: list[str]) -> None:
    assert [check.name for check in checks_named(name)] == expected


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        pytest.param("formula-touches-chinese", Severity.ERROR, id="error"),
        pytest.param("venue-spelling", Severity.WARNING, id="warning"),
        pytest.param("formula-debt", Severity.NOTE, id="note"),
    ],
)
def test_a_finding_has_the_severity_of_its_check(name: str, severity: Severity) -> None:
    path = PurePosixPath("notes/膜电位.md")
    expected = Finding(name, severity, path, 3, 5, "what", "what to do")
    assert found(name, path, (3, 5), "what", "what to do") == expected
