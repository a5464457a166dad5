import os
import signal
import stat
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snnnotes.errors import (
    ChangedOnDiskError,
    SnnnotesError,
    UnreadableFileError,
    WouldOverwriteError,
    WriteError,
)
from snnnotes.model.change import FileChange
from snnnotes.storage import journal, journal_format
from snnnotes.storage.journal import default_state_folder, journal_folder, undo
from snnnotes.storage.notebook import Notebook

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    root = tmp_path / "book"
    (root / "notes/2023").mkdir(parents=True)
    (root / "notes/2023/a.md").write_bytes("膜电位\r\n".encode())
    (root / "README.md").write_bytes(b"old")
    return Notebook(root, os.environ)


def change(path: str, before: str | None, after: str | None) -> FileChange:
    return FileChange(PurePosixPath(path), before, after)


NEW = change("notes/2024/b.md", None, "b")
EDIT = change("README.md", "old", "new")


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below `root`: permissions, and what files hold."""
    return {
        path.relative_to(root).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in root.rglob("*")
    }


def kept(notebook: Notebook) -> list[Path]:
    """The files of the journal, the oldest first."""
    folder = journal_folder(notebook.root, notebook.environment)
    return sorted(folder.iterdir()) if folder.exists() else []


MOVE = [change("notes/2023/a.md", "膜电位\r\n", None), change("notes/2024/c.md", None, "膜")]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        pytest.param([NEW], ["notes/2024/b.md"], id="new-file-in-a-new-folder"),
        pytest.param([EDIT], ["README.md"], id="changed-file"),
        pytest.param(MOVE[:1], ["notes/2023/a.md"], id="removed-file-and-its-folder"),
        pytest.param(
            [*MOVE, EDIT], ["README.md", "notes/2023/a.md", "notes/2024/c.md"], id="moved-file"
        ),
        pytest.param(
            [MOVE[0], change("notes/2023/A.md", None, "x")],
            ["notes/2023/A.md", "notes/2023/a.md"],
            id="other-case",
        ),
        pytest.param([change("README.md", "old", "")], ["README.md"], id="emptied-file"),
        pytest.param([change("notes/e.md", None, "")], ["notes/e.md"], id="new-empty-file"),
        pytest.param(
            [change("notes/big.md", None, "脉冲" * 100_000), EDIT],
            ["README.md", "notes/big.md"],
            id="large-file",
        ),
    ],
)
def test_tree_is_again_what_it_was_to_the_byte(
    changes: list[FileChange], paths: list[str], notebook: Notebook
) -> None:
    before = tree(notebook.root)
    notebook.apply(changes, "set x")
    assert tree(notebook.root) != before

    undone = undo(notebook)

    assert tree(notebook.root) == before
    assert undone is not None
    assert undone.command == "set x"
    assert [str(path) for path in undone.paths] == paths
    assert undone.was_complete
    assert kept(notebook) == []


def test_text_in_another_encoding_comes_back_to_the_byte(notebook: Notebook) -> None:
    note = notebook.root / "notes/gbk.md"
    for data, encoding in (
        ("膜\n".encode("gb18030"), "gb18030"),
        ("膜".encode("utf-16"), "utf-16"),
    ):
        note.write_bytes(data)
        text = data.decode(encoding)
        notebook.apply([FileChange(PurePosixPath("notes/gbk.md"), text, f"---\n{text}", encoding)])

        undo(notebook)

        assert note.read_bytes() == data


@POSIX
def test_permissions_of_files_and_folders_come_back(notebook: Notebook) -> None:
    (notebook.root / "notes/2023/a.md").chmod(0o640)
    (notebook.root / "notes/2023").chmod(0o750)
    before = tree(notebook.root)

    notebook.apply(MOVE)
    assert not (notebook.root / "notes/2023").exists()
    undo(notebook)

    assert tree(notebook.root) == before


def test_folder_made_by_a_command_stays_if_something_is_in_it(notebook: Notebook) -> None:
    notebook.apply([NEW])
    (notebook.root / "notes/2024/mine.md").write_text("mine", "utf-8")

    undo(notebook)

    assert [path.name for path in (notebook.root / "notes/2024").iterdir()] == ["mine.md"]


def test_second_undo_takes_the_command_before_back(notebook: Notebook) -> None:
    trees = [tree(notebook.root)]
    for number, one in enumerate((NEW, EDIT, change("README.md", "new", "newer"))):
        notebook.apply([one], f"command {number}")
        trees.append(tree(notebook.root))

    for number in (2, 1, 0):
        undone = undo(notebook)
        assert undone is not None
        assert undone.command == f"command {number}"
        assert tree(notebook.root) == trees[number]
    assert undo(notebook) is None


def test_command_that_writes_several_times_is_one(notebook: Notebook) -> None:
    before = tree(notebook.root)
    with notebook.recorded("fill --all"):
        notebook.apply([EDIT], "not this")
        notebook.apply([NEW])
        with notebook.recorded("nor this"):
            notebook.apply([change("README.md", "new", "newer")])

    undone = undo(notebook)

    assert undone is not None
    assert undone.command == "fill --all"
    assert tree(notebook.root) == before


def test_part_that_failed_is_not_in_the_command(notebook: Notebook) -> None:
    before = tree(notebook.root)
    with notebook.recorded("fill --all"):
        notebook.apply([EDIT])
        with pytest.raises(ChangedOnDiskError):
            notebook.apply([change("README.md", "old", "newest")])
        with pytest.raises(WouldOverwriteError):
            notebook.apply([change("notes/2023/A.md", None, "x")])
    (undone,) = [undo(notebook)]

    assert undone is not None
    assert undone.was_complete
    assert tree(notebook.root) == before


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "full")], ids=["ctrl-c", "full"]
)
def test_command_that_changed_nothing_leaves_nothing_to_undo(
    error: BaseException, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise error

    notebook.apply([EDIT], "first")
    monkeypatch.setattr("snnnotes.storage.file_write.os.link", stop)
    with pytest.raises((KeyboardInterrupt, WriteError)):
        notebook.apply([NEW], "second")

    assert len(kept(notebook)) == 1


def test_reading_and_writing_nothing_make_no_journal(notebook: Notebook) -> None:
    notebook.apply([])
    notebook.apply([change("README.md", "old", "old")])
    with notebook.recorded("list"):
        notebook.files()

    assert kept(notebook) == []
    assert undo(notebook) is None


def test_reading_loads_no_journal(notebook: Notebook) -> None:
    program = (
        "import os, sys; from pathlib import Path; from snnnotes.storage.notebook import Notebook\n"
        "book = Notebook(Path(sys.argv[1]), os.environ)\n"
        "with book.recorded('list'): book.files()\n"
        "print('snnnotes.storage.journal' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, notebook.root], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_adding_a_note_loads_no_hashes(notebook: Notebook) -> None:
    program = (
        "import os, sys; from pathlib import Path, PurePosixPath\n"
        "from snnnotes.storage.notebook import Notebook\n"
        "from snnnotes.model.change import FileChange\n"
        "book = Notebook(Path(sys.argv[1]), os.environ)\n"
        "book.apply([FileChange(PurePosixPath('notes/n.md'), None, 'n')])\n"
        "print('snnnotes.storage.journal' in sys.modules, 'hashlib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, notebook.root], capture_output=True, text=True, check=True
    )
    assert done.stdout == "True False\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("notes/2024/b.md", "mine", id="new-file-changed"),
        pytest.param("notes/2023/a.md", "mine", id="removed-file-made-again"),
        pytest.param("README.md", "mine", id="changed-file-changed-again"),
        pytest.param("README.md", None, id="changed-file-removed"),
    ],
)
@pytest.mark.parametrize("size", [1, 300_000], ids=["small", "large"])
def test_later_work_is_never_lost(
    path: str, text: str | None, size: int, notebook: Notebook
) -> None:
    changes = [EDIT, MOVE[0], change("notes/2024/b.md", None, "b" * size)]
    notebook.apply(changes, "set 'x y'")
    (notebook.root / path).unlink(missing_ok=True)
    if text is not None:
        (notebook.root / path).parent.mkdir(exist_ok=True)
        (notebook.root / path).write_text(text, "utf-8")
    before = tree(notebook.root)

    with pytest.raises(ChangedOnDiskError) as caught:
        undo(notebook)

    assert str(caught.value) == (
        "set 'x y': cannot be taken back, since other changes came after it:\n  " + path
    )
    assert tree(notebook.root) == before
    assert len(kept(notebook)) == 1


@POSIX
def test_link_in_the_place_of_a_file_counts_as_a_change(notebook: Notebook) -> None:
    notebook.apply([NEW])
    note = notebook.root / "notes/2024/b.md"
    note.rename(notebook.root / "notes/2024/other.md")
    note.symlink_to("other.md")

    with pytest.raises(ChangedOnDiskError):
        undo(notebook)

    assert note.read_text("utf-8") == "b"


@POSIX
def test_folder_that_was_made_a_link_out_of_the_notebook_is_left_alone(notebook: Notebook) -> None:
    notebook.apply([NEW])
    outside = notebook.root.parent / "outside"
    (notebook.root / "notes/2024").rename(outside)
    (notebook.root / "notes/2024").symlink_to(outside)

    with pytest.raises(WriteError, match="leads out of the notebook"):
        undo(notebook)

    assert (outside / "b.md").exists()


@POSIX
def test_change_through_a_link_comes_back_and_the_link_stays(notebook: Notebook) -> None:
    (notebook.root / "link.md").symlink_to("notes/2023/a.md")
    before = tree(notebook.root)

    notebook.apply([change("link.md", "膜电位\r\n", "x")])
    undo(notebook)

    assert (notebook.root / "link.md").is_symlink()
    assert tree(notebook.root) == before


def test_what_was_brought_back_by_hand_is_passed_over(notebook: Notebook) -> None:
    notebook.apply([EDIT, NEW])
    (notebook.root / "README.md").write_text("old", "utf-8")

    undone = undo(notebook)

    assert undone is not None
    assert undone.paths == [NEW.path]


def test_dry_run_only_says_what_would_come_back(notebook: Notebook) -> None:
    notebook.apply([EDIT, NEW], "add b")
    before = tree(notebook.root)

    undone = undo(notebook, dry_run=True)

    assert tree(notebook.root) == before
    assert undone == undo(notebook)


def test_undo_that_the_system_refuses_changes_nothing_and_can_be_run_again(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "full")

    first = tree(notebook.root)
    notebook.apply([EDIT, NEW])
    before = tree(notebook.root)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(WriteError):
            undo(notebook)
    assert tree(notebook.root) == before

    undo(notebook)

    assert tree(notebook.root) == first


KILLED = """
import os, signal, sys
from pathlib import Path, PurePosixPath
from snnnotes.model.change import FileChange
from snnnotes.storage.notebook import Notebook

real, left = os.link, int(sys.argv[2])

def link(*arguments):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*arguments)

os.link = link
changes = [FileChange(PurePosixPath(f"notes/{n}.md"), None, str(n)) for n in range(3)]
Notebook(Path(sys.argv[1]), os.environ).apply(changes, "adopt")
"""


@POSIX
@pytest.mark.parametrize("call", [1, 2, 3])
def test_command_killed_in_the_middle_is_known_and_what_it_did_is_taken_back(
    call: int, notebook: Notebook
) -> None:
    before = tree(notebook.root)
    killed = subprocess.run([sys.executable, "-c", KILLED, notebook.root, str(call)], check=False)
    assert killed.returncode == -signal.SIGKILL

    undone = undo(notebook)

    assert undone is not None
    assert (undone.command, undone.was_complete) == ("adopt", False)
    assert len(undone.paths) == call - 1
    left = tree(notebook.root)
    assert {name: left[name] for name in left if not name.endswith(".snnnotes-tmp")} == before


def test_journal_cut_off_before_a_change_was_made_tells_of_none(notebook: Notebook) -> None:
    notebook.apply([EDIT], "set x")
    (file,) = kept(notebook)
    data = file.read_bytes()
    (notebook.root / "README.md").write_text("old", "utf-8")
    for length in range(data.index(b"5:batch"), len(data)):
        file.write_bytes(data[:length])

        undone = undo(notebook)

        assert undone is not None
        assert undone.paths == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0\xff" * 100, id="garbage"),
        pytest.param(b"26:18:snnnotes journal 91:x,", id="another-version"),
    ],
)
def test_damaged_journal_is_named_with_the_way_out(data: bytes, notebook: Notebook) -> None:
    notebook.apply([EDIT])
    (file,) = kept(notebook)
    file.write_bytes(data)

    with pytest.raises(UnreadableFileError, match=file.name) as caught:
        undo(notebook)

    assert caught.value.hint.startswith("remove that file")
    assert (notebook.root / "README.md").read_text("utf-8") == "new"


def test_journal_of_another_notebook_is_not_touched(notebook: Notebook, tmp_path: Path) -> None:
    (tmp_path / "other/notes").mkdir(parents=True)
    other = Notebook(tmp_path / "other", os.environ)
    notebook.apply([EDIT])
    (file,) = kept(notebook)
    folder = journal_folder(other.root, os.environ)
    folder.mkdir(parents=True)
    (folder / file.name).write_bytes(file.read_bytes())  # as if two roots had one number

    assert undo(other) is None
    assert undo(notebook) is not None


@POSIX
def test_journal_is_read_by_nobody_else(notebook: Notebook) -> None:
    notebook.apply([EDIT])

    (file,) = kept(notebook)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_last_twenty_commands_are_kept(notebook: Notebook) -> None:
    for number in range(23):
        notebook.apply([change(f"notes/{number}.md", None, "x")], str(number))

    assert len(kept(notebook)) == 20
    commands = []
    while (undone := undo(notebook)) is not None:
        commands.append(undone.command)
    assert commands == [str(number) for number in range(22, 2, -1)]


def test_no_more_than_a_limit_of_bytes_is_kept(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 10_000)
    for number in range(6):
        notebook.apply([change(f"notes/{number}.md", None, "x" * 3000)], str(number))

    assert sum(file.stat().st_size for file in kept(notebook)) <= 10_000
    undone = undo(notebook)
    assert undone is not None
    assert undone.command == "5"


def test_command_too_large_to_keep_is_made_and_its_undo_refused(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 2000)
    notebook.apply([EDIT], "first")
    with notebook.recorded("adopt"):
        notebook.apply([change("notes/x.md", None, "x" * 3000)])
        notebook.apply([NEW])

    assert notebook.undo_problem.startswith("it changed more than")
    with pytest.raises(UnreadableFileError, match="adopt changed more than undo keeps") as caught:
        undo(notebook)
    assert caught.value.hint.startswith("remove that file")
    assert (notebook.root / "notes/x.md").exists()
    kept(notebook)[-1].unlink()
    undone = undo(notebook)
    assert undone is not None
    assert undone.command == "first"


def test_new_texts_are_no_burden_on_the_limit(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_format, "_SMALL", 1000)
    notebook.apply([change("notes/x.md", None, "x" * 100_000)])

    assert kept(notebook)[0].stat().st_size < 1000


@pytest.mark.parametrize(
    "name", [pytest.param("file", id="a-file-stands-there"), pytest.param("", id="no-folder-known")]
)
def test_command_works_where_no_journal_can_be_written(name: str, notebook: Notebook) -> None:
    (notebook.root.parent / "file").write_text("x", "utf-8")
    environment = {"SNNNOTES_STATE_DIR": str(notebook.root.parent / name)} if name else {}
    book = Notebook(notebook.root, environment)

    with book.recorded("fill"):
        book.apply([EDIT])
        book.apply([NEW])

    assert (notebook.root / "notes/2024/b.md").exists()
    assert book.undo_problem.startswith("its journal cannot be written: ")
    assert undo(book) is None


@pytest.mark.parametrize("call", range(1, 5))
def test_full_disk_of_the_journal_keeps_no_half_of_a_command(
    call: int, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[bytes] = []

    def fails(handle: int, data: bytes) -> None:
        calls.append(data)
        if len(calls) >= call:
            os.write(handle, data[:5])
            raise OSError(28, "No space left on device")
        os.write(handle, data)

    monkeypatch.setattr(journal, "_write", fails)
    with notebook.recorded("fill"):
        notebook.apply([EDIT])
        notebook.apply([NEW])

    assert (notebook.root / "README.md").read_text("utf-8") == "new"
    assert notebook.undo_problem == "its journal cannot be written: No space left on device"
    assert kept(notebook) == []


def test_command_that_goes_on_after_its_first_half_was_taken_back(notebook: Notebook) -> None:
    with notebook.recorded("fill"):
        notebook.apply([EDIT])
        undo(Notebook(notebook.root, os.environ) if sys.platform == "win32" else notebook)
        notebook.apply([NEW])
    before = undo(notebook)

    assert before is not None
    assert before.paths == [NEW.path]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({"SNNNOTES_STATE_DIR": "/x", "HOME": "/h"}, "/x", id="our-own"),
        pytest.param({"XDG_STATE_HOME": "/y", "HOME": "/h"}, "/y/snnnotes", id="xdg"),
        pytest.param({"XDG_STATE_HOME": " ", "HOME": "/h"}, "/h/.local/state/snnnotes", id="home"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_states_lie_where_the_user_keeps_them(environment: dict[str, str], expected: str) -> None:
    assert default_state_folder(environment) == Path(expected)


def test_usual_folder_is_that_of_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import user_state_path  # noqa: PLC0415 (only here)

    monkeypatch.delenv("SNNNOTES_STATE_DIR")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)

    assert default_state_folder(os.environ) == user_state_path("snnnotes", appauthor=False)


def test_time_is_read_by_any_reader_of_dates(notebook: Notebook) -> None:
    from datetime import datetime  # noqa: PLC0415 (only here)

    notebook.apply([EDIT])
    undone = undo(notebook)

    assert undone is not None
    when = datetime.fromisoformat(undone.time)
    assert abs((datetime.now().astimezone() - when).total_seconds()) < 60


NAMES = st.sampled_from(
    ["notes/2023/a.md", "notes/2023/A.md", "notes/b.md", "x/y/c.md", "README.md"]
)
STEPS = st.lists(
    st.dictionaries(NAMES, st.one_of(st.none(), st.sampled_from(["", "x", "膜\r\n"]))), max_size=6
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(steps=STEPS)
def test_any_sequence_of_commands_is_taken_back_step_by_step(
    steps: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("book")
    (root / "notes").mkdir()
    notebook = Notebook(root, os.environ)
    trees: list[dict[str, tuple[int, bytes]]] = []
    for step in steps:
        changes = [
            change(
                name, place.read_bytes().decode() if (place := root / name).exists() else None, text
            )
            for name, text in step.items()
        ]
        before = tree(root)
        try:
            notebook.apply(changes)
        except SnnnotesError:
            assert tree(root) == before
            continue
        if len(kept(notebook)) > len(trees):
            trees.append(before)

    while trees:
        assert undo(notebook) is not None
        assert tree(root) == trees.pop()
    assert undo(notebook) is None
