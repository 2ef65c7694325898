"""The room that is opened to prepare a negotiation: one person on one side, simulated players on the others.

It is for the owners of a dossier alone: our floor and red lines from ``mandate.toml`` stand in its first entry.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legation.dossier.column import Wording
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Message, say
from legation.methods.negotiation.session import MOST_PACKAGES
from legation.questions.deals.negotiation.inputs import sampled_domains
from legation.questions.deals.negotiation.mandate import Limits

__all__ = ["opening_of", "unit_of"]

_COARSE = 20
"""Points that a room has at least from a party's worst package to its best."""


def unit_of(limits: Limits) -> int:
    """Return how many points of a room make one point of the file: a room has whole points, and at least 20 from worst to best."""
    spread = limits.talks.domain.highest - limits.talks.domain.lowest
    least = float(spread[spread > 0].min(initial=np.inf))
    return next((unit for unit in (1, 10, 100, 1000, 10_000, 100_000) if unit * least >= _COARSE), 1_000_000)


def opening_of(limits: Limits, *, seed: int, minutes: int = 20) -> dict[str, Any]:
    """Return how a room for one run is opened: what others want is drawn from the ranges, what we want stands as it is.

    An option that we cannot sign costs us more than all else can bring, whoever plays us.

    Parameters
    ----------
    limits : Limits
    seed : int
        Another one draws others anew.
    minutes : int
        Of play.

    Raises
    ------
    NotAvailable
        Where there are too many packages for simulated players: they would sit there and say nothing.
    """
    talks, unit = limits.talks, unit_of(limits)
    if talks.domain.packages > MOST_PACKAGES:
        raise NotAvailable(Message("game.too-many-packages", found=talks.domain.packages, most=MOST_PACKAGES))
    drawn = next(sampled_domains(talks.model, talks.valued, 1, seed))
    names = [one.party.id for one in talks.valued]
    scores = {}
    for place, name in enumerate(names):
        domain = talks.domain if place == limits.us else drawn
        scores[name] = [[round(float(value) * unit) for value in table[place]] for table in domain.tables]
    ours, floor = scores[names[limits.us]], math.ceil(limits.floor * unit - 1e-9)
    worst = floor - sum(max(0, *one) for one in ours) - unit
    for issue, option in limits.red:
        ours[issue][option] = min(worst, 0)
    floors = {one.party.id: round(one.floor * unit) for one in talks.valued if one.floor is not None} | {names[limits.us]: floor}
    model = talks.model
    rule = {"share": model.share, "strict": model.strict, "veto": [one for one in model.veto if one in names]} if model.share else None
    data: dict[str, Any] = {
        "seed": seed,
        "session": "rehearsal",
        "protocol": "free",
        "minutes": minutes,
        "side_rooms": False,
        "prepares": model.id,
        **_named("title", model.title, model.id),
        "issues": [
            {
                "id": one.id,
                **_named("name", one.name, one.id),
                "options": [{"id": k.id, **_named("name", k.name, k.id)} for k in one.options],
            }
            for one in model.issues
        ],
        "sides": [
            {"id": one.party.id} | {f"name_{lang}": say(talks.named(one.party).name, lang) for lang in LANGUAGES} for one in talks.valued
        ],
        "scores": scores,
        "floors": floors,
    }
    if rule is not None:
        data["rule"] = rule | {"weights": {one.party.id: str(one.party.weight) for one in talks.valued}}
    if talks.status_quo is not None:
        data["status_quo"] = list(talks.status_quo)
    return data


def _named(key: str, words: Wording, otherwise: str) -> dict[str, str]:
    return {f"{key}_{lang}": words.in_language(lang) or otherwise for lang in LANGUAGES}
