"""The tables ``[sources]`` and ``[mirrors]`` of the settings: how online sources are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from snnnotes.errors import ConfigError

_KEYS = ("contact", "offline", "cache_days", "timeout")

#: What a header may carry: printable ASCII, without the brackets that would end a remark in it.
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]{3,200}")

_PREFIX = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^\s/?#@\\]+)(?P<rest>/[^\s#]*)", re.IGNORECASE
)

MAX_CACHE_DAYS: Final = 3650
#: Under a second nothing answers; over an hour nobody waits.
MIN_TIMEOUT: Final = 1
MAX_TIMEOUT: Final = 3600


class SourceSettings(NamedTuple):
    """How online sources are asked."""

    #: An e-mail or web address that goes into our User-Agent; empty for none.
    contact: str = ""
    #: Never open a socket.
    offline: bool = False
    #: Days that an answer is kept and given again; 0 asks each time.
    cache_days: float = 7.0
    #: Seconds that one command waits for all its sources together.
    timeout: float = 60.0
    #: URL prefixes and what stands in for them, see `mirrors_from_table`.
    mirrors: tuple[tuple[str, str], ...] = ()


def source_settings_from_tables(
    sources: Mapping[str, object], mirrors: Mapping[str, object], *, origin: str
) -> SourceSettings:
    """The settings in the tables ``[sources]`` and ``[mirrors]``.

    Args:
        sources: The table ``[sources]``, as TOML gives it.
        mirrors: The table ``[mirrors]``.
        origin: The file they come from, for messages.

    Raises:
        ConfigError: A key is unknown, or its value cannot be used.
    """
    for key in sources:
        if key not in _KEYS:
            raise ConfigError(
                f"{origin}: sources: there is no key {key!r}",
                hint=f"the keys are {', '.join(_KEYS)}",
            )
    usual = SourceSettings()
    offline = sources.get("offline", usual.offline)
    if not isinstance(offline, bool):
        raise ConfigError(f"{origin}: sources.offline is true or false", hint="offline = true")
    return SourceSettings(
        contact=_contact(sources.get("contact", usual.contact), origin),
        offline=offline,
        cache_days=_number(
            sources.get("cache_days", usual.cache_days),
            (0, MAX_CACHE_DAYS),
            f"{origin}: sources.cache_days",
            "a number of days, 0 to keep no answer",
        ),
        timeout=_number(
            sources.get("timeout", usual.timeout),
            (MIN_TIMEOUT, MAX_TIMEOUT),
            f"{origin}: sources.timeout",
            f"a number of seconds, {MIN_TIMEOUT} to {MAX_TIMEOUT}",
        ),
        mirrors=mirrors_from_table(mirrors, origin=f"{origin}: mirrors"),
    )


def mirrors_from_table(table: Mapping[str, object], *, origin: str) -> tuple[tuple[str, str], ...]:
    """The mirrors, those for the longest prefixes first.

    >>> mirrors_from_table({"https://arXiv.org/": "https://cn.arxiv.org/"}, origin="")
    (('https://arxiv.org/', 'https://cn.arxiv.org/'),)

    Args:
        table: URL prefix to the prefix that stands in for it.
        origin: Where it was written, for messages.

    Raises:
        ConfigError: A prefix is not one.
    """
    mirrors: dict[str, str] = {}
    for prefix, target in table.items():
        if not isinstance(target, str):
            raise ConfigError(
                f"{origin}: {prefix!r} stands for something that is no text",
                hint='write  "https://arxiv.org/" = "https://mirror.example.org/arxiv/"',
            )
        source = _prefix(prefix, origin)
        if source in mirrors:
            raise ConfigError(f"{origin}: {source} has two mirrors", hint="keep one of them")
        mirrors[source] = _prefix(target, origin)
    return tuple(sorted(mirrors.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _prefix(text: str, origin: str) -> str:
    """A URL prefix in the spelling that requests have."""
    found = _PREFIX.fullmatch(text.strip())
    if found is None and _PREFIX.fullmatch(f"{text.strip()}/"):
        raise ConfigError(
            f"{origin}: {text!r} has no slash after the host", hint=f'write  "{text.strip()}/"'
        )
    if found is None:
        raise ConfigError(
            f"{origin}: {text!r} is no URL prefix",
            hint="write it with http:// or https://, the host, and a slash at the end, without a"
            ' name or password:  "https://arxiv.org/"',
        )
    if not found["rest"].endswith("/"):
        # Else "/abs" would stand for "/abstract", too.
        raise ConfigError(
            f"{origin}: {text!r} does not end in a slash", hint=f'write  "{text.strip()}/"'
        )
    scheme, host = found["scheme"].lower(), found["host"].lower()
    usual_port = ":80" if scheme == "http" else ":443"
    return f"{scheme}://{host.removesuffix(usual_port)}{found['rest']}"


def _contact(value: object, origin: str) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not _CONTACT.fullmatch(value):
        raise ConfigError(
            f"{origin}: sources.contact is no e-mail or web address",
            hint='write  contact = "you@example.org"',
        )
    return value


def _number(value: object, limits: tuple[float, float], where: str, wanted: str) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not limits[0] <= value <= limits[1]
    ):
        raise ConfigError(f"{where} is no number that fits", hint=f"write {wanted}")
    return float(value)
