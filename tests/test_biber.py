"""bibtex with pdflatex, and biber, take the export of all notes without a warning."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from snnnotes.features.exporting import ReferenceFormat, plan_export, reference_text
from snnnotes.model.note import Note
from snnnotes.model.paper import Paper
from snnnotes.storage.note_reading import load_notes
from snnnotes.storage.notebook import Notebook

ROOT = Path(__file__).parent.parent
#: As long as a slow machine may take for one run of LaTeX.
SECONDS = 120
ODD = [
    Paper(title="Über Müllers Neurone: 100% of $T_{1}$ & a_b, τ ≤ ∞ → Δ #1 {x} ~ ^ \\x",
          year=2020, authors=("Jörg Müller", "Łukasz Šimić", "Élan Ångström",
                             "ALICE Collaboration"),
          venue="TNNLS", abstract="50% & more", code="https://example.org/a_b%20c#d"),
    Paper(title="}{ “Quotes” – dashes — and a ' \" `", year=2021, venue="NeurIPS",
          authors=("Martin King Jr.", "Øyvind Ødegård", "José Ortega y Gasset", "others")),
    Paper(title="SNNs without anybody", year=2022, arxiv="2211.12156", venue="arXiv"),
    Paper(title="ÉCLIF and nothing else", year=2023),
    Paper(title="An address alone", year=2023, url="https://example.org/~me/x_y?a=1&b=2#c"),
]  # fmt: skip


def needs(*programs: str, files: Sequence[str] = ()) -> pytest.MarkDecorator:
    """Skip a test where the programs, or files of TeX, are missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if not missing:
        missing = [name for name in files if not _found_by_tex(name)]
    return pytest.mark.skipif(bool(missing), reason=f"missing here: {', '.join(missing)}")


def _found_by_tex(name: str) -> bool:
    found = subprocess.run(["kpsewhich", name], check=False, capture_output=True, timeout=SECONDS)
    return found.returncode == 0


@pytest.fixture(scope="module")
def notes() -> list[Note]:
    own, problems = load_notes(Notebook.open(ROOT, root=ROOT, environment={}))
    assert not problems
    # Notes with a Chinese title need a font that the small TeX of a test does not bring.
    odd = [
        Note(path=PurePosixPath(f"{number}.md"), paper=paper, tags=("R&D", "50%"))
        for number, paper in enumerate(ODD)
    ]
    return plan_export([*own, *odd], [*own, *odd]).notes


def ran(folder: Path, *command: str) -> str:
    """What a program says; it must succeed."""
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, errors="replace",
        timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def latex(folder: Path) -> str:
    return ran(folder, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex")


@needs("bibtex", "pdflatex", files=["plain.bst", "natbib.sty", "plainnat.bst"])
@pytest.mark.parametrize(
    ("style", "packages"),
    [
        pytest.param("plain", "", id="plain"),
        pytest.param("unsrt", "", id="unsrt"),
        pytest.param("alpha", "", id="alpha"),
        pytest.param("abbrv", "", id="abbrv"),
        pytest.param("plainnat", "\\usepackage{natbib,url}", id="natbib"),
        pytest.param("abbrvnat", "\\usepackage[numbers]{natbib}\\usepackage{url}", id="abbrvnat"),
    ],
)
def test_bibtex_and_pdflatex_take_all_notes_without_a_warning(
    style: str, packages: str, notes: list[Note], tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").write_text(reference_text(notes, ReferenceFormat.BIBTEX), "utf-8")
    (tmp_path / "paper.tex").write_text(
        f"\\documentclass{{article}}{packages}\\begin{{document}}\\nocite{{*}}\n"
        f"\\bibliographystyle{{{style}}}\\bibliography{{refs}}\\end{{document}}\n",
        "utf-8",
    )
    latex(tmp_path)

    said = ran(tmp_path, "bibtex", "paper")
    latex(tmp_path)
    printed = latex(tmp_path)

    assert "warning" not in said.casefold()
    assert "error" not in said.casefold()
    assert "undefined" not in printed
    entries = (tmp_path / "paper.bbl").read_text("utf-8")
    assert entries.count("\\bibitem") == len(notes)


@needs("biber", "pdflatex", files=["biblatex.sty", "etoolbox.sty"])
@pytest.mark.parametrize("style", ["numeric", "authoryear"])
def test_biber_and_pdflatex_take_all_notes_without_a_warning(
    style: str, notes: list[Note], tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").write_text(reference_text(notes, ReferenceFormat.BIBLATEX), "utf-8")
    (tmp_path / "paper.tex").write_text(
        # Without a package, pdfLaTeX has no Greek, nor signs of formulas, in its text.
        "\\documentclass{article}\\usepackage[T1]{fontenc}\n"
        "\\DeclareUnicodeCharacter{03C4}{\\ensuremath{\\tau}}"
        "\\DeclareUnicodeCharacter{0394}{\\ensuremath{\\Delta}}"
        "\\DeclareUnicodeCharacter{2264}{\\ensuremath{\\leq}}"
        "\\DeclareUnicodeCharacter{221E}{\\ensuremath{\\infty}}"
        "\\DeclareUnicodeCharacter{2192}{\\ensuremath{\\rightarrow}}\n"
        f"\\usepackage[backend=biber,style={style}]{{biblatex}}\\addbibresource{{refs.bib}}\n"
        "\\begin{document}\\nocite{*}\\printbibliography\\end{document}\n",
        "utf-8",
    )
    latex(tmp_path)

    said = ran(tmp_path, "biber", "paper")
    latex(tmp_path)
    printed = latex(tmp_path)

    assert "WARN" not in said
    assert "ERROR" not in said
    assert "undefined" not in printed
    assert (tmp_path / "paper.bbl").read_text("utf-8").count("\\entry{") == len(notes)
