"""The hand-written reference pages name all that the program knows, and nothing else."""

import ast
import inspect
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

import snnnotes
from snnnotes.cli import terminal
from snnnotes.cli.app import run
from snnnotes.cli.tables import SCHEMA
from snnnotes.errors import ConfigError
from snnnotes.features.listing import COLUMNS
from snnnotes.storage.config import parse_config
from snnnotes.storage.note_files import skip_for

DOCS = Path(__file__).parent.parent / "docs"
SOURCE = Path(snnnotes.__file__).parent


# Settings


CONFIGURATION = (DOCS / "reference" / "configuration.md").read_text("utf-8")


def _known(table: str) -> set[str]:
    """The names that may stand in a table, from what is said of one that may not."""
    with pytest.raises(ConfigError) as caught:
        parse_config(f"{table}\nxyzzy = 1\n" if table else "[xyzzy]\n")
    names = re.split(r" (?:are|is) ", caught.value.hint, maxsplit=1)[1]
    return set(names.split(", "))


TABLES = _known("")
KEYS = {
    key
    for table in ("[notes]", "[readme]", "[[readme.files]]", "[check]", "[sources]", "[discover]")
    for key in _known(table)
}


def _variables() -> set[str]:
    """Names of all environment variables that a module of ours asks for.

    They stand in ``….get("NAME")``, in ``environment["NAME"]``, or in a constant that is called
    …_VARIABLE or …_VARIABLES.
    """
    asking: list[ast.expr] = []
    for module in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="get" | "getenv") as call, args=[name, *_]):
                    # Other mappings have keys in capitals, too: DOI in CSL-JSON.
                    if re.search(r"environ|variables", ast.unparse(call.value)):
                        asking.append(name)
                case ast.Subscript(value=ast.Name(id=where), slice=name) if "environ" in where:
                    asking.append(name)
                case ast.Assign(targets=[ast.Name(id=where)], value=names) if "VARIABLE" in where:
                    asking.append(names)
                case ast.AnnAssign(target=ast.Name(id=where), value=ast.expr() as names):
                    if "VARIABLE" in where:
                        asking.append(names)
    texts = {
        str(node.value)
        for names in asking
        for node in ast.walk(names)
        if isinstance(node, ast.Constant)
    }
    return {text for text in texts if re.fullmatch(r"[A-Z][A-Z0-9_]+", text)}


def _documented_variables() -> set[str]:
    section = CONFIGURATION.partition("\n## Environment variables\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("key", sorted(TABLES | KEYS))
def test_every_setting_is_told(key: str) -> None:
    assert f"\n| `{key}` |" in CONFIGURATION or f"\n### `[{key}]`\n" in CONFIGURATION


def test_no_setting_is_told_that_there_is_not() -> None:
    section = CONFIGURATION.partition("\n## `snnnotes.toml`\n")[2].partition("\n## ")[0]
    tables = re.findall(r"\n### `\[\w+\]`\n.*?(?=\n### )", section, re.DOTALL)
    told = {key for table in tables for key in re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)}

    assert told == KEYS


def test_every_environment_variable_that_is_read_is_told() -> None:
    variables = _variables()

    assert {"SNNNOTES_ROOT", "NO_COLOR", "XDG_CACHE_HOME", "VISUAL"} <= variables
    assert variables <= _documented_variables()


def test_no_environment_variable_is_told_that_nobody_reads() -> None:
    read_by_python = {"COLUMNS"}  # shutil.get_terminal_size
    assert "get_terminal_size" in inspect.getsource(terminal)
    # Their names are put together there; tests/sources/test_proxies.py tries each.
    put_together = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}

    assert _documented_variables() <= _variables() | read_by_python | put_together


def test_settings_shown_as_usual_are_those_without_a_file() -> None:
    shown = re.search(r"```toml\n(.*?)```", CONFIGURATION, re.DOTALL)
    assert shown is not None

    told, usual = parse_config(shown[1]), parse_config("")

    assert (told.folders, told.exclude) == (usual.folders, usual.exclude)
    looks = [
        [(*file._replace(heading=None), file.heading_line) for file in settings.readme.files]
        for settings in (told, usual)
    ]
    assert looks[0] == looks[1]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*.draft.md", "notes/a/x.draft.md", True),
        ("old/", "notes/old/", True),
        ("old/", "notes/old", False),
        ("notes/2020", "notes/2020/", True),
        ("notes/2020", "more/notes/2020/", False),
        ("notes/*/old.md", "notes/2020/old.md", True),
        ("notes/*/old.md", "notes/2020/a/old.md", False),
        ("notes/**/old.md", "notes/2020/old.md", True),
        ("notes/**/old.md", "notes/2020/a/old.md", True),
        ("[abc]*.md", "notes/b.md", True),
        ("[!abc]*.md", "notes/b.md", False),
    ],
)
def test_patterns_leave_out_what_the_page_says(pattern: str, path: str, fits: bool) -> None:
    assert f"`{pattern}`" in CONFIGURATION or f"`{pattern.removesuffix('*.md')}`" in CONFIGURATION
    skip = skip_for([pattern])
    assert skip is not None

    assert skip(path) is fits


# JSON


JSON_OUTPUT = (DOCS / "reference" / "json-output.md").read_text("utf-8")

_JSON_TYPES = {
    "text": str,
    "number": int | float,
    "object": dict,
    "text or null": str | None,
    "number or null": int | None,
}


def _table(title: str, number: int = 0) -> dict[str, str]:
    """Key and type of each row of a table below a heading."""
    section = JSON_OUTPUT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    table = [part for part in section.split("\n\n") if part.strip().startswith("| key |")][number]
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", table, re.MULTILINE))


def _told(value: dict[str, Any], table: dict[str, str]) -> None:
    """Assert that an object has the keys of a table, and values of their types."""
    assert list(value) == list(table)
    for key, told in table.items():
        kind = list if told.startswith("list") else _JSON_TYPES.get(told, dict)
        assert isinstance(value[key], kind), key


def _answer(words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    run(shlex.split(words))
    return dict(json.loads(capsys.readouterr().out))


def test_keys_of_a_note_are_told_in_their_order() -> None:
    assert list(_table("A note")) == [*COLUMNS, "extra"]


def test_number_of_the_schema_is_told() -> None:
    assert f"a number `schema`. It is {SCHEMA}." in JSON_OUTPUT
    assert f"As long as it is {SCHEMA}:" in JSON_OUTPUT


def test_list_has_the_keys_and_types_that_are_told(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _answer("list --json", capsys)

    _told(answer, _table("A list"))
    for note in answer["notes"]:
        _told(note, _table("A note"))


def test_search_has_the_keys_and_types_that_are_told(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _answer("search 膜电位 --json", capsys)

    _told(answer, _table("A search", 0))
    for hit in answer["hits"]:
        _told(hit, _table("A search", 1))
        _told(hit["note"], _table("A note"))
        for line in hit["lines"]:
            _told(line, _table("A search", 2))


def test_spans_of_a_search_are_characters_of_the_line(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "𝜏 and 膜电位"
    (tiny / "notes" / "tau.md").write_text(f"---\ntitle: T\nyear: 2020\n---\n{text}\n", "utf-8")

    (hit,) = _answer("search 膜电位 --year 2020 --exact --json", capsys)["hits"]

    ((start, end),) = hit["lines"][0]["spans"]
    assert (hit["lines"][0]["line"], text[start:end]) == (5, "膜电位")


def test_show_has_the_keys_that_are_told(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer("show li2023seenn --json", capsys)

    _told(answer, _table("One note"))
    _told(answer["note"], _table("A note") | {"body": "text"})


def test_add_has_the_keys_that_are_told(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer("add 'A title' --year 2024 --json", capsys)

    told = {"schema": "number", "note": "note"} | _table("A new note")
    assert list(answer) == list(told)
    _told(answer["note"], _table("A note"))


@pytest.mark.parametrize("option", ["-C 1", "--all", "-l", "-c", "--columns year"])
def test_options_about_the_look_leave_json_as_it_is(
    tiny: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = "list" if "columns" in option else "search 膜电位"

    assert _answer(f"{command} --json {option}", capsys) == _answer(f"{command} --json", capsys)


def test_values_of_the_users_own_stay_as_written(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "---\ntitle: T\nyear: 2020\npages: 12\ndone: yes\n---\n"
    (tiny / "notes" / "own.md").write_text(text, "utf-8")

    (note,) = _answer("list --year 2020 --json", capsys)["notes"]

    assert note["extra"] == {"pages": "12", "done": "yes"}


# CI


def test_ci_files_are_yaml_and_use_what_there_is() -> None:
    page = (DOCS / "how-to" / "readme-in-ci.md").read_text("utf-8")
    action = yaml.safe_load((DOCS.parent / "action.yml").read_text("utf-8"))
    hooks = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))

    texts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    check, commit, gitlab, used_hooks = map(yaml.safe_load, texts)

    assert len(texts[0].splitlines()) <= 10
    for workflow, mode in ((check, "check"), (commit, "commit")):
        step = workflow["jobs"]["notes"]["steps"][-1]
        assert step["with"] == {"mode": mode}
        assert {"mode"} <= action["inputs"].keys()
    assert gitlab["notes"]["script"][-1] == "snnnotes check"
    used = {hook["id"] for hook in used_hooks["repos"][0]["hooks"]}
    assert used == {hook["id"] for hook in hooks}
