"""Commands that change fields and tags of notes: set, tag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from snnnotes.cli import completion
from snnnotes.cli.options import DryRunDiff
from snnnotes.cli.session import Session, count_of
from snnnotes.cli.tables import SCHEMA, print_json
from snnnotes.cli.terminal import columns_of, out, printable
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from snnnotes.cli.edit_report import Run
    from snnnotes.model.note import Note
    from snnnotes.storage.notebook import Notebook

commands = typer.Typer()

_SIGNS = "+-＋－"

Where = Annotated[
    str | None,
    typer.Option(metavar="QUERY", help="Change the notes that `snnnotes list QUERY` shows."),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Change more than 20 notes of --where without asking.")
]
AsJson = Annotated[bool, typer.Option("--json", help="What was changed, as JSON.")]


def _fields_and_notes(context: typer.Context, incomplete: str) -> list[str]:
    """Notes, and the values of the key that is typed; of those with few values, the key too.

    A key is never completed alone: the shell would put a blank behind its sign.
    """
    before = context.params.get("words") or []
    if len(before) > 1 and before[-1] == "=":  # bash takes the sign for a word of its own
        return _values(context, before[-2])
    key, sign, _ = incomplete.partition("=")
    if sign:
        return [f"{key}={value}" for value in _values(context, key)]
    few = [f"{name}={value}" for name in ("status", "rating") for value in _values(context, name)]
    return [*completion.citekeys(context, incomplete), *few]


def _values(context: typer.Context, key: str) -> list[str]:
    """What may stand behind a key, of those with values that come again."""
    match key.rstrip("+-"):
        case "status":
            return completion.statuses()
        case "rating":
            return [str(mark) for mark in range(1, 6)]
        case "tags" | "tag":
            return completion.tags(context, "")
        case "venue":
            return completion.venues(context, "")
        case "authors" | "author":
            return completion.authors(context, "")
    return []


def _tags_and_notes(context: typer.Context, incomplete: str) -> list[str]:
    """Notes, and tags behind a sign."""
    if incomplete[:1] in ("+", "-"):
        return [incomplete[0] + tag for tag in completion.tags(context, "")]
    return completion.citekeys(context, incomplete)


@commands.command("set")
def set_fields(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[NOTE]... KEY=VALUE...",
            help="Notes, then changes: key=value, key+=item, key-=item; key= takes a key away.",
            autocompletion=_fields_and_notes,
        ),
    ],
    where: Where = None,
    yes: Yes = False,
    dry_run: DryRunDiff = False,
    as_json: AsJson = False,
) -> None:
    """Change fields of notes.

    \b
    Examples:
      snnnotes set yao2023spikedriven status=read rating=4 tags+=attention
      snnnotes set --where "venue:neurips year:2023" venue=NeurIPS --dry-run
    """
    from snnnotes.cli import edit_report
    from snnnotes.features.editing import plan_edit, refuse_one_value_for_many
    from snnnotes.model.assignment import parse_assignment, parse_assignments
    from snnnotes.model.fields import BY_NAME

    names, changes = _parted(words, lambda word: parse_assignment(word) is not None)
    assignments = parse_assignments(changes)
    if not assignments:
        is_parted = any(word[:1] in tuple("=＝") for word in names)
        raise UsageError(
            "nothing to change is given",
            hint="write it without blanks around the =, as in  status=read"
            if is_parted
            else "write it behind the notes, as in  snnnotes set lif status=read",
        )
    session = Session.of(context)
    notebook = session.notebook()
    if not names and where is None and assignments[0].key not in BY_NAME:
        raise UsageError(
            f"no note is named: {changes[0]!r} is taken for a change, since it has a = in it",
            hint="name the note by its citekey, its path, or other words of its title",
        )
    notes = _meant(session, notebook, names, where, example="status=read")
    refuse_one_value_for_many(assignments, len(notes))
    edit_report.refuse_diff_as_data(dry_run=dry_run, as_json=as_json)
    run = edit_report.Run(session, notebook, dry_run=dry_run, as_json=as_json, yes=yes)
    run.edit(
        notes,
        lambda text, note: plan_edit(text, assignments, path=note.path),
        ask=where is not None,
        assignments=assignments,
    )


class TagCommand(typer.core.TyperCommand):
    """A command whose words may begin with a minus and yet be no options: ``-survey``."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (typer._click)
        """Read the command line after putting all that is no option behind ``--``."""
        takes = {
            name: option.nargs
            for option in self.params
            for name in option.opts
            if not getattr(option, "is_flag", False)
        }
        options: list[str] = []
        words: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            if word == "--":
                words += rest
                break
            if word.startswith("--") or word in ("-h", "-y"):
                count = takes.get(word, 0)
                options += [word, *rest[:count]]
                del rest[:count]
            else:
                words.append(word)
        return super().parse_args(context, [*options, "--", *words] if words else options)


@commands.command("tag", cls=TagCommand)
def tag(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NOTE]... [+TAG|-TAG]...",
            help="Notes, then tags that come (+) and go (-).",
            autocompletion=_tags_and_notes,
        ),
    ] = None,
    where: Where = None,
    list_tags: Annotated[
        bool, typer.Option("--list", help="All tags, with how many notes have each.")
    ] = False,
    rename: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="OLD NEW", help="Give a tag another name, in all notes."),
    ] = None,
    yes: Yes = False,
    dry_run: DryRunDiff = False,
    as_json: AsJson = False,
) -> None:
    """Add tags to notes and take them away.

    \b
    Examples:
      snnnotes tag yao2023spikedriven +attention -survey
      snnnotes tag --rename snn spiking --dry-run
    """
    from snnnotes.cli import edit_report
    from snnnotes.features.editing import plan_edit, tag_changes

    names, signed = _parted(words or [], lambda word: word[:1] in tuple(_SIGNS))
    session = Session.of(context)
    if list_tags or rename:
        _refuse_with(list_tags=list_tags, rename=rename, words=words, where=where, dry_run=dry_run)
    edit_report.refuse_diff_as_data(dry_run=dry_run, as_json=as_json)
    changes = tag_changes(signed)
    if not (changes or list_tags or rename):
        raise UsageError(
            "no tag is given",
            hint="write  +tag  or  -tag  behind the notes; snnnotes tag --list  shows all tags",
        )
    notebook = session.notebook()
    if list_tags:
        _print_tags(session, notebook, where, as_json=as_json)
        return
    run = edit_report.Run(session, notebook, dry_run=dry_run, as_json=as_json, yes=yes)
    if rename:
        _rename(run, *rename)
        return
    run.edit(
        _meant(session, notebook, names, where, example="+attention"),
        lambda text, note: plan_edit(text, changes, path=note.path),
        ask=where is not None,
        assignments=changes,
    )


def _parted(words: Sequence[str], is_change: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The notes that are named, and the changes behind them.

    Raises:
        UsageError: A word stands behind a change and is none, so that quotes are missing.
    """
    names: list[str] = []
    changes: list[str] = []
    for word in words:
        if is_change(word):
            changes.append(word)
        elif changes:
            whole = f"{changes[-1]} {word}" if changes[-1][-1:] not in "=＝" else changes[-1] + word
            raise UsageError(
                f"{word!r} stands behind a change and is none",
                hint=f'name notes before changes, or put both words in quotes:  "{whole}"',
            )
        else:
            names.append(word)
    return names, changes


def _meant(
    session: Session, notebook: Notebook, names: Sequence[str], where: str | None, *, example: str
) -> list[Note]:
    """The notes to change.

    Raises:
        UsageError: None is named, or both ways to name some are used.
    """
    if where is None:
        if not names:
            raise UsageError(
                "no note is named",
                hint=f"name notes before the changes, as in  snnnotes {_command(example)} "
                f"lif {example},  or use --where QUERY",
            )
        from snnnotes.cli.notes import several

        return several(session, notebook, names)
    if names:
        raise UsageError(
            f"both --where and {names[0]!r} say which notes", hint="leave out one of them"
        )
    if not where.strip():
        raise UsageError(
            "--where is empty, which would mean all notes",
            hint="if that is meant, write  --where has:title",
        )
    return _queried(session, notebook, where)


def _command(example: str) -> str:
    return "tag" if example[0] in _SIGNS else "set"


def _queried(session: Session, notebook: Notebook, where: str) -> list[Note]:
    """The notes that `list` shows for the same query."""
    from snnnotes.cli.querying import built_query, widened_query
    from snnnotes.model.query import needs_text

    query = widened_query(built_query([where], {}, exact=False), notebook, session)
    with session.index(notebook, text=needs_text(query)) as index:
        notes = index.notes(query)
        session.warn_of_problems(index)
    return sorted(notes, key=lambda note: note.path)


def _refuse_with(
    *,
    list_tags: bool,
    rename: tuple[str, str] | None,
    words: Sequence[str] | None,
    where: str | None,
    dry_run: bool,
) -> None:
    """Refuse what --list and --rename do not go with.

    Raises:
        UsageError: One of these is there.
    """
    if list_tags and rename:
        raise UsageError("--list and --rename do not go together", hint="leave out one of them")
    name = "--list" if list_tags else "--rename"
    if words:
        raise UsageError(f"{name} takes no notes and no tags to add: {words[0]!r}",
                         hint="leave out one of them; see  snnnotes tag --help")  # fmt: skip
    if rename and where:
        raise UsageError("--rename is for all notes, and --where for some",
                         hint="for some:  snnnotes tag --where QUERY +new -old")  # fmt: skip
    if list_tags and dry_run:
        raise UsageError("--list writes nothing anyway", hint="leave out --dry-run")


def _print_tags(session: Session, notebook: Notebook, where: str | None, *, as_json: bool) -> None:
    """All tags, the most used first."""
    from snnnotes.features.editing import tag_counts

    counts = tag_counts(_queried(session, notebook, where or ""))
    if as_json:
        tags = [{"tag": one.tag, "notes": one.notes} for one in counts]
        print_json({"schema": SCHEMA, "tags": tags})
    elif session.at_terminal():
        width = max((columns_of(printable(one.tag)) for one in counts), default=0)
        for one in counts:
            name = printable(one.tag)
            out(f"{name}{' ' * (width - columns_of(name))}  {one.notes:>4}")
    else:
        for one in counts:
            out(f"{printable(one.tag)}\t{one.notes}")
    session.say(count_of(len(counts), "tag"))


def _rename(run: Run, old_text: str, new_text: str) -> None:
    """Give a tag another name in all notes."""
    from snnnotes.features.editing import checked_tag, plan_tag_rename, resembling_tag
    from snnnotes.model.text import fold

    old, new = checked_tag(old_text), checked_tag(new_text)
    every = _queried(run.session, run.notebook, "")
    having = [note for note in every if fold(old) in map(fold, note.tags)]
    if not having:
        near = resembling_tag(old, every)
        raise UsageError(
            f"no note has the tag {old}",
            hint=f"did you mean {near}?" if near else "snnnotes tag --list  shows all tags",
        )
    others = [note for note in every if fold(new) in map(fold, note.tags)]
    # Those that have the new one in another spelling change, too, or there would still be two.
    respelt = [note for note in others if new not in note.tags and note not in having]
    run.edit(
        sorted(having + respelt, key=lambda note: note.path),
        lambda text, note: plan_tag_rename(text, old, new, path=note.path),
        ask=False,
        assignments=(),
    )
    if others and fold(old) != fold(new):
        verb = "would be" if run.dry_run else "are"
        run.session.say(
            f"{count_of(len(others), 'note')} had the tag {printable(new)} before: "
            f"both {verb} one tag now"
        )
