"""What a seat may know of a drafting room, made of rows that are made anew only where something has changed."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from legation.methods.drafting import joined
from legation.rooms.drafting.packages import units_of
from legation.rooms.drafting.room import Drafting, Offer, actor_of, voices_of
from legation.rooms.drafting.state import CHAIR, Held, Silence, Unit, opposing, supporting
from legation.rooms.drafting.views import line
from legation.rooms.entry import Entry
from legation.rooms.state import Seat

__all__ = ["DERIVED", "concerned", "name_of", "seen_by"]

DERIVED = frozenset({"text"})
"""What the rows of a picture tell in other form."""
Row = dict[str, Any]
_OWN = frozenset({"stood", "reserved", "confided", "released", "received", "shown", "withdrawn", "joined", "taken", "proposed", "broken"})
"""Entries that the seats of one delegation may see otherwise than all."""


def name_of(state: Drafting, actor: str, *, own: tuple[str, ...] = ()) -> str | None:
    """Return how an actor is named inside: in an anonymous room not, where organisations are named no seat; oneself always."""
    if actor in own:
        return actor
    inside = state.settings["inside"]
    if not actor or _has_left(state, actor) or inside == "anonymous" or (inside == "organisation" and actor in state.seats):
        return None
    return actor


def _has_left(state: Drafting, actor: str) -> bool:
    """Whether it is a seat that was erased, or that an entry further on erases."""
    seat = state.seats.get(actor)
    return actor in state.leaving if seat is None else seat.erased


def seen_by(state: Drafting, seat: str | None) -> dict[str, Any]:
    """Return the text, its brackets and levels, and what is this seat's own or was told to it.

    Names stand as the room allows, stances that are not public for their delegation and, where the room says so, the chair. A caucus
    stands for those whom it is for and its author, a confidence for its delegation and the chair until it is released.
    """
    shared = _shared(state)
    found = state.seats[seat] if seat is not None else None
    own = _own(state, found) if found is not None else ()
    chairs = found is not None and found.role == "chair"
    seen = dict(shared)
    if chairs:
        seen["units"] = _list(state, "chair-units", lambda: [state.cache["units-chair"][name] for name in state.desk.units])
        seen["brackets"] = _list(state, "chair-brackets", lambda: _rows(state, "chair"))
        seen["text"] = _text(state, "chair")
        seen["offers"] = _list(state, "chair-offers", lambda: [_offer(state, one, CHAIR) for one in state.offers.values()])
    elif own and (hidden := _hidden(state, own)):
        seen["brackets"] = [
            _bracket(state, state.desk.brackets[row["id"]], own[0], own) if row["id"] in hidden else row for row in shared["brackets"]
        ]
    waits = {name for name, actors in state.cache["pending"].items() if set(own) & set(actors) - set(_names(state, actors))}
    if waits:  # whoever is not named is told all the same what waits for them
        seen["units"] = [
            row | {"pending": _names(state, state.desk.units[row["id"]].pending, own)} if row["id"] in waits else row
            for row in seen["units"]
        ]
    seen["mine"] = {target: one.stance for target, one in _mine(state, own)}
    seen["own"] = [
        {
            "id": target,
            "actor": one.actor,
            "public": one.public,
            "conditional_on": one.conditional_on,
            "again": one.stance == "support" and one.seen not in ("", state.desk.seen(target)),
        }
        for target, one in _mine(state, own)
    ]
    seen["shown"] = [
        {
            "id": one.id,
            "by": name_of(state, one.author, own=own),
            "to": _names(state, one.to, own),
            "title": one.title,
            "text": one.text,
            "targets": list(one.targets),
        }
        for one in state.shown.values()
        if one.is_of(own, chairs=chairs) or set(own) & set(one.to)
    ]
    seen["confided"] = [
        {"id": one.id, "by": name_of(state, one.actor, own=own), "text": one.text, "target": one.target, "released": one.released}
        for one in state.confided.values()
        if one.released or chairs or one.actor in own
    ]
    seen["received"] = _received(state, own, chairs=chairs)
    return seen


def _own(state: Drafting, seat: Seat) -> tuple[str, ...]:
    """Return in whose name a seat looks: an observer, where observers do not take part, in that of no group."""
    if seat.role == "observer" and not state.settings["equal"]:
        return (actor_of(seat),)
    return voices_of(seat) if seat.role in ("delegate", "observer", "chair") else ()


def concerned(state: Drafting, entry: Entry) -> Iterator[str]:
    """Yield those whose picture an entry may change otherwise than that of all: chairs, the author's delegation, and whom it asks again."""
    data = entry.data or {}
    actors = set(state.again.get(entry.number, ()))
    author = state.seats.get(entry.by)
    if entry.kind in _OWN and author is not None:
        actors |= set(voices_of(author))
    actors |= set(data.get("to", ()) if entry.kind == "shown" else ())
    if entry.kind in ("withdrawn", "erased", "removed", "moved", "seated", "brought", "closed", "phase"):
        yield from state.seats
        return
    for seat in state.seats.values():
        if seat.role == "chair" or (actors and not actors.isdisjoint(voices_of(seat))):
            yield seat.id


def _shared(state: Drafting) -> dict[str, Any]:
    """Return what all see, the same object for the same number."""
    known = state.cache.get("shared")
    if known is not None and known[0] == (state.number, state.phase):
        found: dict[str, Any] = known[1]
        return found
    _renew(state)
    desk = state.desk
    made = {
        "text": _text(state, "all"),
        "order": list(desk.units),
        "units": [state.cache["units"][name] for name in desk.units],
        "brackets": _rows(state, "all"),
        "mine": {},
        "own": [],
        "silences": [_silence(state, one) for one in desk.silences.values()],
        "packages": [{"id": one.id, "targets": list(one.targets), "units": list(units_of(desk, one))} for one in desk.packages.values()],
        "reservations": [
            {"id": one.id, "unit": one.unit, "by": name_of(state, one.actor), "text": one.text}
            for one in desk.reservations
            if not one.ended
        ],
        "offers": [_offer(state, one, "") for one in state.offers.values()],
        "shown": [],
        "confided": [],
        "received": {},
        "versions": [{"id": f"{n}", "number": n, "kind": kind, "day": at[:10]} for n, (kind, at, _) in enumerate(desk.versions, 1)],
        "members": _members(state),
    }
    before = known[1] if known is not None else {}
    for name, value in made.items():  # what is the same as before is the same object, so that nobody compares it row by row
        if name in before and _same(before[name], value):
            made[name] = before[name]
    state.cache["shared"] = ((state.number, state.phase), made)
    return made


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(a is b or a == b for a, b in zip(old, new, strict=True))
    return bool(old == new)


def _renew(state: Drafting) -> None:
    """Make the rows anew of what has changed since they were made."""
    desk, cache = state.desk, state.cache
    groups = () if desk.settings.one_voice else (desk.at[:10], desk.members)
    if cache.get("for") != (groups,):  # for whom a group speaks may be others by now
        cache["for"] = (groups,)
        for name in ("units", "units-chair", "lines-all", "lines-chair", "all", "chair"):
            cache[name] = {}
        desk.units.changed.update(desk.units)
        desk.brackets.changed.update(desk.brackets)
        cache["pending"] = {}
    units, targets = desk.units.changed, desk.brackets.changed | desk.said_on.changed
    lines = set(units)
    for name in units | (desk.said_on.changed & desk.units.keys()):
        cache["pending"].pop(name, None)
        if name in desk.units:
            if desk.units[name].pending:
                cache["pending"][name] = desk.units[name].pending
            shown = cache["units"][name] = _unit(state, desk.units[name], "")
            chairs = _unit(state, desk.units[name], CHAIR)
            cache["units-chair"][name] = shown if chairs == shown else chairs  # the same object is compared by nobody
            targets |= {one.id for one in desk.over(name)} if name in units else set()
        else:
            cache["units"].pop(name, None)
            cache["units-chair"].pop(name, None)
    for name in targets:
        bracket = desk.brackets.get(name)
        if bracket is None:
            cache["all"].pop(name, None)
            cache["chair"].pop(name, None)
            lines.add(desk.closed_in.get(name, ""))
        else:
            lines.add(bracket.unit)
            shown = cache["all"][name] = _bracket(state, bracket, "", ())
            chairs = _bracket(state, bracket, CHAIR, ())
            cache["chair"][name] = shown if chairs == shown else chairs
    named = functools.partial(name_of, state)
    for name in lines:
        for kind, looking in (("lines-all", ""), ("lines-chair", CHAIR)):
            if name in desk.units:
                cache[kind][name] = line(desk, desk.units[name], looking if _is_named(state, looking) else None, name=named)
            else:
                cache[kind].pop(name, None)
    _note_hidden(state, targets)
    for table in (desk.units, desk.brackets, desk.said_on):
        table.changed = set()


def _note_hidden(state: Drafting, targets: set[str]) -> None:
    """Note by actor on which targets it took a stance, and on which of them one that is not public."""
    said = state.cache.setdefault("said", {})
    actors_on = state.cache.setdefault("actors", {})
    for target in targets | state.desk.units.changed:
        now = state.desk.said(target)
        for actor in actors_on.get(target, frozenset()) - now.keys():
            said[actor].pop(target, None)
        for actor, one in now.items():
            said.setdefault(actor, {})[target] = one
        if now:
            actors_on[target] = frozenset(now)
        else:
            actors_on.pop(target, None)


def _mine(state: Drafting, own: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield what a delegation said, and on what: in its own name, else for the group that named it."""
    said = state.cache["said"]
    mine = {target: one for actor in reversed(own) for target, one in said.get(actor, {}).items()}
    yield from sorted(mine.items())


def _hidden(state: Drafting, own: tuple[str, ...]) -> set[str]:
    return {target for target, one in _mine(state, own) if not one.public and target in state.desk.brackets}


def _rows(state: Drafting, whose: str) -> list[Row]:
    rows = state.cache[whose]
    return [rows[name] for name in state.desk.brackets]


def _list(state: Drafting, name: str, make: Any) -> Any:
    known = state.cache.get(name)
    if known is None or known[0] != state.number:
        known = state.cache[name] = (state.number, make())
    return known[1]


def _text(state: Drafting, whose: str) -> str:
    lines = state.cache[f"lines-{whose}"]
    return "\n\n".join(lines[name] for name in state.desk.units)


def _is_named(state: Drafting, looking: str) -> bool:
    """Whether brackets bear names: in a room that does not attribute for the chair alone, in an anonymous room for nobody."""
    return state.settings["inside"] != "anonymous" and (bool(state.settings["attributed"]) or looking == CHAIR)


def _names(state: Drafting, actors: tuple[str, ...], own: tuple[str, ...] = ()) -> list[str]:
    return [name for actor in actors if (name := name_of(state, actor, own=own)) is not None]


def _unit(state: Drafting, unit: Unit, looking: str) -> Row:
    """Return a paragraph, with who is for and against it as a whole where somebody is."""
    named = _is_named(state, looking) and bool(state.desk.said(unit.id))
    said = {
        "supporting": _names(state, supporting(state.desk, unit.id, looking)) if named else [],
        "opposing": _names(state, opposing(state.desk, unit.id, looking)) if named else [],
    }
    return {
        "id": unit.id,
        "label": unit.label,
        "level": unit.level,
        "pending": _names(state, unit.pending),
        "sources": _names(state, unit.sources) if _is_named(state, looking) else [],
        "words": list(unit.words),
    } | {name: names for name, names in said.items() if names}


def _bracket(state: Drafting, bracket: Held, looking: str, own: tuple[str, ...]) -> Row:
    named = _is_named(state, looking)
    wanted = supporting(state.desk, bracket.id, looking) if named or own else ()
    unwanted = opposing(state.desk, bracket.id, looking) if named or own else ()
    if not named:
        wanted, unwanted = (tuple(one for one in ones if one in own) for ones in (wanted, unwanted))
    return {
        "id": bracket.id,
        "unit": bracket.unit,
        "words": joined(state.desk.words(bracket)),
        "supporting": _names(state, wanted, own),
        "opposing": _names(state, unwanted, own),
        "start": bracket.start,
        "end": bracket.end,
        "group": bracket.group,
        "verb": bracket.verb,
        "place": bracket.place,
        "by": _names(state, bracket.by, own) if named else [],
        "reason": bracket.reason,
        "origin": (name_of(state, bracket.origin) or "") if named else "",
    }


def _silence(state: Drafting, silence: Silence) -> Row:
    return {
        "id": silence.id,
        "units": list(silence.units),
        "deadline": silence.until,
        "day": silence.deadline if silence.day else "",
        "zone": silence.zone,
        "level": silence.level,
        "broken": [{"by": name_of(state, one.actor), "units": list(one.units), "reason": one.reason} for one in silence.breakings],
        "ended": not silence.runs,
        "raised": list(state.raised.get(silence.id, ())),
        "cut_short": bool(silence.ended) and not silence.is_broken and silence.id not in state.raised,
    }


def _offer(state: Drafting, offer: Offer, looking: str) -> Row:
    event = offer.event
    names = ("id", "operation", "unit", "start", "end", "seen", "text", "label", "target", "reason")
    by = name_of(state, event.by) if _is_named(state, looking) else None
    return {name: getattr(event, name) for name in names} | {"by": by}


def _members(state: Drafting) -> list[Row]:
    """Return the delegations and observers that sit in the room, as they are named, and the groups that speak for them."""
    groups: dict[str, dict[str, None]] = {}
    for seat in state.seats.values():
        if not seat.removed and seat.role in ("delegate", "observer") and (name := name_of(state, actor_of(seat))) is not None:
            groups.setdefault(name, {})
            if seat.group:
                groups[name][seat.group] = None
    for _, member in state.joins.values():
        if member.actor in groups and member.group and member.holds(state.desk.at):
            groups[member.actor][member.group] = None
    return [{"id": name, "groups": sorted(found)} for name, found in sorted(groups.items())]


def _received(state: Drafting, own: tuple[str, ...], *, chairs: bool) -> Row:
    """Return for the chair who has received what, for a delegation what it has itself."""
    if chairs:
        visible = {
            item: actors for item, actors in state.received.items() if item not in state.shown or state.shown[item].is_of(own, chairs=True)
        }
        return {item: _names(state, tuple(sorted(actors)), own) for item, actors in visible.items()}
    return {item: names for item, actors in state.received.items() if (names := [one for one in own if one in actors])}
