"""Bad input gets one clear sentence, the documented exit code, and nothing is lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from snnnotes.cli.app import run

Say = tuple[int, str, str]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Say]:
    """Run a command line; its exit code, stdout and stderr."""

    def run_it(*arguments: str) -> Say:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def _snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


HEAD = b"---\ntitle: X\nyear: 2023\n"

#: Content of notes/2023/bad.md; line and sentence of the warning; a part of the hint.
BROKEN = [
    pytest.param(b"", "1: the file is empty", "title:", id="empty"),
    pytest.param(b"# LIF\n\nText\n", "1: no frontmatter", "title: LIF", id="no-frontmatter"),
    pytest.param(HEAD + b"\nText\n", "1: the frontmatter has no end", "---", id="no-closing"),
    pytest.param(b"---\n- a\n- b\n---\n", "2: ", "key: value", id="list-instead-of-keys"),
    pytest.param(HEAD + b"year: 2022\n---\n", "4: year is there twice", "keep one", id="twice"),
    pytest.param(
        b"---\ntitle: A: B\nyear: 2023\n---\n", "2: ", 'title: "A: B"', id="colon-in-a-title"
    ),
    pytest.param(b"---\ntitle: [a\nyear: 2023\n---\n", "2: ", "]", id="open-bracket"),
    pytest.param(b"---\nyear: 2023\n---\n", "1: title is missing", "title:", id="no-title"),
    pytest.param(b"---\ntitle: X\n---\n", "1: year is missing", "year: 2023", id="no-year"),
    pytest.param(b"---\ntitle: X\nyear: 0\n---\n", "3: year is not", "2023", id="year-0"),
    pytest.param(b"---\ntitle: X\nyear: 99999\n---\n", "3: year is not", "2023", id="year-99999"),
    pytest.param(
        HEAD.replace(b"2023", "二〇二三".encode()) + b"---\n", "3: year is not", "2023", id="words"
    ),
    pytest.param(HEAD + b"venue: [a]\n---\n", "4: venue takes one value", "NeurIPS", id="a-list"),
    pytest.param(HEAD + b"tags: {a: b}\n---\n", "4: tags takes a list", "[one, two]", id="a-map"),
    pytest.param(HEAD + b"rating: 9\n---\n", "4: rating is not", "4", id="rating-9"),
    pytest.param(HEAD + b"added: soon\n---\n", "4: added is not a date", "2025", id="no-date"),
    pytest.param(b"\x00\x01\x02PNG", "not a text file", "Git", id="binary"),
    pytest.param("---\ntitle: 膜电位与阈值的关系\nyear: 2023\n---\n".encode("gb18030"),
                 "not UTF-8", "GB18030", id="gb18030"),
    pytest.param("---\ntitle: 膜电位\nyear: 2023\n---\n".encode("utf-16"),
                 "UTF-16", "iconv", id="utf-16"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said", "hint"), BROKEN)
def test_one_bad_note_never_stops_the_others(
    content: bytes, said: str, hint: str, tiny: Path, ask: Callable[..., Say]
) -> None:
    (tiny / "notes/2023/bad.md").write_bytes(content)
    before = _snapshot(tiny)

    code, out, err = ask("list")

    assert code == 0
    assert len(out.splitlines()) == 3
    assert err.count("Warning: notes/2023/bad.md:") == 1
    assert err.partition("Hint")[0].count("bad.md") == 1
    assert said in err
    assert hint in err
    assert err.endswith("3 notes\n")
    # From the index now, and in the other commands:
    assert ask("list")[2] == err
    assert ask("search", "膜电位", "-l")[0] == 0
    code, out, err = ask("build-readme")
    assert (code, out) == (3, "")
    assert "Error: 1 note cannot be read; no README was changed" in err
    assert _snapshot(tiny) == before


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf---\ntitle: X\nyear: 2022\n---\n", id="bom"),
        pytest.param(b"---\r\ntitle: X\r\nyear: 2022\r\n---\r\n\r\nText\r\n", id="crlf"),
        pytest.param(b"---\ntitle: X\nyear: 2022\n---", id="no-final-newline"),
        pytest.param(b"---\ntitle: X\nyear: '2022'\n---\n" + b"x " * 10_000_000, id="20-mb"),
    ],
)
def test_odd_but_right_notes_are_read(content: bytes, tiny: Path, ask: Callable[..., Say]) -> None:
    (tiny / "notes/2022/odd.md").write_bytes(content)

    code, out, err = ask("list", "title:x", "--format", "paths")

    assert (code, out, err) == (0, "notes/2022/odd.md\n", "1 note\n")


def test_a_bad_note_named_to_show_is_the_error_itself(tiny: Path, ask: Callable[..., Say]) -> None:
    (tiny / "notes/2023/bad.md").write_text("no frontmatter\n", "utf-8")

    code, _, err = ask("show", "notes/2023/bad.md")

    assert code == 3
    assert "Error: notes/2023/bad.md:1: no frontmatter" in err


TITLES = [
    r'A: / \ ? * " < > | # % & $ [ ] ( ) _ * z',
    "**bold** `code` $x$ and $y$",
    "[link](http://example.org) ![image](x)",
    "[bold]rich markup[/bold]",
    "emoji 🧠 and 👩‍🔬",
    "right \u202eto left",
    "two\nlines\tand tab",
    "bell \x07 escape \x1b[31mred",
    "膜" * 400,
    "...",
    "CON",
    "../../x",
    "nul.txt",
    "- [ ] task",
    "1. first",
    "NULL",
    "2048",
    "yes",
    "#hashtag: 'quoted'",
    "ends with a dot.",
]


@pytest.mark.parametrize("title", TITLES, ids=lambda title: ascii(title)[:20])
def test_any_title_goes_from_add_to_the_readme(
    title: str, tiny: Path, ask: Callable[..., Say]
) -> None:
    outside = set(tiny.parent.iterdir())
    code, out, err = ask("add", "--title", title, "--year", "2024")
    if code == 2:  # a title that leaves no file name: one clear sentence, nothing written
        assert err.startswith("Error: ")
        assert "Hint: " in err
        assert not (tiny / "notes/2024").exists()
        return

    assert (code, err) == (0, "")
    path = out.rstrip("\n")
    assert path.startswith("notes/2024/")
    assert "\x1b" not in out
    assert (tiny / path).is_file()
    assert set(tiny.parent.iterdir()) == outside
    assert ask("list", "--year", "2024", "--format", "paths")[1] == out
    assert ask("show", path)[0] == 0
    assert ask("build-readme")[0] == 0
    assert ask("build-readme", "--check")[0] == 0
    assert ask("add", "--title", title, "--year", "2024")[0] == 5


def test_no_notebook_names_the_command_that_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Say]
) -> None:
    monkeypatch.chdir(tmp_path)

    for command in (["list"], ["search", "x"], ["show", "x"], ["build-readme"]):
        code, out, err = ask(*command)
        assert (code, out) == (2, "")
        assert "no notebook" in err
        assert "snnnotes init" in err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param("[notes\n", "snnnotes.toml", id="no-toml"),
        pytest.param("[notes]\nfolder = ['x']\n", "folders", id="unknown-key"),
        pytest.param("[notes]\nfolders = 3\n", "folders", id="wrong-type"),
        pytest.param("[notes]\nfolders = ['../x']\n", "../x", id="outside"),
        pytest.param("[readme]\nline = '{titel}'\n", "titel", id="unknown-field"),
    ],
)
def test_wrong_settings_are_named(
    settings: str, said: str, tiny: Path, ask: Callable[..., Say]
) -> None:
    (tiny / "snnnotes.toml").write_text(settings, "utf-8")

    code, out, err = ask("build-readme")

    assert (code, out) == (2, "")
    assert err.startswith("Error: snnnotes.toml")
    assert said in err


MARKERS = "<!-- snnnotes:begin papers -->\n<!-- snnnotes:end papers -->\n"


@pytest.mark.parametrize(
    "readme",
    [
        pytest.param("# None\n", id="missing"),
        pytest.param(MARKERS + MARKERS, id="doubled"),
        pytest.param("\n".join(reversed(MARKERS.splitlines())) + "\n", id="wrong-order"),
        pytest.param(f"```\n{MARKERS}```\n", id="in-a-code-block"),
        pytest.param(MARKERS.splitlines()[0] + "\n", id="no-end"),
    ],
)
def test_wrong_markers_are_named_with_the_lines_to_paste(
    readme: str, tiny: Path, ask: Callable[..., Say]
) -> None:
    (tiny / "README.md").write_text(readme, "utf-8")

    for option in ([], ["--check"], ["--dry-run"]):
        code, out, err = ask("build-readme", *option)
        assert (code, out) == (2, "")
        assert "Error: README.md" in err
    assert (tiny / "README.md").read_text("utf-8") == readme


def test_init_puts_missing_markers_in(tiny: Path, ask: Callable[..., Say]) -> None:
    (tiny / "README.md").write_text("# Mine\n", "utf-8")

    assert ask("build-readme", "--init")[0] == 0

    text = (tiny / "README.md").read_text("utf-8")
    assert text.startswith("# Mine\n\n<!-- snnnotes:begin papers -->\n#### 2023\n")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_note_folder_that_is_a_link_out_of_the_notebook_is_refused(
    tiny: Path, tmp_path: Path, ask: Callable[..., Say]
) -> None:
    (tiny / "notes").rename(tmp_path / "elsewhere")
    (tiny / "notes").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    code, out, err = ask("list")

    assert (code, out) == (3, "")
    assert err.startswith("Error: notes")
    assert "Hint: " in err


@pytest.mark.parametrize(
    ("code_of_system", "sentence"),
    [
        pytest.param("ENOSPC", "space", id="disk-full"),
        pytest.param("EROFS", "ead-only", id="read-only-disk"),
        pytest.param("EACCES", "ermi", id="read-only-folder"),
    ],
)
def test_a_refused_write_changes_nothing(
    code_of_system: str,
    sentence: str,
    tiny: Path,
    ask: Callable[..., Say],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = getattr(errno, code_of_system)
    before = _snapshot(tiny)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    code, out, err = ask("add", "New", "--year", "2024")
    monkeypatch.undo()

    assert (code, out) == (5, "")
    assert err.startswith("Error: notes/2024/New.md")
    assert sentence in err
    assert _snapshot(tiny) == before


def test_a_missing_note_folder_never_empties_the_readme(
    tiny: Path, ask: Callable[..., Say]
) -> None:
    assert ask("build-readme")[0] == 0
    before = (tiny / "README.md").read_bytes()
    (tiny / "notes").rename(tiny / "n2")
    (tiny / "snnnotes.toml").write_text("", "utf-8")

    code, out, err = ask("build-readme")

    assert (code, out) == (3, "")
    assert err.startswith("Error: notes: no such folder")
    assert (tiny / "README.md").read_bytes() == before


def test_a_readme_in_other_letters_is_the_readme(tiny: Path, ask: Callable[..., Say]) -> None:
    (tiny / "README.md").rename(tiny / "readme.md")

    code, _, err = ask("build-readme")

    assert code == 0
    assert err in ("Rebuilt readme.md\n", "Rebuilt README.md\n")  # the disk may know no case


def test_a_broken_note_is_named_when_the_one_asked_for_is_not_found(
    tiny: Path, ask: Callable[..., Say]
) -> None:
    (tiny / "notes/2023/broken.md").write_text("---\ntitle: [\n---\n", "utf-8")

    code, _, err = ask("show", "zhang2023")

    assert code == 2
    assert "Warning: notes/2023/broken.md:" in err


def test_a_dry_run_with_json_is_refused(tiny: Path, ask: Callable[..., Say]) -> None:
    code, out, err = ask("add", "X", "--year", "2024", "--dry-run", "--json")

    assert (code, out) == (2, "")
    assert "leave out one of them" in err
