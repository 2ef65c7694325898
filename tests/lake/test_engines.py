"""Every engine gives the same rows for the same expression; where Spark goes away, the lake stays whole."""

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
from legation.lake.engines import DEFAULT, engines
from legation.questions.observations.expressions import expressions

ALL = expressions()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # Spark leaves the socket of each result to the collector
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option"),  # ibis 12 on pandas 3, where an engine goes through pandas
]


SMALL = {"LEGATION_SPARK_MASTER": "local[1]", "LEGATION_SPARK_PARTITIONS": "1", "SPARK_CONF_DIR": str(Path(__file__).parent / "spark")}
"""One session for all of this file, as small as it can be."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of one lake, which every engine is asked about."""
    place = tmp_path_factory.mktemp("lake")
    lake = Lake(place)
    for source, seed in (("a", 1), ("b", 2)):
        lake.append("events", made_events(700, seed), source=source)
    lake.append("texts", made_texts(200), source="a")
    lake.append("requests", made_requests(700), source="a")
    lake.append("notes", pa.table({"n": [1, 2]}))
    lake.append("notes", pa.table({"n": [3], "late": ["é"]}))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL.items():
            patch.setenv(name, value)
        yield place


@pytest.fixture(scope="module", params=[name for name in engines() if name != DEFAULT])
def lakes(path: Path, request: pytest.FixtureRequest) -> tuple[Lake, Lake]:
    """The lake as DuckDB answers about it, and as another engine does: Spark, and whatever else is installed."""
    if request.param == "spark":
        return Lake(path), spark_lake(path)
    return Lake(path), Lake(path, engine=request.param)


@pytest.fixture(scope="module")
def spark(path: Path) -> Lake:
    return spark_lake(path)


def spark_lake(path: Path) -> Lake:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or 21")
    pytest.importorskip("pyspark")
    return Lake(path, engine="spark")


@pytest.mark.parametrize("name", [found.name for found in ALL])
def test_an_expression_of_a_question_gives_the_same_rows(lakes: tuple[Lake, Lake], name: str) -> None:
    found = next(one for one in ALL if one.name == name)
    duck, other = (lake.to_arrow(found.of(lake.table(found.table))) for lake in lakes)

    assert duck.schema == other.schema
    assert duck.num_rows, "the made rows show nothing of this expression"
    for column in duck.column_names:
        given, expected = duck[column].to_pylist(), other[column].to_pylist()
        if pa.types.is_floating(duck.schema.field(column).type):
            assert given == pytest.approx(expected, rel=1e-9, nan_ok=True), column
        else:
            assert given == expected, column


def test_a_table_has_the_same_columns_and_rows(lakes: tuple[Lake, Lake]) -> None:
    duck, other = (normalised_rows(lake, lake.table("events")) for lake in lakes)

    assert duck.schema == other.schema
    assert duck.equals(other)


def test_a_column_that_came_later_is_null_before(lakes: tuple[Lake, Lake]) -> None:
    for lake in lakes:
        rows = lake.to_arrow(lake.table("notes").order_by("n")).to_pylist()
        assert rows == [{"n": 1, "late": None}, {"n": 2, "late": None}, {"n": 3, "late": "é"}]


def test_months_sums_and_counts_are_the_same(lakes: tuple[Lake, Lake]) -> None:
    def by_month(lake: Lake) -> pa.Table:
        events = lake.table("events", source="a").filter(lambda t: t.added >= ibis.timestamp("2019-11-01 00:00:00"))
        months = events.group_by(month=events.added.truncate("M"), pair=events.actor1.coalesce("-")).agg(
            rows=events.count(), stories=events.url.nunique(), mean=events.goldstein.mean(), mentions=events.mentions.sum()
        )
        return lake.to_arrow(months.order_by("month", "pair"))

    duck, other = map(by_month, lakes)

    assert duck.schema == other.schema
    assert duck.drop(["mean"]).equals(other.drop(["mean"]))
    assert duck["mean"].to_pylist() == pytest.approx(other["mean"].to_pylist(), rel=1e-12)
    assert duck["month"][0].as_py() == dt.datetime(2019, 11, 1)  # noqa: DTZ001 - kept in UTC, without a zone


def normalised_rows(lake: Lake, table: ibis.Table) -> pa.Table:
    rows = normalised(lake.to_arrow(table))
    return rows.sort_by(
        [(name, "ascending") for name in ("added", "url", "code", "actor1", "actor2", "mentions", "date", "lat", "quad", "goldstein")]
    )


def test_java_that_dies_amid_a_question_is_told_and_the_next_question_is_answered(spark: Lake) -> None:
    """The last of this file: it takes the session away from the others."""
    from pyspark import SparkContext

    lake = spark
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
    with pytest.raises(NotAvailable, match="Spark is gone") as refused:
        lake.to_arrow(endless)
    killer.join()
    said = str(refused.value)
    del refused
    gc.collect()  # what pyspark leaves to the collector, it leaves to this test

    assert "ask again" in said
    assert lake.to_arrow(lake.table("notes").n.sum().as_table())[0].to_pylist() == [6]


def test_a_wait_that_is_none_is_refused(spark: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_SPARK_WAIT", "for ever")

    with pytest.raises(WrongUse, match="1 to 86400 seconds"):
        Lake(spark.path, engine="spark").table("notes")
