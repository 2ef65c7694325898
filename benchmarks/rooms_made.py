"""Rooms in a new site, their seats taken: ``python -m benchmarks.rooms_made ROOMS SEATS`` prints who sits where, and the codes, as JSON.

It runs as a program of its own, so that the settings are those of the environment and the server finds everything in the database.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

from legation.web.serving.database import set_up

SEEDS = 20


def main(rooms: int, people: int) -> None:
    """Make rooms that vote, each with so many people, a moderator, and a door for those who come later."""
    set_up()
    from django.utils import timezone

    from legation.dossier import Dossier as Content
    from legation.dossier.parts.settings import Info
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier, Grant
    from legation.web.rooms import seats
    from legation.web.rooms.desk import DESK, Draft

    host = Account.objects.get(email="person-0@example.org")
    if not Dossier.objects.filter(slug="rooms").exists():
        store.create(Content(info=Info(id="rooms")), Account.objects.first(), slug="rooms")
        Grant.objects.create(dossier=Dossier.objects.get(slug="rooms"), account=host, role="owner", marking="TLP:RED")
    dossier = Dossier.objects.get(slug="rooms")
    made = []
    for number in range(rooms):
        given = {"inside": "seat", "leaves": "chatham", "moderation": "after", "question": "What should come first?"}
        room = seats.open_room(dossier, host, "deliberation", given, title={"fr": f"Espace {number}", "en": f"Room {number}"}, notice={})
        first = str(seats.seat_by_account(room, host, "host"))
        said = [("stated", {"statement": f"seed-{at}", "text": f"Seed {at} of {number}.", "source": "seed"}) for at in range(SEEDS)]
        said.append(("phase", {"phase": "vote"}))
        DESK.write(room.pk, first, [Draft(kind=kind, data=data, key=f"k{at}") for at, (kind, data) in enumerate(said)])
        seats.sit(room, role="moderator", account=host, anonymous=False)
        taken = [seats.sit(room, role="participant", account=None, anonymous=False) for _ in range(people)]
        code = seats.new_door(room, timezone.now() + dt.timedelta(hours=6)).code
        made.append({"id": room.pk, "seats": taken, "code": code, "statements": [f"seed-{at}" for at in range(SEEDS)]})
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
