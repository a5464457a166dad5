import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath

import pytest

from snnnotes.errors import UnreadableFileError, WriteError
from snnnotes.storage.git_merge import Sides
from snnnotes.storage.git_sides import merged_notes, read_sides, write_merged
from snnnotes.storage.notebook import Notebook

README = PurePosixPath("README.md")
BASE, OURS, THEIRS = "base\n", "ours\n", "theirs\n"
SIDES = Sides(BASE, OURS, THEIRS)


class Repository:
    """A notebook whose branches `main` and `other` go apart after the first commit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        } | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@example.org")
        self.git("config", "core.autocrlf", "false")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            env=self.environment,
            capture_output=True,
        )
        return done.stdout.decode().strip()

    def commit(self, files: dict[str, str | None]) -> None:
        """Write or remove some files, and commit all that there are."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def part(
        self,
        base: dict[str, str | None],
        ours: dict[str, str | None],
        theirs: dict[str, str | None],
    ) -> None:
        self.commit({"README.md": BASE, **base})
        self.git("checkout", "-q", "-b", "other")
        self.commit({"README.md": THEIRS, **theirs})
        self.git("checkout", "-q", "main")
        self.commit({"README.md": OURS, **ours})

    def titles(self, sides: Sides = SIDES, *, inside: str = "", known: bool = True) -> object:
        """Path and title of each note after the merge; None if that is not known.

        Args:
            sides: What the driver is given.
            inside: The notebook, from the repository's root on.
            known: Does Git say which commit it merges?
        """
        head = {f"GITHEAD_{self.git('rev-parse', 'other')}": "other"} if known else {}
        notebook = Notebook(self.root / inside, self.environment | head)
        notes = merged_notes(notebook, README, sides)
        return notes and {str(note.path): note.paper.title for note in notes}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def note(title: str, body: str = "") -> str:
    return f"---\ntitle: {title}\nyear: 2023\n---\n\n1\n2\n3\n4\n{body}"


A, B, C = "notes/a.md", "notes/2023/乙 b.md", "notes/c.md"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        pytest.param(
            {A: note("A")},
            {B: note("B")},
            {C: note("C")},
            {A: "A", B: "B", C: "C"},
            id="each adds one",
        ),
        pytest.param({A: note("A")}, {}, {A: note("A2")}, {A: "A2"}, id="theirs changes one"),
        pytest.param({A: note("A")}, {A: note("A2")}, {}, {A: "A2"}, id="ours changes one"),
        pytest.param({A: note("A"), B: note("B")}, {A: None}, {}, {B: "B"}, id="ours removes one"),
        pytest.param(
            {A: note("A"), B: note("B")}, {}, {A: None}, {B: "B"}, id="theirs removes one"
        ),
        pytest.param(
            {A: note("A"), B: note("B")}, {A: None}, {A: None}, {B: "B"}, id="both remove one"
        ),
        pytest.param({}, {A: note("A")}, {A: note("A")}, {A: "A"}, id="both add the same"),
        pytest.param(
            {A: note("A")},
            {A: note("A2")},
            {A: note("A", "5\n")},
            {A: "A2"},
            id="both change other lines",
        ),
        pytest.param(
            {A: note("A")}, {A: note("A2")}, {A: note("A3")}, None, id="both change one line"
        ),
        pytest.param(
            {A: note("A"), B: note("B")}, {A: None}, {A: note("A2")}, None, id="removed or changed"
        ),
        pytest.param({}, {A: note("A")}, {A: note("A2")}, None, id="both add it otherwise"),
        pytest.param(
            {A: note("A")}, {}, {B: "---\ntitle: a: b\n---\n"}, None, id="one cannot be read"
        ),
        pytest.param({A: note("A")}, {}, {B: "\0"}, None, id="one is no text"),
        pytest.param({}, {}, {}, None, id="no notes at all"),
    ],
)
def test_notes_are_those_after_the_merge(
    base: dict[str, str | None],
    ours: dict[str, str | None],
    theirs: dict[str, str | None],
    merged: dict[str, str] | None,
    repository: Repository,
) -> None:
    repository.part(base, ours, theirs)

    assert repository.titles() == merged


@pytest.mark.parametrize(
    "name",
    [
        "notes/_draft.md",
        "notes/.hidden.md",
        "notes/.obsidian/a.md",
        "notes/_templates/a.md",
        "notes/node_modules/a.md",
        "notes/glossary.yaml",
        "notes/README.md",
        "other/a.md",
        "a.md",
        "notes/old/a.md",
        "notes/x.draft.md",
    ],
)
def test_what_no_walk_through_the_notes_finds_is_none(name: str, repository: Repository) -> None:
    settings = '[notes]\nexclude = ["notes/old/", "*.draft.md"]\n'
    repository.part({A: note("A"), "snnnotes.toml": settings}, {}, {name: "# no note\n"})

    assert repository.titles() == {A: "A"}


def test_note_folders_are_those_of_the_settings(repository: Repository) -> None:
    settings = '[notes]\nfolders = ["papers", "notes"]\n'
    repository.part({A: note("A"), "snnnotes.toml": settings}, {}, {"papers/b.md": note("B")})

    assert repository.titles() == {A: "A", "papers/b.md": "B"}


def test_settings_that_the_other_side_changed_may_make_another_list(
    repository: Repository,
) -> None:
    repository.part({A: note("A")}, {}, {"snnnotes.toml": '[readme]\ngroup = "none"\n'})

    assert repository.titles() is None


def test_settings_that_our_side_changed_hold(repository: Repository) -> None:
    repository.part({A: note("A")}, {"snnnotes.toml": '[readme]\ngroup = "none"\n'}, {})

    assert repository.titles() == {A: "A"}


def test_notebook_may_be_a_folder_of_the_repository(repository: Repository) -> None:
    inside = "我的 笔记"
    repository.part(
        {f"{inside}/{A}": note("A"), f"{inside}/README.md": BASE},
        {f"{inside}/README.md": OURS},
        {f"{inside}/{B}": note("B"), f"{inside}/README.md": THEIRS, B: note("outside")},
    )

    assert repository.titles(inside=inside) == {A: "A", B: "B"}


@pytest.mark.parametrize("side", ["base", "ours", "theirs"])
def test_other_texts_than_those_of_the_commits_are_another_merge(
    side: str, repository: Repository
) -> None:
    """Such as the one of two common ancestors that Git makes one of."""
    repository.part({A: note("A")}, {}, {})

    assert repository.titles(SIDES._replace(**{side: "else\n"})) is None


def test_merge_whose_commit_is_not_told_is_not_guessed(repository: Repository) -> None:
    repository.part({A: note("A")}, {}, {})

    assert repository.titles(known=False) is None


@pytest.mark.parametrize(
    "done",
    [
        pytest.param("pick {} x\n", id="pick"),
        pytest.param("pick 1234567 x\nfixup -C {} x\n", id="last of two"),
    ],
)
def test_commit_that_a_rebase_is_at_is_the_other_side(done: str, repository: Repository) -> None:
    repository.part({A: note("A")}, {B: note("B")}, {C: note("C")})
    place = repository.root / ".git" / "rebase-merge"
    place.mkdir()
    (place / "done").write_text(done.format(repository.git("rev-parse", "other")), "utf-8")

    assert repository.titles(known=False) == {A: "A", B: "B", C: "C"}


@pytest.mark.parametrize("done", ["", "exec make\n", "pick ffffffff x\n", "\ud800"])
def test_rebase_that_is_at_no_commit_we_know_says_nothing(
    done: str, repository: Repository
) -> None:
    repository.part({A: note("A")}, {}, {})
    place = repository.root / ".git" / "rebase-merge"
    place.mkdir()
    (place / "done").write_bytes(done.encode("utf-8", "surrogatepass"))

    assert repository.titles(known=False) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need permission there")
def test_notes_behind_a_link_are_not_known(repository: Repository) -> None:
    repository.part({A: note("A"), "papers/b.md": note("B")}, {}, {})
    (repository.root / "notes" / "more").symlink_to("../papers")
    repository.commit({})

    assert repository.titles() is None


def test_without_a_repository_or_git_nothing_is_known(tmp_path: Path) -> None:
    environment = dict(os.environ) | {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    for variables in (environment, {"PATH": ""}):
        notebook = Notebook(tmp_path, variables | {f"GITHEAD_{'a' * 40}": "x"})
        assert merged_notes(notebook, README, SIDES) is None


def test_histories_without_a_common_commit_are_not_compared(repository: Repository) -> None:
    repository.part({A: note("A")}, {}, {})
    repository.git("checkout", "-q", "--orphan", "new")
    repository.commit({"README.md": THEIRS})
    repository.git("branch", "-f", "other")
    repository.git("checkout", "-q", "main")

    assert repository.titles() is None


def test_readme_that_both_sides_made_has_an_empty_base(repository: Repository) -> None:
    repository.commit({A: note("A")})
    repository.git("checkout", "-q", "-b", "other")
    repository.commit({"README.md": THEIRS, B: note("B")})
    repository.git("checkout", "-q", "main")
    repository.commit({"README.md": OURS})

    assert repository.titles(SIDES._replace(base="")) == {A: "A", B: "B"}


class TestFiles:
    def test_sides_are_read_and_written_to_the_byte(self, tmp_path: Path) -> None:
        octets = b"\xef\xbb\xbfa\r\n\xc4\xa4"  # a mark, a line end of Windows, GB18030
        for name in ("base", "ours", "theirs"):
            (tmp_path / name).write_bytes(octets + name.encode())

        sides = read_sides(
            *(tmp_path / name for name in ("base", "ours", "theirs")), shown=PurePath("README.md")
        )
        write_merged(tmp_path / "ours", sides.theirs, shown=PurePath("README.md"))

        assert (tmp_path / "ours").read_bytes() == octets + b"theirs"

    def test_side_that_is_not_there_is_called_by_the_name_in_the_repository(
        self, tmp_path: Path
    ) -> None:
        missing = tmp_path / "x"

        with pytest.raises(UnreadableFileError, match=r"^README\.md: no such file"):
            read_sides(missing, missing, missing, shown=PurePath("README.md"))

    @pytest.mark.parametrize("place", [lambda folder: folder, lambda folder: folder / "x" / "y"])
    def test_place_that_cannot_be_written_is_told(
        self, place: Callable[[Path], Path], tmp_path: Path
    ) -> None:
        with pytest.raises(WriteError, match=r"^README\.md: the merge cannot be written: "):
            write_merged(place(tmp_path), "x", shown=PurePath("README.md"))
