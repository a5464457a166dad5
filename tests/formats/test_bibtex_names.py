import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.bibtex_names import author_list


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param("Yao, Man and Hu, Jiakui", ["Man Yao", "Jiakui Hu"], id="family-first"),
        pytest.param("Man Yao AND\n  Jiakui Hu", ["Man Yao", "Jiakui Hu"], id="given-first"),
        pytest.param("Yao, Man and others", ["Man Yao"], id="others"),
        pytest.param("{ALICE Collaboration}", ["ALICE Collaboration"], id="group"),
        pytest.param(
            "{Google, Inc.} and {Barnes and Noble}",
            ["Google, Inc.", "Barnes and Noble"],
            id="groups",
        ),
        pytest.param("{The {ALICE} Collaboration}", ["The ALICE Collaboration"], id="nested"),
        pytest.param(
            "{{傅斯年}} and {张三} and 李, 国齐", ["傅斯年", "张三", "李国齐"], id="chinese"
        ),
        pytest.param("{姚, 满}", ["姚满"], id="chinese-in-braces"),
        pytest.param("姚满 and Yao, Man", ["姚满", "Man Yao"], id="two-scripts"),
        pytest.param("姚满，李国齐", ["姚满", "李国齐"], id="chinese-without-and"),
        pytest.param(r"{\"U}nl{\"u}, Ay{\c s}e", ["Ayşe Ünlü"], id="accents"),
        pytest.param(
            r"{\'E}cole, {\O}rjan and Erd\H{o}s, P.", ["Ørjan École", "P. Erdős"], id="more"
        ),
        pytest.param("{van der Maaten}, Laurens", ["Laurens van der Maaten"], id="braced-family"),
        pytest.param("de la Cruz, Juan", ["Juan de la Cruz"], id="particles"),
        pytest.param("King, Jr., Martin", ["Martin King Jr."], id="generation"),
        pytest.param("{King}, {Jr.}, {Martin}", ["Martin King Jr."], id="generation-in-braces"),
        pytest.param("Lee, {Ann and Bo}", ["Ann and Bo Lee"], id="and-in-braces"),
        pytest.param(
            "family=Beethoven, given=Ludwig, given-i=L, prefix=van, useprefix=true",
            ["Ludwig van Beethoven"],
            id="biblatex",
        ),
        pytest.param("Wei Wang 0001 and Li, Guoqi 0002", ["Wei Wang", "Guoqi Li"], id="dblp"),
        pytest.param(
            "Man Yao, Jiakui Hu, Guoqi Li", ["Man Yao", "Jiakui Hu", "Guoqi Li"], id="list"
        ),
        pytest.param("Yao, Man; Hu, Jiakui", ["Man Yao", "Jiakui Hu"], id="semicolons"),
        pytest.param(r"Simon \& Co", ["Simon & Co"], id="ampersand"),
        pytest.param("Yao~Man", ["Yao Man"], id="tie"),
        pytest.param("A and and B", ["A", "B"], id="and-twice"),
        pytest.param("Yao, Man and", ["Man Yao"], id="and-at-the-end"),
        pytest.param(" ", [], id="blank"),
        pytest.param("", [], id="empty"),
        pytest.param("{", [], id="lone-brace"),
    ],
)
def test_authors_are_read_as_they_are_meant(latex: str, expected: list[str]) -> None:
    assert list(author_list(latex)) == expected


@given(
    st.text()
    | st.lists(st.sampled_from([" and ", "{", "}", ",", " ", "\\", '\\"', "A", "姚", "b"])).map(
        "".join
    )
)
def test_no_author_field_is_too_broken(latex: str) -> None:
    assert all(name == " ".join(name.split()) and name for name in author_list(latex))
