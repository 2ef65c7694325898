"""The state of a room as plain data, and back: so that a long log need not be read from its first entry each time.

What a state is made of says how: dataclasses by their fields, lists, tuples, sets and objects by the types that they declare. A kind of
room whose state holds anything else is read from its log.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from legation.rooms.state import RoomState

__all__ = ["is_plain", "state_from", "state_plain"]

Way = Callable[[Any], Any]
State = TypeVar("State", bound=RoomState)


class _NotPlain(TypeError):
    pass


def is_plain(kind: type[RoomState]) -> bool:
    """Whether states of a type can be written as plain data.

    Examples
    --------
    >>> is_plain(RoomState)
    True
    """
    try:
        _ways_of(kind)
    except _NotPlain:
        return False
    return True


def state_plain(state: RoomState) -> dict[str, Any]:
    """Return a state as plain data, of which :func:`state_from` makes it again.

    Examples
    --------
    >>> state = RoomState(settings={"smallest": 5}, phase="vote", keys={("s1", "k1")})
    >>> state_from(RoomState, state_plain(state)) == state
    True
    """
    plain: dict[str, Any] = _ways_of(type(state))[0](state)
    return plain


def state_from(kind: type[State], plain: Mapping[str, Any]) -> State:
    """Return a state from its plain data."""
    made: State = _ways_of(kind)[1](plain)
    return made


def _same(value: Any) -> Any:
    return value


def _ways_of(kind: Any) -> tuple[Way, Way]:
    return _ways(kind)


@functools.cache
def _ways(hint: Any) -> tuple[Way, Way]:
    """Return how a value of a type is written, and how it is read; :func:`_same` for both where it is plain already."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in (str, int, float, bool, Any, type(None)) or origin is Literal:
        return _same, _same
    if dataclasses.is_dataclass(hint):
        return _of_fields(hint)
    if origin in (Union, types.UnionType):
        return _of_union([one for one in inner if one is not type(None)])
    if origin in (dict, Mapping):
        return _of_mapping(*inner)
    if origin is tuple and inner[-1] is not Ellipsis:
        return _of_members(inner)
    if origin in (list, tuple, set, frozenset):
        return _of_many(origin, inner[0])
    raise _NotPlain(hint)


def _of_fields(kind: Any) -> tuple[Way, Way]:
    hints = get_type_hints(kind)
    if not all(one.init for one in dataclasses.fields(kind)):
        raise _NotPlain(kind)
    ways = {one.name: _ways(hints[one.name]) for one in dataclasses.fields(kind)}

    def write(value: Any) -> Any:
        return {name: way[0](getattr(value, name)) for name, way in ways.items()}

    def read(plain: Any) -> Any:
        return kind(**{name: way[1](plain[name]) for name, way in ways.items()})

    return write, read


def _of_union(others: list[Any]) -> tuple[Way, Way]:
    ways = [_ways(one) for one in others]
    if all(way == (_same, _same) for way in ways):
        return _same, _same
    if len(ways) > 1:
        raise _NotPlain(others)
    ((write, read),) = ways
    return (lambda value: None if value is None else write(value)), (lambda plain: None if plain is None else read(plain))


def _of_mapping(key: Any, value: Any) -> tuple[Way, Way]:
    write, read = _ways(value)
    if key is not str:
        raise _NotPlain(key)
    if write is _same:
        return dict, dict
    return (lambda value: {name: write(one) for name, one in value.items()}), (
        lambda plain: {name: read(one) for name, one in plain.items()}
    )


def _of_members(members: Iterable[Any]) -> tuple[Way, Way]:
    ways = [_ways(one) for one in members]
    if all(way == (_same, _same) for way in ways):
        return list, tuple
    return (lambda value: [way[0](one) for way, one in zip(ways, value, strict=True)]), (
        lambda plain: tuple(way[1](one) for way, one in zip(ways, plain, strict=True))
    )


def _of_many(many: Any, member: Any) -> tuple[Way, Way]:
    write, read = _ways(member)
    if write is _same:
        return list, many
    return (lambda value: [write(one) for one in value]), (lambda plain: many(map(read, plain)))
