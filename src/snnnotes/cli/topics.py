"""Texts of `snnnotes help TOPIC`: the pages of docs/reference, which the wheel brings along."""

from __future__ import annotations

import re
from pathlib import Path

#: Each topic: its page without ``.md``, and what it is about. That is the heading of the page; it
#: stands here too, so that the list of topics opens no file. A test compares the two.
TOPICS = {
    "query": ("query-language", "Query language"),
    "note": ("fields", "Note format"),
    "config": ("configuration", "Settings"),
    "readme": ("readme-block", "The README block"),
    "findings": ("findings", "Findings"),
    "venues": ("venues", "Venues"),
    "json": ("json-output", "JSON output"),
    "python": ("python-api", "Python API"),
    "exit-codes": ("exit-codes", "Exit codes"),
    "commands": ("commands", "Commands"),
}

_PACKAGE = Path(__file__).parent.parent
#: Where pyproject.toml has the wheel put them.
INSTALLED = _PACKAGE / "data" / "help"
#: Where they are in the repository, which an editable install runs from.
_IN_REPOSITORY = _PACKAGE.parent.parent / "docs" / "reference"

_PARTS = re.compile(
    r"""
    ^(?P<fence>`{3,}|~{3,}) .*? ^(?P=fence)[ ]*$              # code in a block,
    | ^[ ]{4}[^\n]*                                           # by its indentation,
    | (?<!`)(?P<ticks>`+)(?!`) .+? (?<!`)(?P=ticks)(?!`)      # in a line
    | (?P<comment> (?<=\n\n)(?:^<!--[^\n]*-->\n)+\n? | ^<!--[^\n]*-->\n )
    | \[(?P<words>(?:`[^`]*`|[^\[\]`])*)\]\((?P<target>[^()\s]*)\)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def topic_text(topic: str) -> str:
    """The page of a topic in Markdown, to be read away from the other pages."""
    folder = INSTALLED if INSTALLED.is_dir() else _IN_REPOSITORY
    return readable((folder / f"{TOPICS[topic][0]}.md").read_text("utf-8"))


def readable(page: str) -> str:
    """A page without comments, its links to other pages told as what to type.

    >>> readable("See [Settings](configuration.md#check), [above](#x) and `[a](b.md)`")
    'See Settings (`snnnotes help config`), above and `[a](b.md)`'
    """
    return _PARTS.sub(_part, page)


def _part(match: re.Match[str]) -> str:
    if match["comment"]:
        return ""
    if match["words"] is None or "://" in match["target"]:
        return match[0]
    page, _, place = match["target"].partition("#")
    topics = {f"{stem}.md": name for name, (stem, _) in TOPICS.items()}
    if page not in topics:
        return match["words"]
    # A place on the page of all commands is one of them.
    topic = place if place and topics[page] == "commands" else topics[page]
    return f"{match['words']} (`snnnotes help {topic}`)"
