"""The chair's desk in a room for a text: who holds what, what may be closed and agreed, what belongs together, who has received what.

It is the chair's alone: no account leads here, and no other seat.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from legation.language import Message, fold
from legation.rooms.drafting import DRAFTING, LEVELS, MODES, blocking
from legation.rooms.drafting.obstacles import share
from legation.rooms.drafting.state import CHAIR
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.drafting.finding import finding
from legation.web.pages.rooms.drafting.here import Here, here_in
from legation.web.pages.rooms.drafting.obstacles import (
    SHOWN,
    convergence,
    holders,
    landing_zones,
    pairs,
    receipts,
)
from legation.web.pages.rooms.drafting.text import PARAGRAPHS, BracketView, UnitView
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms import ticket
from legation.web.rooms.routes import later, seat_route

__all__ = ["chair", "chair_write"]

AGREED = LEVELS[2:]
"""Levels to which a chair raises a paragraph."""
TITLE = 80
TICKED = 12
"""Delegations that are ticked; of more, their codes or names are typed."""
CHANGES = frozenset({"move to", "split", "merge"})
"""What a bracket proposes that is made or not made: no words stay or go."""
WORDED = ("merged", "replaced")
"""Ways to close a bracket by new words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTable:
    """A paragraph before its chair.

    Attributes
    ----------
    level : Message
    raises : list of (str, Message)
        The levels above its own.
    may_reopen : bool
    package : str
        With which others it is agreed, or not at all.
    closings : list of (BracketView, list, bool)
        Each bracket with the ways in which it may be closed, and whether one of them takes new words.
    """

    unit: UnitView
    level: Message
    raises: list[tuple[str, Message]]
    may_reopen: bool
    closings: list[tuple[BracketView, list[tuple[str, Message]], bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A package: nothing of it is agreed until all is."""

    id: str
    parts: str
    raises: list[tuple[str, Message]] = field(default_factory=list)


@seat_route("chair", name="room-chair", action="chair", kind=DRAFTING.id)
def chair(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the chair's desk."""
    at = here_in(request, room, here)
    return _shown(request, at)


@seat_route("chair/write", name="room-chair-write", action="chair", method="POST", kind=DRAFTING.id)
def chair_write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take what the chair decides: a bracket closed, a level, a paragraph opened again, a package, whether the room is open."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    at = here_in(request, room, here)
    kind, data = _said(at, request.POST)
    if kind == "closed" and data["mode"] in WORDED and "text" not in data:
        return _shown(request, at, error=Message("page-draft-chair.words-needed"), status=422)
    refused = at.write(kind, data) if kind else None
    if refused is not None:
        again = here_in(request, room, here) or at
        error = _why(again, kind, data) if refused.code == "still-opposed" else why_not(refused, "chair")
        return _shown(request, again, error=error, status=409)
    anchor = request.POST.get("back", "")
    return HttpResponseRedirect(reverse("room-chair", args=[room]) + (f"#{quote(anchor)}" if anchor else ""))


def _said(at: Here, form: QueryDict) -> tuple[str, dict[str, Any]]:
    """Return what a form of the chair's desk says: the kind of an entry and its data; no kind where it says nothing."""
    kind = form.get("kind", "")
    text = {name: as_seen(form.get(name, "")).strip() for name in ("bracket", "mode", "text", "unit", "level", "reason", "id", "phase")}
    if kind == "closed":
        return kind, {name: text[name] for name in ("bracket", "mode")} | ({"text": text["text"]} if text["text"] else {})
    if kind == "agreed":
        typed = [one for word in as_seen(form.get("awaited", "")).split(",") if (one := word.strip())]
        return kind, {
            "unit": text["unit"],
            "level": text["level"],
            "pending": [*form.getlist("pending"), *(_named(at, one) for one in typed)],
        }
    if kind == "reopened":
        return kind, {"unit": text["unit"], "reason": text["reason"]}
    if kind == "linked":
        return kind, {"id": text["id"][:TITLE], "targets": form.getlist("targets")}
    if kind == "phase":
        return kind, {"phase": text["phase"]}
    return "", {}


def _named(at: Here, typed: str) -> str:
    """Return the delegation that is meant by a code or a name; what was typed where it is none."""
    meant = fold(typed)
    return next((one for one in at.delegations if meant in (fold(one), fold(at.text.name(one)))), typed)


def _why(at: Here, kind: str, data: dict[str, Any]) -> Message:
    """Return what stands against what the chair was about to do, and what may be done about it, as far as the chair may know it."""
    if kind == "closed":
        bracket = at.text.bracket(data["bracket"]) or {}
        is_out = data.get("mode") == "withdrawn"
        against = tuple(map(at.text.name, bracket.get("supporting" if is_out else "opposing") or ()))
        if against and is_out:
            return Message("page-draft-chair.stands-for", names=against)
        return _opposed(against)
    for unit in _rising(at, str(data.get("unit", ""))):
        row = at.text.row(unit) or {}
        if brackets := at.text.over.get(unit):
            return Message("page-draft-chair.lift-first", brackets=tuple(at.text.label(one["id"]) for one in brackets[:SHOWN]))
        if row.get("opposing"):
            return _opposed(tuple(map(at.text.name, row["opposing"])))
        if row.get("pending") and data.get("level") == LEVELS[-1]:
            return Message("page-draft-chair.awaits", names=tuple(map(at.text.name, row["pending"])))
    return Message("page-draft-chair.refused-still-opposed")


def _opposed(names: tuple[str, ...]) -> Message:
    """Return who stands against it; nobody whose stance the chair may not know."""
    if not names:
        return Message("page-draft-chair.refused-still-opposed")
    return Message("page-draft-chair.opposes", names=names, count=len(names))


def _rising(at: Here, name: str) -> list[str]:
    """Return the paragraphs that rise with a paragraph, or make up a package, in the order of the text."""
    found, grows = {name}, True
    packages = [({str(one["id"])}, set(one.get("units", ()))) for one in at.seen.get("packages", ())]
    while grows:
        more = {unit for itself, units in packages if found & (itself | units) for unit in units} - found
        found, grows = found | more, bool(more)
    return [one["id"] for one in at.text.units if one["id"] in found]


def _shown(request: HttpRequest, at: Here, *, status: int = 200, **more: Any) -> HttpResponse:
    text, seen = at.text, at.seen
    is_named = at.settings["inside"] != "anonymous"
    found = blocking(at.draft, CHAIR)
    count, part = len(at.draft.held), share(at.draft)
    open_units = [one for one in text.units if text.over.get(one["id"])]
    everything = "all" in request.GET
    listed = list(text.units) if everything else [one for one in text.units if text.over.get(one["id"]) or one["level"] != LEVELS[-1]]
    start = text.places.get(request.GET.get("from", ""), 0)
    listed = [one for one in listed if text.places[one["id"]] >= start]
    page = listed[:PARAGRAPHS]
    groups = Counter(str(one["group"]) for one in seen.get("brackets", ()))
    objectors = holders(text, found) if is_named else []
    versions = convergence(at.versions, str(at.settings["bis"]))
    items = [(str(one.number), Message("page-draft-chair.version", number=one.number, kind=one.kind)) for one in versions[-1:]]
    items += [
        (one["id"], Message("page-draft-chair.silence-on", units=tuple(text.label(unit) for unit in one["units"]), count=len(one["units"])))
        for one in seen.get("silences", ())
        if not one.get("ended")
    ]
    values = {
        "room": at.room.pk,
        "heading": at.heading,
        "headline": finding(count, len(open_units), len(text.units), part),
        "phase": Message(f"page-draft-chair.phase-{seen['phase']}"),
        "phases": [(one, Message(f"page-draft-chair.go-{one}")) for one in ("open", "paused") if one != seen["phase"]]
        if seen["phase"] != "closed"
        else [],
        "is_closed": seen["phase"] == "closed",
        "units": [_on_table(at, one, groups) for one in page],
        "next": listed[len(page)]["id"] if len(listed) > len(page) else "",
        "everything": everything,
        "hidden": len(text.units) - len(listed) if not everything and not start else 0,
        "holders": objectors[:SHOWN],
        "more_holders": max(0, len(objectors) - SHOWN),
        "pairs": pairs(text, found)[:SHOWN] if is_named else [],
        "zones": landing_zones(text, at.draft, at.delegations, is_named=is_named),
        "versions": versions,
        "now": (count, None if math.isnan(part) else part),
        "packages": [_together(at, one) for one in seen.get("packages", ())],
        "targets": [(one["id"], text.label(one["id"])) for one in text.units],
        "bracket_targets": [
            (one["id"], text.label(one["id"]), str(one["words"]).strip()[:60]) for row in page for one in text.over.get(row["id"], ())
        ],
        "delegations": [(one, text.name(one)) for one in at.delegations],
        "are_ticked": len(at.delegations) <= TICKED,
        "receipts": receipts(text, at.delegations, items),
        "offers": [_offer(at, one) for one in seen.get("offers", ())],
        "confided": [one for one in seen.get("confided", ()) if not one.get("released")],
        "silences": [one for one in seen.get("silences", ()) if not one.get("ended")],
        "error": None,
    }
    response = private_page(request, "rooms/chair.html", values | more, status=status)
    ticket.give(response, {at.room.pk: at.seat})
    return response


def _on_table(at: Here, row: Any, groups: Counter[str]) -> OnTable:
    level, unit = LEVELS.index(row["level"]), at.text.unit(row)
    with_others = {str(one["id"]) for one in at.text.over.get(row["id"], ()) if groups[str(one["group"])] > 1}
    return OnTable(
        unit=unit,
        level=_level(row["level"]),
        raises=_above(level),
        may_reopen=level >= LEVELS.index(AGREED[0]),
        closings=[(one, _ways(one, with_others), one.verb not in CHANGES) for one in unit.brackets],
    )


def _ways(bracket: BracketView, with_others: set[str]) -> list[tuple[str, Message]]:
    """Return how a bracket may be closed: a change is made or not; words stay, alone of their alternatives, give way, or go."""
    if bracket.verb in CHANGES:
        return [(one, Message(f"page-draft-chair.change-{one}")) for one in ("accepted", "withdrawn")]
    said = {"accepted": "accepted-alone"} if bracket.id in with_others else {}
    return [(one, Message(f"page-draft-chair.mode-{said.get(one, one)}")) for one in MODES if one != "moved"]


def _together(at: Here, one: Any) -> Together:
    units = {at.text.unit_of(target) for target in one["targets"]}
    levels = [LEVELS.index(row["level"]) for unit in units if (row := at.text.row(unit)) is not None]
    return Together(
        id=one["id"], parts=", ".join(at.text.label(target) for target in one["targets"]), raises=_above(min(levels, default=0))
    )


def _above(level: int) -> list[tuple[str, Message]]:
    return [(one, _level(one)) for one in AGREED if LEVELS.index(one) > level]


def _level(level: str) -> Message:
    return Message(f"drafting.level.{level.replace(' ', '-')}")


def _offer(at: Here, one: Any) -> tuple[str, str, str]:
    """Return an observer's offer: from whom, in which paragraph, which words."""
    by: Sequence[str] = one.get("by") or ()
    names = at.text.names([by] if isinstance(by, str) else list(by)).all
    return names, at.text.label(str(one.get("unit", ""))), str(one.get("text") or one.get("words") or "")
