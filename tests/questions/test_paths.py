"""How far a dossier is on the path of a situation: from its rows alone, and from what people marked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from legation.cli.app import _built
from legation.cli.situations import COMMANDS
from legation.dossier import TABLES, decode, load
from legation.dossier.parts.registry import kinds
from legation.errors import WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Case, questions
from legation.questions.situations import SITUATIONS
from legation.questions.situations.path import PAPERS, PathSubject
from legation.questions.situations.paths import all_paths, path_of, situations_of

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = dt.date(2020, 10, 1)
ACTORS = "id,name\nA,One\nB,Two\nC,Three\n"
BEGUN = "id,title,date,known_on\nr,The text,2020-10-20,2020-09-20\n"
WHOLE = "id,title,date,known_on,issue,session,authors,not_entitled_on\nr,The text,2020-10-20,2020-09-20,i,75,A,2020-09-15\n"
ISSUE = "id,question\ni,Shared?\n"


def case_of(day: dt.date = DAY, toml: str = "", files: dict[str, str] | None = None, **tables: str) -> Case:
    parts = {
        "dossier.toml": f'id = "x"\n{toml}',
        "actors.csv": ACTORS,
        **{f"{name}.csv": text for name, text in tables.items()},
        **(files or {}),
    }
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=day)


def states(case: Case, situation: str = "vote", about: str = "") -> dict[str, str]:
    return {step.id: step.state for step in path_of(case, situation, about).steps}


def step(case: Case, name: str, situation: str = "vote", about: str = "") -> Any:
    return next(one for one in path_of(case, situation, about).steps if one.id == name)


def test_every_path_is_declared_with_what_there_is() -> None:
    live = {"live-room", "live-result", "live-text", "live-text-result", "live-game"}
    places = {*TABLES, *(kind.id for kind in kinds()), "brief", "bodies", "mandate", "record", *live}

    assert set(PAPERS) == set(COMMANDS), "each paper has its command"
    assert set(all_paths()) == {one.id for one in SITUATIONS}
    for path in all_paths().values():
        assert 5 <= len(path.steps) <= 8, path.situation
        assert len({one.id for one in path.steps}) == len(path.steps)
        for one in path.steps:
            assert set(one.questions) <= set(questions()), (path.situation, one.id)
            assert set(one.papers) <= set(PAPERS), (path.situation, one.id)
            assert {place for entry in one.adds for place in entry.place.split("|")} <= places, (path.situation, one.id)
        assert any({"note", "meeting"} & {*one.papers} for one in path.steps), f"{path.situation} has its paper"


def test_a_new_dossier_has_every_step_to_do() -> None:
    for situation in all_paths():
        case = case_of(toml=f'[brief]\nnote = "{situation}"\n')
        (found,) = situations_of(case)

        assert (found.situation.id, found.about) == (situation, "")
        assert {one.state for one in path_of(case, situation).steps if one.adds and "actors" not in [e.place for e in one.adds]} == {
            "to_do"
        }


def test_a_vote_from_its_text_to_its_result() -> None:
    assert states(case_of(rollcalls=BEGUN))["text"] == "to_do"
    assert [one.id for one in step(case_of(rollcalls=BEGUN), "text").missing] == ["issue"]
    (wanted,) = step(case_of(rollcalls=BEGUN, issues=ISSUE), "text").missing
    assert (wanted.id, wanted.row, dict(wanted.given)) == ("vote-issue", "r", {"issue": "i"}), "the one issue is filled in"

    rows: dict[str, Any] = {"rollcalls": WHOLE, "issues": ISSUE}
    assert states(case_of(**rows)) == {
        "text": "done", "aim": "to_do", "past": "to_do", "authors": "to_do", "count": "to_do", "approach": "to_do", "answers": "to_do",
        "day": "to_do",
    }  # fmt: skip
    aim = step(case_of(**rows), "aim")
    assert [(one.id, one.place, dict(one.given)) for one in aim.missing] == [
        ("goal", "objectives", {"rollcall": "r", "issue": "i"}),
        ("fallback", "brief", {}),
    ]

    brief = '[brief]\nnote = "vote"\nfallback_en = "Less"\ndecision_en = "Approve"\nrecommendation_en = "Yes"\n'
    rows |= {
        "objectives": "id,aim,rollcall,goal,known_on\no,Adopted,r,adopt,2020-09-21\n",
        "positions": "id,actor,issue,value,known_on\np,B,i,60,2020-09-22\n",
        "votes": "actor,rollcall,vote\nA,q,yes\nB,q,no\nC,q,yes\n",
        "engagements": "id,actor,rollcall,date,level,by,channel,known_on\ne,B,r,2020-10-05,ministry,our post,call,2020-09-25\n",
        "messages": "id,audience,issue,text,known_on\nm,B,i,Join us,2020-09-25\n",
        "forecasts": "id,question,rollcall,probability,made_on\nf,Adopted?,r,0.6,2020-09-26\n",
    }
    rows["rollcalls"] = WHOLE + "q,The text,2019-10-20,2019-10-20,i,74,A,\n"
    ready = case_of(toml=brief, **rows)
    assert {name: state for name, state in states(ready).items() if state != "done"} == {"answers": "to_do", "day": "to_do"}

    after: dict[str, Any] = {**rows, "rollcalls": rows["rollcalls"].replace("not_entitled_on", "not_entitled_on,total_yes,total_no")}
    after["rollcalls"] = after["rollcalls"].replace("2020-09-15\n", "2020-09-15,90,10\n").replace("74,A,\n", "74,A,,,\n")
    assert states(case_of(dt.date(2020, 10, 21), brief, **after), about="r")["day"] == "done"
    assert [one.about for one in situations_of(case_of(dt.date(2020, 10, 21), brief, **after))] == ["r"], "the day after it is still walked"


@pytest.mark.parametrize(
    ("name", "tables", "says"),
    [
        ("count", {"positions": "id,actor,issue,value,known_on\np,B,i,60,2020-09-30\n"}, "Positions of 30 September 2020 are newer"),
        ("count", {"commitments": "id,actor,promise,rollcall,vote,date\nc,B,Yes,r,yes,2020-09-29\n"}, "Promises of 29 September 2020"),
        ("count", {"positions": "id,actor,issue,value,known_on\np,B,i,60,2020-09-26\n"}, ""),
        ("count", {"positions": "id,actor,issue,value\np,B,i,60\n"}, ""),
        (
            "answers",
            {"engagements": "id,actor,rollcall,date,channel\ne,B,r,2020-09-28,call\n"},
            "1 approach of a day gone by has no answer: Two.",
        ),
        ("answers", {"engagements": "id,actor,rollcall,date,channel\ne,B,r,2020-10-01,call\n"}, ""),
        ("answers", {"engagements": "id,actor,rollcall,date,channel\ne,B,r,2020-09-28,other\n"}, ""),
        ("authors", {"rollcalls": WHOLE.replace("2020-09-15", "2020-01-15")}, "The list of who has no vote is of 15 January 2020"),
        ("aim", {"obligations": "id,text,kind,known_on\no,EU,common_position,2020-09-30\n"}, "What binds us was completed on 30 September"),
    ],
)
def test_what_became_known_later_is_told_and_what_has_no_day_is_not(name: str, tables: dict[str, Any], says: str) -> None:
    base: dict[str, Any] = {
        "rollcalls": WHOLE,
        "issues": ISSUE,
        "forecasts": "id,question,rollcall,probability,made_on\nf,Adopted?,r,0.6,2020-09-26\n",
        "objectives": "id,aim,rollcall,goal,known_on\no,Adopted,r,adopt,2020-09-21\n",
    }
    found = step(case_of(**{**base, **tables}), name)

    assert says in (say(found.why, "en") if found.why else "") and bool(found.why) == bool(says)
    if name == "count":
        assert found.state == ("to_renew" if says else "done")


def marked(*rows: str) -> str:
    return "id,situation,about,step,state,author,known_on\n" + "".join(f"s{n},{row}\n" for n, row in enumerate(rows))


def test_a_person_says_what_leaves_no_row_and_what_is_not_needed() -> None:
    base: dict[str, Any] = {"rollcalls": WHOLE, "issues": ISSUE}
    case = case_of(**base, steps=marked("vote,r,past,not_needed,desk,2020-09-30", "vote,r,aim,done,desk,2020-09-30"))

    assert (states(case)["past"], states(case)["aim"]) == ("not_needed", "done")
    assert step(case, "past").mark.author == "desk"
    again = case_of(**base, steps=marked("vote,r,past,not_needed,desk,2020-09-29", "vote,r,past,to_do,desk,2020-09-30"))
    assert states(again)["past"] == "to_do"
    before = case_of(dt.date(2020, 9, 25), **base, steps=marked("vote,r,past,not_needed,desk,2020-09-30"))
    assert states(before)["past"] == "to_do", "on an earlier day nobody had said so"


def test_marks_of_what_is_gone_of_another_vote_and_of_no_step_count_for_nothing() -> None:
    base: dict[str, Any] = {"rollcalls": WHOLE + "s,Other,2020-11-01,2020-09-20,i,75,A,\n", "issues": ISSUE}
    case = case_of(
        **base, steps=marked("vote,gone,past,not_needed,a,2020-09-30", "vote,r,nothing,done,a,2020-09-30", "vote,s,past,done,a,2020-09-30")
    )

    assert states(case, about="r")["past"] == "to_do"
    assert states(case, about="s")["past"] == "done"
    assert [one.about for one in situations_of(case)] == ["r", "s"], "what is gone is no situation"
    with pytest.raises(WrongUse, match="holds nothing called “gone”"):
        path_of(case, "vote", "gone")
    with pytest.raises(WrongUse, match=r"must be vote \| meeting"):
        path_of(case, "x" * 9000)


def test_a_note_speaks_for_the_situation_that_it_is_about() -> None:
    base: dict[str, Any] = {
        "rollcalls": WHOLE + "s,Other,2020-11-01,2020-09-20,i,75,A,\n",
        "issues": ISSUE,
        "coalitions": "coalition,actor,tier\nfriends,A,core\n",
    }
    case = case_of(toml='[brief]\nnote = "vote"\nfallback_en = "L"\ndecision_en = "D"\nrecommendation_en = "R"\n', **base)

    assert "fallback" not in [one.id for one in step(case, "aim", about="r").missing]
    assert "fallback" in [one.id for one in step(case, "aim", about="s").missing]
    assert states(case, "coalition")["note"] == "to_do"


def test_a_meeting_begins_anew_after_its_record() -> None:
    talk = "id,actor,date,channel,ask,words,known_on\nm,A,2020-09-10,meeting,Come,They came,2020-09-01\nn,A,2020-10-10,meeting,Stay,,2020-09-20\n"
    case = case_of(engagements=talk, steps=marked("meeting,A,print,done,desk,2020-09-09"))

    assert [(one.situation.id, one.about, str(one.day)) for one in situations_of(case)] == [("meeting", "A", "2020-10-10")]
    assert states(case, "meeting")["print"] == "to_do", "what was printed was the brief of the meeting before"
    printed = case_of(engagements=talk, steps=marked("meeting,A,print,done,desk,2020-09-21"))
    assert states(printed, "meeting")["print"] == "done"
    newer = case_of(
        engagements=talk,
        steps=marked("meeting,A,print,done,desk,2020-09-21"),
        positions="id,actor,issue,known_on\np,A,i,2020-09-25\n",
        issues=ISSUE,
    )
    assert states(newer, "meeting")["print"] == "to_renew"
    over = case_of(dt.date(2020, 10, 12), engagements=talk)
    assert say(step(over, "record", "meeting").why, "en") == "The day of 10 October 2020 is over, and nothing is written down."


def test_a_faulty_model_is_no_path_and_breaks_none() -> None:
    case = case_of(files={"incidents/x.statement.toml": 'title = "no table"\n'})

    assert [one.situation.id for one in situations_of(case)] == ["incident"] or situations_of(case)
    assert states(case, "incident")["notify"] == "to_do"


@pytest.mark.parametrize(
    ("name", "found", "open_steps"),
    [
        ("un-ict-2018", "vote negotiation coalition", "aim count answers day"),
        ("death-penalty-moratorium", "vote coalition", "count answers day"),
        ("notpetya-2017", "incident coalition", "notify"),
        ("iana-transition-2014", "coalition negotiation strategy", "text drift loss"),
        ("mission-site-2024", "debate meeting", "check"),
        ("brexit-consensus-2017", "consultation", "second reply dossier"),
    ],
)
def test_the_examples_are_where_their_rows_say(name: str, found: str, open_steps: str) -> None:
    case = Case(dossier=load(EXAMPLES / name).cleared("TLP:RED", "desk"), today=dt.date(2026, 1, 1))
    there = situations_of(case)

    assert [one.situation.id for one in there] == found.split()
    first = path_of(case, there[0].situation.id, there[0].about)
    assert [one.id for one in first.steps if one.is_open] == open_steps.split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_and_its_json_say_the_same(lang: str) -> None:
    run = CliRunner().invoke(_built, ["situations", str(EXAMPLES / "un-ict-2018"), "--json", "--lang", lang])
    printed = CliRunner().invoke(_built, ["situations", str(EXAMPLES / "un-ict-2018"), "--lang", lang], env={"COLUMNS": "220"})
    paths = json.loads(run.stdout)
    assert f"legation ask is-the-strategy-sound {EXAMPLES / 'un-ict-2018'}" in printed.stdout

    assert run.exit_code == printed.exit_code == 0
    for path in paths:
        assert path["title"] in printed.stdout
        for one in path["steps"]:
            assert one["title"] in printed.stdout
            assert (not one["why"]) or one["why"] in printed.stdout


@pytest.mark.parametrize("example", ["death-penalty-moratorium", "mission-site-2024", "notpetya-2017"])
def test_the_whole_says_of_each_row_of_a_day_since_when_it_is_known_as_the_day_itself_does(example: str) -> None:
    whole = load(EXAMPLES / example)
    days = sorted({day for day in whole.ledger.days if day != dt.date.min})
    for day in (days[len(days) // 4], days[len(days) // 2], days[-2]):
        case = Case(dossier=whole, today=days[-1]).at(day)
        rows = [(name, row) for name in TABLES if name != "votes" for row in case.dossier.rows(name)]
        since = [PathSubject(case, "").known_since(*one) for one in rows]
        assert all(whole.ledger.has(*one) for one in rows)
        assert all(one is None or one <= day for one in since)
        for (name, row), one in zip(rows, since, strict=True):
            alone = case.dossier.ledger.known_since(name, row)
            assert alone in (one, None), "what speaks of a row may not be there yet itself, and dates it all the same"
            assert alone == one or not row.evidence, (name, TABLES[name].identity(row))


def test_a_row_that_the_whole_does_not_have_speaks_for_itself() -> None:
    case = case_of(issues=ISSUE, rollcalls=BEGUN)
    case = dataclasses.replace(case, later=dataclasses.replace(case.dossier, rollcalls=()))
    (row,) = case.dossier.rollcalls

    assert PathSubject(case, "").known_since("rollcalls", row) == dt.date(2020, 9, 20)


@pytest.mark.parametrize(("audience", "there"), [("KEN", True), ("friends", True), ("", False)])
def test_the_joint_line_of_an_incident_is_that_for_a_government_or_a_coalition(audience: str, there: bool) -> None:
    case = case_of(
        duties="id,incident,to\nd,,The agency\n",
        actors="id,name,kind\nKEN,Kenya,state\nX,A firm,company\n",
        coalitions="coalition,actor,tier\nfriends,X,core\n",
        messages=f"id,audience,text\nm,{audience or 'X'},We say it together\n",
    )
    shown = step(case, "with-whom", "incident")

    assert {entry.id: entry.is_there for entry in shown.adds}["joint-line"] is there
