r"""The query language, the same for every command that selects notes.

Grammar, loosest first; blanks may stand between all parts but inside ``word`` and after a colon::

    query    = [ either ]                      an empty query is every note
    either   = all { "OR" all }
    all      = operand { [ "AND" ] operand }   AND binds closer: a OR b c is a OR (b c)
    operand  = { "NOT" | "-" } ( group | field | phrase | word )
    group    = "(" either ")"
    field    = key ":" ( group | phrase | word )
    phrase   = '"' characters '"' [ "*" ]      taken as typed; \" is a quotation mark in it
    word     = characters up to a blank, quotation mark or bracket

A ``*`` at the end of a word or behind a phrase means that the last word only begins so.

- AND, OR and NOT are operators in capitals only. ``-`` is NOT where it is not followed by a blank,
  another ``-`` or ``>``; inside a word it is part of it.
- A bracket that opens inside a word and closes again in it is part of the word: ``f(x)``.
- A key is a name of a known field (in any case), ``has`` or ``math``, or any other name of
  letters, digits, ``_`` and ``-`` (beginning with a letter) directly before its value. A name
  before ``://`` or ``::`` is text, and so is one with a blank behind its colon, as in
  ``SEENN: early exit``; but a known field with nothing behind its colon is an error.
- In the brackets of a field all words and phrases are its values: ``tag:(survey OR attention)``.
  ``math:`` takes no group; a bracket there belongs to the formula.
- Full-width brackets （）, quotation marks “ ” ＂, the minus －, the star ＊ and, after a known
  field, the colon ： are as good as those of ASCII. Any quotation mark closes any other.
"""

from __future__ import annotations

from snnnotes.errors import QueryError
from snnnotes.model.query_field import (
    STARS,
    Value,
    bare_value,
    field_query,
    has_query,
    known_field,
    math_query,
    value_query,
    words_query,
)
from snnnotes.model.query_tree import (
    And,
    FieldIs,
    Has,
    Leaf,
    Math,
    Not,
    Or,
    Query,
    Range,
    Words,
    all_of,
    any_of,
    exactly,
    needs_text,
    words_of,
)

__all__ = [
    "And",
    "FieldIs",
    "Has",
    "Leaf",
    "Math",
    "Not",
    "Or",
    "Query",
    "Range",
    "Words",
    "all_of",
    "any_of",
    "exactly",
    "field_query",
    "needs_text",
    "parse_query",
    "words_of",
]

#: Deeper brackets than anybody types; SQLite refuses expressions that are about as deep.
DEEPEST = 50

_OPENING = "(（"
_CLOSING = ")）"
_QUOTES = '"“”＂'

_MINUS = "-－"
_COLONS = ":："
_OPERATORS = ("AND", "OR", "NOT")

# Scanned character by character: compiling regular expressions for it takes 3 ms, on every start,
# and queries are short.


def parse_query(text: str) -> Query:
    r"""What the user asks.

    Raises:
        QueryError: It is no query, or a field has a value that no note can have.

    >>> parse_query("膜电位 -tag:survey")  # doctest: +NORMALIZE_WHITESPACE
    And(parts=(Words(text='膜电位', exact=False, prefix=False, field=None),
               Not(part=FieldIs(field='tags', value='survey', whole=True, prefix=False))))
    >>> parse_query("")
    And(parts=())
    """
    parser = _Parser(text)
    if parser.is_at_end():
        return And(())
    query = parser.either()
    if not parser.is_at_end():
        raise parser.unopened()
    return query


class _Parser:
    """Recursive descent: each method begins at `at` and leaves it behind what it has read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        #: Where the brackets stand that are open.
        self.opened: list[int] = []
        #: The key in whose brackets we are; empty outside.
        self.key = ""

    def error(self, problem: str, *, column: int | None = None, hint: str = "") -> QueryError:
        """The error that something is wrong at `column`, or here."""
        return QueryError(self.text, self.at if column is None else column, problem, hint=hint)

    def is_at_end(self) -> bool:
        """Does nothing follow but blanks?"""
        while self._here().isspace():
            self.at += 1
        return self.at == len(self.text)

    def either(self) -> Query:
        """Operands with OR between them, up to a closing bracket or the end."""
        parts = [self._all("")]
        while self._take("OR"):
            parts.append(self._all("OR"))
        return any_of(parts)

    def _all(self, operator: str) -> Query:
        """Operands, up to OR, a closing bracket or the end; `operator` stands before the first."""
        parts = [self._operand(operator)]
        while not self.is_at_end() and self._here() not in _CLOSING and self._operator() != "OR":
            parts.append(self._operand("AND" if self._take("AND") else ""))
        return all_of(parts)

    def _operand(self, operator: str) -> Query:
        """What an operator works on, with the NOTs before it; two NOTs are none."""
        is_wanted = True
        while not self.is_at_end():
            if self._is_minus():
                operator = self._here()
                self.at += 1
            elif self._take("NOT"):
                operator = "NOT"
            else:
                break
            is_wanted = not is_wanted
        if self.is_at_end() or self._here() in _CLOSING or self._operator():
            raise self._missing_operand(operator)
        operand = self._group() if self._here() in _OPENING else self._leaf_or_field()
        return operand if is_wanted else Not(operand)

    def _missing_operand(self, operator: str) -> QueryError:
        hint = "AND, OR and NOT in capitals are operators; put quotes around a word that is none"
        if operator:
            column = self.text.rindex(operator, 0, self.at)
            return self.error(f"nothing follows {operator}", column=column, hint=hint)
        if found := self._operator():
            return self.error(f"nothing stands before {found}", hint=hint)
        if not self.opened:
            return self.unopened()
        if self.at == len(self.text):
            return self._unclosed()
        return self.error("there is nothing in the brackets", hint="leave the brackets out")

    def unopened(self) -> QueryError:
        """The error that a bracket here closes nothing."""
        return self.error(
            "a bracket closes that was never opened",
            hint="put quotes around the text if the bracket is part of it",
        )

    def _unclosed(self) -> QueryError:
        return self.error(
            "a bracket is not closed",
            column=self.opened[-1],
            hint="close it, or put quotes around the text if the bracket is part of it",
        )

    def _group(self) -> Query:
        if len(self.opened) == DEEPEST:
            raise self.error(
                f"more than {DEEPEST} brackets stand in each other", hint="leave some of them out"
            )
        self.opened.append(self.at)
        self.at += 1
        query = self.either()
        if self.is_at_end():
            raise self._unclosed()
        self.at += 1
        self.opened.pop()
        return query

    def _leaf_or_field(self) -> Query:
        key = _key(self.text, self.at)
        if not key or (self.key and not _is_known(key)):
            return _leaf(self.key, self._value())
        if self.key:
            raise self.error(
                f"{key}: stands in the brackets of {self.key}:",
                hint=f"close the brackets of {self.key}: first",
            )
        self.at += len(key) + 1
        here = self._here()
        if not here or here.isspace() or here in _CLOSING:
            raise self.error(
                f"nothing follows {key}:",
                hint=f"write the value directly behind the colon, as in {key}:{_example(key)};"
                " or put quotes around the text",
            )
        if here in _OPENING and key != "math":
            self.key = key
            query = self._group()
            self.key = ""
            return query
        return _leaf(key, self._value())

    def _value(self) -> Value:
        """A phrase or a word."""
        if self._here() in _QUOTES:
            return self._phrase()
        start = self.at
        self.at = _word_end(self.text, start)
        if self.at == start:
            raise self.error(
                "a bracket is not closed within the word", hint="put quotes around the formula"
            )
        return bare_value(self.text[start : self.at], self.text, start)

    def _phrase(self) -> Value:
        opened = self.at
        self.at += 1
        letters: list[str] = []
        while self._here() and self._here() not in _QUOTES:
            # A backslash and what follows stay together, so that "a \\\\" is closed.
            pair = self.text[self.at : self.at + 2] if self._here() == "\\" else self._here()
            letters.append(pair[1:] if pair[1:] and pair[1:] in _QUOTES else pair)
            self.at += len(pair)
        if not self._here():
            raise self.error(
                "a quotation mark is not closed",
                column=opened,
                hint='close it; inside a phrase, a quotation mark is written \\"',
            )
        self.at += 1
        is_prefix = self._here() != "" and self._here() in STARS
        self.at += is_prefix
        return Value("".join(letters), self.text, opened, exact=True, prefix=is_prefix)

    def _here(self) -> str:
        """The next character; empty at the end."""
        return self.text[self.at : self.at + 1]

    def _is_minus(self) -> bool:
        """Is the next character a minus that means NOT?"""
        follower = self.text[self.at + 1 : self.at + 2]
        return self._here() in _MINUS and not (
            follower == "" or follower.isspace() or follower in _MINUS or follower == ">"
        )

    def _operator(self) -> str:
        """The operator that comes next; empty if none does."""
        for operator in _OPERATORS:
            if self.text.startswith(operator, self.at):
                after = self.at + len(operator)
                follower = self.text[after : after + 1]
                ends = follower.isspace() or follower in _OPENING + _CLOSING + _QUOTES
                return operator if ends else ""  # an empty follower, too, is in every text
        return ""

    def _take(self, operator: str) -> bool:
        """Is this operator next? Then it is read."""
        self.is_at_end()
        is_next = self._operator() == operator
        self.at += len(operator) if is_next else 0
        return is_next


def _leaf(key: str, value: Value) -> Query:
    """What a value asks behind this key; an empty one for none."""
    match key:
        case "":
            return words_query(value)
        case "has":
            return has_query(value)
        case "math":
            return math_query(value)
        case _:
            return value_query(key, value)


def _key(text: str, start: int) -> str:
    """The key that begins here, as written; empty if what begins here is text."""
    at = start
    while at < len(text) and (text[at].isalnum() or text[at] in "_-"):
        at += 1
    name, colon = text[start:at], text[at : at + 1]
    if not colon or colon not in _COLONS or not (name[:1].isalpha() or name[:1] == "_"):
        return ""
    if _is_known(name):
        return name.lower()
    follower = text[at + 1 : at + 2]
    if colon != ":" or not follower or follower.isspace() or text.startswith("//", at + 1):
        return ""
    return "" if follower in _COLONS + _CLOSING else name


def _is_known(key: str) -> bool:
    return key.lower() in ("has", "math") or known_field(key) is not None


def _example(key: str) -> str:
    return {"math": r"\tau", "has": "code", "title": "transformer"}.get(key, "…")


def _word_end(text: str, start: int) -> int:
    """Where a word ends; brackets that close again in it belong to it."""
    at = start
    while at < len(text):
        if text[at] in _OPENING:
            closed = _closing_column(text, at)
            if closed < 0:
                return at
            at = closed
        elif text[at].isspace() or text[at] in _QUOTES + _CLOSING:
            return at
        at += 1
    return at


def _closing_column(text: str, opened: int) -> int:
    """Where a bracket is closed again; -1 if it is not before the next blank or quotation mark."""
    depth = 0
    for at in range(opened, len(text)):
        if text[at].isspace() or text[at] in _QUOTES:
            return -1
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        if depth == 0:
            return at
    return -1
