import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.formula_tex import first_fault


@pytest.mark.parametrize(
    "tex",
    [
        "",
        "O[t]=g(SN(F(S[t])),S[t])",
        r"\frac1\tau=\sigma(w)",
        r"a=\lambda\cdot\mathrm{clip}\left(\frac1L\left\lfloor\frac{zL}{\lambda}\right\rfloor,0,1\right)",
        r"W\in\mathbb R^{T\times T}",
        r"\theta_{ij}\sim\mathrm{Bernoulli}(\rho_{ij})",
        r"x_a^b + x^b_a + x'^2 + x'_a",
        r"x_\mathrm{a}^2 + x_\mathbf a",
        r"\sum_{i=1}^{n}\nolimits x_{i_j}",
        r"\sum\limits_{i}^n",
        r"{x_a}_b",
        r"\left\{x\right.",
        r"\left[0,1\right)",
        r"\begin{cases} 1 & x>0 \\ 0 & \text{otherwise} \end{cases}",
        r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
        r"\begin{aligned}a&=b\\&=c_{d}\end{aligned}",
        r"\begin{align*}a&=b\end{align*}",
        r"\matrix{a & b}",
        r"\text{如果 $x$ 为 50% & #1_a_b}",
        r"\operatorname*{arg\,max}_x f",
        r"\sqrt[3]{x}",
        r"\sqrt x",
        r"50\% \# \& \$ \{ \}",
        "a % a comment\n+ b",
        r"\hat{\mathbf{x}}",
        r"\underset{x}{\min}",
        r"\newcommand{\a}[1]{#1}",
        r"\color{red} x",
        r"膜电位 = \tau",
    ],
)
def test_formula_that_can_be_set_has_no_fault(tex: str) -> None:
    assert first_fault(tex) is None


@pytest.mark.parametrize(
    ("tex", "offset", "unbalanced", "message"),
    [
        (r"\frac{a}{b", 8, True, "the brace { is not closed"),
        ("a}", 1, True, "the brace } closes nothing"),
        (r"x_{a_{b}", 2, True, "the brace { is not closed"),
        (r"\left(x", 0, False, r"\left has no \right"),
        (r"{\left(x}", 1, False, r"\left has no \right"),
        (r"x\right)", 1, False, r"\right has no \left before it"),
        (r"\left(\begin{matrix}a\right)", 6, False, r"\begin{matrix} has no \end{matrix}"),
        (r"\begin{cases}1", 0, False, r"\begin{cases} has no \end{cases}"),
        (r"\end{cases}", 0, False, r"\end{cases} has no \begin before it"),
        (r"\left{x\right}", 0, False, r"\left has no bracket behind it"),
        (r"\begin x", 0, False, r"\begin names no environment"),
        (
            r"\begin{caes}1\end{caes}",
            0,
            False,
            "the environment caes is not one that GitHub can set",
        ),
        (r"\frac{a}", 0, False, r"\frac has too few arguments"),
        (r"{\frac a}", 1, False, r"\frac has too few arguments"),
        (r"\sqrt[3]", 0, False, r"\sqrt has too few arguments"),
        (r"x\hat", 1, False, r"\hat has too few arguments"),
        ("x^", 1, False, "nothing stands behind ^"),
        ("x_{}+{y_}", 7, False, "nothing stands behind _"),
        ("x__a", 1, False, "nothing stands behind _"),
        ("x_a_b", 3, False, "two subscripts stand on one sign"),
        (r"x_\tau_m", 6, False, "two subscripts stand on one sign"),
        ("x^{a}_b^c", 7, False, "two superscripts stand on one sign"),
        ("x^2'", 3, False, "the prime ' stands behind a superscript"),
        ("a & b", 2, False, "& stands outside a matrix or other environment"),
        ("50% of x", 2, False, "% hides what follows it in the formula"),
        ("#1", 0, False, "# cannot stand in a formula"),
        ("a $ b", 2, False, "$ cannot stand in a formula"),
        ("a\\", 1, False, "the formula ends in a lone backslash"),
    ],
)
def test_fault_is_found_where_it_stands(
    tex: str, offset: int, unbalanced: bool, message: str
) -> None:
    fault = first_fault(tex)

    assert fault is not None
    assert (fault.offset, fault.unbalanced, fault.message) == (offset, unbalanced, message)
    assert fault.mend
    assert not fault.mend.endswith(".") or fault.mend.endswith(r"\left.")


_PIECES = st.sampled_from(
    [
        *"{}^_'&%#$*[]() \nx1中",
        "\\",
        r"\left",
        r"\right",
        r"\begin",
        r"\end",
        "{cases}",
        r"\frac",
        r"\sqrt",
        r"\text",
        r"\tau",
        r"\hat",
        r"\\",
        r"\{",
        r"\operatorname",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_signs_give_a_fault_within_the_formula_or_none(tex: str) -> None:
    fault = first_fault(tex)

    assert fault is None or 0 <= fault.offset < len(tex)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_braces_around_a_sound_formula_leave_it_sound(tex: str) -> None:
    if first_fault(tex) is None and not tex.rstrip(" \n").endswith("\\") and "%" not in tex:
        assert first_fault("{" + tex + "}") is None


def test_deep_nesting_is_read_at_once() -> None:
    deep = "{" * 50_000 + "}" * 50_000

    assert first_fault(deep) is None
    assert first_fault("x" + r"\frac{" * 20_000) is not None
    assert first_fault(r"\sqrt[" * 20_000) is None
