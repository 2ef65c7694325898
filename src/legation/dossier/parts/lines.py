"""Faults of a TOML part with the lines on which they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from legation.dossier.parts.spans import Lines, scan, table_place
from legation.dossier.problem import Problem

__all__ = ["with_lines"]


def with_lines(problems: Sequence[Problem], data: bytes) -> list[Problem]:
    """Return faults with the lines on which they stand, as far as the text tells."""
    if all(one.row is not None for one in problems):
        return list(problems)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        spans = scan(text)
    except (ValueError, IndexError, RecursionError):
        return list(problems)
    lines = Lines(text)
    starts: dict[str, int] = {}
    for table in spans:
        at = table_place(table.path)
        starts.setdefault(at, table.start)
        for entry in table.entries:
            for depth in range(1, len(entry.names) + 1):
                starts.setdefault(".".join((*([at] if at else []), *entry.names[:depth])), entry.start)
    return [
        one if one.row is not None or not one.column else dataclasses.replace(one, row=_line(one.column, starts, lines)) for one in problems
    ]


def _line(column: str, starts: Mapping[str, int], lines: Lines) -> int | None:
    """Return the line of the longest beginning of a place that the text has."""
    place = column
    while place:
        for name in (place, f"{place}_en", f"{place}_fr"):
            if name in starts:
                return lines.at(starts[name])
        place = place.rpartition(".")[0] if "." in place else place.rpartition(" ")[0]
    return None
