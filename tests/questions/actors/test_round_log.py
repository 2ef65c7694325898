"""What the rows of a dossier say of a round at a moment."""

from __future__ import annotations

import pytest
from questions.round_dossier import at, round_case

from legation.errors import NotAvailable, WrongUse
from legation.language import say
from legation.questions.actors.rounds.log import find_round, instruction_until, log_of, reply_until


def states(when: str, **more: str) -> dict[str, str]:
    case = round_case(**more)
    return {one.actor: one.progress.state for one in log_of(case, find_round(case, None), at(when)).approaches}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("02T08:30", "waiting waiting waiting waiting waiting waiting"),
        ("02T10:00", "read read read waiting waiting waiting"),
        ("03T12:00", "answered asked read waiting waiting waiting"),
        ("05T17:00", "answered asked answered waiting tried answered"),
        ("05T17:01", "answered asked answered late tried answered"),
    ],
)
def test_each_capital_stands_where_the_rows_until_then_say(when: str, expected: str) -> None:
    assert [*states(when).values()] == expected.split()


def test_our_silence_and_theirs_are_two() -> None:
    case = round_case()
    log = log_of(case, find_round(case, "r1"), at("05T18:00"))

    assert [one.actor for one in log.approaches if one.progress.they_are_silent] == ["UGA"]
    assert [(one.actor, one.post) for one in log.approaches if one.progress.post_is_silent] == [("FRA", "Berlin")]
    assert [one.actor for one in log.approaches if one.progress.ask_again] == ["UGA", "DEU"], "a version of substance came after"


def test_rows_of_one_version_complete_each_other_and_a_fallback_is_for_who_may_see_it() -> None:
    case = round_case()
    first, second = log_of(case, find_round(case, None), at("05T18:00")).versions

    assert (say(first.ask, "fr"), say(first.fallback, "en"), first.fallback_marking) == ("Votez oui.", "Abstain.", "TLP:RED")
    assert (second.number, second.change, bool(second.fallback)) == (2, "substance", False)
    amber = round_case().dossier.cleared("TLP:AMBER", "desk")
    seen = log_of(type(case)(dossier=amber, today=case.today), amber.rounds[0], at("05T18:00")).versions[0]
    assert (say(seen.ask, "en"), bool(seen.fallback), seen.fallback_marking) == ("Vote yes.", False, "")


def test_until_when_a_reply_is_asked_for_stands_until_a_later_version_says_otherwise() -> None:
    rows = "id,round,version,change,at,ask,reply_by\nn1,r1,1,first,2026-03-02T08:00Z,Yes.,2026-03-04T12:00Z\n"
    rows += "n2,r1,2,editorial,2026-03-03T08:00Z,Yes please.,\n"
    case = round_case(instructions=rows)
    log = log_of(case, find_round(case, None), at("04T13:00"))

    assert [one.reply_by for one in log.versions] == [at("04T12:00")] * 2
    assert {one.progress.state for one in log.approaches} >= {"late"}
    assert reply_until(log.round, log.version) == at("04T12:00")
    assert reply_until(log.round, None) == at("05T17:00")
    assert [instruction_until(case, log.round, at(when)) is None for when in ("02T07:00", "02T08:00")] == [True, False]


def test_a_report_after_the_closing_waits_for_the_desk() -> None:
    closed = "id,title,rollcall,opened,closed\nr1,Before the vote,v,2026-03-02T08:00Z,2026-03-04T00:00Z\n"
    assert states("06T00:00", rounds=closed)["PER"] == "waiting"
    admitted = "c1,r1,PER,,CAN,admitted,,e5,2026-03-05T00:00Z\n"
    assert states("06T00:00", rounds=closed, assignments_more=admitted)["PER"] == "answered"
    assert states("04T23:00", rounds=closed, assignments_more=admitted)["PER"] == "waiting", "before it was admitted"
    superseded = "e5b,PER,r1,v,,2026-03-04T13:00Z,2026-03-04,ministry,,CAN,meeting,,no,said,,They are out.\n"
    case = round_case(rounds=closed, assignments_more=admitted, engagements_more=superseded)
    log = log_of(case, find_round(case, None), at("06T00:00"))
    assert [one.id for approach in log.approaches for one in approach.apart] == ["e2", "e5b"]


def test_an_approach_that_was_taken_back_and_given_anew() -> None:
    back = "c1,r1,,Nairobi,,closed,,,2026-03-03T10:00Z\n"
    anew = "c2,r1,KEN,Nairobi,,,,,2026-03-04T10:00Z\n"
    assert states("06T00:00", assignments_more=back)["UGA"] == "read", "what was reported after it is kept apart"
    assert states("06T00:00", assignments_more=back + anew)["KEN"] == "answered"


def test_a_report_belongs_to_whom_it_names() -> None:
    two = "a7,r1,KEN,Kampala,,,,,2026-03-02T08:00Z\n"
    case = round_case(assignments_more=two, engagements_more="e7,KEN,r1,v,n2,2026-03-05T10:00Z,2026-03-05,mission,,,call,,yes,,,\n")
    log = log_of(case, find_round(case, None), at("05T18:00"))

    assert {one.post: [row.id for row in one.reports] for one in log.approaches if one.actor == "KEN"} == {
        "Nairobi": ["e1", "e2"],
        "Kampala": [],
    }
    assert [row.id for row in log.unmatched] == ["e7"], "two posts on one capital, and nobody is named"


def test_a_round_that_was_corrected_is_the_same_round() -> None:
    case = round_case(rounds_more="r2,Another,v,2026-03-02T08:00Z,2026-03-05T12:00,Europe/Paris,24,Cyber desk\n")
    corrected = round_case(
        rounds="id,supersedes,title,rollcall,deadline,zone\nr1,,Before the vote,v,2026-03-05T18:00,Europe/Paris\n"
        "r1-2,r1,Before the vote,v,2026-03-05T12:00,Europe/Paris\n"
    )
    log = log_of(corrected, find_round(corrected, "r1"), at("05T12:00"))

    assert (log.round.id, len(log.approaches), len(log.versions)) == ("r1-2", 6, 2)
    assert [one.actor for one in log.approaches if one.progress.post_is_silent] == ["FRA"], "by the corrected deadline"
    assert len(log_of(case, find_round(case, "r2"), at("05T12:00")).approaches) == 0, "another round is another"


def test_no_round_and_another_name_are_told() -> None:
    with pytest.raises(NotAvailable):
        find_round(round_case(rounds="id,title\n", instructions="id,round\n", assignments="id,round\n", engagements="id,actor\n"), None)
    with pytest.raises(WrongUse, match="r9"):
        find_round(round_case(), "r9")
