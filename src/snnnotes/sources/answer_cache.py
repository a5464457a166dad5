"""Answers kept on disk, one file each, so that nobody is asked the same thing twice a day."""

from __future__ import annotations

import json
import os
import re
import threading
from binascii import crc32
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from snnnotes.sources.clock import Clock
from snnnotes.sources.urls import host_of

#: All answers together; the oldest go first.
MAX_BYTES: Final = 50_000_000

#: Seconds that we believe a source which knows nothing: tomorrow the paper may be there.
MAX_NEGATIVE_AGE: Final = 3600.0

_DAY = 86_400.0
_SUFFIX = ".answer"
_UNFINISHED = ".new"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows only


class Kept(NamedTuple):
    """An answer as it is kept."""

    #: Where it comes from after all redirects.
    url: str
    status: int
    #: The whole header, with its parameters.
    content_type: str
    body: bytes

    @property
    def is_negative(self) -> bool:
        """Does it say that there is no such thing?"""
        return self.status >= 400  # noqa: PLR2004 (HTTP's own)


class AnswerCache:
    """The folder of answers; without one, or one that cannot be used, nothing is kept."""

    # Not in `storage`: that is the room of the notebook, and this is a part of good manners
    # online. Nothing else reads these files.

    def __init__(
        self, folder: Path | None, *, days: float, clock: Clock, max_bytes: int = MAX_BYTES
    ) -> None:
        """Keep answers for so many days in `folder`."""
        self._folder = folder
        self._age = days * _DAY
        self._clock = clock
        self._max_bytes = max_bytes

    def find(self, question: str, *, at_any_age: bool = False) -> Kept | None:
        """The answer to `question`, unless it is too old; damaged files are no answer.

        Args:
            question: What `keep` was given.
            at_any_age: Take an old answer rather than none; still not that there is nothing.
        """
        path = self._path(question)
        if path is None:
            return None
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            fields = json.loads(head)
            kept = Kept(
                str(fields["url"]), int(fields["status"]), str(fields["content_type"]), body
            )
            stored, size = float(fields["stored"]), int(fields["size"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        if fields["question"] != question or size != len(body):
            return None
        age = self._clock.wall() - stored
        allowed = min(self._age, MAX_NEGATIVE_AGE) if kept.is_negative else self._age
        is_young = 0 <= age < allowed
        return kept if is_young or (at_any_age and not kept.is_negative) else None

    def keep(self, question: str, answer: Kept) -> None:
        """Keep an answer, in place of an older one to the same question."""
        path = self._path(question)
        if path is None or self._age <= 0 or len(answer.body) > self._max_bytes:
            return
        head = json.dumps(
            {
                "question": question,
                "url": answer.url,
                "status": answer.status,
                "content_type": answer.content_type,
                "stored": self._clock.wall(),
                "size": len(answer.body),
            }
        )
        # A full or read-only disk costs the next command a request, and this one nothing.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, head.encode() + b"\n" + answer.body)
            self._make_room(path.parent)

    def _path(self, question: str) -> Path | None:
        """One file a question; two with one number take turns, since each names its question."""
        if self._folder is None:
            return None
        host = re.sub(r"[^A-Za-z0-9.-]+", "-", host_of(question.partition(" ")[0]))[:60]
        return self._folder / f"{host}-{crc32(question.encode()):08x}{_SUFFIX}"

    def _make_room(self, folder: Path) -> None:
        """Delete the oldest answers until the rest fits."""
        found = []
        for entry in os.scandir(folder):
            if entry.name.endswith((_SUFFIX, _UNFINISHED)):
                with suppress(FileNotFoundError):  # another process makes room, too
                    info = entry.stat()
                    found.append((info.st_mtime, info.st_size, entry.path))
        room = self._max_bytes
        for _, size, place in sorted(found, reverse=True):
            room -= size
            if room < 0:
                Path(place).unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file that another process sees whole or not at all; for the user's eyes only."""
    # `tempfile` would take 6 ms to load.
    new = path.with_name(f"{path.name}-{os.getpid()}-{threading.get_ident()}{_UNFINISHED}")
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
