"""Names in a model that mean rows of tables: whether those rows are there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from legation.dossier.kind import Target
from legation.dossier.parts.form import form_of, walk
from legation.dossier.parts.lines import with_lines
from legation.dossier.parts.part import Part
from legation.dossier.problem import Problem, problem

__all__ = ["unknown_elsewhere"]

_NEAREST = 5_000
"""Names among which the nearest is looked for, which takes time."""


def unknown_elsewhere(part: Part, names: Mapping[str, Collection[str]]) -> list[Problem]:
    """Return the names that lead to no row, each once, where it stands first; of others than sources, as notices.

    A judgement without its source cannot stand. Of who is named, a text that came from elsewhere may call somebody as no table does.

    Parameters
    ----------
    names : mapping of str to collection of str
        By place, ``actors``, what it holds; names of a place that is not among them are not judged.
    """
    found: dict[Target, str] = {}
    for record, at in _rows(part):
        for column in form_of(type(record)).columns:
            value = column.of(record)
            for to, name in column.kind.targets(value, record) if value else ():
                if to and all(place in names for place in to) and not any(name in names[place] for place in to):
                    found.setdefault((to, name), f"{at}.{column.name}".lstrip("."))
    return with_lines([_unknown(part, at, target, names) for target, at in found.items()], part.data)


def _rows(part: Part) -> Iterator[tuple[Any, str]]:
    """Yield the head of a model and each row, with its place as a fault names it, ``descriptor 1.variant 2``."""
    if part.model is None:
        return
    places: dict[int, str] = {}
    yield part.model, ""
    for table, number, row, above in walk(part.model):
        places[id(row)] = f"{places.get(id(above), '')}.{table.rpartition('.')[2]} {number}".lstrip(".")
        yield row, places[id(row)]


def _unknown(part: Part, at: str, target: Target, names: Mapping[str, Collection[str]]) -> Problem:
    to, name = target
    known = [one for place in to for one in names[place]]
    close = (difflib.get_close_matches(name[:80], known, 1, 0.7) if len(known) < _NEAREST else []) or ["—"]
    allowed = " | ".join("bodies.toml: id" if place == "bodies" else f"{place}.csv: id" for place in to)
    code = "unknown-reference" if to == ("evidence",) else "unknown-name"
    return problem(code, part.name, None, at, allowed=allowed, found=name, close=close[0])
