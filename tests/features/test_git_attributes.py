import os
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.features.git_setup import ATTRIBUTES, DRIVER, SETTINGS, plan_attributes
from snnnotes.model.change import FileChange

README = PurePosixPath("README.md")
OTHER = PurePosixPath("README.zh-CN.md")
LINE = "/README.md merge=snnnotes"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, f"{LINE}\n", id="no-file"),
        pytest.param("", f"{LINE}\n", id="empty"),
        pytest.param("* text=auto\n", f"* text=auto\n{LINE}\n", id="other-lines-stay"),
        pytest.param("# 说明", f"# 说明\n{LINE}\n", id="no-line-end-at-the-end"),
        pytest.param("* -text\r\n", f"* -text\r\n{LINE}\r\n", id="lines-of-windows"),
        pytest.param(
            "README.md merge=union\n", f"README.md merge=union\n{LINE}\n", id="another-driver"
        ),
        pytest.param(
            f"{LINE}\n\n*.md merge=union\n",
            f"{LINE}\n\n*.md merge=union\n{LINE}\n",
            id="outweighed by a later line",
        ),
        pytest.param("\ufeff*.md text\n", f"\ufeff*.md text\n{LINE}\n", id="byte-order-mark"),
    ],
)
def test_line_is_added_to_the_end(before: str | None, after: str) -> None:
    change = plan_attributes(before, {README: "unspecified"})

    assert change == FileChange(ATTRIBUTES, before, after)


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        pytest.param("*.md merge=snnnotes\n", DRIVER, id="named by a wider pattern"),
        pytest.param(f"{LINE}\r\n", DRIVER, id="lines of windows"),
        pytest.param(f"{LINE}\n\n", "union", id="outweighed from outside the file"),
    ],
)
def test_what_is_set_is_not_set_again(text: str, driver: str) -> None:
    assert plan_attributes(text, {README: driver}) is None


def test_only_the_readmes_that_lack_it_get_a_line() -> None:
    change = plan_attributes(None, {README: DRIVER, OTHER: "unspecified"})

    assert change == FileChange(ATTRIBUTES, None, "/README.zh-CN.md merge=snnnotes\n")


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/papers.md",
        "my papers/README.md",
        "论文.md",
        "论文 列表.md",
        "[2023].md",
        "a [b] \\ c*.md",
        'say "hi".md',
        "#1.md",
        "!x.md",
        "tab\there.md",
        "line\nend.md",
        "bell\x07.md",
        "blank .md",
    ],
)
def test_git_reads_the_line_as_just_that_file(name: str, tmp_path: Path) -> None:
    change = plan_attributes(None, {PurePosixPath(name): "unspecified"})
    assert change is not None
    (tmp_path / ".gitattributes").write_text(change.text, encoding="utf-8")

    def driver(path: str) -> str:
        answer = subprocess.run(
            ["git", "-C", str(tmp_path), "check-attr", "-z", "merge", "--", path],
            check=True,
            capture_output=True,
            env=dict(os.environ) | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull},
        )
        return answer.stdout.decode().split("\0")[2]

    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert driver(name) == "snnnotes"
    assert driver(f"sub/{name}") == "unspecified"
    assert driver("x.md") == driver("2.md") == "unspecified"


def test_driver_gets_what_git_has_in_the_order_of_the_command() -> None:
    command = SETTINGS["merge.snnnotes.driver"]

    assert command.endswith("snnnotes merge-readme %O %A %B %P")
    assert command.startswith("command -v snnnotes >/dev/null || exec git merge-file %A %O %B")
