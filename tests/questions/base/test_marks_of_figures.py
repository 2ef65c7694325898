"""What a figure of a question can be pointed at: rows that the dossier has, with sources that it has."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from legation.dossier import MARKINGS, load
from legation.questions import Case, ask, find

EXAMPLES = Path(__file__).parents[3] / "examples"
ASKED = [
    ("who-stands-where", "mission-site-2024", {}),
    ("who-can-reach", "mission-site-2024", {}),
    ("where-it-would-land", "mission-site-2024", {"draws": "10"}),
    ("who-matters", "un-ict-2018", {}),
    ("what-would-beat-it", "un-ict-2018", {}),
    ("who-votes-alike", "un-ict-2018", {"since": "2018", "resamples": "10"}),
]


@pytest.mark.parametrize(("question", "example", "options"), ASKED, ids=[one[0] for one in ASKED])
def test_marks_name_rows_and_sources_of_the_dossier(question: str, example: str, options: dict[str, str]) -> None:
    case = Case(dossier=load(EXAMPLES / example).cleared(MARKINGS[-1], "desk"), today=dt.date(2026, 1, 1))
    figure = ask(find(question), case, **options).figures[0]

    records = [record for mark in figure.records("en") for record in (mark, *mark["parts"])]
    rows = {(record["row"]["table"], record["row"]["id"]) for record in records if record["row"]}
    sources = {source for record in records for source in record["evidence"]}
    there = {row.id for row in case.dossier.evidence}
    assert rows
    assert sources
    assert sources <= there
    for table, name in rows:
        assert any(row.id == name for row in getattr(case.dossier, table)), (table, name)
    assert all(record["label"] and record["value"] is not None for record in records)


def test_a_member_that_is_hidden_has_no_dot_no_mark_and_no_count() -> None:
    whole = load(EXAMPLES / "un-ict-2018")
    secret = tuple(dataclasses.replace(row, marking="TLP:RED") if row.id == "FIN" else row for row in whole.actors)
    hidden = dataclasses.replace(whole, actors=secret).cleared("TLP:GREEN", "desk")
    options = {"since": "2018", "resamples": "10"}
    shown, full = (
        ask(find("who-votes-alike"), Case(dossier=dossier, today=dt.date(2026, 1, 1)), **options).figures[0]
        for dossier in (hidden, whole.cleared("TLP:GREEN", "desk"))
    )

    assert "FIN" in str(full.records("en")) and "Finland" in str(full.records("en"))
    assert "FIN" not in str(shown.records("en")) and "Finland" not in str(shown.records("fr")) + str(shown.specification("en"))
    assert len(full.marks) - len(shown.marks) == 1
