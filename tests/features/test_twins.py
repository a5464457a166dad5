"""What there should be once and is there twice."""

import time
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath
from random import Random

import pytest

from snnnotes.features.checking.twins import name_findings, twin_findings
from snnnotes.model.checks import BY_NAME
from snnnotes.model.finding import Finding
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.storage.all_files import AllFiles

TITLE = "Training Spiking Neural Networks with Surrogate Gradients"

#: Lines of the keys of all notes in these tests.
LINES = {
    "title": 2, "year": 3, "url": 4, "arxiv": 5, "doi": 6, "openreview": 7, "citekey": 8,
    "aliases": 9,
}  # fmt: skip
#: Titles that have nothing in common.
OTHERS = ("Spikformer", "脉冲神经网络综述", "SEENN: Towards Early-Exit Networks", "Loihi 2")


def note(
    path: str,
    title: str = "",
    *,
    year: int = 2023,
    citekey: str | None = None,
    added: str | None = None,
    aliases: tuple[str, ...] = (),
    **facts: str,
) -> Note:
    """A note; its title is its name unless given."""
    return Note(
        path=PurePosixPath(path),
        paper=Paper(title=title or path, year=year, **facts),  # type: ignore[arg-type]
        citekey=citekey,
        added=added,
        aliases=aliases,
    )


def twins(*notes: Note) -> list[Finding]:
    return twin_findings(notes, {note.path: LINES for note in notes})


def told(findings: list[Finding]) -> list[tuple[str, str, int, str]]:
    return [
        (finding.name, str(finding.path), finding.line, finding.message) for finding in findings
    ]


def names(*files: str, temporary: tuple[str, ...] = ()) -> list[Finding]:
    return name_findings(AllFiles(paths(*files), paths(*temporary)))


def paths(*texts: str) -> list[PurePosixPath]:
    return [PurePosixPath(text) for text in texts]


def test_notes_that_share_nothing_have_no_findings() -> None:
    notes = [
        note(f"{number}.md", title, citekey=f"key{number}", arxiv=f"2301.0000{number}")
        for number, title in enumerate(OTHERS)
    ]
    assert twins(*notes) == []
    assert twins(*notes[:1]) == []
    assert twins() == []


class TestCitekeys:
    def test_each_note_names_the_other(self) -> None:
        findings = twins(note("b.md", citekey="yao2023"), note("a.md", citekey="yao2023"))
        assert told(findings) == [
            ("citekey-twice", "a.md", 8, "citekey yao2023 is also that of b.md"),
            ("citekey-twice", "b.md", 8, "citekey yao2023 is also that of a.md"),
        ]
        assert {finding.mend for finding in findings} == {"give one of the notes another citekey"}

    def test_case_makes_no_difference_to_bibtex(self) -> None:
        first, second = twins(note("a.md", citekey="Yao2023"), note("b.md", citekey="yao2023"))
        assert first.message == "citekey Yao2023 is also that of b.md"
        assert second.message == "citekey yao2023 is also that of a.md"
        assert "upper and lower case" in first.mend

    def test_notes_without_citekey_share_none(self) -> None:
        assert twins(note("a.md"), note("b.md"), note("c.md", citekey="")) == []

    @pytest.mark.parametrize(
        ("count", "others"),
        [
            pytest.param(3, "1.md and 2.md", id="two others"),
            pytest.param(4, "1.md, 2.md and 3.md", id="three others"),
            pytest.param(5, "1.md, 2.md, 3.md and 1 more", id="four others"),
            pytest.param(9, "1.md, 2.md, 3.md and 5 more", id="eight others"),
        ],
    )
    def test_of_many_notes_some_are_named(self, count: int, others: str) -> None:
        findings = twins(*(note(f"{number}.md", citekey="yao2023") for number in range(count)))
        assert len(findings) == count
        assert findings[0].message == f"citekey yao2023 is also that of {others}"


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("one", "other", "message"),
        [
            pytest.param(
                {"arxiv": "2307.01694"}, {"arxiv": "2307.01694"},
                "arXiv identifier 2307.01694", id="arXiv",
            ),
            pytest.param(
                {"arxiv": "2307.01694v1"}, {"arxiv": "arXiv:2307.01694v3"},
                "arXiv identifier 2307.01694", id="two versions",
            ),
            pytest.param(
                {"doi": "10.1109/ABC.1"}, {"doi": "https://doi.org/10.1109/abc.1"},
                "DOI 10.1109/abc.1", id="DOI",
            ),
            pytest.param(
                {"openreview": "9FmolyOHi5"},
                {"openreview": "https://openreview.net/forum?id=9FmolyOHi5"},
                "OpenReview id 9FmolyOHi5", id="OpenReview",
            ),
        ],
    )  # fmt: skip
    def test_the_same_paper_is_found_in_whatever_form(
        self, one: dict[str, str], other: dict[str, str], message: str
    ) -> None:
        findings = twins(note("a.md", **one), note("b.md", **other))  # type: ignore[arg-type]
        line = LINES[next(iter(one))]
        assert told(findings) == [
            ("identifier-twice", "a.md", line, f"{message} is also that of b.md"),
            ("identifier-twice", "b.md", line, f"{message} is also that of a.md"),
        ]

    @pytest.mark.parametrize(
        ("facts", "key"),
        [
            pytest.param({"url": "https://arxiv.org/pdf/2307.01694v2"}, "url", id="address"),
            pytest.param({"doi": "10.48550/arXiv.2307.01694"}, "doi", id="arXiv's own DOI"),
            pytest.param(
                {"arxiv": "2307.01694", "url": "https://arxiv.org/abs/2307.01694"},
                "arxiv", id="key and address",
            ),
            pytest.param(
                {"doi": "10.1109/abc.1", "url": "https://arxiv.org/abs/2307.01694"},
                "url", id="address beside another identifier",
            ),
        ],
    )  # fmt: skip
    def test_the_finding_stands_at_the_key_that_has_the_identifier(
        self, facts: dict[str, str], key: str
    ) -> None:
        findings = twins(note("a.md", **facts), note("b.md", arxiv="2307.01694"))  # type: ignore[arg-type]
        assert [(str(found.path), found.line) for found in findings] == [
            ("a.md", LINES[key]),
            ("b.md", LINES["arxiv"]),
        ]

    def test_each_kind_is_told(self) -> None:
        both = {"arxiv": "2307.01694", "doi": "10.1109/abc.1"}
        findings = twins(note("a.md", **both), note("b.md", **both))  # type: ignore[arg-type]
        assert [found.line for found in findings] == [5, 6, 5, 6]

    def test_other_identifiers_are_other_papers(self) -> None:
        assert twins(
            note("a.md", arxiv="2307.01694", openreview="9FmolyOHi5"),
            note("b.md", arxiv="2307.01695", openreview="9FmolyOHI5"),
        ) == []  # fmt: skip

    def test_without_known_lines_it_is_the_first(self) -> None:
        notes = [note("a.md", arxiv="2307.01694"), note("b.md", arxiv="2307.01694")]
        findings = twin_findings(notes, {PurePosixPath("a.md"): {"title": 2}})
        assert [(found.line, found.column) for found in findings] == [(1, 1), (1, 1)]


class TestTitles:
    @pytest.mark.parametrize(
        "other",
        [
            pytest.param("Spike-driven Transformer", id="to the letter"),
            pytest.param("SPIKE DRIVEN transformer!", id="case and punctuation"),
            pytest.param("Spike－driven Ｔransformer", id="full width"),
        ],
    )
    def test_each_note_names_the_other(self, other: str) -> None:
        findings = twins(note("a.md", "Spike-driven Transformer"), note("b.md", other))
        assert told(findings) == [
            ("title-twice", "a.md", 2, "title is also the title of b.md"),
            ("title-twice", "b.md", 2, "title is also the title of a.md"),
        ]

    def test_a_title_that_is_an_alias_of_another_note_is_told_in_both(self) -> None:
        findings = twins(note("a.md", "Spikformer"), note("b.md", aliases=("X", "SpikFormer")))
        assert told(findings) == [
            ("title-twice", "a.md", 2, "title is also an alias of b.md"),
            ("title-twice", "b.md", 9, "alias 'SpikFormer' is also the title of a.md"),
        ]

    def test_a_title_and_an_alias_are_told_in_one_finding(self) -> None:
        findings = twins(
            note("a.md", "SEENN"), note("b.md", "Seenn"), note("c.md", aliases=("SEENN",))
        )
        assert [found.message for found in findings] == [
            "title is also the title of b.md and an alias of c.md",
            "title is also the title of a.md and an alias of c.md",
            "alias 'SEENN' is also the title of a.md and b.md",
        ]

    def test_two_notes_may_have_the_same_alias(self) -> None:
        assert twins(note("a.md", aliases=("SNN",)), note("b.md", aliases=("SNN",))) == []

    def test_an_alias_that_is_the_note_s_own_title_is_no_twin(self) -> None:
        assert twins(note("a.md", "SEENN", aliases=("seenn", "SEENN")), note("b.md")) == []

    def test_what_the_identifier_tells_is_not_told_again(self) -> None:
        findings = twins(
            note("a.md", "SEENN", arxiv="2304.01230"), note("b.md", "SEENN", arxiv="2304.01230")
        )
        assert {found.name for found in findings} == {"identifier-twice"}

    def test_a_third_note_of_the_title_is_still_told(self) -> None:
        findings = twins(
            note("a.md", "SEENN", arxiv="2304.01230"),
            note("b.md", "SEENN", arxiv="2304.01230"),
            note("c.md", "SEENN"),
        )
        assert [found.message for found in findings if found.name == "title-twice"] == [
            "title is also the title of c.md",
            "title is also the title of c.md",
            "title is also the title of a.md and b.md",
        ]


class TestNearTitles:
    def test_the_later_of_two_notes_is_told(self) -> None:
        findings = twins(
            note("a.md", TITLE, added="2025-04-17"), note("b.md", TITLE[:-1], added="2024-01-01")
        )
        assert told(findings) == [("title-nearly-twice", "a.md", 2, "title is nearly that of b.md")]
        assert "<!-- snnnotes: ignore title-nearly-twice -->" in findings[0].mend

    def test_without_times_it_is_the_last_by_path(self) -> None:
        findings = twins(note("b.md", TITLE), note("a.md", TITLE[:-1]), note("c.md", TITLE + "!s"))
        assert [(str(found.path), found.message) for found in findings] == [
            ("b.md", "title is nearly that of a.md"),
            ("c.md", "title is nearly that of a.md and b.md"),
        ]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param(
                note("a.md", TITLE, year=2020), note("b.md", TITLE[:-1], year=2023), id="years"
            ),
            pytest.param(
                note("a.md", TITLE), note("b.md", TITLE + " 2"), id="another number"
            ),
            pytest.param(note("a.md", "Spikformer"), note("b.md", "Spikeformer"), id="short"),
        ],
    )  # fmt: skip
    def test_other_papers_are_not_told(self, one: Note, other: Note) -> None:
        assert twins(one, other) == []

    def test_what_the_identifier_tells_is_not_told_again(self) -> None:
        findings = twins(
            note("a.md", TITLE, doi="10.1109/abc.1"), note("b.md", TITLE[:-1], doi="10.1109/ABC.1")
        )
        assert {found.name for found in findings} == {"identifier-twice"}

    @pytest.mark.parametrize("has_alias", ["a.md", "b.md"])
    def test_what_an_alias_tells_is_not_told_again(self, has_alias: str) -> None:
        titles = {"a.md": TITLE, "b.md": TITLE[:-1]}
        findings = twins(
            *(
                note(path, title, aliases=(*(titles.values() if path == has_alias else ()),))
                for path, title in titles.items()
            )
        )
        assert {found.name for found in findings} == {"title-twice"}


class TestNames:
    def test_names_that_differ_in_case_are_one_on_some_disks(self) -> None:
        findings = names("2023/SpikFormer.md", "2023/Spikformer.md", "2023/SEENN.md")
        assert told(findings) == [
            (
                "names-differ-in-case", "2023/SpikFormer.md", 1,
                "2023/SpikFormer.md and 2023/Spikformer.md are the same file on Windows and macOS",
            ),
            (
                "names-differ-in-case", "2023/Spikformer.md", 1,
                "2023/Spikformer.md and 2023/SpikFormer.md are the same file on Windows and macOS",
            ),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param("image/A.PNG", "image/a.png", id="pictures"),
            pytest.param("É.md", "é.md", id="accents"),
            pytest.param(
                unicodedata.normalize("NFC", "Schrödinger.md"),
                unicodedata.normalize("NFD", "Schrödinger.md"),
                id="composed and not",
            ),
            pytest.param("x", "X/a.md", id="a file and a folder"),
        ],
    )
    def test_such_names_are_one(self, one: str, other: str) -> None:
        assert [str(found.path) for found in names(one, other)] == sorted([one, other])

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param("a/x.md", "b/X.md", id="in other folders"),
            pytest.param("x.md", "x.MD.md", id="other names"),
            pytest.param("ａ.md", "a.md", id="full width"),
            pytest.param("脉冲.md", "脈衝.md", id="traditional"),
        ],
    )
    def test_such_names_are_two_everywhere(self, one: str, other: str) -> None:
        assert names(one, other) == []

    def test_of_two_folders_the_files_in_them_are_not_told(self) -> None:
        findings = names("Notes/a/x.md", "Notes/a/y.md", "notes/A/x.md", "README.md")
        assert told(findings) == [
            (
                "names-differ-in-case", "Notes/a/x.md", 1,
                "Notes and notes are the same folder on Windows and macOS",
            ),
            (
                "names-differ-in-case", "notes/A/x.md", 1,
                "notes and Notes are the same folder on Windows and macOS",
            ),
        ]  # fmt: skip

    def test_many_twins_are_cut_short(self) -> None:
        findings = names("spike", "Spike", "sPike", "spIke", "spiKe")
        assert len(findings) == 5
        assert findings[0].message.endswith("and 1 more are the same file on Windows and macOS")


class TestTemporaryFiles:
    @pytest.mark.parametrize(
        ("path", "says"),
        [
            pytest.param("notes/a.md~", "an editor", id="an editor's"),
            pytest.param("notes/.a.md.swp", "an editor", id="vim's"),
            pytest.param("notes/.0a1b.snnnotes-tmp", "write that was interrupted", id="ours"),
            pytest.param("notes/.0a-old.snnnotes-tmp", "holds the old text", id="an old text"),
            pytest.param("notes/a (conflicted copy 2024-01-01).md", "sync program", id="a copy"),
        ],
    )
    def test_it_says_who_left_it(self, path: str, says: str) -> None:
        (finding,) = names(path, temporary=(path,))
        assert (finding.name, str(finding.path)) == ("stray-temporary-file", path)
        assert (finding.line, finding.column) == (1, 1)
        assert says in finding.message

    def test_an_old_text_is_not_thrown_away_unseen(self) -> None:
        (old,) = names(temporary=(".0a-old.snnnotes-tmp",))
        (new,) = names(temporary=(".0a.snnnotes-tmp",))
        assert old.mend.startswith("compare it with the files beside it")
        assert new.mend == "remove it"


def test_findings_have_the_severity_of_their_check_and_say_what_to_do() -> None:
    findings = [
        *twins(
            note("a.md", TITLE, citekey="x", arxiv="2307.01694"),
            note("b.md", TITLE, citekey="x", arxiv="2307.01695"),
            note("c.md", TITLE[:-1], arxiv="2307.01695"),
        ),
        *names("a", "A", temporary=("a~",)),
    ]
    assert {finding.name for finding in findings} == {
        "citekey-twice",
        "identifier-twice",
        "title-twice",
        "title-nearly-twice",
        "names-differ-in-case",
        "stray-temporary-file",
    }
    for finding in findings:
        assert finding.severity is BY_NAME[finding.name].severity
        assert finding.mend
        assert not finding.message.endswith(".")
        assert not finding.mend.endswith(".")


def test_the_order_of_the_notes_makes_no_difference() -> None:
    notes = [
        note(f"{number}.md", title, citekey="x", arxiv="2307.01694" if number < 2 else "")
        for number, title in enumerate([TITLE, TITLE[:-1], TITLE, *OTHERS])
    ]
    findings = twins(*notes)
    assert twins(*reversed(notes)) == findings
    assert findings == sorted(findings, key=lambda finding: finding.place)


def many(count: int, word: Callable[[Random], str]) -> list[Note]:
    chance = Random(1)
    return [
        note(
            f"notes/{number}.md",
            " ".join(word(chance) for _ in range(6)) + " for Spiking Neural Networks",
            citekey=f"key{number}",
            arxiv=f"2307.{number:05}",
            url=f"https://arxiv.org/abs/2307.{number:05}",
        )
        for number in range(count)
    ]


def test_ten_thousand_notes_are_quick() -> None:
    notes = many(10_000, lambda chance: "".join(chance.choices("aeiounrstlkpdm", k=7)))
    start = time.perf_counter()
    assert twin_findings(notes, {}) == []
    assert name_findings(AllFiles([note.path for note in notes], [])) == []
    assert time.perf_counter() - start < 5.0  # 0.6 s on a quiet machine


def test_many_notes_that_are_all_alike_do_not_take_for_ever() -> None:
    notes = many(1000, lambda chance: chance.choice("aeiou"))
    start = time.perf_counter()
    findings = twin_findings(notes, {})
    assert len(findings) > 900
    assert time.perf_counter() - start < 10.0  # 1 s on a quiet machine
