"""A room with everybody who may stand to it, or does no more: by a code, by a grant, and by what let them in once."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone
from web.samples import room_of

from legation.web.access import Browser
from legation.web.dossiers.models import Grant
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import cookie_of
from legation.web.stores.rooms.models import Room

__all__ = ["AT_THE_TABLE", "DELEGATIONS", "EVERYBODY", "GROUP", "LEFT_OUT", "SITS", "Hall", "filled", "host_writes", "negotiating"]

SITS = {"participant": "participant", "member": "participant", "observer": "observer", "projector": "projector", "moved": "chair"}
"""Who looks into the room from a seat, and the role of that seat."""
NOT_SEATED = (
    "host",
    "moderator",
    "outsider",
    "nobody",
    "elsewhere",
    "forged",
    "removed",
    "erased",
    "expired",
    "closed",
    "over",
    "inactive",
)
"""Who does not: by accounts alone, from other rooms, with what is no seat, and by what let them in once."""
LEFT_OUT = ("removed", "over", "inactive")
"""Of those, who had a seat that is none any more and may take back what they said there."""
EVERYBODY = (*SITS, *NOT_SEATED)


@dataclass
class Hall:
    """A room, and everybody: what each sends along, and who the access rules take each for."""

    room: Room
    secrets: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        client = Client()
        if who in self.accounts:
            client.force_login(self.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        if who in self.secrets:
            client.cookies[cookie_of(self.room.pk)] = self.secrets[who]
        return client

    def writes(self, who: str, kind: str, /, **data: Any) -> None:
        """Write something for somebody, who may."""
        key = hashlib.sha256(f"{kind} {sorted(data.items())}".encode()).hexdigest()
        (written,) = DESK.write(self.room.pk, self.seats[who], [Draft(kind=kind, data=data, key=key)])
        assert written.refused is None, (who, kind, written.refused)

    def persons(self, who: str) -> list[Any]:
        return [Browser(self.secrets.get(who, "")), *([self.accounts[who]] if who in self.accounts else [])]


def filled(site: Any, **settings: Any) -> Hall:
    """Open a room of the small dossier, in which everybody sits who does, and whoever does no more was taken away."""
    room = room_of(site.dossier, site.people["owner"], **settings)
    hall = Hall(room, accounts={"host": site.people["owner"], "moderator": site.people["editor"], "outsider": site.people["member"]})
    assert seats.sit(room, role="moderator", account=site.people["editor"], anonymous=False)
    for who, account in (("member", "contributor"), ("over", "reader"), ("inactive", "named")):
        _sit(hall, who, site.people[account])
    for who in ("participant", "observer", "projector", "moved", "removed", "erased"):
        _sit(hall, who)
    for who in ("observer", "projector", "moved"):
        host_writes(room, "moved", seat=hall.seats[who], role=SITS[who])
    host_writes(room, "removed", seat=hall.seats["removed"], reason="other")
    DESK.write(room.pk, hall.seats["erased"], [Draft(kind="erased", data={"seat": hall.seats["erased"]}, key="left")])
    Grant.objects.filter(account=site.people["reader"]).update(until=dt.date(2020, 1, 1))
    site.people["named"].is_active = False
    site.people["named"].save()
    other = seats.sit(room_of(site.dossier, site.people["owner"]), role="participant", account=None, anonymous=False)
    assert other is not None
    hall.secrets |= {"elsewhere": other[1], "forged": "x" * 32}
    return hall


def _sit(hall: Hall, who: str, account: Any = None, role: str = "participant") -> None:
    state = DESK.room(hall.room.pk).state
    anonymous = state is not None and state.settings["inside"] == "anonymous"
    taken = seats.sit(hall.room, role=role, account=account, anonymous=anonymous)
    assert taken is not None
    hall.seats[who], hall.secrets[who] = taken
    if account is not None:
        hall.accounts[who] = account


def host_writes(room: Room, kind: str, **data: Any) -> None:
    """Write something for the host."""
    host = str(seats.seat_by_account(room, None, "host"))
    assert DESK.write(room.pk, host, [Draft(kind=kind, data=data, key=f"{kind}:{data}"[:100])])[0].refused is None


AT_THE_TABLE = {
    "france": "delegate",
    "embassy": "delegate",
    "germany": "delegate",
    "russia": "delegate",
    "member": "delegate",
    "observer": "observer",
    "projector": "projector",
    "chair": "chair",
}
"""Who looks into a drafting room from a seat, and the role of that seat: two of one delegation, two of one group, one by an account."""
DELEGATIONS = {"france": "NAMED-FRA", "embassy": "NAMED-FRA", "germany": "NAMED-DEU", "russia": "NAMED-RUS", "member": "NAMED-CHN"}
DELEGATIONS |= {"removed": "NAMED-EST", "erased": "NAMED-EST", "observer": "NAMED-NGO"}
GROUPED, GROUP = ("france", "embassy", "germany"), "NAMED-EU"
PARAGRAPHS = ("States shall report incidents at once.", "States [shall] cooperate in good faith.", "This text enters into force in May.")


def negotiating(site: Any, **settings: Any) -> Hall:
    """Open a drafting room of the small dossier: a text stands, and everybody sits who does; whoever does no more was taken away."""
    given = {"inside": "organisation", "leaves": "organisation", **settings}
    room = seats.open_room(
        site.dossier, site.people["owner"], "drafting", given, title={"en": "Talks", "fr": "Échange"}, notice={}, seats=16, role="delegate"
    )
    seats.new_door(room, timezone.now() + dt.timedelta(hours=1), role="delegate")
    hall = Hall(room, accounts={"host": site.people["owner"], "outsider": site.people["member"]})
    for who, account in (("member", "contributor"), ("over", "reader"), ("inactive", "named")):
        _sit(hall, who, site.people[account], "delegate")
    for who in (*(one for one in AT_THE_TABLE if one != "member"), "removed", "erased"):
        _sit(hall, who, role="delegate")
    for who in ("observer", "projector", "chair"):
        host_writes(room, "moved", seat=hall.seats[who], role=who)
    for who, organisation in DELEGATIONS.items() if given["inside"] != "anonymous" else ():
        host_writes(room, "moved", seat=hall.seats[who], organisation=organisation, **({"group": GROUP} if who in GROUPED else {}))
    text = [{"id": f"p{at}", "label": f"{at}", "text": words, "sources": []} for at, words in enumerate(PARAGRAPHS, 1)]
    hall.writes("chair", "brought", kind="zero", paragraphs=text)
    hall.writes("germany", "proposed", id="b-1", operation="insert", unit="p1", start=2, end=2, text="promptly")
    host_writes(room, "removed", seat=hall.seats["removed"], reason="other")
    hall.writes("erased", "erased", seat=hall.seats["erased"])
    Grant.objects.filter(account=site.people["reader"]).update(until=dt.date(2020, 1, 1))
    site.people["named"].is_active = False
    site.people["named"].save()
    other = seats.sit(room_of(site.dossier, site.people["owner"]), role="participant", account=None, anonymous=False)
    assert other is not None
    hall.secrets |= {"elsewhere": other[1], "forged": "x" * 32}
    return hall
