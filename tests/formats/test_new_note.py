from __future__ import annotations

from importlib.resources import files
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import UsageError
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.formats.new_note import LINK_LABELS, note_fields, render
from snnnotes.model.fields import FIELDS
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper

NOTE = PurePosixPath("notes/2023/note.md")
TEMPLATE = (files("snnnotes") / "templates" / "note.md").read_text(encoding="utf-8")

SHORT = Note(path=NOTE, paper=Paper(title="LIF", year=2023))
FULL = Note(
    path=NOTE,
    paper=Paper(
        title="SEENN: Towards *Early* Exit",
        year=2023,
        authors=("Yuhang Li", "方维"),
        venue="NeurIPS",
        url="https://openreview.net/forum?id=a(b)",
        arxiv="2304.01230",
        doi="10.1109/x_(y)",
        openreview="yzZb_wQ",
        code="https://github.com/a/b",
        pdf="https://a.b/c d.pdf",
        abstract="One: two.\nThree.",
    ),
    citekey="li2023seenn",
    tags=("early-exit", "推理, 加速"),
    status="unread",
    rating=4,
    added="2025-04-17T19:41:31+08:00",
    aliases=("SEENN", "Early exit: a way"),
    summary="提前退出",
    pending=("venue",),
    extra={"mine": "#1", "nested": {"a": ["b", {"c": "d: e"}]}, "list": ["x"]},
)


def test_default_template_gives_the_note_of_the_design() -> None:
    note = Note(
        path=NOTE,
        paper=Paper(
            title="SparseProp: Efficient Event-Based Simulation",
            authors=("Rainer Engelken",),
            year=2023,
            venue="NeurIPS",
            url="https://openreview.net/forum?id=yzZbwQPkmP",
            arxiv="2312.17216",
            openreview="yzZbwQPkmP",
            code="https://github.com/RainerEngelken/SparseProp",
        ),
        citekey="engelken2023sparseprop",
        tags=("simulation", "sparse", "recurrent"),
        status="read",
        added="2025-04-17T19:41:31+08:00",
    )

    assert render(note, TEMPLATE) == (
        """\
---
title: "SparseProp: Efficient Event-Based Simulation"
authors:
  - Rainer Engelken
year: 2023
venue: NeurIPS
url: https://openreview.net/forum?id=yzZbwQPkmP
arxiv: "2312.17216"
openreview: yzZbwQPkmP
code: https://github.com/RainerEngelken/SparseProp
citekey: engelken2023sparseprop
tags: [simulation, sparse, recurrent]
status: read
added: 2025-04-17T19:41:31+08:00
---

## SparseProp: Efficient Event-Based Simulation

[论文链接](https://openreview.net/forum?id=yzZbwQPkmP) · [代码](https://github.com/RainerEngelken/SparseProp)
"""
    )


def test_what_a_note_lacks_leaves_no_trace() -> None:
    assert render(SHORT, TEMPLATE) == "---\ntitle: LIF\nyear: 2023\n---\n\n## LIF\n"


@pytest.mark.parametrize(
    ("paper", "line"),
    [
        pytest.param(
            Paper(title="A", year=2023, url="https://a.b"), "[论文链接](https://a.b)", id="paper"
        ),
        pytest.param(
            Paper(title="A", year=2023, code="https://c.d"), "[代码](https://c.d)", id="code"
        ),
        pytest.param(
            Paper(title="A", year=2023, url="https://a.b", code="https://c.d"),
            "[论文链接](https://a.b) · [代码](https://c.d)",
            id="both",
        ),
        pytest.param(
            Paper(title="A", year=2023, url="https://a.b/(c) <d>?e=f&g=h#i"),
            "[论文链接](https://a.b/%28c%29%20%3Cd%3E?e=f&g=h#i)",
            id="signs-that-would-end-the-link",
        ),
    ],
)
def test_links_line_has_what_there_is(paper: Paper, line: str) -> None:
    assert render(Note(path=NOTE, paper=paper), TEMPLATE).endswith(f"\n\n## A\n\n{line}\n")


def test_labels_of_the_links_can_be_chosen() -> None:
    text = render(FULL, "{{links}}", labels={"code": "Code [x]", "pdf": "PDF", "nothing": "None"})

    assert text.endswith(
        "---\n\n[Code \\[x\\]](https://github.com/a/b) · [PDF](https://a.b/c%20d.pdf)"
    )
    assert LINK_LABELS == {"url": "论文链接", "code": "代码"}


def test_all_fields_are_written_in_the_order_of_the_table() -> None:
    fields = note_fields(FULL)

    assert list(fields) == [field.name for field in FIELDS] + ["mine", "nested", "list"]
    assert list(parse(render(FULL, TEMPLATE), path=NOTE).fields) == list(fields)
    assert note_fields(SHORT) == {"title": "LIF", "year": "2023"}


@pytest.mark.parametrize("note", [SHORT, FULL], ids=["short", "full"])
def test_default_template_gives_a_note_that_is_read_back(note: Note) -> None:
    assert read_note(render(note, TEMPLATE), path=NOTE) == note


# --- other templates -----------------------------------------------------------------------------


def body(template: str, note: Note = FULL) -> str:
    """The body that a template gives."""
    text = render(note, f"---\n{{{{frontmatter}}}}\n---\n{template}")
    return text[parse(text, path=NOTE).body_start :]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("## {{title}}", "## SEENN: Towards \\*Early\\* Exit", id="title-escaped"),
        pytest.param("{{ year }}-{{\tyear\t}}", "2023-2023", id="blanks"),
        pytest.param("{{authors}} ({{year}})", "Yuhang Li, 方维 (2023)", id="authors"),
        pytest.param("{{venue}} {{status}} {{rating}}", "NeurIPS unread 4", id="words"),
        pytest.param("{{tags}}", "early-exit, 推理, 加速", id="tags"),
        pytest.param("<{{pdf}}>", "<https://a.b/c%20d.pdf>", id="address"),
        pytest.param("https://doi.org/{{doi}}", "https://doi.org/10.1109/x_(y)", id="identifier"),
        pytest.param("[@{{citekey}}]", "[@li2023seenn]", id="citekey"),
        pytest.param("> {{abstract}}", "> One: two. Three.", id="lines-become-one"),
        pytest.param("{{added}}", "2025-04-17T19:41:31+08:00", id="time"),
        pytest.param("{{mine}} {{list}}", "#1 x", id="own-keys"),
        pytest.param("{{nested}}", '{a: \\[b, {c: "d: e"}\\]}', id="own-keys-within-keys"),
        pytest.param("{{date}} {{cursor}}", "{{date}} {{cursor}}", id="unknown-stays"),
        pytest.param("{title} {{}} {{{x}}}", "{title} {{}} {{{x}}}", id="other-braces-stay"),
        pytest.param("a\n\n{{links}}", "a\n\n" + "[论文链接](https://openreview.net/forum?id=a%28b%29)"
                     " · [代码](https://github.com/a/b)", id="links-at-the-end"),
    ],
)  # fmt: skip
def test_placeholder_is_filled(template: str, expected: str) -> None:
    assert body(template) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("a\n\n{{venue}}\n\nb\n", "a\n\nb\n", id="line-goes-with-the-blank-one-below"),
        pytest.param("a\n\n{{venue}} {{doi}}\n", "a\n", id="or-with-the-one-above-at-the-end"),
        pytest.param("a\n\n{{venue}}", "a\n", id="without-last-line-end"),
        pytest.param("a\n{{venue}}\nb\n", "a\nb\n", id="no-blank-lines"),
        pytest.param("{{venue}}\n\nb\n", "b\n", id="first-line"),
        pytest.param("{{venue}}\n{{doi}}\n\n\nb\n", "\nb\n", id="two-lines-and-one-blank"),
        pytest.param("in {{venue}}!\n", "in !\n", id="other-text-in-the-line-stays"),
        pytest.param("\n\na\n\n\n", "\n\na\n\n\n", id="blank-lines-of-the-template-stay"),
        pytest.param("{{venue}}", "", id="nothing-else"),
    ],
)
def test_line_whose_placeholders_are_empty_goes(template: str, expected: str) -> None:
    assert body(template, SHORT) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("", "---\ntitle: LIF\nyear: 2023\n---\n\n", id="empty"),
        pytest.param(
            "# {{title}}", "---\ntitle: LIF\nyear: 2023\n---\n\n# LIF", id="no-frontmatter"
        ),
        pytest.param(
            "{{frontmatter}}\n\n# {{title}}\n",
            "---\ntitle: LIF\nyear: 2023\n---\n\n# LIF\n",
            id="frontmatter-without-its-lines",
        ),
        pytest.param(
            "\ufeff# {{title}}\r\n\r\nText\r\n",
            "\ufeff---\r\ntitle: LIF\r\nyear: 2023\r\n---\r\n\r\n# LIF\r\n\r\nText\r\n",
            id="crlf-and-bom",
        ),
        pytest.param(
            "---\r\n{{frontmatter}}\r\n---\r\n",
            "---\r\ntitle: LIF\r\nyear: 2023\r\n---\r\n",
            id="crlf",
        ),
        pytest.param(
            "---\n# mine\nkind: paper\n{{frontmatter}}\nseen: no # c\n---\n",
            "---\n# mine\nkind: paper\ntitle: LIF\nyear: 2023\nseen: no # c\n---\n",
            id="own-keys-and-comments",
        ),
        pytest.param(
            "---\nyear: {{year}}\ntitle: {{title}} # c\nvenue: {{venue}}\n---\n",
            "---\nyear: 2023\ntitle: LIF # c\nvenue:\n---\n",
            id="every-field-by-hand",
        ),
        pytest.param(
            "---\ntitle: \"{{title}}\"\nyear: '{{year}}'\n---\n",
            "---\ntitle: LIF\nyear: 2023\n---\n",
            id="placeholders-in-quotes",
        ),
        pytest.param(
            "---\ntags: [paper]\n{{frontmatter}}\nid: note-{{year}}-{{doi}}{{x}}\n---\n",
            "---\ntags: [paper]\ntitle: LIF\nyear: 2023\nid: note-2023-{{x}}\n---\n",
            id="placeholders-in-other-keys",
        ),
        pytest.param(
            "---\nkind: paper\n---\nText",
            "---\ntitle: LIF\nyear: 2023\nkind: paper\n---\nText",
            id="no-place-for-the-fields",
        ),
        pytest.param(
            "---\ntitle: Title\nstatus: unread\n{{frontmatter}}\n---\n",
            "---\ntitle: LIF\nstatus: unread\nyear: 2023\n---\n",
            id="values-of-the-template",
        ),
    ],
)
def test_template_of_a_user_is_followed(template: str, expected: str) -> None:
    assert render(SHORT, template) == expected


def test_fields_of_the_note_go_before_those_of_the_template() -> None:
    template = "---\nstatus: read\ntags: [paper]\nauthors: {{authors}}\n{{frontmatter}}\n---\n"

    text = render(FULL, template)

    assert read_note(text, path=NOTE) == FULL
    assert text.startswith(
        '---\nstatus: unread\ntags: [early-exit, "推理, 加速"]\nauthors: [Yuhang Li, 方维]\ntitle:'
    )


def test_lists_amid_other_text_of_the_frontmatter_are_joined() -> None:
    text = render(FULL, "---\n{{frontmatter}}\ncite: by {{authors}} {{nested}}\n---\n")

    assert "\ncite: by Yuhang Li, 方维 {{nested}}\n" in text


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        pytest.param(
            "---\n{{frontmatter}}\nx: [a\n---\n", "a bracket ([) is not closed", id="yaml"
        ),
        pytest.param("---\n{title: x}\n---\n", "cannot be changed here", id="keys-in-braces"),
        pytest.param("---\n{{frontmatter}}\n...\n---\n", "... does not end", id="dots"),
        pytest.param("---\n{{frontmatter}}\n{{frontmatter}}\n---\n", "is there twice", id="twice"),
        pytest.param("---\nx: y\n---\n", "it leaves no place for nested", id="no-place"),
    ],
)
def test_template_that_gives_no_note_is_refused(template: str, problem: str) -> None:
    with pytest.raises(UsageError) as caught:
        render(FULL, template)

    assert str(caught.value).startswith("the template for new notes gives no note: ")
    assert problem in str(caught.value)
    assert caught.value.hint == "let it begin with three lines: ---, {{frontmatter}} and ---"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    # The note itself takes the one for nothing, and strips the other.
    lambda text: text != "~" and text == text.strip()
)


@given(
    TEXTS, st.lists(TEXTS, max_size=3), TEXTS, st.dictionaries(st.text("abc", min_size=2), TEXTS)
)
def test_any_note_is_read_back(
    title: str, names: list[str], summary: str, extra: dict[str, str]
) -> None:
    note = Note(
        path=NOTE,
        paper=Paper(title=title, year=2023, authors=tuple(names)),
        tags=tuple(names),
        summary=summary,
        extra=extra,
    )

    assert read_note(render(note, TEMPLATE), path=NOTE) == note
    assert render(note, TEMPLATE.replace("\n", "\r\n")).count("\n") == (
        render(note, TEMPLATE).count("\n")
    )
