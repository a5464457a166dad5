"""Every command on consoles of any encoding: nothing crashes, all that can be shown is shown."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from consoles import Console, write_odd_notes

from snnnotes.cli import terminal
from snnnotes.cli.app import COMMANDS, run
from snnnotes.cli.session import Session
from snnnotes.cli.terminal import columns_of

PROGRAM = [sys.executable, "-m", "snnnotes"]
ENCODINGS = ["gbk", "cp936", "big5", "cp1252", "latin-1", "ascii", "utf-8"]

#: Each command several times, in an order in which each has something to do.
LINES = (
    ["init", "x"],
    ["adopt", "--dry-run"],
    ["add", "🧠 膜电位 [bold]x[/bold]", "--year", "2024", "--author", "张三", "--tag", "组会"],
    ["add", "2401.00001", "--offline"],
    ["fill", "--offline"],
    ["import", "refs.bib", "--dry-run"],
    ["import", "refs.bib"],
    ["discover", "列表.md"],
    ["discover", "列表.md", "--problems"],
    ["list"],
    ["list", "--format", "table", "--columns", "path,title,authors,tags"],
    ["list", "--format", "csv"],
    ["list", "--format", "bibtex"],
    ["list", "没有"],
    ["search", "电位"],
    ["search", "膜电", "-C", "1", "--all"],
    ["search", "没有的词"],
    ["search", "电位 ("],
    ["show", "lif"],
    ["show", "evil"],
    ["show", "li2022nao"],
    ["show", "li2022nao", "--raw"],
    ["show", "没有的🧠"],
    ["open", "li2023seenn", "--print"],
    ["open", "lif", "--print"],
    ["edit", "lif"],
    ["stats"],
    ["stats", "--json"],
    ["stats", "--by", "年"],
    ["status"],
    ["status", "--json"],
    ["set", "lif", "项目=膜", "rating=3", "title=🧠电", "--dry-run"],
    ["set", "lif", "项目=膜 🧠", "rating=3"],
    ["set", "lif", "status=读"],
    ["tag", "--list"],
    ["tag", "lif", "+组会", "-神经"],
    ["tag", "--rename", "组会", "讨论🧠"],
    ["rename", "lif", "带泄漏的🧠:神经元", "--dry-run"],
    ["rename", "lif", "带泄漏的🧠:神经元"],
    ["remove", "li2022nao"],
    ["remove", "li2022nao", "--yes"],
    ["undo", "--dry-run"],
    ["undo"],
    ["build-readme", "--check"],
    ["build-readme"],
    ["export", "--format", "biblatex"],
    ["export", "--format", "markdown"],
    ["export", "--output", "导出.bib"],
    ["check"],
    ["check", "--format", "json"],
    ["check", "--explain", "all"],
    ["check", "--fix", "--dry-run"],
    ["help"],
    ["help", "query"],
    ["help", "查询🧠"],
    ["merge-readme", "a", "b", "c"],
)
#: What another program reads is always UTF-8.
FOR_PROGRAMS = {"--json", "csv", "bibtex", "biblatex", "markdown", "json"}


@pytest.fixture
def odd(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_odd_notes(tiny)
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" -c "pass"')
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(Session, "can_ask", lambda session: False)
    return tiny


def said(
    monkeypatch: pytest.MonkeyPatch, line: list[str], encoding: str, *, is_terminal: bool = False
) -> tuple[int, bytes, bytes]:
    """Exit code of a command on a console, and what it wrote to it."""
    out = Console(encoding, is_terminal=is_terminal)
    err = Console(encoding, is_terminal=False)
    with monkeypatch.context() as streams:
        streams.setattr(sys, "stdout", out)
        streams.setattr(sys, "stderr", err)
        code = run(line)
        return int(code), out.written(), err.written()


def readable(line: list[str], octets: bytes, encoding: str) -> str:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError:
        return pytest.fail(f"{line} wrote what is no {encoding}: {octets!r}")


def test_every_command_is_tried() -> None:
    assert {line[0] for line in LINES} == COMMANDS.keys()


@pytest.mark.parametrize("is_terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_command_crashes_or_writes_what_the_console_cannot_read(
    encoding: str, is_terminal: bool, odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in LINES:
        code, out, err = said(monkeypatch, line, encoding, is_terminal=is_terminal)

        is_raw = "--raw" in line and not is_terminal  # the file as it is
        shown = readable(line, out, "utf-8" if is_raw or FOR_PROGRAMS & set(line) else encoding)
        told = readable(line, err, encoding)
        assert code in (0, 1, 2, 3, 5), (line, told)
        assert "Traceback" not in told, (line, told)
        if not is_raw:
            assert "\a" not in shown, line
            assert "\x1b]0;" not in shown, line
        assert "\x1b" not in told, line


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(["list", "--format", "table"], id="table"),
        pytest.param(["list"], id="plain"),
        pytest.param(["search", "电位"], id="search"),
        pytest.param(["show", "lif"], id="show"),
        pytest.param(["build-readme", "--dry-run"], id="diff"),
    ],
)
@pytest.mark.parametrize("encoding", ["gbk", "cp936", "gb18030"])
def test_chinese_is_chinese_on_a_chinese_console(
    encoding: str, line: list[str], odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (odd / "notes/2022/坏的.md").unlink()  # the README is not rebuilt without it

    shown = said(monkeypatch, line, encoding)[1].decode(encoding)

    assert "LIF神经元" in shown
    assert "\\u" not in "".join(one for one in shown.splitlines() if "LIF神经元" in one)


def test_errors_and_counts_are_in_the_console_s_encoding_too(
    odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "'没有的\\U0001f9e0'" in said(monkeypatch, ["show", "没有的🧠"], "gbk")[2].decode("gbk")
    ascii_ = said(monkeypatch, ["show", "没有的🧠"], "ascii")[2].decode("ascii")
    assert "'\\u6ca1\\u6709\\u7684\\U0001f9e0'" in ascii_


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        pytest.param("latin-1", "“Zoë” — a…", '"Zoë" - a...', id="typography"),
        pytest.param("cp1252", "“Zoë” — a…", "“Zoë” — a…", id="only-where-it-is-lacking"),
        pytest.param("ascii", "ICLR · ★★☆", "ICLR | **.", id="our-own-signs"),
        pytest.param("cp1252", "膜 🧠", "\\u819c \\U0001f9e0", id="others-are-escapes"),
    ],
)
def test_signs_that_a_console_lacks_have_something_in_their_place(
    encoding: str, text: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(encoding, is_terminal=False)
    monkeypatch.setattr(sys, "stdout", console)
    terminal.never_fail_on_characters()

    terminal.out(text, end="")

    assert console.written().decode(encoding) == shown
    assert terminal.printable(text) == shown
    assert terminal.can_show(text) is (text == shown)


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "latin-1", "ascii", "utf-8"])
def test_a_table_is_straight_on_every_console(
    encoding: str, columns: int, odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    line = ["list", "--sort", "title", "--columns", "year,title,path"]

    shown = said(monkeypatch, line, encoding, is_terminal=True)[1].decode(encoding)

    head, *rows = shown.splitlines()
    # Terminals differ on how wide emoji of several characters are, so they count here for nothing.
    rows = [row for row in rows if "\u200d" not in row]
    assert head.split() == ["Year", "Title", "Path"]
    assert max(columns_of(row) for row in (head, *rows)) <= columns
    starts = {columns_of(row[: row.index(" no") + 1]) for row in rows if " notes/" in row}
    assert starts == {head.index("Path")}


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_a_terminal_too_narrow_for_a_table_still_shows_every_title(
    encoding: str, odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")

    shown = said(monkeypatch, ["list"], encoding, is_terminal=True)[1].decode(encoding)

    lines = shown.splitlines()
    assert len(lines) == 5
    assert lines[1] == (
        "2023  NeurIPS  li2023seenn  SEENN: Towards Temporal Spiking Early-Exit Neural Networks"
    )


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "latin-1", "ascii", "utf-8"])
def test_bars_begin_in_one_column_on_every_console(
    encoding: str, odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    shown = said(monkeypatch, ["stats", "--by", "tag"], encoding, is_terminal=True)[1]

    rows = [row for row in shown.decode(encoding).splitlines() if row.endswith(("█", "#"))]
    ends = {columns_of(row.rstrip("█#")) for row in rows}
    assert len(rows) == 7
    assert len(ends) == 1


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_lines_that_were_found_fit_the_terminal(
    encoding: str, odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (odd / "notes/2022/long.md").write_text(
        f"---\ntitle: {'脉冲神经网络' * 9}\nyear: 2022\n---\n\n{'电位' * 200}\n", "utf-8"
    )
    monkeypatch.setenv("NO_COLOR", "1")

    shown = said(monkeypatch, ["search", "电位"], encoding, is_terminal=True)[1].decode(encoding)

    hits = [line for line in shown.splitlines() if line[7:8] == ":" or line.startswith(" " * 9)]
    assert len(hits) > 3
    assert max(map(columns_of, hits)) <= 80


LOCALES = [
    pytest.param({"LC_ALL": "C"}, id="LC_ALL=C"),
    pytest.param({"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, id="PYTHONUTF8=0"),
    pytest.param(
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="nothing-but-ascii"
    ),
    pytest.param({"PYTHONIOENCODING": "gbk"}, id="PYTHONIOENCODING=gbk"),
    pytest.param({"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, id="cp1252"),
]


def in_locale(line: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *line],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("environment", LOCALES)
def test_notes_are_made_listed_and_linked_in_every_locale(
    environment: dict[str, str], odd: Path
) -> None:
    (odd / "notes/2022/坏的.md").unlink()  # the README is not rebuilt without it
    (odd / "notes/仓").mkdir()
    (odd / "notes/仓/电.md").write_text("---\ntitle: 仓\nyear: 2020\n---\n", "utf-8")

    for line in (["add", "🧠 膜电位", "--year", "2024"], ["import", "refs.bib"], ["build-readme"]):
        done = in_locale(line, environment)
        assert done.returncode in (0, 3), done.stderr
        assert b"Traceback" not in done.stderr

    names = [path.name for path in odd.glob("notes/2024/*.md")]
    if sys.platform != "win32":  # a command line is always Unicode there, and a console, too
        assert names == ["🧠 膜电位.md"]
        readme = (odd / "README.md").read_text("utf-8")
        assert "(notes/2024/🧠%20膜电位.md)" in readme
        assert "(notes/仓/电.md)" in readme
    listed = in_locale(["list", "--format", "paths"], environment).stdout.decode("utf-8")
    assert "notes/仓/电.md" in listed.splitlines()


@pytest.fixture(scope="session")
def gbk_locale(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A locale whose encoding is GBK, as old servers in China have it."""
    if sys.platform != "linux" or not shutil.which("localedef"):
        pytest.skip("no localedef")
    folder = tmp_path_factory.mktemp("locales")
    subprocess.run(
        ["localedef", "--no-archive", "-c", "-i", "zh_CN", "-f", "GBK", folder / "zh_CN.GBK"],
        capture_output=True,
        check=False,
    )
    if not (folder / "zh_CN.GBK").is_dir():
        pytest.skip("this system has no sources of locales")
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK"}


def test_a_locale_of_gbk_changes_neither_names_nor_links(
    gbk_locale: dict[str, str], odd: Path
) -> None:
    (odd / "notes/2022/坏的.md").unlink()  # the README is not rebuilt without it
    (odd / "notes/仓").mkdir()
    (odd / "notes/仓/电.md").write_text("---\ntitle: 仓\nyear: 2020\n---\n", "utf-8")
    words = ["add", "带泄漏的 膜电位", "--year", "2024", "--tag", "组会"]

    added = subprocess.run(
        [os.fsencode(PROGRAM[0]), *PROGRAM[1:], *(word.encode("gbk") for word in words)],
        capture_output=True,
        check=False,
        env=os.environ | gbk_locale,
    )
    rebuilt = in_locale(["build-readme"], gbk_locale)
    shown = in_locale(["list", "仓"], gbk_locale)

    assert added.stdout.decode("gbk") == "notes/2024/带泄漏的 膜电位.md\n"
    assert (odd / "notes/2024/带泄漏的 膜电位.md").is_file()
    assert rebuilt.returncode in (0, 3)
    readme = (odd / "README.md").read_text("utf-8")
    assert "(notes/仓/电.md)" in readme
    assert "(notes/2024/带泄漏的%20膜电位.md)" in readme
    assert shown.stdout.decode("gbk") == "2020\t\t仓\tnotes/仓/电.md\n"
