"""`add` and `fill` against a server that answers as the services do."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from answers import (
    CROSSREF_WORK,
    DATACITE,
    SEMANTIC_SCHOLAR,
    arxiv_entry,
    arxiv_feed,
    openreview_note,
)
from local_server import LocalServer, Page, html_page, json_page
from small_pdf import small_pdf

from snnnotes.cli.app import run
from snnnotes.formats.frontmatter import parse
from snnnotes.model.note import Value

HOSTS = (
    "export.arxiv.org", "arxiv.org", "api.crossref.org", "doi.org", "api.datacite.org",
    "api2.openreview.net", "api.openreview.net", "openreview.net", "api.semanticscholar.org",
    "huggingface.co", "paperswithcode.co", "proceedings.mlr.press", "ieeexplore.ieee.org",
)  # fmt: skip
SDT = "2307.01694"
FEED = f"/export.arxiv.org/api/query?id_list={SDT}&max_results=1"
DOI = "10.1109/iccv48922.2021.00266"
CODE_AT_HF = json_page('{"githubRepo": "https://github.com/a/b", "githubRepoAddedBy": "user"}')


@pytest.fixture
def online(server: LocalServer, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> LocalServer:
    """A notebook whose sources are all on this computer; those without a page answer 404."""
    mirrors = {f"https://{host}/": server.url(f"/{host}/") for host in HOSTS}
    monkeypatch.setenv("SNNNOTES_MIRRORS", json.dumps(mirrors))
    server.pages[FEED] = Page(arxiv_feed(arxiv_entry()).encode(), type="application/atom+xml")
    server.pages[f"/huggingface.co/api/papers/{SDT}"] = CODE_AT_HF
    server.pages[f"/doi.org/ra/{DOI}"] = json_page('[{"DOI": "10.1109", "RA": "Crossref"}]')
    server.pages[f"/api.crossref.org/works/{DOI.replace('/', '%2F')}"] = json_page(
        json.dumps({"status": "ok", "message": CROSSREF_WORK})
    )
    return server


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    def read() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return read


Said = Callable[[], tuple[str, str]]


def fields(path: str) -> dict[str, Value]:
    return parse(Path(path).read_text(encoding="utf-8"), path=Path(path)).fields  # type: ignore[arg-type]


def test_arxiv_identifier_becomes_a_complete_note(online: LocalServer, said: Said) -> None:
    assert run(["add", SDT, "--tag", "attention"]) == 0

    (path,) = said()[0].splitlines()
    assert path == "notes/2023/Spike-driven Transformer with $O(ND)$ & SNNs.md"
    found = fields(path)
    assert {name: found[name] for name in found if name != "added"} == {
        "title": "Spike-driven Transformer with $O(ND)$ & SNNs",
        "authors": ["Man Yao", "ALICE Collaboration"],
        "year": "2023",
        "url": "https://arxiv.org/abs/2307.01694",
        "arxiv": SDT,
        "code": "https://github.com/a/b",
        "citekey": "yao2023spikedriven",
        "tags": ["attention"],
    }


def test_what_the_user_types_goes_before_what_sources_say(online: LocalServer, said: Said) -> None:
    assert run(["add", SDT, "--title", "Mine", "--venue", "NeurIPS", "--year", "2024"]) == 0

    found = fields(said()[0].strip())
    assert (found["title"], found["venue"], found["year"]) == ("Mine", "NeurIPS", "2024")


def test_doi_is_asked_of_its_agency(online: LocalServer, said: Said) -> None:
    assert run(["add", f"https://doi.org/{DOI}"]) == 0

    found = fields(said()[0].strip())
    assert (found["venue"], found["year"], found["doi"]) == ("ICCV", "2021", DOI)
    assert found["authors"] == ["Wei Fang", "PengCheng Laboratory", "李国齐"]


def test_page_of_a_publisher_is_read(online: LocalServer, said: Said) -> None:
    online.pages["/proceedings.mlr.press/v162/chen22ac.html"] = html_page(
        "<meta name=citation_title content='State Transition'>"
        "<meta name=citation_author content='Yanqi Chen'>"
        "<meta name=citation_publication_date content='2022/06/28'>"
    )

    assert run(["add", "https://proceedings.mlr.press/v162/chen22ac/chen22ac.pdf"]) == 0
    found = fields(said()[0].strip())
    assert (found["title"], found["venue"], found["year"]) == ("State Transition", "ICML", "2022")


def test_forum_of_openreview_is_asked_of_its_api(online: LocalServer, said: Said) -> None:
    online.pages["/api2.openreview.net/notes?id=yzZbwQPkmP"] = json_page(
        json.dumps({"notes": [openreview_note(wrapped=True)]})
    )

    assert run(["add", "https://openreview.net/pdf?id=yzZbwQPkmP"]) == 0
    found = fields(said()[0].strip())
    assert (found["openreview"], found["venue"], found["year"]) == ("yzZbwQPkmP", "NeurIPS", "2023")


def test_openreview_behind_its_check_is_read_from_the_page(online: LocalServer, said: Said) -> None:
    for host in ("api2", "api"):
        online.pages[f"/{host}.openreview.net/notes?id=yzZbwQPkmP"] = json_page(
            '{"name": "ForbiddenError", "message": "ChallengeRequiredError"}', 403
        )
    online.pages["/openreview.net/forum?id=yzZbwQPkmP"] = html_page(
        "<meta name=citation_title content=SparseProp><meta name=citation_online_date"
        " content=2023/09/21><meta name=citation_author content='Rainer Engelken'>"
    )

    assert run(["add", "https://openreview.net/forum?id=yzZbwQPkmP"]) == 0
    out, err = said()
    assert fields(out.strip())["authors"] == ["Rainer Engelken"]
    assert "api.openreview.net: answers nobody without a token" in err


def test_token_goes_to_openreview_alone(
    online: LocalServer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNNNOTES_OPENREVIEW_TOKEN", "secret")
    online.pages["/api2.openreview.net/notes?id=yzZbwQPkmP"] = json_page(
        json.dumps({"notes": [openreview_note(wrapped=True)]})
    )

    assert run(["add", "https://openreview.net/forum?id=yzZbwQPkmP"]) == 0
    told = {one.path.split("/")[1]: one.headers.get("authorization") for one in online.asked}
    assert told.pop("api2.openreview.net") == "Bearer secret"
    assert set(told.values()) <= {None}


@pytest.mark.parametrize(
    "trouble",
    [
        html_page("<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/>"),
        html_page("<html><body>Making sure you&#39;re not a bot! Anubis</body></html>", 403),
        Page(b"<feed", type="application/atom+xml"),
    ],
    ids=["challenge-with-200", "challenge-with-403", "cut-off"],
)
def test_datacite_stands_in_for_arxiv(online: LocalServer, said: Said, trouble: Page) -> None:
    online.pages[FEED] = trouble
    online.pages[f"/arxiv.org/abs/{SDT}"] = trouble
    online.pages[f"/api.datacite.org/dois/10.48550%2Farxiv.{SDT}"] = json_page(json.dumps(DATACITE))

    assert run(["add", SDT]) == 0
    out, err = said()
    assert fields(out.strip())["authors"] == ["Man Yao", "ALICE Collaboration", "Jiakui Hu"]
    assert "export.arxiv.org" in err


def test_when_all_fails_the_note_waits_and_fill_completes_it(
    online: LocalServer, said: Said
) -> None:
    feed = online.pages[FEED]
    online.pages[FEED] = Page(b"Rate exceeded.", 429, headers=(("Retry-After", "900"),))
    online.pages[f"/arxiv.org/abs/{SDT}"] = Page(b"no", 403)

    assert run(["add", SDT]) == 4
    out, err = said()
    path = out.strip()
    assert path == f"notes/2023/arXiv {SDT}.md"
    assert fields(path)["pending"] == ["title", "authors", "year", "venue"]
    assert "Pending: title, authors, year, venue; later, run  snnnotes fill" in err

    assert run(["fill"]) == 4
    assert fields(path)["pending"] == ["title", "authors", "year", "venue"]

    online.pages[FEED] = feed
    said()
    assert run(["fill", "--dry-run"]) == 0
    assert "+title: Spike-driven" in said()[0]
    assert run(["fill"]) == 0
    found = fields(path)
    assert "pending" not in found
    assert found["authors"] == ["Man Yao", "ALICE Collaboration"]
    assert "## Spike-driven Transformer with" in Path(path).read_text(encoding="utf-8")
    assert run(["fill"]) == 0
    assert "No note is waiting" in said()[1]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (SDT, f"arXiv {SDT}"),
        (DOI, f"DOI {DOI.replace('/', ',')}"),
        ("https://openreview.net/forum?id=yzZbwQPkmP", "OpenReview yzZbwQPkmP"),
        ("https://example.org/paper", "https,ex"),
        ("cs/0112017", "arXiv cs,0112017"),
    ],
)
def test_offline_makes_a_note_for_every_kind_of_identifier(
    online: LocalServer, said: Said, wanted: str, name: str
) -> None:
    assert run(["add", wanted, "--offline"]) == 0

    assert online.asked == []
    path = Path(said()[0].strip())
    assert path.name.startswith(name[:8])
    assert "title" in fields(str(path))["pending"]


def test_unknown_paper_is_no_note(online: LocalServer, said: Said, tiny: Path) -> None:
    online.pages[FEED] = Page(arxiv_feed().encode(), type="application/atom+xml")

    assert run(["add", SDT]) == 2
    assert f"arXiv has no paper {SDT}" in said()[1]
    assert not list(tiny.rglob("*2307*"))


def test_several_papers_are_one_question_to_arxiv(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    (tiny / "list.txt").write_text(f"# mine\n{SDT}\n\n{DOI}\n2307.99998\n", encoding="utf-8")
    both = f"/export.arxiv.org/api/query?id_list={SDT},2307.99998&max_results=2"
    online.pages[both] = online.pages[FEED]

    assert run(["add", "--file", "list.txt"]) == 2
    out, err = said()
    assert len(out.splitlines()) == 2
    assert "2307.99998: arXiv has no paper 2307.99998" in err
    assert [path for path in online.paths if "arxiv.org" in path] == [both]


def test_options_of_one_paper_are_refused_for_several(online: LocalServer, said: Said) -> None:
    assert run(["add", SDT, DOI, "--title", "x"]) == 2
    assert "--title is given for several papers at once" in said()[1]


def test_json_tells_who_told_each_field(online: LocalServer, said: Said) -> None:
    assert run(["add", SDT, "--json"]) == 0

    answer = json.loads(said()[0])
    assert answer["note"]["title"].startswith("Spike-driven")
    assert answer["sources"]["title"] == {"source": "arXiv", "guess": False}
    assert answer["sources"]["code"] == {"source": "Hugging Face", "guess": False}
    assert answer["failures"] == []


def test_answers_are_kept_for_the_next_time(online: LocalServer, said: Said, tiny: Path) -> None:
    assert run(["add", SDT]) == 0
    Path(said()[0].strip()).unlink()
    count = len(online.asked)

    assert run(["add", SDT]) == 0
    assert [path for path in online.paths[count:] if "arxiv" in path] == []


def test_withdrawn_paper_is_a_note_with_a_warning(online: LocalServer, said: Said) -> None:
    entry = arxiv_entry("<arxiv:comment>This paper has been withdrawn</arxiv:comment>")
    online.pages[FEED] = Page(arxiv_feed(entry).encode(), type="application/atom+xml")

    assert run(["add", SDT]) == 0
    assert "arXiv says that it was withdrawn" in said()[1]


def test_saved_page_needs_no_network(online: LocalServer, said: Said, tiny: Path) -> None:
    (tiny / "page.html").write_text(
        "<meta name=citation_title content='Title'><meta name=citation_date content=2020>"
        "<meta name=citation_author content='Fang, Wei'>", encoding="utf-8",
    )  # fmt: skip

    assert run(["add", "page.html"]) == 0
    assert online.asked == []
    assert fields(said()[0].strip())["authors"] == ["Wei Fang"]


def test_bibliography_is_imported(online: LocalServer, said: Said, tiny: Path) -> None:
    (tiny / "refs.bib").write_text("@article{a, title={Title}, year=2020}\n", encoding="utf-8")

    assert run(["add", "refs.bib", "--tag", "new"]) == 0
    found = fields(said()[0].strip())
    assert (found["status"], found["tags"]) == ("unread", ["new"])


def test_published_preprints_are_offered_and_written_when_agreed(
    online: LocalServer, said: Said
) -> None:
    assert run(["add", SDT]) == 0
    path = said()[0].strip()
    fields_asked = "title,abstract,year,venue,publicationVenue,journal,externalIds,authors"
    online.pages[
        f"/api.semanticscholar.org/graph/v1/paper/ARXIV:{SDT}?fields={fields_asked},"
        "publicationDate,publicationTypes"
    ] = json_page(json.dumps(SEMANTIC_SCHOLAR))

    assert run(["fill", "--published"]) == 0
    assert f"{path}\tvenue\tNeurIPS" in said()[0]
    assert "venue" not in fields(path)
    assert run(["fill", "--published", "--yes"]) == 0
    assert fields(path)["venue"] == "NeurIPS"


def test_fill_writes_over_only_what_is_named(online: LocalServer, said: Said) -> None:
    assert run(["add", SDT, "--title", "Mine", "--year", "2020"]) == 0
    path = said()[0].strip()

    assert run(["fill", path]) == 0
    assert fields(path)["title"] == "Mine"
    assert run(["fill", path, "--overwrite", "title"]) == 0
    found = fields(path)
    assert (str(found["title"])[:12], found["year"]) == ("Spike-driven", "2020")
    assert run(["fill", path, "--overwrite", "colour"]) == 2


def test_pdf_is_known_by_its_stamp(online: LocalServer, said: Said, tiny: Path) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    lines = ["Spike-driven Transformer", f"arXiv:{SDT}v1 [cs.NE] 4 Jul 2023"]
    (tiny / "paper.pdf").write_bytes(small_pdf(lines))

    assert run(["add", "paper.pdf"]) == 0
    found = fields(said()[0].strip())
    assert (found["arxiv"], found["authors"]) == (SDT, ["Man Yao", "ALICE Collaboration"])


def test_pdf_without_identifier_is_looked_for_by_its_title(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    (tiny / "paper.pdf").write_bytes(small_pdf(["Spike-driven Transformer", "Man Yao"]))

    assert run(["add", "paper.pdf"]) == 2
    assert "year is missing" in said()[1]
    assert {path.split("/")[1] for path in online.paths} == {
        "api.semanticscholar.org", "api.crossref.org",
    }  # fmt: skip
    assert run(["add", "paper.pdf", "--year", "2024"]) == 0
    path = said()[0].strip()
    assert fields(path)["title"] == "Spike-driven Transformer"
    Path(path).unlink()

    asked = next(path for path in online.paths if "search/match" in path)
    online.pages[asked] = json_page(json.dumps({"data": [SEMANTIC_SCHOLAR]}))
    shutil.rmtree(os.environ["SNNNOTES_CACHE_DIR"])
    assert run(["add", "paper.pdf"]) == 0
    assert fields(said()[0].strip())["arxiv"] == SDT


def test_pdf_that_says_nothing_is_refused_with_a_way_out(
    online: LocalServer, said: Said, tiny: Path
) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    (tiny / "paper.pdf").write_bytes(small_pdf(["12"]))

    assert run(["add", "paper.pdf"]) == 2
    assert "nothing in this PDF says what paper it is" in said()[1]
