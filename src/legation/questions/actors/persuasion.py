"""The chance that an actor moves on an issue, and the effort to try: what history or the dossier says, else not known.

A chance comes from the votes on the title on which the last roll call on the issue was held: who changed before, and whom others like it
vote with, :func:`legation.methods.voting.swing`. It is taken for a chance of moving towards our aim only where votes follow positions on
the issue and the likeliest other vote lies on our side. Contact and days left bear on it, and no history says by how much: they stand
beside it as reasons and do not enter the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.voting import swing
from legation.methods.voting.votes import ABSTAIN, NO, YES
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.judgements import judgement
from legation.questions.deals.stakes import Stakes

__all__ = ["Moving", "moving"]

AREA = "whom-to-call-first"
Floats = npt.NDArray[np.float64]
_LEAN = np.zeros(4)
_LEAN[[YES, ABSTAIN, NO]] = 1.0, 0.0, -1.0
_FEWEST, _FOLLOWS = 5, 0.5
"""Votes follow positions where so many actors have both, and their correlation is so far from 0."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Moving:
    """What is known of each actor's moving.

    Attributes
    ----------
    chance : array, shape (n,)
        [0 to 1]; nan: not known.
    effort : array, shape (n,)
        Points of outcome; nan: not known.
    rests_on : tuple of Message or None
        What the chance rests on.
    past : tuple of Message or None
        Changes on the title, of so many steps.
    evidence : tuple of str
        Of the roll calls.
    """

    chance: Floats
    effort: Floats
    rests_on: tuple[Message | None, ...]
    past: tuple[Message | None, ...]
    evidence: tuple[str, ...]


def moving(case: Case, stakes: Stakes, aim: float) -> Moving:
    """Return the chance and the effort of each actor: the desk's own where the dossier gives them, else what past votes say.

    Raises
    ------
    NotAvailable
        Where the dossier's parameters give a number out of range.
    """
    n = len(stakes.actors)
    chance, rests_on, past, evidence = _from_votes(case, stakes, aim)
    given = case.info.parameters.get(AREA)
    own = given if isinstance(given, Mapping) else {}
    for actor, value in _given(case, own, "chance", 1.0).items():
        if actor in stakes.actors:
            place = stakes.actors.index(actor)
            chance[place], rests_on[place] = value, Message(f"{AREA}.by-desk")
    effort = np.full(n, np.nan)
    for actor, value in _given(case, own, "effort", 100.0).items():
        if actor in stakes.actors:
            effort[stakes.actors.index(actor)] = value
    return Moving(chance=chance, effort=effort, rests_on=tuple(rests_on), past=tuple(past), evidence=evidence)


def _from_votes(case: Case, stakes: Stakes, aim: float) -> tuple[Floats, list[Message | None], list[Message | None], tuple[str, ...]]:
    n = len(stakes.actors)
    chance: Floats = np.full(n, np.nan)
    rests_on: list[Message | None] = [None] * n
    past: list[Message | None] = [None] * n
    profile = inputs.profile(case, actors=stakes.actors)
    on_issue = [row for row in profile.rollcalls if row.issue == stakes.issue.id]
    if not on_issue or judgement("swing").off:
        return chance, rests_on, past, ()
    series = sorted([*inputs.same_title(on_issue[-1], profile.rollcalls), on_issue[-1]], key=lambda row: (str(row.date), row.id))
    history = profile.without(row.id for row in series)
    found = swing(inputs.ballots(case, stakes.actors, [row.id for row in series]), history.votes if history.rollcalls else None)
    at = stakes.position[:, 1]
    voted = found.present > 0
    lean = _LEAN[found.present]
    follows = 0.0
    if voted.sum() >= _FEWEST and np.ptp(at[voted]) and np.ptp(lean[voted]):
        follows = float(np.corrcoef(at[voted], lean[voted])[0, 1])
    towards = np.sign(aim - at) * (np.sign(follows) if abs(follows) >= _FOLLOWS else 0)
    ours = (_LEAN[found.likely] - lean) * towards > 0
    for i in np.flatnonzero(voted & (found.steps > 0)).tolist():
        past[i] = Message(f"{AREA}.past", count=int(found.changes[i]), steps=int(found.steps[i]))
        if ours[i]:
            chance[i], rests_on[i] = found.probability[i], Message(f"{AREA}.by-votes", count=int(found.steps[i]) + 1)
    return chance, rests_on, past, tuple(dict.fromkeys(e for row in series for e in row.evidence))


def _given(case: Case, own: Mapping[str, Any], name: str, most: float) -> Mapping[str, float]:
    """Return the numbers by actor that the dossier's parameters give under a name."""
    table = own.get(name, {})
    found = table if isinstance(table, Mapping) else {"": table}
    there = {row.id for row in case.dossier.actors}
    for actor, value in found.items():
        if actor not in there:
            raise NotAvailable(Message(f"{AREA}.unknown-actor", name=name, actor=actor))
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
            raise NotAvailable(Message(f"{AREA}.bad-parameter", name=name, actor=actor, found=str(value), most=most))
    return {actor: float(value) for actor, value in found.items()}
