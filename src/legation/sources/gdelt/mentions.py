"""Rows of GDELT's mentions as our table of mentions: each time that an article spoke of an event."""

from __future__ import annotations

from legation.sources.gdelt.languages import language_of
from legation.sources.gdelt.mapped import each, time_of
from legation.sources.gdelt.noted import Noted
from legation.sources.gdelt.ranges import Placed, dated, within
from legation.sources.gdelt.rows import Rows
from legation.sources.observation_tables import TABLES

__all__ = ["mentions_of"]

_KINDS = {"1": "web", "2": "citation", "3": "core", "4": "dtic", "5": "jstor", "6": "nontextual"}
"""Where an article is from: the open web, a citation only, and the collections that GDELT names so."""


def mentions_of(rows: Rows, noted: Noted) -> Placed:
    """Return the mentions of a block and the rows that are none; what someone should look at is noted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    raw, text, time = rows.table, pa.string(), pa.timestamp("us", tz="UTC")
    event_added = each(raw["EventTimeDate"], time_of, time)
    added = each(raw["MentionTimeDate"], time_of, time)
    confidence, wrong = within(raw["Confidence"], 0, 100)
    noted.extend(rows.doubts)
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
