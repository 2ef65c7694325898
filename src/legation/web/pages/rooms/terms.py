"""What everybody is told of a room before they sit down in it, by a code or from an account: fixed since the room was opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from legation.dossier import Wording
from legation.language import Lang, Message
from legation.web.pages.rooms.kinds import OF_STATEMENTS, Leaving, pages_of
from legation.web.rooms.known_rooms import Glance
from legation.web.stores.rooms.models import Room

__all__ = ["NOTICE", "Terms", "terms_of"]

NOTICE = ("host", "interest", "machine", "law")
"""What of a room's notice everybody is told: whoever holds it writes it when it is opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is told.

    Attributes
    ----------
    notice : dict of str to str
        Who holds the room, what they want from it, who runs the machine, under which law.
    inside, leaves : Message
        How one appears in the room, and what leaves it.
    smallest : int
        Of how many people counts are shown at least.
    safety : bool
    after : Message
        What becomes of it some days after the end.
    imported : int
        Of how many people votes were brought along from elsewhere.
    rules : list of Message
        Of a room for a text: how it is decided, what silence means, what is shown to whom; of a negotiation: what becomes of its points.
    words : Leaving
        What is said of leaving, and of the room once it is closed.
    """

    notice: dict[str, str]
    inside: Message
    leaves: Message
    smallest: int
    safety: bool
    after: Message
    imported: int = 0
    rules: list[Message] = field(default_factory=list)
    words: Leaving = OF_STATEMENTS


def terms_of(room: Room, seen: Glance, lang: Lang, *, by_organisation: bool = False) -> Terms:
    """Return what is told of a room; whoever sits for an organisation is told that its name stands on what they say."""
    settings = seen.settings
    pages = pages_of(room.kind)
    area = "page-games" if pages.is_played else "page-draft-chair" if pages.is_negotiated else "page-rooms"
    inside = "organisation" if by_organisation and settings["inside"] != "anonymous" else settings["inside"]
    return Terms(
        notice={name: Wording(**text).in_language(lang) for name in NOTICE if (text := room.notice.get(name))},
        inside=Message(f"{area}.inside-{inside}"),
        leaves=Message(f"{'page-games' if pages.is_played else 'page-rooms'}.leaves-{settings['leaves']}"),
        smallest=int(settings["smallest"]),
        safety=bool(settings["safety"]),
        imported=seen.imported,
        rules=pages.rules(room),
        words=pages.leaving,
        after=Message(f"{'page-games' if pages.is_played else 'page-rooms'}.after-end-said", count=int(settings["cut_days"])),
    )
