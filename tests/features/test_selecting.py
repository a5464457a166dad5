from pathlib import PurePosixPath

import pytest

from snnnotes.errors import AmbiguousNoteError, NoteNotFoundError, UsageError
from snnnotes.features.selecting import find_note
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

ROOT = PurePosixPath()


def note(
    path: str,
    title: str,
    *,
    citekey: str | None = None,
    aliases: tuple[str, ...] = (),
    **paper: str,
) -> Note:
    return Note(
        path=PurePosixPath(path),
        paper=Paper(title=title, year=2023, **paper),  # type: ignore[arg-type]
        citekey=citekey,
        aliases=aliases,
    )


SPIKE_DRIVEN = note(
    "notes/2023/Spike-driven Transformer.md",
    "Spike-driven Transformer",
    citekey="yao2023spikedriven",
    arxiv="2307.01694",
    openreview="9FmolyOHi5",
)
SPIKE_DRIVEN_V2 = note(
    "notes/2024/Spike-driven Transformer V2.md",
    "Spike-driven Transformer V2",
    citekey="yao2024spikedriven",
    url="https://arxiv.org/abs/2404.03663",
)
SEENN = note(
    "notes/2023/SEENN, Towards Temporal Spiking Early Exit Neural Networks.md",
    "SEENN: Towards Temporal Spiking Early Exit Neural Networks",
    citekey="li2023seenn",
    doi="10.1109/TNNLS.2021.3111897",
    aliases=("SEENN: Towards Temporal Spiking Early-Exit Networks", "脉冲早退网络"),
)
POTENTIAL = note("notes/2022/膜电位.md", "膜电位：LIF神经元的综述", citekey="paper2022")
CHANNEL = note("notes/2022/Channel.md", "Channel Attention", citekey="hu2022channel")
ANN = note("notes/2021/Conversion.md", "ANN Conversion", citekey="bu2021ann")
NOTES = [SPIKE_DRIVEN, SPIKE_DRIVEN_V2, SEENN, POTENTIAL, CHANNEL, ANN]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param("li2023seenn", SEENN, id="citekey"),
        pytest.param("Li2023SEENN", SEENN, id="citekey-in-another-case"),
        pytest.param("  li2023seenn\n", SEENN, id="blanks-around"),
        pytest.param("notes/2023/Spike-driven Transformer.md", SPIKE_DRIVEN, id="path"),
        pytest.param("./notes/2023/Spike-driven Transformer.md", SPIKE_DRIVEN, id="path-with-dot"),
        pytest.param("notes/2023/Spike-driven Transformer", SPIKE_DRIVEN, id="path-without-ending"),
        pytest.param("notes\\2022\\膜电位.md", POTENTIAL, id="path-of-windows"),
        pytest.param("NOTES/2022/channel.MD", CHANNEL, id="path-in-another-case"),
        pytest.param("2307.01694", SPIKE_DRIVEN, id="arxiv"),
        pytest.param("arXiv:2307.01694v2", SPIKE_DRIVEN, id="arxiv-with-version"),
        pytest.param("https://arxiv.org/pdf/2307.01694v2.pdf", SPIKE_DRIVEN, id="arxiv-pdf"),
        pytest.param("2404.03663", SPIKE_DRIVEN_V2, id="arxiv-that-only-the-address-has"),
        pytest.param("https://doi.org/10.1109/tnnls.2021.3111897", SEENN, id="doi"),
        pytest.param("https://openreview.net/pdf?id=9FmolyOHi5", SPIKE_DRIVEN, id="openreview"),
        pytest.param("9FmolyOHi5", SPIKE_DRIVEN, id="bare-openreview"),
        pytest.param("Spike-driven Transformer", SPIKE_DRIVEN, id="whole-title-before-its-words"),
        pytest.param("spike driven TRANSFORMER", SPIKE_DRIVEN, id="whole-title-folded"),
        pytest.param("脉冲早退网络", SEENN, id="alias"),
        pytest.param("seenn", SEENN, id="one-word"),
        pytest.param("exit temporal", SEENN, id="words-in-any-order"),
        pytest.param("early-exit", SEENN, id="hyphen-is-a-blank"),
        pytest.param("SEENN,", SEENN, id="punctuation-does-not-matter"),
        pytest.param("transformer v2", SPIKE_DRIVEN_V2, id="words-that-one-has"),
        pytest.param("电位", POTENTIAL, id="part-of-a-chinese-word"),
        pytest.param("神经元", POTENTIAL, id="chinese-beside-latin"),
        pytest.param("電位", POTENTIAL, id="traditional-characters"),
        pytest.param("ＬＩＦ 综述", POTENTIAL, id="full-width-and-two-words"),
        pytest.param("ann", ANN, id="whole-word-before-part-of-a-word"),
        pytest.param("hann", CHANNEL, id="part-of-a-word-where-no-whole-word-fits"),
    ],
)
def test_note_is_found_by(selector: str, expected: Note) -> None:
    assert find_note(selector, NOTES, folder=ROOT) == expected


@pytest.mark.parametrize(
    ("selector", "folder"),
    [
        pytest.param("膜电位.md", "notes/2022", id="in-the-current-folder"),
        pytest.param("./膜电位.md", "notes/2022", id="with-dot"),
        pytest.param("2022/膜电位.md", "notes", id="below-the-current-folder"),
        pytest.param("../2022/膜电位.md", "notes/2023", id="beside-the-current-folder"),
        pytest.param("notes/2022/膜电位.md", "notes/2023", id="from-the-root"),
    ],
)
def test_path_may_start_in_the_current_folder(selector: str, folder: str) -> None:
    assert find_note(selector, NOTES, folder=PurePosixPath(folder)) == POTENTIAL


def test_path_as_written_goes_before_a_path_that_differs_in_case() -> None:
    lower, upper = note("notes/snn.md", "One"), note("notes/SNN.md", "Other")

    assert find_note("notes/SNN.md", [lower, upper], folder=ROOT) == upper


def test_citekey_as_written_goes_before_one_that_differs_in_case() -> None:
    lower = note("notes/a.md", "One", citekey="yao2023")
    upper = note("notes/b.md", "Other", citekey="Yao2023")

    assert find_note("Yao2023", [lower, upper], folder=ROOT) == upper


@pytest.mark.parametrize(
    ("selector", "candidates"),
    [
        pytest.param("transformer", [SPIKE_DRIVEN, SPIKE_DRIVEN_V2], id="word-of-two-titles"),
        pytest.param("spike driven", [SPIKE_DRIVEN, SPIKE_DRIVEN_V2], id="words-of-two-titles"),
    ],
)
def test_words_that_fit_several_notes_name_them_all(selector: str, candidates: list[Note]) -> None:
    with pytest.raises(AmbiguousNoteError) as caught:
        find_note(selector, NOTES, folder=ROOT)

    assert list(caught.value.candidates) == [note.path for note in candidates]


def test_two_notes_of_one_title_are_both_named_in_order_of_path() -> None:
    second, first = note("notes/2023/B (2).md", "B"), note("notes/2023/B (1).md", "B")

    with pytest.raises(AmbiguousNoteError) as caught:
        find_note("b", [second, first], folder=ROOT)

    assert caught.value.candidates == (first.path, second.path)


def test_two_notes_of_one_citekey_are_both_named() -> None:
    twins = [note("notes/a.md", "One", citekey="x2023"), note("notes/b.md", "Two", citekey="x2023")]

    with pytest.raises(AmbiguousNoteError, match="fits 2 notes"):
        find_note("x2023", twins, folder=ROOT)


def test_unknown_identifier_is_offered_to_be_added() -> None:
    with pytest.raises(NoteNotFoundError) as caught:
        find_note("arXiv:2312.17216v1", NOTES, folder=ROOT)

    assert str(caught.value) == "no note has the arXiv identifier 2312.17216"
    assert caught.value.hint == "make one: snnnotes add https://arxiv.org/abs/2312.17216"


def test_misspelt_title_brings_the_nearest_ones() -> None:
    with pytest.raises(NoteNotFoundError) as caught:
        find_note("spkie drven transfromer", NOTES, folder=ROOT)

    assert str(caught.value) == "no note fits 'spkie drven transfromer'"
    assert caught.value.hint.splitlines()[:2] == ["did you mean", "  Spike-driven Transformer"]


@pytest.mark.parametrize(
    "selector",
    [
        pytest.param("zzzz qqqq", id="words"),
        pytest.param("：、。", id="only-punctuation"),
        pytest.param("量子计算", id="chinese"),
        pytest.param("notes/2099/Nothing.md", id="path"),
        pytest.param("../../etc/passwd", id="path-out-of-the-notebook"),
        pytest.param("[bold]\x1b[31m", id="escape-sequence"),
    ],
)
def test_what_fits_nothing_is_said_to(selector: str) -> None:
    with pytest.raises(NoteNotFoundError, match="no note fits"):
        find_note(selector, NOTES, folder=ROOT)


def test_empty_notebook_points_to_the_list() -> None:
    with pytest.raises(NoteNotFoundError) as caught:
        find_note("spike", [], folder=ROOT)

    assert caught.value.hint == "snnnotes list shows what there is"


@pytest.mark.parametrize("selector", [pytest.param("", id="empty"), pytest.param(" ", id="blank")])
def test_selector_without_a_word_is_refused(selector: str) -> None:
    with pytest.raises(UsageError, match="the note is not named"):
        find_note(selector, NOTES, folder=ROOT)


UNREADABLE = PurePosixPath("notes/2023/Spike-driven Transformer V3.md")


@pytest.mark.parametrize(
    "selector",
    [
        pytest.param("transformer v2", id="fits-one-alone"),
        pytest.param("Spike-driven Transformer V2", id="title"),
        pytest.param("yao2024spikedriven", id="citekey"),
    ],
)
def test_file_that_cannot_be_read_hides_no_note_that_alone_is_meant(selector: str) -> None:
    assert find_note(selector, NOTES, folder=ROOT, unreadable=[UNREADABLE]) == SPIKE_DRIVEN_V2


def test_words_that_fit_the_name_of_an_unreadable_file_too_are_ambiguous() -> None:
    notes = [SPIKE_DRIVEN_V2, SEENN]

    assert find_note("driven transformer", notes, folder=ROOT) == SPIKE_DRIVEN_V2
    with pytest.raises(AmbiguousNoteError) as caught:
        find_note("driven transformer", notes, folder=ROOT, unreadable=[UNREADABLE])

    assert caught.value.candidates == (UNREADABLE, SPIKE_DRIVEN_V2.path)


def test_words_that_fit_only_the_name_of_an_unreadable_file_fit_no_note() -> None:
    with pytest.raises(NoteNotFoundError):
        find_note("transformer v3", NOTES, folder=ROOT, unreadable=[UNREADABLE])
