"""The United Nations' general debate: speeches as a tree of text files, or as one table.

Traps of the corpus, and what is done:

- files are named ``ISO3_session_year.txt``; the European Union speaks under ``EU``, which is no ISO code and stays as it is;
- the day of a speech is not told: 15 September of the year stands for it, when the debate usually opens, and one doubt says so. A question
  asked as of a day between then and the end of the debate sees speeches before they were held;
- a session that does not fit its year (1945 + session) is told, and the year counts;
- the codes of states that are gone (``CSK``, ``YUG``, ``DDR``) mean those states.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from legation.broken_file import what_is_wrong
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture.plain import decoded
from legation.sources.observations.texts.dates import TextDate, moment
from legation.sources.observations.texts.language import FIRST_YEAR, OPENS, country_of, debate_day, named
from legation.sources.observations.texts.rows import BATCH, TextRows, cut, files_in, joined
from legation.sources.observations.texts.tables import BrokenRow, TextMapping, text_table
from legation.sources.observed import Fault, Observed
from legation.sources.reading import file_bytes

__all__ = ["OUTLET", "TITLE", "debate_batches", "read_general_debate"]

OUTLET = "United Nations General Assembly"
TITLE = "United Nations General Debate"
_FILE_LIMIT = 8 * 1024**2
_EARLIEST = dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC)
_NEEDED = ("text", "actor", "time")


def read_general_debate(path: str | Path, *, mapping: TextMapping | None = None, today: dt.date | None = None) -> Observed:
    """Read speeches of the general debate.

    Parameters
    ----------
    path : str or Path
        A folder of ``ISO3_session_year.txt``, with folders in it or without; or a CSV or Parquet file with columns for the country or its
        code, the year, the text and, where it is there, the session.
    mapping : TextMapping, optional
        For a CSV whose columns have other names.
    today : date, optional
        After it a date is a doubt; None: the day of the clock.

    Returns
    -------
    Observed
        ``texts`` with ``kind`` ``speech``; ``id`` is ``ISO3_session_year``, ``actor`` the alpha-3 code.

    Raises
    ------
    CannotRead
    """
    return joined(debate_batches(path, mapping=mapping, today=today), TITLE)


def debate_batches(
    path: str | Path, *, mapping: TextMapping | None = None, today: dt.date | None = None, size: int = BATCH
) -> Iterator[Observed]:
    """Yield the speeches in batches of ``size`` rows: see :func:`read_general_debate`."""
    place = Path(path)
    rows = TextRows(today, _EARLIEST)
    if place.is_dir():
        steps = _folder(place, rows)
    elif place.suffix.lower() == ".parquet":
        steps = _parquet(place, rows)
    else:
        steps = _csv(place, rows, mapping)
    return cut(rows, steps, size, TITLE)


def _folder(path: Path, rows: TextRows) -> Iterator[None]:
    placed = 0
    for part, place in files_in(path, rows):
        found = named(place.stem)
        if place.suffix.lower() != ".txt" or found.session is None or found.when is None:
            rows.fault(Fault(part, 1, "debate-name", allowed="ISO3_session_year.txt", found=place.name))
            continue
        try:
            data = file_bytes(place, _FILE_LIMIT)
        except CannotRead:
            rows.fault(Fault(part, 1, "texts-too-large", allowed=f"{_FILE_LIMIT // 1024**2} MB", found=place.name))
            continue
        rows.source(part, hashlib.sha256(data).hexdigest())
        code, _, year = place.stem.split("_")
        placed += _speech(rows, part, 1, decoded(data) or "", code, str(found.session), year, None)
        yield
    _day_stated(rows, path.name, placed)
    yield


def _csv(path: Path, rows: TextRows, mapping: TextMapping | None) -> Iterator[None]:
    table = text_table(path, mapping, _NEEDED)
    rows.source(path.name, _sha256(path))
    placed = 0
    for row in table.rows:
        if isinstance(row, BrokenRow):
            rows.fault(Fault(path.name, row.line, "texts-row-stop" if row.last else "texts-row", found=row.found))
        elif len(row[1]) != len(table.header):
            rows.fault(Fault(path.name, row[0], "texts-width", allowed=str(len(table.header)), found=str(len(row[1]))))
        else:
            line, cells = row
            text, code, session, year = (table.cell(cells, name) for name in ("text", "actor", "session", "time"))
            placed += _speech(rows, path.name, line, text, code, session, year, mapping.actors if mapping else None)
        yield
    _day_stated(rows, path.name, placed)
    yield


def _parquet(path: Path, rows: TextRows) -> Iterator[None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise CannotRead(Message("sources.not-there", path=str(path)))
    try:
        file = pq.ParquetFile(path)
        names = {name.lower(): name for name in file.schema_arrow.names}
        chosen = {field: names.get(column) or names.get(other) for field, column, other in _PARQUET}
        missing = [field for field in _NEEDED if not chosen[field]]
        if missing:
            found = ", ".join(file.schema_arrow.names)[:300]
            raise CannotRead(Message("sources.missing-columns", path=str(path), missing=", ".join(missing), found=found))
        columns = [name for name in chosen.values() if name]
        rows.source(path.name, _sha256(path))
        line, placed = 0, 0
        for batch in file.iter_batches(batch_size=500, columns=columns):
            for record in batch.to_pylist():
                line += 1
                text, code, session, year = (_cell(record, chosen[field]) for field in ("text", "actor", "session", "time"))
                placed += _speech(rows, path.name, line, text, code, session, year, None)
                yield
    except (pa.ArrowException, OSError) as error:
        raise CannotRead(Message("sources.no-table", path=str(path), why=what_is_wrong(error))) from error
    _day_stated(rows, path.name, placed)
    yield


_PARQUET = (("text", "text", "speech"), ("actor", "iso3", "country"), ("session", "session", "session_number"), ("time", "year", "date"))


def _cell(record: Mapping[str, Any], name: str | None) -> str:
    value = record.get(name) if name else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _speech(rows: TextRows, part: str, line: int, text: str, code: str, session: str, year: str, actors: Mapping[str, str] | None) -> bool:
    when = _when(year)
    number = session if session.isdigit() else ""
    day = when.time.date() if when else None
    actor = country_of(code.upper() if len(code) <= 3 else code, day, actors)
    session_number = number or (str(day.year - FIRST_YEAR) if day else "")
    identity = "_".join(filter(None, (actor or code, session_number, str(day.year) if day else year)))
    placed = rows.add(part, line, when, found=year, id=identity, kind="speech", outlet=OUTLET, actor=actor, text=text)
    if placed and actor is None:
        rows.doubt(Fault(part, line, "texts-actor", allowed="ISO 3166-1 alpha-3 | EU", found=code, column="actor"))
    if placed and when and number and int(number) + FIRST_YEAR != when.time.year:
        rows.doubt(Fault(part, line, "debate-session", allowed=str(int(number) + FIRST_YEAR), found=f"{number} / {when.time.year}"))
    return placed


def _when(text: str) -> TextDate | None:
    found = moment(text.removesuffix(".0"))
    return debate_day(found.time.year) if found is not None and found.known == "year" else found


def _day_stated(rows: TextRows, part: str, placed: int) -> None:
    if placed:
        rows.doubt(Fault(part, 1, "debate-day", allowed=f"{OPENS[0]:02}-{OPENS[1]:02}", found=str(placed), column="time"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
