"""A lake with a quota, files that enter whole or not at all, and months that are over."""

from __future__ import annotations

import datetime as dt
import functools
import multiprocessing
import os
from pathlib import Path

import pyarrow as pa
import pytest

from legation.errors import Cancelled, CannotWrite
from legation.lake import Lake
from legation.lake import intake as gathering
from legation.lake.intake import gather
from legation.language import Message
from legation.sources.observations import access_log
from legation.sources.observations.access_log.blocks import LogText

LINE = '203.0.113.{n} - - [{day:02}/May/2024:12:{m:02}:03 +0200] "GET /visa HTTP/1.1" 200 5120 "-" "curl/8.5.0"\n'


def log_of(path: Path, lines: int, *, day: int = 17) -> Path:
    """Write a log that is read in several steps."""
    path.write_text("".join(LINE.format(n=n % 250, m=n % 60, day=day) for n in range(lines)))
    return path


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each batch of a log be an import of its own, and a batch be small."""
    _small_steps(monkeypatch)


def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_BATCHES", 1)
    monkeypatch.setattr(access_log, "batches", functools.partial(access_log.batches, rows=50))
    monkeypatch.setattr(LogText, "pieces", functools.partialmethod(LogText.pieces, size=6_000))


def files_in(lake: Lake) -> list[Path]:
    return sorted(lake.path.glob("*/*/*/*.parquet"))


def rows_in(lake: Lake, name: str) -> int:
    return sum(part.rows for part in lake.manifest.parts(name))


@pytest.mark.usefixtures("small_steps")
def test_a_log_that_breaks_off_leaves_nothing_where_it_is_to_enter_whole(tmp_path: Path) -> None:
    log, told = log_of(tmp_path / "access.log", 1000), []

    def stopping(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 4:
            raise Cancelled(Message("runs.cancelled"))

    lake = Lake(tmp_path / "whole")
    with pytest.raises(Cancelled):
        gather(lake, "requests", [log], whole=True, progress=stopping)
    assert (lake.names(), files_in(lake)) == ((), [])

    steps = Lake(tmp_path / "steps")
    told.clear()
    with pytest.raises(Cancelled):
        gather(steps, "requests", [log], progress=stopping)
    assert 0 < rows_in(steps, "requests") < 1000

    assert gather(lake, "requests", [log], whole=True)[0].rows == 1000
    assert gather(lake, "requests", [log], whole=True)[0].was_there


@pytest.mark.usefixtures("small_steps")
def test_a_quota_that_is_reached_in_mid_file_leaves_what_stood_there(tmp_path: Path) -> None:
    first = log_of(tmp_path / "first.log", 200)
    free = Lake(tmp_path / "lake")
    gather(free, "requests", [first], whole=True)
    before = files_in(free), free.hash()
    held = free.manifest.total_bytes()

    narrow = Lake(tmp_path / "lake", quota=held + 6_000)
    with pytest.raises(CannotWrite, match="quota"):
        gather(narrow, "requests", [log_of(tmp_path / "second.log", 3000, day=18)], source="other", whole=True)

    assert (files_in(free), free.hash()) == before
    assert list((tmp_path / "lake" / "writing").glob("*")) == []
    wide = Lake(tmp_path / "lake", quota=held + 10**7)
    assert gather(wide, "requests", [tmp_path / "second.log"], source="other", whole=True)[0].rows == 3000


def test_a_quota_counts_what_is_there(tmp_path: Path) -> None:
    rows = pa.table({"n": list(range(1000))})
    Lake(tmp_path / "one").append("notes", rows)
    size = Lake(tmp_path / "one").manifest.total_bytes()
    lake = Lake(tmp_path / "lake", quota=int(1.5 * size))

    lake.append("notes", rows)
    with pytest.raises(CannotWrite, match="quota"):
        lake.append("notes", pa.table({"n": list(range(1000, 2000))}))
    assert lake.append("notes", rows).was_there
    assert len(files_in(lake)) == 1


def _killed(folder: Path, log: Path) -> None:
    calls: list[int] = []
    _small_steps(pytest.MonkeyPatch())

    def dying(*_: int) -> None:
        calls.append(1)
        if len(calls) == 4:
            os._exit(9)

    gather(Lake(folder), "requests", [log], whole=True, progress=dying)


def test_a_file_whose_import_is_killed_is_read_anew(tmp_path: Path) -> None:
    log, lake = log_of(tmp_path / "access.log", 1000), Lake(tmp_path / "lake")
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(lake.path, log))
    process.start()
    process.join()

    assert process.exitcode == 9
    assert len(files_in(lake)) > 0, "it was killed after its first steps"
    assert lake.names() == ()
    assert gather(lake, "requests", [log], whole=True)[0].rows == 1000
    assert rows_in(lake, "requests") == 1000


def test_two_that_bring_the_same_together_bring_it_once(tmp_path: Path) -> None:
    lake, rows = Lake(tmp_path / "lake"), pa.table({"n": [1]})

    with pytest.raises(CannotWrite, match="meanwhile"), lake.together() as staged:
        staged.append("notes", rows)
        assert staged.append("notes", rows).was_there
        lake.append("notes", rows)

    assert rows_in(lake, "notes") == 1
    assert len(files_in(lake)) == 1


def test_months_that_are_over_go_whole_and_do_not_come_back(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    days = pa.array([dt.date(2024, month, 10) for month in (1, 2, 2, 3)])
    table = pa.table({"at": days.cast(pa.timestamp("us"))})
    lake.append("notes", table)
    lake.append("words", pa.table({"n": [1]}))
    before = lake.hash()

    assert lake.expire(dt.date(2024, 2, 29)) == 1
    assert lake.hash() != before
    assert [part.month for part in lake.manifest.parts("notes")] == ["2024-02", "2024-03"]
    between = lake.hash()
    assert lake.expire(dt.date(2024, 2, 29)) == 0
    assert lake.hash() == between
    assert lake.expire(dt.date(2030, 1, 1)) == 3
    assert lake.names() == ("words",)
    assert len(files_in(lake)) == 1
    assert lake.append("notes", table).was_there

    lake.forget("notes", "")
    assert lake.append("notes", table).rows == 4


def test_what_expired_is_no_gap(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for day in (30, 31):
        (tmp_path / f"{day}.log").write_text(LINE.format(n=1, m=1, day=day))
    (tmp_path / "june.log").write_text(LINE.format(n=1, m=1, day=2).replace("May", "Jun"))
    gather(lake, "requests", sorted(tmp_path.glob("*.log")))
    assert [gap.slices for gap in lake.gaps("requests")] == [1]

    lake.expire(dt.date(2024, 6, 1))

    first, last, _ = lake.received("requests")["requests"]
    assert (first.date(), last.date()) == (dt.date(2024, 6, 2), dt.date(2024, 6, 2))
    assert lake.gaps("requests") == ()
