"""What a lake does not take is refused with the place and what to do, and leaves it as it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legation.errors import BadValue, CannotRead, WrongUse
from legation.lake import Lake
from legation.lake.intake import gather


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (pa.table({}), "A column is called"),
        (pa.table({"": [1]}), "must not be empty"),
        (pa.table([[1], [2]], names=["a", "a"]), "“a”"),
        (pa.table({"a": [1], "A": [2]}), "same but for capitals"),
        (pa.table({"a": [[1, 2]]}), "Column a holds list"),
        (pa.table({"a": pa.array([2**63], pa.uint64())}), "Column a"),
        ([pa.table({"a": [1]}), pa.table({"a": ["x"]})], "different columns"),
        ([], "No table was given"),
        ({"a": [1]}, "found str"),
        (5, "found int"),
    ],
)
def test_what_is_no_table_of_plain_values(tmp_path: Path, given: Any, said: str) -> None:
    lake = Lake(tmp_path)

    with pytest.raises(BadValue, match=said):
        lake.append("notes", given)
    assert lake.names() == ()


def test_a_name_that_differs_by_capitals_from_an_earlier_one(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": [1]}))

    with pytest.raises(BadValue, match="“A”"):
        lake.append("notes", pa.table({"A": [2]}))
    assert lake.to_arrow(lake.table("notes")).to_pydict() == {"a": [1]}


@pytest.mark.parametrize("name", [None, 5, b"notes"])
def test_names_that_are_no_text(tmp_path: Path, name: Any) -> None:
    with pytest.raises(WrongUse, match="cannot name"):
        Lake(tmp_path).append(name, pa.table({"a": [1]}))
    with pytest.raises(WrongUse, match="cannot name"):
        Lake(tmp_path).append("notes", pa.table({"a": [1]}), source=name)


def test_batches_of_arrow_and_odd_numbers_are_taken(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    batch = pa.record_batch({"a": pa.array([1], pa.uint8()), "t": pa.array([1], pa.timestamp("ns"))})

    assert lake.append("notes", batch).rows == 1
    assert lake.append("notes", pa.RecordBatchReader.from_batches(batch.schema, [batch, batch])).rows == 2
    assert lake.to_arrow(lake.table("notes").a.sum())["Sum(a)"].to_pylist() == [3]


def test_rows_of_the_future_and_of_long_ago_stand_for_no_slice(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    days = [dt.datetime(1969, 1, 1), dt.datetime(2024, 5, 1), dt.datetime(2024, 5, 3), dt.datetime(9998, 1, 1)]  # noqa: DTZ001
    columns = {name: [None] * 4 for name in ("address", "method", "path", "status", "bytes", "referrer", "agent", "bot")}
    lake.append("requests", pa.table({"time": pa.array(days, pa.timestamp("us")), **columns}))

    assert [(gap.first.day, gap.slices) for gap in lake.gaps("requests")] == [(2, 1)]


def test_a_damaged_or_lost_file_is_named(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": list(range(1000))}))
    table = lake.table("notes")
    (file,) = tmp_path.glob("notes/*/*/*.parquet")
    file.write_bytes(file.read_bytes()[:200])

    with pytest.raises(CannotRead, match=r"\.parquet is damaged or gone"):
        lake.to_arrow(table.a.sum())
    with pytest.raises(CannotRead, match=r"\.parquet is damaged or gone"):
        Lake(tmp_path).table("notes")
    file.unlink()
    with pytest.raises(CannotRead, match=r"\.parquet is damaged or gone"):
        lake.to_arrow(table.a.sum())


def test_an_unknown_source_is_not_forgotten_in_silence(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"a": [1]}), source="site")

    with pytest.raises(WrongUse, match="nothing from “sit”; there are: site"):
        lake.forget("notes", "sit")


def test_a_page_of_an_error_is_no_slice(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    page = tmp_path / "20191024144500.export.CSV"
    page.write_text("<html><body>404 Not Found</body></html>\n")

    (done,) = gather(lake, "events", [page])

    assert done.fault is not None
    assert "could be placed" in str(done.fault)
    assert lake.names() == ()


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(CannotRead, match="no file of events"):
        gather(Lake(tmp_path / "lake"), "events", [tmp_path / "empty"])
