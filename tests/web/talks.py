"""A room for a text as its host opens it in the browser, with a chair and delegations who sit down by their codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room

__all__ = ["FORM", "TEXT", "Talks", "opened"]

TEXT = "1. States shall report.\n\n2. Nothing here is new."
FORM = {
    "title": "Rolling text", "text": TEXT, "kind": "zero", "inside": "organisation", "leaves": "organisation", "scheme": "consensus",
    "bis": "alternative", "silence_accepts": "on", "one_voice": "on", "attributed": "on", "chair_sees": "on", "zone": "Europe/Paris",
    "seats": "8", "host": "The desk", "interest": "To agree", "machine": "The ministry", "law": "French law",
}  # fmt: skip


@dataclass
class Talks:
    """A room, and the browsers of those who sit in it."""

    room: Room
    host: Client
    chair: Client
    delegations: dict[str, Client] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> Any:
        return DESK.room(self.room.pk).state

    def says(self, organisation: str, kind: str, /, **data: Any) -> None:
        """Let a delegation write something; it has to be taken."""
        seat = self.seats[organisation] if organisation != "chair" else seats.chair_of(self.room)
        (written,) = DESK.write(self.room.pk, seat, [Draft(kind=kind, data=data)])
        assert written.refused is None, written.refused

    def decides(self, **form: Any) -> Any:
        """Send a form of the chair's desk."""
        return self.chair.post(f"/rooms/{self.room.pk}/seat/chair/write", form)

    def desk(self, page: str = "") -> str:
        """Return a page of the chair's desk."""
        answer = self.chair.get(f"/rooms/{self.room.pk}/seat/chair{page}")
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def row(self, unit: str) -> Any:
        """Return a paragraph as the chair may know it."""
        seen = DESK.seen(self.room.pk, seats.chair_of(self.room))
        return next(one for one in seen["units"] if one["id"] == unit)


def opened(site: Any, *organisations: str, lang: str = "en", **more: Any) -> Talks:
    """Open a room in the browser, seat its chair and some delegations."""
    host = site.client("editor")
    type(site.people["editor"]).objects.filter(pk=site.people["editor"].pk).update(language=lang)
    answer = host.post("/dossiers/small/rooms/open/text", {name: text for name, text in (FORM | more).items() if text is not None})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    room = Room.objects.latest("at", "pk")
    talks = Talks(room, host, _by_code(room, seats.chair_of(room), lang))
    for one in organisations:
        assert host.post(f"/dossiers/small/rooms/{room.pk}/organisations/seat", {"organisation": one, "group": ""}).status_code == 302
        talks.seats[one] = next(seat.id for seat in talks.state.seats.values() if seat.organisation == one)
        talks.delegations[one] = _by_code(room, talks.seats[one], lang)
    return talks


def _by_code(room: Room, seat: str, lang: str) -> Client:
    client = Client(headers={"accept-language": lang})
    code = room.doors.get(role=f"{seats.WAITS}{seat}").code
    assert client.post(f"/join/{code}/sit").status_code == 302
    return client
