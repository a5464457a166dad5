import os
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError, UsageError
from snnnotes.storage.foreign_files import checked_encoding, foreign_files

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def made(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")


def test_all_markdown_files_are_found_also_where_no_notes_are(tmp_path: Path) -> None:
    made(
        tmp_path, "b.md", "a.MD", "2021/c.markdown", ".obsidian/d.md", "node_modules/x/e.md",
        "_site/f.md", "refs.bib", "x.png", "g.txt", ".git/h.md",
    )  # fmt: skip

    found = foreign_files(tmp_path)

    assert [str(path) for path in found.notes] == [
        ".obsidian/d.md", "2021/c.markdown", "_site/f.md", "a.MD", "b.md", "node_modules/x/e.md",
    ]  # fmt: skip
    assert found.bibliographies == [PurePosixPath("refs.bib")]
    assert found.warnings == []


@POSIX
def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    made(tmp_path, "outside/a.md", "notes/b.md")
    (tmp_path / "notes/more").symlink_to(tmp_path / "outside")
    (tmp_path / "notes/c.md").symlink_to(tmp_path / "outside/a.md")

    found = foreign_files(tmp_path / "notes")

    assert [str(path) for path in found.notes] == ["b.md"]
    assert sorted(found.warnings) == [
        "c.md: left out, since it is a link",
        "more: left out, since it is a link",
    ]


@POSIX
def test_links_that_lead_nowhere_stop_nothing(tmp_path: Path) -> None:
    made(tmp_path, "z.md")
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "a.md").symlink_to("a.md")
    (tmp_path / "b.md").symlink_to("not there.md")
    (tmp_path / "up").symlink_to("..")

    found = foreign_files(tmp_path)

    assert [str(path) for path in found.notes] == ["z.md"]
    assert sorted(warning.partition(":")[0] for warning in found.warnings) == ["a.md", "b.md", "up"]


@POSIX
@pytest.mark.parametrize("folder", ["node_modules", "x/node_modules/.pnpm", ".cache"])
def test_links_where_nobody_looks_for_notes_are_not_named(tmp_path: Path, folder: str) -> None:
    made(tmp_path, "outside/a.md", f"notes/{folder}/b.md")
    (tmp_path / f"notes/{folder}/more").symlink_to(tmp_path / "outside")

    found = foreign_files(tmp_path / "notes")

    assert found.notes == [PurePosixPath(folder) / "b.md"]
    assert found.warnings == []


@POSIX
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root opens all folders")
def test_folder_that_may_not_be_opened_is_named(tmp_path: Path) -> None:
    made(tmp_path, "a.md", "closed/b.md")
    (tmp_path / "closed").chmod(0)

    found = foreign_files(tmp_path)

    (tmp_path / "closed").chmod(0o700)
    assert found.notes == [PurePosixPath("a.md")]
    assert found.warnings == ["closed/: left out, since it may not be opened"]


def test_folder_that_cannot_be_listed_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a.md", "closed/b.md", "gone/c.md")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        if Path(path).name == "gone":
            raise FileNotFoundError(2, "No such file or directory")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)

    found = foreign_files(tmp_path)

    assert found.notes == [PurePosixPath("a.md")]
    assert found.warnings == ["closed/: left out, since it may not be opened"]


def test_file_is_not_a_folder_of_files(tmp_path: Path) -> None:
    made(tmp_path, "a.md")

    with pytest.raises(UnreadableFileError) as caught:
        foreign_files(tmp_path / "a.md")
    assert caught.value.hint == "look at how it is spelled"


def test_folder_named_like_a_note_is_a_folder(tmp_path: Path) -> None:
    made(tmp_path, "论文.md/index.md", "refs.bib/x.bib", "bare/.md", "a.md.txt")

    found = foreign_files(tmp_path)

    assert [str(path) for path in found.notes] == ["论文.md/index.md"]
    assert found.bibliographies == [PurePosixPath("refs.bib/x.bib")]


def test_repository_inside_the_folder_is_looked_into_but_not_its_git_folder(tmp_path: Path) -> None:
    made(tmp_path, "inner/a.md", "inner/.git/b.md", "module/.git", "module/c.md")

    assert [str(path) for path in foreign_files(tmp_path).notes] == ["inner/a.md", "module/c.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows refuse such names")
def test_file_whose_name_is_not_utf8_is_named(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xc4\xa4.md")).write_text("x", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md")).write_text("x", encoding="utf-8")

    found = foreign_files(tmp_path)

    assert [str(path) for path in found.notes] == ["Ĥ.md"]
    assert found.warnings == [r"\xff.md: left out, since its name is not UTF-8"]


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        foreign_files(tmp_path / "no")


@pytest.mark.parametrize(
    ("name", "expected"), [("GBK", "gbk"), ("utf16", "utf-16"), ("GB18030", "gb18030")]
)
def test_encoding_is_known_by_any_of_its_names(name: str, expected: str) -> None:
    assert checked_encoding(name) == expected


@pytest.mark.parametrize(
    "name",
    ["latin-99", "", "zlib", "a\0b", "膜", "idna", "punycode", "unicode_escape", "undefined"],
)
def test_name_of_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="there is no such encoding") as caught:
        checked_encoding(name)
    assert "gb18030" in caught.value.hint
