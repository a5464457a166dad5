from collections.abc import Collection
from pathlib import PurePosixPath

import pytest

from snnnotes.errors import UsageError
from snnnotes.formats.frontmatter import read_note
from snnnotes.formats.note_making import NewNotes
from snnnotes.model.file_name import folded_name
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

TEMPLATE = "---\n{{frontmatter}}\n---\n\n## {{title}}\n\n{{links}}\n"


def new_notes(*notes: Note, existing: Collection[str] = (), template: str = TEMPLATE) -> NewNotes:
    folded = {folded_name(path) for path in existing}
    return NewNotes(
        notes,
        template=template,
        folder=PurePosixPath("notes"),
        exists=lambda path: folded_name(str(path)) in folded,
    )


def draft(title: str = "Spikformer", *, citekey: str | None = None) -> Note:
    paper = Paper(title=title, year=2023, authors=("Zhaokun Zhou",))
    return Note(path=PurePosixPath(), paper=paper, citekey=citekey, status="unread")


def test_a_note_is_made_from_the_template_and_says_what_it_shall() -> None:
    change = new_notes().make(draft())
    assert change.before is None
    note = read_note(change.text, path=change.path)
    assert (str(note.path), note.citekey, note.status) == (
        "notes/2023/Spikformer.md",
        "zhou2023spikformer",
        "unread",
    )
    assert "## Spikformer" in change.text


@pytest.mark.parametrize(
    ("below", "template", "end"),
    [
        pytest.param("Twice.\n膜电位", TEMPLATE, "## Spikformer\n\nTwice.\n膜电位\n", id="lf"),
        pytest.param(
            "One.\n\nTwo.",
            TEMPLATE.replace("\n", "\r\n"),
            "## Spikformer\r\n\r\nOne.\r\n\r\nTwo.\r\n",
            id="line-ends-of-the-template",
        ),
    ],
)
def test_text_goes_below_what_the_template_gives(below: str, template: str, end: str) -> None:
    assert new_notes(template=template).make(draft(), below=below).text.endswith(end)


def test_two_notes_of_one_name_get_two_files_whatever_case() -> None:
    made = new_notes(existing=["notes/2023/spikformer (3).md"])
    titles = ("Spikformer", "SPIKFORMER", "Spikformer")
    assert [made.make(draft(title)).path.stem for title in titles] == [
        "Spikformer",
        "SPIKFORMER (2)",
        "Spikformer (4)",
    ]


def test_a_file_on_disk_is_never_in_the_way() -> None:
    made = new_notes(existing=["notes/2023/SPIKFORMER.md", "notes/2023/Spikformer (2).md"])
    assert str(made.make(draft()).path) == "notes/2023/Spikformer (3).md"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param("mine", "mine", id="free-one-is-kept"),
        pytest.param("TAKEN", "zhou2023spikformer", id="taken-in-other-case"),
        pytest.param(None, "zhou2023spikformer", id="none-is-made"),
    ],
)
def test_a_citekey_is_kept_if_it_is_free(wanted: str | None, expected: str) -> None:
    there = Note(
        path=PurePosixPath("notes/x.md"), paper=Paper(title="X", year=2020), citekey="taken"
    )
    change = new_notes(there).make(draft(citekey=wanted))
    assert read_note(change.text, path=change.path).citekey == expected


def test_notes_made_together_have_citekeys_of_their_own() -> None:
    made = new_notes()
    titles = ("Spikformer", "Spikformer: V2", "Spikformer 3")
    changes = [made.make(draft(title)) for title in titles]
    keys = [read_note(change.text, path=change.path).citekey for change in changes]
    assert keys == ["zhou2023spikformer", "zhou2023spikformera", "zhou2023spikformerb"]


def test_a_title_without_a_letter_gives_no_file() -> None:
    with pytest.raises(UsageError, match="no file can be named"):
        new_notes().make(draft("???"))
