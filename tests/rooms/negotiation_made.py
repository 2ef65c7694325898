"""Negotiation rooms as tests write them."""

from __future__ import annotations

from typing import Any

from rooms.room_made import Log

from legation.rooms.negotiation import Negotiation

SIDES = ("a", "b", "c")
DEADLINE = "2026-03-02T10:00:00.000Z"
SCORES: dict[str, Any] = {
    "a": [[6, 0, 3], [4, 0]],
    "b": [[0, 6, 3], [0, 4]],
    "c": [[2, 2, 5], [1, 3]],
}


def settings(**more: Any) -> dict[str, Any]:
    """Return what the first entry of a rehearsal of three sides on two issues says; of a real session without points."""
    given: dict[str, Any] = {
        "seed": 7,
        "inside": "seat",
        "leaves": "attributed",
        "session": "rehearsal",
        "protocol": "free",
        "side_rooms": True,
        "deadline": DEADLINE,
        "minutes": 60,
        "title_fr": "Le port",
        "title_en": "The port",
        "issues": [
            {"id": f"i{at}", "name_fr": f"Point {at}", "name_en": f"Issue {at}", "options": [
                {"id": f"o{number}", "name_fr": f"Option {number}", "name_en": f"Option {number}"} for number in range(size)
            ]}
            for at, size in enumerate((3, 2))
        ],
        "sides": [
            {"id": side, "name_fr": f"Côté {side}", "name_en": f"Side {side}", "public_fr": f"Public {side}", "public_en": f"Public {side}"}
            for side in SIDES
        ],
        "status_quo": [0, 0],
        "scores": SCORES,
        "floors": {"a": 2, "b": 3, "c": 1},
        "briefs": {side: {"fr": f"CANARI {side}", "en": f"CANARY {side}"} for side in SIDES},
        "reveal": [{"date": "2020-01-01", "fr": "Vérité", "en": "What happened"}],
        "lessons": [{"fr": "Leçon", "en": "Lesson"}],
    }  # fmt: skip
    if more.get("session") == "real":
        for name in ("scores", "floors", "briefs", "reveal", "lessons"):
            del given[name]
    return {name: value for name, value in (given | more).items() if value is not None}


def table(**more: Any) -> Log:
    """Return a room with a host ``h``, a delegate ``da``, ``db``, ``dc`` of each side, an observer ``o`` and a projector ``p``."""
    log = Log("negotiation")
    log.add("h", "opened", **settings(**more))
    for side in SIDES:
        log.add("h", "seated", seat=f"d{side}", role="delegate", side=side)
    log.add("h", "seated", seat="o", role="observer")
    log.add("h", "seated", seat="p", role="projector")
    return log


def state_of(log: Log) -> Negotiation:
    """Return the state of a log that was begun."""
    assert isinstance(log.state, Negotiation)
    return log.state
