"""Logs of games as rooms write them: a small one of three sides, and ICANN's accountability by six, each entry chained to the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from legation.dossier import decode
from legation.dossier.models.negotiation import NEGOTIATION
from legation.questions import Case
from legation.questions.deals.negotiation.inputs import domain_of, valued
from legation.rooms.entry import FIRST, Entry, write_log

__all__ = ["DAY", "PART", "SMALL", "case_of", "dossier_parts", "game_log", "icann", "play", "small_log", "written"]

DAY = "2026-03-02"
PART = f"games/talks/{DAY}.jsonl"
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ICANN = Path(__file__).parents[2] / "examples/iana-transition-2014/negotiations/accountability-2015.toml"

SMALL: dict[str, Any] = {
    "seed": 7,
    "inside": "organisation",
    "leaves": "attributed",
    "session": "rehearsal",
    "protocol": "free",
    "minutes": 60,
    "side_rooms": True,
    "title_fr": "Pourparlers du canal",
    "title_en": "Talks on the canal",
    "status_quo": [0, 0, 0],
    "issues": [
        {
            "id": "toll",
            "name_fr": "Péage",
            "name_en": "Toll",
            "options": [{"id": f"t{k}", "name_fr": f"péage {k}", "name_en": f"toll {k}"} for k in range(3)],
        },
        {
            "id": "guard",
            "name_fr": "Garde",
            "name_en": "Guard",
            "options": [{"id": f"g{k}", "name_fr": f"garde {k}", "name_en": f"guard {k}"} for k in range(3)],
        },
        {
            "id": "term",
            "name_fr": "Durée",
            "name_en": "Term",
            "options": [{"id": f"d{k}", "name_fr": f"durée {k}", "name_en": f"term {k}"} for k in range(2)],
        },
    ],
    "sides": [
        {"id": "port", "name_fr": "le port", "name_en": "the port", "public_fr": "", "public_en": ""},
        {"id": "town", "name_fr": "la ville", "name_en": "the town", "public_fr": "", "public_en": ""},
        {"id": "firm", "name_fr": "la compagnie", "name_en": "the company", "public_fr": "", "public_en": ""},
    ],
    "scores": {
        "port": [[0, 20, 50], [20, 10, 0], [0, 30]],
        "town": [[30, 10, 0], [0, 30, 50], [20, 0]],
        "firm": [[10, 30, 20], [30, 20, 0], [0, 40]],
    },
    "floors": {"port": 40, "town": 35},
    "briefs": {},
    "reveal": [{"date": "2016-03-10", "fr": "Le canal a été rendu.", "en": "The canal was given back."}],
    "lessons": [{"fr": "Échanger avant de céder.", "en": "Exchange before you give way."}],
}
"""What the host opened."""


def game_log(opened: Mapping[str, Any], acts: Sequence[tuple[str, str, Mapping[str, Any]]], *, minutes: float = 4) -> tuple[Entry, ...]:
    """Return a log: seats named after their sides, one act every so many minutes; ``by`` is a side, or ``host``."""
    seated = [("host", "seated", {"seat": f"s-{one['id']}", "role": "delegate", "side": one["id"]}) for one in opened["sides"]]
    made: list[Entry] = []
    for at, (by, kind, data) in enumerate([("host", "opened", opened), *seated, ("host", "phase", {"phase": "open"}), *acts]):
        moment = START + dt.timedelta(minutes=max(0.0, minutes * (at - len(seated) - 1)))
        made.append(
            Entry(
                number=len(made) + 1,
                at=moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                by="host" if by == "host" else f"s-{by}",
                kind=kind,
                key=f"k{at}",
                data=dict(data),
                salt=f"{at:032x}",
                before=made[-1].hash if made else FIRST,
            )
        )
    return tuple(made)


def small_log(opened: Mapping[str, Any] = SMALL, *, revealed: bool = True, deal: bool = True) -> tuple[Entry, ...]:
    """Return the small game: eight offers, the last of which all accept."""
    offers = [
        ("port", [2, 0, 1]),
        ("town", [0, 2, 0]),
        ("firm", [1, 0, 1]),
        ("port", [2, 1, 1]),
        ("town", [0, 2, 1]),
        ("port", [2, 2, 1]),
        ("town", [1, 2, 1]),
        ("port", [1, 1, 1]),
    ]
    acts: list[tuple[str, str, Mapping[str, Any]]] = [(by, "offered", {"package": package}) for by, package in offers]
    last = len(opened["sides"]) + 2 + len(offers)
    if deal:
        acts += [(by, "accepted", {"offer": last}) for by in ("town", "firm")]
    acts.append(("host", "phase", {"phase": "closed"}))
    if revealed:
        acts.append(("host", "revealed", {}))
    return game_log(opened, acts)


@cache
def icann() -> dict[str, Any]:
    """Return what a host opens who plays the ICANN example, with whole points."""
    model = NEGOTIATION.read(ICANN.read_bytes(), "negotiations/accountability-2015.toml")
    made, _ = valued(model)
    domain = domain_of(model, made)
    scores = {one.party.id: [[int(x) for x in np.rint(table[place]).tolist()] for table in domain.tables] for place, one in enumerate(made)}
    return {
        "seed": 1,
        "inside": "organisation",
        "leaves": "attributed",
        "session": "rehearsal",
        "protocol": "free",
        "minutes": 75,
        "title_fr": model.title.fr,
        "title_en": model.title.en,
        "status_quo": [one.names.index(model.status_quo[one.id]) for one in model.issues],
        "issues": [
            {
                "id": one.id,
                "name_fr": one.name.fr,
                "name_en": one.name.en,
                "options": [{"id": o.id, "name_fr": o.name.fr, "name_en": o.name.en} for o in one.options],
            }
            for one in model.issues
        ],
        "sides": [
            {"id": one.party.id, "name_fr": one.party.name.fr, "name_en": one.party.name.en, "public_fr": "", "public_en": ""}
            for one in made
        ],
        "scores": scores,
        "floors": {one.party.id: int(one.floor) for one in made if one.floor is not None},
        "briefs": {},
        "rule": {
            "share": model.share or "2/3",
            "strict": model.strict,
            "veto": list(model.veto),
            "weights": {one.party.id: int(one.party.weight) for one in made},
        },
        "reveal": [{"date": "2016-10-01", "fr": "La transition a eu lieu.", "en": "The transition took place."}],
        "lessons": [{"fr": "Compter les voix avant d’offrir.", "en": "Count votes before you offer."}],
    }


def play(opened: Mapping[str, Any], offers: int, seed: int = 1) -> tuple[Entry, ...]:
    """Return a long game played by chance: each side in turn offers, more and more to all, and the last offer is voted through."""
    chance, sides = np.random.default_rng(seed), [one["id"] for one in opened["sides"]]
    sizes = [len(one["options"]) for one in opened["issues"]]
    package = [int(chance.integers(size)) for size in sizes]
    acts: list[tuple[str, str, Mapping[str, Any]]] = []
    for at in range(offers):
        issue = int(chance.integers(len(sizes)))
        package = [*package[:issue], int(chance.integers(sizes[issue])), *package[issue + 1 :]]
        acts.append((sides[at % len(sides)], "offered", {"package": package}))
    last = len(sides) + 2 + offers
    acts += [(one, "voted", {"offer": last, "value": 1}) for one in sides]
    acts += [(one, "accepted", {"offer": last}) for one in sides if one != sides[(offers - 1) % len(sides)]]
    acts += [("host", "phase", {"phase": "closed"}), ("host", "revealed", {})]
    return game_log(opened, acts, minutes=75 / (offers + 20))


def written(entries: Sequence[Entry]) -> bytes:
    """Return a log as its file."""
    return write_log(entries).encode()


def dossier_parts(log: bytes, part: str = PART, **more: bytes) -> dict[str, bytes]:
    """Return the parts of a dossier that holds a game."""
    return {"dossier.toml": b'id = "d"\n', part: log} | more


def case_of(log: bytes, day: dt.date = dt.date(2026, 6, 1), part: str = PART) -> Case:
    """Return the case of such a dossier."""
    return Case(dossier=decode(dossier_parts(log, part)), today=day)
