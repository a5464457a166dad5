"""Options that several commands have, with one wording."""

from __future__ import annotations

from typing import Annotated

import typer

#: Of commands that make files.
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Write nothing; show what would be written.")
]
#: Of commands that change files.
DryRunDiff = Annotated[bool, typer.Option("--dry-run", help="Write nothing; show the diff.")]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Of files that are not UTF-8, such as gb18030."),
]
