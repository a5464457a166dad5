import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.person import full_name, names_in


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param({"family": "Yao", "given": "Man"}, "Man Yao", id="plain"),
        pytest.param({"family": "OpenAI"}, "OpenAI", id="one-name"),
        pytest.param(
            {"family": "Beethoven", "given": "Ludwig", "particle": "van"},
            "Ludwig van Beethoven",
            id="particle",
        ),
        pytest.param(
            {"family": "Alembert", "given": "Jean", "particle": "d'"},
            "Jean d'Alembert",
            id="elided",
        ),
        pytest.param(
            {"family": "King", "given": "Martin Luther", "generation": "Jr."},
            "Martin Luther King Jr.",
            id="generation",
        ),
        pytest.param({"family": "姚", "given": "满"}, "姚满", id="chinese"),
        pytest.param({"family": "田中", "given": "太郎"}, "田中太郎", id="japanese"),
        pytest.param({"family": "김", "given": "철수"}, "김철수", id="korean"),
        pytest.param({"family": "Yao 姚", "given": "Man 满"}, "Man 满 Yao 姚", id="both-scripts"),
        pytest.param({"family": "Wang 0001", "given": "Wei"}, "Wei Wang", id="namesake-of-dblp"),
        pytest.param({"family": "Doe†", "given": "Jane*"}, "Jane Doe", id="footnote-marks"),
        pytest.param({"family": "", "given": "Man"}, "Man", id="no-family-name"),
        pytest.param({"family": ""}, "", id="nobody"),
    ],
)
def test_a_name_is_put_together_as_it_is_spoken(parts: dict[str, str], expected: str) -> None:
    assert full_name(**parts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Yao, Man", ["Man Yao"], id="family-first"),
        pytest.param("Man Yao", ["Man Yao"], id="given-first"),
        pytest.param("Yao,Man", ["Man Yao"], id="no-blank"),
        pytest.param("Yao，Man", ["Man Yao"], id="full-width-comma"),
        pytest.param(
            "King, Jr., Martin Luther", ["Martin Luther King Jr."], id="generation-second"
        ),
        pytest.param("King, Martin Luther, Jr.", ["Martin Luther King Jr."], id="generation-third"),
        pytest.param("King, III", ["King III"], id="generation-without-given-name"),
        pytest.param("van der Maaten, Laurens", ["Laurens van der Maaten"], id="particle"),
        pytest.param("姚, 满", ["姚满"], id="chinese-family-first"),
        pytest.param("诸葛, 孔明", ["诸葛孔明"], id="chinese-two-characters"),
        pytest.param("王小明, 李国齐", ["王小明", "李国齐"], id="two-chinese"),
        pytest.param("姚满，李国齐，张三", ["姚满", "李国齐", "张三"], id="three-chinese"),
        pytest.param("姚满、李国齐", ["姚满", "李国齐"], id="chinese-enumeration-comma"),
        pytest.param("姚满", ["姚满"], id="one-chinese"),
        pytest.param("ALICE Collaboration", ["ALICE Collaboration"], id="group"),
        pytest.param(
            "Man Yao, Jiakui Hu, Guoqi Li", ["Man Yao", "Jiakui Hu", "Guoqi Li"], id="list"
        ),
        pytest.param("Yao, Man; Hu, Jiakui", ["Man Yao", "Jiakui Hu"], id="semicolons"),
        pytest.param("Smith, J., Jones, B.", ["Smith, J., Jones, B."], id="two-ways-to-read-it"),
        pytest.param("Li, Guoqi 0002", ["Guoqi Li"], id="namesake"),
        pytest.param("Yao, Man and", ["Man Yao"], id="and-too-many"),
        pytest.param("Yao,", ["Yao"], id="comma-too-many"),
        pytest.param("others", [], id="others"),
        pytest.param("et al.", [], id="et-al"),
        pytest.param("K. A. Olive et al.", ["K. A. Olive"], id="et-al-behind"),
        pytest.param("M.J. Berger et.al.", ["M.J. Berger"], id="et-al-with-dots"),
        pytest.param("姚满等", ["姚满"], id="et-al-behind-chinese"),
        pytest.param("Pascal", ["Pascal"], id="ends-like-et-al"),
        pytest.param("等", [], id="et-al-in-chinese"),
        pytest.param("and", [], id="only-and"),
        pytest.param(" , ", [], id="only-a-comma"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_text_gives_the_names_in_it(text: str, expected: list[str]) -> None:
    assert names_in(text) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_names_are_never_empty_and_on_one_line(text: str) -> None:
    for name in names_in(text):
        assert name == " ".join(name.split())
        assert name
