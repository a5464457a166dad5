"""Which changes mend which findings: names with the links to them, READMEs, texts."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.features.checking import Checked, check_notebook, fixing, plan_fixes
from snnnotes.features.checking.fixing import fixed_text
from snnnotes.formats.finding_ignore import Ignore, read_ignores
from snnnotes.formats.frontmatter_check import look_at_frontmatter
from snnnotes.model.change import FileChange
from snnnotes.model.check_settings import CheckSettings
from snnnotes.model.checks import BY_NAME, CHECKS
from snnnotes.storage.notebook import Notebook

BEGIN, END = "<!-- snnnotes:begin papers -->", "<!-- snnnotes:end papers -->"
SDT = "Spike-driven Transformer"
FIXABLE = frozenset(check.name for check in CHECKS if check.fixable)
HERE = PurePosixPath("notes/lif.md")


def note(title: str = SDT, body: str = "正文", more: str = "") -> str:
    where = f"https://example.org/{len(title)}"
    return f"---\ntitle: {title}\nyear: 2023\nurl: {where}\n{more}---\n\n{body}\n"


class Desk:
    """A notebook on the disk, and what would be mended in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "notes").mkdir(parents=True)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def texts(self) -> dict[str, str]:
        files = [file for file in self.root.rglob("*.md") if file.is_file()]
        return {
            file.relative_to(self.root).as_posix(): file.read_bytes().decode() for file in files
        }

    def notebook(self) -> Notebook:
        return Notebook.open(self.root, root=self.root, environment=os.environ)

    def checked(self, *select: str) -> Checked:
        settings = CheckSettings(select=select)
        return check_notebook(self.notebook(), settings=settings, this_year=2026)

    def changes(self, *select: str, only: str = "") -> list[FileChange]:
        notebook, checked = self.notebook(), self.checked(*select)
        return plan_fixes(
            checked,
            [one for one in checked.findings if only in ("", str(one.path))],
            read_text=notebook.read_text,
            exists=notebook.exists,
            readmes=notebook.readme_settings(),
        )

    def mended(self, *select: str, only: str = "") -> dict[str, str]:
        """The texts after the changes were made; a second time, there are none."""
        self.notebook().apply(self.changes(*select, only=only))
        return self.texts()

    def built(self) -> None:
        """Bring the READMEs up to date."""
        self.mended("readme-stale")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "笔记本")


# Names of files


@pytest.mark.parametrize(
    ("link", "mended"),
    [
        pytest.param("[x](paper-3.md)", "[x](Spike-driven%20Transformer.md)", id="plain"),
        pytest.param("[x](<paper-3.md>)", f"[x](<{SDT}.md>)", id="angle-brackets"),
        pytest.param("[x](./paper-3.md#方法)", None, id="heading"),
        pytest.param(
            "[x](../notes/paper-3.md)", "[x](Spike-driven%20Transformer.md)", id="way-round"
        ),
        pytest.param("[[paper-3]]", f"[[{SDT}]]", id="wikilink"),
        pytest.param("[[paper-3|那篇]]", f"[[{SDT}|那篇]]", id="wikilink-with-words"),
        pytest.param('<a href="paper-3.md">x</a>', None, id="html"),
        pytest.param("[x][r]\n\n[r]: paper-3.md", None, id="definition"),
        pytest.param("`paper-3.md` [x](paper-30.md)", "`paper-3.md` [x](paper-30.md)", id="none"),
    ],
)  # fmt: skip
def test_links_to_a_note_follow_its_new_name(link: str, mended: str | None, desk: Desk) -> None:
    desk.write("notes/paper-3.md", note())
    desk.write("notes/other.md", note("Other", f"见 {link} 。"))
    texts = desk.mended("name-unlike-title")

    assert set(texts) == {f"notes/{SDT}.md", "notes/other.md"}
    assert texts[f"notes/{SDT}.md"] == note()
    if mended is not None:
        assert texts["notes/other.md"] == note("Other", f"见 {mended} 。")
    assert "(paper-3.md" not in texts["notes/other.md"]
    assert desk.checked("link-without-target", "wikilink-without-note").findings == [
        one for one in desk.checked().findings if "paper-30" in one.message
    ]


def test_links_in_readmes_pages_and_the_note_itself_follow(desk: Desk) -> None:
    desk.write(
        "notes/2023/paper-3.md", note(body="[上](#a) [自己](paper-3.md) [别的](../other.md)")
    )
    desk.write("notes/other.md", note("Other"))
    desk.write("notes/README.md", "[x](2023/paper-3.md)\n")
    desk.write("README.md", f"[x](notes/2023/paper-3.md)\n\n{BEGIN}\n{END}\n")
    desk.built()
    texts = desk.mended("name-unlike-title")

    new = "Spike-driven%20Transformer.md"
    assert texts[f"notes/2023/{SDT}.md"] == note(body=f"[上](#a) [自己]({new}) [别的](../other.md)")
    assert texts["notes/README.md"] == f"[x](2023/{new})\n"
    assert texts["README.md"].startswith(f"[x](notes/2023/{new})\n")
    assert texts["README.md"].count(new) == 2
    assert desk.changes() == []


def test_name_that_is_taken_is_left(desk: Desk) -> None:
    desk.write("notes/paper-3.md", note())
    desk.write(f"notes/{SDT}.md", note("SDT, and more on Transformers"))

    assert desk.changes("name-unlike-title", only="notes/paper-3.md") == []


@pytest.mark.parametrize("taken", [f"notes/{SDT}.md", f"notes/{SDT.upper()}.MD"])
def test_name_that_any_file_has_in_any_case_is_taken(taken: str, desk: Desk) -> None:
    desk.write("notes/paper-3.md", note())
    desk.write(taken, "no note")

    assert desk.changes("name-unlike-title", only="notes/paper-3.md") == []


def test_of_two_notes_for_one_name_the_first_gets_it(desk: Desk) -> None:
    desk.write("notes/paper-3.md", note())
    desk.write("notes/paper-4.md", note())
    texts = desk.mended("name-unlike-title")

    assert set(texts) == {f"notes/{SDT}.md", "notes/paper-4.md"}
    assert desk.changes("name-unlike-title") == []


def test_notes_of_one_title_in_two_folders_both_get_it(desk: Desk) -> None:
    desk.write("notes/a/paper-3.md", note(body="[x](../b/paper-3.md)"))
    desk.write("notes/b/paper-3.md", note(body="[x](../a/paper-3.md)"))
    texts = desk.mended("name-unlike-title")

    assert set(texts) == {f"notes/a/{SDT}.md", f"notes/b/{SDT}.md"}
    assert desk.checked("links").findings == []


def test_several_notes_that_link_to_each_other_move_at_once(desk: Desk) -> None:
    titles = ("Astrocytes", "Burst Coding", "Cortical Columns")
    for number, title in enumerate(titles):
        links = " ".join(f"[{other}](paper-{at}.md)" for at, other in enumerate(titles))
        desk.write(f"notes/paper-{number}.md", note(title, links))
    texts = desk.mended("name-unlike-title")

    assert set(texts) == {f"notes/{title}.md" for title in titles}
    assert desk.checked("links").findings == []


def test_other_mends_of_a_note_go_along_to_its_new_name(desk: Desk) -> None:
    desk.write("notes/paper-3.md", note(body="膜电位$u$的", more="venue: Neurips\n"))
    texts = desk.mended()

    assert texts == {f"notes/{SDT}.md": note(body="膜电位 $u$ 的", more="venue: NeurIPS\n")}
    assert desk.checked().findings == []


def test_copy_keeps_its_number(desk: Desk) -> None:
    desk.write("notes/paper (2).md", note())

    assert set(desk.mended("name-unlike-title")) == {f"notes/{SDT} (2).md"}


# READMEs


def readme_with_stale_list(desk: Desk) -> str:
    desk.write("README.md", f"{BEGIN}\n- 手写的一行\n{END}\n")
    return desk.texts()["README.md"]


def test_stale_list_that_was_not_selected_stays_stale(desk: Desk) -> None:
    before = readme_with_stale_list(desk)
    desk.write("notes/paper-3.md", note(more="venue: Neurips\n"))
    texts = desk.mended("papers", "name-unlike-title")

    assert texts["README.md"] == before
    assert [one.name for one in desk.checked().findings] == ["readme-stale"]


def test_stale_list_gets_its_link_mended_though_it_stays_stale(desk: Desk) -> None:
    desk.write("notes/paper-3.md", note())
    desk.write("README.md", f"{BEGIN}\n- 旧标题 [笔记](notes/paper-3.md)\n{END}\n")
    texts = desk.mended("name-unlike-title")

    assert texts["README.md"] == (
        f"{BEGIN}\n- 旧标题 [笔记](notes/Spike-driven%20Transformer.md)\n{END}\n"
    )


def test_list_that_was_up_to_date_is_so_after_a_mend_of_a_note(desk: Desk) -> None:
    desk.write("snnnotes.toml", '[readme]\ngroup = "venue"\n')
    desk.write("notes/paper-3.md", note(more="venue: Neurips\n"))
    desk.write("README.md", f"{BEGIN}\n{END}\n")
    desk.built()
    assert "#### Neurips" in desk.texts()["README.md"]
    texts = desk.mended("papers")

    assert "#### NeurIPS" in texts["README.md"]
    assert desk.checked("readme").findings == []


def test_stale_list_is_rebuilt_with_the_notes_as_they_are_mended(desk: Desk) -> None:
    readme_with_stale_list(desk)
    desk.write("notes/paper-3.md", note())
    texts = desk.mended()

    assert f"- {SDT} [笔记](notes/Spike-driven%20Transformer.md)" in texts["README.md"]
    assert "手写" not in texts["README.md"]
    assert desk.changes() == []


def test_list_is_left_while_a_note_cannot_be_read(desk: Desk) -> None:
    before = readme_with_stale_list(desk)
    desk.write("notes/broken.md", "---\ntitle: a\n")
    desk.write("notes/sdt.md", note(body="膜电位$u$的"))

    assert desk.mended()["README.md"] == before


def test_list_is_left_then_even_if_it_has_all_notes_that_can_be_read(desk: Desk) -> None:
    desk.write("snnnotes.toml", '[readme]\ngroup = "venue"\n')
    desk.write("notes/sdt.md", note(more="venue: Neurips\n"))
    desk.write("README.md", f"{BEGIN}\n{END}\n")
    desk.built()
    before = desk.texts()["README.md"]
    desk.write("notes/broken.md", "---\ntitle: a\n")
    texts = desk.mended()

    assert "venue: NeurIPS" in texts["notes/sdt.md"]
    assert texts["README.md"] == before


def test_only_the_readme_with_markers_is_rebuilt(desk: Desk) -> None:
    readme_with_stale_list(desk)
    desk.write("README.zh-CN.md", "# 没有标记\n")
    desk.write("notes/sdt.md", note())
    texts = desk.mended()

    assert texts["README.zh-CN.md"] == "# 没有标记\n"
    assert SDT in texts["README.md"]


def test_formula_in_a_readme_is_mended_beside_its_list(desk: Desk) -> None:
    desk.write("notes/sdt.md", note())
    desk.write("README.md", f"膜电位$u$的\n\n{BEGIN}\n{END}\n\n阈值$v$的\n")
    texts = desk.mended()

    assert texts["README.md"].startswith(f"膜电位 $u$ 的\n\n{BEGIN}\n")
    assert texts["README.md"].endswith(f"{END}\n\n阈值 $v$ 的\n")
    assert SDT in texts["README.md"]


# What is not touched


def test_nothing_is_planned_where_there_is_nothing_to_mend(desk: Desk) -> None:
    desk.write("notes/sdt.md", note(body="公式 7，[x](gone.md)", more="status: done\n"))

    assert desk.checked().findings
    assert desk.changes() == []


def test_only_files_with_a_finding_that_is_to_be_mended_change(desk: Desk) -> None:
    desk.write("notes/sdt.md", note(body="膜电位$u$的"))
    desk.write("notes/other.md", note("Other", "阈值$v$的"))

    (change,) = desk.changes(only="notes/other.md")
    assert change == FileChange(
        PurePosixPath("notes/other.md"),
        note("Other", "阈值$v$的"),
        note("Other", "阈值 $v$ 的"),
    )


def test_changes_are_in_the_order_of_their_paths(desk: Desk) -> None:
    for name in ("c", "a", "b"):
        desk.write(f"notes/{name}.md", note(name * 3, "膜电位$u$的"))

    paths = [change.path.name for change in desk.changes("formulas")]
    assert paths == ["a.md", "b.md", "c.md"]


def test_file_that_changes_meanwhile_is_mended_as_it_is_then(desk: Desk) -> None:
    desk.write("notes/sdt.md", note(body="膜电位$u$的"))
    notebook, checked = desk.notebook(), desk.checked()
    desk.write("notes/sdt.md", note(body="又写了一行，膜电位$u$的"))

    (change,) = plan_fixes(
        checked,
        checked.findings,
        read_text=notebook.read_text,
        exists=notebook.exists,
        readmes=notebook.readme_settings(),
    )
    assert change.after == note(body="又写了一行，膜电位 $u$ 的")


# Texts


@pytest.mark.parametrize(
    ("name", "text", "mended"),
    [
        pytest.param(
            "value-changed-by-yaml", note(more="arxiv: 2307.10690\n"),
            note(more='arxiv: "2307.10690"\n'), id="quotes",
        ),
        pytest.param(
            "venue-spelling", note(more="venue: Neurips\n"),
            note(more="venue: NeurIPS\n"), id="venue",
        ),
        pytest.param(
            "formula-touches-chinese", note(body="膜电位$u$的"),
            note(body="膜电位 $u$ 的"), id="blank",
        ),
        pytest.param(
            "formula-without-blank-lines", note(body="于是\n$$\nu\n$$\n其中"),
            note(body="于是\n\n$$\nu\n$$\n\n其中"), id="blank-lines",
        ),
        pytest.param("readme-stale", note(body="膜电位$u$的"), note(body="膜电位$u$的"), id="none"),
        pytest.param(
            "formula-touches-chinese", "# 没有元数据\n膜电位$u$的\n",
            "# 没有元数据\n膜电位 $u$ 的\n", id="page",
        ),
    ],
)  # fmt: skip
def test_text_is_mended_for_just_the_checks_named(name: str, text: str, mended: str) -> None:
    assert fixed_text(text, HERE, [name]) == mended
    assert fixed_text(mended, HERE, [name]) == mended
    if name != "readme-stale":
        assert fixed_text(text, HERE, FIXABLE - {name}) == text
        assert fixed_text(text, HERE, FIXABLE) == mended
    assert fixed_text(text, HERE, []) == text


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param('---\ntitle: "膜电位$u$的"\nyear: 2023\nyear: 2022\n---\n', id="key-twice"),
        pytest.param("---\ntitle: SNN: 膜电位$u$的\narxiv: 2307.10690\n---\n", id="no-yaml"),
        pytest.param("---\nvenue: Neurips\n- a\n---\n", id="list"),
    ],
)
def test_broken_frontmatter_stays_and_its_body_is_mended(broken: str) -> None:
    assert fixed_text(f"{broken}膜电位$u$的\n", HERE, FIXABLE) == f"{broken}膜电位 $u$ 的\n"


PIECES = st.sampled_from(
    [
        "膜电位", "$u[t]$", "，", "\n", "\n\n", "$$\nu\n$$", "$\\mathbf{W}_{ij}$", " ", "$x_i$",
        "`$a$`", "- ", "> ", "text", "<!-- snnnotes: ignore formulas -->", "```\n", "$$",
    ]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.sets(st.sampled_from(sorted(FIXABLE))),
    st.sampled_from(["", "venue: Neurips # x\narxiv: 2307.10690\n", "tags: [no, 1.0]\n"]),
)
def test_mending_twice_changes_nothing_and_keeps_the_fields(
    body: str, names: set[str], more: str
) -> None:
    text = note(body=body, more=more)
    once = fixed_text(text, HERE, names)

    assert fixed_text(once, HERE, names) == once
    before, after = (
        look_at_frontmatter(one, path=HERE, this_year=2026).fields for one in (text, once)
    )
    changed = {key for key in before if before[key] != after[key]}
    assert changed <= ({"venue"} if "venue-spelling" in names else set())
    assert set(before) == set(after)


def test_each_name_here_is_that_of_a_check() -> None:
    assert set(BY_NAME) >= FIXABLE


def test_comments_of_a_long_note_are_read_once_for_each_state_of_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(text: str) -> list[Ignore]:
        read.append(text)
        return read_ignores(text)

    monkeypatch.setattr(fixing, "read_ignores", counted)
    text = note(body="膜$u$位，\n\n" * 50)

    assert fixed_text(text, HERE, FIXABLE).count("膜 $u$ 位") == 50
    assert len(read) == len(set(read)) == 1
