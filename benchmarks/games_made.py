"""Rooms of negotiations in a new site, their seats taken: ``python -m benchmarks.games_made ROOMS`` prints who sits where, as JSON.

It runs as a program of its own, so that the settings are those of the environment and the server finds everything in the database.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
from typing import Any

from legation.web.serving.database import set_up

SIDES, ISSUES, OPTIONS = 6, 7, 4
"""Of each room."""


def settings() -> dict[str, Any]:
    """Return a rehearsal for six with invented points, the same in every room."""
    chance = random.Random(30)
    sides = [f"s{number}" for number in range(1, SIDES + 1)]
    options = [{"id": f"o{place}", "name_en": f"Option {place}", "name_fr": f"Option {place}"} for place in range(OPTIONS)]
    text = "What this side tells everybody, in two sentences. It is long enough to be read."
    brief = "What this side knows for itself. " * 20
    return {
        "session": "rehearsal",
        "protocol": "free",
        "side_rooms": True,
        "inside": "organisation",
        "leaves": "organisation",
        "title_en": "Talks for six",
        "title_fr": "Pourparlers à six",
        "status_quo": [0] * ISSUES,
        "issues": [
            {"id": f"i{place}", "name_en": f"Issue {place}", "name_fr": f"Sujet {place}", "options": options} for place in range(ISSUES)
        ],
        "sides": [{"id": one, "name_en": f"Side {one}", "name_fr": f"Partie {one}", "public_en": text, "public_fr": text} for one in sides],
        "scores": {one: [[chance.randrange(15) for _ in range(OPTIONS)] for _ in range(ISSUES)] for one in sides},
        "floors": dict.fromkeys(sides, 20),
        "briefs": {one: {"en": brief, "fr": brief} for one in sides},
    }


def main(rooms: int) -> None:
    """Make rooms in which six sit, each for a side."""
    set_up()
    from legation.dossier import Dossier as Content
    from legation.dossier.parts.settings import Info
    from legation.web.access import Browser
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier, Grant
    from legation.web.rooms import seats
    from legation.web.rooms.desk import DESK, Draft
    from legation.web.stores.rooms.models import RoomSeat

    host = Account.objects.get(email="person-0@example.org")
    if not Dossier.objects.filter(slug="games").exists():
        store.create(Content(info=Info(id="games")), Account.objects.first(), slug="games")
        Grant.objects.create(dossier=Dossier.objects.get(slug="games"), account=host, role="owner", marking="TLP:RED")
    dossier, given, made = Dossier.objects.get(slug="games"), settings(), []
    for number in range(rooms):
        title = {"fr": f"Pourparlers {number}", "en": f"Talks {number}"}
        room = seats.open_room(dossier, host, "negotiation", given, title=title, notice={})
        first, taken = str(seats.seat_by_account(room, None, "host")), []
        for side in given["sides"]:
            seat, secret = secrets.token_hex(6), secrets.token_urlsafe(24)
            data = {"seat": seat, "role": "delegate", "side": side["id"]}
            written = DESK.write(room.pk, first, [Draft(kind="seated", data=data, key=f"seat:{seat}")])
            assert written[0].refused is None, written[0].refused
            RoomSeat.objects.create(room=room, seat=seat, role="delegate", digest=Browser(secret).digest)
            taken.append((seat, secret))
        made.append({"id": room.pk, "seats": taken, "statements": []})
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
