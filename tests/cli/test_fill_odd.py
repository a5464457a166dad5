"""`fill` on notes that sources do not know, or that cannot be changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from answers import arxiv_entry, arxiv_feed
from local_server import LocalServer, Page, html_page

from snnnotes.cli.app import run

FIRST, SECOND = "2307.01694", "2401.00001"
FEED = f"/export.arxiv.org/api/query?id_list={FIRST}&max_results=1"
Said = Callable[[], tuple[str, str]]


@pytest.fixture
def online(server: LocalServer, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> LocalServer:
    """A notebook that knows arXiv and example.org; other sources answer 404."""
    hosts = ("export.arxiv.org", "arxiv.org", "api.datacite.org", "api.semanticscholar.org",
             "huggingface.co", "paperswithcode.co", "example.org")  # fmt: skip
    mirrors = {f"https://{host}/": server.url(f"/{host}/") for host in hosts}
    monkeypatch.setenv("SNNNOTES_MIRRORS", json.dumps(mirrors))
    return server


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def read() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return read


def written(root: Path, name: str, lines: str) -> Path:
    path = root / "notes" / "2023" / f"{name}.md"
    path.write_text(f"---\n{lines}---\n", encoding="utf-8", newline="")
    return path


def feed(*numbers: str) -> Page:
    entries = (arxiv_entry().replace(FIRST, number) for number in numbers)
    return Page(arxiv_feed("".join(entries)).encode(), type="application/atom+xml")


def test_paper_that_is_not_known_yet_stays_pending(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    online.pages[FEED] = feed()
    note = written(tiny, "a", f'title: x\nyear: 2023\narxiv: "{FIRST}"\npending: [title, year]\n')
    before = note.read_bytes()

    assert run(["fill", "--json"]) == 0
    out, err = said()
    assert note.read_bytes() == before
    assert json.loads(out)["notes"][0]["pending"] == ["title", "year"]
    assert "arXiv has no such paper\nHint: look at the identifier in the note" in err


def test_what_the_user_marks_stays_marked_while_nobody_answers(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    online.pages[FEED] = Page(b"", 503)
    online.pages[f"/arxiv.org/abs/{FIRST}"] = Page(b"", 403)
    online.pages[f"/api.datacite.org/dois/10.48550%2Farxiv.{FIRST}"] = Page(b"", 403)
    note = written(tiny, "a", f'title: x\nyear: 2023\narxiv: "{FIRST}"\npending: [code, colour]\n')
    before = note.read_bytes()

    assert run(["fill"]) == 4
    assert run(["fill", "--offline"]) == 0
    assert note.read_bytes() == before


def test_year_that_only_stands_in_stays_marked(online: LocalServer, said: Said, tiny: Path) -> None:
    online.pages["/example.org/x"] = html_page("<meta name=citation_title content='Found'>")
    url = "https://example.org/x"
    note = written(tiny, "a", f"title: {url}\nyear: 2026\nurl: {url}\npending: [title, year]\n")

    assert run(["fill", "--json"]) == 0
    out, err = said()
    assert json.loads(out)["notes"][0]["pending"] == ["year"]
    text = note.read_text(encoding="utf-8")
    assert "title: Found\n" in text
    assert "pending: [year]\n" in text
    assert "no source tells the year; write it yourself" in err


def test_note_that_cannot_be_changed_does_not_hold_up_the_others(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    both = f"/export.arxiv.org/api/query?id_list={FIRST},{SECOND}&max_results=2"
    online.pages[both] = feed(FIRST, SECOND)
    written(
        tiny, "a", f'title: x\nyear: 2023\narxiv: "{FIRST}"\npending: &p [title, authors]\nx: *p\n'
    )
    good = written(tiny, "b", f'title: y\nyear: 2023\narxiv: "{SECOND}"\npending: [title]\n')

    assert run(["fill"]) == 3
    out, err = said()
    assert out == "notes/2023/b.md\n"
    assert "pending" not in good.read_text(encoding="utf-8")
    assert "notes/2023/a.md:" in err
    assert "cannot be changed here without harm" in err


def test_fields_of_ones_own_are_refused_beside_those_of_published(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    note = written(tiny, "a", f'title: x\nyear: 2023\narxiv: "{FIRST}"\n')
    before = note.read_bytes()

    assert run(["fill", "--published", "--overwrite", "title"]) == 2
    _, err = said()
    assert "Error: --published has fields of its own to write over" in err
    assert "Hint: leave out one of them" in err
    assert note.read_bytes() == before
    assert not online.asked
