"""Values out of JSON from a service, where anything may be missing or of another kind."""

from __future__ import annotations

from collections.abc import Mapping


def mapping_at(value: object, *keys: str) -> Mapping[str, object]:
    """The object under the keys, one in the other; an empty one if there is none.

    >>> mapping_at({"data": {"attributes": {"doi": "10.1/x"}}}, "data", "attributes")
    {'doi': '10.1/x'}
    """
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def list_at(value: object, *keys: str) -> list[object]:
    """The list under the keys; a single value as a list of one, nothing as an empty one.

    >>> list_at({"ee": "https://a.org"}, "ee"), list_at({}, "ee")
    (['https://a.org'], [])
    """
    found: object = mapping_at(value, *keys[:-1]).get(keys[-1]) if keys else value
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def text_at(value: object, *keys: str) -> str:
    """The text under the keys; of a list the first; a number as its digits; else empty.

    >>> text_at({"title": ["SEENN"]}, "title"), text_at({"year": 2023}, "year"), text_at({}, "x")
    ('SEENN', '2023', '')
    """
    return next((text for text in texts_at(value, *keys) if text), "")


def texts_at(value: object, *keys: str) -> list[str]:
    """The texts under the keys; what is neither text nor number is left out.

    >>> texts_at({"title": ["A", None, 3]}, "title")
    ['A', '3']
    """
    found = list_at(value, *keys)
    return [
        str(item)
        for item in found
        if isinstance(item, str | int | float) and not isinstance(item, bool)
    ]
