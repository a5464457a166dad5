import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.storage.markdown_texts import MarkdownTexts

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def path(text: str) -> PurePosixPath:
    return PurePosixPath(text)


def made(root: Path, *names: str) -> list[PurePosixPath]:
    """Files that hold their own names."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(f"{name}\r\n".encode())
    return [path(name) for name in names]


@pytest.mark.parametrize(
    ("name", "is_wanted"),
    [
        pytest.param("notes/膜.md", True, id="markdown"),
        pytest.param("README.MD", True, id="upper-case"),
        pytest.param("a.markdown", True, id="long-suffix"),
        pytest.param("a.qmd", True, id="quarto"),
        pytest.param("a.png", False, id="image"),
        pytest.param("md", False, id="no-suffix"),
    ],
)
def test_only_markdown_is_there(tmp_path: Path, name: str, *, is_wanted: bool) -> None:
    texts = MarkdownTexts(tmp_path, made(tmp_path, name))
    assert dict(texts) == ({path(name): f"{name}\r\n"} if is_wanted else {})
    assert len(texts) == is_wanted


def test_a_file_that_is_none_of_them_is_none(tmp_path: Path) -> None:
    texts = MarkdownTexts(tmp_path, made(tmp_path, "a.md"))
    with pytest.raises(KeyError):
        texts[path("b.md")]


def test_a_file_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    texts = MarkdownTexts(tmp_path, made(tmp_path, "a.md"))
    (tmp_path / "a.md").write_text("新", "utf-8")
    assert texts[path("a.md")] == "新"


def test_files_that_cannot_be_read_count_as_empty_and_are_named(tmp_path: Path) -> None:
    paths = made(tmp_path, "a.md", "b.md", "gone.md")
    (tmp_path / "b.md").write_bytes(b"\xff")
    (tmp_path / "gone.md").unlink()
    texts = MarkdownTexts(tmp_path, paths)
    assert dict(texts) == {path("a.md"): "a.md\r\n", path("b.md"): "", path("gone.md"): ""}
    assert list(texts.problems) == [path("b.md"), path("gone.md")]


@POSIX
def test_links_to_files_and_folders_are_left_out(tmp_path: Path) -> None:
    root = tmp_path / "book"
    paths = made(root, "docs/a.md")
    (root / "b.md").symlink_to("docs/a.md")
    (root / "folder").symlink_to("docs")
    texts = MarkdownTexts(root, [*paths, path("b.md"), path("folder/a.md")])
    assert list(texts) == [path("docs/a.md")]


@POSIX
def test_the_root_may_be_a_link_itself(tmp_path: Path) -> None:
    paths = made(tmp_path / "book", "docs/a.md")
    (tmp_path / "link").symlink_to("book")
    assert list(MarkdownTexts(tmp_path / "link", paths)) == paths


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = made(tmp_path, *(f"{number}.md" for number in range(250)))
    list(MarkdownTexts(tmp_path, paths, lambda *done: told.append(done)).items())
    assert told == [(100, 250), (200, 250)]
