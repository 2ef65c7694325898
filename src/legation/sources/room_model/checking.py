"""What a room's file must keep: numbers within their range, dates in order, nothing said twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.sources.reading import notice
from legation.sources.room_model.model import RoomModel

__all__ = ["checked"]

_SMALLEST, _WEIGHT = (3, 10_000), (1, 10_000)


def checked(model: RoomModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file.

    Parameters
    ----------
    model : RoomModel
        The rows whose form is right.
    part : str
    places : mapping of str to sequence of str
        By field, where each of its rows stands.
    head : bool
        Whether ``[room]`` itself could be read.
    """
    if head:
        yield from _within(part, "room.smallest", model.smallest, _SMALLEST)
        if model.marking and model.marking not in MARKINGS:
            yield problem("not-a-choice", part, None, "room.marking", allowed=" | ".join(MARKINGS), found=model.marking)
        if model.opened and model.closed and model.closed.last < model.opened.first:
            yield problem("out-of-range", part, None, "room.closed", allowed=f">= {model.opened}", found=str(model.closed))
    for at, statement in zip(places["statements"], model.statements, strict=True):
        if not (statement.id.isascii() and statement.id.isdigit()):
            yield problem("toml-value", part, None, f"{at}.id", allowed='"0", "1", ...', found=statement.id)
    for at, organisation in zip(places["organisations"], model.organisations, strict=True):
        yield from _within(part, f"{at}.weight", organisation.weight, _WEIGHT)
    yield from _twice(part, places["statements"], [one.id for one in model.statements])
    yield from _twice(part, places["organisations"], [one.xid for one in model.organisations])
    yield from _twice(part, places["organisations"], [one.actor for one in model.organisations])


def _within(part: str, place: str, found: int, span: tuple[int, int]) -> Iterator[Problem]:
    if not span[0] <= found <= span[1]:
        yield problem("out-of-range", part, None, place, allowed=f"{span[0]}..{span[1]}", found=str(found))


def _twice(part: str, places: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for at, key in zip(places, keys, strict=True):
        if key in first:
            yield notice("twice-in-model", part, None, at, found=key, first=first[key])
        first.setdefault(key, at)
