"""Candidates in the order of asking, each with what a caller needs to know."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import Wording, standing
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.signing import TRAITS, Band, Order
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.grounds import joined_evidence
from legation.questions.signing.acts import Attribution
from legation.questions.signing.traits import Asked, Seen, members

__all__ = ["Listed", "listed"]

AREA = "who-would-sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A candidate at its place.

    Attributes
    ----------
    actor : str
    place : int
        From 1.
    score : float
        Points above the average candidate.
    band : Band
        How many of those at such places signed in past cases.
    speaks_for : tuple of Message
        The traits that raise it, the strongest first.
    holds_back, against : tuple of Message
        What may keep it from signing: a procedure, a standing policy, its own position; and with these, what it lacks.
    needs, red_line : Wording or None
        As an analyst wrote them down.
    named : int
        How many times it has spoken in other matters.
    lag : int or None
        The middle of how long after the opening of a joint attribution it spoke [days]; None where it never joined one.
    evidence : tuple of str
    """

    actor: str
    place: int
    score: float
    band: Band
    speaks_for: tuple[Message, ...]
    holds_back: tuple[Message, ...]
    against: tuple[Message, ...]
    needs: Wording | None
    red_line: Wording | None
    named: int
    lag: int | None
    evidence: tuple[str, ...]


def listed(case: Case, asked: Asked, found: Order, shown: Seen, before: Sequence[Attribution], bands: Sequence[Band]) -> tuple[Listed, ...]:
    """Return the candidates in the order of asking."""
    interests = {row.actor: row for row in standing(case.dossier.interests) if row.issue == asked.issue}
    groups = [(inputs.group_name(group), members(case, group)) for group in asked.hurdles]
    rows = []
    for place, actor in enumerate(found.ranking, start=1):
        traits = dict(zip(TRAITS, shown.traits[shown.candidates.index(actor)].tolist(), strict=True))
        parts = dict(zip(TRAITS, found.parts[place - 1].tolist(), strict=True))
        interest = interests.get(actor)
        lags = [one.lag(act) for one in before if one.is_joint for act in one.acts if act.actor == actor and one.lag(act) >= 0]
        back = _holds_back(traits, [name for name, there in groups if actor in there])
        up = sorted((name for name in TRAITS if parts[name] > 0 and traits[name] > 0 and name != "hurdle"), key=lambda name: -parts[name])
        rows.append(
            Listed(
                actor=actor,
                place=place,
                score=float(found.score[place - 1]),
                band=next(band for band in bands if band.first <= place and (place <= band.last or not band.last)),
                speaks_for=tuple(Message(f"{AREA}.trait.{name}") for name in up),
                holds_back=back,
                against=(*back, *_lacks(traits)),
                needs=interest.needs if interest else None,
                red_line=interest.red_line if interest else None,
                named=sum(act.actor == actor for one in before for act in one.acts),
                lag=round(statistics.median(lags)) if lags else None,
                evidence=joined_evidence([shown.evidence[actor], interest.evidence if interest else ()]),
            )
        )
    return tuple(rows)


def _holds_back(traits: dict[str, float], groups: Sequence[Named]) -> tuple[Message, ...]:
    found = [Message(f"{AREA}.why-group", group=name) for name in groups]
    if traits["said"] < 0:
        found.append(Message(f"{AREA}.why-position"))
    return tuple(found)


def _lacks(traits: dict[str, float]) -> tuple[Message, ...]:
    return tuple(Message(f"{AREA}.why-never-{name}") for name in ("named", "hit") if traits[name] == 0)
