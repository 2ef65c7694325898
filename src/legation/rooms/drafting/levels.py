"""How far paragraphs are agreed: levels rise together in a package, over nobody's head; silence, and who waits for its capital.

Under consensus a level above *bracketed* needs no open bracket and no standing objection; under other schemes no open bracket. What holds a
paragraph back holds back all of its package.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.desk import Desk, Mark
from legation.rooms.drafting.event import (
    LEVELS,
    Agreed,
    Asked,
    Broken,
    Confirmed,
    Lapsed,
    Linked,
    Referred,
    Reopened,
    known,
    one_of,
    time_of,
)
from legation.rooms.drafting.objections import still_opposed
from legation.rooms.drafting.packages import connected, together, units_of
from legation.rooms.drafting.state import Breaking, Package, Silence, opposing

__all__ = [
    "agreed",
    "broken",
    "confirmed",
    "end_silence",
    "lapsed",
    "linked",
    "raise_silently",
    "referred",
    "reopen",
    "reopened",
    "settle",
]

_BRACKETED = LEVELS.index("bracketed")
_ABOVE = LEVELS[_BRACKETED + 1 :]


def agreed(desk: Desk, event: Agreed, place: str) -> None:
    """Raise a paragraph, or a package, to a level; by a level that is not above *bracketed* all of it falls that stood above."""
    one_of(event.level, LEVELS, f"{place}, level")
    known(event.unit, {**desk.units, **desk.packages}, f"{place}, unit")
    wanted = LEVELS.index(event.level)
    rising = together(desk, event.unit)
    for name in rising:
        if wanted > _BRACKETED and (fault := _hindrance(desk, name, event.level, place)) is not None:
            raise fault
        found = desk.units[name].level
        falls = wanted <= _BRACKETED or event.unit in (name, *desk.packages)
        if wanted < LEVELS.index(found) and found in LEVELS[3:] and falls:
            raise BadValue(Message("drafting-room.lower-level", place=place, unit=name, level=event.level, found=found))
    for name in rising:
        now = LEVELS.index(desk.units[name].level)
        if name == event.unit or (wanted >= now and (wanted > _BRACKETED or event.unit in desk.packages)) or wanted <= _BRACKETED < now:
            _raise(desk, name, event.level, event.pending)


def _may_rise(desk: Desk, unit: str, level: str) -> bool:
    """Whether nothing keeps a paragraph from a level: what the chair and a silence ask alike."""
    return _hindrance(desk, unit, level, "") is None


def _hindrance(desk: Desk, name: str, level: str, place: str) -> BadValue | None:
    over = desk.over(name)
    if over:
        brackets = tuple(one.id for one in over)
        return BadValue(Message("drafting-room.still-bracketed", place=place, unit=name, level=level, brackets=brackets))
    if against := _against(desk, name):
        return still_opposed(desk, against, "drafting-room.paragraph-opposed", place=place, bracket=name, level=level)
    waiting = tuple(actor for actor, mark in _latest(desk, name).items() if mark.waits)
    if level == LEVELS[-1] and waiting and desk.settings.scheme == "consensus" and desk.strict:
        return BadValue(Message("drafting-room.still-waiting", place=place, unit=name, level=level, actors=waiting))
    return None


def _against(desk: Desk, unit: str) -> tuple[str, ...]:
    return opposing(desk, unit) if desk.settings.scheme == "consensus" and desk.strict else ()


def _raise(desk: Desk, name: str, level: str, pending: tuple[str, ...]) -> None:
    desk.level(name, level)
    desk.awaited[name] = (pending, desk.number)
    settle(desk, name)


def settle(desk: Desk, unit: str) -> None:
    """Work out who has yet to confirm a paragraph: whom the chair awaits, and who said that it waits for its capital."""
    if unit not in desk.units:
        return
    names, since = desk.awaited.get(unit, ((), 0))
    latest = _latest(desk, unit)
    waiting = [one for one in names if one not in latest or latest[one].waits or latest[one].number < since]
    waiting += [actor for actor, mark in latest.items() if mark.waits and actor not in waiting]
    if desk.units[unit].pending != tuple(waiting):
        desk.units[unit] = replace(desk.units[unit], pending=tuple(waiting))


def _latest(desk: Desk, unit: str) -> dict[str, Mark]:
    return {actor: max(said.values(), key=lambda one: one.number) for actor, said in desk.marks.get(unit, {}).items() if said}


def referred(desk: Desk, event: Referred, place: str, seat: str = "") -> None:
    """Note that an actor waits for its capital."""
    known(event.unit, desk.units, f"{place}, unit")
    _marked(desk, event.unit, event.by, seat, waits=True)


def confirmed(desk: Desk, event: Confirmed, place: str, seat: str = "") -> None:
    """Note that an actor waits no more."""
    unit = desk.units[known(event.unit, desk.units, f"{place}, unit")]
    if event.by not in unit.pending and desk.strict:
        raise BadValue(Message("drafting-room.not-pending", place=place, unit=event.unit, found=event.by))
    _marked(desk, event.unit, event.by, seat, waits=False)


def _marked(desk: Desk, unit: str, actor: str, seat: str, *, waits: bool) -> None:
    said = desk.marks.get(unit, {})
    desk.marks[unit] = {**said, actor: {**said.get(actor, {}), seat: Mark(waits, desk.number)}}
    settle(desk, unit)


def reopened(desk: Desk, event: Reopened, place: str) -> None:
    """Open a paragraph again, and what is agreed with it."""
    known(event.unit, desk.units, f"{place}, unit")
    reopen(desk, event.unit, event.reason or "reopened")


def reopen(desk: Desk, unit: str, why: str) -> None:
    """Open again a paragraph that was agreed; of a package nothing is agreed then."""
    for name in (unit, *(one for one in together(desk, unit) if one != unit and desk.units[one].level in LEVELS[2:])):
        if desk.units[name].level in LEVELS[2:]:
            desk.reopened.append((name, desk.at, why))
        level = "bracketed" if desk.over(name) else "proposed"
        desk.awaited.pop(name)
        desk.marks.pop(name)
        desk.units[name] = replace(desk.units[name], pending=())
        desk.level(name, level)


def linked(desk: Desk, event: Linked, place: str) -> None:
    """Link brackets and paragraphs; without any, dissolve the package."""
    if not event.targets:
        known(event.id, desk.packages, f"{place}, id")
        _check_stays(desk, event, (), place)
        desk.packages.pop(event.id)
        return
    if not event.id or event.id in desk.units or event.id in desk.brackets or event.id in desk.closed_in:
        raise BadValue(Message("drafting-room.twice", place=place, found=event.id))
    for target in event.targets:
        known(target, {**desk.brackets, **desk.units}, f"{place}, targets")
    package = Package(event.id, tuple(dict.fromkeys(event.targets)))
    _check_stays(desk, event, units_of(desk, package), place)
    desk.packages[event.id] = package
    levels = {unit: desk.units[unit].level for unit in units_of(desk, package)}
    low = [unit for unit, level in levels.items() if level not in _ABOVE]
    if desk.strict and low and len(low) < len(levels):
        raise BadValue(Message("drafting-room.mixed-package", place=place, package=event.id, unit=low[0], level=levels[low[0]]))


def _check_stays(desk: Desk, event: Linked, units: Collection[str], place: str) -> None:
    """Refuse that something is taken out of a package to pass over an objection in it, while any of it stands above *bracketed*."""
    package = desk.packages.get(event.id)
    if package is None or not desk.strict or set(units_of(desk, package)) <= set(units):
        return
    whole = together(desk, event.id)
    opposed = next((unit for unit in whole if _against(desk, unit) or desk.over(unit)), None)
    if opposed is not None and any(desk.units[unit].level in _ABOVE for unit in whole):
        raise BadValue(Message("drafting-room.still-linked", place=place, package=event.id, unit=opposed))


def put_under_silence(desk: Desk, event: Asked, place: str, ends: Callable[[str, str], tuple[str, bool]] | None = None) -> None:
    """Put paragraphs under silence. ``ends`` makes of a deadline and its zone the instant, and says whether it is a day."""
    one_of(event.level, LEVELS, f"{place}, level")
    until, day = ends(event.deadline, event.zone) if ends is not None else (event.deadline, len(event.deadline) == len("2025-03-01"))
    if ends is None:
        time_of(event.deadline, f"{place}, deadline")
    silence = Silence(event.id, event.units, event.at, event.deadline, event.level, until=until, day=day, zone=event.zone)
    if until and until <= event.at[: len(until)]:
        raise BadValue(Message("drafting-room.early-deadline", place=place, deadline=event.deadline, at=event.at))
    for unit in event.units:
        known(unit, desk.units, f"{place}, units")
    if event.id in desk.silences or not event.id:
        raise BadValue(Message("drafting-room.twice", place=place, found=event.id))
    desk.silences[event.id] = replace(silence, prints=tuple(desk.seen(unit) for unit in event.units))


def broken(desk: Desk, event: Broken, place: str, seat: str = "") -> None:
    """Break a silence on some of its paragraphs, or on all."""
    silence = desk.silences[known(event.id, desk.silences, f"{place}, id")]
    if silence.ended or silence.is_late(event.at):
        raise BadValue(Message("drafting-room.late", place=place, found=event.at, deadline=silence.deadline, id=event.id))
    for unit in event.units:
        known(unit, dict.fromkeys(silence.units), f"{place}, units")
    units = event.units or silence.units
    added = tuple((event.by, unit, event.at) for unit in units)
    breaking = Breaking(event.by, units, event.at, event.reason, seat)
    desk.silences[event.id] = replace(silence, broken=(*silence.broken, *added), breakings=(*silence.breakings, breaking))


def lapsed(desk: Desk, event: Lapsed, place: str) -> None:
    """End a silence whose deadline has passed."""
    silence = desk.silences[known(event.id, desk.silences, f"{place}, id")]
    if silence.ended or not silence.is_over(event.at):
        raise BadValue(Message("drafting-room.not-yet", place=place, found=event.at, deadline=silence.deadline, id=event.id))
    end_silence(desk, silence, event.at)


def end_silence(desk: Desk, silence: Silence, at: str) -> tuple[str, ...]:
    """End a silence: where silence accepts, paragraphs rise on which nobody broke it and that nothing else holds back. Return which."""
    desk.silences[silence.id] = replace(silence, ended=at)
    if not desk.settings.silence_accepts:
        return ()
    prints = dict(zip(silence.units, silence.prints, strict=False))
    unbroken = set(silence.units) - {unit for _, unit, _ in silence.broken}
    rising = {
        unit
        for unit in unbroken
        if unit in desk.units and prints.get(unit, desk.seen(unit)) == desk.seen(unit) and _may_rise(desk, unit, silence.level)
    }
    wanted = LEVELS.index(silence.level)
    for whole in {id(one): one for one in connected(desk).values()}.values():
        if any(one not in rising and LEVELS.index(desk.units[one].level) < wanted for one in whole):
            rising -= whole
    return raise_silently(desk, (one for one in silence.units if one in rising), silence.level)


def raise_silently(desk: Desk, units: Iterable[str], level: str) -> tuple[str, ...]:
    """Raise paragraphs to the level of a silence, those that stand below it; return which."""
    below = [one for one in units if one in desk.units and LEVELS.index(desk.units[one].level) < LEVELS.index(level)]
    for name in below:
        _raise(desk, name, level, ())
    return tuple(below)
