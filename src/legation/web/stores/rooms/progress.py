"""How far the live rooms of a dossier have come, as the path of a consultation asks it."""

from __future__ import annotations

from legation.web.dossiers.models import Dossier
from legation.web.stores.rooms.models import Room, RoomContent, RoomEntry, RoomReport

__all__ = ["newest_room", "rooms_have_come"]

_PART = "live-"
"""How the part of a live room begins, before its id."""


def newest_room(dossier: Dossier) -> str | None:
    """Return the live room of a dossier that was written in last; None where there is none."""
    return Room.objects.filter(dossier=dossier).order_by("-at", "pk").values_list("pk", flat=True).first()


def rooms_have_come(dossier: Dossier, about: str = "") -> frozenset[str]:
    """Return of :data:`legation.questions.situations.path.LIVE` what the live rooms of a dossier have reached.

    Parameters
    ----------
    about : str
        The name of the part of one room; empty: all of the dossier's. Of a part that is no live room, nothing.
    """
    if about and not about.startswith(_PART):
        return frozenset()
    rooms = Room.objects.filter(dossier=dossier, **({"pk": about.removeprefix(_PART)} if about else {}))
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
