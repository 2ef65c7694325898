"""From the tables of ``incidents/NAME.statement.toml`` to the records of a statement: every fault is named, with its place."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, cast

from legation.dossier.problem import Problem, stop_at
from legation.dossier.toml_part import read_toml, wrong_value
from legation.sources.model_tables import ModelReader
from legation.sources.statement_model.checking import checked
from legation.sources.statement_model.model import StatementModel
from legation.sources.statement_model.records import Claim, Failing, Harm, Notified, Prepared, Triple, Withdrawn

__all__ = ["FOLDER", "SUFFIX", "TABLES", "read_statement_model"]

FOLDER, SUFFIX = "incidents/", ".statement.toml"
TABLES: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "claim": ("claims", Claim, ("id", "text")),
    "failing": ("failings", Failing, ("id", "text")),
    "notice": ("notices", Notified, ("id", "to")),
    "harm": ("harms", Harm, ("id", "text")),
    "withdrawn": ("withdrawn", Withdrawn, ("id", "text")),
    "answer": ("answers", Prepared, ("to", "text")),
}
"""By table: the field that it fills, its record, and what it cannot be without."""
_MOST = 1e11
"""People: more than ever lived at once."""


def read_statement_model(data: bytes, part: str) -> StatementModel:
    """Return the statement that a part holds.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``incidents/NAME.statement.toml``, for the model's id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place.

    Examples
    --------
    >>> from legation.sources.statement_model import template
    >>> model = read_statement_model(template("en").encode(), "incidents/example.statement.toml")
    >>> model.id, [one.tier for one in model.claims], model.harms[0].number
    ('example', ['public', 'public', 'partners'], (10.0, 12.0, 15.0))
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("StatementModel", model), source=data)


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> StatementModel | None:
        """Return the model, and note what is wrong in it: first of each table by itself, then of one against the other."""
        return self._model(table, "statement", StatementModel, ("title", "addressee"), TABLES, checked)

    def _row(self, place: str, entry: dict[str, Any], record: type[Any], needed: tuple[str, ...]) -> Any:
        if record is not Harm:
            return self._filled(record, place, entry, needed)
        left = dict(entry)
        before = len(self._problems)
        number = self._people(f"{place}.number", left.pop("number", None))
        row = self._filled(record, place, left, needed, number=number)
        return row if len(self._problems) == before else None

    def _people(self, place: str, found: Any) -> Triple | None:
        """Return how many, as one number or low, value and high; None where it is left out, or wrong, which is noted."""
        if found is None:
            return None
        listed = found if isinstance(found, list) else [found] * 3
        right = len(listed) == 3 and all(type(one) in (int, float) and math.isfinite(one) for one in listed)
        if right and 0 <= listed[0] <= listed[1] <= listed[2] <= _MOST:
            return float(listed[0]), float(listed[1]), float(listed[2])
        self._problems.append(wrong_value(self._part, place, "0.. | [low, value, high]", found))
        return None
