"""The general debate: as a tree of files and as a table; the Union under its own code, the day told as not known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legation.errors import CannotRead
from legation.sources.observations.tables import TABLES
from legation.sources.observations.texts import debate_batches, read_general_debate

WORDS = "Mr. President, we have gathered in this hall to speak of the peace that our peoples wait for, and of the law. "


def tree(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_a_tree_of_files(tmp_path: Path) -> None:
    folder = tree(
        tmp_path,
        {
            "Session 72 - 2017/FRA_72_2017.txt": f"\ufeff{WORDS}La France".encode(),
            "Session 72 - 2017/EU_72_2017.txt": WORDS.encode(),
            "Session 72 - 2017/._FRA_72_2017.txt": b"\x00\x05",
            "Session 45 - 1990/CSK_45_1990.txt": (WORDS + "Dubček").encode(),
            "Session 45 - 1990/CIV_45_1990.txt": (WORDS + "Côte").encode("cp1252"),
            "Session 45 - 1990/XQQ_45_1990.txt": (WORDS + "x").encode(),
            "Session 45 - 1990/MLI_46_1990.txt": (WORDS + "y").encode(),
            "readme.pdf": b"%PDF",
            "TOO_1_1946.txt": b"  \n",
        },
    )
    found = read_general_debate(folder)

    rows = {row["id"]: row for row in found.table.to_pylist()}
    assert found.table.schema == TABLES["texts"].schema
    assert list(rows) == ["CIV_45_1990", "CSK_45_1990", "MLI_46_1990", "XQQ_45_1990", "EU_72_2017", "FRA_72_2017"]
    assert [rows[name]["actor"] for name in ("EU_72_2017", "FRA_72_2017", "CSK_45_1990")] == ["EU", "FRA", "CSK"]
    assert rows["FRA_72_2017"]["time"] == dt.datetime(2017, 9, 15, tzinfo=dt.UTC)
    assert "Côte" in rows["CIV_45_1990"]["text"]
    assert {(fault.part, fault.code) for fault in found.unplaced.faults} == {
        ("readme.pdf", "debate-name"),
        ("TOO_1_1946.txt", "texts-no-text"),
    }
    assert rows["XQQ_45_1990"]["actor"] is None
    assert {fault.code for fault in found.doubts.faults} == {"debate-day", "debate-session", "texts-actor"}
    assert found.origin.read == len(rows) + len(found.unplaced)


def test_a_table_of_them(tmp_path: Path) -> None:
    path = tmp_path / "speeches.csv"
    path.write_text(
        f'session,year,country,text\n72,2017,FRA,"{WORDS}\nand ""law"""\n72,2017,FRA,again\n72,2017,Namibia,"{WORDS * 3000}"\n72,,FRA,x\n70,2017.0,EU,z\n72,2017,DEU,"open\n72,2017,CHE,peace\n',
        "utf-8",
    )
    found = read_general_debate(path)

    assert found.table["id"].to_pylist() == ["FRA_72_2017", "NAM_72_2017", "EU_70_2017", "CHE_72_2017"]
    assert [(fault.row, fault.code) for fault in found.unplaced.faults] == [(4, "texts-id-twice"), (6, "texts-no-date"), (8, "texts-row")]
    assert [fault.code for fault in found.doubts.faults] == ["debate-session", "debate-day"]


def test_batches_hold_all_and_tell_the_day_once(tmp_path: Path) -> None:
    folder = tree(tmp_path, {f"{code}_72_2017.txt": code.encode() for code in ("FRA", "DEU", "CHE", "ITA", "ESP")})
    parts = list(debate_batches(folder, size=2))

    assert [part.table.num_rows for part in parts] == [2, 2, 1]
    assert sum(fault.code == "debate-day" for part in parts for fault in part.doubts.faults) == 1


@pytest.mark.parametrize(("name", "data"), [("a.parquet", b"PAR1 rubbish"), ("a.csv", b""), ("a.csv", b"x,y\n1,2\n"), ("none.csv", None)])
def test_what_is_no_such_table_is_refused(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CannotRead):
        read_general_debate(tmp_path / name)
