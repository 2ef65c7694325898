"""From the tables of ``incidents/NAME.response.toml`` to the records of a response: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, cast

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.toml_part import read_toml, wrong_value
from legation.sources.model_tables import ModelReader
from legation.sources.reading import notice
from legation.sources.response_model.checking import checked
from legation.sources.response_model.model import ResponseModel
from legation.sources.response_model.numbers import ends, feature, minimum, probability
from legation.sources.response_model.records import (
    Answered,
    Cost,
    Criterion,
    Demand,
    Game,
    Grounded,
    HeldBy,
    Precedent,
    Reply,
    Stake,
)

__all__ = ["FOLDER", "SUFFIX", "TABLES", "read_response_model"]

FOLDER, SUFFIX = "incidents/", ".response.toml"
TABLES: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "condition": ("conditions", Answered, ("id",)),
    "criterion": ("criteria", Criterion, ("id", "text")),
    "ground": ("grounds", Grounded, ("target", "ground")),
    "threshold": ("demands", Demand, ("measure", "reason")),
    "cost": ("costs", Cost, ("measure", "bears", "text")),
    "reply": ("replies", Reply, ("measure",)),
    "element": ("elements", Answered, ("id",)),
    "precedent": ("precedents", Precedent, ("id", "date")),
}
"""By table: the field that it fills, its record, and what it cannot be without."""
_SINGLE = ("response", "held", "features", "deterrence")


def read_response_model(data: bytes, part: str) -> ResponseModel:
    """Return the response that a part holds.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``incidents/NAME.response.toml``, for the model's id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.response_model import template
    >>> model = read_response_model(template("en").encode(), "incidents/example.response.toml")
    >>> model.id, model.who, model.probability, model.illustration
    ('example', 'state', (0.7, 0.85, 0.93), True)
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("ResponseModel", model), source=data)


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> ResponseModel | None:
        """Return the model, and note what is wrong in it: first of each table by itself, then of names and numbers against each other."""
        left = dict(table)
        given: dict[str, Any] = {"part": self._part}
        places: dict[str, tuple[str, ...]] = {}
        for name, (field, record, needed) in TABLES.items():
            rows = [(place, self._whole(self._row, place, entry, record, needed)) for place, entry in self._tables(left, name)]
            places[name] = tuple(place for place, row in rows if row is not None)
            given[field] = tuple(row for _, row in rows if row is not None)
        given["held"] = self._held(left.pop("held", None))
        given["features"] = self._features("features", left.pop("features", {}))
        given["game"] = self._whole(self._game, left.pop("deterrence", None))
        head = left.pop("response", {})
        allowed = " | ".join((*(f"[{name}]" for name in _SINGLE), *(f"[[{name}]]" for name in TABLES)))
        self._problems.extend(problem("unknown-key", self._part, None, name, allowed=allowed, found=name) for name in left)
        if not isinstance(head, dict):
            self._problems.append(wrong_value(self._part, "response", "[response]", head))
            head = {}
        head = dict(head)
        given["probability"] = self._number("response.probability", head.pop("probability", None), probability)
        given["severity"] = self._severity(head.pop("severity", None))
        found = self._filled(ResponseModel, "response", head, ("title", "who"), **given)
        self._problems.extend(checked(found or ResponseModel(**given), self._part, places, head=found is not None))
        return found

    def _whole(self, read: Callable[..., Any], *given: Any) -> Any:
        """Return what ``read`` makes; None where it notes a fault."""
        before = len(self._problems)
        made = read(*given)
        return made if len(self._problems) == before else None

    def _row(self, place: str, entry: dict[str, Any], record: type[Any], needed: tuple[str, ...]) -> Any:
        left, given = dict(entry), {}
        if record is Demand:
            given["minimum"] = self._number(f"{place}.minimum", left.pop("minimum", None), minimum)
            public = left.pop("public", None)
            if public is not None and not isinstance(public, bool):
                self._problems.append(wrong_value(self._part, f"{place}.public", "true | false", public))
                public = None
            given["public"] = public
        if record is Precedent:
            given["features"] = self._features(f"{place}.features", left.pop("features", {}))
        return self._filled(record, place, left, needed, **given)

    def _held(self, entry: Any) -> HeldBy | None:
        if entry is None:
            return None
        if not isinstance(entry, dict):
            self._problems.append(wrong_value(self._part, "held", "[held]", entry))
            return None
        if entry.get("party") and not entry.get("by"):
            self._problems.append(notice("party-without-holder", self._part, None, "held.by", found=entry["party"]))
            return None
        return self._filled(HeldBy, "held", entry, ("party", "by"))

    def _game(self, entry: Any) -> Game | None:
        if entry is None:
            return None
        if not isinstance(entry, dict):
            self._problems.append(wrong_value(self._part, "deterrence", "[deterrence]", entry))
            return None
        left = dict(entry)
        answers = [self._whole(self._stake, place, dict(one)) for place, one in self._tables(left, "answer", "deterrence.")]
        if None in answers:
            return None
        given = {name: self._number(f"deterrence.{name}", left.pop(name, ""), ends) for name in ("benefit", "effort")}
        return self._filled(Game, "deterrence", left, (), answers=tuple(answers), **given)

    def _stake(self, place: str, left: dict[str, Any]) -> Stake | None:
        given = {name: self._number(f"{place}.{name}", left.pop(name, ""), ends) for name in ("cost", "belief")}
        given |= {name: self._number(f"{place}.{name}", left.pop(name, None), ends) for name in ("worth", "price")}
        return self._filled(Stake, place, left, ("measure",), **given)

    def _features(self, place: str, found: Any) -> dict[str, Any]:
        if not isinstance(found, dict):
            self._problems.append(wrong_value(self._part, place, '{ target = "energy", effects = ["...", "..."] }', found))
            return {}
        return {name: self._number(f"{place}.{name}", value, feature) for name, value in found.items()}

    def _severity(self, found: Any) -> int | None:
        if found is None or (type(found) is int and 0 <= found <= 10):
            return found
        self._problems.append(wrong_value(self._part, "response.severity", "0..10", found))
        return None

    def _number(self, place: str, found: Any, read: Any) -> Any:
        """Return a value of numbers as ``read`` takes it; None where it is left out, or wrong, which is noted."""
        if found is None:
            return None
        value, allowed = read(found)
        if value is None:
            self._problems.append(wrong_value(self._part, place, allowed, found))
        return value
