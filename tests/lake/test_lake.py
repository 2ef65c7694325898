"""A lake: an import is there whole or not at all, the same content once; several write at once; what is missing is said."""

from __future__ import annotations

import datetime as dt
import errno
import multiprocessing
import sqlite3
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue, CannotRead, CannotWrite, NotAvailable, WrongUse
from legation.lake import Gap, Lake
from legation.lake.gaps import missing_runs
from legation.lake.partition import Writing
from legation.sources.observations.tables import TABLES

DAY = dt.datetime(2019, 10, 24, 14, 30, tzinfo=dt.UTC)


def events(*minutes: int, url: str = "https://example.org/a") -> pa.Table:
    """Rows of events that arrived some minutes after a moment."""
    count = len(minutes)
    given = {
        "date": [DAY.date()] * count,
        "added": [DAY + dt.timedelta(minutes=m) for m in minutes],
        "actor1": ["FRA"] * count,
        "code": ["036"] * count,
        "quad": [1] * count,
        "goldstein": [4.0] * count,
        "mentions": [2] * count,
        "url": [url] * count,
    }
    schema = TABLES["events"].schema
    return pa.table({f.name: pa.array(given.get(f.name, [None] * count), f.type) for f in schema}, schema=schema)


def count(lake: Lake, name: str = "events") -> int:
    return lake.to_arrow(lake.table(name).count().as_table())[0][0].as_py()


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    rows = events(0, 15, 30)

    done = lake.append("events", rows, source="gdelt")
    back = lake.to_arrow(lake.table("events").order_by("added"))

    assert (done.rows, done.months, done.was_there) == (3, ("2019-10",), False)
    assert back.column_names == rows.column_names
    assert back["added"].to_pylist() == [t.replace(tzinfo=None) for t in rows["added"].to_pylist()]
    assert back["actor2"].null_count == 3
    assert back["code"].to_pylist() == ["036"] * 3


def test_the_same_content_is_imported_once_however_it_is_cut(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    rows = events(0, 15, 30)

    first = lake.append("events", rows, source="gdelt")
    again = lake.append("events", [rows.slice(0, 1), rows.slice(1)], source="gdelt")
    other = lake.append("events", rows, source="another")

    assert (again.was_there, again.digest) == (True, first.digest)
    assert not other.was_there
    assert count(lake) == 6
    assert [(h.source, h.rows) for h in lake.held("events")] == [("another", 3), ("gdelt", 3)]


def test_a_digest_that_is_given_spares_reading(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", events(0), digest="abc")

    def never():
        raise AssertionError
        yield

    assert lake.append("events", never(), digest="abc").was_there


def test_months_are_files_of_their_own_and_hold_all_rows(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    month = 60 * 24 * 31

    done = lake.append("events", events(0, month, 2 * month, 0))
    files = sorted(tmp_path.glob("events/*/*/*.parquet"))

    assert done.months == ("2019-10", "2019-11", "2019-12")
    assert [pq.read_metadata(f).num_rows for f in files] == [2, 1, 1]
    assert {pq.read_metadata(f).row_group(0).column(0).compression for f in files} == {"ZSTD"}


def test_rows_without_a_time_and_from_before_1970_are_kept(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    times = [None, dt.datetime(1969, 7, 20, tzinfo=dt.UTC), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)]

    done = lake.append("texts", pa.table({"time": pa.array(times, pa.timestamp("us", "UTC")), "n": [1, 2, 3]}))

    assert done.months == ("1969-07", "2999-01", "undated")
    assert count(lake, "texts") == 3


def test_an_empty_table_is_a_slice_that_was_received(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    at = int(DAY.timestamp())

    lake.append("events", events(0).slice(0, 0), source="g", slices=[at], digest="1")
    lake.append("events", events(30), source="g")

    assert count(lake) == 1
    assert [(g.first, g.last, g.slices) for g in lake.gaps("events")] == [(DAY + dt.timedelta(minutes=15),) * 2 + (1,)]


def test_gaps_are_told_by_source(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", events(0, 15, 60), source="a")
    lake.append("events", events(30, 45), source="b")

    assert lake.gaps("events") == (Gap("a", DAY + dt.timedelta(minutes=30), DAY + dt.timedelta(minutes=45), 2),)
    assert lake.received("events")["b"] == (DAY + dt.timedelta(minutes=30), DAY + dt.timedelta(minutes=45), 2)


def test_a_table_of_another_name_with_the_columns_of_events_follows_their_clock(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("gdelt", events(0, 45))

    assert [g.slices for g in lake.gaps("gdelt")] == [2]
    assert lake.gaps("nothing") == ()


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.sampled_from([900, 86_400]))
def test_gaps_and_what_was_received_make_the_whole(received: list[int], every: int) -> None:
    at = [i * every for i in received]
    runs = missing_runs("s", at, every)

    filled = set(at)
    for run in runs:
        first = int(run.first.timestamp())
        filled |= {first + i * every for i in range(run.slices)}
        assert int(run.last.timestamp()) == first + (run.slices - 1) * every
    assert filled == set(range(min(at), max(at) + 1, every))
    assert sum(run.slices for run in runs) + len(set(at)) == len(filled)


def test_an_import_that_is_cut_leaves_the_old_state_whole(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", events(0))
    before = lake.hash()

    def cut():
        yield events(15)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(CannotWrite, match="disk is full"):
        lake.append("events", cut(), digest="x")

    assert lake.hash() == before
    assert count(lake) == 1
    assert not list((tmp_path / "writing").iterdir())
    assert lake.append("events", [events(15)], digest="x").rows == 1


def test_a_full_disk_while_files_are_written_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path)

    def full(self: Writing, table: pa.Table) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Writing, "write", full)
    with pytest.raises(CannotWrite, match="Nothing was added"):
        lake.append("events", events(0))
    assert lake.names() == ()


def test_a_file_that_no_manifest_lists_is_not_in_the_lake(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", events(0))
    stray = next(tmp_path.glob("events/*/*/*.parquet")).with_name("stray.parquet")
    pq.write_table(events(0), stray)

    assert count(lake) == 1


def test_a_column_more_is_null_in_older_rows_and_a_missing_one_in_newer(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": [1]}))
    lake.append("notes", pa.table({"a": [2], "b": ["x"]}))
    lake.append("notes", pa.table({"b": ["y"]}))

    rows = lake.to_arrow(lake.table("notes").order_by("a", "b")).to_pylist()

    assert sorted(rows, key=str) == sorted([{"a": 1, "b": None}, {"a": 2, "b": "x"}, {"a": None, "b": "y"}], key=str)


def test_another_type_is_refused_with_the_columns_name(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": [1]}))

    with pytest.raises(BadValue, match=r"Column a of notes holds int64, and here it is string"):
        lake.append("notes", pa.table({"a": ["x"]}))
    assert lake.append("notes", pa.table({"a": pa.array([3], pa.int8())})).rows == 1


@pytest.mark.parametrize("name", ["", "Events", "../x", "a/b", "writing", "x" * 64, "é"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUse, match="cannot name a table"):
        Lake(tmp_path).append(name, pa.table({"a": [1]}))


def test_a_source_of_any_name_stays_within_the_lake(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for source in ("../../etc", "a/b", "Éts Dupont", "a" * 150, ".", ""):
        lake.append("notes", pa.table({"a": [1]}), source=source)

    assert [p.name for p in tmp_path.iterdir()] == ["lake"]
    assert count(lake, "notes") == 6
    with pytest.raises(WrongUse, match="cannot name a source"):
        lake.append("notes", pa.table({"a": [1]}), source="a\x1b[2J")


def test_unknown_things_are_named_with_what_there_is(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": [1]}))

    with pytest.raises(WrongUse, match="no table “other”; there are: notes"):
        lake.table("other")
    with pytest.raises(WrongUse, match=r"engine must be one of duckdb.* \(got “oracle”\)"):
        Lake(tmp_path, engine="oracle")  # type: ignore[arg-type]
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongUse, match="a lake is a folder"):
        Lake(tmp_path / "file")


def test_a_manifest_that_is_none_or_newer_is_answered(tmp_path: Path) -> None:
    (tmp_path / "manifest.sqlite").write_bytes(b"not a database, at all" * 100)
    with pytest.raises(CannotRead, match=r"manifest\.sqlite"):
        Lake(tmp_path).names()
    (tmp_path / "manifest.sqlite").unlink()
    file = sqlite3.connect(tmp_path / "manifest.sqlite")
    file.execute("PRAGMA user_version = 9")
    file.execute("CREATE TABLE x (a)")
    file.close()
    with pytest.raises(CannotRead, match="layout 9"):
        Lake(tmp_path).names()


def test_a_source_can_be_forgotten_with_its_files(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", events(0), source="a")
    lake.append("events", events(0, 15), source="b")

    lake.forget("events", "b")

    assert count(lake) == 1
    assert len(list(tmp_path.glob("events/*/*/*.parquet"))) == 1
    assert lake.append("events", events(0, 15), source="b").rows == 2


def test_a_table_of_which_every_source_is_forgotten_is_no_longer_there(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", events(0), source="gdelt")
    lake.append("notes", pa.table({"n": [1]}))
    lake.forget("events", "gdelt")

    assert lake.names() == ("notes",)
    with pytest.raises(WrongUse, match="there are: notes"):
        lake.table("events")
    assert lake.append("events", events(0), source="gdelt").rows == 1


def test_what_an_engine_cannot_do_is_said(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": ["x"]}))

    with pytest.raises(NotAvailable, match="duckdb gave up"):
        lake.to_arrow(lake.table("notes").select(n=lake.table("notes").a.cast("int64")))


def _append(path: str, start: int) -> None:
    lake = Lake(path)
    for at in range(start, start + 4):
        lake.append("events", events(15 * at), source="g")
    lake.append("events", events(0, 15, 30), source="same")


def test_several_write_at_once(tmp_path: Path) -> None:
    spawned = multiprocessing.get_context("spawn")
    writers = [spawned.Process(target=_append, args=(str(tmp_path), start)) for start in (0, 4, 8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    lake = Lake(tmp_path)
    assert [w.exitcode for w in writers] == [0, 0, 0]
    assert count(lake) == 15
    assert [h.rows for h in lake.held("events") if h.source == "same"] == [3]
    assert len(list(tmp_path.glob("events/*/*/*.parquet"))) == 13


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", None])), max_size=6), max_size=4))
def test_a_lake_is_the_sum_of_its_different_imports(
    tmp_path_factory: pytest.TempPathFactory, imports: list[list[tuple[int, str | None]]]
) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    schema = pa.schema([("n", pa.int64()), ("s", pa.string())])
    for rows in imports:
        lake.append("notes", pa.table([[n for n, _ in rows], [s for _, s in rows]], schema=schema))

    different = {tuple(rows) for rows in imports}
    expected = sorted(str(row) for rows in different for row in rows)
    if imports:
        there = lake.to_arrow(lake.table("notes"))
        assert sorted(str((r["n"], r["s"])) for r in there.to_pylist()) == expected
