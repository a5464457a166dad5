"""The small language in which a notebook says how a row or heading of its README looks.

``{title}`` stands for a field, ``{code? · [code]({code})}`` for text that is there only if the
field has a value, ``{{`` and ``}}`` for braces. Nothing else is special: a template can name
fields, and do nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple, TypeAlias, Union

from snnnotes.errors import ConfigError

# Named tuples, here and in the settings, because every command that opens a notebook loads these
# modules: a named tuple is made several times faster than a frozen dataclass (measured).


class Slot(NamedTuple):
    """Where the value of a field goes."""

    field: str
    #: Is it part of a link's target or of an HTML tag, where a backslash escapes nothing?
    in_target: bool


class OptionalPart(NamedTuple):
    """Parts that are there only if a field has a value."""

    field: str
    parts: tuple[Part, ...]


Part: TypeAlias = Union[str, Slot, OptionalPart]

_TOKEN = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}?]*)(?P<sign>[}?]?)|\}")


def parse_template(source: str, *, fields: Collection[str], where: str) -> tuple[Part, ...]:
    """The parts of a template.

    Args:
        source: The template as the user wrote it.
        fields: The fields it may name.
        where: File and key it comes from, for messages.

    Raises:
        ConfigError: A brace has no partner, or a field is unknown.
    """
    return _Parser(source, fields, where).parts()


class _Parser:
    """One reading of a template, from left to right."""

    def __init__(self, source: str, fields: Collection[str], where: str) -> None:
        self.source = source
        self.fields = fields
        self.where = where
        self.position = 0

    def parts(self) -> tuple[Part, ...]:
        return self._until_end(opened_at=None, context=_Context())

    def _until_end(self, *, opened_at: int | None, context: _Context) -> tuple[Part, ...]:
        """The parts up to the brace that closes an optional part, or to the end of the template."""
        parts: list[Part] = []
        while True:
            token = _TOKEN.search(self.source, self.position)
            text = self.source[self.position : token.start() if token else None]
            # Where one optional part stands in another, "}}" is no brace but closes them.
            braces = ("{{", "}}") if opened_at is None else ("{{",)
            if token is not None and token[0] in braces:
                self._add_text(parts, text + token[0][0], context)
                self.position = token.end()
                continue
            self._add_text(parts, text, context)
            if token is None:
                if opened_at is not None:
                    raise self._error(opened_at, "the brace is not closed")
                return tuple(parts)
            if token[0].startswith("}"):
                if opened_at is None:
                    raise self._error(token.start(), "a brace closes nothing")
                self.position = token.start() + 1
                return tuple(parts)
            parts.append(self._braces(token, context))

    def _braces(self, token: re.Match[str], context: _Context) -> Part:
        """What stands between braces: a field, or a field, a question mark and more parts."""
        field = token["field"].strip()
        if not token["sign"]:
            raise self._error(token.start(), "the brace is not closed")
        if field not in self.fields:
            raise self._error(token.start(), f"there is no field {field!r}")
        self.position = token.end()
        if token["sign"] == "}":
            return Slot(field, context.in_target)
        # A copy: after text that may be missing, we are where we were before it.
        inner = _Context(context.depth, in_tag=context.in_tag)
        return OptionalPart(field, self._until_end(opened_at=token.start(), context=inner))

    @staticmethod
    def _add_text(parts: list[Part], text: str, context: _Context) -> None:
        if text:
            parts.append(text)
            context.read(text)

    def _error(self, position: int, problem: str) -> ConfigError:
        return ConfigError(
            f"{self.where}: {problem}, at character {position + 1} of {self.source!r}",
            hint="a field is written {title}, text for when there is one {code? · [code]({code})},"
            f" a brace {{{{; the fields are {', '.join(self.fields)}",
        )


class _Context:
    """Where in Markdown the end of the text read so far is."""

    def __init__(self, depth: int = 0, *, in_tag: bool = False) -> None:
        #: Open brackets of a link's target; 0 outside.
        self.depth = depth
        self.in_tag = in_tag

    @property
    def in_target(self) -> bool:
        return self.in_tag or self.depth > 0

    def read(self, text: str) -> None:
        for sign in re.findall(r"\]\(|<(?=[A-Za-z/])|[()>]", text):
            if sign == "<":
                self.in_tag = True
            elif sign == ">":
                self.in_tag = False
            elif sign == ")":
                self.depth = max(0, self.depth - 1)
            elif sign == "](" or self.depth:
                self.depth += 1
