"""What is wrong in a list itself, as lines that its keeper can use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snnnotes.formats.paper_list import PaperList

#: Where GitHub, Gitee and GitLab show a file: behind the branch follows its path.
_FILE_OF_REPOSITORY = re.compile(
    r"https?://(?:www\.)?[^/]+/(?:[^/]+/)+?(?:-/)?blob/[^/]+/(?P<path>[^?#]+)"
)


def place_of(origin: str) -> str:
    """A list as its keeper calls it: of a repository's file the path in it.

    >>> place_of("https://github.com/zhouchenlin2096/Awesome-SNN/blob/HEAD/README.md")
    'README.md'
    >>> place_of("lists/snn.md")
    'lists/snn.md'
    """
    found = _FILE_OF_REPOSITORY.fullmatch(origin.partition("?")[0].partition("#")[0])
    return found["path"] if found else origin


def problem_lines(found: PaperList, place: str) -> Iterator[str]:
    """The problems of a list as ``path:line: sentence``.

    Args:
        found: The list.
        place: What to call its file.
    """
    for problem in found.problems:
        yield f"{place}:{problem.line}: {problem.sentence}"
