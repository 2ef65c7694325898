"""Reading a model that was written by hand: its tables become records, and what is wrong is noted with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from legation.dossier.problem import Problem
from legation.dossier.toml_part import fill, tables, wrong_value
from legation.sources.reading import notice

__all__ = ["MOST", "ModelReader"]

MOST = 200
"""Tables of one name."""
_Record = TypeVar("_Record")


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
