"""Whole sessions of deliberations, drawn from a seed: people who sit down, write, vote, are removed, leave, in every mode, with much refused."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from rooms.room_made import Log

from legation.rooms import Refused
from legation.rooms.deliberation import Deliberation
from legation.rooms.seating import INSIDE, LEAVES

__all__ = ["session"]

ACTS = (
    *("voted",) * 40, *("stated",) * 6, *("judged",) * 8,
    "flagged", "withdrawn", "erased", "removed", "moved", "seated", "phase", "phase", "published", "read", "read", "answered", "worded",
)  # fmt: skip


def session(seed: int, entries: int = 120) -> Log:
    """Return the log of a session; the same for the same seed."""
    chance = random.Random(seed)
    log = Log()
    given = {"inside": chance.choice(INSIDE), "leaves": chance.choice(LEAVES), "moderation": chance.choice(("before", "after"))}
    log.add("h", "opened", seed=seed, smallest=5, safety=chance.random() < 0.3, question="What now?", **given)
    people = [f"p{number}" for number in range(chance.randint(6, 14))]
    for person in ("m", *people):
        more = {"organisation": f"O{chance.randint(1, 4)}", "weight": chance.randint(1, 9)} if chance.random() < 0.4 else {}
        if given["inside"] == "anonymous":
            more.pop("organisation", None)
        log.add("h", "seated", seat=person, role="moderator" if person == "m" else "participant", **more)
    log.add("h", "stated", statement="seed", text="Begin.", source="seed")
    for number in range(entries):
        log.at += dt.timedelta(seconds=chance.choice((0, 0, 1, 90)))
        own = {one.author: one.id for one in log.state.statements.values()} if isinstance(log.state, Deliberation) else {}
        by, kind, data = _act(chance, people, number, own, late=number > 0.9 * entries)
        try:
            log.add(by, kind, key=f"k{chance.randint(0, 10 * entries)}", **data)
        except Refused:
            continue
    return log


def _act(chance: random.Random, people: list[str], number: int, own: dict[str, str], *, late: bool) -> tuple[str, str, dict[str, Any]]:
    person, kind = chance.choice(people), chance.choice(ACTS)
    statement = chance.choice(["seed", *sorted(own.values()), f"s{chance.randint(0, number)}"])
    leaves = "m" if late and chance.random() < 0.3 else person
    drawn: dict[str, tuple[str, dict[str, Any]]] = {
        "voted": (person, {"statement": statement, "value": chance.randint(-1, 1)}),
        "stated": (
            person,
            {"statement": f"s{number}", "text": f"Words {number}", "source": chance.choice(("participant", "organisation"))},
        ),
        "judged": (
            "m",
            {
                "statement": statement,
                "verdict": chance.choice(("in", "in", "in", "out", "copy")),
                "reason": "other",
                "of": chance.choice(("seed", f"s{max(0, number - chance.randint(1, 20))}")),
            },
        ),
        "flagged": (person, {"statement": statement, "reason": "insult"}),
        "withdrawn": (person, {"statement": own.get(person, statement)}),
        "erased": (leaves, {"seat": leaves}),
        "removed": ("m", {"seat": person, "reason": "insult"}),
        "moved": ("h", {"seat": person, "organisation": f"O{chance.randint(1, 4)}"}),
        "seated": ("h", {"seat": f"q{number}", "role": chance.choice(("participant", "observer"))}),
        "phase": ("h", {"phase": "closed" if late else chance.choice(("vote",) * 5 + ("second",))}),
        "read": ("m", {"statement": statement}),
        "answered": ("h", {"statement": statement, "taken": chance.choice(("yes", "partly", "no")), "why": "Because."}),
        "worded": ("h", {"statement": f"s{number}", "text": f"Together {number}", "source": "seed"}),
        "published": ("h", {"up_to": number, "sha256": f"{number:064x}"}),
    }
    by, data = drawn[kind]
    return by, "stated" if kind == "worded" else kind, data
