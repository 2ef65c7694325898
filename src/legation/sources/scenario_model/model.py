"""A scenario model, and the arrays that the methods take of it, by the same numbers everywhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.scenario.constraint import Constraint, Fix, Forbid, Imply
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.methods.scenario.plans import Needs
from legation.sources.scenario_model.records import Descriptor, Effect, Judgement, Place, Plan, Rule

__all__ = ["ScenarioModel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioModel:
    """A whole model: drivers, judgements with their reasons, rules, plans.

    Arrays of its methods are by number: descriptors and variants in the order of the file, so that scenarios found in
    :meth:`matrix` in one language are those in the other.

    Attributes
    ----------
    part : str
        Where it lies, ``scenarios/NAME.toml``.
    question : Wording
        What it was made to answer.
    horizon : str
        The year, or years, that the scenarios are of.
    illustration : bool
        Whether it only shows how a model is made.
    """

    part: str = field(default="", compare=False)
    title: Wording = Wording()  # noqa: RUF009
    question: Wording = Wording()  # noqa: RUF009
    horizon: str = ""
    author: str = ""
    known_on: When | None = None
    illustration: bool = False
    note: Wording = Wording()  # noqa: RUF009
    evidence: tuple[str, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    rules: tuple[Rule, ...] = ()
    plans: tuple[Plan, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``scenarios/NAME.toml``."""
        return PurePosixPath(self.part).stem

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def known_by(self, date: dt.date) -> ScenarioModel | None:
        """Return the model as it was known at the end of a day: later judgements, rules and plans left out; None before it was made.

        What bears no date of its own was known with the model.
        """
        if self.known_on is not None and not self.known_on.by(date):
            return None
        return dataclasses.replace(
            self,
            judgements=tuple(one for one in self.judgements if one.known_on is None or one.known_on.by(date)),
            rules=tuple(one for one in self.rules if one.known_on is None or one.known_on.by(date)),
            plans=tuple(one for one in self.plans if one.known_on is None or one.known_on.by(date)),
        )

    def matrix(self, lang: Lang | None = None) -> CrossImpactMatrix:
        """Return the judgements as a matrix whose names are those of a language, or the ids."""
        return CrossImpactMatrix(
            descriptors=[d.called(lang) if lang else d.id for d in self.descriptors],
            variants=[[v.called(lang) if lang else v.id for v in d.variants] for d in self.descriptors],
            judgements=self._array({places: effect.value for places, (effect, _) in self._standing().items()}),
            name=self.called(lang) if lang else self.id,
        )

    def constraints(self) -> tuple[Constraint, ...]:
        """Return the rules in the form of the methods, by number."""
        return tuple(self._constraint(rule) for rule in self.rules)

    def intervals(self) -> tuple[Ints, Ints] | None:
        """Return the low and the high ends of the judgements, each of shape (V, V); None where the model gives no interval."""
        standing = {places: effect for places, (effect, _) in self._standing().items()}
        if all(effect.low is None and effect.high is None for effect in standing.values()):
            return None
        low = {places: effect.value if effect.low is None else effect.low for places, effect in standing.items()}
        high = {places: effect.value if effect.high is None else effect.high for places, effect in standing.items()}
        return self._array(low), self._array(high)

    def confidence(self) -> Ints | None:
        """Return how sure each judgement is, 1 to 5, shape (V, V); 0 where that is not said; None where it is nowhere."""
        sure = {places: judgement.confidence for places, (_, judgement) in self._standing().items()}
        return self._array(sure) if any(sure.values()) else None

    def experts(self) -> Mapping[str, Ints]:
        """Return the whole matrix of each expert who is named, shape (V, V), by name."""
        standing = self._standing()
        common = {places: effect.value for places, (effect, _) in standing.items()}
        found: dict[str, dict[tuple[Place, Place], int]] = {}
        for judgement in self.judgements:
            for name, effects in judgement.experts:
                own = {(effect.source, effect.target): effect.value for effect in effects}
                kept = {places: value for places, value in own.items() if places not in standing or standing[places][1] is judgement}
                found.setdefault(name, {}).update(kept)
        return {name: self._array(common | own) for name, own in sorted(found.items())}

    def judged(self) -> Mapping[tuple[int, int], Judgement]:
        """Return the judgement that stands behind each cell of the matrix, by (source column, target column)."""
        column = self.columns()
        return {(column[a], column[b]): judgement for (a, b), (_, judgement) in self._standing().items()}

    def needs(self) -> Mapping[str, Needs]:
        """Return what each plan needs, by its id, in the form of ``survival``, by number."""
        return {plan.id: self._by_descriptor(plan.needs) for plan in self.plans}

    def payoff(self, scenarios: npt.ArrayLike) -> npt.NDArray[np.float64] | None:
        """Return what each plan is worth in each scenario, shape (plans, scenarios); None unless every plan says so."""
        if not self.plans or not all(plan.payoff for plan in self.plans):
            return None
        rows = np.asarray(scenarios, np.int64).reshape(-1, len(self.descriptors))
        worth = np.zeros((len(self.plans), len(rows)))
        for at, plan in enumerate(self.plans):
            for place, value in plan.payoff:
                worth[at] += value if place is None else value * np.isin(rows[:, self.at(place)[0]], [self.at(place)[1]])
        return worth

    def at(self, place: Place) -> tuple[int, int]:
        """Return the numbers of a descriptor and of its variant."""
        for number, descriptor in enumerate(self.descriptors):
            if descriptor.id == place[0]:
                return number, [variant.id for variant in descriptor.variants].index(place[1])
        raise KeyError(place)

    def columns(self) -> Mapping[Place, int]:
        """Return where each variant stands among all."""
        return {place: at for at, place in enumerate((d.id, v.id) for d in self.descriptors for v in d.variants)}

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the model names, each once, in the order of the file."""
        found = [*self.evidence]
        for descriptor in self.descriptors:
            found += descriptor.evidence
            for variant in descriptor.variants:
                found += [*variant.evidence, *(signpost.evidence for signpost in variant.signposts)]
        found += [one for listed in (self.judgements, self.rules, self.plans) for entry in listed for one in entry.evidence]
        return tuple(dict.fromkeys(found))

    def _standing(self) -> dict[tuple[Place, Place], tuple[Effect, Judgement]]:
        """Return the effects that stand: of two on the same variants the one that was known later."""
        dated = sorted(self.judgements, key=lambda one: one.known_on.last if one.known_on else dt.date.min)
        return {(effect.source, effect.target): (effect, judgement) for judgement in dated for effect in judgement.effects}

    def _array(self, values: Mapping[tuple[Place, Place], int]) -> Ints:
        column = self.columns()
        found = np.zeros((len(column), len(column)), np.int64)
        for (source, target), value in values.items():
            found[column[source], column[target]] = value
        return found

    def _by_descriptor(self, places: tuple[Place, ...]) -> list[tuple[int, list[int]]]:
        found: dict[int, list[int]] = {}
        for place in places:
            number, variant = self.at(place)
            found.setdefault(number, []).append(variant)
        return list(found.items())

    def _constraint(self, rule: Rule) -> Constraint:
        first, then = self._by_descriptor(rule.first), self._by_descriptor(rule.then)
        if rule.kind == "fix":
            return Fix(*first[0])
        if rule.kind == "forbid":
            return Forbid(self.at(rule.first[0]), self.at(rule.then[0]))
        return Imply(self.at(rule.first[0]), *then[0])
