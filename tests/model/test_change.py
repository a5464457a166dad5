import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.model.change import FileChange

NOTE = PurePosixPath("notes/膜 电位.md")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("a\n", "a\n", "", id="nothing-changes"),
        pytest.param("", "", "", id="empty"),
        pytest.param(
            None,
            "a\n",
            "--- /dev/null\n+++ b/notes/膜 电位.md\n@@ -0,0 +1 @@\n+a\n",
            id="new-file",
        ),
        pytest.param(
            "a\nb\n",
            "a\nc\n",
            "--- a/notes/膜 电位.md\n+++ b/notes/膜 电位.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
            id="one-line",
        ),
        pytest.param(
            "a\nb",
            None,
            "--- a/notes/膜 电位.md\n+++ /dev/null\n@@ -1,2 +0,0 @@\n"
            "-a\n-b\n\\ No newline at end of file\n",
            id="removed-file",
        ),
        pytest.param("", None, "", id="removed-file-without-a-line"),
        pytest.param(
            "a",
            "a\n",
            "--- a/notes/膜 电位.md\n+++ b/notes/膜 电位.md\n@@ -1 +1 @@\n"
            "-a\n\\ No newline at end of file\n+a\n",
            id="line-end-comes",
        ),
        pytest.param(
            "\ufeffa\r\nb",
            "\ufeff---\r\na\r\nb",
            "--- a/notes/膜 电位.md\n+++ b/notes/膜 电位.md\n@@ -1,2 +1,3 @@\n"
            "-\ufeffa\r\n+\ufeff---\r\n+a\r\n b\n\\ No newline at end of file\n",
            id="mark-stays-first",
        ),
        pytest.param(
            "a\x0bb\u2028c\rd\n",
            "a\x0bb\u2028c\re\n",
            "--- a/notes/膜 电位.md\n+++ b/notes/膜 电位.md\n@@ -1 +1 @@\n"
            "-a\x0bb\u2028c\rd\n+a\x0bb\u2028c\re\n",
            id="only-a-line-feed-ends-a-line",
        ),
    ],
)
def test_diff_shows_the_lines_as_git_does(
    before: str | None, after: str | None, expected: str
) -> None:
    assert FileChange(NOTE, before, after).diff() == expected


@pytest.mark.parametrize("after", ["膜\r\n", "", None], ids=["some", "none", "removed"])
def test_text_is_what_the_file_holds_then(after: str | None) -> None:
    assert FileChange(NOTE, "a", after).text == (after or "")


def test_file_is_utf8_unless_it_is_said_otherwise() -> None:
    assert FileChange(NOTE, "a", "b").encoding == "utf-8"
    assert FileChange(NOTE, "a", "b", "gb18030") != FileChange(NOTE, "a", "b")


def test_diff_is_of_texts_whatever_the_file_is_encoded_in() -> None:
    assert (
        FileChange(NOTE, "膜\n", "---\n膜\n", "gb18030").diff()
        == FileChange(NOTE, "膜\n", "---\n膜\n").diff()
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@given(*[st.text(st.sampled_from("ab膜\n\r\u2028 -+\\"), max_size=20)] * 2)
def test_git_makes_of_a_file_and_its_diff_the_new_file(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str
) -> None:
    folder = tmp_path_factory.mktemp("files")
    (folder / "a.md").write_bytes(before.encode())
    diff = FileChange(PurePosixPath("a.md"), before, after).diff()

    if diff:
        apply(folder, diff)

    assert (folder / "a.md").read_bytes() == after.encode()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@given(st.text(st.sampled_from("ab膜\n\r\u2028 -+\\"), min_size=1, max_size=20))
def test_git_removes_a_file_by_its_diff_and_makes_it_again(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("files")
    (folder / "a.md").write_bytes(text.encode())

    apply(folder, FileChange(PurePosixPath("a.md"), text, None).diff())
    assert not (folder / "a.md").exists()

    apply(folder, FileChange(PurePosixPath("a.md"), None, text).diff())
    assert (folder / "a.md").read_bytes() == text.encode()


def apply(folder: Path, diff: str) -> None:
    # Not the repository that the tests may lie in.
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=folder, env=environment, input=diff.encode(), check=True)
