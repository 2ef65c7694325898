"""Events of GDELT, on published data."""

from __future__ import annotations

import datetime as dt
import gzip
from collections import Counter
from pathlib import Path

import pyarrow.compute as pc
import pytest

from legation.sources.names.event_codes import place_of, state_of
from legation.sources.observations import gdelt
from legation.sources.observations.tables import TABLES


@pytest.fixture
def published(shared: Path) -> Path:
    return shared / "data/analysis/gdelt/20191024143000.export.first500.CSV.gz"


def test_the_published_rows(published: Path) -> None:
    """Origin: counted over the file by hand; see the notes on the given data."""
    found = gdelt.read_events(published)
    table = found.table

    assert table.schema == TABLES["events"].schema
    assert (table.num_rows, found.origin.read, len(found.unplaced)) == (500, 500, 0)
    assert Counter(table["quad"].to_pylist()) == {1: 295, 2: 62, 3: 71, 4: 72}
    place = Counter(table["place"].to_pylist())
    assert [place[state] for state in ("CHN", "CHE", "BLR", "AUT", "DEU", "RUS")] == [21, 3, 8, 2, 9, 17]
    stories = Counter(table["url"].to_pylist())
    assert (len(stories), max(stories.values())) == (216, 15)
    assert round(pc.mean(table["goldstein"]).as_py(), 4) == 0.6992
    assert sum(day != dt.date(2019, 10, 24) for day in table["date"].to_pylist()) == 60
    assert set(table["added"].to_pylist()) == {dt.datetime(2019, 10, 24, 14, 30, tzinfo=dt.UTC)}
    codes = Counter(doubt.code for doubt in found.doubts)
    assert codes == {"gdelt-year-before": 24, "gdelt-month-before": 20, "gdelt-day-before": 9}


def test_beside_a_plain_reading_of_the_published_rows(published: Path) -> None:
    with gzip.open(published, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    regions = {"EUR", "AFR"}

    def group(row: list[str], at: int) -> str | None:
        return row[at + 1] or row[at + 5] or (row[at] if row[at] in regions else None)

    expected = [
        {
            "date": dt.date.fromisoformat(row[1]),
            "added": dt.datetime.strptime(row[59], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC),
            "actor1": state_of(row[7]),
            "actor2": state_of(row[17]),
            "actor1_group": group(row, 7),
            "actor2_group": group(row, 17),
            "code": row[26],
            "quad": int(row[29]),
            "goldstein": float(row[30]),
            "mentions": int(row[31]),
            "place": place_of(row[53]),
            "lat": float(row[56]) if row[56] else None,
            "lon": float(row[57]) if row[57] else None,
            "url": row[60],
        }
        for row in rows
    ]
    table = gdelt.read_events(published).table

    assert table.to_pylist() == expected
    assert (sum(not row[7] for row in rows), sum(not row[17] for row in rows)) == (274, 246)
    assert table["actor1"].null_count == sum(not row[7] or row[7] in regions for row in rows)
