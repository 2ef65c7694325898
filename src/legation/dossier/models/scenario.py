"""``scenarios/NAME.toml``: a scenario model written by hand: drivers, how they bear on each other and why, and our plans.

A whole model::

    [model]
    title_en = "Where the talks could stand by 2030"
    title_fr = "Où en seraient les pourparlers en 2030"
    question_en = "What should our delegation prepare for?"
    horizon = "2030"
    author = "the desk"
    known_on = "2025-03"
    illustration = true                     # it only shows how a model is made
    note_en = "Ours; no forecast."
    evidence = ["e1"]                       # ids of evidence.csv

    [[descriptor]]                          # one or more; ids of letters, digits, - and _
    id = "talks"
    name_en = "The talks"
    name_fr = "Les pourparlers"
    [[descriptor.variant]]                  # two or more, which exclude each other
    id = "open"
    name_en = "open"
    name_fr = "ouverts"
    likelihood = 0.6                        # optional; for all variants of the descriptor, adding up to 1, or for none
    signposts = [{ evidence = "e2", says = "for", note_en = "A date was set." }]    # for | against
    [[descriptor.variant]]
    id = "shut"
    name_en = "broken off"
    name_fr = "rompus"
    likelihood = 0.4

    [[descriptor]]
    id = "trust"
    [[descriptor.variant]]
    id = "high"                             # without a name the id is shown
    [[descriptor.variant]]
    id = "low"

    [[judgement]]                           # from one variant to others; what is not said is 0
    from = "talks.open"
    to = { "trust.high" = 2, "trust.low" = [-3, -2, -1] }    # a number, usually -3 to 3, or [low, value, high]
    reason_en = "Who talks learns what the other fears."
    reason_fr = "Qui parle apprend ce que l'autre craint."
    evidence = ["e3"]
    known_on = "2025-02"                    # a later judgement of the same variants replaces an earlier one
    confidence = 3                          # optional, 1 (a guess) to 5 (sure)
    experts = { martin = { "trust.high" = 1 } }              # optional: who says otherwise; on the rest they agree

    [[judgement]]                           # or a whole block: one row for each source variant, one number for each target variant
    from = "trust"
    to = "talks"
    rows = { high = [1, -1], low = [-2, 2] }
    reason_en = "Without trust nobody comes to the table."

    [[rule]]                                # optional: what a scenario must keep to; one of three forms, with reason and evidence
    forbid = ["talks.open", "trust.low"]    # two variants that do not occur together
    # fix = "talks.open"                    # or a list of variants of one descriptor
    # if = "talks.open"                     # with: then = "trust.high", or a list of variants of one descriptor
    reason_en = "..."

    [[plan]]
    id = "visit"
    name_en = "A visit of the minister"
    needs = ["talks.open", "trust.high"]    # of each descriptor named, one of the variants named
    objectives = ["o1"]                     # ids of objectives.csv; activities = [...] of activities.csv
    costs_en = "Two days of the minister."  # what it takes
    review_by = "2026-01"                   # when it is looked at again
    payoff = { always = -1, "talks.open" = 4 }               # optional; for the regret, in one unit for all plans

    [[plan]]
    id = "hotline"
    [[plan.worth]]                          # in place of payoff, where the worth has a range or sources; rows that apply add up
    where = "talks.open"                    # or "always"
    low = 1                                 # low and high may be left out
    value = 2
    high = 4
    evidence = ["e4"]                       # without a source it is our judgement

Texts may be written once (``name``) or in both languages (``name_fr``, ``name_en``). ``"talks.open" = 2``, ``talks.open = 2`` and
``talks = { open = 2 }`` say the same. A part holds at most 200 descriptors, 1,000 variants in all and 1 MB.

What a scenario model must keep so that it says one thing: forms of judgements and rules, likelihoods, names that tell things apart.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier.column import Wording, text, wording
from legation.dossier.models.scenario_judgements import TO, Effect
from legation.dossier.models.scenario_records import Descriptor, Plan, Rule, ScenarioJudgement, Signpost, Variant, Worth, effects_of
from legation.dossier.models.scenario_variants import FORM, Place
from legation.dossier.models.scenario_worth import PlanWorth, worth_faults, worth_in
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.toml_record import TOML_LIMIT
from legation.dossier.problem import Problem
from legation.language import LANGUAGES, Lang
from legation.methods.scenario.constraint import Constraint, Fix, Forbid, Imply
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.methods.scenario.plans import Needs

__all__ = [
    "SCENARIO",
    "Descriptor",
    "Effect",
    "Place",
    "Plan",
    "PlanWorth",
    "Rule",
    "ScenarioJudgement",
    "ScenarioModel",
    "Signpost",
    "Variant",
    "Worth",
    "checked",
    "completed",
    "whole",
]


MOST_COLUMNS = 1000
"""Variants in all."""


def checked(model: ScenarioModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:  # noqa: ARG001
    """Yield what does not fit together in judgements and rules, too many variants, and names that stand twice."""
    check = Check(part)
    variants = model.variants()
    many = sum(map(len, variants.values()))
    if many > MOST_COLUMNS:
        yield check.fault("model-size", "descriptor.variant", f"2..{MOST_COLUMNS}", many)
    for at, row in zip(places["judgements"], model.judgements, strict=True):
        yield from _judgement(check, at, row, variants)
    for at, rule in zip(places["rules"], model.rules, strict=True):
        yield from _rule(check, at, rule)
    yield from _names(check, places["descriptors"], model.descriptors)
    yield from _names(check, places["plans"], model.plans)
    below = zip(places.get("plans.worth", ()), (row for plan in model.plans for row in plan.worth), strict=True)
    yield from worth_faults(check, list(zip(places["plans"], model.plans, strict=True)), list(below))


def whole(model: ScenarioModel, part: str) -> Iterator[Problem]:
    """Yield likelihoods that do not add up, variants of one name, and what is judged twice."""
    check = Check(part)
    for number, one in enumerate(model.descriptors, start=1):
        yield from _names(check, [f"descriptor {number}.variant {k}" for k in range(1, len(one.variants) + 1)], one.variants)
        given = [variant.likelihood for variant in one.variants if variant.likelihood is not None]
        if given and (len(given) < len(one.variants) or not math.isclose(sum(given), 1, abs_tol=0.01)):
            shown = " + ".join("?" if v.likelihood is None else f"{v.likelihood:g}" for v in one.variants)
            yield check.fault("likelihoods", f"descriptor {number}.variant.likelihood", "= 1", shown)
    yield from _judged_twice(check, model)


def _judgement(check: Check, at: str, row: ScenarioJudgement, variants: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    if not row.block:
        if "." not in row.from_:
            yield check.fault("toml-value", f"{at}.from", FORM, row.from_)
        if isinstance(row.to, str):
            yield check.fault("toml-value", f"{at}.to", TO, row.to)
        for name, said in row.experts.items():
            for key in said:
                if "." not in key:
                    yield check.fault("toml-value", f"{at}.experts.{name}.{key}", FORM, key)
        return
    if "." in row.from_:
        yield from check.name(f"{at}.from", row.from_, variants)
    if not isinstance(row.to, str):
        yield from check.name(f"{at}.to", ", ".join(row.to), variants)
    elif row.to in variants:
        yield from _even(check, f"{at}.rows", row.rows, variants[row.to])
        for name, said in row.experts.items():
            yield from _even(check, f"{at}.experts.{name}", said, variants[row.to])


def _even(check: Check, at: str, rows: Mapping[str, Any], targets: Sequence[str]) -> Iterator[Problem]:
    for name, row in rows.items():
        count = len(row) if isinstance(row, tuple) else 1
        if count != len(targets):
            yield check.fault("uneven-row", f"{at}.{name}", f"{len(targets)}: {', '.join(targets)}", count)


def _rule(check: Check, at: str, rule: Rule) -> Iterator[Problem]:
    said = [name for name, value in (("fix", rule.fix), ("forbid", rule.forbid), ("if", rule.if_), ("then", rule.then)) if value]
    if said not in (["fix"], ["forbid"], ["if", "then"]):
        yield check.fault("toml-value", at, "fix | forbid | if, then", " ".join(said))
        return
    apart = [places for name, places in (("fix", rule.fix), ("then", rule.then)) if len(_descriptors(places)) > 1]
    for places in apart:
        yield check.fault("several-descriptors", f"{at}.{said[-1]}", "", ", ".join(map(".".join, places)))
    if rule.forbid and len(rule.forbid) != 2:
        yield check.fault("toml-value", f"{at}.forbid", f'["{FORM}", "{FORM}"]', [".".join(place) for place in rule.forbid])
        return
    first, then = (rule.forbid[:1], rule.forbid[1:]) if rule.forbid else ((rule.if_,) if rule.if_ else (), rule.then)
    if not apart and then and first and first[0][0] == then[0][0]:
        yield check.fault("same-descriptor", at, "", first[0][0])


def _descriptors(places: Sequence[Place]) -> set[str]:
    return {descriptor for descriptor, _ in places}


def _names(check: Check, places: Sequence[str], rows: Sequence[Any]) -> Iterator[Problem]:
    """Yield names that stand twice: whoever reads a table or a figure could not tell them apart. Of ids the reader tells."""
    first: dict[Any, str] = {}
    ids: set[str] = set()
    for at, one in zip(places, rows, strict=True):
        said = {(lang, one.called(lang)) for lang in LANGUAGES}
        clash = sorted(key for key in said if key in first)
        if clash and one.id not in ids:
            yield check.fault("twice-in-model", f"{at}.name", "", clash[-1][1], first=first[clash[-1]])
        ids.add(one.id)
        first.update(dict.fromkeys(said - first.keys(), at))


def _judged_twice(check: Check, model: ScenarioModel) -> Iterator[Problem]:
    variants = model.variants()
    first: dict[Any, str] = {}
    for number, one in enumerate(model.judgements, start=1):
        if one.block != isinstance(one.to, str):
            continue
        for effect in effects_of(one, one.said, variants.get(str(one.to), ())):
            key = (effect.source, effect.target, one.known_on)
            if key in first:
                said = " -> ".join((".".join(effect.source), ".".join(effect.target)))
                yield check.fault("judged-twice", f"judgement {number}", "", said, first=first[key])
            first.setdefault(key, f"judgement {number}")


MOST_DESCRIPTORS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioModel(ModelHead):
    """A whole model: drivers, judgements with their reasons, rules, plans.

    Arrays of its methods are by number: descriptors and variants in the order of the file, so that scenarios found in
    :meth:`matrix` in one language are those in the other.

    Attributes
    ----------
    question : Wording
        What it was made to answer.
    horizon : str
        The year, or years, that the scenarios are of.
    """

    title: Wording = wording()
    question: Wording = wording()
    horizon: str = text()
    descriptors: tuple[Descriptor, ...] = rows("descriptor", Descriptor, least=1, most=MOST_DESCRIPTORS)
    judgements: tuple[ScenarioJudgement, ...] = rows("judgement", ScenarioJudgement)
    rules: tuple[Rule, ...] = rows("rule", Rule)
    plans: tuple[Plan, ...] = rows("plan", Plan)

    @property
    def id(self) -> str:
        """The NAME of ``scenarios/NAME.toml``."""
        return self.part.rpartition("/")[2].removesuffix(".toml")

    def matrix(self, lang: Lang | None = None) -> CrossImpactMatrix:
        """Return the judgements as a matrix whose names are those of a language, or the ids."""
        return CrossImpactMatrix(
            descriptors=[d.called(lang) if lang else d.id for d in self.descriptors],
            variants=[[v.called(lang) if lang else v.id for v in d.variants] for d in self.descriptors],
            judgements=self._array({places: effect.value for places, (effect, _) in self._current().items()}),
            name=self.called(lang) if lang else self.id,
        )

    def constraints(self) -> tuple[Constraint, ...]:
        """Return the rules in the form of the methods, by number."""
        return tuple(self._constraint(rule) for rule in self.rules)

    def intervals(self) -> tuple[Ints, Ints] | None:
        """Return the low and the high ends of the judgements, each of shape (V, V); None where the model gives no interval."""
        current = {places: effect for places, (effect, _) in self._current().items()}
        if all(effect.low is None and effect.high is None for effect in current.values()):
            return None
        low = {places: effect.value if effect.low is None else effect.low for places, effect in current.items()}
        high = {places: effect.value if effect.high is None else effect.high for places, effect in current.items()}
        return self._array(low), self._array(high)

    def confidence(self) -> Ints | None:
        """Return how sure each judgement is, 1 to 5, shape (V, V); 0 where that is not said; None where it is nowhere."""
        sure = {places: judgement.confidence for places, (_, judgement) in self._current().items()}
        return self._array(sure) if any(sure.values()) else None

    def experts(self) -> Mapping[str, Ints]:
        """Return the whole matrix of each expert who is named, shape (V, V), by name."""
        current = self._current()
        common = {places: effect.value for places, (effect, _) in current.items()}
        found: dict[str, dict[tuple[Place, Place], int]] = {}
        for judgement in self.judgements:
            for name, effects in judgement.otherwise:
                own = {(effect.source, effect.target): effect.value for effect in effects}
                own_current = {places: value for places, value in own.items() if places not in current or current[places][1] is judgement}
                found.setdefault(name, {}).update(own_current)
        return {name: self._array(common | own) for name, own in sorted(found.items())}

    def judged(self) -> Mapping[tuple[int, int], ScenarioJudgement]:
        """Return the judgement that stands behind each cell of the matrix, by (source column, target column)."""
        column = self.columns()
        return {(column[a], column[b]): judgement for (a, b), (_, judgement) in self._current().items()}

    def needs(self) -> Mapping[str, Needs]:
        """Return what each plan needs, by its id, in the form of ``survival``, by number."""
        return {plan.id: self._by_descriptor(plan.needs) for plan in self.plans}

    def payoff(self, scenarios: npt.ArrayLike) -> npt.NDArray[np.float64] | None:
        """Return what each plan is worth in each scenario, shape (plans, scenarios); None unless every plan says so."""
        found = self.worth(scenarios)
        return found.value if self.plans and all(found.is_valued) else None

    def worth(self, scenarios: npt.ArrayLike) -> PlanWorth:
        """Return what each plan is worth in each scenario, with its range, and which plans say so at all."""
        rows = np.asarray(scenarios, np.int64).reshape(-1, len(self.descriptors))
        return worth_in(rows, self.plans, self.at)

    def at(self, place: Place) -> tuple[int, int]:
        """Return the numbers of a descriptor and of its variant."""
        for number, descriptor in enumerate(self.descriptors):
            if descriptor.id == place[0]:
                return number, [variant.id for variant in descriptor.variants].index(place[1])
        raise KeyError(place)

    def variants(self) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the variants of each descriptor."""
        return {one.id: tuple(variant.id for variant in one.variants) for one in self.descriptors}

    def columns(self) -> Mapping[Place, int]:
        """Return where each variant stands among all."""
        return {place: at for at, place in enumerate((d.id, v.id) for d in self.descriptors for v in d.variants)}

    def _current(self) -> dict[tuple[Place, Place], tuple[Effect, ScenarioJudgement]]:
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
        if rule.fix:
            return Fix(*self._by_descriptor(rule.fix)[0])
        if rule.if_ is None:
            return Forbid(self.at(rule.forbid[0]), self.at(rule.forbid[1]))
        return Imply(self.at(rule.if_), *self._by_descriptor(rule.then)[0])


def completed(model: ScenarioModel) -> ScenarioModel:
    """Return a model whose judgements know their effects."""
    variants = model.variants()

    def derived(one: ScenarioJudgement) -> ScenarioJudgement:
        targets = variants.get(one.to, ()) if isinstance(one.to, str) else ()
        otherwise = ((name, tuple(effects_of(one, said, targets))) for name, said in one.experts.items())
        effects = tuple(effects_of(one, one.said, targets))
        return dataclasses.replace(one, effects=effects, otherwise=tuple(otherwise), variants=targets)

    return dataclasses.replace(model, judgements=tuple(map(derived, model.judgements)))


SCENARIO = ModelKind(
    id="scenario",
    pattern="scenarios/{path}.toml",
    head=ScenarioModel,
    section="model",
    checked=checked,
    whole=whole,
    completed=completed,
    limit=TOML_LIMIT,
)
