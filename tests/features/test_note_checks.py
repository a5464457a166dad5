from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from snnnotes.features.checking.note_checks import fixed_venue, note_findings, portable_name
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.checks import BY_NAME
from snnnotes.model.file_name import file_name
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

ROOT = Path(__file__).parents[2]
FILES = sorted(
    [*ROOT.glob("notes/20*/*.md"), *(ROOT / "tests/notebooks/tiny").glob("notes/20*/*.md")]
)
LINES = {"title": 2, "year": 4, "venue": 5, "url": 6}
SEENN = "SEENN: Towards Temporal Spiking Early Exit Neural Networks"


def _note(path: str, title: str = SEENN, **more: Any) -> Note:  # noqa: ANN401 (fields of both)
    own = {key: more.pop(key) for key in ("citekey", "aliases") if key in more}
    paper = Paper(title=title, **{"year": 2023, **more})
    return Note(path=PurePosixPath(path), paper=paper, **own)


def _found(note: Note) -> list[tuple[str, int]]:
    return [(one.name, one.line) for one in note_findings(note, LINES)]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (file_name(SEENN)[:-3], SEENN),
        ("SEENN, Towards Temporal Spiking Early Exit Neural Networks (2)", SEENN),
        ("seenn towards temporal spiking early-exit neural networks", SEENN),
        ("SEENN - Towards Temporal Spiking Early Exit Neural Networks", SEENN),
        ("SEENN：Towards Temporal Spiking Early Exit Neural Networks", SEENN),
        ("SEENN_Towards_Temporal_Spiking_Early_Exit_Neural_Networks", SEENN),
        ("SEENN, Towards Temporal Spik", SEENN),
        ("SEENN", SEENN),
        ("seenn 笔记", "SEENN"),
        ("2023 - SEENN, Towards Temporal", SEENN),
        ("li2023seenn", SEENN),
        ("NeurIPS2023 SEENN", SEENN),
        ("sdt", "Spike-driven Transformer"),
        ("ecrsnn", "Evolving Connectivity for Recurrent Spiking Neural Networks"),
        ("spikinggcn", "Spiking Graph Convolutional Networks"),
        ("dynamic-confidence", "Unleashing the Potential of SNNs with Dynamic Confidence"),
        ("阈值自适应", "面向脉冲神经网络的阈值自适应方法"),
        ("膜電位", "膜电位的批归一化"),
        ("C++", "C++"),
        ("C++ (2)", "C++"),
        ("！！", "？？"),
        ("Schrödinger", "Schro\u0308dinger"),
        ("2307.01694", "Spike-driven Transformer"),
        ("fang2021deep", "Deep Residual Learning in Spiking Neural Networks"),
        ("SDT-V1", "Spike-driven Transformer"),
    ],
)
def test_name_that_tells_the_title_fits(name: str, title: str) -> None:
    note = _note(
        f"notes/{name}.md",
        title,
        authors=("Yuhang Li",),
        venue="NeurIPS",
        arxiv="2307.01694",
        citekey="fang2021deep" if name == "fang2021deep" else None,
        aliases=("SDT v1",) if name == "SDT-V1" else (),
    )

    assert _found(note) == []
    assert portable_name(note) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("paper-3", "Spike-driven Transformer"),
        ("Spikformer", SEENN),
        ("2023", SEENN),
        ("s", SEENN),
        ("sd", "Spike-driven Transformer"),
        ("01", "Spike-driven Transformer"),
        ("未命名", "面向脉冲神经网络的阈值自适应方法"),
        ("论文笔记", "Spike-driven Transformer"),
        ("Spike-driven Transformer V2", "Spikingformer: Spike-driven Residual Learning"),
        ("Loihi 2", "Loihi 3"),
    ],
)
def test_name_of_another_paper_is_found_and_the_right_one_said(name: str, title: str) -> None:
    note = _note(f"notes/2023/{name}.md", title)

    (found,) = note_findings(note, LINES)

    assert (found.name, found.line, found.column) == ("name-unlike-title", 2, 1)
    assert portable_name(note) == file_name(title)
    assert found.mend == f"rename it to  {file_name(title)}"
    renamed = _note(f"notes/2023/{file_name(title)}", title)
    assert (note_findings(renamed, LINES), portable_name(renamed)) == ([], None)


def test_note_in_a_folder_of_its_own_is_named_by_the_folder() -> None:
    assert _found(_note("papers/SEENN/index.md")) == []
    assert _found(_note("papers/Spikformer/index.md")) == [("name-unlike-title", 2)]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("notes/SEENN: Towards Temporal.md", "':'"),
        ("notes/SEENN?.md", "'?'"),
        ("notes/SE\\ENN.md", "'\\\\'"),
        ("notes/SEENN\x07.md", "'\\x07'"),
        ("notes/SEENN\udc80.md", "'\\udc80'"),
        ("no:tes/SEENN.md", "the folder 'no:tes'"),
        ("notes./SEENN.md", "a dot"),
        ("notes /SEENN.md", "a blank"),
        ("aux/SEENN.md", "a device"),
    ],
)
def test_name_that_some_system_refuses_is_found(path: str, why: str) -> None:
    (found,) = note_findings(_note(path), LINES)

    assert (found.name, found.line) == ("name-not-portable", 1)
    assert why in found.message


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "lpt¹", "prn.draft", "conout$"])
def test_name_of_a_device_is_found_and_mended(name: str) -> None:
    note = _note(f"notes/{name}.md", f"{name} and more")

    assert _found(note) == [("name-not-portable", 1)]
    assert portable_name(note) == file_name(f"{name} and more")


@pytest.mark.parametrize(
    "name",
    ["console", "com", "com10", ".con", "SEENN .x", "a..", "~~~", "[x]", "100%", "x's & y; z~1"],
)
def test_name_that_all_systems_take_is_not_found(name: str) -> None:
    assert _found(_note(f"notes/{name}.md", name)) == []


def test_mended_name_keeps_the_number_of_the_copy() -> None:
    note = _note("notes/SEENN: Towards (2).md")

    assert portable_name(note) == file_name(SEENN, copy=2)


def test_no_name_is_proposed_where_the_title_gives_none() -> None:
    note = _note("notes/a?.md", "???")

    assert _found(note) == [("name-not-portable", 1)]
    assert portable_name(note) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("notes/2022/SEENN.md", [("folder-unlike-year", 4)]),
        ("notes/2022/snn/SEENN.md", [("folder-unlike-year", 4)]),
        ("notes/2022/2023/SEENN.md", []),
        ("notes/2023/SEENN.md", []),
        ("notes/SEENN.md", []),
        ("notes/2020s/SEENN.md", []),
        ("notes/0042/SEENN.md", []),
        ("notes/20222/SEENN.md", []),
    ],
)
def test_folder_of_another_year_is_found(path: str, expected: list[tuple[str, int]]) -> None:
    assert _found(_note(path)) == expected


@pytest.mark.parametrize(
    ("venue", "canonical", "is_mended"),
    [
        ("Neurips", "NeurIPS", True),
        ("NIPS", "NeurIPS", True),
        ("NeurIPS 2023", "NeurIPS", True),
        ("Advances in Neural Information Processing Systems", "NeurIPS", True),
        ("IEEE Trans. Neural Netw. Learn. Syst.", "TNNLS", True),
        ("Nat. Commun.", "Nature Communications", True),
        ("nature", "Nature", True),
        ("Design, Automation and Test in Europe", "DATE", True),
        ("Arxiv", "arXiv", True),
        ("CVPRW", "CVPR Workshop", True),
        ("ICML workshop", "ICML Workshop", True),
        ("NeurIPS 2022", "NeurIPS", False),
        ("NeurIPS (Spotlight)", "NeurIPS", False),
        ("ICCV, Paris", "ICCV", False),
        ("NeurIPS Datasets and Benchmarks Track 2023", "NeurIPS", False),
    ],
)
def test_venue_is_spelt_as_the_table_has_it(venue: str, canonical: str, is_mended: bool) -> None:
    note = _note("notes/2023/SEENN.md", venue=venue)
    text = f'---\ntitle: "{SEENN}"\nyear: 2023\nvenue: "{venue}" # where\n---\nvenue: {venue}\n'

    (found,) = note_findings(note, LINES)
    fixed = fixed_venue(text, path=note.path)

    assert (found.name, found.line, found.mend) == (
        "venue-spelling",
        5,
        f"write  venue: {canonical}",
    )
    changed = text.replace(f'venue: "{venue}"', f'venue: "{canonical}"')
    assert fixed == (changed if is_mended else text)
    assert fixed_venue(fixed, path=note.path) == fixed


@pytest.mark.parametrize(
    "venue",
    [
        *("NeurIPS", "arXiv", "软件学报", "CVPR Workshop", "EMNLP Findings", "Annals of SNN"),
        *("NeurIPS 2023 Workshop on Symmetry", "Nature", "bioRxiv", "PhD thesis", "CoRR"),
    ],
)
def test_venue_that_is_right_or_unknown_is_not_found(venue: str) -> None:
    note = _note("notes/2023/SEENN.md", venue=venue)
    text = f"---\ntitle: LIF\nyear: 2023\nvenue: {venue}\n---\n"

    assert _found(note) == []
    assert fixed_venue(text, path=note.path) == text


@pytest.mark.parametrize("keys", ["title: LIF", "venue: [Neurips]", "venue:", "title: Neurips"])
def test_note_without_venue_stays(keys: str) -> None:
    text = f"---\n{keys}\n---\n"

    assert fixed_venue(text, path=PurePosixPath("lif.md")) == text


_NEURIPS = "https://proceedings.neurips.cc/paper/2021/hash/afe4.html"


@pytest.mark.parametrize(
    ("venue", "url", "expected"),
    [
        ("ICML", _NEURIPS, [("venue-against-link", 5)]),
        ("arXiv", _NEURIPS, [("venue-against-link", 5)]),
        ("NeurIPS", _NEURIPS, []),
        ("NeurIPS Workshop", _NEURIPS, []),
        ("某会议", _NEURIPS, []),
        (None, _NEURIPS, []),
        ("ICML", "https://openreview.net/forum?id=Ht79ZTVMsn", []),
        ("ICML", "https://arxiv.org/abs/2307.01694", []),
        ("ICML", "see below", []),
        ("ICLR", "https://proceedings.mlr.press/v202/a.html", [("venue-against-link", 5)]),
    ],
)
def test_link_to_another_venue_is_found(
    venue: str | None, url: str, expected: list[tuple[str, int]]
) -> None:
    assert _found(_note("notes/2023/SEENN.md", venue=venue, url=url)) == expected


def test_link_to_the_pdf_counts_as_well_and_one_finding_is_enough() -> None:
    (found,) = note_findings(_note("SEENN.md", venue="ICML", url=_NEURIPS, pdf=_NEURIPS), LINES)
    (of_pdf,) = note_findings(_note("SEENN.md", venue="ICML", pdf=_NEURIPS), LINES)

    assert found.message == "the venue is ICML, and the link of url leads to NeurIPS"
    assert found.mend == "write  venue: NeurIPS,  or correct url"
    assert of_pdf.message == "the venue is ICML, and the link of pdf leads to NeurIPS"


def test_all_findings_of_a_note_are_told() -> None:
    note = _note("notes/2022/paper?.md", venue="Icml", url=_NEURIPS)

    found = note_findings(note, LINES)

    assert [one.name for one in found] == [
        "name-unlike-title",
        "name-not-portable",
        "folder-unlike-year",
        "venue-spelling",
        "venue-against-link",
    ]
    assert all(one.severity is BY_NAME[one.name].severity for one in found)
    assert all(one.path == note.path and one.mend for one in found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:40])
def test_own_notes_have_no_finding(file: Path) -> None:
    text = file.read_bytes().decode()
    path = PurePosixPath("notes", file.parent.name, file.name)
    note = read_note(text, path=path)

    assert note_findings(note, parse(text, path=path).lines) == []
    assert portable_name(note) is None
    assert fixed_venue(text, path=path) == text
