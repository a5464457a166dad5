"""`snnnotes.toml`: the settings of a notebook."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from snnnotes.errors import ConfigError
from snnnotes.model.readme_settings import ReadmeSettings, settings_from_table
from snnnotes.model.source_settings import SourceSettings, source_settings_from_tables
from snnnotes.storage.files import read_text

if TYPE_CHECKING:
    from snnnotes.model.check_settings import CheckSettings

CONFIG_NAME = "snnnotes.toml"

_NOTES_KEYS = ("folders", "exclude")
_DISCOVER_KEYS = ("list",)
_TABLES = ("notes", "readme", "check", "discover", "sources", "mirrors")
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `snnnotes.toml` says, or what holds without it."""

    #: Where notes are, relative to the notebook, with forward slashes. New ones go to the first.
    folders: tuple[str, ...] = ("notes",)
    #: Patterns of files and folders that are no notes, in the manner of .gitignore.
    exclude: tuple[str, ...] = ()
    readme: ReadmeSettings = field(default_factory=ReadmeSettings)
    #: Which checks `check` makes; None if the file does not say.
    check: CheckSettings | None = None
    #: The paper list that `discover` looks at if none is named; a path goes from the notebook.
    paper_list: str | None = None
    sources: SourceSettings = field(default_factory=SourceSettings)


def load_config(root: Path) -> Config:
    """The settings of the notebook at `root`; the usual ones if it has no `snnnotes.toml`.

    Raises:
        ConfigError: The file is not TOML, or has a key or value that we do not know.
        UnreadableFileError: It cannot be read.
    """
    path = root / CONFIG_NAME
    if not path.exists():
        return Config()
    return parse_config(read_text(path, PurePosixPath(CONFIG_NAME)))


def parse_config(text: str) -> Config:
    r"""The settings in the text of a `snnnotes.toml`.

    >>> parse_config('[notes]\nfolders = ["papers"]').folders
    ('papers',)

    Raises:
        ConfigError: It is not TOML, or has a key or value that we do not know.
    """
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise _not_toml(error, text) from error
    tables: dict[str, dict[str, object]] = {}
    for name, value in document.items():
        if not isinstance(value, dict):
            raise ConfigError(
                f"{_at(text, name)}: {name!r} stands in no table",
                hint="put it below a line  [notes]  or  [readme]",
            )
        if name not in _TABLES:
            raise ConfigError(
                f"{_at(text, name)}: there is no table [{name}]",
                hint=_meant(name, _TABLES, "the tables are"),
            )
        tables[name] = value
    notes = tables.get("notes", {})
    _refuse_other_keys("notes", notes, _NOTES_KEYS, text)
    discover = tables.get("discover", {})
    _refuse_other_keys("discover", discover, _DISCOVER_KEYS, text)
    folders, exclude = notes.get("folders", ["notes"]), notes.get("exclude", [])
    return Config(
        folders=_folders(_texts(folders, "folders", '["notes"]', text), text),
        exclude=_texts(exclude, "exclude", '["*.draft.md"]', text),
        readme=settings_from_table(tables.get("readme", {}), origin=CONFIG_NAME),
        check=_check_settings(tables.get("check")),
        paper_list=_paper_list(discover.get("list"), text),
        sources=source_settings_from_tables(
            tables.get("sources", {}), tables.get("mirrors", {}), origin=CONFIG_NAME
        ),
    )


def _refuse_other_keys(table: str, found: Iterable[str], known: tuple[str, ...], text: str) -> None:
    for key in found:
        if key not in known:
            are = "its keys are" if len(known) > 1 else "its one key is"
            raise ConfigError(
                f"{_at(text, key)}: [{table}] has no key {key!r}", hint=_meant(key, known, are)
            )


def _check_settings(table: dict[str, object] | None) -> CheckSettings | None:
    if table is None:
        return None
    # Imported here because the table of checks takes 2 ms to load, and only `check` needs it.
    from snnnotes.model.check_settings import check_settings_from_table  # noqa: PLC0415

    return check_settings_from_table(table, origin=CONFIG_NAME)


def _paper_list(value: object, text: str) -> str | None:
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise ConfigError(
        f"{_at(text, 'list')}: discover.list takes one file, repository or URL",
        hint='write  list = "zhouchenlin2096/Awesome-Spiking-Neural-Networks"',
    )


def _not_toml(error: ValueError | RecursionError, text: str) -> ConfigError:
    if isinstance(error, RecursionError):
        return ConfigError(f"{CONFIG_NAME}: brackets in brackets, too deep to be settings")
    # Before Python 3.14 the line stands in the message alone.
    place = _PLACE.search(str(error))
    line = (place["line"] if place else None) or text.count("\n") + 1
    problem = _PLACE.sub("", str(error))
    return ConfigError(
        f"{CONFIG_NAME}:{line}: not TOML: {problem[:1].lower()}{problem[1:]}",
        hint='a setting is written  folders = ["notes"]  and a table begins with  [notes]',
    )


def _at(text: str, name: str) -> str:
    """The file with the line where a key or table is, if it is easy to find."""
    spelled = re.escape(name)
    found = re.search(
        rf"^[ \t\ufeff]*(?:\[+[ \t]*)?(?:\w+\.)*[\"']?{spelled}[\"']?[ \t]*[]=.]",
        text,
        re.MULTILINE,
    )
    return f"{CONFIG_NAME}:{text.count(chr(10), 0, found.start()) + 1}" if found else CONFIG_NAME


def _meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """What a misspelled name probably is, or all that there are."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {near[0]}?" if near else f"{otherwise} {', '.join(names)}"


def _texts(value: object, key: str, example: str, text: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    texts = tuple(item for item in items if isinstance(item, str) and item.strip("/ "))
    if not isinstance(value, list) or len(texts) < len(items):
        raise ConfigError(
            f"{_at(text, key)}: notes.{key} takes a list of texts", hint=f"write  {key} = {example}"
        )
    return texts


def _folders(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Folders that stay in the notebook, in plain spelling."""
    if not names:
        raise ConfigError(
            f"{_at(text, 'folders')}: notes.folders is empty", hint='write  folders = ["notes"]'
        )
    folders = []
    for name in names:
        path = PurePosixPath(name)
        outside = path.is_absolute() or ".." in path.parts or PureWindowsPath(name).drive
        if outside or "\\" in name or "\0" in name:
            raise ConfigError(
                f"{_at(text, 'folders')}: notes.folders: {name!r} is no folder of the notebook",
                hint="write it from the notebook's root, with forward slashes:"
                '  folders = ["papers/notes"]',
            )
        folders.append(str(path))
    return tuple(folders)
