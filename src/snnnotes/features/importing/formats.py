"""In which format a bibliography is, by what stands in it and by its file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from pathlib import PurePath

from snnnotes.errors import UnreadableFileError
from snnnotes.formats.bibliography import Bibliography


class BibliographyFormat(Enum):
    """A format that we read; the value is its name for people."""

    BIBTEX = "BibTeX"
    RIS = "RIS"
    CSL_JSON = "CSL-JSON"


#: By the ending of a file's name.
ENDINGS = {
    ".bib": BibliographyFormat.BIBTEX,
    ".bibtex": BibliographyFormat.BIBTEX,
    ".ris": BibliographyFormat.RIS,
    ".json": BibliographyFormat.CSL_JSON,
}
_SIGNS = {
    BibliographyFormat.CSL_JSON: re.compile(r"[\s\ufeff]*[\[{]"),
    BibliographyFormat.RIS: re.compile(r"[\s\S]*?^[ \t\ufeff]*TY[ \t]*-(?:[ \t]|$)", re.MULTILINE),
    BibliographyFormat.BIBTEX: re.compile(r"[\s\S]*?@[ \t]*[A-Za-z]+\s*[{(]"),
}
_OTHERS = (
    (re.compile(r"^%0 ", re.MULTILINE), "EndNote's own format", "RIS"),
    (re.compile(r"^PMID-", re.MULTILINE), "PubMed's own format", "RIS"),
    (re.compile(r"\s*<\?xml|\s*<[a-z]+[ >]", re.IGNORECASE), "XML", "BibTeX"),
)


def format_of(text: str, shown: PurePath) -> BibliographyFormat:
    """The format of a bibliography.

    Args:
        text: The whole file.
        shown: Its name, which decides where the text does not.

    Raises:
        UnreadableFileError: It is none of ours.
    """
    named = ENDINGS.get(shown.suffix.lower())
    if named is not None and (not text.strip("\ufeff \t\r\n") or _SIGNS[named].match(text)):
        return named
    for form, sign in _SIGNS.items():
        if sign.match(text):
            return form
    if named is not None:
        return named
    for sign, name, better in _OTHERS:
        if sign.search(text):
            raise UnreadableFileError(
                shown,
                f"this looks like {name}, which we do not read",
                hint=f"export it as {better} from the program that it comes from",
            )
    raise UnreadableFileError(
        shown,
        "no bibliography: neither BibTeX nor RIS nor CSL-JSON",
        hint="export it as BibTeX; a note has to be a file that ends in  .md",
    )


def reader_of(form: BibliographyFormat) -> Callable[[str], Bibliography]:
    """What reads a format."""
    # Imported here because each reader loads a library of its own: 40 ms and more.
    if form is BibliographyFormat.BIBTEX:
        from snnnotes.formats.bibtex_read import loads  # noqa: PLC0415
    elif form is BibliographyFormat.RIS:
        from snnnotes.formats.ris import loads  # noqa: PLC0415
    else:
        from snnnotes.formats.csl_json import loads  # noqa: PLC0415
    return loads
