"""Files brought into a lake: each whole or not at all, each once, a log from where it had ended, one bad file stopping none."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from legation.errors import WrongUse
from legation.lake import Lake
from legation.lake.intake import gather

LINE = '203.0.113.{n} - - [17/May/2024:12:{m:02}:03 +0200] "GET /visa HTTP/1.1" 200 5120 "-" "curl/8.5.0"\n'


def slice_of(path: Path, minute: int, rows: int = 1) -> Path:
    """Write a slice of events as GDELT publishes them."""
    row = [""] * 61
    row[1], row[7], row[17], row[26], row[29], row[31], row[53] = "20191024", "CHE", "FRA", "036", "1", "3", "SZ"
    row[59], row[60] = f"2019102414{minute:02}00", "https://www.example.org/a"
    path = path / f"2019102414{minute:02}00.export.CSV"
    path.write_text(("\t".join(row) + "\n") * rows)
    return path


def count(lake: Lake, name: str) -> int:
    return lake.to_arrow(lake.table(name).count().as_table())[0][0].as_py()


def test_a_folder_of_slices_is_imported_once_and_its_gaps_are_told(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    folder = tmp_path / "slices"
    folder.mkdir()
    for minute in (0, 15, 45):
        slice_of(folder, minute)
    (folder / "20191024143000.mentions.CSV").write_text("")

    first = gather(lake, "events", [folder])
    again = gather(lake, "events", [folder])

    assert [(one.file, one.rows) for one in first] == [(f"2019102414{m:02}00.export.CSV", 1) for m in (0, 15, 45)]
    assert all(one.was_there for one in again)
    assert count(lake, "events") == 3
    assert [(g.first.minute, g.slices) for g in lake.gaps("events")] == [(30, 1)]


def test_a_slice_without_rows_was_received(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for minute in (0, 15, 30):
        slice_of(tmp_path, minute, rows=minute != 15)
    gather(lake, "events", sorted(tmp_path.glob("*.CSV")))

    assert count(lake, "events") == 2
    assert lake.gaps("events") == ()


def test_a_cut_file_stops_none_of_the_others_and_leaves_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    whole, cut = slice_of(tmp_path, 0, 50), slice_of(tmp_path, 15, 50)
    packed = gzip.compress(cut.read_bytes())
    cut = cut.with_suffix(".CSV.gz")
    cut.write_bytes(packed[:-20])

    done = gather(lake, "events", [cut, whole])

    assert [one.rows for one in done] == [0, 50]
    assert done[0].fault is not None
    assert "fetch" in str(done[0].fault).lower()
    cut.write_bytes(packed)
    assert [one.rows for one in gather(lake, "events", [cut, whole])] == [50, 0]


def test_a_growing_log_is_read_from_where_it_had_ended(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    log = tmp_path / "access.log"
    log.write_text(LINE.format(n=1, m=1) + LINE.format(n=2, m=2) + LINE.format(n=3, m=3)[:40])
    first = gather(lake, "requests", [log])
    log.write_text(log.read_text() + LINE.format(n=3, m=3)[40:] + "damaged\n" + LINE.format(n=4, m=4))
    second = gather(lake, "requests", [log])
    third = gather(lake, "requests", [log])

    assert [one.rows for one in (*first, *second, *third)] == [2, 2, 0]
    assert [(p.place, p.code) for p in second[0].unplaced] == [("access.log:4", second[0].unplaced[0].code)]
    assert count(lake, "requests") == 4


def test_visitors_are_joined_within_a_day_and_no_address_is_kept(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    log = tmp_path / "access.log"
    lines = [LINE.format(n=7, m=1), LINE.format(n=7, m=2), LINE.format(n=8, m=3)]
    log.write_text("".join(lines) + LINE.format(n=7, m=4).replace("17/May", "18/May"))
    gather(lake, "requests", [log])

    rows = lake.to_arrow(lake.table("requests").order_by("time")).to_pylist()
    visitors = [row["visitor"] for row in rows]

    assert visitors[0] == visitors[1]
    assert len(set(visitors)) == 3
    assert {row["address"] for row in rows} == {"203.0.113.0/24"}
    assert not any(b"203.0.113.7" in file.read_bytes() for file in (tmp_path / "lake").rglob("*") if file.is_file())


def test_salts_of_days_long_past_are_deleted(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for name, day in (("old.log", "17/May/2024"), ("new.log", "17/Aug/2024")):
        (tmp_path / name).write_text(LINE.format(n=7, m=1).replace("17/May/2024", day))
        gather(lake, "requests", [tmp_path / name])

    with lake.manifest.reading() as file:
        assert [name for (name,) in file.execute("SELECT name FROM secret ORDER BY name")] == ["day-2024-08-17"]


def test_an_unknown_kind_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="events, mentions"):
        gather(Lake(tmp_path), "tweets", [])


def test_a_file_of_a_day_stands_for_its_slices(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    slice_of(tmp_path, 0).rename(tmp_path / "20191024.export.CSV")

    gather(lake, "events", [tmp_path / "20191024.export.CSV"])

    assert lake.received("events")["gdelt"][2] == 96
    assert lake.gaps("events") == ()


def feed_of(path: Path, *numbers: int) -> Path:
    """Write a feed with some items."""
    items = "".join(
        f"<item><title>Statement {n}</title><guid>https://desk.example/{n}</guid><pubDate>Fri, 03 May 2024 10:{n:02}:00 GMT</pubDate>"
        f"<description>We speak of the sea, number {n}.</description></item>"
        for n in numbers
    )
    path.write_text(f'<rss version="2.0"><channel><title>Desk</title><link>https://desk.example</link>{items}</channel></rss>')
    return path


def test_a_feed_that_is_saved_every_day_adds_only_what_is_new(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")

    first = gather(lake, "feed", [feed_of(tmp_path / "monday.xml", 1, 2)])
    second = gather(lake, "feed", [feed_of(tmp_path / "tuesday.xml", 2, 3)])
    third = gather(lake, "feed", [tmp_path / "tuesday.xml"])

    assert [(one.rows, one.known, one.was_there) for one in (*first, *second, *third)] == [(2, 0, False), (1, 1, False), (0, 0, True)]
    assert count(lake, "texts") == 3
