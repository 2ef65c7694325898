"""The room of a dossier that an address names."""

from __future__ import annotations

from django.http import Http404

from legation.rooms.deliberation import DELIBERATION, Deliberation
from legation.web.rooms import reports
from legation.web.rooms.desk import DESK
from legation.web.rooms.known_rooms import Glance
from legation.web.site.page import PageRequest
from legation.web.stores.rooms.models import Room

__all__ = ["deliberation_of", "reads_room", "room_of", "room_that_leaves"]


def room_of(request: PageRequest, name: str) -> Room:
    """Return a room of the dossier; 404 where it has none of this name, or none that is for whoever looks."""
    found = Room.objects.filter(dossier=request.dossier, pk=name).first()
    if found is None or (found.prepares and request.scope.audience != "owner"):
        raise Http404
    return found


def deliberation_of(request: PageRequest, name: str) -> tuple[Room, Glance]:
    """Return a room in which people vote on statements, and how it stands; 404 where there is none."""
    found = room_of(request, name)
    seen = DESK.glance(found.pk)
    if seen is None or seen.kind != DELIBERATION.id:
        raise Http404
    return found, seen


def room_that_leaves(request: PageRequest, name: str) -> tuple[Room, Glance]:
    """Return a room of which something may come, and how it stands; 404 where there is none."""
    found = room_of(request, name)
    seen = DESK.glance(found.pk)
    if seen is None or seen.kind not in reports.LEAVING:
        raise Http404
    return found, seen


def reads_room(request: PageRequest, seen: Glance | Deliberation) -> bool:
    """Whether somebody who looks from the dossier reads what was said in a room: whoever holds it, or anybody where it may leave."""
    return request.may("hold-rooms") or reports.may_leave(seen)
