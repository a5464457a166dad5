from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

import pytest

from snnnotes.formats.hand_list_compare import RowKind, compare_rows
from snnnotes.formats.paper_list import loads

SPARSE = "2023/SparseProp, Efficient Simulation.md"
DRIVEN = "2023/Spike-driven Transformer.md"
DRIVEN_2 = "2024/Spike-driven Transformer V2.md"
TANDEM = "2022/Training Spiking Neural Networks with Local Tandem Learning.md"
EVENT = "2022/Training Spiking Neural Networks with Event-driven Backpropagation.md"
CHINESE = "2022/综述.md"
FOLDER = "2021/otx/README.md"
TITLES = {
    SPARSE: "SparseProp: Efficient Simulation",
    DRIVEN: "Spike-driven Transformer",
    DRIVEN_2: "Spike-driven Transformer V2",
    TANDEM: "Training Spiking Neural Networks with Local Tandem Learning",
    EVENT: "Training Spiking Neural Networks with Event-driven Backpropagation",
    CHINESE: "脉冲神经网络综述",
    FOLDER: "Online Training Through Time for Spiking Neural Networks",
}


def link(path: str) -> str:
    return f"[笔记](<{path}>)"


ROWS = {path: f"- {title} {link(path)}" for path, title in TITLES.items()}


def compare(
    lines: Collection[str],
    *,
    told: Mapping[str, Collection[str]] | None = None,
    files: Collection[str] = (),
    folder: str = "",
) -> list[tuple[RowKind, int | None, str, str | None]]:
    """Kind, line, path and the note that is meant."""
    rows = loads("\n".join(lines), origin=f"{folder}README.md").rows
    findings = compare_rows(
        rows,
        {PurePosixPath(path): title for path, title in TITLES.items()},
        told={PurePosixPath(path): titles for path, titles in (told or {}).items()},
        files=[PurePosixPath(path) for path in files],
    )
    return [
        (one.kind, one.line, str(one.path), str(one.meant) if one.meant else None)
        for one in findings
    ]


def with_row(path: str, row: str) -> list[str]:
    """All rows, one of them another one; it is the first."""
    return [row, *(ours for of, ours in ROWS.items() if of != path)]


def test_rows_that_fit_are_no_finding() -> None:
    assert compare(ROWS.values()) == []


def test_readme_without_rows_says_nothing_about_the_notes() -> None:
    assert compare(["# Notes", "", "- [Awesome](https://github.com/a/b)"]) == []


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        pytest.param(f"- {TITLES[TANDEM]} {link(EVENT)}", TANDEM, id="title-of-another-note"),
        pytest.param(f"- {TITLES[DRIVEN]} {link(DRIVEN_2)}", DRIVEN, id="title-almost-the-same"),
        pytest.param(
            f"- {TITLES[DRIVEN]} {link(SPARSE)}", DRIVEN, id="title-of-quite-another-note"
        ),
        pytest.param(
            f"- training spiking neural network with local-tandem learning {link(EVENT)}",
            TANDEM,
            id="misspelt-title-of-another-note",
        ),
        pytest.param(f"- {TITLES[CHINESE]} {link(DRIVEN)}", CHINESE, id="chinese-title"),
        pytest.param(
            f"- Membrane Potential Batch Normalization {link(EVENT)}", None, id="title-of-no-note"
        ),
        pytest.param(
            f"- Training Spiking Neural Networks with Accumulated Flow {link(EVENT)}",
            None,
            id="title-of-no-note-with-the-usual-words",
        ),
    ],
)
def test_row_opens_the_note_of_another_paper(row: str, meant: str | None) -> None:
    rows = list(ROWS.values()) if meant is None else with_row(meant, row)
    rows = [*rows, row] if meant is None else rows
    opened = row.partition("(<")[2].removesuffix(">)")

    assert compare(rows) == [(RowKind.WRONG_NOTE, rows.index(row) + 1, opened, meant)]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        pytest.param(SPARSE, "SparseProp, Efficient Simulation", id="comma-for-colon"),
        pytest.param(SPARSE, "sparseprop: efficient simulation", id="case"),
        pytest.param(SPARSE, "SparseProp", id="short-name"),
        pytest.param(SPARSE, "SparseProp: Eficient Simulaton", id="typing-errors"),
        pytest.param(SPARSE, "Efficient simulation by SparseProp", id="words-turned-round"),
        pytest.param(FOLDER, "OTTT", id="initials"),
        pytest.param(DRIVEN, "脉冲驱动的 Transformer", id="translation"),
        pytest.param(CHINESE, "A Survey of SNNs", id="translation-to-english"),
    ],
)
def test_title_is_spelt_differently(path: str, title: str) -> None:
    rows = with_row(path, f"- {title} {link(path)}")

    assert compare(rows) == [(RowKind.TITLE_DIFFERS, 1, path, None)]


def test_name_that_is_told_of_a_note_elsewhere_is_its_own() -> None:
    rows = with_row(EVENT, f"- Backprop of spikes, a note {link(EVENT)}")

    assert compare(rows)[0][0] is RowKind.WRONG_NOTE
    assert compare(rows, told={EVENT: ["Backprop of Spikes: a Note"]}) == [
        (RowKind.TITLE_DIFFERS, 1, EVENT, None)
    ]


@pytest.mark.parametrize(
    ("row", "path", "meant"),
    [
        pytest.param(
            f"- {TITLES[DRIVEN]} {link('2023/Spike-driven.md')}",
            "2023/Spike-driven.md",
            DRIVEN,
            id="renamed",
        ),
        pytest.param(
            f"- {TITLES[DRIVEN]} {link('2023/spike-driven transformer.md')}",
            "2023/spike-driven transformer.md",
            DRIVEN,
            id="case",
        ),
        pytest.param(
            f"- Spike driven Transfomer {link('2023/Spike-driven.md')}",
            "2023/Spike-driven.md",
            DRIVEN,
            id="renamed-and-misspelt",
        ),
    ],
)
def test_row_opens_no_file_and_its_note_is_known(row: str, path: str, meant: str) -> None:
    assert compare(with_row(DRIVEN, row)) == [(RowKind.NO_FILE, 1, path, meant)]


def test_row_opens_no_file_and_has_no_note() -> None:
    rows = [*ROWS.values(), f"- Membrane Potential Batch Normalization {link('2023/MPBN.md')}"]

    assert compare(rows) == [(RowKind.NO_FILE, 8, "2023/MPBN.md", None)]


def test_row_may_open_a_file_that_is_no_note() -> None:
    rows = [*ROWS.values(), f"- How I read papers {link('docs/how.md')}"]

    assert compare(rows, files=["docs/how.md"]) == []


def test_notes_without_row_come_last_by_path() -> None:
    rows = [ROWS[path] for path in (SPARSE, DRIVEN, TANDEM, EVENT, FOLDER)]

    assert compare(rows) == [
        (RowKind.NO_ROW, None, CHINESE, None),
        (RowKind.NO_ROW, None, DRIVEN_2, None),
    ]


def test_note_whose_row_opens_another_one_is_not_told_twice() -> None:
    rows = with_row(TANDEM, f"- {TITLES[TANDEM]} {link(EVENT)}")

    assert [kind for kind, *_ in compare(rows)] == [RowKind.WRONG_NOTE]


def test_note_that_only_a_wrong_row_opens_has_no_row() -> None:
    rows = [row for path, row in ROWS.items() if path not in (TANDEM, EVENT)]
    rows.append(f"- {TITLES[TANDEM]} {link(EVENT)}")

    assert compare(rows) == [
        (RowKind.WRONG_NOTE, 6, EVENT, TANDEM),
        (RowKind.NO_ROW, None, EVENT, None),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([*ROWS.values(), ROWS[SPARSE]], [8], id="one-list"),
        pytest.param(["## 2023", *ROWS.values(), "## 2024", ROWS[SPARSE]], [10], id="two-years"),
        pytest.param(["## SNN", *ROWS.values(), "## Speed", ROWS[SPARSE]], [], id="two-topics"),
        pytest.param(["## News", ROWS[SPARSE], "## All", *ROWS.values()], [], id="last-notes"),
    ],
)
def test_second_row_for_a_note(lines: list[str], expected: list[int]) -> None:
    found = compare(lines)

    assert [line for _, line, *_ in found] == expected
    assert {kind for kind, *_ in found} <= {RowKind.TWICE}


@pytest.mark.parametrize(
    "target",
    ["2021/otx/", "2021/otx", "2021/otx/README.md", "./2021/otx/README.md"],
)
def test_row_may_open_the_folder_of_a_note(target: str) -> None:
    assert compare(with_row(FOLDER, f"- {TITLES[FOLDER]} [笔记]({target})")) == []


def test_links_go_from_the_folder_of_the_readme() -> None:
    rows = [row.replace("(<", "(<../") for row in ROWS.values()]

    assert compare(rows, folder="docs/") == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param(
            f"- {TITLES[TANDEM]} {link(EVENT)}",
            f'"{TITLES[TANDEM]}" opens {EVENT}, the note of "{TITLES[EVENT]}"; its own is {TANDEM}',
            id="wrong-note",
        ),
        pytest.param(
            f"- Memory and Sleep {link(EVENT)}",
            f'"Memory and Sleep" opens {EVENT}, the note of "{TITLES[EVENT]}"; no note has its'
            " title",
            id="wrong-note-and-none-of-its-own",
        ),
        pytest.param(
            f"- {TITLES[TANDEM]} {link('x.md')}",
            f'"{TITLES[TANDEM]}" opens x.md, which is not there; its note is {TANDEM}',
            id="no-file",
        ),
        pytest.param(
            f"- Memory and Sleep {link('x.md')}",
            '"Memory and Sleep" opens x.md, which is not there; no note has its title',
            id="no-file-and-no-note",
        ),
        pytest.param(
            f"- SparseProp {link(SPARSE)}",
            f'"SparseProp" is "SparseProp: Efficient Simulation" in {SPARSE}',
            id="title-differs",
        ),
    ],
)
def test_sentences_say_what_is_wrong_and_what_is_right(row: str, sentence: str) -> None:
    rows = loads(row, origin="README.md").rows
    titles = {PurePosixPath(path): title for path, title in TITLES.items()}

    assert compare_rows(rows, titles)[0].sentence == sentence


def test_many_rows_are_compared_quickly() -> None:
    titles = {
        PurePosixPath(f"{at}.md"): f"Spiking networks for task {at} with method {at % 97}"
        for at in range(4000)
    }
    rows = loads(
        "\n".join(f"- Spiking network for tasks {at} method [笔记]({at}.md)" for at in range(4000)),
        origin="README.md",
    ).rows

    assert {finding.kind for finding in compare_rows(rows, titles)} == {RowKind.TITLE_DIFFERS}
