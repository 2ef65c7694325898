"""What may be written in a deliberation, by whom, and what it changes."""

from __future__ import annotations

from typing import Any

from legation import moment
from legation.errors import BadValue
from legation.rooms.deliberation.state import LONGEST, PHASES, TAKEN, Deliberation, Flag, Reply, Statement
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused
from legation.rooms.seating import SEATING, opening
from legation.rooms.state import CLOCK, EntryKind, Field, Seat

__all__ = ["CAST", "ENTRIES", "MOST_IMPORTED", "REASONS", "opened"]

WITHDRAWABLE = 5
"""Votes from which on a statement is no longer its author's to withdraw."""
REASONS = ("off topic", "copy", "several ideas", "natural person", "insult", "unlawful", "not understood", "other")
"""Reasons of moderators as pages offer them; ``other`` with words."""

CAST = {"agree": 1, "disagree": -1, "pass": 0}
"""Fields of ``imported``: ids of statements, by what was said of them."""
MOST_IMPORTED = 1_000
"""People whose votes are brought along, at most."""
MOST_VOTES = 500
"""Votes of one of them, in each field."""

_ID = Field(type=str, longest=100, is_id=True)
_REASON = Field(type=str, needed=False, longest=2_000)


def opened(entry: Entry) -> Deliberation:
    """Return the state of a deliberation after its first entry; its author is the host."""
    settings = opening(
        entry,
        {
            "question": Field(type=str, longest=2_000),
            "moderation": Field(type=str, allowed=("before", "after")),
            "cap": Field(type=int, low=1, high=LONGEST),
        },
        {"question": "", "moderation": "before", "cap": LONGEST},
    )
    state = Deliberation(settings=settings)
    state.seats[entry.by] = Seat(id=entry.by, role="host")
    return state


def _phase(state: Deliberation, entry: Entry) -> None:
    data = _data(entry)
    if state.phase == "closed" or data["phase"] != "closed":  # what is late may still be closed
        _not_over(state, entry)
    if PHASES.index(data["phase"]) < PHASES.index(state.phase):
        raise Refused("conflict", entry.number)
    deadline = data.get("deadline") or ""
    if deadline:
        try:
            deadline = moment.written(moment.parse(deadline))
        except BadValue:
            raise Refused("unknown", entry.number, field="deadline", found=deadline[:80]) from None
        if deadline <= entry.at:
            raise Refused("late", entry.number)
    state.phase, state.deadline, state.day = data["phase"], deadline, bool(data.get("day"))
    state.zone = str(data.get("zone") or "") if deadline else ""


def _due(state: Deliberation, entry: Entry) -> None:
    if not state.deadline or _data(entry)["deadline"] != state.deadline:
        raise Refused("unknown", entry.number, field="deadline", found=_data(entry)["deadline"])
    if not state.is_late(entry.at) and entry.at < state.deadline:
        raise Refused("not-open", entry.number)
    state.phase, state.deadline, state.day, state.zone = "closed", "", False, ""


def _stated(state: Deliberation, entry: Entry) -> None:
    data, seat = _data(entry), state.seat(entry.by, entry)
    if (data["source"] == "seed") != (seat.role == "host") or (data["source"] == "organisation") > bool(seat.organisation):
        raise Refused("no-role", entry.number)
    _open(state, entry, ("collect", "vote", "second") if seat.role == "host" else ("collect", "vote"))
    message = data.get("message")
    if message is not None and (seat.role != "host" or state.phase != "second"):
        raise Refused("no-role" if seat.role != "host" else "not-open", entry.number)
    versions = [one for one in state.statements.values() if message is not None and one.message == message]
    if data["statement"] in state.statements or not data["statement"] or len(versions) == 2:
        raise Refused("twice", entry.number, found=data["statement"])
    if len(data["text"]) > state.settings["cap"]:
        raise Refused("too-long", entry.number, field="text", found=len(data["text"]), allowed=state.settings["cap"])
    if not data["text"].strip():
        raise Refused("unknown", entry.number, field="text", found="")
    state.statements[data["statement"]] = _statement(state, entry, data)


def _statement(state: Deliberation, entry: Entry, data: dict[str, Any]) -> Statement:
    shown_at_once = data["source"] == "seed" or state.settings["moderation"] == "after"
    return Statement(
        id=data["statement"],
        number=entry.number,
        author=entry.by,
        text=data["text"],
        language=data.get("language") or "",
        source=data["source"],
        second=state.phase == "second",
        message=data.get("message"),
        verdict="in" if shown_at_once else None,
    )


def _stated_erased(state: Deliberation, entry: Entry) -> None:
    author = state.seats.get(entry.by)
    source = "seed" if author is not None and author.role == "host" else "participant"
    state.unnamed.append(_statement(state, entry, {"statement": "", "text": None, "source": source}))


def _judged(state: Deliberation, entry: Entry) -> None:
    data = _data(entry)
    statement = _found(state, data["statement"], entry)
    _not_over(state, entry)
    if data["verdict"] == "out" and not (data.get("reason") or "").strip():
        raise Refused("needs-reason", entry.number)
    if statement.verdict == "withdrawn" or data.get("after") not in (None, statement.judged):
        raise Refused("conflict", entry.number)
    of = str(data.get("of"))
    first = state.find(of, other_than=statement) if data["verdict"] == "copy" and of != data["statement"] else None
    if data["verdict"] == "copy" and first is None:
        raise Refused("unknown", entry.number, field="of", found=of)
    state.name(statement, data["statement"], entry.by)
    statement.judged = entry.number
    if first is not None:
        state.name(first, of, entry.by)
    statement.verdict, statement.reason, statement.of = data["verdict"], data.get("reason"), data.get("of")
    if statement.settled:
        state.moved = entry.number


def _read(state: Deliberation, entry: Entry) -> None:
    name = _data(entry)["statement"]
    statement = _found(state, name, entry)
    _not_over(state, entry)
    if statement.verdict is not None:
        raise Refused("conflict", entry.number)
    if statement.is_read:
        raise Refused("twice", entry.number, found=name)
    state.name(statement, name, entry.by)
    statement.is_read = True


def _voted(state: Deliberation, entry: Entry) -> None:
    data = _data(entry)
    _open(state, entry, ("vote", "second"))
    statement = _found(state, data["statement"], entry)
    if statement.verdict != "in" or (state.phase == "second") != statement.second or not state.is_open_to(statement, entry.by):
        raise Refused("not-in", entry.number, found=data["statement"])
    state.name(statement, data["statement"], entry.by)
    settled = statement.settled
    statement.vote(entry.by, data["value"], state.settings["smallest"])
    if statement.settled != settled:
        state.moved = entry.number


def _imported(state: Deliberation, entry: Entry) -> None:
    """Seat somebody who voted elsewhere, before anybody here has said anything: nobody sits there, and the votes count as others do."""
    data = _data(entry)
    name, votes = data["seat"], [(one, value) for field, value in CAST.items() for one in data.get(field) or ()]
    _open(state, entry, ("collect",))
    if any(one.source != "seed" for one in state.statements.values()):
        raise Refused("late", entry.number)
    if name in state.seats or not name or name == CLOCK:
        raise Refused("twice", entry.number, found=name)
    if state.imported >= MOST_IMPORTED:
        raise Refused("too-long", entry.number, field="seat", found=state.imported + 1, allowed=MOST_IMPORTED)
    named = [one for one, _ in votes]
    if len(set(named)) < len(named):
        raise Refused("twice", entry.number, found=next(one for one in named if named.count(one) > 1))
    other = next((one for one in named if one not in state.statements), None)
    if other is not None or not named:
        raise Refused("unknown", entry.number, field="statement", found=other or "-")
    state.seats[name] = Seat(id=name, role="participant", imported=True)
    for one, value in votes:
        statement = state.statements[one]
        settled = statement.settled
        statement.vote(name, value, state.settings["smallest"])
        if statement.settled != settled:
            state.moved = entry.number


def _flagged(state: Deliberation, entry: Entry) -> None:
    data = _data(entry)
    _not_over(state, entry)
    statement = _found(state, data["statement"], entry)
    if statement.verdict != "in" or not state.is_open_to(statement, entry.by):
        raise Refused("not-in", entry.number, found=data["statement"])
    if not data["reason"].strip():
        raise Refused("needs-reason", entry.number)
    state.name(statement, data["statement"], entry.by)
    state.flags.append(Flag(statement=data["statement"], by=entry.by, reason=data["reason"], number=entry.number))


def _withdrawn(state: Deliberation, entry: Entry) -> None:
    name = _data(entry)["statement"]
    state.give_back(name, entry.by)
    statement = state.find(name, entry.by)
    if statement is None:
        raise Refused("unknown", entry.number, field="statement", found=name)
    if statement.author != entry.by:
        raise Refused("no-role", entry.number)
    _not_over(state, entry)
    if statement.verdict == "withdrawn":
        raise Refused("twice", entry.number, found=name)
    if len(statement.votes) >= WITHDRAWABLE:
        raise Refused("late", entry.number)
    state.name(statement, name, entry.by)
    statement.verdict, statement.text = "withdrawn", None


def _removed(state: Deliberation, entry: Entry) -> None:
    seat = state.seat(_data(entry)["seat"], entry)
    if seat.removed or seat.role == "host":
        raise Refused("no-role", entry.number)
    seat.removed = True
    everything = (*state.statements.values(), *state.unnamed)
    if not any(seat.id in statement.votes for statement in everything):
        return
    for statement in everything:  # hiding those alone that it voted on would tell which
        statement.drop(seat.id, state.gone, state.settings["smallest"])
        statement.hide(state.gone, state.settings["smallest"])
    state.moved = state.taken_back = entry.number


def _published(state: Deliberation, entry: Entry) -> None:
    data = _data(entry)
    if data["up_to"] >= entry.number:
        raise Refused("unknown", entry.number, field="up_to", found=str(data["up_to"]))
    state.published = (*state.published, (entry.number, data["up_to"], data["sha256"]))


def _answered(state: Deliberation, entry: Entry) -> None:
    data = _data(entry)
    statement = _found(state, data["statement"], entry)
    if statement.verdict != "in":
        raise Refused("not-in", entry.number, found=data["statement"])
    if not data["why"].strip():
        raise Refused("needs-reason", entry.number)
    state.name(statement, data["statement"], entry.by)
    statement.answer = Reply(taken=data["taken"], why=data["why"].strip())


def _erased(state: Deliberation, entry: Entry) -> None:
    name = _data(entry)["seat"]
    seat = state.seat(name, entry)
    by = state.seats.get(entry.by)
    if seat.role == "host" or seat.erased or (entry.by != name and (by is None or by.role != "host")):
        raise Refused("no-role", entry.number)
    state.seats[name] = Seat(id=name, role=seat.role, removed=True, erased=True)
    state.withdrew += 1
    state.forget(name)
    state.moved = state.taken_back = entry.number


def _open(state: Deliberation, entry: Entry, phases: tuple[str, ...]) -> None:
    if state.phase != "closed" and state.phase not in phases:
        raise Refused("not-open", entry.number)
    _not_over(state, entry)


def _not_over(state: Deliberation, entry: Entry) -> None:
    """Refuse what comes after the end, whether or not the clock has written that the room is closed."""
    if state.phase == "closed":
        raise Refused("closed", entry.number)
    if state.is_late(entry.at):
        raise Refused("late", entry.number)


def _found(state: Deliberation, name: str, entry: Entry) -> Statement:
    statement = state.find(name)
    if statement is None:
        raise Refused("unknown", entry.number, field="statement", found=name)
    return statement


def _data(entry: Entry) -> dict[str, Any]:
    return dict(entry.data or {})


def _entry(fields: dict[str, Field], roles: tuple[str, ...], take: Any, **more: Any) -> EntryKind[Deliberation]:
    return EntryKind(fields=fields, roles=roles, take=take, **more)


ENTRIES: dict[str, EntryKind[Deliberation]] = {
    **SEATING,
    "removed": _entry({"seat": _ID, "reason": _REASON}, ("host", "moderator"), _removed, personal=True, of_author=False),
    "phase": _entry(
        {
            "phase": Field(type=str, allowed=PHASES),
            "deadline": Field(type=str, needed=False, longest=40),
            "day": Field(type=bool, needed=False),
            "zone": Field(type=str, needed=False, longest=60),
        },
        ("host", "chair"),
        _phase,
    ),
    "stated": _entry(
        {
            "statement": _ID,
            "text": Field(type=str),
            "language": Field(type=str, needed=False, longest=35),
            "source": Field(type=str, allowed=("participant", "organisation", "seed")),
            "message": Field(type=str, needed=False, longest=100),
        },
        ("participant", "host"),
        _stated,
        personal=True,
        take_erased=_stated_erased,
    ),
    "judged": _entry(
        {
            "statement": _ID,
            "verdict": Field(type=str, allowed=("in", "out", "copy")),
            "reason": _REASON,
            "of": Field(type=str, needed=False),
            "after": Field(type=int, needed=False, low=0),
        },
        ("moderator",),
        _judged,
    ),
    "read": _entry({"statement": _ID}, ("moderator",), _read),
    "voted": _entry({"statement": _ID, "value": Field(type=int, low=-1, high=1)}, ("participant",), _voted, personal=True),
    "imported": _entry(
        {"seat": _ID} | {name: Field(type=list, needed=False, longest=MOST_VOTES) for name in CAST}, ("host",), _imported, personal=True
    ),
    "flagged": _entry({"statement": _ID, "reason": Field(type=str, longest=2_000)}, (), _flagged, personal=True),
    "withdrawn": _entry({"statement": _ID}, ("participant",), _withdrawn),
    "published": _entry({"up_to": Field(type=int, low=1), "sha256": Field(type=str, longest=64)}, ("host",), _published),
    "answered": _entry(
        {"statement": _ID, "taken": Field(type=str, allowed=TAKEN), "why": Field(type=str, longest=2_000)}, ("host",), _answered
    ),
    "erased": _entry({"seat": _ID}, (), _erased),
    "due": _entry({"what": _ID, "deadline": Field(type=str, longest=40)}, (CLOCK,), _due),
}
