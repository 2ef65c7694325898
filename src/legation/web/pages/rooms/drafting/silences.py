"""Silence procedures: paragraphs are agreed unless somebody breaks the silence before a deadline, an instant in three time zones.

The chair asks for silence here, and sees who has said to have received it and who broke it and why; a delegation does so beside the text.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation import moment
from legation.language import Message
from legation.rooms.drafting import DRAFTING, LEVELS
from legation.web.forms.site_form import SelectField
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.pages.rooms.drafting.here import Here, drawn_key, here_in
from legation.web.pages.rooms.drafting.obstacles import Receipt, receipts
from legation.web.pages.rooms.drafting.outcome import outcome_of
from legation.web.pages.rooms.drafting.saying import id_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms import ticket
from legation.web.rooms.routes import later, seat_route

__all__ = ["Broken", "Quiet", "ask", "silences", "silences_of", "zones_of"]

BY_SILENCE = LEVELS[3:]
"""Levels that silence may bring about."""
LEAST = dt.timedelta(minutes=10)
"""How long a silence runs at least, by the clock on the wall: a room whose entries bear the full hour alone would let one end at once."""
_MINUTES = LEAST // dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A silence procedure before the chair.

    Attributes
    ----------
    units : tuple of str
        The numbers of its paragraphs.
    until : tuple of Message
        Its deadline: in the time zone of the room, in that which the chair chose, in UTC.
    broken : list of Broken
        By whom, and why.
    receipt : Receipt or None
        Who has said to have received it, while it runs.
    """

    id: str
    units: tuple[str, ...]
    level: Message
    until: tuple[Message, ...]
    is_open: bool
    broken: list[Broken] = field(default_factory=list)
    receipt: Receipt | None = None
    outcome: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Who broke a silence, on which paragraphs, and why; by nobody where nobody is named."""

    by: str
    units: tuple[str, ...]
    reason: str


def _form(sent: QueryDict | None = None, *, zone: str = "UTC") -> DeadlineForm:
    levels = [(one, _level(one)) for one in BY_SILENCE]
    return DeadlineForm(
        sent,
        zone=zone,
        time_help=Message("page-draft-chair.silence-time-help", minutes=_MINUTES),
        level=SelectField(Message("page-draft-chair.silence-level"), levels, initial="ad ref", required=True),
    )


def zones_of(deadline: str, zone: str, of_room: str, *, is_day: bool = False) -> tuple[Message, ...]:
    """Return when a deadline is in the time zone of the room, in that in which it was given, and in UTC: each clock once.

    Parameters
    ----------
    deadline : str
        A day, or an instant.
    is_day : bool
        Whether the instant is the end of a day, of which the last minute is shown.

    Examples
    --------
    >>> [one.values["time"] for one in zones_of("2031-03-05T17:00:00.000Z", "America/New_York", "Europe/Paris")]
    ['18:00', '12:00', '17:00']
    >>> [one.values["time"] for one in zones_of("2031-03-05", "Europe/Paris", "Europe/Paris")]
    ['23:59', '22:59']
    """
    whole = len(deadline) == len("2031-03-05")
    at = moment.ends(deadline, zone or "UTC") if whole else moment.parse(deadline)
    at -= dt.timedelta(minutes=whole or is_day)
    return tuple(moment.shown(at, name) for name in dict.fromkeys((of_room or "UTC", zone or "UTC", "UTC")))


def silences_of(at: Here) -> list[Quiet]:
    """Return the silence procedures of a room as its chair may know them, those that run first."""
    found = [_quiet(at, one) for one in at.seen.get("silences", ())]
    return sorted(found, key=lambda one: not one.is_open)


@seat_route("chair/silences", name="room-chair-silences", action="chair", kind=DRAFTING.id)
def silences(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the silence procedures of a room before its chair, with the form of another one."""
    at = here_in(request, room, here)
    return _shown(request, at)


@seat_route("chair/silences/ask", name="room-chair-ask", action="chair", method="POST", kind=DRAFTING.id)
def ask(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Put paragraphs under silence until a deadline."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    at = here_in(request, room, here)
    form, units = _form(request.POST, zone=at.room.zone), request.POST.getlist("units")
    read = _read(form)
    if read is None or not units:
        error = Message("page-draft-chair.silence-units") if read is not None else None
        return _shown(request, at, form=form, chosen=units, error=error, status=422)
    key = drawn_key(request.POST.get("key", ""))
    refused = at.write("asked", {"id": id_of(here, key), "units": units, **read}, key)
    if refused is not None:
        return _shown(request, at, form=form, chosen=units, error=why_not(refused, "chair"), status=409)
    return HttpResponseRedirect(reverse("room-chair-silences", args=[room]))


def _read(form: DeadlineForm) -> dict[str, Any] | None:
    """Return what an entry says of a deadline; None where the form says what is wrong with it."""
    read = form.read()
    if read is None:
        return None
    said, (at, is_day) = form.cleaned_data, read
    if at >= timezone.now() + LEAST:
        deadline = said["day"].isoformat() if is_day else moment.written(at)
        return {"level": said["level"], "deadline": deadline, "zone": said["zone"]}
    form.refuse("day" if is_day else "time", Message("page-draft-chair.silence-soon", minutes=_MINUTES))
    return None


def _quiet(at: Here, one: Any) -> Quiet:
    units: Sequence[str] = one["units"]
    is_open = not one.get("ended")
    return Quiet(
        id=one["id"],
        units=tuple(at.text.label(unit) for unit in units),
        level=_level(one["level"]),
        until=zones_of(one["deadline"], one.get("zone") or "", at.room.zone, is_day=bool(one.get("day"))),
        is_open=is_open,
        broken=[_broken(at, said, units) for said in one.get("broken", ())],
        receipt=receipts(at.text, at.delegations, [(one["id"], Message("page-draft-chair.silences"))])[0]
        if is_open and at.delegations
        else None,
        outcome=outcome_of(at.text, one, accepts=bool(at.settings["silence_accepts"])),
    )


def _broken(at: Here, said: Any, units: Sequence[str]) -> Broken:
    on = said.get("units") or units
    return Broken(by=at.text.name(said.get("by")), units=tuple(at.text.label(one) for one in on), reason=said.get("reason") or "")


def _level(level: str) -> Message:
    return Message(f"drafting.level.{level.replace(' ', '-')}")


def _shown(
    request: HttpRequest, at: Here, *, form: DeadlineForm | None = None, chosen: Sequence[str] = (), error: Any = None, status: int = 200
) -> HttpResponse:
    found = silences_of(at)
    running = [one for one in found if one.is_open]
    values = {
        "room": at.room.pk,
        "heading": at.heading,
        "headline": Message("page-draft-chair.silences-run", count=len(running)) if running else Message("page-draft-chair.silences-none"),
        "silences": found,
        "is_closed": at.seen["phase"] == "closed",
        "accepts": bool(at.settings["silence_accepts"]),
        "fields": (form or _form(zone=at.room.zone)).shown,
        "units": [(one["id"], at.text.label(one["id"]), one["id"] in chosen) for one in at.text.units],
        "key": secrets.token_hex(8),
        "error": error,
    }
    response = private_page(request, "rooms/chair_silences.html", values, status=status)
    ticket.give(response, {at.room.pk: at.seat})
    return response
