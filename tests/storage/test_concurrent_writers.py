"""Real processes that want to write at the same moment."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROUNDS = 40

#: Waits for a word on stdin, so that all start at once; prints what became of each round.
NEW_FILE = """
import os, sys
from pathlib import Path, PurePosixPath
from snnnotes.errors import WouldOverwriteError
from snnnotes.model.change import FileChange
from snnnotes.storage import files, notebook

root, name, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
book = notebook.Notebook.open(root, root=None, environment=os.environ)
write = book.apply if way == "notebook" else lambda changes: files.write_all(root, changes)
for round in range(int(sys.argv[4])):
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        write([FileChange(PurePosixPath(f"notes/{round}/膜电位.md"), None, name * 50_000)])
        print("made", flush=True)
    except WouldOverwriteError:
        print("refused", flush=True)
"""

#: Adds one to a number in a note, the way a command edits: look, decide, apply.
COUNT = """
import os, sys
from pathlib import Path, PurePosixPath
from snnnotes.model.change import FileChange
from snnnotes.storage.notebook import Notebook

book = Notebook.open(Path(sys.argv[1]), root=None, environment=os.environ)
note = PurePosixPath("notes/count.md")
for _ in range(int(sys.argv[2])):
    with book.writing():
        before = book.read_text(note)
        book.apply([FileChange(note, before, str(int(before) + 1))])
"""

#: Two files that belong together; each writer gives both of them its own text.
PAIR = """
import os, sys
from pathlib import Path, PurePosixPath
from snnnotes.errors import ChangedOnDiskError
from snnnotes.model.change import FileChange
from snnnotes.storage.files import write_all
from snnnotes.storage.notebook import Notebook

root, name = Path(sys.argv[1]), sys.argv[2]
book = Notebook.open(root, root=None, environment=os.environ)
pair = [PurePosixPath("README.md"), PurePosixPath("README.zh-CN.md")]
for round in range(int(sys.argv[3])):
    planned = [FileChange(path, book.read_text(path), f"{name} {round}") for path in pair]
    try:
        book.apply(planned)
    except ChangedOnDiskError:
        pass
    with book.writing():
        texts = {book.read_text(path) for path in pair}
        assert len(texts) == 1, texts
"""


class Writers:
    """Some processes that run one program."""

    def __init__(self, program: str, arguments: Sequence[Sequence[object]]) -> None:
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-c", program, *map(str, own)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                env=os.environ | {"PYTHONUTF8": "1"},
            )
            for own in arguments
        ]

    def lines(self) -> list[str]:
        """The next line of each."""
        return [process.stdout.readline().strip() for process in self.processes if process.stdout]

    def go(self) -> None:
        """Let all of them go on."""
        for process in self.processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()

    def errors(self) -> list[str]:
        """Wait for all; what each had to complain of."""
        return [process.communicate()[1] for process in self.processes]


@pytest.mark.parametrize(
    "way",
    [
        pytest.param("notebook", id="with-the-lock"),
        pytest.param("files", id="on-a-disk-that-cannot-lock"),
    ],
)
def test_one_of_two_processes_makes_a_new_note_and_the_other_is_refused(
    way: str, tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    writers = Writers(NEW_FILE, [(tmp_path, name, way, ROUNDS) for name in "ab"])

    outcomes = []
    for _ in range(ROUNDS):
        assert writers.lines() == ["ready", "ready"]
        writers.go()
        outcomes.append(writers.lines())

    assert writers.errors() == ["", ""]
    assert all(sorted(outcome) == ["made", "refused"] for outcome in outcomes)
    for number, outcome in enumerate(outcomes):
        folder = tmp_path / "notes" / str(number)
        assert [path.name for path in folder.iterdir()] == ["膜电位.md"]
        winner = "ab"[outcome.index("made")]
        assert (folder / "膜电位.md").read_text() == winner * 50_000


def test_no_edit_of_many_processes_is_lost(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/count.md").write_text("0")

    writers = Writers(COUNT, [(tmp_path, 25)] * 4)

    assert writers.errors() == [""] * 4
    assert (tmp_path / "notes/count.md").read_text() == "100"


def test_files_that_belong_together_never_part(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("README.md", "README.zh-CN.md"):
        (tmp_path / name).write_text("old")

    writers = Writers(PAIR, [(tmp_path, name, 40) for name in "ab"])

    assert writers.errors() == ["", ""]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "README.md",
        "README.zh-CN.md",
        "notes",
    ]
