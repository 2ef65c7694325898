"""DuckDB and Spark give the same rows for the same expression; where Spark goes away, the lake stays whole."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from lake.made_events import made_events
from lake.made_observations import made_requests, made_texts

from legation.errors import NotAvailable, WrongUse
from legation.lake import Lake
from legation.lake.engine import normalised
from legation.questions.expressions import expressions

ALL = expressions()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # Spark leaves the socket of each result to the collector
]


SMALL = {"LEGATION_SPARK_MASTER": "local[1]", "LEGATION_SPARK_PARTITIONS": "1", "SPARK_CONF_DIR": str(Path(__file__).parent / "spark")}
"""One session for all of this file, as small as it can be."""


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Lake]]:
    """One lake, asked by both engines."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or 21")
    pytest.importorskip("pyspark")
    path = tmp_path_factory.mktemp("lake")
    lake = Lake(path)
    for source, seed in (("a", 1), ("b", 2)):
        lake.append("events", made_events(700, seed), source=source)
    lake.append("texts", made_texts(200), source="a")
    lake.append("requests", made_requests(700), source="a")
    lake.append("notes", pa.table({"n": [1, 2]}))
    lake.append("notes", pa.table({"n": [3], "late": ["é"]}))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL.items():
            patch.setenv(name, value)
        yield {"duckdb": lake, "spark": Lake(path, engine="spark")}


@pytest.mark.parametrize("name", [found.name for found in ALL])
def test_an_expression_of_a_question_gives_the_same_rows(lakes: dict[str, Lake], name: str) -> None:
    found = next(one for one in ALL if one.name == name)
    duck, spark = (lake.to_arrow(found.of(lake.table(found.table))) for lake in lakes.values())

    assert duck.schema == spark.schema
    assert duck.num_rows, "the made rows show nothing of this expression"
    for column in duck.column_names:
        given, other = duck[column].to_pylist(), spark[column].to_pylist()
        if pa.types.is_floating(duck.schema.field(column).type):
            assert given == pytest.approx(other, rel=1e-9, nan_ok=True), column
        else:
            assert given == other, column


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


def test_java_that_dies_amid_a_question_is_told_and_the_next_question_is_answered(lakes: dict[str, Lake]) -> None:
    """The last of this file: it takes the session away from the others."""
    from pyspark import SparkContext

    lake = lakes["spark"]
    events = lake.table("events")
    a, b, c = (events.select(**{name: events.goldstein}) for name in "abc")
    endless = a.cross_join(b).cross_join(c).aggregate(sum=(ibis._.a * ibis._.b * ibis._.c).sum())
    context, java = SparkContext._active_spark_context, SparkContext._gateway.proc

    def kill() -> None:
        while not context.statusTracker().getActiveJobsIds():
            time.sleep(0.05)
        java.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(NotAvailable, match="Spark is gone") as told:
        lake.to_arrow(endless)
    killer.join()
    said = str(told.value)
    del told
    gc.collect()  # what pyspark leaves to the collector, it leaves to this test

    assert "ask again" in said
    assert lake.to_arrow(lake.table("notes").n.sum().as_table())[0].to_pylist() == [6]


def test_a_wait_that_is_none_is_refused(lakes: dict[str, Lake], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_SPARK_WAIT", "for ever")

    with pytest.raises(WrongUse, match="1 to 86400 seconds"):
        Lake(lakes["spark"].path, engine="spark").table("notes")
