"""Live rooms of a dossier beside it, for a question on a room: as they may be looked at now, to whoever may see the dossier's rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.questions import Case, Question
from legation.questions.debate.opinion.live_room import open_to_votes, parts_of_room, released_votes, with_parts
from legation.web.access import TABLE, grant_of
from legation.web.dossiers.models import Dossier
from legation.web.rooms import reports
from legation.web.site.cache import Cache
from legation.web.stores.rooms.models import Room

__all__ = ["asks_a_room", "beside", "live_state", "may_see"]

MOST = 10
"""Rooms of a dossier that are offered, those written in last."""
_PARTS: Cache[dict[str, bytes]] = Cache(64 * 1024 * 1024, lambda parts: sum(map(len, parts.values())) + 1)
"""The parts of a room by its newest entry, and by the actors that the dossier has."""


def asks_a_room(question: Question) -> bool:
    """Whether a question is asked of a room."""
    return any(option.name == "room" for option in question.options)


def may_see(account: Any, dossier: Dossier) -> bool:
    """Whether an account may see the rooms of a dossier now."""
    grant = grant_of(account, dossier) if account is not None and account.is_active else None
    return grant is not None and grant.role in TABLE["see-rooms"]


def beside(case: Case, dossier: Dossier, question: Question, account: Any) -> Case:
    """Return a case with the live rooms of its dossier, where the question is asked of a room and the account may see them."""
    if not asks_a_room(question) or not may_see(account, dossier):
        return case
    parts: dict[str, bytes] = {}
    actors = {row.id: row for row in case.later.actors}
    for room in Room.objects.filter(dossier=dossier, kind="deliberation").order_by("-at", "pk")[:MOST]:
        key = (room.pk, room.number, case.later.hash)
        parts |= _PARTS.get(key, lambda room=room: _parts_of(room, actors))  # type: ignore[misc]  # a default binds the room
    return with_parts(case, parts) if parts else case


def live_state(dossier: Dossier, options: Mapping[str, str]) -> str:
    """Return what an answer about a room hangs on beside the dossier: the newest entry of each room that may be meant."""
    if "room" in options and not options["room"].startswith(reports.PART):
        return ""
    rooms = Room.objects.filter(dossier=dossier, kind="deliberation").order_by("pk").values_list("pk", "hash")
    return " ".join(f"{name}:{newest}" for name, newest in rooms)


def _parts_of(room: Room, actors: Mapping[str, object]) -> dict[str, bytes]:
    """Return the parts of a room; none of one that nothing leaves, or of which nothing may be shown yet."""
    state = reports.state_of(room)
    if not reports.may_leave(state) or not any(released_votes(state, one) for one in open_to_votes(state)):
        return {}
    return parts_of_room(state, reports.live_named(room, state), actors)
