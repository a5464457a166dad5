"""A papis library of the papers of a notebook, with a configuration of its own.

    python bench/papis_library.py NOTEBOOK FOLDER

A process of its own, so that the notes are not in the memory of the bench: the system counts
that for every command it starts.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from snnnotes.model.note import Note
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook


def environment(folder: Path) -> dict[str, str]:
    """What makes papis use the library in `folder`, and nothing of the user's."""
    return {
        "PAPIS_CONFIG_DIR": str(folder / "config"),
        "PAPIS_CACHE_DIR": str(folder / "cache"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def info(note: Note, number: int) -> str:
    """The text of papis' info.yaml; JSON is YAML too."""
    paper = note.paper
    names = [author.rpartition(" ") for author in paper.authors]
    values = {
        "author": " and ".join(paper.authors),
        "author_list": [{"given": given, "family": family} for given, _, family in names],
        "title": paper.title,
        "year": paper.year,
        "venue": paper.venue,
        "url": paper.url,
        "eprint": paper.arxiv,
        "doi": paper.doi,
        "ref": note.citekey,
        "tags": list(note.tags),
        "type": "article",
        # papis would write it into each file when it first reads the library.
        "papis_id": f"{number:032x}",
    }
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value
    ]
    return "\n".join([*lines, ""])


def main(notebook: str, target: str) -> None:
    opened = Notebook.open(Path(notebook), root=Path(notebook), environment=os.environ)
    notes, problems = load_notes(opened)
    if problems:
        sys.exit(str(problems[0]))
    folder = Path(target)
    library = folder / "library"
    for number, note in enumerate(notes):
        document = library / f"{number:06}"
        document.mkdir(parents=True)
        (document / "info.yaml").write_text(info(note, number), encoding="utf-8")
    config = f"[settings]\ndefault-library = bench\n\n[bench]\ndir = {library}\n"
    (folder / "config").mkdir()
    (folder / "config" / "config").write_text(config, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
