import importlib.util
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from snnnotes.cli.app import COMMANDS, ExitCode
from snnnotes.model.fields import FIELDS, Field

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

_spec = importlib.util.spec_from_file_location("reference_pages", DOCS / "reference_pages.py")
assert _spec is not None
assert _spec.loader is not None
reference_pages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reference_pages)


@pytest.mark.parametrize("name", reference_pages.PAGES)
def test_generated_page_is_fresh(name: str) -> None:
    page = reference_pages.PAGES[name]()

    assert (DOCS / "reference" / name).read_text("utf-8") == page, (
        "run python docs/reference_pages.py"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_on_the_page(command: str) -> None:
    assert f"\n## {command}\n" in (DOCS / "reference" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_in_the_table(field: Field) -> None:
    assert f"| `{field.name}` |" in (DOCS / "reference" / "fields.md").read_text("utf-8")


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_told(code: ExitCode) -> None:
    assert f"| {int(code)} |" in (DOCS / "reference" / "exit-codes.md").read_text("utf-8")


_PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
_LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
_CODE = re.compile(r"```.*?```|^    [^\n]*$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_opens(page: Path) -> None:
    prose = _CODE.sub("", page.read_text("utf-8"))
    targets = [target for target in _LINK.findall(prose) if "://" not in target]

    missing = [target for target in targets if not (page.parent / unquote(target)).exists()]
    assert not missing
