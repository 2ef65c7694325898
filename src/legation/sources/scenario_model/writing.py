"""A scenario model as the bytes of its part."""

from __future__ import annotations

from typing import Any

from legation.dossier.toml_part import plain, written
from legation.errors import DossierError
from legation.sources.scenario_model.judgements import judgement_table
from legation.sources.scenario_model.model import ScenarioModel
from legation.sources.scenario_model.reading import read_scenario_model
from legation.sources.scenario_model.records import Descriptor, Plan, Rule

__all__ = ["write_scenario_model"]


def write_scenario_model(model: ScenarioModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay.

    >>> from legation.sources.scenario_model import template
    >>> model = read_scenario_model(template("fr").encode(), "scenarios/un.toml")
    >>> write_scenario_model(model) == template("fr").encode()
    True
    """
    if model.source:
        try:
            if read_scenario_model(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    lists = {
        "descriptor": [_descriptor(one) for one in model.descriptors],
        "judgement": [judgement_table(one) for one in model.judgements],
        "rule": [_rule(one) for one in model.rules],
        "plan": [_plan(one) for one in model.plans],
    }
    return written({"model": _settings(model, "part", "descriptors", "judgements", "plans")} | {k: v for k, v in lists.items() if v})


def _settings(record: Any, *other: str) -> dict[str, Any]:
    return {name: value for name, value in plain(record).items() if name not in other}


def _descriptor(one: Descriptor) -> dict[str, Any]:
    variants = [
        _settings(variant, "signposts") | ({"signposts": [plain(post) for post in variant.signposts]} if variant.signposts else {})
        for variant in one.variants
    ]
    return _settings(one, "variants") | {"variant": variants}


def _rule(one: Rule) -> dict[str, Any]:
    first, then = [".".join(place) for place in one.first], [".".join(place) for place in one.then]
    forms: dict[str, dict[str, Any]] = {
        "fix": {"fix": first},
        "forbid": {"forbid": first + then},
        "imply": {"if": first[0], "then": then},
    }
    return forms[one.kind] | _settings(one, "kind", "first", "then")


def _plan(one: Plan) -> dict[str, Any]:
    table = _settings(one, "needs", "payoff")
    if one.needs:
        table["needs"] = [".".join(place) for place in one.needs]
    if one.payoff:
        table["payoff"] = {"always" if place is None else ".".join(place): value for place, value in one.payoff}
    return table
