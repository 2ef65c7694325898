"""What an assessment file must keep so that it says one thing: known names, priors that add up, an unlisted actor, a false flag."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from legation.dossier.problem import Problem, problem
from legation.methods.attribution import CREDIBILITY, RELIABILITY, SPECTRUM, TESTS
from legation.sources.assessment.model import Assessment
from legation.sources.reading import notice

__all__ = ["ANSWERS", "COLLECTIONS", "FLOOR", "KINDS", "checked"]

KINDS = ("group", "state", "criminal", "hacktivist", "insider", "accident", "unlisted", "false-flag")
COLLECTIONS = ("open", "technical", "partner", "human", "signals")
ANSWERS = ("met", "not-met", "open")
SCALES = ("icd203", "ipcc", "phia")
CONFIDENCES = ("low", "moderate", "high")
FLOOR = 0.10
"""Least prior of an actor that nobody listed."""
_SUM = 1e-6
_MOST: Mapping[str, int] = {"hypotheses": 40, "analysts": 20}
"""Rows that can still be drawn and read."""


def checked(model: Assessment, part: str, places: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Yield what does not fit together in a file.

    Parameters
    ----------
    model : Assessment
        The rows whose form is right.
    part : str
    places : mapping of str to sequence of str
        By field, where each of its rows stands.
    """
    check = _Check(part, model, places)
    yield from check.head()
    yield from check.hypotheses()
    yield from check.analysts()
    yield from check.items()
    yield from check.states()
    yield from check.rest()
    for field, most in _MOST.items():
        if len(places[field]) > most:
            yield notice("model-size", part, None, field, allowed=f"1..{most}", found=len(places[field]))
    for field in ("hypotheses", "analysts", "items", "assumptions", "searches", "past"):
        yield from check.twice(places[field], [row.id for row in getattr(model, field)])


class _Check:
    __slots__ = ("_ids", "_model", "_part", "_places")

    def __init__(self, part: str, model: Assessment, places: Mapping[str, Sequence[str]]) -> None:
        self._part, self._model, self._places = part, model, places
        self._ids = tuple(one.id for one in model.hypotheses)

    def head(self) -> Iterator[Problem]:
        """Check the words of ``[assessment]``, and that files of knowledge lie where files of a dossier lie."""
        model = self._model
        yield from self.words("assessment.scale", (model.scale,), SCALES)
        yield from self.words("assessment.confidence", [model.confidence] if model.confidence else [], CONFIDENCES)
        for name, value in (("knowledge", model.knowledge), ("sponsors_file", model.sponsors_file)):
            if value and not value.startswith("files/"):
                yield problem("toml-value", self._part, None, f"assessment.{name}", allowed="files/NAME.json", found=value)

    def hypotheses(self) -> Iterator[Problem]:
        """Check that an unlisted actor stands there once, a false flag at all, and that each names what it is of."""
        model = self._model
        named = [one.id for one in model.hypotheses if one.kind not in ("unlisted", "false-flag")]
        for at, one in zip(self._places["hypotheses"], model.hypotheses, strict=True):
            yield from self.words(f"{at}.kind", (one.kind,), KINDS)
            if one.kind == "false-flag":
                yield from self.names(f"{at}.of", (one.of,), named or self._ids)
            if one.kind == "state" and not one.of:
                yield problem("toml-value", self._part, None, f"{at}.of", allowed="actors.csv: id", found="")
        kinds = [one.kind for one in model.hypotheses]
        if kinds.count("unlisted") != 1:
            yield notice("no-unlisted", self._part, None, "hypothesis", allowed="1", found=kinds.count("unlisted"))
        if "false-flag" not in kinds:
            yield notice("no-false-flag", self._part, None, "hypothesis", allowed="1..", found=0)

    def analysts(self) -> Iterator[Problem]:
        """Check that each prior is over the hypotheses, adds up to 1, and leaves room for an actor that nobody listed."""
        model = self._model
        if not model.analysts and not self._places["analysts"]:
            yield notice("model-size", self._part, None, "analyst", allowed="1..", found=0)
        unlisted = [one.id for one in model.hypotheses if one.kind == "unlisted"]
        for at, one in zip(self._places["analysts"], model.analysts, strict=True):
            yield from self.names(f"{at}.priors", one.priors, self._ids)
            lacking = [name for name in self._ids if name not in one.priors]
            total = math.fsum(value for _, value, _ in one.priors.values())
            if lacking or abs(total - 1) > _SUM:
                found = ", ".join(lacking) if lacking else f"{total:g}"
                yield notice("priors-sum", self._part, None, f"{at}.priors", allowed=" | ".join(self._ids), found=found)
            for name in unlisted:
                value = one.priors.get(name, (FLOOR, FLOOR, FLOOR))[1]
                if value < FLOOR:
                    yield notice("unlisted-floor", self._part, None, f"{at}.priors.{name}", allowed=f"{FLOOR:g}..", found=f"{value:g}")

    def items(self) -> Iterator[Problem]:
        """Check grades, names of hypotheses, and how an item was collected; the same of what reports saw."""
        model = self._model
        for field in ("items", "observed"):
            for at, one in zip(self._places[field], getattr(model, field), strict=True):
                yield from self.words(f"{at}.reliability", [one.reliability] if one.reliability else [], tuple(RELIABILITY))
                grade = [] if one.credibility is None else [str(one.credibility)]
                yield from self.words(f"{at}.credibility", grade, tuple(map(str, CREDIBILITY)))
        for at, item in zip(self._places["items"], model.items, strict=True):
            yield from self.names(f"{at}.ratio", item.ratio, self._ids)
            yield from self.words(f"{at}.collection", (item.collection,), COLLECTIONS)

    def states(self) -> Iterator[Problem]:
        """Check sponsors and the tests of responsibility: names, words, reasons, and shares that leave room."""
        model = self._model
        for at, one in zip(self._places["sponsors"], model.sponsors, strict=True):
            yield from self.names(f"{at}.hypothesis", (one.hypothesis,), self._ids)
        total: dict[str, float] = {}
        for one in model.sponsors:
            total[one.hypothesis] = total.get(one.hypothesis, 0.0) + one.share[1]
        for name, value in total.items():
            if value > 1 + _SUM:
                yield notice("sponsors-sum", self._part, None, f"sponsor.{name}", allowed="0..1", found=f"{value:g}")
        for at, test in zip(self._places["tests"], model.tests, strict=True):
            yield from self.names(f"{at}.test", (test.test,), tuple(TESTS))
            yield from self.words(f"{at}.answer", (test.answer,), ANSWERS)
            if test.answer in ("met", "not-met") and not test.reason:
                yield notice("test-without-reason", self._part, None, f"{at}.reason", found=test.answer)
        for at, placed in zip(self._places["placed"], model.placed, strict=True):
            yield from self.names(f"{at}.place", (placed.place,), SPECTRUM)
        yield from self.twice(self._places["tests"], [f"{one.state} {one.test} {one.by} {one.known_on or ''}" for one in model.tests])

    def rest(self) -> Iterator[Problem]:
        """Check what assumptions carry, what searches could find, and judgements that were made."""
        model = self._model
        items = tuple(one.id for one in model.items)
        for at, one in zip(self._places["assumptions"], model.assumptions, strict=True):
            yield from self.names(f"{at}.items", one.items, items)
        for at, search in zip(self._places["searches"], model.searches, strict=True):
            yield from self.names(f"{at}.found", search.found, self._ids)
        for at, past in zip(self._places["past"], model.past, strict=True):
            total = math.fsum(past.probability.values())
            if abs(total - 1) > _SUM:
                yield notice("judgement-sum", self._part, None, f"{at}.probability", allowed="1", found=f"{total:g}")
            if past.truth:
                yield from self.names(f"{at}.truth", (past.truth,), tuple(past.probability))
            if bool(past.truth) != (past.resolved_on is not None):
                found = "truth" if past.truth else "resolved_on"
                yield problem("toml-value", self._part, None, at, allowed="truth, resolved_on", found=found)

    def words(self, place: str, found: Collection[str], allowed: Sequence[str]) -> Iterator[Problem]:
        """Check words of a short list."""
        for word in found:
            if word not in allowed:
                yield problem("not-a-choice", self._part, None, place, allowed=" | ".join(allowed), found=word)

    def names(self, place: str, found: Collection[str], known: Sequence[str]) -> Iterator[Problem]:
        """Check names of a long list; the nearest is shown."""
        for name in found:
            if name not in known:
                close = (difflib.get_close_matches(name[:80], known, 1, 0.0) or ["—"])[0]
                yield notice("unknown-in-response", self._part, None, place, allowed=" | ".join(known), found=name, close=close)

    def twice(self, places: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
        """Check that nothing is said twice."""
        first: dict[str, str] = {}
        for at, key in zip(places, keys, strict=True):
            if key in first:
                yield notice("twice-in-model", self._part, None, at, found=key, first=first[key])
            first.setdefault(key, at)
