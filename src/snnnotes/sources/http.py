"""The one client that all sources ask through."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from snnnotes import __version__
from snnnotes.errors import (
    ConfigError,
    SourceChallengeError,
    SourceError,
    SourceStatusError,
)
from snnnotes.model.source_settings import SourceSettings
from snnnotes.sources.answer import Answer, Kind, media_type, problem_with, text_of
from snnnotes.sources.answer_cache import AnswerCache, Kept
from snnnotes.sources.clock import Clock, Deadline
from snnnotes.sources.mirrors import mirrors_from
from snnnotes.sources.urls import host_of, plain_url

if TYPE_CHECKING:
    from snnnotes.sources.asking import Asked, Asker
    from snnnotes.sources.wire import Wire

__all__ = ["Answer", "Client", "Kind"]

OFFLINE_VARIABLE: Final = "SNNNOTES_OFFLINE"
_YES = ("1", "true", "yes", "on")
_NO = ("", "0", "false", "no", "off")

_ACCEPT = {
    Kind.JSON: "application/json",
    Kind.XML: "application/atom+xml, application/xml;q=0.9",
    Kind.HTML: "text/html, application/xhtml+xml",
    Kind.TEXT: "text/plain, */*;q=0.5",
    Kind.PDF: "application/pdf",
}
_GONE = (404, 410)
#: Under which kinds a page may have been kept that we only want the status of.
_PAGES = (Kind.HTML, Kind.PDF)
#: Once more where the trouble may pass: of thousands of links, none is worth a third.
_TRIES_FOR_STATUS = 2
_WORDS = {
    400: "does not understand the question",
    401: "wants to know who asks",
    403: "does not let us in",
    404: "has nothing there",
    406: "has it in no form that we read",
    410: "has nothing there any more",
    429: "is asked too often",
    451: "may not show it, for legal reasons",
    500: "has trouble of its own",
    502: "has trouble of its own",
    503: "is not at work just now",
    504: "has trouble of its own",
}


class Client:
    """Asks online sources, and keeps what they answered.

    For one command: its time runs from the first question. May be used by several threads.

        with Client(environment, settings, cache_folder=folder) as client:
            answer = client.get("https://export.arxiv.org/api/query?…", expect=Kind.XML)
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        settings: SourceSettings,
        *,
        cache_folder: Path | None,
        deadline_seconds: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Open nothing yet, and load nothing of the network.

        Args:
            environment: The variables of the process: $SNNNOTES_OFFLINE, $SNNNOTES_MIRRORS and
                the proxies are read.
            settings: How sources are asked.
            cache_folder: For answers and for the time of the last request; below it, a folder
                `sources` is made. None keeps nothing.
            deadline_seconds: All waiting together; `settings.timeout` if not given.
            clock: Tells the time, and waits.

        Raises:
            ConfigError: A variable of the environment cannot be understood.
        """
        #: Whether sockets are forbidden.
        self.is_offline = settings.offline or _is_offline(environment)
        #: How people who run a source can reach the user; empty if unknown.
        self.contact = settings.contact
        self._environment = environment
        self._patience = max(1.0, settings.timeout / SourceSettings().timeout)
        self._clock = clock or Clock()
        self._deadline = Deadline(deadline_seconds or settings.timeout, self._clock)
        self._mirrors = mirrors_from(settings.mirrors, environment)
        self._folder = None if cache_folder is None else cache_folder / "sources"
        self._cache = AnswerCache(self._folder, days=settings.cache_days, clock=self._clock)
        self._wire: Wire | None = None
        self._asker: Asker | None = None
        self._door = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        if self._wire is not None:
            self._wire.close()
            self._wire = self._asker = None

    def get(  # noqa: PLR0913 (each is an option of one request)
        self,
        url: str,
        *,
        accept: str | None = None,
        expect: Kind = Kind.TEXT,
        fresh: bool = False,
        tries: int = 3,
        typed: bool = False,
        token: str = "",
    ) -> Answer:
        """What a source answers to a URL, from an earlier time if it was asked already.

        Args:
            url: http or https.
            accept: The header Accept; by default what fits `expect`.
            expect: What the answer has to be, by its media type and its first bytes.
            fresh: Ask also if an answer was kept.
            tries: How often to try where the trouble may pass.
            typed: Did the user write this very URL? Then it may lie in the own network.
            token: What the source knows the user by; sent to its host alone.

        Raises:
            SourceStatusError: The source answered with an error, such as 404.
            SourceLimitError: The source is asked too often.
            SourceChallengeError: The source asks for a browser.
            SourceError: There is no answer, or none that we can use, or we are offline.
        """
        asked = plain_url(url)
        wanted = accept or _ACCEPT[expect]
        question = f"{self._mirrors.there(asked)} {wanted}"
        if self.is_offline or not fresh:
            kept = self._cache.find(question, at_any_age=self.is_offline)
            if kept is not None:
                return _answer(kept, expect, from_cache=True)
        if self.is_offline:
            raise _offline_error(asked)
        headers = self._headers(wanted)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        found = _kept(self._online().ask(asked, headers, tries=tries, typed=typed))
        if found.status in _GONE:
            self._cache.keep(question, found)
        answer = _answer(found, expect, from_cache=False)
        self._cache.keep(question, found)
        return answer

    def status_of(self, url: str, *, typed: bool = False) -> int:
        """The HTTP status of a page, after all redirects; the page itself is not fetched.

        For links by the thousand, so each has the seconds of `settings.timeout` to itself, however
        long the command lasts, and a host that asked for rest is not waited for. A check for
        browsers is known by its headers only. We believe 404 and 410 for as long as the cache
        does, 200 to 299 for `settings.cache_days`, and ask again after any other status.

        Args:
            url: http or https.
            typed: Did the user write this very URL? Then it may lie in the own network.

        Raises:
            SourceLimitError: The source is asked too often.
            SourceChallengeError: The source asks for a browser.
            SourceError: There is no answer, or we are offline.
        """
        asked = plain_url(url)
        there = self._mirrors.there(asked)
        question = f"{there} (status)"
        for known in (question, *(f"{there} {_ACCEPT[kind]}" for kind in _PAGES)):
            if kept := self._cache.find(known, at_any_age=self.is_offline):
                return kept.status
        if self.is_offline:
            raise _offline_error(asked)
        with self._deadline.for_one_question():
            end = self._online().ask(
                asked, self._headers("*/*"), tries=_TRIES_FOR_STATUS, typed=typed, only_status=True
            )
        found = _kept(end)
        if found.status in _GONE or 200 <= found.status < 300:  # noqa: PLR2004 (HTTP's own)
            self._cache.keep(question, found)
        return found.status

    def _headers(self, accept: str) -> dict[str, str]:
        return {"User-Agent": self._user_agent(), "Accept": accept, "Accept-Encoding": "gzip"}

    def _user_agent(self) -> str:
        """Our name, version and whom to write to, as Crossref, DataCite and arXiv ask for."""
        if not self.contact:
            return f"snnnotes/{__version__}"
        scheme = "mailto:" if "@" in self.contact and ":" not in self.contact else ""
        return f"snnnotes/{__version__} (+{scheme}{self.contact})"

    def _online(self) -> Asker:
        """What asks the network, made for the first question."""
        # Imported here because httpx2 takes 90 ms to load, which neither a kept answer nor
        # --offline should wait for; and what is not loaded opens no socket.
        from snnnotes.sources.asking import Asker  # noqa: PLC0415
        from snnnotes.sources.pacing import Pacer  # noqa: PLC0415
        from snnnotes.sources.wire import Wire  # noqa: PLC0415

        with self._door:
            if self._asker is None:
                self._wire = Wire(self._environment, self._deadline, self._patience)
                pacer = Pacer(self._folder, self._deadline, self._clock)
                self._asker = Asker(self._wire, self._mirrors, self._deadline, self._clock, pacer)
            return self._asker


def _answer(kept: Kept, expect: Kind, *, from_cache: bool) -> Answer:
    """The answer that a body is.

    Raises:
        SourceStatusError: It says that something went wrong.
        SourceError: It is not what was asked for, or damaged.
    """
    host = host_of(kept.url)
    text = "" if expect is Kind.PDF else text_of(kept.body, kept.content_type)
    if not 200 <= kept.status < 300:  # noqa: PLR2004 (HTTP's own)
        words = _WORDS.get(kept.status, "does not answer the question")
        raise SourceStatusError(host, f"{words} ({kept.status})", kept.status, text=text)
    kind = media_type(kept.content_type)
    if problem := problem_with(expect, kind, kept.body):
        raise SourceError(host, problem, hint=f"look at it in a browser: {kept.url}")
    answer = Answer(kept.url, kept.status, text, kind, from_cache, kept.body)
    if not from_cache:  # what was cut off on its way shows here, and is not kept
        if expect is Kind.JSON:
            answer.json()
        elif expect is Kind.XML:
            answer.xml()
    return answer


def _kept(end: Asked) -> Kept:
    """What a source answered, as it is kept.

    Raises:
        SourceChallengeError: It is a check for browsers.
    """
    from snnnotes.sources.challenge import browser_check  # noqa: PLC0415 (not for kept answers)

    status, headers, body = end.reply
    if guard := browser_check(status, headers, body):
        raise SourceChallengeError(
            host_of(end.url), f"the site asks for a browser ({guard})",
            hint=f"open it in one: {end.url}",
        )  # fmt: skip
    return Kept(end.url, status, headers.get("content-type", ""), body)


def _offline_error(url: str) -> SourceError:
    return SourceError(
        host_of(url), "was not asked, since we are offline",
        hint=f"leave out --offline, ${OFFLINE_VARIABLE} and [sources] offline", is_passing=True,
    )  # fmt: skip


def _is_offline(environment: Mapping[str, str]) -> bool:
    """What $SNNNOTES_OFFLINE says.

    Raises:
        ConfigError: It says neither yes nor no.
    """
    said = environment.get(OFFLINE_VARIABLE, "").strip().lower()
    if said not in (*_YES, *_NO):
        raise ConfigError(
            f"${OFFLINE_VARIABLE} is {said!r}, neither yes nor no", hint=f"{OFFLINE_VARIABLE}=1"
        )
    return said in _YES
