"""The command that makes notes on papers: add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from snnnotes.cli import completion
from snnnotes.cli.new_note import asked_for, written
from snnnotes.cli.options import DryRun
from snnnotes.cli.session import Session
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import err, is_agreed, out, printable, printable_block
from snnnotes.errors import SnnnotesError, UsageError

if TYPE_CHECKING:
    from snnnotes.cli.network import Online
    from snnnotes.features.adding import NewNote
    from snnnotes.features.resolving import Resolved
    from snnnotes.model.change import FileChange
    from snnnotes.model.identifiers import Identifier
    from snnnotes.model.source_record import SourceRecord
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()


class Prefer(StrEnum):
    """Values of --prefer; see `features.resolving.Prefer`."""

    PREPRINT = "preprint"
    PUBLISHED = "published"


@commands.command("add")
def add(
    context: typer.Context,
    papers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PAPER]...",
            help="arXiv identifier, DOI, address, PDF, saved page or title.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title, if PAPER is not it.")] = None,
    year: Annotated[str | None, typer.Option(help="Year of the paper.")] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="An author, Given Family; once for each.")
    ] = None,
    venue: Annotated[
        str | None,
        typer.Option(help="Short name, such as NeurIPS.", autocompletion=completion.venues),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where the paper is read.")] = None,
    arxiv: Annotated[str | None, typer.Option(help="arXiv identifier.")] = None,
    doi: Annotated[str | None, typer.Option(help="DOI.")] = None,
    openreview: Annotated[str | None, typer.Option(help="OpenReview forum id.")] = None,
    code: Annotated[str | None, typer.Option(help="Address of the code.")] = None,
    pdf: Annotated[str | None, typer.Option(help="Address of the PDF.")] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="A tag; once for each.", autocompletion=completion.tags),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(help="unread, reading or read.", autocompletion=completion.statuses),
    ] = None,
    rating: Annotated[str | None, typer.Option(help="Your mark, 1 to 5.")] = None,
    listed: Annotated[
        Path | None,
        typer.Option("--file", metavar="LIST", help="Papers too, one on each line of this file."),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask no source; `snnnotes fill` does so later.")
    ] = False,
    prefer: Annotated[
        Prefer, typer.Option(help="Whose title and authors to take where the two differ.")
    ] = Prefer.PREPRINT,
    allow_duplicate: Annotated[
        bool, typer.Option("--allow-duplicate", help="Also if there is a note on this paper.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the new note in your editor.")] = False,
    dry_run: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="The new notes as JSON.")] = False,
) -> None:
    """Make notes on papers.

    What PAPER does not say itself is asked of arXiv, Crossref, OpenReview and others.

    \b
    Examples:
      snnnotes add 2307.01694 10.1109/ICCV48922.2021.00266
      snnnotes add "Spike-driven Transformer" --year 2023 --venue NeurIPS --tag attention
    """
    # Imported here because this module is loaded on every start, also by shell completion.
    from snnnotes.cli.papers_given import is_bibliography, lines_of
    from snnnotes.features.adding import NewNote

    session = Session.of(context)
    if dry_run and as_json:
        raise UsageError(
            "--dry-run shows a diff and --json the new notes", hint="leave out one of them"
        )
    base = NewNote(
        title=title, year=year, authors=tuple(author or ()), venue=venue, url=url, arxiv=arxiv,
        doi=doi, openreview=openreview, code=code, pdf=pdf, tags=tuple(tag or ()), status=status,
        rating=rating, added=datetime.now().astimezone(), allow_duplicate=allow_duplicate,
    )  # fmt: skip
    wanted = [*(papers or ()), *lines_of(session, listed)]
    bibliographies = [text for text in wanted if is_bibliography(session, text)]
    if bibliographies:
        _import(context, wanted, bibliographies, base, dry_run=dry_run, as_json=as_json)
        return
    if len(wanted) > 1:
        _refuse_options_of_one(base)
    notebook = session.notebook()
    adder = _Adder(session, notebook, dry_run=dry_run, as_json=as_json, prefer=prefer.value)
    with adder.asking(offline=offline):
        added = adder.add_all(base, wanted)
    if as_json:
        print_json(_as_data([one for one in added if one.change], is_one=len(wanted) <= 1))
    if edit and not dry_run:
        from snnnotes.cli.launching import edit_file

        for one in added:
            if one.change:
                edit_file(notebook.root / one.change.path, session.environment)
    worst = max((one.code for one in added), default=0)
    if worst:
        raise typer.Exit(worst)


class _Added(NamedTuple):
    """What came of one paper."""

    change: FileChange | None
    resolved: Resolved | None
    code: int


class _Adder:
    """Adds one paper after the other, and says what happens."""

    def __init__(
        self, session: Session, notebook: Notebook, *, dry_run: bool, as_json: bool, prefer: str
    ) -> None:
        self.session = session
        self.notebook = notebook
        self.dry_run = dry_run
        self.as_json = as_json
        self.prefer = prefer
        self.is_offline = False
        self._is_one = True
        self._online: Online

    @contextmanager
    def asking(self, *, offline: bool) -> Iterator[None]:
        """Sources can be asked inside."""
        from snnnotes.cli.network import client_of, online_of

        with client_of(self.session, self.notebook, offline=offline) as client:
            self._online = online_of(self.session, client)
            self.is_offline = client.is_offline
            yield

    def add_all(self, base: NewNote, wanted: Sequence[str]) -> list[_Added]:
        """Add all papers; of several, one that cannot be added does not stop the others."""
        from snnnotes.cli.app import ExitCode, exit_code
        from snnnotes.model.identifiers import ArxivId, find_identifier

        if len(wanted) <= 1:
            return [self._add(replace(base, paper=next(iter(wanted), None)))]
        self._is_one = False
        identifiers = [find_identifier(text) for text in wanted]
        if not self.is_offline:
            self._online.prepare([one for one in identifiers if isinstance(one, ArxivId)])
        added = []
        for text in wanted:
            try:
                added.append(self._add(replace(base, paper=text)))
            except typer.Abort:
                if not any(one.change for one in added):
                    raise
                err("\nInterrupted; only the notes named above were written")
                raise typer.Exit(ExitCode.INTERRUPTED) from None
            except SnnnotesError as error:
                of = "" if str(error).startswith(text) else f"{text}: "
                self.session.warn(f"{of}{error}", hint=error.hint)
                added.append(_Added(None, None, exit_code(error)))
        return added

    def _add(self, request: NewNote) -> _Added:
        from snnnotes.cli.app import ExitCode
        from snnnotes.cli.papers_given import record_in_file
        from snnnotes.features.adding import complete, completed_from, missing_fields

        text = request.paper or ""
        given = record_in_file(self.session, text)
        request = complete(replace(request, paper=None) if given else request)
        self._refuse_duplicate(request)
        subject = _subject_of(text, request, given)
        resolved: Resolved | None = None
        if subject or given:
            resolved = self._resolved(subject, given)
            values = {name: one.value for name, one in resolved.fields.items()}
            # Without an identifier nobody could fill in later what is missing now.
            pending = resolved.pending if subject else ()
            if subject or {"title", "year"} <= values.keys():
                request = completed_from(request, values, pending=pending)
                if "year" in request.pending and not resolved.pending and self.session.can_ask():
                    # Nobody will tell it later; somebody is here who can look at the paper.
                    waiting = tuple(name for name in request.pending if name != "year")
                    request = replace(request, year=None, pending=waiting)
            else:
                title = values.get("title")
                request = replace(request, title=request.title or (str(title) if title else None))
        if missing_fields(request) and self.session.can_ask():
            request = asked_for(request)
        if resolved and not self._is_agreed(request, resolved):
            return _Added(None, resolved, ExitCode.DONE)
        change = written(self.session, self.notebook, request, dry_run=self.dry_run)
        self._show(change, request, resolved)
        failed = bool(request.pending) and not self.is_offline
        code = ExitCode.SOURCE_FAILED if failed else ExitCode.DONE
        return _Added(change, resolved, code)

    def _refuse_duplicate(self, request: NewNote) -> None:
        """Refuse a paper that has a note, before any source is asked about it.

        Raises:
            DuplicateNoteError: There is a note on it.
        """
        from snnnotes.features.adding import refuse_duplicate
        from snnnotes.model.query import And

        with self.session.index(self.notebook, text=False) as index:
            refuse_duplicate(request, index.notes(And(())))

    def _resolved(self, subject: Identifier | str, given: SourceRecord | None) -> Resolved:
        """What sources say.

        Raises:
            UsageError: They say that there is no such paper.
        """
        from snnnotes.features.resolving import Prefer as Preferred
        from snnnotes.features.resolving import resolve

        resolved = resolve(
            subject, self._online, prefer=Preferred(self.prefer), given=[given] if given else []
        )
        if self.is_offline:
            resolved.failures.clear()  # nobody failed who was not to be asked
        if resolved.unknown_to and not given:
            raise UsageError(
                f"{resolved.unknown_to} has no paper {subject}",
                hint="look at how it is written; --offline makes the note all the same",
            )
        return resolved

    def _is_agreed(self, request: NewNote, resolved: Resolved) -> bool:
        """Show what sources disagree on, and what the note will say; does the user want it?

        Raises:
            Exit: No, and there is no other paper to go on with.
        """
        if not resolved.disagreements or not self.session.can_ask():
            return True
        for one in resolved.disagreements:
            err(f"Sources disagree on the {one.field}:")
            for source, value in one.values:
                err(f"  {source}: {printable(_shown(value))}")
        err(f"The note will say: {printable(request.title or '')} ({request.year})")
        if is_agreed("Write it?", default=True):
            return True
        if self._is_one:
            err("Nothing was written")
            raise typer.Exit(1)
        return False

    def _show(self, change: FileChange, request: NewNote, resolved: Resolved | None) -> None:
        if self.dry_run:
            out(printable_block(change.diff()), end="")
        elif not self.as_json:
            out(printable(str(change.path)))
        if resolved is None:
            return
        of = "" if self._is_one else f"{printable(str(change.path))}: "
        for remark in resolved.remarks:
            self.session.warn(f"{of}{remark}")
        guessed = [name for name, one in resolved.fields.items() if one.is_guess and name == "code"]
        if guessed and request.code:
            source = resolved.fields["code"].source
            self.session.say(f"{of}The code is a guess of {source}; look at it")
        for failure in resolved.failures:
            self.session.warn(f"{of}{failure.error}", hint=failure.error.hint)
        if request.pending:
            pending = ", ".join(request.pending)
            self.session.say(f"{of}Pending: {pending}; later, run  snnnotes fill")


def _import(
    context: typer.Context,
    wanted: Sequence[str],
    bibliographies: Sequence[str],
    base: NewNote,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add what bibliographies hold, as `import` does.

    Raises:
        UsageError: Other papers are named as well.
    """
    from snnnotes.cli.importing import import_

    if len(bibliographies) < len(wanted):
        other = next(text for text in wanted if text not in bibliographies)
        raise UsageError(
            f"a bibliography and single papers at once: {other!r}", hint="add them one by one"
        )
    _refuse_options_of_one(base)
    import_(
        context, [*bibliographies], tag=[*base.tags], status=base.status, dry_run=dry_run,
        as_json=as_json,
    )  # fmt: skip


def _refuse_options_of_one(base: NewNote) -> None:
    """Refuse options that can only be of one paper, where there are several.

    Raises:
        UsageError: One is given.
    """
    for name in ("title", "year", "authors", "venue", "url", "arxiv", "doi", "openreview", "code",
                 "pdf", "rating"):  # fmt: skip
        if getattr(base, name):
            option = "author" if name == "authors" else name
            raise UsageError(
                f"--{option} is given for several papers at once", hint="add them one by one"
            )


def _subject_of(text: str, request: NewNote, given: SourceRecord | None) -> Identifier | str:
    """What to ask the sources about; empty for a title."""
    from snnnotes.model.identifiers import find_identifier

    if given is None:
        address = request.url if text and request.url and not request.title else None
        return find_identifier(text) or address or ""
    paper = given.paper
    names = (paper.arxiv, paper.doi, paper.openreview and f"openreview:{paper.openreview}")
    return next((found for name in names if name and (found := find_identifier(name))), "")


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _as_data(added: Sequence[_Added], *, is_one: bool) -> dict[str, Any]:
    from snnnotes.features.listing import record
    from snnnotes.formats.frontmatter import read_note

    notes = []
    for one in added:
        assert one.change is not None  # noqa: S101 (those without were left out)
        fields = one.resolved.fields if one.resolved else {}
        notes.append({
            "note": record(read_note(one.change.text, path=one.change.path)),
            "sources": {
                name: {"source": told.source, "guess": told.is_guess}
                for name, told in fields.items() if name != "abstract"
            },
            "failures": [
                {"source": failure.source, "problem": failure.error.problem}
                for failure in (one.resolved.failures if one.resolved else ())
            ],
        })  # fmt: skip
    if is_one and notes:
        return {"schema": SCHEMA, **notes[0]}
    return {"schema": SCHEMA, "notes": notes}
