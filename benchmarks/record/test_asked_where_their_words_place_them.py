"""Where their words place them, on published data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from questions.speech_lake import case_of, parts, speech_lake, speech_rows

from legation.lake import Lake
from legation.questions import Answer, ask

AREA = "where-their-words-place-them"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return speech_lake(tmp_path_factory.mktemp("speeches"), speech_rows())


@pytest.fixture(scope="module")
def told(lake: Lake) -> Answer:
    return ask(AREA, case_of(lake, parts()), issue="sky", actors="M03; M20")


def test_real_speeches_are_placed(shared: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(shared / "data/analysis/ungdc/ungdc_2013_2019_1200.parquet").to_pylist()
    told = [row for row in table if row["session"] == 72][:60]
    base = speech_rows()[0]
    rows = [
        base
        | {
            "id": f"u{at}",
            "actor": row["iso3"],
            "text": row["text"],
            "url": f"https://u/{at}",
            "time": dt.datetime(2017, 9, 25, tzinfo=dt.UTC),
        }
        for at, row in enumerate(told)
    ]
    answer = ask(AREA, case_of(speech_lake(tmp_path, rows), parts({})))

    assert len(answer.table("line").rows) == 60
    assert answer.finding("divides").message.values["low"] and not any(m.id.endswith("not-converged") for m in answer.caveats)
    assert answer.finding("ends").message.values["count"] > 100
