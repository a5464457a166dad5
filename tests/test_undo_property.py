"""Whatever commands do to a notebook, `undo` gives the tree back to the byte."""

import contextlib
import io
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snnnotes.cli.app import run

#: All that a write might lose: CRLF, a byte order mark, no final line end, comments, odd names.
FILES = {
    "notes/2023/LIF, a model.md": (
        "\ufeff---\r\ntitle: 'LIF: a model' # mine\r\nyear: 2023\r\n"
        "tags: [neuron,  脉冲]\r\ncitekey: a1\r\n---\r\n\r\n## LIF: a model\r\n[[膜电位]]"
    ),
    "notes/2022/膜电位.md": (
        "---\ntitle: 膜电位\nyear: 2022\ncitekey: b2\nmine: x\n---\n"
        "\n[x](../2023/LIF,%20a%20model.md#式) ![图](图.png)\n\n\n"
    ),
    "notes/loose.md": "---\nyear: 2021\ntitle: Loose\ncitekey: c3\ntags:\n  - a\n---\nno end",
    "notes/old/deep/only.md": "---\ntitle: Only\nyear: 1999\ncitekey: d4\n---\n[[Loose]]\r\n",
    "notes/broken.md": "---\ntitle: [\n",
    "docs/页.md": "[[LIF, a model|x]] [[Loose]] [y](../notes/2022/膜电位.md)\r\n",
    "README.md": "# 笔记\r\n\r\n- LIF [笔记](notes/2023/LIF,%20a%20model.md)\r\n",
    "snnnotes.toml": "[notes]\nfolders = ['notes']\n",
}
OTHER_FILES = {"notes/2022/图.png": b"\x89PNG\r\n\x00\xff", "notes/raw.md": b"\xc4\xcf\xff"}

Tree = dict[str, tuple[int, bytes]]

NOTES = st.sampled_from(
    ["a1", "b2", "c3", "d4", "notes/loose.md", "notes/broken.md", "notes/raw.md", "新", "nobody"]
)
WORDS = st.text(
    st.sampled_from(
        ["新", "膜", "a", "B", "é", " ", "-", "'", '"', "#", ":", "[", "]", "$", "\\", "."]
    ),
    min_size=1,
    max_size=8,
)
TITLES = st.one_of(
    WORDS, st.sampled_from(["Loose", "loose", "膜电位", "新", "LIF: A Model", "🧠 β"])
)
COMMANDS = st.one_of(
    st.builds(lambda title: ["add", "--offline", "--year", "2024", "--", title], TITLES),
    st.builds(lambda note, title: ["rename", "--", note, title], NOTES, TITLES),
    st.builds(lambda notes: ["remove", "--yes", *notes], st.lists(NOTES, min_size=1, max_size=3)),
    st.builds(
        lambda note, change: ["set", note, change],
        NOTES,
        st.one_of(
            st.sampled_from(["status=read", "rating=4", "tags+=新", "tags-=a", "mine=", "venue=X"]),
            WORDS.map(lambda word: f"summary={word}"),
        ),
    ),
    st.builds(
        lambda note, tags: ["tag", note, *tags],
        NOTES,
        st.lists(st.sampled_from(["+新", "-脉冲", "+a", "-a", "-neuron"]), min_size=1, max_size=3),
    ),
    st.sampled_from(
        [
            ["tag", "--rename", "脉冲", "spiking"],
            ["set", "--where", "year:2000..", "status=read"],
            ["build-readme", "--init"],
        ]
    ),
)


def tree(root: Path) -> Tree:
    """Everything below `root`: permissions, and what files hold."""
    return {
        path.relative_to(root).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in root.rglob("*")
    }


@contextlib.contextmanager
def notebook() -> Iterator[Path]:
    """A new notebook, with the current folder in it, and a journal of its own."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        root = Path(place, "书")
        for name, text in FILES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text.encode())
        for name, data in OTHER_FILES.items():
            (root / name).write_bytes(data)
        (root / "notes/loose.md").chmod(0o600)
        (root / "notes/old/deep").chmod(0o750)
        (root / "notes/empty").mkdir()
        patch.setenv("SNNNOTES_STATE_DIR", os.fspath(Path(place, "state")))
        patch.setenv("SNNNOTES_CACHE_DIR", os.fspath(Path(place, "cache")))
        patch.chdir(root)
        yield root
        os.chdir(place)  # Windows removes no folder that somebody is in


def done(arguments: list[str]) -> int:
    """Run a command without a sound."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return run(arguments)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COMMANDS, min_size=1, max_size=5))
def test_each_command_is_taken_back_to_the_byte(commands: list[list[str]]) -> None:
    with notebook() as root:
        before = tree(root)
        for command in commands:
            done(command)
            if tree(root) != before:
                assert done(["undo"]) == 0, command
            assert tree(root) == before, command


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COMMANDS, min_size=2, max_size=7))
def test_a_whole_sequence_is_taken_back_from_its_end(commands: list[list[str]]) -> None:
    with notebook() as root:
        states = [tree(root)]
        for command in commands:
            done(command)
            if tree(root) != states[-1]:
                states.append(tree(root))
        while len(states) > 1:
            states.pop()
            assert done(["undo"]) == 0, commands
            assert tree(root) == states[-1], commands
        assert done(["undo"]) == 1
        assert tree(root) == states[0]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["add", "--offline", "新的论文", "--year", "2024"], id="add"),
        pytest.param(["set", "a1", "status=read"], id="set"),
        pytest.param(["tag", "a1", "+新", "-脉冲"], id="tag"),
        pytest.param(["tag", "--rename", "脉冲", "spiking"], id="tag-rename"),
        pytest.param(["rename", "a1", "膜电位: 新"], id="rename"),
        pytest.param(["rename", "d4", "only"], id="rename-in-case-alone"),
        pytest.param(["remove", "a1", "d4", "notes/broken.md", "--yes"], id="remove"),
        pytest.param(["remove", "notes/raw.md", "--yes"], id="remove-what-is-not-utf-8"),
    ],
)
def test_the_commands_of_the_property_do_change_the_tree(command: list[str]) -> None:
    with notebook() as root:
        before = tree(root)

        assert done(command) == 0
        assert tree(root) != before
        assert done(["undo"]) == 0
        assert tree(root) == before
