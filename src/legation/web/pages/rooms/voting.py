"""A seat of a room in which people vote: one statement and three buttons, a statement of one's own, what became of it; and leaving."""

from __future__ import annotations

import functools
import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message
from legation.rooms import seen_by
from legation.rooms.deliberation.state import LONGEST
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.deadline import closes
from legation.web.pages.rooms.left import left
from legation.web.pages.rooms.outcome import outcome_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.seat_page import alike, hinted, seat_values
from legation.web.pages.rooms.sent import draft_sent
from legation.web.rooms import ticket
from legation.web.rooms.desk import DESK
from legation.web.rooms.next_statement import next_statement
from legation.web.rooms.pictures import PICTURES
from legation.web.rooms.place import seat_mark
from legation.web.rooms.routes import later
from legation.web.rooms.seats import organisation_names
from legation.web.stores.rooms.models import Room

__all__ = ["ALLOWED", "shown", "write"]

ALLOWED = frozenset({"stated", "voted", "flagged", "withdrawn", "erased"})
"""What a browser may write for a seat; what else its role lets it write, pages of accounts send."""


def write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Take what a form sends: a vote, a statement, leaving."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    form = {name: as_seen(str(text)) for name, text in request.POST.items()}
    kind, key = form.get("kind", ""), form.get("key", "")[:100] or secrets.token_hex(8)
    if kind == "voted":
        data: dict[str, Any] = {"statement": form.get("statement", ""), "value": {"1": 1, "0": 0, "-1": -1}.get(form.get("value", ""), 9)}
    elif kind == "stated":
        text = " ".join(form.get("text", "").split())
        if not text:
            return shown(request, room, here, refused=Message("page-rooms.words-needed"), status=422)
        said = {} if "anyway" in form else {"near": alike(DESK.seen(room, here), text), "hinted": hinted(text)}
        if any(said.values()):
            return shown(request, room, here, text=text, status=409, **said)
        data = {"statement": secrets.token_hex(6), "text": text, "language": request.lang, "source": "participant"}  # type: ignore[attr-defined]
    else:
        names = {"flagged": ("statement", "reason"), "withdrawn": ("statement",)}.get(kind, ())
        data = {name: form.get(name, "") for name in names} | ({"seat": here} if kind == "erased" else {})
    written = DESK.write(room, here, [draft_sent(room, kind, data, key, ALLOWED)])[0]
    if written.refused is not None:
        return shown(request, room, here, text=str(data.get("text", "")), refused=why_not(written.refused), status=409)
    if kind == "erased":
        return left(request, room)
    more = {"stated": "?said=yes#mine", "flagged": "?reported=yes", "voted": f"?{urlencode({'last': data.get('statement', '')})}"}
    return HttpResponseRedirect(reverse("room-seat", args=[room]) + more.get(kind, ""))


def shown(request: HttpRequest, room: str, here: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a deliberation as a seat may know it."""
    found = Room.objects.get(pk=room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    with DESK.reading(room) as live:
        state: Any = live.state
        seen, called = seen_by(state, here), organisation_names(room, state, lang)
    values = {
        "room": room,
        "seat_mark": seat_mark(room, here),
        "heading": found.called.in_language(lang),
        "question": state.settings.get("question", ""),
        "phase": seen["phase"],
        "closes": closes(seen.get("deadline")),
        "reported": "reported" in request.GET,
        "longest": LONGEST,
    }
    query, looked = request.GET, PICTURES.look(room)
    choose = functools.partial(next_statement, mine=seen["mine"], seat=here, shown=looked)
    placed = seat_values(seen, choose, called, at=query.get("at", ""), again=query.get("again", ""), last=query.get("last", ""))
    waits = bool(placed["mine"]) and placed["mine"][-1].state.id == "page-rooms.receipt.received"
    placed["said"] = waits and "said" in request.GET
    response = private_page(request, "rooms/seat.html", values | placed | outcome_of(request, found) | more, status=status)
    ticket.give(response, {room: here})
    return response
