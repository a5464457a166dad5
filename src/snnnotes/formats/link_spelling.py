"""A new path in an old link: in its brackets, with its percent signs, ``./`` and anchor."""

from __future__ import annotations

import re
from collections.abc import Callable

from snnnotes.formats.link_path import without_entities
from snnnotes.formats.local_link import LinkForm, LocalLink
from snnnotes.model.identifiers import percent_decoded
from snnnotes.model.markdown import link_target

#: Not the sign of an entity: ``&#38;``.
_AFTER_PATH = re.compile(r"(?<!&)[?#].*\Z", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
#: Characters that `percent_decoded` tells from others, and those that mean something in a path.
_NEVER_ENCODED = frozenset("%/.-_~")


def spelled(link: LocalLink, written: str, meant: str, new: str) -> str:
    """What to write in place of a link's target so that it opens another path.

    Folders that were in the old target are written as they were there.

    Args:
        link: Any but a wikilink.
        written: Its target in the text.
        meant: That of `local_link.paths_meant` by which the link opens its file.
        new: The new path from the file's folder on, or from the root on with ``/`` before it.
    """
    if "{{" in written:
        # Its program alone knows what a path beside it would be.
        return link_target(new)
    written = written.strip()
    in_angles = link.form is LinkForm.MARKDOWN and written.startswith("<")
    inner = written[1:-1] if in_angles else written
    rest = _rest(link, inner, meant)
    path = inner.removesuffix(rest)
    style = _Style(link.form, path, in_angles=in_angles)
    known = _segments(link.form, path, meant)
    result = "/".join(known.get(segment) or style.encoded(segment) for segment in new.split("/"))
    is_below = not result.startswith(("/", "."))
    if is_below and (path.startswith("./") or ":" in result.partition("/")[0]):
        result = f"./{result}"
    if path.endswith("/") and not result.endswith("/"):
        result += "/"
    return f"<{result}{rest}>" if in_angles else result + rest


def _rest(link: LocalLink, inner: str, meant: str) -> str:
    """The anchor or query behind the path, as written; none if it is part of the file's name."""
    found = _AFTER_PATH.search(inner)
    whole = link.target.lstrip("/") if link.from_root else link.target
    in_name = {text.replace("\\", "/") for text in (whole, percent_decoded(whole))}
    return "" if found is None or meant.replace("\\", "/") in in_name else found[0]


def _segments(form: LinkForm, path: str, meant: str) -> dict[str, str]:
    """Names of folders and files in a path, each with how it is written there."""
    written = path.lstrip("/").split("/")
    decoders: tuple[Callable[[str], str], ...] = (str, percent_decoded)
    for decoded in decoders:
        names = [decoded(_shown(form, part)) for part in written]
        if "/".join(names) == meant:
            return {name: part for name, part in zip(names, written, strict=True) if name}
    return {}


def _shown(form: LinkForm, text: str) -> str:
    return without_entities(_ESCAPE.sub(r"\1", text) if form is LinkForm.MARKDOWN else text)


class _Style:
    """How the characters of a path are written in one link."""

    def __init__(self, form: LinkForm, path: str, *, in_angles: bool) -> None:
        self._form = form
        self._has_blanks = " " in path or (in_angles and "%20" not in path)
        # Only in these, brackets cannot be taken for the end of the link.
        self._is_enclosed = in_angles or form is LinkForm.HTML
        encoded = {sign for run in _PERCENT.findall(path) for sign in percent_decoded(run)}
        self._encodes_letters = any(not sign.isascii() for sign in encoded)
        self._encoded = {
            sign for sign in encoded if not sign.isalnum() and sign not in _NEVER_ENCODED
        }

    def encoded(self, name: str) -> str:
        """The name of a file or folder."""
        text = link_target(name)
        if self._has_blanks:
            text = text.replace("%20", " ")
        if self._is_enclosed:
            text = text.replace("%28", "(").replace("%29", ")")
        if self._form is LinkForm.HTML:
            text = text.replace("'", "%27")
        return "".join(
            "".join(f"%{octet:02X}" for octet in sign.encode())
            if sign in self._encoded or (self._encodes_letters and not sign.isascii())
            else sign
            for sign in text
        )
