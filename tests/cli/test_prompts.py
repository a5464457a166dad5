"""Questions at a real terminal: what they say, what Enter, Ctrl-C and Ctrl-D do, where they go."""

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", reason="there is no pseudo-terminal on this system")
if sys.platform == "win32":
    pytest.skip("pexpect has no pseudo-terminal on Windows", allow_module_level=True)

Start = Callable[..., Any]


@pytest.fixture
def start(tiny: Path) -> Start:
    """Starts a command at a terminal, or a line of a shell that holds one."""
    for number in range(25):
        (tiny / f"notes/2022/n{number}.md").write_text(
            f"---\ntitle: Paper {number}\nyear: 2021\n---\n", "utf-8"
        )

    def at_terminal(line: str, **environment: str) -> Any:  # noqa: ANN401 (pexpect has no types)
        program = f"{shlex.quote(sys.executable)} -m snnnotes"
        # Ctrl-C is for the command alone, where the shell has nothing to do afterwards.
        line = line if "|" in line or ";" in line else f"exec {line}"
        return pexpect.spawn(
            "/bin/sh",
            ["-c", line.replace("snnnotes", program)],
            env={**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
            dimensions=(24, 100),
            encoding="utf-8",
            codec_errors="replace",
            timeout=30,
        )

    return at_terminal


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def ended(child: Any) -> tuple[int, str]:  # noqa: ANN401 (pexpect has no types)
    """Exit code of a command, and the rest of what it said."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, str(child.before).replace("\r\n", "\n")


#: A command, and what it asks.
QUESTIONS = [
    pytest.param("snnnotes add", "Title: ", id="title"),
    pytest.param("snnnotes add 膜电位", "Year: ", id="year"),
    pytest.param("snnnotes show spiking", "Which one: ", id="ambiguous-note"),
    pytest.param("snnnotes set spiking rating=3", "Which one: ", id="ambiguous-note-of-set"),
    pytest.param("snnnotes open spiking --print", "Which one: ", id="ambiguous-note-of-open"),
    pytest.param("snnnotes rename spiking X", "Which one: ", id="ambiguous-note-of-rename"),
    pytest.param("snnnotes remove lif", r"Move it to \.trash\? \[y/N\]: ", id="remove"),
    pytest.param(
        "snnnotes set --where year:2021 rating=3", r"Change 25 notes\? \[y/N\]: ", id="set-many"
    ),
    pytest.param(
        "snnnotes tag --where year:2021 +x", r"Change 25 notes\? \[y/N\]: ", id="tag-many"
    ),
]


@pytest.mark.parametrize(
    "key", [pytest.param("\x03", id="ctrl-c"), pytest.param("\x04", id="ctrl-d")]
)
@pytest.mark.parametrize(("line", "question"), QUESTIONS)
def test_a_key_that_stops_writes_nothing_and_says_so(
    line: str, question: str, key: str, start: Start, tiny: Path
) -> None:
    before = snapshot(tiny)
    child = start(line)
    child.expect(question)
    child.send(key)

    code, said = ended(child)

    assert code == 130
    assert "Interrupted; nothing was written\n" in said
    assert snapshot(tiny) == before


@pytest.mark.parametrize(("line", "question"), QUESTIONS)
def test_a_question_leaves_nothing_in_a_pipe(
    line: str, question: str, start: Start, tiny: Path
) -> None:
    # The terminal sees what is in the file only behind the question.
    child = start(f"{line} > ../out; printf '[%s]' \"$(cat ../out)\"")
    child.expect(question)
    child.send("\x04")

    _, said = ended(child)

    assert said.endswith("[]")
    assert (tiny.parent / "out").read_bytes() == b""


@pytest.mark.parametrize(
    ("typed", "code", "is_removed"),
    [
        pytest.param("y\r", 0, True, id="y"),
        pytest.param("YES\r", 0, True, id="yes"),
        pytest.param("n\r", 1, False, id="n"),
        pytest.param("\r", 1, False, id="enter"),
        pytest.param("是\rmaybe\rno\r", 1, False, id="asked-again"),
    ],
)
def test_remove_takes_yes_for_a_yes(
    typed: str, code: int, is_removed: bool, start: Start, tiny: Path
) -> None:
    child = start("snnnotes remove lif")
    child.expect(r"\[y/N\]: ")
    child.send(typed)

    ended_with, said = ended(child)

    assert ended_with == code
    assert (tiny / "notes/2023/lif.md").exists() is not is_removed
    assert ("y or n, or Ctrl-C" in said) is ("maybe" in typed)


@pytest.mark.parametrize("answer", ["y", "n"])
def test_many_notes_are_changed_only_after_a_yes(answer: str, start: Start, tiny: Path) -> None:
    before = snapshot(tiny)
    child = start("snnnotes set --where year:2021 rating=3")
    child.expect("and 20 more")
    child.expect(r"Change 25 notes\? \[y/N\]: ")
    child.send(f"{answer}\r")

    _, said = ended(child)

    assert (snapshot(tiny) == before) is (answer == "n")
    assert ("Nothing was written" if answer == "n" else "25 notes changed") in said


def test_no_more_than_twenty_notes_need_no_question(start: Start) -> None:
    code, said = ended(start("snnnotes set --where year:2023 rating=3"))

    assert code == 0
    assert "2 notes changed" in said


def test_a_wrong_key_is_rubbed_out_by_whole_characters(start: Start, tiny: Path) -> None:
    child = start("snnnotes add --year 2024")
    child.expect("Title: ")
    child.send("膜点\x7f电位\x1b[D\x1b[D的\r")  # backspace; twice to the left

    code, _ = ended(child)

    assert code == 0
    assert (tiny / "notes/2024/膜的电位.md").is_file()


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"TERM": "dumb"}, id="dumb"),
        pytest.param({"NO_COLOR": "1"}, id="NO_COLOR"),
        pytest.param({"LC_ALL": "C"}, id="LC_ALL=C"),
    ],
)
def test_a_terminal_without_line_editing_is_asked_too(
    environment: dict[str, str], start: Start, tiny: Path
) -> None:
    child = start("snnnotes add --year 2024", **environment)
    child.expect("Title: ")
    child.send("膜电位\r")

    code, said = ended(child)

    assert code == 0
    assert (tiny / "notes/2024/膜电位.md").is_file()
    assert environment.get("TERM") != "dumb" or "\x1b" not in said


def test_an_answer_that_is_no_text_is_asked_for_again(start: Start, tiny: Path) -> None:
    child = start("snnnotes add --year 2024 > ../out")
    child.expect("Title: ")
    os.write(child.fileno(), b"\xc4\xa4\xb5\xe7\r")  # GBK
    child.expect("not in the encoding of this terminal|not UTF-8 text")
    child.expect("Title: ")
    child.send("膜电位\r")

    code, _ = ended(child)

    assert code == 0
    assert (tiny.parent / "out").read_text("utf-8") == "notes/2024/膜电位.md\n"


def test_a_numbered_choice_is_the_only_thing_asked(start: Start) -> None:
    child = start("snnnotes open spiking --print > ../out; cat ../out")
    child.expect(r"1\. A Survey of Spiking Networks \(2022\)")
    child.expect("Which one: ")
    child.send("二\r0\r2\r")

    code, said = ended(child)

    assert code == 0
    assert said.count("a number from 1 to 2, or Ctrl-C") == 2
    assert said.endswith("https://arxiv.org/abs/2304.01230\n")


def test_a_long_note_comes_in_the_pager_that_the_user_named(start: Start, tiny: Path) -> None:
    (tiny / "notes/2022/long.md").write_text(
        "---\ntitle: Long\nyear: 2022\n---\n\n" + "一段文字。\n\n" * 40 + "末尾\n", "utf-8"
    )

    _, paged = ended(start("snnnotes show long", PAGER="sed -n '1,2p;$p'"))
    _, whole = ended(start("snnnotes show long --no-pager", PAGER="sed -n 1p"))
    _, piped = ended(start("snnnotes show long | cat", PAGER="sed -n 1p"))

    assert paged.count("一段文字") == 0
    assert "末尾" in paged
    assert whole.count("一段文字") == piped.count("一段文字") == 40


def test_a_pager_that_is_left_early_is_no_error(start: Start, tiny: Path) -> None:
    (tiny / "notes/2022/long.md").write_text(
        "---\ntitle: Long\nyear: 2022\n---\n\n" + "一段文字。\n\n" * 20_000, "utf-8"
    )

    code, said = ended(start("snnnotes show long", PAGER="head -n 1"))

    assert code == 0
    assert "Traceback" not in said
    assert len(said.splitlines()) < 4
