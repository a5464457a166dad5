"""Papers for other programs: their keys, what a LaTeX document cites of them, and the text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path, PurePath

from snnnotes.errors import UnreadableFileError
from snnnotes.formats import bibtex, csl_json_write, reference_markdown, ris_write
from snnnotes.formats.cited_keys import cited_in_aux, cited_in_tex
from snnnotes.formats.export_keys import KeyOrigin, export_keys
from snnnotes.model.note import Note
from snnnotes.storage.files import read_text


class ReferenceFormat(Enum):
    """A format for programs that keep or print references."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    CSL_JSON = "csl-json"
    RIS = "ris"
    MARKDOWN = "markdown"


@dataclass(slots=True)
class Citations:
    """What some documents cite."""

    #: By key, the document that cites it first, as messages call it.
    keys: dict[str, str] = field(default_factory=dict)
    #: ``\\nocite{*}``: all that there is.
    everything: bool = False
    #: What was not looked at, one sentence each.
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Export:
    """The papers that go out."""

    #: Each with the citekey by which it goes out, no two alike.
    notes: list[Note]
    #: What the user should know of keys, one sentence each.
    warnings: list[str]


def read_citations(names: Iterable[str], folder: Path) -> Citations:
    """What LaTeX documents cite, with all files that they include.

    Args:
        names: Of ``.tex`` or ``.aux`` files.
        folder: From which the names go.

    Raises:
        UnreadableFileError: One of the documents cannot be read; of an included file, that is a
            warning.
    """
    found = Citations()
    for name in names:
        _read_document(folder / name, name, found)
    return found


def _read_document(path: Path, name: str, into: Citations) -> None:
    """Read a document and its parts; LaTeX looks for these from the document's folder on."""
    is_aux = path.suffix.lower() == ".aux"
    read_in = cited_in_aux if is_aux else cited_in_tex
    waiting = [(path, name)]
    seen: set[str] = set()
    while waiting:
        place, shown = waiting.pop(0)
        if os.path.normcase(os.path.normpath(place)) in seen:
            continue
        seen.add(os.path.normcase(os.path.normpath(place)))
        try:
            cited = read_in(read_text(place, PurePath(shown)))
        except UnreadableFileError as error:
            if place == path:
                raise
            into.warnings.append(f"{error}; what it cites is not looked at")
            continue
        into.everything |= cited.everything
        for key in cited.keys:
            into.keys.setdefault(key, shown)
        for part in cited.parts:
            file = _part_of(path.parent, part)
            waiting.append((file, os.path.join(os.path.dirname(name), file.name)))  # noqa: PTH118, PTH120


def _part_of(folder: Path, part: str) -> Path:
    r"""The file that LaTeX reads for ``\input{part}``."""
    whole = folder / f"{part}.tex"
    return folder / part if part.endswith(".tex") or not whole.is_file() else whole


def plan_export(
    chosen: Iterable[Note], notes: Sequence[Note], cited: Citations | None = None
) -> Export:
    """The notes with the keys by which they go out.

    Args:
        chosen: What is asked for, in the order in which it goes out.
        notes: All of the notebook's. On them depend the keys that are made, so that a paper has
            the same key whatever else goes out.
        cited: If given, only what is cited goes out.
    """
    in_order = sorted(notes, key=lambda note: str(note.path))
    given = {note.path: key for note, key in zip(in_order, export_keys(in_order), strict=True)}
    keyed = [replace(note, citekey=given[note.path].text) for note in chosen]
    warnings: list[str] = []
    if cited is not None:
        warnings += _not_found(cited, {key.text for key in given.values()})
        if not cited.everything:
            keyed = [note for note in keyed if note.citekey in cited.keys]
    origins = {
        KeyOrigin.MADE: "has no citekey; exported as {key}",
        KeyOrigin.NUMBERED: "has the citekey of another note; exported as {key}",
        KeyOrigin.CLEANED: "has signs in its citekey that BibTeX cannot have; exported as {key}",
    }
    for note in keyed:
        sentence = origins.get(given[note.path].origin)
        if sentence:
            warnings.append(f"{note.path}: {sentence.format(key=note.citekey)}")
    return Export(keyed, warnings)


def _not_found(cited: Citations, known: set[str]) -> list[str]:
    """A sentence for each key that no note has; LaTeX tells upper and lower case apart."""
    folded = {key.casefold(): key for key in known}
    sentences = []
    for key, document in cited.keys.items():
        if key not in known:
            near = folded.get(key.casefold())
            other = f"; one has {near}, and case counts" if near else ""
            sentences.append(f"{document}: cites {key}, which no note has for a citekey{other}")
    return sentences


def reference_text(notes: Sequence[Note], form: ReferenceFormat) -> str:
    """Notes in a format for references.

    Args:
        notes: As they are in an `Export`, each with a citekey of its own.
        form: How.
    """
    keys = [note.citekey or "" for note in notes]
    match form:
        case ReferenceFormat.BIBTEX:
            return bibtex.dumps(notes, keys=keys)
        case ReferenceFormat.BIBLATEX:
            return bibtex.dumps(notes, keys=keys, dialect=bibtex.Dialect.BIBLATEX)
        case ReferenceFormat.CSL_JSON:
            return csl_json_write.dumps(notes, keys=keys)
        case ReferenceFormat.RIS:
            return ris_write.dumps(notes, keys=keys)
        case ReferenceFormat.MARKDOWN:
            return reference_markdown.dumps(notes)
