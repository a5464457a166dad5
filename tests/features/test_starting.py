import tomllib
from pathlib import PurePosixPath

import pytest

from snnnotes.features.starting import GLOSSARY, README, SETTINGS, next_steps, plan_init
from snnnotes.formats.glossary import loads
from snnnotes.model.change import FileChange
from snnnotes.storage.config import Config, parse_config

MARKERS = "<!-- begin -->\n<!-- end -->\n"


def planned(*existing: PurePosixPath, name: str = "papers") -> list[FileChange]:
    return plan_init(lambda path: path in existing, name=name, paper_list=MARKERS)


def text_of(path: PurePosixPath, changes: list[FileChange]) -> str:
    return next(change.text for change in changes if change.path == path)


def test_empty_folder_gets_settings_readme_and_glossary() -> None:
    assert [change.path for change in planned()] == [SETTINGS, README, GLOSSARY]


def test_only_new_files_are_planned() -> None:
    assert all(change.before is None for change in planned())


@pytest.mark.parametrize(
    ("existing", "left"),
    [
        pytest.param([README], [SETTINGS, GLOSSARY], id="readme"),
        pytest.param([GLOSSARY], [SETTINGS, README], id="glossary"),
        pytest.param([README, GLOSSARY], [SETTINGS], id="both"),
    ],
)
def test_file_that_is_there_is_left_alone(
    existing: list[PurePosixPath], left: list[PurePosixPath]
) -> None:
    assert [change.path for change in planned(*existing)] == left


def test_starting_twice_plans_nothing() -> None:
    made = [change.path for change in planned()]

    assert planned(*made) == []


def test_folder_with_settings_is_a_notebook_already() -> None:
    assert planned(SETTINGS) == []


def test_new_readme_has_the_markers_on_lines_of_their_own() -> None:
    assert text_of(README, planned(name="SNN 笔记")) == (
        f"# SNN 笔记\n\nNotes on papers, one file each.\n\n{MARKERS}"
    )


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        pytest.param("*snn* [notes]", "# \\*snn\\* \\[notes\\]", id="signs-of-markdown"),
        pytest.param("a\nb", "# a b", id="line-break"),
        pytest.param("", "# Notes", id="root-of-a-disk"),
    ],
)
def test_heading_shows_the_folders_name_as_it_is(name: str, heading: str) -> None:
    assert text_of(README, planned(name=name)).splitlines()[0] == heading


def test_settings_say_nothing_until_a_line_is_uncommented() -> None:
    assert tomllib.loads(text_of(SETTINGS, planned())) == {"notes": {}, "readme": {}}
    assert parse_config(text_of(SETTINGS, planned())) == Config()


def uncommented(text: str, start: str) -> str:
    """The text from `start` on, with every single # taken away."""
    lines = text[text.index(start) :].splitlines()
    return "\n".join(line.removeprefix("# ") for line in lines)


def test_settings_that_are_uncommented_are_the_defaults() -> None:
    text = uncommented(text_of(SETTINGS, planned()), "[notes]")

    assert set(tomllib.loads(text)["notes"]) == {"folders", "exclude"}
    assert set(tomllib.loads(text)["readme"]) == {"group", "sort", "label", "line"}
    assert parse_config(text) == Config()


def test_glossary_is_empty_until_a_line_is_uncommented() -> None:
    text = text_of(GLOSSARY, planned())

    assert loads(text, GLOSSARY).groups == ()
    assert loads(uncommented(text, "# - ["), GLOSSARY).groups == (
        ("卷积神经网络", "CNN", "convolutional neural network"),
        ("注意力机制", "attention"),
    )


@pytest.mark.parametrize(
    ("created", "command"),
    [
        pytest.param([SETTINGS, README], "snnnotes build-readme", id="readme-of-ours"),
        pytest.param([SETTINGS], "snnnotes build-readme --init", id="readme-without-markers"),
    ],
)
def test_next_steps_end_with_the_readme(created: list[PurePosixPath], command: str) -> None:
    assert next_steps(created) == ['snnnotes add "Title of a paper" --year 2023', command]
