from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.formats.link_check import (
    LinkFinding,
    Targets,
    link_findings,
    paper_link_findings,
    row_findings,
)
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

TITLES = {
    PurePosixPath("notes/2023/SEENN, Early Exit.md"): "SEENN: Early Exit",
    PurePosixPath("notes/2023/Spike-driven Transformer.md"): "Spike-driven Transformer",
    PurePosixPath("notes/2022/阈值.md"): "动态阈值",
}
FILES = [
    *TITLES,
    PurePosixPath("README.md"),
    PurePosixPath("notes/2023/image/a b.png"),
    PurePosixPath("notes/2023/image/Sew.png"),
    PurePosixPath("papers/sdt.pdf"),
    PurePosixPath("source/img/x.png"),
]
TARGETS = Targets(FILES, TITLES, {PurePosixPath("notes/2022/阈值.md"): ["DT-SNN", "@ding2022"]})
HERE = PurePosixPath("notes/2023/SEENN, Early Exit.md")
README = PurePosixPath("README.md")


def _found(text: str, path: PurePosixPath = HERE) -> list[LinkFinding]:
    return link_findings(text, path, TARGETS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[x](Spike-driven%20Transformer.md)", id="percent"),
        pytest.param("[x](<Spike-driven Transformer.md#part>)", id="angle-brackets-and-anchor"),
        pytest.param("[x](Spike-driven Transformer.md)", id="blank-as-it-is"),
        pytest.param("[x](./../2022/阈值.md)", id="other-folder"),
        pytest.param("[x](../2022/%E9%98%88%E5%80%BC.md)", id="chinese-as-percent"),
        pytest.param("![x](image/a%20b.png) <img src='image/Sew.png'>", id="images"),
        pytest.param("![x](image/Sew.png?raw=true)", id="query"),
        pytest.param("[x](image) [x](image/) [x](../..) [x](.)", id="folders"),
        pytest.param("[x](/README.md) [x](/)", id="from-the-root"),
        pytest.param("![x](/img/x.png)", id="from-the-root-of-a-site"),
        pytest.param("[x](../../../elsewhere.md) [x](../../../..)", id="outside"),
        pytest.param("[x](#part) [x](mailto:a@b.c) [x](https://x.org/none.md)", id="no-files"),
        pytest.param("[[Spike-driven Transformer]] [[2022/阈值]]", id="wikilinks-by-name"),
        pytest.param("[[spike-driven transformer.md|x]] ![[a b.png]]", id="wikilinks-to-files"),
        pytest.param("[[动态阈值]] [[DT-SNN#h]] [[@ding2022]]", id="wikilinks-by-title-and-alias"),
        pytest.param("[[../2022/阈值]] [[./阈值]]", id="wikilinks-with-folders"),
        pytest.param("`[x](none.md)` $f[t](x)$ x[[0]]", id="code-and-formula"),
        pytest.param("[x][1]\n\n[1]: image/Sew.png", id="definition"),
        pytest.param("[Spike-driven Transformer](Spike-driven%20Transformer.md)", id="own-title"),
        pytest.param("[spike driven transformer](../../papers/sdt.pdf)", id="title-opens-its-pdf"),
        pytest.param("[DT-SNN](../2022/阈值.md) [它](../2022/阈值.md)", id="other-words"),
        pytest.param("![Spike-driven Transformer](image/Sew.png)", id="title-under-an-image"),
    ],
)
def test_a_link_with_a_target_is_no_finding(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "name", "message", "mend"),
    [
        pytest.param(
            "[x](none.md)",
            "link-without-target",
            "none.md is not there",
            "mend the path, or take the link away",
            id="link",
        ),
        pytest.param(
            "[x](阈值.md)",
            "link-without-target",
            "阈值.md is not there",
            "link to ../2022/阈值.md",
            id="moved",
        ),
        pytest.param(
            "[动态阈值](x.md)",
            "link-without-target",
            "x.md is not there",
            "link to ../2022/阈值.md",
            id="title-tells",
        ),
        pytest.param(
            "[x](../2022/阈值)",
            "link-without-target",
            "../2022/阈值 is not there",
            "link to ../2022/阈值.md",
            id="without-suffix",
        ),
        pytest.param(
            "![x](image/sew.PNG)",
            "image-without-target",
            "image/sew.PNG is not there, but for upper and lower case it is "
            "notes/2023/image/Sew.png",
            "link to image/Sew.png",
            id="case",
        ),
        pytest.param(
            "<img src='a b.png'>",
            "image-without-target",
            "a b.png is not there",
            "link to image/a%20b.png",
            id="image-moved",
        ),
        pytest.param(
            "[x](arxiv.org/abs/2307.01694)",
            "link-without-target",
            "arxiv.org/abs/2307.01694 is read as a file, which is not there",
            "write https:// before it",
            id="without-protocol",
        ),
        pytest.param(
            "[x](github.com/a/b/README.md)",
            "link-without-target",
            "github.com/a/b/README.md is read as a file, which is not there",
            "write https:// before it",
            id="file-without-protocol",
        ),
        pytest.param(
            "[x](main.cc)",
            "link-without-target",
            "main.cc is not there",
            "mend the path, or take the link away",
            id="file-that-ends-like-a-host",
        ),
        pytest.param(
            "[x](/readme.md)",
            "link-without-target",
            "/readme.md is not there, but for upper and lower case it is README.md",
            "link to ../../README.md",
            id="case-from-the-root",
        ),
        pytest.param(
            "![x](/img/X.png)",
            "image-without-target",
            "/img/X.png is not there",
            "link to ../../source/img/x.png",
            id="case-from-the-root-of-a-site",
        ),
        pytest.param(
            "![x](C:\\img\\a.png)",
            "image-without-target",
            "C:\\img\\a.png is a path of one computer only",
            "put the file beside the note, and link to it from there",
            id="drive",
        ),
        pytest.param(
            "[1]: none.png",
            "link-without-target",
            "none.png is not there",
            "mend the path, or take the link away",
            id="definition",
        ),
        pytest.param(
            "[[Spikformer#h|x]]",
            "wikilink-without-note",
            "there is no note [[Spikformer]]",
            "mend the name, or take the link away",
            id="wikilink",
        ),
        pytest.param(
            "![[none.png]]",
            "wikilink-without-note",
            "there is no file [[none.png]]",
            "mend the name, or take the link away",
            id="wikilink-to-a-file",
        ),
        pytest.param(
            "[SEENN - Early exit](../2022/阈值.md)",
            "link-opens-other-note",
            '"SEENN - Early exit" opens notes/2022/阈值.md, the note of "动态阈值"',
            "link to SEENN,%20Early%20Exit.md",
            id="other-note",
        ),
        pytest.param(
            "[[阈值|**Spike-driven Transformer**]]",
            "link-opens-other-note",
            '"Spike-driven Transformer" opens notes/2022/阈值.md, the note of "动态阈值"',
            "link to Spike-driven%20Transformer.md",
            id="wikilink-to-other-note",
        ),
        pytest.param(
            '<a href="../2022/阈值.md">SEENN: Early Exit</a>',
            "link-opens-other-note",
            '"SEENN: Early Exit" opens notes/2022/阈值.md, the note of "动态阈值"',
            "link to SEENN,%20Early%20Exit.md",
            id="html-to-other-note",
        ),
    ],
)
def test_a_wrong_link_is_found_where_it_stands(
    text: str, name: str, message: str, mend: str
) -> None:
    assert _found(f"---\n---\n\n{text}\n") == [LinkFinding(name, 4, 1, message, mend)]


CLEAN = """---
title: "SEENN: Early Exit"
url: https://x.org/[a](none.md)
---

## SEENN: Early Exit

[论文链接](https://x.org/seenn.pdf) · ![图 1](image/a%20b.png)

与 [Spike-driven Transformer](Spike-driven%20Transformer.md) 和 [[阈值]] 比较
$s[t](x)$，`[x](none.md)`。

```python
x[[a]], y = f[i](none.md)
```
"""


@pytest.mark.parametrize(
    ("right", "wrong", "name", "place"),
    [
        pytest.param("a%20b.png", "ab.png", "image-without-target", (8, 35), id="image"),
        pytest.param("(Spike-driven%20", "(Spike-", "link-without-target", (10, 3), id="link"),
        pytest.param("[[阈值]]", "[[阀值]]", "wikilink-without-note", (10, 63), id="wikilink"),
        pytest.param(
            "(Spike-driven%20Transformer.md)",
            "(../2022/阈值.md)",
            "link-opens-other-note",
            (10, 3),
            id="other-note",
        ),
    ],
)
def test_each_defect_of_a_note_is_found_at_its_place_and_its_clean_twin_has_none(
    right: str, wrong: str, name: str, place: tuple[int, int]
) -> None:
    start = CLEAN.index("\n## ")
    assert link_findings(CLEAN, HERE, TARGETS, start) == []
    assert CLEAN.count(right) == 1

    found = link_findings(CLEAN.replace(right, wrong), HERE, TARGETS, start)

    assert [(finding.name, (finding.line, finding.column)) for finding in found] == [(name, place)]


def test_a_reference_to_a_missing_file_is_told_at_each_place() -> None:
    text = "a ![x][1]\n\n[1]: none.png\n"

    assert [(found.name, found.line) for found in _found(text)] == [
        ("image-without-target", 1),
        ("link-without-target", 3),
    ]


def test_a_file_that_two_paths_fit_is_not_guessed() -> None:
    files = [PurePosixPath("a/x.md"), PurePosixPath("b/x.md")]
    (found,) = link_findings("[y](x.md)", README, Targets(files, {}))

    assert found.mend == "mend the path, or take the link away"


def test_two_notes_of_one_title_may_both_be_opened() -> None:
    titles = {PurePosixPath("a/x.md"): "LIF", PurePosixPath("b/x.md"): "lif"}
    targets = Targets([], titles)

    assert link_findings("[LIF](a/x.md) [LIF](b/x.md) [[x|LIF]]", README, targets) == []


def test_an_alias_that_is_the_title_of_another_note_may_be_linked() -> None:
    titles = {PurePosixPath("a.md"): "SEENN", PurePosixPath("b.md"): "SEENN: Early Exit"}
    text = "[SEENN](b.md)"

    assert len(link_findings(text, README, Targets([], titles))) == 1
    assert (
        link_findings(text, README, Targets([], titles, {PurePosixPath("b.md"): ["SEENN"]})) == []
    )


def test_names_are_the_same_however_their_accents_are_stored() -> None:
    targets = Targets([PurePosixPath("re\u0301sume\u0301.md")], {})

    assert link_findings("[x](r\u00e9sum\u00e9.md) [[R\u00e9sum\u00e9]]", README, targets) == []


@pytest.mark.parametrize(
    ("row", "count"),
    [
        pytest.param("- SEENN: Early Exit [笔记](notes/2022/阈值.md)", 1, id="other-note"),
        pytest.param("- SEENN, early exit (ICML 2023) [笔记](notes/2022/阈值.md)", 1, id="venue"),
        pytest.param(
            "- SEENN: Early Exit [笔记](notes/2023/SEENN,%20Early%20Exit.md)", 0, id="own"
        ),
        pytest.param("- SEENN [笔记](notes/2022/阈值.md)", 0, id="short-name"),
        pytest.param("- SEENN: Early Exit [论文](https://x.org/a.pdf)", 0, id="web"),
        pytest.param("- SEENN: Early Exit [笔记](notes/none.md)", 0, id="not-there"),
    ],
)
def test_rows_that_name_one_note_and_open_another_are_found(row: str, count: int) -> None:
    found = row_findings(f"# Papers\n\n#### 2023\n\n{row}\n", README, TARGETS)

    assert [(finding.name, finding.line) for finding in found] == (
        [("link-opens-other-note", 5)] * count
    )


def test_a_row_is_told_what_to_open() -> None:
    row = "- SEENN: Early Exit [笔记](../notes/2022/阈值.md)"
    (found,) = row_findings(row, PurePosixPath("docs/list.md"), TARGETS)

    assert found.message == ('"SEENN: Early Exit" opens notes/2022/阈值.md, the note of "动态阈值"')
    assert found.mend == "link to ../notes/2023/SEENN,%20Early%20Exit.md"


@pytest.mark.parametrize(
    ("fields", "body", "count"),
    [
        pytest.param({}, "nothing", 1, id="none"),
        pytest.param({}, "[代码](https://github.com/a/b)", 1, id="only-code"),
        pytest.param({"code": "https://x.org/c"}, "https://x.org/c", 1, id="code-of-another-host"),
        pytest.param({}, "`https://arxiv.org/abs/2307.01694`", 1, id="only-as-code"),
        pytest.param({}, "[论文](https://arxiv.org/abs/2307.01694)", 0, id="link"),
        pytest.param({}, "https://openreview.net/forum?id=a", 0, id="bare-address"),
        pytest.param({}, "[论文](../papers/sdt.PDF)", 0, id="file"),
        pytest.param({"arxiv": "2307.01694"}, "", 0, id="arxiv"),
        pytest.param({"doi": "10.1000/x"}, "", 0, id="doi"),
        pytest.param({"url": "https://x.org"}, "", 0, id="url"),
        pytest.param({"openreview": "frE4fUwz_h"}, "", 0, id="openreview"),
    ],
)
def test_a_note_without_any_link_to_its_paper_is_found(
    fields: dict[str, str], body: str, count: int
) -> None:
    paper = Paper(title="LIF", year=2023, **fields)  # type: ignore[arg-type]
    found = paper_link_findings(body, paper)

    assert [finding.name for finding in found] == ["paper-link-missing"] * count


ROOT = Path(__file__).parents[2]


def _note(path: PurePosixPath) -> Note:
    return read_note((ROOT / path).read_text("utf-8"), path=path)


def test_this_repository_has_no_finding() -> None:
    folders = ("notes", "docs", "src/snnnotes", "bench", "tests")
    files = [PurePosixPath(file.name) for file in ROOT.iterdir() if file.is_file()]
    files += [
        PurePosixPath(file.relative_to(ROOT).as_posix())
        for folder in folders
        for file in ROOT.glob(f"{folder}/**/*")
    ]
    in_notes = [file for file in files if file.parts[0] == "notes" and file.suffix == ".md"]
    # By year; what lies beside the years, such as notation.md, is no note.
    notes = {file: _note(file) for file in in_notes if len(file.parts) > 2}
    targets = Targets(files, {path: note.paper.title for path, note in notes.items()})
    pages = [
        file
        for file in files
        if file.suffix == ".md"
        and file not in notes
        and file.parts[0] not in ("tests", "src", "bench")
    ]
    found: list[tuple[PurePosixPath, LinkFinding]] = []
    for path, note in notes.items():
        text = (ROOT / path).read_text("utf-8")
        start = parse(text, path=path).body_start
        found += [(path, finding) for finding in link_findings(text, path, targets, start)]
        found += [(path, finding) for finding in paper_link_findings(text, note.paper, start)]
    for path in pages:
        text = (ROOT / path).read_text("utf-8")
        found += [(path, finding) for finding in link_findings(text, path, targets)]
        found += [(path, finding) for finding in row_findings(text, path, targets)]

    assert len(notes) >= 39
    assert found == []


PIECES = st.lists(
    st.sampled_from(
        (
            *("[", "]", "(", ")", "![", "[[", "]]", "](a.md)", "](../../", "]: ", "|", "\\", "`"),
            *("$", "<", ">", "<a href='", "'>", "</a>", "https://x.org", "动态阈值", "LIF", " "),
            *("\n", "\r\n", "- ", "/", "..", "C:", ".md", "\0", "\ud800", "%20", "%FF", "#", "?"),
        )
    ),
    max_size=30,
).map("".join)


@given(PIECES, st.sampled_from(["README.md", "notes/2023/a.md", "x/y/z/a.md"]))
def test_any_text_is_checked(text: str, path: str) -> None:
    found = link_findings(text, PurePosixPath(path), TARGETS)
    found += row_findings(text, PurePosixPath(path), TARGETS)
    found += paper_link_findings(text, Paper(title="", year=0))
    for finding in found:
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.mend
        assert not finding.message.endswith(".")


@given(st.lists(st.text(min_size=1), max_size=5), st.text())
def test_any_names_and_titles_are_known(names: list[str], title: str) -> None:
    files = [PurePosixPath(name) for name in names]
    targets = Targets(files, dict.fromkeys(files, title))

    assert link_findings(f"[{title}](a.md)\n[[{title}]]", README, targets) is not None
