"""What participants see of what came of their room: the host's answers and the reports, in their seat and by the code they came with."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from legation.language import Message
from legation.questions.debate.opinion.live_room import open_to_votes
from legation.rooms.deliberation.state import Deliberation
from legation.web.pages.rooms.result import links_of, paper
from legation.web.pages.rooms.words import words
from legation.web.rooms import reports, seats
from legation.web.rooms.desk import DESK
from legation.web.rooms.limits import BY_ADDRESS, address_of
from legation.web.rooms.routes import seat_route
from legation.web.stores.rooms.models import Room

__all__ = ["outcome_of", "urls"]


def outcome_of(request: HttpRequest, room: Room, *, code: str = "") -> dict[str, Any]:
    """Return the answers and the newest report of a room, as its pages show them; by a code nothing of a room that nothing leaves."""
    with DESK.reading(room.pk) as live:
        state = live.state
        if state is None or room.kind not in reports.LEAVING:
            raise Http404
        leaves = reports.may_leave(state)
        answers = [
            (words(one.text), Message(f"page-room-result.taken.{one.answer.taken}"), one.answer.why)
            for one in (open_to_votes(state) if isinstance(state, Deliberation) else ())
            if one.answer is not None
        ]
    if code and not leaves:
        return {"answers": [], "papers": []}
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    report = room.reports.first() if leaves else None
    if report is None:
        return {"answers": answers, "papers": []}
    route, first = ("room-door-report", code) if code else ("room-seat-report", room.pk)
    papers = [one for one in links_of(lambda name: reverse(route, args=[first, report.number, name])) if f"/{lang}-" in one.href]
    return {"answers": answers, "papers": papers}


@seat_route("reports/<int:number>/<slug:name>", name="room-seat-report")
def seat_report(request: HttpRequest, room: str, here: str, number: int, name: str) -> HttpResponse:  # noqa: ARG001 - what every seat's page is given
    """Give a report to somebody who sits in its room."""
    return _paper(request, Room.objects.get(pk=room), number, name)


@require_GET
def door_report(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """Give a report to somebody who has the code of a room that has ended."""
    found = seats.ended_door_of(code)
    if found is None:
        raise Http404
    return _paper(request, found.room, number, name)


def urls() -> list[Any]:
    """Return the addresses of reports for whoever has the code."""
    return [
        path("join/<slug:code>/reports/<int:number>/<slug:name>", door_report, name="room-door-report"),
    ]


def _paper(request: HttpRequest, room: Room, number: int, name: str) -> HttpResponse:
    wait = BY_ADDRESS.take(address_of(request))
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(int(wait) + 1)})
    return paper(room, number, name)
