"""The nearest word or title when a search finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from snnnotes.model.query import Query, Words, words_of
from snnnotes.model.text import fold, index_terms

#: From 0 to 100. Below it, what is nearest is no misspelling but another word.
LEAST_LIKENESS = 75.0


def nearest(query: Query, vocabulary: Iterable[str], titles: Iterable[tuple[str, str]]) -> str:
    """What the user may have meant: the query with its unknown words mended, or a title.

    Args:
        query: What found nothing.
        vocabulary: Every word of the notes, folded.
        titles: Of all notes, each in its terms and as written.

    Returns:
        Empty if nothing is near enough.
    """
    known = set(vocabulary)
    typed = [leaf.text for leaf in words_of(query) if isinstance(leaf, Words)]
    mended = [_mended(text, known) for text in typed]
    if mended and mended != typed and all(mended):
        return " ".join(mended)
    # Terms are compared, since folding 100,000 titles here would take a second.
    as_written: Mapping[str, str] = dict(titles)
    wanted = index_terms(" ".join(typed)).strip()
    best = process.extractOne(
        wanted, as_written.keys(), scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS
    )
    return as_written[best[0]] if best and wanted else ""


def _mended(text: str, known: set[str]) -> str:
    """The word itself if the notes have it, else the nearest that they have, else nothing."""
    folded = fold(text)
    if folded in known:
        return text
    best = process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return best[0] if best else ""
