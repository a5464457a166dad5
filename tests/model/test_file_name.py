import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import UsageError
from snnnotes.model.file_name import MAX_BYTES, file_name, folded_name


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Spike-driven Transformer", "Spike-driven Transformer", id="plain"),
        pytest.param(
            "SparseProp: Efficient Event-Based Simulation",
            "SparseProp, Efficient Event-Based Simulation",
            id="colon-becomes-comma-as-in-old-notes",
        ),
        pytest.param("GLIF : A Unified Neuron", "GLIF, A Unified Neuron", id="blank-before-colon"),
        pytest.param("std::vector", "std,vector", id="two-colons"),
        pytest.param("A ratio of 1:100", "A ratio of 1,100", id="colon-without-blank"),
        pytest.param("Conclusion:", "Conclusion", id="colon-at-the-end"),
        pytest.param(": an opening", "an opening", id="colon-at-the-start"),
        pytest.param("膜电位：综述", "膜电位：综述", id="full-width-colon-stays"),
        pytest.param("脉冲神经网络", "脉冲神经网络", id="chinese-stays"),
        pytest.param("LIF神经元？（二）", "LIF神经元？（二）", id="chinese-punctuation-stays"),
        pytest.param("Input/Output", "InputOutput", id="slash"),
        pytest.param("a\\b", "ab", id="backslash"),
        pytest.param("Why spikes?", "Why spikes", id="question-mark"),
        pytest.param("A* search", "A search", id="asterisk"),
        pytest.param('The "best" SNN', "The best SNN", id="double-quotes"),
        pytest.param("a < b > c", "a b c", id="angle-brackets-and-the-blanks-about-them"),
        pytest.param("P(x|y)", "P(xy)", id="bar"),
        pytest.param(
            "#1 & 50% of $x$ [v2] (new) _so_ it's; `code` ~ {a} ^ ! + = @",
            "#1 & 50% of $x$ [v2] (new) _so_ it's; `code` ~ {a} ^ ! + = @",
            id="what-every-system-takes-stays",
        ),
        pytest.param("  two   blanks \u3000 here\u00a0", "two blanks here", id="blanks-fold"),
        pytest.param("first\nsecond\tthird\r\n", "first second third", id="line-breaks"),
        pytest.param("a\x1b[31mred\x00\x07\x7f\x9b", "a[31mred", id="control-characters"),
        pytest.param("\u202efdp.exe\u200f\u200b\ufeff", "fdp.exe", id="direction-and-zero-width"),
        pytest.param("soft\u00adhyphen", "softhyphen", id="soft-hyphen"),
        pytest.param("a\ud800b", "ab", id="half-a-surrogate-pair"),
        pytest.param("Spikes 🧠 ⚡️ on chips", "Spikes 🧠 ⚡️ on chips", id="emoji"),
        pytest.param("Re\u0301seau", "R\u00e9seau", id="composed"),
        pytest.param("../../x", "x", id="way-out-of-the-folder"),
        pytest.param("..\\..\\x", "x", id="way-out-on-windows"),
        pytest.param("/etc/passwd", "etcpasswd", id="absolute-path"),
        pytest.param("C:\\Windows", "C,Windows", id="drive"),
        pytest.param("notes.md:stream", "notes.md,stream", id="stream-of-ntfs"),
        pytest.param(".hidden", "hidden", id="hidden"),
        pytest.param("_draft of a note", "draft of a note", id="name-that-is-not-listed"),
        pytest.param("~$lock", "$lock", id="lock-file-of-office"),
        pytest.param("Spikes and so on...", "Spikes and so on", id="dots-at-the-end"),
        pytest.param("v1. 0 . ", "v1. 0", id="dot-and-blank-at-the-end"),
        pytest.param("CON", "CON_", id="device"),
        pytest.param("nul.txt", "nul_.txt", id="device-with-ending"),
        pytest.param("Aux .x", "Aux_.x", id="device-with-blank"),
        pytest.param("com1", "com1_", id="numbered-device"),
        pytest.param("LPT¹", "LPT¹_", id="device-with-superscript"),
        pytest.param("CONIN$", "CONIN$_", id="console-device"),
        pytest.param("C?ON", "CON_", id="device-once-cleaned"),
        pytest.param("Con artists", "Con artists", id="no-device-if-words-follow"),
        pytest.param("COM10", "COM10", id="no-device-with-two-digits"),
        pytest.param("Console", "Console", id="no-device-in-a-longer-word"),
    ],
)
def test_file_name_is_the_title_made_safe(title: str, expected: str) -> None:
    assert file_name(title) == f"{expected}.md"


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("", id="empty"),
        pytest.param(" \t\n", id="blank"),
        pytest.param(".", id="one-dot"),
        pytest.param("..", id="folder-above"),
        pytest.param("......", id="only-dots"),
        pytest.param("???", id="only-refused-characters"),
        pytest.param("../..", id="only-a-way-out"),
        pytest.param("\u200f\u202e", id="only-direction-marks"),
        pytest.param(" . : , _ ~ ", id="only-what-goes-at-the-ends"),
    ],
)
def test_title_that_leaves_nothing_for_a_name_is_refused(title: str) -> None:
    with pytest.raises(UsageError, match="no file can be named") as caught:
        file_name(title)

    assert caught.value.hint == "give a title that has letters or digits in it"


def test_long_title_is_cut_after_a_whole_word() -> None:
    assert file_name("Spiking neurons " * 40) == "Spiking neurons " * 12 + "Spiking.md"


def test_title_of_200_bytes_is_not_cut() -> None:
    title = "x" * 99 + " " + "y" * 100

    assert file_name(title) == f"{title}.md"


def test_title_of_400_chinese_characters_is_cut_after_a_character() -> None:
    assert file_name("膜" * 400) == "膜" * 66 + ".md"


def test_mixed_title_is_cut_at_a_chinese_character_rather_than_in_a_word() -> None:
    assert file_name("膜电位" * 21 + "x" * 300) == "膜电位" * 21 + ".md"


def test_word_of_300_letters_is_cut_within() -> None:
    assert file_name("x" * 300) == "x" * MAX_BYTES + ".md"


def test_letter_with_300_accents_is_cut_within() -> None:
    assert file_name("q" + "\u0323" * 300) == "q" + "\u0323" * 99 + ".md"


def test_short_word_before_one_that_fills_the_name_does_not_stand_alone() -> None:
    assert file_name("On " + "x" * 300) == "On " + "x" * 197 + ".md"


@pytest.mark.parametrize(
    ("start", "whole", "count"),
    [
        pytest.param("x", "q\u0323\u0307", 39, id="letter-with-two-accents"),
        pytest.param("x", "👍🏽", 24, id="hand-with-skin-tone"),
        pytest.param("x", "🇨🇳", 24, id="flag"),
        pytest.param("xxx", "⚡\ufe0f", 32, id="sign-with-variation-selector"),
    ],
)
def test_cut_does_not_part_what_looks_like_one_character(
    start: str, whole: str, count: int
) -> None:
    assert file_name(start + whole * 99) == start + whole * count + ".md"


def test_second_note_of_a_name_gets_a_number() -> None:
    assert file_name("Spike-driven Transformer", copy=2) == "Spike-driven Transformer (2).md"


def test_number_of_a_long_name_stands_within_the_limit() -> None:
    assert file_name("x" * 300, copy=12) == "x" * 195 + " (12).md"


def test_device_keeps_its_mark_when_numbered() -> None:
    assert file_name("CON", copy=2) == "CON_ (2).md"


def test_device_does_not_come_back_by_cutting() -> None:
    assert file_name("CON" + "." * 300 + "x") == "CON_.md"


TITLES = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(' .:/\\?*"<>|_~-\n\t\x00\u200f\u202e膜电位xyzCONul123é👍🏽🇨🇳\u0301'),
    ),
    max_size=400,
)


@given(TITLES, st.integers(1, 12))
def test_every_name_is_safe_on_every_system(title: str, copy: int) -> None:
    try:
        name = file_name(title, copy=copy)
    except UsageError:
        return

    stem = name.removesuffix(".md")
    assert len(stem.encode()) <= MAX_BYTES
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name)
    assert stem == " ".join(stem.split())
    assert stem[0] not in "._~"
    assert stem[-1] != "."
    assert unicodedata.is_normalized("NFC", name)
    first = name.partition(".")[0].rstrip().upper()
    assert first not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM²", "LPT9", "CONOUT$"}


@given(TITLES)
def test_name_made_of_a_name_is_the_same(title: str) -> None:
    try:
        name = file_name(title)
    except UsageError:
        return

    assert file_name(name.removesuffix(".md")) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("SNN.md", "snn.MD", id="case"),
        pytest.param("Straße.md", "STRASSE.md", id="sharp-s"),
        pytest.param("R\u00e9seau.md", "RE\u0301SEAU.md", id="composed-and-not"),
        pytest.param("膜电位.md", "膜电位.md", id="chinese"),
    ],
)
def test_names_that_one_disk_may_take_for_one_fold_to_one(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other)


def test_different_names_fold_to_different_names() -> None:
    assert folded_name("膜电位.md") != folded_name("膜电压.md")
