"""Rows of GDELT's events as our table of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from legation.sources.event_codes import place_of, state_of
from legation.sources.event_codes.cameo import REGIONS
from legation.sources.gdelt.dates import ARTEFACTS, artefact_rows
from legation.sources.gdelt.mapped import codes_of, day_of, each, taken, time_of
from legation.sources.gdelt.noted import Noted
from legation.sources.gdelt.ranges import Placed, dated, on_earth, within
from legation.sources.gdelt.rows import Rows
from legation.sources.observation_tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["events_of"]


def events_of(rows: Rows, noted: Noted) -> Placed:
    """Return the events of a block and the rows that are none; what someone should look at is noted."""
    import pyarrow as pa

    raw, text = rows.table, pa.string()
    date = each(raw["SQLDATE"], day_of, pa.date32())
    added = each(raw["DATEADDED"], time_of, pa.timestamp("us", tz="UTC"))
    lat, lon, nowhere = on_earth(raw["ActionGeo_Lat"], raw["ActionGeo_Long"])
    quad, no_quad = within(raw["QuadClass"], 1, 4)
    goldstein, off_scale = within(raw["GoldsteinScale"], -10.0, 10.0)
    noted.extend(rows.doubts)
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
