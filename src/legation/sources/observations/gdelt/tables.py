"""Rows of GDELT as our tables of events, mentions and articles. Persons are never read.

Some days of events look like slips of GDELT's coder rather than like days of events: they are listed as warnings.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legation.sources.names.event_codes import REGIONS, place_of, state_of
from legation.sources.observations.gdelt.columns import codes_of, day_of, each, taken, time_of
from legation.sources.observations.gdelt.rows import BlockRows, Noted, Placed, dated, on_earth, within
from legation.sources.observations.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ARTEFACTS",
    "artefact_rows",
    "articles_of",
    "events_of",
    "language_of",
    "mentions_of",
]


_SOURCE = re.compile(r"(?:^|;)\s*srclc:([a-z]{2,3})\b")


@functools.cache
def _short() -> Mapping[str, str]:
    """Return ISO 639-1 by ISO 639-3, and by the ``axe`` that GDELT writes for Azerbaijani."""
    with Path(__file__).with_name("languages.csv").open(encoding="utf-8", newline="") as lines:
        return {row["iso639_3"]: row["iso639_1"] for row in csv.DictReader(lines)}


def language_of(translation: str) -> str | None:
    """Return the ISO 639-1 code of a translation's source (639-3 where there is no shorter one); None where none is said.

    Examples
    --------
    >>> [language_of(said) for said in ("srclc:fra;eng:Moses 2.1.1 / MosesCore Europarl fr-en", "srclc:ceb;eng:x", "x")]
    ['fr', 'ceb', None]
    """
    found = _SOURCE.search(translation)
    return None if found is None else _short().get(found[1], found[1])


ARTEFACTS = ("gdelt-day-before", "gdelt-month-before", "gdelt-year-before", "gdelt-before-1970", "gdelt-after-added")
"""The warnings, in the order of :func:`artefact_rows`."""


def artefact_rows(date: pa.ChunkedArray, added: pa.ChunkedArray) -> tuple[npt.NDArray[np.int64], ...]:
    """Return the rows dated exactly one day, one month and one year before they were added, before 1970, and after they were added.

    Parameters
    ----------
    date, added : pyarrow.ChunkedArray
        Days, and times in UTC; a null is in no list.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    seen = added.cast(pa.date32()).cast(pa.int32())
    days = date.cast(pa.int32())
    differ = pc.fill_null(pc.not_equal(days, seen), fill_value=False).to_numpy()
    at = np.flatnonzero(differ)
    day = days.take(at).to_numpy().astype("datetime64[D]")
    found = seen.take(at).to_numpy().astype("datetime64[D]")
    month, found_month = day.astype("datetime64[M]"), found.astype("datetime64[M]")
    same_day = (day - month) == (found - found_month)
    months = (found_month - month).astype(np.int64)
    chosen = (
        (found - day).astype(np.int64) == 1,
        same_day & (months == 1),
        same_day & (months == 12),
        day < np.datetime64("1970-01-01"),
        day > found,
    )
    return tuple(at[rows] for rows in chosen)


def events_of(rows: BlockRows, noted: Noted) -> Placed:
    """Return the events of a block and the rows that are none; what someone should look at is noted."""
    import pyarrow as pa

    raw, text = rows.table, pa.string()
    date = each(raw["SQLDATE"], day_of, pa.date32())
    added = each(raw["DATEADDED"], time_of, pa.timestamp("us", tz="UTC"))
    lat, lon, nowhere = on_earth(raw["ActionGeo_Lat"], raw["ActionGeo_Long"])
    quad, no_quad = within(raw["QuadClass"], 1, 4)
    goldstein, off_scale = within(raw["GoldsteinScale"], -10.0, 10.0)
    noted.extend(rows.warnings)
    for column, allowed, at in (
        ("ActionGeo_Lat", "-90..90, -180..180", nowhere),
        ("QuadClass", "1..4", no_quad),
        ("GoldsteinScale", "-10..10", off_scale),
    ):
        noted.add("gdelt-range", at, line=rows.line, allowed=allowed, found=raw[column].__getitem__, column=column)
    for code, at in zip(ARTEFACTS, artefact_rows(date, added), strict=True):
        noted.add(code, at, line=rows.line, found=date.__getitem__, column="SQLDATE")
    columns: dict[str, Any] = {
        "date": date,
        "added": added,
        "actor1": each(raw["Actor1CountryCode"], state_of, text),
        "actor2": each(raw["Actor2CountryCode"], state_of, text),
        "actor1_group": _group(raw, "Actor1"),
        "actor2_group": _group(raw, "Actor2"),
        "code": each(raw["EventCode"], str, text),
        "quad": quad.cast(pa.int8()),
        "goldstein": goldstein,
        "mentions": raw["NumMentions"],
        "place": each(raw["ActionGeo_CountryCode"], place_of, text),
        "lat": lat,
        "lon": lon,
        "url": raw["SOURCEURL"],
    }
    schema = TABLES["events"].schema
    table = pa.table([columns[name] for name in schema.names], schema=schema)
    return dated(table, rows, {"SQLDATE": (date, "YYYYMMDD"), "DATEADDED": (added, "YYYYMMDDHHMMSS")})


def _group(raw: pa.Table, actor: str) -> pa.ChunkedArray:
    """Return whom an actor stands for: a known group, else its first type, else its region."""
    import pyarrow as pa

    values: list[str | None] = []
    found = np.full(raw.num_rows, -1, np.int32)
    for name in ("KnownGroupCode", "Type1Code", "CountryCode"):
        coded = raw[f"{actor}{name}"].combine_chunks()
        texts = coded.dictionary.to_pylist()
        codes = codes_of(coded)
        if name == "CountryCode":
            codes = np.array([*(len(values) + at if text in REGIONS else -1 for at, text in enumerate(texts)), -1], np.int32)[codes]
        else:
            codes = np.where(codes < 0, np.int32(-1), codes + np.int32(len(values)))
        values += texts
        found = np.where(found < 0, codes, found)
    return pa.chunked_array([taken(values, found)], pa.string())


_KINDS = {"1": "web", "2": "citation", "3": "core", "4": "dtic", "5": "jstor", "6": "nontextual"}
"""Where an article is from: the open web, a citation only, and the collections that GDELT names so."""


def mentions_of(rows: BlockRows, noted: Noted) -> Placed:
    """Return the mentions of a block and the rows that are none; what someone should look at is noted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    raw, text, time = rows.table, pa.string(), pa.timestamp("us", tz="UTC")
    event_added = each(raw["EventTimeDate"], time_of, time)
    added = each(raw["MentionTimeDate"], time_of, time)
    confidence, wrong = within(raw["Confidence"], 0, 100)
    noted.extend(rows.warnings)
    noted.add("gdelt-range", wrong, line=rows.line, allowed="0..100", found=raw["Confidence"].__getitem__, column="Confidence")
    language = each(raw["MentionDocTranslationInfo"], language_of, text)
    tone = raw["MentionDocTone"]
    columns = {
        "event": raw["GLOBALEVENTID"],
        "event_added": event_added,
        "added": added,
        "kind": each(raw["MentionType"], _KINDS.get, text),
        "outlet": each(raw["MentionSourceName"], str, text),
        "url": raw["MentionIdentifier"],
        "confidence": confidence.cast(pa.int8()),
        "tone": pc.if_else(pc.is_finite(tone), tone, pa.scalar(None, pa.float64())),
        "language": pc.if_else(raw["MentionDocTranslationInfo"].is_null(), pa.scalar("en"), language),
    }
    schema = TABLES["mentions"].schema
    table = pa.table([columns[name] for name in schema.names], schema=schema)
    form = "YYYYMMDDHHMMSS"
    return dated(table, rows, {"EventTimeDate": (event_added, form), "MentionTimeDate": (added, form)})


def articles_of(rows: BlockRows, noted: Noted) -> Placed:
    """Return the articles of a block and the rows that are none; what someone should look at is noted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    raw, text = rows.table, pa.string()
    added = each(raw["DATE"], time_of, pa.timestamp("us", tz="UTC"))
    tones = [_tone(value) for value in raw["V2Tone"].to_pylist()]
    noted.extend(rows.warnings)
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
