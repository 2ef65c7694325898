"""What a model must keep: words of a list, names of rows, nothing said twice; and whether rows of tables that it names are there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.kind import Target
from legation.dossier.parts.form import form_of, walk
from legation.dossier.parts.kind import Part
from legation.dossier.parts.toml_lines import with_lines
from legation.dossier.problem import Problem, problem

__all__ = [
    "Check",
    "unknown_elsewhere",
]


class Check:
    """Checks of one part; each yields what is wrong."""

    __slots__ = ("part",)

    def __init__(self, part: str) -> None:
        self.part = part

    def word(self, place: str, found: str, allowed: Sequence[str]) -> Iterator[Problem]:
        """Check a word of a short list."""
        if found not in allowed:
            yield self.fault("not-a-choice", place, " | ".join(allowed), found)

    def name(self, place: str, found: str, known: Collection[str], code: str = "unknown-in-model") -> Iterator[Problem]:
        """Check the name of another row, or of what we know; the nearest is shown."""
        if found not in known:
            close = (difflib.get_close_matches(found[:80], known, 1, 0.0) or ["—"])[0]
            yield problem(code, self.part, None, place, allowed=" | ".join(known), found=found, close=close)

    def twice(self, places: Sequence[str], keys: Sequence[str]) -> Iterator[Problem]:
        """Check that nothing is said twice."""
        first: dict[str, str] = {}
        for at, key in zip(places, keys, strict=True):
            if key in first:
                yield problem("twice-in-model", self.part, None, at, found=key, first=first[key])
            first.setdefault(key, at)

    def fault(self, code: str, place: str, allowed: str, found: Any, **more: Any) -> Problem:
        """Make a problem in this part."""
        return problem(code, self.part, None, place, allowed=allowed, found=found, **more)


_NEAREST = 5_000
"""Names among which the nearest is sought, which takes time."""


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
