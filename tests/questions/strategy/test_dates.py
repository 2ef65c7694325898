"""What has a date: each kind once, what is done no more, a name that outlives corrections."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Dossier, decode
from legation.language import LANGUAGES, say
from legation.questions import Case
from legation.questions.strategy.dates import DEADLINES, HAPPENINGS, deadlines, happenings, origins

DAY = dt.date(2019, 6, 1)


def dossier(**tables: str) -> Dossier:
    parts = {"dossier.toml": 'id = "x"', "actors.csv": "id,name\nFRA,France\nBRA,Brazil\n", **{f"{k}.csv": v for k, v in tables.items()}}
    return decode({name: text.encode() for name, text in parts.items()})


def case(**tables: str) -> Case:
    return Case(dossier=dossier(**tables), today=DAY)


def kinds(found: Case) -> list[tuple[str, str]]:
    return [(one.kind, one.row) for one in deadlines(found)]


def test_every_kind_of_deadline_is_found_in_the_order_of_dates() -> None:
    found = case(
        processes="id,forum,deadline\np,Committee,2019-07-01\n",
        commitments="id,actor,direction,promise,due,kept\ng,FRA,given,A text,2019-07-02,open\nr,FRA,received,A vote,2019-07-03,\n",
        engagements="id,date,actor,channel,next_step,due\ne,2019-05-01,FRA,call,Write,2019-07-04\n",
        rounds="id,title,deadline,zone,opened,closed\nn,Before the vote,2019-07-05T00:30,Pacific/Auckland,2019-05-01T09:00Z,\n"
        "c,Over,2019-07-05T00:30,Pacific/Auckland,2019-05-01T09:00Z,2019-05-02T09:00Z\n",
        activities="id,title,date,status\na,Lunch,2019-07-05,planned\n",
        objectives="id,aim,due\no,A text that holds,2019-07-06\n",
        indicators="id,measure,target,target_on\ni,Votes,9,2019-07-07\n",
        rollcalls="id,symbol,date\nv,A/RES/1,2019-07-08\n",
    )

    assert kinds(found) == [
        ("process", "p"),
        ("commitment-given", "g"),
        ("commitment-received", "r"),
        ("engagement", "e"),
        ("round", "n"),
        ("activity", "a"),
        ("objective", "o"),
        ("indicator", "i"),
        ("rollcall", "v"),
    ]
    assert {one.kind for one in deadlines(found)} == set(DEADLINES)
    for one in (*deadlines(found), *happenings(found)):
        for lang in LANGUAGES:
            assert "[" not in say(one.label, lang)


def test_what_is_done_is_not_due() -> None:
    found = case(
        commitments="id,actor,promise,due,kept\na,FRA,x,2019-07-02,kept\nb,FRA,y,2019-07-02,broken\n",
        activities="id,title,date,status\na,Lunch,2019-07-05,done\nb,Tea,2019-07-05,dropped\n",
        indicators="id,measure,target_on,reached\ni,Votes,2019-07-07,4\n",
        rollcalls="id,symbol,date\nv,A/RES/1,2019-05-01\n",
    )

    assert deadlines(found) == ()


def test_a_later_contact_meets_the_step_that_was_due_by_then() -> None:
    rows = "id,date,actor,channel,next_step,due\na,2019-04-01,FRA,call,Write,2019-04-20\n"
    open_, met, public = (
        case(engagements=rows),
        case(engagements=rows + "b,2019-05-01,FRA,meeting,,\n"),
        case(engagements=rows + "b,2019-05-01,FRA,other,,\n"),
    )

    assert kinds(open_) == [("engagement", "a")]
    assert deadlines(open_)[0].is_late(DAY)
    assert kinds(met) == []
    assert kinds(public) == [("engagement", "a")], "a word in public is no contact"


def test_a_superseded_row_is_not_due_and_its_origin_is_kept() -> None:
    found = case(objectives="id,supersedes,aim,due\no,,One,2019-07-06\no-2,o,Two,2019-08-06\no-3,o-2,Three,2019-09-06\n")

    assert [(one.row, str(one.when)) for one in deadlines(found)] == [("o-3", "2019-09-06")]
    assert origins(found.dossier, "objectives") == {"o": "o", "o-2": "o", "o-3": "o"}


def test_what_takes_place_lasts_to_its_end() -> None:
    found = case(
        engagements="id,date,actor,channel,ask\ne,2019-05-01,FRA,call,A vote\n",
        activities="id,title,date,end,status\na,Session,2019-06-03,2019-06-07,planned\nb,Gone,2019-06-03,,dropped\n",
    )
    contact, action = happenings(found)

    assert (contact.kind, str(contact.when), contact.end) == ("contact", "2019-05-01", None)
    assert (action.kind, str(action.when), str(action.end)) == ("action", "2019-06-03", "2019-06-07")
    assert {one.kind for one in happenings(found)} <= set(HAPPENINGS)
    assert not action.is_late(dt.date(2030, 1, 1)), "what takes place is not due"


@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), max_size=12), st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
def test_dates_are_in_order_and_late_exactly_before_the_day(days: list[dt.date], day: dt.date) -> None:
    rows = "".join(f"o{i},Aim {i},{when}\n" for i, when in enumerate(days))
    found = deadlines(Case(dossier=dossier(objectives="id,aim,due\n" + rows), today=day))

    assert [one.when.last for one in found] == sorted(days)
    assert sum(one.is_late(day) for one in found) == sum(when < day for when in days)
