"""A room in which a text is negotiated, with a chair, delegations, an observer and a projector, each in a browser of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from web.halls import host_writes

from legation.web.rooms import seats
from legation.web.rooms.browser import Browser
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import cookie_of
from legation.web.stores.rooms.models import Room, RoomSeat

__all__ = ["PARAGRAPHS", "TextRoom", "text_room"]

PARAGRAPHS = [
    ("1", "States shall cooperate in good faith."),
    ("2", "States [shall] [should] report each year, at the latest in March."),
    ("3", "This text enters into force at once."),
]
SITS = {"chair": ("chair", ""), "fra": ("delegate", ""), "rus": ("delegate", "g77"), "bra": ("delegate", "g77"), "ngo": ("observer", "")}


@dataclass
class TextRoom:
    """The room, the seat of each, and the secret of their browser."""

    room: Room
    seats: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        client = Client()
        client.cookies[cookie_of(self.room.pk)] = f"secret-{who}"
        return client

    def page(self, who: str, query: str = "", lang: str = "en") -> str:
        """Return what somebody is shown."""
        answer = self.client(who).get(reverse("room-seat", args=[self.room.pk]) + query, headers={"accept-language": lang})
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, who: str, kind: str, *, json: bool = False, **form: Any) -> Any:
        """Send a form."""
        headers = {"accept": "application/json" if json else "text/html", "accept-language": "en"}
        return self.client(who).post(reverse("room-write", args=[self.room.pk]), {"kind": kind, **form}, headers=headers)

    def write(self, who: str, what: str, **data: Any) -> None:
        """Write something past the pages."""
        written = DESK.write(self.room.pk, self.seats[who], [Draft(kind=what, data=data)])[0]
        assert written.refused is None, (what, data, written.refused)

    def seen(self, who: str | None) -> dict[str, Any]:
        """Return all that somebody may know."""
        return DESK.seen(self.room.pk, self.seats[who] if who else None)

    def words(self, unit: str) -> str:
        """Return the words of a paragraph."""
        return "".join(next(one["words"] for one in self.seen(None)["units"] if one["id"] == unit))


def text_room(site: Any, paragraphs: Any = PARAGRAPHS, **settings: Any) -> TextRoom:
    """Open a room with a text."""
    given = {"inside": "organisation", "leaves": "organisation", **settings}
    title = {"en": "Norms of conduct", "fr": "Normes de conduite"}
    room = seats.open_room(site.dossier, site.people["owner"], "drafting", given, title=title, notice={})
    there = TextRoom(room)
    for who, (role, group) in {**SITS, "screen": ("projector", "")}.items():
        named = {"organisation": who} if role in ("delegate", "observer") and given["inside"] != "anonymous" else {}
        host_writes(room, "seated", seat=f"seat-{who}", role=role, **named, **({"group": group} if group else {}))
        RoomSeat.objects.create(
            room=room, seat=f"seat-{who}", digest=Browser(f"secret-{who}").digest, role=role, name=who.upper() if named else ""
        )
        there.seats[who] = f"seat-{who}"
    rows = [{"id": name, "label": name, "text": text} for name, text in paragraphs]
    there.write("chair", "brought", kind="zero", paragraphs=rows)
    return there
