"""Somebody whose votes were brought along from an export is erased when they ask for it: found by their number there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from legation.language import Message, say
from legation.web.pages.rooms import as_host
from legation.web.pages.rooms.hosting import ONE, hosted
from legation.web.pages.rooms.of_dossier import deliberation_of
from legation.web.rooms import seats
from legation.web.rooms.desk import Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, show

__all__ = ["erase"]


@action("dossiers/<slug:slug>/rooms/<slug:room>/imported/erase", name="rooms.erase-imported", action="hold-rooms")
def erase(request: PageRequest, room: str) -> str | HttpResponse:
    """Erase one person of an export with all their votes; figures that were published stay as they are."""
    found, _ = deliberation_of(request, room)
    number = request.form.get("number", "").strip()
    seat = seats.imported_seat(found, number)
    if seat is None:
        error = Message("page-rooms.imported-unknown", number=number[:40]) if number else Message("page-rooms.imported-needed")
        return show(request, hosted(request, found, error=error), ONE, status=422)

    def erased() -> None:
        seats.host_writes(found, Draft(kind="erased", data={"seat": seat}, key=f"erased:{seat}"))
        messages.success(request.http, say(Message("page-rooms.imported-erased", number=number), request.lang))

    return as_host.does(request, found, hosted, ONE, erased)
