"""Is the strategy sound: each flaw stands in the picture where it is, undated activities are counted, hidden rows leave no trace."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from figures.sheet import apart, on_the_sheet

from legation.dossier import decode
from legation.figures import render
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask

PARTS = {
    "dossier.toml": b'id = "plan"\n',
    "objectives.csv": b"id,aim_en,aim_fr,recorded\nopen,The seas stay open,Les mers restent ouvertes,2018-01-01\nbare,The ports are safe,Les ports sont en lieu s\xc3\xbbr,2018-01-01\n",
    "activities.csv": (
        b"id,title_en,title_fr,objectives,date,end,audience,digital,cyberspace,marking,known_on\n"
        b"speech,Speech on the seas,Discours sur les mers,open,2018-05,,fra,no,yes,TLP:CLEAR,2018-01-02\n"
        b"lunch,Lunch with coordinators,D\xc3\xa9jeuner,open,2018-06-01,2018-06-03,,no,no,TLP:CLEAR,2018-01-02\n"
        b"later,A page without a day,Une page sans date,open,,,fra,yes,no,TLP:CLEAR,2018-01-02\n"
        b"quiet,CANARYQUIET talks,CANARYQUIET,open,2018-07-01,,fra,no,no,TLP:RED,2018-01-02\n"
        b"stray,For nothing at all,Pour rien,,2018-08-01,,fra,no,no,TLP:CLEAR,2018-01-02\n"
    ),
    "actors.csv": b"id,name,kind\nfra,France,state\n",
}


def answer(marking: str = "TLP:GREEN", day: dt.date = dt.date(2018, 6, 15)) -> Answer:
    return ask("is-the-strategy-sound", Case(dossier=decode(PARTS).cleared(marking, "desk"), today=day))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_flaw_stands_where_it_is(lang: Lang) -> None:
    (figure,) = answer().figures
    apart(on_the_sheet(figure, lang))  # type: ignore[no-untyped-call]
    values = {mark.row[1]: say(mark.value, lang) for mark in figure.marks if mark.row}

    assert ("audience" if lang == "en" else "public") in values["lunch"].lower()
    assert values["bare"]  # an end without means, though nothing stands under it
    assert values["speech"] == ("May 2018" if lang == "en" else "mai 2018")
    assert str(len(answer().table("flaws").rows)) in say(figure.title, lang)


def test_an_activity_stands_under_its_objective_and_one_without_a_date_is_counted() -> None:
    (figure,) = answer().figures
    rows = [mark.row for mark in figure.marks]

    assert rows.index(("objectives", "open")) < rows.index(("activities", "speech")) < rows.index(("objectives", "bare"))
    assert rows.index(("objectives", "bare")) < rows.index(("activities", "stray"))
    assert ("activities", "later") not in rows
    assert "1 activity without a date" in render.svg(figure, "en")


def test_a_hidden_activity_leaves_no_mark_no_gap_and_no_count() -> None:
    seen, cleared = answer("TLP:RED").figures[0], answer().figures[0]
    without = {**PARTS, "activities.csv": b"\n".join(row for row in PARTS["activities.csv"].split(b"\n") if b"CANARY" not in row)}
    never = ask("is-the-strategy-sound", Case(dossier=decode(without).cleared("TLP:GREEN", "desk"), today=dt.date(2018, 6, 15))).figures[0]

    assert "CANARYQUIET" in render.svg(seen, "en")
    assert "CANARYQUIET" not in render.svg(cleared, "en") + json.dumps(cleared.records("en"))
    assert render.svg(cleared, "fr") == render.svg(never, "fr")
    assert cleared.records("fr") == never.records("fr")
