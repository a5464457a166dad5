"""The new `snnnotes.toml`, which must say what was decided and nothing else."""

from pathlib import PurePosixPath as P

import pytest

from snnnotes.features.adopting.settings import settings_text
from snnnotes.model.readme_settings import ReadmeFile
from snnnotes.storage.config import parse_config

README = ReadmeFile(P("README.md"))
CHINESE = ReadmeFile(P("README.zh-CN.md"))


@pytest.mark.parametrize(
    "readmes",
    [
        pytest.param([README], id="as usual"),
        pytest.param([README, CHINESE], id="both as usual"),
        pytest.param([ReadmeFile(P("readme.md"))], id="spelt otherwise"),
        pytest.param(
            [README._replace(sort=("year", "-added"), label='"n"\\', heading="### {group} 年")],
            id="a look of its own",
        ),
        pytest.param(
            [README, ReadmeFile(P("README_CN.md"), group="venue", others="预印本")], id="two looks"
        ),
        pytest.param([README._replace(heading="", group="none", blank_lines="none")], id="bare"),
    ],
)
def test_settings_say_how_each_list_is_built(readmes: list[ReadmeFile]) -> None:
    config = parse_config(settings_text([P("papers")], ["/TODO.md"], readmes))

    by_path = {file.path: file for file in config.readme.files}
    assert [by_path[file.path] for file in readmes] == readmes
    assert config.folders == ("papers",)
    assert config.exclude == ("/TODO.md",)


def test_usual_look_needs_no_words() -> None:
    assert "[readme]" not in settings_text([P()], [], [README])


@pytest.mark.parametrize("name", ['a"b', "a\\b", "膜电位", "a\x7fb\tc"])
def test_any_name_is_read_back(name: str) -> None:
    assert parse_config(settings_text([P()], [f"/{name}.md"], [])).exclude == (f"/{name}.md",)


def test_settings_tell_what_they_are_for() -> None:
    text = settings_text([P()], ["/docs/"], [])

    assert text == (
        "# Settings of this notebook, as  snnnotes adopt  found it."
        " The folder of this file is its root.\n\n[notes]\n"
        "# Where notes lie; new ones go into the first folder, by year.\n"
        'folders = ["."]\n'
        "# Markdown files in there that are no notes.\n"
        'exclude = [\n  "/docs/",\n]\n'
    )
