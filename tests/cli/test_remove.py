"""What `remove` moves, names and asks; transcripts/remove.txt has what it says."""

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from snnnotes.cli.app import run
from snnnotes.cli.session import Session

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

SEENN = "notes/2023/seenn.md"

Shown = pytest.CaptureFixture[str]


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Somebody sits at the terminal and types `text`."""
    monkeypatch.setattr(Session, "can_ask", lambda session: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


class TestMoving:
    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(
                b"\xef\xbb\xbf---\r\ntitle: A\r\nyear: 2000\r\n---\r\nx", id="bom-and-crlf"
            ),
            pytest.param(b"---\ntitle: [\n---\n", id="no-note"),
            pytest.param("---\ntitle: 膜\nyear: 2000\n---\n".encode("gb18030"), id="gb18030"),
            pytest.param(b"\x00\xff\xfe", id="no-text"),
            pytest.param(b"", id="empty"),
        ],
    )
    def test_every_byte_goes_to_the_trash(self, tiny: Path, data: bytes) -> None:
        (tiny / "notes/膜.md").write_bytes(data)
        assert run(["remove", "notes/膜.md", "--yes"]) == 0
        assert not (tiny / "notes/膜.md").exists()
        assert (tiny / ".trash/notes/膜.md").read_bytes() == data

    def test_all_commands_pass_over_the_trash(self, tiny: Path, capsys: Shown) -> None:
        run(["remove", "seenn", "-y"])
        run(["build-readme"])
        for command in (["list"], ["search", "SEENN"], ["check"], ["adopt", "--dry-run"]):
            capsys.readouterr()
            run(command)
            assert "seenn.md" not in capsys.readouterr().out, command

    def test_the_new_places_are_on_stdout(self, tiny: Path, capsys: Shown) -> None:
        assert run(["remove", "seenn", "lif", "-y"]) == 0
        assert capsys.readouterr().out == f".trash/{SEENN}\n.trash/notes/2023/lif.md\n"

    def test_a_second_file_of_a_name_gets_a_number(self, tiny: Path, capsys: Shown) -> None:
        text = (tiny / SEENN).read_bytes()
        run(["remove", "seenn", "-y"])
        (tiny / "notes/2023").mkdir(exist_ok=True)
        (tiny / SEENN).write_bytes(text + b"more")
        capsys.readouterr()
        assert run(["remove", "seenn", "-y"]) == 0
        assert capsys.readouterr().out == ".trash/notes/2023/seenn (2).md\n"
        assert (tiny / ".trash" / SEENN).read_bytes() == text

    @POSIX
    def test_permissions_stay(self, tiny: Path) -> None:
        (tiny / SEENN).chmod(0o600)
        assert run(["remove", "seenn", "-y"]) == 0
        assert stat.S_IMODE((tiny / ".trash" / SEENN).stat().st_mode) == 0o600

    def test_a_folder_that_is_empty_then_goes(self, tiny: Path) -> None:
        assert run(["remove", "survey", "-y"]) == 0
        assert not (tiny / "notes/2022").exists()

    def test_a_gitignore_in_the_trash_is_left_alone(self, tiny: Path) -> None:
        (tiny / ".trash").mkdir()
        (tiny / ".trash/.gitignore").write_text("# 我的\n", "utf-8")
        assert run(["remove", "survey", "-y"]) == 0
        assert (tiny / ".trash/.gitignore").read_text("utf-8") == "# 我的\n"

    def test_a_note_that_cannot_be_read_is_named_from_where_the_user_is(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tiny / "notes/2023/坏.md").write_bytes(b"\xff")
        monkeypatch.chdir(tiny / "notes/2023")
        assert run(["remove", "坏.md", "-y"]) == 0
        assert (tiny / ".trash/notes/2023/坏.md").read_bytes() == b"\xff"


class TestLinks:
    def test_places_that_link_to_it_are_named(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "页.md").write_text("x\n[[seenn]]\n", "utf-8")
        (tiny / "README.md").write_text("[s](notes/2023/seenn.md)\n", "utf-8")
        assert run(["--quiet", "remove", "seenn", "--yes"]) == 0
        assert capsys.readouterr().err == (
            "Warning: links to it will open nothing:\n  README.md:1\n  页.md:2\n"
        )

    def test_of_one_place_no_list_is_made(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "notes/2023/lif.md").write_bytes(b"[[seenn]]")
        assert run(["--quiet", "remove", "seenn", "survey", "--yes"]) == 0
        assert capsys.readouterr().err == (
            "Warning: links to them will open nothing: notes/2023/lif.md:1\n"
        )

    def test_of_many_places_ten_are_named(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "a.md").write_text("[[seenn]]\n" * 13, "utf-8")
        assert run(["remove", "seenn", "--yes"]) == 0
        assert "  a.md:10\n  and 3 more\n" in capsys.readouterr().err

    def test_the_list_of_the_readme_is_only_called_stale(self, tiny: Path, capsys: Shown) -> None:
        run(["build-readme"])
        capsys.readouterr()
        assert run(["remove", "seenn", "--yes"]) == 0
        shown = capsys.readouterr().err
        assert "open nothing" not in shown
        assert "README.md is stale now; run  snnnotes build-readme" in shown

    def test_without_a_list_no_readme_is_stale(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "README.md").write_text("# 空\n", "utf-8")
        assert run(["remove", "seenn", "--yes"]) == 0
        assert "stale" not in capsys.readouterr().err


class TestAsking:
    def test_notes_and_links_are_shown_before_the_question(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
    ) -> None:
        (tiny / "a.md").write_text("[[lif]]", "utf-8")
        answer(monkeypatch, "y\n")
        assert run(["remove", "lif"]) == 0
        shown = capsys.readouterr()
        assert shown.err.startswith(
            "notes/2023/lif.md: LIF神经元的膜电位 (2023)\n"
            "Warning: links to it will open nothing: a.md:1\n"
            "Move it to .trash? [y/N]:"
        )
        assert shown.out.strip() == ".trash/notes/2023/lif.md"

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            pytest.param("n\n", 1, id="no"),
            pytest.param("\n", 1, id="only-enter"),
            pytest.param("", 130, id="ctrl-d"),
        ],
    )
    def test_without_a_yes_nothing_is_removed(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
    ) -> None:
        before = snapshot(tiny)
        answer(monkeypatch, typed)
        assert run(["remove", "lif", "seenn"]) == code
        assert snapshot(tiny) == before

    def test_a_note_that_cannot_be_read_is_told_so(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
    ) -> None:
        (tiny / "notes/坏.md").write_bytes(b"\xff")
        answer(monkeypatch, "n\n")
        run(["remove", "notes/坏.md", "lif"])
        shown = capsys.readouterr().err
        assert shown.startswith("notes/坏.md: cannot be read\nnotes/2023/lif.md: LIF")
        assert "Move 2 notes to .trash?" in shown

    def test_what_a_note_says_reaches_no_terminal(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
    ) -> None:
        (tiny / "notes/x.md").write_text('---\ntitle: "a\\e[31mb"\nyear: 2000\n---\n', "utf-8")
        answer(monkeypatch, "n\n")
        run(["remove", "notes/x.md"])
        assert "\x1b" not in capsys.readouterr().err


class TestRefusing:
    @pytest.mark.parametrize(
        ("names", "code"),
        [
            pytest.param(["lif", "nobody"], 2, id="one-is-not-there"),
            pytest.param(["spiking"], 2, id="several-fit"),
            pytest.param(["Towards", "Spiking"], 2, id="quotes-are-missing"),
            pytest.param(["README.md"], 2, id="no-note"),
            pytest.param(["notes/glossary.yaml"], 2, id="other-file"),
            pytest.param([""], 2, id="empty"),
            pytest.param([], 2, id="none"),
        ],
    )
    def test_all_notes_stay(self, tiny: Path, names: list[str], code: int) -> None:
        before = snapshot(tiny)
        assert run(["remove", *names, "--yes"]) == code
        assert snapshot(tiny) == before

    def test_a_file_in_place_of_the_trash_is_named(self, tiny: Path, capsys: Shown) -> None:
        (tiny / ".trash").write_text("x", "utf-8")
        before = snapshot(tiny)
        assert run(["remove", "lif", "--yes"]) == 5
        assert snapshot(tiny) == before
        assert "a file stands where a folder should be" in capsys.readouterr().err

    @POSIX
    def test_a_trash_outside_is_refused(self, tiny: Path, tmp_path: Path, capsys: Shown) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tiny / ".trash").symlink_to(tmp_path / "elsewhere")
        assert run(["remove", "lif", "--yes"]) == 5
        assert (tiny / "notes/2023/lif.md").exists()
        assert os.listdir(tmp_path / "elsewhere") == []  # noqa: PTH208
        assert "leads out of the notebook" in capsys.readouterr().err

    def test_a_dry_run_shows_the_way_and_moves_nothing(self, tiny: Path, capsys: Shown) -> None:
        before = snapshot(tiny)
        assert run(["remove", "lif", "--dry-run"]) == 0
        assert snapshot(tiny) == before
        assert "rename to .trash/notes/2023/lif.md\n" in capsys.readouterr().out
