"""What `rename` does to files, links and Git; transcripts/rename.txt has what it says."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.cli import notes
from snnnotes.cli.app import run
from snnnotes.model.note import Note

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

OLD, NEW = "notes/2023/seenn.md", "notes/2023/早退, a model.md"
TITLE = "早退: a model"

Git = Callable[..., str]
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def linked(tiny: Path) -> Path:
    """The tiny notebook with links to one of its notes from all kinds of files."""
    texts = {
        "docs/笔记 索引.md": "见 [s](../notes/2023/seenn.md#图) 和 [[seenn|早退]]\r\n`[[seenn]]`",
        "notes/2022/alt.md": "\ufeff---\ntitle: Alt\nyear: 2022\n---\n![[seenn]] [[survey]]\n",
        ".github/README.md": "<a href='../notes/2023/seenn.md'>x</a>\n",
        "node_modules/p/README.md": "[[seenn]]\n",
        "README.zh-CN.md": "- [SEENN](notes/2023/seenn.md)\n",
        "other.txt": "[[seenn]]\n",
    }
    for name, text in texts.items():
        (tiny / name).parent.mkdir(parents=True, exist_ok=True)
        (tiny / name).write_bytes(text.encode())
    return tiny


@pytest.fixture
def git(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs Git in the notebook, which is a repository with a commit."""
    who = {f"GIT_{one}_{two}": "x" for one in ("AUTHOR", "COMMITTER") for two in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    for name, value in (who | settings).items():
        monkeypatch.setenv(name, value)

    def answer(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *arguments],
            cwd=tiny, capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode()

    answer("init", "-q")
    answer("add", "-A")
    answer("commit", "-qm", "notes")
    return answer


def text_of(root: Path, name: str) -> str:
    return (root / name).read_bytes().decode()


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


class TestLinks:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            pytest.param(
                "docs/笔记 索引.md",
                "见 [s](../notes/2023/早退,%20a%20model.md#图) 和 [[早退, a model|早退]]\r\n"
                "`[[seenn]]`",
                id="other-markdown-file",
            ),
            pytest.param(
                "notes/2022/alt.md",
                "\ufeff---\ntitle: Alt\nyear: 2022\n---\n![[早退, a model]] [[survey]]\n",
                id="note",
            ),
            pytest.param(
                ".github/README.md",
                "<a href='../notes/2023/早退,%20a%20model.md'>x</a>\n",
                id="hidden-folder",
            ),
            pytest.param("node_modules/p/README.md", "[[seenn]]\n", id="folder-of-a-tool"),
            pytest.param(
                "README.zh-CN.md", "- [SEENN](notes/2023/早退,%20a%20model.md)\n", id="readme"
            ),
            pytest.param("other.txt", "[[seenn]]\n", id="no-markdown"),
        ],
    )
    def test_links_to_the_note_follow_it(self, linked: Path, name: str, expected: str) -> None:
        assert run(["rename", "seenn", TITLE]) == 0
        assert text_of(linked, name) == expected

    def test_the_files_are_named(self, linked: Path, capsys: Shown) -> None:
        assert run(["rename", "seenn", TITLE]) == 0
        shown = capsys.readouterr()
        assert shown.out == f"{NEW}\n"
        assert "  docs/笔记 索引.md\n" in shown.err

    def test_of_many_files_ten_are_named(self, tiny: Path, capsys: Shown) -> None:
        for number in range(14):
            (tiny / f"{number:02}.md").write_text("[[seenn]]", "utf-8")
        assert run(["rename", "seenn", TITLE]) == 0
        shown = capsys.readouterr().err
        assert "  09.md\n  and 4 more\n" in shown
        assert "10.md" not in shown

    def test_a_file_that_cannot_be_read_is_named_and_stays(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "gbk.md").write_bytes("[[seenn]] 脉冲神经网络".encode("gb18030"))
        before = (tiny / "gbk.md").read_bytes()
        assert run(["rename", "seenn", TITLE]) == 0
        assert "not looked through for links: gbk.md" in capsys.readouterr().err
        assert (tiny / "gbk.md").read_bytes() == before

    @POSIX
    def test_a_link_to_a_file_does_not_count_twice(self, linked: Path) -> None:
        (linked / "index.md").symlink_to("docs/笔记 索引.md")
        (linked / "folder").symlink_to("docs")
        assert run(["rename", "seenn", TITLE]) == 0
        assert "[[早退, a model|早退]]" in text_of(linked, "docs/笔记 索引.md")
        assert (linked / "index.md").is_symlink()

    @POSIX
    def test_what_links_lead_to_outside_is_not_changed(self, tiny: Path, tmp_path: Path) -> None:
        (tmp_path / "outside").mkdir()
        (tmp_path / "outside/x.md").write_text("[[seenn]]", "utf-8")
        (tiny / "more").symlink_to(tmp_path / "outside")
        assert run(["rename", "seenn", TITLE]) == 0
        assert text_of(tmp_path, "outside/x.md") == "[[seenn]]"


class TestTheNote:
    def test_title_and_name_change_and_all_else_stays(self, tiny: Path) -> None:
        before = text_of(tiny, OLD)
        assert run(["rename", "li2023seenn", TITLE]) == 0
        assert not (tiny / OLD).exists()
        assert text_of(tiny, NEW) == before.replace(
            '"SEENN: Towards Temporal Spiking Early-Exit Neural Networks"', f'"{TITLE}"'
        )

    @POSIX
    def test_permissions_stay(self, tiny: Path) -> None:
        (tiny / OLD).chmod(0o640)
        assert run(["rename", "seenn", TITLE]) == 0
        assert stat.S_IMODE((tiny / NEW).stat().st_mode) == 0o640

    def test_from_a_folder_within(self, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tiny / "notes/2023")
        assert run(["rename", "seenn.md", TITLE]) == 0
        assert (tiny / NEW).exists()

    def test_the_name_may_differ_in_case_alone(self, tiny: Path) -> None:
        assert run(["rename", "seenn", "SEENN"]) == 0
        assert sorted(os.listdir(tiny / "notes/2023")) == ["SEENN.md", "lif.md"]  # noqa: PTH208

    def test_a_title_with_the_same_name_changes_the_title_alone(
        self, tiny: Path, capsys: Shown
    ) -> None:
        run(["rename", "lif", "LIF?"])
        capsys.readouterr()
        assert run(["rename", "LIF", "LIF"]) == 0
        assert capsys.readouterr().out == "notes/2023/LIF.md\n"
        assert "title: LIF\n" in text_of(tiny, "notes/2023/LIF.md")

    def test_the_page_of_a_folder_keeps_its_name(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "notes/2023/README.md").write_text("---\ntitle: 旧\nyear: 2023\n---\n", "utf-8")
        assert run(["rename", "旧", "新"]) == 0
        assert capsys.readouterr().out == "notes/2023/README.md\n"
        assert "title: 新" in text_of(tiny, "notes/2023/README.md")

    def test_another_note_of_the_title_is_named(self, tiny: Path, capsys: Shown) -> None:
        assert run(["rename", "seenn", "A Survey of Spiking Networks!"]) == 0
        assert "another note has the same title: notes/2022/survey.md" in capsys.readouterr().err


class TestRefusing:
    @pytest.mark.parametrize(
        ("title", "code"),
        [
            pytest.param("", 2, id="empty"),
            pytest.param(" \t", 2, id="blank"),
            pytest.param("?/", 2, id="nothing-for-a-name"),
            pytest.param("\udcff", 2, id="not-utf-8"),
            pytest.param("LIF", 5, id="taken"),
        ],
    )
    def test_nothing_changes(self, linked: Path, title: str, code: int) -> None:
        before = snapshot(linked)
        assert run(["rename", "seenn", title]) == code
        assert snapshot(linked) == before

    def test_a_dry_run_writes_nothing(self, linked: Path) -> None:
        before = snapshot(linked)
        assert run(["rename", "seenn", TITLE, "--dry-run"]) == 0
        assert snapshot(linked) == before

    def test_a_note_that_cannot_be_read_is_named(self, tiny: Path, capsys: Shown) -> None:
        (tiny / "notes/坏.md").write_text("---\ntitle: [\n---\n", "utf-8")
        assert run(["rename", "notes/坏.md", TITLE]) == 3
        assert "notes/坏.md:" in capsys.readouterr().err

    def test_a_note_that_went_meanwhile_is_named(
        self, tiny: Path, capsys: Shown, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = notes.selected

        def slow(*arguments: object) -> Note:
            found = original(*arguments)  # type: ignore[arg-type]
            (tiny / found.path).unlink()
            return found

        monkeypatch.setattr(notes, "selected", slow)
        assert run(["rename", "seenn", TITLE]) == 5
        assert f"{OLD}: renamed or removed meanwhile" in capsys.readouterr().err

    @POSIX
    def test_a_write_that_fails_leaves_all_as_it_was(
        self, linked: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
    ) -> None:
        before = snapshot(linked)
        original = os.link

        def full(source: Path, target: Path, **options: bool) -> None:
            if Path(target).name == Path(NEW).name:
                raise OSError(28, "No space left on device")
            original(source, target, **options)

        monkeypatch.setattr(os, "link", full)
        assert run(["rename", "seenn", TITLE]) == 5
        assert snapshot(linked) == before
        assert "the disk is full" in capsys.readouterr().err


@GIT
class TestGit:
    def test_the_index_moves_as_by_git_mv(self, tiny: Path, git: Git) -> None:
        assert run(["rename", "seenn", TITLE]) == 0
        assert git("diff", "--cached", "--name-status", "-M") == f"R100\t{OLD}\t{NEW}\n"

    def test_what_git_does_not_keep_stays_unknown_to_it(self, tiny: Path, git: Git) -> None:
        (tiny / "notes/new.md").write_text("---\ntitle: New\nyear: 2024\n---\n", "utf-8")
        assert run(["rename", "notes/new.md", "更新"]) == 0
        assert git("diff", "--cached", "--name-status") == ""

    def test_undo_takes_the_index_back(self, tiny: Path, git: Git) -> None:
        before = git("ls-files", "--stage")
        assert run(["rename", "seenn", TITLE]) == 0
        assert git("ls-files", "--stage") != before
        assert run(["undo"]) == 0
        assert git("ls-files", "--stage") == before
        assert git("status", "--porcelain") == ""

    def test_undo_after_a_commit_stages_the_way_back(self, tiny: Path, git: Git) -> None:
        run(["rename", "seenn", TITLE])
        git("commit", "-qam", "renamed")
        assert run(["undo"]) == 0
        assert git("diff", "--cached", "--name-status", "-M") == f"R100\t{NEW}\t{OLD}\n"

    def test_mended_names_are_taken_back_in_git_too(self, tiny: Path, git: Git) -> None:
        run(["rename", "seenn", TITLE])
        git("mv", NEW, "notes/2023/x.md")
        git("commit", "-qam", "another name")
        before = git("ls-files", "--stage")
        run(["check", "--fix", "--select", "name-unlike-title"])
        assert NEW in git("ls-files")
        assert run(["undo"]) == 0
        assert git("ls-files", "--stage") == before

    def test_git_applies_the_diff(self, linked: Path, capsys: Shown, git: Git) -> None:
        (linked / "docs/笔记 索引.md").write_text("[[seenn]]\n无", "utf-8")
        git("add", "-A", "-f")
        git("commit", "-qm", "more")
        assert run(["rename", "seenn", TITLE, "--dry-run"]) == 0
        diff = linked.parent / "a.diff"
        diff.write_text(capsys.readouterr().out, "utf-8")

        git("apply", "--index", str(diff))
        applied = snapshot(linked)
        git("reset", "-q", "--hard")

        assert run(["rename", "seenn", TITLE]) == 0
        assert snapshot(linked) == applied
