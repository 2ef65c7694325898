"""ICEWS coded events, 1995-2023: the yearly files ``events.YYYY….tab`` of Harvard Dataverse (doi:10.7910/DVN/28075).

Written to the published list of columns and tested with made rows: no file of the series was at hand.

Traps of the format, and what is done:

- Columns are found by their names. Needed: Event Date, CAMEO Code, Source Country, Target Country, Story ID.
- Countries are names in English; they become ISO 3166-1 alpha-3 at the date of the row. A name that is not found is null, and a doubt
  where it first stands. Names of persons and of organisations are not read: the group is the list of sectors as it stands.
- A program that took CAMEO codes for numbers drops their zero: 42 is read as 042, and said. Codes of two digits that are roots as they
  stand (10 to 20) are kept, and are a doubt: 14 may be 014.
- Event ID is not unique. ``url`` is ``icews:story/ID``: one story yields several events, so count stories. ``mentions`` is 1 in every row.
- ``goldstein`` is the Intensity column; ``quad`` is GDELT's class of the code (:mod:`legation.sources.names.event_codes`).
- There is no time of adding: ``added`` is midnight, UTC, of the event's day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.sources.names.countries import find
from legation.sources.names.event_codes import cameo_event, quad_of
from legation.sources.observed import Fault, Observed
from legation.sources.signature import by_columns, in_packed
from legation.sources.source import Files, Source, Wanted, no_slices

if TYPE_CHECKING:
    from legation.sources.observations.coded_events import Cells
    from legation.sources.observations.gdelt.rows import Noted

__all__ = ["SOURCE", "read_icews"]

_NEEDED = {
    "date": ("Event Date",),
    "code": ("CAMEO Code",),
    "source": ("Source Country",),
    "target": ("Target Country",),
    "story": ("Story ID",),
}
_WANTED = {
    "source_sectors": ("Source Sectors",),
    "target_sectors": ("Target Sectors",),
    "intensity": ("Intensity",),
    "country": ("Country",),
    "lat": ("Latitude",),
    "lon": ("Longitude",),
}


def read_icews(path: str | Path) -> Observed:
    """Return the events of a file of ICEWS.

    Parameters
    ----------
    path : path
        ``.tab``, plain, gzip, or zip with one member.

    Returns
    -------
    Observed
        ``table`` as ``events`` of :mod:`legation.sources.observations.tables`.

    Raises
    ------
    CannotRead
        Where the file is not there, cut off, damaged, or lacks a needed column.
    """
    from legation.sources.observations.coded_events import whole

    return whole(_read(Path(path)))


def _read(file: Path) -> Iterator[Observed]:
    """Yield a file some rows at a time."""
    from legation.sources.observations.coded_events import in_batches
    from legation.sources.observations.gdelt.rows import Noted

    faults: list[Fault] = []
    noted = Noted(file.name)
    rows = _rows(file, faults, noted)
    return in_batches(file, "ICEWS Coded Event Data", "Harvard Dataverse", "https://doi.org/10.7910/DVN/28075", rows, faults, noted)


def _rows(file: Path, faults: list[Fault], noted: Noted) -> Iterator[Sequence[tuple[object, ...]]]:
    from legation.sources.observations.coded_events import day, named_once, number, rows_by_name

    states = named_once(_state, noted, file.name, "Country")
    for line, cells in rows_by_name(file, _NEEDED, _WANTED, faults, noted):
        date = day(cells["date"])
        if date is None:
            faults.append(Fault(file.name, line, "gdelt-date", "YYYY-MM-DD", cells["date"][:80], "Event Date"))
            continue
        code = _code(cells, file.name, line, noted)
        source, target, place = (states((cells[name], date.year), cells[name], line) for name in ("source", "target", "country"))
        lat, lon = number(cells["lat"], -90, 90), number(cells["lon"], -180, 180)
        yield (
            (
                date,
                dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC),
                source,
                target,
                cells["source_sectors"] or None,
                cells["target_sectors"] or None,
                code or None,
                quad_of(code),
                number(cells["intensity"], -10, 10),
                1,
                place,
                lat if lon is not None else None,
                lon if lat is not None else None,
                f"icews:story/{cells['story']}" if cells["story"] else None,
            ),
        )


def _state(key: tuple[str, int]) -> str | None:
    name, year = key
    match = find(name, date=dt.date(year, 7, 1)) if name else None
    return match.country.iso3 if match and match.country else None


def _code(cells: Cells, part: str, line: int, noted: Noted) -> str:
    code = cells["code"]
    if len(code) == 2 and code.isdigit() and cameo_event(code) and code >= "10":
        noted.extend([Fault(part, line, "icews-zero", allowed=f"0{code}", found=code, column="CAMEO Code")])
    elif cameo_event(code) is None:
        if cameo_event(f"0{code}"):
            noted.extend([Fault(part, line, "icews-zero", allowed=f"0{code}", found=code, column="CAMEO Code")])
            return f"0{code}"
        noted.extend([Fault(part, line, "events-code", allowed="CAMEO", found=code[:80], column="CAMEO Code")])
    return code


def _batches(path: Path, _: Wanted) -> Iterable[Observed]:
    return _read(path)


SOURCE = Source(
    id="icews",
    place=330,
    files=Files(names=("FILES",), endings=(".tab", ".txt", ".gz", ".zip"), most=None, folder=True),
    recognise=in_packed(by_columns("event date", "cameo code", "story id")),
    fills="events",
    batches=_batches,
    slices=no_slices,
)
