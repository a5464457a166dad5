import sys
from pathlib import Path, PurePosixPath

import pytest
from small_pdf import small_pdf

from snnnotes.errors import UnreadableFileError, UsageError
from snnnotes.storage.pdf_text import read_pdf

SHOWN = PurePosixPath("paper.pdf")
pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")


def written(folder: Path, data: bytes) -> Path:
    (folder / "paper.pdf").write_bytes(data)
    return folder / "paper.pdf"


def test_first_two_pages_and_the_title_are_read(tmp_path: Path) -> None:
    data = small_pdf(["Spike-driven Transformer", "Man Yao"], title="SDT", pages=3)

    found = read_pdf(written(tmp_path, data), SHOWN)

    assert found.title == "SDT"
    assert [page.split("\n")[:2] for page in found.pages] == [
        ["Spike-driven Transformer", "Man Yao"]
    ] * 2


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"<html>", "not a PDF", id="something-else"),
        pytest.param(b"", "not a PDF", id="empty"),
        pytest.param(b"%PDF-1.4\nrubbish", "a PDF that cannot be opened", id="damaged"),
        pytest.param(small_pdf(["x"])[:60], "a PDF that cannot be opened", id="cut-off"),
        pytest.param(
            small_pdf(["x"]).replace(b"/Type /Page /Parent", b"/Type /Pxge /Parent"),
            "a PDF that cannot be opened",
            id="damaged-page",
        ),
    ],
)
def test_file_that_is_no_pdf_is_named(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"paper.pdf: {problem}"):
        read_pdf(written(tmp_path, data), SHOWN)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"paper\.pdf: No such file"):
        read_pdf(tmp_path / "paper.pdf", SHOWN)


def test_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)

    with pytest.raises(UsageError, match="the extra pdf is needed") as caught:
        read_pdf(written(tmp_path, small_pdf(["x"])), SHOWN)
    assert 'pip install "snnnotes[pdf]"' in caught.value.hint
