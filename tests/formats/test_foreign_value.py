import pytest

from snnnotes.formats.foreign_value import (
    authors_of,
    date_of,
    hashtags_of,
    rating_of,
    status_of,
    tags_of,
    year_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2021-05-03", "2021-05-03", id="iso"),
        pytest.param("2021/5/3", "2021-05-03", id="slashes"),
        pytest.param("2021.05.03", "2021-05-03", id="dots"),
        pytest.param("20210503", "2021-05-03", id="digits"),
        pytest.param("2021年5月3日", "2021-05-03", id="chinese"),
        pytest.param("May 3, 2021", "2021-05-03", id="american"),
        pytest.param("3 May 2021", "2021-05-03", id="british"),
        pytest.param("[[May 3rd, 2021]]", "2021-05-03", id="logseq"),
        pytest.param("<2021-05-03>", "2021-05-03", id="angle-brackets"),
        pytest.param("2021-05-03 20:15:00", "2021-05-03", id="time-without-zone"),
        pytest.param("May 3, 2021 10:22 AM", "2021-05-03", id="notion"),
        pytest.param("2021-05-03T20:15:00+08:00", "2021-05-03T20:15:00+08:00", id="zone"),
        pytest.param("2021-05-03 20:15:00 +0800", "2021-05-03T20:15:00+08:00", id="jekyll"),
        pytest.param("2021-05-03T20:15:00.000Z", "2021-05-03T20:15:00+00:00", id="utc"),
        pytest.param("2021-05-03T25:15:00Z", "2021-05-03", id="impossible-time"),
        pytest.param("2021-13-45", None, id="impossible-date"),
        pytest.param("2021-05", None, id="month"),
        pytest.param("2021", None, id="year"),
        pytest.param("yesterday", None, id="word"),
        pytest.param("", None, id="empty"),
    ],
)
def test_dates_of_every_country_become_iso(text: str, expected: str | None) -> None:
    assert date_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2023", "2023", id="year"),
        pytest.param("Jul 4th, 2023", "2023", id="date"),
        pytest.param("2023年7月", "2023", id="chinese"),
        pytest.param("12023", None, id="longer-number"),
        pytest.param("1756", None, id="before-all-papers"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_year_is_found_in_a_date(text: str, expected: str | None) -> None:
    assert year_of(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["Man Yao, Jiakui Hu and Guoqi Li"], ("Man Yao", "Jiakui Hu", "Guoqi Li"), id="commas"
        ),
        pytest.param(["Man Yao; Guoqi Li"], ("Man Yao", "Guoqi Li"), id="semicolons"),
        pytest.param(["Man Yao，Guoqi Li"], ("Man Yao", "Guoqi Li"), id="full-width-comma"),
        pytest.param(["姚满、李国齐 等"], ("姚满", "李国齐"), id="chinese"),
        pytest.param(["Yao, Man and Hu, Jiakui"], ("Man Yao", "Jiakui Hu"), id="bibtex"),
        pytest.param(
            ["Druckmann, S., Banitt, Y., Gidon, A."],
            ("S. Druckmann", "Y. Banitt", "A. Gidon"),
            id="initials-behind",
        ),
        pytest.param(["Wu, Y. & Deng, L."], ("Y. Wu", "L. Deng"), id="initials-and-sign"),
        pytest.param(["Man Yao", "Guoqi Li"], ("Man Yao", "Guoqi Li"), id="list"),
        pytest.param(["[[Yao, Man]], [[Hu, Jiakui]]"], ("Man Yao", "Jiakui Hu"), id="pages"),
        pytest.param(
            ["[Man Yao](https://x.org), [Guoqi Li](https://y.org)"],
            ("Man Yao", "Guoqi Li"),
            id="links",
        ),
        pytest.param(["Man Yao*, Guoqi Li1,2†"], ("Man Yao", "Guoqi Li"), id="marks"),
        pytest.param(["Man Yao¹, Guoqi Li¹²"], ("Man Yao", "Guoqi Li"), id="superscripts"),
        pytest.param(
            ["Man Yao<sup>1</sup>, Guoqi Li<sup>2</sup>"],
            ("Man Yao", "Guoqi Li"),
            id="html-superscripts",
        ),
        pytest.param(["Man Yao (CASIA), Guoqi Li (PCL)"], ("Man Yao", "Guoqi Li"), id="institutes"),
        pytest.param(
            ["Jiongyi Chen, Kehuan Zhang---CUHK"],
            ("Jiongyi Chen", "Kehuan Zhang"),
            id="institute-behind-dashes",
        ),
        pytest.param(["Man Yao, Guoqi Li et al."], ("Man Yao", "Guoqi Li"), id="et-al"),
        pytest.param(["Man Yao, Guoqi Li."], ("Man Yao", "Guoqi Li"), id="full-stop"),
        pytest.param(["Man Yao, Man Yao"], ("Man Yao",), id="twice"),
        pytest.param(["杰弗里·辛顿"], ("杰弗里·辛顿",), id="foreign-name-in-chinese"),
        pytest.param(["Google DeepMind"], ("Google DeepMind",), id="group"),
        pytest.param(["作者提出了一种新的方法"], (), id="sentence"),
        pytest.param(["提出新方法：效果很好。"], (), id="sentence-with-signs"),
        pytest.param(["We propose a method. it works"], (), id="english-sentence"),
        pytest.param(["123"], (), id="number"),
        pytest.param([""], (), id="empty"),
        pytest.param([], (), id="nothing"),
    ],
)
def test_names_are_told_apart(texts: list[str], expected: tuple[str, ...]) -> None:
    assert authors_of(texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["SNN, survey"], ("SNN", "survey"), id="commas"),
        pytest.param(
            ["脉冲，残差、膜电位；LIF"], ("脉冲", "残差", "膜电位", "LIF"), id="chinese-signs"
        ),
        pytest.param(["#SNN #paper/survey"], ("SNN", "paper/survey"), id="hashtags"),
        pytest.param(["#SNN, [[膜电位]]"], ("SNN", "膜电位"), id="tags-and-pages"),
        pytest.param(["[[膜电位]], LIF"], ("膜电位", "LIF"), id="page-and-word"),
        pytest.param(["`SNN`, `LIF`"], ("SNN", "LIF"), id="code"),
        pytest.param(["surrogate gradient"], ("surrogate gradient",), id="blank-in-tag"),
        pytest.param(["SNN", "SNN", "LIF"], ("SNN", "LIF"), id="twice"),
        pytest.param(["C#"], ("C#",), id="sharp"),
        pytest.param(["  "], (), id="empty"),
    ],
)
def test_tags_are_told_apart(texts: list[str], expected: tuple[str, ...]) -> None:
    assert tags_of(texts) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("#SNN #膜电位", ("SNN", "膜电位"), id="tags"),
        pytest.param("#SNN,#LIF", ("SNN", "LIF"), id="comma-without-blank"),
        pytest.param("# Heading", (), id="heading"),
        pytest.param("see #SNN", (), id="in-a-sentence"),
        pytest.param("#12", (), id="number"),
        pytest.param("", (), id="empty"),
    ],
)
def test_a_line_of_tags_has_nothing_else(line: str, expected: tuple[str, ...]) -> None:
    assert hashtags_of(line) == expected


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        pytest.param("已读", "status", "read", id="chinese"),
        pytest.param("Done ✅", "status", None, id="word-and-sign"),
        pytest.param("✅", "status", "read", id="sign"),
        pytest.param("[[in progress]]", "status", "reading", id="page"),
        pytest.param("To Read", "status", "unread", id="case"),
        pytest.param("true", "read", "read", id="read-true"),
        pytest.param("no", "read", "unread", id="read-no"),
        pytest.param("true", "status", None, id="true-of-nothing"),
        pytest.param("maybe", "status", None, id="other"),
    ],
)
def test_words_for_how_far_the_reading_is_are_known(
    text: str, key: str, expected: str | None
) -> None:
    assert status_of(text, key=key) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("4", "4", id="digit"),
        pytest.param("4 / 5", "4", id="of-five"),
        pytest.param("⭐⭐⭐", "3", id="stars"),
        pytest.param("★★☆☆☆", "2", id="empty-stars"),
        pytest.param("8/10", None, id="of-ten"),
        pytest.param("0", None, id="zero"),
        pytest.param("", None, id="empty"),
    ],
)
def test_marks_are_from_one_to_five(text: str, expected: str | None) -> None:
    assert rating_of(text) == expected
