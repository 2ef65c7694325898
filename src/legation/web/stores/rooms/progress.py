"""How far the live rooms of a dossier have come, as the path of a consultation or of a negotiation asks it."""

from __future__ import annotations

from legation.web.dossiers.models import Dossier
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomReport

__all__ = ["live_room_of", "newest_room", "rooms_have_come", "rooms_now"]

_PART = "live-"
"""How the part of a live room begins, before its id."""
_SHOWN_BY = {
    "answered": ("answered",),
    "brought": ("brought",),
    "stood": ("stood", "proposed"),
    "linked": ("linked",),
    "agreed": ("agreed", "asked"),
}
"""Which entries show that a room has come so far."""


def newest_room(dossier: Dossier, kind: str = "deliberation") -> str | None:
    """Return the live room of a kind in a dossier that was written in last; None where there is none."""
    return Room.objects.filter(dossier=dossier, kind=kind, prepares="").order_by("-at", "pk").values_list("pk", flat=True).first()


def live_room_of(dossier: Dossier, about: str = "", kind: str = "deliberation") -> str | None:
    """Return the live room of a kind that a part of a dossier is of; without one the newest. None where there is none."""
    if not about:
        return newest_room(dossier, kind)
    rooms = Room.objects.filter(dossier=dossier, kind=kind, prepares="", pk=about.removeprefix(_PART))
    return rooms.values_list("pk", flat=True).first() if about.startswith(_PART) else None


def rooms_now(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Return the live rooms of a dossier, each with the hash of its newest entry."""
    return tuple(Room.objects.filter(dossier=dossier, prepares="").order_by("pk").values_list("pk", "hash"))


def rooms_have_come(dossier: Dossier, about: str = "", kind: str = "deliberation") -> frozenset[str]:
    """Return of :data:`legation.questions.situations.path.LIVE` what a live room of a dossier has reached.

    Parameters
    ----------
    about : str
        The name of the part of one room; empty: the newest of the dossier. Of a part that is no live room, nothing.
    kind : str
        Of the room.
    """
    rooms = Room.objects.filter(pk=live_room_of(dossier, about, kind))
    phases = set(rooms.values_list("phase", flat=True))
    if not phases:
        return frozenset()
    second = RoomContent.objects.filter(entry__room__in=rooms, entry__kind="phase", data__phase="second")
    written = set(RoomEntry.objects.filter(room__in=rooms).order_by().values_list("kind", flat=True).distinct())
    reached = {
        "opened": True,
        "second": "second" in phases or second.exists(),
        "closed": "closed" in phases,
        "reported": RoomReport.objects.filter(room__in=rooms).exists(),
    } | {name: not written.isdisjoint(kinds) for name, kinds in _SHOWN_BY.items()}
    return frozenset(name for name, there in reached.items() if there)
