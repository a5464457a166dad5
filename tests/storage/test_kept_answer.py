import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.model.change import FileChange
from snnnotes.storage import kept_answer
from snnnotes.storage.index_place import default_cache_folder
from snnnotes.storage.kept_answer import KeptAnswer
from snnnotes.storage.look_cache import now_ns
from snnnotes.storage.notebook import Notebook

ANSWER = {"膜电位": [1, None]}


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    root = tmp_path / "book"
    (root / "notes").mkdir(parents=True)
    (root / "notes/a.md").write_text("a", "utf-8")
    (root / "README.md").write_text("r", "utf-8")
    (root / "snnnotes.toml").write_text("", "utf-8")
    # Files settle in two seconds; for the tests, those are over.
    monkeypatch.setattr(kept_answer, "now_ns", lambda: now_ns() + 10_000_000_000)
    return Notebook(root, os.environ)


def asked(notebook: Notebook, question: str = "status") -> KeptAnswer:
    return KeptAnswer(Notebook(notebook.root, os.environ), question, notebook.files())


def test_answer_comes_back_as_long_as_nothing_changes(notebook: Notebook) -> None:
    assert asked(notebook).get() is None
    asked(notebook).keep(ANSWER)

    assert asked(notebook).get() == ANSWER


def test_other_question_has_another_answer(notebook: Notebook) -> None:
    asked(notebook).keep(ANSWER)

    assert asked(notebook, "status-2027").get() is None


def write(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text("longer than before", "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write("notes/a.md"), id="note-changed"),
        pytest.param(write("notes/b.md"), id="note-came"),
        pytest.param(lambda root: (root / "notes/a.md").unlink(), id="note-went"),
        pytest.param(lambda root: os.utime(root / "notes/a.md", (1, 1)), id="other-time"),
        pytest.param(write("README.md"), id="readme-changed"),
        pytest.param(lambda root: (root / "README.md").unlink(), id="readme-went"),
        pytest.param(
            lambda root: (root / "snnnotes.toml").write_text("[check]\n", "utf-8"), id="settings"
        ),
        pytest.param(write("figure.png"), id="file-that-a-link-may-open"),
        pytest.param(write("notes/a.md~"), id="file-left-behind"),
    ],
)
def test_answer_is_forgotten_when_a_file_changes(
    change: Callable[[Path], object], notebook: Notebook
) -> None:
    asked(notebook).keep(ANSWER)
    change(notebook.root)

    assert asked(notebook).get() is None


def test_answer_on_files_that_just_changed_is_not_kept(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_answer, "now_ns", now_ns)
    notebook.apply([FileChange(PurePosixPath("notes/new.md"), None, "x")])

    asked(notebook).keep(ANSWER)

    assert asked(notebook).get() is None


def test_answer_of_another_state_of_the_program_does_not_count(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(notebook).keep(ANSWER)
    monkeypatch.setattr(kept_answer, "program_state", lambda: "other")

    assert asked(notebook).get() is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b'{"state": 1}'])
def test_damaged_file_is_done_without(damage: bytes, notebook: Notebook) -> None:
    asked(notebook).keep(ANSWER)
    (file,) = default_cache_folder(os.environ).glob("*.status.json")
    file.write_bytes(damage)

    assert asked(notebook).get() is None
    asked(notebook).keep(ANSWER)
    assert asked(notebook).get() == ANSWER


def test_cache_that_cannot_be_written_is_done_without(
    notebook: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("SNNNOTES_CACHE_DIR", str(tmp_path / "file"))

    asked(notebook).keep(ANSWER)

    assert asked(notebook).get() is None
