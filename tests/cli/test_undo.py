"""What `undo` takes back and says; transcripts/undo.txt has more of it."""

import os
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.cli.app import run
from snnnotes.model.change import FileChange
from snnnotes.storage.notebook import Notebook

Shown = pytest.CaptureFixture[str]

SEENN, LIF = "notes/2023/seenn.md", "notes/2023/lif.md"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


class TestWhatIsTakenBack:
    @pytest.mark.parametrize(
        "command",
        [
            pytest.param(["add", "--offline", "新论文", "--year", "2024"], id="add"),
            pytest.param(["rename", "lif", "新"], id="rename"),
            pytest.param(["remove", "lif", "seenn", "--yes"], id="remove"),
            pytest.param(["set", "--where", "has:title", "status=reading"], id="set"),
            pytest.param(["tag", "lif", "+新"], id="tag"),
            pytest.param(["build-readme"], id="build-readme"),
            pytest.param(["init"], id="init"),
        ],
    )
    def test_each_writing_command(self, tiny: Path, command: list[str], capsys: Shown) -> None:
        before = snapshot(tiny)
        assert run(command) == 0
        assert snapshot(tiny) != before
        capsys.readouterr()
        assert run(["undo"]) == 0
        assert snapshot(tiny) == before
        assert capsys.readouterr().err.startswith(f"Took back: {command[0]} ")

    def test_adopt_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
    ) -> None:
        (tmp_path / "书/notes").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "书")
        (tmp_path / "书/notes/旧.md").write_bytes("## 旧 (2021)\r\n文".encode())
        before = snapshot(tmp_path / "书")
        assert run(["adopt"]) == 0
        assert snapshot(tmp_path / "书") != before
        assert run(["undo"]) == 0
        assert snapshot(tmp_path / "书") == before

    def test_commands_that_only_read_are_passed_over(self, tiny: Path, capsys: Shown) -> None:
        run(["rename", "lif", "新"])
        for command in (["list"], ["show", "新"], ["check"], ["undo", "--dry-run"]):
            run(command)
        capsys.readouterr()
        assert run(["undo"]) == 0
        assert capsys.readouterr().err.startswith("Took back: rename lif 新 (20")

    def test_commands_that_were_refused_are_passed_over(self, tiny: Path) -> None:
        run(["rename", "lif", "新"])
        assert run(["rename", "新", "seenn"]) == 5
        assert run(["undo"]) == 0
        assert (tiny / LIF).exists()


class TestWhatIsSaid:
    def test_each_file_with_what_becomes_of_it(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "a.md").write_text("[[lif]]", "utf-8")
        run(["rename", "lif", "新"])
        capsys.readouterr()
        assert run(["undo"]) == 0
        assert capsys.readouterr().out == (
            f"changed\ta.md\ncreated\t{LIF}\nremoved\tnotes/2023/新.md\n"
        )

    def test_nothing_more_is_said_if_the_files_are_so_already(
        self, tiny: Path, capsys: Shown
    ) -> None:
        before = (tiny / LIF).read_bytes()
        run(["rename", "lif", "新"])
        (tiny / "notes/2023/新.md").unlink()
        (tiny / LIF).write_bytes(before)
        capsys.readouterr()
        assert run(["undo"]) == 0
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.endswith("; all files were as before already\n")

    def test_a_command_that_was_killed_is_told_so(self, tiny: Path, capsys: Shown) -> None:
        run(["rename", "lif", "新"])
        (journal,) = Path(os.environ["SNNNOTES_STATE_DIR"]).rglob("*.undo")
        end = b"6:4:done"
        journal.write_bytes(journal.read_bytes().removesuffix(end))
        capsys.readouterr()
        assert run(["undo"]) == 0
        assert "which was stopped in the middle)" in capsys.readouterr().err

    def test_a_change_without_a_command_line_has_a_name_too(
        self, tiny: Path, capsys: Shown
    ) -> None:
        book = Notebook.open(tiny, root=None, environment=os.environ)
        book.apply([FileChange(PurePosixPath("x.md"), None, "x")])
        assert run(["undo"]) == 0
        assert capsys.readouterr().err.startswith("Took back: the last change (20")

    def test_what_was_typed_reaches_no_terminal_as_it_is(self, tiny: Path, capsys: Shown) -> None:
        assert run(["set", "lif", "summary=a\x1b[31mb"]) in (0, 2)
        run(["add", "--offline", "x\x1b[31my", "--year", "2024"])
        capsys.readouterr()
        run(["undo"])
        shown = capsys.readouterr()
        assert "\x1b" not in shown.err + shown.out


class TestADryRun:
    def test_nothing_is_taken_back(self, tiny: Path) -> None:
        run(["rename", "lif", "新"])
        before = snapshot(tiny)
        assert run(["undo", "--dry-run"]) == 0
        assert snapshot(tiny) == before
        assert run(["undo"]) == 0
        assert (tiny / LIF).exists()

    def test_a_file_that_is_no_text_has_no_lines_to_show(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "notes/坏.md").write_bytes(b"\xff\xfe")
        run(["remove", "notes/坏.md", "lif", "--yes"])
        capsys.readouterr()
        assert run(["undo", "--dry-run"]) == 0
        shown = capsys.readouterr().out
        assert "Binary files a/notes/坏.md and b/notes/坏.md differ\n" in shown
        assert f"rename to {LIF}\n" in shown


class TestRefusing:
    def test_a_file_that_was_changed_since_is_named(self, tiny: Path, capsys: Shown) -> None:
        run(["rename", "lif", "新"])
        with (tiny / "notes/2023/新.md").open("a", encoding="utf-8") as file:
            file.write("我写的\n")
        before = snapshot(tiny)
        capsys.readouterr()
        assert run(["undo"]) == 5
        assert snapshot(tiny) == before
        assert "notes/2023/新.md" in capsys.readouterr().err

    @POSIX
    def test_a_file_that_came_since_and_differs_in_case_alone_is_named(
        self, tiny: Path, capsys: Shown
    ) -> None:
        run(["remove", "lif", "--yes"])
        (tiny / "notes/2023/LIF.md").write_text("x", "utf-8")
        if (tiny / LIF).exists():
            pytest.skip("the disk knows no case")
        before = snapshot(tiny)
        capsys.readouterr()
        assert run(["undo"]) == 5
        assert snapshot(tiny) == before
        assert "  notes/2023/LIF.md\n" in capsys.readouterr().err

    def test_without_a_notebook_there_is_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert run(["undo"]) == 2

    def test_another_notebook_has_a_journal_of_its_own(
        self, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
    ) -> None:
        run(["rename", "lif", "新"])
        (tmp_path / "other/notes").mkdir(parents=True)
        capsys.readouterr()
        assert run(["--root", str(tmp_path / "other"), "undo"]) == 1
        assert capsys.readouterr().err == "Nothing to undo\n"
