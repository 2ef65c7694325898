"""A game on a small negotiation, its room, and who sits there: two people by their codes, and a bot."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from web.shown import replaced

from legation.web.dossiers import store
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room

__all__ = ["GAME", "OPEN", "TALKS", "GameRoom", "opened", "with_game"]

OPEN = "/dossiers/small/rooms/open/negotiation"
TALKS = """[negotiation]
title_en = "Talks on cables"
title_fr = "Pourparlers sur les câbles"
author = "Desk"
status_quo = { repair = "alone", fund = "none", venue = "here" }

[[party]]
id = "coast"
name_en = "Coastal States"
name_fr = "États côtiers"

[[party]]
id = "owners"
name_en = "Owners of cables"
name_fr = "propriétaires de câbles"

[[party]]
id = "bank"
name_en = "Development bank"
name_fr = "banque de développement"

[[issue]]
id = "repair"
name_en = "Who repairs"
name_fr = "Qui répare"
[[issue.option]]
id = "alone"
name_en = "each alone"
name_fr = "chacun seul"
[[issue.option]]
id = "shared"
name_en = "a shared fleet"
name_fr = "une flotte commune"

[[issue]]
id = "fund"
name_en = "A fund"
name_fr = "Un fonds"
[[issue.option]]
id = "none"
name_en = "no fund"
name_fr = "aucun fonds"
[[issue.option]]
id = "small"
name_en = "a small fund"
name_fr = "un petit fonds"
[[issue.option]]
id = "large"
name_en = "a large fund"
name_fr = "un grand fonds"

[[issue]]
id = "venue"
name_en = "Where it sits"
name_fr = "Son siège"
[[issue.option]]
id = "here"
name_en = "on the coast"
name_fr = "sur la côte"
[[issue.option]]
id = "there"
name_en = "at the bank"
name_fr = "à la banque"
"""
_WORTHS = {
    "coast": ({"alone": 0, "shared": 40}, {"none": 0, "small": 20, "large": 30}, {"here": 30, "there": 0}),
    "owners": ({"alone": 0, "shared": 60}, {"none": 30, "small": 20, "large": 0}, {"here": 0, "there": 10}),
    "bank": ({"alone": 0, "shared": 10}, {"none": 0, "small": 50, "large": 20}, {"here": 0, "there": 40}),
}
_FLOORS = {"coast": 40, "owners": 40, "bank": 30}


def _worths() -> str:
    said = ""
    for party, tables in _WORTHS.items():
        for issue, points in zip(("repair", "fund", "venue"), tables, strict=True):
            row = ", ".join(f"{option} = {value}" for option, value in points.items())
            said += f'[[worth]]\nparty = "{party}"\nissue = "{issue}"\npoints = {{ {row} }}\nholder = "Desk"\n\n'
        said += f'[[floor]]\nparty = "{party}"\nvalue = {_FLOORS[party]}\nholder = "Desk"\n\n'
    return said


TALKS += "\n" + _worths()
GAME = """[game]
title_en = "Cables"
title_fr = "Câbles"
negotiation = "cables"
minutes = 30
vary = 0
author = "Desk"
illustration = true

[[side]]
party = "coast"
public_en = "Five States with long coasts."
public_fr = "Cinq États aux longues côtes."
brief_en = "COAST-BRIEF: you need the fleet."
brief_fr = "COAST-BRIEF : il vous faut la flotte."

[[side]]
party = "owners"
public_en = "Firms that own cables."
public_fr = "Des entreprises qui possèdent des câbles."
brief_en = "OWNERS-BRIEF: no large fund."
brief_fr = "OWNERS-BRIEF : pas de grand fonds."

[[side]]
party = "bank"
public_en = "It lends."
public_fr = "Elle prête."
brief_en = "BANK-BRIEF: a seat at the bank."
brief_fr = "BANK-BRIEF : un siège à la banque."

[[reveal]]
day = "2019-05-02"
text_en = "They agreed on a shared fleet."
text_fr = "Ils ont convenu d’une flotte commune."

[[lesson]]
text_en = "Give way where it costs you little."
text_fr = "Cédez là où cela vous coûte peu."
"""


@dataclass
class GameRoom:
    """A room, the browser that holds it, and by side the browser that sits there."""

    room: Room
    host: Client
    sides: dict[str, Client] = field(default_factory=dict)

    def at(self, place: str = "") -> str:
        """The address of a seat of the room."""
        return f"/rooms/{self.room.pk}/seat/{place}"

    def hosted(self, place: str = "") -> str:
        """The address of the room before its host."""
        return f"/dossiers/small/rooms/{self.room.pk}{place}"

    @property
    def state(self) -> Any:
        """The room as it stands."""
        return DESK.room(self.room.pk).state

    def seat(self, side: str) -> str:
        """The seat at which somebody sits for a side, or a bot does."""
        return str(next(one for one in self.state.seats_of(side) if self.state.seats[one].role != "host"))

    def writes(self, side: str, kind: str, /, **data: Any) -> int:
        """Write something for a side, or for the host."""
        seat = seats.host_of(self.room) if side == "host" else self.seat(side)
        (written,) = DESK.write(self.room.pk, seat, [Draft(kind=kind, data=data)])
        assert written.refused is None, (side, kind, data, written.refused)
        return written.number

    def plays(self) -> None:
        """Let the sides agree on a package, close, and open the secrets."""
        self.writes("host", "phase", phase="open")
        offer = self.writes("coast", "offered", package=[1, 1, 1], reason="A fleet for all")
        for side in ("owners", "bank"):
            self.writes(side, "accepted", offer=offer)
        self.writes("host", "phase", phase="closed")
        self.writes("host", "revealed")


def with_game(site: Any, **parts: str) -> None:
    """Put the negotiation and the game into the dossier; others where they are given, by ``negotiation`` and ``game``."""
    content = store.content(store.newest(site.dossier))
    own = {"negotiations/cables.toml": parts.get("negotiation", TALKS), "games/cables.toml": parts.get("game", GAME)}
    files = {name: text.encode() for name, text in own.items() if text}
    replaced(site.dossier, dataclasses.replace(content, files={**content.files, **files}))


def opened(site: Any, lang: str = "en", *, of: str = "game:cables", seated: bool = True, **said: str) -> GameRoom:
    """Open the game in the browser, the bank played by a bot; let somebody sit for each of the others by the code of the host's page."""
    with_game(site)
    type(site.people["editor"]).objects.update(language=lang)
    host = site.client("editor")
    players = {"side-coast": "people", "side-owners": "people", "side-bank": "even"} if of.startswith("game") else {}
    notice = {"host": "The desk", "interest": "Practice", "machine": "The ministry", "law": "French law"}
    form = {
        "of": of,
        "title": "Cables",
        "minutes": "30",
        "protocol": "free",
        "side_rooms": "on",
        "zone": "UTC",
        **players,
        **notice,
        **said,
    }
    answer = host.post(OPEN, form)
    assert answer.status_code == 302, answer.content.decode()
    room = Room.objects.get(pk=answer.url.rpartition("/")[2])
    made = GameRoom(room, host)
    page = host.get(made.hosted()).content.decode()
    for code in dict.fromkeys(re.findall(r"/join/([A-Z]{10})/", page)) if seated else ():
        client = Client(headers={"accept-language": lang})
        door = room.doors.get(code=code)
        client.post(f"/join/{code}/sit")
        side = made.state.places[door.role.removeprefix(seats.WAITS)].side
        made.sides[side] = client
    return made
