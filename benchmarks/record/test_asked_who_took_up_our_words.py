"""Who took up our words, on published data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from methods.text.plain_scan import scan

from legation.dossier import decode
from legation.lake import Lake
from legation.questions import Case, ask
from legation.sources.observation_tables import TABLES

AREA = "who-took-up-our-words"
TODAY = dt.date(2020, 1, 1)
PARTS = {
    "dossier.toml": b'id = "words"\n[parameters]\nus = "us"\n',
    "actors.csv": b"id,name,kind,iso3\nus,Aland,state,ALA\nfra,France,state,FRA\ndeu,Germany,state,DEU\njpn,Japan,state,JPN\nper,Peru,state,PER\n",
    "groups.csv": b"group,actor,start\nsea,deu,2010\nsea,jpn,2010\n",
    "objectives.csv": b"id,aim,recorded\no1,Seas that stay open,2016-01-01\n",
    "messages.csv": (
        "id,audience,objective,text_en,text_fr,known_on\n"
        "m1,fra sea,o1,We ask for “open seas” for all.,Nous voulons des « mers ouvertes » pour tous.,2018-03-01\n"
    ).encode(),
    "evidence.csv": (
        b"id,kind,title,publisher,origin,date,quote\n"
        b"e1,statement,One,Ministry,Peru,2017-05-01,We have long spoken of open seas.\n"
        b"e2,statement,Two,Ministry,Aland,2018-04-01,Open seas are for all of us.\n"
        b"e3,statement,Three,Ministry,Germany,2018-04-01,Let us have open seas now.\n"
        b"e4,statement,Four,Ministry,France,2018-09-01,La France veut des mers ouvertes aussi.\n"
        b"e5,statement,Five,Ministry,Japan,2018-10-01,Fish matters to Japan.\n"
        b"e6,press,Six,The Paper,somebody,2019-01-01,Are open seas a dream?\n"
        b"e7,statement,Seven,Ministry,Peru,2019-02-01,Fish matters to Peru too.\n"
    ),
}


def case(parts: dict[str, bytes] | None = None, lake: Lake | None = None) -> Case:
    return Case(dossier=decode(parts or PARTS), today=TODAY, lake=lake)


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
