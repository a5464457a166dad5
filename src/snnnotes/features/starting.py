"""Starting a notebook: the few files that make a folder one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import PurePosixPath

from snnnotes.model.change import FileChange
from snnnotes.model.markdown import escape

SETTINGS = PurePosixPath("snnnotes.toml")
README = PurePosixPath("README.md")
GLOSSARY = PurePosixPath("notes/glossary.yaml")

_SETTINGS_TEXT = """\
# Settings of this notebook. The folder of this file is the notebook's root.
# A line with a single # in front shows a default; take the # away to change it.

[notes]
## Where notes lie; new ones go into the first folder, by year.
# folders = ["notes"]
## Names of files that are no notes.
# exclude = []

[readme]
## How the list of papers in README.md is made: by year, venue, tag or none.
# group = "year"
# sort = ["-added", "title"]
# label = "笔记"
# line = "- {title} [{label}]({target})"
"""

# It also keeps the folder in Git, which knows no empty folders.
_GLOSSARY_TEXT = """\
# Terms that mean the same, each line one list: a search for one of them finds the others too.
# Take the # away, or write your own.

# - [卷积神经网络, CNN, convolutional neural network]
# - [注意力机制, attention]
"""


def plan_init(
    exists: Callable[[PurePosixPath], bool], *, name: str, paper_list: str
) -> list[FileChange]:
    """The files that make a folder a notebook and are not there yet; none if it is one.

    Args:
        exists: Is there a file of that path in the folder, on a disk that knows no case?
        name: The folder's name; it becomes the heading of a new README.
        paper_list: The two markers of the README's list, each on a line.
    """
    if exists(SETTINGS):
        return []
    heading = escape(name) or "Notes"
    texts = {
        SETTINGS: _SETTINGS_TEXT,
        README: f"# {heading}\n\nNotes on papers, one file each.\n\n{paper_list}",
        GLOSSARY: _GLOSSARY_TEXT,
    }
    return [FileChange(path, None, text) for path, text in texts.items() if not exists(path)]


def next_steps(created: Collection[PurePosixPath]) -> list[str]:
    """The commands to go on with after these files were made."""
    # A README that was there before has no markers; one of ours has.
    readme = "snnnotes build-readme" if README in created else "snnnotes build-readme --init"
    return ['snnnotes add "Title of a paper" --year 2023', readme]
