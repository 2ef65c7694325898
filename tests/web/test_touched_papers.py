"""Papers made on the site that say what no longer stands: marked in the list, for who may see what contradicts them."""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.language import LANGUAGES, say
from legation.web.pages.answers.questions import contradicted_papers
from legation.web.runs.models import Run

ROWS = "id,question,evidence,rollcall,low,value,high,made_on,resolved_on,result,resolution_evidence,marking\n"
FORECAST = "f,Margin?,e,r1,28,73,117,2019-12-01,2019-12-27,19,s,"


def dossier(head: str = "", forecast: str = FORECAST):
    return decode(
        {
            "dossier.toml": f'id = "x"\n{head}'.encode(),
            "evidence.csv": b"id,title,date\ne,Note,2019-01-01\ns,Record,2019-12-27\n",
            "rollcalls.csv": b"id,symbol,title,date\nr1,A/1,Salt,2019-12-27\nr2,A/2,Pepper,2019-12-28\n",
            "forecasts.csv": (ROWS + forecast + "\n").encode(),
        }
    )


def run(number: int, kind: str = "tally", today: str = "2019-12-10", **options: str) -> Run:
    return Run(pk=number, kind=kind, today=dt.date.fromisoformat(today), options=options)


def test_a_paper_on_the_vote_made_between_the_forecast_and_what_came_is_touched() -> None:
    runs = [
        run(1, rollcall="r1"),
        run(2, rollcall="A/1"),
        run(3, "kit", actor="FRA", rollcall="r1"),
        run(4, rollcall="r2"),  # another vote
        run(5, today="2019-11-30", rollcall="r1"),  # before the forecast was made
        run(6, today="2019-12-28", rollcall="r1"),  # after what came
        run(7, "brief", sections="how-good-were-we"),
        run(8, "brief", sections="who-is-in"),
        run(9, "question", rollcall="r1"),
        run(10, today="2020-02-01", rollcall="r1", as_of="2019-12-10"),
    ]
    found = contradicted_papers(dossier(), runs)

    assert sorted(found) == [1, 2, 3, 7, 10]
    for lang in LANGUAGES:
        assert "2019" in say(found[1][0], lang)
        assert "[" not in say(found[1][0], lang)


def test_the_vote_of_the_dossier_counts_where_a_paper_names_none() -> None:
    assert contradicted_papers(dossier('[parameters]\nrollcall = "r1"\n'), [run(1, "brief", sections="who-is-in")]).keys() == {1}


def test_a_frozen_dossier_tells_nothing_that_came_after_its_day() -> None:
    assert contradicted_papers(dossier("as_of = 2019-12-20\n"), [run(1, rollcall="r1")]) == {}


def test_who_may_not_see_the_forecast_sees_no_mark() -> None:
    secret = dossier(forecast=FORECAST + "TLP:RED")

    assert contradicted_papers(secret, [run(1, rollcall="r1")])
    assert contradicted_papers(secret.cleared("TLP:CLEAR", audience="desk"), [run(1, rollcall="r1")]) == {}
