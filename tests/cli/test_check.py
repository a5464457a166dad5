"""`check` on the command line: what is told, in which form, about which files, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from local_server import LocalServer, Page

from snnnotes.cli.app import run
from snnnotes.model.checks import CHECKS
from snnnotes.model.finding import Group

ROOT = Path(__file__).parents[2]
SEEDED = ROOT / "tests" / "notebooks" / "seeded"
SDT = "title: Spike-driven Transformer\nyear: 2023\nurl: https://example.org/sdt"

Answer = tuple[int, list[str], list[str]]
Check = Callable[..., Answer]


def note(head: str = SDT, body: str = "只有掩码与稀疏加法。") -> str:
    return f"---\n{head}\n---\n\n{body}\n"


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notebook with one note that is right, with the current folder in it."""
    root = tmp_path / "笔记本"
    write(root, "notes/sdt.md", note())
    monkeypatch.chdir(root)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return root


@pytest.fixture
def check(notebook: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs `check`; its code, and the lines of stdout and stderr."""

    def answer(*arguments: str, before: tuple[str, ...] = ()) -> Answer:
        capsys.readouterr()
        code = run([*before, "check", *arguments])
        shown = capsys.readouterr()
        return code, shown.out.splitlines(), shown.err.splitlines()

    return answer


def write(root: Path, name: str, text: str | bytes) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def names(lines: list[str]) -> list[str]:
    """Of the checks, from lines of text."""
    return [line.rpartition("[")[2].removesuffix("]") for line in lines]


# What is there at all


def test_notebook_that_is_right_gives_nothing(check: Check) -> None:
    assert check("--strict") == (0, [], ["Nothing found in 1 file"])
    assert check(before=("--quiet",)) == (0, [], [])


@pytest.mark.parametrize("form", ["text", "github"])
def test_empty_notebook_gives_nothing(form: str, notebook: Path, check: Check) -> None:
    (notebook / "notes" / "sdt.md").unlink()

    assert check("--format", form) == (0, [], ["Nothing found in 0 files"])


def test_empty_notebook_is_data_too(notebook: Path, check: Check) -> None:
    (notebook / "notes" / "sdt.md").unlink()

    code, lines, _ = check("--json")
    assert code == 0
    assert json.loads("\n".join(lines)) == {
        "schema": 1, "files": 0, "findings": [], "formula_debt": {},
    }  # fmt: skip
    (run_,) = json.loads("\n".join(check("--format", "sarif")[1]))["runs"]
    assert run_["results"] == []


def test_outside_of_a_notebook_only_explaining_works(
    tmp_path: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    assert check()[0] == 2
    assert check("--explain", "formula-debt")[0] == 0


# What cannot be read


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("膜电位".encode("gb18030") * 20, 1, "UTF-8", id="gb18030"),
        pytest.param(note().encode("utf-16"), 1, "UTF-16", id="utf-16"),
        pytest.param(b"---\ntitle: a\0b\n---\n", 2, "zero", id="binary"),
        pytest.param(b"", 1, "", id="empty"),
        pytest.param("# 没有元数据\n".encode(), 1, "", id="no-frontmatter"),
        pytest.param(b"---\ntitle: a\n", 1, "no end", id="no-end"),
        pytest.param(b"---\ntitle: SEENN: Early Exit\n---\n", 2, "': '", id="no-yaml"),
    ],
)
def test_note_that_cannot_be_read_is_a_finding_among_others(
    text: bytes, line: int, message: str, notebook: Path, check: Check
) -> None:
    write(notebook, "notes/broken.md", text)
    write(notebook, "notes/other.md", note("title: Other\nyear: 2023", "公式 7"))

    code, lines, _ = check("notes/broken.md")
    (found,) = lines
    assert code == 1
    assert found.startswith(f"notes/broken.md:{line}:1: error: ")
    assert message in found
    assert names(lines) == ["note-unreadable"]
    assert names(check()[1]) == ["note-unreadable", "paper-link-missing", "formula-debt"]


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="this user may read all files",
)
def test_note_that_may_not_be_read_is_a_finding(notebook: Path, check: Check) -> None:
    file = write(notebook, "notes/closed.md", note())
    file.chmod(0)

    assert names(check()[1]) == ["note-unreadable"]


def test_unreadable_note_can_be_named_from_elsewhere(
    notebook: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(notebook, "notes/broken.md", "---\ntitle: a\n")
    monkeypatch.chdir(notebook / "notes")

    assert names(check("broken.md")[1]) == ["note-unreadable"]
    monkeypatch.chdir(notebook.parent)
    assert names(check("notes/broken.md", before=("--root", "笔记本"))[1]) == ["note-unreadable"]
    assert names(check("笔记本/notes/broken.md", before=("--root", "笔记本"))[1]) == [
        "note-unreadable"
    ]


def test_readme_that_is_no_utf_8_is_a_finding(notebook: Path, check: Check) -> None:
    write(notebook, "README.md", "膜电位的论文列表".encode("gb18030"))
    write(notebook, "snnnotes.toml", '[readme]\nfiles = ["README.md"]\n')

    code, lines, _ = check()
    assert code == 1
    assert lines[0].startswith("README.md:1:1: error: ")
    assert names(lines) == ["note-unreadable"]
    assert check("--fix")[0] == 1


def test_frontmatter_that_cannot_be_read_is_not_looked_through_for_formulas(
    notebook: Path, check: Check
) -> None:
    head = 'title: "膜电位$u$的批归一化"\nyear: 2023\nyear: 2023'
    file = write(notebook, "notes/twice.md", note(head, "膜电位$u$的"))

    assert names(check("notes/twice.md")[1]) == ["key-twice"] + ["formula-touches-chinese"] * 2
    check("--fix", "notes/twice.md")
    assert file.read_text("utf-8") == note(head, "膜电位 $u$ 的")


def test_frontmatter_without_end_is_left_as_it_is(notebook: Path, check: Check) -> None:
    text = '---\ntitle: "膜电位$u$的"\nyear: 2023\n\n膜电位$u$的\n'
    file = write(notebook, "notes/open.md", text)

    assert names(check("--fix")[1]) == ["note-unreadable"]
    assert file.read_text("utf-8") == text


# What is told of which files


@pytest.mark.parametrize(
    "selector",
    [
        pytest.param("notes/glif.md", id="path"),
        pytest.param("yao2022glif", id="citekey"),
        pytest.param("gated leaky", id="words"),
        pytest.param("2210.13768", id="arxiv"),
    ],
)
def test_one_note_is_told_of_by_any_of_its_names(
    selector: str, notebook: Path, check: Check
) -> None:
    head = 'title: GLIF, a Gated Leaky Neuron\nyear: 2022\narxiv: "2210.13768"'
    write(notebook, "notes/glif.md", note(f"{head}\ncitekey: yao2022glif", "公式 3"))
    write(notebook, "notes/other.md", note("title: Other\nyear: 2023"))

    code, (line,), said = check(selector)
    assert code == 0
    assert line.startswith("notes/glif.md:8:1: note: 公式 3 is in the paper, ")
    assert said == ["1 remark in 1 file", "Formula debt: 1: notes/glif.md 1"]


def test_twin_of_a_note_counts_though_only_one_of_them_is_named(
    notebook: Path, check: Check
) -> None:
    write(notebook, "notes/twin.md", note())

    code, lines, _ = check("notes/sdt.md")
    assert code == 0
    assert [line.partition(":")[0] for line in lines] == ["notes/sdt.md"]


def test_readme_is_named_by_its_path_from_the_root_or_from_here(
    notebook: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(notebook, "README.md", "<!-- snnnotes:begin papers -->\n<!-- snnnotes:end papers -->\n")

    assert names(check("README.md")[1]) == ["readme-stale"]
    monkeypatch.chdir(notebook / "notes")
    assert names(check("../README.md")[1]) == ["readme-stale"]
    monkeypatch.chdir(notebook.parent)
    assert names(check("README.md", before=("--root", "笔记本"))[1]) == ["readme-stale"]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        pytest.param("<!-- snnnotes: ignore formula-debt -->", [], id="check"),
        pytest.param("<!-- snnnotes: ignore formulas -->", [], id="group"),
        pytest.param("<!-- snnnotes: ignore links, formulas -->", [], id="several"),
        pytest.param("<!-- snnnotes: ignore links -->", ["formula-debt"], id="another"),
        pytest.param(
            "<!-- snnnotes: ignore formula-dept -->", ["ignore-unknown", "formula-debt"], id="typo"
        ),
        pytest.param("`<!-- snnnotes: ignore formulas -->`", ["formula-debt"], id="shown"),
    ],
)
def test_comment_in_a_note_ignores_what_it_names(
    comment: str, left: list[str], notebook: Path, check: Check
) -> None:
    write(notebook, "notes/sdt.md", note(body=f"{comment}\n\n见公式 7。"))

    assert names(check()[1]) == left


def test_comment_ignores_findings_on_other_files_and_in_readmes_too(
    notebook: Path, check: Check
) -> None:
    ignored = "<!-- snnnotes: ignore title-twice -->"
    write(notebook, "notes/sdt (2).md", note(SDT.replace("sdt", "2"), f"后记\n\n{ignored}\n"))
    write(notebook, "README.md", "[笔记](notes/gone.md) <!-- snnnotes: ignore links -->\n")
    write(notebook, "snnnotes.toml", '[readme]\nfiles = ["README.md"]\n')

    _, lines, _ = check()
    assert [
        (line.partition(":")[0], name) for line, name in zip(lines, names(lines), strict=True)
    ] == [
        ("README.md", "readme-markers-missing"),
        ("notes/sdt.md", "title-twice"),
    ]


def test_fix_leaves_what_is_ignored(notebook: Path, check: Check) -> None:
    text = note(body="膜电位$u$的 <!-- snnnotes: ignore formula-touches-chinese -->\n\n阈值$v$的")
    file = write(notebook, "notes/sdt.md", text)

    assert check("--fix")[1] == []
    assert file.read_text("utf-8") == text.replace("阈值$v$的", "阈值 $v$ 的")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_fix_mends_only_what_is_selected(option: str, notebook: Path, check: Check) -> None:
    text = note(SDT + "\nvenue: Neurips", "膜电位$u$的")
    file = write(notebook, "notes/sdt.md", text)

    name = "venue-spelling" if option == "--select" else "formulas"
    assert check("--fix", option, name) == (0, [], ["Mended 1 file", "Nothing found in 1 file"])
    assert file.read_text("utf-8") == text.replace("Neurips", "NeurIPS")


def test_note_with_another_name_is_still_told_of(notebook: Path, check: Check) -> None:
    (notebook / "notes" / "sdt.md").unlink()
    write(notebook, "notes/paper-3.md", note(body="公式 7"))

    _, lines, said = check("--fix", "notes/paper-3.md")
    assert names(lines) == ["formula-debt"]
    assert lines[0].startswith("notes/Spike-driven Transformer.md:7:1: ")
    assert said[0] == "Mended 1 file"


def test_names_that_become_free_are_taken_at_once(notebook: Path, check: Check) -> None:
    def entry(name: str, title: str) -> None:
        write(
            notebook,
            f"notes/{name}.md",
            note(f"title: {title}\nyear: 2023\nurl: https://example.org/{name[0]}"),
        )

    entry("Astrocytes", "Burst Coding")
    entry("Burst Coding", "Cortical Columns")
    entry("Dendrites", "Event Cameras")
    entry("Event Cameras", "Dendrites")

    _, lines, said = check("--fix")
    # Of two that have each other's name, none can begin.
    assert [line.partition(":")[0] for line in lines] == [
        "notes/Dendrites.md", "notes/Event Cameras.md",
    ]  # fmt: skip
    assert said[0] == "Mended 2 files"
    assert sorted(file.name for file in (notebook / "notes").iterdir()) == [
        "Burst Coding.md", "Cortical Columns.md", "Dendrites.md", "Event Cameras.md", "sdt.md",
    ]  # fmt: skip
    assert check("--fix")[2][0] == "Nothing to mend"


# Forms


def test_text_line_of_a_finding_is_one_that_editors_jump_to(notebook: Path, check: Check) -> None:
    write(notebook, "notes/sdt.md", note(SDT + "\nstatus: done"))

    assert check()[1] == ["notes/sdt.md:5:9: error: no such status: 'done' [status-unknown]"]


def test_place_and_severity_are_coloured(notebook: Path, check: Check) -> None:
    write(notebook, "notes/sdt.md", note(SDT + "\nstatus: done"))

    (line,) = check(before=("--color", "always"))[1]
    assert line == (
        "\x1b[35mnotes/sdt.md:5:9\x1b[0m: \x1b[31merror\x1b[0m: "
        "no such status: 'done' [status-unknown]"
    )


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        pytest.param("80", [
            "notes/sdt.md:5:9: error: no such status: 'done' [status-unknown]",
            "    write  status: unread or reading or read",
        ], id="one-row"),
        pytest.param("50", [
            "notes/sdt.md:5:9: error: no such status: 'done'",
            "  [status-unknown]",
            "    write  status: unread or reading or read",
        ], id="whole-words"),
        pytest.param("30", [
            "notes/sdt.md:5:9: error: no",
            "  such status: 'done'",
            "  [status-unknown]",
            "    write  status: unread or",
            "    reading or read",
        ], id="narrow"),
        pytest.param("20", [
            "notes/sdt.md:5:9: error: no such status:",  # the terminal breaks the place
            "  'done'",
            "  [status-unknown]",
            "    write  status:",
            "    unread or",
            "    reading or read",
        ], id="place-longer-than-a-row"),
    ],
)  # fmt: skip
def test_terminal_shows_whole_words_and_what_to_do(
    notebook: Path, check: Check, monkeypatch: pytest.MonkeyPatch, columns: str, rows: list[str]
) -> None:
    write(notebook, "notes/sdt.md", note(SDT + "\nstatus: done"))
    monkeypatch.setattr("snnnotes.cli.session.Session.at_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", columns)

    assert check(before=("--color", "never"))[1] == rows


def test_json_has_all_of_a_finding(notebook: Path, check: Check) -> None:
    write(notebook, "notes/sdt.md", note(body="膜电位\n\n公式 7 与公式 8"))

    _, lines, _ = check("--format", "json")
    data = json.loads("\n".join(lines))
    assert data["schema"] == 1
    assert data["files"] == 1
    assert data["formula_debt"] == {"notes/sdt.md": 2}
    assert data["findings"][0] == {
        "name": "formula-debt",
        "severity": "note",
        "path": "notes/sdt.md",
        "line": 9,
        "column": 1,
        "message": "公式 7 is in the paper, and no formula stands nearby in the note",
        "mend": "write the formula between $$ and $$",
    }
    assert check("--json")[1] == lines


@pytest.mark.parametrize(
    ("workspace", "git", "start"),
    [
        pytest.param(None, None, "notes", id="alone"),
        pytest.param("", None, "notes", id="empty-workspace"),
        pytest.param(".", None, "论文/笔记本/notes", id="workspace-above"),
        pytest.param("论文", None, "笔记本/notes", id="workspace-between"),
        pytest.param("论文/笔记本", None, "notes", id="workspace-here"),
        pytest.param("elsewhere", None, "notes", id="workspace-elsewhere"),
        pytest.param(None, "论文", "笔记本/notes", id="git-above"),
        pytest.param("elsewhere", "论文", "笔记本/notes", id="git-above-workspace-elsewhere"),
        pytest.param(".", "论文", "论文/笔记本/notes", id="workspace-before-git"),
    ],
)
def test_github_and_sarif_count_paths_from_the_repository(
    workspace: str | None,
    git: str | None,
    start: str,
    tmp_path: Path,
    check: Check,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = tmp_path / "论文" / "笔记本"
    write(root, "notes/sdt.md", note(SDT + "\nstatus: done"))
    monkeypatch.chdir(root)
    if workspace is not None:
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / workspace) if workspace else "")
    if git is not None:
        (tmp_path / git / ".git").mkdir()

    (line,) = check("--format", "github")[1]
    assert line.startswith(
        f"::error file={start}/sdt.md,line=5,col=9,title=status-unknown::no such status: 'done'; "
    )
    (run_,) = json.loads("\n".join(check("--format", "sarif")[1]))["runs"]
    uri = run_["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    quoted = start.replace("论文", "%E8%AE%BA%E6%96%87").replace(
        "笔记本", "%E7%AC%94%E8%AE%B0%E6%9C%AC"
    )
    assert uri == f"{quoted}/sdt.md"


def test_sarif_names_a_rule_for_each_check(notebook: Path, check: Check) -> None:
    write(notebook, "notes/sdt.md", note(SDT + "\nstatus: done"))

    code, lines, _ = check("--format", "sarif")
    (run_,) = json.loads("\n".join(lines))["runs"]
    assert code == 1
    assert [rule["id"] for rule in run_["tool"]["driver"]["rules"]] == [one.name for one in CHECKS]
    (result,) = run_["results"]
    assert result["ruleId"] == "status-unknown"
    assert result["level"] == "error"


#: What a terminal would take for a command, and GitHub for another one of its own.
NASTY = "Spike\x1b[31m红%0A,:"


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.parametrize("form", ["text", "github", "sarif", "json"])
def test_control_characters_in_paths_and_titles_never_get_out(
    form: str, notebook: Path, check: Check
) -> None:
    (notebook / "notes" / "sdt.md").unlink()
    head = '\ntitle: "Red \\e[31m\\n::error::红"\nyear: 2023\nurl: https://example.org/1'
    write(notebook, f"notes/{NASTY}\n::error::x.md", note(head.strip()))
    write(notebook, "notes/two.md", note(head.strip()))

    code, lines, said = check("--format", form)
    shown = "\n".join(lines)
    assert code == 1
    assert lines
    assert not any(sign in shown + "\n".join(said) for sign in "\x1b\r\x07")
    if form == "github":
        assert all(
            line.startswith(("::error file=", "::warning file=", "::notice file="))
            for line in lines
        )
        assert not any("\n" in line for line in lines)
    if form == "text":
        assert all(line.startswith("notes/") for line in lines)
    if form in ("sarif", "json"):
        json.loads(shown)


# Settings


@pytest.mark.parametrize(
    ("settings", "arguments", "code", "left"),
    [
        pytest.param("", [], 1, ["status-unknown", "venue-spelling", "formula-debt"], id="none"),
        pytest.param('select = ["papers"]', [], 0, ["venue-spelling"], id="select"),
        pytest.param(
            'ignore = ["frontmatter"]', [], 0, ["venue-spelling", "formula-debt"], id="ignore"
        ),
        pytest.param(
            'select = ["papers", "formulas"]\nignore = ["formula-debt"]', [], 0,
            ["venue-spelling"], id="ignore-beats-select",
        ),
        pytest.param(
            'select = ["papers"]', ["--select", "formulas"], 0, ["formula-debt"],
            id="option-in-place-of-select",
        ),
        pytest.param(
            'ignore = ["papers"]', ["--ignore", "frontmatter"], 0, ["formula-debt"],
            id="option-adds-to-ignore",
        ),
        pytest.param(
            'ignore = ["papers"]', ["--select", "papers"], 0, [], id="ignored-though-selected"
        ),
        pytest.param(
            'severity = {frontmatter = "note"}', [], 0,
            ["status-unknown", "venue-spelling", "formula-debt"], id="less-bad",
        ),
        pytest.param(
            'select = ["formula-debt"]\nseverity = {formula-debt = "error"}', [], 1,
            ["formula-debt"], id="worse",
        ),
        pytest.param(
            'select = ["formula-debt"]\nseverity = {formula-debt = "warning"}', ["--strict"], 1,
            ["formula-debt"], id="worse-and-strict",
        ),
        pytest.param(
            'select = ["status-unknown"]\nseverity = {status-unknown = "note"}', ["--strict"], 0,
            ["status-unknown"], id="a-remark-never-fails",
        ),
        pytest.param(
            'select = ["status-unknown"]\n'
            'severity = {status-unknown = "error", frontmatter = "note"}', [], 1,
            ["status-unknown"], id="check-before-its-group",
        ),
    ],
)  # fmt: skip
def test_settings_and_options_choose_the_checks(
    settings: str, arguments: list[str], code: int, left: list[str], notebook: Path, check: Check
) -> None:
    write(notebook, "notes/sdt.md", note(SDT + "\nvenue: Neurips\nstatus: done", "公式 7"))
    write(notebook, "snnnotes.toml", f"[check]\n{settings}\n")

    answer = check(*arguments)
    assert sorted(names(answer[1])) == sorted(left)
    assert answer[0] == code


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        pytest.param("selects = []", "there is no key 'selects'", id="key"),
        pytest.param('ignore = "links"', "check.ignore is not a list of checks", id="no-list"),
        pytest.param('select = ["formula-dept"]', "there is no check 'formula-dept'", id="check"),
        pytest.param("select = [1]", "there is no check 1", id="number"),
        pytest.param("severity = []", "check.severity is not a table of checks", id="no-table"),
        pytest.param('severity = {links = "fatal"}', "links cannot be 'fatal'", id="severity"),
        pytest.param('severity = {lynx = "error"}', "there is no check 'lynx'", id="severity-of"),
    ],
)
def test_mistake_in_the_settings_is_told_with_its_place(
    settings: str, told: str, notebook: Path, check: Check
) -> None:
    write(notebook, "snnnotes.toml", f"[check]\n{settings}\n")

    code, lines, said = check()
    assert (code, lines) == (2, [])
    assert said[0].startswith("Error: snnnotes.toml")
    assert told in said[0]
    assert said[1].startswith("Hint: ")


# Explaining


@pytest.mark.parametrize("name", [one.name for one in CHECKS])
def test_each_check_explains_itself(name: str, check: Check) -> None:
    code, lines, said = check("--explain", name)

    assert code == 0
    assert lines[0].startswith(f"{name} (")
    assert lines.count("Wrong:") == lines.count("Right:") == 1
    assert said == []


@pytest.mark.parametrize("group", Group)
def test_group_explains_all_its_checks(group: Group, check: Check) -> None:
    lines = check("--explain", group)[1]

    assert lines.count("Wrong:") == sum(one.group == group for one in CHECKS)


def test_all_is_one_line_for_each_check(check: Check) -> None:
    lines = check("--explain", "all")[1]

    assert [line.split()[0] for line in lines] == [one.name for one in CHECKS]
    assert all(line.endswith(one.summary) for line, one in zip(lines, CHECKS, strict=True))


# Counts


def test_formula_debt_names_the_greatest_debtors(notebook: Path, check: Check) -> None:
    for number in range(1, 8):
        owed = "\n\n".join(f"公式 {which}" for which in range(number))
        head = f"title: Paper {number}\nyear: 2023\nurl: https://example.org/{number}"
        write(notebook, f"notes/Paper {number}.md", note(head, owed))

    _, lines, said = check()
    assert len(lines) == 28
    assert said[0] == "28 remarks in 8 files"
    told = ", ".join(f"notes/Paper {number}.md {number}" for number in (7, 6, 5, 4, 3))
    assert said[1:] == [f"Formula debt: 28: {told} and 2 more"]


def test_hint_at_fix_is_given_only_where_it_helps(notebook: Path, check: Check) -> None:
    write(notebook, "notes/sdt.md", note(SDT + "\nstatus: done"))
    assert check()[2] == ["1 error in 1 file"]

    write(notebook, "notes/sdt.md", note(SDT + "\nvenue: Neurips"))
    assert check()[2][-1] == "Hint: snnnotes check --fix  mends one of them"
    assert check("--fix")[2] == ["Mended 1 file", "Nothing found in 1 file"]
    assert check(before=("--quiet",)) == (0, [], [])


# The shell

READMES = ["readme-stale", "readme-markers-missing", "readme-too-long"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        pytest.param("--explain formula-w", ["formula-without-blank-lines"], id="check"),
        pytest.param("--select read", ["readme", *READMES], id="group"),
        pytest.param("--ignore key", ["key-missing", "key-twice"], id="ignore"),
        pytest.param("li", ["li2023seenn"], id="note"),
    ],
)  # fmt: skip
def test_shell_completes_names(line: str, values: list[str], tiny: Path) -> None:
    environment = os.environ | {
        "_SNNNOTES_COMPLETE": "complete_bash",
        "COMP_WORDS": f"snnnotes check {line}",
        "COMP_CWORD": str(len(line.split(" ")) + 1),
        "PYTHONUTF8": "1",
    }
    code = (
        "import sys; sys.argv[0] = 'snnnotes'; from snnnotes.cli.app import run; sys.exit(run([]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, encoding="utf-8", env=environment, check=True,
    )  # fmt: skip
    assert done.stdout.split() == values


def test_second_run_gives_the_same_from_the_cache(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ("--root", str(SEEDED))
    once = check("--format", "json", before=before)

    assert check("--format", "json", before=before) == once
    assert once[0] == 1


# Asking the web


@pytest.fixture
def example_org(server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> LocalServer:
    """Stands in for example.org."""
    mirrors = json.dumps({"https://example.org/": server.url("/")})
    monkeypatch.setenv("SNNNOTES_MIRRORS", mirrors)
    return server


def test_online_tells_of_pages_that_are_gone_and_names_hosts_that_say_nothing(
    notebook: Path, check: Check, example_org: LocalServer
) -> None:
    def entry(name: str, more: str = "") -> None:
        head = f"title: {name}\nyear: 2023\nurl: https://example.org/{name}"
        write(notebook, f"notes/{name}.md", note(head, more or "正文"))

    (notebook / "notes" / "sdt.md").unlink()
    for name in ("here", "gone", "moved", "busy"):
        entry(name)
    entry("ignored", "<!-- snnnotes: ignore paper-link-dead -->")
    example_org.pages |= {
        "/here": Page(b"x"),
        "/gone": Page(b"", 410),
        "/busy": Page(b"", 403),
        "/ignored": Page(b"", 404),
    }

    code, lines, said = check("--online")
    assert code == 0
    assert [line.partition(" ")[0] for line in lines] == [
        "notes/gone.md:4:1:", "notes/moved.md:4:1:",
    ]  # fmt: skip
    assert set(names(lines)) == {"paper-link-dead"}
    assert any("example.org" in line for line in said)
    assert check("--online", "--strict")[0] == 1
    assert check()[1] == []


def test_online_asks_only_about_the_notes_that_are_named(
    notebook: Path, check: Check, example_org: LocalServer
) -> None:
    for name in ("one", "two"):
        head = f"title: {name}\nyear: 2023\nurl: https://example.org/{name}"
        write(notebook, f"notes/{name}.md", note(head))

    assert len(check("--online", "notes/one.md")[1]) == 1
    assert {asked.path for asked in example_org.asked} == {"/one"}
