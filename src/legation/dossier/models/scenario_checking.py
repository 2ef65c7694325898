"""What a scenario model must keep so that it says one thing: forms of judgements and rules, likelihoods, names that tell things apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from legation.dossier.models.scenario_judgements import TO
from legation.dossier.models.scenario_records import effects_of
from legation.dossier.models.scenario_variants import FORM, Place
from legation.dossier.parts.checking import Check
from legation.dossier.problem import Problem
from legation.language import LANGUAGES

if TYPE_CHECKING:
    from legation.dossier.models.scenario import ScenarioModel
    from legation.dossier.models.scenario_records import Judgement, Rule

__all__ = ["checked", "whole"]

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


def _judgement(check: Check, at: str, row: Judgement, variants: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
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
