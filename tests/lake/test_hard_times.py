"""A lake when things go wrong for real: two imports at once, a limit of the disk, an import that is killed, an engine without memory."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest
from lake.made_events import made_events

from legation.errors import CannotRead, NotAvailable
from legation.lake import Lake
from legation.lake.engine import scratch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals as POSIX has them")

IMPORT = """
import sys, resource
from legation.errors import CannotWrite
from legation.lake import Lake
from legation.lake.intake import gather
lake, file, limit = sys.argv[1:]
if int(limit):
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
print("begun", flush=True)
try:
    print([one.rows for one in gather(Lake(lake), "events", [file])], flush=True)
except CannotWrite as error:
    print(error, flush=True)
"""


def slice_of(folder: Path, rows: int) -> Path:
    """Write a slice of events, each with an address of its own."""
    cells = [""] * 61
    cells[1], cells[7], cells[17], cells[26], cells[29], cells[31], cells[53] = "20191024", "CHE", "FRA", "036", "1", "3", "SZ"
    cells[59] = "20191024143000"
    path = folder / "20191024143000.export.CSV"
    with path.open("w") as file:
        file.writelines("\t".join([*cells[:60], f"https://www.example.org/{at * 2_654_435_761 % 2**32:x}"]) + "\n" for at in range(rows))
    return path


def importing(lake: Path, file: Path, limit: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", IMPORT, str(lake), str(file), str(limit)], stdout=subprocess.PIPE, text=True)


def said(child: subprocess.Popen[str]) -> str:
    return child.communicate(timeout=120)[0].removeprefix("begun\n").strip()


def count(lake: Path) -> int:
    there = Lake(lake)
    return there.to_arrow(there.table("events").count().as_table())[0][0].as_py() if "events" in there.names() else 0


@pytest.mark.slow
def test_two_imports_of_one_file_at_once_bring_its_rows_once(tmp_path: Path) -> None:
    lake, file = tmp_path / "lake", slice_of(tmp_path, 20_000)
    both = [importing(lake, file) for _ in range(2)]

    assert sorted(said(one) for one in both) == ["[0]", "[20000]"]
    assert count(lake) == 20_000
    assert len(list(lake.rglob("*.parquet"))) == 1


@pytest.mark.slow
def test_a_disk_that_takes_no_more_leaves_nothing_half_visible_and_the_import_goes_on_later(tmp_path: Path) -> None:
    lake, file = tmp_path / "lake", slice_of(tmp_path, 60_000)
    refused = said(importing(lake, file, limit=200_000))

    assert "Nothing was added" in refused
    assert count(lake) == 0
    assert not list(lake.rglob("*.parquet"))
    assert said(importing(lake, file)) == "[60000]"


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_is_done_anew(tmp_path: Path) -> None:
    lake, file = tmp_path / "lake", slice_of(tmp_path, 200_000)
    child = importing(lake, file)
    end = time.monotonic() + 60
    while not list(lake.glob("writing/*")) and child.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    child.kill()
    child.communicate()

    assert count(lake) in (0, 200_000)
    assert said(importing(lake, file)) in ("[200000]", "[0]")
    assert count(lake) == 200_000


def test_an_engine_without_memory_and_disk_says_so_and_can_be_asked_again(tmp_path: Path) -> None:
    Lake(tmp_path / "lake").append("events", [made_events(150_000, 1)])
    no_folder = tmp_path / "file"
    no_folder.write_text("")
    lake = Lake(tmp_path / "lake", memory="12MB", spill=no_folder / "below")
    events = lake.table("events")

    with pytest.raises(NotAvailable, match="The lake is whole") as refused:
        lake.to_arrow(events.group_by("url", "lat", "lon").agg(n=events.count()).order_by("lat", "lon"))

    assert "\n" not in str(refused.value)
    assert lake.to_arrow(lake.table("events").limit(1)).num_rows == 1


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("notes", pa.table({"n": [1]}))
    next(tmp_path.rglob("*.parquet")).unlink()

    with pytest.raises((NotAvailable, CannotRead)):
        lake.to_arrow(lake.table("notes"))


def test_what_is_spilled_lies_in_a_folder_of_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    scratch.cache_clear()
    own = scratch("spill")
    assert (own, stat.S_IMODE(own.stat().st_mode)) == (tmp_path / f"legation-spill-{os.getuid()}", 0o700)
    (tmp_path / f"legation-spark-{os.getuid()}").symlink_to(own)
    other = scratch("spark")
    scratch.cache_clear()

    assert not other.is_symlink()
    assert stat.S_IMODE(other.stat().st_mode) == 0o700
