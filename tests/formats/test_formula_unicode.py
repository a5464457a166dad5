r"""Formulas as people read them without LaTeX."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.formula_parse import blocks
from snnnotes.formats.formula_unicode import readable

NOTES = Path(__file__).parents[2] / "notes"

FRACTIONS = [
    (r"\frac{du}{dt}", "du/dt"),
    (r"\frac{a+b}{c}", "(a + b)/c"),
    (r"\frac{1}{2\pi}", "1/(2π)"),
    (r"\frac{\partial L}{\partial u}", "∂L/∂u"),
    (r"\frac{\partial u[t]}{\partial W_{ij}}", "∂u[t]/∂Wᵢⱼ"),
    (r"\frac{1}{\Delta t}", "1/Δt"),
    (r"\frac{TC}{dC}", "TC/(dC)"),
    (r"\frac12", "1/2"),
    (r"\dfrac{-x}{y}", "-x/y"),
    (r"\frac{1}{-x}", "1/(-x)"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
    (r"\frac{1}{\rho(1-\rho)}", "1/(ρ(1 - ρ))"),
    (r"\frac{1}{(1+x)}", "1/(1 + x)"),
    (r"\frac{\ln(x)}{\ln(y)}", "ln(x)/ln(y)"),
    (r"\frac{\log x}{y}", "(log x)/y"),
    (r"\frac{1}{1+e^{-x}}", "1/(1 + e⁻ˣ)"),
    (r"\left(\frac{V_{th}}{T}\right)^2", "(Vₜₕ/T)²"),
    (r"\frac{a}{b}c", "a/b c"),
    (r"x\frac{a}{b}", "x a/b"),
    (r"-\frac{a}{b}", "-a/b"),
    (r"m\cdot\frac{g}{n}", "m·g/n"),
    (r"\frac{1}{N}\sum_{t=1}^{T} x", "1/N ∑ₜ₌₁ᵀ x"),
    (r"\frac{1}{\tau}(u-v)", "1/τ (u - v)"),
    (r"\ln\frac{1-p}{p}", "ln((1 - p)/p)"),
    (r"\frac{\text{IMP+ET}}{\text{IMP}}", "(IMP+ET)/IMP"),
    (r"a \over b+c", "a/(b + c)"),
    (r"\frac{10}{25}", "10/25"),
    (r"\frac{d}{dt}", "d/dt"),
    (r"\frac{x}{y}^2", "(x/y)²"),
    (r"\binom{n}{k}", "(n choose k)"),
]

SCRIPTS = [
    ("u_i", "uᵢ"),
    ("u_{th}", "uₜₕ"),
    ("V_{reset}", "Vᵣₑₛₑₜ"),
    ("W^{l}", "Wˡ"),
    ("u_i^{l}[t]", "uᵢˡ[t]"),
    ("u^{l}_{i}", "uᵢˡ"),
    ("x^{T-1}", "xᵀ⁻¹"),
    ("u_{i,j}", "u_(i,j)"),
    ("L_{CE}", "L_CE"),
    ("L_{CE} x", "L_CE x"),
    ("V_{TH}^{l}", "Vˡ_TH"),
    (r"M_{\xi}^{-1} r", "M⁻¹_ξ r"),
    (r"e^{-\Delta t/\tau} y", "e^(-Δt/τ) y"),
    ("x^{(n)}", "x⁽ⁿ⁾"),
    ("x^{(a,b)}", "x^(a,b)"),
    (r"x^\top", "xᵀ"),
    ("T^{*}", "T*"),
    (r"i^{\star}", "i*"),
    ("x'", "x′"),
    ("x''", "x″"),
    ("x'''", "x‴"),
    ("x_i'", "xᵢ′"),
    ("{}^2 H", "²H"),
    ("x^{a_i}", "x^(aᵢ)"),
    ("(a+b)^2", "(a + b)²"),
    ("{a+b}^2", "(a + b)²"),
    (r"\sum_{i:\ x_i\ge 0} x_i", "∑_(i:xᵢ≥0) xᵢ"),
    (r"\nabla_{W^{l}} L", "∇_(Wˡ) L"),
    (r"\int_0^\infty e^{-x^2}\,dx", "∫₀^∞ e^(-x²) dx"),
    (r"90^\circ", "90°"),
    (r"\lambda^{t-t'}", "λᵗ⁻ᵗ′"),
    (r"\sum\nolimits_{k} x_k", "∑ₖ xₖ"),
]

GREEK_AND_SIGNS = [
    (r"\alpha\beta\gamma\Delta\Theta", "αβγΔΘ"),
    (r"\varepsilon \epsilon", "εϵ"),
    (r"a \le b \ge c \ne d", "a ≤ b ≥ c ≠ d"),
    (r"a\leftarrow b\to c", "a ← b → c"),
    (r"x\in\lbrace 0,1\rbrace", "x ∈ {0, 1}"),
    (r"t=1,\dots,T", "t = 1, …, T"),
    (r"a\odot b \otimes c", "a ⊙ b ⊗ c"),
    (r"\nabla\cdot u", "∇·u"),
    (r"\lfloor x\rfloor", "⌊x⌋"),
    (r"\lVert x\rVert_2", "‖x‖₂"),
    ("|x|", "|x|"),
    (r"\hat T \mid x", "T̂ | x"),
    (r"\Pr(x) := y", "Pr(x) := y"),
    (r"100\%", "100%"),
    (r"\{ x \}", "{x}"),
    (r"\infty", "∞"),
    (r"A\setminus B", "A ∖ B"),
    (r"x \not= y", "x ≠ y"),
    (r"x\not\in y", "x ∉ y"),
    (r"\forall x \exists y", "∀x∃y"),
    (r"\ell \hbar \partial", "ℓħ∂"),
]

SPACES = [
    ("a+b", "a + b"),
    ("a + b", "a + b"),
    ("-x", "-x"),
    ("a=-b", "a = -b"),
    (r"a\times -b", "a × -b"),
    ("f(-x)", "f(-x)"),
    ("x[t-1]", "x[t-1]"),
    ("x[t - 1] + y", "x[t-1] + y"),
    (r"\mathbf{1}[u>V]", "𝟏[u > V]"),
    (r"\left[ a+b \right]", "[a + b]"),
    (r"\mathbb{E}[x+y]", "𝔼[x+y]"),
    ("(x)_{+}", "(x)₊"),
    (r"(\cdot,\cdot)", "(·, ·)"),
    (r"a\,b", "a b"),
    (r"a\quad b", "a  b"),
    (r"a\qquad b", "a   b"),
    ("a~b", "a b"),
    (r"a\!b", "ab"),
    (r"fr\cdot T\cdot\mathrm{FLOPs}", "fr·T·FLOPs"),
    ("0.25 v", "0.25v"),
    ("1{,}000", "1,000"),
    ("a;b", "a; b"),
    ("+", "+"),
    ("a+", "a+"),
    (r"\mathrm{IF}_{a-} b", "IFₐ₋b"),
]

FUNCTIONS = [
    (r"\log p", "log p"),
    (r"\log(p)", "log(p)"),
    (r"\sin^{2} x", "sin² x"),
    (r"\max_{k}\ x_k", "maxₖ xₖ"),
    (r"\arg\min_{x} f(x)", "arg minₓ f(x)"),
    (r"\min\left(a, b\right)", "min(a, b)"),
    (r"\operatorname{softmax}(x)", "softmax(x)"),
    (r"\operatorname*{argmax}_x f", "argmaxₓ f"),
    (r"\lim_{n\to\infty} a_n", "lim_(n→∞) aₙ"),
    (r"2\arctan x", "2 arctan x"),
    (r"\sum x", "∑ x"),
    (r"(1-a)\prod_{l=1}^{N} s", "(1 - a) ∏ₗ₌₁ᴺ s"),
    (r"\int_0^1 x\mathrm dx", "∫₀¹ x dx"),
    (r"a \bmod b", "a mod b"),
    (r"a \pmod{n}", "a (mod n)"),
    (r"\mathrm{BN}(x)", "BN(x)"),
    (r"\mathrm{clip}(x, 0, 1)", "clip(x, 0, 1)"),
    (r"\mathrm{sign}(x) y", "sign(x)y"),
    (r"\mathrm{d}x", "dx"),
]

ACCENTS = [
    (r"\hat y", "ŷ"),
    (r"\hat{y}_k", "ŷₖ"),
    (r"\bar s^{l}", "s̄ˡ"),
    (r"\tilde u_i[t]", "ũᵢ[t]"),
    (r"\dot u", "u̇"),
    (r"\ddot u", "ü"),
    (r"\vec x", "x⃗"),
    (r"\hat{xy}", "hat(xy)"),
    (r"\widehat{SN}", "hat(SN)"),
    (r"\overline{xy}", "x̅y̅"),
    (r"\underline{x}", "x̲"),
    (r"\hat{a_i}", "âᵢ"),
    (r"\hat{\bar x}", "x̄̂"),
    (r"\overline{abcdefghijklmnop}", "overline(abcdefghijklmnop)"),
    (r"\hat", r"\hat"),
]

ALPHABETS = [
    (r"\mathbf{W}\mathbf{x}", "𝐖𝐱"),
    (r"\mathbb{R}^n", "ℝⁿ"),
    (r"\mathbb E", "𝔼"),
    (r"\mathcal{SN}(x)", "𝒮𝒩(x)"),
    (r"\mathcal{L}", "ℒ"),
    (r"\mathfrak{g}", "𝔤"),
    (r"\boldsymbol{\theta}", "𝛉"),
    (r"\mathbf{1}", "𝟏"),
    (r"\mathbf{神}", "神"),
    (r"\mathscr{B}", "ℬ"),
    (r"\mathcal{e}", "ℯ"),
]

ROOTS_AND_THE_LIKE = [
    (r"\sqrt{x}", "√x"),
    (r"\sqrt{x+y}", "√(x + y)"),
    (r"\sqrt n", "√n"),
    (r"\sqrt[3]{x}", "³√x"),
    (r"\sqrt{2\pi}\sigma", "√(2π)σ"),
    (r"\sqrt{\sigma_i^2}", "√σᵢ²"),
    (r"\underbrace{x+y}_{\text{sum}}", "(x + y)ₛᵤₘ"),
    (r"\overset{def}{=}", "=ᵈᵉᶠ"),
    (r"\underset{x}{\max}", "maxₓ"),
    (r"\stackrel{?}{=}", "=^?"),
    (r"\xrightarrow{f}", "→ᶠ"),
    (r"\xrightarrow[g]{f}", "→ᶠ"),
    (r"\xrightarrow[", "→"),
    (r"\boxed{x}", "x"),
    (r"\textcolor{red}{x}", "x"),
    (r"\color{red} x", "x"),
    (r"x \tag{1}", "x  (1)"),
    (r"x \label{eq:a}", "x"),
    (r"\sum_{\substack{i<n\\ j<m}} x", "∑_(i<n,j<m) x"),
    (r"\big( x \big)", "(x)"),
    (r"\displaystyle x", "x"),
]

TEXTS = [
    (r"\text{if } x > 0", "if x > 0"),
    (r"0\quad\text{对任意 } T", "0  对任意 T"),
    (r"\text{细长，无连接}", "细长，无连接"),
    (r"\mathrm{Block\ 1}", "Block 1"),
    (r"\textbf{a\_b}", "a_b"),
    (r"\text{for $x$}", "for x"),
    (r"\mbox{\%}", "%"),
]

BRACKETS = [
    (r"\left( a \right)", "(a)"),
    (r"\left\lbrace x \right\rbrace", "{x}"),
    (r"\left. x \right|_0", "x|₀"),
    (r"\left\lVert x \right\rVert", "‖x‖"),
    (r"\left( a", "(a"),
    (r"a \right)", "a)"),
    (r"\left\{ x \middle| y \right\}", "{x|y}"),
    (r"\bigl\{ x \bigr\}", "{x}"),
    (r"\left( a & b \\ c \right)", "(abc)"),
    ("x^{[(}", "x^([()"),
]

WHAT_IS_NOT_RIGHT = [
    (r"\foo", r"\foo"),
    (r"\foo{x}{y} + z", r"\foo{x}{y} + z"),
    (r"\frac", r"\frac"),
    (r"\frac{a}", "a/"),
    ("x^", "x"),
    ("x_", "x"),
    ("{", "{"),
    ("}", "}"),
    ("{{{x", "x"),
    ("x}}}y", "xy"),
    ("\\", "\\"),
    (r"\begin{cases}", r"\begin{cases}"),
    (r"\begin", r"\begin"),
    (r"\end{cases}", r"\end{cases}"),
    ("a & b", "ab"),
    (r"\left", r"\left"),
    (r"\right", r"\right"),
    (r"\sqrt[3", "³√()"),
    ("% nothing", "% nothing"),
    ("x % why\n+ y", "x + y"),
    (r"\hat{}", r"\hat{}"),
    (r"\text", r"\text"),
    ("^2", "²"),
    ("_i", "ᵢ"),
    (r"\&", "&"),
    (r"\$", "$"),
]


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        pytest.param(tex, shown, id=f"{group}-{tex}")
        for group, table in (
            ("fractions", FRACTIONS),
            ("scripts", SCRIPTS),
            ("greek and signs", GREEK_AND_SIGNS),
            ("spaces", SPACES),
            ("functions", FUNCTIONS),
            ("accents", ACCENTS),
            ("alphabets", ALPHABETS),
            ("roots and the like", ROOTS_AND_THE_LIKE),
            ("texts", TEXTS),
            ("brackets", BRACKETS),
            ("what is not right", WHAT_IS_NOT_RIGHT),
        )
        for tex, shown in table
    ],
)
def test_formula_is_shown_in_unicode(tex: str, shown: str) -> None:
    assert readable(tex) == shown
    assert readable(f" {tex} ").strip() == shown or shown == tex


ROWS = {
    "new-line": (r"a \\ b", "a\nb"),
    "new-line-with-distance": (r"a \\[2pt] b", "a\nb"),
    "new-line-before-an-index": (r"a \\ [b]", "a\n[b]"),
    "aligned": (r"\begin{aligned} a &= b + c \\ &= d \end{aligned}", "a = b + c\n  = d"),
    "aligned-sum": (r"\begin{aligned} a &= b \\ &+ c \end{aligned}", "a = b\n  + c"),
    "gathered": (r"\begin{gathered} a \\ b \end{gathered}", "a\nb"),
    "cases": (
        r"s = \begin{cases} 1, & u \ge V_{th} \\ 0, & \text{否则} \end{cases}",
        "s = ⎧ 1,  u ≥ Vₜₕ\n    ⎩ 0,  否则",
    ),
    "three-cases": (r"\begin{cases} a \\ b \\ c \end{cases}", "⎧ a\n⎨ b\n⎩ c"),
    "four-cases": (r"\begin{cases} a\\b\\c\\d \end{cases}", "⎧ a\n⎨ b\n⎪ c\n⎩ d"),
    "one-case": (r"\begin{cases} a \end{cases}", "{ a"),
    "cases-of-fractions": (
        r"\begin{cases}\dfrac{a}{2}, & x<0\\[2pt] 1 \end{cases}",
        "⎧ a/2,  x < 0\n⎩ 1",
    ),
    "right-cases": (r"\begin{rcases} a \\ b \end{rcases} = c", "a ⎫ = c\nb ⎭"),
    "bracket-matrix": (
        r"A^{\top} = \begin{bmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6\end{bmatrix}^{-1}",
        "     ⎡ 1  2 ⎤\nAᵀ = ⎢ 3  4 ⎥⁻¹\n     ⎣ 5  6 ⎦",
    ),
    "round-matrix": (
        r"\begin{pmatrix} \cos\omega & -1 \\ 1 & \cos\omega \end{pmatrix} x",
        "⎛ cos ω  -1    ⎞ x\n⎝ 1      cos ω ⎠",
    ),
    "determinant": (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", "│ a  b │\n│ c  d │"),
    "chinese-cells": (r"\begin{matrix} 神经元 & b \\ c & d \end{matrix}", "神经元  b\nc       d"),
    "array": (
        r"f = \left\{ \begin{array}{ll} 1 & x>0 \\ 0 & \text{else} \end{array} \right.",
        "f = ⎧ 1  x > 0\n    ⎩ 0  else",
    ),
    "stretched": (
        r"\left( \begin{matrix} a \\ b \end{matrix} \right)^{2}",
        "⎛ a ⎞²\n⎝ b ⎠",
    ),
    "two-side-by-side": (
        r"\begin{pmatrix} a \\ b \end{pmatrix},\quad \begin{pmatrix} c \\ d \\ e \end{pmatrix}",
        "        ⎛ c ⎞\n⎛ a ⎞,  ⎜ d ⎟\n⎝ b ⎠   ⎝ e ⎠",
    ),
    "no-room-in-a-fraction": (r"\frac{\begin{matrix} a \\ b \end{matrix}}{c}", "(a; b)/c"),
    "no-room-in-a-script": (r"x^{\begin{cases} 1 \\ 2 \end{cases}}", "x^({1; 2})"),
    "not-closed": (r"\begin{cases} a \\ b", "⎧ a\n⎩ b"),
    "closed-by-another": (r"{\begin{cases} a \\ b } + c", "⎧ a + c\n⎩ b"),
    "new-line-before-what-is-no-distance": (r"a \\[x b", "a\n[xb"),
    "empty-lines": (r"a \\ \\ b \\", "a\nb"),
}


@pytest.mark.parametrize(("tex", "shown"), ROWS.values(), ids=ROWS)
def test_rows_stand_below_each_other(tex: str, shown: str) -> None:
    assert readable(tex) == shown


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        pytest.param(
            r"s = \begin{cases} 1, & a \\ 0, & b \end{cases}", "s = {1, a; 0, b}", id="cases"
        ),
        pytest.param(r"\begin{rcases} a \\ b \end{rcases}", "a; b}", id="rcases"),
        pytest.param(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[1, 2; 3, 4]", id="matrix"),
        pytest.param(r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c", id="aligned"),
        pytest.param(r"\begin{gathered} a \\ b \end{gathered}", "a; b", id="gathered"),
        pytest.param(r"a \\ b", "a b", id="new-line"),
    ],
)
def test_within_a_sentence_there_is_one_line(tex: str, shown: str) -> None:
    assert readable(tex, one_line=True) == shown


PIECES = [
    r"\frac", "{", "}", "^", "_", "&", r"\\", r"\begin{cases}", r"\end{cases}", r"\begin{matrix}",
    r"\end{matrix}", r"\left(", r"\right)", r"\left", "x", "[", "]", r"\sqrt", r"\text", "'", "%",
    "\n", r"\hat", r"\over", r"\substack", "$", r"\begin", r"\end", r"\mathbf", r"\color", "神",
    r"\operatorname", "*", " ", r"\,", r"\qquad", "-", "=", ",", "\\", r"\xrightarrow", r"\binom",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_nothing_that_is_written_breaks_it(tex: str) -> None:
    assert readable(tex).strip() or not tex.strip()
    assert "\n" not in readable(tex.replace("\n", " "), one_line=True)


@given(st.text(max_size=40))
def test_no_text_breaks_it(tex: str) -> None:
    assert isinstance(readable(tex), str)


@pytest.mark.parametrize(
    "piece",
    ["{", r"\sqrt", r"\left(", r"\frac", "x^", r"\begin{cases}", r"\text{", "x[", r"\hat{", "}"],
)
def test_thousands_of_open_groups_are_no_trouble(piece: str) -> None:
    assert readable(piece * 3000 + "x")


def test_what_lies_too_deep_is_shown_as_it_is_written() -> None:
    deep = r"\sqrt{" * 60 + "x" + "}" * 60

    assert r"\sqrt{" in readable(deep)
    assert "x" in readable(deep)
    assert r"\hat" in readable("{" + r"\hat" * 60)


def _formulas() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted(NOTES.rglob("*.md"))]
    return [
        text[one.start : one.end]
        for text in texts
        for block in blocks(text, 0)
        for one in block.formulas
    ]


def test_formulas_of_our_notes_leave_no_latex() -> None:
    formulas = set(_formulas())

    left = {tex: readable(tex) for tex in formulas if any(c in readable(tex) for c in "\\{}_^&")}

    assert len(formulas) > 500
    # Unicode has no such scripts, and sets have braces.
    assert {shown for shown in left.values() if "\\" in shown or "&" in shown} == set()


def test_blanks_of_the_author_change_nothing() -> None:
    chosen = random.Random(1).sample(sorted(set(_formulas())), 200)
    plain = [tex for tex in chosen if "text" not in tex and "\\\\" not in tex]

    for tex in plain:
        spread = tex.replace("=", " = ").replace("+", "  + ").replace("}", " }")
        assert readable(spread) == readable(tex)
