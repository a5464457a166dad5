"""Each check finds the defect that was put into tests/notebooks/seeded, and nothing else.

tests/notebooks/sound is the same notebook put right. What cannot lie in a repository that people
clone on Windows and macOS, or is too large, is made here.
"""

import os
import shutil
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.cli.app import run
from snnnotes.features.checking import check_notebook
from snnnotes.model.check_settings import CheckSettings
from snnnotes.model.checks import BY_NAME, CHECKS
from snnnotes.storage.notebook import Notebook

NOTEBOOKS = Path(__file__).parent / "notebooks"
SEEDED, SOUND = NOTEBOOKS / "seeded", NOTEBOOKS / "sound"
PLIF = (
    "Incorporating Learnable Membrane Time Constant to Enhance Learning of Spiking Neural Networks"
)

#: All that there is to find, by path and line: one defect for each check.
EXPECTED = """
README.zh-CN.md:1 readme-markers-missing
notes/2021/A Free Lunch From ANN.md:5 venue-against-link
notes/2021/Accumulated Spiking Flow.md:6 identifier-twice
notes/2021/Deep Residual Learning in Spiking Neural Networks.md:1 key-missing
notes/2021/Going Deeper.md:6 identifier-twice
notes/2021/Sparse Spiking Gradient Descent.md:6 value-changed-by-yaml
notes/2021/State Transition of Dendritic Spines.md:4 folder-unlike-year
notes/2021/Temporal-wise Attention (2).md:2 title-nearly-twice
notes/2021/paper-3.md:2 name-unlike-title
notes/2022/Biologically Inspired Dynamic Thresholds.md:5 venue-spelling
notes/2022/Differentiation on Spike Representation.md:6 identifier-malformed
notes/2022/Event-based Video Reconstruction.md:7 citekey-twice
notes/2022/Exploring Lottery Ticket Hypothesis.md:9 status-unknown
notes/2022/GLIF.md:2 note-unreadable
notes/2022/IM-Loss.md:10 value-wrong-type
notes/2022/Multi-Level Firing.md:15 image-without-target
notes/2022/Neuromorphic Data Augmentation.md:15 ignore-unknown
notes/2022/Online Training Through Time.md:6 key-twice
notes/2022/Optimal ANN-SNN Conversion.md:13 wikilink-without-note
notes/2022/Optimal Conversion.md:15 link-opens-other-note
notes/2022/Spikformer.md:4 year-out-of-range
notes/2022/Spiking Graph Convolutional Networks.md:7 citekey-twice
notes/2022/Temporal Effective Batch Normalization.md:11 pending-keys
notes/2022/Temporal Effective Batch Normalization.md~:1 stray-temporary-file
notes/2023/Adaptive Smoothing Gradient Learning.md:1 paper-link-missing
notes/2023/Dynamic Confidence.md:13 formula-without-blank-lines
notes/2023/ECRSNN.md:12 formula-as-code
notes/2023/MPBN.md:12 formula-touches-chinese
notes/2023/MPBN.md:12 formula-touches-chinese
notes/2023/Parallel Spiking Neurons.md:12 formula-unbalanced
notes/2023/RMP-Loss.md:12 formula-markdown
notes/2023/SEENN.md:13 link-without-target
notes/2023/SLTT.md:13 formula-debt
notes/2023/Spike-driven Transformer (2).md:2 title-twice
notes/2023/Spike-driven Transformer.md:2 title-twice
notes/2023/Surrogate Module Learning.md:12 formula-does-not-parse
notes/转换/Optimized Potential Initialization.md:4 year-against-arxiv
""".strip().splitlines()

#: While one of these notes cannot be read, nobody can tell what the list of the README should be.
UNREADABLE = (
    "notes/2021/Deep Residual Learning in Spiking Neural Networks.md",
    "notes/2022/GLIF.md",
    "notes/2022/IM-Loss.md",
    "notes/2022/Online Training Through Time.md",
    "notes/2022/Spikformer.md",
)
STALE = "README.md:14 readme-stale"

#: Checks with a test of their own, here or for `--online` in tests/cli/test_check.py.
ELSEWHERE = {
    "readme-stale": "test_stale_readme_is_found_once_all_notes_can_be_read",
    "readme-too-long": "test_readme_that_github_cuts_is_found",
    "name-not-portable": "test_name_that_windows_refuses_is_found_and_mended",
    "names-differ-in-case": "test_names_that_differ_only_in_case_are_found",
    "paper-link-dead": "",
}

#: Files that `--fix` changes, and that are then as in the twin, to the byte.
MENDED = (
    "notes/2021/Sparse Spiking Gradient Descent.md",
    "notes/2022/Biologically Inspired Dynamic Thresholds.md",
    "notes/2023/Dynamic Confidence.md",
    "notes/2023/MPBN.md",
    "notes/2023/RMP-Loss.md",
    "notes/2023/Spike-driven Transformer.md",  # only its link to the file with another name
)


def found_in(root: Path) -> list[str]:
    notebook = Notebook.open(root, root=root, environment=os.environ)
    checked = check_notebook(notebook, settings=CheckSettings(), this_year=2026)
    return [f"{one.path.as_posix()}:{one.line} {one.name}" for one in checked.findings]


def copy_of(notebook: Path, place: Path, *, legible: bool = False) -> Path:
    """A copy to be changed; if wanted, with all notes such as can be read."""
    shutil.copytree(notebook, place)
    for name in UNREADABLE if legible else ():
        shutil.copyfile(SOUND / name, place / name)
    return place


def files_of(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def after_mending(before: dict[str, bytes]) -> dict[str, bytes]:
    """What the files of the readable seeded notebook should be once they are mended."""
    twin = files_of(SOUND)
    name = PLIF.encode()
    row = next(
        line for line in twin["README.md"].splitlines(keepends=True) if line.startswith(b"- SEENN")
    )
    above, below = before["README.md"].split(b"- Spike-Driven Transformer")
    readme = above + row + b"- Spike-Driven Transformer" + below
    readme = readme.replace(
        b"](notes/2021/paper-3.md)", b"](notes/2021/%s.md)" % name.replace(b" ", b"%20")
    )
    readme = readme.replace(b"<notes/2021/paper-3.md>", b"<notes/2021/%s.md>" % name)
    after = before | {path: twin[path] for path in MENDED} | {"README.md": readme}
    after[f"notes/2021/{PLIF}.md"] = after.pop("notes/2021/paper-3.md")
    return after


def test_each_seeded_defect_is_found_at_its_line_and_nothing_else() -> None:
    assert found_in(SEEDED) == EXPECTED


def test_twin_gives_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert found_in(SOUND) == []
    assert run(["--root", str(SOUND), "check", "--strict"]) == 0
    assert capsys.readouterr().out == ""


def test_each_check_has_its_seed_or_a_test_of_its_own() -> None:
    seeded = {line.rpartition(" ")[2] for line in EXPECTED}

    assert seeded | set(ELSEWHERE) == set(BY_NAME)
    assert seeded.isdisjoint(ELSEWHERE)
    assert all(name in globals() for name in ELSEWHERE.values() if name)


def test_each_seed_but_for_twins_lies_in_a_file_of_its_own() -> None:
    files = Counter(line.rpartition(":")[0] for line in set(EXPECTED))

    assert set(files.values()) == {1}


def test_twin_differs_from_the_seeded_notebook_only_where_there_is_a_defect() -> None:
    seeded, sound = files_of(SEEDED), files_of(SOUND)
    at_fault = {line.rpartition(":")[0] for line in EXPECTED}
    differing = {path for path in seeded if sound.get(path) != seeded[path]}

    # The list that lacks a row.
    assert differing - at_fault == {"README.md"}
    # Of two notes that share something, the other one stays as it was.
    assert at_fault - differing == {
        "notes/2021/Going Deeper.md",
        "notes/2022/Spiking Graph Convolutional Networks.md",
    }


def test_stale_readme_is_found_once_all_notes_can_be_read(tmp_path: Path) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded", legible=True)

    wanted = [line for line in EXPECTED if line.rpartition(":")[0] not in UNREADABLE]
    assert found_in(root) == [STALE, *wanted]


@pytest.mark.parametrize("name", UNREADABLE)
def test_readme_is_not_judged_while_a_note_cannot_be_read(name: str, tmp_path: Path) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded", legible=True)
    shutil.copyfile(SEEDED / name, root / name)

    assert STALE not in found_in(root)


@pytest.mark.parametrize(
    ("spare", "found"),
    [
        pytest.param(0, [], id="just-512-kb"),
        pytest.param(1, ["README.md:1 readme-too-long"], id="one-byte-more"),
    ],
)
def test_readme_that_github_cuts_is_found(spare: int, found: list[str], tmp_path: Path) -> None:
    root = copy_of(SOUND, tmp_path / "sound")
    text = (root / "README.md").read_bytes()
    more = 512 * 1024 + spare - len(text)
    # Three bytes for each character: GitHub counts bytes.
    words = "脉" * (more // 3) + "x" * (more % 3)
    (root / "README.md").write_bytes(text + words.encode())

    assert found_in(root) == found


@pytest.mark.skipif(sys.platform == "win32", reason="no disk there holds the name")
def test_name_that_windows_refuses_is_found_and_mended(tmp_path: Path) -> None:
    root = copy_of(SOUND, tmp_path / "sound")
    folder = root / "notes" / "2023"
    (folder / "SEENN.md").rename(folder / "SEENN: 早退?.md")
    readme = root / "README.md"
    readme.write_bytes(
        readme.read_bytes().replace(b"2023/SEENN.md", "2023/SEENN:%20早退%3F.md".encode())
    )

    assert "notes/2023/SEENN: 早退?.md:1 name-not-portable" in found_in(root)
    run(["--root", str(root), "check", "--fix", "--select", "name-not-portable"])
    names = {path.name for path in folder.iterdir()}
    assert "SEENN, Towards Temporal Spiking Early-Exit Neural Networks.md" in names
    assert not any("?" in name for name in names)
    assert "name-not-portable" not in {line.rpartition(" ")[2] for line in found_in(root)}


def test_names_that_differ_only_in_case_are_found(tmp_path: Path) -> None:
    root = copy_of(SOUND, tmp_path / "sound")
    twin = root / "notes" / "2022" / "image" / "MLF.png"
    if twin.exists():
        pytest.skip("the disk knows no upper and lower case")
    shutil.copyfile(twin.with_name("mlf.png"), twin)

    assert found_in(root) == [
        "notes/2022/image/MLF.png:1 names-differ-in-case",
        "notes/2022/image/mlf.png:1 names-differ-in-case",
    ]


def test_fix_mends_to_what_the_twin_has_and_touches_nothing_else(tmp_path: Path) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded", legible=True)
    before = files_of(root)

    code = run(["--root", str(root), "check", "--fix"])

    assert code == 1  # what has no one right answer is left
    assert files_of(root) == after_mending(before)
    left = {line.rpartition(" ")[2] for line in found_in(root)}
    assert not any(BY_NAME[name].fixable for name in left)


def test_each_fixable_check_is_mended_by_some_test() -> None:
    seeded = {line.rpartition(" ")[2] for line in EXPECTED}
    fixable = {check.name for check in CHECKS if check.fixable}

    assert fixable - seeded == {"name-not-portable", "readme-stale"}


def test_fix_keeps_the_line_ends_and_the_mark_of_each_file(tmp_path: Path) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded", legible=True)
    notes = [path for path in root.rglob("*.md") if path.is_file()]

    def as_on_windows(text: bytes) -> bytes:
        return b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")

    wanted = {
        path: as_on_windows(text) if path.endswith(".md") else text
        for path, text in after_mending(files_of(root)).items()
    }
    for path in notes:
        path.write_bytes(as_on_windows(path.read_bytes()))
    run(["--root", str(root), "check", "--fix"])

    assert files_of(root) == wanted


@pytest.mark.parametrize("legible", [True, False], ids=["readable", "some-unreadable"])
def test_second_fix_changes_nothing(
    legible: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded", legible=legible)
    run(["--root", str(root), "check", "--fix"])
    once = files_of(root)
    capsys.readouterr()

    run(["--root", str(root), "check", "--fix"])

    assert files_of(root) == once
    assert "Nothing to mend" in capsys.readouterr().err


def test_fix_with_unreadable_notes_mends_all_but_the_list(tmp_path: Path) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded")
    before = files_of(root)

    run(["--root", str(root), "check", "--fix"])

    wanted = after_mending(before)
    after = files_of(root)
    readme = after.pop("README.md")
    assert after == {path: text for path, text in wanted.items() if path != "README.md"}
    # Links to the note with another name are mended there, too; no row comes and none goes.
    assert b"- SEENN" not in readme
    assert b"paper-3" not in readme
    assert len(readme.splitlines()) == len(before["README.md"].splitlines())


def test_dry_run_shows_what_would_change_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded", legible=True)
    before = files_of(root)

    code = run(["--root", str(root), "check", "--fix", "--dry-run"])

    shown = capsys.readouterr().out
    assert code == 1
    assert files_of(root) == before
    changed = {*MENDED, "README.md", "notes/2021/paper-3.md", f"notes/2021/{PLIF}.md"}
    for path in changed:
        assert f"+++ b/{path}\n" in shown or f"--- a/{path}\n" in shown
    assert shown.count("\n+++ ") == len(changed)
    assert '\n+arxiv: "2105.08810"  # 五位数\n' in shown


def test_fix_of_the_sound_notebook_changes_nothing(tmp_path: Path) -> None:
    root = copy_of(SOUND, tmp_path / "sound")

    assert run(["--root", str(root), "check", "--fix"]) == 0
    assert files_of(root) == files_of(SOUND)


def test_check_itself_writes_nothing_into_the_notebook(tmp_path: Path) -> None:
    root = copy_of(SEEDED, tmp_path / "seeded")
    before = files_of(root)

    assert run(["--root", str(root), "check"]) == 1
    assert files_of(root) == before


def test_notes_of_the_seeded_notebook_have_the_paths_that_the_table_names() -> None:
    named = {PurePosixPath(line.rpartition(":")[0]) for line in EXPECTED}

    assert all((SEEDED / path).is_file() for path in named)
