"""Who has no vote that day leaves members, declared and the majority; a few rows of votes are no vote that was held."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import decode, problems_of
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.base import inputs
from legation.questions.votes.count import left_out, unknown_members

TODAY = dt.date(2021, 1, 1)
HELD = 8
"""Roll calls on the title that were held before."""


def parts(
    size: int, rows: str = "", *, sponsors: str = "", date: str = "", more: str = "", share: str = "1/2", of: str = "members"
) -> dict[str, bytes]:
    """Return a body of so many members, of whom all voted :data:`HELD` times on a title; ``rows`` are those of the vote ahead: ``place word``."""
    names = [f"M{n:03}" for n in range(size)]
    past = "".join(
        f"{name},r{held},{('yes', 'no', 'abstain')[(n + (held == 2 and n % 7 == 0)) % 3]}\n"
        for held in range(HELD)
        for n, name in enumerate(names)
    )
    ahead = "".join(f"M{int(place):03},ahead,{word}\n" for place, word in map(str.split, rows.splitlines()))
    made = {
        "dossier.toml": 'id = "d"\nformat = 2\n',
        "evidence.csv": "id,title,date\ne,Record,2018-01-01\n",
        "actors.csv": "id,name,kind\n" + "".join(f"{name},{name},state\n" for name in (*names, "OBS")),
        "groups.csv": "group,actor\n" + "".join(f"hall,{name}\n" for name in names),
        "bodies.toml": f'[[body]]\nid = "b"\nmembers = "hall"\n[[body.rule]]\nof = "{of}"\nshare = "{share}"\n',
        "rollcalls.csv": "id,symbol,title,date,evidence,sponsors,known_on,total_yes,total_no,total_abstain\n"
        + "".join(f"r{held},R/{held},The open sky,2018-0{1 + held}-01,e,,,,,\n" for held in range(HELD))
        + f"ahead,R/9,The open sky,{date},e,{sponsors},2020-01-01,,,\n{more}",
        "votes.csv": f"actor,rollcall,vote\n{past}{ahead}",
    }
    return {name: text.encode() for name, text in made.items()}


def case(size: int, rows: str = "", **options: str) -> Case:
    return Case(dossier=decode(parts(size, rows, **options)), today=TODAY).at(TODAY)


def answer(size: int, rows: str = "", question: str = "do-we-have-the-votes", **options: str) -> Answer:
    return ask(question, case(size, rows, **options), rollcall="ahead")


def members(told: Answer) -> list[str]:
    return sorted(row[0].id for row in told.table("members").rows)


@pytest.mark.parametrize("size", [5, 200])
@pytest.mark.parametrize("date", ["", "2021-01-01", "2021-06-01", "2020-12-30"])
def test_one_row_that_says_who_has_no_vote_is_no_vote_that_was_held(size: int, date: str) -> None:
    """Whether the day is not known, today, to come, or over without an outcome."""
    told = answer(size, "0 not_entitled", date=date)

    assert "held" not in {finding.id for finding in told.findings}
    assert members(told) == [f"M{n:03}" for n in range(1, size)]
    assert told.finding("expected")
    assert (inputs.vote_ahead(case(size, "0 not_entitled", date=date)) is None) == (date == "2020-12-30")


@pytest.mark.parametrize("size", [5, 200])
def test_the_majority_is_one_of_those_who_have_a_vote(size: int) -> None:
    """Of all members more than half are needed: two that are suspended lower it by one."""
    whole, fewer = (answer(size, rows).finding("rule").message.values["needed"] for rows in ("", "0 not_entitled\n1 not_entitled"))

    assert (whole, fewer) == (size // 2 + 1, (size - 2) // 2 + 1)


@pytest.mark.parametrize("date", ["", "2021-01-01", "2020-12-30"])
def test_three_known_votes_of_two_hundred_are_no_vote_that_was_held(date: str) -> None:
    few = answer(200, "0 yes\n1 yes\n2 yes", date=date)
    none = answer(200, date=date)

    assert "held" not in {finding.id for finding in few.findings}
    assert members(few) == members(none)
    margins = {told.finding("expected").message.values["margin"] for told in (few, none)}
    assert len(margins) == 1, "they are no earlier vote on the title"


def test_most_votes_of_those_who_have_one_are_a_vote() -> None:
    rows = "0 not_entitled\n1 yes\n2 no\n3 yes"
    told = answer(5, rows, date="2020-12-30")

    assert {k: told.finding("held").message.values[k] for k in ("yes", "no", "abstain", "absent")} == {
        "yes": 2,
        "no": 1,
        "abstain": 0,
        "absent": 1,
    }
    assert members(told) == ["M001", "M002", "M003", "M004"]


def test_a_suspended_sponsor_and_an_observer_are_no_declared_yes() -> None:
    told = answer(5, "0 not_entitled", sponsors="M000 M001 OBS")
    values = told.finding("declared").message.values

    assert (values["count"], values["yes"], values["of"]) == (1, 1, 4)
    assert members(told) == ["M001", "M002", "M003", "M004"]


@pytest.mark.parametrize("question", ["who-is-missing", "who-would-call-a-vote", "who-has-power", "do-we-have-the-votes"])
def test_every_question_on_a_vote_bears_a_sponsor_without_a_vote(question: str) -> None:
    told = answer(7, "0 not_entitled", question, sponsors="M000 M001 OBS")
    shown = {cell.id for table in told.tables for row in table.rows for cell in row if hasattr(cell, "id")}

    assert not shown & {"M000", "OBS"}
    assert "M001" in shown or question == "who-would-call-a-vote"


def test_whom_to_call_and_who_can_move_leave_out_who_has_no_vote() -> None:
    there = case(9, "0 not_entitled", sponsors="M000 OBS")
    moving = ask("who-can-move", there, rollcall="ahead")

    assert moving.tables[0].id == "movable", "one row is no vote that was held"
    assert "M000" not in {row[0].id for row in moving.table("movable").rows}


def test_in_a_dossier_without_votes_a_row_without_a_vote_leaves_the_other_actors() -> None:
    """Who has a vote is otherwise whoever voted, and one row that says who has none is no vote."""
    made = parts(3, "0 not_entitled")
    made["votes.csv"] = b"actor,rollcall,vote\nM000,ahead,not_entitled\n"
    del made["groups.csv"], made["bodies.toml"]
    alone = Case(dossier=decode(made), today=TODAY).at(TODAY)
    ahead = alone.rollcall("ahead")

    assert inputs.member_ids(alone, ahead) == ("M001", "M002", "OBS")
    assert inputs.member_ids(alone) == ("M000", "M001", "M002", "OBS")
    assert inputs.vote_ahead(alone) == ahead
    assert "held" not in {finding.id for finding in ask("do-we-have-the-votes", alone, rollcall="ahead").findings}


def test_all_members_without_a_vote_leave_nobody() -> None:
    there = case(5, "\n".join(f"{n} not_entitled" for n in range(5)))

    assert inputs.member_ids(there, there.rollcall("ahead")) == ()
    assert not inputs.is_held(there, there.rollcall("ahead"))


def test_such_a_row_before_the_vote_is_no_fault() -> None:
    assert not problems_of(parts(5, "0 not_entitled", date="2021-06-01"))


def test_the_votes_of_a_day_that_is_over_stay_on_record() -> None:
    """Two of two hundred votes of an old roll call: no count is made of them, and who votes alike still reads them."""
    there = case(200, "0 yes\n1 no", date="2020-01-05")

    assert "ahead" in {r.id for r in inputs.on_record(there)}
    assert not inputs.is_held(there, there.rollcall("ahead"))
    assert inputs.vote_ahead(there) is None
    assert "ahead" not in {r.id for r in inputs.on_record(case(200, "0 yes\n1 no"))}, "a vote of which the day is not known is ahead"


def test_on_its_day_a_vote_is_ahead_until_it_is_held() -> None:
    ahead, held = case(5, date="2021-01-01"), case(5, "0 yes\n1 yes\n2 no", date="2021-01-01")

    assert (one := inputs.vote_ahead(ahead)) is not None and one.id == "ahead"
    assert inputs.vote_ahead(held) is None


TOTALS = "c,C/1,The open sky,2020-11-01,e,,,{0}\n"


@pytest.mark.parametrize("totals", ["3,1,1", "3,1,", "3,,", "0,0,0"])
def test_of_totals_alone_the_totals_are_told(totals: str) -> None:
    told = ask("do-we-have-the-votes", case(5, more=TOTALS.format(totals)), rollcall="c")
    sentence = {lang: say(told.finding("held").message, lang) for lang in LANGUAGES}

    assert told.finding("held").message.id.endswith("held-totals")
    assert "not in the vote" not in sentence["en"] and "hors du vote" not in sentence["fr"]
    assert all(total in sentence[lang] for lang in LANGUAGES for total in totals.split(",") if total not in ("", "0", "1"))
    assert {row[2] for row in told.table("members").rows} == {"missing"}
    assert ("rule" in {finding.id for finding in told.findings}) == (totals != "3,,")
    if totals == "3,1,1":
        assert told.finding("rule").message.id.endswith("rule-adopted") and told.finding("rule").message.values["needed"] == 3


def test_totals_that_exceed_the_members_are_under_no_rule() -> None:
    told = ask("do-we-have-the-votes", case(5, more=TOTALS.format("30,10,10")), rollcall="c")

    assert "rule" not in {finding.id for finding in told.findings}


def test_who_is_left_out_of_a_count_is_said() -> None:
    there = case(5, "0 not_entitled", sponsors="M000 M001 OBS", more=TOTALS.format("30,10,10"))
    told = left_out(there, there.rollcall("ahead"))

    assert [message.id for message in told] == ["votes.no-vote", "votes.sponsor-without-vote", "votes.members-missing"]
    assert told[1].values["count"] == 2
    assert told[2].values["count"] == unknown_members(there, there.rollcall("ahead")) == 45
    assert all(say(message, lang) for message in told for lang in LANGUAGES)
    assert left_out(case(5), case(5).rollcall("ahead")) == ()


def test_a_member_of_whom_no_vote_is_known_is_named() -> None:
    made = parts(5)
    made["votes.csv"] = b"\n".join(line for line in made["votes.csv"].splitlines() if not line.startswith(b"M004")) + b"\n"
    there = Case(dossier=decode(made), today=TODAY).at(TODAY)
    (told,) = left_out(there, there.rollcall("ahead"))

    assert told.id == "votes.never-voted" and "M004" in say(told, "en")


def test_totals_of_another_body_say_nothing_of_this_one() -> None:
    made = parts(5, more="c,C/1,The open sky,2020-11-01,e,,,30,10,10\n")
    made["bodies.toml"] += b'[[body]]\nid = "other"\n'
    head, *rows = made["rollcalls.csv"].decode().splitlines()
    made["rollcalls.csv"] = (
        "\n".join([f"{head},body", *(f"{row},{'other' if row.startswith('c,') else 'b'}" for row in rows)]).encode() + b"\n"
    )
    there = Case(dossier=decode(made), today=TODAY).at(TODAY)

    assert unknown_members(there, there.rollcall("ahead")) == 0


@pytest.mark.parametrize(("rows", "shown"), [("0 yes\n1 yes", False), ("0 yes\n1 yes\n2 no", True), ("0 not_entitled\n1 yes", False)])
def test_a_few_votes_known_before_the_day_are_no_outcome_to_reveal(rows: str, shown: bool) -> None:
    there = Case(dossier=decode(parts(5, rows, date="2021-06-01")), today=TODAY)
    told = ask("do-we-have-the-votes", there, rollcall="ahead", reveal=True)

    assert ("reveal" in {finding.id for finding in told.findings}) == shown


@pytest.mark.parametrize(("date", "past"), [("2021-01-01", HELD - 1), ("2020-12-30", HELD)])
def test_a_vote_of_today_without_an_outcome_is_no_text_adopted_without_a_vote(date: str, past: int) -> None:
    told = ask("who-would-call-a-vote", case(5, "0 not_entitled", date=date), rollcall="r0")

    assert told.finding("history").message.values["of"] == past
