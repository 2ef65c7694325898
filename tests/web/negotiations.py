"""A room of the small dossier in which three delegations, an observer and a chair negotiate a text."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from legation.web.access import Browser
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import cookie_of
from legation.web.stores.rooms.models import Room, RoomSeat

__all__ = ["TEXT", "Negotiation", "negotiated"]

TEXT = [
    {"id": "a", "label": "1", "text": "Recalls the earlier report."},
    {"id": "b", "label": "2", "text": "States should act with care."},
    {"id": "c", "label": "3", "text": "Invites the Chair to go on."},
]


@dataclass
class Negotiation:
    """A room, and by role or organisation who sits there and by which secret its browser is known."""

    room: Room
    seats: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def client(self, who: str, lang: str = "en") -> Client:
        client = Client(headers={"accept-language": lang})
        client.cookies[cookie_of(self.room.pk)] = self.secrets[who]
        return client

    def at(self, place: str = "") -> str:
        return f"/rooms/{self.room.pk}/seat/{place}"

    def writes(self, who: str, kind: str, /, **data: Any) -> int:
        (written,) = DESK.write(self.room.pk, self.seats[who], [Draft(kind=kind, data=data)])
        assert written.refused is None, (who, kind, data, written.refused)
        return written.number

    def seat(self, who: str, role: str, /, **data: Any) -> None:
        self.seats[who], self.secrets[who] = secrets.token_hex(6), secrets.token_urlsafe(12)
        self.writes("host", "seated", seat=self.seats[who], role=role, **data)
        RoomSeat.objects.create(room=self.room, seat=self.seats[who], role=role, digest=Browser(self.secrets[who]).digest)


def negotiated(site: Any, **settings: Any) -> Negotiation:
    """Open the room: FRA proposes, RUS objects, DEU objects without saying so in public, an observer offers, a silence is broken."""
    given = {"inside": "organisation", "leaves": "attributed", "silence_accepts": True, **settings}
    title = {"en": "Norms of conduct", "fr": "Normes de conduite"}
    room = seats.open_room(
        site.dossier, site.people["owner"], "drafting", given, title=title, notice={"host": {"en": "The desk", "fr": "Le bureau"}}
    )
    made = Negotiation(room)
    made.seats["host"] = str(seats.seat_by_account(room, None, "host"))
    made.seat("chair", "chair")
    for who in ("FRA", "RUS", "DEU"):
        made.seat(who, "delegate", organisation=who)
    made.seat("observer", "observer", organisation="CANARY-NGO")
    made.seat("projector", "projector")
    made.writes("chair", "brought", kind="zero", paragraphs=TEXT)
    made.writes("FRA", "proposed", id="p1", operation="replace", unit="b", start=1, end=2, text="shall")
    made.writes("RUS", "stood", target="p1", stance="oppose")
    made.writes("DEU", "stood", target="p1", stance="oppose", public=False)
    made.writes("FRA", "proposed", id="p2", operation="insert", unit="c", start=2, end=2, text="and the bureau")
    made.writes("chair", "closed", bracket="p2", mode="accepted")
    made.writes("FRA", "reserved", unit="a", text="Pending instructions.")
    made.writes("DEU", "confided", id="c1", text="CANARY confidence", target="p1")
    made.writes("chair", "shown", id="s1", to=["FRA"], title="CANARY caucus", text="CANARY text")
    return made
