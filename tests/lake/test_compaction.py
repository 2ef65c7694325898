"""Small files are put together without a row more or less; what is no longer listed is deleted only a day later."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pyarrow as pa
from lake.made_events import made_events

from legation.lake import Lake
from legation.lake.compaction import GRACE, compact, sweep


def rows(lake: Lake) -> pa.Table:
    keys = [(name, "ascending") for name in ("added", "url", "code", "actor1", "actor2", "mentions", "lat")]
    return lake.to_arrow(lake.table("events")).sort_by(keys)


def test_the_rows_gaps_and_hash_stay_the_same(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for at in range(6):
        lake.append("events", made_events(50, at, days=20), source="a" if at % 2 else "b")
    before, gaps, hashed = rows(lake), lake.gaps("events"), lake.hash()

    fewer = compact(lake, "events", fewest=2)

    assert fewer == 4
    assert rows(lake).equals(before)
    assert (lake.gaps("events"), lake.hash()) == (gaps, hashed)
    assert compact(lake, "events", fewest=2) == 0
    assert lake.append("events", made_events(50, 0, days=20), source="b").was_there


def test_files_are_deleted_when_nobody_reads_them_any_longer(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for at in range(3):
        lake.append("events", made_events(10, at, days=5))
    compact(lake, "events", fewest=2)
    assert len(list(tmp_path.glob("events/*/*/*.parquet"))) == 4

    sweep(lake, grace=0)

    assert len(list(tmp_path.glob("events/*/*/*.parquet"))) == 1
    assert lake.manifest.gone() == ()


def test_what_a_cut_import_left_is_swept_and_nothing_that_is_new(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("events", made_events(10, days=5))
    old, new = tmp_path / "writing" / "old", tmp_path / "writing" / "new"
    stray = next(tmp_path.glob("events/*/*/*.parquet")).with_name("stray.parquet")
    stray.write_bytes(b"x")
    for folder in (old, new):
        folder.mkdir()
    past = time.time() - GRACE - 10
    os.utime(old, (past, past))
    os.utime(stray, (past, past))

    sweep(lake)

    assert (old.exists(), new.exists(), stray.exists()) == (False, True, False)
    assert rows(lake).num_rows == 10
