"""Models changed at random: rows taken out, put in, moved, and columns that every row has set anew, at any depth."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from legation.dossier.parts import ModelKind, form_of
from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.errors import DossierError

COLUMNS: dict[str, tuple[Any, ...]] = {
    "marking": ("", *MARKINGS),
    "evidence": ((), ("e1",), ("e1", "e-2")),
    "known_on": (None, When("2019"), When("2020-02")),
}


def _row(draw: st.DrawFn, row: Any, often: int) -> Any:
    """Return a row with some of what each row has changed, and the rows below it; the tables change the less often, the higher a number."""
    changes: dict[str, Any] = {}
    for name, values in COLUMNS.items():
        if (isinstance(getattr(row, name), type(values[-1])) or getattr(row, name) in values) and draw(st.integers(0, 5)) == 0:
            changes[name] = draw(st.sampled_from(values))
    for of in form_of(type(row)).tables:
        held = getattr(row, of.field)
        if of.single:
            if held is not None:
                changes[of.field] = draw(st.sampled_from([held, _row(draw, held, often), None]))
            continue
        rows = [_row(draw, one, often) if draw(st.booleans()) else one for one in held]
        for _ in range(draw(st.integers(0, 2))):
            if rows and len(rows) > of.least and draw(st.integers(0, often)) == 0:
                rows.pop(draw(st.integers(0, len(rows) - 1)))
        if rows and draw(st.integers(0, often)) == 0:
            one = draw(st.sampled_from(rows))
            new = dataclasses.replace(one, id=draw(st.sampled_from(["n-1", "n-2"]))) if "id" in _columns(one) else one
            rows.insert(draw(st.integers(0, len(rows))), new)
        if draw(st.integers(0, often + 2)) == 0:
            rows = draw(st.permutations(rows)) if len(rows) < 8 else rows[::-1]
        changes[of.field] = tuple(rows)
    return dataclasses.replace(row, **changes)


def _columns(row: Any) -> set[str]:
    return {column.attribute for column in form_of(type(row)).columns}


@st.composite
def changed(draw: st.DrawFn, kind: ModelKind[Any], model: Any, part: str) -> Any:
    """Return a model that says something else; the model itself where that would not be one."""
    for often in (1, 6, 30):
        made = _row(draw, model, often)
        try:
            return kind.read(kind.write(made), part)
        except DossierError:
            continue
    return model
