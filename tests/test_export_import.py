"""What is exported and imported again gives the same metadata: the 39 notes, and odd papers."""

import dataclasses
import json
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snnnotes.cli.app import run
from snnnotes.features.exporting import ReferenceFormat, plan_export, reference_text
from snnnotes.features.importing.formats import format_of, reader_of
from snnnotes.formats.markup import line
from snnnotes.model.identifiers import find_identifier, identifiers_of
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

ROOT = Path(__file__).parent.parent
READ_BACK = [
    ReferenceFormat.BIBTEX,
    ReferenceFormat.BIBLATEX,
    ReferenceFormat.CSL_JSON,
    ReferenceFormat.RIS,
]
every_format = pytest.mark.parametrize("form", READ_BACK, ids=lambda form: form.value)
#: Whose values a file of references carries.
CARRIED = (
    "title", "authors", "year", "venue", "url", "arxiv", "doi", "openreview", "code", "pdf",
    "abstract", "citekey", "tags",
)  # fmt: skip


def again(
    notes: list[Note], form: ReferenceFormat
) -> list[tuple[Paper, str | None, tuple[str, ...]]]:
    """Paper, citekey and tags of what comes back; nothing may be remarked on."""
    exported = plan_export(notes, notes)
    text = reference_text(exported.notes, form)
    read = reader_of(format_of(text, PurePosixPath("stdin")))(text)
    assert read.problems == []
    return [(entry.paper, entry.citekey, entry.tags) for entry in read.entries]


def with_told(paper: Paper) -> Paper:
    """A paper with what its own fields tell: an import finds these, too."""
    told = {identifier.field: str(identifier) for identifier in identifiers_of(paper)}
    links = {identifier.field: identifier.url for identifier in identifiers_of(paper)}
    link = next((links[kind] for kind in ("arxiv", "openreview", "doi") if kind in links), None)
    return dataclasses.replace(
        paper,
        url=paper.url or link,
        arxiv=told.get("arxiv", paper.arxiv),
        doi=told.get("doi", paper.doi),
        openreview=told.get("openreview", paper.openreview),
    )


@pytest.fixture(scope="module")
def own_notes() -> list[Note]:
    notes, problems = load_notes(Notebook.open(ROOT, root=ROOT, environment={}))
    assert problems == []
    return notes


@every_format
def test_the_notes_of_this_repository_come_back_as_they_are(
    own_notes: list[Note], form: ReferenceFormat
) -> None:
    found = again(own_notes, form)

    assert len(found) == 39
    for note, (paper, citekey, tags) in zip(own_notes, found, strict=True):
        assert (paper, citekey, tags) == (with_told(note.paper), note.citekey, note.tags)


@every_format
def test_the_commands_carry_the_notes_of_this_repository_into_an_empty_notebook(
    form: ReferenceFormat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def listed() -> dict[str, dict[str, object]]:
        capsys.readouterr()
        assert run(["list", "--json"]) == 0
        notes = json.loads(capsys.readouterr().out)["notes"]
        return {note["citekey"]: {name: note[name] for name in CARRIED} for note in notes}

    monkeypatch.chdir(ROOT)
    wanted = listed()
    file = tmp_path / "refs.txt"
    assert run(["export", "--format", form.value, "--output", str(file)]) == 0
    (tmp_path / "new" / "notes").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "new")

    assert run(["import", str(file)]) == 0
    found = listed()

    assert found == wanted
    capsys.readouterr()
    assert run(["export", "--format", form.value, "--sort", "citekey"]) == 0
    second = capsys.readouterr().out
    monkeypatch.chdir(ROOT)
    assert run(["export", "--format", form.value, "--sort", "citekey"]) == 0
    assert second == capsys.readouterr().out


ODD_TITLES = [
    "脉冲神经网络：膜电位与阈值",
    "GLIF: 100% of $T_{1}$ & a_b #1 ~ ^ {x} \\alpha",
    "Über Müllers Neurone: naïve Étude à Łódź, Ångström, Øre und Straße",
    "τ-LIF: ∑ ≤ ∞ → 0, Δ-modulation “quoted” – dashed — and ‘single’ …",
    "Is it 5 $ or 10 $?",
    "}{ Braces the wrong way",
    '"All" in quotes, with a comma and a "',
    "C++ and C# on Loihi 2.1; @home",
    "% a comment?",
    "TY - JOUR",
    "ER -",
    "null",
    "1984",
    "SNN",
    "a",
]


@every_format
@pytest.mark.parametrize("title", ODD_TITLES)
def test_an_odd_title_comes_back(title: str, form: ReferenceFormat) -> None:
    note = Note(path=PurePosixPath("n.md"), paper=Paper(title=title, year=2023), citekey="key")

    ((paper, citekey, _),) = again([note], form)

    assert (paper.title, citekey) == (title, "key")


@every_format
@pytest.mark.parametrize(
    "author",
    [
        "Man Yao",
        "姚满",
        "Laurens van der Maaten",
        "Martin Luther King Jr.",
        "Timothée Masquelier",
        "Željko Ćirić",
        "Jean-Luc d'Alembert",
        "José Ortega y Gasset",
        "ALICE Collaboration",
        "Plato",
        "OpenAI",
        "Wolfgang Maass",
        "Ｙ. Zhang",
        "Nguyễn Văn An",
    ],
)
def test_an_author_comes_back(author: str, form: ReferenceFormat) -> None:
    paper = Paper(title="T", year=2023, authors=(author, "Wei Fang"))
    note = Note(path=PurePosixPath("n.md"), paper=paper, citekey="key")

    ((found, _, _),) = again([note], form)

    assert found.authors == (author, "Wei Fang")


@every_format
@pytest.mark.parametrize(
    "venue",
    ["NeurIPS", "arXiv", "TNNLS", "NeurIPS 2023", "ICML Workshop", "计算机学报", "Front. Neurosci.",
     "My Own & Little Conference", "bioRxiv", None],
)  # fmt: skip
def test_a_venue_comes_back(venue: str | None, form: ReferenceFormat) -> None:
    note = Note(path=PurePosixPath("n.md"), paper=Paper(title="T", year=2023, venue=venue))

    ((paper, _, _),) = again([note], form)

    assert paper.venue == venue


@every_format
@pytest.mark.parametrize(
    "tags",
    [
        ("SNN", "脉冲神经网络"),
        ("Networks, Neural",),
        ("a, b", "c"),
        ("50%", "R&D", "a_b"),
        ("one",),
    ],
)
def test_tags_come_back(tags: tuple[str, ...], form: ReferenceFormat) -> None:
    note = Note(path=PurePosixPath("n.md"), paper=Paper(title="T", year=2023), tags=tags)

    ((_, _, found),) = again([note], form)

    assert found == tags


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=40,
).map(line).filter(bool)  # fmt: skip


@every_format
@given(title=TITLES)
@example(title="x ( \\")
@example(title="``A -- B --- C'' is not -")
@example(title="ÉCLIF à la τ_m")
def test_any_title_comes_back(form: ReferenceFormat, title: str) -> None:
    if find_identifier(title) or line(title) != title:
        return
    note = Note(path=PurePosixPath("n.md"), paper=Paper(title=title, year=2023), citekey="key")

    ((paper, _, _),) = again([note], form)

    assert paper.title == title
