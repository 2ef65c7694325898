"""What is said to some and not to all: a text or a package shown to named delegations, and what a party tells the chair alone.

Who is not named learns nothing of it, not even that it was there; what was told to the chair is released by its own party alone. Here it
is the chair who shows and reads; a delegation does so beside the text.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from legation.language import Message, say
from legation.rooms.drafting import DRAFTING
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import too_much, why_not
from legation.web.pages.rooms.drafting.here import Here, drawn_key, here_in
from legation.web.pages.rooms.drafting.saying import id_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms import ticket
from legation.web.rooms.routes import later, seat_route

__all__ = ["Confidence", "ShownAside", "caucus", "caucus_write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAside:
    """A text that the chair shows to some.

    Attributes
    ----------
    to : str
        Whom.
    about : str
        The paragraphs and brackets of which it speaks.
    received : str
        Who of them has said to have received it.
    """

    id: str
    title: str
    text: str
    to: str
    about: str
    received: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """What a party told the chair alone, or has released since."""

    id: str
    by: str
    text: str
    about: str
    is_released: bool


@seat_route("chair/caucus", name="room-chair-caucus", action="chair", kind=DRAFTING.id)
def caucus(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show what the chair shows to some, and what it was told alone."""
    at = here_in(request, room, here)
    return _shown(request, at)


@seat_route("chair/caucus/write", name="room-chair-show", action="chair", method="POST", kind=DRAFTING.id)
def caucus_write(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show something to some, or withdraw it."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    at = here_in(request, room, here)
    form, kind = request.POST, request.POST.get("kind", "")
    said = {name: as_seen(form.get(name, "")).replace("\r\n", "\n").strip() for name in ("id", "title", "text")}
    key = drawn_key(form.get("key", ""))
    if kind == "withdrawn":
        refused = at.write(kind, {"id": said["id"]})
    else:
        data = {
            "id": id_of(here, key),
            "to": form.getlist("to"),
            "title": said["title"],
            "text": said["text"],
            "targets": form.getlist("targets"),
        }
        if not (data["to"] and (said["text"] or data["targets"])):
            return _shown(request, at, error=Message("page-draft-chair.shown-lacks"), typed=said, status=422)
        refused = at.write("shown", data, key)
    if refused is not None:
        return _shown(request, here_in(request, room, here) or at, error=why_not(refused, "chair"), typed=said, status=409)
    return HttpResponseRedirect(reverse("room-chair-caucus", args=[room]))


def _shown(request: HttpRequest, at: Here, *, error: Any = None, typed: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    seen, text = at.seen, at.text
    shown = [_aside(at, one) for one in seen.get("shown", ())]
    confided = [_confidence(at, one) for one in seen.get("confided", ())]
    values = {
        "room": at.room.pk,
        "heading": at.heading,
        "headline": Message("page-draft-chair.caucus-count", count=len(shown)) if shown else Message("page-draft-chair.caucus-none"),
        "shown": shown,
        "confided": confided,
        "is_closed": seen["phase"] == "closed",
        "others": [(one, text.name(one)) for one in at.delegations],
        "targets": [(one["id"], text.label(one["id"])) for one in text.units],
        "key": secrets.token_hex(8),
        "error": error,
        "typed": typed or {},
    }
    response = private_page(request, "rooms/chair_caucus.html", values, status=status)
    ticket.give(response, {at.room.pk: at.seat})
    return response


def _aside(at: Here, one: Any) -> ShownAside:
    received: Any = at.seen.get("received") or {}
    return ShownAside(
        id=one["id"],
        title=one.get("title") or "",
        text=one.get("text") or "",
        to=at.text.names(list(one.get("to") or ())).all,
        about=_about(at, one.get("targets") or ()),
        received=at.text.names(list(received.get(one["id"], ()))).all,
    )


def _confidence(at: Here, one: Any) -> Confidence:
    return Confidence(
        id=one["id"],
        by=at.text.name(one.get("by")),
        text=one.get("text") or "",
        about=_about(at, [one["target"]] if one.get("target") else ()),
        is_released=bool(one.get("released")),
    )


def _about(at: Here, targets: Sequence[str]) -> str:
    return ", ".join(say(Message("drafting.unit", unit=at.text.label(target)), at.lang) for target in targets)
