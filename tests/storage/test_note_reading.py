from pathlib import Path

import pytest

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

GOOD = "---\ntitle: {}\nyear: 2023\n---\n\n正文\n"


def notebook(root: Path, texts: dict[str, bytes]) -> Notebook:
    for name, data in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return Notebook.open(root, root=None, environment={})


def test_notes_come_sorted_by_path(tmp_path: Path) -> None:
    notes, problems = load_notes(
        notebook(
            tmp_path,
            {
                "notes/b.md": GOOD.format("膜电位").encode(),
                "notes/2023/a.md": GOOD.format("SEENN").encode(),
            },
        )
    )

    assert [(str(note.path), note.paper.title) for note in notes] == [
        ("notes/2023/a.md", "SEENN"),
        ("notes/b.md", "膜电位"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("bad", "kind", "message"),
    [
        pytest.param(b"no frontmatter\n", NoteFormatError, "notes/bad.md:1:", id="no-frontmatter"),
        pytest.param(b"", NoteFormatError, "notes/bad.md:1:", id="empty"),
        pytest.param(b"---\nyear: 2023\n---\n", NoteFormatError, "title is missing", id="title"),
        pytest.param(b"\x00\x01", UnreadableFileError, "not a text file", id="binary"),
        pytest.param("标题".encode("gbk"), UnreadableFileError, "GB18030", id="other-encoding"),
    ],
)
def test_note_that_cannot_be_read_does_not_stop_the_others(
    bad: bytes, kind: type[Exception], message: str, tmp_path: Path
) -> None:
    notes, problems = load_notes(
        notebook(tmp_path, {"notes/bad.md": bad, "notes/good.md": GOOD.format("LIF").encode()})
    )

    assert [note.paper.title for note in notes] == ["LIF"]
    assert [type(problem) for problem in problems] == [kind]
    assert message in str(problems[0])


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param("# 2023 年\n", [], id="page-of-a-folder"),
        pytest.param(GOOD.format("Mine"), ["Mine"], id="note-that-is-called-so"),
    ],
)
@pytest.mark.parametrize("name", ["README.md", "index.md", "Readme.md"])
def test_page_of_a_folder_is_a_note_only_with_frontmatter(
    name: str, text: str, titles: list[str], tmp_path: Path
) -> None:
    notes, problems = load_notes(notebook(tmp_path, {f"notes/{name}": text.encode()}))

    assert [note.paper.title for note in notes] == titles
    assert problems == []
