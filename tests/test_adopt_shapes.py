"""Notebooks of the shapes that people have, adopted.

What lies in tests/notebooks/adopt is what somebody has; `NAME.expected.yaml` beside each folder
says what it means. These were written down by hand before any code read the folders. A value that
is found beside one that is expected must be among the note's `may`; a field that is not named must
not be told.
"""

import codecs
import difflib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from snnnotes.cli.app import run
from snnnotes.errors import UnreadableFileError
from snnnotes.formats.foreign_choice import Choice, chosen
from snnnotes.formats.foreign_frontmatter import Carrier, foreign_frontmatter
from snnnotes.formats.foreign_note import facts_of
from snnnotes.formats.foreign_path import Reason, folder_pages, reason_not_a_note
from snnnotes.storage.files import read_text, read_text_in
from snnnotes.storage.foreign_files import foreign_files
from snnnotes.storage.note_files import is_folder_page
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

SHAPES = Path(__file__).parent / "notebooks" / "adopt"
NAMES = sorted(path.name.removesuffix(".expected.yaml") for path in SHAPES.glob("*.expected.yaml"))
FEWEST_SHAPES, FEWEST_FILES = 14, 5

#: What an expectation says of a note beside the values of its fields.
ABOUT = ("from", "may", "missing", "adds", "committed", "adopt", "carrier", "untouched")
MARK = "\ufeff".encode()

Expected = Mapping[str, Any]


@cache
def expected(shape: str) -> Expected:
    """What is written down of a shape; all values are texts, as somebody wrote them."""
    text = (SHAPES / f"{shape}.expected.yaml").read_text("utf-8")
    read = yaml.load(text, Loader=yaml.BaseLoader)
    assert isinstance(read, dict)
    return read


def cases(part: str, *, of_adopt: bool = True) -> list[Any]:
    """Each note that is written down in one part of the expectations."""
    return [
        pytest.param(shape, path, id=f"{shape}: {path}")
        for shape in NAMES
        for path, told in expected(shape).get(part, {}).items()
        if of_adopt or "adopt" not in told
    ]


def shapes_with(part: str) -> list[str]:
    return [shape for shape in NAMES if part in expected(shape)]


def values_of(told: Expected) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in ABOUT}


def assert_told(found: Mapping[str, Any], told: Expected) -> None:
    """Is all that is expected found, and nothing else but what may be?"""
    may = told.get("may", {})
    shown = {
        name: [*value] if isinstance(value, (list, tuple)) else value
        for name, value in found.items()
        if name not in may or name in told
    }
    assert shown == values_of(told)
    beside = {name: value for name, value in found.items() if name in may and name not in told}
    assert beside.items() <= may.items()


# --- the readers -------------------------------------------------------------------------------


@dataclass
class Reading:
    """What the readers make of a folder."""

    choices: dict[PurePosixPath, Choice]
    carriers: dict[str, Carrier]
    skipped: dict[str, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


@cache
def reading(shape: str) -> Reading:
    """A folder, read without anything but the pure readers."""
    root = SHAPES / shape
    paths = foreign_files(root).notes
    pages = folder_pages(paths)
    found = Reading({}, {})
    facts = {}
    for path in paths:
        try:
            text = read_text(root / path, path)
        except UnreadableFileError:
            found.unreadable.append(str(path))
            continue
        if path in pages:
            reason = reason_not_a_note(path.parent.with_name(f"{path.parent.name}.md"), text)
        else:
            reason = reason_not_a_note(path, text)
        if reason:
            found.skipped.setdefault(reason.name, []).append(str(path))
            continue
        facts[path] = facts_of(text, path)
        block = foreign_frontmatter(text, path=path)
        if block and block.carrier is not Carrier.YAML:
            found.carriers[str(path)] = block.carrier
    found.choices = chosen(facts)
    return found


@pytest.mark.parametrize(("shape", "path"), cases("notes", of_adopt=False))
def test_the_readers_tell_what_somebody_would(shape: str, path: str) -> None:
    told = expected(shape)["notes"][path]
    choice = reading(shape).choices[PurePosixPath(path)]
    assert_told({name: fact.value for name, fact in choice.facts.items()}, told)
    for name, source in told.get("from", {}).items():
        assert (name, choice.facts[name].source.value) == (name, source)


@pytest.mark.parametrize(("shape", "path"), cases("import"))
def test_a_note_in_another_carrier_tells_what_it_says(shape: str, path: str) -> None:
    told = expected(shape)["import"][path]
    assert reading(shape).carriers[path].name == told["carrier"]
    choice = reading(shape).choices[PurePosixPath(path)]
    assert_told({name: fact.value for name, fact in choice.facts.items()}, told)


@pytest.mark.parametrize("shape", NAMES)
def test_what_is_no_note_is_skipped_for_its_reason(shape: str) -> None:
    found = reading(shape)
    told = expected(shape)
    assert sets(found.skipped) == sets(told.get("skipped", {}))
    notes = {*told["notes"], *told.get("import", {})}
    assert {str(path) for path in found.choices} == notes
    assert {*found.unreadable, *found.carriers} == {*told.get("left", {})}


def sets(paths: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    return {reason: {*some} for reason, some in paths.items()}


@pytest.mark.parametrize(
    ("encoding", "path"),
    [
        pytest.param(encoding, path, id=f"{encoding}: {path}")
        for encoding, notes in expected("encodings")["encoded"].items()
        for path in notes
    ],
)
def test_a_file_in_an_encoding_that_was_named_tells_as_much(encoding: str, path: str) -> None:
    where = PurePosixPath(path)
    text, used = read_text_in(SHAPES / "encodings" / path, where, encoding=encoding)
    assert codecs.lookup(used) == codecs.lookup(encoding)
    facts = chosen({where: facts_of(text, where)})[where].facts
    told = expected("encodings")["encoded"][encoding][path]
    assert_told({name: fact.value for name, fact in facts.items()}, told)


# --- the shapes themselves ---------------------------------------------------------------------


def test_there_are_enough_shapes_of_enough_files() -> None:
    assert len(NAMES) >= FEWEST_SHAPES
    for shape in NAMES:
        assert sum(path.is_file() for path in (SHAPES / shape).rglob("*")) >= FEWEST_FILES


def test_every_folder_of_the_shapes_has_its_expectations() -> None:
    assert sorted(path.name for path in SHAPES.iterdir() if path.is_dir()) == NAMES


def test_the_shapes_have_every_reason_why_a_file_is_no_note() -> None:
    seen = {reason for shape in NAMES for reason in expected(shape).get("skipped", {})}
    # Git keeps no .git, nobody has pages about the repository among notes but in its root.
    others = {"GIT", "HIDDEN", "REPOSITORY_PAGE"}
    assert seen == {reason.name for reason in Reason} - others
    assert reason_not_a_note(PurePosixPath(".git/hooks/README.md"), None) is Reason.GIT


@pytest.mark.parametrize(
    ("path", "start", "end"),
    [
        ("half-ours/notes/2023/crlf.md", b"---\r\n", b"\r\n"),
        ("half-ours/notes/2023/crlf-plain.md", b"## ", b"\r\n"),
        ("half-ours/notes/2022/bom.md", MARK + b"---\n", b")\n"),
        ("half-ours/notes/2022/bom-plain.md", MARK + b"\n", b")\n"),
        ("half-ours/notes/2022/no-line-end.md", b"---\n", b"---"),
        ("half-ours/notes/2022/no-line-end-plain.md", b"# ", b"end"),
        ("encodings/2022/gbk.md", "标题".encode("gbk"), b"\r\n"),
        ("encodings/2022/gb18030.md", "## 𠮷".encode("gb18030"), b"\n"),
        ("encodings/2022/utf16.md", codecs.BOM_UTF16_LE + b"#\0", b"\r\0\n\0"),
        ("encodings/2022/utf16-no-mark.md", b"#\0#\0", b"\r\0\n\0"),
    ],
)
def test_a_checkout_keeps_the_bytes_that_a_shape_is_about(
    path: str, start: bytes, end: bytes
) -> None:
    kept = (SHAPES / path).read_bytes()
    assert kept.startswith(start)
    assert kept.endswith(end)


# --- the command -------------------------------------------------------------------------------

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line; its exit code, stdout and stderr."""

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Copies a shape, with its history if it has one, and goes there."""

    def copy(shape: str) -> Path:
        root = tmp_path / shape
        shutil.copytree(SHAPES / shape, root)
        commits = expected(shape).get("commits", [])
        if commits:
            git(root, "init", "-q")
        for commit in commits:
            git(root, "add", "--", *commit["files"])
            git(root, "commit", "-q", "-m", "notes", time=commit["time"])
        monkeypatch.chdir(root)
        return root

    return copy


def git(root: Path, *arguments: str, time: str = "2020-01-01T00:00:00Z") -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_DATE": time,
        "GIT_COMMITTER_DATE": time,
        **{
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
        },
    }
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "core.autocrlf=false", *arguments],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def exit_code(shape: str) -> int:
    """3 where files have to be mended before they can be notes."""
    left = expected(shape).get("left", {})
    return 3 if {*left.values()} & {"broken", "unreadable"} else 0


def adopted(ask: Ask, shape: str, *arguments: str) -> dict[str, Any]:
    code, out, _ = ask("adopt", "--json", *arguments)
    assert code == exit_code(shape)
    read = json.loads(out)
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("shape", NAMES)
def test_adopt_knows_of_each_note_what_somebody_would(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    folder(shape)
    records = {one["path"]: one for one in adopted(ask, shape, "--dry-run")["notes"]}
    told = expected(shape)["notes"]
    assert records.keys() == told.keys()
    for path, about in told.items():
        fields = dict(records[path]["fields"])
        added = fields.get("added", {"source": None})
        if added["source"] in ("git", "adoption"):
            stamp = fields.pop("added")
            assert stamp["value"] == about.get("committed", stamp["value"]), path
            assert ("committed" in about) == (stamp["source"] == "git"), path
        assert_told({name: one["value"] for name, one in fields.items()}, about)
        for name, source in about.get("from", {}).items():
            assert (path, name, fields[name]["source"]) == (path, name, source)
        assert records[path]["missing"] == about.get("missing", []), path


@pytest.mark.parametrize("shape", NAMES)
def test_adopt_gives_a_note_what_it_lacks_and_nothing_else(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    root = folder(shape)
    before = {path: read_own(root / path) for path in expected(shape)["notes"]}
    records = {one["path"]: one for one in adopted(ask, shape)["notes"]}
    for path, about in expected(shape)["notes"].items():
        after = read_own(root / path)
        new = [name for name in after if name not in before[path]]
        assert sorted(new) == sorted(records[path]["adds"]), path
        assert {name: after[name] for name in before[path]} == before[path]
        for name in new:
            assert after[name] == records[path]["fields"][name]["value"], (path, name)
        if "adds" in about:
            stamped = "added" in new and "added" not in about
            told = [name for name in new if name != "added" or not stamped]
            assert sorted(told) == sorted(about["adds"]), path


def read_own(path: Path) -> dict[str, Any]:
    """The keys between the dashes, read by a YAML parser that has nothing to do with ours."""
    lines = path.read_bytes().decode("utf-8-sig").splitlines()
    if not lines or lines[0] != "---":
        return {}
    return yaml.load("\n".join(lines[1 : lines.index("---", 1)]), Loader=yaml.BaseLoader) or {}


@pytest.mark.parametrize("shape", NAMES)
def test_adopt_only_adds_lines_and_touches_no_other_file(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    root = folder(shape)
    before = contents(root)
    data = adopted(ask, shape)
    after = contents(root)
    told = expected(shape)["notes"]
    new = {one["path"] for one in data["files"] if one["new"]}
    lists = {one["path"] for one in data["files"] if not one["new"]}
    assert new == {"snnnotes.toml"}
    assert after.keys() == before.keys() | new
    for path, old in before.items():
        if path not in told and path not in lists:
            assert after[path] == old, path
        if "untouched" in told.get(path, {}):
            assert after[path] == old, path
        assert removed_lines(old, after[path]) == [], path
    for path in told:
        if not before[path].removeprefix(MARK).startswith(b"---"):
            mark = MARK if before[path].startswith(MARK) else b""
            assert after[path].startswith(mark + b"---"), path
            assert after[path].endswith(before[path].removeprefix(MARK)), path


def removed_lines(before: bytes, after: bytes) -> list[bytes]:
    """What a diff would call removed; a mark that goes on being the first thing is none."""
    before, after = before.removeprefix(MARK), after.removeprefix(MARK)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        line
        for kind, start, stop, _, _ in matcher.get_opcodes()
        if kind not in ("equal", "insert")
        for line in old[start:stop]
    ]


@pytest.mark.parametrize("shape", NAMES)
def test_adopt_again_has_nothing_to_do(shape: str, folder: Callable[[str], Path], ask: Ask) -> None:
    root = folder(shape)
    ask("adopt")
    once = contents(root)
    code, out, err = ask("adopt")
    assert contents(root) == once
    assert (code, out) == (exit_code(shape), "")
    assert "Nothing to do" in err


@pytest.mark.parametrize("shape", NAMES)
def test_a_dry_run_writes_nothing_and_shows_what_would_be_written(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    root = folder(shape)
    before = contents(root)
    code, out, _ = ask("adopt", "--dry-run")
    assert code == exit_code(shape)
    assert contents(root) == before
    removed = [
        line for line in out.splitlines() if line.startswith("-") and not line.startswith("---")
    ]
    # Shown again are a line that had no line end, and one behind a byte order mark, which moves up.
    again = {line[1:] for line in out.splitlines() if line.startswith("+")}
    assert [line for line in removed if line[1:].removeprefix(MARK.decode()) not in again] == []


@pytest.mark.parametrize("shape", NAMES)
def test_the_notebook_then_has_these_notes_and_no_others(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    root = folder(shape)
    ask("adopt")
    notes, problems = load_notes(Notebook.open(root, root=None, environment={}))
    told = expected(shape)["notes"]
    lacking = {path for path, about in told.items() if "missing" in about}
    assert {str(note.path) for note in notes} == told.keys() - lacking
    left = expected(shape).get("left", {})
    mend = lacking | {path for path, why in left.items() if why != "other-carrier"}
    # The page of a folder is a note only once it has frontmatter.
    assert {str(problem).partition(":")[0] for problem in problems} == {
        path for path in mend if not is_folder_page(PurePosixPath(path).name)
    }
    for note in notes:
        about = told[str(note.path)]
        assert note.paper.title == about["title"]
        assert str(note.paper.year) == about["year"]


@pytest.mark.parametrize("shape", NAMES)
def test_adopt_counts_what_is_no_note_and_names_what_it_leaves(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    folder(shape)
    data = adopted(ask, shape, "--dry-run")
    told = expected(shape)
    skipped = {one["reason"]: one["paths"] for one in data["skipped"]}
    wanted = {Reason[name].value: paths for name, paths in told.get("skipped", {}).items()}
    assert sets(skipped) == sets(wanted)
    assert {one["path"]: one["why"] for one in data["left"]} == told.get("left", {})
    messages = {one["path"]: f"{one['message']} {one['hint']}" for one in data["left"]}
    for path, word in told.get("asks", {}).items():
        assert word in messages[path].casefold()
    duplicates = [{"value": one["value"], "paths": one["paths"]} for one in data["duplicates"]]
    assert [one["value"].removeprefix("arxiv:") for one in duplicates] == [
        one["value"] for one in told.get("duplicates", [])
    ]
    assert [one["paths"] for one in duplicates] == [
        one["paths"] for one in told.get("duplicates", [])
    ]
    rows = [
        {"line": str(one["line"] or "null"), "kind": one["kind"], "path": one["path"]}
        | ({"meant": one["meant"]} if one["kind"] == "wrong-note" else {})
        for one in data["rows"]
    ]
    assert rows == told.get("rows", [])


@pytest.mark.parametrize("shape", NAMES)
def test_adopt_counts_the_notes_without_a_link_to_the_paper(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    folder(shape)
    _, _, err = ask("adopt", "--dry-run")
    told = expected(shape)["notes"].values()
    without = sum("url" not in about and "url" not in about.get("may", {}) for about in told)
    if without:
        assert f"{without} without a link to the paper" in err
    else:
        assert "without a link" not in err


@pytest.mark.parametrize("shape", shapes_with("rebuilt"))
def test_building_the_list_changes_only_the_rows_that_were_wrong(
    shape: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    root = folder(shape)
    ask("adopt")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "adopted")
    assert ask("build-readme")[0] == 0
    changed = [
        line
        for line in git(root, "diff", "-U0", "--no-color").splitlines()
        if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")
    ]
    assert changed == expected(shape)["rebuilt"]


@pytest.mark.parametrize("encoding", [*expected("encodings")["encoded"]])
def test_files_in_an_encoding_that_was_named_become_notes_in_utf_8(
    encoding: str, folder: Callable[[str], Path], ask: Ask
) -> None:
    root = folder("encodings")
    told = expected("encodings")["encoded"][encoding]
    texts = {path: (root / path).read_bytes().decode(encoding) for path in told}
    code, out, err = ask("adopt", "--encoding", encoding, "--json")
    records = {one["path"]: one for one in json.loads(out)["notes"]}
    assert code == 3  # the others are still as they were
    assert records.keys() == expected("encodings")["notes"].keys() | told.keys()
    for path, about in told.items():
        fields = {name: one["value"] for name, one in records[path]["fields"].items()}
        fields.pop("added")
        assert_told(fields, about)
        assert (root / path).read_bytes().endswith(texts[path].encode())
        assert "written as UTF-8" in err


# --- import, for what adopt leaves -------------------------------------------------------------


@pytest.mark.parametrize("shape", shapes_with("import"))
def test_what_adopt_leaves_can_be_imported_with_all_that_it_says(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    (tmp_path / "notes").mkdir()
    monkeypatch.chdir(tmp_path)
    source = SHAPES / shape
    code, out, _ = ask("import", str(source), "--json")
    assert code == 0
    entries = {
        Path(one["source"]).relative_to(source).as_posix(): one
        for one in json.loads(out)["entries"]
    }
    assert len(entries) == len(foreign_files(source).notes)  # each is imported or accounted for
    for path, about in expected(shape)["import"].items():
        made = tmp_path / entries[path]["path"]
        own = read_own(made)
        assert {name: own.get(name) for name in values_of(about)} == values_of(about), path
        text = (source / path).read_bytes().decode("utf-8")
        block = foreign_frontmatter(text)
        assert block is not None
        assert made.read_bytes().decode("utf-8").endswith(text[block.body_start :]), path
