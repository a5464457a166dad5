"""Going on with a hit: the editor and the browser."""

import sys
import webbrowser
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.cli.app import run
from snnnotes.cli.launching import editor_command, paper_address
from snnnotes.errors import UsageError
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

APPEND = "import sys; open(sys.argv[-1], 'a', encoding='utf-8').write('edited\\n')"


def _editor(tmp_path: Path, code: str) -> str:
    script = tmp_path / "my editor.py"
    script.write_text(code, "utf-8")
    return f'"{sys.executable}" "{script}"'


@pytest.mark.skipif(sys.platform == "win32", reason="quotes stay in a command of Windows")
def test_edit_opens_the_note_of_that_hit(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", _editor(tmp_path, APPEND))

    assert run(["search", "替代梯度", "--exact", "--edit", "1"]) == 0

    assert (tiny / "notes/2022/survey.md").read_text("utf-8").endswith("edited\n")


@pytest.mark.skipif(sys.platform == "win32", reason="quotes stay in a command of Windows")
def test_add_with_edit_opens_the_new_note(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", _editor(tmp_path, APPEND))

    assert run(["add", "New; touch x", "--year", "2024", "--edit"]) == 0

    assert (tiny / "notes/2024/New; touch x.md").read_text("utf-8").endswith("edited\n")
    assert not (tiny / "x").exists()


def test_an_editor_that_is_not_there_is_named(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SNNNOTES_EDITOR", "no-such-editor-here")

    assert run(["search", "替代梯度", "--edit", "1"]) == 2
    assert "the editor 'no-such-editor-here' cannot be started" in capsys.readouterr().err


def test_first_variable_that_is_set_names_the_editor() -> None:
    environment = {"EDITOR": "ed", "VISUAL": "vi -R", "SNNNOTES_EDITOR": ""}

    assert editor_command(environment) == ["vi", "-R"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there the system has one")
def test_without_an_editor_the_variables_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        editor_command({})

    assert "SNNNOTES_EDITOR, VISUAL, EDITOR" in caught.value.hint


def test_open_opens_the_paper_of_that_hit(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", browser)

    assert run(["search", "置信度", "--open", "1"]) == 0

    assert opened == ["https://arxiv.org/abs/2304.01230"]


def test_open_says_when_there_is_no_browser_and_no_address(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)

    assert run(["search", "置信度", "--open", "1"]) == 2
    assert "the paper is at https://arxiv.org/abs/2304.01230" in capsys.readouterr().err
    assert run(["search", "脉冲", "--open", "1"]) == 2
    assert "notes/2023/lif.md: no web address of the paper" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("paper", "address"),
    [
        pytest.param({"url": "https://a/b", "doi": "10.1/x"}, "https://a/b", id="url"),
        pytest.param({"arxiv": "2304.01230"}, "https://arxiv.org/abs/2304.01230", id="arxiv"),
        pytest.param({"doi": "10.1/x"}, "https://doi.org/10.1/x", id="doi"),
        pytest.param({"openreview": "a"}, "https://openreview.net/forum?id=a", id="openreview"),
        pytest.param({}, "", id="none"),
    ],
)
def test_address_of_a_paper_comes_from_what_the_note_has(
    paper: dict[str, str], address: str
) -> None:
    known = Paper(title="X", year=2023, **paper)  # type: ignore[arg-type]
    note = Note(path=PurePosixPath("x.md"), paper=known)

    assert paper_address(note) == address
