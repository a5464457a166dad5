import pytest

from snnnotes.formats.foreign_title import (
    Named,
    file_named,
    heading_named,
    is_note_word,
    is_section,
)

LIF = "Leaky Integrate and Fire"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(LIF, Named(LIF), id="title"),
        pytest.param(f"**{LIF}**", Named(LIF), id="bold"),
        pytest.param(f"[{LIF}](https://x.org)", Named(LIF), id="link"),
        pytest.param(f"1. {LIF}", Named(LIF), id="number"),
        pytest.param(f"[12] {LIF}", Named(LIF), id="number-in-bracket"),
        pytest.param(f"{LIF} (NeurIPS 2023)", Named(LIF, "NeurIPS", "2023"), id="venue-behind"),
        pytest.param(f"{LIF}（CVPR 2025）", Named(LIF, "CVPR", "2025"), id="full-width-brackets"),
        pytest.param(f"[ICLR 2018] {LIF}", Named(LIF, "ICLR", "2018"), id="venue-before"),
        pytest.param(
            f"【论文笔记】【NeurIPS 2022】{LIF}", Named(LIF, "NeurIPS", "2022"), id="two-boxes"
        ),
        pytest.param(f"[CVPR 2021][Oral] {LIF}", Named(LIF, "CVPR", "2021"), id="award-in-bracket"),
        pytest.param(f"NeurIPS 2022 - {LIF}", Named(LIF, "NeurIPS", "2022"), id="dash-before"),
        pytest.param(f"ICML 2020: {LIF}", Named(LIF, "ICML", "2020"), id="colon-before"),
        pytest.param(f"{LIF} | AAAI 2021", Named(LIF, "AAAI", "2021"), id="bar-behind"),
        pytest.param(f"{LIF}, ICLR 2020", Named(LIF, "ICLR", "2020"), id="comma-behind"),
        pytest.param(f"{LIF} ICLR2023", Named(LIF, "ICLR", "2023"), id="blank-behind"),
        pytest.param(
            f"{LIF} (arXiv 2023)", Named(LIF, None, "2023", is_preprint=True), id="preprint"
        ),
        pytest.param(f"论文笔记：{LIF}", Named(LIF), id="note-before"),
        pytest.param(f"Paper Reading: {LIF}", Named(LIF), id="reading-before"),
        pytest.param(f"{LIF} 论文阅读笔记", Named(LIF), id="note-behind"),
        pytest.param(f"《{LIF}》", Named(LIF), id="book-title"),
        pytest.param(f"“{LIF}”", Named(LIF), id="quotes"),
        pytest.param(f'Notes on "{LIF}"', Named(LIF), id="notes-on"),
        pytest.param("SEENN: Towards Early Exit", Named("SEENN: Towards Early Exit"), id="colon"),
        pytest.param("2048: A Game", Named("2048: A Game"), id="number-that-is-no-year"),
        pytest.param(
            "2001: A Space Odyssey", Named("2001: A Space Odyssey"), id="year-that-is-none"
        ),
        pytest.param("Foo（2025 TOP）", Named("Foo（2025 TOP）"), id="bracket-of-the-title"),
        pytest.param("A Survey (Part I)", Named("A Survey (Part I)"), id="bracket-without-venue"),
        pytest.param("Survey of SNN 2023", Named("Survey of SNN 2023"), id="subject-and-year"),
        pytest.param(
            "Notes on Spiking", Named("Notes on Spiking"), id="title-that-begins-with-notes"
        ),
        pytest.param("@yao2023spike", Named(citekey="yao2023spike"), id="citekey"),
        pytest.param("Paper", None, id="note-word"),
        pytest.param("论文笔记：方法", None, id="section-behind-note-word"),
        pytest.param("3. 实验", None, id="section"),
        pytest.param("", None, id="empty"),
        pytest.param("x" * 500, None, id="too-long"),
    ],
)
def test_a_heading_is_taken_apart(text: str, expected: Named | None) -> None:
    assert heading_named(text) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        pytest.param(f"[2018 ICLR] {LIF}", Named(LIF, "ICLR", "2018"), id="year-and-venue"),
        pytest.param(f"2020 {LIF}", Named(LIF, None, "2020"), id="year"),
        pytest.param(f"2020-{LIF}", Named(LIF, None, "2020"), id="year-and-hyphen"),
        pytest.param(f"2020. {LIF}", Named(LIF, None, "2020"), id="year-and-dot"),
        pytest.param(f"2020年 {LIF}", Named(LIF, None, "2020"), id="chinese-year"),
        pytest.param(f"[2019] {LIF}", Named(LIF, None, "2019"), id="year-in-bracket"),
        pytest.param(f"[NIPS 2024] {LIF}", Named(LIF, "NeurIPS", "2024"), id="venue-and-year"),
        pytest.param(f"(CVPR 2021) {LIF}", Named(LIF, "CVPR", "2021"), id="round-brackets"),
        pytest.param(f"{LIF} [ICLR]", Named(LIF, "ICLR"), id="venue-alone"),
        pytest.param(f"2022 NeurIPS {LIF}", Named(LIF, "NeurIPS", "2022"), id="no-brackets"),
        pytest.param(
            "2022-NeurIPS-Leaky-Integrate-and-Fire", Named(LIF, "NeurIPS", "2022"), id="hyphens"
        ),
        pytest.param(
            "ICLR2023_Leaky_Integrate_and_Fire", Named(LIF, "ICLR", "2023"), id="underscores"
        ),
        pytest.param(f"CVPR_2021_{LIF}", Named(LIF, "CVPR", "2021"), id="underscores-and-blanks"),
        pytest.param(f"AAAI-22 {LIF}", Named(LIF, "AAAI", "2022"), id="two-digits"),
        pytest.param(f"2021-05-03-{LIF}", Named(LIF, added="2021-05-03"), id="date"),
        pytest.param(f"20210503 {LIF}", Named(LIF, added="2021-05-03"), id="date-of-digits"),
        pytest.param(
            f"2021-05-03 [ICLR 2018] {LIF}",
            Named(LIF, "ICLR", "2018", added="2021-05-03"),
            id="date-and-venue",
        ),
        pytest.param("2021-05-03", Named(added="2021-05-03"), id="date-alone"),
        pytest.param(f"2021-99-99-{LIF}", Named(f"99-99-{LIF}", None, "2021"), id="no-date"),
        pytest.param(f"Yao et al. - 2023 - {LIF}", Named(LIF, None, "2023"), id="zotero"),
        pytest.param(f"01-{LIF}", Named(LIF), id="order-number"),
        pytest.param(f"3. {LIF}", Named(LIF), id="order-number-and-dot"),
        pytest.param("3D Spiking", Named("3D Spiking"), id="number-of-the-title"),
        pytest.param(
            "Spike_driven_Transformer", Named("Spike driven Transformer"), id="words-by-underscore"
        ),
        pytest.param(
            "spike-driven-self-attention",
            Named("spike driven self attention"),
            id="words-by-hyphen",
        ),
        pytest.param("CIFAR10-DVS", Named("CIFAR10-DVS"), id="real-hyphen"),
        pytest.param("SparseProp, Efficient", Named("SparseProp, Efficient"), id="comma-for-colon"),
        pytest.param(f"{LIF} 0123456789abcdef0123456789abcdef", Named(LIF), id="notion"),
        pytest.param("2307.01694v2", Named(arxiv="2307.01694"), id="arxiv"),
        pytest.param(f"2307.01694 {LIF}", Named(LIF, arxiv="2307.01694"), id="arxiv-and-title"),
        pytest.param("2399.01694", Named(), id="no-arxiv-identifier"),
        pytest.param("yao2023spike", Named(citekey="yao2023spike"), id="citekey"),
        pytest.param("Fang2021SEW", Named(citekey="Fang2021SEW"), id="capital-citekey"),
        pytest.param("fang_2021", Named(citekey="fang_2021"), id="citekey-with-underscore"),
        pytest.param("@smith:2020a", Named(citekey="smith:2020a"), id="marked-citekey"),
        pytest.param(
            "2020 Nature Inspired Computing",
            Named("Nature Inspired Computing", None, "2020"),
            id="word-that-is-a-venue",
        ),
        pytest.param("2048", Named(), id="number"),
        pytest.param("论文笔记", Named(), id="note-word"),
        pytest.param("", Named(), id="empty"),
    ],
)
def test_the_name_of_a_file_is_taken_apart(stem: str, expected: Named) -> None:
    assert file_named(stem) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Paper", True, id="paper"),
        pytest.param("论文", True, id="chinese"),
        pytest.param("Paper Notes", True, id="two-words"),
        pytest.param("📖 论文阅读笔记！", True, id="signs"),
        pytest.param("Paper Plane", False, id="title"),
        pytest.param("A review of SNNs", False, id="review"),
        pytest.param("论文" * 100, False, id="too-long"),
    ],
)
def test_words_that_only_name_the_note_are_known(text: str, expected: bool) -> None:
    assert is_note_word(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Introduction", True, id="english"),
        pytest.param("实验结果", True, id="chinese"),
        pytest.param("2. Method", True, id="number"),
        pytest.param("方法 (Method)", True, id="both-languages"),
        pytest.param("Related Work:", True, id="colon"),
        pytest.param("2.1 脉冲编码", True, id="two-numbers"),
        pytest.param("第三章 编码", True, id="chapter"),
        pytest.param("四、展望", True, id="chinese-number"),
        pytest.param("Introduction to Spiking Networks", False, id="title"),
        pytest.param("2048: A Game", False, id="number-of-a-title"),
        pytest.param("!!", False, id="signs"),
    ],
)
def test_sections_are_no_titles(text: str, expected: bool) -> None:
    assert is_section(text) is expected
