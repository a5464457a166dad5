"""The files of a notebook beside the notes: glossary.yaml and .template.md."""

from pathlib import Path

import pytest

from snnnotes.cli.app import run


@pytest.mark.parametrize(
    ("glossary", "said"),
    [
        pytest.param("- [膜电位, membrane potential\n", "notes/glossary.yaml:", id="open-bracket"),
        pytest.param("a: b\n", "notes/glossary.yaml:1: ", id="no-list"),
        pytest.param("- 膜电位\n", "notes/glossary.yaml:1: ", id="no-group"),
    ],
)
def test_a_wrong_glossary_is_named_and_search_goes_on_without_it(
    glossary: str, said: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "notes/glossary.yaml").write_text(glossary, "utf-8")

    assert run(["search", "膜电位", "-l"]) == 0

    shown = capsys.readouterr()
    assert shown.out == "notes/2023/lif.md\nnotes/2023/seenn.md\n"
    assert f"Warning: {said}" in shown.err
    assert "searching without it" in shown.err
    assert "Hint: " in shown.err


def test_without_a_glossary_nothing_is_widened(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "notes/glossary.yaml").unlink()

    assert run(["search", "surrogate gradient", "-l"]) == 0

    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("notes/2023/seenn.md\n", "1 note\n")


def test_list_and_search_find_the_same_notes(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for query in ("surrogate gradient", "电位 -tag:survey", "year:2022.. OR 量子", "spik*"):
        run(["search", query, "-l", "--sort", "path"])
        searched = capsys.readouterr().out
        run(["list", query, "--format", "paths", "--sort", "path"])
        assert capsys.readouterr().out == searched
        assert searched


def test_a_new_note_comes_from_the_users_template(tiny: Path) -> None:
    (tiny / "notes/.template.md").write_text(
        "---\n{{frontmatter}}\nproject: thesis\n---\n\n# {{title}} ({{year}})\n\n## 一句话\n",
        "utf-8",
    )

    assert run(["add", "模板", "--year", "2024", "--tag", "a"]) == 0

    text = (tiny / "notes/2024/模板.md").read_text("utf-8")
    assert "project: thesis\n" in text
    assert text.endswith("# 模板 (2024)\n\n## 一句话\n")


def test_a_template_that_gives_no_note_is_named(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "notes/.template.md").write_text("---\ntitle: [\n---\n", "utf-8")

    assert run(["add", "模板", "--year", "2024"]) == 2

    assert "the template for new notes gives no note" in capsys.readouterr().err
    assert not (tiny / "notes/2024").exists()
