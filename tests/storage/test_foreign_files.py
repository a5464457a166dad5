import os
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError, UsageError
from snnnotes.storage.foreign_files import checked_encoding, foreign_files


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


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
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


@pytest.mark.parametrize("name", ["latin-99", "", "zlib", "a\0b", "膜"])
def test_name_of_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="there is no such encoding") as caught:
        checked_encoding(name)
    assert "gb18030" in caught.value.hint
