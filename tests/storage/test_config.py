from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import ConfigError, UnreadableFileError
from snnnotes.model.readme_settings import ReadmeSettings
from snnnotes.storage.config import Config, load_config, parse_config


def test_without_a_file_the_usual_settings_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()
    assert Config() == Config(folders=("notes",), exclude=(), readme=ReadmeSettings())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("# 设置\r\n", id="comment-alone"),
        pytest.param("[notes]\n[readme]\n", id="empty-tables"),
        pytest.param("\ufeff[notes]\n", id="byte-order-mark"),
    ],
)
def test_file_that_says_nothing_changes_nothing(text: str) -> None:
    assert parse_config(text) == Config()


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "snnnotes.toml").write_bytes(
        '\ufeff# 设置\r\n[notes]\r\nfolders = ["论文/笔记/", "./old"]\r\n'
        'exclude = ["*.draft.md"]\r\n[[readme.files]]\r\npath = "README.md"\r\n'
        'label = "note"\r\n'.encode()
    )

    config = load_config(tmp_path)

    assert config.folders == ("论文/笔记", "old")
    assert config.exclude == ("*.draft.md",)
    assert [(file.path, file.label) for file in config.readme.files] == [
        (PurePosixPath("README.md"), "note")
    ]


@pytest.mark.parametrize(
    "place", ["zhouchenlin2096/Awesome-Spiking-Neural-Networks", "lists/脉冲.md", "https://a.org/"]
)
def test_paper_list_to_discover_is_any_text(place: str) -> None:
    assert parse_config(f'[discover]\nlist = "{place}"').paper_list == place
    assert parse_config("[discover]").paper_list is None


def test_root_may_be_the_note_folder() -> None:
    assert parse_config('notes.folders = ["."]').folders == (".",)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            "\n[nots]\n", "snnnotes.toml:2: there is no table [nots]", "did you mean notes?",
            id="misspelled-table",
        ),
        pytest.param(
            "[site]\n", "snnnotes.toml:1: there is no table [site]",
            "the tables are notes, readme, check, discover, sources, mirrors", id="unknown-table",
        ),
        pytest.param(
            'folder = "x"\n', "snnnotes.toml:1: 'folder' stands in no table",
            "put it below a line  [notes]  or  [readme]", id="key-outside-of-tables",
        ),
        pytest.param(
            "# a\nnotes = 3\n", "snnnotes.toml:2: 'notes' stands in no table",
            "put it below a line  [notes]  or  [readme]", id="table-that-is-a-number",
        ),
        pytest.param(
            "[notes]\n\nfolder = ['x']\n", "snnnotes.toml:3: [notes] has no key 'folder'",
            "did you mean folders?", id="misspelled-key",
        ),
        pytest.param(
            "[notes]\ncolour = 1\n", "snnnotes.toml:2: [notes] has no key 'colour'",
            "its keys are folders, exclude", id="unknown-key",
        ),
        pytest.param(
            '[notes]\nfolders = "papers"\n',
            "snnnotes.toml:2: notes.folders takes a list of texts",
            'write  folders = ["notes"]', id="text-instead-of-a-list",
        ),
        pytest.param(
            "[notes]\nexclude = [1]\n", "snnnotes.toml:2: notes.exclude takes a list of texts",
            'write  exclude = ["*.draft.md"]', id="number-in-a-list",
        ),
        pytest.param(
            '[notes]\nexclude = [""]\n', "snnnotes.toml:2: notes.exclude takes a list of texts",
            'write  exclude = ["*.draft.md"]', id="empty-pattern",
        ),
        pytest.param(
            "[notes]\nfolders = []\n", "snnnotes.toml:2: notes.folders is empty",
            'write  folders = ["notes"]', id="no-folder",
        ),
        pytest.param(
            "[discover]\nlists = 'a'\n", "snnnotes.toml:2: [discover] has no key 'lists'",
            "did you mean list?", id="misspelled-key-of-discover",
        ),
        pytest.param(
            "[discover]\nurl = 'a'\n", "snnnotes.toml:2: [discover] has no key 'url'",
            "its one key is list", id="unknown-key-of-discover",
        ),
        *(
            pytest.param(
                f"[discover]\n\nlist = {value}\n",
                "snnnotes.toml:3: discover.list takes one file, repository or URL",
                'write  list = "zhouchenlin2096/Awesome-Spiking-Neural-Networks"',
                id=f"list-{value}",
            )
            for value in ("['a.md']", "' '", "1")
        ),
        pytest.param(
            "notes.folders.x = 1\n", "snnnotes.toml:1: notes.folders takes a list of texts",
            'write  folders = ["notes"]', id="table-instead-of-a-list",
        ),
    ],
)  # fmt: skip
def test_mistake_is_named_with_its_line_and_the_mend(text: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)

    assert str(caught.value) == message
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    "folder",
    ["../notes", "/home/me/notes", "notes/../../x", "C:/notes", "C:notes", "notes\\2023", "a\0b"],
)
def test_folder_outside_the_notebook_is_refused(folder: str) -> None:
    written = folder.replace("\\", "\\\\").replace("\0", "\\u0000")

    with pytest.raises(ConfigError) as caught:
        parse_config(f'[notes]\nfolders = ["notes", "{written}"]')

    assert str(caught.value) == (
        f"snnnotes.toml:2: notes.folders: {folder!r} is no folder of the notebook"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("[notes]\nfolders = notes\n", 2, id="no-quotes"),
        pytest.param("[notes\n", 1, id="open-bracket"),
        pytest.param("[notes]\nfolders = [\n", 3, id="open-list-at-the-end"),
        pytest.param("[notes]\n\nx = 1\nx = 2\n", 4, id="key-twice"),
        pytest.param("[notes]\n[notes]\n", 2, id="table-twice"),
        pytest.param("notes: folders\n", 1, id="yaml"),
        pytest.param("[notes]\nx = " + "9" * 5000, 2, id="endless-number"),
    ],
)
def test_file_that_is_not_toml_is_named_with_the_line(text: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)

    assert str(caught.value).startswith(f"snnnotes.toml:{line}: not TOML: ")
    assert "(at " not in str(caught.value)
    assert caught.value.hint


def test_brackets_without_end_do_not_break_the_program() -> None:
    with pytest.raises(ConfigError):
        parse_config("x = " + "[" * 100_000)


def test_mistake_in_readme_names_the_file() -> None:
    with pytest.raises(ConfigError, match=r"snnnotes\.toml: readme"):
        parse_config("[readme]\ngroups = 'year'\n")


def test_file_in_another_encoding_is_not_misread(tmp_path: Path) -> None:
    (tmp_path / "snnnotes.toml").write_bytes('[notes]\nfolders = ["笔记"]\n'.encode("gbk"))

    with pytest.raises(UnreadableFileError, match=r"snnnotes\.toml:2: .* looks like GB18030"):
        load_config(tmp_path)


def test_sources_and_their_mirrors_are_read() -> None:
    text = """
[sources]
contact = "fang@example.org"
cache_days = 1

[mirrors]
"https://arxiv.org/" = "https://cn.arxiv.org/"
"https://arxiv.org/abs/" = "http://127.0.0.1:8000/"
"""

    sources = parse_config(text).sources

    assert (sources.contact, sources.cache_days, sources.offline) == ("fang@example.org", 1, False)
    assert sources.mirrors == (
        ("https://arxiv.org/abs/", "http://127.0.0.1:8000/"),
        ("https://arxiv.org/", "https://cn.arxiv.org/"),
    )


@pytest.mark.parametrize(
    "text",
    ['[sources]\ncontakt = "x"\n', "[mirrors]\narxiv.org = 'x'\n", "[sources]\noffline = 1\n"],
    ids=["unknown key", "mirror without quotes", "wrong type"],
)
def test_mistakes_about_sources_are_named(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^snnnotes\.toml: (sources|mirrors)") as caught:
        parse_config(text)

    assert caught.value.hint
