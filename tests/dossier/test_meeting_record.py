"""The record of a meeting: what is confirmed becomes rows, what is not becomes none, and a faulty file is told whole."""

from __future__ import annotations

import datetime as dt

import pytest
from questions.bargaining_dossier import PARTS

from legation.dossier import Dossier, decode, standing
from legation.dossier.edit import apply
from legation.dossier.meeting_record import MOST, MeetingRecord, blank_record, read_record
from legation.errors import DossierError

DAY = dt.date(2019, 6, 21)
PLAN = (
    "id,author,date,actor,level,by,channel,issue,ask,points,known_on,evidence\n"
    "plan,analyst,2019-06-20,A,minister,our ambassador,meeting,t,Vote yes,Money,2019-06-10,talk\n"
)
FILLED = """
date = "2019-06-20"
place = "Geneva"
participants_en = "the Minister"
next_step = "Send the draft"
due = "2019-07-01"

[[answer]]
answer = "undecided"
words_en = "We have to ask"

[[answer]]
ask = "A speech in public"
answer = "yes"

[[promise]]
promise = "A seat"
direction = "given"
due = "2019-08-01"

[[promise]]
promise = "A word with Borduria"
"""


def dossier() -> Dossier:
    return decode({name: text.encode() for name, text in {**PARTS, "engagements.csv": PLAN}.items()})


def record(text: str = FILLED, plan: str = "plan") -> MeetingRecord:
    return read_record("r.toml", text.encode(), actor="A", plan=plan)


def saved(confirmed: set[str], text: str = FILLED, plan: str = "plan") -> Dossier:
    before = dossier()
    edits = [edit for _, edit in record(text, plan).edits(before, confirmed)]
    return apply(before, edits, author="desk", day=DAY, known=DAY, reason="Record")


def test_what_waits_is_named_in_its_order() -> None:
    assert [item.key for item in record().items] == ["answer-1", "answer-2", "promise-1", "promise-2"]


def test_nothing_that_is_not_confirmed_becomes_a_row() -> None:
    now = saved(set())
    (talk,) = standing(now.engagements)

    assert (talk.supersedes, talk.answer, str(talk.place), str(talk.next_step)) == ("plan", "", "Geneva", "Send the draft")
    assert not talk.words
    assert not now.commitments


def test_the_answer_on_the_matter_stands_in_the_row_of_the_meeting_and_another_in_its_own() -> None:
    first, second = standing(saved({"answer-1", "answer-2"}).engagements)

    assert (first.supersedes, first.answer, str(first.words), str(first.ask)) == ("plan", "undecided", "We have to ask", "Vote yes")
    assert (second.answer, str(second.ask), str(second.date), second.actor, str(second.by)) == (
        "yes", "A speech in public", "2019-06-20", "A", "our ambassador",
    )  # fmt: skip


def test_promises_bear_the_actor_the_day_and_who_promised() -> None:
    given, received = saved({"promise-1", "promise-2"}).commitments

    assert (given.actor, given.direction, str(given.date), str(given.due), given.kept) == ("A", "given", "2019-06-20", "2019-08-01", "open")
    assert (received.direction, str(received.promise), received.evidence) == ("received", "A word with Borduria", ("talk",))
    assert {row.author for row in (given, received)} == {"desk"}
    assert {row.reason for row in (given, received)} == {"Record"}


def test_one_promise_of_two_is_confirmed_alone() -> None:
    (row,) = saved({"promise-2"}).commitments

    assert str(row.promise) == "A word with Borduria"


def test_the_record_is_known_from_its_own_day_and_not_from_that_of_the_plan() -> None:
    now = saved({"answer-1"})

    assert str(standing(now.engagements)[0].known_on) == "2019-06-21"
    assert standing(now.as_of(dt.date(2019, 6, 15)).engagements)[0].id == "plan"


def test_a_meeting_that_nobody_planned_is_a_new_row() -> None:
    rows = standing(saved({"answer-1"}, plan="").engagements)

    assert [(row.id, row.supersedes) for row in rows if row.id != "plan"] == [("A-2019-06-20", "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "date"),
        ("place = 'Geneva'", "date"),
        ("date = '2019-06-20'\nperson = 'Ms X'", "person"),
        ("date = '2019-06-20'\n[answer]\nanswer = 'yes'", "answer"),
        ("date = '2019-06-20'\n[[promise]]\nkept = 'kept'", "kept"),
        ("date = '2019-06-20'\n[[answer]]\nanswer = ['yes']", "answer 1.answer"),
        ("date = ", "r.toml"),
        ("date = '2019-06-20'\n" + "[[answer]]\nanswer = 'yes'\n" * (MOST + 1), str(MOST)),
        ("#" * 70_000, "70000 bytes"),
        ("date = '2019-06-20'\nplace = \"\\u0000\"", "r.toml"),
    ],
    ids=["empty", "no day", "unknown", "no list", "not its column", "no text", "no TOML", "too many", "too large", "control sign"],
)
def test_a_faulty_file_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(DossierError) as error:
        record(text)

    assert told in str(error.value)


def test_an_answer_that_is_no_word_of_the_list_stops_the_whole_record() -> None:
    with pytest.raises(DossierError, match="perhaps"):
        saved({"answer-1"}, "date = '2019-06-20'\n[[answer]]\nanswer = 'perhaps'")


@pytest.mark.parametrize("plan", ["plan", ""])
def test_a_form_to_fill_can_be_read_back(plan: str) -> None:
    text = blank_record(dossier(), plan)
    found = record(text.replace('date = ""', 'date = "2019-06-20"'), plan)

    assert found.items == ()
    assert found.facts.get("points", "") == ("Money" if plan else "")


def test_text_of_several_lines_and_quotes_comes_back_as_it_was() -> None:
    words = 'One "said"\nTwo \\ back'
    before = apply(
        dossier(),
        [edit for _, edit in MeetingRecord(actor="A", plan="plan", facts={"points": words}, answers=(), promises=()).edits(dossier(), ())],
    )

    assert record(blank_record(before, "plan-2"), "plan-2").facts["points"] == words
