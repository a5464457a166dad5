from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from snnnotes.errors import ReadmeMarkerError
from snnnotes.formats.readme_block import BEGIN, END, find_block, has_markers, lines_in_code

README = PurePosixPath("docs/README.md")
PAIR = f"{BEGIN}\n{END}\n"


def filled(text: str, *lines: str) -> str:
    return find_block(text, path=README).filled(lines)


def refusal(text: str) -> ReadmeMarkerError:
    with pytest.raises(ReadmeMarkerError) as caught:
        find_block(text, path=README)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{BEGIN}\n{END}", f"{BEGIN}\nnew\n{END}", id="nothing-else"),
        pytest.param(f"a\n{BEGIN}\nold\n{END}\nb", f"a\n{BEGIN}\nnew\n{END}\nb", id="text-around"),
        pytest.param(f"a\r\n{BEGIN}\r\n{END}\r\n", f"a\r\n{BEGIN}\r\nnew\r\n{END}\r\n", id="crlf"),
        pytest.param(f"\ufeff{BEGIN}\n{END}\n", f"\ufeff{BEGIN}\nnew\n{END}\n", id="bom"),
        pytest.param(f"a\r{BEGIN}\n{PAIR}", f"a\r{BEGIN}\n{BEGIN}\nnew\n{END}\n", id="old-mac"),
        pytest.param(f"  {BEGIN}  \n {END}\t\n", f"  {BEGIN}  \nnew\n {END}\t\n", id="blanks"),
        pytest.param(
            "<!--snnnotes:begin papers-->\n<!--  snnnotes:end  papers  -->",
            "<!--snnnotes:begin papers-->\nnew\n<!--  snnnotes:end  papers  -->",
            id="blanks-in-the-comment",
        ),
        pytest.param(
            f"<!-- snnnotes:begin other -->\n{PAIR}",
            f"<!-- snnnotes:begin other -->\n{BEGIN}\nnew\n{END}\n",
            id="another-block",
        ),
        pytest.param(
            f"{BEGIN}\n- \\<!-- snnnotes:end papers --> [x](y)\n{END}\n",
            f"{BEGIN}\nnew\n{END}\n",
            id="title-that-looks-like-a-marker",
        ),
        pytest.param(
            f"Paste `{BEGIN}` and `{END}`\n{PAIR}",
            f"Paste `{BEGIN}` and `{END}`\n{BEGIN}\nnew\n{END}\n",
            id="inline-code",
        ),
    ],
)
def test_lines_between_the_markers_are_replaced(text: str, expected: str) -> None:
    assert filled(text, "new") == expected


def test_no_lines_leave_the_markers_next_to_each_other() -> None:
    assert filled(f"{BEGIN}\nold\n{END}\n") == PAIR


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"```\n{PAIR}```\n", id="backticks"),
        pytest.param(f"~~~ markdown\n{PAIR}~~~\n", id="tildes"),
        pytest.param(f"```markdown\r\n{BEGIN}\r\n{END}\r\n```\r\n", id="crlf"),
        pytest.param(f"`````\n```\n{PAIR}```\n`````\n", id="longer-fence"),
        pytest.param(f"~~~\n```\n{PAIR}~~~\n", id="other-fence-in-it"),
        pytest.param(f"  ```\n{PAIR}  ```\n", id="fence-set-in"),
        pytest.param(f"   ```\n   {BEGIN}\n   {END}\n   ```\n", id="fence-in-a-list"),
        pytest.param(f"- ```\n  {BEGIN}\n  {END}\n  ```\n", id="fence-behind-a-list-sign"),
        pytest.param(f"10. ```\n  {BEGIN}\n  {END}\n    ```\n", id="fence-behind-a-number"),
        pytest.param(f"    {BEGIN}\n    {END}\n", id="indented-code"),
        pytest.param(f"\t{BEGIN}\n\t{END}\n", id="tab"),
        pytest.param(f"> {BEGIN}\n> {END}\n", id="quotation"),
        pytest.param(f"> ```\n> {BEGIN}\n> {END}\n> ```\n", id="fence-in-a-quotation"),
    ],
)
def test_markers_in_code_are_not_markers(code: str) -> None:
    assert not has_markers(code)
    assert filled(f"{code}\n{PAIR}{code}", "new") == f"{code}\n{BEGIN}\nnew\n{END}\n{code}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("``` `` ```\n", id="code-within-a-line"),
        pytest.param("``\ntwo backticks\n", id="two-backticks"),
        pytest.param("    ```\n\nset in like code\n", id="fence-in-indented-code"),
        pytest.param("- ```\n  unclosed, but in a list\n\nafter the list\n", id="open-in-a-list"),
        pytest.param("```\ncode\n```\n", id="closed"),
        pytest.param("    ```\n\n    ```\n", id="closed-in-a-list"),
        pytest.param("    ```\n\n```\ncode\n```\n", id="closed-at-the-margin-after-one-set-in"),
    ],
)
def test_markers_after_code_are_markers(text: str) -> None:
    assert filled(f"{text}{PAIR}", "new") == f"{text}{BEGIN}\nnew\n{END}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "docs/README.md: no markers", id="empty"),
        pytest.param("# Mine\n", "docs/README.md: no markers", id="none"),
        pytest.param(
            f"# Mine\n\n```\n{PAIR}```\n",
            "docs/README.md: no markers (the one in line 4 is in the code block"
            " that begins in line 3)",
            id="in-code",
        ),
        pytest.param(
            f"```\ncode\n\n{PAIR}",
            "docs/README.md: no markers (the one in line 4 is in the code block"
            " that begins in line 1)",
            id="in-open-code",
        ),
        pytest.param(
            f"a\n\n    {BEGIN}\n",
            "docs/README.md: no markers (the one in line 3 is set in as code is)",
            id="set-in",
        ),
        pytest.param(
            f"{BEGIN}{END}\n",
            "docs/README.md: no markers (the one in line 1 does not stand alone on its line)",
            id="on-one-line",
        ),
        pytest.param(
            f"Papers: {BEGIN}\n{END} end\n",
            "docs/README.md: no markers (the one in line 1 does not stand alone on its line)",
            id="in-a-sentence",
        ),
    ],
)
def test_missing_markers_are_reported_with_the_lines_to_paste(text: str, message: str) -> None:
    error = refusal(text)

    assert str(error) == message
    assert error.hint.endswith(f":\n{BEGIN}\n{END}")
    assert "snnnotes build-readme --init" in error.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(f"a\n{BEGIN}\n", "docs/README.md:2: the end marker is missing", id="no-end"),
        pytest.param(f"{END}\n", "docs/README.md:1: the begin marker is missing", id="no-begin"),
        pytest.param(
            f"{END}\n\n{BEGIN}\n",
            "docs/README.md:1: the end marker stands before the begin marker",
            id="wrong-order",
        ),
        pytest.param(
            f"{BEGIN}\n{BEGIN}\n{END}\n",
            "docs/README.md:2: the begin marker is there already, in line 1",
            id="begin-twice",
        ),
        pytest.param(
            f"{BEGIN}\n{END}\n{END}\n",
            "docs/README.md:3: the end marker is there already, in line 2",
            id="end-twice",
        ),
        pytest.param(
            f"{PAIR}\n{PAIR}",
            "docs/README.md:4: the begin marker is there already, in line 1",
            id="two-pairs",
        ),
        pytest.param(
            f"{BEGIN}\n```\n{END}\n",
            "docs/README.md:1: the end marker is missing",
            id="end-in-open-code",
        ),
    ],
)
def test_wrong_markers_are_reported_with_their_line(text: str, message: str) -> None:
    error = refusal(text)

    assert str(error) == message
    assert f"{BEGIN}\n{END}" in error.hint


def test_end_marker_in_code_does_not_end_the_block() -> None:
    """Otherwise a deleted end marker would cost the text up to the example in the manual."""
    text = f"{BEGIN}\n- a\n\n## Manual\n\n```\n{END}\n```\n"

    assert str(refusal(text)) == "docs/README.md:1: the end marker is missing"


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<<<<<<< HEAD\n- a\n=======\n- b\n>>>>>>> theirs\n", id="two-sides"),
        pytest.param(
            "<<<<<<< HEAD\n- a\n||||||| base\n- c\n=======\n- b\n>>>>>>> theirs\n", id="with-base"
        ),
        pytest.param("- a\n=======\n>>>>>>> theirs\n", id="half-settled"),
        pytest.param("<<<<<<< HEAD\n- a\n", id="cut-off"),
    ],
)
def test_git_conflict_inside_the_block_is_no_obstacle(inside: str) -> None:
    assert filled(f"a\n{BEGIN}\n{inside}{END}\nb\n", "new") == f"a\n{BEGIN}\nnew\n{END}\nb\n"


@pytest.mark.parametrize(
    "conflict",
    [
        pytest.param(
            f"<<<<<<< HEAD\n{BEGIN}\n- a\n{END}\n=======\n{BEGIN}\n- b\n{END}\n>>>>>>> theirs\n",
            id="round-the-block",
        ),
        pytest.param(
            f"<<<<<<< HEAD\n{BEGIN}\n- a\n{END}\n||||||| base\n=======\n{BEGIN}\n- b\n{END}\n"
            ">>>>>>> theirs\n",
            id="round-the-block-with-base",
        ),
        pytest.param(
            f"<<<<<<< HEAD\n{BEGIN}\n- a\n=======\n{BEGIN}\n- b\n>>>>>>> theirs\n- c\n{END}\n",
            id="over-the-first-marker",
        ),
        pytest.param(
            f"{BEGIN}\n<<<<<<< HEAD\n- a\n{END}\n=======\n- b\n{END}\n>>>>>>> theirs\n",
            id="over-the-last-marker",
        ),
        pytest.param(
            f"<<<<<<< HEAD\n{BEGIN}\n- a\n=======\n{BEGIN}\n- b\n>>>>>>> theirs\n- c\n"
            f"<<<<<<< HEAD\n- a\n{END}\n=======\n- b\n{END}\n>>>>>>> theirs\n",
            id="two-conflicts",
        ),
        pytest.param(
            f"<<<<<<< HEAD\nx\n{BEGIN}\n- a\n{END}\n=======\nx\n{BEGIN}\n{END}\n>>>>>>> theirs\n",
            id="same-text-on-both-sides",
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_git_conflict_over_markers_is_settled_if_nothing_else_differs(
    conflict: str, line_end: str
) -> None:
    above = "x\n" if "x\n" in conflict else ""

    assert filled(f"a\n{conflict}b\n".replace("\n", line_end), "new") == (
        f"a\n{above}{BEGIN}\nnew\n{END}\nb\n".replace("\n", line_end)
    )


@pytest.mark.parametrize(
    "conflict",
    [
        pytest.param(
            f"<<<<<<< HEAD\nmine\n{PAIR}=======\ntheirs\n{PAIR}>>>>>>> theirs\n",
            id="text-above-differs",
        ),
        pytest.param(
            f"<<<<<<< HEAD\n{PAIR}mine\n=======\n{PAIR}theirs\n>>>>>>> theirs\n",
            id="text-below-differs",
        ),
        pytest.param(
            f"<<<<<<< HEAD\n{PAIR}=======\n>>>>>>> theirs\n", id="one-side-has-no-markers"
        ),
        pytest.param(
            f"<<<<<<< HEAD\n{PAIR}=======\n{PAIR}{PAIR}>>>>>>> theirs\n",
            id="one-side-has-two-pairs",
        ),
    ],
)
def test_git_conflict_over_markers_and_text_is_left_to_the_user(conflict: str) -> None:
    error = refusal(f"a\n{conflict}b\n")

    last = len(conflict.splitlines()) + 1
    assert str(error).startswith("docs/README.md:2: a Git conflict takes in a marker")
    assert f"lines 2 to {last}" in error.hint


def test_git_conflict_elsewhere_is_left_as_it_is() -> None:
    conflict = "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> theirs\n"

    assert filled(f"{conflict}{PAIR}{conflict}", "new") == (
        f"{conflict}{BEGIN}\nnew\n{END}\n{conflict}"
    )


def test_underlined_heading_is_not_half_a_conflict() -> None:
    assert filled(f"Title\n=======\n{PAIR}>>>>>>> x\n", "new") == (
        f"Title\n=======\n{BEGIN}\nnew\n{END}\n>>>>>>> x\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", False, id="empty"),
        pytest.param("snnnotes: a tool\n", False, id="name-of-the-tool"),
        pytest.param(PAIR, True, id="pair"),
        pytest.param(END, True, id="one-alone"),
        pytest.param(f"`{BEGIN}`", False, id="inline-code"),
    ],
)
def test_has_markers_sees_even_a_single_one(text: str, expected: bool) -> None:
    assert has_markers(text) is expected


LINES = st.lists(
    st.sampled_from(["", "text", "```", "~~~", "````", "``` python", "# h", "    x"]), max_size=12
)


@given(LINES)
def test_code_at_the_margin_is_what_commonmark_says(lines: list[str]) -> None:
    fences = [
        token.map
        for token in MarkdownIt("commonmark").parse("\n".join(lines))
        if token.type == "fence"
    ]
    expected = {at for first, stop in filter(None, fences) for at in range(first, stop)}

    # At the end, an oracle's open fence may or may not take in blank lines.
    assert {at for at in lines_in_code(lines) if lines[at]} == {at for at in expected if lines[at]}


@given(st.text(st.sampled_from("ab\r\n \ufeff")), st.text(st.sampled_from("ab\r\n ")))
def test_text_outside_the_markers_is_kept_to_the_byte(head: str, tail: str) -> None:
    head = head + "\n" if head else ""
    tail = "\n" + tail if tail else ""

    assert filled(f"{head}{BEGIN}\nold\n{END}{tail}", "new") == f"{head}{BEGIN}\nnew\n{END}{tail}"
