"""What those in a room are called before a reader: organisations by their names, who has none by what it is."""

from __future__ import annotations

from collections.abc import Sequence

from legation.language import Lang, Message, say
from legation.rooms import RoomState
from legation.web.rooms.seats import organisation_names

__all__ = ["called_in"]


def called_in(room: str, state: RoomState, lang: Lang) -> dict[str, str]:
    """Return what organisations and the seats without one are called, by their ids.

    Observers have a number, in the order in which they were seated, whoever of them has left; delegations without a name have one where
    they are several.
    """
    alone = [one for one in state.seats.values() if not one.organisation]
    chairs = {one.id: say(Message("drafting-paper.chair"), lang) for one in alone if one.role == "chair"}
    observers = [one.id for one in alone if one.role == "observer"]
    numbered = {name: say(Message("page-delegate.observer", number=number), lang) for number, name in enumerate(observers, 1)}
    others = [one.id for one in alone if one.role not in ("chair", "observer", "host", "projector")]
    return chairs | numbered | _unnamed(others, say(Message("page-draft-chair.unnamed"), lang)) | organisation_names(room, state, lang)


def _unnamed(seats: Sequence[str], said: str) -> dict[str, str]:
    return {name: f"{said} ({number})" if len(seats) > 1 else said for number, name in enumerate(seats, 1)}
