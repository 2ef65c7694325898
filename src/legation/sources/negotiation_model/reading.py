"""From the tables of ``negotiations/NAME.toml`` to a negotiation: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, cast

from legation.dossier.problem import Problem, stop_at
from legation.dossier.toml_part import read_toml, wrong_value
from legation.sources.model_tables import ModelReader
from legation.sources.negotiation_model.checking import checked
from legation.sources.negotiation_model.model import NegotiationModel
from legation.sources.negotiation_model.records import Agreed, Card, Choice, Floor, Matter, Offer, Party, Points, Ranking, Worth

__all__ = ["FOLDER", "LARGEST", "SUFFIX", "TABLES", "read_negotiation_model"]

FOLDER, SUFFIX = "negotiations/", ".toml"
LARGEST = 1e9
"""Points, and floors, lie between this and its negative."""
TABLES: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "party": ("parties", Party, ("id",)),
    "issue": ("issues", Matter, ("id",)),
    "worth": ("worths", Worth, ("party", "issue")),
    "floor": ("floors", Floor, ("party",)),
    "card": ("cards", Card, ("id",)),
    "ranking": ("rankings", Ranking, ("party", "cards")),
    "offer": ("offers", Offer, ("id", "date")),
    "agreed": ("agreed", Agreed, ("date",)),
}
"""By table: the field that it fills, its record, and what it cannot be without."""


def read_negotiation_model(data: bytes, part: str) -> NegotiationModel:
    """Return the negotiation that a part holds.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``negotiations/NAME.toml``, for the negotiation's id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.negotiation_model import template
    >>> model = read_negotiation_model(template("en").encode(), "negotiations/example.toml")
    >>> model.id, [one.id for one in model.parties], model.worths[0].points["none"]
    ('example', ['us', 'them'], (0.0, 0.0, 0.0))
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("NegotiationModel", model), source=data)


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> NegotiationModel | None:
        """Return the negotiation, and note what is wrong in it: first of each table by itself, then of names against each other."""
        return self._model(table, "negotiation", NegotiationModel, ("title",), TABLES, checked)

    def _row(self, place: str, entry: dict[str, Any], record: type[Any], needed: tuple[str, ...]) -> Any:
        left = dict(entry)
        before = len(self._problems)
        given: dict[str, Any] = {}
        if record is Matter:
            options = [(at, self._filled(Choice, at, dict(one), ("id",))) for at, one in self._tables(left, "option", f"{place}.")]
            given["options"] = tuple(option for _, option in options if option is not None)
        if record is Worth:
            given["points"] = self._points(f"{place}.points", left.pop("points", {}))
        if record is Floor:
            given["value"] = self._number(f"{place}.value", left.pop("value", ""), -LARGEST)
        if record is Party and "discount" in left:
            given["discount"] = self._number(f"{place}.discount", left.pop("discount"), 0.0, 1.0)
        row = self._filled(record, place, left, needed, **given)
        return row if len(self._problems) == before else None

    def _points(self, place: str, found: Any) -> dict[str, Points]:
        if not isinstance(found, dict):
            self._problems.append(wrong_value(self._part, place, "{ option = points | [low, value, high] }", found))
            return {}
        return {name: self._three(f"{place}.{name}", value) for name, value in found.items()}

    def _three(self, place: str, found: Any) -> Points:
        """Return low, value and high; of one number, that number three times."""
        listed = found if isinstance(found, list) else [found] * 3
        if len(listed) != 3 or not all(map(_is_number, listed)) or not listed[0] <= listed[1] <= listed[2]:
            self._problems.append(wrong_value(self._part, place, f"{-LARGEST:g}..{LARGEST:g} | [low, value, high]", found))
            return (0.0, 0.0, 0.0)
        return (float(listed[0]), float(listed[1]), float(listed[2]))

    def _number(self, place: str, found: Any, low: float, high: float = LARGEST) -> float:
        within = _is_number(found) and (low <= found if low else found > 0) and found <= high
        if not within:
            self._problems.append(wrong_value(self._part, place, f"{low:g}..{high:g}" if low else f"> 0, <= {high:g}", found))
        return float(found) if within else 1.0


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and abs(value) <= LARGEST
