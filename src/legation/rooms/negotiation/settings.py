"""The first entry of a negotiation room: what is negotiated, by whom, how; in a rehearsal what it is worth to each side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation import moment
from legation.errors import BadValue
from legation.rooms.entry import Entry
from legation.rooms.negotiation.fields import HIGHEST, Plain, Table, Whole
from legation.rooms.negotiation.rule import rule_from
from legation.rooms.negotiation.state import PROTOCOLS, SESSIONS, Negotiation
from legation.rooms.refused import Refused
from legation.rooms.seating import opening
from legation.rooms.state import Field, Seat

__all__ = ["OF_REHEARSAL", "instant", "opened"]

_NAME = Field(type=str, longest=100)
_TEXT = Field(type=str, needed=False, longest=10_000)
_LABEL = Field(type=str, needed=False, longest=1_000)
MOST_SIDES, MOST_ISSUES, MOST_OPTIONS = 30, 60, 60
OF_REHEARSAL = ("scores", "floors", "briefs", "reveal", "lessons")
"""Fields that only a rehearsal has."""
_OPTION = {"id": _NAME, "name_fr": _LABEL, "name_en": _LABEL}
_FIELDS: dict[str, Field] = {
    "session": Field(type=str, allowed=SESSIONS),
    "protocol": Field(type=str, allowed=PROTOCOLS),
    "deadline": Field(type=str, needed=False, longest=40),
    "minutes": Field(type=int, needed=False, low=1, high=100_000),
    "side_rooms": Field(type=bool),
    "game": Field(type=str, needed=False, longest=200),
    "prepares": Field(type=str, needed=False, longest=200),
    "host_side": Field(type=str, needed=False, longest=100),
    "title_fr": _LABEL,
    "title_en": _LABEL,
    "rule": Plain(type=dict, needed=False, longest=5_000),
    "status_quo": Whole(type=list, needed=False, longest=MOST_ISSUES, low=0),
    "issues": Field(type=list, longest=MOST_ISSUES, rows={**_OPTION, "options": Field(type=list, longest=MOST_OPTIONS, rows=_OPTION)}),
    "sides": Field(type=list, longest=MOST_SIDES, rows={**_OPTION, "public_fr": _TEXT, "public_en": _TEXT}),
    "scores": Plain(type=dict, needed=False, longest=200_000),
    "floors": Plain(type=dict, needed=False, longest=200_000),
    "briefs": Plain(type=dict, needed=False, longest=200_000),
    "reveal": Field(type=list, needed=False, longest=100, rows={"date": _LABEL, "fr": _TEXT, "en": _TEXT}),
    "lessons": Field(type=list, needed=False, longest=100, rows={"fr": _TEXT, "en": _TEXT}),
}
_DEFAULTS: dict[str, Any] = {"session": "rehearsal", "protocol": "free", "side_rooms": False}


def opened(entry: Entry) -> Negotiation:
    """Return the state of a negotiation room after its first entry; its author is the host."""
    settings = opening(entry, _FIELDS, _DEFAULTS)
    state = Negotiation(settings=settings)
    sides, issues = state.settings["sides"], state.settings["issues"]
    _check_names(entry, "sides", sides, 2)
    _check_names(entry, "issues", issues, 1)
    for issue in issues:
        _check_names(entry, "options", issue["options"], 1)
    if settings.get("host_side") and settings["host_side"] not in state.sides:
        raise Refused("unknown", entry.number, field="host_side", found=settings["host_side"])
    if settings.get("status_quo") is not None:
        _check_package(entry, state, settings["status_quo"])
    if settings.get("rule"):
        _check_rule(entry, settings["rule"], state.sides)
    _check_worth(entry, state)
    if settings.get("deadline"):
        state.deadline = instant(entry, settings["deadline"])
    state.began = entry.at
    state.seats[entry.by] = Seat(id=entry.by, role="host")
    return state


def instant(entry: Entry, given: str) -> str:
    """Return a deadline as logs write instants; refuse what is none, or has passed."""
    try:
        deadline = moment.written(moment.parse(given))
    except BadValue:
        raise Refused("unknown", entry.number, field="deadline", found=given[:80]) from None
    if deadline <= entry.at:
        raise Refused("late", entry.number)
    return deadline


def _check_names(entry: Entry, field: str, rows: Any, least: int) -> None:
    names = [row["id"] for row in rows]
    if len(names) < least or not all(names):
        raise Refused("unknown", entry.number, field=field, found=str(len(names)))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused("twice", entry.number, found=twice)


def _check_package(entry: Entry, state: Negotiation, package: Any) -> None:
    if len(package) != len(state.sizes) or not all(one < size for one, size in zip(package, state.sizes, strict=True)):
        raise Refused("unknown", entry.number, field="status_quo", found=str(list(package))[:80])


def _check_rule(entry: Entry, rule: Mapping[str, Any], sides: tuple[str, ...]) -> None:
    try:
        rule_from(rule, sides)
    except BadValue:
        raise Refused("unknown", entry.number, field="rule", found=str(rule)[:80]) from None


def _check_worth(entry: Entry, state: Negotiation) -> None:
    """Refuse a rehearsal without points, and points in a real session; in a log that left its room they may be missing."""
    settings = state.settings
    if state.is_real:
        given = next((name for name in OF_REHEARSAL if settings.get(name)), None)
        if given is not None:
            raise Refused("unknown", entry.number, field=given, found="real")
        return
    scores = settings.get("scores")
    if scores is None and settings.get("branch"):
        return
    if not isinstance(scores, Mapping) or set(scores) != set(state.sides):
        raise Refused("unknown", entry.number, field="scores", found=str(sorted(scores or ()))[:80])
    for side, table in scores.items():
        Table(type=list, longest=MOST_ISSUES).check("scores", table, entry.number)
        if tuple(map(len, table)) != state.sizes:
            raise Refused("unknown", entry.number, field="scores", found=str(side))
    for side, floor in (settings.get("floors") or {}).items():
        if side not in state.sides or (floor is not None and (type(floor) is not int or abs(floor) > HIGHEST)):
            raise Refused("unknown", entry.number, field="floors", found=str(side)[:80])
    for side, brief in (settings.get("briefs") or {}).items():
        is_brief = isinstance(brief, Mapping) and set(brief) <= {"fr", "en"} and all(isinstance(text, str) for text in brief.values())
        if side not in state.sides or not is_brief:
            raise Refused("unknown", entry.number, field="briefs", found=str(side)[:80])
