from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import DuplicateNoteError, NoteFormatError, UsageError
from snnnotes.features.editing import (
    Edited,
    checked_tag,
    lacking_items,
    plan_edit,
    plan_tag_rename,
    refuse_one_value_for_many,
    refuse_taken_citekeys,
    resembling_tag,
    strange_keys,
    strange_tags,
    tag_changes,
    tag_counts,
    twins,
)
from snnnotes.formats.frontmatter import parse, read_note
from snnnotes.model.assignment import parse_assignments
from snnnotes.model.note import Note

PATH = PurePosixPath("notes/2023/lif.md")
TEXT = (
    "\ufeff---\r\n"
    "title: LIF神经元   # 标题\r\n"
    "authors:\r\n"
    "    - 张三  # 一作\r\n"
    "    - Man Yao\r\n"
    "year: 2023\r\n"
    "\r\n"
    "tags: [snn, 'lif'] # 标签\r\n"
    'arxiv: "2307.01690"\r\n'
    "project: thesis\r\n"
    "---\r\n"
    "\r\n"
    "正文没有换行结尾"
)


def edit(*words: str, text: str = TEXT) -> Edited:
    return plan_edit(text, parse_assignments(words), path=PATH)


def after(*words: str, text: str = TEXT) -> str:
    change = edit(*words, text=text).change
    assert change is not None
    assert change.before == text
    return change.text


def note(name: str, **fields: str) -> Note:
    known = {"title": name, "year": "2023"} | fields
    lines = "".join(f"{key}: {value}\n" for key, value in known.items())
    return read_note(f"---\n{lines}---\n", path=PurePosixPath(f"notes/{name}.md"))


def edited(name: str, change: str, **fields: str) -> Edited:
    known = {"title": name, "year": "2023"} | fields
    lines = "".join(f"{key}: {value}\n" for key, value in known.items())
    return plan_edit(
        f"---\n{lines}---\n", parse_assignments([change]), path=PurePosixPath(f"notes/{name}.md")
    )


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        pytest.param(["year=2022"], "year: 2023", "year: 2022", id="one-value"),
        pytest.param(["title=膜电位"], "LIF神经元   # 标题", "膜电位   # 标题", id="comment"),
        pytest.param(["tags+=新"], "'lif'] # 标签", "'lif', 新] # 标签", id="flow-list"),
        pytest.param(["tags-=SNN"], "[snn, 'lif']", "['lif']", id="item-goes"),
        pytest.param(["authors+=李四"], "    - Man Yao\r\n", "    - Man Yao\r\n    - 李四\r\n",
                     id="block-list"),
        pytest.param(["authors-=Man Yao"], "    - Man Yao\r\n", "", id="line-goes"),
        pytest.param(["project="], "project: thesis\r\n", "", id="key-goes"),
        pytest.param(["project=组会"], "thesis", "组会", id="own-key"),
        pytest.param(["arxiv=2401.00010v3"], '"2307.01690"', '"2401.00010"', id="quotes"),
    ],
)  # fmt: skip
def test_only_what_is_asked_for_changes(words: list[str], old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert after(*words) == TEXT.replace(old, new)


def test_new_keys_come_where_a_new_note_has_them() -> None:
    changed = after("status=read", "venue=NeurIPS", "评分=好")

    assert list(parse(changed, path=PATH).fields) == [
        "title", "authors", "year", "venue", "tags", "status", "arxiv", "project", "评分",
    ]  # fmt: skip
    assert changed.endswith("---\r\n\r\n正文没有换行结尾")


def test_what_each_key_held_before_and_after_is_told() -> None:
    told = edit("status=read", "tags-=lif", "project=", "year=2023").values

    assert told == {
        "status": (None, "read"),
        "tags": (["snn", "lif"], ["snn"]),
        "project": ("thesis", None),
    }


def test_several_changes_of_one_list_are_made_in_their_order() -> None:
    assert edit("tags+=新", "tags-=snn,lif").note.tags == ("新",)


@pytest.mark.parametrize(
    "word",
    ["year=2023", "tags+=SNN", "tags-=none", "tags=snn,lif", "status=", "arxiv=arXiv:2307.01690v1"],
)
def test_what_the_note_says_already_is_no_change(word: str) -> None:
    done = edit(word)

    assert done.change is None
    assert done.values == {}


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param(["venue=ICLR"], ("title",), id="one"),
        pytest.param(["venue=ICLR", "title=x"], (), id="all"),
        pytest.param(["venue="], ("title", "venue"), id="no-value"),
        pytest.param(["venue=ICLR", "pending=venue"], ("venue",), id="asked-for"),
        pytest.param(["rating=3"], ("title", "venue"), id="another-field"),
    ],
)
def test_field_that_gets_a_value_waits_for_no_source(
    words: list[str], left: tuple[str, ...]
) -> None:
    text = "---\ntitle: arXiv 1\nyear: 2023\npending: [title, venue]\n---\n"

    assert edit(*words, text=text).note.pending == left


def test_change_that_would_harm_another_key_is_refused() -> None:
    text = "---\ntitle: x\nyear: 2023\ntags: &same [a]\nmine: *same\n---\n"

    with pytest.raises(NoteFormatError, match="without harm"):
        edit("tags+=b", text=text)


def test_note_that_is_none_is_refused() -> None:
    with pytest.raises(NoteFormatError):
        edit("tags+=b", text="no frontmatter\n")


@given(
    st.lists(
        st.sampled_from(
            ["year=1999", "tags+=a", "tags-=snn", "status=read", "project=", "rating=5",
             "authors=李四,王五", "summary=一: 行 # x", "own+=a", "own=b", "url=", "aliases+=A, B"]
        ),
        max_size=6, unique_by=lambda word: word.partition("=")[0].rstrip("+-"),
    )
)  # fmt: skip
def test_bytes_of_other_keys_and_of_the_body_stay(words: list[str]) -> None:
    done = edit(*words)
    changed = TEXT if done.change is None else done.change.text

    assert "\r\ntitle: LIF神经元   # 标题\r\n" in changed
    assert "\r\nyear: " in changed
    assert "] # 标签\r\n" in changed
    assert changed.startswith("\ufeff---\r\n")
    assert changed.endswith("---\r\n\r\n正文没有换行结尾")
    assert "\n" not in changed.replace("\r\n", "")
    assert plan_edit(changed, parse_assignments(words), path=PATH).change is None


@pytest.mark.parametrize(
    ("tags", "old", "new", "then"),
    [
        pytest.param("[a, b, c]", "b", "x", ("a", "x", "c"), id="in-its-place"),
        pytest.param("[a, b]", "A", "x", ("x", "b"), id="any-case"),
        pytest.param("[SNN]", "snn", "snn", ("snn",), id="only-the-case"),
        pytest.param("[a, b]", "a", "b", ("b",), id="merged"),
        pytest.param("[a, B]", "a", "b", ("b",), id="merged-in-the-new-spelling"),
        pytest.param("[a, c]", "b", "x", ("a", "c"), id="without-it"),
        pytest.param("a, b", "b", "综述", ("a", "综述"), id="obsidian"),
        pytest.param("[電位]", "电位", "膜电位", ("膜电位",), id="traditional-characters"),
    ],
)
def test_tag_gets_another_name(tags: str, old: str, new: str, then: tuple[str, ...]) -> None:
    text = f"---\ntitle: x\nyear: 2023\ntags: {tags}\n---\n"

    assert plan_tag_rename(text, old, new, path=PATH).note.tags == then


def test_note_without_the_tag_is_not_changed_by_its_renaming() -> None:
    for tags in ("", "tags:\n", "tags: [a]\n", "tags: a\n"):
        text = f"---\ntitle: x\nyear: 2023\n{tags}---\n"

        assert plan_tag_rename(text, "b", "c", path=PATH).change is None


def test_tags_are_counted_by_note_the_most_used_first() -> None:
    notes = [note("a", tags="[x, 综述, x]"), note("b", tags="[综述, B]"), note("c", tags="[a]")]

    assert tag_counts(notes) == [("综述", 2), ("a", 1), ("B", 1), ("x", 1)]


@pytest.mark.parametrize("word", ["citekey=x", "title=x", "arxiv=2307.01694", "doi=10.1/x"])
def test_what_one_note_has_is_not_given_to_two(word: str) -> None:
    if word.startswith("doi"):
        word = "doi=10.1109/x"
    changes = parse_assignments([word])

    refuse_one_value_for_many(changes, 1)
    with pytest.raises(UsageError, match="2 notes cannot all have"):
        refuse_one_value_for_many(changes, 2)


def test_identifier_may_be_taken_from_many() -> None:
    refuse_one_value_for_many(parse_assignments(["citekey=", "year=2023"]), 9)


def test_citekey_of_another_note_is_refused() -> None:
    notes = [note("a", citekey="taken"), note("b")]

    refuse_taken_citekeys([edited("a", "citekey=taken")], notes)
    refuse_taken_citekeys([edited("b", "year=2022", citekey="taken")], notes)
    with pytest.raises(DuplicateNoteError, match=r"notes/a\.md has the citekey taken"):
        refuse_taken_citekeys([edited("b", "citekey=taken")], notes)
    # BibTeX would call it a repeated entry.
    with pytest.raises(DuplicateNoteError, match=r"notes/a\.md has the citekey taken"):
        refuse_taken_citekeys([edited("b", "citekey=Taken")], notes)
    refuse_taken_citekeys([edited("a", "citekey=Taken", citekey="taken")], notes)


def test_notes_that_come_to_be_on_one_paper_are_found() -> None:
    notes = [note("a", arxiv='"2307.01694"'), note("b"), note("c", arxiv='"2307.01694"')]

    found = twins([edited("b", "arxiv=2307.01694")], notes)

    assert [(one.path.name, other.path.name) for one, other, _ in found] == [
        ("b.md", "a.md"), ("b.md", "c.md"),
    ]  # fmt: skip
    assert found[0][2] == "same arXiv identifier 2307.01694"


@pytest.mark.parametrize("word", ["year=2022", "title=other"])
def test_twins_that_were_so_before_are_not_told_again(word: str) -> None:
    notes = [note("a", arxiv='"2307.01694"'), note("b", arxiv='"2307.01694"')]

    assert twins([edited("a", word, arxiv='"2307.01694"')], notes) == []


def test_key_that_nobody_has_is_strange_and_the_nearest_is_named() -> None:
    notes = [note("a", project="thesis")]
    changes = parse_assignments(["sumary=x", "projekt=x", "project=x", "心得=x", "gone=", "no-=x"])

    assert strange_keys(changes, notes) == [("sumary", "summary"), ("projekt", "project"),
                                            ("心得", "")]  # fmt: skip


def test_tag_that_no_note_had_is_strange_and_the_nearest_is_named() -> None:
    notes = [note("a", tags="[attention, SNN]")]
    done = [edited("b", f"tags={tag}") for tag in ("atention", "snn", "attention", "图")]

    assert strange_tags(done, notes) == [("atention", "attention"), ("snn", "SNN"), ("图", "")]
    assert resembling_tag("atention", notes) == "attention"


def test_items_that_are_in_none_of_the_notes_are_told() -> None:
    done = [edited("a", "tags-=x,y", tags="[X]"), edited("b", "tags-=x,y")]

    assert lacking_items(done) == [("tags", "y")]
    assert lacking_items([]) == []


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        pytest.param(["+a", "-snn"], ("lif", "a"), id="signs"),
        pytest.param(["＋综述", "－SNN"], ("lif", "综述"), id="full-width"),
        pytest.param(["+a,b", "+#c"], ("snn", "lif", "a", "b", "c"), id="several"),
    ],
)
def test_signs_add_tags_and_take_them_away(words: list[str], tags: tuple[str, ...]) -> None:
    assert plan_edit(TEXT, tag_changes(words), path=PATH).note.tags == tags


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["+"], "no tag stands behind +", id="nothing"),
        pytest.param(["-#"], "no tag stands behind -", id="sharp"),
        pytest.param(["+a", "-A"], "added and taken away at once", id="both"),
    ],
)
def test_signs_without_sense_are_refused(words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        tag_changes(words)

    assert said in str(refusal.value)


@pytest.mark.parametrize("text", ["", "#", "a,b"], ids=["empty", "sharp", "two"])
def test_new_name_of_a_tag_is_one_tag(text: str) -> None:
    with pytest.raises(UsageError, match="not one tag"):
        checked_tag(text)

    assert checked_tag(" #图 ") == "图"


def test_note_afterwards_is_told_as_it_will_be_read() -> None:
    done = edit("rating=4", "status=read", "venue=ICLR")

    expected = replace(done.note, rating=4, status="read")
    assert done.note == expected
    assert done.note.paper.venue == "ICLR"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no-mark", "byte-order-mark"])
@pytest.mark.parametrize(
    "end", ["", "\n", "\n\n正文", "\n正文\n\n"], ids=["bare", "end", "cut", "blank"]
)
@pytest.mark.parametrize(
    ("tags", "then"),
    [
        pytest.param("tags: [a, b]  # 标签", "tags: [a, b, 新]  # 标签", id="flow"),
        pytest.param("tags: a", "tags: [a, 新]", id="one"),
        pytest.param("tags:\n- a\n- b", "tags:\n- a\n- b\n- 新", id="block"),
        pytest.param("tags:\n    - 'a' # x", "tags:\n    - 'a' # x\n    - 新", id="indented"),
        pytest.param("tags:", "tags: [新]", id="empty"),
        pytest.param("tags: []", "tags: [新]", id="empty-list"),
    ],
)
def test_tag_comes_to_every_shape_of_file(
    tags: str, then: str, mark: str, line_end: str, end: str
) -> None:
    def shaped(line: str) -> str:
        text = f"{mark}---\n# 头\ntitle: LIF\nyear: 2023\n{line}\nown: {{k: [v]}}\n---{end}"
        return text.replace("\n", line_end)

    done = plan_edit(shaped(tags), tag_changes(["+新", "-没有"]), path=PATH)

    assert done.change is not None
    assert done.change.text == shaped(then)
    assert done.lacking == {("tags", "没有")}
