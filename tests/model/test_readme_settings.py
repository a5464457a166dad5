import re
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import ConfigError
from snnnotes.model.readme_settings import (
    GROUPS,
    HEADING_FIELDS,
    LINE_FIELDS,
    SORT_KEYS,
    ReadmeFile,
    ReadmeSettings,
    settings_from_table,
)

README = PurePosixPath("README.md")
CHINESE = PurePosixPath("README.zh-CN.md")


def settings(toml: str) -> ReadmeSettings:
    table = tomllib.loads(toml)
    return settings_from_table(table["readme"], origin="snnnotes.toml")


def test_without_settings_both_readmes_have_the_usual_look() -> None:
    usual = ReadmeSettings()

    assert [file.path for file in usual.files] == [README, CHINESE]
    assert {file.line for file in usual.files} == {"- {title} [{label}]({target})"}
    assert {file.label for file in usual.files} == {"笔记"}
    assert {file.heading_line for file in usual.files} == {"#### {group}"}
    assert not usual.named


def test_empty_table_says_nothing() -> None:
    assert settings("[readme]") == ReadmeSettings()


def test_files_can_be_named_by_their_paths_alone() -> None:
    found = settings('[readme]\nfiles = ["docs/papers.md", "README.md"]')

    assert [file.path for file in found.files] == [PurePosixPath("docs/papers.md"), README]
    assert found.named


def test_look_of_a_file_goes_before_the_common_look() -> None:
    found = settings(
        """
        [readme]
        label = "笔记"
        group = "venue"
        sort = ["title"]

        [[readme.files]]
        path = "README.md"
        label = "note"
        others = "Preprints"
        sort = ["-year", "title"]

        [[readme.files]]
        path = "README.zh-CN.md"
        """
    )

    assert found.files == (
        ReadmeFile(
            path=README, label="note", group="venue", others="Preprints", sort=("-year", "title")
        ),
        ReadmeFile(path=CHINESE, label="笔记", group="venue", sort=("title",)),
    )


def test_common_look_without_files_goes_for_both_readmes() -> None:
    found = settings('[readme]\nlabel = "note"')

    assert [file.label for file in found.files] == ["note", "note"]
    assert not found.named


def test_list_without_groups_has_no_headings() -> None:
    assert settings('[readme]\ngroup = "none"').files[0].heading_line == ""


def test_list_without_groups_can_have_a_heading() -> None:
    found = settings('[readme]\ngroup = "none"\nheading = "{count} papers"')

    assert found.files[0].heading_line == "{count} papers"


def test_headings_can_be_left_out() -> None:
    assert settings('[readme]\nheading = ""').files[0].heading_line == ""


def test_heading_can_have_several_lines() -> None:
    found = settings('[readme]\nheading = "## {group}\\n\\n| a | b |\\n|---|---|"')

    assert found.files[0].heading_line.count("\n") == 3


def test_one_key_to_sort_by_needs_no_list() -> None:
    assert settings('[readme]\nsort = "citekey"').files[0].sort == ("citekey",)


@pytest.mark.parametrize("group", GROUPS)
def test_each_grouping_is_taken(group: str) -> None:
    assert settings(f'[readme]\ngroup = "{group}"').files[0].group == group


@pytest.mark.parametrize("key", SORT_KEYS)
def test_each_sort_key_is_taken_both_ways_round(key: str) -> None:
    assert settings(f'[readme]\nsort = ["{key}", "-{key}"]').files[0].sort == (key, f"-{key}")


@pytest.mark.parametrize("field", LINE_FIELDS)
def test_each_field_can_be_in_a_line(field: str) -> None:
    assert settings(f'[readme]\nline = "{{{field}}}"').files[0].line == f"{{{field}}}"


@pytest.mark.parametrize(
    ("toml", "message", "hint"),
    [
        pytest.param(
            'lable = "x"',
            "snnnotes.toml: readme: there is no key 'lable'",
            "the keys are files, label, line, heading, others, group, blank_lines, sort",
            id="unknown-key",
        ),
        pytest.param(
            'files = [{ path = "a.md", name = "x" }]',
            "snnnotes.toml: readme.files[1]: there is no key 'name'",
            "the keys are path, label, line, heading, others, group, blank_lines, sort",
            id="unknown-key-of-a-file",
        ),
        pytest.param(
            'blank_lines = "some"',
            "snnnotes.toml: readme.blank_lines: there is no 'some'",
            "write one of both, headings, groups, none",
            id="blank-lines",
        ),
        pytest.param(
            "label = 3",
            "snnnotes.toml: readme.label: 3 is not text",
            "put it in quotes",
            id="number-for-text",
        ),
        pytest.param(
            'group = "month"',
            "snnnotes.toml: readme.group: there is no grouping 'month'",
            "the groupings are year, venue, tag, none",
            id="unknown-group",
        ),
        pytest.param(
            'sort = ["-date"]',
            "snnnotes.toml: readme.sort: cannot sort by '-date'",
            "the keys are added, title, year",
            id="unknown-sort-key",
        ),
        pytest.param(
            "sort = [1]",
            "snnnotes.toml: readme.sort: cannot sort by 1",
            "the keys are added",
            id="number-for-sort-key",
        ),
        pytest.param(
            'line = "- {titel}"',
            "snnnotes.toml: readme.line: there is no field 'titel'",
            "the fields are title, label, target",
            id="unknown-field",
        ),
        pytest.param(
            'heading = "## {year}"',
            "snnnotes.toml: readme.heading: there is no field 'year'",
            "the fields are group, count",
            id="unknown-field-of-a-heading",
        ),
        pytest.param(
            'heading = "#### {group}\\n<!-- snnnotes:begin papers -->"',
            "snnnotes.toml: readme.heading: a marker of the list stands in it",
            "take it out",
            id="marker-in-a-heading",
        ),
        pytest.param(
            'line = "- {title}\\n"',
            "snnnotes.toml: readme.line: more than one line",
            "write it on one line",
            id="line-with-a-line-end",
        ),
        pytest.param(
            'files = "README.md"',
            "snnnotes.toml: readme.files is not a list of files",
            'write  files = ["README.md"]',
            id="files-not-a-list",
        ),
        pytest.param(
            "files = []",
            "snnnotes.toml: readme.files is not a list of files",
            'write  files = ["README.md"]',
            id="no-files",
        ),
        pytest.param(
            "files = [1]",
            "snnnotes.toml: readme.files[1] is neither a name nor a table",
            'write  files = ["README.md"]',
            id="file-is-a-number",
        ),
        pytest.param(
            'files = [{ label = "x" }]',
            "snnnotes.toml: readme.files[1].path: no file is named",
            'write  path = "README.md"',
            id="file-without-path",
        ),
        pytest.param(
            'files = ["a.md", "./a.md"]',
            "snnnotes.toml: readme.files[2]: a.md is in the list already",
            "name each file once",
            id="file-twice",
        ),
        *(
            pytest.param(
                f"files = ['{path}']",
                "does not lead to a file in the notebook",
                "write it from the notebook's folder",
                id=name,
            )
            for name, path in {
                "absolute": "/etc/motd",
                "upwards": "../README.md",
                "upwards-inside": "docs/../../README.md",
                "drive": "C:README.md",
                "backslash": "docs\\README.md",
                "folder-itself": ".",
            }.items()
        ),
    ],
)
def test_setting_that_cannot_be_used_is_refused(toml: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(f"[readme]\n{toml}")

    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_wrong_setting_of_a_file_names_that_file() -> None:
    with pytest.raises(ConfigError, match=r"readme\.files\[2\]\.line: there is no field 'x'"):
        settings('[readme]\nfiles = ["a.md", { path = "b.md", line = "{x}" }]')


def test_wrong_common_setting_is_reported_where_it_stands() -> None:
    with pytest.raises(ConfigError, match=r"toml: readme\.line: there is no field 'x'"):
        settings('[readme]\nline = "{x}"\nfiles = ["a.md"]')


PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "readme-block.md").read_text("utf-8")


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
def test_example_on_the_page_can_be_used(example: str) -> None:
    assert settings(example) != ReadmeSettings()


@pytest.mark.parametrize(
    "name",
    ["files", *ReadmeFile._fields, *LINE_FIELDS, *HEADING_FIELDS, *SORT_KEYS],
)
def test_page_tells_of_every_key_and_field(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("group", GROUPS)
def test_page_tells_of_every_grouping(group: str) -> None:
    assert f'`"{group}"`' in PAGE


def test_page_tells_what_is_usual() -> None:
    usual = ReadmeFile(path=README)
    sort = ", ".join(f'"{key}"' for key in usual.sort)

    assert f'| `"{usual.line}"` |' in PAGE
    assert f'| `"{usual.label}"` |' in PAGE
    assert f'| `"{usual.others}"` |' in PAGE
    assert f'| `"{usual.heading_line}"`;' in PAGE
    assert f"| `[{sort}]` |" in PAGE
