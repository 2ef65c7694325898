"""How far the live rooms of a dossier have come, as the path of a consultation asks it."""

from __future__ import annotations

from legation.web.dossiers.models import Dossier
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomReport

__all__ = ["live_room_of", "newest_room", "rooms_have_come", "rooms_now"]

_PART = "live-"
"""How the part of a live room begins, before its id."""


def newest_room(dossier: Dossier) -> str | None:
    """Return the live room of a dossier that was written in last; None where there is none."""
    return Room.objects.filter(dossier=dossier).order_by("-at", "pk").values_list("pk", flat=True).first()


def live_room_of(dossier: Dossier, about: str = "") -> str | None:
    """Return the live room that a part of a dossier is of; without one the newest. None where there is none."""
    if not about:
        return newest_room(dossier)
    own = Room.objects.filter(dossier=dossier, pk=about.removeprefix(_PART)) if about.startswith(_PART) else Room.objects.none()
    return own.values_list("pk", flat=True).first()


def rooms_now(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Return the live rooms of a dossier, each with the hash of its newest entry."""
    return tuple(Room.objects.filter(dossier=dossier).order_by("pk").values_list("pk", "hash"))


def rooms_have_come(dossier: Dossier, about: str = "") -> frozenset[str]:
    """Return of :data:`legation.questions.situations.path.LIVE` what a live room of a dossier has reached.

    Parameters
    ----------
    about : str
        The name of the part of one room; empty: the newest of the dossier. Of a part that is no live room, nothing.
    """
    rooms = Room.objects.filter(dossier=dossier, pk=live_room_of(dossier, about))
    phases = set(rooms.values_list("phase", flat=True))
    if not phases:
        return frozenset()
    second = RoomContent.objects.filter(entry__room__in=rooms, entry__kind="phase", data__phase="second")
    reached = {
        "opened": True,
        "second": "second" in phases or second.exists(),
        "closed": "closed" in phases,
        "reported": RoomReport.objects.filter(room__in=rooms).exists(),
        "answered": RoomEntry.objects.filter(room__in=rooms, kind="answered").exists(),
    }
    return frozenset(name for name, there in reached.items() if there)
