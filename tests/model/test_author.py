import pytest

from snnnotes.errors import UsageError
from snnnotes.model.author import author_names


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], (), id="none"),
        pytest.param(["Man Yao"], ("Man Yao",), id="one"),
        pytest.param(["Man Yao", "Jiakui Hu"], ("Man Yao", "Jiakui Hu"), id="option-given-twice"),
        pytest.param(
            ["Man Yao, Jiakui Hu, Li Yuan"], ("Man Yao", "Jiakui Hu", "Li Yuan"), id="arxiv"
        ),
        pytest.param(
            ["Man Yao, Jiakui Hu, and Li Yuan"], ("Man Yao", "Jiakui Hu", "Li Yuan"), id="english"
        ),
        pytest.param(["Man Yao and Li Yuan"], ("Man Yao", "Li Yuan"), id="two-with-and"),
        pytest.param(["Man Yao & Li Yuan"], ("Man Yao", "Li Yuan"), id="two-with-ampersand"),
        pytest.param(["Man Yao; Li Yuan"], ("Man Yao", "Li Yuan"), id="semicolon"),
        pytest.param(["Man Yao\nLi Yuan\n"], ("Man Yao", "Li Yuan"), id="lines"),
        pytest.param(["Man Yao, Li Yuan, et al."], ("Man Yao", "Li Yuan"), id="et-al"),
        pytest.param(["Yao, Man"], ("Man Yao",), id="family-first"),
        pytest.param(["Yao, Man; Yuan, Li"], ("Man Yao", "Li Yuan"), id="families-first"),
        pytest.param(["Yao, Man and Yuan, Li"], ("Man Yao", "Li Yuan"), id="bibtex"),
        pytest.param(["van der Maaten, Laurens"], ("Laurens van der Maaten",), id="particles"),
        pytest.param(["Luther King, Jr."], ("Luther King Jr.",), id="generation"),
        pytest.param(["姚满"], ("姚满",), id="chinese"),
        pytest.param(["姚满，李国齐"], ("姚满", "李国齐"), id="chinese-comma"),
        pytest.param(["姚满、李国齐；胡佳奎"], ("姚满", "李国齐", "胡佳奎"), id="chinese-signs"),
        pytest.param(
            ["Man Yao1,2*, Jiakui Hu1,†, Guoqi Li‡"],
            ("Man Yao", "Jiakui Hu", "Guoqi Li"),
            id="footnotes",
        ),
        pytest.param(["Man Yao¹ ², Jiakui Hu³"], ("Man Yao", "Jiakui Hu"), id="superscripts"),
        pytest.param(["Man Yao 1, Jiakui Hu 2"], ("Man Yao 1", "Jiakui Hu 2"), id="namesakes-stay"),
        pytest.param(["Man Yao (CAS), Li Yuan (PKU)"], ("Man Yao", "Li Yuan"), id="affiliations"),
        pytest.param(
            ["Man Yao · Jiakui Hu · Li Yuan"], ("Man Yao", "Jiakui Hu", "Li Yuan"), id="dots"
        ),
        pytest.param(["伊隆·马斯克"], ("伊隆·马斯克",), id="dot-in-a-name"),
        pytest.param(["OpenAI"], ("OpenAI",), id="group"),
        pytest.param(
            ["Center for Science and Technology"],
            ("Center for Science and Technology",),
            id="group-with-and",
        ),
        pytest.param(["Yao, Man, Hu, Jiakui"], ("Yao, Man, Hu, Jiakui",), id="unclear-stays"),
        pytest.param(["", " ", ";"], (), id="empty"),
        pytest.param(["  Man \t Yao\u200b "], ("Man Yao",), id="blanks-fold"),
        pytest.param(["Man Yao\x1b[31m"], ("Man Yao[31m",), id="control-characters-go"),
    ],
)
def test_authors_become_single_names(given: list[str], expected: tuple[str, ...]) -> None:
    assert author_names(given) == expected


def test_name_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        author_names(["Man\udcff Yao"])


def test_names_read_twice_are_the_same() -> None:
    once = author_names(
        ["Yao, Man and Yuan, Li", "姚满、李国齐", "Center for Science and Technology"]
    )

    assert author_names(once) == once
