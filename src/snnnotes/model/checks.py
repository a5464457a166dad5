"""The table of checks: one place for selecting, explaining, reporting and the reference page."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from snnnotes.model.finding import Check, Finding, Group, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class _Row(NamedTuple):
    """A check as it is written down here: why it matters, something wrong, the same put right."""

    name: str
    severity: Severity
    summary: str
    why: str
    wrong: str
    right: str
    fixable: bool = False


#: The language of the examples, for their colours.
_LANGUAGES = {Group.FRONTMATTER: "yaml", Group.FILES: "text", Group.PAPERS: "yaml"}

# fmt: off
_FRONTMATTER = (
    _Row("note-unreadable", _ERROR, "The note cannot be read",
         "A note is a text file in UTF-8 that begins with its frontmatter: YAML between two lines "
         "`---`. A note that cannot be read is missing from every list, search and README.",
         "---\ntitle: SEENN: Towards Early-Exit Networks\n---",
         '---\ntitle: "SEENN: Towards Early-Exit Networks"\n---'),
    _Row("key-missing", _ERROR, "A key that every note needs is missing",
         "Without `title` and `year` a note has no place in the list.",
         "title: Spikformer", "title: Spikformer\nyear: 2023"),
    _Row("value-wrong-type", _ERROR, "A key has a value of the wrong kind",
         "A list where one value belongs, a link that is none, a rating that is no number from 1 "
         "to 5 or a date that is none cannot be searched or sorted.",
         "rating: very good", "rating: 5"),
    _Row("key-twice", _ERROR, "A key is there twice",
         "YAML allows each key once, and programs differ in which value they take.",
         "year: 2022\nyear: 2023", "year: 2023"),
    _Row("value-changed-by-yaml", _WARNING, "YAML makes something else of a value",
         "Other programs read an unquoted arXiv identifier as a number and drop its last zero, "
         "read `NO` as false, and read a bare date as a point in time. Quotes keep what you wrote.",
         "arxiv: 2307.10690", 'arxiv: "2307.10690"', fixable=True),
    _Row("status-unknown", _ERROR, "The status is none that we know",
         "The reading status is one of `unread`, `reading` and `read`.",
         "status: done", "status: read"),
    _Row("identifier-malformed", _ERROR, "An identifier is not one of its kind",
         "With a malformed arXiv identifier, DOI or OpenReview id, neither links nor the search "
         "for duplicates work.",
         'arxiv: "2307.169"', 'arxiv: "2307.01694"'),
    _Row("year-out-of-range", _ERROR, "The year is not one in which a paper can be from",
         "A year is four digits, and not later than next year; mostly a digit is mistyped.",
         "year: 20223", "year: 2023"),
    _Row("year-against-arxiv", _WARNING, "The year does not fit the arXiv identifier",
         "An arXiv identifier tells year and month of the first version. A paper that was "
         "published years before or after it has often got the wrong year, or the identifier of "
         "another paper.",
         'year: 2013\narxiv: "2307.01694"', 'year: 2023\narxiv: "2307.01694"'),
    _Row("citekey-twice", _ERROR, "Two notes have the same citekey",
         "Whoever cites such a key gets either of two papers.",
         "citekey: yao2023spike  # in two notes", "citekey: yao2023spikedriven"),
    _Row("pending-keys", _NOTE, "A key is still to be asked for",
         "A source did not answer when the note was made. `snnnotes fill` asks again.",
         "pending: [abstract]", "abstract: Spiking neural networks …"),
)

_FILES = (
    _Row("name-unlike-title", _WARNING, "The file's name does not fit the title",
         "People find a note by its file's name. `--fix` renames the file and the links to it.",
         "notes/2023/paper-3.md", "notes/2023/Spike-driven Transformer.md", fixable=True),
    _Row("name-not-portable", _ERROR, "The file's name does not work on every system",
         'Windows allows none of `: ? * < > | "` in a name, no blank or dot at its end, and no '
         "name such as `con`; a clone fails there.",
         "notes/2023/SEENN: Towards Early Exit.md", "notes/2023/SEENN, Towards Early Exit.md",
         fixable=True),
    _Row("folder-unlike-year", _WARNING, "The note lies in the folder of another year",
         "One of the two is wrong; which one, only you can tell.",
         "notes/2022/Spikformer.md  (year: 2023)", "notes/2023/Spikformer.md  (year: 2023)"),
    _Row("names-differ-in-case", _ERROR, "Two names differ only in upper and lower case",
         "On Windows and macOS both are the same file, and one of the notes is lost in a clone.",
         "notes/2023/SpikFormer.md\nnotes/2023/Spikformer.md", "notes/2023/Spikformer.md"),
    _Row("stray-temporary-file", _WARNING, "A temporary file was left behind",
         "An editor or an interrupted program left it. If it holds nothing that the note lacks, "
         "remove it.",
         "notes/2023/Spikformer.md~", "notes/2023/Spikformer.md"),
    _Row("ignore-unknown", _WARNING, "A comment ignores a check that does not exist",
         "A mistyped name in `snnnotes: ignore` ignores nothing.",
         "<!-- snnnotes: ignore formula-dept -->", "<!-- snnnotes: ignore formula-debt -->"),
)

_PAPERS = (
    _Row("identifier-twice", _ERROR, "Two notes are on the same paper",
         "They have the same arXiv identifier, DOI or OpenReview id. Put what is in one into the "
         "other, or correct the identifier that was copied by mistake.",
         'arxiv: "2307.01694"  # in two notes', 'arxiv: "2307.01694"  # in one'),
    _Row("title-twice", _WARNING, "Two notes have the same title",
         "Titles are compared without case, punctuation and accents. Mostly both are on one paper: "
         "the preprint and what was published.",
         "title: Spike-driven Transformer  # in two notes",
         "title: Spike-driven Transformer  # in one"),
    _Row("title-nearly-twice", _NOTE, "Two notes have nearly the same title",
         "Often a preprint was renamed when it was published; often they are two papers of the "
         "same people. If they are, ignore this check in one of the notes.",
         "title: Spike-driven Transformer   # in one note\n"
         "title: Spike-driven Transformers  # in another",
         "title: Spike-driven Transformer  # with the other one under aliases"),
    _Row("venue-spelling", _WARNING, "The venue is spelt unlike in the table of venues",
         "`--venue NeurIPS` and the groups of a README compare whole names.",
         "venue: Neurips", "venue: NeurIPS", fixable=True),
    _Row("venue-against-link", _WARNING, "The venue does not fit the place the link leads to",
         "A link to the proceedings of one conference and the name of another do not go together.",
         "venue: ICML\nurl: https://proceedings.neurips.cc/paper/2021/hash/afe4.html",
         "venue: NeurIPS\nurl: https://proceedings.neurips.cc/paper/2021/hash/afe4.html"),
)

_LINKS = (
    _Row("link-without-target", _ERROR, "A link leads to a file that is not there",
         "The file was moved, renamed or never committed; case counts on GitHub.",
         "[Spikformer](../2022/Spikformer.md)", "[Spikformer](../2023/Spikformer.md)"),
    _Row("image-without-target", _ERROR, "An image is not there",
         "Readers see a broken picture. Often the image was left out of the commit.",
         "![SEW block](image/sew.PNG)", "![SEW block](image/sew.png)"),
    _Row("wikilink-without-note", _WARNING, "A wikilink names no note",
         "No note has this file name, title or alias.",
         "[[Spikformr]]", "[[Spikformer]]"),
    _Row("paper-link-missing", _WARNING, "The note does not say where the paper is",
         "Neither its frontmatter nor its text leads to the paper.",
         "title: Spikformer\nyear: 2023",
         "title: Spikformer\nyear: 2023\nurl: https://openreview.net/forum?id=frE4fUwz_h"),
    _Row("link-opens-other-note", _ERROR, "A link opens another note than its text says",
         "Its text is the title of one note and it opens another. A checker of links sees nothing "
         "wrong, since there is such a file.",
         "[Spikformer](notes/2023/SEENN.md)", "[Spikformer](notes/2023/Spikformer.md)"),
    _Row("paper-link-dead", _WARNING, "The paper is no longer where the link leads",
         "Asked only with `--online`. The server says that there is no such page (404) or that it "
         "is gone (410); any other answer, such as 403 and 429, says nothing about the page.",
         "url: https://example.org/gone.pdf", "url: https://arxiv.org/abs/2307.01694"),
)

_FORMULAS = (
    _Row("formula-unbalanced", _ERROR, "A formula or a brace is not closed",
         "A `$`, `$$` or brace that is not closed shows the formula as it is written, and often "
         "the rest of the paragraph as a formula.",
         r"the potential $\tau_{m is", r"the potential $\tau_{m}$ is"),
    _Row("formula-does-not-parse", _ERROR, "A formula cannot be read",
         "GitHub shows an error, or the formula as it is written.",
         r"$\left( \frac{a}{b}$", r"$\left( \frac{a}{b} \right)$"),
    _Row("formula-touches-chinese", _ERROR, "A formula touches Chinese letters or punctuation",
         "GitHub makes a formula only where a blank, a line's end or Latin punctuation stands "
         "around the dollar signs. A blank, or dollar signs with backticks, mends it.",
         r"膜电位$u[t]$，阈值", r"膜电位 $u[t]$ ，阈值", fixable=True),
    _Row("formula-markdown", _WARNING, "Markdown changes a formula",
         "GitHub reads Markdown before formulas. Between two `_` or `*` it may see emphasis, and "
         r"it takes the backslash of `\{`, `\,` or `\%` away, and one of `\\` amid a line. "
         "Dollar signs with backticks and blocks of `math` keep that out. Names of letters, such "
         r"as `\lbrace` and `\thinspace`, and `\\` at the end of a line are left as they are.",
         "$\\mathbf{W}_{ij}$ and $\\mathbf{V}_{jk}$\n\n$s \\in \\{ 0, 1 \\}$",
         "$`\\mathbf{W}_{ij}`$ and $`\\mathbf{V}_{jk}`$\n\n$s \\in \\lbrace 0, 1 \\rbrace$",
         fixable=True),
    _Row("formula-without-blank-lines", _WARNING, "A display formula is not alone",
         "Formulas between `$$` need a blank line before and after them, or they become part of "
         "the paragraph and lose their line breaks.",
         "the loss is\n$$\nL = 0\n$$\nwhere", "the loss is\n\n$$\nL = 0\n$$\n\nwhere",
         fixable=True),
    _Row("formula-as-code", _WARNING, "A formula stands in code",
         "Code is shown as it is written, dollar signs and all.",
         r"`$\tau = 2$`", r"$\tau = 2$"),
    _Row("formula-debt", _NOTE, "The text points to a formula that is only in the paper",
         "The note says “公式 7” or “eq. (3)”, and no formula is near, nor has one of the note "
         r"that number, as in `\tag{7}`. Whoever reads the note has to open the paper.",
         "把公式 7 代入，得到更新规则。",
         "把公式 7 代入：\n\n$$\nu[t] = \\lambda u[t-1] + I[t]\n$$"),
)

_README = (
    _Row("readme-stale", _ERROR, "The list in a README is not that of the notes",
         "A note was added, changed or moved. `snnnotes build-readme` or `--fix` builds it again.",
         "- Spikformer", "- Spikformer\n- Spike-driven Transformer", fixable=True),
    _Row("readme-markers-missing", _WARNING, "A README has no place for the list",
         "The list is written between two markers, each alone on its line and there once. "
         "`snnnotes init` puts them there.",
         "# Papers", "# Papers\n\n<!-- snnnotes:begin papers -->\n<!-- snnnotes:end papers -->"),
    _Row("readme-too-long", _WARNING, "A README is over 512 KB",
         "GitHub cuts it there. A shorter line in `[readme]`, or one file for each year, helps.",
         "README.md  (600 KB)", "README.md  (120 KB)"),
)
# fmt: on


def _fenced(example: str, language: str) -> str:
    return f"```{language}\n{example}\n```"


def _checks(group: Group, rows: tuple[_Row, ...]) -> tuple[Check, ...]:
    language = _LANGUAGES.get(group, "markdown")
    return tuple(
        Check(
            row.name,
            group,
            row.severity,
            row.summary,
            f"{row.why}\n\nWrong:\n\n{_fenced(row.wrong, language)}"
            f"\n\nRight:\n\n{_fenced(row.right, language)}",
            fixable=row.fixable,
        )
        for row in rows
    )


#: All checks, group by group in the order in which they are told.
CHECKS = (
    *_checks(Group.FRONTMATTER, _FRONTMATTER),
    *_checks(Group.FILES, _FILES),
    *_checks(Group.PAPERS, _PAPERS),
    *_checks(Group.LINKS, _LINKS),
    *_checks(Group.FORMULAS, _FORMULAS),
    *_checks(Group.README, _README),
)

BY_NAME = {check.name: check for check in CHECKS}


def checks_named(name: str) -> tuple[Check, ...]:
    """The check of a name, or all of a group; empty if there is neither.

    >>> [check.name for check in checks_named("readme")]
    ['readme-stale', 'readme-markers-missing', 'readme-too-long']
    """
    if name in BY_NAME:
        return (BY_NAME[name],)
    return tuple(check for check in CHECKS if check.group == name)


def found(
    name: str, path: PurePosixPath, place: tuple[int, int], message: str, mend: str = ""
) -> Finding:
    """A finding of a check, with the severity that the table gives it.

    Args:
        name: Of the check.
        path: Relative to the notebook.
        place: Line and column, both counted from 1.
        message: One sentence without full stop.
        mend: What to do about it.
    """
    return Finding(name, BY_NAME[name].severity, path, *place, message, mend)
