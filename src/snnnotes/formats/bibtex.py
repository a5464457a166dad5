r"""Notes as BibTeX, for LaTeX and for programs that keep references.

Text is written so that LaTeX prints what the note says, and that BibTeX, which counts every brace,
also one behind a backslash, finds the end of each field. Letters stay UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, count

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
from bibtexparser.middlewares.parsestack import default_unparse_stack
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from snnnotes.model.citekey import family_name, make_citekey
from snnnotes.model.markdown import one_line
from snnnotes.model.note import Note

# Venues that are no venue: arXiv, arXiv preprint arXiv:2305.05954, CoRR abs/2305.05954.
_PREPRINT = re.compile(r"arxiv|biorxiv|medrxiv|corr\b|preprint", re.IGNORECASE)

# A venue is a journal if it is one of these (letters and digits alone, IEEE before them left out),
# begins like one of a family of journals, or has a word that only journals have. Whatever has a
# word of meetings in it, and all the rest, is a conference, as most venues of this field are.
_JOURNALS = frozenset({
    "access", "cacm", "cell", "elife", "ijcv", "iscience", "jetcas", "jmlr", "jssc", "nature",
    "nce", "neucom", "neuron", "patterns", "pieee", "pnas", "ral", "science", "spl", "tai", "tbcas",
    "tbiocas", "tcad", "tcas", "tcasi", "tcasii", "tcds", "tcsvt", "tcyb", "tetci", "tip", "tits",
    "tkde", "tmlr", "tmm", "tnn", "tnnls", "tpami", "tro", "tvlsi",
    "appliedintelligence", "artificialintelligence", "cognitivecomputation",
    "cognitiveneurodynamics", "expertsystemswithapplications", "informationsciences",
    "knowledgebasedsystems", "neuralcomput", "neuralcomputation", "neuralnetworks",
    "neurocomputing", "neuromorphiccomputingandengineering", "patternrecognition",
    "proceedingsofthenationalacademyofsciences", "proceedingsoftheieee", "scientificreports",
})  # fmt: skip
_JOURNAL_FAMILIES = ("acta ", "communications ", "nature ", "npj ", "plos ", "science ")
_JOURNAL_WORDS = frozenset({
    "annals", "archives", "bulletin", "front", "frontiers", "j", "journal", "lett", "letters",
    "magazine", "review", "reviews", "trans", "transactions",
})  # fmt: skip
_CHINESE_JOURNAL = re.compile("学报|杂志|期刊|通报|通讯|快报")
_MEETING_WORDS = frozenset({
    "conf", "conference", "congress", "meeting", "proc", "proceedings", "symposium", "workshop",
    "workshops",
})  # fmt: skip
_YEAR_AT_THE_END = re.compile(r"[\s,'’]*\b(?:19|20)\d\d$")

# A formula, told from an amount of money as Pandoc does it: no blank inside of either sign, no
# digit behind the second. A bare %, # or & would be an error in the formula as well.
_FORMULA = re.compile(r"(?<!\\)(?P<sign>\$\$?)(?!\s)(?:\\.|[^\\$%#&])+?(?<!\s)(?P=sign)(?!\d)")
# Letters and digits; Chinese, Japanese and Korean have no capitals, and part words.
_CJK = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORD = re.compile(rf"[^\W_{_CJK}](?:[^\W_{_CJK}]|[\u0300-\u036f])*")
_TOKEN = re.compile(
    rf"(?P<formula>{_FORMULA.pattern})|(?P<word>{_WORD.pattern})|(?P<special>[&%#_$~^\\{{}}])"
)
_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%#_${}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
# Where braces do not come in pairs, BibTeX would not find the end of the field, backslash or not.
_LONE_BRACES = str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
_NOT_IN_ADDRESS = re.compile(r"[\s{}\\]")
_NOT_IN_KEY = re.compile(r"[^\w.:+/-]")

# Words of a group's name that no person has. Not "The": that is a given name in Vietnam.
_GROUP_WORDS = frozenset({
    "Association", "Collaboration", "Committee", "Community", "Company", "Consortium",
    "Contributors", "Corporation", "Foundation", "Group", "Initiative", "Institute", "Lab",
    "Laboratory", "Labs", "Network", "Organisation", "Organization", "Project", "Society", "Team",
    "University",
})  # fmt: skip
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)
_MORE_AUTHORS = frozenset({"others", "et al", "et al.", "等"})


def dumps(notes: Iterable[Note]) -> str:
    """One BibTeX entry a note, in the order given; empty if there is none.

    An entry has the note's citekey, or one made for it. A key that another entry has already
    (BibTeX does not tell cases apart) gets a number.
    """
    notes = list(notes)
    keys = _unique_keys(notes)
    library = Library([_entry(note, key) for note, key in zip(notes, keys, strict=True)])
    form = BibtexFormat()  # type: ignore[no-untyped-call]
    form.indent = "  "
    form.trailing_comma = True
    form.block_separator = "\n"
    # The library is ours alone; copying each entry would cost more than all the rest.
    return write_string(
        library,
        unparse_stack=default_unparse_stack(allow_inplace_modification=True),
        bibtex_format=form,
    )


def _entry(note: Note, key: str) -> Entry:
    paper = note.paper
    kind, venue_field = _entry_type(paper.venue)
    values = {
        "author": _author_field(paper.authors),
        "title": latex_text(paper.title, keep_capitals=True),
        venue_field: latex_text(paper.venue or "") if venue_field else "",
        "year": str(paper.year),
        "eprint": _address(paper.arxiv),
        "archiveprefix": "arXiv" if paper.arxiv else "",
        "doi": _address(paper.doi),
        "url": _address(paper.url),
    }
    return Entry(kind, key, [Field(name, value) for name, value in values.items() if value])


def _entry_type(venue: str | None) -> tuple[str, str]:
    """Type of the entry, and the field for the venue (empty for a preprint)."""
    if not venue or _PREPRINT.match(one_line(venue)):
        return "misc", ""
    return ("article", "journal") if is_journal(venue) else ("inproceedings", "booktitle")


def is_journal(venue: str) -> bool:
    """Is it a journal, as far as its name tells?

    >>> is_journal("TNNLS"), is_journal("Nature Communications"), is_journal("Frontiers Neurosci.")
    (True, True, True)
    >>> is_journal("NeurIPS"), is_journal("ICONIP 2023"), is_journal("Journal Track Workshop")
    (False, False, False)
    """
    name = _YEAR_AT_THE_END.sub("", one_line(venue)).casefold()
    letters = "".join(character for character in name if character.isalnum())
    if letters.removeprefix("ieee") in _JOURNALS:
        return True
    words = set(_WORD.findall(name))
    if words & _MEETING_WORDS:
        return False
    return (
        bool(words & _JOURNAL_WORDS)
        or name.startswith(_JOURNAL_FAMILIES)
        or _CHINESE_JOURNAL.search(name) is not None
    )


def latex_text(text: str, *, keep_capitals: bool = False) -> str:
    r"""Text that LaTeX prints as it is; formulas between dollar signs stay.

    Args:
        text: Any text; line ends become blanks.
        keep_capitals: Put braces around words that a bibliography style must not write in lower
            case: those with a capital inside (ResNet), in capitals (SNN), or in a formula.

    >>> latex_text("GLIF: 100% of $T_1$ & a_b", keep_capitals=True)
    '{GLIF}: 100\\% of {$T_1$} \\& a\\_b'
    """
    text = one_line(text)
    outside = _FORMULA.sub(lambda found: "" if _is_closed(found[0]) else found[0], text)
    escapes = _ESCAPES if _is_closed(outside) else _ESCAPES | _LONE_BRACES

    def written(found: re.Match[str]) -> str:
        token = found[0]
        if found["special"] or (found["formula"] and not _is_closed(token)):
            return token.translate(escapes)
        if not keep_capitals:
            return token
        # Around letters and digits alone: BibTeX lowers what follows a brace and a backslash.
        keep = _needs_braces(token) if found["word"] else _has_capital(token)
        return f"{{{token}}}" if keep else token

    return _TOKEN.sub(written, text)


def _needs_braces(word: str) -> bool:
    """Must the word keep its capitals? A capital at its beginning alone is the style's affair.

    >>> [_needs_braces(word) for word in ("SNN", "ResNet", "Q", "V1", "Spiking", "A", "loss")]
    [True, True, True, True, False, False, False]
    """
    return _has_capital(word[1:]) or (word.isupper() and word != "A")


def _has_capital(text: str) -> bool:
    return any(character.isupper() for character in text)


def _is_closed(text: str) -> bool:
    r"""Do braces come in pairs, for BibTeX (which counts every one) and for bibtexparser?

    bibtexparser does not count a brace behind a backslash, be it the second of ``\\``.

    >>> _is_closed("a_{t}"), _is_closed("a}b{"), _is_closed(r"\{0, 1\}"), _is_closed(r"\\{x}")
    (True, False, True, False)
    """
    for pattern in (r"[{}]", r"(?<!\\)[{}]"):
        depth = 0
        for brace in re.findall(pattern, text):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _author_field(authors: Iterable[str]) -> str:
    names = [name for name in map(one_line, authors) if name]
    written = [_author(name) for name in names]
    if names and names[-1].casefold() in _MORE_AUTHORS:
        written[-1] = "others"  # what BibTeX prints as "et al."
    return " and ".join(written)


def _author(name: str) -> str:
    """A name for BibTeX, in braces where it would take the wrong part for the family name.

    >>> _author("Laurens van der Maaten"), _author("ALICE Collaboration"), _author("张三")
    ('Laurens van der Maaten', '{ALICE Collaboration}', '张三')
    """
    text = latex_text(name)
    # No person's name has signs that LaTeX reads as commands.
    return text if text == name and _splits_rightly(name) else f"{{{text}}}"


def _splits_rightly(name: str) -> bool:
    words = name.split()
    if _AND.search(name) or any(word.strip(",.()") in _GROUP_WORDS for word in words):
        return False
    if len(words) > 1 and _CJK_CHARACTER.search(name):
        return False
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:  # too many commas, or one at the end
        return False
    # The comma says that all of it is the family name.
    family = family_name(" ".join([*parts.von, *parts.last]) + ",")
    return family == family_name(name)


def _address(text: str | None) -> str:
    """A link or identifier; only what would end the field or the address is percent-encoded."""
    return _NOT_IN_ADDRESS.sub(
        lambda found: "".join(f"%{octet:02X}" for octet in found[0].encode()), one_line(text or "")
    )


def _unique_keys(notes: Iterable[Note]) -> Iterator[str]:
    """A key for each note that no other has, without signs that end a key in BibTeX."""
    wanted = [(_NOT_IN_KEY.sub("", note.citekey or ""), note.paper) for note in notes]
    # Keys that were chosen come before keys that are made, wherever they stand.
    taken = {chosen.casefold() for chosen, _ in wanted}
    given: set[str] = set()
    for chosen, paper in wanted:
        key = chosen
        if not chosen or chosen.casefold() in given:
            key = _free_key(chosen or make_citekey(paper), taken)
        taken.add(key.casefold())
        given.add(key.casefold())
        yield key


def _free_key(key: str, taken: Collection[str]) -> str:
    """The key, with a number behind it if it is taken."""
    numbered = (f"{key}-{number}" for number in count(2))
    return next(free for free in chain([key], numbered) if free.casefold() not in taken)
