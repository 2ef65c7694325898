"""Events as a source might send them: drawn, with states and unknown actors, several rows to a story."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from legation.sources.observations.tables import TABLES

STATES = ("FRA", "DEU", "RUS", "USA", "CHN", "UKR", "NLD", None, None)
CODES = (("010", 1, 0.0), ("036", 1, 4.0), ("057", 2, 8.0), ("112", 3, -2.0), ("173", 4, -5.0), ("190", 4, -10.0))


def made_events(count: int, seed: int = 0, first: str = "2019-10-01", days: int = 90) -> pa.Table:
    """Return drawn events in slices of a quarter of an hour, in the order of arrival."""
    draw = np.random.default_rng(seed)
    slices = np.sort(draw.integers(0, days * 96, count))
    added = np.datetime64(first, "us") + slices * np.timedelta64(900, "s")
    code = draw.integers(0, len(CODES), count)
    story = draw.integers(0, max(1, count // 3), count)
    actors = draw.integers(0, len(STATES), (2, count))
    columns = {
        "date": added.astype("datetime64[D]"),
        "added": added,
        "actor1": [STATES[i] for i in actors[0]],
        "actor2": [STATES[i] for i in actors[1]],
        "actor1_group": [None if i % 3 else "GOV" for i in range(count)],
        "actor2_group": [None] * count,
        "code": [CODES[i][0] for i in code],
        "quad": [CODES[i][1] for i in code],
        "goldstein": [CODES[i][2] for i in code],
        "mentions": draw.integers(1, 20, count),
        "place": [STATES[i] for i in draw.integers(0, len(STATES), count)],
        "lat": draw.uniform(-90, 90, count),
        "lon": draw.uniform(-180, 180, count),
        "url": [f"https://paper{s % 7}.example/{s}" for s in story],
    }
    schema = TABLES["events"].schema
    arrays = [pa.array(columns[f.name], pa.timestamp("us") if f.name == "added" else f.type) for f in schema]
    return pa.table([a.cast(f.type) for a, f in zip(arrays, schema, strict=True)], schema=schema)
