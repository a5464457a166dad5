"""Mirrors: other servers that stand in for the ones we would ask."""

from __future__ import annotations

import json
from collections.abc import Mapping

from snnnotes.errors import ConfigError
from snnnotes.model.source_settings import mirrors_from_table

VARIABLE = "SNNNOTES_MIRRORS"


class Mirrors:
    """URL prefixes and their stand-ins."""

    def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Take pairs of prefix and stand-in, those with the longest prefixes first."""
        self._pairs = pairs
        self._back = sorted(pairs, key=lambda pair: (-len(pair[1]), pair[0]))

    def there(self, url: str) -> str:
        """The URL to ask instead of `url`.

        >>> mirrors = Mirrors((("https://arxiv.org/", "http://127.0.0.1:8000/arxiv/"),))
        >>> mirrors.there("https://arxiv.org/abs/2307.01694")
        'http://127.0.0.1:8000/arxiv/abs/2307.01694'
        """
        for prefix, target in self._pairs:
            if url.startswith(prefix):
                return target + url.removeprefix(prefix)
        return url

    def back(self, url: str) -> str:
        """The URL that `url` stands in for: a mirror's redirects name the mirror.

        >>> mirrors = Mirrors((("https://arxiv.org/", "http://127.0.0.1:8000/arxiv/"),))
        >>> mirrors.back("http://127.0.0.1:8000/arxiv/abs/2307.01694v2")
        'https://arxiv.org/abs/2307.01694v2'
        """
        for prefix, target in self._back:
            if url.startswith(target):
                return prefix + url.removeprefix(target)
        return url

    def has(self, url: str) -> bool:
        """Did the user name the place of `url` as a mirror?"""
        return any(url.startswith(target) for _, target in self._pairs)


def mirrors_from(pairs: tuple[tuple[str, str], ...], environment: Mapping[str, str]) -> Mirrors:
    """The mirrors of the settings and those of $SNNNOTES_MIRRORS, which win.

    Raises:
        ConfigError: The variable is no JSON object of URL prefixes.
    """
    text = environment.get(VARIABLE, "").strip()
    if not text:
        return Mirrors(pairs)
    example = f"""{VARIABLE}='{{"https://arxiv.org/": "https://mirror.example.org/arxiv/"}}'"""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"${VARIABLE} is not JSON", hint=f"write  {example}") from error
    if not isinstance(table, dict):
        raise ConfigError(f"${VARIABLE} is no JSON object", hint=f"write  {example}")
    own = mirrors_from_table(table, origin=f"${VARIABLE}")
    together = dict(pairs) | dict(own)
    return Mirrors(tuple(sorted(together.items(), key=lambda pair: (-len(pair[0]), pair[0]))))
