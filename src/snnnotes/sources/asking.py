"""Asking a source: turns, redirects, and asking again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Final, NamedTuple

from snnnotes.errors import SourceError, SourceLimitError
from snnnotes.sources.addresses import names_private_host
from snnnotes.sources.challenge import browser_check
from snnnotes.sources.clock import Clock, Deadline
from snnnotes.sources.mirrors import Mirrors
from snnnotes.sources.network import private_error
from snnnotes.sources.pacing import Pacer
from snnnotes.sources.retrying import PASSING, REST, TOO_MANY, back_off, retry_after
from snnnotes.sources.urls import host_of, joined_url, origin_of
from snnnotes.sources.wire import DroppedError, Reply, Wire, too_late

#: A DOI takes up to six, by way of its agency and the publisher's sign-in.
MAX_REDIRECTS: Final = 10

_LIMITED = "is asked too often and limits its answers"


class Asked(NamedTuple):
    """The end of a chain of redirects."""

    #: Where it ended; mirrors do not show in it.
    url: str
    reply: Reply


class Asker:
    """Asks with good manners. May be used by several threads."""

    def __init__(
        self,
        wire: Wire,
        mirrors: Mirrors,
        deadline: Deadline,
        clock: Clock,
        pacer: Pacer,
    ) -> None:
        self._wire = wire
        self._mirrors = mirrors
        self._deadline = deadline
        self._clock = clock
        self._pacer = pacer
        self._resting: dict[str, float] = {}  # until when a host is left alone
        self._door = threading.Lock()

    def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        tries: int,
        typed: bool,
        only_status: bool = False,
    ) -> Asked:
        """The answer to `url`, whatever its status.

        Args:
            url: In plain spelling, without mirrors.
            headers: Of the request.
            tries: How often each step may be tried.
            typed: Did the user write this very URL? Then its host may be a private one.
            only_status: Fetch no body, and do not wait for a host that rests.

        Raises:
            SourceError: There is no answer, or it leads where we do not go.
        """
        here = url
        first = origin_of(self._mirrors.there(url))
        for _ in range(MAX_REDIRECTS + 1):
            there = self._mirrors.there(here)
            if origin_of(there) != first:  # a token is for nobody else
                headers = {name: text for name, text in headers.items() if name != "Authorization"}
            private_ok = self._mirrors.has(there) or (typed and origin_of(there) == origin_of(url))
            if not private_ok and names_private_host(host_of(there)):
                raise private_error(host_of(there))
            reply = self._ask_once(
                there, headers, tries=tries, private_ok=private_ok, only_status=only_status
            )
            if not reply.redirect:
                return Asked(here, reply)
            here = self._mirrors.back(joined_url(there, reply.redirect))
        raise SourceError(
            host_of(url), f"sends us from page to page, more than {MAX_REDIRECTS} times",
            hint=f"open it in a browser: {url}",
        )  # fmt: skip

    def _ask_once(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        tries: int,
        private_ok: bool,
        only_status: bool,
    ) -> Reply:
        """One step of the chain, tried again where that may help."""
        host = host_of(url)
        self._let_rest(host, may_wait=tries > 1 and not only_status)
        attempt = 1
        while True:
            if self._deadline.left() <= 0:
                raise too_late(host, self._deadline)
            try:
                with self._pacer.turn(host):
                    reply = self._wire.get(
                        url, headers, private_ok=private_ok, only_status=only_status
                    )
            except DroppedError:
                if attempt >= tries:
                    raise
                pause = back_off(attempt, self._clock.chance())
            else:
                if not _may_pass(reply):
                    return reply
                said = retry_after(reply.headers.get("retry-after", ""), now=self._clock.wall())
                pause = back_off(attempt, self._clock.chance()) if said is None else said
                if attempt >= tries or pause >= self._deadline.left():
                    return self._given_up(host, reply, said)
            if pause >= self._deadline.left():
                raise too_late(host, self._deadline)
            self._clock.sleep(pause)
            attempt += 1

    def _given_up(self, host: str, reply: Reply, said: float | None) -> Reply:
        """The last reply of a source in trouble; one that asks for rest gets it.

        Raises:
            SourceLimitError: It says that it is asked too often, or how long it wants to rest.
        """
        if reply.status != TOO_MANY and said is None:
            return reply
        with self._door:
            self._resting[host] = self._clock.monotonic() + (REST if said is None else said)
        problem = _LIMITED if reply.status == TOO_MANY else "is not at work just now"
        raise _limit(host, problem, said)

    def _let_rest(self, host: str, *, may_wait: bool) -> None:
        """Wait until a host that asked for rest has had it.

        Raises:
            SourceLimitError: That would take too long.
        """
        with self._door:
            pause = self._resting.get(host, 0.0) - self._clock.monotonic()
        if pause <= 0:
            return
        if not may_wait or pause >= self._deadline.left():
            raise _limit(host, _LIMITED, pause)
        self._clock.sleep(pause)


def _may_pass(reply: Reply) -> bool:
    """Is it worth while to ask again? Not where a browser is asked for."""
    if reply.status != TOO_MANY and reply.status not in PASSING:
        return False
    return not browser_check(reply.status, reply.headers, reply.body)


def _limit(host: str, problem: str, wait: float | None) -> SourceLimitError:
    if wait is None:
        later = "try again in a minute"
    elif wait < 100:  # noqa: PLR2004 (seconds that a person would rather hear as such)
        later = f"try again in {max(1, round(wait))} seconds"
    else:
        later = f"try again in {round(wait / 60)} minutes"
    return SourceLimitError(host, problem, wait, hint=later)
