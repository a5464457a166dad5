import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.finding_formats import github_lines, records, sarif, text_line
from snnnotes.model.checks import CHECKS, found
from snnnotes.model.finding import Finding

SEENN = PurePosixPath("notes/2023/SEENN, 早退 100%.md")
CHINESE = found("formula-touches-chinese", SEENN, (12, 3), "a “$” touches ，", "put a blank there")
DEBT = found("formula-debt", PurePosixPath("a:b.md"), (1, 1), "“公式 7” is only in the paper")
VENUE = found("venue-spelling", PurePosixPath("a.md"), (4, 1), "100%\r\n::error::no: [x]", "a\nb")

#: The parts of https://json.schemastore.org/sarif-2.1.0.json that we write: what each object must
#: and may have there. Left out are only properties that we do not use.
MESSAGE = {"required": ["text"], "properties": {"text": {"type": str}, "markdown": {"type": str}}}
LEVEL = {"type": str, "enum": ["none", "note", "warning", "error"]}
RULE = {
    "required": ["id"],
    "properties": {
        "id": {"type": str},
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": {"required": [], "properties": {"level": LEVEL}},
        "properties": {"required": [], "properties": {"tags": {"items": {"type": str}}}},
    },
}
LOCATION = {
    "required": [],
    "properties": {
        "physicalLocation": {
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "required": ["uri"],
                    "properties": {"uri": {"type": str}, "uriBaseId": {"type": str}},
                },
                "region": {
                    "required": ["startLine"],
                    "properties": {
                        "startLine": {"type": int, "minimum": 1},
                        "startColumn": {"type": int, "minimum": 1},
                    },
                },
            },
        },
    },
}
RESULT = {
    "required": ["message"],
    "properties": {
        "ruleId": {"type": str},
        "ruleIndex": {"type": int, "minimum": -1},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {"items": LOCATION},
    },
}
DRIVER = {
    "required": ["name"],
    "properties": {"name": {"type": str}, "version": {"type": str}, "rules": {"items": RULE}},
}
RUN = {
    "required": ["tool"],
    "properties": {
        "tool": {"required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"type": str, "enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"items": RESULT},
    },
}
SARIF = {
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": str},
        "version": {"type": str, "enum": ["2.1.0"]},
        "runs": {"items": RUN},
    },
}


def faults(
    value: Any,  # noqa: ANN401 (JSON)
    schema: dict[str, Any],
    at: str = "",
) -> Iterator[str]:
    if "properties" in schema:
        yield from (f"{at}: lacks {key}" for key in schema["required"] if key not in value)
        for key, inner in value.items():
            if key not in schema["properties"]:
                yield f"{at}: has {key}"
            else:
                yield from faults(inner, schema["properties"][key], f"{at}/{key}")
    elif "items" in schema:
        for index, item in enumerate(value):
            yield from faults(item, schema["items"], f"{at}/{index}")
    elif (
        type(value) is not schema["type"]
        or value not in schema.get("enum", [value])
        or ("minimum" in schema and value < schema["minimum"])
    ):
        yield f"{at}: {value!r}"


def as_github_reads(line: str) -> tuple[str, dict[str, str], str]:
    """What the runner makes of a line; https://github.com/actions/runner, ActionCommand.cs."""
    parts = re.fullmatch(r"::(?P<kind>\w+) (?P<properties>.*?)::(?P<data>.*)", line)
    assert parts is not None
    read = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def unescaped(text: str) -> str:
        return re.sub("%(?:0D|0A|3A|2C|25)", lambda code: read[code[0]], text)

    pairs = (pair.split("=", 1) for pair in parts["properties"].split(","))
    return parts["kind"], {key: unescaped(value) for key, value in pairs}, unescaped(parts["data"])


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        pytest.param(
            CHINESE,
            "notes/2023/SEENN, 早退 100%.md:12:3: error: a “$” touches ，"
            " [formula-touches-chinese]",
            id="error",
        ),
        pytest.param(
            DEBT, "a:b.md:1:1: note: “公式 7” is only in the paper [formula-debt]", id="note"
        ),
        pytest.param(
            VENUE, "a.md:4:1: warning: 100% ::error::no: [x] [venue-spelling]", id="line-ends"
        ),
    ],
)
def test_a_finding_is_one_line_of_text(finding: Finding, expected: str) -> None:
    assert text_line(finding) == expected


def test_a_record_has_the_parts_of_a_finding_as_they_are() -> None:
    (record,) = json.loads(json.dumps(records([CHINESE])))
    assert record == {
        "name": "formula-touches-chinese",
        "severity": "error",
        "path": "notes/2023/SEENN, 早退 100%.md",
        "line": 12,
        "column": 3,
        "message": "a “$” touches ，",
        "mend": "put a blank there",
    }


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        pytest.param(
            CHINESE,
            "::error file=notes/2023/SEENN%2C 早退 100%25.md,line=12,col=3,"
            "title=formula-touches-chinese::a “$” touches ，; put a blank there",
            id="comma-and-percent-in-the-path",
        ),
        pytest.param(
            DEBT,
            "::notice file=a%3Ab.md,line=1,col=1,title=formula-debt::“公式 7” is only in the paper",
            id="colon-in-the-path",
        ),
        pytest.param(
            VENUE,
            "::warning file=a.md,line=4,col=1,title=venue-spelling::100%25 ::error::no: [x]; a b",
            id="line-ends-in-the-message",
        ),
    ],
)
def test_a_line_for_github_is_escaped(finding: Finding, expected: str) -> None:
    assert list(github_lines([finding])) == [expected]


@given(path=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_github_reads_the_path_that_we_have(path: str) -> None:
    finding = DEBT._replace(path=PurePosixPath("notes") / path.replace("/", "_"))
    (line,) = github_lines([finding])
    assert "\n" not in line
    assert as_github_reads(line)[1]["file"] == finding.path.as_posix()


@given(message=st.text())
def test_no_message_begins_a_second_line_for_github(message: str) -> None:
    (line,) = github_lines([VENUE._replace(message=message)])
    assert len(line.splitlines()) == 1
    kind, properties, _ = as_github_reads(line)
    assert (kind, properties["line"], properties["title"]) == ("warning", "4", "venue-spelling")


def test_paths_for_github_begin_at_the_repository() -> None:
    (line,) = github_lines([VENUE], folder=PurePosixPath("docs/papers"))
    assert as_github_reads(line)[1]["file"] == "docs/papers/a.md"


@pytest.mark.parametrize("findings", [[], [CHINESE, DEBT, VENUE]], ids=["none", "some"])
def test_sarif_is_as_its_schema_says(findings: list[Finding]) -> None:
    log = json.loads(json.dumps(sarif(findings, version="1.2.3")))
    assert list(faults(log, SARIF)) == []
    assert len(log["runs"][0]["results"]) == len(findings)


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        pytest.param({"version": "2.1.0"}, ": lacks runs", id="lacks"),
        pytest.param({"version": "2.1.0", "runs": [], "run": 1}, ": has run", id="has"),
        pytest.param({"version": "2.0.0", "runs": []}, "/version: '2.0.0'", id="value"),
    ],
)
def test_the_schema_of_this_test_finds_faults(broken: dict[str, Any], fault: str) -> None:
    assert list(faults(broken, SARIF)) == [fault]


def test_results_of_sarif_point_to_their_rule_and_place() -> None:
    log: Any = sarif([CHINESE, DEBT], version="1.2.3", folder=PurePosixPath("docs"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.name for check in CHECKS]
    for finding, result in zip([CHINESE, DEBT], run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.name
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert unquote(uri) == f"docs/{finding.path}"
        assert uri.isascii()
        assert ":" not in uri
        assert place["region"] == {"startLine": finding.line, "startColumn": finding.column}


def test_rules_of_sarif_explain_themselves_within_the_limits_of_github() -> None:
    log: Any = sarif([], version="1.2.3")
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert "Wrong:" in rule["help"]["markdown"]
