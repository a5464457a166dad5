"""`edit`: the note in the user's editor, then a look at its fields."""

import sys
from pathlib import Path

import pytest

from snnnotes.cli.app import run

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="quotes stay in a command of Windows"
)
LIF = "notes/2023/lif.md"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that is the editor; it gets the file as `path`."""
    script = tmp_path / "my editor.py"
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    return script


def _does(editor: Path, code: str) -> None:
    editor.write_text(
        "import sys, pathlib\n"
        f"path = pathlib.Path(sys.argv[-1])\ntext = path.read_bytes()\n{code}\n",
        "utf-8",
    )


def _replaces(editor: Path, old: str, new: str) -> None:
    _does(editor, f"path.write_bytes(text.replace({old.encode()!r}, {new.encode()!r}))")


def test_note_is_edited_and_nothing_is_said_of_a_good_one(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replaces(editor, "status: unread", "status: read")

    assert run(["edit", "lif"]) == 0

    assert "status: read\n" in (tiny / LIF).read_text("utf-8")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "note", ["lif", LIF, "notes/2023/lif", "LIF神经元的膜电位", "膜电位"], ids=str
)
def test_note_is_named_as_anywhere(note: str, tiny: Path, editor: Path) -> None:
    _replaces(editor, "unread", "read")

    assert run(["edit", note]) == 0

    assert "status: read\n" in (tiny / LIF).read_text("utf-8")


def test_path_of_a_note_counts_from_the_current_folder(
    tiny: Path, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny / "notes" / "2023")
    _replaces(editor, "unread", "read")

    assert run(["edit", "../2023/lif.md"]) == 0

    assert "status: read\n" in (tiny / LIF).read_text("utf-8")


def test_undo_takes_an_edit_back(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tiny / LIF).read_bytes()
    _does(editor, r"path.write_bytes(b'\xef\xbb\xbf' + text.replace(b'\n', b'\r\n') + b'more')")
    assert run(["edit", "lif"]) == 0
    assert (tiny / LIF).read_bytes() != before

    assert run(["undo"]) == 0

    assert (tiny / LIF).read_bytes() == before
    assert "edit lif" in "".join(capsys.readouterr())


def test_nothing_changed_is_said_and_is_nothing_to_undo(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _does(editor, "path.touch()")

    assert run(["edit", "lif"]) == 0

    assert capsys.readouterr().err == f"{LIF}: nothing was changed\n"
    run(["undo"])
    assert "Nothing to undo" in "".join(capsys.readouterr())


def test_quiet_says_nothing_of_it(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _does(editor, "pass")

    assert run(["--quiet", "edit", "lif"]) == 0

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("command", "hints"),
    [
        pytest.param("code", True, id="code"),
        pytest.param("/usr/bin/subl", True, id="path"),
        pytest.param("code --wait", False, id="told-to-wait"),
        pytest.param("gvim -f", False, id="told-not-to-fork"),
        pytest.param("nano", False, id="in-the-terminal"),
    ],
)
def test_editor_with_a_window_may_need_an_option(
    command: str,
    hints: bool,
    tiny: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VISUAL", command)
    monkeypatch.setattr("snnnotes.cli.launching.edit_file", lambda *_: None)

    assert run(["edit", "lif"]) == 0

    assert ("code --wait" in capsys.readouterr().err) is hints


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        pytest.param("year: 2023", "year: soon", 3, "year is not a year", id="year"),
        pytest.param("year: 2023\n", "", 3, "year is missing", id="no-year"),
        pytest.param("year: 2023", "year: [", 3, f"{LIF}:", id="not-yaml"),
        pytest.param("status: unread", "status: done", 0, "status", id="warning-is-told"),
        pytest.param("year: 2023", "year: 2023\nyear: 2024", 3, "year", id="twice"),
    ],
)
def test_fields_are_checked_afterwards(
    old: str,
    new: str,
    code: int,
    message: str,
    tiny: Path,
    editor: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _replaces(editor, old, new)

    assert run(["edit", "lif"]) == code

    said = capsys.readouterr().err
    assert message in said
    assert ("no command can read this note now" in said) is (code == 3)
    assert ("snnnotes undo" in said) is (code == 3)


def test_quiet_tells_findings_without_advice(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replaces(editor, "status: unread", "status: done")

    assert run(["--quiet", "edit", "lif"]) == 0

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"{LIF}:")


def test_formulas_and_links_are_left_to_check(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replaces(editor, "发放脉冲", r"发放 $\frac{$ 脉冲 [x](gone.md)")

    assert run(["edit", "lif"]) == 0

    assert capsys.readouterr().err == ""


def test_checks_that_the_settings_leave_out_are_not_told(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "snnnotes.toml").write_text('[check]\nignore = ["frontmatter"]\n', "utf-8")
    _replaces(editor, "status: unread", "status: done")

    assert run(["edit", "lif"]) == 0

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["notes/2023/broken.md", "broken.md"])
def test_note_that_cannot_be_read_can_be_mended(name: str, tiny: Path, editor: Path) -> None:
    broken = tiny / "notes/2023/broken.md"
    broken.write_text("---\ntitle: A: B: C\nyear: 2023\n---\n", "utf-8")
    _replaces(editor, "A: B: C", '"A: B: C"')

    assert run(["edit", name]) == 0

    assert '"A: B: C"' in broken.read_text("utf-8")


def test_two_broken_notes_of_one_name_are_not_guessed(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year in ("2022", "2023"):
        (tiny / "notes" / year / "broken.md").write_text("---\ntitle: [\n---\n", "utf-8")
    _does(editor, "path.write_bytes(b'')")

    assert run(["edit", "broken.md"]) == 3

    assert "broken.md" in capsys.readouterr().err
    assert (tiny / "notes/2022/broken.md").read_text("utf-8")
    assert (tiny / "notes/2023/broken.md").read_text("utf-8")


def test_text_that_is_no_utf_8_any_more_is_told(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _does(editor, "path.write_bytes(text.decode().encode('gb18030'))")

    assert run(["edit", "lif"]) == 3

    assert "gb18030" in capsys.readouterr().err.lower()


def test_editor_that_fails_is_told_and_what_it_did_can_be_undone(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tiny / LIF).read_bytes()
    _does(editor, "path.write_bytes(b'gone')\nraise SystemExit(7)")

    assert run(["edit", "lif"]) == 2

    assert "ended with code 7" in capsys.readouterr().err
    assert run(["undo"]) == 0
    assert (tiny / LIF).read_bytes() == before


def test_note_that_the_editor_removed_is_told(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _does(editor, "path.unlink()")

    assert run(["edit", "lif"]) == 3

    assert f"{LIF}: no such file" in capsys.readouterr().err


def test_without_an_editor_the_variables_are_named(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    assert run(["edit", "lif"]) == 2

    assert "SNNNOTES_EDITOR" in capsys.readouterr().err


def test_note_that_is_not_there_opens_no_editor(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _does(editor, "raise SystemExit(9)")

    assert run(["edit", "没有这篇"]) == 2

    assert "no note fits" in capsys.readouterr().err


def test_words_in_an_argument_are_no_shell(
    tiny: Path, editor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tiny / "notes/2023/a; touch x.md"
    place.write_text("---\ntitle: Semicolon\nyear: 2023\n---\n", "utf-8")
    _replaces(editor, "2023", "2024")

    assert run(["edit", "semicolon"]) == 0

    assert "year: 2024" in place.read_text("utf-8")
    assert not list(tiny.rglob("x"))
