"""The names that `import snnnotes` promises: that they are there, cheap, typed and documented."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import snnnotes

PACKAGE = Path(snnnotes.__file__)
PAGE = PACKAGE.parents[2] / "docs" / "reference" / "python-api.md"


def _homes_for_type_checkers() -> dict[str, str]:
    """Each name that is imported under ``if TYPE_CHECKING:``, and from where."""
    tree = ast.parse(PACKAGE.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        name.name: str(node.module)
        for node in imports
        for name in node.names
        if name.name != "import_module"
    }


def _run(code: str) -> str:
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return shown.stdout


def test_dir_shows_the_public_names_and_nothing_else() -> None:
    import_module("snnnotes.storage.index")  # sub-modules are attributes of the package, too

    assert dir(snnnotes) == snnnotes.__all__ == sorted(snnnotes.__all__)


@pytest.mark.parametrize("name", snnnotes.__all__)
def test_public_name_is_there(name: str) -> None:
    assert getattr(snnnotes, name) is not None


@pytest.mark.parametrize("name", [name for name in snnnotes.__all__ if name != "__version__"])
def test_type_checkers_see_the_name_where_it_is_loaded_from(name: str) -> None:
    home = _homes_for_type_checkers()[name]

    module = import_module(home)
    assert getattr(snnnotes, name) is getattr(module, name)


def test_type_checkers_see_no_name_that_is_not_public() -> None:
    assert {*_homes_for_type_checkers(), "__version__"} == set(snnnotes.__all__)


@pytest.mark.parametrize("name", snnnotes.__all__)
def test_every_public_name_is_on_the_page(name: str) -> None:
    assert re.search(rf"`(snnnotes\.)?{name}[`(.]", PAGE.read_text("utf-8"))


def test_every_function_on_the_page_is_public() -> None:
    told = re.findall(r"^### `(\w+)", PAGE.read_text("utf-8"), re.MULTILINE)

    assert told
    assert set(told) <= set(snnnotes.__all__)


def test_import_alone_loads_nothing() -> None:
    loaded = _run(
        "import sys; old = set(sys.modules); import snnnotes; print(*set(sys.modules) - old)"
    )

    assert loaded.split() == ["snnnotes"]


def test_a_class_loads_no_more_than_it_needs() -> None:
    loaded = _run("import sys, snnnotes; snnnotes.Note; print(*sys.modules)").split()

    assert not {"yaml", "sqlite3", "bibtexparser", "rapidfuzz", "typer"} & set(loaded)


def test_nothing_public_loads_the_terminal() -> None:
    loaded = _run("import sys; from snnnotes import *; print(*sys.modules)").split()

    assert "bibtexparser" in loaded
    assert not {"typer", "rich", "snnnotes.cli"} & set(loaded)


def test_name_is_looked_up_once() -> None:
    asked = "import snnnotes; snnnotes.find; print('find' in vars(snnnotes))"

    assert _run(asked).strip() == "True"


def test_unknown_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="'snnnotes' has no attribute 'serach'"):
        _ = snnnotes.serach  # type: ignore[attr-defined]  # and mypy knows it, too


def test_version_is_a_plain_text_that_the_build_reads_without_running_it() -> None:
    assert f'\n__version__ = "{snnnotes.__version__}"\n' in PACKAGE.read_text("utf-8")
