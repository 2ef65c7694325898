"""Which column of a list holds the names, codes, groups and positions: by its heading, or by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.dossier.sheet import is_formula
from legation.sources.countries import find
from legation.sources.folding import fold
from legation.sources.lists import Cells
from legation.sources.mapping import guess_columns
from legation.sources.words import meaning

__all__ = ["Columns", "Line", "position_of", "settle_columns"]

_ROWS = 300
"""Rows that are looked at to tell what a column holds."""


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of a row that mean something."""

    name: str
    code: str = ""
    kind: str = ""
    group: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands.

    Attributes
    ----------
    at : mapping of str to int
        Position of each field's column.
    header : tuple of str
    header_row : int
        Row number of the header; 0 where there is none.
    first : int
        Index of the first row below it.
    """

    at: Mapping[str, int]
    header: tuple[str, ...]
    header_row: int
    first: int

    def row(self, cells: Sequence[str]) -> Line:
        """Return the cells of a row by what they mean."""
        values = {name: cells[i].strip() if i < len(cells) else "" for name, i in self.at.items()}
        position = position_of(values.get("position", ""))
        return Line(values["name"], values.get("iso3", ""), values.get("kind", ""), values.get("group", ""), position)

    def heading(self, target: str) -> str:
        """Return how the list calls a field's column; the field's name where it has no header; empty where it has no such column."""
        if target not in self.at:
            return ""
        written = self.header[self.at[target]] if self.header else target
        return target if is_formula(written) else written


def position_of(text: str) -> str:
    """Return yes, no or abstain as a word or letter of a list means it; empty where it means none of them.

    >>> [position_of(t) for t in ("Pour", "contre", "Abst.", "?")]
    ['yes', 'no', 'abstain', '']
    """
    return meaning("positions").get(fold(text)) or meaning("positions").get(text.strip().lower(), "")


def settle_columns(cells: Cells) -> Columns:
    """Return the columns of a list that has at least one row."""
    header_at = next((i for i, (_, row) in enumerate(cells[:6]) if _is_header(row)), -1)
    header = tuple(cells[header_at][1]) if header_at >= 0 else ()
    body = [row for _, row in cells[header_at + 1 :][:_ROWS]] or [row for _, row in cells]
    width = max(map(len, body))
    at: dict[str, int] = {}
    if header:
        named = guess_columns(header)
        if "name" not in named and "country" in named:
            named["name"] = named.pop("country")
        at = {target: header.index(of[0]) for target, of in named.items() if of[0] in header}
        if "country" in at and "iso3" not in at:
            at["iso3"] = at["country"]
        at.pop("country", None)
    filled = {i: [row[i].strip() for row in body if i < len(row) and row[i].strip()] for i in range(width)}
    free = [i for i in range(width) if i not in at.values() and filled[i]]
    if "name" not in at:
        at["name"] = _names(filled, free or [i for i in range(width) if filled[i]] or [0])
        at = {target: i for target, i in at.items() if i != at["name"] or target == "name"}
    for target, test in (("iso3", _codes), ("position", _positions), ("group", _groups)):
        if target not in at and not header:
            free = [i for i in range(width) if i not in at.values() and filled[i]]
            found = next((i for i in free if test(filled[i])), None)
            if found is not None:
                at[target] = found
    return Columns(at, header, cells[header_at][0] if header_at >= 0 else 0, header_at + 1)


def _is_header(row: Sequence[str]) -> bool:
    texts = [cell for cell in row if cell.strip()]
    known = [fold(cell.replace("_", " ")) in meaning("fields") for cell in texts]
    return any(known) and not any(find(cell).how in ("name", "alias") for cell in texts)


def _names(filled: Mapping[int, Sequence[str]], free: Sequence[int]) -> int:
    """Return the column in which most cells are countries; where none are, the one with the most letters."""

    def likely(i: int) -> tuple[float, float, int]:
        cells = filled[i]
        countries = sum(find(cell).how in ("name", "alias", "close") for cell in cells) / max(len(cells), 1)
        letters = sum(sum(c.isalpha() for c in cell) for cell in set(cells)) / max(len(cells), 1)
        return (countries if countries >= 0.3 else 0, letters, -i)

    return max(free, key=likely)


def _codes(cells: Sequence[str]) -> bool:
    return sum(len(cell) in (2, 3) and find(cell.upper()).how == "code" for cell in cells) >= 0.8 * len(cells)


def _positions(cells: Sequence[str]) -> bool:
    return sum(bool(position_of(cell)) for cell in cells) >= 0.7 * len(cells)


def _groups(cells: Sequence[str]) -> bool:
    return len(cells) >= 4 and len(set(cells)) <= len(cells) / 2 and all(any(c.isalpha() for c in cell) for cell in cells)
