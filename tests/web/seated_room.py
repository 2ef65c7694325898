"""A room of which tests know who sits where, and by which secret each browser is known."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from legation.web.access import Browser
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import cookie_of
from legation.web.stores.rooms.models import Room, RoomSeat

__all__ = ["SeatedRoom"]


@dataclass
class SeatedRoom:
    """A room, and by role, side or organisation who sits there and by which secret its browser is known."""

    room: Room
    seats: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def client(self, who: str, lang: str = "en") -> Client:
        client = Client(headers={"accept-language": lang})
        client.cookies[cookie_of(self.room.pk)] = self.secrets[who]
        return client

    def at(self, place: str = "") -> str:
        return f"/rooms/{self.room.pk}/seat/{place}"

    def writes(self, who: str, what: str, /, **data: Any) -> int:
        """Write something past the pages; return the number of the entry."""
        (written,) = DESK.write(self.room.pk, self.seats[who], [Draft(kind=what, data=data)])
        assert written.refused is None, (who, what, data, written.refused)
        return written.number

    def seat(self, who: str, role: str, /, **data: Any) -> None:
        self.seats[who], self.secrets[who] = secrets.token_hex(6), secrets.token_urlsafe(12)
        self.writes("host", "seated", seat=self.seats[who], role=role, **data)
        RoomSeat.objects.create(room=self.room, seat=self.seats[who], role=role, digest=Browser(self.secrets[who]).digest)
