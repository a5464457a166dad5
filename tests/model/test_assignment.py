import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.errors import IdentifierError, SnnnotesError, UsageError
from snnnotes.model.assignment import (
    Operation,
    assigned,
    items_of,
    parse_assignment,
    parse_assignments,
    tags_in,
    typed,
)
from snnnotes.model.fields import BY_NAME, FIELDS, Kind
from snnnotes.model.note import Value


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("lif", id="citekey"),
        pytest.param("spike-driven transformer", id="title"),
        pytest.param("notes/2023/a=b.md", id="path"),
        pytest.param("https://openreview.net/forum?id=9FmolyOHi5", id="address"),
        pytest.param("=read", id="no-key"),
        pytest.param("+=read", id="no-key-but-a-sign"),
        pytest.param("2023=x", id="key-begins-with-a-digit"),
        pytest.param("膜电位", id="chinese"),
    ],
)
def test_word_that_names_a_note_is_no_assignment(word: str) -> None:
    assert parse_assignment(word) is None


@pytest.mark.parametrize(
    ("word", "key", "operation", "values"),
    [
        pytest.param("status=read", "status", "=", ("read",), id="set"),
        pytest.param("tags+=snn", "tags", "+=", ("snn",), id="add"),
        pytest.param("tags-=snn", "tags", "-=", ("snn",), id="take"),
        pytest.param("tags=", "tags", "=", (), id="take-the-key-away"),
        pytest.param("tag=snn", "tags", "=", ("snn",), id="name-in-queries"),
        pytest.param("Year=2023", "year", "=", ("2023",), id="any-case"),
        pytest.param("tags＋＝脉冲", "tags", "+=", ("脉冲",), id="full-width"),
        pytest.param("tags－＝脉冲", "tags", "-=", ("脉冲",), id="full-width-minus"),
        pytest.param("tags=a,b，c、d; e", "tags", "=", ("a", "b", "c", "d", "e"), id="list"),
        pytest.param("tags=#a,A,,b", "tags", "=", ("a", "b"), id="each-tag-once"),
        pytest.param(
            "aliases+=A Free Lunch, Again", "aliases", "+=", ("A Free Lunch, Again",),
            id="comma-of-a-title",
        ),
        pytest.param(
            "authors=Yao, Man and Hu, Jiakui", "authors", "=", ("Man Yao", "Jiakui Hu"),
            id="authors-of-bibtex",
        ),
        pytest.param("author+=张三、李四", "authors", "+=", ("张三", "李四"), id="chinese-authors"),
        pytest.param("pending-=venue,year", "pending", "-=", ("venue", "year"), id="pending"),
        pytest.param("title=A = B", "title", "=", ("A = B",), id="sign-in-the-value"),
        pytest.param("summary= 一行\n两行 ", "summary", "=", ("一行 两行",), id="one-line"),
        pytest.param("venue=~", "venue", "=", (), id="null"),
        pytest.param("my-key-=x", "my-key", "-=", ("x",), id="hyphen-in-the-key"),
    ],
)  # fmt: skip
def test_assignment_is_read_in_the_form_of_a_note(
    word: str, key: str, operation: str, values: tuple[str, ...]
) -> None:
    found = parse_assignment(word)

    assert found is not None
    assert (found.key, found.operation.value, found.values) == (key, operation, values)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        pytest.param("year=２０２３", "2023", id="full-width-digits"),
        pytest.param("rating= 4 ", "4", id="blanks"),
        pytest.param("status=READ", "read", id="status"),
        pytest.param("added=2025-04-17", "2025-04-17", id="date"),
        pytest.param("added=20250417", "2025-04-17", id="date-without-hyphens"),
        pytest.param("added=2025-04-17 19:41+08:00", "2025-04-17T19:41:00+08:00", id="time"),
        pytest.param("arxiv=https://arxiv.org/pdf/2307.01694v2", "2307.01694", id="arxiv"),
        pytest.param("doi=https://doi.org/10.1109/ICCV.2021.1", "10.1109/iccv.2021.1", id="doi"),
        pytest.param("openreview=https://openreview.net/forum?id=9FmolyOHi5", "9FmolyOHi5",
                     id="openreview"),
        pytest.param("url=arxiv.org/abs/2307.01694", "https://arxiv.org/abs/2307.01694", id="host"),
        pytest.param("url=2307.01694", "https://arxiv.org/abs/2307.01694", id="identifier-as-url"),
        pytest.param("code=github.com/a/b", "https://github.com/a/b", id="code"),
        pytest.param("code=example.org", "https://example.org", id="host-alone"),
        pytest.param("pdf=paper.pdf", "paper.pdf", id="file"),
        pytest.param("pdf=../pdf/论文.pdf", "../pdf/论文.pdf", id="chinese-file"),
        pytest.param("url=zotero://select/items/1", "zotero://select/items/1", id="other-scheme"),
        pytest.param("citekey=yao2023spike", "yao2023spike", id="citekey"),
        pytest.param("venue= NeurIPS ", "NeurIPS", id="venue"),
        pytest.param("title=null", "null", id="title-of-one-word"),
    ],
)  # fmt: skip
def test_value_gets_the_form_of_a_note(word: str, value: str) -> None:
    found = parse_assignment(word)

    assert found is not None
    assert found.values == (value,)


@pytest.mark.parametrize(
    ("word", "said", "hint"),
    [
        pytest.param("year=20233", "year is not a whole number", "year=2023", id="year"),
        pytest.param("year=soon", "year is not a whole number", "year=2023", id="year-as-word"),
        pytest.param("year=二〇二三", "year is not a whole number", "in digits", id="chinese-year"),
        pytest.param("rating=6", "from 1 to 5: '6'", "rating=4", id="rating"),
        pytest.param("status=raed", "status is none", "unread, reading, read", id="status"),
        pytest.param("added=soon", "added is not a date", "added=2025-04-17", id="date"),
        pytest.param("title=", "title cannot be empty", "title=", id="title"),
        pytest.param("title= \t", "title cannot be empty", "title=", id="title-of-blanks"),
        pytest.param("year=", "year cannot be empty", "year=2023", id="no-year"),
        pytest.param("year=null", "year cannot be empty", "year=2023", id="null-year"),
        pytest.param("year+=1", "year takes one value", "year=2023", id="sum"),
        pytest.param("status-=read", "status takes one value", "status=read", id="one-value"),
        pytest.param("tags+=", "nothing stands behind tags+=", "tags+=item", id="nothing-added"),
        pytest.param("tags-=#", "nothing stands behind tags-=", "tags-=item", id="empty-tag"),
        pytest.param("mine+= ", "nothing stands behind mine+=", "mine+=item", id="own-key"),
        pytest.param("url=see paper", "url is no address", "url=https://", id="url"),
        pytest.param("citekey=a b", "BibTeX takes no blanks", "citekey=", id="citekey"),
        pytest.param("citekey=a{b}", "BibTeX takes no blanks", "citekey=", id="citekey-braces"),
        pytest.param("summary=\ud800", "not UTF-8", "UTF-8", id="half-character"),
    ],
)
def test_impossible_value_is_refused_and_the_hint_shows_a_good_one(
    word: str, said: str, hint: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_assignment(word)

    assert said in str(refusal.value)
    assert hint in refusal.value.hint


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        pytest.param("arxiv=10.1109/x", "this is a DOI: write  doi=10.1109/x", id="doi-as-arxiv"),
        pytest.param("doi=2307.01694", "an arXiv identifier: write  arxiv=2307.01694", id="arxiv"),
        pytest.param("arxiv=2307.169", "was a 0 at the end lost?", id="lost-zero"),
        pytest.param("doi=soon", "write it as in  doi=10.1109/", id="no-identifier"),
    ],
)
def test_identifier_of_another_kind_is_told_with_the_key_it_belongs_to(
    word: str, hint: str
) -> None:
    with pytest.raises(IdentifierError) as refusal:
        parse_assignment(word)

    assert hint in refusal.value.hint
    assert "--" not in refusal.value.hint


def test_key_that_is_set_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="year is given twice"):
        parse_assignments(["year=2022", "year=2023"])


def test_list_may_be_set_and_then_grow() -> None:
    value: Value | None = ["old"]
    for one in parse_assignments(["tags=a", "tags+=b", "tags-=A"]):
        value = assigned(one, value)

    assert value == ["b"]


def test_word_that_is_no_assignment_is_refused() -> None:
    with pytest.raises(UsageError, match="'read' is no change"):
        parse_assignments(["status=read", "read"])


@pytest.mark.parametrize(
    ("word", "old", "new"),
    [
        pytest.param("status=read", "unread", "read", id="scalar"),
        pytest.param("status=", "unread", None, id="scalar-goes"),
        pytest.param("status=read", ["x"], "read", id="scalar-for-a-list"),
        pytest.param("tags+=b", None, ["b"], id="first-tag"),
        pytest.param("tags+=b", "", ["b"], id="empty-key"),
        pytest.param("tags+=B", ["b"], ["b"], id="in-another-case"),
        pytest.param("tags+=電位", ["电位"], ["电位"], id="traditional-characters"),
        pytest.param("tags+=c", "a, b", ["a", "b", "c"], id="tags-of-obsidian"),
        pytest.param("tags=a,b", "a, b", "a, b", id="same-tags-stay-as-written"),
        pytest.param("tags-=c", "a, b", "a, b", id="nothing-taken-stays-as-written"),
        pytest.param("tags-=A", ["a"], None, id="last-tag"),
        pytest.param("tags-=a", ["a", "b", "a"], ["b"], id="twice"),
        pytest.param("tags=b,a", ["a", "b"], ["b", "a"], id="order"),
        pytest.param("authors-=Yao, Man", ["Man Yao", "Jiakui Hu"], ["Jiakui Hu"], id="author"),
        pytest.param("project=a, b", None, "a, b", id="own-text"),
        pytest.param("project=a, b", ["x"], ["a", "b"], id="own-list"),
        pytest.param("project=", ["x"], None, id="own-list-goes"),
        pytest.param("project=x", {"a": "b"}, "x", id="own-keys"),
        pytest.param("project+=b", "a, a", ["a, a", "b"], id="own-text-becomes-a-list"),
        pytest.param("project-=a", "a", None, id="own-text-goes"),
        pytest.param("project-=b", "a", "a", id="own-text-stays"),
    ],
)
def test_assignment_gives_the_new_value(word: str, old: Value | None, new: Value | None) -> None:
    found = parse_assignment(word)

    assert found is not None
    assert assigned(found, old) == new


@pytest.mark.parametrize("old", [{"a": "b"}, [["a"]], [{"a": "b"}]], ids=["keys", "list", "items"])
def test_items_are_not_put_among_keys_and_lists(old: Value) -> None:
    found = parse_assignment("project+=x")

    assert found is not None
    with pytest.raises(UsageError, match="holds keys of its own"):
        assigned(found, old)


def test_empty_items_do_not_count() -> None:
    assert items_of("tags", "a,, ~, b") == ["a", "b"]
    assert items_of("tags", "~") == []
    assert tags_in(" , #") == ()


@given(st.sampled_from([one for one in FIELDS if one.kind is not Kind.NAMES]), st.text())
def test_typing_what_is_typed_already_changes_nothing(field_: object, text: str) -> None:
    known = BY_NAME[getattr(field_, "name", "")]
    try:
        once = typed(known, text)
    except SnnnotesError:
        return
    assert once is None or typed(known, once) == once


@given(st.lists(st.text("ab,C ", max_size=5)), st.sampled_from(list(Operation)[1:]), st.text("abC"))
def test_doing_it_twice_is_doing_it_once(old: list[str], operation: Operation, item: str) -> None:
    word = parse_assignment(f"tags{operation}{item or 'a'}")
    assert word is not None

    once = assigned(word, [*old])

    assert assigned(word, once) == once
