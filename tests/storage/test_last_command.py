import os
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.model.change import FileChange
from snnnotes.storage.journal import journal_folder, undo
from snnnotes.storage.last_command import last_command
from snnnotes.storage.notebook import Notebook


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    (tmp_path / "notes").mkdir()
    return Notebook(tmp_path, os.environ)


def make(notebook: Notebook, name: str, command: str) -> None:
    notebook.apply([FileChange(PurePosixPath("notes", name), None, "膜电位\n")], command)


def test_newest_command_is_told_and_stays(notebook: Notebook) -> None:
    make(notebook, "a.md", "add a")
    make(notebook, "b.md", "add 膜电位")

    last = last_command(notebook)

    assert last is not None
    assert last.command == "add 膜电位"
    assert last_command(notebook) == last
    undone = undo(notebook)
    assert undone is not None
    assert (undone.command, undone.time) == last


def test_after_undo_it_is_the_command_before(notebook: Notebook) -> None:
    make(notebook, "a.md", "add a")
    make(notebook, "b.md", "add b")
    undo(notebook)

    last = last_command(notebook)

    assert last is not None
    assert last.command == "add a"


def test_notebook_that_nobody_wrote_into_has_none(notebook: Notebook) -> None:
    assert last_command(notebook) is None


def test_where_no_folder_for_journals_is_named_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()

    assert last_command(Notebook(tmp_path, {})) is None


def test_damaged_journal_is_an_error_that_names_it(notebook: Notebook) -> None:
    make(notebook, "a.md", "add a")
    (file,) = journal_folder(notebook.root, notebook.environment).iterdir()
    file.write_bytes(b"?")

    with pytest.raises(UnreadableFileError):
        last_command(notebook)


def test_tenth_file_is_newer_than_the_ninth(notebook: Notebook) -> None:
    for number in range(11):
        make(notebook, f"{number}.md", f"add {number}")

    last = last_command(notebook)

    assert last is not None
    assert last.command == "add 10"
