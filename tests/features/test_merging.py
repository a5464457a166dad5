import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError
from snnnotes.features.merging import MergedText, Sides, merge_readme
from snnnotes.formats.readme_block import BEGIN, END
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.readme_settings import ReadmeFile
from snnnotes.storage.git_merge import merge_texts

FILE = ReadmeFile(path=PurePosixPath("README.md"))
OLD, OURS, THEIRS = (f"- {name} [笔记](notes/2023/{name}.md)" for name in ("旧", "膜电位", "编码"))
HEAD = ("#### 2023", "")


def git_merge(sides: Sides, *, union: bool = False) -> MergedText:
    return merge_texts(sides, path=PurePath("README.md"), environment=dict(os.environ), union=union)


def readme(*rows: str, before: str = "# 笔记\n", after: str = "完\n") -> str:
    return "\n".join([f"{before}\n{BEGIN}", *rows, f"{END}\n\n{after}"])


def note(title: str, added: str | None = None) -> Note:
    path = PurePosixPath(f"notes/2023/{title}.md")
    return Note(path=path, paper=Paper(title=title, year=2023), added=added)


def merged(
    base: str, ours: str, theirs: str, notes: Sequence[Note] | None = None, file: ReadmeFile = FILE
) -> MergedText:
    return merge_readme(Sides(base, ours, theirs), notes, file=file, merge=git_merge)


def test_two_branches_that_each_add_a_paper_give_a_rebuilt_list() -> None:
    notes = [
        note("旧"),
        note("膜电位", "2025-04-01T10:00:00+08:00"),
        note("编码", "2025-04-02T10:00:00+08:00"),
    ]

    result = merged(readme(*HEAD, OLD), readme(*HEAD, OURS, OLD), readme(*HEAD, THEIRS, OLD), notes)

    assert result == (readme(*HEAD, THEIRS, OURS, OLD), 0)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "rows"),
    [
        pytest.param(
            (*HEAD, OLD),
            (*HEAD, OURS, OLD),
            (*HEAD, THEIRS, OLD),
            (*HEAD, OURS, THEIRS, OLD),
            id="each adds one",
        ),
        pytest.param(
            (), (*HEAD, OURS), (*HEAD, THEIRS), (*HEAD, OURS, THEIRS), id="each adds the first"
        ),
        pytest.param(
            (*HEAD, OLD), (*HEAD, OURS, OLD), (*HEAD, OURS, OLD), (*HEAD, OURS, OLD), id="the same"
        ),
        pytest.param(
            (*HEAD, OURS, "- x", OLD),
            (*HEAD, OURS, "- x"),
            (*HEAD, "- x", OLD),
            (*HEAD, "- x"),
            id="each takes one out",
        ),
    ],
)
def test_without_the_notes_the_list_has_the_rows_of_both(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    assert merged(readme(*base), readme(*ours), readme(*theirs)) == (readme(*rows), 0)


def test_text_that_each_side_changed_elsewhere_is_merged() -> None:
    result = merged(
        readme(OLD),
        readme(OURS, before="# 我的笔记\n"),
        readme(THEIRS, after="谢谢\n"),
        [note("旧")],
    )

    assert result == (readme(*HEAD, OLD, before="# 我的笔记\n", after="谢谢\n"), 0)


def test_text_that_both_changed_is_a_conflict_beside_a_rebuilt_list() -> None:
    result = merged(
        readme(OLD), readme(OURS, before="# 甲\n"), readme(THEIRS, before="# 乙\n"), [note("旧")]
    )

    head = "<<<<<<< ours\n# 甲\n=======\n# 乙\n>>>>>>> theirs\n"
    assert result == (readme(*HEAD, OLD, before=head), 1)


def test_list_that_one_side_moved_is_rebuilt_where_it_stands_now() -> None:
    moved = f"# 笔记\n\n完\n\n{BEGIN}\n{END}\n"

    result = merged(readme(OLD), readme(OURS), moved, [note("旧")])

    assert result.conflicts == 0
    assert result.text == moved.replace(END, "\n".join([*HEAD, OLD, END]))


@pytest.mark.parametrize("side", [1, 2], ids=["ours", "theirs"])
def test_side_without_markers_is_merged_as_any_text_is(side: int) -> None:
    texts = [readme(OLD), readme(OURS), readme(THEIRS)]
    texts[side] = f"# 笔记\n\n{OLD}\n\n完\n"

    result = merged(texts[0], texts[1], texts[2], [note("旧")])

    assert result == git_merge(Sides(texts[0], texts[1], texts[2]))
    assert result.conflicts == 1


def test_both_sides_may_bring_the_markers() -> None:
    base = f"# 笔记\n\n{OLD}\n\n完\n"

    assert merged(base, readme(OLD, OURS), readme(OLD, THEIRS), [note("旧")]) == (
        readme(*HEAD, OLD),
        0,
    )


def test_conflict_left_in_one_list_vanishes_with_the_rebuilt_one() -> None:
    left = readme("<<<<<<< HEAD", OURS, "=======", THEIRS, ">>>>>>> x")

    assert merged(readme(OLD), left, readme(OLD), [note("旧")]) == (readme(*HEAD, OLD), 0)


def test_line_ends_and_the_spelling_of_links_stay_as_ours_has_them() -> None:
    row = "- a, b [笔记](notes/2023/a%2C%20b.md)"
    base, ours, theirs = (
        readme(*rows).replace("\n", "\r\n") for rows in ((OLD,), (*HEAD, row), (OLD, THEIRS))
    )

    result = merged(base, ours, theirs, [note("a, b")])

    assert result == (ours, 0)


def test_text_that_git_cannot_merge_is_named() -> None:
    with pytest.raises(UnreadableFileError, match=r"README\.md: git cannot merge it: "):
        git_merge(Sides("a\n", "\0\n", "c\n"))


def test_merge_without_git_says_what_is_missing() -> None:
    with pytest.raises(UnreadableFileError, match="without git") as caught:
        merge_texts(Sides("", "a", "b"), path=PurePath("README.md"), environment={"PATH": ""})

    assert caught.value.hint == "install git, then merge again"


def test_variables_of_a_hook_lead_the_merge_nowhere() -> None:
    environment = dict(os.environ) | {"GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/nowhere/index"}

    result = merge_texts(
        Sides("a\n", "a\n", "b\n"), path=PurePath("README.md"), environment=environment
    )

    assert result == ("b\n", 0)


#: A merge driver such as `git config merge.x.driver` names; it says on stderr which notes it sees.
DRIVER = """
import os, sys
from pathlib import Path, PurePosixPath
from snnnotes.features.merging import Sides, merge_readme
from snnnotes.model.readme_settings import ReadmeFile
from snnnotes.storage.git_merge import merge_texts

base, ours, theirs = (Path(name) for name in sys.argv[1:])
result = merge_readme(
    Sides(*(path.read_text("utf-8") for path in (base, ours, theirs))),
    None,
    file=ReadmeFile(PurePosixPath("README.md")),
    merge=lambda sides, *, union=False: merge_texts(
        sides, path=Path("README.md"), environment=os.environ, union=union
    ),
)
print(sorted(path.stem for path in Path("notes/2023").iterdir()), file=sys.stderr)
ours.write_text(result.text, "utf-8")
sys.exit(result.conflicts > 0)
"""


@pytest.fixture
def two_branches(tmp_path: Path) -> Path:
    """A repository whose branches `main` and `other` each added a paper, with the driver set."""
    root, driver = tmp_path / "notebook", tmp_path / "driver.py"
    driver.write_text(DRIVER, encoding="utf-8")
    (root / "notes" / "2023").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "A")
    git(root, "config", "user.email", "a@example.org")
    command = shlex.join([Path(sys.executable).as_posix(), driver.as_posix()])
    git(root, "config", "merge.readme.driver", f"{command} %O %A %B")
    (root / ".gitattributes").write_text("README.md merge=readme\n", encoding="utf-8")
    commit(root, "old", "- old [笔记](notes/2023/old.md)")
    git(root, "branch", "other")
    commit(root, "a", "- a [笔记](notes/2023/a.md)", "- old [笔记](notes/2023/old.md)")
    git(root, "checkout", "-q", "other")
    commit(root, "b", "- b [笔记](notes/2023/b.md)", "- old [笔记](notes/2023/old.md)")
    git(root, "checkout", "-q", "main")
    return root


def git(root: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        check=True,
        env=environment | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
    )
    return done.stderr.decode()


def commit(root: Path, title: str, *rows: str) -> None:
    text = f"---\ntitle: {title}\nyear: 2023\n---\n"
    (root / "notes" / "2023" / f"{title}.md").write_text(text, encoding="utf-8")
    (root / "README.md").write_text(readme(*HEAD, *rows), encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", title)


def test_git_merges_two_branches_with_the_function_as_its_driver(two_branches: Path) -> None:
    shown = git(two_branches, "merge", "-q", "--no-edit", "other")

    rows = [f"- {title} [笔记](notes/2023/{title}.md)" for title in ("a", "b", "old")]
    assert (two_branches / "README.md").read_text("utf-8") == readme(*HEAD, *rows)
    # Why the driver cannot rebuild the list from what lies in the folder.
    assert "['a', 'old']" in shown


def test_git_rebases_one_branch_onto_the_other_with_it(two_branches: Path) -> None:
    git(two_branches, "checkout", "-q", "other")

    git(two_branches, "rebase", "-q", "main")

    text = (two_branches / "README.md").read_text("utf-8")
    assert [title for title in ("a", "b", "old") if f"- {title} " in text] == ["a", "b", "old"]
    assert "<<<<" not in text
