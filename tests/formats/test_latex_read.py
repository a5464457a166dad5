import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snnnotes.formats.latex_read import plain_address, plain_text
from snnnotes.formats.latex_write import latex_text
from snnnotes.model.title import clean_line


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param(r"M{\"u}ller", "Müller", id="braces-outside"),
        pytest.param(r"M\"{u}ller", "Müller", id="braces-inside"),
        pytest.param(r"M\"uller", "Müller", id="no-braces"),
        pytest.param(r"{\'{E}}cole {\'e}", "École é", id="nested"),
        pytest.param(r"\'{\i}\'\i\"{\i}", "ííï", id="dotless-i"),
        pytest.param(r"Erd{\H o}s, Erd\H{o}s", "Erdős, Erdős", id="letter-accent"),
        pytest.param(r"{\v{S}}ik, {\v c}, \v Z", "Šik, č, Ž", id="caron"),
        pytest.param(r"Fran{\c c}ois, \c{c}, \c c", "François, ç, ç", id="cedilla"),
        pytest.param(r"\k{a}\.{z}\=a\u{g}\r{a}\d{t}\~n\^o\`e", "ążāğåṭñôè", id="others"),
        pytest.param(r"{\O}re, \o re, \ss{}x, \L ukasz", "Øre, øre, ßx, Łukasz", id="letters"),
        pytest.param(r"{\AA}ngstr\"om, \ae, {\oe}", "Ångström, æ, œ", id="ligatures"),
        pytest.param(r"\'{e", "'e", id="accent-without-its-brace"),
        pytest.param(r"\^{}, \~{}, \'{}", "^, ~, '", id="accent-over-nothing"),
        pytest.param(r"{\"姚}", unicodedata.normalize("NFC", "姚\u0308"), id="accent-over-chinese"),
    ],
)
def test_accents_and_letters_become_characters(latex: str, expected: str) -> None:
    assert plain_text(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param("{SNN}s for {ImageNet}", "SNNs for ImageNet", id="braces-for-capitals"),
        pytest.param("{{Whole Title}}", "Whole Title", id="double-braces"),
        pytest.param("two\n   lines", "two lines", id="line-end"),
        pytest.param("Fig.~1", "Fig. 1", id="tie"),
        pytest.param(
            r"a \& b \% c \# d \_ e \$ f \{g\}", "a & b % c # d _ e $ f {g}", id="escaped"
        ),
        pytest.param("100% sure & more #1", "100% sure & more #1", id="bare-signs-stay"),
        pytest.param("pages 1--10 --- all", "pages 1–10 — all", id="dashes"),
        pytest.param("``quoted'' it's", "“quoted” it's", id="quotes"),
        pytest.param(r"\emph{Drosophila} \textbf{50\%}", "Drosophila 50%", id="fonts"),
        pytest.param(r"{\em x} {\bf y}", "x y", id="old-fonts"),
        pytest.param(r"\textit {Drosophila}", "Drosophila", id="blank-before-the-argument"),
        pytest.param(r"\href{https://a.org/x_y}{text}", "text", id="link-with-text"),
        pytest.param(r"\url{https://a.org/}", "https://a.org/", id="link"),
        pytest.param(r"\textcolor{red}{x}\footnote{why}", "x", id="not-printed-in-the-line"),
        pytest.param(r"\mkbibquote{early exit}", "“early exit”", id="better-bibtex-quotes"),
        pytest.param(r"\textless i\textgreater x", "<i>x", id="better-bibtex-html"),
        pytest.param(r"{\textendash} \textquoteright s \ldots", "– ’s …", id="named-signs"),
        pytest.param(r"\LaTeX{} and \TeX", "LaTeX and TeX", id="latex-itself"),
        pytest.param(r"\alpha-synuclein", "α-synuclein", id="greek"),
        pytest.param(r"\ensuremath{\beta}", "β", id="ensuremath"),
        pytest.param(r"H\textsubscript{2}O", "H2O", id="subscript"),
        pytest.param(r"\unknown{kept} \other", "kept", id="unknown-commands"),
        pytest.param(r"a\\b\,c\-d\/e\ f", "a b cde f", id="spaces-and-line-breaks"),
        pytest.param("\\", "\\", id="lone-backslash"),
        pytest.param("}{", "", id="lone-braces"),
        pytest.param("", "", id="empty"),
        pytest.param("脉冲神经网络", "脉冲神经网络", id="chinese"),
    ],
)
def test_text_reads_as_it_is_printed(latex: str, expected: str) -> None:
    assert plain_text(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param(r"at $T=4$ and $\tau_{m}$", r"at $T=4$ and $\tau_{m}$", id="dollars"),
        pytest.param(r"{$T_{1}$}", "$T_{1}$", id="in-braces"),
        pytest.param(r"\(x^2\)", "$x^2$", id="round"),
        pytest.param(r"$$E=mc^2$$", "$$E=mc^2$$", id="displayed"),
        pytest.param(r"$\mathrm{100\%}$ {SNN}", r"$\mathrm{100\%}$ SNN", id="beside-braces"),
        pytest.param("costs $5 {A} and $10", "costs $5 A and $10", id="money"),
        pytest.param("from $5{k}$10", "from $5k$10", id="money-without-blanks"),
        pytest.param(r"\$5 \$6", "$5 $6", id="escaped-dollars"),
        pytest.param(r"$a$b$c$", "$a$b$c$", id="side-by-side"),
    ],
)
def test_formulas_stay_as_they_are(latex: str, expected: str) -> None:
    assert plain_text(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        pytest.param("https://a.org/x_y%20?b=~c#d", "https://a.org/x_y%20?b=~c#d", id="bare"),
        pytest.param(r"https://a.org/x\_y\%20z\&b\#d", "https://a.org/x_y%20z&b#d", id="escaped"),
        pytest.param(r"\url{https://a.org/x}", "https://a.org/x", id="url-command"),
        pytest.param(r"{https://a.org/{\_}x}", "https://a.org/_x", id="braces"),
        pytest.param(r"a.org/\~{}me, a.org/\textasciitilde{}me, a.org/$\sim$me",
                     "a.org/~me, a.org/~me, a.org/~me", id="tilde"),
        pytest.param(r"10.1007/x\textunderscore{}1", "10.1007/x_1", id="named-underscore"),
        pytest.param("a--b", "a--b", id="hyphens-are-no-dash"),
        pytest.param(r"C:\Papers\x", r"C:\Papers\x", id="other-backslashes-stay"),
    ],
)  # fmt: skip
def test_an_address_loses_only_what_protects_its_signs(latex: str, expected: str) -> None:
    assert plain_address(latex) == expected


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])) | st.lists(
    st.sampled_from(["$", "{", "}", "\\", "SNN", "^", "~", "%", "&", "_", "#", " ", "x", "姚", "1"])
).map("".join)


def as_printed(text: str) -> str:
    """What LaTeX makes of signs that the writer, like LaTeX, leaves alone."""
    for written, printed in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
        text = re.sub(re.escape(written), printed, text)
    return clean_line(text)


@given(TEXTS)
def test_what_the_writer_writes_is_read_back(text: str) -> None:
    text = clean_line(text)

    assert clean_line(plain_text(latex_text(text, keep_capitals=True))) == as_printed(text)


COMMANDS = st.sampled_from(
    ["\\", "{", "}", "$", '\\"', "\\href", "\\url", "\\begin", "\\(", "a", " "]
)


@given(st.text() | st.lists(COMMANDS).map("".join))
def test_no_text_is_too_broken(latex: str) -> None:
    text = plain_text(latex)
    plain_address(latex)

    assert "\n" not in text
