"""storage/git_setup.py: what a repository has set."""

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.errors import UsageError, WriteError
from snnnotes.storage.git_setup import GitSetup

README, OTHER = PurePosixPath("README.md"), PurePosixPath("文档/a b.md")


@pytest.fixture
def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


@pytest.fixture
def root(tmp_path: Path, environment: dict[str, str]) -> Path:
    root = tmp_path / "root"
    subprocess.run(["git", "init", "-q", str(root)], check=True, env=environment)
    return root


@pytest.mark.parametrize("folder", ["", "not/yet"], ids=["there", "to be made"])
def test_drivers_are_those_of_all_attributes_together(
    folder: str, root: Path, environment: dict[str, str]
) -> None:
    (root / ".gitattributes").write_text("*.md merge=union\n", encoding="utf-8")
    (root / ".git" / "info" / "attributes").write_text("a?b.md merge=ours\n", encoding="utf-8")

    setup = GitSetup(root / folder, environment)

    assert setup.merge_drivers([README, OTHER, PurePosixPath("x")]) == {
        README: "union",
        OTHER: "ours",
        PurePosixPath("x"): "unspecified",
    }
    assert setup.merge_drivers([]) == {}


def test_settings_are_written_to_the_clone_alone_and_read_back(
    root: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.write_text('[merge "x"]\n\tname = mine\n', encoding="utf-8")
    setup = GitSetup(root, environment | {"GIT_CONFIG_GLOBAL": str(mine)})
    assert setup.setting("merge.x.name") == ""

    setup.set({"merge.x.name": '名 字; # "x"', "merge.x.driver": "%O"})

    assert setup.setting("merge.x.name") == '名 字; # "x"'
    assert setup.setting("merge.x.driver") == "%O"
    assert mine.read_text("utf-8") == '[merge "x"]\n\tname = mine\n'


def test_setting_that_git_refuses_is_told(root: Path, environment: dict[str, str]) -> None:
    (root / ".git" / "config.lock").touch()

    with pytest.raises(WriteError, match=r"^git cannot set a\.b: could not lock config file"):
        GitSetup(root, environment).set({"a.b": "c"})


@pytest.mark.parametrize("folder", ["plain", "plain/not/yet", "root/.git"])
def test_folder_without_a_work_tree_is_refused(
    folder: str, root: Path, environment: dict[str, str]
) -> None:
    (root.parent / "plain").mkdir()

    with pytest.raises(UsageError, match="not in the folder of a Git repository") as caught:
        GitSetup(
            root.parent / folder, environment | {"GIT_CEILING_DIRECTORIES": str(root.parent.parent)}
        )

    assert caught.value.hint == "make it one first:  git init"


def test_variables_of_a_hook_lead_nowhere_else(root: Path, environment: dict[str, str]) -> None:
    GitSetup(root, environment | {"GIT_DIR": "/nowhere"}).set({"a.b": "c"})

    assert GitSetup(root, environment).setting("a.b") == "c"


def test_git_that_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="git is not installed") as caught:
        GitSetup(Path.cwd(), {"PATH": ""})

    assert caught.value.hint == "install git"


@pytest.mark.skipif(sys.platform == "win32", reason="programs are told otherwise there")
def test_git_that_is_no_program_is_told(tmp_path: Path) -> None:
    (tmp_path / "git").write_text("no program", encoding="utf-8")
    (tmp_path / "git").chmod(0o755)

    with pytest.raises(UsageError, match="git cannot be run: "):
        GitSetup(tmp_path, {"PATH": str(tmp_path)})


@pytest.mark.skipif(sys.platform == "win32", reason="programs are told otherwise there")
def test_repository_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    said = "fatal: detected dubious ownership in repository at /x"
    (tmp_path / "git").write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 128\n", encoding="utf-8")
    (tmp_path / "git").chmod(0o755)

    with pytest.raises(UsageError, match="git does not trust the repository") as caught:
        GitSetup(tmp_path, {"PATH": f"{tmp_path}:/bin:/usr/bin"})

    assert "safe.directory" in caught.value.hint
