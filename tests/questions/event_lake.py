"""A made lake of events: two circles of states, a pair that falls out in the last weeks, a gap, odd dates, and rows that say little."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from legation.lake import Lake
from legation.sources.observations.tables import TABLES

__all__ = ["CIRCLE", "FIRST_DAY", "GAP", "HOT", "dossier_parts", "made_lake", "made_rows"]

CIRCLE = {"USA": 0, "FRA": 0, "GBR": 0, "DEU": 0, "RUS": 1, "CHN": 1, "IRN": 1}
FIRST_DAY = dt.date(2019, 1, 1)
DAYS, GAP, HOT = 273, (100, 110), 258
_SCALE = {1: 3.0, 2: 7.0, 3: -4.5, 4: -9.0}


def made_rows(seed: int = 5) -> list[dict[str, Any]]:
    """Return rows in the order of arrival: 12 stories a day of 1 to 3 rows, half of them with an unknown actor; 4 more of USA and RUS."""
    draw = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    states, story = list(CIRCLE), 0
    for day in range(DAYS):
        if GAP[0] <= day < GAP[1]:
            continue
        for k in range(12 + (4 if day >= HOT else 0)):
            story += 1
            one, other = draw.choice(states, 2, replace=False) if k < 12 else ("USA", "RUS")
            chances = (0.55, 0.25, 0.15, 0.05) if CIRCLE[one] == CIRCLE[other] else (0.3, 0.1, 0.3, 0.3)
            added = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC) + dt.timedelta(days=day, minutes=15 * int(draw.integers(96)))
            for _ in range(int(draw.integers(1, 4))):
                quad = int(draw.choice((1, 2, 3, 4), p=chances)) if k < 12 else 4
                rows.append(
                    {
                        "date": added.date() - dt.timedelta(days=int(draw.choice((0, 0, 0, 1, 365)))),
                        "added": added,
                        "actor1": None if k % 4 == 1 else str(one),
                        "actor2": None if k % 4 == 2 else str(one) if k == 7 else str(other),
                        "quad": None if k == 4 else quad,
                        "goldstein": None if k == 8 else _SCALE[quad],
                        "mentions": int(draw.integers(1, 20)),
                        "url": None if k == 3 and day % 9 == 0 else f"https://www.paper{story % 7}.example/{story}",
                    }
                )
    return rows


def made_lake(path: Path, rows: list[dict[str, Any]]) -> Lake:
    """Return a lake that holds the rows, and every slice but those of the gap."""
    schema = TABLES["events"].schema
    table = pa.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema)
    begin = int(dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC).timestamp())
    slices = [begin + 900 * at for at in range(DAYS * 96) if not GAP[0] * 96 <= at < GAP[1] * 96]
    lake = Lake(path)
    lake.append("events", table, source="gdelt", slices=slices)
    return lake


def dossier_parts() -> dict[str, bytes]:
    """Return a dossier of three states, and of an actor that is none."""
    return {
        "dossier.toml": b'id = "made"\n',
        "actors.csv": (
            b"id,name,kind,iso3\nusa,United States,state,USA\nrus,Russia,state,RUS\nfra,France,state,FRA\nngo,An association,ngo,\n"
        ),
    }
