"""Pipes, code pages and races: what scripts meet."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from snnnotes.cli import terminal
from snnnotes.cli.app import run

PROGRAM = [sys.executable, "-m", "snnnotes"]


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


@pytest.fixture
def many(tiny: Path) -> Path:
    """A notebook whose list is longer than a pipe holds."""
    for number in range(700):
        (tiny / f"notes/2022/n{number}.md").write_text(
            f'---\ntitle: "Paper {number} {"膜" * 80}"\nyear: 2022\n---\n\n膜电位\n', "utf-8"
        )
    return tiny


@pytest.mark.skipif(sys.platform == "win32", reason="Windows pipes break in another way")
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["list"], id="list"),
        pytest.param(["list", "--json"], id="json"),
        pytest.param(["list", "--format", "csv"], id="csv"),
        pytest.param(["search", "膜电位"], id="search"),
    ],
)
def test_a_reader_that_goes_away_is_no_error(arguments: list[str], many: Path) -> None:
    child = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(1)
    child.stdout.close()

    said = child.stderr.read().decode()

    child.stderr.close()
    assert child.wait() == 0
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


#: Every command that reads, in each form that it can have.
READING = [
    "list", "list --json", "list --format csv", "list --format jsonl", "list --format bibtex",
    "list --format paths", "list --format table", "search 膜电位", "search 膜电位 --json",
    "search 膜电位 -l", "search 膜电位 -c", "show lif", "show lif --raw", "show lif --json",
    "open li2023seenn --print", "stats", "stats --json", "status", "status --json",
    "tag --list", "tag --list --json", "export", "export --format csl-json",
    "export --format ris", "export --format markdown", "check", "check --format json",
    "check --explain all", "help", "help query", "help list", "--help", "--version",
    "list --help", "discover README.md", "discover README.md --json", "undo --dry-run",
    "set lif rating=3 --dry-run", "set lif rating=3 --json", "rename lif 膜 --dry-run",
    "remove lif --dry-run", "build-readme --dry-run", "adopt --dry-run", "fill --offline --json",
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell of POSIX")
@pytest.mark.parametrize("line", READING)
def test_no_command_minds_a_reader_that_reads_nothing(line: str, tiny: Path) -> None:
    _run("add", "Something to undo", "--year", "2024")
    # `true` is gone before the program has started to write.
    shell = f'( "{sys.executable}" -m snnnotes {line}; echo "code $?" >&2 ) | true'

    done = subprocess.run(shell, shell=True, capture_output=True, check=False)

    assert done.stderr.decode().splitlines()[-1] in ("code 0", "code 1"), done.stderr
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("line", READING)
def test_quiet_leaves_data_and_warnings_and_nothing_else(
    line: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = line.split()
    run(["add", "Something to undo", "--year", "2024"])
    capsys.readouterr()
    run(["build-readme"])
    capsys.readouterr()
    is_writing = words[0] == "set" and "--dry-run" not in words
    run(words)
    loud = capsys.readouterr()
    if is_writing:
        run(["undo"])
        capsys.readouterr()

    run(["--quiet", *words])

    quiet = capsys.readouterr()
    told = loud.out.replace("; snnnotes check", "")  # a hint that `status` gives
    first, second = (re.sub(r'"since": "[^"]+"', "", text) for text in (told, quiet.out))
    assert first == second  # but for the time of day
    assert all(one.startswith("Warning: ") for one in quiet.err.splitlines())


@pytest.mark.parametrize(
    ("environment", "is_colored"),
    [
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"CI": "true"}, False, id="CI"),
        pytest.param({"TERM": "dumb"}, False, id="dumb"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="NO_COLOR-wins"),
    ],
)
def test_colours_reach_a_pipe_only_where_they_are_wanted(
    environment: dict[str, str],
    is_colored: bool,
    tiny: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for line in READING:
        run(line.split())
        shown = capsys.readouterr()
        for_programs = line.split()[-1] in ("--json", "--raw", "csv", "jsonl", "bibtex", "paths")
        if not is_colored or for_programs:
            assert "\x1b" not in shown.out, line
        assert "\x1b" not in shown.err, line
    run(["search", "膜电位"])
    assert ("\x1b[" in capsys.readouterr().out) is is_colored


@pytest.mark.parametrize("line", READING)
def test_twenty_columns_are_enough_not_to_crash(
    line: str, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setenv("PAGER", "cat")

    assert run(line.split()) in (0, 1, 2)
    assert "Traceback" not in capsys.readouterr().err


CODE_PAGES = [
    pytest.param({"LC_ALL": "C"}, id="LC_ALL=C"),
    pytest.param({"PYTHONIOENCODING": "ascii"}, id="ascii"),
    pytest.param({"PYTHONIOENCODING": "gbk"}, id="gbk"),
    pytest.param({"PYTHONIOENCODING": "cp1252"}, id="cp1252"),
]


@pytest.mark.parametrize("environment", CODE_PAGES)
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["list"], id="list"),
        pytest.param(["list", "--format", "table"], id="table"),
        pytest.param(["search", "电位"], id="search"),
        pytest.param(["search", "没有的词"], id="nothing"),
        pytest.param(["show", "lif"], id="show"),
        pytest.param(["build-readme", "--check"], id="diff"),
        pytest.param(["add", "🧠 膜电位", "--year", "2024"], id="add"),
    ],
)
def test_no_code_page_crashes_a_command(
    arguments: list[str], environment: dict[str, str], tiny: Path
) -> None:
    (tiny / "notes/2022/emoji.md").write_text("---\ntitle: 🧠 的电位 ₂\nyear: 2022\n---\n", "utf-8")

    done = _run(*arguments, **environment)

    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("environment", CODE_PAGES)
def test_json_is_utf8_whatever_the_code_page(environment: dict[str, str], tiny: Path) -> None:
    for arguments in (["list", "--json"], ["search", "电位", "--json"], ["show", "lif", "--json"]):
        done = _run(*arguments, **environment)

        assert "LIF神经元的膜电位" in json.dumps(json.loads(done.stdout), ensure_ascii=False)


def test_nothing_is_asked_when_nobody_can_answer(tiny: Path) -> None:
    done = _run("add", "X")

    assert done.returncode == 2
    assert b"year is missing" in done.stderr


@pytest.mark.parametrize("writers", [2, 8])
def test_one_title_added_at_once_gives_one_note_and_refusals(writers: int, tiny: Path) -> None:
    for round_ in range(3):
        title = f"Race {writers} {round_}: 同一篇"
        with ThreadPoolExecutor(writers) as pool:
            done = list(
                pool.map(lambda _, t=title: _run("add", t, "--year", "2024"), range(writers))
            )

        assert sorted(one.returncode for one in done) == [0] + [5] * (writers - 1)
        assert len(list(tiny.glob(f"notes/2024/Race {writers} {round_}*"))) == 1
    assert not [file for file in tiny.rglob("*") if ".tmp" in file.name]


def test_different_titles_added_at_once_all_land(tiny: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda n: _run("add", f"Paper {n}", "--year", "2024"), range(12)))

    assert [one.returncode for one in done] == [0] * 12
    listed = _run("list", "--year", "2024", "--format", "paths").stdout.decode().splitlines()
    assert len(listed) == 12


def test_a_killed_writer_leaves_whole_notes_only(tiny: Path) -> None:
    children = [
        subprocess.Popen([*PROGRAM, "add", f"Killed {n}", "--year", "2024"],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for n in range(6)
    ]  # fmt: skip
    for number, child in enumerate(children):
        try:
            child.wait(0.1 * number)
        except subprocess.TimeoutExpired:
            child.kill()
        child.wait()

    assert _run("list").returncode == 0
    for note in tiny.glob("notes/2024/*.md"):
        assert note.read_text("utf-8").rstrip().endswith(f"## {note.stem}")
    # Nobody is locked out afterwards.
    assert _run("add", "After", "--year", "2024").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of Windows cannot close a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("command", ["list", "search 电位", "show lif", "list --json"])
def test_a_stream_that_was_closed_before_the_start_is_no_error(
    command: str, closed: str, tiny: Path
) -> None:
    line = f'"{sys.executable}" -m snnnotes {command} {closed}'

    done = subprocess.run(line, shell=True, capture_output=True, check=False)

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "command",
    [
        line
        for line in READING
        if line not in ("undo --dry-run", "adopt --dry-run", "discover README.md")
    ],
)
def test_a_full_disk_under_stdout_is_said_in_one_sentence(command: str, tiny: Path) -> None:
    line = f'"{sys.executable}" -m snnnotes {command} > /dev/full'

    done = subprocess.run(line, shell=True, capture_output=True, check=False)

    assert done.returncode == 5
    assert b"Error: the output cannot be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
