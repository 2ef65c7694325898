"""The models and registers that a dossier carries, by the folder that they lie in: templates of models, and what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from legation.dossier import Dossier
from legation.dossier.problem import Problem, problem
from legation.errors import CannotRead, DossierError
from legation.language import Lang, Message
from legation.sources.assessment import Assessment, read_assessment
from legation.sources.assessment import template as assessment_template
from legation.sources.conflict_model import ConflictModel, read_conflict_model
from legation.sources.conflict_model import template as conflict_template
from legation.sources.draft_model import ADOPTED, AdoptedList, DraftModel, read_adopted_list, read_draft_model, text_faults
from legation.sources.draft_model import template as draft_template
from legation.sources.frames_model import FramesModel, read_frames_model
from legation.sources.frames_model import template as frames_template
from legation.sources.monitor_model import Monitor, read_monitor
from legation.sources.monitor_model import template as monitor_template
from legation.sources.negotiation_model import NegotiationModel, read_negotiation_model
from legation.sources.negotiation_model import template as negotiation_template
from legation.sources.response_model import ResponseModel, read_response_model
from legation.sources.response_model import template as response_template
from legation.sources.room_model import RoomModel, read_room_model, vote_faults
from legation.sources.room_model import template as room_template
from legation.sources.scenario_model import ScenarioModel, read_scenario_model
from legation.sources.scenario_model import template as scenario_template
from legation.sources.statement_model import StatementModel, read_statement_model
from legation.sources.statement_model import template as statement_template
from legation.sources.stix import decode, is_register

__all__ = ["TEMPLATES", "is_declared", "model_faults"]

TEMPLATES: Mapping[str, Callable[[Lang], str]] = {
    "assessment": assessment_template,
    "conflicts": conflict_template,
    "drafts": draft_template,
    "frames": frames_template,
    "incidents": response_template,
    "monitors": monitor_template,
    "negotiations": negotiation_template,
    "rooms": room_template,
    "scenarios": scenario_template,
    "statement": statement_template,
}
"""By folder, or by the last part of a name where a folder holds several kinds, a small model to be edited."""


def _draft(data: bytes, part: str) -> AdoptedList | DraftModel:
    """Read the file of a draft, or the list of adopted texts."""
    return read_adopted_list(data, part) if part == ADOPTED else read_draft_model(data, part)


_Model: TypeAlias = (
    AdoptedList
    | Assessment
    | ConflictModel
    | DraftModel
    | FramesModel
    | Monitor
    | NegotiationModel
    | ResponseModel
    | RoomModel
    | ScenarioModel
    | StatementModel
)
_READERS: tuple[tuple[str, str, Callable[[bytes, str], _Model]], ...] = (
    ("conflicts", ".toml", read_conflict_model),
    ("debates", ".frames.toml", read_frames_model),
    ("drafts", ".toml", _draft),
    ("incidents", ".assessment.toml", read_assessment),
    ("incidents", ".response.toml", read_response_model),
    ("incidents", ".statement.toml", read_statement_model),
    ("monitors", ".toml", read_monitor),
    ("negotiations", ".toml", read_negotiation_model),
    ("rooms", ".toml", read_room_model),
    ("scenarios", ".toml", read_scenario_model),
)
"""Folder, how the names of its models end, and what reads them."""


_BESIDE = re.compile(r"files/.+|annexes/.+|incidents/.+\.json|drafts/[^/]+/.+\.txt|rooms/[^/]+/.+\.csv")
"""Parts that are no models: archived files, rows of another licence, registers, the words of drafts, the votes of rooms."""


def is_declared(part: str) -> bool:
    """Whether a part that is no table is of a kind that the product knows; of any other, nobody can say who may see it.

    >>> is_declared("scenarios/a.toml"), is_declared("files/a.pdf"), is_declared("scenarios/a.txt"), is_declared("incidents/a.toml")
    (True, True, False, False)
    """
    folder, _, name = part.partition("/")
    return bool(_BESIDE.fullmatch(part)) or any(where == folder and name.endswith(ending) for where, ending, _ in _READERS)


def model_faults(dossier: Dossier) -> Iterator[Problem]:
    """Yield what is wrong with the models that are read here, and what they cite that is not there, in the order of the parts.

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
        if is_register(part):
            yield from _register_faults(data, part)
        if not is_declared(part):
            yield problem("undeclared-part", part)
        for read in (read for where, ending, read in _READERS if where == folder and name.endswith(ending)):
            try:
                model = read(data, part)
            except DossierError as error:
                yield from error.problems
            else:
                if isinstance(model, AdoptedList | DraftModel):
                    yield from text_faults(model, dossier.files)
                if isinstance(model, RoomModel):
                    yield from vote_faults(model, dossier.files)
                for cited in model.cited():
                    if cited not in there:
                        yield problem("unknown-reference", part, None, "evidence", allowed="evidence.csv: id", found=cited, close="—")


def _register_faults(data: bytes, part: str) -> Iterator[Problem]:
    """Yield what of a register cannot be relied on; one fault where it cannot be read."""
    try:
        yield from decode(data, part).unplaced
    except CannotRead as error:
        remedy = Message("stix.register-unreadable", why=error.message)
        yield Problem(part=part, row=None, column=None, allowed="", found="", remedy=remedy, code="register-unreadable")
