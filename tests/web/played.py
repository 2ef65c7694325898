"""A room of the small dossier in which sides negotiate packages: in a rehearsal with points from a file, in a real session with their own."""

from __future__ import annotations

import re
from typing import Any

from web.seated_room import SeatedRoom

from legation.web.rooms import seats

__all__ = ["BRIEFS", "FLOORS", "NAMES", "PACKAGE", "SCORES", "SETTINGS", "SIDES", "SIX", "Played", "played", "text_of"]

PACKAGE = {"o0": "0", "o1": "1", "o2": "1"}
"""Thirty days, a fixed reward, a notice after the fix: as a form sends it."""

SIDES = ("state", "firm", "users")
SIX = (*SIDES, "finder", "insurer", "regulator")
"""Who sits at a larger table."""
NAMES = {
    "state": ("The State", "L’État"),
    "firm": ("The firm", "L’entreprise"),
    "users": ("Users’ group", "Collectif d’usagers"),
    "finder": ("The researcher", "La chercheuse"),
    "insurer": ("The insurer", "L’assureur"),
    "regulator": ("The regulator", "L’autorité"),
}
ISSUES = {
    "delay": (("Delay", "Délai"), (("30 days", "30 jours"), ("60 days", "60 jours"), ("90 days", "90 jours"))),
    "bounty": (("Reward", "Récompense"), (("None", "Aucune"), ("Fixed", "Forfaitaire"))),
    "notice": (("Public notice", "Avis public"), (("At once", "Aussitôt"), ("After the fix", "Après le correctif"), ("Never", "Jamais"))),
}
SCORES = {
    "state": [[0, 20, 50], [10, 0], [0, 30, 40]],
    "firm": [[0, 25, 30], [20, 0], [0, 50, 40]],
    "users": [[40, 20, 0], [0, 25], [35, 20, 0]],
    "finder": [[50, 30, 0], [0, 30], [20, 10, 0]],
    "insurer": [[20, 40, 30], [10, 20], [0, 40, 20]],
    "regulator": [[30, 50, 0], [0, 10], [40, 30, 0]],
}
FLOORS = {"state": 41, "firm": 52, "users": 33, "finder": 22, "insurer": 44, "regulator": 61}
BRIEFS = {
    side: {"en": f"CANARY brief of the {side}: yield last.", "fr": f"CANARI instructions ({side}) : cédez en dernier."} for side in SIX
}


def _named(name: str, words: tuple[str, str]) -> dict[str, str]:
    return {"id": name, "name_en": words[0], "name_fr": words[1]}


def _side(name: str) -> dict[str, str]:
    en, fr = NAMES[name]
    return _named(name, NAMES[name]) | {"public_en": f"{en} says what it wants.", "public_fr": f"{fr} dit ce qu’il veut."}


SETTINGS: dict[str, Any] = {
    "inside": "organisation",
    "leaves": "organisation",
    "protocol": "free",
    "side_rooms": True,
    "title_en": "A vulnerability disclosed",
    "title_fr": "Une vulnérabilité divulguée",
    "status_quo": [2, 0, 2],
    "issues": [
        _named(name, words) | {"options": [_named(f"o{number}", option) for number, option in enumerate(options)]}
        for name, (words, options) in ISSUES.items()
    ],
}


class Played(SeatedRoom):
    """A negotiation, with its pages."""

    def page(self, who: str, query: str = "", lang: str = "en") -> str:
        """Return what somebody is shown."""
        answer = self.client(who, lang).get(self.at(query))
        assert answer.status_code == 200, (query, answer.status_code)
        return answer.content.decode()

    def post(self, who: str, kind: str, /, at: str = "write", **form: Any) -> Any:
        """Send a form."""
        return self.client(who).post(self.at(at), {"kind": kind, **form})


def played(site: Any, *, real: bool = False, sides: tuple[str, ...] = SIDES, **settings: Any) -> Played:
    """Open the room; one sits for each side, one observes, one is the wall."""
    secret = {"scores": SCORES, "floors": FLOORS, "briefs": BRIEFS}
    there = {} if real else {name: {side: rows[side] for side in sides} for name, rows in secret.items()}
    given = SETTINGS | there | {"sides": [_side(side) for side in sides], "session": "real" if real else "rehearsal"} | settings
    title = {"en": "A vulnerability disclosed", "fr": "Une vulnérabilité divulguée"}
    notice = {"host": {"en": "The desk", "fr": "Le bureau"}, "machine": {"en": "Our IT service", "fr": "Notre service informatique"}}
    room = seats.open_room(site.dossier, site.people["owner"], "negotiation", given, title=title, notice=notice)
    made = Played(room)
    made.seats["host"] = str(seats.seat_by_account(room, None, "host"))
    for side in sides:
        made.seat(side, "delegate", side=side)
    made.seat("observer", "observer")
    made.seat("wall", "projector")
    return made


def text_of(page: str) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
