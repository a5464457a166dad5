"""What is wrong with a frontmatter that cannot be read, in words that help its writer.

PyYAML says where it stopped, which is often not where the fault is, and in words for those who know
its grammar. The fault is found in the text itself, since most are one of a dozen slips.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from snnnotes.formats.yaml_scalar import in_double_quotes, in_single_quotes, quoted, quoted_for


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where, what, and what to write instead."""

    #: Counted from 1 in the block, whose first line is the opening ``---``.
    line: int
    sentence: str
    hint: str


class RefusedError(yaml.YAMLError):
    """The text is YAML, but not what a note may have."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


#: YAML allows a tab, line ends, and what can be printed; half a character is in no file. Named one
#: by one: "none but what is allowed" takes 5 ms to compile.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: ``key: value`` or ``- value``, perhaps both, perhaps without value.
_LINE = re.compile(
    r"""
    (?P<indent>[ ]*)
    (?P<dash>(?:-[ ]+)*)
    (?:
        (?P<key>
            "[^"]*" | '[^']*' | [^\s"'\[\]{}\#&*!|>%@`,:?-][^:]*? | [?:-][^\s:][^:]*?
        )
        [ ]*:(?=\s|\Z)
    )?
    \s*(?P<value>.*?)\s*
    """,
    re.VERBOSE,
)
_TAB_INDENT = re.compile(r"[ ]*\t")
#: The colon of another keyboard, or one without the blank after it.
_ALMOST_A_KEY = re.compile(r"([A-Za-z_][\w-]*)[ ]*(：[ ]*|:)(?!//)(\S.*)")
_CLOSING = {"[": "]", "{": "}"}
#: PyYAML's composer in C recurses without a limit: "[" 100,000 times ends the process (6.0.3).
MAX_DEPTH = 100
#: libyaml 0.2.6 has a limit of its own, 1,000, and reaches it while it looks ahead.
_TOO_DEEP = "exceeded maximum nesting depth"
_ANSWER = "write  {}"
#: In characters. A longer line is not shown in a hint, nor searched for more than its beginning.
_MAX_LINE = 500


def problem_in(text: str, error: yaml.YAMLError | UnicodeEncodeError) -> Problem:
    """The fault behind an error of PyYAML.

    Args:
        text: The block from its opening ``---`` line on, with LF line ends.
        error: What PyYAML raised on it.
    """
    if isinstance(error, RefusedError):
        return error.problem
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        return _forbidden_character(text, forbidden.start())
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        stopped = error.problem_mark.index
        if error.problem == _TOO_DEEP:
            return too_deep(_line_number(text, stopped))
        begun = stopped if error.context_mark is None else error.context_mark.index
        return _problem_between(text, begun, stopped, error.context or "")
    return _unknown(1)


def _problem_between(text: str, begun: int, stopped: int, context: str) -> Problem:
    """The fault that made PyYAML stop in what it had begun to read.

    Args:
        text: As in `problem_in`.
        begun: Where it began, in characters.
        stopped: Where it stopped.
        context: What it was reading; its scanner in C and the one in Python use the same nouns.
    """
    if "quoted scalar" in context:
        return _in_quotes(text, begun, stopped)
    if "simple key" in context:  # a line that must have a colon, since others follow
        return _no_key(text, _line_number(text, begun))
    if "flow" in context and _is_open(text, begun, stopped):
        return _open_bracket(text, begun)
    # At the end of the text it stops in the line after the last; but a tab there is a fault.
    return _in_line(text, stopped if text[stopped:].strip(" \n") else len(text.rstrip()))


def too_deep(line: int) -> Problem:
    """The fault of lists and keys within each other that no note needs."""
    return Problem(
        line,
        f"lists and keys are nested more than {MAX_DEPTH} deep",
        "write it flatter, or move it to the body",
    )


def no_keys(text: str, line: int) -> Problem:
    """The fault of a block that holds something else than keys, such as a list or a sentence."""
    if _line(text, line).startswith(("-", "[")):
        return Problem(line, "a list stands where keys should be", "write each line as  key: value")
    return _no_key(text, line)


def _forbidden_character(text: str, offset: int) -> Problem:
    code = ord(text[offset])
    return Problem(
        _line_number(text, offset),
        f"the character U+{code:04X} is not allowed in the frontmatter",
        "delete it; most editors show it only when asked to show control characters",
    )


def _in_quotes(text: str, begun: int, stopped: int) -> Problem:
    """A text in quotes that does not end, or has an escape that YAML does not know."""
    mark = text[begun]
    number = _line_number(text, stopped)
    # The scanner in C stops at the backslash, the one in Python behind it.
    escape = re.compile(r"\\.").match(text, stopped - (text[stopped - 1] == "\\"))
    if mark == '"' and escape is not None:
        value = _parts(_line(text, number))["value"]
        return Problem(
            number,
            f"in double quotes, {escape[0]} means nothing",
            _answer(text, number, value.strip('"'))
            if _line_number(text, begun) == number
            else f"write it with two backslashes: \\{escape[0]}",
        )
    number = _line_number(text, begun)
    value = _parts(_line(text, number))["value"]
    return Problem(
        number,
        f"a quotation mark ({mark}) is not closed",
        _answer(text, number, value.strip(mark))
        if value.startswith(mark) and value.strip(mark)
        else f"close it with {mark}",
    )


def _is_open(text: str, begun: int, stopped: int) -> bool:
    """Did the bracket at `begun` find no end in its line, nor in those up to `stopped`?"""
    closing = _CLOSING.get(text[begun : begun + 1])
    line_end = text.find("\n", begun)
    return closing is not None and closing not in text[begun : max(stopped, line_end)]


def _open_bracket(text: str, begun: int) -> Problem:
    opening = text[begun]
    closing = _CLOSING[opening]
    number = _line_number(text, begun)
    parts = _parts(_line(text, number))
    value = parts["value"]
    # Another bracket in it, or a colon, and one more sign at the end may not be all it takes.
    is_simple = not re.search(r"[\[\]{}:]|,\Z", value[1:])
    if parts["key"] and value.startswith(opening) and is_simple:
        hint = _ANSWER.format(f"{parts['key']}: {value}{closing}")
    else:
        hint = f"close it with {closing}"
    return Problem(number, f"a bracket ({opening}) is not closed", hint)


def _in_line(text: str, stopped: int) -> Problem:
    """A fault that is not about quotes or brackets that stay open."""
    number = _line_number(text, stopped)
    line = _line(text, number)
    parts = _parts(line)
    if _TAB_INDENT.match(line):
        return Problem(
            number, "the line is indented with a tab", "indent it with blanks, two are usual"
        )
    before_value = f"\n{parts['indent']}{parts['dash']}{parts['key']}"
    if parts["key"] and text[:stopped].rstrip(" ").endswith(before_value):
        return _in_column(text, number, parts)
    if not parts["key"] and not parts["dash"]:
        return _no_key(text, number)
    reason = _reason_for_quotes(parts["value"])
    if reason:
        return Problem(number, reason, _answer(text, number, parts["value"]))
    return _out_of_line(text, number, parts)


def _out_of_line(text: str, number: int, parts: dict[str, str]) -> Problem:
    """A fault in a line that would be right in another column."""
    if parts["indent"]:
        return Problem(
            number,
            "the line is not indented like those around it",
            "begin it in the same column as the lines it belongs to",
        )
    if parts["dash"]:
        return Problem(
            number,
            "an item of a list, but the key above has a value already",
            "write the key alone in its line, and all values as items below it",
        )
    if _line(text, _line_above(text, number)).startswith(" "):
        return Problem(
            number,
            "the line is indented less than the keys above it",
            "begin all keys in the first column",
        )
    return _unknown(number)


def _in_column(text: str, number: int, parts: dict[str, str]) -> Problem:
    """A fault that shows at the colon after a key: the key is where YAML expects none."""
    if not parts["indent"]:
        # The line is fine, but the one above was taken for the beginning of its key.
        return _no_key(text, _line_above(text, number))
    return Problem(
        number,
        "the line is indented, but belongs to no list and to no key without a value",
        _ANSWER.format(f"{parts['dash']}{parts['key']}: {parts['value']}".strip())
        + "  without the blanks in front, or put the value above in quotes if it goes on here",
    )


def _no_key(text: str, number: int) -> Problem:
    """A line that stands where a key should, without one."""
    line = _line(text, number).strip()
    if line.startswith(("<<<<<<< ", ">>>>>>> ")):
        return Problem(
            number,
            "a Git conflict is not settled",
            "keep what is right of it, and remove the lines <<<<<<<, ======= and >>>>>>>",
        )
    almost = None if len(line) > _MAX_LINE else _ALMOST_A_KEY.fullmatch(line)
    if almost is None:
        return Problem(
            number,
            "a line without 'key: '",
            "write it as  key: value,  or close the frontmatter above it with a line of ---",
        )
    key, colon, value = almost.groups()
    return Problem(
        number,
        "there is no blank after the colon"
        if colon == ":"
        else "the colon is a full-width one (：)",
        _ANSWER.format(f"{key}: {quoted_for(key, value)}"),
    )


def _reason_for_quotes(value: str) -> str:
    """Why a value has to stand in quotes; empty if it need not."""
    first = value[:1]
    if first in ("'", '"'):
        return f"something follows after the closing quotation mark ({first})"
    if first in ("[", "{"):
        inside = value.endswith(_CLOSING[first])
        return (
            f"what stands between the brackets ({first}) cannot be read"
            if inside
            else f"a value cannot begin with {first}, unless it is a list"
        )
    if first and first in "?:-,]}#&*!|>%@`":
        return f"a value cannot begin with {first}"
    if re.search(r":(\s|\Z)", value):
        return "a value without quotes cannot hold ': '"
    return ""


def _answer(text: str, number: int, value: str) -> str:
    """The line with its value in quotes, as a hint."""
    line = _line(text, number)
    parts = _parts(line)
    following = _line(text, number + 1)
    goes_on = following.startswith(" ") and not _parts(following)["dash"] and not parts["dash"]
    if goes_on or len(line) > _MAX_LINE:
        return "put quotes around the whole value"
    if value.startswith("[") and value.endswith("]"):
        items = (item.strip().strip("\"'") for item in value[1:-1].split(","))
        shown = f"[{', '.join(quoted(item, in_list=True) for item in items if item)}]"
    else:
        value, blank, comment = value.partition(" #")
        shown = f"{_shown(value.rstrip())}{blank}{comment}"
    key = f"{parts['key']}: " if parts["key"] else ""
    return _ANSWER.format(f"{parts['dash']}{key}{shown}")


def _shown(value: str) -> str:
    r"""The value in those quotes in which it is easiest to read: ``'the "\tau" of LIF'``."""
    if '"' in value or "\\" in value:
        return in_single_quotes(value) or in_double_quotes(value)
    return in_double_quotes(value)


def _unknown(number: int) -> Problem:
    return Problem(
        number,
        "the frontmatter is not YAML",
        "compare it with a note that is read, or put the values around this line in quotes",
    )


def _line_above(text: str, number: int) -> int:
    """The nearest line above that is neither blank nor a comment."""
    lines = text.split("\n")
    return next(
        (above for above in range(number - 1, 1, -1) if re.match(r"\s*[^\s#]", lines[above - 1])), 1
    )


def _parts(line: str) -> dict[str, str]:
    """The indent, dash, key and value of a line; empty texts where there is none."""
    beginning = line[:_MAX_LINE]
    found = _LINE.fullmatch(beginning)
    return found.groupdict("") if found else {"indent": "", "dash": "", "key": "", "value": line}


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number)
    return lines[number - 1] if number <= len(lines) else ""


def _line_number(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
