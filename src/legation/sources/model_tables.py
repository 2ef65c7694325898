"""Reading a model that was written by hand: its tables become records, and what is wrong is noted with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from legation.dossier.problem import Problem, problem
from legation.dossier.toml_part import fill, tables, wrong_value
from legation.sources.reading import notice

__all__ = ["MOST", "ModelReader"]

MOST = 200
"""Tables of one name."""
_Record = TypeVar("_Record")
Tables: TypeAlias = "Mapping[str, tuple[str, type[Any], tuple[str, ...]]]"
Checked: TypeAlias = "Callable[..., Iterable[Problem]]"


class ModelReader:
    """What the readers of such parts have in common."""

    __slots__ = ("_part", "_problems")

    def __init__(self, part: str, problems: list[Problem]) -> None:
        self._part, self._problems = part, problems

    def _tables(self, table: dict[str, Any], name: str, above: str = "") -> list[tuple[str, dict[str, Any]]]:
        """Take the tables of a name out of a table, each with its place."""
        found = tables(self._part, table.pop(name, []), f"{above}{name}", f"[[{above}{name}]]", self._problems)
        if len(found) > MOST:
            self._problems.append(notice("model-size", self._part, None, f"{above}{name}", allowed=f"0..{MOST}", found=len(found)))
        return found[:MOST]

    def _filled(self, record: type[_Record], at: str, entry: dict[str, Any], needed: Sequence[str], **given: Any) -> _Record | None:
        """Return a record; None, with the faults, where something is wrong or missing."""
        before = len(self._problems)
        versions = {name: (name, f"{name}_fr", f"{name}_en") for name in needed}
        missing = [name for name in needed if not any(entry.get(key) for key in versions[name])]
        self._problems.extend(wrong_value(self._part, f"{at}.{name}", "text", "") for name in missing)
        left = {key: value for key, value in entry.items() if key not in missing}
        filled = fill(record, self._part, f"{at}.", left, self._problems, **dict.fromkeys(missing, ""), **given)
        return filled if len(self._problems) == before else None

    def _model(
        self, table: dict[str, Any], name: str, record: type[_Record], needed: Sequence[str], rows: Tables, checked: Checked
    ) -> _Record | None:
        """Return a model of one head and lists of rows; what is wrong is noted: of each table by itself, then of one against the other.

        Parameters
        ----------
        table : dict
            The whole file.
        name : str
            Of its head, ``[name]``.
        record : type
            The model; ``needed``: what its head cannot be without.
        rows : mapping
            By table: the field that it fills, its record, and what it cannot be without.
        checked : callable
            ``checked(model, part, places, head=...)`` yields what does not fit together; ``places`` are by field.
        """
        left = dict(table)
        given: dict[str, Any] = {"part": self._part}
        places: dict[str, tuple[str, ...]] = {}
        for called, (field, kind, wanted) in rows.items():
            read = [(place, self._row(place, entry, kind, wanted)) for place, entry in self._tables(left, called)]
            places[field] = tuple(place for place, row in read if row is not None)
            given[field] = tuple(row for _, row in read if row is not None)
        head = left.pop(name, {})
        allowed = " | ".join((f"[{name}]", *(f"[[{called}]]" for called in rows)))
        self._problems.extend(problem("unknown-key", self._part, None, key, allowed=allowed, found=key) for key in left)
        if not isinstance(head, dict):
            self._problems.append(wrong_value(self._part, name, f"[{name}]", head))
            head = {}
        found = self._filled(record, name, dict(head), needed, **given)
        self._problems.extend(checked(found or record(**given), self._part, places, head=found is not None))
        return found

    def _row(self, place: str, entry: dict[str, Any], record: type[Any], needed: tuple[str, ...]) -> Any:
        """Return the record of one row; None, with the faults, where something is wrong."""
        return self._filled(record, place, entry, needed)
