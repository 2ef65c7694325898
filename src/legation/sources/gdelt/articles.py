"""Rows of GDELT's Global Knowledge Graph as our table of articles. Persons are never read."""

from __future__ import annotations

from collections.abc import Callable

from legation.sources.event_codes import place_of
from legation.sources.gdelt.languages import language_of
from legation.sources.gdelt.mapped import each, time_of
from legation.sources.gdelt.noted import Noted
from legation.sources.gdelt.ranges import Placed, dated
from legation.sources.gdelt.rows import Rows
from legation.sources.observation_tables import TABLES

__all__ = ["articles_of"]


def articles_of(rows: Rows, noted: Noted) -> Placed:
    """Return the articles of a block and the rows that are none; what someone should look at is noted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    raw, text = rows.table, pa.string()
    added = each(raw["DATE"], time_of, pa.timestamp("us", tz="UTC"))
    tones = [_tone(value) for value in raw["V2Tone"].to_pylist()]
    noted.extend(rows.doubts)
    wrong = [row for row, (tone, words) in enumerate(tones) if tone is None or words is None]
    noted.add("gdelt-tone", wrong, line=rows.line, found=lambda row: raw["V2Tone"][row].as_py() or "", column="V2Tone")
    language = each(raw["TranslationInfo"], language_of, text)
    columns = {
        "added": added,
        "outlet": each(raw["SourceCommonName"], str, text),
        "url": raw["DocumentIdentifier"],
        "themes": pa.array([_list(value, _first) for value in raw["V2Themes"].to_pylist()], text),
        "places": pa.array([_list(value, _state) for value in raw["V2Locations"].to_pylist()], text),
        "organisations": pa.array([_list(value, _first) for value in raw["V2Organizations"].to_pylist()], text),
        "tone": pa.array([tone for tone, _ in tones], pa.float64()),
        "words": pa.array([words for _, words in tones], pa.int32()),
        "language": pc.if_else(raw["TranslationInfo"].is_null(), pa.scalar("en"), language),
    }
    schema = TABLES["articles"].schema
    table = pa.table([columns[name] for name in schema.names], schema=schema)
    return dated(table, rows, {"DATE": (added, "YYYYMMDDHHMMSS")})


def _list(cell: str | None, meaning: Callable[[str], str | None]) -> str | None:
    """Return what the items of ``a,12;b,30;a,41`` mean, each once, sorted, joined by semicolons; null where there is none."""
    found = {meaning(item) for item in (cell or "").split(";") if item}
    return ";".join(sorted(one for one in found if one)) or None


def _first(item: str) -> str:
    """Return an item without the place in the text that stands behind it."""
    name, comma, offset = item.rpartition(",")
    return (name if comma and offset.isdigit() else item).strip()


def _state(item: str) -> str | None:
    """Return the state of ``4#Geneva, Genève, Switzerland#SZ#SZ07#…``."""
    parts = item.split("#", 3)
    return place_of(parts[2]) if len(parts) > 2 else None


def _tone(cell: str | None) -> tuple[float | None, int | None]:
    """Return tone and number of words of ``tone,positive,negative,polarity,activity,self,words``."""
    parts = (cell or "").split(",")
    try:
        tone, words = float(parts[0]), int(float(parts[-1]))
    except (ValueError, OverflowError):
        return None, None
    return (tone if abs(tone) <= 100 else None), (words if len(parts) >= 7 and 0 <= words < 2**31 else None)
