"""A note's Markdown laid out for a terminal by rich, with formulas in Unicode."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType, RenderResult
from rich.markdown import (
    Heading,
    Markdown,
    MarkdownContext,
    MarkdownElement,
    Paragraph,
    TableDataElement,
)
from rich.padding import Padding
from rich.text import TextType
from rich.theme import Theme

from snnnotes.cli.line_breaks import NO_BREAK, Prose
from snnnotes.formats.formula_parse import Form, Formula, blocks
from snnnotes.formats.formula_unicode import readable
from snnnotes.model.columns import columns_of
from snnnotes.model.title import title_key

#: Wider lines are hard to read.
_WIDEST = 100

#: Colours that can be read on light and dark.
_THEME = Theme(
    {
        "markdown.h1": "bold underline",
        "markdown.h2": "bold underline",
        "markdown.h3": "bold",
        "markdown.h4": "bold",
        "markdown.h5": "bold italic",
        "markdown.h6": "italic",
        "markdown.code": "cyan",
        "markdown.code_block": "cyan",
        "markdown.math": "green",
        "markdown.link": "blue underline",
        "markdown.link_url": "blue underline",
        "markdown.item.bullet": "dim",
        "markdown.item.number": "dim",
        "markdown.block_quote": "italic",
        "markdown.table.border": "dim",
        "markdown.table.header": "bold",
        "markdown.hr": "dim",
    }
)
#: What is between formulas that stand beside each other.
_SIDE_BY_SIDE = "   "
#: Formulas of no more columns stay on one line.
_SHORT = 28
_INDENT = 4
#: No note has these characters, which are for private use, in this order.
_MARK = "\ue0f0{}\ue0f1"
_MARKED = re.compile("\ue0f0([0-9]+)\ue0f1")
_STRAY = re.compile("[\ue0f0\ue0f1]")
_OPERATOR = re.compile(r" (?=[=<>≠≤≥≈∼≡→←⇒⟹⟺∝∈+\-±×⊙⊗∪∩] )")
_NO_BLANK_BEFORE = re.compile(r"^ (?=[，。、；：？！）」』】》”’])")
_NO_BLANK_BEHIND = re.compile(r"(?<=[，。、；：？！（「『【《“‘]) $")


def laid_out(*parts: RenderableType, width: int, color: bool) -> str:
    """The parts below each other, as a terminal shows them; without blanks at the ends of lines.

    Args:
        parts: Of rich.
        width: Columns of the terminal.
        color: Whether there may be colours and links.
    """
    page = io.StringIO()
    console = Console(
        file=page,
        width=min(width, _WIDEST),
        force_terminal=color,
        color_system="standard" if color else None,
        theme=_THEME,
        highlight=False,
        legacy_windows=False,
    )
    console.print(*parts, sep="\n")
    return "\n".join(line.rstrip() for line in page.getvalue().split("\n"))


_COMMENT_OR_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_NEW_LINE = re.compile(r"<br\s*/?>", re.IGNORECASE)


class NotePage(Markdown):
    """The body of a note."""

    inlines = Markdown.inlines | {"math", "link"}

    def __init__(self, body: str, *, title: str, hyperlinks: bool) -> None:
        """Take a body.

        Args:
            body: Markdown without anything that a terminal obeys.
            title: A first heading that says no more than this is left out.
            hyperlinks: Can links be followed? Otherwise web addresses stand behind their texts.
        """
        body = _STRAY.sub(" ", body)
        formulas = [one for block in blocks(body, 0) for one in block.formulas]
        formulas = [one for one in formulas if one.form is not Form.FENCED]
        super().__init__(_with_marks(body, formulas), code_theme="ansi_dark", hyperlinks=True)
        self._written = [body[one.outer_start : one.outer_end] for one in formulas]
        self._tex = [body[one.start : one.end].strip() for one in formulas]
        self._is_display = [one.form is Form.DISPLAY for one in formulas]
        self._can_follow = hyperlinks
        self.parsed = list(self._blocks(_without_title(self.parsed, title)))

    def _blocks(self, tokens: list[Token]) -> Iterator[Token]:
        """The tokens with formulas as tokens of their own."""
        place = 0
        while place < len(tokens):
            token = tokens[place]
            place += 1
            formula = self._alone(tokens[place]) if token.type == "paragraph_open" else None
            if formula is not None:
                yield _display(formula)
                place += 2
            elif token.type == "fence" and token.info.strip() == "math":
                yield _display(token.content.strip())
            elif token.type == "html_block":
                yield from _paragraph(_COMMENT_OR_TAG.sub("", self._restored(token.content)))
            else:
                if token.type == "inline":
                    token.children = list(self._inline(token.children or []))
                    _close_up(token.children)
                token.content = self._restored(token.content)
                yield token

    def _alone(self, token: Token) -> str | None:
        """The formula that a paragraph consists of, if it is a displayed one."""
        match = _MARKED.fullmatch(token.content.strip())
        if match is None or not self._is_display[int(match[1])]:
            return None
        return self._tex[int(match[1])]

    def _inline(self, tokens: Iterable[Token]) -> Iterator[Token]:
        links: list[str] = []
        for token in tokens:
            if token.type == "text":
                yield from self._with_formulas(token.content)
            elif token.type == "link_open":
                links.append(self._restored(str(token.attrs.get("href", ""))))
                is_web = links[-1].startswith(("https://", "http://"))
                yield token if is_web and self._can_follow else _styled("link", 1)
            elif token.type == "link_close":
                yield from self._end_of_link(token, links.pop())
            elif token.type == "image":
                yield _text(f"[image: {self._restored(token.content)}]")
            elif token.type == "html_inline" and _NEW_LINE.fullmatch(token.content):
                yield _new_line()
            else:
                token.content = self._restored(token.content)
                yield token

    def _end_of_link(self, token: Token, address: str) -> Iterator[Token]:
        is_web = address.startswith(("https://", "http://"))
        if is_web and self._can_follow:
            yield token
            return
        yield _styled("link", -1)
        if is_web:
            yield _text(f" ({address})")

    def _with_formulas(self, text: str) -> Iterator[Token]:
        # Of what is split at marks, each second part is the number of one.
        parts = _MARKED.split(text)
        for place, part in enumerate(parts):
            if place % 2 == 0:
                around = [int(number) for number in parts[max(place - 1, 0) | 1 : place + 2 : 2]]
                beside_display = any(self._is_display[number] for number in around)
                yield _text(part.strip() if beside_display else part)
                continue
            formula = readable(self._tex[int(part)], one_line=True)
            if columns_of(formula) <= _SHORT:
                formula = formula.replace(" ", NO_BREAK)
            marked = [_styled("math", 1), _text(formula), _styled("math", -1)]
            if self._is_display[int(part)]:
                marked = [_new_line(), _text(NO_BREAK * _INDENT), *marked, _new_line()]
            yield from marked

    def _restored(self, text: str) -> str:
        """Code and the like with its formulas as they were written."""
        return _MARKED.sub(lambda match: self._written[int(match[1])], text)


def _with_marks(body: str, formulas: Sequence[Formula]) -> str:
    """A body with marks, which Markdown leaves alone, in place of its formulas."""
    pieces, done = [], 0
    for number, one in enumerate(formulas):
        pieces += [body[done : one.outer_start], _MARK.format(number)]
        done = one.outer_end
    return "".join([*pieces, body[done:]])


def _without_title(tokens: list[Token], title: str) -> list[Token]:
    """The tokens without a first heading that repeats the title."""
    if len(tokens) > 2 and tokens[0].type == "heading_open":  # noqa: PLR2004 (a heading is three)
        heading = "".join(child.content for child in tokens[1].children or [])
        if title_key(heading) == title_key(title):
            return tokens[3:]
    return tokens


def _close_up(tokens: Sequence[Token]) -> None:
    """Take out the blanks between a formula and Chinese punctuation, which GitHub needs."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type == "math_style_open":
            before.content = _NO_BLANK_BEHIND.sub("", before.content)
        if token.type == "math_style_close":
            after.content = _NO_BLANK_BEFORE.sub("", after.content)
    if len(tokens) > 1 and tokens[1].type == "math_style_open":
        tokens[0].content = _NO_BLANK_BEHIND.sub("", tokens[0].content)


def _new_line() -> Token:
    return Token("hardbreak", "br", 0)


def _text(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _styled(tag: str, nesting: Literal[1, -1]) -> Token:
    """The beginning or end of text in a style of its own."""
    # Not link_open, which rich would make a link of.
    return Token(f"{tag}_style_{'open' if nesting == 1 else 'close'}", tag, nesting)


def _display(tex: str) -> Token:
    return Token("math_block", "div", 0, content=tex)


def _paragraph(text: str) -> Iterator[Token]:
    if text.strip():
        yield Token("paragraph_open", "p", 1)
        yield Token("inline", "", 0, children=[_text(" ".join(text.split()))])
        yield Token("paragraph_close", "p", -1)


class _Paragraph(Paragraph):
    def on_enter(self, context: MarkdownContext) -> None:
        super().on_enter(context)
        self.text = Prose()


class _Heading(Heading):
    def on_enter(self, context: MarkdownContext) -> None:
        super().on_enter(context)
        self.text = Prose()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not console.is_terminal:  # nothing else tells it from a line of text
            self.text = Prose(f"{'#' * int(self.tag[1:])} ").append_text(self.text)
        yield self.text


class _Cell(TableDataElement):
    def __init__(self, justify: JustifyMethod) -> None:
        super().__init__(justify)
        self.content = Prose(justify=justify)


class _MathBlock(MarkdownElement):
    """A formula on lines of its own."""

    def __init__(self) -> None:
        self.tex = ""

    def on_text(self, _context: MarkdownContext, text: TextType) -> None:
        self.tex += str(text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        style = console.get_style("markdown.math")
        lines = formula_lines(self.tex, options.max_width - _INDENT)
        yield Padding(Prose("\n".join(lines), style=style), (0, 0, 0, _INDENT))


NotePage.elements = Markdown.elements | {
    "paragraph_open": _Paragraph,
    "heading_open": _Heading,
    "th_open": _Cell,
    "td_open": _Cell,
    "math_block": _MathBlock,
}


def formula_lines(tex: str, width: int) -> list[str]:
    """A displayed formula on lines of no more than `width` columns, if that can be.

    Several formulas side by side come below each other if they do not fit; longer ones go on
    before an operator.
    """
    lines = readable(tex).split("\n")
    if max(map(columns_of, lines)) <= width:
        return [line.replace(" ", NO_BREAK) for line in lines]
    found = []
    for formula in readable(tex, one_line=True).split(_SIDE_BY_SIDE):
        line = ""
        for part in _parts(formula.strip(), width - _INDENT):
            longer = f"{line} {part}" if line else part
            if line and columns_of(longer) > width:
                found.append(line)
                longer = f"{' ' * _INDENT}{part}"
            line = longer
        found.append(line)
    return found


def _parts(formula: str, width: int) -> Iterator[str]:
    """A formula in parts that begin with an operator: one within brackets only if it must be."""
    parts: list[str] = []
    depth = 0
    for piece in _OPERATOR.split(formula):
        if depth > 0:
            parts[-1] += f" {piece}"
        else:
            parts.append(piece)
        depth += sum(map(piece.count, "([{⌊")) - sum(map(piece.count, ")]}⌋"))
    for part in parts:
        yield from [part] if columns_of(part) <= width else _OPERATOR.split(part)
