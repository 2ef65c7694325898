"""What a response must keep so that it says one thing: known names, answers with their sources, changes with their reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from legation.dossier.parts.checking import Check
from legation.dossier.problem import Problem
from legation.errors import BadValue
from legation.methods.response import CRITERIA, Feature, conditions, measures, norms, regimes, similar

if TYPE_CHECKING:
    from legation.dossier.models.response import ResponseModel
    from legation.dossier.models.response_records import Answered, Game

__all__ = ["checked"]

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

    def answers(self, rows: Sequence[Answered], places: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
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
