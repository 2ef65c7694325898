"""In which scenarios an assumption holds: the variants that its row names against those of its scenario model."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from legation.dossier.dossier import Dossier, standing
from legation.dossier.kind import variants_named
from legation.dossier.models.scenario import SCENARIO, ScenarioModel
from legation.dossier.models.scenario_variants import FORM
from legation.dossier.problem import Problem, problem
from legation.dossier.records import Assumption
from legation.errors import DossierError

__all__ = ["assumption_faults", "model_of", "variants_lacking"]

_PART = "assumptions.csv"


def assumption_faults(dossier: Dossier) -> Iterator[Problem]:
    r"""Yield what is wrong with the scenario model and the variants that current assumptions name: the dossier can be read all the same.

    Of a model that cannot be read nothing is said: its own faults are.

    >>> from legation.dossier import decode
    >>> model = '[model]\ntitle = "F"\n[[descriptor]]\nid = "talks"\nvariant = [{ id = "open" }, { id = "shut" }]\n'
    >>> rows = "id,claim,scenario,variants\na,They talk,f,talks.ajar\nb,They meet,f,talks\nc,They go,g,talks.open\n"
    >>> d = decode({"dossier.toml": b'id = "d"', "scenarios/f.toml": model.encode(), "assumptions.csv": rows.encode()})
    >>> [(fault.code, fault.row, fault.column) for fault in assumption_faults(d)]
    [('unknown-in-model', 2, 'variants'), ('no-variant', 3, 'variants'), ('no-scenario-model', 4, 'scenario')]
    """
    there = SCENARIO.of(dossier.files)
    current = {row.id for row in standing(dossier.assumptions)}
    for number, row in enumerate(dossier.assumptions, start=2):
        if row.id not in current or not (row.scenario or row.variants):
            continue
        name = model_of(row, there)
        if not name:
            yield problem("no-scenario-model", _PART, number, "scenario", allowed=" | ".join(there), found=row.scenario)
            continue
        try:
            model = SCENARIO.read(dossier.files[there[name]], there[name])
        except DossierError:
            continue
        for one in variants_lacking(row, model):
            yield _fault(number, one, model)


def model_of(row: Assumption, there: Mapping[str, str]) -> str:
    """Return the name of the model that an assumption speaks of: the one that it names, else the only one; empty where there is none."""
    if not row.scenario:
        return next(iter(there)) if len(there) == 1 else ""
    wanted = row.scenario.removeprefix("scenarios/").removesuffix(".toml")
    return wanted if wanted in there else ""


def variants_lacking(row: Assumption, model: ScenarioModel) -> tuple[str, ...]:
    """Return what an assumption names as variants and the model does not have."""
    known = {f"{one}.{variant}" for one, variants in model.variants().items() for variant in variants}
    return tuple(one for one in variants_named(row.variants) if one not in known)


def _fault(number: int, found: str, model: ScenarioModel) -> Problem:
    known = [f"{one}.{variant}" for one, variants in model.variants().items() for variant in variants]
    if found.count(".") != 1:
        return problem("no-variant", _PART, number, "variants", allowed=FORM, found=found)
    close = difflib.get_close_matches(found[:80], known, 1, 0.0)
    return problem("unknown-in-model", _PART, number, "variants", allowed=" | ".join(known), found=found, close=(close or ["—"])[0])
