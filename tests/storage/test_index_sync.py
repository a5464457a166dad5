import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.model.query import And, Words
from snnnotes.storage import index_reading, index_sync, index_write
from snnnotes.storage.folder_walk import packed
from snnnotes.storage.index import Index
from snnnotes.storage.index_reading import Answer, Job
from snnnotes.storage.index_sync import edited_files
from snnnotes.storage.note_files import FileState, FolderListing
from snnnotes.storage.notebook import Notebook

EVERYTHING = And(())


def write(root: Path, path: str, body: str = "膜电位", *, title: str = "A paper") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\ntitle: {title}\nyear: 2023\n---\n{body}\n"
    file.write_text(text, encoding="utf-8", newline="")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "notebook"
    for number in range(4):
        write(root, f"notes/2023/{number}.md", f"word{number} 膜电位")
    return root


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def _old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every file were older than two seconds when it is read."""
    monkeypatch.setattr(index_write, "RACY_NS", -(10**12))


@pytest.fixture
def _young_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no file ever grew older than two seconds."""
    monkeypatch.setattr(index_write, "RACY_NS", 10**15)


def opened(root: Path, cache: Path) -> Index:
    return Index.open(Notebook.open(root, root=root, environment={}), cache)


def found(root: Path, cache: Path, word: str) -> list[str]:
    with opened(root, cache) as index:
        index.sync(text=True)
        assert index.warnings == []
        return [one.path for one in index.ranked(Words(word))]


def read_in_sync(root: Path, cache: Path, *, text: bool = True) -> int:
    """How many files a sync reads."""
    totals = [0]
    with opened(root, cache) as index:
        index.sync(text=text, progress=lambda _, total: totals.append(total))
        assert index.warnings == []
    return totals[-1]


class Observer:
    """Sees whether anybody has written to the index since the last look."""

    def __init__(self, cache: Path) -> None:
        (file,) = cache.glob("*.sqlite3")
        self.db = sqlite3.connect(file)
        self.version = self._version()

    def _version(self) -> int:
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def saw_writing(self) -> bool:
        before, self.version = self.version, self._version()
        return before != self.version

    def listings(self) -> list[bytes | None]:
        return [row[0] for row in self.db.execute("SELECT listing FROM folders ORDER BY path")]


@pytest.mark.usefixtures("_old_files")
def test_second_sync_reads_and_writes_nothing(root: Path, cache: Path) -> None:
    assert read_in_sync(root, cache) == 4
    observer = Observer(cache)

    assert read_in_sync(root, cache) == 0
    assert read_in_sync(root, cache, text=False) == 0
    assert not observer.saw_writing()


@pytest.mark.usefixtures("_old_files")
def test_only_what_changed_is_read(root: Path, cache: Path) -> None:
    read_in_sync(root, cache)
    write(root, "notes/2023/1.md", "threshold")
    write(root, "notes/2024/deep/9.md", "threshold")

    assert read_in_sync(root, cache) == 2
    assert found(root, cache, "threshold") == ["notes/2023/1.md", "notes/2024/deep/9.md"]
    assert found(root, cache, "word1") == []


def renamed(root: Path) -> list[str]:
    (root / "notes/2023/0.md").rename(root / "notes/2023/z.md")
    return ["notes/2023/1.md", "notes/2023/2.md", "notes/2023/3.md", "notes/2023/z.md"]


def moved_to_new_folder(root: Path) -> list[str]:
    (root / "notes/old").mkdir()
    (root / "notes/2023/0.md").rename(root / "notes/old/0.md")
    return ["notes/2023/1.md", "notes/2023/2.md", "notes/2023/3.md", "notes/old/0.md"]


def folder_renamed(root: Path) -> list[str]:
    (root / "notes/2023").rename(root / "notes/2024")
    return [f"notes/2024/{number}.md" for number in range(4)]


def deleted(root: Path) -> list[str]:
    (root / "notes/2023/3.md").unlink()
    return ["notes/2023/0.md", "notes/2023/1.md", "notes/2023/2.md"]


def folder_deleted(root: Path) -> list[str]:
    shutil.rmtree(root / "notes/2023")
    write(root, "notes/x.md")
    return ["notes/x.md"]


def names_swapped(root: Path) -> list[str]:
    (root / "notes/2023/0.md").rename(root / "notes/2023/tmp")
    (root / "notes/2023/1.md").rename(root / "notes/2023/0.md")
    (root / "notes/2023/tmp").rename(root / "notes/2023/1.md")
    return [f"notes/2023/{number}.md" for number in range(4)]


def made_unreadable(root: Path) -> list[str]:
    (root / "notes/2023/0.md").write_bytes(b"\xff\xfe\x00")
    return ["notes/2023/1.md", "notes/2023/2.md", "notes/2023/3.md"]


def hidden(root: Path) -> list[str]:
    (root / "notes/2023/0.md").rename(root / "notes/2023/.0.md")
    (root / "notes/2023/1.md").rename(root / "notes/2023/_1.md")
    return ["notes/2023/2.md", "notes/2023/3.md"]


def excluded(root: Path) -> list[str]:
    (root / "snnnotes.toml").write_text('[notes]\nexclude = ["0.md", "1.md"]\n')
    return ["notes/2023/2.md", "notes/2023/3.md"]


@pytest.mark.parametrize(
    "change",
    [
        renamed, moved_to_new_folder, folder_renamed, deleted, folder_deleted, names_swapped,
        made_unreadable, hidden, excluded,
    ],
)  # fmt: skip
@pytest.mark.parametrize("age", ["_old_files", "_young_files"])
def test_changes_of_files_and_folders_are_seen(
    change: Callable[[Path], list[str]],
    age: str,
    root: Path,
    cache: Path,
    request: pytest.FixtureRequest,
) -> None:
    request.getfixturevalue(age)
    found(root, cache, "膜电位")
    expected = change(root)

    for _ in range(2):
        assert sorted(found(root, cache, "膜电位")) == expected
        for path in expected:
            word = (root / path).read_text(encoding="utf-8").split("---\n")[2].split()[0]
            assert path in found(root, cache, word)


def test_text_is_not_read_for_a_list_and_then_for_the_first_search(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_write, "RACY_NS", -(10**12))
    with opened(root, cache) as index:
        index.sync(text=False)
        assert len(index.notes(EVERYTHING)) == 4
        assert index.ranked(Words("word1")) == []
        assert list(index.vocabulary()) == []

    assert read_in_sync(root, cache) == 4
    assert read_in_sync(root, cache) == 0
    assert found(root, cache, "word1") == ["notes/2023/1.md"]


def test_a_list_after_an_edit_leaves_the_text_of_this_note_alone_to_be_read(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_write, "RACY_NS", -(10**12))
    read_in_sync(root, cache)
    write(root, "notes/2023/2.md", "novel", title="Another")

    assert read_in_sync(root, cache, text=False) == 1
    assert read_in_sync(root, cache, text=False) == 0
    assert read_in_sync(root, cache) == 1
    assert found(root, cache, "novel") == ["notes/2023/2.md"]
    assert found(root, cache, "word2") == []


class CoarseNotebook(Notebook):
    """A notebook on a disk that counts time in two seconds, all of it within the first two."""

    def listings(self) -> list[FolderListing]:
        return [
            FolderListing(
                folder.path,
                packed(
                    [state.path.rpartition("/")[2] for state in sorted(folder.files())],
                    [number for state in sorted(folder.files()) for number in coarse(state)[1:]],
                ),
            )
            for folder in super().listings()
        ]


def coarse(state: FileState) -> FileState:
    return FileState(state.path, state.size, 0, 10**18)


def test_a_file_rewritten_within_one_tick_to_the_same_size_is_found_out(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = index_write.state_now
    monkeypatch.setattr(
        index_write, "state_now", lambda *place: (state := now(*place)) and coarse(state)
    )
    clock = [10**18 + 10**9]
    monkeypatch.setattr(time, "time_ns", lambda: clock[0])
    notebook = CoarseNotebook.open(root, root=root, environment={})

    def hits(word: str) -> list[str]:
        with Index.open(notebook, cache) as index:
            index.sync(text=True)
            return [one.path for one in index.ranked(Words(word))]

    assert hits("word1") == ["notes/2023/1.md"]
    write(root, "notes/2023/1.md", "WORDX 膜电位")
    assert hits("word1") == []
    assert hits("wordx") == ["notes/2023/1.md"]

    clock[0] += 10**10
    assert hits("wordx") == ["notes/2023/1.md"]
    observer = Observer(cache)
    assert None not in observer.listings()[-1:]
    assert hits("wordx") == ["notes/2023/1.md"]
    assert not observer.saw_writing()


@pytest.mark.usefixtures("_young_files")
def test_young_files_are_read_again_but_nothing_is_written_if_they_are_the_same(
    root: Path, cache: Path
) -> None:
    assert read_in_sync(root, cache) == 4
    observer = Observer(cache)

    assert read_in_sync(root, cache) == 4
    assert not observer.saw_writing()


def test_files_that_have_grown_old_are_read_one_last_time(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_in_sync(root, cache) == 4
    monkeypatch.setattr(index_write, "RACY_NS", -(10**12))

    assert read_in_sync(root, cache) == 4
    assert read_in_sync(root, cache) == 0


@pytest.mark.usefixtures("_old_files")
def test_a_touched_file_keeps_its_place_in_the_index(root: Path, cache: Path) -> None:
    read_in_sync(root, cache)
    observer = Observer(cache)
    ids = "SELECT id, path FROM notes JOIN facts USING (id) ORDER BY path"
    before = observer.db.execute(ids).fetchall()
    os.utime(root / "notes/2023/1.md", ns=(5, 5))

    assert read_in_sync(root, cache) == 1
    assert observer.db.execute(ids).fetchall() == before
    assert read_in_sync(root, cache) == 0


def test_a_note_that_cannot_be_read_is_named_and_stops_no_other(root: Path, cache: Path) -> None:
    (root / "notes/2023/1.md").write_text("---\ntitle: x\nyear: soon\n---\n")
    (root / "notes/2023/2.md").write_bytes(b"\xc4\xe3\xba\xc3" * 20)
    with opened(root, cache) as index:
        index.sync(text=True)
        problems = index.problems()
        assert [(str(one.path), one.line) for one in problems] == [
            ("notes/2023/1.md", 3),
            ("notes/2023/2.md", 1),
        ]
        assert problems[0].message == "year is not a year from 1000 to 2999: 'soon'"
        assert "GB18030" in problems[1].message
        assert all(one.hint for one in problems)
        assert "notes/" not in problems[0].message + problems[1].message
        assert len(index.notes(EVERYTHING)) == 2


@pytest.mark.usefixtures("_old_files")
def test_a_problem_is_kept_and_goes_with_its_cause(root: Path, cache: Path) -> None:
    (root / "notes/2023/1.md").write_text("no frontmatter\n")
    read_in_sync(root, cache)
    assert read_in_sync(root, cache) == 0
    with opened(root, cache) as index:
        index.sync(text=False)
        assert [one.message for one in index.problems()] == ["no frontmatter"]
    write(root, "notes/2023/1.md", "mended")
    with opened(root, cache) as index:
        index.sync(text=True)
        assert index.problems() == []
        assert len(index.ranked(Words("mended"))) == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_a_problem_until_it_has_it(root: Path, cache: Path) -> None:
    (root / "notes/2023/1.md").chmod(0)
    with opened(root, cache) as index:
        index.sync(text=True)
        assert [one.message for one in index.problems()] == ["you may not read it"]
    (root / "notes/2023/1.md").chmod(0o644)
    assert found(root, cache, "word1") == ["notes/2023/1.md"]


@pytest.mark.usefixtures("_old_files")
def test_an_unreadable_file_is_tried_again_each_time(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, shown: Path) -> str:
        raise UnreadableFileError(shown, "the network is gone", hint="wait")

    with monkeypatch.context() as patched:
        patched.setattr(index_reading, "read_text", refuse)
        with opened(root, cache) as index:
            index.sync(text=True)
            assert {one.message for one in index.problems()} == {"the network is gone"}
        observer = Observer(cache)
        assert read_in_sync(root, cache) == 4
        assert not observer.saw_writing()
    assert found(root, cache, "word1") == ["notes/2023/1.md"]


@pytest.mark.usefixtures("_old_files")
def test_the_page_of_a_folder_is_a_note_only_with_frontmatter(root: Path, cache: Path) -> None:
    (root / "notes/2023/README.md").write_text("# 膜电位\n", encoding="utf-8")
    write(root, "notes/index.md", "word9")
    with opened(root, cache) as index:
        index.sync(text=True)
        assert len(index.notes(EVERYTHING)) == 5
        assert index.problems() == []
    assert read_in_sync(root, cache) == 0
    write(root, "notes/2023/README.md", "word8")
    assert found(root, cache, "word8") == ["notes/2023/README.md"]


def test_progress_counts_up_to_all_files(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_sync, "BATCH", 3)
    calls: list[tuple[int, int]] = []
    with opened(root, cache) as index:
        index.sync(text=True, progress=lambda done, total: calls.append((done, total)))

    assert calls == [(3, 4), (4, 4)]


@pytest.mark.usefixtures("_old_files")
def test_an_interrupted_build_keeps_what_is_done_and_goes_on_from_there(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_sync, "BATCH", 1)

    def interrupt(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), opened(root, cache) as index:
        index.sync(text=True, progress=interrupt)

    assert read_in_sync(root, cache) == 1
    assert len(found(root, cache, "膜电位")) == 4


def after_reading(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Do something between the reading of files and the writing of what was read."""
    real = index_reading.answer_to

    def answer_to(base: str, batch: list[Job], *, text: bool) -> Answer:
        answer = real(base, batch, text=text)
        deed()
        return answer

    monkeypatch.setattr(index_reading, "answer_to", answer_to)


@pytest.mark.usefixtures("_old_files")
def test_a_file_that_changes_after_it_was_read_is_read_again_before_it_is_written(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_reading(monkeypatch, lambda: write(root, "notes/2023/1.md", "later"))
    with opened(root, cache) as index:
        index.sync(text=True)
        assert [one.path for one in index.ranked(Words("later"))] == ["notes/2023/1.md"]
        assert index.ranked(Words("word1")) == []


@pytest.mark.usefixtures("_old_files")
@pytest.mark.parametrize("known", [True, False])
def test_a_file_that_goes_after_it_was_read_is_not_written(
    known: bool, root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if known:
        read_in_sync(root, cache)
        write(root, "notes/2023/1.md", "word1 anew")
    after_reading(monkeypatch, lambda: (root / "notes/2023/1.md").unlink(missing_ok=True))
    with opened(root, cache) as index:
        index.sync(text=True)
        assert index.ranked(Words("word1")) == []
        assert len(index.notes(EVERYTHING)) == 3
    assert len(found(root, cache, "膜电位")) == 3


@pytest.mark.usefixtures("_old_files")
def test_what_another_process_has_written_meanwhile_is_neither_lost_nor_doubled(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []

    def other_process() -> None:
        if not done:
            done.append(1)
            write(root, "notes/2023/1.md", "newer")
            write(root, "notes/2023/8.md", "newer")
            assert sorted(found(root, cache, "newer")) == ["notes/2023/1.md", "notes/2023/8.md"]

    after_reading(monkeypatch, other_process)
    with opened(root, cache) as index:
        index.sync(text=True)
        assert sorted(one.path for one in index.ranked(Words("newer"))) == [
            "notes/2023/1.md",
            "notes/2023/8.md",
        ]
        assert len(index.ranked(Words("膜电位"))) == 3
    monkeypatch.undo()
    assert len(found(root, cache, "newer")) == 2


@pytest.mark.usefixtures("_old_files")
def test_a_file_that_comes_back_while_it_is_taken_out_stays(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in_sync(root, cache)
    (root / "notes/2023/1.md").unlink()
    real = index_sync.look
    looks: list[int] = []

    def look_then_others(*args: object, **options: object) -> object:
        plan = real(*args, **options)  # type: ignore[arg-type]
        looks.append(1)
        if len(looks) == 1:
            write(root, "notes/2023/1.md", "back")
            assert found(root, cache, "back") == ["notes/2023/1.md"]
        return plan

    monkeypatch.setattr(index_sync, "look", look_then_others)
    with opened(root, cache) as index:
        index.sync(text=True)
        assert [one.path for one in index.ranked(Words("back"))] == ["notes/2023/1.md"]


def test_a_notes_folder_that_leads_out_of_the_notebook_is_an_error(
    root: Path, cache: Path, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        pytest.skip("links need rights there")
    shutil.move(root / "notes", tmp_path / "elsewhere")
    (root / "notes").symlink_to(tmp_path / "elsewhere")
    with opened(root, cache) as index, pytest.raises(UnreadableFileError):
        index.sync(text=True)


def listing(*files: tuple[str, int]) -> FolderListing:
    """A folder with files of these names and sizes."""
    numbers = [number for _, size in files for number in (size, 10, 20)]
    return FolderListing("notes", packed([name for name, _ in files], numbers))


BEFORE = listing(("a.md", 1), ("b.md", 2), ("c.md", 3))


@pytest.mark.parametrize(
    ("now", "edited"),
    [
        pytest.param(BEFORE, [], id="nothing"),
        pytest.param(listing(("a.md", 1), ("b.md", 9), ("c.md", 3)), ["b"], id="one"),
        pytest.param(listing(("a.md", 8), ("b.md", 2), ("c.md", 9)), ["a", "c"], id="two"),
        pytest.param(listing(("a.md", 1), ("b.md", 2)), None, id="one-went"),
        pytest.param(listing(("a.md", 1), ("b.md", 2), ("c.md", 3), ("d.md", 4)), None, id="came"),
        pytest.param(listing(("a.md", 1), ("B.md", 2), ("c.md", 3)), None, id="renamed"),
        pytest.param(listing(), None, id="all-went"),
    ],
)
def test_edited_files_are_known_where_none_came_or_went(
    now: FolderListing, edited: list[str] | None
) -> None:
    found = edited_files(BEFORE.listing, now)

    paths = None if edited is None else [f"notes/{name}.md" for name in edited]
    assert (None if found is None else [state.path for state in found]) == paths


@pytest.mark.usefixtures("_old_files")
def test_after_one_edit_only_its_row_is_looked_up(root: Path, cache: Path) -> None:
    with opened(root, cache) as index:
        index.sync(text=True)
        write(root, "notes/2023/3.md", "changed and longer than before")
        statements: list[str] = []
        assert index._db is not None  # noqa: SLF001
        index._db.set_trace_callback(statements.append)  # noqa: SLF001
        index.sync(text=True)

        assert [one.path for one in index.ranked(Words("changed"))] == ["notes/2023/3.md"]
        assert len(index.notes(EVERYTHING)) == 4
    assert not any("FROM notes WHERE folder" in text for text in statements)
    assert any("FROM notes WHERE path IN ('notes/2023/3.md')" in text for text in statements)
