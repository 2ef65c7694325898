"""``legation lake``: the tables can be read in a terminal of 80 columns, in both languages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from legation.cli.sources import list_lake
from legation.lake import Lake
from legation.language import LANGUAGES, Lang, Message, say
from legation.sources.observations.tables import TABLES

HEADS = ("table", "source", "files", "rows", "unplaced", "first", "last", "missing", "slices")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of two tables, with a source of a long name, and a gap."""
    path = tmp_path_factory.mktemp("listing") / "lake"
    schema = TABLES["events"].schema
    moment = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)
    rows = pa.table({name: [moment if name == "added" else None] * 12_345 for name in schema.names}, schema=schema)
    begin = int(moment.timestamp())
    Lake(path).append("events", rows, source="gdelt", slices=[begin, begin + 900, begin + 9_000])
    texts = TABLES["texts"].schema
    Lake(path).append("texts", pa.table({name: [None] for name in texts.names}, schema=texts), source="the-gazette-of-the-harbour.example")
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_heading_date_or_number_is_broken_at_80_columns(
    lake: Path, lang: Lang, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert list_lake(lake, as_json=False, lang=lang) == 0

    lines = capsys.readouterr().out.splitlines()
    named = {name: say(Message(f"cli.lake-column.{name}"), lang) for name in HEADS}
    heads = [[named[name] for name in HEADS[:8]], [named[name] for name in ("table", "source", "first", "last", "slices")]]
    assert [line.split() for line in lines if line.startswith(heads[0][0] + " ")] == heads
    assert max(map(len, lines)) <= 80
    (first,) = (line for line in lines if "2024-04-01" in line and say(12_345, lang) in line)
    assert first.split()[0] == "events"
    assert [line.split()[2:] for line in lines if "02:15" in line] == [["2024-04-01", "00:30", "2024-04-01", "02:15", "8"]]


def test_a_long_name_of_a_source_is_shown_whole(lake: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    list_lake(lake, as_json=False, lang="en")

    lines = capsys.readouterr().out.splitlines()

    at = next(place for place, line in enumerate(lines) if line.startswith("texts"))
    head = next(line for line in lines if line.startswith("table"))
    begin, end = head.index("source"), head.index("files")
    output = ""
    for line in lines[at:]:
        if line[:begin].strip() not in ("", "texts"):
            break
        output += line[begin:end].strip()
    assert output == "the-gazette-of-the-harbour.example"
