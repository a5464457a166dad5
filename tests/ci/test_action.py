"""The action's script, in repositories made on the spot; only the installation is left out."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the bash found first may be another's")
MAIN = "refs/heads/main"
LIF = "notes/2023/LIF神经元的膜电位.md"
SURVEY = "notes/2022/A Survey of Spiking Networks.md"
ROW = f"- LIF神经元的膜电位 [笔记]({LIF})"
STALE = "::error file=README.md,line="

README = "# 笔记\n\n<!-- snnnotes:begin papers -->\n<!-- snnnotes:end papers -->\n"
#: Nothing is wrong with these notes.
NOTES = {
    LIF: (
        '---\ntitle: LIF神经元的膜电位\nyear: 2023\narxiv: "2307.01694"\n---\n\n'
        "电位超过阈值时发放脉冲。\n"
    ),
    SURVEY: (
        "---\ntitle: A Survey of Spiking Networks\nyear: 2022\n"
        "url: https://example.org/survey\n---\n\nMany networks spike.\n"
    ),
}
#: A note with a warning (no link to the paper), one with an error, one that cannot be read.
UNLINKED = "---\ntitle: Unlinked\nyear: 2023\n---\n\nText.\n"
DANGLING = (
    '---\ntitle: Dangling\nyear: 2023\narxiv: "2307.01695"\n---\n\n[nothing](nothing.md) there\n'
)
BROKEN = "---\ntitle: a: b\n---\n"

#: What `gh` was asked stands in the file of this variable; it knows of one or no request.
GH = """#!/bin/sh
echo "$*" >>"$GH_LOG"
if [ "$2" = list ]; then echo "$GH_OPEN"; fi
"""


def fill(root: Path) -> None:
    """Make a notebook whose README lists none of its notes."""
    for name, text in {"README.md": README, **NOTES}.items():
        write(root / name, text)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


class Desk:
    """A bare remote, a clone of it that people push from, and one that the action runs in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote, self.desk = folder / "remote.git", folder / "desk"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "GITHUB_", "INPUT_"))
        } | {
            "PATH": os.pathsep.join(
                [
                    str(folder / "bin"),
                    str(Path(sys.executable).parent),
                    os.environ["PATH"],
                ]
            ),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GH_LOG": str(folder / "gh.log"),
            "GH_OPEN": "0",
        }
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH, encoding="utf-8")
        (folder / "bin" / "gh").chmod(0o755)
        self.git(folder, "init", "-q", "--bare", "-b", "main", str(self.remote))
        self.git(folder, "clone", "-q", self.url, str(self.desk))
        self.git(self.desk, "checkout", "-q", "-B", "main")
        self.git(self.desk, "config", "user.name", "A")
        self.git(self.desk, "config", "user.email", "a@example.org")

    @property
    def url(self) -> str:
        """Not a plain path: Git would take no notice of --depth."""
        return self.remote.as_uri()

    def git(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            check=True,
            env=self.environment,
            capture_output=True,
        )
        return done.stdout.decode().strip()

    def push(self, branch: str = "main") -> None:
        self.git(self.desk, "add", "-A")
        self.git(self.desk, "commit", "-q", "-m", "x")
        self.git(self.desk, "push", "-q", "origin", f"HEAD:{branch}")

    def clone(self, *options: str) -> Path:
        place = self.folder / "clone"
        self.git(self.folder, "clone", "-q", *options, self.url, str(place))
        return place

    def check_out_fork(self, files: dict[str, str], *, rebuilt: bool = False) -> Path:
        """What actions/checkout makes of a pull request: its merge, on no branch, and shallow."""
        fork, place = self.folder / "fork.git", self.folder / "clone"
        self.git(self.folder, "clone", "-q", "--bare", self.url, str(fork))
        self.git(self.desk, "checkout", "-q", "-b", "contribution")
        for name, text in files.items():
            write(self.desk / name, text)
        if rebuilt:
            self.rebuild()
        self.git(self.desk, "add", "-A")
        self.git(self.desk, "commit", "-q", "-m", "x")
        self.git(self.desk, "push", "-q", str(fork), "HEAD:contribution")
        self.git(self.desk, "checkout", "-q", "main")
        self.git(self.desk, "merge", "-q", "--no-ff", "--no-edit", "contribution")
        self.git(self.desk, "push", "-q", "origin", "HEAD:refs/pull/7/merge")
        self.git(self.folder, "init", "-q", "-b", "main", str(place))
        self.git(place, "remote", "add", "origin", self.url)
        reference = "refs/remotes/pull/7/merge"
        fetch = ("fetch", "-q", "--no-tags", "--depth=1")
        self.git(place, *fetch, "origin", f"+refs/pull/7/merge:{reference}")
        self.git(place, "checkout", "-q", "--force", reference)
        return place

    def rebuild(self) -> None:
        subprocess.run(
            ["snnnotes", "--root", str(self.desk), "build-readme"],
            check=True,
            env=self.environment,
            capture_output=True,
        )

    def stand_in(self, command: str, script: str) -> None:
        """Let a shell script answer for one command of the program."""
        real = shutil.which("snnnotes", path=self.environment["PATH"])
        place = self.folder / "bin" / "snnnotes"
        write(
            place,
            f'#!/bin/sh\nfor word; do if [ "$word" = {command} ]; then {script}; exit; fi; done\n'
            f'exec "{real}" "$@"\n',
        )
        place.chmod(0o755)

    def tip(self, branch: str = "main") -> str:
        return self.git(self.remote, "rev-parse", branch)

    def readme(self, branch: str = "main", path: str = "README.md") -> str:
        return self.git(self.remote, "show", f"{branch}:{path}")

    def act(self, place: Path, mode: str, **variables: str) -> "Run":
        output = self.folder / "output"
        output.write_text("", encoding="utf-8")
        done = subprocess.run(
            ["bash", str(REPOSITORY / "action" / "run.sh")],
            check=False,
            cwd=place,
            env=self.environment
            | {"INPUT_MODE": mode, "GITHUB_REF": MAIN, "GITHUB_OUTPUT": str(output)}
            | variables,
            capture_output=True,
        )
        outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        return Run(done.returncode, done.stdout.decode() + done.stderr.decode(), outputs)

    def asked(self) -> list[str]:
        """What `gh` was asked, without the words of the request."""
        log = self.folder / "gh.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [re.sub(r" --(title|json) .*", "", line) for line in lines]


class Run:
    def __init__(self, code: int, log: str, outputs: dict[str, str]) -> None:
        self.code, self.log, self.outputs = code, log, outputs

    def gives(self, code: int, changed: str, findings: str) -> None:
        assert (self.code, self.outputs) == (
            code,
            {"changed": changed, "findings": findings},
        ), self.log


@pytest.fixture
def stale(tmp_path: Path) -> Desk:
    """A branch whose README lists none of its notes."""
    desk = Desk(tmp_path)
    fill(desk.desk)
    desk.push()
    return desk


@pytest.fixture
def fresh(stale: Desk) -> Desk:
    stale.rebuild()
    stale.push()
    return stale


pytestmark = POSIX


@pytest.mark.parametrize("mode", ["check", "commit", "pull-request"])
def test_fresh_readme_is_left_alone(fresh: Desk, mode: str) -> None:
    before = fresh.tip()

    fresh.act(fresh.clone(), mode).gives(0, "false", "0")

    assert (fresh.tip(), fresh.asked()) == (before, [])


def test_check_names_a_stale_readme_and_pushes_nothing(stale: Desk) -> None:
    before = stale.tip()

    run = stale.act(stale.clone(), "check")

    run.gives(1, "false", "1")
    assert f"\n{STALE}" in f"\n{run.log}"
    assert ",title=readme-stale::" in run.log
    assert stale.tip() == before


@pytest.mark.parametrize("options", [(), ("--depth=1",)], ids=["whole clone", "shallow clone"])
def test_commit_pushes_the_rebuilt_readme(stale: Desk, options: tuple[str, ...]) -> None:
    before = stale.tip()

    stale.act(stale.clone(*options), "commit").gives(0, "true", "0")

    assert ROW in stale.readme()
    assert stale.git(stale.remote, "rev-parse", "main^") == before
    assert stale.git(stale.remote, "diff", "--name-only", "main^", "main") == "README.md"
    assert "github-actions[bot]" in stale.git(stale.remote, "log", "-1", "--format=%an", "main")


def test_own_commit_calls_for_no_other(stale: Desk) -> None:
    place = stale.clone()
    stale.act(place, "commit")
    tip = stale.tip()

    stale.act(place, "commit").gives(0, "false", "0")

    assert stale.tip() == tip


def test_readme_that_is_stale_right_after_the_own_commit_ends_in_an_error(stale: Desk) -> None:
    place = stale.clone()
    stale.act(place, "commit")
    write(place / "README.md", README)  # as another step would that formats Markdown
    tip = stale.tip()

    run = stale.act(place, "commit")

    run.gives(1, "false", "1")
    assert "stale right after the commit that rebuilt it" in run.log
    assert stale.tip() == tip


def test_what_other_steps_changed_is_not_committed(stale: Desk) -> None:
    place = stale.clone()
    write(place / LIF, NOTES[LIF] + "x\n")
    (place / "built.html").write_text("x")
    stale.git(place, "add", "built.html")

    stale.act(place, "commit").gives(0, "true", "0")

    assert stale.git(stale.remote, "diff", "--name-only", "main^", "main") == "README.md"


def test_identity_that_the_user_set_is_kept(stale: Desk) -> None:
    place = stale.clone()
    stale.git(place, "config", "user.name", "李")
    stale.git(place, "config", "user.email", "li@example.org")

    stale.act(place, "commit")

    assert stale.git(stale.remote, "log", "-1", "--format=%an <%ae>", "main") == (
        "李 <li@example.org>"
    )


def test_branch_that_moved_on_meanwhile_is_left_to_its_own_run(stale: Desk) -> None:
    place = stale.clone()
    (stale.desk / "x.txt").write_text("x")
    stale.push()
    tip = stale.tip()

    run = stale.act(place, "commit")

    run.gives(0, "false", "0")
    assert "main has moved on meanwhile" in run.log
    assert stale.tip() == tip


def test_push_that_is_refused_says_what_to_do(stale: Desk) -> None:
    hook = stale.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)

    run = stale.act(stale.clone(), "commit")

    assert run.code == 1
    assert "title=snnnotes::the README cannot be pushed to main; give the job" in run.log


def test_pull_request_mode_pushes_a_branch_of_its_own_and_asks_once(stale: Desk) -> None:
    before = stale.tip()
    place = stale.clone()

    stale.act(place, "pull-request").gives(0, "true", "0")

    head = "snnnotes-readme/main"
    assert stale.asked() == [
        f"pr list --head {head} --base main --state open",
        f"pr create --head {head} --base main",
    ]
    assert stale.tip() == before == stale.git(place, "rev-parse", "main")
    assert ROW in stale.readme(head)


def test_pull_request_that_is_open_gets_the_newer_commit(stale: Desk) -> None:
    stale.act(stale.clone(), "pull-request")
    shutil.rmtree(stale.folder / "clone")
    (stale.desk / SURVEY).unlink()
    stale.push()

    stale.act(stale.clone("--depth=1"), "pull-request", GH_OPEN="1").gives(0, "true", "0")

    assert [line.split()[1] for line in stale.asked()] == ["list", "create", "list"]
    assert stale.git(stale.remote, "rev-parse", "snnnotes-readme/main^") == stale.tip()
    assert "Survey" not in stale.readme("snnnotes-readme/main")


@pytest.mark.parametrize("mode", ["check", "commit", "pull-request"])
def test_detached_head_of_a_pull_request_is_only_checked(stale: Desk, mode: str) -> None:
    place = stale.clone("--depth=1")
    stale.git(place, "checkout", "-q", "--detach")
    before = stale.git(stale.remote, "for-each-ref")

    run = stale.act(place, mode, GITHUB_REF="refs/pull/7/merge", GITHUB_EVENT_NAME="pull_request")

    run.gives(1, "false", "1")
    assert STALE in run.log
    assert stale.git(stale.remote, "for-each-ref") == before


@pytest.mark.parametrize(
    ("reference", "event"),
    [
        pytest.param("refs/tags/v1", "push", id="tag"),
        pytest.param("refs/heads/snnnotes-readme/main", "push", id="our own branch"),
        pytest.param(MAIN, "pull_request_target", id="base of a pull request"),
        pytest.param("", "", id="detached head outside GitHub"),
    ],
)
def test_what_is_no_branch_to_commit_to_is_only_checked(
    stale: Desk, reference: str, event: str
) -> None:
    place = stale.clone()
    stale.git(place, "checkout", "-q", "--detach")
    before = stale.git(stale.remote, "for-each-ref")

    run = stale.act(place, "commit", GITHUB_REF=reference, GITHUB_EVENT_NAME=event)

    run.gives(1, "false", "1")
    assert "nothing was rebuilt" in run.log
    assert stale.git(stale.remote, "for-each-ref") == before


def test_outside_github_the_branch_is_the_one_checked_out(stale: Desk) -> None:
    stale.act(stale.clone(), "commit", GITHUB_REF="").gives(0, "true", "0")

    assert ROW in stale.readme()


def test_notebook_may_be_a_folder_of_the_repository(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    fill(desk.desk / "我的, 50%" / "笔记")
    desk.push()
    place = desk.clone()
    root = "./我的, 50%/笔记/"

    checked = desk.act(place, "check", INPUT_ROOT=root)

    assert "::error file=我的%2C 50%25/笔记/README.md,line=" in checked.log
    desk.act(place, "commit", INPUT_ROOT=root).gives(0, "true", "0")
    assert ROW in desk.readme(path="我的, 50%/笔记/README.md")


def test_each_stale_readme_counts(stale: Desk) -> None:
    shutil.copy(stale.desk / "README.md", stale.desk / "README.zh-CN.md")
    stale.push()

    stale.act(stale.clone(), "commit").gives(0, "true", "0")

    assert ROW in stale.readme(path="README.zh-CN.md")


@pytest.mark.parametrize("mode", ["commit", "pull-request"])
def test_readme_is_rebuilt_though_a_note_has_an_error_and_then_the_job_fails(
    stale: Desk, mode: str
) -> None:
    write(stale.desk / "notes" / "2023" / "Dangling.md", DANGLING)
    stale.push()

    run = stale.act(stale.clone(), mode)

    run.gives(1, "true", "1")
    assert "::error file=notes/2023/Dangling.md,line=7," in run.log
    assert "- Dangling [" in stale.readme("main" if mode == "commit" else "snnnotes-readme/main")


@pytest.mark.parametrize(("strict", "code"), [("false", 0), ("true", 1)])
def test_warning_fails_the_job_only_if_it_is_strict(stale: Desk, strict: str, code: int) -> None:
    write(stale.desk / "notes" / "2023" / "Unlinked.md", UNLINKED)
    stale.push()

    run = stale.act(stale.clone(), "commit", INPUT_STRICT=strict)

    run.gives(code, "true", "1")
    assert "::warning file=notes/2023/Unlinked.md," in run.log
    assert "- Unlinked [" in stale.readme()


def test_note_that_cannot_be_read_is_found_and_nothing_rebuilt(stale: Desk) -> None:
    write(stale.desk / "notes" / "2023" / "broken.md", BROKEN)
    stale.push()
    tip = stale.tip()

    run = stale.act(stale.clone(), "commit")

    assert (run.code, run.outputs["changed"]) == (1, "false")
    assert "::error file=notes/2023/broken.md,line=2," in run.log
    assert stale.tip() == tip


def test_conflict_left_in_the_list_is_gone_with_the_rebuilt_one(stale: Desk) -> None:
    left = f"<<<<<<< HEAD\n- a\n=======\n{ROW}\n>>>>>>> other\n"
    write(stale.desk / "README.md", README.replace("<!-- snnnotes:end", f"{left}<!-- snnnotes:end"))
    stale.push()

    stale.act(stale.clone(), "commit").gives(0, "true", "0")

    assert ROW in stale.readme()
    assert "<<<<" not in stale.readme()


def test_conflict_that_takes_in_a_marker_is_left_to_people(stale: Desk) -> None:
    write(stale.desk / "README.md", f"<<<<<<< HEAD\n{README}=======\n>>>>>>> other\n")
    stale.push()
    tip = stale.tip()

    run = stale.act(stale.clone(), "commit")

    assert (run.code, run.outputs["changed"]) == (1, "false")
    assert "a Git conflict takes in a marker" in run.log
    assert stale.tip() == tip


@pytest.mark.parametrize("mode", ["check", "commit", "pull-request"])
def test_pull_request_from_a_fork_is_checked_on_its_lines_and_nothing_is_pushed(
    fresh: Desk, mode: str
) -> None:
    place = fresh.check_out_fork({"notes/2023/Dangling.md": DANGLING})
    before = fresh.git(fresh.remote, "for-each-ref")

    run = fresh.act(place, mode, GITHUB_REF="refs/pull/7/merge", GITHUB_EVENT_NAME="pull_request")

    run.gives(1, "false", "2")
    assert "::error file=notes/2023/Dangling.md,line=7," in run.log
    assert STALE in run.log
    assert fresh.git(fresh.remote, "for-each-ref") == before
    assert fresh.asked() == []


def test_pull_request_from_a_fork_with_its_row_is_green(fresh: Desk) -> None:
    title = "Spike-driven Transformer"
    note = NOTES[SURVEY].replace("A Survey of Spiking Networks", title)
    files = {f"notes/2022/{title}.md": note.replace("/survey", "/spike")}
    place = fresh.check_out_fork(files, rebuilt=True)

    run = fresh.act(
        place, "commit", GITHUB_REF="refs/pull/7/merge", GITHUB_EVENT_NAME="pull_request"
    )

    run.gives(0, "false", "0")


@pytest.mark.parametrize("code", [1, 3, 5])
def test_check_that_ends_otherwise_than_by_finding_fails_with_its_code(
    fresh: Desk, code: int
) -> None:
    fresh.stand_in("check", f"exit {code}")

    run = fresh.act(fresh.clone(), "check")

    assert (run.code, run.outputs) == (code, {})
    assert "::error title=snnnotes::the notes could not be checked" in run.log


@pytest.mark.parametrize(
    ("strict", "asked"), [("false", ""), ("true", " --strict")], ids=["lenient", "strict"]
)
def test_every_annotation_counts_and_nothing_else(fresh: Desk, strict: str, asked: str) -> None:
    findings = r"::error file=a.md::x\n::warning file=a.md::x\n::notice file=a.md::x\n"
    fresh.stand_in("check", f"echo \"$*\" >asked; printf '{findings}::group::x\\nx ::error\\n'")
    place = fresh.clone()

    fresh.act(place, "check", INPUT_STRICT=strict).gives(0, "false", "3")

    assert (place / "asked").read_text("utf-8") == f"--root . check --format github{asked}\n"


@pytest.mark.parametrize(
    ("mode", "strict", "message"),
    [
        pytest.param("push", "false", "not push", id="mode"),
        pytest.param("check", "yes", "not yes", id="strict"),
        pytest.param("a%\nb", "false", "not a%25%0Ab", id="escaped"),
    ],
)
def test_input_that_is_not_known_is_named(
    stale: Desk, mode: str, strict: str, message: str
) -> None:
    run = stale.act(stale.clone(), mode, INPUT_STRICT=strict)

    assert run.code == 2
    assert message in run.log


def read(name: str) -> Any:  # noqa: ANN401 (as YAML is)
    return yaml.safe_load((REPOSITORY / name).read_text("utf-8"))


def test_action_gives_the_script_each_input_as_a_variable() -> None:
    action = read("action.yml")
    steps = {step.get("id"): step for step in action["runs"]["steps"]}

    assert set(action["inputs"]) == {"mode", "root", "version", "strict", "token"}
    assert {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} <= {
        value for step in steps.values() for value in step.get("env", {}).values()
    }
    assert all("${{" not in step.get("run", "") for step in steps.values())
    assert {name: output["value"] for name, output in action["outputs"].items()} == {
        name: f"${{{{ steps.run.outputs.{name} }}}}" for name in ("changed", "findings")
    }


def test_hooks_are_those_that_pre_commit_reads() -> None:
    hooks = {hook["id"]: hook for hook in read(".pre-commit-hooks.yaml")}

    assert list(hooks) == ["snnnotes-check", "snnnotes-readme"]
    for hook in hooks.values():
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert re.search(hook["files"], "notes/2023/膜电位.md")
        assert re.search(hook["files"], "snnnotes.toml")
        assert not re.search(hook["files"], "paper.pdf")


@pytest.mark.parametrize("hook", ["snnnotes-check", "snnnotes-readme"])
def test_commands_of_the_hooks_run(stale: Desk, hook: str) -> None:
    entry = next(each["entry"] for each in read(".pre-commit-hooks.yaml") if each["id"] == hook)

    done = subprocess.run(entry.split(), cwd=stale.desk, env=stale.environment, check=False)

    assert done.returncode == (1 if hook == "snnnotes-check" else 0)
    assert (ROW in (stale.desk / "README.md").read_text("utf-8")) == (hook == "snnnotes-readme")


HOW_TO = (REPOSITORY / "docs" / "how-to" / "readme-in-ci.md").read_text("utf-8")
WORKFLOWS = [
    yaml.safe_load(block)
    for block in [
        *re.findall(r"^```yaml\n(.*?)^```", HOW_TO, re.MULTILINE | re.DOTALL),
        (REPOSITORY / ".github" / "workflows" / "notes.yml").read_text("utf-8"),
    ]
]


def test_workflows_of_the_docs_and_our_own_give_the_action_what_it_takes() -> None:
    action = read("action.yml")
    steps = [
        step
        for workflow in WORKFLOWS
        for step in workflow.get("jobs", {}).get("notes", {}).get("steps", [])
    ]
    ours = [step for step in steps if step["uses"] in ("./", "OWNER/snnnotes@main")]

    assert [step["uses"] for step in ours].count("./") == 1
    assert len(ours) == 3
    for step in ours:
        assert step.get("with", {}).keys() <= action["inputs"].keys()
    for name, described in action["inputs"].items():
        default = described["default"] if name != "token" else "of the job"
        shown = f"`{default}`" if name in ("mode", "root", "strict") else default
        assert f"| `{name}` | {shown} |".replace("|  |", "| |") in HOW_TO


def test_first_workflow_of_the_docs_has_ten_lines() -> None:
    first = re.search(r"^```yaml\n(.*?)^```", HOW_TO, re.MULTILINE | re.DOTALL)

    assert first is not None
    assert first[1].count("\n") == 10


def test_hooks_that_the_docs_name_are_there() -> None:
    named = [
        hook["id"]
        for workflow in WORKFLOWS
        for repository in workflow.get("repos", [])
        for hook in repository["hooks"]
    ]

    assert sorted(named) == [hook["id"] for hook in read(".pre-commit-hooks.yaml")]
