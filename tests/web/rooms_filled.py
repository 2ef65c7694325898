"""A live room with people who have voted, as tests and benchmarks need it."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room

STATEMENTS = (
    "Begin with what is agreed.", "Publish the budget each year.", "Name one contact in each ministry.", "Meet in the regions as well.",
    "Keep the talks closed to the press.", "Ask for a mandate with a date.", "Let companies speak in the plenary.", "Vote where consensus fails.",
    "Report breaches within three days.", "Pay the travel of small delegations.", "Leave norms voluntary.", "Write a binding treaty.",
)  # fmt: skip


def filled(dossier: Dossier, host: Account, people: int, lang: str = "en", **settings: Any) -> tuple[Room, list[str]]:
    """Return an anonymous room in which two camps of people have voted, who share the first three statements; and their seats."""
    given = {"inside": "anonymous", "leaves": "chatham", "question": "What should come first?"} | settings
    room = seats.open_room(
        dossier, host, "deliberation", given, title={"fr": "Forum sur les normes", "en": "Forum on norms"}, notice={}, seats=people + 20
    )
    seat = str(seats.seat_by_account(room, host, "host"))
    drafts = [
        Draft(kind="stated", data={"statement": f"s{j}", "text": text, "language": lang, "source": "seed"}, key=f"s{j}")
        for j, text in enumerate(STATEMENTS)
    ]
    if given["inside"] != "anonymous":
        for at in range(people):
            data: dict[str, Any] = {"seat": f"{at:012x}", "role": "participant"}
            if at % 10 == 0:
                data |= {"organisation": f"Organisation {at // 10 + 1}", "weight": 1 + at % 3}
            drafts.append(Draft(kind="seated", data=data, key=f"seat{at}"))
    DESK.write(room.pk, seat, [*drafts, Draft(kind="phase", data={"phase": "vote"}, key="vote")])
    state = DESK.room(room.pk).state
    assert state is not None
    there = sorted(one.id for one in state.seats.values() if one.role == "participant")[:people]
    rng = np.random.default_rng(0)
    for at, one in enumerate(there):
        DESK.write(room.pk, one, votes(at % 2, rng))
    return room, there


def votes(camp: int, rng: np.random.Generator) -> list[Draft]:
    """Return the votes of somebody of a camp on everything."""
    drafts = []
    for j in range(len(STATEMENTS)):
        value = 1 if j < 3 else (1 - 2 * camp) * (1 - 2 * (j % 2))
        given = int(value if rng.random() < 0.9 else -value)
        drafts.append(Draft(kind="voted", data={"statement": f"s{j}", "value": given}, key=f"v{j}"))
    return drafts
