"""What the place of a note tells: its file's name, its folders, and that it is no note at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_markdown import lines_of
from snnnotes.formats.foreign_reading import appearance_facts, named_facts
from snnnotes.formats.foreign_title import file_named
from snnnotes.formats.foreign_venue import appearance
from snnnotes.model.identifiers import percent_decoded


class Reason(StrEnum):
    """Why a Markdown file is no note; the text is for the user, after a count."""

    README = "README"
    INDEX = "index"
    TODO = "to-do list"
    REPOSITORY_PAGE = "page about the repository"
    TEMPLATE = "template"
    DAILY = "page of a day"
    SITE = "generated site"
    DRAFT = "draft"
    NODE_MODULES = "in node_modules"
    LOGSEQ_BACKUP = "backup of Logseq"
    OBSIDIAN = "in .obsidian"
    GIT = "in .git"
    HIDDEN = "in a hidden folder"
    CONFLICT = "copy made by a sync conflict"
    EMPTY = "empty"


_README = re.compile(r"read[-_ ]?me(?:[._-][a-z_-]{2,8})?|自述", re.IGNORECASE)
_NAMES = (
    (Reason.README, _README),
    (
        Reason.INDEX,
        re.compile(
            r"_?index|summary|目录|索引|_sidebar|_navbar|_coverpage|toc|contents|moc", re.IGNORECASE
        ),
    ),
    (
        Reason.TODO,
        re.compile(
            r"to[-_ ]?do(?:[-_ ]?list)?|to[-_ ]?read|reading[-_ ]?list|待办|待读|待读论文",
            re.IGNORECASE,
        ),
    ),
    (Reason.TEMPLATE, re.compile(r".*(?:\btemplate|模板|模版)", re.IGNORECASE)),
    (
        Reason.REPOSITORY_PAGE,
        re.compile(
            r"changelog|contributing|contributors|license|licence|code[-_]of[-_]conduct|security|authors"
            r"|pull_request_template|issue_template|history|news|roadmap|claude|agents",
            re.IGNORECASE,
        ),
    ),
    (
        Reason.DAILY,
        re.compile(r"(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d|(?:19|20)\d\d-W\d\d", re.IGNORECASE),
    ),
)
_FOLDERS = {
    "_site": Reason.SITE,
    "_book": Reason.SITE,
    "_drafts": Reason.DRAFT,
    "node_modules": Reason.NODE_MODULES,
    ".obsidian": Reason.OBSIDIAN,
    ".git": Reason.GIT,
}
_LOGSEQ_FOLDERS = ("bak", "version-files", ".recycle")
# Syncthing, Dropbox, Nextcloud and Obsidian Sync, OneDrive, Seafile, and Nutstore (坚果云).
_CONFLICT = re.compile(
    r"\.sync-conflict-\d|\(.*conflicted copy.*\)|-(?:DESKTOP|LAPTOP)-[A-Z0-9]{5,8}(?:-\d+)?\Z"
    r"|\(SFConflict .*\)|冲突副本|冲突文件|\.conflict\Z",
    re.IGNORECASE,
)
#: What somebody is to fill in: {{title}}, <% tp.file.title %>. Not {{ site.url }}, a post's own,
#: nor {{video https://…}}, Logseq's.
_BLANK = re.compile(
    r"\{\{\s*+(?!site\.|page\.|video\b|query\b|embed\b|renderer\b)[\w\s:|.'\"-]+\}\}|<%.+?%>"
)
_MATH_OR_CODE = re.compile(r"\$[^$]*\$|`[^`]*`")
_LINES_WITH_BLANKS = 30
_FENCES, _LONGEST_BLOCK = ("---", "+++"), 2000
#: What themes of Hexo, Hugo and Jekyll call the pages that list posts, or tell of their author.
_PAGE_OF_SITE = re.compile(
    r"^(?:type[ \t]*[:=][ \t]*[\"']?(?:tags|categories|about|links|friends)"
    r"|layout[ \t]*[:=][ \t]*[\"']?"
    r"(?:tags?|category|categories|archives?|about|links|friends|home))[\"']?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK = re.compile(
    r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n.*?^(?P=fence)", re.DOTALL | re.MULTILINE
)
#: Folders of a repository that hold no papers, though a README explains each.
_OTHER_FOLDERS = frozenset({
    "assets", "attachments", "bin", "code", "config", "data", "doc", "docs", "examples", "figs",
    "figures", "images", "img", "lib", "pdf", "pdfs", "scripts", "source", "src", "static",
    "templates", "test", "tests", "tools",
})  # fmt: skip
_LOGSEQ_SLASH = "___"
_UNDATED_FOLDERS = ("_posts", "journals")


def reason_not_a_note(path: PurePosixPath, text: str | None) -> Reason | None:
    """Why a Markdown file is no note; None if it may be one.

    A README or an index that is the note in a folder of its own is for the caller to know: see
    `folder_pages`.

    Args:
        path: From the folder that is adopted.
        text: The file; None while it is not read, and then only its place can speak against it.

    >>> reason_not_a_note(PurePosixPath("logseq/bak/SEENN.md"), None)
    <Reason.LOGSEQ_BACKUP: 'backup of Logseq'>
    """
    folder = _reason_of_folders(path.parts[:-1])
    if folder:
        return folder
    stem = path.stem
    if _CONFLICT.search(stem):
        return Reason.CONFLICT
    if text is not None and not text.strip("\ufeff \t\r\n"):
        return Reason.EMPTY
    for reason, names in _NAMES:
        if names.fullmatch(stem):
            return reason
    if text is not None and _is_page_of_site(text):
        return Reason.INDEX
    return Reason.TEMPLATE if text is not None and _has_blanks(text) else None


def _reason_of_folders(folders: tuple[str, ...]) -> Reason | None:
    for index, folder in enumerate(folders):
        if (
            folder == "logseq"
            and index + 1 < len(folders)
            and folders[index + 1] in _LOGSEQ_FOLDERS
        ):
            return Reason.LOGSEQ_BACKUP
        if folder in _FOLDERS:
            return _FOLDERS[folder]
        if folder.startswith("."):
            return Reason.HIDDEN
    return None


def _is_page_of_site(text: str) -> bool:
    """Does its metadata say that it is the page of a site, such as that of all tags?"""
    block = _BLOCK.match(text[:_LONGEST_BLOCK]) if text[:4].strip("\ufeff")[:3] in _FENCES else None
    return block is not None and _PAGE_OF_SITE.search(block[0].replace("\r", "")) is not None


def _has_blanks(text: str) -> bool:
    """Are there places to fill in, near the top?"""
    if "{{" not in text and "<%" not in text:
        return False
    near_top = lines_of(text[:8000])[:_LINES_WITH_BLANKS]
    return any(_BLANK.search(_MATH_OR_CODE.sub("", line.text)) for line in near_top)


def folder_pages(paths: Iterable[PurePosixPath]) -> frozenset[PurePosixPath]:
    """The READMEs and indexes that are notes: each the only Markdown file of its folder.

    Args:
        paths: All Markdown files, from the folder that is adopted; the README of that folder
            itself is never a note.

    >>> sorted(map(str, folder_pages(map(PurePosixPath, [
    ...     "README.md", "SEENN/README.md", "2023/README.md", "2023/GLIF.md"]))))
    ['SEENN/README.md']
    """
    pages: dict[PurePosixPath, list[PurePosixPath]] = defaultdict(list)
    taken: set[PurePosixPath] = set()
    for path in paths:
        if is_page(path):
            pages[path.parent].append(path)
            # An overview stands above other folders, also above those of single papers.
            taken.update(path.parent.parents)
        elif not _reason_of_folders(path.parts[:-1]):
            taken.update(path.parents)
    return frozenset(
        min(found, key=lambda page: (len(page.name), page.name))
        for folder, found in pages.items()
        if folder not in taken
        and folder.name
        and folder.name.casefold() not in _OTHER_FOLDERS
        and not _reason_of_folders(folder.parts)
    )


def is_page(path: PurePosixPath) -> bool:
    """Is the file named as the page of its folder: README or index?"""
    return path.stem.casefold() == "index" or _README.fullmatch(path.stem) is not None


def facts_of_path(path: PurePosixPath) -> list[Fact]:
    """What the names of the file and of the folders around it tell.

    The file's name of a README or index is that of its folder.

    >>> [(fact.field, fact.value) for fact in facts_of_path(PurePosixPath("ICLR2023/SEENN.md"))]
    [('title', 'SEENN'), ('venue', 'ICLR'), ('year', '2023')]
    """
    own = path.parent if is_page(path) and path.parent.name else path
    name = own.name if own is not path else path.stem
    named = file_named(percent_decoded(name).replace(_LOGSEQ_SLASH, "/"))
    found = named_facts(named, Source.FILE_NAME)
    if any(folder in _UNDATED_FOLDERS for folder in path.parts):
        return found
    missing = {"venue", "year"}
    for folder in own.parents:
        where = appearance(folder.name)
        told = appearance_facts(where, Source.FOLDER, None) if where else []
        # The nearest folder that tells a thing: in 2024/ICLR2023/ the year is 2023.
        found += [fact for fact in told if fact.field in missing]
        missing -= {fact.field for fact in told}
    return found
