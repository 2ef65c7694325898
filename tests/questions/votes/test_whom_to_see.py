"""Whom to see about a vote: one list, its order and its reasons, on a small dossier."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from questions.bargaining_dossier import case, votes

from legation.language import LANGUAGES, say
from legation.questions import Case
from legation.questions.votes.whom_to_see import REACH, MemberToSee, listed, whom_to_see

DAY = dt.date(2019, 1, 15)
TITLE = {"A": "nnnnnnnn", "B": "yyynyyyy", "C": "yyyyyyyy", "D": "nannanan", "E": "yyyyyyyy"}
HEAD = "id,date,actor,by,channel,issue,rollcall,ask,answer,words,evidence"


def seen_by(*rows: str, relations: str = "", **changed: str) -> Case:
    parts = {
        "groups_csv": "group,actor\n" + "".join(f"club,{actor}\n" for actor in "ABCDE"),
        "engagements_csv": "\n".join((HEAD, *rows)) + "\n" if rows else "",
        "relations_csv": f"source,target,kind,evidence\n{relations}\n" if relations else "",
        **votes(TITLE),
        **changed,
    }
    return case(DAY, **parts)


def of(one: Case, goal: str | None = "adopt") -> tuple[MemberToSee, ...]:
    return whom_to_see(one, one.rollcall("next"), goal)


def test_the_members_to_win_stand_first_each_with_its_ask_its_chance_and_the_reason() -> None:
    rows = of(seen_by())

    assert [row.actor.id for row in rows if row.side == "win"] == ["D", "A"]
    assert [row.side for row in rows] == sorted((row.side for row in rows), reverse=True)
    first = rows[0]
    assert (first.ask_from, first.ask_to) == ("no", "abstain")
    assert first.open == pytest.approx(first.p_yes + first.p_abstain)
    assert all(row.ask_from == row.ask_to == "yes" for row in rows if row.side == "hold")
    for row, lang in itertools.product(rows, LANGUAGES):
        assert "%" in say(row.reason, lang)
        assert row.ask is not None
        assert say(row.ask, lang)


def test_the_order_is_that_of_the_gain_and_the_gain_is_the_product() -> None:
    rows = [row for row in of(seen_by()) if row.side == "win"]

    assert [row.gain for row in rows] == pytest.approx([row.open * row.pivotal * row.reachable for row in rows])
    assert [round(row.gain, 3) for row in rows] == sorted((round(row.gain, 3) for row in rows), reverse=True)


def test_who_is_reached_stands_before_who_is_not() -> None:
    plain = {row.actor.id: row for row in of(seen_by())}
    reached = {row.actor.id: row for row in of(seen_by(relations="B,A,speaks_for,rec"))}

    assert (plain["A"].reach, plain["A"].reachable) == ("none", REACH["none"])
    assert (reached["A"].reach, reached["A"].reachable) == ("speaker", 1.0)
    assert [one.id for one in reached["A"].speakers] == ["B"]
    assert reached["A"].gain == pytest.approx(plain["A"].gain * 2)
    assert reached["D"].gain == pytest.approx(plain["D"].gain)


@pytest.mark.parametrize(("day", "reach"), [("2018-12-20", "warm"), ("2018-01-20", "met")])
def test_the_last_contact_says_how_near_a_member_is_and_its_words_stand_with_it(day: str, reach: str) -> None:
    row = next(row for row in of(seen_by(f"e,{day},D,us,call,t,,please,undecided,We are thinking,rec")) if row.actor.id == "D")

    assert (row.reach, str(row.last), row.channel, row.level) == (reach, day, "call", "")
    assert [(say(one.text, "en"), str(one.date)) for one in row.words] == [("We are thinking", day)]
    assert "please" not in say(row.approached[0], "en")
    assert "undecided" in say(row.approached[0], "en")


def test_nobody_is_proposed_without_a_goal_nor_who_said_no_in_writing_nor_who_declared_itself_against() -> None:
    said = ("e,2018-12-01,D,us,note,t,,,no,,rec", "f,2018-12-01,A,us,call,t,next,,yes,,rec", "g,2018-12-01,B,us,call,t,next,,no,,rec")
    refused = seen_by(*said)
    rows = {row.actor.id: row for row in listed(refused, refused.rollcall("next"), "adopt")}

    assert of(seen_by(), None) == ()
    assert [row.actor.id for row in of(refused) if row.side == "win"] == []
    assert list(rows)[-1] == "D"
    assert rows["D"].not_again is not None
    assert "B" not in rows
    assert (rows["A"].side, rows["A"].declared, rows["A"].open) == ("hold", "yes", pytest.approx(1 - rows["A"].presence))


def test_without_a_goal_the_open_list_asks_nothing() -> None:
    rows = listed(seen_by(), seen_by().rollcall("next"), "")

    assert rows
    assert {row.ask for row in rows} == {None}
    assert [row.open for row in rows] == pytest.approx([1 - max(row.p_yes, row.p_abstain, row.p_no) for row in rows])
