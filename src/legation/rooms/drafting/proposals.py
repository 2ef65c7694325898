"""Proposals open brackets over words that stand or are new."""

from __future__ import annotations

from dataclasses import dataclass, replace

from legation.errors import BadValue
from legation.language import Message
from legation.methods.drafting import cut, print_of
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import LEVELS, OPERATIONS, Proposed, known, one_of
from legation.rooms.drafting.levels import reopen
from legation.rooms.drafting.packages import together
from legation.rooms.drafting.state import Held, Stance, Text, Unit

__all__ = [
    "Rebased",
    "anchor",
    "check",
    "proposed",
    "rebase",
]


_WHOLE = ("alt", "bis", "move", "merge")
_VERBS = {"delete": "delete", "move": "move to", "split": "split", "merge": "merge"}
_NEW_WORDS = ("insert", "replace", "alt", "bis")


@dataclass(frozen=True, slots=True)
class Rebased:
    """A proposal placed anew on words that moved.

    Attributes
    ----------
    event : Proposed or None
        As it could be taken now; None where it cannot be placed.
    moved : int
        By how many words.
    places : tuple of int
        Where its words stand now: none, or several, is a conflict that a person decides.
    """

    event: Proposed | None
    moved: int
    places: tuple[int, ...]


def anchor(words: tuple[str, ...], operation: str, start: int, end: int) -> str:
    """Return the print that a proposal carries in ``seen`` for words of a paragraph."""
    if operation in _WHOLE:
        return print_of(words)
    if operation in {"insert", "split"}:
        return print_of(words[max(start - 1, 0) : start + 1])
    return print_of(words[start:end])


def rebase(state: Text, event: Proposed) -> Rebased:
    """Look where the words of a proposal stand now.

    Nothing is placed anew without the person who proposed it: the result is shown, and sent as a new event.
    """
    unit = state.unit(event.unit)
    if event.operation in _WHOLE or not event.seen or anchor(unit.words, event.operation, event.start, event.end) == event.seen:
        return Rebased(replace(event, seen=anchor(unit.words, event.operation, event.start, event.end)), 0, (event.start,))
    length = event.end - event.start
    places = tuple(at for at in range(len(unit.words) - length + 1) if anchor(unit.words, event.operation, at, at + length) == event.seen)
    if len(places) != 1:
        return Rebased(None, 0, places)
    return Rebased(replace(event, start=places[0], end=places[0] + length), places[0] - event.start, places)


def proposed(desk: Desk, event: Proposed, place: str, seat: str = "") -> None:
    """Take a proposal.

    Two edits at one place become alternatives of each other; any other that no longer fits the words that its proposer saw is refused.
    """
    unit = check(desk, event, place)
    if unit.level in LEVELS[3:] or (unit.level in LEVELS[2:] and len(together(desk, unit.id)) > 1):
        reopen(desk, unit.id, event.id)
    proposers = event.proposers or (event.by,)
    if event.operation in {"alt", "bis"}:
        _paragraph(desk, event, unit, proposers, seat)
    elif event.operation == "replace":
        _replace(desk, event, proposers, place, seat)
    elif event.operation == "insert":
        _insert(desk, event, proposers, place)
    else:
        count = len(unit.words)
        start, end = {"delete": (event.start, event.end), "split": (event.start, count)}.get(event.operation, (0, count))
        target = event.target if event.operation == "move" else ""
        desk.hold(replace(_bracket(event, start, end, proposers), verb=_VERBS[event.operation], place=target), place)
    stance = "oppose" if event.operation == "delete" else "support"
    for actor in proposers:
        _says(desk, actor, event.id, stance, event.at, seat)
    if seat:
        desk.brackets[event.id] = replace(desk.brackets[event.id], seat=seat)
    if desk.units[unit.id].level in ("proposed", "informals"):
        desk.level(unit.id, "bracketed")


def check(desk: Desk, event: Proposed, place: str) -> Unit:
    """Refuse a proposal that does not fit the text; return its paragraph."""
    one_of(event.operation, OPERATIONS, f"{place}, operation")
    unit = desk.units[known(event.unit, desk.units, f"{place}, unit")]
    for name in (event.id, f"{event.id}.was"):
        if not event.id or name in desk.brackets or name in desk.units or name in desk.closed_in or name in desk.packages:
            raise BadValue(Message("drafting-room.twice", place=place, found=event.id))
    if event.operation in _NEW_WORDS and not cut(event.text):
        raise BadValue(Message("drafting-room.no-words", place=place, operation=event.operation))
    if event.operation in {"alt", "bis"} and f"{unit.id}+{event.id}" in desk.units:
        raise BadValue(Message("drafting-room.twice", place=place, found=f"{unit.id}+{event.id}"))
    count = len(unit.words)
    if event.operation not in _WHOLE:
        low = 1 if event.operation == "split" else 0
        ends = event.start < event.end <= count if event.operation in {"delete", "replace"} else low <= event.start <= count - low
        if event.start < 0 or not ends:
            raise BadValue(Message("drafting-room.bad-range", place=place, start=event.start, end=event.end, count=count, unit=unit.id))
    if event.operation == "move" and event.target:
        known(event.target, [name for name in desk.units if name != unit.id], f"{place}, target")
    if event.operation == "merge" and list(desk.units)[-1] == unit.id:
        raise BadValue(Message("drafting-room.last-unit", place=place, unit=unit.id))
    fits = not event.seen or event.seen == anchor(unit.words, event.operation, event.start, event.end)
    if not fits and not (event.operation == "insert" and _at_one_place(desk, event)):
        raise BadValue(Message("drafting-room.moved-words", place=place, unit=unit.id, start=event.start, end=event.end))
    return unit


def _bracket(event: Proposed, start: int, end: int, proposers: tuple[str, ...]) -> Held:
    return Held(event.id, event.unit, start, end, event.id, opened=event.at, by=proposers, reason=event.reason)


def _at_one_place(desk: Desk, event: Proposed) -> list[Held]:
    """Return the words that others want at just this place, if whoever proposes now saw the place with or without them."""
    words = desk.units[event.unit].words
    there = [one for one in desk.over(event.unit) if one.inserted and one.start >= event.start]
    group = next((one.group for one in there if one.start == event.start), "")
    same = sorted((one for one in there if one.group == group), key=lambda one: one.start)
    if not same or event.seen in ("", anchor(words, "insert", event.start, event.start)):
        return same
    without = (*words[: event.start], *words[same[-1].end :])
    return same if event.seen == anchor(without, "insert", event.start, event.start) else []


def _insert(desk: Desk, event: Proposed, proposers: tuple[str, ...], place: str) -> None:
    same = _at_one_place(desk, event)
    at, group, around = event.start, event.id, set[str]()
    if same:
        at, group = same[-1].end, same[0].group
        around = {one.id for one in desk.over(event.unit) if one.group != group and one.start <= event.start and at <= one.end}
    start, end = desk.put(event.unit, at, event.text, within=around)
    desk.hold(replace(_bracket(event, start, end, proposers), group=group, inserted=True), place)


def _replace(desk: Desk, event: Proposed, proposers: tuple[str, ...], place: str, seat: str) -> None:
    over = desk.over(event.unit)
    same = next((bracket for bracket in over if (bracket.start, bracket.end) == (event.start, event.end) and not bracket.verb), None)
    was = same or Held(f"{event.id}.was", event.unit, event.start, event.end, f"{event.id}.was", opened=event.at)
    if same is None:
        desk.hold(was, place)
    _against_old(desk, was.id, event, proposers, seat)
    last = max(bracket.end for bracket in desk.over(event.unit) if bracket.group == was.group)
    around = {
        bracket.id
        for bracket in desk.over(event.unit)
        if bracket.start <= event.start and bracket.end >= last and bracket.group != was.group
    }
    start, end = desk.put(event.unit, last, event.text, within=around)
    desk.hold(replace(_bracket(event, start, end, proposers), group=was.group), place)


def _paragraph(desk: Desk, event: Proposed, unit: Unit, proposers: tuple[str, ...], seat: str) -> None:
    label = event.label or f"{unit.label}{event.operation}"
    added = Unit(f"{unit.id}+{event.id}", label, cut(event.text), "bracketed")
    group = event.id
    if event.operation == "alt" or desk.settings.bis == "alternative":
        whole = next(
            (bracket for bracket in desk.over(unit.id) if (bracket.start, bracket.end) == (0, len(unit.words)) and not bracket.verb), None
        )
        if whole is None and unit.words:
            whole = Held(f"{event.id}.was", unit.id, 0, len(unit.words), f"{event.id}.was", opened=event.at)
            desk.brackets.put_first(whole)
        if whole is not None:
            _against_old(desk, whole.id, event, proposers, seat)
        group = whole.group if whole else group
    last = [bracket.unit for bracket in desk.brackets.values() if bracket.group == group and group != event.id]
    desk.insert_unit(added, last[-1] if last else unit.id)
    desk.brackets[event.id] = Held(event.id, added.id, 0, len(added.words), group, opened=event.at, by=proposers, reason=event.reason)


def _against_old(desk: Desk, target: str, event: Proposed, proposers: tuple[str, ...], seat: str) -> None:
    """Count those who would replace words against them; what a seat had said against them before, it has not said by its proposal."""
    for actor in proposers:
        said = next((one for one in desk.rows(target).get(actor, ()) if (one.seat, one.about) == (seat, ())), None)
        by = event.id if said is None or said.stance != "oppose" else said.implied_by
        _says(desk, actor, target, "oppose", event.at, seat, implied_by=by)


def _says(desk: Desk, actor: str, target: str, stance: str, at: str, seat: str, *, implied_by: str = "") -> None:
    bracket = desk.brackets[target]
    words = desk.units[bracket.unit].words[bracket.start : bracket.end]
    desk.say(Stance(actor, target, stance, at, seen=print_of(words), seat=seat, implied_by=implied_by))
