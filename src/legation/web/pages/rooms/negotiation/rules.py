"""What everybody is told of a negotiation before joining: what becomes of points, what the host sees, whether the host is a party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier import Wording
from legation.language import Message
from legation.web.rooms.desk import DESK
from legation.web.rooms.play import REHEARSAL
from legation.web.stores.rooms.models import Room

__all__ = ["PLAY_RULES", "REAL_RULES", "called_of", "host_is_party", "rules_of"]

PLAY_RULES = ("exercise", "points-of-file", "opened-afterwards", "nobody-ranked")
REAL_RULES = ("real", "own-points", "no-reveal", "host-sees", "released", "deleted", "nobody-ranked")
"""What is told of a rehearsal and of a real session, by the words of ``page-games``."""


def rules_of(room: Room) -> list[Message]:
    """Return what is told of a room: what kind of session it is, that the host is a party, how offers are made and until when."""
    seen = DESK.glance(room.pk)
    settings: dict[str, Any] = dict(seen.settings) if seen is not None else {}
    is_play = settings.get("session") == REHEARSAL
    said = [Message(f"page-games.told-{one}") for one in (PLAY_RULES if is_play else REAL_RULES)]
    said += host_is_party(settings)
    said.append(Message(f"page-games.protocol-{str(settings.get('protocol') or 'free').replace(' ', '-')}"))
    said.append(Message("page-games.told-by-rule" if settings.get("rule") else "page-games.told-by-all"))
    if settings.get("side_rooms"):
        said.append(Message("page-games.told-side-rooms"))
    if settings.get("minutes"):
        said.append(Message("page-games.told-minutes", count=int(settings["minutes"])))
    return said


def host_is_party(settings: Mapping[str, Any]) -> list[Message]:
    """Return that whoever holds the room is a party too, where they are."""
    side = str(settings.get("host_side") or "")
    row = next((one for one in settings.get("sides") or () if one["id"] == side), None)
    return [] if row is None else [Message("page-games.host-is-party", side=called_of(row))]


def called_of(row: Mapping[str, Any]) -> Wording | str:
    """Return what a side, an issue or an option is called, in the languages in which it has a name.

    >>> str(called_of({"id": "us", "name_en": "We"})), called_of({"id": "us"})
    ('We', 'us')
    """
    return Wording(fr=str(row.get("name_fr") or ""), en=str(row.get("name_en") or "")) or str(row["id"])
