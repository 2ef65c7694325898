"""When a room closes: a day or a local time, said with its zone by whoever holds the room, and how that is read to everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict

from legation import moment
from legation.language import Message
from legation.web.forms.site_form import ShownField
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.pages.rooms.of_dossier import deliberation_of
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.rooms.models import Room

__all__ = ["DeadlinePage", "closes"]

TEMPLATE = "pages/room_deadline.html"
ADDRESS = "dossiers/<slug:slug>/rooms/<slug:room>/deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePage(Page):
    """The form of a room's deadline; ``now``: the one that stands; ``is_fresh``: nothing was said in it yet, so a zone may be proposed."""

    title: Message
    id: str
    fields: tuple[ShownField, ...]
    now: Message | None
    error: object = None
    is_fresh: bool = False


def _form(sent: QueryDict | None = None, *, zone: str = "UTC") -> DeadlineForm:
    return DeadlineForm(sent, zone=zone, time_help=Message("page-rooms.deadline-time-help"))


def closes(deadline: Mapping[str, Any] | None) -> Message | None:
    """Return when a room closes as its host's clocks show it: the last minute of a day, or the minute."""
    if not deadline:
        return None
    last = moment.parse(deadline["at"]) - dt.timedelta(minutes=bool(deadline["day"]))
    return Message("page-rooms.closes", at=moment.shown(last, deadline["zone"] or "UTC"))


@page(ADDRESS, name="rooms.deadline", template=TEMPLATE, action="hold-rooms")
def deadline(request: PageRequest, room: str) -> DeadlinePage:
    """Return the form in which it is said when a room closes."""
    found, state = deliberation_of(request, room)
    return _page(found, state, _form(zone=state.zone or "UTC"))


@action(f"{ADDRESS}/set", name="rooms.deadline-set", action="hold-rooms")
def set_deadline(request: PageRequest, room: str) -> str | HttpResponse:
    """Set the deadline of the phase in which a room is, or take it away."""
    found, state = deliberation_of(request, room)
    data: dict[str, Any] = {"phase": state.phase}
    form = _form(request.form)
    if request.form.get("do") != "none":
        read = form.read()
        if read is None:
            return show(request, _page(found, state, form), TEMPLATE, status=422)
        at, is_day = read
        data |= {"deadline": moment.written(at), "day": is_day, "zone": form.cleaned_data["zone"]}
    written = DESK.write(found.pk, seats.host_of(found), [Draft(kind="phase", data=data)])
    refused = written[0].refused
    if refused is None:
        return request.href("rooms.one", room=found.pk)
    return show(request, _page(found, state, form, why_not(refused, "host")), TEMPLATE, status=409)


def _page(room: Room, state: Any, form: DeadlineForm, error: object = None) -> DeadlinePage:
    stands = closes({"at": state.deadline, "day": state.day, "zone": state.zone}) if state.deadline else None
    return DeadlinePage(
        title=Message("page-rooms.deadline"),
        id=room.pk,
        fields=form.shown,
        now=stands,
        error=error,
        is_fresh=stands is None and not form.is_bound,
    )
