"""ICEWS: made rows in the published layout, with each trap."""

from __future__ import annotations

import datetime as dt
import gzip
import random
from pathlib import Path

import pyarrow as pa
import pytest

from legation.errors import CannotRead
from legation.language import LANGUAGES, say
from legation.sources.observations import coded_events
from legation.sources.observations.icews import SOURCE, read_icews
from legation.sources.observations.tables import TABLES
from legation.sources.source import Wanted

HEADER = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name",
    "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
USUAL = {
    "Event ID": "30000000", "Event Date": "2019-10-24", "Source Name": "A Person", "Source Sectors": "Executive,Government",
    "Source Country": "Switzerland", "Event Text": "Make a visit", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Another",
    "Target Country": "Russian Federation", "Story ID": "4711", "Country": "Belarus", "Latitude": "53.9", "Longitude": "27.57",
}  # fmt: skip


def file(path: Path, *rows: dict[str, str], header: tuple[str, ...] = HEADER) -> Path:
    lines = ["\t".join(header), *("\t".join({**USUAL, **row}.get(name, "") for name in header) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_row(tmp_path: Path) -> None:
    found = read_icews(file(tmp_path / "events.2019.tab", {}))

    assert found.table.schema == TABLES["events"].schema
    assert found.table.to_pylist() == [
        {
            "date": dt.date(2019, 10, 24),
            "added": dt.datetime(2019, 10, 24, tzinfo=dt.UTC),
            "actor1": "CHE",
            "actor2": "RUS",
            "actor1_group": "Executive,Government",
            "actor2_group": None,
            "code": "042",
            "quad": 1,
            "goldstein": 1.9,
            "mentions": 1,
            "place": "BLR",
            "lat": 53.9,
            "lon": 27.57,
            "url": "icews:story/4711",
        }
    ]
    assert not found.doubts and found.origin.read == 1 and "Person" not in str(found.table.to_pylist())


def test_columns_in_any_order_and_quotes(tmp_path: Path) -> None:
    header = list(HEADER)
    random.Random(1).shuffle(header)
    usual = read_icews(file(tmp_path / "a.tab", {"CAMEO Code": "190"})).table
    quoted = file(tmp_path / "b.tab", {"CAMEO Code": '"190"', "Source Country": '"Switzerland"'}, header=tuple(header))

    assert read_icews(quoted).table.equals(usual)


def test_a_lost_zero_is_said(tmp_path: Path) -> None:
    found = read_icews(file(tmp_path / "a.tab", *({"CAMEO Code": code} for code in ("42", "14", "190", "999"))))

    assert found.table["code"].to_pylist() == ["042", "14", "190", "999"]
    assert found.table["quad"].to_pylist() == [1, 3, 4, None]
    assert [(p.row, p.code) for p in found.doubts] == [(2, "icews-zero"), (3, "icews-zero"), (5, "events-code")]


def test_countries_at_the_date_of_the_row(tmp_path: Path) -> None:
    rows = [
        {"Event Date": "1996-05-05", "Source Country": "Zaire"},
        {"Source Country": "Atlantis"},
        {"Source Country": "Atlantis"},
        {"Source Country": ""},
    ]
    found = read_icews(file(tmp_path / "a.tab", *rows))

    assert found.table["actor1"].to_pylist() == ["ZAR", None, None, None]
    assert [(p.row, p.found) for p in found.doubts] == [(3, "Atlantis")]


def test_what_cannot_be_placed(tmp_path: Path) -> None:
    path = file(tmp_path / "a.tab", {}, {"Event Date": "24.10.2019"}, {"Latitude": "99"})
    path.write_text(path.read_text() + "short\trow\n")
    found = read_icews(path)

    assert [(p.row, p.code) for p in found.unplaced] == [(3, "gdelt-date"), (5, "gdelt-width")]
    assert (found.table["lat"].to_pylist(), found.table["lon"].to_pylist(), found.origin.read) == ([53.9, None], [27.57, None], 4)
    assert all(say(p.remedy, lang) for p in found.unplaced for lang in LANGUAGES)


def test_a_file_that_is_no_such_table(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="CAMEO Code"):
        read_icews(file(tmp_path / "a.tab", header=HEADER[:6]))
    (tmp_path / "empty.tab").write_bytes(b"")
    for path in (tmp_path / "empty.tab", tmp_path / "none.tab", tmp_path):
        with pytest.raises(CannotRead):
            read_icews(path)


def test_packed_and_cut_off(tmp_path: Path) -> None:
    path = file(tmp_path / "a.tab", *[{}] * 50)
    packed = tmp_path / "a.tab.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    assert read_icews(packed).table.num_rows == 50
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(CannotRead, match="cut off"):
        read_icews(packed)


def test_a_file_is_read_some_rows_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"Event Date": f"2019-10-{day:02}", "CAMEO Code": "1" if day == 9 else "042"} for day in range(1, 31)]
    rows[5]["Event Date"] = rows[17]["Event Date"] = "never"
    path = file(tmp_path / "a.tab", *rows)
    at_once = read_icews(path)
    monkeypatch.setattr(coded_events, "BATCH", 4)
    pieces = list(SOURCE.batches(path, Wanted()))  # type: ignore[misc]

    assert [one.table.num_rows + len(one.unplaced) for one in pieces] == [4] * 7 + [2]
    assert pa.concat_tables([one.table for one in pieces]).equals(at_once.table)
    assert [fault for one in pieces for fault in one.unplaced.faults] == list(at_once.unplaced.faults) != []
    assert [fault for one in pieces for fault in one.doubts.faults] == list(at_once.doubts.faults) != []
    assert (sum(one.origin.read for one in pieces), {one.origin.sha256 for one in pieces}) == (30, {at_once.origin.sha256})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_of_which_no_row_can_be_read_is_given_up_in_time(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coded_events, "FAULTS_LIMIT", 100)
    path = tmp_path / "b.tab"
    path.write_text("\t".join(HEADER) + "\n" + "x\n" * 500, "utf-8")

    with pytest.raises(CannotRead) as caught:
        read_icews(path)
    assert "b.tab" in say(caught.value.message, lang) and str(caught.value.message.values["line"]) == "2"


def test_only_lines_one_after_the_other_that_cannot_be_read_end_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coded_events, "FAULTS_LIMIT", 3)
    bad = {"Event Date": "never"}
    mixed = read_icews(file(tmp_path / "mixed.tab", *[bad, bad, {}] * 5))

    assert (mixed.table.num_rows, len(mixed.unplaced)) == (5, 10)

    with pytest.raises(CannotRead) as caught:
        read_icews(file(tmp_path / "run.tab", bad, bad, {}, bad, {}, *[bad] * 9))
    assert {name: caught.value.message.values[name] for name in ("count", "line")} == {"count": 4, "line": 7}
