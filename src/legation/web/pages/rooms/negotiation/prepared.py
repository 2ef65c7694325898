"""The runs of a negotiation that was prepared by playing, as their rooms have them: who was played, what was offered when, and the deal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.questions.deals.negotiation.mandate import Limits
from legation.questions.games.preparation import Run
from legation.web.dossiers.models import Dossier
from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import Room, RoomEntry

__all__ = ["PlayedRun", "played_runs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedRun:
    """A run, over or not.

    Attributes
    ----------
    room : Room
    side : str
        The side that the person played.
    is_over : bool
        Whether there is a deal, or nothing can be offered any more.
    run : Run or None
        None where the file has other parties or issues by now, or the log does not say it any more: it counts no more.
    """

    room: Room
    side: str
    is_over: bool
    run: Run | None


def played_runs(dossier: Dossier, limits: Limits) -> list[PlayedRun]:
    """Return the runs of a negotiation, the oldest first.

    Parameters
    ----------
    dossier : Dossier
    limits : Limits
        With the negotiation as it is now.
    """
    rooms = Room.objects.filter(dossier=dossier, prepares=limits.talks.model.id, number__gt=0).order_by("pk")
    begun = dict(RoomEntry.objects.filter(room__in=rooms, number=1).values_list("room_id", "at"))
    return [_played(room, limits) for room in sorted(rooms, key=lambda one: (begun.get(one.pk, ""), one.pk))]


def _played(room: Room, limits: Limits) -> PlayedRun:
    with DESK.reading(room.pk) as live:
        state: Any = live.state
        people = [one.side for one in state.places.values() if one.side and not one.bot]
        offers = [(one.number, one.by, tuple(one.package)) for one in state.offers.values()]
        deal = tuple(state.offers[state.deal].package) if state.deal else None
        settings, began = state.settings, state.began
        end = state.deadline or state.ended or state.closed_at
        is_over = bool(state.deal) or state.phase == "closed" or moment.written(dt.datetime.now(dt.UTC)) > (state.deadline or "9")
    side = people[0] if people else ""
    known = {one.party.id: place for place, one in enumerate(limits.talks.valued)}
    issues = [(one["id"], [option["id"] for option in one["options"]]) for one in settings.get("issues") or ()]
    if issues != [(one.id, list(one.names)) for one in limits.talks.model.issues] or not {side, *(by for _, by, _ in offers)} <= set(known):
        return PlayedRun(room=room, side=side, is_over=is_over, run=None)
    when = dict(RoomEntry.objects.filter(room=room, number__in=[number for number, _, _ in offers]).values_list("number", "at"))
    made = tuple((_share(began, when.get(number, began), end or room.at), known[by], package) for number, by, package in offers)
    return PlayedRun(room=room, side=side, is_over=is_over, run=Run(played=known[side], offers=made, deal=deal))


def _share(began: str, at: str, end: str) -> float:
    """Return the share of the time that was over at an instant."""
    first, now, last = (moment.parse(one) for one in (began, at, end))
    span = (last - first).total_seconds()
    return min(max((now - first).total_seconds() / span, 0.0), 1.0) if span > 0 else 1.0
