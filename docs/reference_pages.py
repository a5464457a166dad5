"""Writes the reference pages that are made from the program itself, and the man page.

Run ``python docs/reference_pages.py``; tests/test_docs.py fails when a page is stale.
"""

import io
import runpy
import sys
from contextlib import redirect_stdout
from pathlib import Path

from snnnotes.cli.app import COMMANDS, run
from snnnotes.model.checks import CHECKS
from snnnotes.model.fields import FIELDS, Kind
from snnnotes.model.finding import Group
from snnnotes.model.venue_table import VENUES

REFERENCE = Path(__file__).parent / "reference"

_KINDS = {
    Kind.TEXT: "text",
    Kind.NAME: "short name",
    Kind.LINK: "address",
    Kind.IDENTIFIER: "identifier, in quotes if it is digits",
    Kind.NAMES: "list",
    Kind.YEAR: "year, 1000 to 2999",
    Kind.RATING: "whole number, 1 to 5",
    Kind.STATUS: "`unread`, `reading` or `read`",
    Kind.DATE: "date, or date and time with zone",
}


def help_of(*arguments: str) -> str:
    """What ``--help`` shows, at 80 columns."""
    shown = io.StringIO()
    with redirect_stdout(shown):
        run([*arguments, "--help"])
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


def commands_page() -> str:
    """docs/reference/commands.md."""
    parts = [
        "# Commands",
        "<!-- Made from the program's own help by docs/reference_pages.py. -->",
        f"```text\n{help_of()}\n```",
    ]
    for name in COMMANDS:
        parts += [f"## {name}", f"```text\n{help_of(name)}\n```"]
    return "\n\n".join(parts) + "\n"


def fields_page() -> str:
    """docs/reference/fields.md: the text of fields-introduction.md and the table of fields."""
    rows = []
    for field in FIELDS:
        asked = ", ".join(f"`{name}:`" for name in (*field.query_names, field.name))
        how = "whole value" if field.whole else "words in it"
        required = "**required**" if field.required else ""
        rows.append(
            f"| `{field.name}` | {_KINDS[field.kind]} | {required} | {field.help} | {asked} {how} |"
        )
    table = "\n".join(
        [
            "| key | value | | meaning | in a query |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )
    introduction = (REFERENCE / "fields.md").read_text("utf-8").partition(BEGIN)
    ending = introduction[2].partition(END)[2]
    return f"{introduction[0]}{BEGIN}\n{table}\n{END}{ending}"


_VENUES = """\
# Venues

<!-- Made from src/snnnotes/data/venues.toml by docs/reference_pages.py. -->

`add`, `fill`, `import` and `adopt` write the short name for each of the other names, for their
abbreviations (IEEE Trans. Neural Netw. Learn. Syst.), and whatever year, volume or place stands
beside them. Venues that are not here stay as they are written; a preprint has none.

CCF is the rank in the catalogue of the China Computer Federation, seventh edition (March 2026)."""


def venues_page() -> str:
    """docs/reference/venues.md."""
    parts = [_VENUES]
    for kind in dict.fromkeys(venue.kind for venue in VENUES):
        rows = [
            f"| {venue.short} | {'; '.join((*venue.also, *venue.names))} | {venue.ccf} |"
            for venue in VENUES
            if venue.kind == kind
        ]
        table = ["| short name | other names | CCF |", "|---|---|---|", *rows]
        parts += [f"## {kind.capitalize()}s", "\n".join(table)]
    return "\n\n".join(parts) + "\n"


_FINDINGS = """\
# Findings

<!-- Made from src/snnnotes/model/checks.py by docs/reference_pages.py. -->

What `snnnotes check` looks for. An *error* makes it exit with 1, a *warning* only with `--strict`,
a *note* never. `--select` and `--ignore` take the name of a check or of a group, as many times as
you like, and so does [`[check]`](configuration.md#check) in `snnnotes.toml`.
`snnnotes check --explain NAME` shows one of these sections.

## Leave a finding alone

A comment in the note does:

```markdown
<!-- snnnotes: ignore formula-debt -->
```

| where the comment stands | what it holds for |
|---|---|
| in a line with other text | that line |
| alone in its line, with text in the next | the lines below it, up to the next blank one |
| alone in its line, with a blank line below it | the whole file |

It takes several names, and names of groups. In code it says nothing."""

_GROUPS = {
    Group.FRONTMATTER: "Frontmatter",
    Group.FILES: "Files",
    Group.PAPERS: "Papers",
    Group.LINKS: "Links",
    Group.FORMULAS: "Formulas",
    Group.README: "README",
}


def findings_page() -> str:
    """docs/reference/findings.md."""
    rows = [
        f"| [`{check.name}`](#{check.name}) | {check.severity} | {'yes' if check.fixable else ''} "
        f"| {check.summary} |"
        for check in CHECKS
    ]
    table = ["| check | severity | `--fix` | what is wrong |", "|---|---|---|---|", *rows]
    parts = [_FINDINGS, "## All checks", "\n".join(table)]
    for group, heading in _GROUPS.items():
        parts.append(f"## {heading}\n\nThe group `{group}`.")
        for check in CHECKS:
            if check.group is group:
                how = "; mended by `--fix`" if check.fixable else ""
                parts.append(f"### {check.name}\n\n{check.summary} ({check.severity}{how}).")
                parts.append(check.explanation)
    return "\n\n".join(parts) + "\n"


BEGIN = "<!-- generated: fields -->"
END = "<!-- end -->"

#: Each page and what makes it.
PAGES = {
    "commands.md": commands_page,
    "fields.md": fields_page,
    "findings.md": findings_page,
    "venues.md": venues_page,
}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), "utf-8", newline="\n")
        sys.stdout.write(f"docs/reference/{name}\n")
    # A script of its own beside this one; it takes texts from the pages, so it comes last.
    runpy.run_path(str(Path(__file__).with_name("man_page.py")), run_name="__main__")


if __name__ == "__main__":
    main()
