"""What tests of models share: every row of one given its sources, its marking and its day, and values as a file may hold them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any, TypeVar

from hypothesis import strategies as st

from legation.dossier import decode
from legation.dossier.column import Wording
from legation.dossier.parts import form_of, walk
from legation.dossier.records import MARKINGS
from legation.dossier.when import When

_Record = TypeVar("_Record")
TEXTS = st.text('abcé ’"\\', min_size=1, max_size=8).filter(lambda text: text.strip() == text)
MAYBE = st.just("") | TEXTS
WORDINGS = st.builds(Wording, TEXTS, MAYBE, MAYBE)
BOTH = st.builds(Wording, st.just(""), TEXTS, TEXTS)
DAYS = st.sampled_from([When("2018"), When("2019-04"), When("2020-01-31")])
EVIDENCE = st.lists(st.sampled_from(["e1", "e2"]), max_size=2, unique=True).map(tuple)
ROW: dict[str, Any] = {"evidence": EVIDENCE, "marking": st.sampled_from(["", *MARKINGS]), "known_on": st.none() | DAYS}
"""What each row may have."""


def several(made: st.SearchStrategy[Any], key: Any = None, most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return rows of one table, of which no two have the same key."""
    return st.lists(made, max_size=most, unique_by=key or id).map(tuple)


def triples(low: float, high: float) -> st.SearchStrategy[tuple[float, ...]]:
    """Return low, value and high."""
    return st.lists(st.floats(low, high), min_size=3, max_size=3).map(lambda values: tuple(sorted(values)))


def marked(record: _Record) -> _Record:
    """Return a model of which each row names a source and a day, and has a marking of its own."""
    changes: dict[str, Any] = {"marking": "TLP:AMBER", "evidence": ("e1", "e2"), "known_on": When("2019-05")}
    for of in form_of(type(record)).tables:
        held = getattr(record, of.field)
        if of.single:
            changes[of.field] = None if held is None else marked(held)
        else:
            changes[of.field] = tuple(map(marked, held))
    return dataclasses.replace(record, **changes)  # type: ignore[type-var]


def rows_of(model: Any) -> list[Any]:
    """Return every row of a model, the head first."""
    return [model, *(row for _, _, row, _ in walk(model))]


def seen_of(
    kind: Any, model: Any, evidence: Collection[str], day: dt.date | None = None, marking: str = "TLP:GREEN", **files: bytes
) -> Any:
    """Return what a reader sees of a model that stands in a dossier alone; None where nothing. All sources are TLP:RED but those given."""
    rows = "".join(f"{one},{'' if one in evidence else 'TLP:RED'}\n" for one in {*model.cited(), "open"})
    parts = {"dossier.toml": b'id = "d"\n', "evidence.csv": f"id,marking\n{rows}".encode(), model.part: kind.write(model)}
    seen = decode(parts | {name.replace("__", "/") + ".json": data for name, data in files.items()}).cleared(marking, as_of=day)
    return kind.read(seen.files[model.part], model.part) if model.part in seen.files else None
