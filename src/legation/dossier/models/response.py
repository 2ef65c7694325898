"""``incidents/NAME.response.toml``: what a desk knows and asks for when it weighs the response to an incident.

One ``[response]`` says who acts, with what probability the party held responsible did it, and whether evidence can be made public.
``[held]`` says who holds whom responsible: without a holder nobody is named. Then, each row with its evidence, its marking and the date
from which it was known:

- ``[[condition]]``: a legal condition, answered ``yes``, ``no`` or ``unknown``; ``yes`` and ``no`` need a reference, a note or evidence;
- ``[[criterion]]``: a criterion of proportionality; ``[[ground]]``: a ground of a listing with the public items that prove it;
- ``[[threshold]]``: what the desk asks for in place of the proposed minimum, and why;
- ``[[cost]]``, ``[[reply]]``: who bears what; how the other side could reply, and the way out;
- ``[[element]]``: what would have to be shown for a norm of 2015; ``[features]``, ``[[precedent]]``: what to compare it with;
- ``[deterrence]``: what the other side may believe, as ranges.

Names of natural persons do not belong here: a person goes by role.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import choice, column, day, ref, text
from legation.dossier.composite import Span
from legation.dossier.kind import Choice, Number
from legation.dossier.models.response_checks import checked
from legation.dossier.models.response_records import (
    CONFIDENCES,
    FEATURES,
    Answered,
    Cost,
    Criterion,
    Demand,
    Game,
    Grounded,
    HeldBy,
    Precedent,
    Reply,
    Stake,
)
from legation.dossier.parts.form import ModelHead, rows, section
from legation.dossier.parts.kind import ModelKind
from legation.dossier.when import When
from legation.methods.response import ANSWERS, KINDS, Feature, Ground, Grounds, Situation, Threat, Threshold, grounds

__all__ = [
    "RESPONSE",
    "Answered",
    "Cost",
    "Criterion",
    "Demand",
    "Game",
    "Grounded",
    "HeldBy",
    "Precedent",
    "Reply",
    "ResponseModel",
    "Stake",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseModel(ModelHead):
    """What a desk wrote down about the response to an incident.

    Attributes
    ----------
    who : str
        What kind of actor we are.
    actor : str
        Our id in ``actors.csv``.
    register : str
        The NAME of the register ``incidents/NAME.json`` that the incident stands in.
    probability : (float, float, float) or None
        Low, value and high that the party held responsible did it.
    confidence : str
        In the basis: ``low``, ``moderate`` or ``high``. It never changes the probability.
    severity : int or None
        0 to 10.
    regime : str
        Under which a listing is thought of.
    """

    ENDING: ClassVar[str] = ".response.toml"
    who: str = column(Choice(KINDS), "", needed=True)
    actor: str = ref("actors", leans=False)
    register: str = text()
    date: When | None = day()
    confidence: str = choice(*CONFIDENCES)
    public_evidence: str = choice(*ANSWERS, default="unknown")
    regime: str = text()
    probability: tuple[float, float, float] | None = column(Span(0, 1), None)
    severity: int | None = column(Number(0, 10, whole=True), None)
    held: HeldBy | None = section("held", HeldBy)
    features: Mapping[str, Feature] = column(FEATURES, {}, top=True)
    conditions: tuple[Answered, ...] = rows("condition", Answered)
    criteria: tuple[Criterion, ...] = rows("criterion", Criterion)
    grounds: tuple[Grounded, ...] = rows("ground", Grounded)
    demands: tuple[Demand, ...] = rows("threshold", Demand)
    costs: tuple[Cost, ...] = rows("cost", Cost)
    replies: tuple[Reply, ...] = rows("reply", Reply)
    elements: tuple[Answered, ...] = rows("element", Answered)
    precedents: tuple[Precedent, ...] = rows("precedent", Precedent)
    game: Game | None = section("deterrence", Game)

    def situation(self) -> Situation:
        """Return what the gates look at; where there are grounds of a listing, they say whether its reasons can stand in public."""
        answers = {one.id: one.answer for one in self.conditions}
        if self.grounds:
            answers["reasons-public"] = self.listing().answer
        return Situation(
            who=self.who, probability=self.probability, public_evidence=self.public_evidence, conditions=answers, regime=self.regime
        )

    def latest(self) -> Mapping[str, Demand]:
        """Return by measure what the desk asks for in place of the proposal: of several, what was known last."""
        return {one.measure: one for one in sorted(self.demands, key=lambda one: one.known_on.last if one.known_on else dt.date.min)}

    def thresholds(self) -> tuple[Threshold, ...]:
        """Return what the desk asks for, as the gates take it."""
        return tuple(Threshold(measure=one.measure, minimum=one.minimum, public=one.public) for one in self.latest().values())

    def listing(self) -> Grounds:
        """Return the grounds of a listing with the public items that prove them; a target goes by its English name."""
        return grounds(Ground(target=str(one.target), ground=one.ground, public_items=one.public) for one in self.grounds)

    def compared(self) -> Mapping[str, Feature]:
        """Return what the incident can be compared on: its features, and its severity."""
        return dict(self.features) | ({} if self.severity is None else {"severity": self.severity})

    def threats(self) -> tuple[Threat, ...]:
        """Return the answers of the game; none where there is no game."""
        answers = self.game.answers if self.game else ()
        return tuple(Threat(id=one.measure, cost=one.cost, belief=one.belief, worth=one.worth, price=one.price) for one in answers)


RESPONSE = ModelKind(id="response", pattern="incidents/{path}.response.toml", head=ResponseModel, section="response", checked=checked)
