"""What may be written in a drafting room, by whom, and what it changes; what is refused, also halfway, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting import saying
from legation.rooms.drafting import text_rules as of_text
from legation.rooms.drafting import told_rules as of_few
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import (
    KINDS,
    LEVELS,
    MODES,
    OPERATIONS,
    SCHEMES,
    STANCES,
    Joined,
    Opened,
    without_nearest,
)
from legation.rooms.drafting.forgetting import forget
from legation.rooms.drafting.room import PHASES, Drafting, actor_of
from legation.rooms.drafting.speaking import actor_in, data_of, is_chair, is_gone, place_of
from legation.rooms.drafting.state import CHAIR, State
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused
from legation.rooms.seating import SEATING, opening
from legation.rooms.state import CLOCK, EntryKind, Field, Seat

__all__ = ["ENTRIES", "opened"]

_ID = Field(type=str, longest=100, is_id=True)
_PLACED = Field(type=str, needed=False, longest=100, is_id=True)
_ACTOR = Field(type=str, needed=False, longest=200)
_REASON = Field(type=str, needed=False, longest=2_000)
_TEXT = Field(type=str, longest=10_000)
_LABEL = Field(type=str, needed=False, longest=100)
_MANY = Field(type=list, needed=False, longest=1_000)
_PLACE = Field(type=int, needed=False, low=0, high=1_000_000)
_IDS = Field(type=list, longest=1_000, is_id=True)
_SOME_IDS = Field(type=list, needed=False, longest=1_000, is_id=True)
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
    "mixed-package": "conflict",
    "late": "late",
    "early-deadline": "late",
    "not-yet": "not-open",
    "stranger": "no-role",
}
"""Why an event cannot be taken -> why a room refuses it; what begins with ``still`` is a standing objection."""


def opened(entry: Entry) -> Drafting:
    """Return the state of a drafting room after its first entry; its author is the host."""
    rules = {one.name: one.default for one in fields(Opened) if one.name in _RULES}
    settings = opening(entry, _RULES, rules)
    state = Drafting(
        settings=settings, desk=Desk(State(settings=Opened(at=entry.at, **{name: settings[name] for name in rules}), at=entry.at))
    )
    state.seats[entry.by] = Seat(id=entry.by, role="host")
    return state


def _refused(error: BadValue, entry: Entry) -> Refused:
    message = error.message if isinstance(error.message, Message) else Message("")
    form = message.id.removeprefix("drafting-room.")
    code = "still-opposed" if form.startswith(("still-", "paragraph-opposed")) else _CODES.get(form, "unknown")
    place = str(message.values.get("place", "")).rsplit(", ", 1)[-1]
    return Refused(
        code, entry.number, field=place if not place.isdigit() and place else entry.kind, found=str(message.values.get("found", "-"))[:80]
    )


def _phase(state: Drafting, entry: Entry) -> None:
    phase = data_of(entry)["phase"]
    if state.phase == "closed":
        raise Refused("closed", entry.number)
    state.phase = phase
    if phase == "closed":
        for silence in [one for one in state.desk.silences.values() if not one.ended]:
            state.desk.silences[silence.id] = replace(silence, ended=entry.at)
            state.reported[silence.id] = True


def _removed(state: Drafting, entry: Entry) -> None:
    seat = state.seat(data_of(entry)["seat"], entry)
    if seat.removed or seat.role == "host":
        raise Refused("no-role", entry.number)
    seat.removed = True
    state.seats_changed()


def _erased(state: Drafting, entry: Entry) -> None:
    name = data_of(entry)["seat"]
    seat, by = state.seat(name, entry), state.seats.get(entry.by)
    if seat.role == "host" or seat.erased or (entry.by != name and (by is None or by.role != "host")):
        raise Refused("no-role", entry.number)
    state.seats[name] = Seat(id=name, role=seat.role, removed=True, erased=True)
    state.forget(name)
    state.seats_changed()
    state.cache.clear()


def _seating(what: Callable[[Drafting, Entry], None]) -> Callable[[Drafting, Entry], None]:
    def take(state: Drafting, entry: Entry) -> None:
        data = data_of(entry)
        _check_names(state, entry, data)
        what(state, entry)
        state.seats_changed()

    return take


def _check_names(state: Drafting, entry: Entry, data: dict[str, Any]) -> None:
    """Refuse a group that is a delegation with seats, a delegation that is a group, and whoever would be called as the chair is."""
    found = state.seats.get(data["seat"])
    actor = data.get("organisation") or (found.organisation if found is not None else None) or data["seat"]
    is_chair = (data.get("role") or (found.role if found is not None else "")) == "chair"
    if CHAIR in (data.get("organisation"), data.get("group")) or (actor == CHAIR and not is_chair):
        raise Refused("twice", entry.number, found=CHAIR)
    others = [seat for seat in state.seats.values() if not seat.removed and seat.id != data["seat"]]
    group = data.get("group")
    if group and group != actor and any(actor_of(seat) == group for seat in others):
        raise Refused("twice", entry.number, found=group)
    if any(seat.group == actor != actor_of(seat) for seat in others):
        raise Refused("twice", entry.number, found=actor)


def _due(state: Drafting, entry: Entry) -> None:
    data = data_of(entry)
    if entry.by != CLOCK and not state.is_cut:
        raise Refused("no-role", entry.number)
    silence = state.desk.silences.get(data["what"])
    if silence is None or silence.id in state.reported:
        raise Refused("unknown", entry.number, field="what", found=data["what"])
    if not state.is_cut and data.get("deadline") not in (silence.until, silence.deadline):  # a day is named as it was asked, or by its end
        raise Refused("unknown", entry.number, field="deadline", found=str(data.get("deadline"))[:80])
    if not silence.ended and silence.until and entry.at == silence.until:  # the clock writes later; a log that is written by hand, at it
        state.end(silence, silence.until)
    elif not silence.ended:
        raise Refused("not-open", entry.number)
    state.reported[silence.id] = True


def _published(state: Drafting, entry: Entry) -> None:
    data = data_of(entry)
    if data["up_to"] >= entry.number:
        raise Refused("unknown", entry.number, field="up_to", found=str(data["up_to"]))
    state.published = (*state.published, (entry.number, data["up_to"], data["sha256"]))


def _joined(state: Drafting, entry: Entry) -> None:
    data = data_of(entry)
    actor = actor_in(state, entry, data.get("actor", ""))
    group = data.get("group", "")
    if group and (group == CHAIR or group in state.sitting):
        raise Refused("no-role", entry.number)
    event = Joined(at=entry.at, by=actor, **(data | {"actor": actor}))
    state.joins[entry.number] = entry.by, saying.membership(event, place_of(entry))
    state.seats_changed()


def _check_phase(state: Drafting, entry: Entry, phases: tuple[str, ...]) -> None:
    if state.phase not in phases and not (state.phase == "paused" and is_chair(state, entry)):
        raise Refused("closed" if state.phase == "closed" else "not-open", entry.number)


_NAMED_AFTER = frozenset({"proposed", "taken", "broken"})
"""Entries that stay when their author is erased, and say who it was."""


def _taking(take: Callable[[Drafting, Entry], None], phases: tuple[str, ...]) -> Callable[[Drafting, Entry], None]:
    """Return what takes an entry of a kind: silences that are over end first, and whatever is refused leaves the room as it was."""

    def taking(state: Drafting, entry: Entry) -> None:
        state.mark()
        try:
            state.begin(entry.number, entry.at)
            _check_phase(state, entry, phases)
            with without_nearest():
                take(state, entry)
            if entry.kind in _NAMED_AFTER and entry.by in state.leaving and is_gone(state, entry):
                forget(state.desk, entry.by)  # as it is after the erasure, so that no day before it tells more
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
    "label": _LABEL,
    "proposers": Field(type=list, needed=False, longest=200),
    "target": _PLACED,
    "reason": _REASON,
}
_PARAGRAPH = {
    "id": _ID,
    "label": Field(type=str, longest=100),
    "text": Field(type=str, longest=100_000),
    "sources": Field(type=list, needed=False, longest=200),
}
_TEXT_OF_ALL = Field(type=list, longest=10_000, rows=_PARAGRAPH)
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
        {"what": _ID, "deadline": Field(type=str, needed=False, longest=40), "raised": _MANY},
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
        {"kind": Field(type=str, allowed=KINDS), "paragraphs": _TEXT_OF_ALL},
        ("chair",),
        of_text.version,
    ),
    "closed": _entry(
        {"bracket": _ID, "mode": Field(type=str, allowed=MODES), "text": Field(type=str, needed=False)}, ("chair",), of_text.closed
    ),
    "agreed": _entry(
        {"unit": _ID, "level": Field(type=str, allowed=LEVELS), "pending": _MANY},
        ("chair",),
        of_text.agreed,
    ),
    "reopened": _entry({"unit": _ID, "reason": _REASON}, ("chair", *_SPEAKS), of_text.reopened),
    "linked": _entry({"id": _ID, "targets": _SOME_IDS}, ("chair",), of_text.linked),
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
        of_text.put_under_silence,
    ),
    "proposed": _entry({"id": _ID, **_WORDS, "offered": Field(type=bool, needed=False)}, _SPEAKS, of_text.proposed),
    "taken": _entry({"id": _ID, "start": _PLACE, "end": _PLACE, "seen": _WORDS["seen"]}, ("delegate",), of_text.taken),
    "stood": _entry(
        {
            "target": _ID,
            "stance": Field(type=str, allowed=STANCES),
            "public": Field(type=bool, needed=False),
            "conditional_on": _PLACED,
            "actor": _ACTOR,
        },
        _SPEAKS,
        of_text.stood,
        personal=True,
    ),
    "reserved": _entry({"unit": _ID, "text": Field(type=str, longest=4_000), "actor": _ACTOR}, _SPEAKS, of_text.reserved, personal=True),
    "broken": _entry(
        {"id": _ID, "units": _SOME_IDS, "reason": _REASON, "actor": _ACTOR},
        _SPEAKS,
        of_text.broken,
        _PAUSED,
    ),
    "referred": _entry({"unit": _ID, "actor": _ACTOR}, _SPEAKS, of_text.referred, personal=True),
    "confirmed": _entry({"unit": _ID, "actor": _ACTOR}, _SPEAKS, of_text.confirmed, personal=True),
    "received": _entry({"what": _ID}, ("chair", *_SPEAKS), of_few.received, personal=True),
    "shown": _entry(
        {
            "id": _ID,
            "to": Field(type=list, longest=500),
            "title": Field(type=str, longest=300),
            "text": Field(type=str, needed=False, longest=20_000),
            "targets": _SOME_IDS,
        },
        ("chair", *_SPEAKS),
        of_few.shown,
    ),
    "withdrawn": _entry({"id": _ID}, ("chair", *_SPEAKS), of_few.withdrawn),
    "confided": _entry({"id": _ID, "text": _TEXT, "target": _PLACED}, _SPEAKS, of_few.confided, personal=True),
    "released": _entry({"id": _ID}, _SPEAKS, of_few.released),
}
"""Entries of a drafting room but the first."""
