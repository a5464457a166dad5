"""Runs the examples of the docs and compares what they show.

In a page, a block ``console`` is a conversation: ``$`` is a command, the lines below it are what a
terminal of 80 columns shows (no colours, no questions), or with ``| cat`` what a pipe gets. A block
``pycon`` is a doctest. A line that is only ``…`` stands for any lines, ``…`` within a line for any
text. Comments that GitHub does not show set the stage for all that follow on the page:

- ``<!-- notebook: tiny -->``: a fresh copy of tests/notebooks/tiny;
- ``<!-- notebook: none -->``: an empty folder;
- ``<!-- file: notes/glossary.yaml -->``: the next block is written to that file.

Blocks in other languages (``sh``, ``text``) are not run.
"""

import doctest
import io
import re
import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from snnnotes.cli.app import run

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TINY = ROOT / "tests" / "notebooks" / "tiny"

_STAGE = re.compile(
    r"^<!-- (?P<what>notebook|file): (?P<name>[^\n]+?) -->$"
    r"|^(?P<fence>```+)(?P<language>\w+)\n(?P<block>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_RUN = ("console", "pycon")


class Step(NamedTuple):
    """One thing on a page that sets the stage or is run."""

    #: ``notebook``, ``file``, or the language of a block.
    what: str
    #: The name in a comment, or the text of a block.
    text: str
    #: Counted from 1.
    line: int


def _steps(page: str) -> list[Step]:
    return [
        Step(
            found["what"] or found["language"],
            found["name"] or found["block"],
            page.count("\n", 0, found.start()) + 1,
        )
        for found in _STAGE.finditer(page)
    ]


def _conversation(block: str) -> list[tuple[str, list[str]]]:
    """Pairs of a command and the lines that must answer it."""
    turns: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            turns.append((line[2:], []))
        else:
            turns[-1][1].append(line)
    return turns


def _fits(expected: list[str], answer: str) -> bool:
    pattern = ""
    for line in expected:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, answer) is not None


class _Terminal(io.StringIO):
    """What a person sees: stdout and stderr, one after the other."""

    def isatty(self) -> bool:
        return True


class Stage:
    """A folder and a shell that knows just what the docs use."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.copies = 0
        self.code = 0
        self.names: dict[str, object] = {}
        for name, value in {"COLUMNS": "80", "NO_COLOR": "1", "CI": "1"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO())

    def set(self, notebook: str) -> None:
        """Go to a fresh notebook, or to a folder without one."""
        self.copies += 1
        root = self.folder / str(self.copies) / "my-notes"
        if notebook == "tiny":
            shutil.copytree(TINY, root)
        else:
            assert notebook == "none"
            root.mkdir(parents=True)
        self.monkeypatch.chdir(root)
        self.names = {}

    def answer(self, command: str) -> str:
        """What a command shows."""
        words = shlex.split(command)
        piped = words[-2:] == ["|", "cat"]
        target = Path(words[-1]) if words[-2:-1] == [">"] else None
        words = words[:-2] if piped or target else words
        shown, out = _Terminal(), io.StringIO()
        with redirect_stderr(shown), redirect_stdout(out if piped or target else shown):
            self.code = self._run(words)
        if target is not None:
            target.write_text(out.getvalue(), "utf-8")
            return shown.getvalue()
        return out.getvalue() + shown.getvalue()

    def _run(self, words: list[str]) -> int:
        match words:
            case ["snnnotes", *arguments]:
                return int(run(arguments))
            case ["cat", name]:
                print(Path(name).read_text("utf-8"), end="")  # noqa: T201 (a command of ours)
            case ["cd", name]:
                self.monkeypatch.chdir(name)
            case ["mkdir", name]:
                Path(name).mkdir()
            case ["echo", "$?"]:
                print(self.code)  # noqa: T201 (a command of ours)
            case _:
                raise AssertionError(f"docs use a command that the test does not know: {words}")
        return 0

    def talk(self, block: str) -> str:
        """The first command of a block that is answered otherwise, with its answer."""
        for command, expected in _conversation(block):
            answer = self.answer(command)
            if not _fits(expected, answer):
                return f"$ {command}\n{answer}"
        return ""

    def evaluate(self, block: str, name: str) -> str:
        """What is wrong with a doctest; empty if nothing is."""
        told: list[str] = []
        example = doctest.DocTestParser().get_doctest(block, self.names, name, name, 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        runner.run(example, out=told.append, clear_globs=False)
        self.names.update(example.globs)
        return "".join(told)


_PAGES = [
    page
    for page in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    if any(step.what in _RUN for step in _steps(page.read_text("utf-8")))
]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
def test_examples_show_what_the_program_does(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(tmp_path, monkeypatch)
    file = ""
    for step in _steps(page.read_text("utf-8")):
        where = f"{page.relative_to(ROOT)}:{step.line}"
        if step.what == "notebook":
            stage.set(step.text)
        elif step.what == "file":
            file = step.text
        elif file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(step.text, "utf-8", newline="\n")
            file = ""
        elif step.what in _RUN:
            assert stage.copies, f"{where}: no <!-- notebook: … --> before it"
            is_console = step.what == "console"
            wrong = stage.talk(step.text) if is_console else stage.evaluate(step.text, where)
            assert not wrong, f"{where}:\n{wrong}"


@pytest.mark.parametrize(
    ("expected", "answer", "fits"),
    [
        pytest.param(["3 notes"], "3 notes\n", True, id="same"),
        pytest.param(["3 notes"], "4 notes\n", False, id="other"),
        pytest.param(["a", "…", "b"], "a\nx\ny\nb\n", True, id="some-lines"),
        pytest.param(["a", "…", "b"], "a\nb\n", True, id="no-lines"),
        pytest.param(["added: …"], "added: 2025-03-01\n", True, id="part-of-a-line"),
        pytest.param(["a … c"], "a b\nc\n", False, id="not-over-a-line-end"),
        pytest.param(["Title"], "Title   \n", True, id="blanks-that-fill-a-table"),
        pytest.param([], "more\n", False, id="more-than-told"),
        pytest.param(["more"], "", False, id="less-than-told"),
    ],
)
def test_answer_is_compared_line_by_line(expected: list[str], answer: str, fits: bool) -> None:
    assert _fits(expected, answer) is fits


def test_example_that_is_wrong_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(tmp_path, monkeypatch)
    stage.set("tiny")

    assert stage.talk("$ snnnotes list -n 1 --format paths\nnotes/other.md\n")
    assert stage.evaluate(">>> 1 + 1\n3\n", "x")


@pytest.mark.parametrize("name", ["first-notebook", "python-api", "json-output", "search"])
def test_page_has_examples_that_are_run(name: str) -> None:
    assert name in [page.stem for page in _PAGES]
