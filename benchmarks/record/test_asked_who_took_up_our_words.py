"""Who took up our words, on published data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from methods.text.plain_scan import scan
from questions.debate.test_who_took_up_our_words import PARTS, case

from legation.lake import Lake
from legation.questions import ask
from legation.sources.observations.tables import TABLES

AREA = "who-took-up-our-words"


@pytest.mark.slow
def test_the_speeches_of_the_general_debate_give_through_the_question_what_a_plain_scan_gives(shared: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    speeches = pq.read_table(shared / "data" / "analysis" / "ungdc" / "ungdc_2013_2019_1200.parquet").to_pylist()
    rows = [
        {
            "id": f"{one['iso3']}-{one['year']}",
            "time": dt.datetime(one["year"], 9, 15, tzinfo=dt.UTC),
            "kind": "speech",
            "actor": one["iso3"],
            "text": one["text"],
        }
        for one in speeches
    ]
    schema = TABLES["texts"].schema
    lake = Lake(tmp_path / "lake")
    lake.append("texts", pa.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema), source="speeches")
    parts = {**PARTS, "evidence.csv": b"id,title\n", "dossier.toml": b'id = "words"\n'}

    found = ask(AREA, case(parts, lake), phrase="Sahel; strong multilateralism", since="2016-01-01")

    for name, form in (("Sahel", "sahel"), ("strong multilateralism", "strong multilateralism")):
        users: dict[str, tuple[dt.date, int]] = {}
        for row in rows:
            if form.split()[-1] in row["text"].lower() and scan(row["text"], [form]):
                day, texts = users.get(row["actor"], (row["time"].date(), 0))
                users[row["actor"]] = (min(day, row["time"].date()), texts + 1)
        told = {row[1].id: (row[2], row[4]) for row in found.table("adopters").rows if str(row[0]) == name}
        same = {"fra": "FRA", "deu": "DEU", "jpn": "JPN", "per": "PER", "european-union": "EU", "us": "ALA"}
        assert {same.get(actor, actor): value for actor, value in told.items()} == users
        assert {row[3].id.rpartition(".")[2] for row in found.table("adopters").rows} <= {"before", "after"}
    assert len(rows) == 1200
