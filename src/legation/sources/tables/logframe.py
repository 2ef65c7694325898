"""The logical framework: objectives, activities, indicators and assumptions on one sheet, as donors and desks exchange it.

One row for each item: ``level`` (objective, activity, indicator, assumption), then the columns of the four tables. Written and read
back, the four tables are equal.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.tables.csv_sheet import PART_LIMIT, Sheet, read_csv, write_csv
from legation.errors import CannotRead, DossierError
from legation.language import Message
from legation.sources.reading import file_bytes
from legation.sources.signature import CERTAIN, FileBytes, Meanings, Sign
from legation.sources.source import Brought, Files, Source, Wanted

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier

__all__ = ["LEVELS", "SOURCE", "logframe_csv", "logframe_xlsx", "read_logframe"]

LEVELS = {"objective": "objectives", "activity": "activities", "indicator": "indicators", "assumption": "assumptions"}
_SHEET = "logframe"


def logframe_csv(dossier: Dossier) -> bytes:
    """Return the sheet as CSV."""
    return write_csv(*_rows(dossier))


def logframe_xlsx(dossier: Dossier) -> bytes:
    """Return the sheet as a workbook; the same dossier gives the same bytes."""
    from legation.dossier.files.workbook import sheet_bytes

    header, rows = _rows(dossier)
    return sheet_bytes(_SHEET, [header, *rows])


def read_logframe(dossier: Dossier, path: Path) -> Dossier:
    """Return the dossier with the strategy of a sheet in place of its own.

    Raises
    ------
    CannotRead
        Where the file is missing, or is no such sheet.
    DossierError
        With every fault of every row.
    """
    from legation.dossier.records import TABLES
    from legation.dossier.tables.cells import read_table

    sheet, problems = _sheet(path)
    if "level" not in sheet.header:
        raise CannotRead(Message("dossier.no-level", path=str(path), allowed=" | ".join(LEVELS)))
    at = sheet.header.index("level")
    unknown = [(number, cells[at]) for number, cells in sheet.rows if cells[at].strip() not in LEVELS]
    problems += [problem("not-a-choice", sheet.part, number, "level", allowed=" | ".join(LEVELS), found=found) for number, found in unknown]
    tables: dict[str, Any] = {}
    for level, name in LEVELS.items():
        table = TABLES[name]
        own = {column for c in table.columns for column in c.names}
        places = [i for i, column in enumerate(sheet.header) if column in own]
        rows = tuple((n, tuple(cells[i] for i in places)) for n, cells in sheet.rows if cells[at].strip() == level)
        part = Sheet(sheet.part, tuple(sheet.header[i] for i in places), rows)
        tables[name] = read_table(table, part, problems)[0] if rows else ()
    stop_at(problems)
    return dataclasses.replace(dossier, **tables)


def _rows(dossier: Dossier) -> tuple[list[str], list[list[str]]]:
    from legation.dossier.records import TABLES
    from legation.dossier.tables.cells import write_cells

    written = {level: write_cells(TABLES[name], dossier.rows(name)) for level, name in LEVELS.items()}
    header = list(dict.fromkeys(column for names, rows in written.values() if rows for column in names))
    lines = []
    for level, (names, rows) in written.items():
        for row in rows:
            cells = dict(zip(names, row, strict=True))
            lines.append([level, *(cells.get(column, "") for column in header)])
    return ["level", *header], lines


def _sheet(path: Path) -> tuple[Sheet, list[Problem]]:
    problems: list[Problem] = []
    data = file_bytes(path, PART_LIMIT)
    if data.startswith(b"PK\x03\x04"):
        from legation.dossier.files.workbook import read_sheet

        sheet: Sheet | None = read_sheet(path)
    else:
        sheet = read_csv(path.name, data, problems)
    if sheet is None:
        raise DossierError(Message("dossier.faults", count=len(problems), first=str(problems[0])), tuple(problems))
    return sheet, problems


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.imports.merge import rows_added

    after = read_logframe(wanted.before, files[0])
    return Brought(after=after, done=(rows_added(sum(len(after.rows(table)) for table in LEVELS.values())),))


def _columns(file: FileBytes) -> Meanings:
    """Tell the columns that the level of a row, or one of the four tables, has."""
    from legation.dossier.records import TABLES

    own = {"level", *(name for table in LEVELS.values() for column in TABLES[table].columns for name in column.names)}
    return 0, {place: name for place, name in enumerate(file.header) if name in own}


def _recognise(file: FileBytes) -> Sign | None:
    """Recognise the sheet by its column of levels."""
    if "level" not in file.header:
        return None
    at = file.header.index("level")
    levels = [row[at].strip() for row in file.rows[1:] if len(row) > at and row[at].strip()]
    known = sum(level in LEVELS for level in levels)
    return Sign(CERTAIN, Message("recognising.columns", columns=("level",))) if levels and 2 * known >= len(levels) else None


SOURCE = Source(
    id="logframe",
    place=50,
    files=Files(endings=(".csv", ".xlsx")),
    brings=("objectives", "activities", "indicators", "assumptions"),
    recognise=_recognise,
    columns=_columns,
    read=_read,
    function="legation.sources.tables.logframe:read_logframe",
)
