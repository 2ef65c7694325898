"""The models that a dossier carries, by the folder that they lie in: their templates, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from legation.dossier import Dossier
from legation.dossier.problem import Problem, problem
from legation.errors import DossierError
from legation.language import Lang
from legation.sources.conflict_model import ConflictModel, read_conflict_model
from legation.sources.conflict_model import template as conflict_template
from legation.sources.scenario_model import ScenarioModel, read_scenario_model
from legation.sources.scenario_model import template as scenario_template

__all__ = ["TEMPLATES", "model_faults"]

TEMPLATES: Mapping[str, Callable[[Lang], str]] = {"conflicts": conflict_template, "scenarios": scenario_template}
"""By folder, a small model to be edited."""
_READERS: Mapping[str, Callable[[bytes, str], ConflictModel | ScenarioModel]] = {
    "conflicts": read_conflict_model,
    "scenarios": read_scenario_model,
}


def model_faults(dossier: Dossier) -> Iterator[Problem]:
    """Yield what is wrong with the scenario and conflict models, and what they cite that is not there, in the order of the parts.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> faulty = decode({"dossier.toml": b'id = "d"', "scenarios/f.toml": b"[model]"})
    >>> {fault.part for fault in model_faults(faulty)}
    {'scenarios/f.toml'}
    """
    there = {row.id for row in dossier.evidence}
    for part, data in sorted(dossier.files.items()):
        folder, _, name = part.partition("/")
        if folder in _READERS and name.endswith(".toml"):
            try:
                model = _READERS[folder](data, part)
            except DossierError as error:
                yield from error.problems
            else:
                for cited in model.cited():
                    if cited not in there:
                        yield problem("unknown-reference", part, None, "evidence", allowed="evidence.csv: id", found=cited, close="—")
