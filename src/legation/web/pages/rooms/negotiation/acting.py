"""What whoever holds a negotiation does in it: open, pause and close it, give codes, put a text, open the secrets."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from legation.language import LANGUAGES, say
from legation.rooms.state import as_seen
from legation.web.pages.rooms import as_host
from legation.web.pages.rooms.negotiation.clock import ends_with
from legation.web.pages.rooms.negotiation.host import TEMPLATE, game_of, hosted
from legation.web.pages.rooms.negotiation.opening import SEAT_LASTS
from legation.web.pages.rooms.negotiation.rules import called_of
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import action
from legation.web.stores.rooms.models import Room

__all__: list[str] = []

LONGEST_REASON = 2_000


@action("dossiers/<slug:slug>/rooms/<slug:room>/game/phase", name="rooms.game-phase", action="hold-rooms")
def phase(request: PageRequest, room: str) -> str | HttpResponse:
    """Open the talks, let them pause, or close them; the clock of a rehearsal runs while they are open."""
    found, to = game_of(request, room), request.form.get("phase", "")
    with DESK.reading(found.pk) as live:
        state: Any = live.state
        is_same = state.phase == to
        ends = ends_with(found, state, to, timezone.now())
    return request.href("rooms.one", room=found.pk) if is_same else _write(request, found, Draft(kind="phase", data={"phase": to, **ends}))


@action("dossiers/<slug:slug>/rooms/<slug:room>/game/reveal", name="rooms.game-reveal", action="hold-rooms")
def reveal(request: PageRequest, room: str) -> str | HttpResponse:
    """Open the secrets of a rehearsal that is closed: points, floors and briefs of all sides, for everybody."""
    return _write(request, game_of(request, room), Draft(kind="revealed", data={}, key="revealed"))


@action("dossiers/<slug:slug>/rooms/<slug:room>/game/text", name="rooms.game-text", action="hold-rooms")
def text(request: PageRequest, room: str) -> str | HttpResponse:
    """Put the host's text on the table: one option of each issue."""
    found = game_of(request, room)
    seen = DESK.glance(found.pk)
    issues = seen.settings["issues"] if seen is not None else ()
    sent = [request.form.get(f"issue-{number}", "") for number in range(len(issues))]
    package = [int(one) if one.isascii() and one.isdecimal() and len(one) < 6 else -1 for one in sent]
    reason = as_seen(request.form.get("reason", "")).strip()[:LONGEST_REASON]
    return _write(request, found, Draft(kind="offered", data={"package": package} | ({"reason": reason} if reason else {})))


@action("dossiers/<slug:slug>/rooms/<slug:room>/game/seat", name="rooms.game-seat", action="hold-rooms")
def seat(request: PageRequest, room: str) -> str | HttpResponse:
    """Give a side another code, and with it another person, where somebody sat there: that seat is removed, what it offered stays."""
    found, side = game_of(request, room), request.form.get("side", "")
    with DESK.reading(found.pk) as live:
        state: Any = live.state
        row = next((one for one in state.settings["sides"] if one["id"] == side), None)
        before = [one for one in state.seats_of(side) if state.seats[one].role != "host"]
        is_bot = any(state.places[one].bot for one in before)
    if row is None or is_bot:
        return request.href("rooms.one", room=found.pk)

    def seat_again() -> None:
        for one in before:
            found.doors.filter(role=f"{seats.WAITS}{one}").update(closed=True)
            seats.host_writes(found, Draft(kind="removed", data={"seat": one, "reason": "other"}, key=f"again:{one}"))
        name = called_of(row)
        seats.seat_side(found, side, {lang: say(name, lang) for lang in LANGUAGES}, timezone.now() + SEAT_LASTS)

    return as_host.does(request, found, hosted, TEMPLATE, seat_again)


@action("dossiers/<slug:slug>/rooms/<slug:room>/game/projector", name="rooms.game-projector", action="hold-rooms")
def projector(request: PageRequest, room: str) -> str | HttpResponse:
    """Lead this browser to the door of a projector, which shows what all in the room see."""
    return as_host.leads_to_projector(request, game_of(request, room), hosted, TEMPLATE, SEAT_LASTS)


def _write(request: PageRequest, room: Room, draft: Draft) -> str | HttpResponse:
    return as_host.writes(request, room, hosted, TEMPLATE, draft)
