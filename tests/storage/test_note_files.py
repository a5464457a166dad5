import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.storage import folder_walk
from snnnotes.storage.files import read_text
from snnnotes.storage.note_files import (
    FileState,
    FolderListing,
    inside,
    is_folder_page,
    is_note_name,
    scan,
    skip_for,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")


def refuse_folder(monkeypatch: pytest.MonkeyPatch, folder: str, error: type[OSError]) -> None:
    """Let the system give no look into a folder."""
    for function in ("open", "scandir"):
        real = getattr(os, function)

        def refuse(place: object, *rest: object, real: Callable[..., object] = real) -> object:
            if str(place).endswith(folder):
                raise error
            return real(place, *rest)

        monkeypatch.setattr(f"snnnotes.storage.folder_walk.os.{function}", refuse)


def paths(root: Path, *folders: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [state.path for state in scan(root, folders or ("notes",), exclude).files()]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        pytest.param("Spike-driven Transformer.md", True, id="title"),
        pytest.param("膜电位.md", True, id="chinese"),
        pytest.param("OLD.MD", True, id="upper-case-ending"),
        pytest.param("long.markdown", True, id="long-ending"),
        pytest.param("README.md", True, id="content-decides"),
        pytest.param(".template.md", False, id="hidden"),
        pytest.param("_draft.md", False, id="underscore"),
        pytest.param("glossary.yaml", False, id="yaml"),
        pytest.param("note.md~", False, id="backup"),
        pytest.param("md", False, id="no-dot"),
    ],
)
def test_note_names(name: str, is_one: bool, tmp_path: Path) -> None:
    make(tmp_path, f"notes/{name}")

    assert is_note_name(name) is is_one
    assert paths(tmp_path) == [f"notes/{name}"] * is_one


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("README.md", True),
        ("readme.md", True),
        ("index.md", True),
        ("Readme.markdown", True),
        ("README.zh-CN.md", False),
        ("Index of Spiking.md", False),
    ],
)
def test_folder_pages(name: str, is_one: bool) -> None:
    assert is_folder_page(name) is is_one


def test_notes_are_found_in_all_sub_folders_sorted_by_path(tmp_path: Path) -> None:
    names = ["notes/2023/b.md", "notes/2023-old/a.md", "notes/a/b/c/深.md", "notes/z.md"]
    make(tmp_path, *names, "README.md", "docs/x.md", "notes/2023/figure.png")

    assert paths(tmp_path) == sorted(names)


def test_hidden_underscored_and_foreign_folders_are_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        "notes/a.md",
        "notes/.git/b.md",
        "notes/.obsidian/c.md",
        "notes/_drafts/d.md",
        "notes/node_modules/e/README.md",
        "notes/.hidden.md",
    )

    assert paths(tmp_path) == ["notes/a.md"]


def test_size_and_times_are_those_of_the_file(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/膜.md")
    state = (tmp_path / "notes/2023/膜.md").stat()

    (found,) = scan(tmp_path, ["notes"], ()).files()

    assert found[:3] == ("notes/2023/膜.md", state.st_size, state.st_mtime_ns)
    if sys.platform != "win32":
        assert found.ctime_ns == state.st_ctime_ns


def test_folder_without_change_gives_the_same_listing(tmp_path: Path) -> None:
    make(tmp_path, "notes/2022/a.md", "notes/2023/b.md")
    before = dict(scan(tmp_path, ["notes"], ()).folders)

    make(tmp_path, "notes/2023/b.md")
    os.utime(tmp_path / "notes/2023/b.md", ns=(1, 1))
    after = dict(scan(tmp_path, ["notes"], ()).folders)

    assert before.keys() == after.keys() == {"notes", "notes/2022", "notes/2023"}
    assert [path for path in before if before[path] != after[path]] == ["notes/2023"]


@pytest.mark.parametrize("size", ["content", "size-alone"])
def test_each_change_of_a_file_changes_the_listing(size: str, tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md")
    (before,) = scan(tmp_path, ["notes"], ()).folders

    os.utime(tmp_path / "notes/a.md", ns=(1, 10**9 + (size == "content")))
    (after,) = scan(tmp_path, ["notes"], ()).folders

    assert before.listing != after.listing


def test_several_folders_are_read_and_none_twice(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/a.md", "papers/b.md", "other/c.md")

    found = paths(tmp_path, "notes", "notes/2023", "papers", "notes")

    assert found == ["notes/2023/a.md", "papers/b.md"]


def test_root_itself_may_be_the_note_folder(tmp_path: Path) -> None:
    make(tmp_path, "README.md", "a.md", "2023/b.md", ".github/c.md")

    assert paths(tmp_path, ".") == ["2023/b.md", "README.md", "a.md"]


def test_missing_folder_has_no_notes_and_is_named(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md")

    found = scan(tmp_path, ["notes", "papers"], ())

    assert [state.path for state in found.files()] == ["notes/a.md"]
    assert found.warnings == ["papers: no such folder, so no notes in it"]


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [
        pytest.param("*.draft.md", {"notes/a.draft.md", "notes/2023/b.draft.md"}, id="name"),
        pytest.param("2023", {"notes/2023/b.draft.md", "notes/2023/old/c.md"}, id="folder"),
        pytest.param("old/", {"notes/2023/old/c.md", "notes/old/d.md"}, id="folders-only"),
        pytest.param("notes/old", {"notes/old/d.md"}, id="path"),
        pytest.param("/notes/old/", {"notes/old/d.md"}, id="path-from-the-root"),
        pytest.param("notes/*.md", {"notes/a.draft.md", "notes/e.md", "notes/é.md"}, id="star"),
        pytest.param("**/c.md", {"notes/2023/old/c.md"}, id="two-stars"),
        pytest.param("notes/**/d.md", {"notes/old/d.md"}, id="two-stars-between"),
        pytest.param(
            "notes/2023/**", {"notes/2023/b.draft.md", "notes/2023/old/c.md"}, id="all-below"
        ),
        pytest.param("?.md", {"notes/2023/old/c.md", "notes/old/d.md", "notes/e.md", "notes/é.md"},
                     id="question-mark"),
        pytest.param("[a-d].md", {"notes/2023/old/c.md", "notes/old/d.md"}, id="class"),
        pytest.param("[!a-d].md", {"notes/e.md", "notes/é.md"}, id="other-class"),
        pytest.param("e\u0301.md", {"notes/é.md"}, id="decomposed"),
        pytest.param("e.m", set(), id="part-of-a-name"),
        pytest.param("E.md", set(), id="case"),
        pytest.param("e.md/", set(), id="a-file-is-no-folder"),
        pytest.param("[", set(), id="open-bracket"),
        pytest.param("a.draft.md|e.md", set(), id="no-regular-expression"),
    ],
)  # fmt: skip
def test_excluded_files_are_left_out(pattern: str, left_out: set[str], tmp_path: Path) -> None:
    names = {
        "notes/a.draft.md",
        "notes/2023/b.draft.md",
        "notes/2023/old/c.md",
        "notes/old/d.md",
        "notes/e.md",
        "notes/é.md",
    }
    make(tmp_path, *names)

    assert set(paths(tmp_path, exclude=(pattern,))) == names - left_out


def test_without_patterns_nothing_is_tested() -> None:
    assert skip_for([]) is None


def test_one_of_several_patterns_is_enough() -> None:
    skip = skip_for(["*.draft.md", "notes/old/"])

    assert skip is not None
    assert [skip(path) for path in ("a.draft.md", "notes/old/", "notes/a.md")] == [
        True, True, False,
    ]  # fmt: skip


@POSIX
def test_link_that_leads_out_is_not_followed_but_named(tmp_path: Path) -> None:
    make(tmp_path, "outside/x.md", "outside/y.png", "repo/notes/a.md")
    notes = tmp_path / "repo/notes"
    (notes / "x.md").symlink_to(tmp_path / "outside/x.md")
    (notes / "y.png").symlink_to(tmp_path / "outside/y.png")
    (notes / "all").symlink_to(tmp_path / "outside")

    found = scan(tmp_path / "repo", ["notes"], ())

    assert [state.path for state in found.files()] == ["notes/a.md"]
    assert sorted(found.warnings) == [
        "notes/all: not read, it is a link that leads out of the notebook",
        "notes/x.md: not read, it is a link that leads out of the notebook",
    ]


@POSIX
def test_note_folder_that_leads_out_is_a_clear_error(tmp_path: Path) -> None:
    make(tmp_path, "out side/notes/x.md")
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo/notes").symlink_to(tmp_path / "out side/notes")

    with pytest.raises(UnreadableFileError) as caught:
        scan(tmp_path / "repo", ["notes"], ())

    assert str(caught.value) == (
        "notes: a link that leads out of the notebook, so its notes are not read"
    )
    assert caught.value.hint.endswith(f":  snnnotes --root '{tmp_path.resolve()}/out side'")


@POSIX
def test_link_to_elsewhere_in_the_notebook_is_read_under_its_own_path(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md", "papers/b.md", "papers/deep/c.md", "single/d.md", "single/e.md")
    (tmp_path / "notes/papers").symlink_to("../papers")
    (tmp_path / "notes/d.md").symlink_to("../single/d.md")

    found = scan(tmp_path, ["notes"], ())

    assert [state.path for state in found.files()] == [
        "notes/a.md", "papers/b.md", "papers/deep/c.md", "single/d.md",
    ]  # fmt: skip
    assert found.warnings == []


@POSIX
def test_note_reached_in_two_ways_is_there_once(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/a.md", "notes/topic/b.md", "extra/c.md")
    (tmp_path / "notes/topic/a.md").symlink_to("../2023/a.md")
    (tmp_path / "notes/by-year").symlink_to("2023")
    (tmp_path / "notes/c.md").symlink_to("../extra/c.md")
    (tmp_path / "notes/extra").symlink_to("../extra")
    (tmp_path / "notes/extra-again").symlink_to("../extra")

    assert paths(tmp_path) == ["extra/c.md", "notes/2023/a.md", "notes/topic/b.md"]


@POSIX
def test_folder_behind_a_link_that_holds_a_note_folder_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md", "papers/good/b.md", "papers/c.md", "papers/d.md")
    (tmp_path / "notes/d.md").symlink_to("../papers/d.md")
    (tmp_path / "notes/papers").symlink_to("../papers")

    assert paths(tmp_path, "notes", "papers/good") == [
        "notes/a.md", "papers/c.md", "papers/d.md", "papers/good/b.md",
    ]  # fmt: skip


@POSIX
def test_note_folder_may_be_a_link_inside_the_notebook(tmp_path: Path) -> None:
    make(tmp_path, "content/posts/a.md")
    (tmp_path / "notes").symlink_to("content/posts")

    assert paths(tmp_path) == ["content/posts/a.md"]


@POSIX
def test_links_in_a_circle_end(tmp_path: Path) -> None:
    make(tmp_path, "notes/2023/a.md", "papers/b.md")
    (tmp_path / "notes/2023/up").symlink_to("..")
    (tmp_path / "notes/papers").symlink_to("../papers")
    (tmp_path / "papers/back").symlink_to("../notes")
    (tmp_path / "notes/root").symlink_to("..")
    (tmp_path / "notes/itself.md").symlink_to("itself.md")

    found = scan(tmp_path, ["notes"], ())

    assert [state.path for state in found.files()] == ["notes/2023/a.md", "papers/b.md"]
    assert sorted(found.warnings) == [
        "notes/itself.md: not read, it is a link to a file that does not exist",
        "notes/root: not read, it is a link to a folder that holds it",
    ]


@POSIX
def test_broken_link_is_named_only_if_it_looks_like_a_note(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md")
    (tmp_path / "notes/gone.md").symlink_to("nowhere.md")
    (tmp_path / "notes/gone.png").symlink_to("nowhere.png")

    assert scan(tmp_path, ["notes"], ()).warnings == [
        "notes/gone.md: not read, it is a link to a file that does not exist"
    ]


@POSIX
def test_excluded_link_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md", "extra/c.draft.md")
    (tmp_path / "notes/extra").symlink_to("../extra")

    assert paths(tmp_path, exclude=("*.draft.md",)) == ["notes/a.md"]


def test_folder_that_may_not_be_opened_stands_as_a_file_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "notes/2022/a.md", "notes/2023/b.md")
    refuse_folder(monkeypatch, "notes/2022", PermissionError)

    found = scan(tmp_path, ["notes"], ())

    assert [state.path for state in found.files()] == ["notes/2022", "notes/2023/b.md"]
    with pytest.raises(UnreadableFileError):
        read_text(tmp_path / "notes/2022", Path("notes/2022"))


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may open all")
def test_folder_without_permission_is_told_by_reading_it(tmp_path: Path) -> None:
    make(tmp_path, "notes/2022/a.md")
    (tmp_path / "notes/2022").chmod(0)

    try:
        assert paths(tmp_path) == ["notes/2022"]
        with pytest.raises(UnreadableFileError, match="you may not read it"):
            read_text(tmp_path / "notes/2022", Path("notes/2022"))
    finally:
        (tmp_path / "notes/2022").chmod(0o755)


@LINUX
def test_name_that_is_not_utf8_is_left_out_and_named(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md", "notes/2023/b.md")
    (tmp_path / os.fsdecode("notes/电.md".encode("gbk"))).write_text("c")
    (tmp_path / os.fsdecode(b"notes/\xc4\xcf")).mkdir()
    (tmp_path / os.fsdecode(b"notes/\xc4\xcf/d.md")).write_text("d")

    found = scan(tmp_path, ["notes"], ())

    assert [state.path for state in found.files()] == ["notes/2023/b.md", "notes/a.md"]
    assert sorted(found.warnings) == [
        r"notes/\xb5\xe7.md: left out, its name is not UTF-8",
        r"notes/\xc4\xcf: left out, its name is not UTF-8",
    ]
    assert found.files()[1].size == len("notes/a.md")


def test_decomposed_names_of_macos_are_composed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, unicodedata.normalize("NFD", "notes/é ü 한글.md"))
    monkeypatch.setattr("snnnotes.storage.folder_walk.sys.platform", "darwin")

    assert paths(tmp_path) == [unicodedata.normalize("NFC", "notes/é ü 한글.md")]


@LINUX
def test_decomposed_names_stay_where_the_disk_tells_them_apart(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "notes/é.md")
    make(tmp_path, decomposed)

    assert paths(tmp_path) == [decomposed]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("notes/a.md", "notes/a.md", id="inside"),
        pytest.param("", ".", id="root"),
        pytest.param("notes/../notes/a.md", "notes/a.md", id="by-a-detour"),
        pytest.param("../x.md", None, id="outside"),
        pytest.param("../repo2/x.md", None, id="name-that-begins-alike"),
    ],
)
def test_inside_says_where_a_path_is_in_the_notebook(
    path: str, expected: str | None, tmp_path: Path
) -> None:
    root = os.path.realpath(tmp_path / "repo")

    assert inside(root, f"{root}/{path}") == expected


def test_listing_of_one_file_is_the_file_itself() -> None:
    single = FolderListing("papers/d.md", folder_walk.packed([""], [1, 2, 3]))

    assert single.files() == [FileState("papers/d.md", 1, 2, 3)]


def test_folder_removed_while_its_parent_is_read_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "notes/a.md", "notes/2023/b.md")
    refuse_folder(monkeypatch, "notes/2023", FileNotFoundError)

    assert paths(tmp_path) == ["notes/a.md"]
