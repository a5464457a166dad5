"""The 39 notes against what is known of their papers, and against each other.

``facts/*.yaml`` holds what a machine can compare: authors, venue, identifiers, addresses, and all
numbers that the sources of a note give. Those sources are the ones the notes name: the papers with
their abstracts and official pages, the released code with its tables and logs, and, where a note
says so, the comparison tables of later papers. A number that is in none of them does not belong
in a note, so one that is mistyped or made up turns a test red.
"""

import re
from collections import Counter
from itertools import chain
from statistics import mean
from typing import Any

import pytest
import yaml
from own_notes import NOTES, ROOT, SECTIONS, body_of, han, sections_of, without_targets

from snnnotes.formats.glossary import loads
from snnnotes.model.note import Note
from snnnotes.model.text import index_terms, stem_terms

#: Notes that cannot be full, by citekey.
THIN = {
    "shao2023eicil": "only the abstract was at hand: no formula, no number",
    "mssdepthnet2022": "only the abstract was at hand: no formula, no number of its own",
}
#: Notes that have no results, by citekey.
WITHOUT_RESULTS = {"chen2023training": "no accuracy could be checked against a source"}
#: From so many bullets on, the sources of a note are enough for a full one.
ENOUGH = 7

_NUMBER = r"10\^\{?-?\d+\}?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: Not the 18 of ResNet-18, the 384 of 8-384 or the 10 of CIFAR10.
_ALONE = r"(?<![A-Za-z\d.\-])"
_UNIT = r"%|×|倍|个?百分点|分钟|小时|毫秒|秒|比特|步|层|轮|ms|mJ|pJ|nm|[MKGh](?![A-Za-z])"
_ANY = re.compile(f"{_ALONE}(?:{_NUMBER})")
_WITH_UNIT = re.compile(rf"{_ALONE}({_NUMBER})\$?\s*(?:个时间)?(?:{_UNIT})")
#: Bracketed after a Chinese word, but not its translation: names, units, settings.
NOT_TERMS = {
    "CIFAR-10", "CIFAR10-DVS", "DVS128 Gesture", "SHD", "Frontiers in Neuroscience", "LM-HT SNN",
    "ConvBN", "IF", "M", "h", "mJ", "v1",
}  # fmt: skip
_TERM = re.compile(
    r"(?P<chinese>[\u4e00-\u9fffA-Za-z0-9 -]*[\u4e00-\u9fff][A-Za-z0-9 ]*)"
    r"（(?P<english>[A-Za-z][A-Za-z0-9' -]*)(?:，[^）]*)?）"
)


def _facts() -> dict[str, dict[str, Any]]:
    files = sorted((ROOT / "tests" / "facts").glob("*.yaml"))
    entries = chain.from_iterable(yaml.safe_load(file.read_text("utf-8")) for file in files)
    return {entry["citekey"]: entry for entry in entries}


def _glossary() -> dict[str, tuple[str, ...]]:
    """The group of each term, by the form in which terms are compared."""
    path = ROOT / "notes" / "glossary.yaml"
    groups = loads(path.read_text("utf-8"), path).groups
    return {_compared(term): group for group in groups for term in group}


def _compared(term: str) -> str:
    return stem_terms(index_terms(term)).strip()


FACTS = _facts()
GLOSSARY = _glossary()


def facts_of(note: Note) -> dict[str, Any]:
    """What is known of the paper of *note*."""
    return FACTS[str(note.citekey)]


FULL = [note for note in NOTES if facts_of(note)["bullets"] >= ENOUGH]

every_note = pytest.mark.parametrize("note", NOTES, ids=lambda note: note.citekey)


def measured(text: str) -> set[str]:
    """The numbers of *text* that measure something: with a unit, or in a table."""
    text = without_targets(re.sub(r"`[^`]*`", "", text))
    rows = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    found = chain(_ANY.findall(rows), (match[1] for match in _WITH_UNIT.finditer(text)))
    return {re.sub("[{},]", "", number) for number in found}


def sentences(text: str) -> list[str]:
    """The Chinese sentences and table cells of *text* over 30 characters; no formulas, no links."""
    text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
    text = re.sub(r"\[[^\]]*\]\([^)]*\)", "", text)
    parts = (part.strip() for part in re.split(r"[。！？；\n|]", text))
    return [part for part in parts if len(part) > 30 and han(part)]


def unknown_terms(text: str) -> list[str]:
    """The terms that *text* introduces as 中文（English） and the glossary does not hold so."""
    missing = []
    for match in _TERM.finditer(without_targets(text)):
        chinese, english = match["chinese"].rstrip(), match["english"]
        group = GLOSSARY.get(_compared(english), ())
        if english not in NOT_TERMS and not any(chinese.endswith(term) for term in group):
            missing.append(f"{chinese}（{english}）")
    return missing


def test_there_is_one_entry_for_each_note() -> None:
    assert sorted(FACTS) == sorted(str(note.citekey) for note in NOTES)
    assert set(THIN) | set(WITHOUT_RESULTS) <= set(FACTS)


@every_note
def test_note_says_what_is_known_of_its_paper(note: Note) -> None:
    facts, paper = facts_of(note), note.paper

    names = ("title", "year", "venue", "arxiv", "openreview", "url", "code")
    assert {name: getattr(paper, name) or "" for name in names} == {
        name: facts.get(name, "") for name in names
    }
    assert (paper.doi or "").casefold() == facts.get("doi", "").casefold()
    assert list(paper.authors) == facts.get("authors", [])
    assert note.extra.get("venue_year", "") == str(facts.get("venue_year", ""))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("准确率为 95.73%，比 ResNet-18 高 1.6 个百分点", {"95.73", "1.6"}),
        ("只走 1,000 步， $T=4$ ，能耗 3.90 mJ", {"1000", "3.90"}),
        ("在 $10^{5}$ 步里快 58 倍；2024 年的文章", {"10^5", "58"}),
        ("| 8-384 | 72.28 |\n| --- | --- |\n| CIFAR10 | 0.5–3 |", {"8", "72.28", "0.5", "3"}),
        ("见 [代码](https://x.org/7%20) 与 `log 8%`", set()),
    ],
    ids=["percent", "thousands", "powers", "tables", "addresses"],
)
def test_measured_numbers_are_found(text: str, numbers: set[str]) -> None:
    assert measured(text) == numbers


@every_note
def test_numbers_in_the_results_are_those_of_the_sources(note: Note) -> None:
    results = sections_of(note).get("结果", "")

    assert measured(results) <= set(facts_of(note)["numbers"])


def test_results_are_measured_at_all() -> None:
    assert sum(len(measured(sections_of(note).get("结果", ""))) for note in NOTES) > 300


@every_note
def test_sections_stand_in_their_order(note: Note) -> None:
    left_out = set() if note.paper.code else {"代码"}
    left_out |= {"结果"} if note.citekey in WITHOUT_RESULTS else set()

    assert list(sections_of(note)) == [name for name in SECTIONS if name not in left_out]
    assert all(sections_of(note).values())


@every_note
def test_summary_is_the_one_sentence_of_the_note(note: Note) -> None:
    assert note.summary == sections_of(note)["一句话"]
    assert len(note.summary) <= 80
    assert "\n" not in note.summary


def test_full_notes_have_1200_chinese_characters_on_average() -> None:
    lengths = {note.citekey: han(body_of(note)) for note in FULL}

    assert len(lengths) >= 35
    assert mean(lengths.values()) >= 1200
    assert not {citekey for citekey, length in lengths.items() if length < 1000} - set(THIN)


@every_note
def test_note_has_three_display_formulas_unless_its_sources_have_none(note: Note) -> None:
    formulas = re.findall(r"^\$\$\n.+?\n\$\$$", body_of(note), re.MULTILINE | re.DOTALL)

    assert (len(formulas) >= 3) == (note.citekey not in THIN)


def test_no_two_notes_share_a_long_sentence() -> None:
    found = Counter(chain.from_iterable(set(sentences(body_of(note))) for note in NOTES))

    assert len(found) > 1000
    assert not [sentence for sentence, notes in found.items() if notes > 1]


def test_tags_are_those_of_the_vocabulary_and_each_is_used() -> None:
    vocabulary = re.findall(
        r"^- `([a-z0-9-]+)`：.+$", (ROOT / "notes" / "tags.md").read_text("utf-8"), re.MULTILINE
    )
    used = {tag for note in NOTES for tag in note.tags}

    assert len(vocabulary) == len(set(vocabulary))
    assert used == set(vocabulary)
    assert all(2 <= len(note.tags) <= 6 for note in NOTES)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("神经元的膜电位（membrane potential）", []),
        ("膜电位（membrane potentials，写作 $u$）", []),
        ("电位（membrane potential）", ["电位（membrane potential）"]),
        ("鱼（a fish）", ["鱼（a fish）"]),
        ("能耗（mJ）", []),
    ],
    ids=["known", "plural", "another Chinese word", "unknown", "unit"],
)
def test_terms_are_looked_up_in_both_languages(text: str, missing: list[str]) -> None:
    assert unknown_terms(text) == missing


@every_note
def test_terms_that_a_note_introduces_are_in_the_glossary(note: Note) -> None:
    assert unknown_terms(body_of(note)) == []
