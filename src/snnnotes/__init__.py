"""Notes on papers in a Git repository: add, list, search, and a README built from the notes.

What the program can do, Python can do in one call; see docs/reference/python-api.md.
"""

# `typing.TYPE_CHECKING` would be the only reason to load typing; type checkers know the bare name.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from snnnotes import errors
    from snnnotes.api import (
        NotebookWarning,
        check,
        find,
        open_notebook,
        plan_add,
        plan_adopt,
        plan_fixes,
        plan_readmes,
        read_note,
        search,
    )
    from snnnotes.features.adding import NewNote
    from snnnotes.features.adopting import Adoption
    from snnnotes.formats import bibtex
    from snnnotes.model.change import FileChange
    from snnnotes.model.finding import Finding
    from snnnotes.model.note import Note
    from snnnotes.model.paper import Paper
    from snnnotes.storage.index import Ranked
    from snnnotes.storage.notebook import Notebook

__version__ = "0.1.0"

__all__ = [
    "Adoption",
    "FileChange",
    "Finding",
    "NewNote",
    "Note",
    "Notebook",
    "NotebookWarning",
    "Paper",
    "Ranked",
    "__version__",
    "bibtex",
    "check",
    "errors",
    "find",
    "open_notebook",
    "plan_add",
    "plan_adopt",
    "plan_fixes",
    "plan_readmes",
    "read_note",
    "search",
]

#: Public name: the module that has it, or that it is. Each is loaded when a program first uses the
#: name: the command line imports this package on every start and needs none of them.
_HOMES = {
    "Adoption": "snnnotes.features.adopting",
    "FileChange": "snnnotes.model.change",
    "Finding": "snnnotes.model.finding",
    "NewNote": "snnnotes.features.adding",
    "Note": "snnnotes.model.note",
    "Notebook": "snnnotes.storage.notebook",
    "NotebookWarning": "snnnotes.api",
    "Paper": "snnnotes.model.paper",
    "Ranked": "snnnotes.storage.index",
    "bibtex": "snnnotes.formats.bibtex",
    "check": "snnnotes.api",
    "errors": "snnnotes.errors",
    "find": "snnnotes.api",
    "open_notebook": "snnnotes.api",
    "plan_add": "snnnotes.api",
    "plan_adopt": "snnnotes.api",
    "plan_fixes": "snnnotes.api",
    "plan_readmes": "snnnotes.api",
    "read_note": "snnnotes.api",
    "search": "snnnotes.api",
}


def __dir__() -> list[str]:
    return __all__


# Hidden from type checkers, or every misspelled name would be one that the package has.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """The public name, from the module where it lives."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 (see _HOMES)

        module = import_module(_HOMES[name])
        value = module if _HOMES[name].endswith(f".{name}") else getattr(module, name)
        globals()[name] = value  # from now on found without this function
        return value
