"""What has a date: each kind once, what is done no more, a name that outlives corrections."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Dossier, When, Wording, decode
from legation.errors import DossierError
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions import Case, ask
from legation.questions.strategy.dates import DEADLINES, HAPPENINGS, deadlines, happenings, marking_of, origins

DAY = dt.date(2019, 6, 1)
DRAFT = """
[draft]
title = "A text"
marking = "TLP:GREEN"
[circulation]
kind = "joint_statement"
host = "The desk"
closes = "{closes}"
zone = "Pacific/Auckland"
[[version]]
id = "v1"
part = "drafts/text/v1.txt"
date = "2019-05-01"
"""


def dossier(**tables: str) -> Dossier:
    closes = tables.pop("drafts", "")
    named = {f"{name}.{'toml' if '/' in name else 'csv'}": text for name, text in tables.items()}
    parts = {"dossier.toml": 'id = "x"', "actors.csv": "id,name\nFRA,France\nBRA,Brazil\n", **named}
    if closes:
        parts |= {"drafts/text.toml": DRAFT.format(closes=closes), "drafts/text/v1.txt": "1. States act.\n"}
    return decode({name: text.encode() for name, text in parts.items()})


def case(**tables: str) -> Case:
    return Case(dossier=dossier(**tables), today=DAY)


def kinds(found: Case) -> list[tuple[str, str]]:
    return [(one.kind, one.row) for one in deadlines(found)]


def test_every_kind_of_deadline_is_found_in_the_order_of_dates() -> None:
    found = case(
        processes="id,forum,deadline\np,Committee,2019-07-01\n",
        forum_steps="id,forum,kind,what,date,verified\ns,p,closes,Text closes,2019-07-01,no\n",
        commitments="id,actor,direction,promise,due,kept\ng,FRA,given,A text,2019-07-02,open\nr,FRA,received,A vote,2019-07-03,\n",
        engagements="id,date,actor,channel,next_step,due\ne,2019-05-01,FRA,call,Write,2019-07-04\n",
        rounds="id,title,deadline,zone,opened,closed\nn,Before the vote,2019-07-05T00:30,Pacific/Auckland,2019-05-01T09:00Z,\n"
        "c,Over,2019-07-05T00:30,Pacific/Auckland,2019-05-01T09:00Z,2019-05-02T09:00Z\n",
        instructions="id,round,version,at,ask,reply_by\nm,n,1,2019-05-01T09:00Z,Yes,2019-07-04T13:00Z\n",
        drafts="2019-07-05T09:00",
        duties="id,to,since,hours\nw,The authority,2019-05-01T10:00Z,1560\n",
        activities="id,title,date,status\na,Lunch,2019-07-05,planned\n",
        objectives="id,aim,due\no,A text that holds,2019-07-06\n",
        indicators="id,measure,target,target_on\ni,Votes,9,2019-07-07\n",
        rollcalls="id,symbol,date\nv,A/RES/1,2019-07-08\n",
        assumptions="id,claim,review_by\nm,They talk,2019-07-07\n",
        signposts="id,title,question,value,threshold,last_useful\nw,Much is due,what-is-due,coming.count,3,2019-07-09\n"
        "q,Very much is due,what-is-due,coming.count,99,2019-07-09\n",
    )

    assert kinds(found) == [
        ("process", "p"),
        ("step", "s"),
        ("commitment-given", "g"),
        ("commitment-received", "r"),
        ("engagement", "e"),
        ("round", "n"),
        ("instruction", "m"),
        ("circulation", "text"),
        ("duty", "w"),
        ("activity", "a"),
        ("objective", "o"),
        ("review", "m"),
        ("indicator", "i"),
        ("rollcall", "v"),
        ("signpost", "w"),
    ]
    assert {one.kind for one in deadlines(found)} == set(DEADLINES)
    for one in (*deadlines(found), *happenings(found)):
        for lang in LANGUAGES:
            assert "[" not in say(one.label, lang)


MODEL = """
[model]
title_en = "Talks"
marking = "TLP:AMBER"
evidence = ["e1"]
[[descriptor]]
id = "talks"
variant = [{ id = "open" }, { id = "shut" }]
[[plan]]
id = "visit"
name_en = "A visit"
review_by = "2019-05"
[[plan]]
id = "hotline"
review_by = "2019-06-02"
evidence = ["e2"]
[[plan]]
id = "letter"
"""


def test_objectives_assumptions_and_plans_are_looked_at_again_on_their_day() -> None:
    found = case(
        objectives="id,aim,owner,due,review_by,supersedes\no,A text,The desk,2020,2019-05-20,\nq,A text,The desk,2020,2019-06-20,o\n",
        assumptions="id,claim,review_by\na,They talk,2019-06-10\n",
        evidence="id,title,marking\ne1,First,\ne2,Second,TLP:RED\n",
        **{"scenarios/talks": MODEL, "scenarios/broken": MODEL + "[[plan]]\n"},
    )
    reviews = [one for one in deadlines(found) if one.kind == "review"]

    assert [(one.table, one.row, str(one.when), say(one.what, "en"), one.is_late(DAY)) for one in reviews] == [
        ("scenarios", "talks#visit", "2019-05", "A visit", True),
        ("scenarios", "talks#hotline", "2019-06-02", "hotline", False),
        ("assumptions", "a", "2019-06-10", "They talk", False),
        ("objectives", "q", "2019-06-20", "A text", False),
    ]
    assert [marking_of(found, one) for one in reviews[:2]] == ["TLP:AMBER", "TLP:RED"]
    assert len({(*one.name, one.table, one.row) for one in deadlines(found)}) == len(deadlines(found))
    assert ask("what-is-due", found).table("due").rows[0][2:4] == (Message("dates.kind.review"), Wording(en="A visit"))


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


def round_case(deadline: str, zone: str = "Europe/Paris", more: str = "", day: dt.date = DAY) -> Case:
    rows = f"id,title,deadline,zone,opened,closed,desk\nn,Before the vote,{deadline},{zone},2019-05-01T09:00Z,,Cyber desk\n"
    return Case(dossier=dossier(rounds=rows, instructions="id,round,version,change,at,ask,reply_by,marking\n" + more), today=day)


def test_what_is_due_at_a_time_is_told_with_its_zone_on_the_day_that_its_clocks_show() -> None:
    first = "m,n,1,first,2019-05-01T09:00Z,Yes,2019-07-04T22:30Z,TLP:AMBER\n"
    late = "m2,n,2,editorial,2019-06-05T09:00Z,Yes please,2019-07-04T10:00Z,\n"
    closing, asked = deadlines(round_case("2019-07-05T18:00", more=first + late))

    assert [(one.kind, say(one.shown, "en")) for one in (closing, asked)] == [
        ("instruction", "5 July 2019, 00:30 (Paris time)"),
        ("round", "5 July 2019, 18:00 (Paris time)"),
    ]
    assert (closing.marking, say(closing.what, "en"), say(closing.who, "en")) == ("TLP:AMBER", "Before the vote", "Cyber desk")
    newer, *_ = deadlines(round_case("2019-07-05T18:00", more=first + late, day=dt.date(2019, 6, 10)))
    assert (newer.row, say(newer.shown, "fr")) == ("m2", "4 juillet 2019 à\u00a012:00 (heure\u00a0de Paris)")


def test_a_reply_asked_for_at_the_deadline_of_its_round_is_due_once() -> None:
    assert kinds(round_case("2019-07-05T18:00", more="m,n,1,first,2019-05-01T09:00Z,Yes,2019-07-05T16:00Z,\n")) == [("round", "n")]


@pytest.mark.parametrize(("written", "said"), [("+02:00", "UTC+2"), ("+01:00", "UTC+1")])
def test_an_hour_that_comes_twice_is_told_with_its_distance_from_utc(written: str, said: str) -> None:
    (one,) = deadlines(round_case(f"2019-10-27T02:30{written}"))

    assert say(one.shown, "en") == f"27 October 2019, 02:30 (Paris time, {said})"
    assert one.at == dt.datetime.fromisoformat(f"2019-10-27T02:30{written}")


@pytest.mark.parametrize(("deadline", "code"), [("2019-10-27T02:30", "two-such-times"), ("2019-03-31T02:30", "no-such-time")])
def test_an_hour_that_comes_twice_or_never_is_refused_where_it_is_not_said_which(deadline: str, code: str) -> None:
    with pytest.raises(DossierError) as caught:
        round_case(deadline)
    (problem,) = caught.value.problems
    assert (problem.code, problem.found) == (code, deadline)


def test_a_deadline_is_late_once_its_instant_has_passed_and_not_with_the_day_of_its_clocks() -> None:
    far = round_case("2019-07-05T23:00", "America/Los_Angeles", day=dt.date(2019, 7, 1))
    near = round_case("2019-07-05T00:30", "Pacific/Auckland", day=dt.date(2019, 7, 1))

    assert [deadlines(far)[0].is_late(dt.date(2019, 7, day)) for day in (5, 6, 7)] == [False, False, True]
    assert [deadlines(near)[0].is_late(dt.date(2019, 7, day)) for day in (4, 5)] == [False, True]


def test_a_text_whose_circulation_is_closed_waits_for_nobody() -> None:
    whole = dossier(drafts="2019-07-05T09:00")

    (one,) = deadlines(Case(dossier=whole, today=dt.date(2019, 7, 4)))
    assert (one.table, one.row, one.marking) == ("drafts", "text", "TLP:GREEN")
    assert say(one.shown, "en") == "5 July 2019, 09:00 (Auckland time)"
    assert deadlines(Case(dossier=whole, today=dt.date(2019, 7, 5))) == ()


@pytest.mark.parametrize(("lang", "expected"), [("en", "18:00 (Paris time)"), ("fr", "18:00 (heure\u00a0de Paris)")])
def test_the_question_tells_the_time_beside_the_day(lang: Lang, expected: str) -> None:
    table = ask("what-is-due", round_case("2019-07-05T18:00")).table("due")

    assert [[say(row[0], lang), say(row[6], lang)] for row in table.rows] == [[say(When("2019-07-05"), lang), expected]]


@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), max_size=12), st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
def test_dates_are_in_order_and_late_exactly_before_the_day(days: list[dt.date], day: dt.date) -> None:
    rows = "".join(f"o{i},Aim {i},{when}\n" for i, when in enumerate(days))
    found = deadlines(Case(dossier=dossier(objectives="id,aim,due\n" + rows), today=day))

    assert [one.when.last for one in found] == sorted(days)
    assert sum(one.is_late(day) for one in found) == sum(when < day for when in days)
