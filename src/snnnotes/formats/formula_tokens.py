"""The signs and commands of a formula, one after the other."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|%[^\n]*|\s+|.", re.DOTALL)
#: Tokens of the option behind a new line, such as ``[2pt]``, at most.
_MOST_OPTION = 8


class TexTokens:
    """A place in a formula, from which it is read to the right."""

    def __init__(self, tex: str) -> None:
        self._tokens: list[str] = [token for token in _TOKEN.findall(tex) if token[0] != "%"]
        self._at = 0

    def at_end(self) -> bool:
        """Has everything been read?"""
        return self._at >= len(self._tokens)

    def next(self) -> str:
        """The next sign, which is read with it."""
        sign = self._tokens[self._at]
        self._at += 1
        return sign

    def peek(self) -> str:
        """The next sign that is no blank; empty at the end."""
        while not self.at_end() and self._tokens[self._at].isspace():
            self._at += 1
        return "" if self.at_end() else self._tokens[self._at]

    def back(self) -> None:
        """Put the last token back."""
        self._at -= 1

    def skip_option(self) -> None:
        r"""Past the ``[2pt]`` that may stand behind ``\\``."""
        if not self.at_end() and self._tokens[self._at] == "[":
            rest = self._tokens[self._at : self._at + _MOST_OPTION]
            if "]" in rest and any(sign.isdecimal() for sign in rest):
                self._at += rest.index("]") + 1

    def raw(self) -> str:
        """A group as it is written, without the braces around it."""
        if self.peek() != "{":
            return self.next() if self.peek() else ""
        start, depth = self._at + 1, 0
        while not self.at_end():
            sign = self.next()
            depth += (sign == "{") - (sign == "}")
            if depth == 0:
                return "".join(self._tokens[start : self._at - 1])
        return "".join(self._tokens[start:])
