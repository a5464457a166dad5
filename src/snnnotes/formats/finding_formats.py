"""Findings as lines of text, records, GitHub's annotations and SARIF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeAlias, Union

from snnnotes.model.checks import CHECKS
from snnnotes.model.finding import Check, Finding, Severity
from snnnotes.model.markdown import one_line

Json: TypeAlias = Union[str, int, bool, list["Json"], dict[str, "Json"]]

#: GitHub has three kinds: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
#: What GitHub reads back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_VERSION = "2.1.0"
#: What may stand in the path of a URI as it is (RFC 3986). A colon might begin a scheme.
_NOT_IN_URI = re.compile(r"[^A-Za-z0-9/._~!$&'()*+,;=@-]")
_INDEX = {check.name: index for index, check in enumerate(CHECKS)}
_HERE = PurePosixPath()


def text_line(finding: Finding) -> str:
    """A finding in one line, as compilers write theirs, so that editors can jump to it.

    >>> path = PurePosixPath("notes/2023/SEENN.md")
    >>> text_line(Finding("status-unknown", Severity.ERROR, path, 7, 9, "no status 'done'"))
    "notes/2023/SEENN.md:7:9: error: no status 'done' [status-unknown]"
    """
    place = f"{finding.path.as_posix()}:{finding.line}:{finding.column}"
    return f"{place}: {finding.severity}: {one_line(finding.message)} [{finding.name}]"


def records(findings: Iterable[Finding]) -> list[Json]:
    """Findings as dictionaries for JSON; lines and columns are counted from 1."""
    return [
        {
            "name": finding.name,
            "severity": finding.severity.value,
            "path": finding.path.as_posix(),
            "line": finding.line,
            "column": finding.column,
            "message": finding.message,
            "mend": finding.mend,
        }
        for finding in findings
    ]


def github_lines(findings: Iterable[Finding], *, folder: PurePosixPath = _HERE) -> Iterator[str]:
    """Findings as commands that GitHub's runner turns into annotations on the lines.

    Args:
        findings: In any order.
        folder: Where the notebook is in the repository: GitHub counts paths from there.
    """
    for finding in findings:
        path = (folder / finding.path).as_posix().translate(_PROPERTY)
        place = f"file={path},line={finding.line},col={finding.column}"
        title = finding.name.translate(_PROPERTY)
        message = _sentences(finding).translate(_DATA)
        yield f"::{_COMMANDS[finding.severity]} {place},title={title}::{message}"


def sarif(
    findings: Iterable[Finding], *, version: str, folder: PurePosixPath = _HERE
) -> dict[str, Json]:
    """Findings as SARIF 2.1.0, which GitHub's code scanning and editors read.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

    Args:
        findings: In any order.
        version: Our own.
        folder: Where the notebook is in the repository.
    """
    driver: dict[str, Json] = {
        "name": "snnnotes",
        "version": version,
        "rules": [_rule(check) for check in CHECKS],
    }
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        # Our columns count characters; the default would be units of UTF-16.
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, folder) for finding in findings],
    }
    return {"$schema": _SARIF_SCHEMA, "version": _SARIF_VERSION, "runs": [run]}


def _rule(check: Check) -> Json:
    why = check.explanation.partition("\n\n")[0]
    return {
        "id": check.name,
        "shortDescription": {"text": check.summary},
        "fullDescription": {"text": why},
        "help": {"text": why, "markdown": check.explanation},
        "defaultConfiguration": {"level": check.severity.value},
        "properties": {"tags": [check.group.value]},
    }


def _result(finding: Finding, folder: PurePosixPath) -> Json:
    return {
        "ruleId": finding.name,
        "ruleIndex": _INDEX[finding.name],
        "level": finding.severity.value,
        "message": {"text": _sentences(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": _uri(folder / finding.path),
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
    }


def _sentences(finding: Finding) -> str:
    """What is wrong and what to do, for readers that have one place for both."""
    message, mend = one_line(finding.message), one_line(finding.mend)
    return f"{message}; {mend}" if mend else message


def _uri(path: PurePosixPath) -> str:
    """A path as a relative URI; `urllib` would be a network library in a room without network.

    >>> _uri(PurePosixPath("notes/2023/SEENN, 早退 100%.md"))
    'notes/2023/SEENN,%20%E6%97%A9%E9%80%80%20100%25.md'
    """
    return _NOT_IN_URI.sub(_percent, path.as_posix())


def _percent(found: re.Match[str]) -> str:
    # File names that are not UTF-8 come from the system with each odd byte as a half surrogate.
    octets = found[0].encode("utf-8", "surrogateescape")
    return "".join(f"%{octet:02X}" for octet in octets)
