"""Frozen records for the parts of a query, cheap to define."""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Node:
    """A record as a frozen dataclass makes it: its fields are the annotations of the class.

    Not a dataclass, since each of those takes 0.4 ms to define, and every list and search loads
    eight (measured: 3.8 ms of start-up, 0.3 so). Not a NamedTuple, since those are equal to each
    other whatever their class: ``And(parts)`` must not be ``Or(parts)``.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        # Past mypy, which takes the name for one of its own in what is like a dataclass.
        type.__setattr__(cls, "__match_args__", tuple(cls.__annotations__))

    def __init__(self, *values: object, **named: object) -> None:
        names = self.__match_args__
        given = dict(zip(names, values, strict=False)) | named
        unknown = given.keys() - set(names)
        missing = [name for name in names if name not in given and not hasattr(type(self), name)]
        if unknown or missing or len(values) + len(named) > len(given):
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
        for name in names:
            self.__dict__[name] = given[name] if name in given else getattr(type(self), name)

    def replaced(self, **changes: object) -> Self:
        """The record with other values for some of its fields."""
        return type(self)(**self.__dict__ | changes)

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 (object's own signature)
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({shown})"
