from pathlib import PurePosixPath

import pytest

from snnnotes.formats.foreign_path import (
    Reason,
    facts_of_path,
    folder_pages,
    is_page,
    reason_not_a_note,
)

TEXT = "# LIF\n\nText\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param("README.md", Reason.README, id="readme"),
        pytest.param("2023/readme.zh-CN.md", Reason.README, id="readme-of-a-language"),
        pytest.param("README_zh.md", Reason.README, id="readme-with-underscore"),
        pytest.param("index.md", Reason.INDEX, id="index"),
        pytest.param("_index.md", Reason.INDEX, id="hugo-index"),
        pytest.param("SUMMARY.md", Reason.INDEX, id="gitbook"),
        pytest.param("_sidebar.md", Reason.INDEX, id="docsify"),
        pytest.param("目录.md", Reason.INDEX, id="chinese-index"),
        pytest.param("TODO.md", Reason.TODO, id="todo"),
        pytest.param("to-read.md", Reason.TODO, id="to-read"),
        pytest.param("待读.md", Reason.TODO, id="chinese-todo"),
        pytest.param("Paper Template.md", Reason.TEMPLATE, id="template"),
        pytest.param("笔记模板.md", Reason.TEMPLATE, id="chinese-template"),
        pytest.param("CONTRIBUTING.md", Reason.REPOSITORY_PAGE, id="contributing"),
        pytest.param("journals/2023_05_03.md", Reason.DAILY, id="journal"),
        pytest.param("2023-05-03.md", Reason.DAILY, id="daily"),
        pytest.param("_site/2023/a.md", Reason.SITE, id="site"),
        pytest.param("source/_drafts/a.md", Reason.DRAFT, id="draft"),
        pytest.param("site/node_modules/x/a.md", Reason.NODE_MODULES, id="node-modules"),
        pytest.param("logseq/bak/pages/a.md", Reason.LOGSEQ_BACKUP, id="logseq-bak"),
        pytest.param("x/logseq/version-files/a.md", Reason.LOGSEQ_BACKUP, id="logseq-versions"),
        pytest.param(".obsidian/plugins/a.md", Reason.OBSIDIAN, id="obsidian"),
        pytest.param(".git/a.md", Reason.GIT, id="git"),
        pytest.param(".trash/a.md", Reason.HIDDEN, id="hidden"),
        pytest.param("a.sync-conflict-20230503-101010-ABCDEFG.md", Reason.CONFLICT, id="syncthing"),
        pytest.param("a (Man's conflicted copy 2023-05-03).md", Reason.CONFLICT, id="dropbox"),
        pytest.param("a (conflicted copy 2023-05-03 101010).md", Reason.CONFLICT, id="nextcloud"),
        pytest.param("a-DESKTOP-1A2B3C4.md", Reason.CONFLICT, id="onedrive"),
        pytest.param("a (姚满 的冲突副本 2023-05-03).md", Reason.CONFLICT, id="chinese-conflict"),
    ],
)
def test_files_that_are_no_notes_are_known_by_their_place(path: str, reason: Reason) -> None:
    assert reason_not_a_note(PurePosixPath(path), None) is reason
    assert reason_not_a_note(PurePosixPath(path), TEXT) is reason


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("2023/SEENN.md", id="note"),
        pytest.param("logseq/a.md", id="folder-called-logseq"),
        pytest.param("_posts/2021-05-03-lif.md", id="post"),
        pytest.param("A Survey of Index Structures.md", id="index-in-title"),
        pytest.param("Readmission Prediction.md", id="readme-at-the-start-of-a-word"),
        pytest.param("Towards Reading Lists.md", id="words-in-title"),
        pytest.param("Conflict-Free Training.md", id="conflict-in-title"),
    ],
)
def test_notes_are_not_mistaken_for_anything_else(path: str) -> None:
    assert reason_not_a_note(PurePosixPath(path), TEXT) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", Reason.EMPTY, id="empty"),
        pytest.param("\ufeff \r\n\t\n", Reason.EMPTY, id="blank"),
        pytest.param("# {{title}}\n\n{{authors}}\n", Reason.TEMPLATE, id="braces"),
        pytest.param("---\ntitle: {{ title }}\n---\n", Reason.TEMPLATE, id="braces-in-frontmatter"),
        pytest.param("# <% tp.file.title %>\n", Reason.TEMPLATE, id="templater"),
        pytest.param("# A\n$x_{{i}} + {{a}}$\n", None, id="formula"),
        pytest.param("# A\n`{{title}}` stays\n", None, id="code"),
        pytest.param("# A\n![]({{ site.baseurl }}/a.png)\n", None, id="jekyll"),
        pytest.param("# A\n{{video https://x.org}}\n", None, id="logseq"),
        pytest.param("# A\n" + "x\n" * 50 + "{{title}}\n", None, id="far-down"),
        pytest.param("---\ntitle: A\n---\n", None, id="only-frontmatter"),
        pytest.param("---\ntitle: 标签\ntype: tags\n---\n", Reason.INDEX, id="tags-of-hexo"),
        pytest.param('\ufeff---\r\ntype: "about"\r\n---\r\nI', Reason.INDEX, id="about-crlf"),
        pytest.param("---\nlayout: archive\n---\n", Reason.INDEX, id="archive-of-jekyll"),
        pytest.param('+++\nlayout = "home"\n+++\n', Reason.INDEX, id="home-of-hugo"),
        pytest.param("---\nlayout: post\n---\nA\n", None, id="post"),
        pytest.param("---\ntype: archive\n---\nA\n", None, id="type-of-obsidian"),
        pytest.param("# A\n\n---\ntype: tags\n---\n", None, id="type-in-the-text"),
        pytest.param("---\ntitle: A\n\ntype: tags\n", None, id="block-without-end"),
    ],
)
def test_files_that_are_no_notes_are_known_by_their_text(text: str, reason: Reason | None) -> None:
    assert reason_not_a_note(PurePosixPath("a.md"), text) is reason


def test_the_reason_is_a_word_for_the_user() -> None:
    assert f"3 {Reason.LOGSEQ_BACKUP}" == "3 backup of Logseq"


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(
            ["SEENN/README.md", "LIF/index.md"], ["LIF/index.md", "SEENN/README.md"], id="each"
        ),
        pytest.param(["README.md"], [], id="root"),
        pytest.param(["2023/README.md", "2023/LIF.md"], [], id="beside-notes"),
        pytest.param(
            ["2023/README.md", "2023/LIF/README.md"], ["2023/LIF/README.md"], id="above-notes"
        ),
        pytest.param(["2023/README.md", "2023/a/b/LIF.md"], [], id="far-above-notes"),
        pytest.param(
            ["LIF/README.md", "LIF/README.zh-CN.md"], ["LIF/README.md"], id="two-languages"
        ),
        pytest.param(["LIF/README.md", "LIF/index.md"], ["LIF/index.md"], id="both"),
        pytest.param(["docs/README.md", "src/index.md"], [], id="folders-of-a-repository"),
        pytest.param(["_site/LIF/index.md", ".git/x/README.md"], [], id="generated"),
        pytest.param(
            ["LIF/README.md", "LIF/.obsidian/a.md"], ["LIF/README.md"], id="hidden-beside"
        ),
    ],
)
def test_a_readme_alone_in_its_folder_is_the_note(paths: list[str], expected: list[str]) -> None:
    assert sorted(map(str, folder_pages(map(PurePosixPath, paths)))) == expected


def test_pages_are_known_by_their_names() -> None:
    assert is_page(PurePosixPath("a/Index.md"))
    assert not is_page(PurePosixPath("a/indexes.md"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("2023年/LIF.md", [("title", "LIF"), ("year", "2023")], id="chinese-year"),
        pytest.param(
            "CVPR-2021/LIF.md",
            [("title", "LIF"), ("venue", "CVPR"), ("year", "2021")],
            id="venue-and-year",
        ),
        pytest.param("Nature/LIF.md", [("title", "LIF")], id="word-that-is-a-venue"),
        pytest.param("arXiv 2023/LIF.md", [("title", "LIF"), ("year", "2023")], id="preprints"),
        pytest.param("SNN 2023/LIF.md", [("title", "LIF")], id="subject"),
        pytest.param("2022/SEW/index.md", [("title", "SEW"), ("year", "2022")], id="page"),
        pytest.param("index.md", [("title", "index")], id="page-of-the-root"),
        pytest.param("pages/A___B%3A C.md", [("title", "A/B: C")], id="logseq"),
        pytest.param("journals/2023/LIF.md", [("title", "LIF")], id="journals"),
    ],
)
def test_folders_tell_venue_and_year(path: str, expected: list[tuple[str, str]]) -> None:
    assert [(fact.field, fact.value) for fact in facts_of_path(PurePosixPath(path))] == expected
