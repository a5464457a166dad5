"""`notes/glossary.yaml`: a list of groups of equal terms, ``- [膜电位, membrane potential]``."""

from __future__ import annotations

import re
from pathlib import PurePath

from snnnotes.model.glossary import Glossary

# The cache of `re` keeps them; one of both is not needed where there is no glossary.
_ITEM = r'[^\W_](?:[\w ./()+-]*[\w()+])?|"[^\W_][\w ,.:;/()+-]*"'
_GROUP = rf"- +\[ *((?:{_ITEM})(?: *, *(?:{_ITEM}))*) *\](?: *| +#.*)"


def loads(text: str, path: PurePath) -> Glossary:
    r"""The groups of a glossary file.

    Args:
        text: The whole file; a byte order mark and any line ends are fine.
        path: The file, for messages.

    Raises:
        NoteFormatError: It is not YAML, or no list of lists of terms.

    >>> loads("# terms\n- [SNN, 脉冲神经网络]\n", PurePath("glossary.yaml")).groups
    (('SNN', '脉冲神经网络'),)
    """
    groups = plain_groups(text)
    if groups is not None:
        return Glossary(groups)
    # Loading PyYAML takes 15 ms, a fifth of a search, and glossaries are hardly ever more than
    # plain lists; so it waits for the one that is.
    from snnnotes.formats.glossary_yaml import yaml_groups  # noqa: PLC0415

    return Glossary(yaml_groups(text, path))


def plain_groups(text: str) -> tuple[tuple[str, ...], ...] | None:
    r"""The groups of a file with one group a line and no YAML but brackets, commas and quotes.

    Returns:
        None if the file has anything else; then YAML decides what it says.

    >>> plain_groups("- [LIF, 'leaky ''n'' fire']\n") is None
    True
    """
    groups = []
    for ended in text.removeprefix("\ufeff").split("\n"):
        line = ended.removesuffix("\r")
        if group := re.fullmatch(_GROUP, line):
            groups.append(tuple(item.strip('"') for item in re.findall(_ITEM, group[1])))
        elif line and not line.startswith("#"):
            return None
    return tuple(groups)
