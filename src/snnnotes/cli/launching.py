"""Other programs: the user's editor and browser."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from snnnotes.errors import UsageError
from snnnotes.model.identifiers import ArxivId, Doi, OpenReviewId
from snnnotes.model.note import Note

_EDITOR_VARIABLES = ("SNNNOTES_EDITOR", "VISUAL", "EDITOR")


def edit_file(path: Path, environment: Mapping[str, str]) -> None:
    """Open a file in the user's editor and wait for its end.

    Raises:
        UsageError: No editor is set, or it cannot be started, or it ends with an error.
    """
    command = editor_command(environment)
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
    except OSError as error:
        raise UsageError(
            f"the editor {command[0]!r} cannot be started: {error.strerror}",
            hint=f"set one of {', '.join(_EDITOR_VARIABLES)} to an editor, such as nano",
        ) from error
    if code:
        raise UsageError(f"the editor {command[0]!r} ended with code {code}; {path} is there")


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Program and options of the user's editor, from the first of the variables that is set.

    Raises:
        UsageError: None is set, and the system has no editor of its own.
    """
    # Split as a shell would, but run without one: a path with `;` in it stays a path.
    for name in _EDITOR_VARIABLES:
        if environment.get(name):
            return shlex.split(environment[name], posix=os.name != "nt")
    if os.name == "nt":
        return ["notepad"]
    if sys.platform == "darwin":
        return ["open", "-W", "-t"]
    raise UsageError(
        "no editor is set",
        hint=f"set one of {', '.join(_EDITOR_VARIABLES)}, such as  export EDITOR=nano",
    )


def open_address(note: Note) -> None:
    """Open a note's paper in the browser.

    Raises:
        UsageError: The note has no address, or no browser can be started.
    """
    address = paper_address(note)
    if not address.startswith(("https://", "http://")):
        raise UsageError(
            f"{note.path}: no web address of the paper", hint="add a line  url: https://…"
        )
    if not webbrowser.open(address):
        raise UsageError(f"no browser could be started; the paper is at {address}")


def paper_address(note: Note) -> str:
    """Where a note's paper is read: its url, else what its identifiers tell; empty if nothing."""
    paper = note.paper
    if paper.url:
        return paper.url
    if paper.arxiv:
        return ArxivId(paper.arxiv).url
    if paper.doi:
        return Doi(paper.doi).url
    return OpenReviewId(paper.openreview).url if paper.openreview else ""
