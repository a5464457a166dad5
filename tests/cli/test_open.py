"""`open`: the paper, its code, PDF or DOI page."""

import subprocess
import sys
import webbrowser
from pathlib import Path

import pytest

from snnnotes.cli.app import run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened, in the browser or by the system."""
    found: list[str] = []

    def browser(address: str) -> bool:
        found.append(address)
        return True

    def program(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        found.append(" ".join(command))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(webbrowser, "open", browser)
    monkeypatch.setattr(subprocess, "run", program)
    monkeypatch.setattr(sys, "platform", "linux")
    return found


def _note(root: Path, **fields: str) -> str:
    lines = "".join(f'{name}: "{value}"\n' for name, value in fields.items())
    text = f"---\ntitle: Note to open\nyear: 2024\ncitekey: here\n{lines}---\n"
    (root / "notes/2023/here.md").write_text(text, "utf-8")
    return "here"


PAGES = [
    pytest.param((), {"url": "https://a.org/x"}, "https://a.org/x", id="url"),
    pytest.param((), {"arxiv": "2304.01230"}, "https://arxiv.org/abs/2304.01230", id="arxiv"),
    pytest.param((), {"doi": "10.1/x"}, "https://doi.org/10.1/x", id="doi"),
    pytest.param((), {"url": "HTTP://a.org"}, "HTTP://a.org", id="capitals"),
    pytest.param(
        ("--code",), {"code": "https://github.com/a/b"}, "https://github.com/a/b", id="code"
    ),
    pytest.param(
        ("--doi",), {"url": "https://a.org", "doi": "10.1/x"}, "https://doi.org/10.1/x", id="--doi"
    ),
    pytest.param(("--pdf",), {"pdf": "https://a.org/x.pdf"}, "https://a.org/x.pdf", id="pdf"),
    pytest.param(
        ("--pdf",), {"arxiv": "2304.01230"}, "https://arxiv.org/pdf/2304.01230", id="pdf-of-arxiv"
    ),
    pytest.param(
        ("--pdf",),
        {"openreview": "mbaN0Y0QTw"},
        "https://openreview.net/pdf?id=mbaN0Y0QTw",
        id="pdf-of-openreview",
    ),
    pytest.param(
        ("--pdf",), {"url": "https://a.org/X.PDF"}, "https://a.org/X.PDF", id="url-is-pdf"
    ),
]


@pytest.mark.parametrize(("options", "fields", "address"), PAGES)
def test_page_is_opened(
    options: tuple[str, ...], fields: dict[str, str], address: str, tiny: Path, opened: list[str]
) -> None:
    assert run(["open", _note(tiny, **fields), *options]) == 0

    assert opened == [address]


@pytest.mark.parametrize(("options", "fields", "address"), PAGES)
def test_print_prints_the_address_and_opens_nothing(
    options: tuple[str, ...],
    fields: dict[str, str],
    address: str,
    tiny: Path,
    opened: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["open", _note(tiny, **fields), *options, "--print"]) == 0

    assert capsys.readouterr().out == f"{address}\n"
    assert opened == []


@pytest.mark.parametrize(
    ("options", "fields", "message"),
    [
        pytest.param((), {}, "no web address of the paper", id="nothing"),
        pytest.param(("--code",), {"url": "https://a.org"}, "no address of the code", id="no-code"),
        pytest.param(("--pdf",), {"url": "https://a.org"}, "no address of a PDF", id="no-pdf"),
        pytest.param(("--doi",), {"url": "https://a.org"}, "no DOI", id="no-doi"),
        pytest.param((), {"url": "file:///etc/passwd"}, "not a web address", id="file"),
        pytest.param((), {"url": "javascript:alert(1)"}, "not a web address", id="script"),
        pytest.param((), {"url": "-x"}, "not a web address", id="option"),
        pytest.param((), {"url": "https://a.org/ b"}, "not a web address", id="blank"),
        pytest.param((), {"url": "https://a.org/\\e[0m"}, "not a web address", id="escape"),
        pytest.param(("--code",), {"code": "../run.sh"}, "not a web address", id="code-is-file"),
        pytest.param(("--pdf",), {"pdf": "ftp://a.org/x.pdf"}, "not a web address", id="ftp"),
        pytest.param(
            ("--pdf",), {"pdf": "gone.pdf"}, "neither a web address nor a file", id="gone"
        ),
        pytest.param(("--pdf",), {"pdf": "../../../x.pdf"}, "neither a web address", id="outside"),
        pytest.param(("--pdf",), {"pdf": "run.sh"}, "is no PDF, so it is not opened", id="program"),
        pytest.param(("--pdf", "--code"), {}, "only one of --code and --pdf", id="two-at-once"),
    ],
)
def test_what_cannot_be_opened_is_refused(
    options: tuple[str, ...],
    fields: dict[str, str],
    message: str,
    tiny: Path,
    opened: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tiny.parent / "x.pdf").write_bytes(b"%PDF")
    (tiny / "run.sh").write_text("echo", "utf-8")

    assert run(["open", _note(tiny, **fields), *options]) == 2

    shown = capsys.readouterr()
    assert message in shown.err
    assert "Hint: " in shown.err
    assert shown.out == ""
    assert opened == []


@pytest.mark.parametrize(
    ("named", "place"),
    [
        pytest.param("papers/x y.pdf", "papers/x y.pdf", id="from-the-root"),
        pytest.param("x.PDF", "notes/2023/x.PDF", id="beside-the-note"),
        pytest.param("../../papers/x y.pdf", "papers/x y.pdf", id="from-the-note"),
    ],
)
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_pdf_of_the_notebook_is_opened_by_the_system(
    platform: str,
    named: str,
    place: str,
    tiny: Path,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tiny / place
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"%PDF")
    note = _note(tiny, pdf=named)
    assert run(["open", note, "--pdf", "--print"]) == 0
    assert Path(capsys.readouterr().out.rstrip("\n")).samefile(file)

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr("os.startfile", lambda path: opened.append(f"start {path}"), raising=False)
    from snnnotes.cli.launching import open_file  # noqa: PLC0415 (not the whole program: its locks differ)

    open_file(file)

    opener = {"linux": "xdg-open", "darwin": "open", "win32": "start"}[platform]
    assert opened == [f"{opener} {file}"]


def test_open_of_a_pdf_starts_the_opener(tiny: Path, opened: list[str]) -> None:
    (tiny / "x.pdf").write_bytes(b"%PDF")

    assert run(["open", _note(tiny, pdf="x.pdf"), "--pdf"]) == 0

    assert len(opened) == 1
    assert opened[0].startswith("xdg-open ")
    assert opened[0].endswith("x.pdf")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(FileNotFoundError(), "xdg-open cannot be started", id="not-there"),
        pytest.param(3, "xdg-open ended with code 3", id="fails"),
    ],
)
def test_opener_that_does_not_work_is_told_with_the_file(
    answer: OSError | int,
    message: str,
    tiny: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def program(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        if isinstance(answer, OSError):
            raise answer
        return subprocess.CompletedProcess(command, answer)

    (tiny / "x.pdf").write_bytes(b"%PDF")
    note = _note(tiny, pdf="x.pdf")
    monkeypatch.setattr(subprocess, "run", program)
    monkeypatch.setattr(sys, "platform", "linux")

    assert run(["open", note, "--pdf"]) == 2

    said = capsys.readouterr().err
    assert message in said
    assert "x.pdf" in said


def test_without_a_browser_the_address_is_told(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)

    assert run(["open", "li2023seenn"]) == 2

    assert "the paper is at https://arxiv.org/abs/2304.01230" in capsys.readouterr().err


def test_words_of_the_title_name_the_note(tiny: Path, opened: list[str]) -> None:
    assert run(["open", "early", "exit"]) == 0

    assert opened == ["https://arxiv.org/abs/2304.01230"]
