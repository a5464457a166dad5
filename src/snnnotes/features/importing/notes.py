"""Notes in another carrier, with all that they link to, as notes of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from snnnotes.errors import NoteFormatError, UnreadableFileError
from snnnotes.features.importing.attachments import Attachments, Links
from snnnotes.features.importing.outcome import Import, Item, Outcome
from snnnotes.features.importing.shelf import Shelf, Wish
from snnnotes.formats.foreign_choice import chosen
from snnnotes.formats.foreign_entry import EntriesByNote, cited_keys, facts_of_entry
from snnnotes.formats.foreign_fact import Fact
from snnnotes.formats.foreign_frontmatter import Carrier, ForeignFrontmatter, foreign_frontmatter
from snnnotes.formats.foreign_note import facts_of
from snnnotes.formats.foreign_note_text import OLD_LINES, note_text
from snnnotes.formats.foreign_path import Reason, folder_pages, reason_not_a_note
from snnnotes.formats.frontmatter import read_note
from snnnotes.formats.local_link import LocalLink
from snnnotes.model.change import FileChange
from snnnotes.model.fields import BY_NAME
from snnnotes.model.file_name import file_name
from snnnotes.model.note import Note, Value
from snnnotes.model.paper import Paper
from snnnotes.model.title import title_key
from snnnotes.storage.copying import FileCopy, SourceFolder
from snnnotes.storage.folder_walk import SUFFIXES

_PAPER_TEXTS = ("venue", "url", "arxiv", "doi", "openreview", "code", "pdf", "abstract")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesSource:
    """A folder of notes, or some files of one."""

    folder: SourceFolder
    #: What messages call the folder; empty for the current one.
    shown: str
    #: The Markdown files, from the folder on.
    paths: Sequence[PurePosixPath]
    #: Does the user name these files, rather than the folder? Then each is a note, and goes to the
    #: folder of its year.
    is_named: bool = False
    #: The text of one.
    read: Callable[[PurePosixPath], str]
    #: Of the bibliographies beside the notes.
    entries: EntriesByNote = field(default_factory=EntriesByNote)
    #: When files came, by whoever knows it; asked once, and only if needed.
    dates: Callable[[], Mapping[PurePosixPath, str]] = dict
    #: Is what would be copied in the notebook already, to the byte?
    is_there: Callable[[FileCopy], bool] = lambda _copy: False

    def place(self, path: PurePosixPath) -> str:
        """A file of the folder as messages call it."""
        return (PurePosixPath(self.shown) / path).as_posix()


@dataclass(slots=True)
class _Draft:
    """A foreign note on its way."""

    path: PurePosixPath
    text: str
    block: ForeignFrontmatter | None
    facts: list[Fact]
    #: What is known, by names of ours.
    fields: dict[str, Value]
    #: Where it goes.
    new_path: PurePosixPath
    #: With our frontmatter; its links are still the old ones.
    new_text: str = ""

    @property
    def body(self) -> str:
        """The text below the old metadata."""
        return self.text[self.block.body_start :] if self.block else self.text


def add_notes(
    source: NotesSource,
    shelf: Shelf,
    wish: Wish,
    into: Import,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Plan the notes for all Markdown files of a folder, and copies of what they link to.

    Below the folder for imported notes, files lie to each other as they did, so that links
    between notes and to images need no change.

    Args:
        source: The folder.
        shelf: Knows the notebook, and from now on these notes too.
        wish: What the user wants of the notes.
        into: Where the plan goes.
        progress: Called with how many files are done, and of how many.
    """
    drafts, items = _read(source, progress)
    choices = chosen({_told_path(source, draft.path): draft.facts for draft in drafts})
    dates: Mapping[PurePosixPath, str] | None = None
    planned: list[_Draft] = []
    targets: dict[PurePosixPath, PurePosixPath] = {}
    roots = _Roots(source, shelf, [draft.path for draft in drafts])
    for draft in drafts:
        facts = choices[_told_path(source, draft.path)].facts
        if "added" not in facts and dates is None:
            dates = source.dates()
        draft.fields = _fields(facts, wish, (dates or {}).get(draft.path, wish.added))
        item = _placed(draft, source, shelf, roots, into)
        items[draft.path] = item
        if item.path is not None:
            targets[draft.path] = item.path
        if item.outcome is Outcome.IMPORTED:
            planned.append(draft)
    attachments = Attachments(
        source.folder, roots.place_for, exists=shelf.exists, is_there=source.is_there
    )
    links = Links(source.folder, targets, attachments)
    for draft in planned:
        into.changes.append(_change(draft, source, links, into))
    into.copies += attachments.copies
    into.items += [items[path] for path in source.paths]


def _told_path(source: NotesSource, path: PurePosixPath) -> PurePosixPath:
    """The path whose names may tell something: the folder's own may be a year."""
    return PurePosixPath(source.folder.root.name) / path


def _read(
    source: NotesSource, progress: Callable[[int, int], None]
) -> tuple[list[_Draft], dict[PurePosixPath, Item]]:
    """The files that may be notes, and the others with the reason why they are none."""
    pages = frozenset() if source.is_named else folder_pages(source.paths)
    drafts: list[_Draft] = []
    items: dict[PurePosixPath, Item] = {}
    for number, path in enumerate(source.paths, 1):
        progress(number, len(source.paths))
        item = Item(source=source.place(path), outcome=Outcome.NO_NOTE)
        reason = None if source.is_named else _reason(path, None, pages)
        if reason is None:
            try:
                text = source.read(path)
            except UnreadableFileError as error:
                items[path] = item.left_out(error.problem, error.hint, line=error.line)
                continue
            reason = _reason(path, text, pages)
            if source.is_named and reason is not Reason.EMPTY:
                reason = None
        if reason is not None:
            items[path] = replace(item, reason=reason.value)
            continue
        facts = facts_of(text, _told_path(source, path))
        about = source.entries.about(path, facts, cited_keys(text))
        facts += facts_of_entry(about) if about else []
        block = foreign_frontmatter(text, path=PurePosixPath(source.place(path)))
        drafts.append(_Draft(path, text, block, facts, {}, path))
    return drafts, items


def _reason(
    path: PurePosixPath, text: str | None, pages: frozenset[PurePosixPath]
) -> Reason | None:
    # The page of a folder goes by the name of its folder.
    name = path.parent.with_name(f"{path.parent.name}.md") if path in pages else path
    return reason_not_a_note(name, text)


def _fields(facts: Mapping[str, Fact], wish: Wish, added: str) -> dict[str, Value]:
    """What is known of a note, in the order of the fields."""
    fields: dict[str, Value] = {}
    for name in BY_NAME:
        value = facts[name].value if name in facts else ""
        if name == "tags":
            value = wish.with_tags(value if isinstance(value, tuple) else ())
        elif name == "status":
            value = wish.status or value
        elif name == "added":
            value = value or added
        if value:
            fields[name] = list(value) if isinstance(value, tuple) else value
    return fields


class _Roots:
    """Where the files of a source go: below one folder, in which they lie as they did."""

    def __init__(self, source: NotesSource, shelf: Shelf, paths: Iterable[PurePosixPath]) -> None:
        self._is_named = source.is_named
        self._folder = shelf.folder
        self._base = shelf.folder
        if not source.is_named:
            self._base /= file_name(source.folder.root.name or "imported").removesuffix(".md")
        # Notes are not looked for in such folders, of which Jekyll and Hexo have _posts.
        self._unseen = {
            folder
            for path in paths
            for folder in path.parents
            if folder.name.startswith(("_", "."))
        }

    def place_for(self, path: PurePosixPath) -> PurePosixPath:
        """The place of any file of the source."""
        parts = [
            part.lstrip("_.") or "notes" if PurePosixPath(*path.parts[: n + 1]) in self._unseen
            else part
            for n, part in enumerate(path.parts[:-1])
        ]  # fmt: skip
        return self._base.joinpath(*parts, path.name)

    def place_for_note(self, path: PurePosixPath, year: str) -> PurePosixPath:
        """The place of a note, under a name by which it is found as one."""
        if self._is_named:
            self._base = self._folder / year
        place = self.place_for(path)
        name = place.name.lstrip("_.") or "note.md"
        if not name.endswith(SUFFIXES):
            name = f"{PurePosixPath(name).stem}.md"
        return place.with_name(name)


def _placed(draft: _Draft, source: NotesSource, shelf: Shelf, roots: _Roots, into: Import) -> Item:
    """What becomes of a note; if it is imported, it has its path and its citekey from now on."""
    place = source.place(draft.path)
    title, year = draft.fields.get("title"), draft.fields.get("year")
    item = Item(source=place, outcome=Outcome.LEFT_OUT)
    if not isinstance(title, str) or not isinstance(year, str):
        missing = "title" if not isinstance(title, str) else "year"
        example = "Title: …" if missing == "title" else "Year: 2023"
        hint = f"write a line such as  {example}  below its heading, then import again"
        return item.left_out(f"no {missing} found, and a note needs one", hint)
    paper = _paper(draft.fields, title, year)
    for duplicate in shelf.duplicates_of(paper):
        origin, reason = shelf.origin_of(duplicate.note), shelf.why_duplicate(duplicate)
        if origin is None or _same_title(paper, duplicate.note):
            path = duplicate.note.path
            return replace(item, outcome=Outcome.DUPLICATE, path=path, reason=reason)
        # In real notebooks most of these are slips, and there is text in both.
        into.remark(place, f"{duplicate.reason} as {origin}, though the titles differ; look at it")
    wanted = roots.place_for_note(draft.path, year)
    if shelf.is_excluded(wanted):
        reason = f"{wanted} would be left out by  exclude  in snnnotes.toml"
        return item.left_out(reason, "rename it, or change that setting")
    if shelf.is_in_the_way(wanted):
        return item.left_out(*shelf.why_in_the_way(wanted))
    try:
        note = _made(draft, paper, shelf)
    except NoteFormatError as error:
        return item.left_out(error.problem, error.hint, line=error.line)
    draft.new_path = shelf.new_notes.free_path(wanted)
    shelf.add(replace(note, path=draft.new_path), place)
    _remark_on_carrier(draft, place, into)
    return replace(item, outcome=Outcome.IMPORTED, name=title, path=draft.new_path)


def _made(draft: _Draft, paper: Paper, shelf: Shelf) -> Note:
    """The note as it will be read; its citekey is taken from now on.

    Raises:
        NoteFormatError: It would be none.
    """
    citekeys = shelf.new_notes.citekeys
    citekey = draft.fields.get("citekey")
    if not isinstance(citekey, str) or not citekeys.take(citekey):
        draft.fields["citekey"] = citekeys.make(paper)
    draft.new_text = note_text(draft.text, draft.block, draft.fields, path=draft.path)
    return read_note(draft.new_text, path=draft.path)


def _paper(fields: Mapping[str, Value], title: str, year: str) -> Paper:
    authors = fields.get("authors", [])
    texts = {name: fields.get(name) for name in _PAPER_TEXTS}
    return Paper(
        title=title,
        year=int(year),
        authors=tuple(name for name in authors if isinstance(name, str)),
        **{name: value for name, value in texts.items() if isinstance(value, str)},
    )


def _same_title(paper: Paper, note: Note) -> bool:
    return title_key(paper.title) in map(title_key, (note.paper.title, *note.aliases))


def _remark_on_carrier(draft: _Draft, place: str, into: Import) -> None:
    block = draft.block
    if block is None:
        return
    if block.problem is not None and block.carrier in (Carrier.BROKEN_YAML, Carrier.TOML):
        line, problem = block.problem.line, block.problem.problem
        into.remark(f"{place}:{line}", f"{problem}; it was read line by line, look at the new note")
    for line in block.unread:
        into.remark(
            f"{place}:{line}", f"not understood; the line is kept under  {OLD_LINES}  in the note"
        )


def _change(draft: _Draft, source: NotesSource, links: Links, into: Import) -> FileChange:
    body = draft.body
    missing: dict[str, int] = {}

    def miss(link: LocalLink) -> None:
        missing.setdefault(link.target, link.line)

    pointed = links.pointed(body, draft.path, miss)
    above = draft.text.removesuffix(body).count("\n")
    for target, line in missing.items():
        into.remark(
            f"{source.place(draft.path)}:{above + line}",
            f"links to {target}, which is not in what is imported;"
            " copy it there by hand, or mend the link",
        )
    head = draft.new_text[: len(draft.new_text) - len(body)]
    return FileChange(draft.new_path, None, head + pointed)
