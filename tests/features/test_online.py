import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from local_server import LocalServer, Page, html_page, redirect
from source_client import SITE, client_of

from snnnotes.errors import SourceError, SourceLimitError
from snnnotes.features.checking.online import (
    Address,
    OnlineAnswer,
    UnknownHost,
    addresses_of,
    dead_links,
)
from snnnotes.model.finding import Severity
from snnnotes.model.note import Note
from snnnotes.model.source_settings import SourceSettings

GONE = "https://papers.example/gone.pdf"
PAPER = "https://papers.example/paper"


def note(name: str = "Spikformer", **fields: str) -> tuple[Note, Mapping[str, int]]:
    """A note with these keys after its title and year, and the line of each."""
    all_fields = {"title": name, "year": "2023"} | fields
    lines = {key: number for number, key in enumerate(all_fields, 2)}
    path = PurePosixPath(f"notes/2023/{name}.md")
    return Note.from_fields(all_fields, path=path, lines=lines), lines


def world(answers: Mapping[str, int | SourceError]) -> Callable[[str], int]:
    """Where addresses have these answers, and all others are there."""

    def status_of(url: str) -> int:
        answer = answers.get(url, 200)
        if isinstance(answer, SourceError):
            raise answer
        return answer

    return status_of


# Addresses


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        pytest.param({}, [], id="none"),
        pytest.param(
            {"url": PAPER, "pdf": GONE, "code": "https://github.com/a/b"},
            [(PAPER, "url", 4), (GONE, "pdf", 5), ("https://github.com/a/b", "code", 6)],
            id="links",
        ),
        pytest.param(
            {"arxiv": "2307.01694", "doi": "10.1109/ICCV48922.2021.00266"},
            [
                ("https://arxiv.org/abs/2307.01694", "arxiv", 4),
                ("https://doi.org/10.1109/iccv48922.2021.00266", "doi", 5),
            ],
            id="identifiers",
        ),
        pytest.param(
            {"arxiv": "2307.01694", "url": "https://arxiv.org/abs/2307.01694"},
            [("https://arxiv.org/abs/2307.01694", "url", 5)],
            id="the same twice",
        ),
        pytest.param(
            {"url": f"{PAPER}#method", "pdf": PAPER}, [(PAPER, "url", 4)], id="places on a page"
        ),
        pytest.param({"arxiv": "2307.169", "doi": "soon"}, [], id="malformed identifiers"),
        pytest.param({"openreview": "frE4fUwz_h"}, [], id="OpenReview"),
        pytest.param({"url": "file:///a.pdf", "pdf": "papers/a.pdf"}, [], id="files"),
        pytest.param(
            {"url": "HTTP://a.org/神经"}, [("HTTP://a.org/神经", "url", 4)], id="spelling"
        ),
    ],
)
def test_a_note_leads_to_these_addresses(
    fields: dict[str, str], addresses: list[tuple[str, str, int]]
) -> None:
    assert addresses_of(*note(**fields)) == [Address(*address) for address in addresses]


# Findings


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (404, f"{GONE} leads nowhere: there is no such page (404)"),
        (410, f"{GONE} leads nowhere: the page was taken away (410)"),
    ],
)
def test_what_is_gone_is_found_at_the_line_of_its_key(status: int, message: str) -> None:
    answer = dead_links([note(url=PAPER, pdf=GONE)], world({GONE: status}))

    (finding,) = answer.findings
    assert finding.name == "paper-link-dead"
    assert finding.severity is Severity.WARNING
    assert finding.path == PurePosixPath("notes/2023/Spikformer.md")
    assert (finding.line, finding.column) == (5, 1)
    assert finding.message == message
    assert answer.unknown == []


@pytest.mark.parametrize(
    ("key", "value", "mend"),
    [
        ("url", GONE, "where the paper is now"),
        ("code", GONE, "where it is now, or remove the line"),
        ("arxiv", "2307.01694", "whether a digit is mistyped"),
        ("doi", "10.1109/x", "whether the DOI is mistyped"),
    ],
)
def test_each_key_has_its_own_mend(key: str, value: str, mend: str) -> None:
    (finding,) = dead_links([note(**{key: value})], lambda _: 404).findings

    assert mend in finding.mend


@pytest.mark.parametrize("status", [200, 204, 299])
def test_what_is_there_is_nothing_to_tell(status: int) -> None:
    assert dead_links([note(url=PAPER)], lambda _: status) == OnlineAnswer([], [])


@pytest.mark.parametrize("status", [100, 300, 302, 400, 401, 403, 405, 429, 451, 500, 503, 999])
def test_every_other_status_says_nothing_of_the_page(status: int) -> None:
    answer = dead_links([note(url=PAPER)], lambda _: status)

    assert answer == OnlineAnswer([], [(PAPER, f"answers with {status}")])


def test_no_notes_ask_nobody() -> None:
    assert dead_links([], world({})) == OnlineAnswer([], [])


def test_findings_are_sorted_by_place_however_the_answers_come() -> None:
    notes = [note(name, url=f"https://{name}.example/", pdf=GONE) for name in "dbca"]

    def slowly(url: str) -> int:
        time.sleep(0.02 * "abcd".find(url[8]) if url != GONE else 0.0)
        return 404

    places = [(one.path.stem, one.line) for one in dead_links(notes, slowly).findings]

    assert places == [(name, line) for name in "abcd" for line in (4, 5)]


def test_an_address_is_asked_once_however_many_notes_have_it() -> None:
    asked: list[str] = []

    def status_of(url: str) -> int:
        asked.append(url)
        return 404

    answer = dead_links([note(name, url=GONE) for name in "abc"], status_of)

    assert asked == [GONE]
    assert [one.path.stem for one in answer.findings] == ["a", "b", "c"]


# What is unknown


def test_what_gave_no_answer_is_told_with_its_reason_sorted_by_host() -> None:
    failure = SourceError("b.org", "refuses the connection", is_passing=True)
    moved = SourceLimitError("publisher.org", "is asked too often", 30.0)
    notes = [note(url="https://b.org/1", pdf="https://doi.org/10.1/x", code="https://a.org/")]
    answers: dict[str, int | SourceError] = {
        "https://b.org/1": failure,
        "https://doi.org/10.1/x": moved,
        "https://a.org/": 403,
    }

    assert dead_links(notes, world(answers)) == OnlineAnswer(
        [],
        [
            ("https://a.org/", "answers with 403"),
            ("https://b.org/1", "refuses the connection"),
            ("https://doi.org/10.1/x", "publisher.org: is asked too often"),
        ],
    )


def test_in_short_there_is_one_line_for_a_host_and_a_reason() -> None:
    limit = "is asked too often"
    answer = OnlineAnswer(
        [],
        [
            ("https://b.org/1", limit),
            ("https://B.org:8443/2", limit),
            ("https://b.org?3", "answers with 403"),
            ("https://[2001:db8::1]/x", limit),
            ("https://me@a.org/1", limit),
        ],
    )

    assert answer.unknown_hosts == [
        UnknownHost("[2001:db8::1]", limit, 1),
        UnknownHost("a.org", limit, 1),
        UnknownHost("b.org", "answers with 403", 1),
        UnknownHost("b.org", limit, 2),
    ]


def silent_world(
    answers: list[int | SourceError], count: int
) -> tuple[list[str], OnlineAnswer, list[tuple[int, int]]]:
    """What is asked of a host whose `count` addresses have these answers, the last for the rest."""
    asked: list[str] = []
    shown: list[tuple[int, int]] = []

    def status_of(url: str) -> int:
        asked.append(url)
        return world({url: answers[min(len(asked), len(answers)) - 1]})(url)

    notes = [note(str(number), url=f"https://a.org/{number}") for number in range(count)]
    answer = dead_links(notes, status_of, progress=lambda *step: shown.append(step))
    return asked, answer, shown


SILENT = SourceError("a.org", "no answer within 20 seconds", is_passing=True)


@pytest.mark.parametrize(
    ("answers", "times"),
    [
        pytest.param([SILENT], 3, id="never"),
        pytest.param([SourceLimitError("a.org", "is asked too often", None)], 3, id="limits us"),
        pytest.param([200, SILENT], 4, id="no more"),
        pytest.param([SILENT, SILENT, 404, SILENT], 6, id="in between"),
        pytest.param([SourceError("a.org", "asks for a browser")], 9, id="an answer of its kind"),
        pytest.param([SourceError("b.org", "is away", is_passing=True)], 9, id="another host"),
    ],
)
def test_a_host_that_is_silent_three_times_in_a_row_is_left_alone(
    answers: list[int | SourceError], times: int
) -> None:
    asked, answer, shown = silent_world(answers, 9)

    assert len(asked) == times
    assert shown == [(number, 9) for number in range(1, 10)]
    fine = sum(answer in (200, 404) for answer in answers)
    assert len(answer.unknown) == 9 - fine


def test_addresses_that_were_not_asked_have_the_reason_of_the_others() -> None:
    _, answer, _ = silent_world([SILENT], 9)

    assert answer.unknown_hosts == [UnknownHost("a.org", "no answer within 20 seconds", 9)]


# Threads


def test_hosts_are_asked_at_once_and_each_one_question_at_a_time() -> None:
    meeting = threading.Barrier(4, timeout=10.0)
    door, here, most = threading.Lock(), [], [0]

    def status_of(url: str) -> int:
        host = url.split("/")[2]
        with door:
            assert host not in here, "two questions at once"
            here.append(host)
            most[0] = max(most[0], len(here))
        meeting.wait()
        with door:
            here.remove(host)
        return 200

    notes = [
        note(f"{host}{number}", url=f"https://{host}.org/{number}")
        for host in "abcd"
        for number in range(5)
    ]

    assert dead_links(notes, status_of, workers=4) == OnlineAnswer([], [])
    assert most == [4]


def test_a_slow_host_does_not_keep_the_others_from_being_asked() -> None:
    others_are_done = threading.Event()
    left = [f"https://b.org/{number}" for number in range(20)]

    def status_of(url: str) -> int:
        if url.startswith("https://a.org"):
            assert others_are_done.wait(10.0)
            return 200
        left.remove(url)
        if not left:
            others_are_done.set()
        return 200

    slow = [f"https://a.org/{number}" for number in range(20)]
    notes = [note(str(number), url=url) for number, url in enumerate([*slow, *left])]

    assert dead_links(notes, status_of, workers=2) == OnlineAnswer([], [])


def test_progress_is_told_in_the_thread_that_asked_for_it() -> None:
    threads = set()
    notes = [note(str(number), url=f"https://{number}.org/") for number in range(20)]

    dead_links(notes, world({}), progress=lambda *_: threads.add(threading.current_thread()))

    assert threads == {threading.current_thread()}


def test_a_fault_of_ours_is_no_missing_answer() -> None:
    def status_of(url: str) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        dead_links([note(url=PAPER)], status_of)


def test_who_stops_is_not_kept_waiting_and_nobody_new_is_asked() -> None:
    asked: list[str] = []
    release = threading.Event()

    def status_of(url: str) -> int:
        asked.append(url)
        if url != "https://0.org/":
            release.wait(30.0)
        return 200

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    notes = [note(str(number), url=f"https://{number}.org/") for number in range(50)]
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt) as caught:
        dead_links(notes, status_of, workers=3, progress=stop)

    assert time.monotonic() - start < 5.0
    before = len(asked)
    release.set()
    time.sleep(0.1)
    assert len(asked) == before < 10
    del caught  # held what was going on until here, as a program does that tells of it


#: Asks a host that never answers.
PROCESS = """
import time
from pathlib import PurePosixPath
from snnnotes.features.checking.online import dead_links
from snnnotes.model.note import Note

def status_of(url):
    print("asked", flush=True)
    time.sleep(60)

fields = {"title": "a", "year": "2023", "url": "https://a.org/"}
note = Note.from_fields(fields, path=PurePosixPath("a.md"), lines={})
try:
    dead_links([(note, {})], status_of)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there, Ctrl-C goes to all of a console")
def test_ctrl_c_ends_the_program_although_a_host_still_does_not_answer() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROCESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "asked\n"
        os.kill(process.pid, signal.SIGINT)
        try:
            out, err = process.communicate(timeout=10.0)
        finally:
            process.kill()

    assert (out, err, process.returncode) == ("stopped\n", "", 0)


# With the client


def test_a_notebook_is_asked_as_the_world_answers(server: LocalServer, tmp_path: Path) -> None:
    with LocalServer() as other:
        refused = other.url("/")
    # By a proxy, so that each host is one of its own.
    environment = {"http_proxy": server.url(), "no_proxy": "127.0.0.1"}
    settings = SourceSettings(
        mirrors=(("https://doi.org/", "http://doi.example/"), ("http://refused.example/", refused))
    )
    cloudflare = html_page("<html><title>Just a moment...</title>", 403)
    server.pages |= {
        "/world/fine": Page(b"%PDF-1.7" + bytes(40_000_000), type="application/pdf"),
        "/world/slow": Page(b"x" * 1000, drip=5.0),
        "/world/taken": Page(b"", 410),
        "/world/moved": redirect("/world/nowhere", 301),
        "http://doi.example/10.1145/1": redirect("http://acm.example/1"),
        "http://doi.example/10.1145/2": redirect("http://acm.example/2"),
        "http://acm.example/1": cloudflare._replace(headers=(("cf-mitigated", "challenge"),)),
        "http://acm.example/2": cloudflare,
        "http://git.example/a/b": Page(b"", 429, headers=(("Retry-After", "600"),)),
    }
    notes = [
        note("a", url=f"{SITE}fine", pdf=f"{SITE}missing", doi="10.1145/1"),
        note("b", url=f"{SITE}slow", pdf=f"{SITE}taken", code="http://git.example/a/b"),
        note("c", url=f"{SITE}moved", doi="10.1145/2", pdf="http://refused.example/x"),
        note("d", doi="10.1145/3", url=f"{SITE}missing"),
    ]

    with client_of(server, tmp_path, settings=settings, environment=environment) as client:
        answer = dead_links(notes, client.status_of)

    assert [(one.path.stem, one.line, one.message[-4:-1]) for one in answer.findings] == [
        ("a", 5, "404"), ("b", 5, "410"), ("c", 4, "404"), ("d", 4, "404"), ("d", 5, "404"),
    ]  # fmt: skip
    assert answer.unknown == [
        ("https://doi.org/10.1145/1", "acm.example: the site asks for a browser (Cloudflare)"),
        ("https://doi.org/10.1145/2", "answers with 403"),
        ("http://git.example/a/b", "is asked too often and limits its answers"),
        ("http://refused.example/x", "127.0.0.1: refuses the connection"),
    ]


def test_offline_nothing_is_known(server: LocalServer) -> None:
    with client_of(server, settings=SourceSettings(offline=True)) as client:
        answer = dead_links([note(url=f"{SITE}a", pdf=f"{SITE}b")], client.status_of)

    assert answer.findings == []
    assert answer.unknown_hosts == [
        UnknownHost("papers.example", "was not asked, since we are offline", 2)
    ]
    assert server.asked == []
