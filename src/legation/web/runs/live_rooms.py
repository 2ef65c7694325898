"""Live rooms of a dossier beside it, for a question on a room: as they may be looked at now, to whoever may see the dossier's rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier.models.draft import DRAFT
from legation.questions import Case, Question
from legation.questions.base.live_rooms import with_parts
from legation.web.access import TABLE, grant_of
from legation.web.dossiers.models import Dossier
from legation.web.rooms import reports
from legation.web.site.cache import Cache
from legation.web.stores.rooms.models import Room

__all__ = ["beside", "live_state", "may_see"]

MOST = 10
"""Rooms of a dossier that are offered, those written in last."""
_PARTS: Cache[dict[str, bytes]] = Cache(64 * 1024 * 1024, lambda parts: sum(map(len, parts.values())) + 1)
"""The parts of a room by its newest entry, and by the actors that the dossier has."""


def _kinds(question: Question) -> list[str]:
    """Return the kinds of rooms that a question may be asked of: each is named by an option of its own."""
    there = {option.name for option in question.options}
    return [kind for kind, leaving in reports.LEAVING.items() if leaving.option in there]


def may_see(account: Any, dossier: Dossier) -> bool:
    """Whether an account may see the rooms of a dossier now."""
    grant = grant_of(account, dossier) if account is not None and account.is_active else None
    return grant is not None and grant.role in TABLE["see-rooms"]


def beside(case: Case, dossier: Dossier, question: Question, account: Any) -> Case:
    """Return a case with the live rooms of its dossier, where the question is asked of a room and the account may see them."""
    kinds = _kinds(question)
    if not kinds or not may_see(account, dossier):
        return case
    parts: dict[str, bytes] = {}
    actors = {row.id: row for row in case.later.actors}
    for room in Room.objects.filter(dossier=dossier, kind__in=kinds, prepares="").order_by("-at", "pk")[:MOST]:
        if room.phase == "closed" and _is_back(room, case.later.files):
            continue  # the dossier has it with its sources
        key = (room.pk, room.number, case.later.hash)
        parts |= _PARTS.get(key, lambda room=room: reports.parts_beside(room, actors))  # type: ignore[misc]  # a default binds the room
    return with_parts(case, parts) if parts else case


def live_state(dossier: Dossier, question: Question, options: Mapping[str, str]) -> str:
    """Return what an answer about a room hangs on beside the dossier: the newest entry of each room that may be meant."""
    kinds = [
        kind for kind in _kinds(question)
        if (named := options.get(reports.LEAVING[kind].option)) is None or named.startswith(reports.PART)
    ]  # fmt: skip
    rooms = Room.objects.filter(dossier=dossier, kind__in=kinds, prepares="").order_by("pk").values_list("pk", "hash")
    return " ".join(f"{name}:{newest}" for name, newest in rooms)


def _is_back(room: Room, files: Mapping[str, bytes]) -> bool:
    """Whether a text that was negotiated in a room has come back into its dossier."""
    return room.kind == "drafting" and DRAFT.called(reports.part_name(room)) in files
