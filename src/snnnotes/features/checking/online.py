"""Asking the links to papers: are they still there?"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from multiprocessing.pool import ThreadPool
from pathlib import PurePosixPath
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import NamedTuple

from snnnotes.errors import IdentifierError, SourceError
from snnnotes.model.checks import found
from snnnotes.model.finding import Finding
from snnnotes.model.identifiers import parse_arxiv_id, parse_doi
from snnnotes.model.note import Note

#: Is told how many addresses were asked, of how many.
Progress = Callable[[int, int], None]

#: Only these say that a page is gone: 403 and 429 are about who asks, 500 and more about the host.
_DEAD = MappingProxyType({404: "there is no such page", 410: "the page was taken away"})
_FINE = range(200, 300)

_HOST = re.compile(r"//(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)")

#: So many times in a row a host may give no answer; then its other addresses are not asked.
_PATIENCE = 3
#: Seconds; on Windows, Ctrl-C is seen only between two waits.
_POLL = 0.2

_LOOK_AGAIN = "search for the title, and write where the paper is now"
_MENDS = MappingProxyType(
    {
        "arxiv": "look whether a digit is mistyped",
        "doi": "look whether the DOI is mistyped; if not, write where the paper is now under url",
        "code": "search for the code, and write where it is now, or remove the line",
    }
)


class Address(NamedTuple):
    """A web address that a note leads to."""

    #: Without what follows ``#``, which no server sees.
    url: str
    #: The key of the frontmatter that it comes from.
    key: str
    #: Of that key, counted from 1.
    line: int


class UnknownHost(NamedTuple):
    """A host of whose pages nobody can tell, and one reason for that."""

    host: str
    #: Without full stop.
    why: str
    #: How many addresses there it is about.
    addresses: int


class OnlineAnswer(NamedTuple):
    """What came of asking."""

    #: Sorted by place.
    findings: list[Finding]
    #: Addresses of which nobody can tell, and why; sorted by host and address.
    unknown: list[tuple[str, str]]

    @property
    def unknown_hosts(self) -> list[UnknownHost]:
        """`unknown` in short: one line for a host and a reason, sorted by host."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for url, why in self.unknown:
            counts[_host(url), why] += 1
        return [UnknownHost(*pair, count) for pair, count in sorted(counts.items())]


def addresses_of(note: Note, lines: Mapping[str, int]) -> list[Address]:
    """Where a note leads: to its paper and its code, each address once.

    The address of an OpenReview id is not among them: the forum is there for any id.

    Args:
        note: Whose.
        lines: The line of each key of its frontmatter.
    """
    paper = note.paper
    found_first: dict[str, Address] = {}
    for key, url in (
        ("url", paper.url),
        ("pdf", paper.pdf),
        ("code", paper.code),
        ("arxiv", _arxiv_url(paper.arxiv)),
        ("doi", _doi_url(paper.doi)),
    ):
        asked = (url or "").strip().partition("#")[0]
        if asked.lower().startswith(("https://", "http://")):
            found_first.setdefault(asked, Address(asked, key, lines.get(key, 1)))
    return [*found_first.values()]


def dead_links(
    notes: Iterable[tuple[Note, Mapping[str, int]]],
    status_of: Callable[[str], int],
    *,
    workers: int = 8,
    progress: Progress | None = None,
) -> OnlineAnswer:
    """The links of notes that lead nowhere.

    Args:
        notes: Each with the line of each key of its frontmatter.
        status_of: Tells the HTTP status of an address, or raises SourceError if there is no
            answer. Called by several threads, never by two for one host. Once this function is
            left, by an error or Ctrl-C, a thread may still wait for its last answer.
        workers: How many hosts are asked at once.
        progress: Is called after each answer.
    """
    places: dict[str, list[tuple[PurePosixPath, Address]]] = defaultdict(list)
    for note, lines in notes:
        for address in addresses_of(note, lines):
            places[address.url].append((note.path, address))
    findings: list[Finding] = []
    unknown: list[tuple[str, str]] = []
    with closing(_answers([*places], status_of, workers)) as answers:
        for done, (url, answer) in enumerate(answers, 1):
            if isinstance(answer, str):
                unknown.append((url, answer))
            elif answer in _DEAD:
                findings += (_finding(path, address, answer) for path, address in places[url])
            elif answer not in _FINE:
                unknown.append((url, f"answers with {answer}"))
            if progress is not None:
                progress(done, len(places))
    return OnlineAnswer(
        sorted(findings, key=lambda finding: finding.place),
        sorted(unknown, key=lambda pair: (_host(pair[0]), *pair)),
    )


def _answers(
    urls: list[str], status_of: Callable[[str], int], workers: int
) -> Generator[tuple[str, int | str]]:
    """Each address with its status, or why there is none, as the answers come."""
    hosts: dict[str, deque[str]] = defaultdict(deque)
    for url in urls:
        hosts[_host(url)].append(url)
    if not hosts:
        return
    silent: dict[str, int] = defaultdict(int)
    came: SimpleQueue[tuple[str, int | SourceError] | BaseException] = SimpleQueue()
    # Not concurrent.futures: at its end, Python waits for the threads of that, and a thread that
    # waits for a slow host would keep Ctrl-C from ending the program.
    with ThreadPool(min(workers, len(hosts))) as pool:

        def ask_next(host: str) -> None:
            if hosts[host]:
                task = (status_of, hosts[host].popleft())
                pool.apply_async(_ask, task, callback=came.put, error_callback=came.put)

        for host in [*hosts]:
            ask_next(host)
        left = len(urls)
        while left:
            url, answer = _next(came)
            host = _host(url)
            yield url, answer if isinstance(answer, int) else _why(host, answer)
            left -= 1
            # What a host says of others, such as doi.org of publishers, is not its own silence.
            if isinstance(answer, int) or not answer.is_passing or answer.source != host:
                silent[host] = 0
                ask_next(host)
                continue
            silent[host] += 1
            if silent[host] == _PATIENCE:
                for other in hosts[host]:
                    yield other, _why(host, answer)
                left -= len(hosts[host])
                hosts[host].clear()
            ask_next(host)


def _ask(status_of: Callable[[str], int], url: str) -> tuple[str, int | SourceError]:
    try:
        return url, status_of(url)
    except SourceError as error:
        return url, error


def _next(
    came: SimpleQueue[tuple[str, int | SourceError] | BaseException],
) -> tuple[str, int | SourceError]:
    """The next answer, whenever it comes.

    Raises:
        BaseException: What went wrong in a thread, other than that there was no answer.
    """
    while True:
        try:
            answer = came.get(timeout=_POLL)
        except Empty:
            continue
        if isinstance(answer, BaseException):
            raise answer
        return answer


def _finding(path: PurePosixPath, address: Address, status: int) -> Finding:
    message = f"{address.url} leads nowhere: {_DEAD[status]} ({status})"
    mend = _MENDS.get(address.key, _LOOK_AGAIN)
    return found("paper-link-dead", path, (address.line, 1), message, mend)


def _why(host: str, error: SourceError) -> str:
    """Why there is no answer; who is meant, if it is not the host that was asked first."""
    return error.problem if error.source == host else str(error)


def _host(url: str) -> str:
    """The host of an address, without its port.

    >>> _host("https://ArXiv.org:443/abs/2307.01694")
    'arxiv.org'
    """
    match = _HOST.search(url)
    return match[1].lower() if match else ""


def _arxiv_url(text: str | None) -> str | None:
    try:
        return parse_arxiv_id(text).url if text else None
    except IdentifierError:  # which is another check's finding
        return None


def _doi_url(text: str | None) -> str | None:
    try:
        return parse_doi(text).url if text else None
    except IdentifierError:
        return None
