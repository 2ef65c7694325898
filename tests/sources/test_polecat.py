"""POLECAT: made rows in the published layout, with each trap."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legation.errors import CannotRead
from legation.language import LANGUAGES, say
from legation.sources.observations.polecat import read_polecat
from legation.sources.observations.tables import TABLES

HEADER = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Actor COW",
    "Primary Actor Sector", "Actor Sectors", "Actor Title", "Recipient Name", "Recipient Country", "Recipient COW",
    "Primary Recipient Sector", "Placename", "Country", "Latitude", "Longitude", "Source", "Publication Date", "Story People", "Language",
)  # fmt: skip
USUAL = {
    "Event ID": "20191024-1-abc", "Event Date": "2019-10-22", "Event Type": "ASSAULT", "Event Mode": "firearms", "Intensity": "-9.0",
    "Quad Code": "MATERIAL CONFLICT", "Actor Name": "A Person", "Actor Country": "SYR", "Primary Actor Sector": "MIL",
    "Recipient Country": "TUR", "Country": "SYR", "Latitude": "36.1", "Longitude": "38.0", "Publication Date": "2019-10-24",
    "Story People": "A Person", "Recipient Name": "None",
}  # fmt: skip


def file(path: Path, *rows: dict[str, str], header: tuple[str, ...] = HEADER, behind: str = "") -> Path:
    lines = [
        "\t".join(header),
        *("\t".join({**USUAL, **row}.get(name, "") for name in header if name != "Headline") + behind for row in rows),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_row(tmp_path: Path) -> None:
    found = read_polecat(file(tmp_path / "ngecEvents.DV.2019.txt", {}))

    assert found.table.schema == TABLES["events"].schema
    assert found.table.to_pylist() == [
        {
            "date": dt.date(2019, 10, 22),
            "added": dt.datetime(2019, 10, 24, tzinfo=dt.UTC),
            "actor1": "SYR",
            "actor2": "TUR",
            "actor1_group": "MIL",
            "actor2_group": None,
            "code": "ASSAULT:firearms",
            "quad": 4,
            "goldstein": -9.0,
            "mentions": 1,
            "place": "SYR",
            "lat": 36.1,
            "lon": 38.0,
            "url": "polecat:event/20191024-1-abc",
        }
    ]
    assert not found.doubts and "Person" not in str(found.table.to_pylist())


def test_several_states_are_pairs(tmp_path: Path) -> None:
    found = read_polecat(
        file(tmp_path / "a.txt", {"Actor Country": "USA;GBR;USA", "Recipient Country": "None"}, {"Actor Country": "EUR;FRA"})
    )

    assert found.table.select(["actor1", "actor2"]).to_pylist() == [
        {"actor1": "USA", "actor2": None},
        {"actor1": "GBR", "actor2": None},
        {"actor1": "FRA", "actor2": "TUR"},
    ]
    assert len(set(found.table["url"].to_pylist()[:2])) == 1
    assert found.origin.read == 2
    assert [(p.row, p.code, p.found) for p in found.doubts] == [(3, "events-country", "EUR")]


def test_a_hostile_cell_is_no_multitude(tmp_path: Path) -> None:
    many = ";".join(["USA", "GBR", "FRA", "DEU"] * 5000)
    found = read_polecat(file(tmp_path / "a.txt", {"Actor Country": many, "Recipient Country": many}))

    assert found.table.num_rows == 16
    assert [p.code for p in found.doubts] == ["polecat-many"]


@pytest.mark.parametrize(
    ("quad", "kind", "expected"),
    [("2", "AID", 2), ("verbal-cooperation", "AGREE", 1), ("", "REQUEST", 3), ("", "protest", 4), ("", "DANCE", None)],
)
def test_the_class_is_the_files_or_that_of_the_type(tmp_path: Path, quad: str, kind: str, expected: int | None) -> None:
    found = read_polecat(file(tmp_path / "a.txt", {"Quad Code": quad, "Event Type": kind, "Event Mode": ""}))

    assert found.table["quad"].to_pylist() == [expected]
    assert found.table["code"].to_pylist() == [kind.upper()]
    assert [p.code for p in found.doubts] == (["events-code"] if expected is None else [])


def test_headers_with_too_many_names_and_rows_with_too_many_tabs(tmp_path: Path) -> None:
    usual = read_polecat(file(tmp_path / "a.txt", {}, {}))
    named = file(tmp_path / "b.txt", {}, {}, header=(*HEADER[:7], "Headline", *HEADER[7:]))
    behind = file(tmp_path / "c.txt", {}, {}, behind="\t\t\t")

    assert usual.table.num_rows == 2
    assert read_polecat(named).table.equals(usual.table) and read_polecat(behind).table.equals(usual.table)


def test_what_cannot_be_placed(tmp_path: Path) -> None:
    path = file(tmp_path / "a.txt", {"Publication Date": ""}, {"Event Date": "x"}, {})
    path.write_bytes(path.read_bytes() + b"short\n" + "\t".join(USUAL.get(name, "é") for name in HEADER).encode("latin-1") + b"\n")
    found = read_polecat(path)

    assert [(p.row, p.code, p.column) for p in found.unplaced] == [
        (2, "gdelt-date", "Publication Date"),
        (3, "gdelt-date", "Event Date"),
        (5, "gdelt-width", None),
    ]
    assert [(p.row, p.code) for p in found.doubts] == [(6, "gdelt-encoding")]
    assert (found.table.num_rows, found.origin.read) == (2, 5)
    assert all(say(p.remedy, lang) for p in (*found.unplaced, *found.doubts) for lang in LANGUAGES)


def test_a_file_that_is_no_such_table(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="Publication Date"):
        read_polecat(file(tmp_path / "a.txt", header=HEADER[:20]))
