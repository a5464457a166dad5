"""Other programs: the user's editor and browser."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from snnnotes.errors import UsageError
from snnnotes.model.identifiers import ArxivId, Doi, OpenReviewId
from snnnotes.model.note import Note

_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f\"<>\\]+", re.IGNORECASE)
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
    browse(web_address(note, Page.PAPER))


class Page(Enum):
    """What of a paper can be opened."""

    PAPER = "paper"
    CODE = "code"
    PDF = "pdf"
    DOI = "doi"


#: What to add to a note that lacks a page.
_MISSING = {
    Page.PAPER: ("web address of the paper", "add a line  url: https://…"),
    Page.CODE: ("address of the code", "add a line  code: https://…"),
    Page.PDF: ("address of a PDF", "add a line  pdf: https://…  or the path of a file"),
    Page.DOI: ("DOI", "add a line  doi: 10.…"),
}


def web_address(note: Note, page: Page) -> str:
    """The address of a page, which begins with http:// or https:// and holds nothing odd.

    Raises:
        UsageError: The note has none, or one that no browser should get.
    """
    address = _address(note, page)
    what, hint = _MISSING[page]
    if not address:
        raise UsageError(f"{note.path}: no {what}", hint=hint)
    # A browser would also open files, or run a script; and notes may be other people's.
    if not _WEB_ADDRESS.fullmatch(address):
        raise UsageError(
            f"{note.path}: not a web address, so it is not opened: {address}", hint=hint
        )
    return address


def _address(note: Note, page: Page) -> str:
    paper = note.paper
    if page is Page.PDF:
        return paper.pdf or _pdf_address(note)
    if page is Page.DOI:
        return Doi(paper.doi).url if paper.doi else ""
    return paper_address(note) if page is Page.PAPER else paper.code or ""


def _pdf_address(note: Note) -> str:
    """Where the PDF of a paper is, as its other addresses tell; empty if they do not."""
    paper = note.paper
    if paper.arxiv:
        return ArxivId(paper.arxiv).url.replace("/abs/", "/pdf/")
    if paper.openreview:
        return OpenReviewId(paper.openreview).url.replace("/forum?", "/pdf?")
    return paper.url if paper.url and paper.url.lower().endswith(".pdf") else ""


def browse(address: str) -> None:
    """Open an address in the browser.

    Raises:
        UsageError: No browser can be started.
    """
    if not webbrowser.open(address):
        raise UsageError(f"no browser could be started; the paper is at {address}")


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for its kind.

    Raises:
        UsageError: There is no such program.
    """
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 (of a PDF only, see `opening`)
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        # Without our streams: what the program says of itself is not for this terminal.
        code = subprocess.run(  # noqa: S603
            [opener, str(path)], check=False, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode
    except OSError as error:
        raise UsageError(f"{opener} cannot be started; the file is {path}") from error
    if code:
        raise UsageError(f"{opener} ended with code {code}; the file is {path}")


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
