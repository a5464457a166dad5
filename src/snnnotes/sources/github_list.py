"""A paper list that somebody keeps online, as most are: on GitHub."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from snnnotes.errors import SourceError, SourceStatusError
from snnnotes.sources.http import Client, Kind

_NAME = r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+"
_SHORT = re.compile(rf"(?P<name>{_NAME})")
_REPOSITORY = re.compile(
    rf"(?:(?:https?://|ssh://git@|git://)?(?:www\.)?github\.com/|git@github\.com:)(?P<name>{_NAME})"
    r"(?:/(?P<view>blob|tree|raw|edit|blame)/(?P<place>[^?#]+))?/?(?:[?#].*)?"
)
_RAW = re.compile(rf"https?://raw\.githubusercontent\.com/(?P<name>{_NAME})/(?P<place>[^?#]+).*")
_GIST = re.compile(
    r"https?://gist\.github\.com/(?P<name>(?:[A-Za-z0-9-]+/)?[0-9a-f]+)/?(?:[?#].*)?"
)
#: GitLab and Gitee show a file below /blob/ and give it away below /raw/.
_BLOB = re.compile(r"(?P<start>https?://(?:gitlab\.com|gitee\.com)/.+?)/blob/(?P<rest>.+)")

#: The spellings of README that lists have; each costs a request, so there are few.
_READMES: Final = ("README.md", "readme.md", "Readme.md")
_MARKDOWN = (".md", ".markdown", ".mdown", ".txt")
_NOT_FOUND = 404


class FetchedList(NamedTuple):
    """The text of a list, and where it comes from."""

    text: str
    #: The URL that a person would open.
    origin: str


class _Place(NamedTuple):
    """One file to ask for."""

    url: str
    origin: str


def is_online(place: str) -> bool:
    """Does `place` name a list online? A local file is asked for first by whoever calls.

    >>> [is_online(place) for place in ("zhouchenlin2096/Awesome-SNN", "lists/snn.md", "a.md")]
    [True, False, False]
    """
    text = place.strip()
    if re.match(r"[a-z+]+://|git@|(?:www\.)?github\.com/", text, re.IGNORECASE):
        return True
    return bool(_SHORT.fullmatch(text)) and not text.lower().endswith(_MARKDOWN)


def fetch_list(client: Client, place: str) -> FetchedList:
    """The text of the list that `place` names, as it is now.

    Args:
        client: Asks the network.
        place: ``OWNER/REPOSITORY`` on GitHub, the URL of a repository, folder or file there, or
            any other URL of a Markdown file.

    Raises:
        SourceError: It cannot be had.
    """
    places = _places(place.strip())
    missing: SourceStatusError | None = None
    for url, origin in places:
        try:
            # Fresh: people look at a list for what is new in it.
            answer = client.get(url, expect=Kind.TEXT, fresh=True, typed=True)
        except SourceStatusError as error:
            if error.status != _NOT_FOUND:
                raise
            missing = error
        else:
            return FetchedList(answer.text, origin)
    if missing is not None and _RAW.fullmatch(places[0].url) is None:
        raise missing
    raise _not_public(places[0]) from missing


def _places(place: str) -> list[_Place]:
    """Where to ask, one after the other."""
    if found := _SHORT.fullmatch(place) or _REPOSITORY.fullmatch(place):
        parts = found.groupdict()
        return _in_repository(
            parts["name"].removesuffix(".git"), parts.get("view"), parts.get("place") or ""
        )
    if found := _RAW.fullmatch(place):
        return _in_repository(found["name"], "raw", found["place"])
    if found := _GIST.fullmatch(place):
        name = found["name"]
        return [_Place(f"https://gist.githubusercontent.com/{name}/raw", place)]
    if found := _BLOB.fullmatch(place):
        return [_Place(f"{found['start']}/raw/{found['rest']}", place)]
    return [_Place(place, place)]


def _in_repository(name: str, view: str | None, place: str) -> list[_Place]:
    """Files of a GitHub repository: the one that is named, or the README of a folder.

    Args:
        name: ``OWNER/REPOSITORY``.
        view: How GitHub shows it: None, tree, blob, raw …
        place: Branch and path; empty for the default branch's root.
    """
    branch = place.rstrip("/") or "HEAD"
    paths = [branch] if view not in (None, "tree") else [f"{branch}/{file}" for file in _READMES]
    return [
        _Place(
            f"https://raw.githubusercontent.com/{name}/{path}",
            f"https://github.com/{name}/blob/{path}",
        )
        for path in paths
    ]


def _not_public(place: _Place) -> SourceError:
    name = place.origin.removeprefix("https://github.com/").replace("/blob/", " ", 1)
    return SourceError(
        "github.com",
        f"there is no {name} that everybody may read",
        hint="look at how owner and repository are spelled, or name the file's own URL; a private"
        " list can be downloaded and named by its path",
    )
