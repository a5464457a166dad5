import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from snnnotes.errors import ConfigError
from snnnotes.model.query import And, Words
from snnnotes.storage import index as index_module
from snnnotes.storage import index_query, index_schema
from snnnotes.storage.index import Index
from snnnotes.storage.index_place import default_cache_folder, index_path
from snnnotes.storage.index_schema import identity, remove
from snnnotes.storage.notebook import Notebook

WINDOWS = sys.platform == "win32"
DAMAGED = ["the search index was damaged and has been made anew"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "notebook" / "notes").mkdir(parents=True)
    for number in range(60):
        (tmp_path / "notebook" / "notes" / f"{number:02}.md").write_text(
            f"---\ntitle: Paper {number}\nyear: 2023\n---\n膜电位 word{number} " + "text " * 200,
            encoding="utf-8",
        )
    return tmp_path / "notebook"


@pytest.fixture
def cache(root: Path) -> Path:
    return root.parent / "cache"


def opened(root: Path, cache: Path) -> Index:
    return Index.open(Notebook.open(root, root=root, environment={}), cache)


def searched(root: Path, cache: Path) -> list[str]:
    """Search as a command does; every answer must be right. What the index warned of."""
    with opened(root, cache) as index:
        index.sync(text=True)
        assert_right(index)
        return index.warnings


def assert_right(index: Index) -> None:
    assert len(index.ranked(Words("膜电位"))) == 60
    assert [one.path for one in index.ranked(Words("word7"))] == ["notes/07.md"]
    assert len(index.notes(And(()))) == 60
    assert index.problems() == []


@pytest.fixture
def file(root: Path, cache: Path) -> Path:
    """The index file, after a first search."""
    assert searched(root, cache) == []
    (file,) = cache.glob("*.sqlite3")
    assert [path for path in cache.iterdir() if path != file] == []
    return file


def cut_in_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def cut_to_one_page(file: Path) -> None:
    os.truncate(file, 8192)


def cut_within_the_header(file: Path) -> None:
    os.truncate(file, 50)


def zeros(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def zeros_after_the_header(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:8192] + bytes(len(content) - 8192))


def random_bytes(file: Path) -> None:
    file.write_bytes(os.urandom(50_000))


def text_file(file: Path) -> None:
    file.write_text("not an index\n" * 500)


def other_pages_in_the_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192 * 3 : -8192] = os.urandom(len(content) - 8192 * 4)
    file.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        cut_in_half, cut_to_one_page, cut_within_the_header, zeros, zeros_after_the_header,
        random_bytes, text_file, other_pages_in_the_middle,
    ],
)  # fmt: skip
def test_damaged_file_is_made_anew_with_one_warning(
    damage: Callable[[Path], None], file: Path, root: Path
) -> None:
    damage(file)

    assert searched(root, file.parent) == DAMAGED
    assert searched(root, file.parent) == []


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def deleted(file: Path) -> None:
    file.unlink()


def folder_deleted(file: Path) -> None:
    file.unlink()
    file.parent.rmdir()


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE meta (x)")
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()


def without_our_tables(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()


@pytest.mark.parametrize(
    "loss", [emptied, deleted, folder_deleted, without_our_tables], ids=lambda loss: loss.__name__
)
def test_missing_or_foreign_file_is_made_anew_without_a_word(
    loss: Callable[[Path], None], file: Path, root: Path
) -> None:
    loss(file)

    assert searched(root, file.parent) == []
    assert file.stat().st_size > 10_000


def test_file_with_a_table_of_our_name_is_made_anew(file: Path, root: Path) -> None:
    of_another_program(file)

    assert searched(root, file.parent) == DAMAGED
    assert searched(root, file.parent) == []


def test_missing_table_is_damage(file: Path, root: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DROP TABLE words")
    db.close()

    assert searched(root, file.parent) == DAMAGED


@pytest.mark.parametrize(
    "key", ["content", "tables", "rules", "sqlite", "root"], ids=lambda key: f"other-{key}"
)
def test_index_made_by_other_rules_is_made_anew_without_a_word(
    key: str, file: Path, root: Path
) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE meta SET value = 'other' WHERE key = ?", (key,))
        db.execute("UPDATE facts SET fields = 'nonsense'")
    db.close()

    assert searched(root, file.parent) == []
    assert searched(root, file.parent) == []


@pytest.mark.skipif(WINDOWS, reason="an open file cannot be deleted there")
@pytest.mark.parametrize("then", ["same", "changed"])
def test_file_deleted_while_in_use_is_no_matter(then: str, file: Path, root: Path) -> None:
    with opened(root, file.parent) as index:
        index.sync(text=True)
        for path in list(file.parent.iterdir()):
            path.unlink()
        if then == "changed":
            (root / "notes" / "08.md").write_text(
                "---\ntitle: New\nyear: 2024\n---\n膜电位 newer\n"
            )
        index.sync(text=True)
        assert_right(index)
        assert index.warnings == []
    assert searched(root, file.parent) == []


@pytest.mark.parametrize("damage", [cut_in_half, zeros, text_file])
@pytest.mark.skipif(WINDOWS, reason="an open file cannot be replaced there")
def test_file_damaged_while_in_use_gives_right_answers(
    damage: Callable[[Path], None], file: Path, root: Path
) -> None:
    with opened(root, file.parent) as index:
        index.sync(text=True)
        damage(file)
        assert_right(index)
        (root / "notes" / "08.md").write_text("---\ntitle: New\nyear: 2024\n---\n膜电位 newer\n")
        index.sync(text=True)
        assert_right(index)
        assert index.warnings in ([], DAMAGED)
    assert searched(root, file.parent) in ([], DAMAGED)
    assert searched(root, file.parent) == []


def test_half_built_index_of_a_process_that_was_killed_is_completed(file: Path, root: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DELETE FROM words WHERE rowid > 30")
        db.execute("UPDATE notes SET has_text = 0 WHERE id > 30")
        db.execute("DELETE FROM notes WHERE id > 50")
        db.execute("DELETE FROM facts WHERE id > 50")
        db.execute("UPDATE folders SET listing = NULL")
    db.close()

    assert searched(root, file.parent) == []


def test_index_that_cannot_be_kept_is_in_memory_with_one_warning(root: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be")

    for _ in range(2):
        (warning,) = searched(root, cache)
        assert warning.startswith(f"the search index cannot be kept in {cache}")
        assert not warning.endswith(".")
    assert cache.read_text() == "a file where the folder should be"


AS_NOBODY = """
import os, sys
sys.path[:] = {path!r}
from pathlib import Path
from snnnotes.model.query import Words
from snnnotes.storage import index_worker
from snnnotes.storage.index import Index
from snnnotes.storage.notebook import Notebook
# Nobody may not read this Python, so that all of it is loaded before.
os.setuid(65534)
root = Path({root!r})
with Index.open(Notebook.open(root, root=root, environment={{}}), Path({cache!r})) as index:
    index.sync(text=True)
    print(len(index.ranked(Words("膜电位"))), index.warnings)
"""


@pytest.mark.skipif(WINDOWS or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "touch"),
    [
        pytest.param(0o755, 0o644, False, id="read-only"),
        pytest.param(0o755, 0o644, True, id="read-only-and-out-of-date"),
        pytest.param(0o700, 0o644, False, id="folder-not-to-be-entered"),
        pytest.param(0o777, 0o444, True, id="read-only-file-in-a-folder-of-all"),
        pytest.param(0o755, 0o666, True, id="file-of-all-in-a-read-only-folder"),
    ],
)
def test_user_who_may_not_write_the_index_gets_right_answers(
    folder_mode: int, file_mode: int, touch: bool, file: Path, root: Path
) -> None:
    file.chmod(file_mode)
    file.parent.chmod(folder_mode)
    if touch:
        os.utime(root / "notes" / "00.md")
        with (root / "notes" / "01.md").open("a") as note:
            note.write("more\n")
    for parent in (root, *root.parents):
        if parent.owner() == "root" and "pytest" in str(parent):
            parent.chmod(0o755)
    code = AS_NOBODY.format(path=sys.path, root=str(root), cache=str(file.parent))

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    number, _, warnings = done.stdout.strip().partition(" ")
    assert number == "60", done.stderr
    assert warnings == "[]" or warnings.count("cannot be kept") == 1


@pytest.mark.skipif(WINDOWS or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder_and_file_give_right_answers(file: Path, root: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        warnings = searched(root, file.parent)
    finally:
        file.parent.chmod(0o755)
    assert len(warnings) <= 1


def test_index_that_others_keep_locked_gives_way_to_one_in_memory(
    file: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_schema, "WAIT_SECONDS", 0.05)
    (root / "notes" / "08.md").write_text("---\ntitle: New\nyear: 2024\n---\n膜电位\n")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        (warning,) = searched(root, file.parent)
    finally:
        other.close()

    assert "other processes keep writing to it" in warning


def test_new_index_that_others_keep_locked_gives_way_to_one_in_memory(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_schema, "WAIT_SECONDS", 0.05)
    cache.mkdir()
    other = sqlite3.connect(index_path(cache, root), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        (warning,) = searched(root, cache)
    finally:
        other.close()

    assert "other processes keep writing to it" in warning


def test_full_disk_gives_way_to_an_index_in_memory(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = index_schema.connected

    def on_a_full_disk(place: str, root: Path) -> sqlite3.Connection:
        db = connected(place, root)
        if place != index_schema.IN_MEMORY:
            db.execute("PRAGMA max_page_count = 12")
        return db

    monkeypatch.setattr(index_module, "connected", on_a_full_disk)

    (warning,) = searched(root, cache)

    assert warning.endswith("the disk is full")


def test_damaged_file_that_cannot_be_deleted_gives_way_to_an_index_in_memory(
    file: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(place: Path, damaged: object) -> NoReturn:
        raise PermissionError(13, "in use by another program")

    monkeypatch.setattr(index_module, "remove", refuse)
    text_file(file)

    (warning,) = searched(root, file.parent)

    assert warning.endswith("in use by another program")


def test_error_of_ours_is_not_hidden_for_ever(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(root, cache) as index:
        index.sync(text=True)
        monkeypatch.setattr(index_query, "matching", lambda db, _: db.execute("SELECT nonsense"))
        with pytest.raises(sqlite3.OperationalError):
            index.notes(And(()))


def test_python_without_full_text_search_is_told_so(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_schema, "_MODULES", "SELECT name FROM pragma_module_list LIMIT 0")

    with pytest.raises(ConfigError, match="FTS5") as caught:
        opened(root, cache)
    assert "Python" in caught.value.hint


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({"SNNNOTES_CACHE_DIR": "/x", "XDG_CACHE_HOME": "/y"}, "/x", id="our-own"),
        pytest.param({"HOME": "/h", "XDG_CACHE_HOME": "/y"}, "/y/snnnotes", id="xdg"),
        pytest.param({"HOME": "/h", "XDG_CACHE_HOME": " "}, "/h/.cache/snnnotes", id="blank-xdg"),
        pytest.param({"HOME": "/h"}, "/h/.cache/snnnotes", id="home"),
        pytest.param(
            {"HOME": "/h", "SNNNOTES_CACHE_DIR": ""}, "/h/.cache/snnnotes", id="empty-of-our-own"
        ),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_cache_folder(environment: dict[str, str], expected: str) -> None:
    assert default_cache_folder(environment) == Path(expected)


def test_cache_folder_is_that_of_the_system_where_the_environment_says_nothing() -> None:
    assert default_cache_folder({}).name in ("snnnotes", "Cache")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        pytest.param("my notes", "my-notes-", id="blank"),
        pytest.param("笔记", "notes-", id="chinese"),
        pytest.param("x" * 200, "x" * 40 + "-", id="long"),
        pytest.param("snn-2023", "snn-2023-", id="plain"),
    ],
)
def test_index_file_is_named_after_the_notebook(name: str, start: str, tmp_path: Path) -> None:
    file = index_path(tmp_path, tmp_path / name)

    assert file.name.startswith(start)
    assert file.name.endswith(".sqlite3")
    assert file.name.isascii()
    assert file != index_path(tmp_path, tmp_path / "other" / name)


@pytest.mark.skipif(WINDOWS, reason="links need rights there")
def test_notebook_has_one_index_whatever_link_leads_to_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert index_path(tmp_path, tmp_path / "link") == index_path(tmp_path, tmp_path / "real")


@pytest.mark.skipif(WINDOWS, reason="it has other rights")
def test_only_the_user_may_look_into_a_new_cache_folder(root: Path, tmp_path: Path) -> None:
    searched(root, tmp_path / "a" / "cache")

    assert (tmp_path / "a" / "cache").stat().st_mode & 0o777 == 0o700


def test_file_that_somebody_else_has_replaced_is_not_removed(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    file.write_text("old")
    damaged = identity(file)
    (tmp_path / "new").write_text("new")
    (tmp_path / "new").replace(file)

    remove(file, damaged)
    assert file.read_text() == "new"

    file.with_name("x.sqlite3-wal").write_text("")
    remove(file, identity(file))
    assert list(tmp_path.iterdir()) == []
    remove(file, identity(file))
