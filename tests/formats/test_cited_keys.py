"""Which keys a LaTeX document cites."""

import pytest

from snnnotes.formats.cited_keys import Cited, cited_in_aux, cited_in_tex


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        pytest.param(r"\cite{a}", ["a"], id="cite"),
        pytest.param(r"\cite{a, b,c}", ["a", "b", "c"], id="several"),
        pytest.param("\\cite{a,\n  b}", ["a", "b"], id="over-lines"),
        pytest.param("\\cite{a,% first\n  b}", ["a", "b"], id="comment-between"),
        pytest.param(r"\citep[see][p.~2]{a}", ["a"], id="natbib-options"),
        pytest.param(r"\citet*{a}\Citeauthor{b}\citeyearpar{c}", ["a", "b", "c"], id="natbib"),
        pytest.param(
            r"\parencite[{[1]}]{a}\textcite{b}\autocite*{c}", ["a", "b", "c"], id="biblatex"
        ),
        pytest.param(
            r"\cites[1]{a}[2]{b}\parencites(see)(){c}{d}", ["a", "b", "c", "d"], id="cites"
        ),
        pytest.param(
            r"\footfullcite{a}\supercite{b}\mycite{c}\newcite{d}", ["a", "b", "c", "d"], id="own"
        ),
        pytest.param(r"\cite{a}{b}", ["a"], id="second-braces-are-text"),
        pytest.param(r"\nocite{a}\bibentry{b}", ["a", "b"], id="nocite-and-bibentry"),
        pytest.param(
            r"\cite{姚2023}\cite{DBLP:conf/x+a.b_c}", ["姚2023", "DBLP:conf/x+a.b_c"], id="odd-keys"
        ),
        pytest.param(r"\cite{a} \cite{a}\cite{A}", ["a", "A"], id="each-once-and-case-counts"),
        pytest.param(r"50\% of \cite{a}", ["a"], id="escaped-percent"),
        pytest.param(r"\\% \cite{a}", [], id="comment-after-a-line-break"),
        pytest.param("% \\cite{a}\nx", [], id="comment"),
        pytest.param(
            "\\begin{verbatim}\\cite{a}\\end{verbatim}\\verb|\\cite{b}|\\cite{c}",
            ["c"],
            id="verbatim",
        ),
        pytest.param("\\begin{comment}\\cite{a}\\end{comment}", [], id="comment-environment"),
        pytest.param(r"\citestyle{x}\setcitestyle{y}\citetext{z}\citesetup{q}", [], id="settings"),
        pytest.param(r"\newcommand{\mycite}[1]{\cite{#1}}", [], id="definition"),
        pytest.param(r"\DeclareCiteCommand{\foo}{}{}{}{}\cite{a}", ["a"], id="declaration"),
        pytest.param(r"\cite{} \cite{,}", [], id="empty"),
        pytest.param("no citation, \\cited{a}x", ["a"], id="begins-with-cite"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_source_cites(source: str, keys: list[str]) -> None:
    assert list(cited_in_tex(source).keys) == keys


def test_a_star_is_everything_and_no_key() -> None:
    assert cited_in_tex(r"\nocite{*}\cite{a}") == Cited(("a",), everything=True)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        pytest.param(r"\input{intro}\include{chapters/one}", ("intro", "chapters/one"), id="both"),
        pytest.param(r"\subfile{a.tex}\input{ b }", ("a.tex", "b"), id="ending-and-blanks"),
        pytest.param("% \\input{old}", (), id="comment"),
        pytest.param(r"\inputminted{c}{x.c}\input{a}\input{a}", ("a",), id="once"),
    ],
)
def test_the_source_names_its_parts(source: str, parts: tuple[str, ...]) -> None:
    assert cited_in_tex(source).parts == parts


def test_aux_files_of_bibtex_and_biber_are_understood() -> None:
    text = (
        "\\relax \n\\citation{a,b}\n\\citation{*}\n\\@input{one.aux}\n\\bibcite{z}{1}\n"
        "\\abx@aux@cite{0}{c}\n\\abx@aux@segm{0}{0}{c}\n\\abx@aux@cite{old}\n"
        "\\abx@aux@nocite{0}{d}\n"
    )

    assert cited_in_aux(text) == Cited(("a", "b", "c", "old", "d"), True, ("one.aux",))


def test_a_long_document_without_an_end_is_no_trouble() -> None:
    assert cited_in_tex("\\cite[" * 20_000 + "\\cite{a" * 20_000).keys == ()
