import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.model.readme_row import rendered
from snnnotes.model.readme_template import parse_template

FIELDS = ("title", "target", "label", "venue", "code", "doi", "url")
VALUES = {
    "title": "Spike-driven *Transformer*",
    "target": "notes/2023/Spike (v2).md",
    "label": "**笔记**",
    "venue": "NeurIPS",
    "code": "",
    "doi": "10.1002/(sici)1097_8",
    "url": "https://x.org/a b?c=%20",
}


def row(template: str, **values: str) -> str:
    return rendered(parse_template(template, fields=FIELDS, where="line"), VALUES | values)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("- plain *text*", "- plain *text*", id="text-is-markdown"),
        pytest.param("{venue}", "NeurIPS", id="field"),
        pytest.param("{ venue }", "NeurIPS", id="blanks-in-the-brace"),
        pytest.param("{code}", "", id="field-without-value"),
        pytest.param("{title}", r"Spike-driven \*Transformer\*", id="value-is-escaped"),
        pytest.param("{label}", "**笔记**", id="label-is-markdown"),
        pytest.param(
            "[{label}]({target})", "[**笔记**](notes/2023/Spike%20%28v2%29.md)", id="link"
        ),
        pytest.param("({url})", "(https://x.org/a%20b?c=%20)", id="address"),
        pytest.param("{venue? ({venue})}", " (NeurIPS)", id="optional-there"),
        pytest.param("a{code? [代码]({code})}b", "ab", id="optional-not-there"),
        pytest.param("{venue?{code?x}y}", "y", id="optional-in-optional"),
        pytest.param("{venue?{venue?x}}", "x", id="optional-parts-that-close-together"),
        pytest.param("{venue?yes}", "yes", id="optional-without-its-value"),
        pytest.param("{venue?}", "", id="optional-with-nothing"),
        pytest.param("{venue?a?}", "a?", id="question-mark-in-optional"),
        pytest.param("{{title}}", "{title}", id="braces"),
        pytest.param("{{{venue}}}", "{NeurIPS}", id="braces-round-a-field"),
        pytest.param("{venue?{{}", "{", id="brace-in-optional"),
    ],
)
def test_template_is_filled_with_values(template: str, expected: str) -> None:
    assert row(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{doi}", r"10.1002/(sici)1097_8", id="text"),
        pytest.param("[a](https://doi.org/{doi})", "%28sici%29", id="target-of-a-link"),
        pytest.param("[a](<https://doi.org/{doi}>)", "%28sici%29", id="target-in-angles"),
        pytest.param("<https://doi.org/{doi}>", "%28sici%29", id="address-in-angles"),
        pytest.param('<a href="https://doi.org/{doi}">', "%28sici%29", id="html"),
        pytest.param("[a](x(y){doi})", "%28sici%29", id="target-with-brackets"),
        pytest.param("[a]({venue?https://doi.org/{doi}})", "%28sici%29", id="target-in-optional"),
        pytest.param("[a](x) ({doi})", "(sici)", id="brackets-after-a-link"),
        pytest.param("<b>({doi})</b>", "(sici)", id="after-a-tag"),
        pytest.param("3 < 4 {doi}", "(sici)", id="less-than"),
        pytest.param("{venue?[a](}{doi}", "(sici)", id="link-that-an-optional-part-opens"),
    ],
)
def test_value_is_written_as_its_place_asks(template: str, expected: str) -> None:
    assert expected in row(template)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{title}[a](b)", r"Attention\![a](b)", id="right-behind"),
        pytest.param("{title}{venue?[a](b)}", r"Attention\![a](b)", id="in-optional"),
        pytest.param("{title} [a](b)", "Attention! [a](b)", id="with-a-blank"),
        pytest.param("![a](b){title}", "![a](b)Attention!", id="image-of-the-template"),
    ],
)
def test_exclamation_mark_makes_no_image_of_a_link(template: str, expected: str) -> None:
    assert row(template, title="Attention!") == expected


@given(st.text())
def test_any_text_is_a_template_when_its_braces_are_doubled(text: str) -> None:
    doubled = text.replace("{", "{{").replace("}", "}}")

    assert row(doubled) == text
