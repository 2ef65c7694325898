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

What a response must keep so that it says one thing: known names, answers with their sources, changes with their reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import choice, column, day, ref, text
from legation.dossier.kind import Choice, Number
from legation.dossier.kind.composite import Span
from legation.dossier.models.response_records import (
    CONFIDENCES,
    FEATURES,
    ConditionAnswer,
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
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, rows, section
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.errors import BadValue
from legation.methods.response import (
    ANSWERS,
    CRITERIA,
    KINDS,
    Feature,
    Ground,
    Grounds,
    Situation,
    Threat,
    Threshold,
    conditions,
    grounds,
    measures,
    norms,
    regimes,
    similar,
)

__all__ = [
    "RESPONSE",
    "ConditionAnswer",
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
    "checked",
]


Places = Mapping[str, Sequence[str]]


def checked(model: ResponseModel, part: str, places: Places, *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file whose rows have the right form."""
    check = _Check(part)
    known = {one.id: one for one in measures()}
    yield from _head(check, model, head=head)
    yield from check.answers(model.conditions, places["conditions"], conditions())
    yield from check.answers(model.elements, places["elements"], [element for norm in norms() for element in norm.elements])
    for at, criterion in zip(places["criteria"], model.criteria, strict=True):
        yield from check.known(f"{at}.id", criterion.id, CRITERIA)
    for field in ("demands", "costs", "replies"):
        for at, row in zip(places[field], getattr(model, field), strict=True):
            yield from check.known(f"{at}.measure", row.measure, known)
    for at, demand in zip(places["demands"], model.demands, strict=True):
        if demand.minimum is None and demand.public is None:
            yield check.fault("toml-value", at, "minimum | public", "")
    for at, reply in zip(places["replies"], model.replies, strict=True):
        if not (reply.text or reply.off_ramp):
            yield check.fault("toml-value", at, "text | off_ramp", "")
    own = model.compared()
    for at, precedent in zip(places["precedents"], model.precedents, strict=True):
        for name in precedent.done:
            yield from check.known(f"{at}.done", name, known)
        yield from check.comparable(at, precedent.features, own)
    if model.game is not None:
        yield from check.game(model.game, places["game.answers"], known)


def _head(check: _Check, model: ResponseModel, *, head: bool) -> Iterator[Problem]:
    """Check the law of a listing, and that nobody is held responsible by nobody."""
    if head and model.regime:
        yield from check.known("response.regime", model.regime, regimes())
    if model.held is not None and not model.held.by:
        yield check.fault("party-without-holder", "held.by", "", model.held.party)


class _Check(Check):
    __slots__ = ()

    def known(self, place: str, found: str, known: Collection[str]) -> Iterator[Problem]:
        """Check the name of a measure, a condition, a norm or a law."""
        yield from self.name(place, found, known, "unknown-in-response")

    def answers(self, rows: Sequence[ConditionAnswer], places: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
        """Check answers: each has a name, and what it rests on where it is not left open."""
        for at, row in zip(places, rows, strict=True):
            yield from self.known(f"{at}.id", row.id, known)
            if row.answer in ("yes", "no") and not (row.reference or row.note or row.evidence):
                yield self.fault("answer-without-source", at, "reference | note | evidence", row.answer)
        yield from self.twice(places, [f"{row.id} {row.known_on or ''}".strip() for row in rows])

    def comparable(self, place: str, features: Mapping[str, Feature], own: Mapping[str, Feature]) -> Iterator[Problem]:
        """Check that a precedent writes its features as the incident does."""
        for name, value in features.items():
            if name in own:
                try:
                    similar({name: own[name]}, {place: {name: value}})
                except BadValue:
                    allowed = "text" if isinstance(own[name], str) else '["...", "..."]' if isinstance(own[name], tuple) else "number"
                    yield self.fault("toml-value", f"{place}.features.{name}", allowed, value)

    def game(self, game: Game, places: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
        """Check that each answer of the game is a measure, stands there once, and has both what it is worth to us and its price."""
        for at, one in zip(places, game.answers, strict=True):
            yield from self.known(f"{at}.measure", one.measure, known)
            if (one.worth is None) != (one.price is None):
                yield self.fault("toml-value", f"{at}.price", "worth, price", "worth" if one.worth else "price")
        yield from self.twice(places, [one.measure for one in game.answers])


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
    conditions: tuple[ConditionAnswer, ...] = rows("condition", ConditionAnswer)
    criteria: tuple[Criterion, ...] = rows("criterion", Criterion)
    grounds: tuple[Grounded, ...] = rows("ground", Grounded)
    demands: tuple[Demand, ...] = rows("threshold", Demand)
    costs: tuple[Cost, ...] = rows("cost", Cost)
    replies: tuple[Reply, ...] = rows("reply", Reply)
    elements: tuple[ConditionAnswer, ...] = rows("element", ConditionAnswer)
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
