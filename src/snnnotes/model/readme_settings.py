"""The table ``[readme]`` of the settings: which READMEs carry a list, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple

from snnnotes.errors import ConfigError
from snnnotes.model.readme_template import parse_template

#: The fields that a row may name. `target` is the link to the note, `label` its words, `number`
#: its place under its heading.
LINE_FIELDS = (
    "title",
    "label",
    "target",
    "year",
    "venue",
    "authors",
    "citekey",
    "tags",
    "status",
    "rating",
    "added",
    "url",
    "code",
    "pdf",
    "arxiv",
    "doi",
    "openreview",
    "summary",
    "number",
)

#: The fields that a heading may name: the year, venue or tag, and how many rows follow.
HEADING_FIELDS = ("group", "count")

GROUPS = ("year", "venue", "tag", "none")

#: Where blank lines stand: under headings, before all but the first of them, or both.
BLANK_LINES = ("both", "headings", "groups", "none")

#: What rows can be sorted by.
SORT_KEYS = ("added", "title", "year", "venue", "authors", "citekey", "rating", "status", "path")


class ReadmeFile(NamedTuple):
    """One file that carries a list, and how that list looks."""

    #: Relative to the notebook, with forward slashes on every system.
    path: PurePosixPath
    #: Words of the link to the note, in Markdown.
    label: str = "笔记"
    line: str = "- {title} [{label}]({target})"
    #: None for the usual one: a small heading with the group, or nothing without groups.
    heading: str | None = None
    #: Group of the notes that have no venue, or no tags.
    others: str = "其他"
    #: One of `GROUPS`.
    group: str = "year"
    #: Of `SORT_KEYS`, the most important first; a minus sign turns one round.
    sort: tuple[str, ...] = ("-added", "title")
    #: One of `BLANK_LINES`.
    blank_lines: str = "both"

    @property
    def heading_line(self) -> str:
        """The template of the headings; empty if there are none."""
        if self.heading is not None:
            return self.heading
        return "" if self.group == "none" else "#### {group}"


_TEXT_KEYS = ("label", "line", "heading", "others", "group", "blank_lines")
_LOOK_KEYS = (*_TEXT_KEYS, "sort")
_KEYS = ("files", *_LOOK_KEYS)
_FILE_KEYS = ("path", *_LOOK_KEYS)

DEFAULT_FILES: Final = (
    ReadmeFile(path=PurePosixPath("README.md")),
    ReadmeFile(path=PurePosixPath("README.zh-CN.md")),
)


class ReadmeSettings(NamedTuple):
    """The READMEs of a notebook."""

    files: tuple[ReadmeFile, ...] = DEFAULT_FILES
    #: Did the user name the files? Then each must be there and have markers; of the usual ones,
    #: those that have markers count.
    named: bool = False


def settings_from_table(table: Mapping[str, object], *, origin: str) -> ReadmeSettings:
    """The settings of a notebook's READMEs.

    Args:
        table: The table ``[readme]``, as TOML gives it.
        origin: The file it comes from, for messages.

    Raises:
        ConfigError: A key is unknown, or its value cannot be used.
    """
    _check_keys(table, _KEYS, f"{origin}: readme")
    look = {key: value for key, value in table.items() if key != "files"}
    usual = tuple(
        _file({"path": str(file.path), **look}, where=f"{origin}: readme") for file in DEFAULT_FILES
    )
    if "files" not in table:
        return ReadmeSettings(files=usual)
    entries = table["files"]
    if not isinstance(entries, list) or not entries:
        raise ConfigError(
            f"{origin}: readme.files is not a list of files",
            hint='write  files = ["README.md"]  or tables that begin with  [[readme.files]]',
        )
    files: list[ReadmeFile] = []
    for number, entry in enumerate(entries, 1):
        where = f"{origin}: readme.files[{number}]"
        own = {"path": entry} if isinstance(entry, str) else entry
        if not isinstance(own, dict):
            raise ConfigError(
                f"{where} is neither a name nor a table", hint='write  files = ["README.md"]'
            )
        _check_keys(own, _FILE_KEYS, where)
        file = _file({**look, **own}, where=where)
        if file.path in {other.path for other in files}:
            raise ConfigError(
                f"{where}: {file.path} is in the list already", hint="name each file once"
            )
        files.append(file)
    return ReadmeSettings(files=tuple(files), named=True)


def _check_keys(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise ConfigError(
                f"{where}: there is no key {key!r}", hint=f"the keys are {', '.join(known)}"
            )


def _file(table: Mapping[str, object], *, where: str) -> ReadmeFile:
    """One file with its own settings over the common ones."""
    usual = DEFAULT_FILES[0]
    texts = {key: _text(table[key], f"{where}.{key}") for key in _TEXT_KEYS if key in table}
    file = ReadmeFile(
        path=_path(table.get("path"), f"{where}.path"),
        label=texts.get("label", usual.label),
        line=texts.get("line", usual.line),
        heading=texts.get("heading"),
        others=texts.get("others", usual.others),
        group=texts.get("group", usual.group),
        sort=_sort_keys(table["sort"], f"{where}.sort") if "sort" in table else usual.sort,
        blank_lines=texts.get("blank_lines", usual.blank_lines),
    )
    if file.group not in GROUPS:
        raise ConfigError(
            f"{where}.group: there is no grouping {file.group!r}",
            hint=f"the groupings are {', '.join(GROUPS)}",
        )
    if file.blank_lines not in BLANK_LINES:
        raise ConfigError(
            f"{where}.blank_lines: there is no {file.blank_lines!r}",
            hint=f"write one of {', '.join(BLANK_LINES)}",
        )
    for key in ("label", "line", "others"):
        if "\n" in getattr(file, key) or "\r" in getattr(file, key):
            raise ConfigError(f"{where}.{key}: more than one line", hint="write it on one line")
    for key, text in texts.items():
        if "snnnotes:begin" in text or "snnnotes:end" in text:
            # The list would hold a third marker, and could not be built again.
            raise ConfigError(
                f"{where}.{key}: a marker of the list stands in it",
                hint="take it out; the two markers stand in the README only",
            )
    parse_template(file.line, fields=LINE_FIELDS, where=f"{where}.line")
    parse_template(file.heading_line, fields=HEADING_FIELDS, where=f"{where}.heading")
    return file


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {value!r} is not text", hint="put it in quotes")
    return value


def _sort_keys(value: object, where: str) -> tuple[str, ...]:
    keys = value if isinstance(value, list) else [value]
    for key in keys:
        if not isinstance(key, str) or key.removeprefix("-") not in SORT_KEYS:
            raise ConfigError(
                f"{where}: cannot sort by {key!r}",
                hint=f"the keys are {', '.join(SORT_KEYS)}; a minus sign before one turns it round",
            )
    return tuple(keys)


def _path(value: object, where: str) -> PurePosixPath:
    """A path that stays in the notebook."""
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{where}: no file is named", hint='write  path = "README.md"')
    path = PurePosixPath(value)
    # C:\\notes and C:notes lead out of the notebook on Windows, and mean nothing elsewhere.
    outside = path.is_absolute() or ".." in path.parts or PureWindowsPath(value).drive
    if outside or "\\" in value or path == PurePosixPath():
        raise ConfigError(
            f"{where}: {value!r} does not lead to a file in the notebook",
            hint="write it from the notebook's folder, with forward slashes:"
            '  path = "docs/papers.md"',
        )
    return path
