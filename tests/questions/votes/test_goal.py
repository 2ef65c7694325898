"""What the desk wants of a vote or an issue, by its own declarations; towards anything else nobody is proposed for a call."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from questions.bargaining_dossier import PARTS, case, votes

from legation.dossier import load
from legation.dossier.files.codec import problems_of
from legation.language import say
from legation.questions import Answer, Case, ask
from legation.questions.deals.stakes import stakes
from legation.questions.votes.goal import wanted_of_issue, wanted_of_vote

DAY = dt.date(2019, 1, 15)
HEAD = "id,aim,owner,part_of,issue,at_least,at_most,rollcall,goal,known_on,evidence"
FIVE = (
    PARTS["positions.csv"].split("pG,")[0]
    + "pD,D,t,10,10,30,50,50,50,20,20,20,2018-01-01,rec\npE,E,t,85,85,90,50,50,50,20,20,20,2018-01-01,rec\n"
)
TITLE = {"A": "nnnnnnnn", "B": "yyynyyyy", "C": "yyyyyyyy", "D": "nannanan", "E": "yyyyyyyy"}
ADOPT = "o1,A treaty that holds,desk,,t,,,next,adopt,,rec"
DEFEAT = "o2,No treaty without us,desk,,t,,,next,defeat,,rec"
FLAGSHIP = Path(__file__).parents[3] / "examples/un-ict-2018"
QUESTIONS = ("whom-to-call-first", "who-can-move", "do-we-have-the-votes")
NAMING = {"movable", "vote", "open", "levers", "reasons", "completion", "completions"}


def desk(*objectives: str, settings: str = "", day: dt.date = DAY, **changed: str) -> Case:
    parts = {
        "objectives_csv": "\n".join((HEAD, *objectives)) + "\n" if objectives else "",
        "dossier_toml": f'id = "bargain"\n[parameters]\n{settings}\n',
        "groups_csv": "group,actor\n" + "".join(f"club,{actor}\n" for actor in "ABCDE"),
        "positions_csv": FIVE,
        **votes(TITLE),
        **changed,
    }
    return case(day, **parts)


def names(answer: Answer, *but: str) -> set[str]:
    """Return the actors that sentences name, beside those that tell what was voted, and the tables that propose somebody."""
    told = {"declared", "both", "opponents-who-backed", "no-camps", "out-of-the-room", "likeliest", *but}
    said = {actor.id for f in answer.findings if f.id not in told for actor in f.message.values.get("actors", ())}
    return said | {table.id for table in answer.tables if table.id in NAMING and table.rows}


def wanted(of: Case, asked: str | None = None, us: str | None = None) -> tuple[str, str, bool]:
    found = wanted_of_vote(of, of.rollcall("next"), asked, us)
    return found.goal, found.counted, found.is_against


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(("objective", "asked"), [(ADOPT, "defeat"), (DEFEAT, "adopt")])
def test_against_an_objective_there_is_a_sentence_and_no_name(name: str, objective: str, asked: str) -> None:
    answer = ask(name, desk(objective, positions_csv=""), goal=asked)
    identifier = {"whom-to-call-first": "vote", "who-can-move": "movable", "do-we-have-the-votes": "against"}[name]

    assert names(answer) == set()
    assert objective.split(",")[1] in say(answer.finding(identifier).message, "en")
    assert names(ask(name, desk(objective, positions_csv=""), goal=objective.split(",")[8]))


def test_what_an_objective_states_is_the_goal_where_none_was_asked_for() -> None:
    assert wanted(desk(DEFEAT)) == ("defeat", "defeat", False)
    assert wanted(desk(DEFEAT), "defeat") == ("defeat", "defeat", False)
    answer = ask("who-can-move", desk(DEFEAT))
    assert answer.finding("movable").message.id == "who-can-move.movable-defeat"


def test_the_settings_of_the_dossier_speak_for_an_objective_on_the_issue_and_for_none_otherwise() -> None:
    plain = "o1,A treaty that holds,desk,,t,,,,,,rec"
    elsewhere = "o1,Another matter,desk,,,,,,,,rec"

    assert wanted(desk(plain, settings='goal = "defeat"'), "adopt") == ("", "adopt", True)
    assert wanted(desk(plain, settings='goal = "defeat"\nrollcall = "next"'), "adopt") == ("", "adopt", True)
    assert wanted(desk(plain, settings='goal = "defeat"\nrollcall = "r0"'), "adopt") == ("adopt", "adopt", False)
    assert wanted(desk(elsewhere, settings='goal = "defeat"'), "adopt") == ("adopt", "adopt", False)
    assert wanted(desk(plain), "adopt") == ("adopt", "adopt", False)


def test_settings_that_an_objective_contradicts_propose_nobody() -> None:
    answer = ask("who-can-move", desk(DEFEAT, settings='goal = "adopt"'))

    assert answer.finding("movable").message.id == "calls.against-adopt"
    assert names(answer) == set()


def test_our_own_declared_vote_is_ours_and_rejects_only_what_an_objective_pursues() -> None:
    word = "id,date,actor,channel,rollcall,answer,evidence\nx,2018-12-01,A,letter,next,no,rec\n"
    plain = "o1,A treaty that holds,desk,,t,,,,,,rec"

    assert wanted(desk(plain, engagements_csv=word, settings='us = "A"')) == ("defeat", "defeat", False)
    assert wanted(desk(plain, engagements_csv=word), None, "A") == ("defeat", "defeat", False)
    assert wanted(desk(plain, engagements_csv=word, settings='us = "A"'), "adopt") == ("", "adopt", True)
    assert wanted(desk(engagements_csv=word, settings='us = "A"'), "adopt") == ("adopt", "adopt", False)
    assert wanted(desk(plain, engagements_csv=word, settings='us = "nobody"')) == ("", "adopt", False)


def test_objectives_that_disagree_propose_nobody_and_are_both_named() -> None:
    found = wanted_of_vote(desk(ADOPT, DEFEAT), desk(ADOPT, DEFEAT).rollcall("next"), "adopt")

    assert (found.goal, found.is_against) == ("", True)
    said = say(found.why, "en")
    assert "A treaty that holds" in said
    assert "No treaty without us" in said
    assert names(ask("who-can-move", desk(ADOPT, DEFEAT), goal="adopt")) == set()


def test_an_objective_that_is_not_known_yet_or_was_replaced_rejects_nothing() -> None:
    later = "o2,No treaty without us,desk,,t,,,next,defeat,2019-06-01,rec"
    assert wanted(desk(later), "adopt") == ("adopt", "adopt", False)
    head = "id,supersedes,aim,issue,rollcall,goal,recorded,evidence"
    changed = f"{head}\no1,,No,t,next,defeat,2018-01-01,rec\no2,o1,Yes,t,next,adopt,2018-02-01,rec\n"
    assert wanted(desk(objectives_csv=changed)) == ("adopt", "adopt", False)


def test_no_goal_is_assumed_where_none_is_stated() -> None:
    of = desk()
    assert wanted(of) == ("", "adopt", False)
    called, moved, counted = (ask(name, of) for name in QUESTIONS)

    assert called.finding("vote").message.id == moved.finding("movable").message.id == "calls.no-goal"
    assert any(message.id == "calls.no-goal-counted" for message in counted.missing)
    assert {row[7] for row in moved.table("movable").rows} == {None}, "nothing is asked of them"
    assert {row[6] for row in counted.table("open").rows} == {None}
    assert "under “Our aim” (goal), in dossier.toml under parameters.goal" in say(called.finding("vote").message, "en")
    stated = ask("do-we-have-the-votes", of, goal="adopt")
    assert not any(message.id == "calls.no-goal-counted" for message in stated.missing)
    assert [f.message.id for f in stated.findings if f.id == "goal"] == [f.message.id for f in counted.findings if f.id == "goal"]


def test_consensus_is_not_kept_for_who_wants_the_text_defeated() -> None:
    kept, against = ask("who-would-call-a-vote", desk(ADOPT)), ask("who-would-call-a-vote", desk(DEFEAT))

    assert kept.finding("first").message.values["actors"]
    assert against.finding("first").message.id == "who-would-call-a-vote.first-against"
    assert not against.finding("first").message.values.get("actors")


@pytest.mark.parametrize(
    ("bounds", "asked", "aim"),
    [
        (("", "40"), None, 40),
        (("70", ""), None, 70),
        (("60", "80"), None, 70),
        (("", "40"), 100, None),
        (("", "40"), 40, 40),
        (("70", ""), 69.9, None),
        (("0", "100"), 100, 100),
        (("0", "100"), None, 0),
        (("", ""), 100, 100),
        (("", ""), None, None),
    ],
)
def test_an_aim_lies_where_the_objectives_are_met(bounds: tuple[str, str], asked: float | None, aim: float | None) -> None:
    of = desk(f"o1,A treaty that holds,desk,,t,{bounds[0]},{bounds[1]},,,,rec")

    assert wanted_of_issue(of, stakes(of, of.dossier.issues[0]), asked).aim == aim
    answer = ask("whom-to-call-first", of, goal="adopt", **({} if asked is None else {"aim": asked}))
    assert ("levers" in {table.id for table in answer.tables}) is (aim is not None)
    if aim is None:
        assert names(answer, "vote") <= {"vote"}
        assert "Nobody is proposed" in say(answer.finding("aim").message, "en") or "nobody is proposed" in say(
            answer.finding("aim").message, "en"
        )


def test_bounds_of_several_objectives_are_met_together_or_nobody_is_proposed() -> None:
    low, high = "o1,At least this,desk,,t,60,,,,,rec", "o2,At most that,desk,,t,,{},,,,rec"
    there = desk(low, high.format(80))
    assert wanted_of_issue(there, stakes(there, there.dossier.issues[0]), None).aim == 70
    apart = desk(low, high.format(40))
    found = wanted_of_issue(apart, stakes(apart, apart.dossier.issues[0]), 50)
    assert found.aim is None
    assert "At least this and At most that" in say(found.said, "en")


def test_our_own_position_is_an_aim_that_rejects_nothing() -> None:
    of = desk(settings='us = "C"')
    held = stakes(of, of.dossier.issues[0])

    assert (wanted_of_issue(of, held, None).aim, wanted_of_issue(of, held, None).source) == (90, "position")
    assert wanted_of_issue(of, held, 0).aim == 0
    assert wanted_of_issue(of, held, None, "A").aim == 20


def test_bounds_that_cross_propose_nobody_and_what_no_list_holds_is_a_fault() -> None:
    of = desk("o1,A treaty that holds,desk,,t,60,40,,,,rec")
    found = wanted_of_issue(of, stakes(of, of.dossier.issues[0]), 50)
    assert found.aim is None
    assert "Correct at_least and at_most" in say(found.said, "en")

    parts = {**PARTS, "objectives.csv": f"{HEAD}\no2,Another,desk,,t,101,,gone,win,,rec\n"}
    problems = problems_of({name: text.encode() for name, text in parts.items()})
    assert {p.column for p in problems} == {"at_least", "rollcall", "goal"}


@pytest.mark.slow
def test_the_flagship_calls_nobody_towards_what_its_desk_rejects() -> None:
    of = load(FLAGSHIP)
    answer = ask("whom-to-call-first", of, as_of="2019-12-20")
    assert answer.finding("aim").message.values["aim"] == 40
    assert answer.finding("vote").message.id == "whom-to-call-first.vote-certain"  # the committee's totals leave it to nobody alone

    against = ask("whom-to-call-first", of, as_of="2019-12-20", aim=100, goal="adopt")
    assert names(against) == set()
    assert [f.id for f in against.findings] == ["aim", "days-left", "vote"]
    for lang, word in (("en", "Nobody is proposed"), ("fr", "Personne n’est proposé")):
        assert all(say(against.finding(name).message, lang).replace("'", "’").startswith(word) for name in ("aim", "vote"))  # type: ignore[arg-type]
