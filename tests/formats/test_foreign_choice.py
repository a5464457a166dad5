from pathlib import PurePosixPath

import pytest

from snnnotes.formats.foreign_choice import Choice, chosen, folder_of, rankings
from snnnotes.formats.foreign_fact import Fact, Source

TITLES = (
    "Sparse Spiking Gradient Descent",
    "Online Training Through Time",
    "Temporal Effective Batch Normalization",
    "Deep Residual Learning in SNNs",
    "Spiking Graph Convolutional Networks",
)


def notebook(**titles: tuple[str, ...]) -> dict[PurePosixPath, list[Fact]]:
    """Notes in one folder; each keyword is a source with the title that it gives to each note."""
    count = max(map(len, titles.values()))
    notes: dict[PurePosixPath, list[Fact]] = {}
    for index in range(count):
        facts = [
            Fact("title", values[index], Source[name.upper()])
            for name, values in titles.items()
            if index < len(values) and values[index]
        ]
        notes[PurePosixPath(f"2023/{index}.md")] = facts
    return notes


def titles(notes: dict[PurePosixPath, list[Fact]]) -> list[str]:
    return [str(choice.facts["title"].value) for choice in chosen(notes).values()]


def with_colon(title: str) -> str:
    first, _, rest = title.partition(" ")
    return f"{first}: {rest}"


def with_comma(title: str) -> str:
    return with_colon(title).replace(":", ",")


# --- titles ------------------------------------------------------------------------------------


def test_where_sources_agree_the_heading_keeps_its_colon() -> None:
    headings = tuple(map(with_colon, TITLES))
    names = tuple(map(with_comma, TITLES))

    assert titles(notebook(heading=headings, file_name=names)) == list(headings)


def test_a_heading_that_is_missing_is_made_up_for_by_the_files_name() -> None:
    headings = (*map(with_colon, TITLES[:4]), "")

    found = titles(notebook(heading=headings, file_name=tuple(map(with_comma, TITLES))))

    assert found == [*map(with_colon, TITLES[:4]), with_comma(TITLES[4])]


def test_names_of_files_that_agree_with_nothing_do_not_speak_against_the_heading() -> None:
    rows = (TITLES[0], TITLES[1].replace("Online", "Onlin"))
    names = ("p1", "p2", "p3", "p4", "p5")

    assert titles(notebook(heading=TITLES, readme=rows, file_name=names)) == list(TITLES)


def test_headings_that_are_all_the_same_are_no_titles() -> None:
    notes = notebook(heading=("脉冲神经网络精读",) * 5, file_name=TITLES)

    assert titles(notes) == list(TITLES)


def test_where_file_names_are_short_forms_the_heading_is_the_title() -> None:
    notes = notebook(heading=TITLES, file_name=("SSGD", "OTTT", "TEBN", "SEW", "SGCN"))

    assert titles(notes) == list(TITLES)


def test_where_headings_are_short_forms_the_files_name_is_the_title() -> None:
    notes = notebook(heading=("SSGD", "OTTT", "TEBN", "SEW", "SGCN"), file_name=TITLES)

    assert titles(notes) == list(TITLES)


def test_labels_that_agree_with_nothing_are_of_other_papers() -> None:
    notes = notebook(label=("STBP",), heading=TITLES, file_name=TITLES)

    assert titles(notes) == list(TITLES)


def test_labels_that_a_few_notes_have_count_where_they_agree() -> None:
    labels = tuple(map(with_colon, TITLES[:2]))
    notes = notebook(label=labels, heading=TITLES, file_name=TITLES)

    assert titles(notes) == [*labels, *TITLES[2:]]


def test_labels_in_most_notes_are_believed_against_short_forms_that_agree() -> None:
    short = ("SSGD", "OTTT", "TEBN", "SEW", "SGCN")

    assert titles(notebook(label=TITLES, heading=short, file_name=short)) == list(TITLES)


def test_a_label_that_only_the_files_name_contradicts_is_believed() -> None:
    notes = notebook(heading=("", *TITLES[1:]), file_name=("gbk", "1", "2", "3", "4"))
    first = next(iter(notes))
    notes[first].append(Fact("title", TITLES[0], Source.LABEL))

    assert titles(notes) == list(TITLES)


def test_short_forms_bear_out_the_headings_that_begin_with_them() -> None:
    short = ("SEENN", "GLIF", "SEW", "TEBN")
    headings = tuple(f"{name}: A Title of Some Length" for name in short)

    assert titles(notebook(heading=headings, readme=short, file_name=short)) == list(headings)


def test_names_of_files_that_begin_with_the_heading_are_the_titles() -> None:
    short = ("SEENN", "GLIF", "SEW", "TEBN")
    names = tuple(f"{name} A Title of Some Length" for name in short)

    assert titles(notebook(heading=short, file_name=names)) == list(names)


def test_notes_with_frontmatter_need_no_heading_to_make_it_a_habit() -> None:
    frontmatter = (*TITLES[:4], "")
    heading = ("", "", "", "", TITLES[4])
    names = ("crlf", "bom", "plain", "empty", "no line end")

    found = titles(notebook(frontmatter=frontmatter, heading=heading, file_name=names))

    assert found == list(TITLES)


def test_two_notes_are_no_habit() -> None:
    notes = notebook(label=("A",), heading=("A", "Long Heading of B"), file_name=("A", "B"))

    assert titles(notes) == ["A", "Long Heading of B"]


@pytest.mark.parametrize("source", ["frontmatter", "bibliography"])
def test_what_was_written_down_as_the_title_is_it(source: str) -> None:
    own = tuple(f"我的 {title}" for title in TITLES)

    assert titles(notebook(heading=TITLES, file_name=TITLES, **{source: own})) == list(own)


def test_each_folder_has_its_own_habit() -> None:
    short = ("SSGD", "OTTT", "TEBN", "SEW", "SGCN")
    old = notebook(heading=short, file_name=TITLES)
    new = {
        PurePosixPath("2024") / path.name: facts
        for path, facts in notebook(heading=TITLES, file_name=short).items()
    }

    assert titles(old | new) == [*TITLES, *TITLES]


def test_a_folder_of_few_notes_follows_the_folder_above() -> None:
    notes = notebook(heading=("脉冲神经网络精读",) * 5, file_name=TITLES)
    lone = PurePosixPath("2024/a.md")
    notes[lone] = [
        Fact("title", "脉冲神经网络精读", Source.HEADING),
        Fact("title", "Sparse", Source.FILE_NAME),
    ]

    assert chosen(notes)[lone].facts["title"].value == "Sparse"


def test_a_lone_note_follows_the_usual_order() -> None:
    notes = notebook(heading=("A",), file_name=("B",))

    assert titles(notes) == ["A"]


def test_the_ranking_of_a_folder_can_be_shown() -> None:
    notes = notebook(heading=("同一个标题",) * 5, file_name=TITLES)

    ranking = rankings(notes, "title")[PurePosixPath("2023")]

    assert [source for source in ranking if source in (Source.HEADING, Source.FILE_NAME)] == [
        Source.FILE_NAME,
        Source.HEADING,
    ]
    assert sorted(ranking, key=str) == sorted(Source, key=str)


# --- years -------------------------------------------------------------------------------------


def years(*facts: tuple[str, Source]) -> list[Fact]:
    return [Fact("year", year, source) for year, source in facts]


def chosen_years(notes: list[list[Fact]]) -> list[object]:
    by_path = {PurePosixPath(f"2023/{index}.md"): facts for index, facts in enumerate(notes)}
    return [choice.facts["year"].value for choice in chosen(by_path).values()]


def test_the_folder_gives_the_year_although_the_preprint_is_older() -> None:
    note = years(("2023", Source.FOLDER), ("2022", Source.ARXIV))

    assert chosen_years([note] * 4) == ["2023"] * 4


def test_a_folder_for_the_year_of_reading_gives_way_to_the_papers_own() -> None:
    notes = [
        years(("2023", Source.FOLDER), (year, Source.ARXIV))
        for year in ("2017", "2019", "2021", "2022")
    ]

    assert chosen_years(notes) == ["2017", "2019", "2021", "2022"]


def test_the_line_under_the_title_is_believed_more_than_the_folder() -> None:
    notes = [years(("2023", Source.FOLDER), ("2022", Source.LINE_BELOW))] * 3

    assert chosen_years(notes) == ["2022"] * 3


def test_without_anything_else_the_folder_counts() -> None:
    assert chosen_years([years(("2023", Source.FOLDER))]) == ["2023"]


# --- the rest ----------------------------------------------------------------------------------


def choice_of(*facts: Fact) -> Choice:
    path = PurePosixPath("a.md")
    return chosen({path: facts})[path]


def test_the_first_fact_of_the_best_source_is_taken() -> None:
    choice = choice_of(
        Fact("url", "https://x.org/link", Source.LINK, 9),
        Fact("url", "https://x.org/label", Source.LABEL, 3),
        Fact("url", "https://x.org/second", Source.LABEL, 4),
    )

    assert choice.facts["url"] == Fact("url", "https://x.org/label", Source.LABEL, 3)


def test_what_says_something_else_is_kept_once_for_each_value() -> None:
    choice = choice_of(
        Fact("title", "SEENN: Towards", Source.HEADING, 1),
        Fact("title", "SEENN, Towards", Source.FILE_NAME),
        Fact("title", "Another", Source.README),
        Fact("title", "another", Source.LABEL, 5),
    )

    assert choice.facts["title"].value in ("SEENN: Towards", "another")
    assert len(choice.others) == 1


def test_tags_of_one_source_are_put_together() -> None:
    choice = choice_of(
        Fact("tags", ("a", "b"), Source.LABEL, 3),
        Fact("tags", ("b", "c"), Source.LABEL, 5),
        Fact("tags", ("d",), Source.BIBLIOGRAPHY),
    )

    assert choice.facts["tags"] == Fact("tags", ("a", "b", "c"), Source.LABEL, 3)
    assert choice.others == []


def test_a_pdf_that_is_the_link_is_not_said_twice() -> None:
    url = Fact("url", "https://x.org/p.pdf", Source.LINK, 3)
    pdf = Fact("pdf", "https://x.org/p.pdf", Source.LINK, 3)
    other = Fact("pdf", "https://x.org/q.pdf", Source.LINK, 3)

    assert "pdf" not in choice_of(url, pdf).facts
    assert choice_of(url, other).facts["pdf"] == other


def test_when_the_note_was_made_is_asked_of_its_text_before_git() -> None:
    name = Fact("added", "2021-05-03", Source.FILE_NAME)
    git = Fact("added", "2025-04-17T19:41:31+08:00", Source.GIT)

    assert choice_of(git, name).facts["added"] == name


def test_a_note_without_facts_has_no_choice() -> None:
    assert choice_of() == Choice()


def test_a_page_in_a_folder_of_its_own_shares_the_habits_of_the_folder_above() -> None:
    assert folder_of(PurePosixPath("2023/SEENN/README.md")) == PurePosixPath("2023")
    assert folder_of(PurePosixPath("README.md")) == PurePosixPath()
