import os
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.features.importing import Import, Outcome, Reader, Wish, plan_import
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.storage.copying import apply_with_copies
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

NOW = "2025-04-17T19:41:31+08:00"
Write = Callable[[dict[str, str | bytes]], None]


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    (tmp_path / "book" / "notes").mkdir(parents=True)
    return Notebook(tmp_path / "book", {"SNNNOTES_CACHE_DIR": str(tmp_path / "cache")})


@pytest.fixture
def old(tmp_path: Path) -> Write:
    """Write files of the folder ``old``, by path; text or bytes."""

    def put(files: dict[str, str | bytes]) -> None:
        for path, content in files.items():
            file = tmp_path / "old" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    return put


def planned(
    notebook: Notebook,
    *names: str,
    wish: Wish | None = None,
    encoding: str | None = None,
    folder: str = "notes",
) -> Import:
    """The import of sources beside the notebook."""
    reader = Reader(
        notebook=notebook, folder=notebook.root.parent, encoding=encoding, stdin=lambda: b""
    )
    notes, _ = load_notes(notebook)
    return plan_import(
        reader.read(names or ["old"]),
        notebook,
        notes,
        folder=PurePosixPath(folder),
        wish=wish or Wish(added=NOW),
    )


def imported(notebook: Notebook, *names: str, wish: Wish | None = None) -> Import:
    plan = planned(notebook, *names, wish=wish)
    apply_with_copies(notebook, plan.changes, plan.copies)
    return plan


def text_of(plan: Import, name: str) -> str:
    (change,) = [change for change in plan.changes if change.path.name == name]
    return change.text


def body_of(plan: Import, name: str) -> str:
    text = text_of(plan, name)
    return text[parse(text, path=PurePosixPath(name)).body_start :]


def note_of(plan: Import, name: str) -> Note:
    return read_note(text_of(plan, name), path=PurePosixPath(name))


HEAD = "---\ntitle: {}\nyear: 2023\n---\n"

# Carriers


@pytest.mark.parametrize(
    ("path", "text", "expected", "body"),
    [
        pytest.param(
            "pages/SEENN.md",
            "title:: SEENN: Towards Early Exit\nyear:: 2023\ntags:: #SNN, [[early exit]]\n\n- A\n",
            {"title": "SEENN: Towards Early Exit", "tags": ("SNN", "early exit")},
            "\n- A\n",
            id="logseq",
        ),
        pytest.param(
            "content/seenn.md",
            '+++\ntitle = "SEENN: Towards Early Exit"\ndate = 2023-05-01\ntags = ["snn"]\n'
            'venue = "NeurIPS 2023"\n+++\r\nA\r\n',
            {"venue": "NeurIPS", "tags": ("snn",), "added": "2023-05-01"},
            "A\r\n",
            id="toml",
        ),
        pytest.param(
            "_posts/2023-05-01-seenn.md",
            "---\nlayout: post\ntitle: '论文笔记：SEENN: Towards Early Exit (NeurIPS 2023)'\n"
            "tags: [snn]\n---\n\nA",
            {"title": "SEENN: Towards Early Exit", "venue": "NeurIPS", "added": "2023-05-01"},
            "\nA",
            id="jekyll",
        ),
        pytest.param(
            "source/_posts/seenn.md",
            "title: SEENN\ndate: 2023-05-01 10:00:00\nyear: 2023\n---\n\nA\n",
            {"title": "SEENN", "added": "2023-05-01"},
            "\nA\n",
            id="hexo",
        ),
        pytest.param(
            "Papers/@li2023seenn.md",
            "---\ntitle: SEENN\nyear: 2023\nrelated: '[[GLIF]]'\ntags:\n  - snn\n---\nA [[GLIF]]\n",
            {"title": "SEENN", "citekey": "li2023seenn", "tags": ("snn",)},
            "A [[GLIF]]\n",
            id="obsidian",
        ),
        pytest.param(
            "x.md",
            "---\ntitle: SEENN: Towards Early Exit\ntags: #snn #exit\nyear: 2023\n---\nA\n",
            {"title": "SEENN: Towards Early Exit", "tags": ("snn", "exit")},
            "A\n",
            id="broken-yaml",
        ),
        pytest.param(
            "2023/SEENN.md",
            "## SEENN\n\n[论文链接](https://openreview.net/forum?id=yzZbwQPkmP)\n",
            {"title": "SEENN", "openreview": "yzZbwQPkmP"},
            "## SEENN\n\n[论文链接](https://openreview.net/forum?id=yzZbwQPkmP)\n",
            id="no-metadata",
        ),
    ],
)
def test_each_carrier_becomes_a_note_of_ours_with_its_body(
    notebook: Notebook,
    old: Write,
    path: str,
    text: str,
    expected: dict[str, object],
    body: str,
) -> None:
    old({path: text})
    plan = imported(notebook)
    assert [item.outcome for item in plan.items] == [Outcome.IMPORTED], plan.items
    (note,), problems = load_notes(notebook)
    assert problems == []
    found = {
        name: getattr(note.paper, name, None) or getattr(note, name, None) for name in expected
    }
    assert found == expected
    assert note.paper.year == 2023
    assert note.citekey
    assert body_of(plan, note.path.name) == body


def test_keys_of_the_user_come_along(notebook: Notebook, old: Write) -> None:
    old({"a.md": "---\ntitle: SEENN\nyear: 2023\nmood: good\nlist: [a, b]\n---\n"})
    assert dict(note_of(planned(notebook), "a.md").extra) == {"mood": "good", "list": ["a", "b"]}


def test_broken_yaml_is_reported_with_its_lines(notebook: Notebook, old: Write) -> None:
    old({"a.md": "---\ntitle: A: B\nyear: 2023\n%% odd\n---\nText\n"})
    plan = planned(notebook)
    assert [remark.place for remark in plan.remarks] == ["old/a.md:2", "old/a.md:4"]
    assert note_of(plan, "a.md").extra["imported_lines"] == ["%% odd"]


def test_a_bibliography_beside_tells_what_a_note_does_not(notebook: Notebook, old: Write) -> None:
    old({
        "refs.bib": "@misc{fang2021, title={Deep ResNet}, author={Fang, Wei}, year=2021}",
        "lit/@fang2021.md": "My thoughts\n",
    })  # fmt: skip
    note = note_of(planned(notebook), "@fang2021.md")
    assert note.paper == Paper(title="Deep ResNet", year=2021, authors=("Wei Fang",))
    assert note.citekey == "fang2021"


def test_status_is_only_what_is_told_or_wished(notebook: Notebook, old: Write) -> None:
    old({"a.md": HEAD.format("A"), "b.md": HEAD.format("B\nstatus: done")})
    plan = planned(notebook)
    assert (note_of(plan, "a.md").status, note_of(plan, "b.md").status) == (None, "read")
    plan = planned(notebook, wish=Wish(status="reading", tags=("old",), added=NOW))
    assert [note_of(plan, name).status for name in ("a.md", "b.md")] == ["reading", "reading"]
    assert note_of(plan, "a.md").tags == ("old",)
    assert note_of(plan, "a.md").added == NOW


def test_git_dates_the_notes_that_do_not_say_when_they_were_made(
    notebook: Notebook, old: Write, tmp_path: Path
) -> None:
    old({"a.md": HEAD.format("A"), "b.md": HEAD.format("B\nadded: 2020-01-02")})
    identity = ["-c", "user.name=x", "-c", "user.email=x@y.z"]
    date = "2021-05-03T10:00:00+08:00"
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "x"]):
        subprocess.run(
            ["git", *command],
            cwd=tmp_path / "old",
            env=os.environ | {"GIT_AUTHOR_DATE": date},
            check=True,
        )
    notebook.environment = dict(os.environ)
    plan = planned(notebook)
    assert [note_of(plan, name).added for name in ("a.md", "b.md")] == [date, "2020-01-02"]


# What is no note


def test_files_that_are_no_notes_are_counted_by_their_reason(
    notebook: Notebook, old: Write
) -> None:
    old({
        "README.md": "# Mine",
        "template.md": "# {{title}}",
        "logseq/bak/x.md": HEAD.format("X"),
        "empty.md": "\n",
        "SEENN/README.md": "# SEENN\n\nNeurIPS 2023\n",
        "GLIF/index.md": "# GLIF\n\nNeurIPS 2022\n",
    })  # fmt: skip
    plan = planned(notebook)
    assert {item.source: item.reason for item in plan.items} == {
        "old/README.md": "README",
        "old/template.md": "template",
        "old/logseq/bak/x.md": "backup of Logseq",
        "old/empty.md": "empty",
        "old/SEENN/README.md": "",
        "old/GLIF/index.md": "",
    }
    assert {str(change.path) for change in plan.changes} == {
        "notes/old/SEENN/README.md",
        "notes/old/GLIF/index.md",
    }


@pytest.mark.parametrize(
    ("content", "reason", "hint"),
    [
        pytest.param(b"# Hello world\n", "no year found", "Year: 2023", id="no-year"),
        pytest.param(
            "# 膜电位与脉冲神经网络\n发表于：NeurIPS 2020\n".encode("gbk"),
            "it looks like GB18030",
            "--encoding gb18030",
            id="gbk",
        ),
        pytest.param("# 膜电位\n".encode("utf-16"), "UTF-16", "--encoding utf-16", id="utf-16"),
        pytest.param(
            b"+++\ntitle = 'A'\nyear = 2023\nx = '" + b"y" * 1_000_000 + b"'\n+++\n",
            "the frontmatter is longer than",
            "---",
            id="longer-than-frontmatter-may-be",
        ),
        pytest.param(b"\0\1\2", "zero bytes", "move it", id="binary"),
    ],
)
def test_what_cannot_become_a_note_is_named(
    notebook: Notebook, old: Write, content: bytes, reason: str, hint: str
) -> None:
    old({"a.md": content, "b.md": HEAD.format("B")})
    plan = planned(notebook)
    left, fine = plan.items
    assert (left.outcome, fine.outcome) == (Outcome.LEFT_OUT, Outcome.IMPORTED)
    assert reason in left.reason
    assert hint in left.hint
    assert plan.is_lacking


def test_a_named_encoding_reads_what_is_not_utf8(notebook: Notebook, old: Write) -> None:
    old({"膜.md": "# 膜电位与脉冲神经网络\n发表于：NeurIPS 2020\n".encode("gbk")})
    plan = planned(notebook, encoding="gb18030")
    assert body_of(plan, "膜.md").startswith("# 膜电位与脉冲神经网络\n")


def test_a_note_that_the_settings_would_hide_is_not_copied(notebook: Notebook, old: Write) -> None:
    notebook.exclude = ("*.draft.md",)
    old({"a.draft.md": HEAD.format("A")})
    (item,) = planned(notebook).items
    assert item.outcome is Outcome.LEFT_OUT
    assert "exclude" in item.reason


# Duplicates


def test_running_it_twice_imports_nothing_and_lists_all(notebook: Notebook, old: Write) -> None:
    old({"a.md": HEAD.format("A"), "2022/b.md": "# B\n", "img.png": b"x"})
    first = imported(notebook)
    assert first.counts()[Outcome.IMPORTED] == 2
    second = imported(notebook)
    assert second.counts()[Outcome.DUPLICATE] == 2
    assert (second.changes, second.copies) == ([], [])


def test_notes_that_came_later_join_the_first_ones(notebook: Notebook, old: Write) -> None:
    old({"a.md": HEAD.format("A") + "![](img/x.png)\n", "img/x.png": b"x"})
    imported(notebook)
    old({"b.md": HEAD.format("B") + "![](img/x.png) [A](a.md)\n"})
    plan = imported(notebook)
    assert [str(change.path) for change in plan.changes] == ["notes/old/b.md"]
    assert plan.copies == []  # it is there, to the byte
    assert body_of(plan, "b.md") == "![](img/x.png) [A](a.md)\n"


def test_of_two_notes_of_one_title_the_second_is_skipped(notebook: Notebook, old: Write) -> None:
    old({"a.md": HEAD.format("A"), "b.md": HEAD.format("a")})
    plan = planned(notebook)
    assert [item.outcome for item in plan.items] == [Outcome.IMPORTED, Outcome.DUPLICATE]
    assert plan.items[1].reason == "it is the paper of old/a.md too: same title"


def test_one_identifier_on_two_notes_is_a_slip_and_both_are_imported(
    notebook: Notebook, old: Write
) -> None:
    old({
        "a.md": HEAD.format("A\narxiv: '2307.01694'"),
        "b.md": HEAD.format("B\narxiv: '2307.01694'"),
    })  # fmt: skip
    plan = planned(notebook)
    assert plan.counts()[Outcome.IMPORTED] == 2
    (remark,) = plan.remarks
    assert (remark.place, "old/a.md" in remark.sentence) == ("old/b.md", True)


def test_a_note_goes_before_an_entry_on_the_same_paper(
    notebook: Notebook, old: Write, tmp_path: Path
) -> None:
    old({"a.md": HEAD.format("A") + "Thoughts\n"})
    (tmp_path / "refs.bib").write_text("@misc{a, title={A}, year=2023}", "utf-8")
    plan = planned(notebook, "refs.bib", "old")
    assert {item.source: item.outcome for item in plan.items} == {
        "old/a.md": Outcome.IMPORTED,
        "refs.bib": Outcome.DUPLICATE,
    }


def test_links_to_a_duplicate_lead_to_the_note_that_is_there(
    notebook: Notebook, old: Write
) -> None:
    (notebook.root / "notes" / "GLIF, mine.md").write_text(HEAD.format("GLIF"), "utf-8")
    old({"glif.md": HEAD.format("GLIF"), "a.md": HEAD.format("A") + "[x](glif.md) [[glif]]\n"})
    plan = imported(notebook)
    assert body_of(plan, "a.md") == "[x](../GLIF,%20mine.md) [[GLIF, mine|glif]]\n"


def test_a_file_in_the_way_that_is_no_note_is_not_overwritten(
    notebook: Notebook, old: Write
) -> None:
    place = notebook.root / "notes" / "old" / "a.md"
    place.parent.mkdir()
    place.write_text("no frontmatter", "utf-8")
    old({"a.md": HEAD.format("A")})
    plan = imported(notebook)
    assert plan.items[0].outcome is Outcome.LEFT_OUT
    assert place.read_text("utf-8") == "no frontmatter"


def test_a_note_of_another_paper_of_that_name_gets_a_number(notebook: Notebook, old: Write) -> None:
    place = notebook.root / "notes" / "old" / "A.md"
    place.parent.mkdir()
    place.write_text(HEAD.format("Other"), "utf-8")
    old({"a.md": HEAD.format("A"), "b.md": HEAD.format("B") + "[a](./a.md)\n"})
    plan = imported(notebook)
    # On a disk that knows no case, a.md and A.md are one.
    assert [change.path.name for change in plan.changes] == ["a (2).md", "b.md"]
    assert body_of(plan, "b.md") == "[a](a%20%282%29.md)\n"
    assert place.read_text("utf-8") == HEAD.format("Other")


# Links and images


def test_a_layout_is_kept_so_that_no_link_has_to_change(notebook: Notebook, old: Write) -> None:
    body = (
        "![a](../assets/a.png){:height 100} ![](<../图 片/b c.png>) ![](../图%20片/d.png)\n"
        '<img src="../assets/a.png"> [pdf](./p.pdf#page=3) [[GLIF]] ![[e.png|100]]\n'
        "[GLIF](GLIF.md) [web](https://x.org/a.png)\n\n[ref]: ../assets/f.png\n"
    )
    files: dict[str, str | bytes] = {
        "pages/SEENN.md": HEAD.format("SEENN") + body,
        "pages/GLIF.md": HEAD.format("GLIF"),
        "assets/a.png": b"a",
        "assets/f.png": b"f",
        "图 片/b c.png": b"bc",
        "图 片/d.png": b"d",
        "pages/p.pdf": b"%PDF",
        "deep/er/e.png": b"e",
        "assets/unused.png": b"unused",
    }
    old(files)
    plan = imported(notebook)
    assert body_of(plan, "SEENN.md") == body
    assert plan.remarks == []
    copied = {
        str(copy.path).removeprefix("notes/old/"): (notebook.root / copy.path).read_bytes()
        for copy in plan.copies
    }
    assert copied == {
        path: content
        for path, content in files.items()
        if isinstance(content, bytes) and "unused" not in path
    }


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        pytest.param("_posts/a.md", "![](/img/x.png)", "![](../img/x.png)", id="site-root"),
        pytest.param(
            "_posts/a.md", "![]({{ site.baseurl }}/img/x.png)", "![](../img/x.png)", id="jekyll"
        ),
        pytest.param("_posts/a.md", "![](y z.png)", "![](a/y%20z.png)", id="folder-of-the-post"),
        pytest.param(
            "_posts/a.md", "{% asset_img x.png %}", "{% asset_img x.png %}", id="hexo-tag"
        ),
        pytest.param("_posts/a.md", "[b](../notes/b.md)", "[b](../notes/b.md)", id="to-a-note"),
        pytest.param("notes/b.md", "[a](../_posts/a.md#p)", "[a](../posts/a.md#p)", id="renamed"),
        pytest.param("notes/b.md", "[a](..\\img\\x.png)", "[a](../img/x.png)", id="backslashes"),
        pytest.param("notes/b.md", "![](../IMG/X.png)", "![](../img/x.png)", id="other-case"),
        pytest.param("content/c.md", "![](/s.png)", "![](../static/s.png)", id="hugo"),
        pytest.param("notes/b.md", "![](/img/x.png?v=2)", "![](../img/x.png?v=2)", id="query"),
        pytest.param("notes/b.md", "`![](/img/x.png)`", "`![](/img/x.png)`", id="code"),
    ],
)
def test_a_link_changes_only_where_it_would_lead_nowhere(
    notebook: Notebook, old: Write, path: str, body: str, expected: str
) -> None:
    files: dict[str, str | bytes] = {
        "_posts/a.md": HEAD.format("A"),
        "notes/b.md": HEAD.format("B"),
        "content/c.md": HEAD.format("C"),
        "img/x.png": b"x",
        "static/s.png": b"s",
        "_posts/a/y z.png": b"yz",
        "_posts/a/x.png": b"post's own",
    }
    old(files | {path: str(files[path]) + body})
    plan = imported(notebook)
    assert body_of(plan, PurePosixPath(path).name) == expected
    assert plan.remarks == []


@pytest.mark.parametrize(
    ("link", "named"),
    [
        pytest.param("![](none.png)", "none.png", id="missing"),
        pytest.param("![[none.png]]", "none.png", id="missing-embed"),
        pytest.param("![](/Users/me/x.png)", "/Users/me/x.png", id="absolute"),
        pytest.param("![](C:\\me\\x.png)", "C:\\me\\x.png", id="drive"),
        pytest.param("![](../secret.png)", "../secret.png", id="out-of-the-folder"),
        pytest.param("[x](../../../../../etc/ssl.cnf)", "../../../../../etc/ssl.cnf", id="far"),
        pytest.param("[x](.git/config.x)", ".git/config.x", id="git"),
        pytest.param("[x](README.md)", "README.md", id="page-that-is-no-note"),
        pytest.param("[x](noyear.md)", "noyear.md", id="note-left-out"),
    ],
)
def test_a_link_to_what_does_not_come_along_is_named_with_its_line(
    notebook: Notebook, old: Write, tmp_path: Path, link: str, named: str
) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    old({
        "a.md": f"{HEAD.format('A')}\n{link}\n",
        "README.md": "# Mine",
        "noyear.md": "# Text",
        ".git/config.x": "password",
    })  # fmt: skip
    plan = imported(notebook)
    (remark,) = plan.remarks
    assert remark.place == "old/a.md:6"
    assert f"links to {named}," in remark.sentence
    assert plan.copies == []
    assert body_of(plan, "a.md") == f"\n{link}\n"


@pytest.mark.parametrize(
    "body", ["[[Unwritten page]]", "$[x](y)$ is math", "[to do](later)"], ids=["wiki", "math", "to"]
)
def test_what_is_no_file_is_not_complained_about(notebook: Notebook, old: Write, body: str) -> None:
    old({"a.md": HEAD.format("A") + body})
    plan = planned(notebook)
    assert plan.remarks == []
    assert body_of(plan, "a.md") == body


def test_an_image_of_that_name_with_other_bytes_is_never_overwritten(
    notebook: Notebook, old: Write
) -> None:
    there = notebook.root / "notes" / "old" / "x.png"
    there.parent.mkdir()
    there.write_bytes(b"other")
    old({"a.md": HEAD.format("A") + "![](x.png) ![[x.png]]", "x.png": b"mine"})
    plan = imported(notebook)
    assert body_of(plan, "a.md") == "![](x%20%282%29.png) ![[x (2).png|x.png]]"
    assert there.read_bytes() == b"other"
    assert (there.parent / "x (2).png").read_bytes() == b"mine"


# Single notes


def test_a_single_note_goes_to_its_year_with_its_images(notebook: Notebook, old: Write) -> None:
    old({
        "TODO.md": HEAD.format("A") + "![](img/x.png) ![](../out.png)\n",
        "img/x.png": b"x",
        "other.md": HEAD.format("Other"),
    })  # fmt: skip
    plan = imported(notebook, "old/TODO.md")
    assert [str(change.path) for change in plan.changes] == ["notes/2023/TODO.md"]
    assert [str(copy.path) for copy in plan.copies] == ["notes/2023/img/x.png"]
    assert [remark.place for remark in plan.remarks] == ["old/TODO.md:5"]


@pytest.mark.parametrize(
    ("name", "new_name"),
    [("_draft.md", "draft.md"), ("a.Markdown", "a.md"), ("b.markdown", "b.markdown")],
)
def test_a_note_gets_a_name_by_which_it_is_found(
    notebook: Notebook, old: Write, name: str, new_name: str
) -> None:
    old({name: HEAD.format("A")})
    imported(notebook)
    (note,), _ = load_notes(notebook)
    assert note.path.name == new_name
