"""What is happening between, on published data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from questions.event_lake import dossier_parts, made_lake, made_rows
from questions.observations.test_what_is_happening_between import asked

from legation.dossier import decode
from legation.lake import Lake
from legation.questions import Case, ask
from legation.questions.observations.events import expressions

AREA = "what-is-happening-between"
ROWS = made_rows()


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return made_lake(tmp_path_factory.mktemp("lake"), ROWS)


@pytest.fixture(scope="module")
def case(lake: Lake) -> Case:
    return Case(dossier=decode(dossier_parts()), today=dt.date(2020, 1, 1), lake=lake)


def test_a_real_slice_has_its_known_number_of_stories(shared: Path, tmp_path: Path) -> None:
    """The first 500 rows of a slice of GDELT 2.0 of 24 October 2019: 216 addresses, at most 15 rows of one, 246 and 274 without a code."""
    from legation.sources.observations import gdelt

    lake = Lake(tmp_path / "lake")
    lake.append("events", gdelt.read_events(shared / "data/analysis/gdelt/20191024143000.export.first500.CSV.gz").table, source="gdelt")
    case = Case(dossier=decode(dossier_parts()), today=dt.date(2020, 1, 1), lake=lake)

    answer = ask(AREA, case, first="usa")

    assert answer.finding("now").message.values["total"] == 216
    (found,) = asked(lake, expressions.coverage(lake.table("events")))
    assert found["rows"] == 500
    assert found["no_actor1"] >= 274
    assert found["no_actor2"] >= 246
    assert "camp" not in [finding.id for finding in answer.findings], "a few stories make no circle"
