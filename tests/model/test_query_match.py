"""A note that is no file yet fits the queries that the index would find it by."""

from pathlib import Path, PurePosixPath

import pytest

from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.model.query import parse_query
from snnnotes.model.query_match import Matcher
from snnnotes.storage.index import Index
from snnnotes.storage.notebook import Notebook

NOTE = Note(
    path=PurePosixPath("notes/x.md"),
    paper=Paper(
        title="Spike-driven Transformers: $O(ND)$ 膜电位更新",
        year=2023,
        authors=("Man Yao", "胡佳奎"),
        venue="NeurIPS Workshop",
        arxiv="2307.01694",
        code="https://github.com/BICLab/Spike-Driven-Transformer",
    ),
    tags=("attention", "event camera"),
    status="unread",
    rating=4,
    added="2025-03-01",
)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "spike",
        "transformer driven",
        '"spike driven"',
        '"spike-driven transformers"',
        '"driven spike"',
        "transf*",
        "transf",
        '"driven transf"*',
        "膜电位",
        "电位更",
        '"transformers:"*',
        "yao",
        "胡佳奎",
        "workshop",
        "2307.01694",
        "attention",
        "2023",
        "unread",
        "title:transformer",
        "title:yao",
        "title:attention",
        "author:yao",
        "author:Man",
        "author:Ya*",
        "author:胡",
        "venue:NeurIPS",
        'venue:"neurips workshop"',
        "venue:neur*",
        "venue:work*",
        "tag:attention",
        "tag:event",
        "tag:event*",
        "tag:camera*",
        "arxiv:2307.01694",
        "year:2023",
        "year:2022",
        "year:2020..2023",
        "year:..2022",
        "year:2024..",
        "rating:3..",
        "rating:5",
        "added:2025",
        "added:2025-03",
        "added:2025-04..",
        "added:..2025-02",
        "has:code",
        "has:pdf",
        "has:doi",
        "has:tags",
        "has:dataset",
        "dataset:cifar",
        "math:O(ND)",
        r"math:\tau",
        "-spike",
        "NOT tag:survey",
        "spike OR survey",
        "survey OR lif",
        "(survey OR spike) year:2023",
        "spike -year:2023",
        "status:unread",
        "status:read",
        "code:BICLab",
    ],
)
def test_it_fits_where_the_index_finds_it(query: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / NOTE.path).write_text(
        '---\ntitle: "Spike-driven Transformers: $O(ND)$ 膜电位更新"\nyear: 2023\n'
        "authors: [Man Yao, 胡佳奎]\nvenue: NeurIPS Workshop\narxiv: '2307.01694'\n"
        "code: https://github.com/BICLab/Spike-Driven-Transformer\n"
        "tags: [attention, event camera]\nstatus: unread\nrating: 4\nadded: 2025-03-01\n---\n",
        encoding="utf-8",
    )
    asked = parse_query(query)
    notebook = Notebook.open(tmp_path, root=None, environment={})

    with Index.open(notebook, tmp_path / "cache") as index:
        index.sync(text=True)
        found = [note.path for note in index.notes(asked)]

    # The index looks for formulas in the text below the frontmatter alone.
    expected = True if query == "math:O(ND)" else bool(found)
    assert Matcher(NOTE).fits(asked) is expected


def test_a_paper_of_no_known_year_has_none() -> None:
    note = Note(path=PurePosixPath(), paper=Paper(title="A", year=0))

    assert Matcher(note).fits(parse_query("-has:year"))
    assert not Matcher(note).fits(parse_query("year:..2023"))
