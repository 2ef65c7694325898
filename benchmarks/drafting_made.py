"""A drafting room in a new site: ``python -m benchmarks.drafting_made DELEGATIONS PARAGRAPHS PROPOSALS [WORDS]`` prints who sits where.

It runs as a program of its own, so that the settings are those of the environment and the server finds everything in the database.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from legation.web.serving.database import set_up

CHAIRS = 3
"""A seat may write two entries a second for long: so many seats write what a chair writes."""
TOGETHER = 250
"""Drafts that are written in one transaction."""
APART = 8
"""Words between two places where something is proposed."""
WORDS = "States shall report incidents within a reasonable time and cooperate in good faith with the parties concerned, taking into account"


def text_of(chance: random.Random, words: int) -> str:
    """Return a paragraph of so many words."""
    vocabulary = WORDS.replace(",", "").split()
    return " ".join(chance.choice(vocabulary) for _ in range(words)) + "."


def proposals(paragraphs: int, count: int, words: int, organisations: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield who proposes what: in each paragraph from its end on, so that no place moves before something is proposed there."""
    each = max(1, -(-count // paragraphs))
    for number in range(count):
        at, paragraph = number // paragraphs, number % paragraphs
        start = (each - 1 - at) * APART % max(1, words - APART) + 1
        operation = ("insert", "insert", "delete", "replace")[number % 4]
        yield (
            organisations[number % len(organisations)],
            {
                "id": f"b-{number}",
                "operation": operation,
                "unit": f"p{paragraph}",
                "start": start,
                "end": start if operation == "insert" else start + 2,
                "text": "" if operation == "delete" else f"wording {number}",
            },
        )


def main(delegations: int, paragraphs: int, count: int, words: int = 100) -> None:
    """Make a room with a text and what was proposed to it by its delegations."""
    set_up()
    from legation.dossier import Dossier as Content
    from legation.dossier.parts.settings import Info
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier, Grant
    from legation.web.rooms import seats
    from legation.web.rooms.desk import DESK, Draft

    host, chance = Account.objects.get(email="person-0@example.org"), random.Random(26)
    if not Dossier.objects.filter(slug="rooms").exists():
        store.create(Content(info=Info(id="rooms")), Account.objects.first(), slug="rooms")
        Grant.objects.create(dossier=Dossier.objects.get(slug="rooms"), account=host, role="owner", marking="TLP:RED")
    given = {"inside": "organisation", "leaves": "organisation"}
    room = seats.open_room(
        Dossier.objects.get(slug="rooms"), host, "drafting", given, title={"fr": "Texte", "en": "Text"}, notice={}
    )  # fmt: skip
    first = seats.host_of(room)

    def write(seat: str, *drafts: Draft) -> None:
        refused = [one for one in DESK.write(room.pk, seat, drafts) if one.refused is not None]
        if refused:
            raise RuntimeError(f"{len(refused)} refused, first {refused[0].key}: {refused[0].refused}")

    chairs = [seats.sit(room, role="chair", account=None, anonymous=False) for _ in range(CHAIRS)]
    taken = [seats.sit(room, role="delegate", account=None, anonymous=False) for _ in range(delegations)]
    seated = [one for one in taken if one is not None]
    names = [f"D{number:03}" for number in range(delegations)]
    write(first, *(Draft(kind="moved", data={"seat": seat, "organisation": name}) for (seat, _), name in zip(seated, names, strict=True)))
    text = [{"id": f"p{at}", "label": f"{at + 1}", "text": text_of(chance, words), "sources": []} for at in range(paragraphs)]
    begun = time.perf_counter()
    write(str(chairs[0][0]) if chairs[0] else "", Draft(kind="brought", data={"kind": "zero", "paragraphs": text}))
    brought, begun = time.perf_counter() - begun, time.perf_counter()
    by: dict[str, list[Draft]] = {}
    deletes: list[str] = []
    sits = dict(zip(names, (seat for seat, _ in seated), strict=True))
    for done, (name, data) in enumerate(proposals(paragraphs, count, words, names), 1):
        deletes += [str(data["id"])] if data["operation"] == "delete" else []
        by.setdefault(sits[name], []).append(Draft(kind="proposed", data=data, key=str(data["id"])))
        if done % TOGETHER == 0 or done == count:
            for seat, drafts in by.items():
                write(seat, *drafts)
            by.clear()
    made = {
        "id": room.pk,
        "seats": [*seated, *chairs],
        "names": names,
        "statements": [],
        "brackets": [f"b-{number}" for number in range(count)],
        "deletes": deletes,
        "paragraphs": paragraphs,
        "brought": brought,
        "proposed": time.perf_counter() - begun,
    }
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
