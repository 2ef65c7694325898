"""What a response file must keep so that it says one thing: known names, answers with their sources, changes with their reasons."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.problem import Problem, problem
from legation.errors import BadValue
from legation.methods.response import ANSWERS, CRITERIA, GROUNDS, KINDS, Feature, conditions, measures, norms, regimes, similar
from legation.sources.reading import notice
from legation.sources.response_model.model import ResponseModel
from legation.sources.response_model.records import Answered, Game

__all__ = ["BEARERS", "CONFIDENCES", "checked"]

BEARERS = ("ours", "victims", "partners", "party", "public")
"""Who bears a cost."""
_ID = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)
CONFIDENCES = ("low", "moderate", "high")


def checked(model: ResponseModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file.

    Parameters
    ----------
    model : ResponseModel
        The rows whose form is right.
    part : str
    places : mapping of str to sequence of str
        By table, where each of its rows stands.
    head : bool
        Whether ``[response]`` itself could be read.
    """
    check = _Check(part)
    known = [one.id for one in measures()]
    if head:
        yield from check.words("response.who", (model.who,), KINDS)
        yield from check.words("response.public_evidence", (model.public_evidence,), ANSWERS)
        yield from check.words("response.confidence", [model.confidence] if model.confidence else [], CONFIDENCES)
        yield from check.names("response.regime", [model.regime] if model.regime else [], tuple(regimes()))
    yield from check.answers(model.conditions, places["condition"], tuple(conditions()))
    yield from check.answers(model.elements, places["element"], [element for norm in norms() for element in norm.elements])
    for at, criterion in zip(places["criterion"], model.criteria, strict=True):
        yield from check.names(f"{at}.id", (criterion.id,), CRITERIA)
    for at, ground in zip(places["ground"], model.grounds, strict=True):
        yield from check.words(f"{at}.ground", (ground.ground,), GROUNDS)
    for at, demand in zip(places["threshold"], model.demands, strict=True):
        yield from check.names(f"{at}.measure", (demand.measure,), known)
        if demand.minimum is None and demand.public is None:
            yield check.fault("toml-value", at, "minimum | public", "")
    for at, cost in zip(places["cost"], model.costs, strict=True):
        yield from check.names(f"{at}.measure", (cost.measure,), known)
        yield from check.words(f"{at}.bears", (cost.bears,), BEARERS)
    for at, reply in zip(places["reply"], model.replies, strict=True):
        yield from check.names(f"{at}.measure", (reply.measure,), known)
        if not (reply.text or reply.off_ramp):
            yield check.fault("toml-value", at, "text | off_ramp", "")
    for at, precedent in zip(places["precedent"], model.precedents, strict=True):
        yield from check.names(f"{at}.done", precedent.done, known)
        if not _ID.fullmatch(precedent.id):
            yield check.fault("bad-id", f"{at}.id", "a-z 0-9 - _", precedent.id)
        yield from check.comparable(at, precedent.features, model.compared())
    yield from check.twice(places["criterion"], [one.id for one in model.criteria])
    yield from check.twice(places["precedent"], [one.id for one in model.precedents])
    if model.game is not None:
        yield from check.game(model.game, known)


class _Check:
    __slots__ = ("_part",)

    def __init__(self, part: str) -> None:
        self._part = part

    def words(self, place: str, found: Collection[str], allowed: Sequence[str]) -> Iterator[Problem]:
        """Check words of a short list."""
        for word in found:
            if word not in allowed:
                yield self.fault("not-a-choice", place, " | ".join(allowed), word)

    def names(self, place: str, found: Collection[str], known: Sequence[str]) -> Iterator[Problem]:
        """Check names of a long list; the nearest is shown."""
        for name in found:
            if name not in known:
                close = difflib.get_close_matches(name[:80], known, 1, 0.0)
                yield notice("unknown-in-response", self._part, None, place, allowed=" | ".join(known), found=name, close=close[0])

    def answers(self, rows: Sequence[Answered], places: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
        """Check answers: each has a name, a word, and what it rests on where it is not left open."""
        for at, row in zip(places, rows, strict=True):
            yield from self.names(f"{at}.id", (row.id,), known)
            yield from self.words(f"{at}.answer", (row.answer,), ANSWERS)
            if row.answer in ("yes", "no") and not (row.reference.strip() or row.note or row.evidence):
                yield notice("answer-without-source", self._part, None, at, allowed="reference | note | evidence", found=row.answer)
        yield from self.twice(places, [f"{row.id} {row.known_on or ''}".strip() for row in rows])

    def twice(self, places: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
        """Check that nothing is said twice."""
        first: dict[str, str] = {}
        for at, key in zip(places, keys, strict=True):
            if key in first:
                yield notice("twice-in-model", self._part, None, at, found=key, first=first[key])
            first.setdefault(key, at)

    def comparable(self, place: str, features: Mapping[str, Feature], own: Mapping[str, Feature]) -> Iterator[Problem]:
        """Check that a precedent writes its features as the incident does."""
        for name, value in features.items():
            if name in own:
                try:
                    similar({name: own[name]}, {place: {name: value}})
                except BadValue:
                    allowed = "text" if isinstance(own[name], str) else '["...", "..."]' if isinstance(own[name], tuple) else "number"
                    yield self.fault("toml-value", f"{place}.features.{name}", allowed, value)

    def game(self, game: Game, known: Sequence[str]) -> Iterator[Problem]:
        """Check the ranges of the game, and that each answer stands there once."""
        if game.effort[0] < 0:
            yield self.fault("out-of-range", "deterrence.effort", "0..", list(game.effort))
        places = [f"deterrence.answer {at}" for at in range(1, len(game.answers) + 1)]
        for place, one in zip(places, game.answers, strict=True):
            yield from self.names(f"{place}.measure", (one.measure,), known)
            if one.cost[0] < 0:
                yield self.fault("out-of-range", f"{place}.cost", "0..", list(one.cost))
            if not 0 <= one.belief[0] <= one.belief[1] <= 1:
                yield self.fault("out-of-range", f"{place}.belief", "0..1", list(one.belief))
            if (one.worth is None) != (one.price is None):
                yield self.fault("toml-value", f"{place}.price", "worth, price", "worth" if one.worth else "price")
        yield from self.twice(places, [one.measure for one in game.answers])

    def fault(self, code: str, place: str, allowed: str, found: Any) -> Problem:
        """Make a problem in this part."""
        return problem(code, self._part, None, place, allowed=allowed, found=found)
