from pathlib import PurePosixPath

from snnnotes.model.finding import Finding, Severity


def finding(path: str, line: int, column: int = 1, name: str = "key-missing") -> Finding:
    return Finding(name, Severity.ERROR, PurePosixPath(path), line, column, "what")


def test_findings_sorted_by_place_go_by_file_then_line_then_column_then_name() -> None:
    expected = [
        finding("a.md", 2, 9),
        finding("a.md", 10, 1),
        finding("a.md", 10, 3, "citekey-twice"),
        finding("a.md", 10, 3, "key-missing"),
        finding("b.md", 1),
    ]
    mixed = [expected[at] for at in (3, 0, 4, 2, 1)]
    assert sorted(mixed, key=lambda found: found.place) == expected


def test_a_severity_prints_as_its_word() -> None:
    assert [f"{severity}" for severity in Severity] == ["error", "warning", "note"]


def test_nothing_to_do_is_an_empty_mend() -> None:
    assert not finding("a.md", 1).mend
