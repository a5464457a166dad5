"""`adopt`: old repositories as people have them, what is said, and what is never lost."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from snnnotes.cli.app import run
from snnnotes.cli.terminal import columns_of
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.note import Note
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

OURS = Path(__file__).parents[2] / "notes"
MISTAKEN = "Optimal ANN-SNN Conversion for High-accuracy and Ultra-low-latency"
OPENED = "Optimal Conversion of Conventional Artificial Neural Networks to Spiking Neural Networks"
BODY = "## {title}\n\n[论文链接]({url})\n"


class Old(NamedTuple):
    """A note of an old repository: its file, and what `adopt` should find out."""

    path: str
    body: bytes
    note: Note


def old_notes() -> list[Old]:
    """Our 39 titles with plain bodies, in the ways in which a text can begin and end."""
    found = []
    for place, file in enumerate(sorted(OURS.glob("*/*.md"))):
        path = PurePosixPath(file.relative_to(OURS).as_posix())
        note = read_note(file.read_text("utf-8"), path=path)
        lines = [
            "",
            f"## {note.paper.title}",
            "",
            f"[论文链接]({note.paper.url})",
            "",
            "读书笔记。",
        ]
        line_end = "\r\n" if place % 2 else "\n"
        body = line_end.join(lines[place % 3 == 0 :]) + (line_end if place % 4 else "")
        found.append(Old(str(path), body.encode(), note))
    return found


def readme_of(notes: list[Old], *, is_last: bool) -> str:
    """The list as it was kept by hand: years as they came, and in each the newest on top."""
    text = "# SNN-Notes\n\n脉冲神经网络论文阅读笔记\n"
    for year in (2021, 2022, 2023):
        of_year = [old for old in notes if old.note.paper.year == year]
        if of_year:
            text += f"\n#### {year}\n\n"
        for old in sorted(of_year, key=lambda old: old.note.added_time, reverse=True):
            target = old.path.replace(" ", "%20")
            if is_last and old.note.paper.title.startswith(MISTAKEN):
                target = f"2022/{OPENED}.md".replace(" ", "%20")
            text += f"- {old.note.paper.title} [笔记]({target})\n"
    return text


def git(folder: Path, *arguments: str, date: str = "2025-06-01T00:00:00Z") -> str:
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_COMMITTER_DATE": date,
    }  # fmt: skip
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "-c", "core.quotePath=false", *arguments],
        cwd=folder, env=os.environ | settings, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def commit_all(folder: Path, *, date: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x", date=date)


@pytest.fixture(scope="module")
def thirty_nine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old repository: 39 notes that came in five commits, and a list kept by hand."""
    folder = tmp_path_factory.mktemp("old") / "SNN-Notes"
    folder.mkdir()
    git(folder, "init", "-q")
    by_day: dict[str, list[Old]] = defaultdict(list)
    for old in old_notes():
        by_day[str(old.note.added)[:10]].append(old)
    there: list[Old] = []
    for number, day in enumerate(sorted(by_day), 1):
        for old in by_day[day]:
            file = folder / old.path
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(old.body)
        there += by_day[day]
        text = readme_of(there, is_last=number == len(by_day))
        (folder / "readme.md").write_text(text, "utf-8", newline="\n")
        commit_all(folder, date=max(str(old.note.added) for old in by_day[day]))
    assert git(folder, "rev-list", "--count", "HEAD").strip() == "5"
    return folder


@pytest.fixture
def old(thirty_nine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "SNN-Notes"
    shutil.copytree(thirty_nine, folder)
    monkeypatch.chdir(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """All files but Git's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def changed_lines(diff: str) -> Iterator[str]:
    for line in diff.splitlines():
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---")):
            yield line


# --- the repository of 39 notes ----------------------------------------------------------------


def test_39_of_39_notes_are_right_and_their_texts_are_the_same_to_the_byte(old: Path) -> None:
    assert run(["adopt"]) == 0

    notes, problems = load_notes(Notebook(old, {}))
    assert problems == []
    expected = {one.path: one for one in old_notes()}
    assert {str(note.path) for note in notes} == expected.keys()
    assert len(notes) == 39
    for note in notes:
        wanted = expected[str(note.path)]
        assert note.paper.title == wanted.note.paper.title
        assert note.paper.year == wanted.note.paper.year
        assert note.paper.url == wanted.note.paper.url
        assert note.added == wanted.note.added
        text = (old / note.path).read_bytes().decode()
        body = text[parse(text, path=note.path).body_start :]
        assert body.encode() == wanted.body


def test_build_readme_then_changes_only_the_row_that_opened_the_wrong_note(old: Path) -> None:
    run(["adopt"])
    commit_all(old, date="2025-06-01T00:00:00Z")

    assert run(["build-readme"]) == 0

    changed = list(changed_lines(git(old, "diff", "-U0")))
    assert len(changed) == 2
    assert changed[0].startswith(f"-- {MISTAKEN}")
    assert OPENED.replace(" ", "%20") in changed[0]
    assert changed[1].startswith(f"+- {MISTAKEN}")
    assert f"(2022/{MISTAKEN}".replace(" ", "%20") in changed[1]


def test_git_diff_after_adopt_shows_added_lines_only(old: Path) -> None:
    run(["adopt"])
    git(old, "add", "-A", "--intent-to-add")

    diff = git(old, "diff")

    assert "--- a/readme.md" in diff
    assert "+++ b/snnnotes.toml" in diff
    assert all(line.startswith("+") for line in changed_lines(diff))


def test_adopt_again_says_nothing_to_do(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["adopt"])
    before = contents(old)
    capsys.readouterr()

    assert run(["adopt"]) == 0

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1] == "Nothing to do"
    assert contents(old) == before


def test_what_is_said_fits_on_a_screen(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["adopt"])

    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 39
    row = (
        "2023/SEENN, Towards Temporal Spiking Early Exit Neural Networks.md\t2023\t\t"
        "SEENN: Towards Temporal Spiking Early Exit Neural Networks\t"
        "title:heading year:folder url:link openreview:link added:git"
    )
    assert row in shown.out.splitlines()
    warning, *rest = shown.err.splitlines()
    assert re.fullmatch(rf'Warning: readme\.md:\d+: "{MISTAKEN}.*"; its own is 2022/.*', warning)
    assert rest == [
        "39 notes",
        "Skipped 1 file: 1 README",
        "Wrote 39 notes, snnnotes.toml, readme.md",
        "readme.md: the list of 39 rows will be built with 38 as they are, 1 changed",
        "Next:",
        "  git diff    to see what was written",
        "  snnnotes build-readme --dry-run    to see what changes in the list of papers",
    ]


def test_dry_run_shows_table_and_diff_and_writes_nothing(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(old)

    assert run(["adopt", "--dry-run"]) == 0

    shown = capsys.readouterr()
    assert contents(old) == before
    assert shown.out.count("\n+++ b/") == 41
    assert "\n+<!-- snnnotes:begin papers -->\n" in shown.out
    assert not [line for line in changed_lines(shown.out) if line.startswith("-")]
    assert "Would write 39 notes, snnnotes.toml, readme.md\n" in shown.err


def test_json_tells_the_same_as_data(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(old)

    assert run(["adopt", "--dry-run", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert contents(old) == before
    assert (found["schema"], found["written"], len(found["notes"])) == (1, False, 39)
    note = next(one for one in found["notes"] if "SEENN" in one["path"])
    title = note["fields"]["title"]
    assert title["value"] == "SEENN: Towards Temporal Spiking Early Exit Neural Networks"
    assert title["source"] == "heading"
    assert re.fullmatch(r"2023/SEENN.*\.md:[12]", title["place"])
    assert note["fields"]["year"] == {"value": "2023", "source": "folder", "place": None}
    assert note["fields"]["added"] == {
        "value": note["fields"]["added"]["value"], "source": "git", "place": None,
    }  # fmt: skip
    assert [one["kind"] for one in found["rows"]] == ["wrong-note"]
    assert found["files"] == [
        {"path": "snnnotes.toml", "new": True}, {"path": "readme.md", "new": False},
    ]  # fmt: skip


def test_json_without_dry_run_writes(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["adopt", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["written"] is True
    assert (old / "snnnotes.toml").is_file()


# --- killed in the middle ----------------------------------------------------------------------


def wait_for_first_note(folder: Path, process: subprocess.Popen[bytes]) -> None:
    files = sorted(folder.rglob("*.md"))
    while process.poll() is None:
        if any(file.read_bytes().startswith(b"---\n") for file in files[:3]):
            return
        time.sleep(0.001)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_run_that_is_killed_leaves_whole_files_and_a_second_one_makes_it_good(
    old: Path, thirty_nine: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(thirty_nine, whole)
    assert run(["adopt", str(whole)]) == 0
    done, before = contents(whole), contents(old)
    # Each write waits, so that there is a middle to be killed in.
    slow = (
        "import os, time; link = os.link;"
        "os.link = lambda *a, **k: (time.sleep(.02), link(*a, **k))[1];"
        "from snnnotes.cli.app import run; run(['adopt'])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow], cwd=old, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    wait_for_first_note(old, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    after = contents(old)
    states = [after[name] == done[name] for name in before]
    assert True in states
    assert False in states
    assert all(after[name] in (before[name], done[name]) for name in before)

    assert run(["adopt"]) == 0

    again = contents(old)
    assert {name: again[name] for name in done} == done
    # What was on its way to the disk is hidden, and no note.
    assert all(Path(name).name.startswith(".") for name in again.keys() - done.keys())
    assert run(["adopt"]) == 0
    assert [len(part) for part in load_notes(Notebook(old, {}))] == [39, 0]


# --- messages ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Git knows nothing of."""
    root = tmp_path / "notes of mine"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return root


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> list[str]:
    assert run(["adopt", *arguments]) == code
    return capsys.readouterr().err.splitlines()


A = BODY.format(title="A Paper on Spikes", url="https://arxiv.org/abs/2210.13768")
B = BODY.format(title="另一篇脉冲网络论文", url="https://arxiv.org/abs/2307.01694")


def test_dates_that_nothing_tells_are_spoken_of_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"2022/a.md": A, "2023/b.md": B})

    lines = said(capsys)

    assert lines == [
        (
            "Warning: the folder is not in a Git repository, so nothing says when the notes were"
            " made; the present becomes the date of 2 notes"
        ),
        "2 notes",
        "Wrote 2 notes, snnnotes.toml",
        "Next:",
        "  snnnotes build-readme --init    to have a list of papers in the README",
    ]


def test_notes_that_lack_a_year_are_named_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {f"{number:02}.md": f"## Spikes of Kind {number}\n" for number in range(12)})

    lines = said(capsys)

    at = lines.index("Warning: nothing tells the year of 12 notes:")
    assert lines[at + 1 : at + 4] == ["  00.md", "  01.md", "  02.md"]
    assert lines[at + 11 : at + 13] == [
        "  and 2 more; --json names all",
        (
            "Hint: a note needs one: add a line  year: 2023  to each, or name those that are no"
            " notes under [notes] exclude in snnnotes.toml"
        ),
    ]
    assert "12 notes: 12 without a link to the paper" in lines
    assert "  mend what the warnings name" in lines


def test_files_that_stay_as_they_are_are_named_and_the_others_adopted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        {
            "2022/a.md": A,
            "2023/old.md": "## 膜电位与脉冲神经网络的阈值\n".encode("gb18030"),
            "2023/b.md": "---\ntitle: A: B\n---\n",
            "posts/c.md": '+++\ntitle = "C"\n+++\n',
            "posts/d.md": '+++\ntitle = "D"\n+++\n',
        },
    )

    lines = said(capsys, code=3)

    text = "\n".join(lines)
    assert "Warning: 2023/b.md:2: left as it is: " in text
    assert (
        "Warning: 2023/old.md:1: left as it is: not UTF-8 text; it looks like GB18030\n"
        "Hint: say so:  --encoding gb18030"
    ) in text
    assert (
        "Warning: 2 files are left as before, since TOML metadata would not be read below a block"
        " of YAML:\n  posts/c.md\n  posts/d.md\n"
        "Hint: snnnotes import  copies it into a notebook"
    ) in text
    assert "Wrote 1 note, snnnotes.toml" in lines
    assert run(["list"]) == 0


def test_encoding_that_the_user_names_is_spoken_of(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"2023/old.md": B.encode("gb18030")})

    lines = said(capsys, "--encoding", "gbk")

    assert "2023/old.md: read as gbk, written as UTF-8" in lines
    assert run(["list", "--year", "2023"]) == 0
    assert "另一篇脉冲网络论文" in capsys.readouterr().out


def test_fault_in_frontmatter_is_named_with_its_mend(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"2022/a.md": f"---\nrating: 8/10\n---\n{A}"})

    lines = said(capsys)

    assert lines[1:3] == [
        "Warning: 2022/a.md:2: rating is not a whole number from 1 to 5: '8/10'",
        "Hint: write  rating: 4",
    ]


def test_notes_on_one_paper_are_named_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"2022/a.md": A, "2022/b.md": A.replace("Spikes", "Something Else")})

    lines = said(capsys)

    assert lines[1:5] == [
        "Warning: 2 notes have the same arXiv identifier '2210.13768':",
        "  2022/a.md",
        "  2022/b.md",
        "Hint: look whether one was copied from the other; each is kept as it is",
    ]


def test_note_without_row_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "- [A Paper on Spikes](2022/a.md)\n- [Gone for Ever](2022/gone.md)\n"
    write(folder, {"2022/a.md": A, "2023/b.md": B, "README.md": rows})

    lines = said(capsys)

    assert any(re.match(r'Warning: README\.md:2: "Gone for Ever" opens 2022/gone\.md', line)
               for line in lines)  # fmt: skip
    at = lines.index("Warning: README.md: no row for 1 note:")
    assert lines[at + 1] == "  2023/b.md"


def test_settings_that_look_elsewhere_are_pointed_at(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"2022/a.md": A, "snnnotes.toml": "[notes]\n", "notes/glossary.yaml": ""})

    assert said(capsys) == [
        "Skipped 1 file: 1 not among the notes of snnnotes.toml",
        (
            'Hint: say where notes lie in snnnotes.toml, such as  folders = ["."]  below [notes],'
            " then run the command again"
        ),
        "Nothing to adopt: there are no notes here",
    ]


def test_next_steps_name_a_folder_that_is_not_the_current_one(
    old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old.parent)

    assert said(capsys, "SNN-Notes/.", "--dry-run")[-1] == (
        "  the same command without --dry-run    to write this"
    )
    assert said(capsys, "SNN-Notes/.")[-2:] == [
        f"  git -C {old} diff    to see what was written",
        (
            f"  snnnotes --root {old} build-readme --dry-run"
            "    to see what changes in the list of papers"
        ),
    ]


def test_shallow_clone_dates_no_note_wrongly(
    thirty_nine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", thirty_nine.as_uri(), str(clone))

    lines = said(capsys, str(clone))

    assert lines[0] == (
        "Warning: this is a shallow clone, so git does not know when the older notes were made;"
        " run  git fetch --unshallow  first; before that, 39 notes without a date stay without"
    )
    notes = load_notes(Notebook(clone, {}))[0]
    assert [note.added for note in notes] == [None] * 39
    git(clone, "fetch", "-q", "--unshallow")
    assert run(["adopt", str(clone)]) == 0
    added = {str(note.path): note.added for note in load_notes(Notebook(clone, {}))[0]}
    assert added == {one.path: one.note.added for one in old_notes()}


def test_part_of_a_notebook_is_not_adopted_by_accident(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"2022/a.md": A, "snnnotes.toml": '[notes]\nfolders = ["."]\n'})
    monkeypatch.chdir(folder / "2022")

    lines = said(capsys, code=2)

    assert lines[0].startswith("Error: this folder is part of the notebook ")
    assert said(capsys, ".")[-2:] == [
        "Next:", "  snnnotes build-readme --init    to have a list of papers in the README"
    ]  # fmt: skip


def test_nothing_is_written_if_one_note_may_not_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"2022/a.md": A, "2023/b.md": B})
    (folder / "2023/b.md").chmod(0o444)
    if os.access(folder / "2023/b.md", os.W_OK):
        pytest.skip("the administrator may write everywhere")

    assert said(capsys, code=5)[-2:][0].startswith("Error: 2023/b.md: you may not write there")
    assert (folder / "2022/a.md").read_text("utf-8") == A


def test_quiet_leaves_warnings_and_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": "## A Paper on Spikes\n"})

    assert run(["--quiet", "adopt"]) == 0

    shown = capsys.readouterr()
    assert all(line.startswith(("Warning: ", "  ")) for line in shown.err.splitlines())
    assert shown.out.startswith("a.md\t\t\tA Paper on Spikes\t")


# --- at a terminal -----------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect has no pseudo-terminal on Windows")
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_table_is_straight_at_any_width(folder: Path, columns: int) -> None:
    pexpect = pytest.importorskip("pexpect")
    write(folder, {"2022/a.md": A, "2023/[bold]脉冲\x1b[31m.md": B.replace("论文", "论文" * 20, 1)})
    child = pexpect.spawn(
        sys.executable, ["-m", "snnnotes", "--color", "never", "adopt"], encoding="utf-8",
        env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1", "COLUMNS": str(columns)},
        dimensions=(40, columns), timeout=20,
    )  # fmt: skip
    child.expect(pexpect.EOF)
    lines = str(child.before).replace("\r\n", "\n").split("\n")

    head = lines[0]
    assert re.match(r"Year +Title +Venue +From", head)
    assert ("File" in head) == (columns >= 110)
    end = next(at for at, line in enumerate(lines) if line.startswith("Warning"))
    assert all(columns_of(line) <= columns for line in lines[:end])
    rows = [line for line in lines[1:end] if line.startswith("20")]
    assert [row[:4] for row in rows] == ["2022", "2023"]
    title = head.index("Title")
    assert all(line[4:title].strip() == "" for line in lines[1:end])
    assert "\x1b" not in "".join(lines[:end])


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect has no pseudo-terminal on Windows")
def test_long_name_of_a_venue_leaves_room_for_titles(folder: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    write(folder, {"a.md": "# A Paper on Spikes\n\n*IEEE Signal Processing Magazine, 2019*\n"})
    child = pexpect.spawn(
        sys.executable, ["-m", "snnnotes", "--color", "never", "adopt"], encoding="utf-8",
        env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1", "COLUMNS": "60"},
        dimensions=(40, 60), timeout=20,
    )  # fmt: skip
    child.expect(pexpect.EOF)

    assert "2019  A Paper on Spikes" in str(child.before)


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect has no pseudo-terminal on Windows")
def test_progress_is_shown(folder: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    write(folder, {f"2023/{number}.md": A for number in range(100)})
    at_once = (
        "from snnnotes.cli import progress; progress.DELAY_SECONDS = 0;"
        "from snnnotes.cli.app import run; run(['adopt', '--dry-run', '--json'])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    child = pexpect.spawn(
        sys.executable, ["-c", at_once], encoding="utf-8", timeout=60, dimensions=(40, 80),
        env={**environment, "TERM": "xterm", "PYTHONUTF8": "1"},
    )  # fmt: skip

    child.expect("Reading notes")
    child.expect("/100")
    child.expect(pexpect.EOF)
