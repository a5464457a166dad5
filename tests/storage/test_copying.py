import errno
import os
from pathlib import Path, PurePath, PurePosixPath

import pytest

from snnnotes.errors import ChangedOnDiskError, UnreadableFileError, WouldOverwriteError, WriteError
from snnnotes.model.change import FileChange
from snnnotes.storage.copying import FileCopy, SourceFolder, apply_with_copies, is_same_content
from snnnotes.storage.journal import undo
from snnnotes.storage.notebook import Notebook

IMAGE = b"\x89PNG\0\r\n\x1a\n" * 1000


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    (tmp_path / "book" / "notes").mkdir(parents=True)
    return Notebook(tmp_path / "book", {"SNNNOTES_CACHE_DIR": str(tmp_path / "cache")})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of files that notes may link to."""
    folder = tmp_path / "old"
    (folder / "img").mkdir(parents=True)
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "img" / "膜 电位.png").write_bytes(IMAGE)
    (folder / "deep" / "er" / "x.png").write_bytes(b"deep")
    (folder / "x.png").write_bytes(b"top")
    return folder


def copy(file: Path, path: str) -> FileCopy:
    return FileCopy(file, PurePath(file.name), PurePosixPath(path))


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


NOTE = FileChange(PurePosixPath("notes/old/n.md"), None, "text\n")


def test_files_and_notes_are_written_together(notebook: Notebook, source: Path) -> None:
    image = copy(source / "img" / "膜 电位.png", "notes/old/img/膜 电位.png")
    apply_with_copies(notebook, [NOTE], [image])
    assert files(notebook.root) == {
        "notes/old/n.md": b"text\n",
        "notes/old/img/膜 电位.png": IMAGE,
    }
    assert is_same_content(image, notebook)
    assert not is_same_content(copy(source / "x.png", str(image.path)), notebook)
    assert not is_same_content(copy(source / "x.png", "notes/none.png"), notebook)


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        pytest.param(KeyboardInterrupt(), KeyboardInterrupt, id="ctrl-c"),
        pytest.param(OSError(errno.ENOSPC, "no space"), WriteError, id="no-space"),
    ],
)
def test_what_stops_the_notes_takes_the_files_back(
    notebook: Notebook,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    def stop(old: Path, new: Path) -> None:
        if new.name == "n.md":
            assert (notebook.root / "notes" / "old" / "x.png").exists()  # the files come first
            raise error
        real(old, new)

    real = os.link
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", stop)
    with pytest.raises(raised):
        apply_with_copies(notebook, [NOTE], [copy(source / "x.png", "notes/old/x.png")])
    assert files(notebook.root) == {}
    assert not (notebook.root / "notes" / "old").exists()


def test_a_file_and_a_note_of_one_name_are_refused(notebook: Notebook, source: Path) -> None:
    with pytest.raises(WouldOverwriteError, match=r"notes/OLD/n\.md: two files"):
        apply_with_copies(notebook, [NOTE], [copy(source / "x.png", "notes/OLD/n.md")])
    assert files(notebook.root) == {}


def test_files_and_notes_are_taken_back_at_once(tmp_path: Path, source: Path) -> None:
    (tmp_path / "book" / "notes").mkdir(parents=True)
    notebook = Notebook(tmp_path / "book", os.environ)
    with notebook.recorded("import old"):
        apply_with_copies(notebook, [NOTE], [copy(source / "x.png", "notes/old/x.png")])
    undone = undo(notebook)
    assert undone is not None
    assert (undone.command, len(undone.paths)) == ("import old", 2)
    assert [path.name for path in notebook.root.rglob("*")] == ["notes"]


def test_a_copied_file_that_was_changed_is_not_taken_back(tmp_path: Path, source: Path) -> None:
    (tmp_path / "book" / "notes").mkdir(parents=True)
    notebook = Notebook(tmp_path / "book", os.environ)
    apply_with_copies(notebook, [NOTE], [copy(source / "x.png", "notes/old/x.png")])
    (notebook.root / "notes/old/x.png").write_bytes(b"mine")
    with pytest.raises(ChangedOnDiskError, match=r"notes/old/x\.png"):
        undo(notebook)
    assert files(notebook.root) == {"notes/old/n.md": b"text\n", "notes/old/x.png": b"mine"}


def test_a_note_in_the_way_takes_the_files_back(notebook: Notebook, source: Path) -> None:
    (notebook.root / "notes" / "old").mkdir()
    (notebook.root / "notes" / "old" / "n.md").write_text("mine", "utf-8")
    with pytest.raises(WouldOverwriteError):
        apply_with_copies(notebook, [NOTE], [copy(source / "x.png", "notes/old/x.png")])
    assert files(notebook.root) == {"notes/old/n.md": b"mine"}


@pytest.mark.parametrize(
    ("paths", "error"),
    [
        pytest.param(["notes/THERE.png"], WouldOverwriteError, id="exists-in-other-case"),
        pytest.param(["notes/a.png", "notes/A.png"], WouldOverwriteError, id="two-into-one"),
        pytest.param(["../x.png"], WriteError, id="leads-out"),
        pytest.param(["/x.png"], WriteError, id="absolute"),
    ],
)
def test_nothing_is_overwritten_or_written_elsewhere(
    notebook: Notebook, source: Path, paths: list[str], error: type[Exception]
) -> None:
    (notebook.root / "notes" / "there.png").write_bytes(b"mine")
    with pytest.raises(error):
        apply_with_copies(notebook, [NOTE], [copy(source / "x.png", path) for path in paths])
    assert files(notebook.root) == {"notes/there.png": b"mine"}


def test_a_file_that_is_gone_stops_all(notebook: Notebook, source: Path) -> None:
    copies = [copy(source / "x.png", "notes/x.png"), copy(source / "gone.png", "notes/y.png")]
    assert copies[1].size == 0
    with pytest.raises(UnreadableFileError, match=r"gone\.png"):
        apply_with_copies(notebook, [NOTE], copies)
    assert files(notebook.root) == {}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("img/膜 电位.png", "img/膜 电位.png", id="as-it-is"),
        pytest.param("IMG/膜 电位.PNG", "img/膜 电位.png", id="other-case"),
        pytest.param("img/none.png", None, id="none"),
        pytest.param("img", None, id="folder"),
        pytest.param(".git/config", None, id="inside-git"),
    ],
)
def test_a_file_of_the_folder_is_found(source: Path, path: str, expected: str | None) -> None:
    (source / ".git").mkdir()
    (source / ".git" / "config").write_text("password", "utf-8")
    found = SourceFolder(source).find(PurePosixPath(path))
    assert found == (PurePosixPath(expected) if expected else None)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_link_that_leads_out_of_the_folder_is_no_file_of_it(source: Path) -> None:
    secret = source.parent / "id_rsa"
    secret.write_text("secret", "utf-8")
    (source / "key.png").symlink_to(secret)
    (source / "same.png").symlink_to(source / "x.png")
    folder = SourceFolder(source)
    assert folder.find(PurePosixPath("key.png")) is None
    assert folder.find_named("key.png") is None
    assert folder.find(PurePosixPath("same.png")) == PurePosixPath("same.png")


def test_a_name_alone_finds_the_file_nearest_to_the_top(source: Path) -> None:
    folder = SourceFolder(source)
    assert folder.find_named("X.png") == PurePosixPath("x.png")
    assert folder.find_named("膜 电位.png") == PurePosixPath("img/膜 电位.png")
    assert folder.find_named("none.png") is None
