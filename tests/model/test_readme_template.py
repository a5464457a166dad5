import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import ConfigError
from snnnotes.model.readme_template import OptionalPart, Part, Slot, parse_template

FIELDS = ("title", "target", "label", "venue", "code", "doi", "url")


def parts(template: str) -> tuple[Part, ...]:
    return parse_template(template, fields=FIELDS, where="snnnotes.toml: readme.line")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("- a", ("- a",), id="text"),
        pytest.param("{title}", (Slot("title", in_target=False),), id="field"),
        pytest.param(
            "[x]({url})",
            ("[x](", Slot("url", in_target=True), ")"),
            id="field-in-the-target-of-a-link",
        ),
        pytest.param(
            "{code? {venue}}.",
            (OptionalPart("code", (" ", Slot("venue", in_target=False))), "."),
            id="optional-part",
        ),
    ],
)
def test_template_is_taken_apart(template: str, expected: tuple[Part, ...]) -> None:
    assert parts(template) == expected


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        pytest.param("{titel}", "there is no field 'titel', at character 1", id="unknown"),
        pytest.param("- {titel? x}", "there is no field 'titel', at character 3", id="optional"),
        pytest.param("{}", "there is no field ''", id="no-name"),
        pytest.param("{title", "the brace is not closed, at character 1", id="field-open"),
        pytest.param("{title? x", "the brace is not closed, at character 1", id="optional-open"),
        pytest.param("{title {venue}}", "the brace is not closed, at character 1", id="nested"),
        pytest.param("a}", "a brace closes nothing, at character 2", id="closed"),
        pytest.param("{code: [x](*)}", "there is no field 'code: [x](*)'", id="colon"),
        pytest.param("{title.__class__}", "no field 'title.__class__'", id="attribute"),
        pytest.param("{title!r}", "no field 'title!r'", id="conversion"),
        pytest.param("{0}", "no field '0'", id="number"),
    ],
)
def test_template_that_cannot_be_read_is_refused(template: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parts(template)

    assert str(caught.value).startswith("snnnotes.toml: readme.line: ")
    assert problem in str(caught.value)
    assert "title, target, label, venue, code, doi, url" in caught.value.hint
    assert "{code? · [code]({code})}" in caught.value.hint


@given(st.text(st.sampled_from("{}? ab](<>title"), max_size=20))
def test_any_template_is_either_read_or_refused(template: str) -> None:
    try:
        found = parts(template)
    except ConfigError:
        return
    assert isinstance(found, tuple)
