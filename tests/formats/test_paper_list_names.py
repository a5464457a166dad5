import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.paper_list_names import Names, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Man Yao, Guoqi Li", ("Man Yao", "Guoqi Li"), id="comma"),
        pytest.param("Man Yao and Guoqi Li", ("Man Yao", "Guoqi Li"), id="and"),
        pytest.param(
            "Man Yao, Jiakui Hu, and Guoqi Li.", ("Man Yao", "Jiakui Hu", "Guoqi Li"), id="both"
        ),
        pytest.param("Man Yao & Guoqi Li", ("Man Yao", "Guoqi Li"), id="ampersand"),
        pytest.param("Man Yao; Guoqi Li", ("Man Yao", "Guoqi Li"), id="semicolon"),
        pytest.param("姚满，李国齐", ("姚满", "李国齐"), id="chinese"),
        pytest.param("姚满、李国齐", ("姚满", "李国齐"), id="chinese-comma"),
        pytest.param("Maass W and Markram H", ("Maass W", "Markram H"), id="initials-behind"),
        pytest.param("T. Ball, S. K. Rajamani", ("T. Ball", "S. K. Rajamani"), id="initials"),
        pytest.param("Yao, Man and Hu, Jiakui", ("Man Yao", "Jiakui Hu"), id="family-first"),
        pytest.param("Jeong and Ye", ("Jeong", "Ye"), id="family-names-only"),
        pytest.param("Man Yao1,2, Guoqi Li1*", ("Man Yao", "Guoqi Li"), id="footnotes"),
        pytest.param("Man Yao*, Guoqi Li†", ("Man Yao", "Guoqi Li"), id="signs"),
        pytest.param(
            "Ludwig van Beethoven, Jan de Vries",
            ("Ludwig van Beethoven", "Jan de Vries"),
            id="particles",
        ),
        pytest.param(
            "Jean-Luc O’Brien, Ðorđe Šimić",
            ("Jean-Luc O’Brien", "Ðorđe Šimić"),
            id="hyphen-and-accents",
        ),
    ],
)
def test_authors_are_read(text: str, expected: tuple[str, ...]) -> None:
    assert names(text) == Names(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Siyuan Yang et al.", ("Siyuan Yang",), id="et-al"),
        pytest.param("Siyuan Yang et.al.", ("Siyuan Yang",), id="without-blank"),
        pytest.param("Siyuan Yang, et al", ("Siyuan Yang",), id="comma"),
        pytest.param("Yang et al", ("Yang",), id="family-name"),
        pytest.param("Man Yao, Guoqi Li, et al.", ("Man Yao", "Guoqi Li"), id="two"),
        pytest.param("姚满等", ("姚满",), id="chinese"),
        pytest.param("姚满 等人", ("姚满",), id="chinese-with-blank"),
        pytest.param("Man Yao, Guoqi Li, ...", ("Man Yao", "Guoqi Li"), id="dots"),
        pytest.param("Man Yao and others", ("Man Yao",), id="bibtex"),
    ],
)
def test_it_is_known_that_there_are_more_authors(text: str, expected: tuple[str, ...]) -> None:
    assert names(text) == Names(expected, more=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("Man Yao", id="one-name"),
        pytest.param("Deep Learning", id="two-words"),
        pytest.param("Spiking Networks, Deep Learning", id="topics"),
        pytest.param("University of Zurich, Tsinghua University", id="institutions"),
        pytest.param("Anonymous Authors, Under Review", id="anonymous"),
        pytest.param("NeurIPS, ICLR", id="venues"),
        pytest.param("efficient, sparse", id="lower-case"),
        pytest.param("PyTorch 2, Python 3", id="numbers"),
        pytest.param("a pioneering work on spiking neural networks", id="sentence"),
        pytest.param("提出了一种新方法，效果很好", id="chinese-sentence"),
        pytest.param("Key: Offline RL, Planning", id="colon"),
        pytest.param("One Two Three Four Five Six, Seven Eight", id="six-words"),
    ],
)
def test_what_are_no_authors_is_none(text: str) -> None:
    assert names(text) is None


def test_one_name_is_enough_where_authors_are_expected() -> None:
    assert names("Rainer Engelken", single=True) == Names(("Rainer Engelken",))
    assert names("姚满", single=True) == Names(("姚满",))
    assert names("Engelken", single=True) is None


@given(st.text(max_size=80), st.booleans())
def test_every_text_gets_an_answer(text: str, single: bool) -> None:
    found = names(text, single=single)

    assert found is None or all(name.strip() == name != "" for name in found.names)
