from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.model.query import And, FieldIs, Has, Math, Not, Or, Query, Range, Words, parse_query
from snnnotes.storage import index as index_module
from snnnotes.storage.index import Index
from snnnotes.storage.notebook import Notebook

NOTES: Mapping[str, tuple[str, str]] = {
    # Name: frontmatter without its two obligatory lines, and body.
    "a": ("authors: [Wei Fang, 姚满]\nvenue: NeurIPS\ntags: [attention]", "The spike is here."),
    "b": ("code: https://github.com/a/b\nstatus: read\nrating: 5", "spiking\n\nspikes膜电位阈值"),
    "c": (
        "tags: attention, 综述\nadded: 2025-03-31T23:30:00+08:00",
        "## Spikes\n\n膜，电位 e.g. x",
    ),
    "d": ("aliases: [Spike nets]\ndataset: CIFAR-10\nadded: 2025-04-01", "surrogate gradients"),
    "e": ("lab: {place: 北京, head: 张三}\nrating: 2", "a surrogate\ngradient, LIF神经元"),
    "f": ("Venue note: x\nvenue: NeurIPS 2023\nbooktitle:", r"$\tau \dot u$ and $V_{th}$"),
}
TITLES = {"a": "Membrane", "b": "阈值 Rules", "c": "第三", "d": "No", "e": "Spike trains", "f": "F"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root = tmp_path_factory.mktemp("notebook")
    (root / "notes").mkdir()
    for number, (name, (fields, body)) in enumerate(NOTES.items()):
        head = f"---\ntitle: {TITLES[name]}\nyear: {2019 + number}\n{fields}\n---\n"
        (root / "notes" / f"{name}.md").write_text(head + body + "\n", encoding="utf-8")
    index = Index.open(Notebook.open(root, root=root, environment={}), root / "cache")
    index.sync(text=True)
    assert index.problems() == []
    return index


def names(index: Index, query: Query) -> str:
    """The names of the notes that are found, sorted; by both ways to ask."""
    listed = "".join(note.path.stem for note in index.notes(query))
    assert listed == "".join(sorted(PurePosixPath(one.path).stem for one in index.ranked(query)))
    return listed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "abcdef", id="everything"),
        pytest.param("spike", "abcde", id="any-form-of-a-word"),
        pytest.param('"spike"', "ade", id="quoted-word-as-typed"),
        pytest.param("SPIKES", "abcde", id="case"),
        pytest.param("spik*", "abcde", id="beginning"),
        pytest.param("电", "bc", id="one-character"),
        pytest.param("膜电位", "b", id="not-across-punctuation"),
        pytest.param("膜,电位", "c", id="punctuation-typed-in-another-width"),
        pytest.param("spikes膜", "b", id="word-beside-character"),
        pytest.param("spike膜", "b", id="mixed-compound-by-stem"),
        pytest.param('"spike膜"', "", id="mixed-compound-as-typed"),
        pytest.param("LIFs神经", "e", id="mixed-compound-in-a-form-no-note-has"),
        pytest.param("surrogate-gradient", "de", id="compound-by-stem"),
        pytest.param('"surrogate gradient"', "e", id="phrase-over-a-line-end"),
        pytest.param('"spiking spikes"', "", id="no-phrase-over-a-paragraph-end"),
        pytest.param("e.g.", "c", id="punctuation-alone-matters"),
        pytest.param("eg", "", id="no-punctuation-is-something-else"),
        pytest.param('"阈值 rules"', "b", id="title"),
        pytest.param("CIFAR10", "", id="hyphen-is-a-blank"),
        pytest.param("cifar-10", "d", id="value-of-an-unknown-key"),
        pytest.param("张三", "e", id="nested-value-of-an-unknown-key"),
        pytest.param("github", "", id="addresses-are-found-by-their-field"),
        pytest.param("spike 电", "bc", id="and"),
        pytest.param("surrogate OR 膜", "bcde", id="or"),
        pytest.param("spike -电", "ade", id="not"),
        pytest.param("-spike", "f", id="not-alone"),
        pytest.param("(surrogate OR 电) -lif", "bcd", id="brackets"),
        pytest.param("surrogate tag:attention", "", id="word-and-field"),
        pytest.param("surrogate OR tag:attention", "acde", id="word-or-field"),
        pytest.param("title:spike", "e", id="title-only"),
        pytest.param('title:"spike train"', "", id="title-as-typed"),
        pytest.param("title:阈", "b", id="title-character"),
        pytest.param("author:fang", "a", id="words-of-a-name"),
        pytest.param("author:姚", "a", id="character-of-a-name"),
        pytest.param("author:fan", "", id="no-part-of-a-word"),
        pytest.param("author:fan*", "a", id="beginning-of-a-word-of-a-name"),
        pytest.param("tag:attention", "ac", id="tag"),
        pytest.param("tag:綜述", "c", id="tag-in-traditional-characters"),
        pytest.param("tag:atten", "", id="no-part-of-a-tag"),
        pytest.param("tag:atten*", "ac", id="beginning-of-a-tag"),
        pytest.param("venue:neurips", "a", id="whole-venue"),
        pytest.param("venue:neurips*", "af", id="beginning-of-a-venue"),
        pytest.param('venue:"neurips 2023"', "f", id="venue-of-two-words"),
        pytest.param("year:2020", "b", id="year"),
        pytest.param("year:2020..2022", "bcd", id="years"),
        pytest.param("year:..2020", "ab", id="years-up-to"),
        pytest.param("year:2023..", "ef", id="years-from"),
        pytest.param("rating:3..", "b", id="rating-from"),
        pytest.param("rating:..4", "e", id="rating-up-to-is-not-no-rating"),
        pytest.param("added:2025-03", "c", id="month-in-the-zone-it-was-written-in"),
        pytest.param("added:2025", "cd", id="added-year"),
        pytest.param("added:2025-04-01..", "d", id="added-from-day"),
        pytest.param("added:..2025-03", "c", id="added-up-to-month"),
        pytest.param("status:read", "b", id="status"),
        pytest.param("has:code", "b", id="has"),
        pytest.param("has:dataset", "d", id="has-unknown-key"),
        pytest.param("has:booktitle", "", id="has-not-an-empty-key"),
        pytest.param("-has:added", "abef", id="has-not"),
        pytest.param("code:github.com", "b", id="words-of-an-address"),
        pytest.param("dataset:cifar", "d", id="unknown-key"),
        pytest.param("DataSet:cif*", "d", id="unknown-key-in-another-case"),
        pytest.param("lab:北京", "e", id="unknown-key-with-nested-values"),
        pytest.param("dataset:北京", "", id="value-of-another-unknown-key"),
        pytest.param("nothing:x", "", id="key-of-no-note"),
        pytest.param(r"math:\tau", "f", id="formula"),
        pytest.param(r"math:V_{th}", "f", id="formula-with-brackets"),
        pytest.param(r"math:v_{th}", "", id="case-matters-in-formulas"),
        pytest.param("math:spike", "", id="text-is-no-formula"),
    ],
)
def test_query_finds(text: str, expected: str, index: Index) -> None:
    assert names(index, parse_query(text)) == expected


@pytest.mark.parametrize(
    "text",
    ['"', '""', "*", "a*b", "NEAR(a b)", "SEENN: early", "^x", "-", "+x", "{title}: x", "a AND b",
     "x\0y", "\udcff", "~spike", "~~", "' OR 1=1 --", "%", "_", "\\", "title", "rank", "a\nb"],
)  # fmt: skip
def test_no_sign_means_anything_to_sqlite(text: str, index: Index) -> None:
    for query in (Words(text), Words(text, exact=True), Words(text, prefix=True), Math(text)):
        index.ranked(query)
    for name in ("authors", "dataset", text):
        index.ranked(And((FieldIs(name, f"{text}x", whole=False), Has(name))))


@pytest.mark.parametrize("text", ["~spike", "~~", "~~ ~spike", "~ spike"])
def test_marks_of_the_index_are_never_found(text: str, index: Index) -> None:
    assert names(index, Words(text, exact=True)) == ""
    assert names(index, Words(text, prefix=True)) == ""


def test_words_without_a_term_fit_every_note(index: Index) -> None:
    assert names(index, Words(" ")) == "abcdef"


def deep(depth: int) -> Query:
    query: Query = Words("spike")
    for level in range(depth):
        query = And((query, Words("spike"))) if level % 2 else Or((query, Words("nothing")))
    return query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(deep(4), "abcde", id="nested-a-little"),
        pytest.param(deep(60), "abcde", id="nested-deeper-than-sqlite-allows"),
        pytest.param(Or(tuple(Words(f"w{n}") for n in range(3000))), "", id="3000-words"),
        pytest.param(And((Words("spike"),) * 3000), "abcde", id="3000-times-the-same"),
        pytest.param(Words("surrogate " * 2000), "", id="long-phrase"),
        pytest.param(Not(Not(Not(Words("spike")))), "f", id="three-times-not"),
        pytest.param(And((Not(Words("spike")), Not(Has("code")))), "f", id="only-nots"),
        pytest.param(And((And(()), Or((Words("lif"), And(()))))), "abcdef", id="or-everything"),
        pytest.param(Or((FieldIs("year", "2019", whole=True),) * 1200), "a", id="1200-fields"),
    ],
)
def test_no_query_is_too_large(query: Query, expected: str, index: Index) -> None:
    assert names(index, query) == expected


def made(root: Path, bodies: Mapping[str, str]) -> Index:
    (root / "notes").mkdir()
    for name, text in bodies.items():
        (root / "notes" / f"{name}.md").write_text(text, encoding="utf-8")
    index = Index.open(Notebook.open(root, root=root, environment={}), root / "cache")
    index.sync(text=True)
    return index


FORMS = (
    "spike spikes spiking spiked train trains training trained load loads loading loaded "
    "scale scales scaling scaled prune prunes pruning pruned"
)


def test_compound_with_more_spellings_than_can_be_asked_for_is_found(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        {
            "forms": paper("x", FORMS),
            "right": paper("x", "Spiking/trained/loads/scaled/prunes"),
            "order": paper("x", "trained/spiking/loads/scaled/prunes"),
            "title": paper("spikes/train/loading/scales/pruned", "x"),
        },
    )

    assert order(index, Words("spike/train/load/scale/prune")) == ["title", "right"]
    assert order(index, Words("spike/train/load/scale/prune", field="title")) == ["title"]
    assert order(index, Words("spike/train/load/scale/prune", exact=True)) == []


def paper(title: str, body: str, fields: str = "") -> str:
    return f"---\ntitle: {title}\nyear: 2023\n{fields}---\n{body}\n"


def order(index: Index, query: Query, literal: Query | None = None) -> list[str]:
    return [PurePosixPath(one.path).stem for one in index.ranked(query, literal=literal)]


def test_title_comes_before_names_before_headings_before_text(tmp_path: Path) -> None:
    filler = "一二三四五六七八九十" * 20
    index = made(
        tmp_path,
        {
            "1 text": paper("x", f"阈值 {filler}"),
            "2 heading": paper("x", f"## 阈值\n{filler}"),
            "3 tag": paper("x", filler, "tags: [阈值]\n"),
            "4 title": paper("阈值", filler),
            "5 nothing": paper("x", filler),
            "6 nothing": paper("x", filler),
            "7 nothing": paper("x", filler),
            "8 nothing": paper("x", filler),
            "9 nothing": paper("x", filler),
        },
    )

    assert order(index, Words("阈值")) == ["4 title", "3 tag", "2 heading", "1 text"]


def test_title_with_the_whole_query_comes_before_any_number_of_words_in_the_text(
    tmp_path: Path,
) -> None:
    index = made(
        tmp_path,
        {
            "often": paper("Spikes and gradients of other kinds", "surrogate gradient " * 40),
            "title": paper("Surrogate gradients explained", "nothing"),
            "none": paper("x", "y"),
        },
    )

    ranked = index.ranked(parse_query("surrogate gradient"))

    assert [PurePosixPath(one.path).stem for one in ranked] == ["title", "often"]
    assert ranked[0].score > 1000 > ranked[1].score > 0


def test_fields_of_the_query_do_not_have_to_be_in_the_title(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        {"a": paper("x", "阈值 " * 9), "b": paper("阈值", "y"), "c": paper("x", "y")},
    )

    assert order(index, parse_query("阈值 year:2023 -status:read")) == ["b", "a"]


def test_what_was_typed_comes_before_words_of_equal_meaning(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        {
            "a equal": paper("Membrane potential", "membrane potential " * 9),
            "b typed": paper("x", "long text 膜电位 " + "z " * 300),
            "c typed": paper("膜电位", "x"),
        },
    )
    typed = Words("膜电位")
    wide = Or((typed, Words("membrane potential")))

    assert order(index, wide, typed) == ["c typed", "b typed", "a equal"]
    assert order(index, wide, wide) == order(index, wide)


def test_equally_good_notes_come_by_path(tmp_path: Path) -> None:
    index = made(tmp_path, {name: paper("x", "阈值") for name in "dbca"})

    assert order(index, Words("阈值")) == ["a", "b", "c", "d"]


def test_forms_of_a_word_are_worth_the_same(tmp_path: Path) -> None:
    bodies = {f"{n}": paper("x", "spiking") for n in range(20)} | {"z": paper("x", "spikes")}
    index = made(tmp_path, bodies)

    scores = {one.score for one in index.ranked(Words("spike"))}

    assert len(scores) == 1


def test_ranking_does_not_depend_on_how_the_index_came_to_be(tmp_path: Path) -> None:
    bodies = {f"{n}": paper("x", "阈值 " * (n % 5) + "spike " * n) for n in range(30)}
    index = made(tmp_path, bodies)
    for name in ("3", "7", "11"):
        file = tmp_path / "notes" / f"{name}.md"
        file.write_text("---\ntitle: gone\nyear: 1999\n---\n", encoding="utf-8")
        index.sync(text=True)
        file.write_text(bodies[name], encoding="utf-8")
        index.sync(text=True)
    notebook = Notebook.open(tmp_path, root=tmp_path, environment={})

    with Index.open(notebook, tmp_path / "other cache") as fresh:
        fresh.sync(text=True)
        for query in (Words("阈值"), Words("spike"), parse_query("阈 OR spiking")):
            assert [(one.path, one.score) for one in index.ranked(query)] == [
                (one.path, one.score) for one in fresh.ranked(query)
            ]
    index.close()


def test_a_hit_is_a_note_with_all_its_fields_also_after_closing(tmp_path: Path) -> None:
    fields = 'arxiv: "2307.10690"\nvenue: NeurIPS\nmine: {a: [1, "2"]}\nauthors: [李 明]\n'
    with made(tmp_path, {"x": paper("'No'", "膜电位", fields)}) as index:
        (hit,) = index.ranked(Words("膜电位"))
        (listed,) = index.notes(And(()))

    assert hit.note is hit.note
    assert hit.note == listed
    assert hit.note.path == PurePosixPath("notes/x.md")
    assert (hit.note.paper.title, hit.note.paper.arxiv) == ("No", "2307.10690")
    assert hit.note.paper.authors == ("李 明",)
    assert hit.note.extra == {"mine": {"a": ["1", "2"]}}


def test_half_a_character_from_an_escape_is_no_obstacle(tmp_path: Path) -> None:
    index = made(tmp_path, {"x": paper('"a \\ud83d b"', "膜电位")})

    assert [str(one.path) for one in index.problems()] + order(index, Words("膜")) in (
        ["x"],
        ["notes/x.md"],
    )


def test_many_notes_are_fetched_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_AT_ONCE", 3)
    index = made(tmp_path, {f"{n:02}": paper(f"t{n}", "x" if n < 10 else "y") for n in range(40)})

    assert order(index, Words("x")) == [f"{n:02}" for n in range(10)]
    assert [note.paper.title for note in index.notes(Words("x"))] == [f"t{n}" for n in range(10)]


@pytest.mark.parametrize("others", [0, 40], ids=["most-of-the-notes", "few-of-the-notes"])
def test_paths_fetched_in_parts_are_sorted_as_all_paths_are(
    others: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_AT_ONCE", 3)
    # In UTF-16 the last one would come before the one that is twice as wide.
    wanted = ["B", "a", "é", "电", "膜", "ｚ", "𠮷", "b c", "Z%", "1"]
    bodies = {name: paper("x", "阈值") for name in wanted}
    bodies |= {f"other {number}": paper("x", "y") for number in range(others)}
    late = {name: bodies.pop(name) for name in ("1", "a", "膜")}
    index = made(tmp_path, bodies)
    for name, text in late.items():  # so that their numbers are not in the order of their paths
        (tmp_path / "notes" / f"{name}.md").write_text(text, encoding="utf-8")
    index.sync(text=True)

    paths = index.ranked_paths(Words("阈值"))

    assert paths == sorted(f"notes/{name}.md" for name in wanted)
    assert paths == [one.path for one in index.ranked(Words("阈值"))]
    for limit in range(len(paths) + 2):
        best = index.best(Words("阈值"), limit=limit)
        assert [one.path for one in best.hits] == paths[:limit]


def test_names_that_many_notes_have_are_kept_once(tmp_path: Path) -> None:
    """The authors, tags and venues of 100,000 notes would else take a third of their memory."""
    fields = "authors: [Wei Fang, 姚满]\ntags: [attention]\nvenue: NeurIPS\nstatus: read\n"
    index = made(tmp_path, {name: paper(name, "x", fields) for name in "ab"})

    one, other = index.notes(And(()))

    assert (one.paper.authors, one.tags) == (("Wei Fang", "姚满"), ("attention",))
    assert (one.paper.venue, one.status) == ("NeurIPS", "read")
    assert one.paper.authors[0] is other.paper.authors[0]
    assert one.tags[0] is other.tags[0]
    assert one.paper.venue is other.paper.venue
    assert one.status is other.status


def test_values_are_those_written_each_once_and_sorted(index: Index) -> None:
    assert index.values("tags") == ["attention", "综述"]
    assert index.values("authors") == ["Wei Fang", "姚满"]
    assert index.values("venue") == ["NeurIPS", "NeurIPS 2023"]
    assert index.values("year") == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert index.values("doi") == []
    assert index.values("added") == ["2025-03-31T23:30:00+08:00", "2025-04-01"]


def test_vocabulary_has_the_words_in_latin_letters_as_they_stand_there(index: Index) -> None:
    words = list(index.vocabulary())

    assert {"spike", "spikes", "spiking", "surrogate", "membrane", "lif"} <= set(words)
    assert not any("~" in word or "膜" in word for word in words)


def test_every_range_of_an_open_end_has_notes_with_a_value_only(index: Index) -> None:
    assert names(index, Range("rating", None, None)) == "be"


@pytest.mark.parametrize(
    "text",
    ["", "spike", "电 OR spike", "year:2020..2022", "title:spike", "surrogate", "nothing"],
)
def test_first_hits_are_the_beginning_of_all_hits(index: Index, text: str) -> None:
    query = parse_query(text)
    every = [(one.path, one.score, one.note) for one in index.ranked(query)]

    assert index.ranked_paths(query) == [path for path, _, _ in every]
    for limit in range(8):
        best = index.best(query, limit=limit)
        assert best.total == len(every)
        assert [(one.path, one.score, one.note) for one in best.hits] == every[:limit]


def test_equals_are_cut_by_path_and_not_by_chance(tmp_path: Path) -> None:
    files = {f"{number:02}": paper("x", "阈值") for number in (7, 3, 9, 1, 5, 4)}
    index = made(tmp_path, {**files, "00": paper("阈值", "x"), "none": paper("x", "y")})

    best = index.best(Words("阈值"), limit=3)

    assert [PurePosixPath(one.path).stem for one in best.hits] == ["00", "01", "03"]
    assert best.total == 7
