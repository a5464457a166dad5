import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from snnnotes.cli.app import run
from snnnotes.storage.notebook import Notebook

Say = tuple[int, str, str]
Ask = Callable[..., Say]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line; its exit code, stdout and stderr."""

    def run_it(*arguments: str) -> Say:
        code = run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty notebook, with the current folder in it."""
    root = tmp_path / "book"
    (root / "notes").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


#: Each line is one entry but for those that are named below it.
HARD = r"""@comment{mine}
@string{nips = "Advances in Neural Information Processing Systems"}
@string{iclr = {International Conference on Learning Representations}}
@inproceedings{fang2021deep, title={Deep Residual Learning in {SNN}s}, author={Fang, Wei}, booktitle=nips # " 34", year=2021}
@inproceedings{bellec2018, title={Long Short-Term Memory in Learning-to-Learn}, author={Bellec, Guillaume and Subramoney, Anand}, booktitle=nips, year=2018}
@article{gerstner, title={{\"U}ber Spikes: na{\"\i}ve, \'etude \& 100\% {\o}}, author={Gerstner, Wulfram and M{\"u}ller, J{\'o}zsef and {\L}uka{\v s}}, year=2002}
@article{fang2021deep, title={Incorporating Learnable Membrane Time Constant}, author={Fang, Wei}, year=2021}
@ARTICLE{Fang2021Deep, title={A third of that key}, year=2021}
@article{zhang, title={脉冲神经网络的训练与膜电位}, author={张铁林 and 徐波}, journal={计算机学报}, year=2021, keywords={脉冲神经网络, 膜电位}}
@inproceedings{child, title={Child of a Volume}, author={Zhou, Z.}, crossref={vol}}
@inproceedings{orphan, title={Child of Nobody}, year=2020, crossref={none}}
@proceedings{vol, title=iclr, year=2023}
@article{broken, title={Never Closed, author={Nobody}, year=2019

@article{after, title={After the Missing Brace}, year=2019}
@article{, title={Without a Key}, author={Li, Yuhang}, year=2023}
@article{noyear, title={Without a Year}}
@article{notitle, year=2020}
@misc{arx, title={By its Identifier}, eprint={2304.01230}, archiveprefix={arXiv}}
@misc{arx2, title={The same Identifier}, note={arXiv:2304.01230v2}, year=2023}
@misc{signs, title={???}, year=2020}
@xdata{x, publisher={MIT}}
@misc{twin, title={deep residual learning in SNNs}, year=2021}
@misc{percent, title={Saving 50% Energy}, year=2022}
"""  # noqa: E501 (one entry a line, so that its number is easy to see)

TITLES = {
    4: "Deep Residual Learning in SNNs",
    5: "Long Short-Term Memory in Learning-to-Learn",
    6: "Über Spikes: naïve, étude & 100% ø",
    7: "Incorporating Learnable Membrane Time Constant",
    8: "A third of that key",
    9: "脉冲神经网络的训练与膜电位",
    10: "Child of a Volume",
    11: "Child of Nobody",
    15: "After the Missing Brace",
    16: "Without a Key",
    19: "By its Identifier",
    24: "Saving 50% Energy",
}
#: Line and outcome of the entries that give no note.
OTHERS = {
    12: "no-note",
    13: "left-out",
    17: "left-out",
    18: "left-out",
    20: "duplicate",
    21: "left-out",
    22: "no-note",
    23: "duplicate",
}


def test_of_a_hard_bibliography_every_entry_is_imported_or_named_with_its_line(
    ask: Ask, book: Path
) -> None:
    """The file is in GBK, has double keys, @string, crossref, accents, and lacks a brace."""
    (book.parent / "refs.bib").write_bytes(HARD.encode("gbk"))
    code, out, err = ask("import", "../refs.bib")
    assert (code, out) == (3, "")
    assert "refs.bib:9: not UTF-8 text; it looks like GB18030" in err
    assert "--encoding gb18030" in err
    assert files(book) == {}

    code, out, err = ask("import", "../refs.bib", "--encoding", "gb18030", "--json", "--dry-run")
    data = json.loads(out)
    entries = {entry["line"]: entry for entry in data["entries"]}
    assert files(book) == {}
    assert {line: entry["outcome"] for line, entry in entries.items()} == (
        dict.fromkeys(TITLES, "imported") | OTHERS
    )
    starts = [number for number, line in enumerate(HARD.splitlines(), 1) if line.startswith("@")]
    assert sorted(entries) == starts[3:]  # all but the comment and two strings
    assert sum(data["counts"].values()) == 2 * data["counts"]["found"] == 2 * len(entries)

    code, out, err = ask("import", "../refs.bib", "--encoding", "gb18030")
    assert code == 3  # some are left out
    assert len(out.splitlines()) == len(TITLES)
    for line in OTHERS:
        assert f"refs.bib:{line}: " in err
    assert "20 found: 12 imported, 2 duplicates skipped, 4 left out, 2 not on a paper" in err

    code, out, _ = ask("list", "--json")
    notes = json.loads(out)["notes"]
    assert {note["title"] for note in notes} == set(TITLES.values())
    assert len({note["citekey"].casefold() for note in notes}) == len(notes)
    by_title = {note["title"]: note for note in notes}
    assert by_title["脉冲神经网络的训练与膜电位"]["authors"] == ["张铁林", "徐波"]
    assert by_title["Child of a Volume"]["venue"] == "ICLR"
    assert by_title["Child of a Volume"]["year"] == 2023
    assert by_title["Deep Residual Learning in SNNs"]["venue"] == "NeurIPS"
    assert by_title["Über Spikes: naïve, étude & 100% ø"]["authors"] == [
        "Wulfram Gerstner",
        "József Müller",
        "Łukaš",
    ]
    assert by_title["By its Identifier"]["arxiv"] == "2304.01230"
    assert {note["status"] for note in notes} == {"unread"}

    before = files(book)
    code, out, err = ask("import", "../refs.bib", "--encoding", "gb18030")
    assert (code, out) == (3, "")
    assert "20 found: 0 imported, 14 duplicates skipped, 4 left out" in err
    assert files(book) == before


ZOTERO = r"""
@inproceedings{yaoSpikedrivenTransformer2023,
  title = {Spike-Driven {{Transformer}}},
  booktitle = {Advances in {{Neural Information Processing Systems}}},
  author = {Yao, Man and Hu, Jiakui},
  date = {2023-12-15},
  eprint = {2307.01694},
  eprinttype = {arxiv},
  eprintclass = {cs},
  doi = {10.48550/arXiv.2307.01694},
  urldate = {2024-01-02},
  langid = {english},
  keywords = {Computer Science - Neural and Evolutionary Computing},
  annotation = {Comment: accepted},
  file = {/home/me/Zotero/storage/AB/Yao - 2023.pdf:application/pdf}
}
"""
RIS = "TY  - CONF\nAU  - Li, Yuhang\nTI  - SEENN\nT2  - NeurIPS\nPY  - 2023/12\nKW  - snn\nER  - \n"
CSL = json.dumps(
    [
        {
            "id": "fang2021",
            "citation-key": "fang2021",
            "type": "paper-conference",
            "title": "Deep <i>Residual</i> Learning",
            "author": [{"given": "Wei", "family": "Fang"}, {"literal": "方维"}],
            "issued": {"date-parts": [[2021, 12]]},
            "container-title": "NeurIPS",
        }
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            ZOTERO,
            {
                "title": "Spike-Driven Transformer",
                "authors": ["Man Yao", "Jiakui Hu"],
                "year": 2023,
                "venue": "NeurIPS",
                "arxiv": "2307.01694",
                "citekey": "yaoSpikedrivenTransformer2023",
            },
            id="better-bibtex",
        ),
        pytest.param(
            RIS,
            {"title": "SEENN", "authors": ["Yuhang Li"], "year": 2023, "tags": ["snn"]},
            id="ris",
        ),
        pytest.param(
            CSL,
            {"title": "Deep Residual Learning", "authors": ["Wei Fang", "方维"], "year": 2021},
            id="csl-json",
        ),
    ],
)
def test_stdin_is_read_by_what_stands_in_it(
    ask: Ask,
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    expected: dict[str, object],
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False, closed=False)
    monkeypatch.setattr(sys, "stdin", stdin)
    code, _, err = ask("import", "-")
    assert code == 0, err
    (note,) = json.loads(ask("list", "--json")[1])["notes"]
    assert {name: note[name] for name in expected} == expected


def test_stdin_in_another_encoding_is_asked_about(
    ask: Ask, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "@misc{a, title={膜电位与脉冲神经网络}, year=2020}".encode("gbk")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), closed=True))
    code, _, err = ask("import", "-")
    assert code == 3
    assert "stdin:1: not UTF-8 text; it looks like GB18030" in err
    assert "--encoding gb18030" in err


# A folder with everything

PNG = b"\x89PNG\r\n\x1a\n\0"
VAULT: dict[str, str | bytes] = {
    "README.md": "# Mine\n\n- [SEENN](pages/SEENN.md)\n",
    "pages/SEENN.md": "title:: SEENN: Early Exit\nyear:: 2023\ntags:: #snn\n\n"
    "- ![](../assets/a.png)\n- [GLIF](GLIF.md), [[GLIF]]\n",
    "pages/GLIF.md": "title:: GLIF\nyear:: 2022\n\n- ![](../assets/b%20c.png){:height 100}\n",
    "_posts/2021-05-03-resnet.md": "---\nlayout: post\n"
    "title: 'Deep Learning (NeurIPS 2021)'\n---\n\n![](/img/图.png)\n"
    "<img src='{{ site.url }}/img/图.png'>\n"
    "[x](../pages/SEENN.md)\n",
    "hugo/toml.md": '+++\ntitle = "TOML"\nyear = 2020\n+++\r\n[p](<../pdf/a (1).pdf>)\r\n',
    "obsidian/@yao2023.md": "![[deep.png]]\n\n[[2021-05-03-resnet]]\n",
    "obsidian/broken.md": "---\ntitle: Spikformer: a Transformer\ntags: [[snn]], [[vit]]\n"
    "year: 2023\n---\n![](<../assets/a.png>)\n",
    "obsidian/refs.bib": "@misc{yao2023, title={Spike-driven Transformer}, year={2023}}",
    "plain/2019/STBP.md": "## STBP\n\n[论文链接](https://arxiv.org/abs/1706.02609)\n![](img/x.png)\n",
    "assets/a.png": PNG + b"a",
    "assets/b c.png": PNG + b"bc",
    "img/图.png": PNG + b"root",
    "pdf/a (1).pdf": b"%PDF",
    "obsidian/files/deep.png": PNG + b"deep",
    "plain/2019/img/x.png": PNG + b"x",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A folder of notes in all carriers, which link to each other and to images."""
    for path, content in VAULT.items():
        file = tmp_path / "my vault" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path / "my vault"


_LINKS = re.compile(r"\]\(<([^>]+)>\)|\]\(((?:[^()\s]|\([^()]*\))+)\)|src='([^']+)'")
_WIKILINKS = re.compile(r"\[\[([^\]|#]+)")


def _targets(text: str) -> list[str]:
    links = [unquote("".join(found)) for found in _LINKS.findall(text)]
    return [link for link in links if not link.startswith("http")]


def test_every_link_of_every_imported_note_leads_to_the_same_bytes(
    ask: Ask, book: Path, vault: Path
) -> None:
    code, out, err = ask("import", str(vault))
    assert code == 0, err
    by_content = {content: path for path, content in VAULT.items() if isinstance(content, bytes)}
    notes = [book / path for path in out.splitlines()]
    assert len(notes) == 7
    images, pages = set(), 0
    for note in notes:
        text = note.read_text("utf-8")
        for target in _targets(text):
            found = note.parent / target
            assert found.is_file(), (note, target)
            if found.suffix == ".md":
                pages += 1
            else:
                images.add(by_content[found.read_bytes()])
        for name in _WIKILINKS.findall(text):
            assert list((book / "notes").rglob(name)) or list(
                (book / "notes").rglob(f"{name}.md")
            ), (note, name)
    assert images == set(by_content.values()) - {"obsidian/files/deep.png"}
    assert pages == 2
    assert (book / "notes/my vault/obsidian/files/deep.png").read_bytes() == PNG + b"deep"
    assert "6 linked files copied" in err
    assert (
        "8 found: 7 imported, 0 duplicates skipped, 0 left out, 1 not on a paper (1 README)" in err
    )
    code, out, _ = ask("list", "--json")
    assert {note["title"] for note in json.loads(out)["notes"]} == {
        "SEENN: Early Exit",
        "GLIF",
        "Deep Learning",
        "TOML",
        "Spike-driven Transformer",
        "Spikformer: a Transformer",
        "STBP",
    }


def test_the_source_is_never_changed(ask: Ask, book: Path, vault: Path) -> None:
    before = files(vault)
    ask("import", str(vault))
    assert files(vault) == before


def test_a_dry_run_shows_all_and_writes_nothing(ask: Ask, book: Path, vault: Path) -> None:
    code, out, err = ask("import", str(vault), "--dry-run")
    assert (code, files(book)) == (0, {})
    assert "+++ b/notes/my vault/pages/SEENN.md" in out
    assert '+title: "SEENN: Early Exit"' in out
    assert "Binary files /dev/null and b/notes/my vault/assets/a.png differ" in out
    assert "7 would be imported" in err
    assert "6 linked files would be copied" in err


def test_twice_imports_nothing(ask: Ask, book: Path, vault: Path) -> None:
    ask("import", str(vault))
    before = files(book)
    code, out, err = ask("import", str(vault))
    assert (code, out, files(book)) == (0, "", before)
    assert "0 imported, 7 duplicates skipped" in err
    assert "pages/SEENN.md: skipped: notes/my vault/pages/SEENN.md is on this paper already" in err


def test_json_has_one_record_for_each_file(ask: Ask, book: Path, vault: Path) -> None:
    code, out, _ = ask("import", str(vault), "--json")
    data = json.loads(out)
    assert (code, data["schema"], data["dry_run"]) == (0, 1, False)
    assert data["counts"] == {
        "found": 8,
        "imported": 7,
        "duplicate": 0,
        "left-out": 0,
        "no-note": 1,
    }
    assert {Path(entry["source"]).name for entry in data["entries"]} == {
        Path(path).name for path in VAULT if path.endswith(".md")
    }
    image = next(copy for copy in data["copied"] if copy["path"].endswith("/a.png"))
    assert image == {
        "source": "my vault/assets/a.png",
        "path": "notes/my vault/assets/a.png",
        "bytes": 10,
    }


@pytest.mark.parametrize("step", ["make", "fsync"])
def test_ctrl_c_leaves_nothing_half(
    ask: Ask, book: Path, vault: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    calls = []

    def stop(*arguments: object) -> None:
        calls.append(arguments)
        if step == "make" or len(calls) > 3:
            raise KeyboardInterrupt

    if step == "make":
        monkeypatch.setattr(Notebook, "make", stop)
    else:
        monkeypatch.setattr("os.fsync", stop)
    code, out, _ = ask("import", str(vault))
    assert (code, out) == (130, "")
    assert files(book) == {}
    assert list((book / "notes").iterdir()) == []


# What cannot be done


def test_one_of_many_sources_that_cannot_be_read_does_not_stop_the_others(
    ask: Ask, book: Path
) -> None:
    (book / "a.bib").write_text("@misc{a, title={A}, year=2020}", "utf-8")
    code, out, err = ask("import", "none.bib", "a.bib")
    assert (code, out) == (3, "notes/2020/A.md\n")
    assert "Warning: none.bib: no such file" in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["none.bib"], 3, "none.bib: no such file", id="no-file"),
        pytest.param(["x.txt"], 3, "neither BibTeX nor RIS nor CSL-JSON", id="no-bibliography"),
        pytest.param(["notes"], 2, "would double them", id="own-notes"),
        pytest.param(["."], 2, "snnnotes adopt", id="the-notebook"),
        pytest.param(["notes/a.md"], 2, "would double them", id="own-note"),
        pytest.param(["a.bib", "--to", "other"], 2, "name a folder in one of these", id="to"),
        pytest.param(["a.bib", "--to", "notes/../.."], 2, "--to notes/../..", id="to-out"),
        pytest.param(["a.bib", "--status", "soon"], 2, "unread, reading, read", id="status"),
        pytest.param(["a.bib", "--encoding", "gbq"], 2, "no such encoding", id="encoding"),
        pytest.param([], 2, "Missing argument 'SOURCE", id="nothing"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    ask: Ask, book: Path, arguments: list[str], code: int, message: str
) -> None:
    (book / "a.bib").write_text("@misc{a, title={A}, year=2020}", "utf-8")
    (book / "x.txt").write_text("Text\n", "utf-8")
    before = files(book)
    found, out, err = ask("import", *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert files(book) == before


def test_notes_go_where_the_user_says(ask: Ask, book: Path) -> None:
    (book / "a.bib").write_text("@misc{a, title={A}, year=2020}", "utf-8")
    assert ask("import", "a.bib", "--to", "./notes/inbox/")[:2] == (0, "notes/inbox/2020/A.md\n")


def test_a_bibliography_beside_notes_that_cannot_be_read_is_named(ask: Ask, book: Path) -> None:
    old = book.parent / "old"
    old.mkdir()
    (old / "a.md").write_text("---\ntitle: A\nyear: 2023\n---\n", "utf-8")
    (old / "refs.bib").write_bytes("@misc{a, title={膜电位}}".encode("gbk"))
    code, out, err = ask("import", "../old")
    assert (code, out) == (3, "notes/old/a.md\n")
    assert "Warning: ../old/refs.bib:1: not UTF-8 text" in err


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_among_the_notes_is_named(ask: Ask, book: Path) -> None:
    old = book.parent / "old"
    old.mkdir()
    (old / "a.md").write_text("---\ntitle: A\nyear: 2023\n---\n", "utf-8")
    (old / "b.md").symlink_to(old / "a.md")
    code, _, err = ask("import", "../old")
    assert code == 0
    assert "Warning: ../old: b.md: left out, since it is a link" in err


def test_an_empty_bibliography_is_said_so(ask: Ask, book: Path) -> None:
    (book / "a.bib").write_text("", "utf-8")
    assert ask("import", "a.bib") == (
        0,
        "",
        "0 found: 0 imported, 0 duplicates skipped, 0 left out\n",
    )


def test_many_entries_take_no_longer_each_than_few(ask: Ask, book: Path) -> None:
    """One title for all but its signs, so that all want one file and one citekey."""
    text = "\n".join(f"@misc{{k, title={{A{'+' * n}}}, year=2020}}" for n in range(600))
    (book / "a.bib").write_text(text, "utf-8")
    code, out, _ = ask("import", "a.bib", "--dry-run", "--json")
    data = json.loads(out)
    assert code == 0
    assert len({entry["path"] for entry in data["entries"]}) == 600


def test_a_note_that_is_a_remark_becomes_a_paragraph_of_the_note(ask: Ask, book: Path) -> None:
    (book / "refs.bib").write_text(
        "@misc{a, title={A}, year=2023, note={arXiv:2304.01230\n\n值得再读：阈值 adapts.}}\n"
        "@misc{b, title={B}, year=2023, note={Code: https://github.com/a/b}}\n",
        "utf-8",
    )

    assert ask("import", "refs.bib")[0] == 0

    first, second = ((book / "notes/2023" / name).read_text("utf-8") for name in ("A.md", "B.md"))
    assert first.endswith("\n\n值得再读：阈值 adapts.\n")
    assert 'arxiv: "2304.01230"' in first
    assert "code: https://github.com/a/b" in second
    assert "Code:" not in second


@pytest.mark.parametrize(("typed", "code"), [("Read", 0), (" reading ", 0), ("done", 2)])
def test_a_status_is_taken_whatever_its_case_as_add_takes_it(
    typed: str, code: int, ask: Ask, book: Path
) -> None:
    (book / "refs.bib").write_text("@misc{a, title={A}, year=2023}\n", "utf-8")

    assert ask("import", "refs.bib", "--status", typed)[0] == code
    if code == 0:
        assert f"status: {typed.strip().casefold()}\n" in (book / "notes/2023/A.md").read_text(
            "utf-8"
        )
    assert ask("add", "B", "--year", "2023", "--offline", "--status", typed)[0] == code
