"""The `snnnotes.toml` of a folder that is adopted: what was decided, for the user to change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from snnnotes.model.readme_settings import DEFAULT_FILES, ReadmeFile

_HEAD = """\
# Settings of this notebook, as  snnnotes adopt  found it. The folder of this file is its root.

[notes]
# Where notes lie; new ones go into the first folder, by year.
"""
_EXCLUDE = "# Markdown files in there that are no notes.\n"
_README = "\n[readme]\n# How the list of papers is made, so that it looks as it did.\n"


def settings_text(
    folders: Sequence[PurePosixPath], exclude: Sequence[str], readmes: Sequence[ReadmeFile]
) -> str:
    """The text of the new file.

    Args:
        folders: Where notes lie.
        exclude: Patterns of files that are no notes.
        readmes: The READMEs that have a list; none if there is none.
    """
    text = f"{_HEAD}folders = {_value([str(folder) for folder in folders])}\n"
    if exclude:
        text += f"{_EXCLUDE}exclude = {_lines(exclude)}\n"
    if not readmes:
        return text
    looks = [_look(file) for file in readmes]
    if all(look == looks[0] for look in looks):
        names = [str(file.path) for file in readmes]
        usual = {str(file.path) for file in DEFAULT_FILES}
        own = [] if usual.issuperset(names) else [f"files = {_value(names)}"]
        lines = [*own, *looks[0]]
        return text + _README + "".join(f"{line}\n" for line in lines) if lines else text
    for file, look in zip(readmes, looks, strict=True):
        lines = [f"path = {_value(str(file.path))}", *look]
        text += "\n[[readme.files]]\n" + "".join(f"{line}\n" for line in lines)
    return text


def _look(file: ReadmeFile) -> list[str]:
    """Lines for what is not as usual."""
    usual = ReadmeFile(PurePosixPath())
    return [
        f"{name} = {_value(value)}"
        for name, value in file._asdict().items()
        if name != "path" and value is not None and value != getattr(usual, name)
    ]


def _lines(values: Iterable[str]) -> str:
    return "[\n" + "".join(f"  {_value(value)},\n" for value in values) + "]"


def _value(value: str | Sequence[str]) -> str:
    """A value as TOML has it, which for texts and lists of texts is JSON's way but for one sign."""
    texts = value if isinstance(value, str) else list(value)
    return json.dumps(texts, ensure_ascii=False).replace("\x7f", "\\u007f")
