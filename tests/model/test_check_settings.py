from pathlib import PurePosixPath
from typing import Any

import pytest

from snnnotes.errors import ConfigError, UsageError
from snnnotes.model.check_settings import CheckSettings, check_settings_from_table, meant
from snnnotes.model.checks import BY_NAME, CHECKS, checks_named, found
from snnnotes.model.finding import Finding, Group, Severity

ALL = frozenset(BY_NAME)
README = frozenset({"readme-stale", "readme-markers-missing", "readme-too-long"})
HERE = PurePosixPath("notes/lif.md")


def of_table(**table: Any) -> CheckSettings:  # noqa: ANN401 (as TOML gives it)
    return check_settings_from_table(table, origin="snnnotes.toml")


def finding(name: str) -> Finding:
    return found(name, HERE, (1, 1), "")


def severities(settings: CheckSettings, *names: str) -> dict[str, str]:
    """What findings of these checks are then; without those that are not made."""
    return {one.name: one.severity.value for one in settings.applied(map(finding, names))}


@pytest.mark.parametrize(
    ("settings", "chosen"),
    [
        pytest.param(CheckSettings(), ALL, id="all"),
        pytest.param(CheckSettings(select=("readme",)), README, id="group"),
        pytest.param(CheckSettings(select=("readme-stale",)), {"readme-stale"}, id="check"),
        pytest.param(
            CheckSettings(select=("readme", "formula-debt")), README | {"formula-debt"}, id="both"
        ),
        pytest.param(
            CheckSettings(select=("readme", "readme-stale")), README, id="group-and-its-check"
        ),
        pytest.param(CheckSettings(ignore=("readme",)), ALL - README, id="ignored-group"),
        pytest.param(
            CheckSettings(select=("readme",), ignore=("readme-stale",)),
            README - {"readme-stale"},
            id="but-one",
        ),
        pytest.param(
            CheckSettings(select=("readme-stale",), ignore=("readme",)), set(), id="nothing"
        ),
        pytest.param(CheckSettings(ignore=tuple(Group)), set(), id="all-groups-ignored"),
        pytest.param(CheckSettings(select=tuple(Group)), ALL, id="all-groups-selected"),
    ],
)
def test_checks_are_chosen(settings: CheckSettings, chosen: set[str]) -> None:
    assert settings.chosen() == chosen


@pytest.mark.parametrize(
    ("usual", "select", "ignore", "chosen"),
    [
        pytest.param(CheckSettings(), ["readme"], [], README, id="select"),
        pytest.param(
            CheckSettings(select=("links",)), ["readme"], [], README, id="in-place-of-the-usual"
        ),
        pytest.param(CheckSettings(select=("readme",)), [], [], README, id="none"),
        pytest.param(
            CheckSettings(ignore=("readme-stale",)),
            ["readme"],
            ["readme-too-long"],
            {"readme-markers-missing"},
            id="ignores-are-added",
        ),
    ],
)
def test_command_line_comes_before_the_file(
    usual: CheckSettings, select: list[str], ignore: list[str], chosen: set[str]
) -> None:
    assert usual.but(select=select, ignore=ignore).chosen() == chosen


def test_command_line_keeps_the_severities_of_the_file() -> None:
    usual = of_table(severity={"links": "note"})

    assert usual.but(select=["links"], ignore=[]).severity == usual.severity


@pytest.mark.parametrize("option", ["select", "ignore"])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("formula-dept", "did you mean formula-debt?", id="check"),
        pytest.param("formula", "did you mean formulas?", id="group"),
        pytest.param("xyz", "the groups are frontmatter, files", id="nothing-near"),
        pytest.param("", "the groups are frontmatter, files", id="empty"),
        pytest.param("Links", "did you mean links?", id="case"),
    ],
)
def test_unknown_name_is_refused_with_the_nearest_one(option: str, name: str, hint: str) -> None:
    names: dict[str, list[str]] = {"select": [], "ignore": []}
    names[option] = ["readme", name]

    with pytest.raises(UsageError, match=f"--{option} {name}: there is no such check") as caught:
        CheckSettings().but(**names)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("severity", "wanted"),
    [
        pytest.param({}, {"readme-stale": "error", "readme-too-long": "warning"}, id="usual"),
        pytest.param(
            {"readme": "note"}, {"readme-stale": "note", "readme-too-long": "note"}, id="group"
        ),
        pytest.param(
            {"readme-too-long": "error"},
            {"readme-stale": "error", "readme-too-long": "error"},
            id="check",
        ),
        pytest.param(
            {"readme": "note", "readme-stale": "warning"},
            {"readme-stale": "warning", "readme-too-long": "note"},
            id="check-after-its-group",
        ),
        pytest.param(
            {"readme-stale": "warning", "readme": "note"},
            {"readme-stale": "warning", "readme-too-long": "note"},
            id="check-before-its-group",
        ),
        pytest.param(
            {"links": "note"}, {"readme-stale": "error", "readme-too-long": "warning"}, id="others"
        ),
    ],
)
def test_findings_are_as_bad_as_the_settings_say(
    severity: dict[str, str], wanted: dict[str, str]
) -> None:
    settings = of_table(severity=severity)

    assert severities(settings, "readme-stale", "readme-too-long") == wanted


def test_only_findings_of_chosen_checks_are_applied() -> None:
    settings = of_table(select=["readme"], ignore=["readme-stale"])

    assert set(severities(settings, *BY_NAME)) == README - {"readme-stale"}


def test_applying_changes_nothing_but_the_severity() -> None:
    one = found("readme-stale", HERE, (7, 3), "message", "mend")

    (told,) = of_table(severity={"readme": "note"}).applied([one])
    assert told == one._replace(severity=Severity.NOTE)
    assert list(CheckSettings().applied([one, one])) == [one, one]


def test_empty_table_is_the_usual_settings() -> None:
    assert of_table() == CheckSettings()


def test_table_is_read() -> None:
    settings = of_table(
        select=["readme", "formula-debt"],
        ignore=["readme-stale"],
        severity={"formula-debt": "warning"},
    )

    assert settings == CheckSettings(
        ("readme", "formula-debt"), ("readme-stale",), (("formula-debt", Severity.WARNING),)
    )


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        pytest.param(
            {"selects": []}, "check: there is no key 'selects'",
            "the keys are select, ignore, severity", id="key",
        ),
        pytest.param(
            {"select": "links"}, "check.select is not a list of checks",
            'write  select = ["formula-debt"]', id="text-for-a-list",
        ),
        pytest.param(
            {"ignore": {"links": True}}, "check.ignore is not a list of checks",
            'write  ignore = ["formula-debt"]', id="table-for-a-list",
        ),
        pytest.param(
            {"ignore": ["link"]}, "check.ignore: there is no check 'link'",
            "did you mean links?", id="unknown",
        ),
        pytest.param(
            {"ignore": [True]}, "check.ignore: there is no check True", "the groups are", id="true"
        ),
        pytest.param(
            {"select": [["links"]]}, "check.select: there is no check ['links']", "", id="nested"
        ),
        pytest.param(
            {"severity": "error"}, "check.severity is not a table of checks",
            'write  severity = {formula-debt = "warning"}', id="text-for-a-table",
        ),
        pytest.param(
            {"severity": {"formula-dept": "error"}},
            "check.severity: there is no check 'formula-dept'",
            "did you mean formula-debt?", id="severity-of-unknown",
        ),
        pytest.param(
            {"severity": {"links": "off"}}, "check.severity: links cannot be 'off'",
            "it is one of error, warning, note; to leave a check out, ignore it", id="off",
        ),
        pytest.param(
            {"severity": {"links": 1}}, "check.severity: links cannot be 1", "it is one of",
            id="severity-as-number",
        ),
        pytest.param(
            {"severity": {"links": []}}, "check.severity: links cannot be []", "it is one of",
            id="severity-as-list",
        ),
        pytest.param(
            {"severity": {"links": "Error"}}, "check.severity: links cannot be 'Error'",
            "it is one of", id="severity-in-capitals",
        ),
    ],
)  # fmt: skip
def test_mistake_in_the_table_is_told(table: dict[str, object], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_settings_from_table(table, origin="snnnotes.toml")

    assert str(caught.value) == f"snnnotes.toml: {message}"
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize("name", [*Group, *BY_NAME])
def test_each_name_leads_to_itself_when_a_letter_is_missing(name: str) -> None:
    assert meant(name[:-1]) == f"did you mean {name}?"


def test_names_of_groups_and_checks_are_all_known_and_apart() -> None:
    assert not set(Group) & ALL
    assert {one for group in Group for one in checks_named(group)} == set(CHECKS)
