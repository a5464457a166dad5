import pytest

from snnnotes.sources.retrying import back_off, retry_after

NOW = 1_784_106_000.0  # Wed, 15 Jul 2026 09:00:00 GMT


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("0", 0.0, id="at once"),
        pytest.param("5", 5.0, id="seconds"),
        pytest.param(" 120 ", 120.0, id="seconds with blanks"),
        pytest.param("9" * 400, 999_999_999.0, id="never"),
        pytest.param("Wed, 15 Jul 2026 09:00:30 GMT", 30.0, id="date"),
        pytest.param("Wed, 15 Jul 2026 17:00:30 +0800", 30.0, id="date in China"),
        pytest.param("Wed, 15 Jul 2026 08:00:00 GMT", 0.0, id="date in the past"),
        pytest.param("", None, id="nothing"),
        pytest.param("soon", None, id="words"),
        pytest.param("-5", None, id="negative"),
        pytest.param("1.5", None, id="fraction"),
        pytest.param("٣", None, id="digits of another script"),
        pytest.param("Wed, 99 Jul 2026 09:00:30 GMT", None, id="no such day"),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(text: str, seconds: float | None) -> None:
    assert retry_after(text, now=NOW) == seconds


def test_each_pause_is_about_twice_the_one_before_and_left_to_chance() -> None:
    assert [back_off(attempt, 0.5) for attempt in (1, 2, 3)] == [1.0, 2.0, 4.0]
    assert back_off(2, 0.0) < back_off(2, 0.3) < back_off(2, 0.999) < back_off(2, 0.0) * 3
