"""GDELT's mentions and knowledge graph: made rows with each trap."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gdelt_made import written

from legation.sources.observations import gdelt
from legation.sources.observations.tables import TABLES

TIME = dt.datetime(2019, 10, 24, 14, 30, tzinfo=dt.UTC)


def mention(**cells: str) -> str:
    row = [
        "881990832",
        "20191024143000",
        "20191024143000",
        "1",
        "example.org",
        "https://www.example.org/a",
        "3",
        "-1",
        "88",
        "131",
        "1",
        "70",
    ]
    row += ["2104", "-2.5", cells.pop("translation", ""), ""]
    for at, text in cells.items():
        row[int(at[1:])] = text
    return "\t".join(row)


def article(**cells: str) -> str:
    row = [""] * 27
    row[0], row[1], row[2], row[3], row[4] = "20191024143000-0", "20191024143000", "1", "example.org", "https://www.example.org/a"
    row[8] = "TAX_FNCACT,120;CYBER_ATTACK,33;TAX_FNCACT,400;"
    row[10] = "4#Geneva, Genève, Switzerland#SZ#SZ07#17305#46.2#6.16#-2553123#55;1#China#CH#CH##35#105#CH#99;1#The Sea#OS#OS##0#0#OS#5"
    row[12] = "Some Body,12;Any One,40"
    row[14] = "United Nations,12;Acme, Inc,80;United Nations,300"
    row[15] = "-3.25,1.5,4.75,6.25,20.1,0.5,431"
    for at, text in cells.items():
        row[int(at[1:])] = text
    return "\t".join(row)


def test_a_mention(tmp_path: Path) -> None:
    rows = [mention(), mention(translation="srclc:fra;eng:Moses 2.1.1"), mention(_3="2"), mention(_11="700"), mention(_2="x"), "short"]
    found = gdelt.read_mentions(written(tmp_path / "20191024143000.mentions.CSV", *rows))

    assert found.table.schema == TABLES["mentions"].schema
    assert found.table.to_pylist()[0] == {
        "event": "881990832",
        "event_added": TIME,
        "added": TIME,
        "kind": "web",
        "outlet": "example.org",
        "url": "https://www.example.org/a",
        "confidence": 70,
        "tone": -2.5,
        "language": "en",
    }
    assert found.table["language"].to_pylist() == ["en", "fr", "en", "en"]
    assert found.table["kind"].to_pylist() == ["web", "web", "citation", "web"]
    assert found.table["confidence"].to_pylist() == [70, 70, 70, None]
    assert sorted((p.row, p.code) for p in found.unplaced) == [(5, "gdelt-number"), (6, "gdelt-width")]
    assert [(p.row, p.code) for p in found.doubts] == [(4, "gdelt-range")]


def test_a_number_with_odd_blanks_is_read(tmp_path: Path) -> None:
    rows = [mention(_11="\x1d70", _13="\x1f-2.5 "), mention(_2="20191024143000\x1c")]
    found = gdelt.read_mentions(written(tmp_path / "20191024143000.mentions.CSV", *rows))

    assert found.table["confidence"].to_pylist() == [70, 70]
    assert found.table["tone"].to_pylist() == [-2.5, -2.5]
    assert len(found.table) == 2


def test_an_article(tmp_path: Path) -> None:
    rows = [article(), article(_15="", _8="", _10="", _14="", _25="srclc:rus;eng:x"), article(_1="20191024"), "short"]
    found = gdelt.read_gkg(written(tmp_path / "20191024143000.gkg.csv", *rows))

    assert found.table.schema == TABLES["articles"].schema
    assert found.table.to_pylist()[0] == {
        "added": TIME,
        "outlet": "example.org",
        "url": "https://www.example.org/a",
        "themes": "CYBER_ATTACK;TAX_FNCACT",
        "places": "CHE;CHN",
        "organisations": "Acme, Inc;United Nations",
        "tone": -3.25,
        "words": 431,
        "language": "en",
    }
    second = found.table.to_pylist()[1]
    assert [second[name] for name in ("themes", "places", "organisations", "tone", "words", "language")] == [None] * 5 + ["ru"]
    assert sorted((p.row, p.code) for p in found.unplaced) == [(3, "gdelt-date"), (4, "gdelt-width")]
    assert [(p.row, p.code) for p in found.doubts] == [(2, "gdelt-tone")]


def test_persons_are_not_read(tmp_path: Path) -> None:
    found = gdelt.read_gkg(written(tmp_path / "20191024143000.gkg.csv", article()))

    assert "Body" not in str(found.table.to_pylist()) and "Any One" not in str(found.table.to_pylist())


def test_batches(tmp_path: Path) -> None:
    path = written(tmp_path / "20191024143000.gkg.csv", *[article()] * 5)
    other = written(tmp_path / "20191024143000.mentions.CSV", *[mention()] * 5)

    assert [piece.table.num_rows for piece in gdelt.article_batches(path, rows=2)] == [2, 2, 1]
    assert [piece.table.num_rows for piece in gdelt.mention_batches(other, rows=5)] == [5]
