"""From the tables of ``scenarios/NAME.toml`` to the records of a model: every fault is named, with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, cast

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import fill, read_toml, tables, wrong_value
from legation.methods.scenario.matrix import MOST_VARIANTS
from legation.sources.reading import notice
from legation.sources.scenario_model.judgements import judgement
from legation.sources.scenario_model.model import ScenarioModel
from legation.sources.scenario_model.places import FORM, Places
from legation.sources.scenario_model.records import (
    Descriptor,
    Judgement,
    Place,
    Plan,
    Rule,
    Signpost,
    Variant,
    names_in_every_language,
)

__all__ = ["MOST_COLUMNS", "MOST_DESCRIPTORS", "read_scenario_model"]

MOST_DESCRIPTORS = 200
MOST_COLUMNS = 1000
"""Variants in all."""
_ID = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)
_LISTS = ("descriptor", "judgement", "rule", "plan")


def read_scenario_model(data: bytes, part: str) -> ScenarioModel:
    """Return the model that a part holds.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``scenarios/NAME.toml``, for the model's id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.scenario_model import template
    >>> model = read_scenario_model(template("en").encode(), "scenarios/example.toml")
    >>> model.id, model.matrix().sizes, len(model.judgements), model.illustration
    ('example', (2, 3, 2), 4, True)
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = None if table is None else _model(table, part, data, problems)
    stop_at(problems)
    return cast("ScenarioModel", model)


def _model(table: dict[str, Any], part: str, data: bytes, problems: list[Problem]) -> ScenarioModel | None:
    allowed = " | ".join(("[model]", *(f"[[{name}]]" for name in _LISTS)))
    problems.extend(
        problem("unknown-key", part, None, name, allowed=allowed, found=name) for name in table if name not in ("model", *_LISTS)
    )
    listed = {name: tables(part, table.get(name, []), name, f"[[{name}]]", problems) for name in _LISTS}
    descriptors = _descriptors(listed["descriptor"], part, problems)
    places = Places(part, problems, {d.id: tuple(v.id for v in d.variants) for d in descriptors})
    judgements = tuple(judged for at, entry in listed["judgement"] if (judged := judgement(at, entry, places)))
    rules = tuple(rule for at, entry in listed["rule"] if (rule := _rule(at, entry, places)))
    plans = [(at, plan) for at, entry in listed["plan"] if (plan := _plan(at, entry, places))]
    _twice(plans, part, problems)
    if len(judgements) == len(listed["judgement"]):
        _judged_twice(judgements, part, problems)
    header = table.get("model", {})
    if not isinstance(header, dict):
        problems.append(wrong_value(part, "model", "[model]", header))
        return None
    given = {"part": part, "descriptors": descriptors, "judgements": judgements, "rules": rules, "source": data}
    return fill(ScenarioModel, part, "model.", header, problems, plans=tuple(plan for _, plan in plans), **given)


def _descriptors(listed: Sequence[tuple[str, dict[str, Any]]], part: str, problems: list[Problem]) -> tuple[Descriptor, ...]:
    if not 1 <= len(listed) <= MOST_DESCRIPTORS:
        problems.append(notice("model-size", part, None, "descriptor", allowed=f"1..{MOST_DESCRIPTORS}", found=len(listed)))
        return ()
    found: list[tuple[str, Descriptor]] = []
    for place, entry in listed:
        left = dict(entry)
        within = tables(part, left.pop("variant", []), f"{place}.variant", "[[descriptor.variant]]", problems)
        variants = [(at, variant) for at, each in within if (variant := _variant(at, each, part, problems))]
        _twice(variants, part, problems)
        if not 2 <= len(within) <= MOST_VARIANTS:
            problems.append(notice("few-variants", part, None, f"{place}.variant", allowed=f"2..{MOST_VARIANTS}", found=len(within)))
        _likelihoods([variant for _, variant in variants], place, part, problems)
        if _has_id(left, place, part, problems):
            made = fill(Descriptor, part, f"{place}.", left, problems, variants=tuple(variant for _, variant in variants))
            found += [(place, made)] if made else []
    _twice(found, part, problems)
    many = sum(len(one.variants) for _, one in found)
    if many > MOST_COLUMNS:
        problems.append(notice("model-size", part, None, "descriptor.variant", allowed=f"2..{MOST_COLUMNS}", found=many))
    return tuple(one for _, one in found)


def _variant(place: str, entry: dict[str, Any], part: str, problems: list[Problem]) -> Variant | None:
    left = dict(entry)
    likelihood, posts = left.pop("likelihood", None), left.pop("signposts", [])
    if likelihood is not None and (type(likelihood) not in (int, float) or not 0 <= likelihood <= 1):
        problems.append(wrong_value(part, f"{place}.likelihood", "0..1", likelihood))
        likelihood = None
    signposts = []
    for at, post in tables(part, posts, f"{place}.signposts", '{ evidence = "...", says = "for" }', problems):
        made = fill(Signpost, part, f"{at}.", {"evidence": "", "says": ""} | post, problems)
        if made and (made.says not in ("for", "against") or not made.evidence):
            name, allowed = ("says", "for | against") if made.evidence else ("evidence", "evidence.csv: id")
            problems.append(wrong_value(part, f"{at}.{name}", allowed, getattr(made, name)))
        elif made:
            signposts.append(made)
    if not _has_id(left, place, part, problems):
        return None
    number = None if likelihood is None else float(likelihood)
    return fill(Variant, part, f"{place}.", left, problems, likelihood=number, signposts=tuple(signposts))


def _has_id(entry: dict[str, Any], place: str, part: str, problems: list[Problem]) -> bool:
    found = entry.get("id", "")
    if isinstance(found, str) and _ID.fullmatch(found):
        return True
    problems.append(problem("bad-id", part, None, f"{place}.id", allowed="a-z 0-9 - _", found=found))
    return False


def _twice(listed: Sequence[tuple[str, Any]], part: str, problems: list[Problem]) -> None:
    """Note ids and names that stand twice: whoever reads a table or a figure could not tell them apart."""
    first: dict[Any, str] = {}
    for place, one in listed:
        said = {("id", one.id), *names_in_every_language(one)}
        clash = sorted(key for key in said if key in first)
        if clash:
            what = "id" if clash[-1][0] == "id" else "name"
            problems.append(notice("twice-in-model", part, None, f"{place}.{what}", found=clash[-1][1], first=first[clash[-1]]))
        first.update(dict.fromkeys(said - first.keys(), place))


def _likelihoods(variants: Sequence[Variant], place: str, part: str, problems: list[Problem]) -> None:
    given = [variant.likelihood for variant in variants if variant.likelihood is not None]
    if given and (len(given) < len(variants) or not math.isclose(sum(given), 1, abs_tol=0.01)):
        shown = " + ".join("?" if v.likelihood is None else f"{v.likelihood:g}" for v in variants)
        problems.append(notice("likelihoods", part, None, f"{place}.variant.likelihood", allowed="= 1", found=shown))


def _judged_twice(judgements: Sequence[Judgement], part: str, problems: list[Problem]) -> None:
    first: dict[Any, str] = {}
    for number, one in enumerate(judgements, start=1):
        for effect in one.effects:
            key = (effect.source, effect.target, one.known_on)
            if key in first:
                said = " -> ".join((".".join(effect.source), ".".join(effect.target)))
                problems.append(notice("judged-twice", part, None, f"judgement {number}", found=said, first=first[key]))
            first.setdefault(key, f"judgement {number}")


def _rule(place: str, entry: dict[str, Any], known: Places) -> Rule | None:
    before = len(known.problems)
    left = dict(entry)
    said = {name: left.pop(name) for name in ("fix", "forbid", "if", "then") if name in left}
    first: tuple[Place, ...] = ()
    then: tuple[Place, ...] = ()
    if said.keys() == {"fix"}:
        kind, first = "fix", known.several(said["fix"], f"{place}.fix", of_one=True)
    elif said.keys() == {"forbid"}:
        kind, both = "forbid", known.several(said["forbid"], f"{place}.forbid")
        first, then = both[:1], both[1:]
        if len(both) != 2 and len(known.problems) == before:
            known.problems.append(wrong_value(known.part, f"{place}.forbid", f'["{FORM}", "{FORM}"]', said["forbid"]))
    elif said.keys() == {"if", "then"}:
        kind, first = "imply", tuple(one for one in (known.one(said["if"], f"{place}.if"),) if one)
        then = known.several(said["then"], f"{place}.then", of_one=True)
    else:
        known.problems.append(wrong_value(known.part, place, "fix | forbid | if, then", " ".join(said)))
        return None
    if len(known.problems) == before and then and then[0][0] == first[0][0]:
        known.problems.append(notice("same-descriptor", known.part, None, place, found=first[0][0]))
    made = fill(Rule, known.part, f"{place}.", left, known.problems, kind=kind, first=first, then=then)
    return made if len(known.problems) == before else None


def _plan(place: str, entry: dict[str, Any], known: Places) -> Plan | None:
    before = len(known.problems)
    left = dict(entry)
    needs, payoff = left.pop("needs", []), left.pop("payoff", None)
    needed = known.several(needs, f"{place}.needs") if needs != [] else ()
    worth: list[tuple[Place | None, float]] = []
    if payoff is not None:
        table = dict(payoff) if isinstance(payoff, dict) else payoff
        always = table.pop("always", None) if isinstance(table, dict) else None
        said: list[tuple[Place | None, str, Any]] = [] if always is None else [(None, f"{place}.payoff.always", always)]
        if table or always is None:
            said += known.flat(table, f"{place}.payoff", f'{{ always = 1, "{FORM}" = 2.5, ... }}')
        for target, where, value in said:
            if type(value) in (int, float) and math.isfinite(value) and abs(value) <= 1e12:
                worth.append((target, float(value)))
            else:
                known.problems.append(wrong_value(known.part, where, "-1e12..1e12", value))
    if not _has_id(left, place, known.part, known.problems):
        return None
    made = fill(Plan, known.part, f"{place}.", left, known.problems, needs=needed, payoff=tuple(worth))
    return made if len(known.problems) == before else None
