import pytest

from snnnotes.model.node import Node
from snnnotes.model.query import And, Or, Words


class Point(Node):
    x: int
    y: int = 0


def test_fields_come_by_place_by_name_and_by_default() -> None:
    assert (Point(1).x, Point(1).y, Point(1, 2).y, Point(y=3, x=1).y) == (1, 0, 2, 3)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        pytest.param((), {}, id="missing"),
        pytest.param((1, 2, 3), {}, id="too-many"),
        pytest.param((1,), {"z": 2}, id="unknown"),
        pytest.param((1,), {"x": 2}, id="twice"),
    ],
)
def test_wrong_values_are_refused(values: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="Point takes x, y"):
        Point(*values, **named)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]


def test_replaced_leaves_the_first_as_it_was() -> None:
    first = Point(1, 2)

    assert first.replaced(y=3) == Point(1, 3)
    assert first == Point(1, 2)


def test_records_of_two_classes_are_never_equal() -> None:
    assert And((Words("a"),)) != Or((Words("a"),))
    assert hash(And(())) != hash(Or(()))


def test_equal_records_have_one_hash_and_say_what_they_hold() -> None:
    assert len({Point(1), Point(1, 0)}) == 1
    assert repr(Point(1)) == "Point(x=1, y=0)"


def test_a_record_is_matched_by_place() -> None:
    match Words("spike", True):
        case Words(text, exact):
            assert (text, exact) == ("spike", True)
