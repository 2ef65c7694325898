"""A file as it was read, before anything is saved: its first rows, its columns, and what each of them was taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.broken_file import foreseen
from legation.language import Message, catalogue
from legation.sources.signature import FileBytes
from legation.sources.source import Source

__all__ = ["ColumnRead", "FirstRows", "first_rows"]

ROWS, COLUMNS, _LINE = 10, 12, 300
"""What is shown of a file."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column of a file.

    Attributes
    ----------
    heading : str
        As the file calls it; its number where it does not.
    meaning : Message or None
        What it was taken for; None: it is not read.
    """

    heading: str
    meaning: Message | None


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The beginning of a file.

    Attributes
    ----------
    columns : tuple of ColumnRead
        Empty where the file has none.
    rows : tuple of tuple of str
        The first ten below the headings; of a text, its first lines.
    hidden : int
        Columns that are not shown.
    """

    columns: tuple[ColumnRead, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: int = 0


def first_rows(source: Source, name: str, data: bytes) -> FirstRows:
    r"""Return the beginning of a file as a source reads it.

    Examples
    --------
    >>> from legation.sources.registry import dossier_source
    >>> found = first_rows(dossier_source("list"), "x", b"Pays;Vote;Note\nFrance;pour;x\nChili;contre;y\n")
    >>> [(column.heading, column.meaning and str(column.meaning)) for column in found.columns], found.rows[0]
    ([('Pays', 'name'), ('Vote', 'position'), ('Note', None)], ('France', 'pour', 'x'))
    """
    with foreseen(name):
        return _first_rows(source, FileBytes(name, data))


def _first_rows(source: Source, file: FileBytes) -> FirstRows:
    if source.columns is None:
        is_text = file.text is not None and not file.root and file.json is None and file.toml is None
        return FirstRows((), tuple((line[:_LINE],) for line in file.lines[:ROWS]) if is_text else ())
    at, meanings = source.columns(file)
    width = max(map(len, file.rows[: ROWS + at + 1]), default=0)
    headings = file.rows[at] if 0 <= at < len(file.rows) else ()
    others = [] if file.json is not None else [place for place in range(width) if place not in meanings]
    shown = [*sorted(meanings), *others][:COLUMNS]
    columns = tuple(
        ColumnRead(_cell(headings, place) or str(place + 1), _meaning(meanings[place]) if place in meanings else None) for place in shown
    )
    rows = tuple(tuple(_cell(row, place) for place in shown) for row in file.rows[at + 1 : at + 1 + ROWS])
    return FirstRows(columns, rows, width - len(shown))


def _meaning(field: str) -> Message:
    return (
        Message(f"recognising.field.{field}")
        if f"field.{field}" in catalogue("recognising", "en")
        else Message("recognising.as-is", name=field)
    )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place][:80] if place < len(row) else ""
