"""Text longer than the screen, shown by the user's pager."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePath

from snnnotes.cli.terminal import columns_of, out

#: Pagers that show colours as colours (less if asked to) and follow links.
_WITH_COLOR = frozenset({"less", "moar", "moor", "ov", "bat", "batcat"})
#: Colours, and addresses of links; what `cli.cards` writes has no other commands.
_COMMANDS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;.*?\x1b\\")


def show(text: str, environment: Mapping[str, str], *, paged: bool) -> None:
    """Write text to stdout, through the pager if it is longer than the terminal.

    Args:
        text: Ends with a line feed.
        environment: $PAGER is the pager; empty or ``cat`` for none.
        paged: May there be a pager? Only if a person reads stdout.
    """
    command = pager_command(environment) if paged and _is_long(text) else []
    if not command:
        out(text, end="")
        return
    if PurePath(command[0]).stem.lower() not in _WITH_COLOR:
        text = _COMMANDS.sub("", text)
    sys.stdout.flush()
    try:
        pager = subprocess.Popen(  # noqa: S603 (the user's own program, without a shell)
            command, stdin=subprocess.PIPE, env={"LESSCHARSET": "utf-8", **environment}
        )
    except OSError:  # gone, or not to be started: the text matters more
        out(text, end="")
        return
    _feed(pager, text)


def _feed(pager: subprocess.Popen[bytes], text: str) -> None:
    """Give the pager the text, and wait until the user has read enough."""
    # Ctrl-C is a key of less, which goes on; so do we. Source: pydoc of Python. That the pager
    # was left before the end is no error to `communicate`.
    with suppress(KeyboardInterrupt):
        pager.communicate(text.encode("utf-8", "replace"))
    while True:
        with suppress(KeyboardInterrupt):
            pager.wait()
            return


def pager_command(environment: Mapping[str, str]) -> list[str]:
    """Program and options of the pager; empty if there is none.

    $PAGER is split as a shell would, but run without one. Without it: less, else more; not more
    on Windows, which takes the text for one of the console's code page.
    """
    if environment.get("TERM") == "dumb":
        return []
    named = environment.get("PAGER")
    if named is not None:
        try:
            command = shlex.split(named, posix=os.name != "nt")
        except ValueError:  # a quote that is not closed
            return []
        command = [part.strip('"') for part in command] if os.name == "nt" else command
        if not command or command == ["cat"] or shutil.which(command[0]) is None:
            return []
    else:
        known = ("less",) if os.name == "nt" else ("less", "more")
        command = [name for name in known if shutil.which(name)][:1]
    if command and PurePath(command[0]).stem.lower() == "less":
        command.insert(1, "-R")
    return command


def _is_long(text: str) -> bool:
    size = shutil.get_terminal_size()
    lines = _COMMANDS.sub("", text).split("\n")[:-1]
    rows = sum(max(1, -(-columns_of(line.expandtabs()) // size.columns)) for line in lines)
    return rows >= size.lines
