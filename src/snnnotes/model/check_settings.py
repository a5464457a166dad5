"""The table ``[check]`` of the settings: which checks are made, and how bad their findings are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from snnnotes.errors import ConfigError, UsageError
from snnnotes.model.checks import CHECKS, checks_named
from snnnotes.model.finding import Finding, Group, Severity

_KEYS = ("select", "ignore", "severity")


class CheckSettings(NamedTuple):
    """Which checks are made, and how bad their findings are; names may be those of groups."""

    #: Only these; all of them if empty.
    select: tuple[str, ...] = ()
    #: Not these, even if they are selected.
    ignore: tuple[str, ...] = ()
    #: Name of a check or group, and what it is instead of what the table of checks says.
    severity: tuple[tuple[str, Severity], ...] = ()

    def but(self, *, select: Iterable[str], ignore: Iterable[str]) -> CheckSettings:
        """With what the command line says: its selection takes the place of ours.

        Raises:
            UsageError: It names a check that there is not.
        """
        chosen, left_out = tuple(select), tuple(ignore)
        for option, names in (("--select", chosen), ("--ignore", left_out)):
            for name in names:
                if not checks_named(name):
                    raise UsageError(f"{option} {name}: there is no such check", hint=meant(name))
        return self._replace(select=chosen or self.select, ignore=(*self.ignore, *left_out))

    def chosen(self) -> frozenset[str]:
        """The names of the checks that are made."""
        names = _names(self.select) if self.select else {check.name for check in CHECKS}
        return frozenset(names - _names(self.ignore))

    def applied(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings of the checks that are made, as bad as they are here."""
        chosen = self.chosen()
        severities: dict[str, Severity] = {}
        # A check that is named itself comes after its group, whatever the order in the file.
        for name, severity in sorted(self.severity, key=lambda pair: pair[0] not in set(Group)):
            severities |= dict.fromkeys(_names([name]), severity)
        for finding in findings:
            if finding.name in chosen:
                severity = severities.get(finding.name, finding.severity)
                yield finding._replace(severity=severity)


def check_settings_from_table(table: Mapping[str, object], *, origin: str) -> CheckSettings:
    """The settings in the table ``[check]``.

    Args:
        table: As TOML gives it.
        origin: The file it comes from, for messages.

    Raises:
        ConfigError: A key, check or severity is unknown.

    >>> check_settings_from_table({"ignore": ["formulas"]}, origin="snnnotes.toml").ignore
    ('formulas',)
    """
    for key in table:
        if key not in _KEYS:
            raise ConfigError(
                f"{origin}: check: there is no key {key!r}", hint=f"the keys are {', '.join(_KEYS)}"
            )
    select, ignore = (_checks(table.get(key, []), key, origin) for key in ("select", "ignore"))
    severity = table.get("severity", {})
    if not isinstance(severity, dict):
        raise ConfigError(
            f"{origin}: check.severity is not a table of checks",
            hint='write  severity = {formula-debt = "warning"}',
        )
    return CheckSettings(
        select, ignore, tuple(_severity(name, value, origin) for name, value in severity.items())
    )


def meant(name: str) -> str:
    """A hint for the name of a check that there is not."""
    names = [check.name for check in CHECKS]
    near = difflib.get_close_matches(name, [*names, *Group], n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"the groups are {', '.join(Group)}; the checks are in  snnnotes check --explain all"


def _names(names: Iterable[str]) -> set[str]:
    return {check.name for name in names for check in checks_named(name)}


def _checks(value: object, key: str, origin: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(
            f"{origin}: check.{key} is not a list of checks",
            hint=f'write  {key} = ["formula-debt"]',
        )
    for name in value:
        _refuse_unknown(name, f"check.{key}", origin)
    return tuple(value)


def _severity(name: str, value: object, origin: str) -> tuple[str, Severity]:
    _refuse_unknown(name, "check.severity", origin)
    if not isinstance(value, str) or value not in set(Severity):
        raise ConfigError(
            f"{origin}: check.severity: {name} cannot be {value!r}",
            hint=f"it is one of {', '.join(Severity)}; to leave a check out, ignore it",
        )
    return name, Severity(value)


def _refuse_unknown(name: object, where: str, origin: str) -> None:
    if not isinstance(name, str) or not checks_named(name):
        raise ConfigError(f"{origin}: {where}: there is no check {name!r}", hint=meant(str(name)))
