"""What may be written in a drafting room, by whom, and what it changes; what is refused, also halfway, changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from legation import moment
from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import brackets, levels, proposals, saying
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import (
    KINDS,
    LEVELS,
    MODES,
    OPERATIONS,
    SCHEMES,
    STANCES,
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Confirmed,
    Joined,
    Linked,
    Opened,
    Paragraph,
    Proposed,
    Referred,
    Reopened,
    Reserved,
    Stood,
)
from legation.rooms.drafting.room import PHASES, Confidence, Drafting, Offer, Shown, actor_of, voices_of
from legation.rooms.drafting.state import State
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused
from legation.rooms.seating import SEATING, opening
from legation.rooms.state import CLOCK, EntryKind, Field, Seat

__all__ = ["ENTRIES", "opened"]

_ID = Field(type=str, longest=100)
_ACTOR = Field(type=str, needed=False, longest=200)
_REASON = Field(type=str, needed=False, longest=2_000)
_TEXT = Field(type=str, longest=10_000)
_PLACE = Field(type=int, needed=False, low=0, high=1_000_000)
_IDS = Field(type=list, longest=1_000)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_RULES = {
    "bis": Field(type=str, allowed=("alternative", "new")),
    "scheme": Field(type=str, allowed=SCHEMES),
    "silence_accepts": Field(type=bool),
    "one_voice": Field(type=bool),
    "attributed": Field(type=bool),
    "chair_sees": Field(type=bool),
    "equal": Field(type=bool),
}
_CODES = {
    "twice": "twice",
    "crossing": "conflict",
    "moved-words": "conflict",
    "bad-range": "conflict",
    "last-unit": "conflict",
    "lower-level": "conflict",
    "late": "late",
    "early-deadline": "late",
    "not-yet": "not-open",
    "stranger": "no-role",
}
"""Why an event cannot be taken -> why a room refuses it; what begins with ``still`` is a standing objection."""


DEEPEST = 100
"""Brackets in each other, the most that a paragraph of a live room may have."""
_OPENING, _CLOSING = frozenset("[［【"), frozenset("]］】")


def opened(entry: Entry) -> Drafting:
    """Return the state of a drafting room after its first entry; its author is the host."""
    rules = {one.name: one.default for one in fields(Opened) if one.name in _RULES}
    settings = opening(entry, _RULES, rules)
    state = Drafting(
        settings=settings, desk=Desk(State(settings=Opened(at=entry.at, **{name: settings[name] for name in rules}), at=entry.at))
    )
    state.seats[entry.by] = Seat(id=entry.by, role="host")
    return state


def _data(entry: Entry) -> dict[str, Any]:
    """Return what an entry says, without fields that have no value."""
    return {name: value for name, value in (entry.data or {}).items() if value is not None}


def _refused(error: BadValue, entry: Entry) -> Refused:
    message = error.message if isinstance(error.message, Message) else Message("")
    form = message.id.removeprefix("drafting-room.")
    code = "still-opposed" if form.startswith(("still-", "paragraph-opposed")) else _CODES.get(form, "unknown")
    place = str(message.values.get("place", "")).rsplit(", ", 1)[-1]
    return Refused(
        code, entry.number, field=place if not place.isdigit() and place else entry.kind, found=str(message.values.get("found", "-"))[:80]
    )


def _is_gone(state: Drafting, entry: Entry) -> bool:
    """Whether the author of an entry was erased, so that nobody knows any more whom it spoke for."""
    return entry.by not in state.seats


def _actor(state: Drafting, entry: Entry, named: str = "") -> str:
    """Return in whose name an entry speaks: that of its seat, or of the group that named it; no other."""
    seat = state.seat(entry.by, entry)
    if named and not _is_gone(state, entry) and named not in voices_of(seat):
        raise Refused("no-role", entry.number)
    return named or actor_of(seat)


def _is_chair(state: Drafting, entry: Entry) -> bool:
    return not _is_gone(state, entry) and state.seats[entry.by].role == "chair"


def _takes_part(state: Drafting, entry: Entry) -> None:
    """Refuse what an observer may not, but where all are equal."""
    if not _is_gone(state, entry) and state.seats[entry.by].role == "observer" and not state.settings["equal"]:
        raise Refused("no-role", entry.number)


def _place(entry: Entry) -> str:
    return f"{entry.number}"


def _with_reason(data: dict[str, Any], entry: Entry) -> str:
    reason = str(data.get("reason", "")).strip()
    if not reason:
        raise Refused("needs-reason", entry.number)
    return reason


def _phase(state: Drafting, entry: Entry) -> None:
    phase = _data(entry)["phase"]
    if state.phase == "closed":
        raise Refused("closed", entry.number)
    state.phase = phase
    if phase == "closed":
        for silence in [one for one in state.desk.silences.values() if not one.ended]:
            state.desk.silences[silence.id] = replace(silence, ended=entry.at)
            state.reported[silence.id] = True


def _removed(state: Drafting, entry: Entry) -> None:
    seat = state.seat(_data(entry)["seat"], entry)
    if seat.removed or seat.role == "host":
        raise Refused("no-role", entry.number)
    seat.removed = True
    state.seats_changed()


def _erased(state: Drafting, entry: Entry) -> None:
    name = _data(entry)["seat"]
    seat, by = state.seat(name, entry), state.seats.get(entry.by)
    if seat.role == "host" or seat.erased or (entry.by != name and (by is None or by.role != "host")):
        raise Refused("no-role", entry.number)
    state.seats[name] = Seat(id=name, role=seat.role, removed=True, erased=True)
    state.forget(name)
    state.seats_changed()
    state.cache.clear()


def _seating(what: Callable[[Drafting, Entry], None]) -> Callable[[Drafting, Entry], None]:
    def take(state: Drafting, entry: Entry) -> None:
        what(state, entry)
        state.seats_changed()

    return take


def _due(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    silence = state.desk.silences.get(data["what"])
    if silence is None or silence.id in state.reported or (not state.is_cut and data.get("deadline") != silence.until):
        raise Refused("unknown", entry.number, field="what", found=data["what"])
    if entry.by != CLOCK and not state.is_cut:
        raise Refused("no-role", entry.number)
    if not silence.ended:
        raise Refused("not-open", entry.number)
    state.reported[silence.id] = True


def _published(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    if data["up_to"] >= entry.number:
        raise Refused("unknown", entry.number, field="up_to", found=str(data["up_to"]))
    state.published = (*state.published, (entry.number, data["up_to"], data["sha256"]))


def _joined(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    actor = _actor(state, entry, data.get("actor", ""))
    event = Joined(at=entry.at, by=actor, **(data | {"actor": actor}))
    state.joins[entry.number] = entry.by, saying.membership(event, _place(entry))
    state.seats_changed()


def _version(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    paragraphs = tuple(Paragraph(**(row | {"sources": tuple(row.get("sources") or ())})) for row in map(dict, data["paragraphs"]))
    for one in paragraphs:
        _check_depth(one.text, entry)
    proposals.brought(state.desk, Brought(at=entry.at, by=_actor(state, entry), kind=data["kind"], paragraphs=paragraphs), _place(entry))


def _check_depth(text: str, entry: Entry) -> None:
    depth = 0
    for sign in text:
        depth = depth + 1 if sign in _OPENING else max(depth - 1, 0) if sign in _CLOSING else depth
        if depth > DEEPEST:
            raise Refused("too-long", entry.number, field="text", found=depth, allowed=DEEPEST)


def _proposed(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    offered = data.pop("offered", False)
    if not _is_gone(state, entry):
        may_only_offer = state.seats[entry.by].role == "observer" and not state.settings["equal"]
        if offered != may_only_offer:
            raise Refused("no-role", entry.number)
    proposers = tuple(_actor(state, entry, name) for name in data.pop("proposers", ()))
    event = Proposed(at=entry.at, by=_actor(state, entry), proposers=proposers, **data)
    if event.id in state.offers:
        raise Refused("twice", entry.number, found=event.id)
    if offered:
        proposals.check(state.desk, event, _place(entry))
        state.offers[event.id] = Offer(event=event, seat=entry.by)
    else:
        proposals.proposed(state.desk, event, _place(entry), entry.by)


def _taken(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    offer = state.offers.get(data["id"])
    if offer is None:
        if not state.desk.strict:  # its observer left, and it with them
            return
        raise Refused("unknown", entry.number, field="id", found=data["id"])
    actor = _actor(state, entry)
    again = {name: data[name] for name in ("start", "end", "seen") if name in data}
    event = replace(offer.event, at=entry.at, by=actor, proposers=(actor,), **again)
    proposals.proposed(state.desk, event, _place(entry), entry.by)
    bracket = state.desk.brackets[event.id]
    origin = offer.event.proposers or (offer.event.by,)
    state.desk.brackets[event.id] = replace(bracket, origin=", ".join(origin), origin_seat=offer.seat)
    del state.offers[event.id]


def _stood(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    actor = _actor(state, entry, data.pop("actor", ""))
    saying.stood(state.desk, Stood(at=entry.at, by=actor, **data), _place(entry), entry.by)


def _reserved(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    actor = _actor(state, entry, data.pop("actor", ""))
    saying.reserved(state.desk, Reserved(at=entry.at, by=actor, **data | {"text": data["text"].strip()}), _place(entry), entry.by)


def _broken(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    actor = _actor(state, entry, data.get("actor", ""))
    event = Broken(at=entry.at, by=actor, id=data["id"], units=tuple(data.get("units", ())), reason=_with_reason(data, entry))
    levels.broken(state.desk, event, _place(entry), entry.by)


def _referred(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    levels.referred(
        state.desk, Referred(at=entry.at, by=_actor(state, entry, data.get("actor", "")), unit=data["unit"]), _place(entry), entry.by
    )


def _confirmed(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    levels.confirmed(
        state.desk, Confirmed(at=entry.at, by=_actor(state, entry, data.get("actor", "")), unit=data["unit"]), _place(entry), entry.by
    )


def _closed(state: Drafting, entry: Entry) -> None:
    brackets.closed(state.desk, Closed(at=entry.at, by=_actor(state, entry), **_data(entry)), _place(entry))


def _agreed(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    pending = tuple(dict.fromkeys(data.get("pending", ())))
    levels.agreed(
        state.desk, Agreed(at=entry.at, by=_actor(state, entry), unit=data["unit"], level=data["level"], pending=pending), _place(entry)
    )


def _reopened(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    if not _is_chair(state, entry):
        _takes_part(state, entry)
        _with_reason(data, entry)
    unit = state.desk.units.get(data["unit"])
    if unit is not None and unit.level not in LEVELS[2:] and state.desk.strict:
        raise Refused("conflict", entry.number)
    levels.reopened(state.desk, Reopened(at=entry.at, by=_actor(state, entry), **data), _place(entry))


def _linked(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    event = Linked(at=entry.at, by=_actor(state, entry), id=data["id"], targets=tuple(data.get("targets", ())))
    levels.linked(state.desk, event, _place(entry))


def _silence(state: Drafting, entry: Entry) -> None:
    data = _data(entry)
    number = data.pop("until", None)
    if (number is not None or "deadline" not in data) and not state.is_cut:
        raise Refused("unknown", entry.number, field="deadline", found="-")
    if not data["units"]:
        raise Refused("unknown", entry.number, field="units", found="-")
    units = tuple(dict.fromkeys(data["units"]))
    event = Asked(at=entry.at, by=_actor(state, entry), **(data | {"units": units, "deadline": data.get("deadline", "")}))
    levels.put_under_silence(state.desk, event, _place(entry), _ends)
    if number is not None:
        state.ends_at[event.id] = number


def _ends(deadline: str, zone: str) -> tuple[str, bool]:
    """Return the instant of a deadline, and whether it is the end of a day, which no longer meets it."""
    if not deadline:
        return "", False
    if _DAY.fullmatch(deadline):
        return moment.written(moment.ends(deadline, zone or "UTC")), True
    return moment.written(moment.parse(deadline)), False


def _received(state: Drafting, entry: Entry) -> None:
    what = _data(entry)["what"]
    desk, actor = state.desk, _actor(state, entry)
    caucus = state.shown.get(what)
    known = what in desk.brackets or what in desk.closed_in or what in desk.silences or what in map(str, range(1, len(desk.versions) + 1))
    shown = caucus is not None and set(voices_of(state.seat(entry.by, entry))) & {*caucus.to, caucus.author}
    if not known and not shown and state.desk.strict:
        raise Refused("unknown", entry.number, field="what", found=what)
    actors = state.received.get(what, {})
    state.received[what] = {**actors, actor: actors.get(actor, frozenset()) | {entry.by}}


def _shown(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    there = {name for seat in state.seats.values() if not seat.removed for name in voices_of(seat)}
    to = tuple(dict.fromkeys(data["to"]))
    stranger = next((name for name in to if name not in there), None)
    if not to or (stranger is not None and state.desk.strict):
        raise Refused("unknown", entry.number, field="to", found=stranger or "-")
    targets = tuple(data.get("targets", ()))
    for name in targets:
        if name not in state.desk.brackets and name not in state.desk.units:
            raise Refused("unknown", entry.number, field="targets", found=name)
    if data["id"] in state.shown:
        raise Refused("twice", entry.number, found=data["id"])
    state.shown[data["id"]] = Shown(
        id=data["id"], author=_actor(state, entry), seat=entry.by, to=to, title=data["title"], text=data.get("text", ""), targets=targets
    )


def _withdrawn(state: Drafting, entry: Entry) -> None:
    name = _data(entry)["id"]
    own = set(voices_of(state.seat(entry.by, entry)))
    caucus, offer, bracket = state.shown.get(name), state.offers.get(name), state.desk.brackets.get(name)
    if caucus is not None and (caucus.author in own or not state.desk.strict):
        del state.shown[name]
        state.received.pop(name)
    elif offer is not None and (offer.seat == entry.by or own & {offer.event.by} or not state.desk.strict):
        del state.offers[name]
    elif bracket is not None and caucus is None:
        _take_back(state, entry, own)
    elif not (state.is_cut or not state.desk.strict):
        raise Refused("unknown", entry.number, field="id", found=name)


def _take_back(state: Drafting, entry: Entry, own: set[str]) -> None:
    desk, bracket = state.desk, state.desk.brackets[_data(entry)["id"]]
    if desk.strict and not _is_gone(state, entry) and (not bracket.seat or not own & set(bracket.by)):
        raise Refused("no-role", entry.number)
    spoken = {actor for name in (bracket.id, f"{bracket.id}.was") for actor in desk.said(name)}
    if desk.strict and spoken - own - set(bracket.by):
        raise Refused("still-opposed", entry.number)
    if not bracket.verb and any(
        one.id != bracket.id and bracket.start <= one.start and one.end <= bracket.end for one in desk.over(bracket.unit)
    ):
        raise Refused("conflict", entry.number)
    brackets.withdrawn(desk, bracket)


def _confided(state: Drafting, entry: Entry) -> None:
    _takes_part(state, entry)
    data = _data(entry)
    target = data.get("target", "")
    if target and target not in state.desk.brackets and target not in state.desk.units:
        raise Refused("unknown", entry.number, field="target", found=target)
    if data["id"] in state.confided:
        raise Refused("twice", entry.number, found=data["id"])
    state.confided[data["id"]] = Confidence(id=data["id"], actor=_actor(state, entry), seat=entry.by, text=data["text"], target=target)


def _released(state: Drafting, entry: Entry) -> None:
    name = _data(entry)["id"]
    found = state.confided.get(name)
    if found is None or (found.actor not in voices_of(state.seat(entry.by, entry)) and state.desk.strict):
        if found is None and (state.is_cut or not state.desk.strict):
            return
        raise Refused("unknown", entry.number, field="id", found=name)
    state.confided[name] = replace(found, released=True)


def _check_phase(state: Drafting, entry: Entry, phases: tuple[str, ...]) -> None:
    if state.phase not in phases and not (state.phase == "paused" and _is_chair(state, entry)):
        raise Refused("closed" if state.phase == "closed" else "not-open", entry.number)


def _taking(take: Callable[[Drafting, Entry], None], phases: tuple[str, ...]) -> Callable[[Drafting, Entry], None]:
    """Return what takes an entry of a kind: silences that are over end first, and whatever is refused leaves the room as it was."""

    def taking(state: Drafting, entry: Entry) -> None:
        state.mark()
        try:
            state.begin(entry.number, entry.at)
            _check_phase(state, entry, phases)
            take(state, entry)
            state.settled(entry.number)
        except BadValue as error:
            state.back()
            raise _refused(error, entry) from None
        except BaseException:
            state.back()
            raise

    return taking


def _nothing(state: Drafting, entry: Entry) -> None:
    """Take an entry that was erased: time goes on."""


_OPEN, _PAUSED, _EVER = ("open",), ("open", "paused"), PHASES


def _entry(
    fields: dict[str, Field], roles: tuple[str, ...], take: Any, phases: tuple[str, ...] = _OPEN, **more: Any
) -> EntryKind[Drafting]:
    return EntryKind(fields=fields, roles=roles, take=_taking(take, phases), take_erased=_taking(_nothing, _EVER), **more)


_WORDS = {
    "operation": Field(type=str, allowed=OPERATIONS),
    "unit": _ID,
    "start": _PLACE,
    "end": _PLACE,
    "seen": Field(type=str, needed=False, longest=16),
    "text": Field(type=str, needed=False),
    "label": Field(type=str, needed=False, longest=100),
    "proposers": Field(type=list, needed=False, longest=200),
    "target": Field(type=str, needed=False, longest=100),
    "reason": _REASON,
}
_PARAGRAPH = {
    "id": _ID,
    "label": Field(type=str, longest=100),
    "text": Field(type=str, longest=100_000),
    "sources": Field(type=list, needed=False, longest=200),
}
_SPEAKS = ("delegate", "observer")

ENTRIES: dict[str, EntryKind[Drafting]] = {
    **{
        kind: _entry(dict(declared.fields), declared.roles, _seating(declared.take), _EVER, personal=True, of_author=declared.of_author)
        for kind, declared in SEATING.items()
    },
    "removed": _entry({"seat": _ID, "reason": _REASON}, ("host",), _removed, _EVER, personal=True, of_author=False),
    "erased": _entry({"seat": _ID}, (), _erased, _EVER),
    "phase": _entry({"phase": Field(type=str, allowed=PHASES)}, ("host", "chair"), _phase, _EVER),
    "published": _entry({"up_to": Field(type=int, low=1), "sha256": Field(type=str, longest=64)}, ("host",), _published, _EVER),
    "due": _entry(
        {"what": _ID, "deadline": Field(type=str, needed=False, longest=40), "raised": Field(type=list, needed=False, longest=1_000)},
        (CLOCK, "host"),
        _due,
        _EVER,
    ),
    "joined": _entry(
        {
            "actor": _ACTOR,
            "group": _ACTOR,
            "start": Field(type=str, needed=False, longest=10),
            "end": Field(type=str, needed=False, longest=10),
        },
        ("delegate",),
        _joined,
        personal=True,
    ),
    "brought": _entry(
        {"kind": Field(type=str, allowed=KINDS), "paragraphs": Field(type=list, longest=10_000, rows=_PARAGRAPH)}, ("chair",), _version
    ),
    "closed": _entry({"bracket": _ID, "mode": Field(type=str, allowed=MODES), "text": Field(type=str, needed=False)}, ("chair",), _closed),
    "agreed": _entry(
        {"unit": _ID, "level": Field(type=str, allowed=LEVELS), "pending": Field(type=list, needed=False, longest=500)}, ("chair",), _agreed
    ),
    "reopened": _entry({"unit": _ID, "reason": _REASON}, ("chair", *_SPEAKS), _reopened),
    "linked": _entry({"id": _ID, "targets": Field(type=list, needed=False, longest=1_000)}, ("chair",), _linked),
    "asked": _entry(
        {
            "id": _ID,
            "units": _IDS,
            "deadline": Field(type=str, needed=False, longest=40),
            "level": Field(type=str, needed=False, allowed=LEVELS[2:]),
            "zone": Field(type=str, needed=False, longest=60),
            "until": Field(type=int, needed=False, low=1),
        },
        ("chair",),
        _silence,
    ),
    "proposed": _entry({"id": _ID, **_WORDS, "offered": Field(type=bool, needed=False)}, _SPEAKS, _proposed),
    "taken": _entry({"id": _ID, "start": _PLACE, "end": _PLACE, "seen": _WORDS["seen"]}, ("delegate",), _taken),
    "stood": _entry(
        {
            "target": _ID,
            "stance": Field(type=str, allowed=STANCES),
            "public": Field(type=bool, needed=False),
            "conditional_on": Field(type=str, needed=False, longest=100),
            "actor": _ACTOR,
        },
        _SPEAKS,
        _stood,
        personal=True,
    ),
    "reserved": _entry({"unit": _ID, "text": Field(type=str, longest=4_000), "actor": _ACTOR}, _SPEAKS, _reserved, personal=True),
    "broken": _entry(
        {"id": _ID, "units": Field(type=list, needed=False, longest=1_000), "reason": _REASON, "actor": _ACTOR}, _SPEAKS, _broken, _PAUSED
    ),
    "referred": _entry({"unit": _ID, "actor": _ACTOR}, _SPEAKS, _referred, personal=True),
    "confirmed": _entry({"unit": _ID, "actor": _ACTOR}, _SPEAKS, _confirmed, personal=True),
    "received": _entry({"what": _ID}, ("chair", *_SPEAKS), _received, personal=True),
    "shown": _entry(
        {
            "id": _ID,
            "to": Field(type=list, longest=500),
            "title": Field(type=str, longest=300),
            "text": Field(type=str, needed=False, longest=20_000),
            "targets": Field(type=list, needed=False, longest=1_000),
        },
        ("chair", *_SPEAKS),
        _shown,
    ),
    "withdrawn": _entry({"id": _ID}, ("chair", *_SPEAKS), _withdrawn),
    "confided": _entry({"id": _ID, "text": _TEXT, "target": Field(type=str, needed=False, longest=100)}, _SPEAKS, _confided, personal=True),
    "released": _entry({"id": _ID}, _SPEAKS, _released),
}
"""Entries of a drafting room but the first."""
