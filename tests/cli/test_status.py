import json
import os
import re
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from snnnotes.cli.app import run
from snnnotes.storage import kept_answer
from snnnotes.storage.journal import journal_folder
from snnnotes.storage.look_cache import now_ns

OLD = (1_700_000_000, 1_700_000_000)


@pytest.fixture
def quiet_week(tiny: Path) -> Path:
    """Nothing in the notebook is new."""
    for file in tiny.rglob("*.md"):
        os.utime(file, OLD)
    return tiny


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answer, "now_ns", lambda: now_ns() + 10_000_000_000)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """The lines of `status` by their labels."""
    capsys.readouterr()
    assert run([*arguments, "status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    return {
        label.rstrip(":"): text
        for label, text in (re.split(r":\s+", line, maxsplit=1) for line in lines if line[0] != " ")
    }


def record(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["status", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def add_note(root: Path, name: str, *lines: str) -> Path:
    file = root / "notes/2023" / name
    file.write_text("\n".join(["---", f"title: {name}", "year: 2023", *lines, "---", "", "x"]))
    os.utime(file, OLD)
    return file


def test_fresh_notebook_is_told(quiet_week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build-readme"])

    lines = shown(capsys)

    assert lines["notes"] == "3 (1 unread, 1 read, 1 no status)"
    assert lines["README.md"] == "up to date"
    assert lines["this week"] == "nothing added or changed"
    assert lines["undo"].startswith("takes back  snnnotes build-readme  of 20")
    assert "pending" not in lines


def test_stale_readme_names_the_command(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(capsys)

    assert lines["README.md"] == "stale; snnnotes build-readme"
    assert lines["findings"].startswith("1 error")
    assert lines["findings"].endswith("; snnnotes check")
    assert "undo" not in lines


def test_quiet_leaves_out_what_to_do(quiet_week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--quiet")["README.md"] == "stale"


def test_readme_without_a_place_for_the_list_is_told(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet_week / "README.md").write_text("# Tiny\n", "utf-8")

    assert shown(capsys)["README.md"] == ("has no place for the list; snnnotes build-readme --init")


def test_stale_readme_is_told_even_if_check_does_not_look_for_it(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet_week / "snnnotes.toml").write_text('[check]\nignore = ["readme"]\n', "utf-8")

    found = record(capsys)

    assert found["readmes"] == [{"path": "README.md", "state": "stale"}]
    assert found["findings"]["error"] == 0


def test_findings_are_as_bad_as_the_settings_say(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet_week / "snnnotes.toml").write_text(
        '[check]\nselect = ["readme-stale"]\nseverity = {readme-stale = "note"}\n', "utf-8"
    )

    found = record(capsys)

    assert found["findings"] == {"error": 0, "warning": 0, "note": 1}
    assert shown(capsys)["findings"] == "1 remark"


def test_note_that_cannot_be_read_is_counted(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet_week / "notes/2023/坏.md").write_text("---\ntitle: [\n---\n", "utf-8")

    lines = shown(capsys)

    assert lines["notes"].startswith("3 (")
    assert lines["notes"].endswith("; 1 cannot be read")
    assert lines["README.md"] == "not known, since notes cannot be read"
    assert record(capsys)["unreadable"] == 1


def test_pending_fields_are_told(quiet_week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_note(quiet_week, "a.md", "pending: [venue, authors]")
    add_note(quiet_week, "b.md", "pending: [venue]")

    assert shown(capsys)["pending"] == "2 notes (venue 2, authors 1); snnnotes fill"
    assert record(capsys)["pending"] == {"notes": 2, "fields": {"venue": 2, "authors": 1}}


def test_notes_of_the_week_are_told_newest_first(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    add_note(quiet_week, "新.md", f"added: {yesterday.isoformat(timespec='seconds')}")
    os.utime(quiet_week / "notes/2023/lif.md")

    run(["status"])

    lines = capsys.readouterr().out.splitlines()
    place = lines.index("this week:        1 added, 1 changed")
    assert [line.strip() for line in lines[place + 1 : place + 3]] == ["LIF神经元的膜电位", "新.md"]
    assert [note["new"] for note in record(capsys)["touched"]["notes"]] == [False, True]


def test_no_more_than_five_notes_are_named(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        os.utime(add_note(quiet_week, f"n{number}.md"))

    run(["status"])

    named = [line for line in capsys.readouterr().out.splitlines() if line.startswith(" ")]
    assert len(named) == 5
    assert len(record(capsys)["touched"]["notes"]) == 8


def test_what_came_with_a_clone_is_no_work_of_the_week(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *name, *words], cwd=tiny, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "notes")
    git("clone", "-q", str(tiny), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")

    assert shown(capsys)["this week"] == "nothing added or changed"
    later = time.time() + 3600
    os.utime("notes/2023/lif.md", (later, later))
    assert shown(capsys)["this week"] == "1 changed"


def test_title_is_cut_at_a_terminal_and_whole_in_a_pipe(
    quiet_week: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "神经元" * 30
    os.utime(add_note(quiet_week, f"{title[:9]}.md", f"aliases: [{title}]"))
    (quiet_week / "notes/2023/lif.md").write_text(f"---\ntitle: {title}\nyear: 2023\n---\n")

    run(["status"])
    assert title in capsys.readouterr().out
    monkeypatch.setattr("snnnotes.cli.session.Session.at_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", "40")
    run(["status"])

    assert f"{' ' * 18}神经元神经元神经元神…\n" in capsys.readouterr().out


def test_colors_tell_what_is_wrong(quiet_week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--color", "always", "status"])

    out = capsys.readouterr().out
    assert "\x1b[31m1 error" in out
    assert "\x1b[33mstale\x1b[0m; snnnotes build-readme" in out


def test_escape_sequences_of_a_note_do_not_reach_the_terminal(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = add_note(quiet_week, "a.md", 'status: "\\e[31mread"', 'pending: ["\\e[31m"]')
    file.write_text(file.read_text().replace("title: a.md", 'title: "a\\e]0;x\\a"'), "utf-8")

    run(["status"])

    shown_text = capsys.readouterr().out
    assert "\x1b" not in shown_text
    assert "\\x1b]0;x" in shown_text


def test_json_has_all_keys(quiet_week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["add", "膜电位", "--year", "2024"])

    found = record(capsys)

    assert list(found) == [
        "schema", "notes", "unreadable", "status", "pending", "findings", "readmes", "touched",
        "undo",
    ]  # fmt: skip
    assert found["notes"] == 4
    assert {"value": "read", "notes": 1} in found["status"]
    assert found["touched"]["notes"] == [{"path": "notes/2024/膜电位.md", "new": True}]
    assert found["undo"]["command"] == "add 膜电位 --year 2024"
    datetime.fromisoformat(found["undo"]["time"])
    datetime.fromisoformat(found["touched"]["since"])


def test_damaged_journal_is_a_warning(quiet_week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["add", "膜电位", "--year", "2024"])
    (file,) = journal_folder(quiet_week, os.environ).iterdir()
    file.write_bytes(b"?")

    assert run(["status"]) == 0

    shown_text = capsys.readouterr()
    assert "undo:" not in shown_text.out
    assert "Warning: " in shown_text.err


@pytest.mark.usefixtures("settled")
def test_second_look_reads_no_note(
    quiet_week: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown(capsys)
    monkeypatch.setattr("snnnotes.cli.status._looked", None)  # to call it would fail

    assert shown(capsys) == first


@pytest.mark.usefixtures("settled")
def test_change_is_seen_after_a_look_that_was_kept(
    quiet_week: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys)["notes"].startswith("3 ")
    add_note(quiet_week, "neu.md", "status: reading")
    assert shown(capsys)["notes"] == "4 (1 unread, 1 reading, 1 read, 1 no status)"
    run(["build-readme"])

    assert shown(capsys)["README.md"] == "up to date"


def test_empty_notebook_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    (tmp_path / "empty/notes").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty")

    assert shown(capsys) == {
        "notes": "0",
        "findings": "none",
        "this week": "nothing added or changed",
    }


def test_status_is_one_of_the_codes_that_scripts_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["--root", "nowhere", "status"]) == 2
