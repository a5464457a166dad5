r"""The index finds what a plain scan of the files finds, whatever happened to the files before.

The scan here shares the rules of text with the index (`index_terms`, `stem`) and nothing else:
it reads every file anew and knows no SQLite, no streams, no marks and no cache.
"""

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.formats.frontmatter import parse
from snnnotes.model.note import Note
from snnnotes.model.query import And, FieldIs, Has, Math, Not, Or, Query, Range, Words
from snnnotes.model.text import index_terms, stem, terms
from snnnotes.storage import index_query
from snnnotes.storage.index import Index
from snnnotes.storage.notebook import Notebook

CHINESE = "脉冲神经网络膜电位阈值替代梯度训练的是在一了，。、；：“”（）《》"
TRADITIONAL = "脈衝神經網絡膜電位閾值訓練"
ODD = [
    *"~^_`'\"*:;!?@#%&+-=|\\/<>[]{}().,",
    *"éÉñüßœＡ１：，…—–‐·•°²½①㎏ﬁ",
    *"αβΓ∂∑∞≈→☃",
    *"ひらカタガ゙ー한글각ᄀ",
    *"𠮷𪚥𰻝",
    "👍🏽", "👩‍🔬", "❤️", "🇨🇳", "e\u0301", "\u0301", "\u200b", "\ufeff", "\u00ad",
    "\u3000", "\u2028", "\x0b", "\x1c", "\ue000", "नि", "จำ", "ﷺ", "~~", "¶", " ¶ ",
    "--", " - ", "\t",
]  # fmt: skip
ENGLISH = """
    spike spikes spiking spiked train trains training trained neuron neurons LIF SNN SNNs
    surrogate gradient gradients loss losses spike-driven CIFAR-10 e.g. state-of-the-art
    https://example.org/a?b=c f(x) t+1 ResNet-18 indices index naïve Łukasz 2023 3.5 x2 I/O
""".split()  # noqa: SIM905 (a list would be forty lines)
FORMULAS = [
    r"$\tau \frac{du}{dt}=-u$", "$u_t$", r"$$\sum_i w_i x_i$$", r"$`V_{th}`$", r"$\taut$",
    "```math\n\\Delta u\n```", "costs $5 and $6", r"\$x\$", "`$y$`", r"$\delta u$", "$",
]  # fmt: skip
DAYS = ["2025-03-31T23:00:00+08:00", "2025-04-01", "20240101"]
LAYOUT = [
    "\n", "\n\n", "\n \t\n", "\n## ", "\n### ", " ##\n", "\r\n", "\n```\n", "\n- ",
]  # fmt: skip
# What a scalar in double quotes cannot hold, or not as it is.
NOT_IN_SCALARS = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ue000"\\]')


def piece(rng: random.Random) -> str:
    kind = rng.randrange(12)
    if kind < 5:
        return "".join(rng.choices(CHINESE, k=rng.randint(1, 12)))
    if kind < 8:
        return " ".join(rng.choices(ENGLISH, k=rng.randint(1, 4)))
    if kind == 8:
        return "".join(rng.choices(TRADITIONAL, k=rng.randint(1, 5)))
    if kind == 9:
        return rng.choice(FORMULAS)
    if kind == 10:
        return "".join(rng.choices(ODD, k=rng.randint(1, 5)))
    return rng.choice(LAYOUT)


def text(rng: random.Random, pieces: int) -> str:
    return "".join(piece(rng) + rng.choice(["", " ", " "]) for _ in range(rng.randint(1, pieces)))


def scalar(rng: random.Random, pieces: int = 3) -> str:
    """A value of a frontmatter key."""
    value = NOT_IN_SCALARS.sub(" ", text(rng, pieces)).strip()
    return f'"{value or "x"}"'


def note_text(rng: random.Random) -> str:
    lines = ["---", f"title: {scalar(rng)}", f"year: {rng.randint(2019, 2024)}"]
    if rng.random() < 0.7:
        lines.append(f"authors: [{', '.join(scalar(rng, 1) for _ in range(rng.randint(1, 3)))}]")
    if rng.random() < 0.5:
        lines.append(f"venue: {rng.choice(['NeurIPS', 'ICLR', 'IEEE TNNLS', 'null'])}")
    if rng.random() < 0.5:
        lines.append(f"tags: [{rng.choice(['attention', 'spiking nets', '综述'])}, lif]")
    if rng.random() < 0.3:
        lines.append("aliases: [another spiking name, 别名]")
    if rng.random() < 0.3:
        lines.append('arxiv: "2307.01694"\ncode: https://github.com/a/spiking')
    if rng.random() < 0.3:
        lines.append(f"rating: {rng.randint(1, 5)}\nstatus: {rng.choice(['read', 'reading'])}")
    if rng.random() < 0.4:
        lines.append(f"added: {rng.choice(DAYS)}")
    if rng.random() < 0.3:
        lines.append(f"abstract: {scalar(rng, 6)}\nsummary: {scalar(rng)}")
    if rng.random() < 0.4:
        lines.append(f"dataset: {scalar(rng, 1)}")
        lines.append(f"lab:\n  place: [北京, {scalar(rng, 1)}]\n  none: ~")
    end = rng.choice(["\n", "\n", "\r\n"])
    return end.join([*lines, "---", ""]) + text(rng, 25)


# The plain scan


class Scanned:
    """One note as the scan sees it."""

    def __init__(self, root: Path, path: PurePosixPath) -> None:
        content = (root / path).read_bytes().decode()
        found = parse(content, path=path)
        note = Note.from_fields(found.fields, path=path, lines=found.lines)
        self.note, paper = note, note.paper
        self.title = paper.title
        body = content[found.body_start :]
        optional = (
            paper.venue, note.citekey, paper.arxiv, paper.doi, paper.openreview, note.summary,
            paper.abstract,
        )  # fmt: skip
        self.parts = [
            paper.title, *note.aliases, *note.tags, *paper.authors, *filter(None, optional),
            *scalars(note.extra), body,
        ]  # fmt: skip
        self.fields = {
            name: getattr(paper, name) if hasattr(paper, name) else getattr(note, name)
            for name in ("authors", "venue", "tags", "status", "code", "arxiv", "rating", "year")
        } | {"added": note.added}
        self.fields |= {key: list(scalars(value)) for key, value in note.extra.items()}


def scalars(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value not in ("", "~", "null"):
            yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:  # type: ignore[attr-defined]
            yield from scalars(item)


def fits(scanned: Scanned, query: Query) -> bool:  # noqa: PLR0911 (one for each kind)
    match query:
        case And(parts):
            return all(fits(scanned, part) for part in parts)
        case Or(parts):
            return any(fits(scanned, part) for part in parts)
        case Not(part):
            return not fits(scanned, part)
        case Words(field=field):
            return any(holds(part, query) for part in ([scanned.title] if field else scanned.parts))
        case FieldIs(field, value, whole):
            wanted = index_terms(value)
            return any(
                index_terms(text) == wanted if whole else wanted in index_terms(text)
                for text in listed(scanned.fields.get(field))
            )
        case Has(field):
            return bool(listed(scanned.fields.get(field)))
        case Range("added", low, high):
            # As far as the bound goes; 20240101 is another way to write 2024-01-01.
            day = (scanned.fields["added"] or "").replace("20240101", "2024-01-01")
            return (
                bool(day)
                and (low or "") <= day[: len(low or "")]
                and (high is None or day[: len(high)] <= high)
            )
        case Range(field, low, high):
            number = scanned.fields.get(field)
            return number is not None and int(low or 0) <= number <= int(high or 9999)
        case _:
            raise AssertionError(f"the scan knows no {query}")


def listed(value: object) -> list[str]:
    if value is None:
        return []
    return list(map(str, value)) if isinstance(value, tuple | list) else [str(value)]


def holds(part: str, words: Words) -> bool:
    if words.prefix:
        return index_terms(words.text)[:-1] in index_terms(part)
    if words.exact:
        return index_terms(words.text) in index_terms(part)
    return stems(words.text) in stems(part)


def stems(text: str) -> str:
    return f" {' '.join(stem(term) for term in terms(text))} "


# The comparison


class Pair:
    """A notebook, its index, and a scan of its files."""

    def __init__(self, root: Path, cache: Path, seed: int) -> None:
        self.root, self.cache = root, cache
        self.rng = random.Random(seed)
        (root / "notes").mkdir(parents=True)

    def add(self, count: int) -> None:
        for _ in range(count):
            folder = self.root / "notes" / str(self.rng.randint(2020, 2023))
            folder.mkdir(exist_ok=True)
            name = self.rng.choice(["膜电位", "a b", "x"]) + f" {self.rng.randrange(10**9)}.md"
            (folder / name).write_text(note_text(self.rng), encoding="utf-8", newline="")

    def paths(self) -> list[PurePosixPath]:
        found = (self.root / "notes").glob("*/*.md")
        return sorted(PurePosixPath(path.relative_to(self.root).as_posix()) for path in found)

    def disturb(self) -> None:
        """Edit, rename, delete and rewrite some notes."""
        rng = self.rng
        paths = [self.root / path for path in rng.sample(self.paths(), 12)]
        for path in paths[:3]:
            path.write_text(note_text(rng), encoding="utf-8", newline="")
        for path in paths[3:5]:
            path.rename(path.with_name(f"moved {path.name}"))
        for path in paths[5:7]:
            path.unlink()
        # An editor that saves in place, and one that renames over.
        for path in paths[7:9]:
            path.write_bytes(shuffled(path.read_bytes(), rng))
        for path in paths[9:11]:
            beside = path.with_suffix(".tmp")
            beside.write_bytes(shuffled(path.read_bytes(), rng))
            state = path.stat()
            os.utime(beside, ns=(state.st_atime_ns, state.st_mtime_ns))
            beside.replace(path)
        (self.root / "notes" / str(rng.randint(2030, 2039))).mkdir(exist_ok=True)
        self.add(3)

    def compare(self, queries: int) -> int:
        """How many hits the queries had, all of them the same in index and scan."""
        scan = [Scanned(self.root, path) for path in self.paths()]
        notebook = Notebook.open(self.root, root=self.root, environment={})
        hits = 0
        with Index.open(notebook, self.cache) as index:
            index.sync(text=True)
            assert index.problems() == []
            for _ in range(queries):
                query = self.query(scan, depth=0)
                expected = [str(one.note.path) for one in scan if fits(one, query)]
                assert sorted(one.path for one in index.ranked(query)) == expected, query
                assert [str(note.path) for note in index.notes(query)] == expected, query
                hits += len(expected)
            assert index.warnings == []
        return hits

    def query(self, scan: list[Scanned], depth: int) -> Query:
        rng = self.rng
        kind = rng.random()
        if depth < 3 and kind < 0.3:
            parts = tuple(self.query(scan, depth + 1) for _ in range(rng.randint(1, 3)))
            return And(parts) if rng.random() < 0.5 else Or(parts)
        if depth and kind < 0.4:
            return Not(self.query(scan, depth + 1))
        if kind < 0.5:
            return self.rng.choice(OTHER_LEAVES)
        part = rng.choice(rng.choice(scan).parts)
        if rng.random() < 0.4:
            wanted = rng.choice(ENGLISH)
        else:
            start = rng.randrange(len(part) + 1)
            wanted = part[start : start + rng.randint(1, 6)]
        if not terms(wanted):
            return And(())
        return Words(
            wanted,
            exact=rng.random() < 0.6,
            prefix=terms(wanted)[-1].isalnum() and rng.random() < 0.15,
            field="title" if rng.random() < 0.1 else None,
        )


OTHER_LEAVES: list[Query] = [
    FieldIs("venue", "neurips", whole=True),
    FieldIs("venue", "ieee", whole=True),
    FieldIs("tags", "Spiking Nets", whole=True),
    FieldIs("tags", "綜述", whole=True),
    FieldIs("authors", "膜", whole=False),
    FieldIs("code", "github.com", whole=False),
    FieldIs("year", "2021", whole=True),
    FieldIs("dataset", "训练", whole=False),
    FieldIs("lab", "北京", whole=False),
    FieldIs("unheard", "x", whole=False),
    Has("code"),
    Has("dataset"),
    Has("unheard"),
    Has("venue"),
    Range("year", "2020", "2022"),
    Range("year", "2022", None),
    Range("rating", None, "3"),
    Range("added", "2025-03", "2025-03"),
    Range("added", None, "2025-03"),
    Range("added", "2024", "2025-04-01"),
]


def shuffled(content: bytes, rng: random.Random) -> bytes:
    """Another text of the same length: the words of the body in another order."""
    end = content.index(b"\n", content.index(b"\n---", 3) + 1) + 1
    words = content[end:].split(b" ")
    rng.shuffle(words)
    return content[:end] + b" ".join(words)


@pytest.fixture(params=range(6), ids=lambda seed: f"seed{seed}")
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Pair:
    return Pair(tmp_path / "notebook", tmp_path / "cache", request.param)


def test_index_and_plain_scan_find_the_same_notes_cold_warm_and_after_every_change(
    pair: Pair,
) -> None:
    pair.add(50)
    hits = pair.compare(queries=100)
    hits += pair.compare(queries=40)
    for _ in range(6):
        pair.disturb()
        hits += pair.compare(queries=40)

    assert hits > 500, "the queries found next to nothing, so that this says next to nothing"


def test_two_thousand_pieces_of_text_are_found_just_where_they_stand(tmp_path: Path) -> None:
    pair = Pair(tmp_path / "notebook", tmp_path / "cache", 7)
    pair.add(60)
    scan = [Scanned(pair.root, path) for path in pair.paths()]
    folded = [(str(one.note.path), [index_terms(part) for part in one.parts]) for one in scan]
    with Index.open(Notebook.open(pair.root, root=pair.root, environment={}), pair.cache) as index:
        index.sync(text=True)
        for _ in range(2000):
            part = pair.rng.choice(pair.rng.choice(scan).parts)
            start = pair.rng.randrange(len(part) + 1)
            wanted = index_terms(part[start : start + pair.rng.randint(1, 6)])
            if wanted != " ":
                found = sorted(one.path for one in index.ranked(Words(wanted, exact=True)))
                assert found == [path for path, parts in folded if any(wanted in p for p in parts)]


def test_long_compounds_are_found_one_by_one_with_the_same_result(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_query, "MOST_PHRASES", 0)
    pair.add(40)

    assert pair.compare(queries=120) > 100


MATH_IN = {
    r"$\tau \frac{du}{dt} = -u$": [r"\tau", r"\frac{du}{dt}", r"\frac{d u} {d t}", "=-u"],
    r"$$\sum_i w_i x_i$$": [r"\sum", "w_ix", "_i w_i"],
    r"$`V_{th}`$": ["V_{th}", "th"],
    "```math\n\\Delta u\n```": [r"\Delta", r"\Delta u"],
    r"$\taut$": [r"\taut"],
    "`$y$`": [],
    r"\$x\$": [],
    "costs $5 and $6": [],
}
MATH_NOWHERE = [r"\ta", r"\frac{dx}", "y", "5and", r"\sigma", "v_{th}", r"\Deltau"]


def test_formulas_are_found_in_just_the_notes_that_have_them(tmp_path: Path) -> None:
    rng = random.Random(3)
    folder = tmp_path / "notes"
    folder.mkdir()
    having: dict[str, set[str]] = {formula: set() for formula in MATH_IN}
    for number in range(60):
        formulas = rng.sample(list(MATH_IN), rng.randint(0, 4))
        words = [" ".join(rng.choices(ENGLISH, k=3)), "膜电位"]
        body = "\n\n".join(rng.sample([*formulas, *words], len(formulas) + 2))
        (folder / f"{number}.md").write_text(
            f"---\ntitle: x\nyear: 2020\n---\n{body}\n", encoding="utf-8"
        )
        for formula in formulas:
            having[formula].add(f"notes/{number}.md")
    notebook = Notebook.open(tmp_path, root=tmp_path, environment={})
    with Index.open(notebook, tmp_path / "cache") as index:
        index.sync(text=True)
        for formula, pieces in MATH_IN.items():
            for wanted in pieces:
                found = {one.path for one in index.ranked(Math(wanted))}
                assert found == having[formula], wanted
        for wanted in MATH_NOWHERE:
            assert index.ranked(Math(wanted)) == [], wanted
