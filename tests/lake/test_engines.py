"""DuckDB and Spark give the same rows for the same expression; where Spark goes away, the lake stays whole."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator

import ibis
import pyarrow as pa
import pytest
from lake.made_events import made_events

from legation.lake import Lake
from legation.lake.engine import normalised

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # Spark leaves the socket of each result to the collector
]


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Lake]]:
    """One lake, asked by both engines."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or 21")
    pytest.importorskip("pyspark")
    path = tmp_path_factory.mktemp("lake")
    lake = Lake(path)
    for source, seed in (("a", 1), ("b", 2)):
        lake.append("events", made_events(4_000, seed), source=source)
    lake.append("notes", pa.table({"n": [1, 2]}))
    lake.append("notes", pa.table({"n": [3], "late": ["é"]}))
    yield {"duckdb": lake, "spark": Lake(path, engine="spark")}


def test_a_table_has_the_same_columns_and_rows(lakes: dict[str, Lake]) -> None:
    duck, spark = (normalised_rows(lakes[e], lakes[e].table("events")) for e in ("duckdb", "spark"))

    assert duck.schema == spark.schema
    assert duck.equals(spark)


def test_a_column_that_came_later_is_null_before(lakes: dict[str, Lake]) -> None:
    for lake in lakes.values():
        rows = lake.to_arrow(lake.table("notes").order_by("n")).to_pylist()
        assert rows == [{"n": 1, "late": None}, {"n": 2, "late": None}, {"n": 3, "late": "é"}]


def test_months_sums_and_counts_are_the_same(lakes: dict[str, Lake]) -> None:
    def by_month(lake: Lake) -> pa.Table:
        events = lake.table("events", source="a").filter(lambda t: t.added >= ibis.timestamp("2019-11-01 00:00:00"))
        months = events.group_by(month=events.added.truncate("M"), pair=events.actor1.coalesce("-")).agg(
            rows=events.count(), stories=events.url.nunique(), mean=events.goldstein.mean(), mentions=events.mentions.sum()
        )
        return lake.to_arrow(months.order_by("month", "pair"))

    duck, spark = by_month(lakes["duckdb"]), by_month(lakes["spark"])

    assert duck.schema == spark.schema
    assert duck.drop(["mean"]).equals(spark.drop(["mean"]))
    assert duck["mean"].to_pylist() == pytest.approx(spark["mean"].to_pylist(), rel=1e-12)
    assert duck["month"][0].as_py() == dt.datetime(2019, 11, 1)  # noqa: DTZ001 - kept in UTC, without a zone


def normalised_rows(lake: Lake, table: ibis.Table) -> pa.Table:
    rows = normalised(lake.to_arrow(table))
    return rows.sort_by(
        [(name, "ascending") for name in ("added", "url", "code", "actor1", "actor2", "mentions", "date", "lat", "quad", "goldstein")]
    )
