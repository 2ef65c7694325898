"""POLECAT coded events since 2018: the files ``ngecEvents….txt`` of Harvard Dataverse (doi:10.7910/DVN/AJGVIT), coded in PLOVER.

Written to the published list of columns and tested with made rows: no file of the series was at hand.

Traps of the format, and what is done:

- Columns are found by their names. Needed: Event ID, Event Date, Event Type, Actor Country, Recipient Country, Publication Date. Some files
  have a name in their header for which no row has a cell (Headline), others empty cells behind the last column: both are passed over.
- Countries are ISO 3166-1 alpha-3, several of them with semicolons between: the row then stands once for each pair, with the same ``url``,
  so count events by ``url``, not rows. At most ten of a cell are read. A code that is none is null, and a doubt where it first stands.
- Names of actors, recipients and of people of the story are not read. The group is the primary sector.
- ``code`` is the type of PLOVER with its mode: ``ASSAULT:firearms``. ``quad`` is the column Quad Code, else that of the type;
  ``goldstein`` is the column Intensity. Both are PLOVER's, whose classes are not those of CAMEO: compare within one source.
- ``added`` is midnight, UTC, of the publication's day. ``url`` is ``polecat:event/ID``; ``mentions`` is 1 in every row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.dossier.tables.countries import countries
from legation.sources.observed import Fault, Observed
from legation.sources.signature import by_columns, in_packed
from legation.sources.source import Files, Source, Wanted, no_slices

if TYPE_CHECKING:
    from legation.sources.observations.coded_events import Cells
    from legation.sources.observations.gdelt.rows import Noted

__all__ = ["SOURCE", "read_polecat"]

_NEEDED = {
    "id": ("Event ID",),
    "date": ("Event Date",),
    "type": ("Event Type",),
    "actor": ("Actor Country", "Actor ISO", "Actor ISO3"),
    "recipient": ("Recipient Country", "Recipient ISO", "Recipient ISO3"),
    "published": ("Publication Date",),
}
_WANTED = {
    "mode": ("Event Mode",),
    "intensity": ("Intensity", "Event Intensity"),
    "quad": ("Quad Code",),
    "actor_sector": ("Primary Actor Sector", "Actor Sectors"),
    "recipient_sector": ("Primary Recipient Sector", "Recipient Sectors"),
    "country": ("Country",),
    "lat": ("Latitude",),
    "lon": ("Longitude",),
}
_QUADS = {
    "1": ("VERBAL COOPERATION", "AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "2": ("MATERIAL COOPERATION", "COOPERATE", "AID", "RETREAT"),
    "3": ("VERBAL CONFLICT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "4": ("MATERIAL CONFLICT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_QUAD = {name: int(quad) for quad, names in _QUADS.items() for name in (quad, *names)}
_MOST = 10


def read_polecat(path: str | Path) -> Observed:
    """Return the events of a file of POLECAT.

    Parameters
    ----------
    path : path
        ``.txt``, plain, gzip, or zip with one member.

    Returns
    -------
    Observed
        ``table`` as ``events`` of :mod:`legation.sources.observations.tables`; it may have more rows than ``origin.read``, which counts the
        file's.

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
    return in_batches(file, "POLECAT", "Harvard Dataverse", "https://doi.org/10.7910/DVN/AJGVIT", rows, faults, noted)


def _rows(file: Path, faults: list[Fault], noted: Noted) -> Iterator[Sequence[tuple[object, ...]]]:
    from legation.sources.observations.coded_events import day, named_once, number, rows_by_name

    states = named_once(_state, noted, file.name, "Country")
    for line, cells in rows_by_name(file, _NEEDED, _WANTED, faults, noted, spurious=("Headline",)):
        date, published = day(cells["date"]), day(cells["published"])
        if date is None or published is None:
            column, found = ("Event Date", cells["date"]) if date is None else ("Publication Date", cells["published"])
            faults.append(Fault(file.name, line, "gdelt-date", "YYYY-MM-DD", found[:80], column))
            continue
        kind = cells["type"].upper()
        quad = _QUAD.get(cells["quad"].upper().replace("-", " ").replace("_", " ")) or _QUAD.get(kind)
        if kind not in _QUAD:
            noted.extend([Fault(file.name, line, "events-code", allowed="PLOVER", found=kind[:80], column="Event Type")])
        lat, lon = number(cells["lat"], -90, 90), number(cells["lon"], -180, 180)
        what = (_code(kind, cells), quad, number(cells["intensity"], -10, 10), 1)
        where = (next(iter(_each(cells["country"], states, line))), lat if lon is not None else None, lon if lat is not None else None)
        time = dt.datetime(published.year, published.month, published.day, tzinfo=dt.UTC)
        sectors = (cells["actor_sector"] or None, cells["recipient_sector"] or None)
        if max(cells["actor"].count(";"), cells["recipient"].count(";")) >= _MOST:
            noted.extend([Fault(file.name, line, "polecat-many", allowed=str(_MOST), column="Actor Country")])
        yield [
            (date, time, actor, recipient, *sectors, *what, *where, f"polecat:event/{cells['id']}")
            for actor in _each(cells["actor"], states, line)
            for recipient in _each(cells["recipient"], states, line)
        ]


def _code(kind: str, cells: Cells) -> str | None:
    return f"{kind}:{cells['mode'].lower()}" if kind and cells["mode"] else kind or None


def _state(code: str) -> str | None:
    return code if code in countries() else None


def _each(cell: str, states: Callable[[str, str, int], str | None], line: int) -> list[str | None]:
    """Return the states of a cell, each once; one that is unknown where there is none."""
    codes = dict.fromkeys(code.strip().upper() for code in cell.split(";")[:_MOST])
    found = [state for code in codes if (state := states(code, code, line))]
    return [*found] or [None]


def _batches(path: Path, _: Wanted) -> Iterable[Observed]:
    return _read(path)


SOURCE = Source(
    id="polecat",
    place=340,
    files=Files(names=("FILES",), endings=(".tab", ".txt", ".gz", ".zip"), most=None, folder=True),
    recognise=in_packed(by_columns("event date", "event type", ("actor country", "actor iso", "actor iso3"))),
    fills="events",
    batches=_batches,
    slices=no_slices,
)
