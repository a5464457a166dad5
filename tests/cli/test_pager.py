"""Notes longer than the screen, at a real terminal."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from snnnotes.cli import pager
from snnnotes.cli.pager import pager_command

COLOURED = "\x1b[1mbold\x1b[0m \x1b]8;id=1;https://a.org\x1b\\link\x1b]8;;\x1b\\\n"


def _program(folder: Path, name: str, code: str = "") -> Path:
    """A program of that name; it writes what it is given to the file `got`."""
    folder.mkdir(exist_ok=True)
    script = folder / name
    got = str(folder / "got")
    code = code or f"import sys; open({got!r}, 'wb').write(sys.stdin.buffer.read())"
    script.write_text(f"#!{sys.executable}\n{code}\n", "utf-8")
    script.chmod(0o755)
    return script


needs_scripts = pytest.mark.skipif(
    sys.platform == "win32", reason="a script is no program on Windows"
)


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        pytest.param({"PAGER": "cat"}, [], id="cat"),
        pytest.param({"PAGER": ""}, [], id="empty"),
        pytest.param({"PAGER": "no-such-pager-here -x"}, [], id="not-there"),
        pytest.param({"PAGER": "less 'a"}, [], id="quote-not-closed"),
        pytest.param({"PAGER": "less", "TERM": "dumb"}, [], id="dumb"),
    ],
)
def test_no_pager_where_there_can_be_none(environment: dict[str, str], command: list[str]) -> None:
    assert pager_command(environment) == command


@needs_scripts
def test_pager_is_split_and_less_is_told_to_show_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("less", "more", "my pager"):
        _program(tmp_path / "bin", name)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert pager_command({"PAGER": "less -i"}) == ["less", "-R", "-i"]
    assert pager_command({"PAGER": "'my pager' -x"}) == ["my pager", "-x"]
    assert pager_command({}) == ["less", "-R"]

    (tmp_path / "bin" / "less").unlink()
    assert pager_command({}) == ["more"]

    (tmp_path / "bin" / "more").unlink()
    assert pager_command({}) == []


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 20 columns and 5 lines."""
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: os.terminal_size((20, 5)))


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        pytest.param("a\n" * 4, False, id="fits"),
        pytest.param("a\n" * 5, True, id="no-line-for-the-prompt"),
        pytest.param("膜" * 41 + "\n", True, id="one-line-that-wraps"),
        pytest.param("膜" * 40 + "\n", False, id="one-line-that-just-fits"),
        pytest.param(COLOURED * 4, False, id="colours-take-no-room"),
    ],
)
@needs_scripts
def test_only_what_is_longer_than_the_screen_goes_to_the_pager(
    text: str,
    is_long: bool,
    small: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program = _program(tmp_path, "less")

    pager.show(text, {**os.environ, "PAGER": str(program)}, paged=True)

    assert (tmp_path / "got").exists() is is_long
    assert capsys.readouterr().out == ("" if is_long else text)


@needs_scripts
@pytest.mark.parametrize(
    ("name", "got"),
    [
        pytest.param("less", COLOURED * 9, id="less"),
        pytest.param("most", "bold link\n" * 9, id="one-that-may-not-know-colours"),
    ],
)
def test_colours_go_only_to_pagers_that_know_them(
    name: str, got: str, small: None, tmp_path: Path
) -> None:
    program = _program(tmp_path, name)

    pager.show(COLOURED * 9, {**os.environ, "PAGER": str(program)}, paged=True)

    assert (tmp_path / "got").read_text("utf-8") == got


@needs_scripts
def test_pager_gets_utf_8_and_says_so_to_less(small: None, tmp_path: Path) -> None:
    got = str(tmp_path / "got")
    code = f"import os; open({got!r}, 'w').write(os.environ['LESSCHARSET'])"
    program = _program(tmp_path, "less", code)

    pager.show("膜\n" * 9, {**os.environ, "PAGER": str(program)}, paged=True)

    assert (tmp_path / "got").read_text("utf-8") == "utf-8"


@needs_scripts
def test_pager_that_reads_nothing_is_no_error(small: None, tmp_path: Path) -> None:
    program = _program(tmp_path, "less", "raise SystemExit(1)")

    pager.show("膜\n" * 100_000, {**os.environ, "PAGER": str(program)}, paged=True)


@needs_scripts
def test_text_is_shown_when_the_pager_cannot_be_started(
    small: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "less"
    program.write_text("#!/no/such/interpreter\n", "utf-8")
    program.chmod(0o755)

    pager.show("膜\n" * 9, {**os.environ, "PAGER": str(program)}, paged=True)

    assert capsys.readouterr().out == "膜\n" * 9


def test_ctrl_c_is_for_the_pager(monkeypatch: pytest.MonkeyPatch, small: None) -> None:
    class Interrupted:
        def __init__(self, *_: object, **__: object) -> None:
            self.waits = 0

        def communicate(self, _: bytes) -> None:
            raise KeyboardInterrupt

        def wait(self) -> None:
            self.waits += 1
            if self.waits < 3:
                raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    monkeypatch.setattr(shutil, "which", lambda name: name)

    pager.show("a\n" * 9, {"PAGER": "less"}, paged=True)


# At a real terminal.


def _start(*arguments: str, lines: int = 24, environment: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 (pexpect has no types)
    pexpect = pytest.importorskip("pexpect", reason="there is no pseudo-terminal on this system")
    inherited = {name: value for name, value in os.environ.items() if name not in _SIZE}
    given = {"TERM": "xterm-256color", "PYTHONUTF8": "1", **(environment or {})}
    return pexpect.spawn(
        sys.executable,
        ["-m", "snnnotes", *arguments],
        env={**inherited, **given},
        dimensions=(lines, 80),
        encoding="utf-8",
        timeout=20,
    )


def _end() -> Any:  # noqa: ANN401 (see above)
    import pexpect  # noqa: PLC0415 (not on Windows)

    return pexpect.EOF


_SIZE = {"COLUMNS", "LINES", "LESS", "PAGER"}
at_terminal = pytest.mark.skipif(
    sys.platform == "win32", reason="pexpect has no pseudo-terminal on Windows"
)
needs_less = pytest.mark.skipif(shutil.which("less") is None, reason="there is no less")


@pytest.fixture
def long_note(tiny: Path) -> str:
    body = "\n\n".join(f"第 {number} 段，膜电位 $u[{number}]$ 。" for number in range(60))
    text = f"---\ntitle: Long note\nyear: 2024\ncitekey: long\n---\n\n{body}\n\nTHE END\n"
    (tiny / "notes" / "2023" / "long.md").write_text(text, "utf-8")
    return "long"


@at_terminal
@needs_less
def test_long_note_is_read_in_less_and_left_with_q(long_note: str) -> None:
    child = _start("show", long_note)
    child.expect("Long note")
    child.expect("第 1 段")
    child.send("/第 30 段\n")
    child.expect(r"u\[30\]")
    child.send("G")
    child.expect("THE END")
    child.send("q")
    child.expect(_end())
    child.close()

    assert child.exitstatus == 0


@at_terminal
@needs_less
def test_ctrl_c_in_less_does_not_end_the_program(long_note: str) -> None:
    child = _start("show", long_note)
    child.expect("第 1 段")
    child.sendintr()
    child.send("G")
    child.expect("THE END")
    child.send("q")
    child.expect(_end())
    child.close()

    assert child.exitstatus == 0


@at_terminal
@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        pytest.param(("--no-pager",), {}, id="option"),
        pytest.param((), {"PAGER": "cat"}, id="cat"),
        pytest.param((), {"PAGER": ""}, id="empty"),
        pytest.param((), {"TERM": "dumb"}, id="dumb"),
    ],
)
def test_all_at_once_if_nobody_wants_a_pager(
    arguments: tuple[str, ...], environment: dict[str, str], long_note: str
) -> None:
    child = _start("show", long_note, *arguments, environment=environment)
    child.expect("Long note")
    child.expect("THE END")
    child.expect(_end())
    child.close()

    assert child.exitstatus == 0


@at_terminal
def test_short_note_needs_no_pager(tiny: Path) -> None:
    child = _start("show", "li2023seenn", lines=50, environment={"PAGER": "no-such-pager"})
    child.expect("surrogate gradient")
    child.expect(_end())


@at_terminal
@needs_less
def test_raw_file_is_paged_too(long_note: str) -> None:
    child = _start("show", long_note, "--raw")
    child.expect("title: Long note")
    child.send("G")
    child.expect("THE END")
    child.send("q")
    child.expect(_end())
