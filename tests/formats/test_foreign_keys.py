import pytest

from snnnotes.formats.foreign_fact import Fact, Source
from snnnotes.formats.foreign_frontmatter import ForeignFrontmatter, foreign_frontmatter
from snnnotes.formats.foreign_keys import facts_of_block


def block(text: str) -> ForeignFrontmatter:
    found = foreign_frontmatter(text)
    assert found is not None
    return found


def told(text: str) -> dict[str, object]:
    return {fact.field: fact.value for fact in reversed(facts_of_block(block(text)))}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("title: A: B", {"title": "A: B"}, id="title"),
        pytest.param("标题: 膜电位", {"title": "膜电位"}, id="chinese-key"),
        pytest.param("author: [Man Yao, Bo Xu]", {"authors": ("Man Yao", "Bo Xu")}, id="author"),
        pytest.param("authors: Man Yao and Bo Xu", {"authors": ("Man Yao", "Bo Xu")}, id="and"),
        pytest.param("author: Man Yao", {"authors": ("Man Yao",)}, id="one-author"),
        pytest.param(
            "authors: [[Man Yao]], [[Bo Xu]]", {"authors": ("Man Yao", "Bo Xu")}, id="pages"
        ),
        pytest.param(
            "authors:\n  - name: Man Yao\n    at: CASIA",
            {"authors": ("Man Yao",)},
            id="names-in-keys",
        ),
        pytest.param(
            "author:\n  - given: Man\n    family: Yao",
            {"authors": ("Man Yao",)},
            id="given-and-family",
        ),
        pytest.param("year: 2023", {"year": "2023"}, id="year"),
        pytest.param("published: 2023-07-04", {"year": "2023"}, id="date-of-the-paper"),
        pytest.param("date: 2021-05-03", {"added": "2021-05-03"}, id="date"),
        pytest.param("created: 2021-05-03 20:15", {"added": "2021-05-03"}, id="created"),
        pytest.param("journal: Neural Networks", {"venue": "Neural Networks"}, id="journal"),
        pytest.param(
            "conference: NeurIPS 2023", {"venue": "NeurIPS", "year": "2023"}, id="venue-and-year"
        ),
        pytest.param("url: https://x.org/p", {"url": "https://x.org/p"}, id="url"),
        pytest.param("url: /2021/05/post", {}, id="place-on-the-site"),
        pytest.param("source: https://zhihu.com/p/1", {}, id="source-that-is-a-blog"),
        pytest.param(
            "source: https://arxiv.org/abs/2307.01694",
            {"url": "https://arxiv.org/abs/2307.01694"},
            id="source-that-is-a-paper",
        ),
        pytest.param("arxiv: 2307.10690", {"arxiv": "2307.10690"}, id="arxiv"),
        pytest.param("doi: 10.1109/ABC", {"doi": "10.1109/abc"}, id="doi"),
        pytest.param("openreview: 9FmolyOHi5", {"openreview": "9FmolyOHi5"}, id="forum"),
        pytest.param(
            "github: https://github.com/a/b", {"code": "https://github.com/a/b"}, id="code"
        ),
        pytest.param("citation-key: yao2023spike", {"citekey": "yao2023spike"}, id="citekey"),
        pytest.param('citekey: "@yao2023spike"', {"citekey": "yao2023spike"}, id="marked-citekey"),
        pytest.param("tags: a, b", {"tags": ("a", "b")}, id="tags"),
        pytest.param("tags: #a #b", {"tags": ("a", "b")}, id="hashtags"),
        pytest.param("keywords: [a]", {"tags": ("a",)}, id="keywords"),
        pytest.param("read: true", {"status": "read"}, id="read"),
        pytest.param("status: 在读", {"status": "reading"}, id="status"),
        pytest.param("rating: 4/5", {"rating": "4"}, id="rating"),
        pytest.param("aliases: [SEENN]", {"aliases": ("SEENN",)}, id="aliases"),
        pytest.param("abstract: We propose.", {"abstract": "We propose."}, id="abstract"),
        pytest.param("tldr: Fast.", {"summary": "Fast."}, id="summary"),
        pytest.param("title:\nyear: null", {}, id="empty"),
        pytest.param("title: 论文笔记", {"title": "论文笔记"}, id="title-as-written"),
        pytest.param("layout: x\ntitle: 论文笔记", {}, id="title-that-only-names-the-post"),
        pytest.param("authors:\n  - email: a@b.org", {}, id="keys-without-a-name"),
        pytest.param("mood: good", {}, id="unknown"),
    ],
)
def test_keys_of_every_program_become_our_fields(lines: str, expected: dict[str, object]) -> None:
    assert told(f"---\n{lines}\n---\n") == expected


def test_a_fact_knows_the_line_of_its_key() -> None:
    assert facts_of_block(block("---\nmood: x\nyear: 2023\n---\n")) == [
        Fact("year", "2023", Source.FRONTMATTER, 3)
    ]


def test_the_author_of_a_post_is_not_the_papers() -> None:
    assert told("---\nlayout: post\ntitle: A\nauthor: Sillyman\n---\n") == {"title": "A"}
    assert told("---\nlayout: post\nauthors: [Man Yao, Bo Xu]\n---\n") == {
        "authors": ("Man Yao", "Bo Xu")
    }


def test_the_title_of_a_post_loses_what_it_says_of_the_note() -> None:
    post = "title: 论文笔记：SEENN (NeurIPS 2023)"

    assert told(f"---\nlayout: post\n{post}\n---\n") == {
        "title": "SEENN",
        "venue": "NeurIPS",
        "year": "2023",
    }
    assert told(f"---\n{post}\n---\n")["title"] == "论文笔记：SEENN (NeurIPS 2023)"


def test_the_date_of_what_zotero_exports_is_the_papers() -> None:
    text = "title:: @Spike-driven Transformer\nitem-type:: article\ndate:: [[Jul 4th, 2023]]\n"

    assert told(text) == {"title": "Spike-driven Transformer", "year": "2023"}


def test_categories_are_tags_only_where_there_are_none() -> None:
    assert told("---\ncategories: [SNN]\n---\n") == {"tags": ("SNN",)}
    assert told("---\ncategories: [SNN]\ntags: [LIF]\n---\n") == {"tags": ("LIF",)}
