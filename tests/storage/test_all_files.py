"""All files that a link may open, and what programs left behind."""

import os
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.storage.all_files import all_files, is_conflict_copy, is_temporary

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")


def files(root: Path) -> list[str]:
    return [path.as_posix() for path in all_files(root).files]


def temporary(root: Path, *folders: str) -> list[str]:
    found = all_files(root, folders) if folders else all_files(root)
    return [path.as_posix() for path in found.temporary]


def test_every_file_is_there_in_order(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/膜电位.md", "README.md", "notes/2023/image/a b.png", "code/x.py")
    assert files(tmp_path) == [
        "README.md",
        "code/x.py",
        "notes/2023/image/a b.png",
        "notes/2023/膜电位.md",
    ]


def test_an_empty_notebook_has_none(tmp_path: Path) -> None:
    assert all_files(tmp_path) == ([], [])


def test_files_of_other_hidden_folders_can_be_linked_to(tmp_path: Path) -> None:
    make(tmp_path, "a.md", ".github/workflows/ci.yml", "notes/.assets/x.png", "notes/.assets/b.md~")

    found = all_files(tmp_path, ["notes"])

    assert PurePosixPath(".github/workflows/ci.yml") in found.files
    assert PurePosixPath("notes/.assets/x.png") in found.files
    assert found.temporary == []


@pytest.mark.parametrize(
    "folder",
    [
        ".git",
        ".venv",
        ".mypy_cache",
        "node_modules",
        "__pycache__",
        "notes/.trash",
        "notes/_x/.tox",
    ],
)
def test_some_folders_are_left_out(tmp_path: Path, folder: str) -> None:
    make(tmp_path, "a.md", f"{folder}/b.md", f"{folder}/deep/c.md~")
    assert files(tmp_path) == ["a.md"]
    assert temporary(tmp_path) == []


@pytest.mark.parametrize("name", [".gitignore", "_draft.md", "notes/_x/a.png", "build/x.html"])
def test_a_link_may_open_what_is_no_note(tmp_path: Path, name: str) -> None:
    make(tmp_path, name)
    assert files(tmp_path) == [name]


@pytest.mark.parametrize("folder", [".notes", ".hidden/notes", "node_modules"])
def test_a_folder_for_notes_is_looked_through_whatever_its_name(
    tmp_path: Path, folder: str
) -> None:
    make(tmp_path, f"{folder}/2023/a.md", f"{folder}/2023/a.md~", ".git/b.md")
    found = all_files(tmp_path, [folder])
    assert [str(path) for path in found.files] == [f"{folder}/2023/a.md", f"{folder}/2023/a.md~"]
    assert [str(path) for path in found.temporary] == [f"{folder}/2023/a.md~"]


def test_a_folder_for_notes_need_not_exist(tmp_path: Path) -> None:
    make(tmp_path, "a.md~")
    assert temporary(tmp_path, "notes") == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Spikformer.md~", id="Emacs, vim"),
        pytest.param("#Spikformer.md#", id="Emacs, not saved"),
        pytest.param(".#Spikformer.md", id="Emacs, lock"),
        pytest.param(".Spikformer.md.swp", id="vim"),
        pytest.param(".Spikformer.md.swo", id="vim, the second time"),
        pytest.param("Spikformer.md.bak", id="bak"),
        pytest.param("Spikformer.BAK", id="bak in capitals"),
        pytest.param("Spikformer.md.orig", id="orig"),
        pytest.param("Spikformer.md.rej", id="rej"),
        pytest.param("Spikformer.tmp", id="tmp"),
        pytest.param("Spikformer.md.part", id="part"),
        pytest.param(".0a1b2c.snnnotes-tmp", id="ours"),
        pytest.param(".0a1b2c-old.snnnotes-tmp", id="ours, the old text"),
        pytest.param("膜电位.md~", id="Chinese"),
        pytest.param("line\nbreak.md~", id="line break"),
    ],
)
def test_temporary_files_are_known_by_their_names(name: str) -> None:
    assert is_temporary(name)
    assert not is_conflict_copy(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a (conflicted copy 2024-01-01).md", id="Dropbox"),
        pytest.param("a (Yao's Conflicted Copy 2024-01-01).md", id="Dropbox, with a name"),
        pytest.param("a (姚满 的冲突副本 2024-01-01).md", id="Dropbox in Chinese"),
        pytest.param("a（冲突文件_姚满_2024-01-01）.md", id="full-width brackets"),
        pytest.param("a (conflicted copy 2024-01-01 120000).png", id="Nextcloud, a picture"),
        pytest.param("a_conflict-20240101-120000.md", id="ownCloud"),
        pytest.param("a.sync-conflict-20240101-120000-ABCDEFG.md", id="Syncthing"),
    ],
)
def test_copies_of_sync_programs_are_known_by_their_names(name: str) -> None:
    assert is_conflict_copy(name)
    assert is_temporary(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Spikformer.md", id="a note"),
        pytest.param("Conflict and Cooperation in Spiking Networks.md", id="conflict"),
        pytest.param("Cue Conflict (and How to Resolve It).md", id="conflict and brackets"),
        pytest.param("多智能体冲突（综述）.md", id="conflict in Chinese"),
        pytest.param("a (2).md", id="a second of this name"),
        pytest.param("C#", id="a name with #"),
        pytest.param("a.swf", id="a film"),
        pytest.param("a.md.swp", id="not hidden"),
        pytest.param("model.part", id="a part of something"),
        pytest.param("~", id="only ~"),
        pytest.param(".bak", id="only bak"),
        pytest.param("tmp", id="tmp without dot"),
        pytest.param("", id="no name"),
    ],
)
def test_other_files_are_not_temporary(name: str) -> None:
    assert not is_temporary(name)


def test_temporary_files_are_looked_for_only_among_notes(tmp_path: Path) -> None:
    make(tmp_path, "a.bak", "notes/x/b.md~", "notes/c.orig", "notes2/d.bak", "more/e.tmp")
    assert temporary(tmp_path, "notes", "more") == ["more/e.tmp", "notes/c.orig", "notes/x/b.md~"]
    assert temporary(tmp_path, ".") == [
        "a.bak",
        "more/e.tmp",
        "notes/c.orig",
        "notes/x/b.md~",
        "notes2/d.bak",
    ]


def test_a_link_may_open_a_file_that_was_left_behind(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.bak")
    assert files(tmp_path) == ["notes/a.bak"]


def test_a_folder_is_never_temporary(tmp_path: Path) -> None:
    make(tmp_path, "notes/old.bak/a.md")
    assert all_files(tmp_path).temporary == []
    assert files(tmp_path) == ["notes/old.bak/a.md"]


@POSIX
class TestLinks:
    def test_a_link_to_a_file_of_the_notebook_opens(self, tmp_path: Path) -> None:
        make(tmp_path, "image/a.png")
        (tmp_path / "b.png").symlink_to("image/a.png")
        assert files(tmp_path) == ["b.png", "image/a.png"]

    def test_what_is_in_a_linked_folder_opens_through_the_link(self, tmp_path: Path) -> None:
        make(tmp_path, "image/x/a.png", "images/c.png")
        (tmp_path / "notes").mkdir()
        (tmp_path / "notes" / "image").symlink_to("../image")
        assert files(tmp_path) == ["image/x/a.png", "images/c.png", "notes/image/x/a.png"]

    @pytest.mark.parametrize("target", ["../outside", "../outside/secret.md", "gone.md", "loop"])
    def test_other_links_are_left_out(self, tmp_path: Path, target: str) -> None:
        make(tmp_path, "outside/secret.md", "book/a.md")
        (tmp_path / "book" / "loop").symlink_to(target)
        assert files(tmp_path / "book") == ["a.md"]

    @pytest.mark.parametrize("target", [".", "..", "../.."])
    def test_a_link_to_a_folder_that_holds_it_is_no_trap(self, tmp_path: Path, target: str) -> None:
        make(tmp_path, "notes/2023/a.md")
        (tmp_path / "notes" / "2023" / "here").symlink_to(target)
        assert files(tmp_path) == ["notes/2023/a.md"]

    def test_two_folders_that_lead_to_each_other_are_no_trap(self, tmp_path: Path) -> None:
        make(tmp_path, "a/x.md", "b/y.md")
        (tmp_path / "a" / "b").symlink_to("../b")
        (tmp_path / "b" / "a").symlink_to("../a")
        assert files(tmp_path) == ["a/b/y.md", "a/x.md", "b/a/x.md", "b/y.md"]

    def test_the_lock_of_emacs_leads_nowhere_and_is_seen(self, tmp_path: Path) -> None:
        (tmp_path / ".#a.md").symlink_to("yao@computer.123:456")
        assert all_files(tmp_path).files == []
        assert temporary(tmp_path) == [".#a.md"]

    def test_notes_in_a_linked_folder_are_looked_at_where_they_are(self, tmp_path: Path) -> None:
        make(tmp_path, "real/a.md~")
        (tmp_path / "notes").symlink_to("real")
        assert temporary(tmp_path, "notes") == ["real/a.md~"]

    def test_a_pipe_is_no_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.md")
        assert files(tmp_path) == []


@LINUX
def test_names_that_are_not_utf8_do_not_crash(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    os.mkdir(folder + b"/\xc4\xcf")  # noqa: PTH102 (Path takes no bytes)
    for name in (b"/\xc4\xcf.md", b"/\xc4\xcf.md~", b"/\xc4\xcf/a.md", b"/\xc4\xcf/b.md~"):
        with open(folder + name, "wb"):  # noqa: PTH123 (Path takes no bytes)
            pass
    make(tmp_path, "膜电位.md")
    assert files(tmp_path) == ["膜电位.md"]
    assert temporary(tmp_path) == [r"\xc4\xcf.md~", r"\xc4\xcf/b.md~"]


def test_a_folder_that_may_not_be_opened_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "notes/a.md", "shut/b.md")
    real = os.scandir

    def refuse(place: str) -> object:
        if place.endswith("shut"):
            raise PermissionError
        return real(place)

    monkeypatch.setattr("snnnotes.storage.all_files.os.scandir", refuse)
    assert files(tmp_path) == ["notes/a.md"]


def test_on_macos_names_come_in_one_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "Schro\u0308dinger.md")
    monkeypatch.setattr("snnnotes.storage.all_files.sys.platform", "darwin")
    assert files(tmp_path) == ["Schr\u00f6dinger.md"]


def test_many_files_are_quick(tmp_path: Path) -> None:
    for year in range(20):
        (tmp_path / "notes" / str(2000 + year)).mkdir(parents=True)
        for number in range(100):
            (tmp_path / "notes" / str(2000 + year) / f"Spikes {number}.md").touch()
    start = time.perf_counter()
    found = all_files(tmp_path, ["notes"])
    assert time.perf_counter() - start < 0.5  # 0.01 s on a quiet machine
    assert len(found.files) == 2000
