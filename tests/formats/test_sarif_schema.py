"""Our SARIF against the schema that GitHub and editors read it by."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snnnotes.formats.finding_formats import sarif
from snnnotes.model.checks import CHECKS, found
from snnnotes.model.finding import Finding

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "support" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
NOTE = PurePosixPath("notes/2023/SEENN, 早退 100%.md")


def problems(file: object) -> list[str]:
    """What the schema finds wrong with a file once it is written and read again."""
    read = json.loads(json.dumps(file))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(read)]


def of_every_check() -> list[Finding]:
    return [found(check.name, NOTE, (7, 3), "此处不对", "改好它") for check in CHECKS]


def test_schema_is_itself_sound() -> None:
    jsonschema.Draft4Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("folder", ["", "我的 笔记/a:b"], ids=["root", "folder"])
@pytest.mark.parametrize("count", [0, 1, len(CHECKS)], ids=["none", "one", "every check"])
def test_file_is_valid(folder: str, count: int) -> None:
    file = sarif(of_every_check()[:count], version="1.0", folder=PurePosixPath(folder))

    assert problems(file) == []


@settings(max_examples=25)
@given(
    st.builds(
        found,
        st.sampled_from([check.name for check in CHECKS]),
        st.lists(st.text(st.characters(blacklist_characters="/\0"), min_size=1), min_size=1).map(
            lambda parts: PurePosixPath(*parts)
        ),
        st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)),
        st.text(min_size=1),
        st.text(),
    )
)
def test_file_is_valid_whatever_is_found(finding: Finding) -> None:
    assert problems(sarif([finding], version="1.0")) == []


@pytest.mark.parametrize(
    ("break_it", "problem"),
    [
        pytest.param(lambda file: file.pop("version"), "$: 'version' is a required", id="version"),
        pytest.param(
            lambda file: file["runs"][0]["results"][0].update(level="bad"),
            "$.runs[0].results[0].level: 'bad' is not one of",
            id="level",
        ),
        pytest.param(
            lambda file: file["runs"][0]["results"][0].pop("message"),
            "$.runs[0].results[0]: 'message' is a required",
            id="message",
        ),
        pytest.param(
            lambda file: file["runs"][0]["tool"]["driver"].update(x=1),
            "$.runs[0].tool.driver: Additional properties",
            id="unknown-key",
        ),
    ],
)
def test_schema_notices_what_is_wrong(break_it: Any, problem: str) -> None:  # noqa: ANN401
    file = json.loads(json.dumps(sarif(of_every_check(), version="1.0")))
    break_it(file)

    assert problems(file)[0].startswith(problem)


@pytest.mark.parametrize("place", [(0, 1), (1, 0)], ids=["line", "column"])
def test_lines_and_columns_begin_at_1(place: tuple[int, int]) -> None:
    finding = of_every_check()[0]._replace(line=place[0], column=place[1])

    assert "less than the minimum of 1" in problems(sarif([finding], version="1.0"))[0]
