"""A seat of a room in which a text is negotiated: the text by sections, a paragraph with all that can be said of it, the projector."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from legation.errors import LegationError
from legation.language import Message, say
from legation.rooms import seen_by
from legation.rooms.drafting import DRAFTING
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.drafting.agreed import agreed_words, looks_up
from legation.web.pages.rooms.drafting.before import as_it_would_stand, places_now
from legation.web.pages.rooms.drafting.finding import finding_of_seat
from legation.web.pages.rooms.drafting.panels import panels
from legation.web.pages.rooms.drafting.saying import (
    ALLOWED,
    NEW_WORDS,
    OPERATIONS,
    STANCES,
    Moved,
    Sent,
    Speaker,
    drafted,
    span,
    speaker_of,
)
from legation.web.pages.rooms.drafting.text import TextOf
from legation.web.pages.rooms.left import left
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.sent import draft_sent
from legation.web.rooms import ticket
from legation.web.rooms.called import called_in
from legation.web.rooms.desk import DESK
from legation.web.rooms.limits import Limit
from legation.web.rooms.place import seat_mark
from legation.web.rooms.routes import later, seat_route
from legation.web.stores.rooms.models import Room

__all__ = ["agreed", "shown", "write"]

AGREED = Limit(20, 0.5)
"""Searches of a seat for agreed language."""
MOST_KNOWN = 100
"""Paragraphs of which a script says what it shows already."""
DONE = frozenset(ALLOWED - {"erased", "joined"})


@dataclass
class _Seat:
    """A seat, its room, and the text as it may know it."""

    request: HttpRequest
    room: Room
    settings: Mapping[str, Any]
    speaker: Speaker
    text: TextOf

    @property
    def lang(self) -> Any:
        return self.request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware

    @property
    def is_projector(self) -> bool:
        return self.speaker.role == "projector"


def shown(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the text as this seat may know it: a section of it, or one paragraph with what can be said of it."""
    seat = _seat(request, room, here)
    unit = request.GET.get("unit", "") or seat.text.unit_of(request.GET.get("on", ""))
    if unit in seat.text.places and not seat.is_projector:
        return _paragraph(seat, unit)
    return _section(seat)


def write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take what a form sends; a proposal that is only looked at is shown as it would stand."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    seat, sent = _seat(request, room, here), Sent.of(request.POST)
    key = sent.values.get("key", "")[:100] or secrets.token_hex(8)
    unit = seat.text.unit_of(sent.values.get("unit") or sent.values.get("target", ""))
    try:
        kind, data = drafted(sent, seat.speaker, seat.text, key)
    except Moved:
        return _refused(seat, unit, sent, Message("page-delegate.moved"), ())
    if sent.values.get("do") == "look" and kind == "proposed":
        return _looked_at(seat, unit, sent, data)
    written = DESK.write(room, here, [draft_sent(room, kind, data, key, ALLOWED)])[0]
    if written.refused is not None:
        seat = _seat(request, room, here)
        meant: Any = (
            data if kind == "proposed" else next((one for one in seat.text.seen.get("offers", ()) if one["id"] == data.get("id")), None)
        )
        if written.refused.code != "conflict" or meant is None:
            return _refused(seat, unit, sent, why_not(written.refused, "delegation", kind, seat.speaker.phase), ())
        return _refused(seat, unit or meant["unit"], sent, Message("page-delegate.moved"), places_now(seat.text, meant))
    if kind == "erased":
        return left(request, room)
    if request.headers.get("Accept", "").startswith("application/json"):
        response = JsonResponse(
            {"ok": True, "number": written.number, "said": say(_done(_what_was_done(seat, kind, data), seat), seat.lang)}
        )
        response["Cache-Control"] = "no-store"
        return response
    query = {"unit": unit} if unit else {}
    return HttpResponseRedirect(f"{reverse('room-seat', args=[room])}?{urlencode(query | {'done': _what_was_done(seat, kind, data)})}")


@seat_route("agreed", name="room-agreed", kind=DRAFTING.id)
def agreed(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Look for agreed language near some words of a paragraph."""
    found = Room.objects.select_related("dossier").get(pk=room)
    if not looks_up(found):
        return HttpResponseRedirect(reverse("room-seat", args=[room]))
    wait = AGREED.take(here)
    if wait:
        return later(request, wait, as_json=False)
    seat = _seat(request, room, here)
    if seat.is_projector:
        return HttpResponseRedirect(reverse("room-seat", args=[room]))
    sent = Sent.of(request.GET)
    row = seat.text.row(sent.values.get("unit", ""))
    words: Sequence[str] = row["words"] if row is not None else ()
    first, last = sent.number("first"), sent.number("last")
    chosen = words[max(first - 1, 0) : last] if 0 < first <= last else words
    near = agreed_words(found, "".join(chosen).strip()) if chosen else None
    values = {"unit": row and row["id"], "label": row and row["label"], "chosen": "".join(chosen).strip(), "near": near}
    return _page(seat, "rooms/drafting_agreed.html", values)


def _seat(request: HttpRequest, room: str, here: str) -> _Seat:
    found = Room.objects.get(pk=room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    with DESK.reading(room) as live:
        state: Any = live.state
        seen, speaker, called = seen_by(state, here), speaker_of(state, here), called_in(room, state, lang)
    me = speaker.actor if speaker.role in ("delegate", "observer") else ""
    anonymous = state.settings["inside"] == "anonymous"
    if anonymous or speaker.actor == here:
        called = ({} if anonymous else called) | {speaker.actor: say(Message("page-delegate.own-delegation"), lang)}
    return _Seat(request, found, state.settings, speaker, TextOf(seen, me, called))


def _values(seat: _Seat) -> dict[str, Any]:
    """Return what every page of a seat shows."""
    speaker, seen, done = seat.speaker, seat.text.seen, seat.request.GET.get("done", "")
    return {
        "room": seat.room.pk,
        "seat_mark": seat_mark(seat.room.pk, speaker.seat),
        "heading": seat.room.called.in_language(seat.lang),
        "phase": seen["phase"],
        "number": seen["number"],
        "speaker": speaker,
        "me": seat.text.name(speaker.actor) if seat.settings["inside"] != "anonymous" and speaker.actor != speaker.seat else "",
        "group": seat.text.name(speaker.group),
        "done": _done(done, seat) if done.partition("-")[0] in DONE else None,
        "silence_accepts": bool(seat.settings.get("silence_accepts")),
        "packages": _packages(seat.text),
        "stances": [(one, Message(f"drafting.stance.{one}")) for one in STANCES],
        "to_chair": bool(seat.settings.get("chair_sees", True)),
        "is_vote": seat.settings.get("scheme") == "vote",
        "looks_up": looks_up(seat.room),
    }


def _page(seat: _Seat, template: str, values: Mapping[str, Any], status: int = 200) -> HttpResponse:
    response = private_page(seat.request, template, _values(seat) | dict(values), status=status)
    ticket.give(response, {seat.room.pk: seat.speaker.seat})
    return response


def _section(seat: _Seat, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the paragraphs from one on; to a script the changed ones alone, and where the others stand."""
    text, query = seat.text, seat.request.GET
    start = text.places.get(query.get("from", ""), 0)
    end = text.ends(start)
    units = text.shown(start, end)
    known = set(query.getlist("known")[:MOST_KNOWN])
    before, count = text.begins(start), len(text.units)
    values = {
        "units": units,
        "known": [one.id for one in units if f"{one.version} {one.id}" in known],
        "start": start,
        "first": units[0].id if units else "",
        "previous": text.units[before]["id"] if start else "",
        "next": text.units[end]["id"] if end < count else "",
        "finding": finding_of_seat(text),
        "sections": text.sections(start) if count > end - start else [],
        "whole": [(one["id"], one["label"]) for one in (text.units if count <= 60 else text.units[start:end])],
        "operations": _operations(),
        "panels": panels(text, seat.speaker, seat.room.zone, accepts=bool(seat.settings.get("silence_accepts"))),
    }
    template = "rooms/drafting_projector.html" if seat.is_projector else "rooms/drafting.html"
    return _page(seat, "rooms/drafting_part.html" if "part" in query else template, values | more, status)


def _paragraph(seat: _Seat, unit: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show one paragraph with its brackets and every form on it."""
    text = seat.text
    row = text.row(unit)
    if row is None:
        return _section(seat, status=status, **more)
    at, query = text.places[unit], seat.request.GET
    values = {
        "unit": text.unit(row),
        "on": query.get("on", ""),
        "previous": text.units[at - 1] if at else None,
        "next": text.units[at + 1] if at + 1 < len(text.units) else None,
        "operations": _operations(),
        "whole": [(one["id"], one["label"]) for one in text.units if one["id"] != unit],
        "lifts": _lifts(seat, unit),
        "reason_needed": row["level"] in ("ad ref", "committee", "adopted"),
        "form": {"operation": "replace"},
    }
    return _page(seat, "rooms/drafting_paragraph.html", values | more, status)


def _what_was_done(seat: _Seat, kind: str, data: Mapping[str, Any]) -> str:
    """Return by which name the page that follows knows what was just written."""
    if kind == "stood" and not data.get("public", True):
        return "stood-alone"
    if kind == "proposed" and not seat.speaker.is_delegation:
        return "proposed-offer"
    return "reserved-lifted" if kind == "reserved" and not data["text"] else kind


def _done(what: str, seat: _Seat) -> Message:
    """Return what was done; nobody but its delegation knows a stance where the room keeps it from the chair."""
    if what == "stood-alone":
        return Message(f"page-delegate.done.stood-{'chair' if seat.settings.get('chair_sees', True) else 'own'}")
    if what in ("proposed-offer", "reserved-lifted"):
        return Message(f"page-delegate.done.{what}")
    return Message(f"page-delegate.done.{what.partition('-')[0]}")


def _packages(text: TextOf) -> list[tuple[str, str]]:
    """Return on what a stance may depend: the packages, and whatever one's own depends on already."""
    found = {str(one["id"]): ", ".join(text.label(target) for target in one["targets"][:8]) for one in text.seen.get("packages", ())}
    depends = [str(one.get("conditional_on") or "") for one in text.own.values()]
    return [*found.items(), *((one, text.label(one)) for one in dict.fromkeys(depends) if one not in found and text.unit_of(one))]


def _lifts(seat: _Seat, unit: str) -> str:
    """Return for whom this seat may lift a reservation on a paragraph: itself, its group, either; empty where none stands there."""
    speaker = seat.speaker
    by = {one.get("by") for one in seat.text.seen.get("reservations", ()) if one["unit"] == unit}
    unnamed = None in by  # whose it is, is said to nobody: it is lifted where it is one's own
    own, group = unnamed or speaker.actor in by, bool(speaker.group) and (unnamed or speaker.group in by)
    return "both" if own and group else "own" if own else "group" if group else ""


def _refused(seat: _Seat, unit: str, sent: Sent, reason: Message, places: Any) -> HttpResponse:
    """Show why something was not taken; of a proposal whose words have moved, where they stand now."""
    operation = sent.values.get("operation", "")
    again = {name: sent.values.get(name, "") for name in ("kind", "id", "operation", "unit", "text", "label", "target", "reason", "as")}
    more = {
        "refused": reason,
        "places": places,
        "again": {name: value for name, value in again.items() if value},
        "is_proposal": sent.values.get("kind") in ("proposed", "taken"),
        "operation_said": Message(f"page-delegate.operation.{operation}") if operation in OPERATIONS else None,
        "form": sent.values,
    }
    if unit:
        return _paragraph(seat, unit, status=409, **more)
    return _section(seat, status=409, **more)


def _looked_at(seat: _Seat, unit: str, sent: Sent, data: Mapping[str, Any]) -> HttpResponse:
    """Show how the text would stand with a proposal."""
    first, last = span(sent, str(data["operation"]))
    data = {name: value for name, value in data.items() if name not in ("seen", "offered")}
    me = seat.speaker.group if data.get("proposers") else seat.speaker.actor
    try:
        would = as_it_would_stand(seat.text, data, me, str(seat.settings.get("bis", "alternative")))
    except LegationError:
        missing = data["operation"] in NEW_WORDS and not data.get("text")
        wrong = Message("page-delegate.no-words") if missing else Message("page-delegate.no-such-words", first=first + 1, last=last)
        return _paragraph(seat, unit, status=422, refused=wrong, form=sent.values)
    return _paragraph(seat, unit, would=would, form=sent.values)


def _operations() -> list[tuple[str, Message]]:
    return [(one, Message(f"page-delegate.operation.{one}")) for one in OPERATIONS]
