"""What `add` makes of lists, files that are not there, and addresses that are none."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from answers import arxiv_entry, arxiv_feed
from local_server import LocalServer, Page, html_page

from snnnotes.cli import terminal
from snnnotes.cli.app import run

SDT = "2307.01694"
FEED = f"/export.arxiv.org/api/query?id_list={SDT}&max_results=1"
Said = Callable[[], tuple[str, str]]


@pytest.fixture
def online(server: LocalServer, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> LocalServer:
    """A notebook that knows arXiv and example.org; other sources answer 404."""
    hosts = ("export.arxiv.org", "arxiv.org", "api.semanticscholar.org", "huggingface.co",
             "paperswithcode.co", "example.org")  # fmt: skip
    mirrors = {f"https://{host}/": server.url(f"/{host}/") for host in hosts}
    monkeypatch.setenv("SNNNOTES_MIRRORS", json.dumps(mirrors))
    server.pages[FEED] = Page(arxiv_feed(arxiv_entry()).encode(), type="application/atom+xml")
    for name, title, year in (
        ("zh", "脉冲神经网络综述", "2022"), ("en", "A Survey", "2021"), ("noyear", "Undated", ""),
    ):  # fmt: skip
        server.pages[f"/example.org/{name}"] = html_page(
            f"<meta name=citation_title content='{title}'><meta name=citation_author content='A B'>"
            f"<meta name=citation_publication_date content='{year}'>"
        )
    return server


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def read() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return read


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False, closed=False)
    monkeypatch.setattr(sys, "stdin", stdin)


def answers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Somebody at a terminal who types these lines."""
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is not sys.stdout)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_list_may_come_through_a_pipe(
    online: LocalServer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(
        monkeypatch, "\ufeff# 综述\r\nhttps://example.org/zh\r\n\r\nhttps://example.org/en".encode()
    )

    assert run(["add", "--file", "-"]) == 0
    assert said()[0].splitlines() == ["notes/2022/脉冲神经网络综述.md", "notes/2021/A Survey.md"]


def test_list_without_papers_is_named(online: LocalServer, said: Said, tiny: Path) -> None:
    (tiny / "list.txt").write_text("# nothing yet\n\n", encoding="utf-8")

    assert run(["add", "--file", "list.txt"]) == 2
    assert "Error: list.txt: no paper is in it\nHint: write one on each line: " in said()[1]


def test_paper_that_is_named_twice_is_asked_about_once(online: LocalServer, said: Said) -> None:
    assert run(["add", SDT, f"https://arxiv.org/abs/{SDT}v2"]) == 5

    out, err = said()
    assert len(out.splitlines()) == 1
    assert "is on this paper already: same arXiv identifier" in err
    assert [path for path in online.paths if "arxiv.org/api" in path] == [FEED]


def test_of_several_each_message_says_whose_it_is(online: LocalServer, said: Said) -> None:
    online.pages["/example.org/broken"] = Page(b"", 500)

    assert run(["add", "https://example.org/broken", "https://example.org/zh"]) == 4
    out, err = said()
    name = out.splitlines()[0]
    assert f"{name}: Pending: title, authors, year, venue" in err
    assert f"Warning: {name}: example.org: has trouble of its own" in err


@pytest.mark.parametrize("name", ["paper.pdf", "seite.html", "refs.bib", "./refs.json", "文献.ris"])
def test_file_that_is_not_there_is_no_title(online: LocalServer, said: Said, name: str) -> None:
    assert run(["add", name, "--year", "2020"]) == 3
    assert ": no such file\nHint: look at how the path is spelled" in said()[1]


def test_file_that_is_not_there_is_named_once_among_several(
    online: LocalServer, said: Said
) -> None:
    assert run(["add", "paper.pdf", "https://example.org/zh"]) == 3
    assert "Warning: paper.pdf: no such file\n" in said()[1]


@pytest.mark.parametrize("after", ["。", "，", ".", "”。"])
def test_address_may_be_copied_out_of_a_sentence(
    online: LocalServer, said: Said, after: str
) -> None:
    assert run(["add", f"https://example.org/zh{after}"]) == 0
    path = said()[0].strip()
    assert "url: https://example.org/zh\n" in Path(path).read_text(encoding="utf-8")


def test_title_or_identifier_may_end_like_a_file(online: LocalServer, said: Said) -> None:
    assert run(["add", f"{SDT}.pdf"]) == 0
    assert run(["add", "What is in paper.pdf", "--year", "2020"]) == 0
    assert run(["add", "--title", "paper.pdf", "--year", "2020"]) == 0


@pytest.mark.parametrize(
    "text", ["ftp://example.org/x", "file:///etc/passwd", "https://localhost/"]
)
def test_address_that_is_never_opened_is_no_title(
    online: LocalServer, said: Said, text: str
) -> None:
    assert run(["add", text, "--year", "2020"]) == 2
    assert f"not an address of the web: '{text}'" in said()[1]


def test_address_with_stray_brackets_is_no_crash(online: LocalServer, said: Said) -> None:
    assert run(["add", "http://[example.org/x"]) == 4
    assert "this is no web address" in said()[1]
    assert run(["fill"]) == 4


def test_year_that_no_source_tells_is_asked_for(
    online: LocalServer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "2019\n")

    assert run(["add", "https://example.org/noyear"]) == 0
    out, err = said()
    assert out.strip() == "notes/2019/Undated.md"
    assert "Pending" not in err
    assert "pending" not in Path(out.strip()).read_text(encoding="utf-8")


def test_who_is_asked_is_shown_only_as_long_as_that_takes(
    online: LocalServer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "")

    assert run(["add", "https://example.org/zh"]) == 0
    assert said()[1] == f"\rAsking the page …\r{' ' * 18}\r"
    assert run(["--quiet", "add", "https://example.org/en"]) == 0
    assert said()[1] == ""


def disagreeing(online: LocalServer, tiny: Path) -> None:
    """A saved page that has another title than arXiv."""
    for name in ("one", "two"):
        (tiny / f"{name}.html").write_text(
            "<meta name=citation_title content='Mine'><meta name=citation_date content=2020>"
            f"<meta name=citation_arxiv_id content={SDT}>",
            encoding="utf-8",
        )


def test_no_to_one_of_several_papers_goes_on_with_the_others(
    online: LocalServer, said: Said, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagreeing(online, tiny)
    answers(monkeypatch, "n\n")

    assert run(["add", "one.html", "https://example.org/zh"]) == 0
    assert said()[0].strip() == "notes/2022/脉冲神经网络综述.md"


def test_interrupt_does_not_deny_what_was_written(
    online: LocalServer, said: Said, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagreeing(online, tiny)
    answers(monkeypatch, "")  # the end of the input, as Ctrl-D

    assert run(["add", "https://example.org/zh", "one.html"]) == 130
    out, err = said()
    assert out.strip() == "notes/2022/脉冲神经网络综述.md"
    assert err.endswith("Interrupted; only the notes named above were written\n")
    assert run(["add", "one.html", "https://example.org/en"]) == 130
    assert said()[1].endswith("Interrupted; nothing was written\n")
