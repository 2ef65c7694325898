"""GDELT's events: the published rows, each trap in made ones, and every line accounted for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from gdelt_made import event, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.language import LANGUAGES, say
from legation.sources.observations import gdelt
from legation.sources.observations.gdelt import slices
from legation.sources.observations.gdelt.rows import LISTED
from legation.sources.observed import Observed

SLICE = "20191024143000.export.CSV"


def one(observed: Observed) -> dict[str, object]:
    (row,) = observed.table.to_pylist()
    return row


def test_a_row_as_it_should_be(tmp_path: Path) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE, event(state1="ROM", state2="EUR", type2="GOV", type1="MIL", group1="NAT")))

    assert one(found) == {
        "date": dt.date(2019, 10, 24),
        "added": dt.datetime(2019, 10, 24, 14, 30, tzinfo=dt.UTC),
        "actor1": "ROU",
        "actor2": None,
        "actor1_group": "NAT",
        "actor2_group": "GOV",
        "code": "036",
        "quad": 1,
        "goldstein": 4.0,
        "mentions": 10,
        "place": "CHE",
        "lat": 46.2,
        "lon": 6.15,
        "url": "https://www.example.org/a",
    }
    assert not found.doubts


def test_rows_of_another_width_are_named_by_line(tmp_path: Path) -> None:
    short, long = event().rpartition("\t")[0], event() + "\tmore"
    found = gdelt.read_events(written(tmp_path / SLICE, event(), short, "", event(code="190"), long, event(code="040")))

    assert found.table["code"].to_pylist() == ["036", "190", "040"]
    assert [(p.place, p.code, p.allowed, p.found) for p in found.unplaced] == [
        (f"{SLICE}:2", "gdelt-width", "61", "60"),
        (f"{SLICE}:5", "gdelt-width", "61", "62"),
    ]
    assert found.origin.read == 5


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"date": "20190229"}, "SQLDATE"),
        ({"date": ""}, "SQLDATE"),
        ({"date": "x"}, "SQLDATE"),
        ({"added": "20191024253000"}, "DATEADDED"),
        ({"added": "20191024"}, "DATEADDED"),
        ({"mentions": "1.5"}, "NumMentions"),
        ({"mentions": "99999999999"}, "NumMentions"),
        ({"quad": "one"}, "QuadClass"),
    ],
)
def test_a_row_that_says_nothing_is_not_placed(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE, event(), event(**cells), event(code="040")))

    assert [(p.row, p.column) for p in found.unplaced] == [(2, column)]
    assert found.table["code"].to_pylist() == ["036", "040"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"lat": "91"}, "gdelt-range"),
        ({"lon": "-180.5"}, "gdelt-range"),
        ({"lat": "nan"}, "gdelt-range"),
        ({"lat": "46.#2"}, "gdelt-number"),
        ({"date": "20191023"}, "gdelt-day-before"),
        ({"date": "20190924"}, "gdelt-month-before"),
        ({"date": "20181024"}, "gdelt-year-before"),
        ({"date": "19691231"}, "gdelt-before-1970"),
        ({"date": "20191025"}, "gdelt-after-added"),
        ({"scale": "11"}, "gdelt-range"),
        ({"quad": "5"}, "gdelt-range"),
    ],
)
def test_a_row_to_look_at_is_placed_and_named(tmp_path: Path, cells: dict[str, str], code: str) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE, event(), event(**cells)))

    assert found.table.num_rows == 2
    assert [(p.row, p.code) for p in found.doubts] == [(2, code)]
    if code in ("gdelt-range", "gdelt-number"):
        name = {"lat": "lat", "lon": "lon", "scale": "goldstein", "quad": "quad"}[next(iter(cells))]
        assert found.table[name][1].as_py() is None


def test_other_days_are_no_doubt(tmp_path: Path) -> None:
    rows = [event(date=date) for date in ("20191024", "20191022", "20190923", "20191017", "20181025", "20171024")]

    assert not gdelt.read_events(written(tmp_path / SLICE, *rows)).doubts


def test_many_warnings_of_a_kind_are_counted(tmp_path: Path) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE, *[event(date="20191023")] * (LISTED + 7)))

    assert Counter(p.code for p in found.doubts) == {"gdelt-day-before": LISTED, "gdelt-more": 1}
    assert found.doubts[-1].found == str(LISTED + 7)


def test_quotes_are_plain_and_empty_is_unknown(tmp_path: Path) -> None:
    row = one(
        gdelt.read_events(written(tmp_path / SLICE, event(url='https://www.example.org/"a', lat="", lon="", place="??", state1="XYZ")))
    )

    assert row["url"] == 'https://www.example.org/"a'
    assert (row["lat"], row["lon"], row["place"], row["actor1"]) == (None, None, None, None)


def test_a_byte_that_is_no_utf_8_is_read_as_latin_1(tmp_path: Path) -> None:
    bad = event(url="https://www.example.org/é").encode("latin-1")
    found = gdelt.read_events(written(tmp_path / SLICE, event(url="https://www.example.org/é"), bad, event()))

    assert found.table["url"].to_pylist()[:2] == ["https://www.example.org/é"] * 2
    assert [(p.row, p.code, p.column, p.found) for p in found.doubts] == [(2, "gdelt-encoding", "SOURCEURL", "e9")]


def test_windows_line_ends(tmp_path: Path) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE, event(), event(code="040"), end="\r\n"))

    assert found.table["url"].to_pylist() == ["https://www.example.org/a"] * 2 and not found.unplaced


def test_lines_keep_their_numbers_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "BLOCK", 700)
    rows = [event(code=f"{i:04}") if i % 7 else "broken" for i in range(1, 200)]
    found = gdelt.read_events(written(tmp_path / SLICE, *rows))

    assert [p.row for p in found.unplaced] == list(range(7, 200, 7))
    assert found.table["code"].to_pylist() == [f"{i:04}" for i in range(1, 200) if i % 7]


def test_batches_hold_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "BLOCK", 2000)
    path = written(tmp_path / SLICE, *[event(code=f"{i:04}") if i % 10 else "x" for i in range(95)])
    whole, pieces = gdelt.read_events(path), list(gdelt.event_batches(path, rows=20))

    assert [piece.table.num_rows for piece in pieces] == [20, 20, 20, 20, 5]
    assert [code for piece in pieces for code in piece.table["code"].to_pylist()] == whole.table["code"].to_pylist()
    assert [fault for piece in pieces for fault in piece.unplaced.faults] == list(whole.unplaced.faults)
    assert sum(piece.origin.read for piece in pieces) == whole.origin.read == 95
    assert [piece.origin.sha256 for piece in pieces] == ["", "", "", "", whole.origin.sha256]


CELLS = st.sampled_from(["", "a", '"', "\x00", "é", "20191024", "1e400", "-", "\r", "\t", "\n"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.just(event()), st.lists(CELLS, min_size=58, max_size=63).map("\t".join), st.text(max_size=20)), max_size=6))
def test_every_line_is_a_row_or_named(tmp_path: Path, rows: list[str]) -> None:
    path = written(tmp_path / SLICE, *[row.encode("utf-8", "surrogatepass") for row in rows])
    lines = [line for line in path.read_bytes().split(b"\n") if line.rstrip(b"\r")]
    found = gdelt.read_events(path)

    assert found.table.num_rows + len(found.unplaced) == len(lines) == found.origin.read
    assert found.table.num_rows >= sum(row == event() for row in rows)


def test_what_is_said_is_said_in_both_languages(tmp_path: Path) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE, "x", event(date="x"), event(date="20181024"), event(lat="99")))

    for problem in (*found.unplaced, *found.doubts):
        assert all(say(problem.remedy, lang) for lang in LANGUAGES)
