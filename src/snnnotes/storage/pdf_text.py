"""What stands on the first pages of a PDF, and what it says of itself."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from snnnotes.errors import UnreadableFileError, UsageError

#: A stamp of arXiv or a DOI is on the first page, or on the second behind a cover.
_PAGES = 2
_LONGEST_PAGE = 20_000


class PdfText(NamedTuple):
    """The beginning of a PDF."""

    #: The title in its properties; often the name of a file, or of a template.
    title: str
    #: The text of its first pages, line by line as it is set.
    pages: tuple[str, ...]


def read_pdf(path: Path, shown: PurePath) -> PdfText:
    """The beginning of a PDF.

    Args:
        path: The file.
        shown: What messages call it.

    Raises:
        UsageError: The extra `pdf` is not installed.
        UnreadableFileError: The file cannot be read, is protected, or is no PDF.
    """
    try:
        # Imported here because it is an extra, and nothing else needs its 3 MB.
        import pypdfium2  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            f"{shown}: to read PDFs, the extra pdf is needed",
            hint='pip install "snnnotes[pdf]"   or give the paper\'s arXiv identifier or DOI',
        ) from error
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            shown, error.strerror or "cannot be read", hint="look at how the path is spelled"
        ) from error
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFileError(shown, "not a PDF", hint="look at what it is in a viewer")
    try:
        with pypdfium2.PdfDocument(data) as document:
            title = document.get_metadata_dict().get("Title", "")
            count = min(_PAGES, len(document))
            pages = tuple(_page_text(document, number) for number in range(count))
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(
            shown, "a PDF that cannot be opened: damaged, or protected by a password",
            hint="give the paper's arXiv identifier or DOI",
        ) from error  # fmt: skip
    return PdfText(title, pages)


def _page_text(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_bounded())[:_LONGEST_PAGE].replace("\r\n", "\n")
    finally:
        text_page.close()
        page.close()
