import inspect
from importlib.metadata import version

import pytest

from snnnotes import errors
from snnnotes.cli.app import COMMANDS, EXIT_CODES, LazyGroup, run


def test_every_kind_of_error_has_an_exit_code() -> None:
    kinds = {
        kind
        for kind in errors.SnnnotesError.__subclasses__()
        if kind.__module__ == "snnnotes.errors"
    }

    assert kinds <= EXIT_CODES.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_summary_in_the_list_of_commands_is_the_commands_own(name: str) -> None:
    command = LazyGroup(name="snnnotes").get_command(None, name)

    assert COMMANDS[name][1] == inspect.cleandoc(command.help).splitlines()[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_ends_with_two_examples_of_that_command(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0

    shown = capsys.readouterr().out
    examples = [line for line in shown.splitlines() if line.strip().startswith(f"snnnotes {name}")]
    assert len(examples) == 2


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "build-readme" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["serach", "x"], "Did you mean 'search'?", id="command"),
        pytest.param(["list", "--yaer", "2023"], "--year", id="option"),
        pytest.param(["list", "--format", "xml"], "'xml' is not one of", id="choice"),
        pytest.param(["list", "-q"], "write it before the command:  snnnotes -q list", id="short"),
        pytest.param(
            ["list", "--root", "x"],
            "write it before the command:  snnnotes --root … list",
            id="global-option-behind",
        ),
        pytest.param(
            ["tag", "--list", "--quiet"],
            "write it before the command:  snnnotes --quiet tag",
            id="behind-tag",
        ),
        pytest.param(["--color", "pink", "list"], "'pink' is not one of", id="global-choice"),
    ],
)
def test_wrong_usage_names_what_may_have_been_meant_and_exits_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_version_is_the_packages_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"snnnotes {version('snnnotes')}\n"
