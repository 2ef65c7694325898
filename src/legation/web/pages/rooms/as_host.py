"""What whoever holds a room does in it: done, and back to the room; or the room's page, with the reason why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from legation.rooms import Refused
from legation.web.pages.rooms.answers import why_not
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, show
from legation.web.stores.rooms.models import Room

__all__ = ["does", "leads_to_projector", "writes"]

Hosted = Callable[..., Page]
"""The page of a room before its host: of the request, the room, and ``error``."""


def does(request: PageRequest, room: Room, hosted: Hosted, template: str, do: Callable[[], Any]) -> str | HttpResponse:
    """Do something as the host, and return where that leads: the address that ``do`` returns, else the room.

    Where the room's rules refuse it, the room's page with the reason, as a conflict (409).
    """
    try:
        to = do()
    except Refused as refused:
        return show(request, hosted(request, room, error=why_not(refused, "host")), template, status=409)
    return str(to) if to else request.href("rooms.one", room=room.pk)


def writes(request: PageRequest, room: Room, hosted: Hosted, template: str, draft: Draft) -> str | HttpResponse:
    """Write something into a room as its host."""
    return does(request, room, hosted, template, lambda: seats.host_writes(room, draft))


def leads_to_projector(request: PageRequest, room: Room, hosted: Hosted, template: str, lasts: dt.timedelta) -> str | HttpResponse:
    """Lead this browser to the door of a projector, which shows what all in the room see; of a closed room, back to it."""
    seen = DESK.glance(room.pk)
    if seen is None or seen.phase == "closed":
        return request.href("rooms.one", room=room.pk)
    return does(
        request, room, hosted, template, lambda: reverse("room-door", args=[seats.seat_projector(room, timezone.now() + lasts).code])
    )
