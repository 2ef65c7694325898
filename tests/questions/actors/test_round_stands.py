"""Where does the round stand: what the answer says at a moment, what it counts, whom it calls, and what lines give before they are sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions.round_dossier import PARTS, at, round_case

from legation.dossier import decode
from legation.dossier.edit import apply
from legation.errors import WrongUse
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask
from legation.questions.actors.rounds.building import MOST, clashes, edits_of, first_to_call, line_of, read_lines
from legation.questions.actors.rounds.log import find_round, log_of, readings
from legation.questions.actors.rounds.sheets import OWN_COLUMNS, PARTNER_COLUMNS, follow_up, partner_sheet
from legation.questions.actors.rounds.tally import calls, tally_of
from legation.questions.actors.rounds.vote_total import vote_total


def stands(when: str = "2026-03-05T18:30", **more: str) -> Answer:
    options = {name: more.pop(name) for name in ("since", "round") if name in more}
    return ask("where-does-the-round-stand", round_case(**more), at=when, **options)


def test_one_page_says_what_to_decide_what_changed_and_whom_to_call() -> None:
    answer = stands()

    assert {one.id: say(one.message, "en") for one in answer.findings} == {
        "decide": "To decide: a contradiction to settle (Ken) and one capital that answered under an earlier instruction: ask again? (Deu).",
        "count": "Of 6 capitals 1 said yes, 0 no, 0 that they abstain; 5 in other situations.",
        "vote": "Declared to us on The text, out of 7 members: 1 yes, 0 no, 0 abstentions, 0 absences; 6 not declared. The rule for The text is "
        "a majority of the members present and voting (an abstention is not a vote; a tie is not adopted). With these votes the text is "
        "adopted: 1 yes is needed, 0 more than needed. The others can still change it.",
        "changed": "Where one capital stands changed since 4 March 2026, 18:30 (Paris time): Ken, from yes to contradicted.",
        "call": "3 to call next: Uga (level: minister), Per (level: minister) and Jpn (level: ministry).",
        "contradicted-KEN": "Ken: answers that differ, yes (level: ministry; Nairobi, 3 March 2026) and no (level: embassy or mission; "
        "Nairobi, 5 March 2026).",
        "silent-posts": "No report, the deadline passed: Berlin (1 capital).",
        "silent-capitals": "One capital is silent, asked more than 24 hours ago: Uga.",
        "claimed": "Told by a partner, not declared to us: Per (by Can).",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_tables_hold_every_approach_and_each_side_of_a_contradiction(lang: Any) -> None:
    answer = stands()

    assert [row[0].id for row in answer.table("approaches").rows] == ["KEN", "UGA", "DEU", "FRA", "JPN", "PER"]
    assert [say(row[5], lang) for row in answer.table("contradictions").rows] == ["We are with you.", "Not this text."]
    assert sum(row[1] for row in answer.table("count").rows) == 6, "each capital is in exactly one place"


MORE = (
    "h1,KEN,r1,v,n2,2026-03-05T10:00Z,2026-03-05,desk,Cyber desk,,call,,no,said,,\n"
    "h2,FRA,r1,v,n2,2026-03-05T10:00Z,2026-03-05,minister,Berlin,,call,,yes,said,,\n"
    "h3,UGA,r1,v,n2,2026-03-05T10:00Z,2026-03-05,minister,Nairobi,,call,,absent,said,,\n"
    "h4,JPN,r1,v,n2,2026-03-05T16:00Z,2026-03-05,minister,Berlin,,call,,yes,said,,\n"
)
"""The desk has not settled Ken: nothing says what its answer replaces; Jpn answers in the evening alone."""


def test_the_total_of_the_vote_is_what_is_declared_at_the_moment() -> None:
    """By the hour and not by the day, under the rule; a claim of a partner, sides that differ and an estimate are not in it."""

    def total(when: str, **more: str) -> tuple[dict[str, float], bool]:
        case = round_case(engagements_more=MORE, **more)
        found = vote_total(case, log_of(case, find_round(case, None), at(when)))
        assert found is not None
        return found.counts, found.is_settled

    assert total("05T17:30") == ({"yes": 3, "no": 0, "abstain": 0, "absent": 1, "open": 3}, False)
    assert total("05T15:59") == ({"yes": 2, "no": 0, "abstain": 0, "absent": 1, "open": 4}, False)
    assert total("05T05:59") == ({"yes": 2, "no": 0, "abstain": 0, "absent": 0, "open": 5}, False)
    four = "p1,{},,v,,2026-03-05T10:00Z,2026-03-05,minister,us,,call,,{},said,,\n"
    settled = "".join(four.format(name, answer) for name, answer in (("PER", "yes"), ("CAN", "yes")))
    case = round_case(engagements_more=MORE + settled.replace("p1,CAN", "p2,CAN"))
    found = vote_total(case, log_of(case, find_round(case, None), at("05T17:30")))
    assert found is not None and (found.counts["yes"], found.is_settled) == (5, True)
    assert say(found.said()[-1], "fr") == "Ce que feront les autres n’y change rien."


def test_a_round_without_a_vote_ahead_has_no_total() -> None:
    rounds = "id,title,opened,deadline,zone\nr1,A round,2026-03-02T08:00Z,,\n"
    held = "actor,rollcall,vote\n" + "".join(f"{actor},v,yes\n" for actor in ("KEN", "UGA", "DEU", "FRA", "JPN", "PER", "CAN"))
    for more in ({"rounds": rounds}, {"votes": held}):
        assert "vote" not in {one.id for one in stands(**more).findings}


def test_a_rule_that_does_not_fit_or_is_not_there_leaves_the_count_alone() -> None:
    """Ninety-nine votes of seven members; no rule at all."""
    body = '[[body]]\nid = "b"\nname = "The body"\nmembers = "all"\n'
    for rule in ('[[body.rule]]\nof = "count"\nnumber = 99\n', ""):
        parts = {**PARTS, "bodies.toml": body + rule}
        case = Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2026, 3, 31))
        answer = ask("where-does-the-round-stand", case, at="2026-03-05T18:30")
        expected = "Declared to us on The text, out of 7 members: 1 yes, 0 no, 0 abstentions, 0 absences; 6 not declared."
        assert say(answer.finding("vote").message, "en") == expected


def test_the_moment_may_be_local_or_bear_its_distance_from_utc() -> None:
    for same in ("2026-03-05T18:30", "2026-03-05T18:30+01:00", "2026-03-05T17:30Z"):
        assert stands(same).findings == stands().findings
    with pytest.raises(WrongUse, match="does not exist in Paris time"):
        stands("2026-03-29T02:30")
    with pytest.raises(WrongUse, match="must be YYYY-MM-DDThh:mm"):
        stands("tonight")


def test_a_claim_of_a_partner_is_never_declared_to_us() -> None:
    case = round_case()
    tally = tally_of(case, log_of(case, find_round(case, None), at("05T18:00")))

    assert (tally.rolled.place["PER"], [row.id for row in tally.claims]) == ("leaning", ["e5"])


def test_a_condition_and_the_word_of_the_desk() -> None:
    condition = "e7,DEU,r1,v,n2,2026-03-05T10:00Z,2026-03-05,minister,Berlin,,call,,yes,said,If others join.,\n"
    assert "a condition to accept or refuse (Deu)" in say(stands(engagements_more=condition).finding("decide").message, "en")
    case = round_case()
    head = "id,actor,round,rollcall,at,date,level,by,answer,replaces\n"
    settled = apply_rows(case, head + "d,KEN,r1,v,2026-03-05T12:00Z,2026-03-05,desk,Cyber desk,no,e1 e2\n")
    assert tally_of(settled, log_of(settled, find_round(settled, None), at("05T18:00"))).rolled.place["KEN"] == "no"


def apply_rows(case: Any, rows: str) -> Any:
    """Return the case with more engagements, whose columns differ."""
    import csv
    import io

    from legation.dossier.edit import Edit

    edits = [Edit("engagements", "add", row.pop("id"), row) for row in csv.DictReader(io.StringIO(rows))]
    return type(case)(dossier=apply(case.dossier, edits), today=case.today)


def test_nobody_who_has_answered_or_has_time_left_is_called() -> None:
    case = round_case()
    for when in ("03T12:30", "04T00:00", "05T18:00", "09T00:00"):
        log = log_of(case, find_round(case, None), at(when))
        tally = tally_of(case, log)
        for one in calls(log, tally):
            assert tally.rolled.place[one.actor] in ("undecided", "leaning", "asked", "not_reached")
            assert one.why != "silent" or any(a.progress.they_are_silent for a in log.approaches if a.actor == one.actor)


def test_an_empty_round_says_that_nobody_speaks_yet() -> None:
    empty = stands(rounds_more="r2,Another,v,2026-03-02T08:00Z,2026-03-05T12:00,Europe/Paris,24,Cyber desk\n", round="r2")

    assert [one.id for one in empty.findings] == ["nobody"]


# --- who speaks to whom, from lines ---------------------------------------------------------------------------------------------------


def test_lines_give_posts_partners_and_groups_and_each_fault_its_line() -> None:
    case = round_case()
    found = read_lines(case, "Nairobi: Ken, UGA\n\nLima + Can: Per\n+ Somebody Else\tDeu; Fra\nfoo\nLima: Atlantis\nLima:\nNairobi: KEN\n")

    assert [(one.actor, one.post, one.partner, one.line) for one in found.given] == [
        ("KEN", "Nairobi", "", 1), ("UGA", "Nairobi", "", 1), ("PER", "Lima", "CAN", 3),
        ("DEU", "", "Somebody Else", 4), ("FRA", "", "Somebody Else", 4),
    ]  # fmt: skip
    assert [(one.line, say(one.why, "en").split(";")[0][:34]) for one in found.faults] == [
        (5, "A line must be POST: CAPITAL, CAPI"), (6, "No actor “Atlantis” was known on 3"), (7, "“Lima” speaks to nobody"),
        (8, "Ken stands in line 1 with the same"),
    ]  # fmt: skip
    assert {one.actor for one in read_lines(case, "Nairobi: ALL").given} == {"KEN", "UGA", "DEU", "FRA", "JPN", "PER", "CAN"}
    with pytest.raises(WrongUse, match="At most 5,000 lines"):
        read_lines(case, "\n" * (MOST + 1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_composed_line_is_read_as_what_it_was_made_of(lang: Lang) -> None:
    """A name that would part the line, or be read as another one, is written by its id."""
    more = 'KOR,"Korea, Republic of",state\nX1,Twin,company\nX2,Twin,ngo\nX3,ALL,ngo\n'
    case = round_case(actors_more=more)
    actors = ("KEN", "KOR", "X1", "X2", "DEU")
    for post, partner in (("Nairobi", ""), ("Nairobi", "CAN"), ("", "Some firm")):
        found = read_lines(case, line_of(case, post, partner, actors, lang))
        assert not found.faults
        assert [(one.actor, one.post, one.partner) for one in found.given] == [(one, post, partner) for one in actors]


@pytest.mark.parametrize("line", ["=1+1: KEN", "+ =cmd|' /C calc'!A1: KEN", "@SUM(A1): KEN", "a\x00b: KEN", "x" * 201 + ": KEN"])
def test_a_speaker_that_no_sheet_can_hold_is_a_fault_of_its_line(line: str) -> None:
    found = read_lines(round_case(), line)
    assert (found.given, [one.line for one in found.faults]) == ((), [1])


def test_a_group_is_known_by_its_name_in_both_languages() -> None:
    case = round_case(groups_more="african,KEN\n")
    for name in ("african", "African States", "États d'Afrique", "etats D'AFRIQUE"):
        assert [one.actor for one in read_lines(case, f"Nairobi: {name}").given] == ["KEN"], name


def test_what_each_post_has_read_follows_from_the_rows_at_a_moment() -> None:
    case = round_case()
    row = find_round(case, "r1")
    assert readings(case, row, at("02T08:30")) == {}
    assert readings(case, row, at("03T00:00")) == {"Nairobi": 1, "Berlin": 1}
    assert readings(case, row, at("05T00:00")) == {"Nairobi": 2, "Berlin": 1}


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text: str) -> None:
    found = read_lines(round_case(), text)

    there = [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    assert {one.line for one in (*found.given, *found.faults)} == set(there), "no line is lost"


def test_a_second_approach_within_three_days_and_another_ask_are_told_before() -> None:
    case = round_case(
        rounds_more="r2,After the vote,v,2026-03-02T08:00Z,2026-03-09T12:00,Europe/Paris,24,Trade desk\n",
        instructions_more="m1,r2,1,first,2026-03-02T08:00Z,Abstain.,,,,,\n",
        assignments_more="z1,r2,DEU,Bonn,,,,,2026-03-02T08:00Z\n",
    )
    row, given = find_round(case, "r1"), read_lines(case, "Geneva: KEN, DEU, CAN\nBerlin: DEU\n").given
    near = clashes(case, row, given, at("04T08:00"))

    assert {(one.kind, one.actor, one.speaker) for one in near} == {
        ("near", "KEN", "Nairobi"), ("near", "DEU", "Berlin"), ("near", "DEU", "Bonn"), ("asks", "DEU", "Bonn"),
    }  # fmt: skip
    assert all("Ken" in say(one.said(case), "en") for one in near if one.actor == "KEN")
    later = clashes(case, row, read_lines(case, "Geneva: KEN\n").given, at("05T08:00"))
    assert later == (), "exactly three days later is later"
    assert any(one.kind == "asks" for one in clashes(case, row, given, at("20T08:00"))), "an ask is contradicted at any time"


def test_rows_are_made_of_who_was_not_given_yet() -> None:
    case = round_case()
    row = find_round(case, None)
    edits = edits_of(case, row, read_lines(case, "Nairobi: KEN\nLima + CAN: KEN, UGA\n").given, at("05T08:00"))

    assert [(one.values["actor"], one.values["post"], one.values["partner"]) for one in edits] == [
        ("KEN", "Lima", "CAN"),
        ("UGA", "Lima", "CAN"),
    ]
    after = type(case)(dossier=apply(case.dossier, edits), today=case.today)
    assert len(log_of(after, find_round(after, None), at("05T09:00")).approaches) == 8
    assert len(log_of(after, find_round(after, None), at("05T07:00")).approaches) == 6


def test_who_comes_first_is_asked_of_the_question_on_calls() -> None:
    positions = "id,actor,issue,low,value,high,influence,salience,held_from\n" + "".join(
        f"p{n},{name},i,{n * 10},{n * 10 + 5},{n * 10 + 10},50,50,2026-01-01\n" for n, name in enumerate(("KEN", "FRA", "CAN", "JPN"), 1)
    )
    case = round_case(
        dt.date(2026, 3, 4),
        positions=positions,
        objectives="id,aim,issue,at_least,known_on\no,High,i,60,2026-01-01\n",
        assignments="id,round,actor,post\na,r1,KEN,Nairobi\n",
        engagements="id,actor\n",
        rounds="id,title,issue\nr1,On the issue,i\n",
        instructions="id,round\n",
    )

    found = first_to_call(case, find_round(case, None), 2)
    assert len(found) == 2 and "KEN" not in found


# --- sheets ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_partner_is_given_its_own_capitals_and_never_the_fallback(lang: Any) -> None:
    case = round_case()
    log = log_of(case, find_round(case, None), at("03T08:00"))
    header, rows = partner_sheet(case, log, "CAN", lang, PARTNER_COLUMNS)

    assert [row[0] for row in rows] == ["Jpn", "Per"] and len(header) == len(PARTNER_COLUMNS)
    words = " ".join(cell for row in (header, *rows) for cell in row)
    assert not {"Nairobi", "Berlin", "Abstain", "Ken"} & set(words.replace(".", " ").split())
    assert partner_sheet(case, log, "CAN", lang, ("capital",))[1] == [["Jpn"], ["Per"]]
    for name in OWN_COLUMNS:
        with pytest.raises(WrongUse, match=rf"stands on no partner’s sheet.*--disclose {name}"):
            partner_sheet(case, log, "CAN", lang, ("capital", name), [one for one in OWN_COLUMNS if one != name])
    with pytest.raises(WrongUse, match="evidence"):
        partner_sheet(case, log, "CAN", lang, ("capital", "evidence"), OWN_COLUMNS)
    with pytest.raises(WrongUse, match="speaks to nobody"):
        partner_sheet(case, log, "DEU", lang)


def test_a_partner_is_given_what_is_ours_only_where_it_is_named_as_disclosed() -> None:
    case = round_case()
    log = log_of(case, find_round(case, None), at("03T08:00"))
    header, rows = partner_sheet(case, log, "CAN", "fr", ("capital", "fallback", "avoid"), ("avoid", "fallback"))
    assert header == ["Capitale", "Position de repli", "À éviter"]
    assert rows[0][1:] == [say(log.version.fallback, "fr"), say(log.version.avoid, "fr")] != ["", ""]


def test_the_follow_up_sheet_has_a_row_for_each_approach() -> None:
    case = round_case()
    log = log_of(case, find_round(case, None), at("05T18:00"))
    header, rows = follow_up(case, log, tally_of(case, log), "en")

    assert len(rows) == len(log.approaches) == 6 and {len(row) for row in rows} == {len(header)}
    assert rows[0][:4] == ["Ken", "Nairobi", "", "answered"]
