"""Titles and other lines of text: as a note keeps them, and as they are compared."""

from __future__ import annotations

import re
import unicodedata

from snnnotes.errors import UsageError
from snnnotes.model.text import fold

# Titles that differ in nothing but these are one, spelt by two people. Not + and #: C++ is not
# C, and a Spikformer+ would be a paper of its own.
# What parts two digits counts: Loihi 2.1 is not Loihi 21.
_IGNORED = re.compile(r"_|[^\w+#](?!\d)|(?<!\d)[^\w+#]")
# Between letters of Persian or Indian languages, and in emoji, these two carry meaning.
_JOINERS = "\u200c\u200d"
_UNSEEN_CATEGORIES = ("Cc", "Cf")


def clean_line(text: str) -> str:
    r"""`text` as one line without characters that nobody sees; empty if nothing is left.

    Line breaks, tabs and runs of blanks, which come with text copied from a PDF, become one
    blank; controls, soft hyphens, zero-width blanks and marks of reading direction go.

    Raises:
        UsageError: The text is not Unicode.

    >>> clean_line("Spike-driven\n   Trans\u00adformer ")
    'Spike-driven Transformer'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # most titles; there are 3,000 in a long list
    # A byte of a command line that is not UTF-8 arrives as half a surrogate pair.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(
            f"this is not UTF-8 text: {text!r}",
            hint="set the terminal to UTF-8, or type it again",
        )
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace()
        or character in _JOINERS
        or unicodedata.category(character) not in _UNSEEN_CATEGORIES
    )
    line = " ".join(seen.split())
    return line if line.strip(_JOINERS) else ""


def title_key(title: str) -> str:
    """What two titles have in common if they are one: equal keys, same title.

    Case, accents, full width, blanks and punctuation make no difference.

    >>> title_key("SEENN: Towards Early-Exit")
    'seenntowardsearlyexit'
    """
    folded = fold(title)
    # A title of nothing but punctuation is not the same as every other such title.
    return _IGNORED.sub("", folded) or "".join(folded.split())
