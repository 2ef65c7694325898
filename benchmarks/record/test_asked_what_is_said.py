"""What is said, on published data."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from questions.said_case import made_case, made_lake

from legation.dossier import decode
from legation.lake import Lake
from legation.language import say
from legation.questions import Case, ask
from legation.questions.debate.texts import named

AREA = "what-is-said"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return made_lake(tmp_path_factory.mktemp("said"))


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return made_case(lake)


@pytest.mark.slow
def test_the_general_debate_is_read_like_a_plain_scan(shared: Path, tmp_path: Path) -> None:
    from legation.sources.observations.texts import read_general_debate

    table = read_general_debate(shared / "data/analysis/ungdc/ungdc_2013_2019_1200.parquet", today=dt.date(2026, 1, 1)).table
    lake = Lake(tmp_path / "lake")
    lake.append("texts", table, source="speeches")
    texts = table.column("text").to_pylist()
    case = Case(dossier=decode({"dossier.toml": b'id = "d"'}), today=dt.date(2026, 1, 1), lake=lake)
    answer = ask(AREA, case, topic="cyber*")

    assert answer.finding("held").message.values["count"] == sum(bool(re.search(r"\bcyber", text, re.IGNORECASE)) for text in texts)
    assert answer.finding("held").message.values["total"] == 1_200
    moved = answer.finding("moved").message
    assert moved.id == f"{AREA}.matter-rose"
    assert say(named(case, "CUB"), "fr") == "Cuba"
