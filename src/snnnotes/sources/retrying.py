"""When to ask again, and how long to wait before."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Final

TOO_MANY: Final = 429
#: The source has trouble that may pass; 503 is also how some say that we ask too often.
PASSING: Final = frozenset({500, 502, 503, 504})

#: Seconds that a source is left alone which says "too many requests" and not for how long.
#: arXiv, the one that does so most, answers again after 30 to 60.
REST: Final = 30.0


def retry_after(text: str, *, now: float) -> float | None:
    """Seconds to wait by the header Retry-After; None if it says nothing.

    >>> retry_after("120", now=0)
    120.0
    >>> retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=15)
    45.0

    Args:
        text: Seconds, or a date.
        now: Seconds since 1970.
    """
    said = text.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - now)


def back_off(attempt: int, chance: float) -> float:
    """Seconds to wait after a failed attempt: about 1, 2, 4, and never the same for all of us.

    >>> back_off(1, 0.0), back_off(3, 0.5)
    (0.5, 4.0)

    Args:
        attempt: Counted from 1.
        chance: A random number in [0, 1).
    """
    return 2.0 ** (attempt - 1) * (0.5 + chance)
