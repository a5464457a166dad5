"""The keys by which exported papers are cited: no two alike, and the same at each export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import count
from typing import NamedTuple

from snnnotes.model.citekey import Citekeys
from snnnotes.model.note import Note

_NOT_IN_KEY = re.compile(r"[^\w.:+/-]")


class KeyOrigin(Enum):
    """Where the key of an exported paper comes from."""

    #: The note's own, as it is written there.
    OWN = "own"
    #: Without the signs that end a key in BibTeX.
    CLEANED = "cleaned"
    #: Another note before it has the note's own, so that there is a number behind it.
    NUMBERED = "numbered"
    #: The note has none; this is the one that `add` would have made.
    MADE = "made"


class ExportKey(NamedTuple):
    """The key of one exported paper."""

    text: str
    origin: KeyOrigin


def export_keys(notes: Sequence[Note]) -> list[ExportKey]:
    """A key for each note that no other has; BibTeX does not tell their cases apart.

    Args:
        notes: All of the notebook's: a key that is made must not depend on what else is exported.
    """
    chosen = [_NOT_IN_KEY.sub("", note.citekey or "") for note in notes]
    # Keys that were chosen come before keys that are made, wherever they stand.
    taken = {key.casefold() for key in chosen}
    made = Citekeys(filter(None, chosen))
    given: set[str] = set()
    keys: list[ExportKey] = []
    for note, key in zip(notes, chosen, strict=True):
        if not key:
            keys.append(ExportKey(made.make(note.paper), KeyOrigin.MADE))
        elif key.casefold() not in given:
            origin = KeyOrigin.OWN if key == note.citekey else KeyOrigin.CLEANED
            keys.append(ExportKey(key, origin))
        else:
            free = next(
                numbered
                for number in count(2)
                if (numbered := f"{key}-{number}").casefold() not in taken
            )
            made.take(free)
            taken.add(free.casefold())
            keys.append(ExportKey(free, KeyOrigin.NUMBERED))
        given.add(keys[-1].text.casefold())
        taken.add(keys[-1].text.casefold())
    return keys
