import pytest

from snnnotes.formats.link_spelling import spelled
from snnnotes.formats.local_link import local_links, paths_meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[x](a.md)", "n/b%20%281%29.md", id="as-github-wants-it"),
        pytest.param("[x](./a.md)", "./n/b%20%281%29.md", id="dot-slash"),
        pytest.param("[x](<a.md>)", "<n/b (1).md>", id="angle-brackets"),
        pytest.param("[x](<a%20b.md>)", "<n/b%20(1).md>", id="angle-brackets-with-percent"),
        pytest.param("[x](a.md?raw=true#p/q)", "n/b%20%281%29.md?raw=true#p/q", id="behind-it"),
        pytest.param("[x](n\\_/a.md)", "n/b%20%281%29.md", id="escape"),
        pytest.param("[x](n&amp;m/a.md)", "n/b%20%281%29.md", id="entity"),
        pytest.param("[x](%6E/a.md)", "%6E/b%20%281%29.md", id="folder-as-it-was-written"),
        pytest.param("<img src='a b.png'>", "n/b (1).md", id="html-with-blank"),
        pytest.param('<img src="a.png">', "n/b%20(1).md", id="html"),
        pytest.param("[x]: a.md", "n/b%20%281%29.md", id="definition"),
        pytest.param("[x](img/)", "n/b%20%281%29.md/", id="folder"),
        pytest.param("[x]({{ site.url }}/a.md)", "n/b%20%281%29.md", id="site"),
    ],
)
def test_a_new_path_is_written_like_the_old_one(text: str, expected: str) -> None:
    (link,) = local_links(text)
    meant = list(paths_meant(link))[-1]
    assert spelled(link, text[link.start : link.end], meant, "n/b (1).md") == expected


def test_a_number_sign_in_the_name_of_the_file_is_no_anchor() -> None:
    text = "[x](C#.md)"
    (link,) = local_links(text)
    assert spelled(link, "C#.md", "C#.md", "D.md") == "D.md"
    assert spelled(link, "C#.md", "C", "D") == "D#.md"


@pytest.mark.parametrize("text", ["<a href='x.md'>", '<a href="x.md">', "<a href=x.md>"])
def test_a_quote_in_a_name_never_ends_the_attribute(text: str) -> None:
    (link,) = local_links(text)
    written = text[link.start : link.end]
    assert spelled(link, written, "x.md", "it's\".md") == "it%27s%22.md"


def test_a_name_that_was_a_folder_never_becomes_a_protocol() -> None:
    (link,) = local_links("[x](y/a:b/c.md)")
    assert spelled(link, "y/a:b/c.md", "y/a:b/c.md", "a:b/c.md") == "./a:b/c.md"
