"""Who would call a vote: reasons to object, what comes then, and what is not known."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask

ROOT = Path(__file__).parents[3]
PARTS = {
    "dossier.toml": 'id = "consensus"\n',
    "actors.csv": "id,name,kind\n" + "".join(f"{a},{a} land,state\n" for a in "ABCDE"),
    "evidence.csv": "id,title,date\n" + "".join(f"{e},Record,2018-01-01\n" for e in ("e1", "e2", "word", "line", "pos", "rules")),
    "issues.csv": "id,question,evidence\ni,Shall we?,\n",
    "rollcalls.csv": "id,symbol,title,date,evidence,issue,sponsors,known_on\n"
    "r1,R/1,The open sky,2018-01-01,e1,i,,\nr2,R/2,The open sky,2019-01-01,e2,i,,\nr0,R/0,The sea,2018-02-01,,,,\n"
    "r3,R/3,The open sky,2020-06-01,,i,A,2019-06-01\n",
    "votes.csv": "actor,rollcall,vote\nA,r1,yes\nB,r1,no\nC,r1,yes\nD,r1,yes\nE,r1,yes\nA,r2,yes\nB,r2,no\nC,r2,no\nD,r2,yes\nE,r2,yes\n",
    "engagements.csv": "id,date,actor,rollcall,answer,evidence\nt,2019-07-01,E,r3,no,word\n",
    "interests.csv": "id,actor,issue,interest,red_line,known_on,evidence\nn,D,i,The coast,No naming of States,2019-01-01,line\n",
    "positions.csv": "id,actor,issue,value,held_from,evidence\np1,A,i,90,2018-01-01,pos\np2,C,i,20,2018-01-01,pos\n",
    "bodies.toml": '[[body]]\nid = "b"\n[[body.rule]]\nshare = "1/2"\nstrict = true\nevidence = ["rules"]\n',
}


LONGER = {
    "rollcalls_csv": PARTS["rollcalls.csv"] + "".join(f"s{k},S/{k},The open sky,201{k}-01-01,e1,i,,\n" for k in range(8)),
    "votes_csv": PARTS["votes.csv"] + "".join(f"{a},s{k},{'no' if a == 'B' else 'yes'}\n" for k in range(8) for a in "ABCDE"),
}
"""With enough votes that an estimate says something."""


def answer(as_of: str = "2020-01-01", rollcall: str = "r3", **changed: str) -> Answer:
    parts = {**PARTS, **{name.replace("_", "."): text for name, text in changed.items()}}
    case = Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2021, 1, 1))
    return ask("who-would-call-a-vote", case, rollcall=rollcall, as_of=as_of)


def test_its_own_word_comes_before_its_votes_and_those_before_a_red_line() -> None:
    found = answer()
    rows = {row[0].id: row for row in found.table("objectors").rows}

    assert list(rows) in (["E", "B", "C", "D"], ["E", "C", "B", "D"])
    assert rows["E"][2] == "no" and rows["E"][10][0] == "word"
    assert say(rows["B"][3], "en") == "2 of 2" and rows["B"][4] == "no"
    assert say(rows["C"][3], "en") == "1 of 2" and rows["C"][5] == 20
    assert say(rows["D"][6], "en") == "No naming of States"
    assert found.finding("objectors").message.values["count"] == 4
    assert [a.id for a in found.finding("declared").message.values["actors"]] == ["E"]
    assert [a.id for a in found.finding("red-lines").message.values["actors"]] == ["D"]
    assert "E" not in {a.id for a in found.finding("first").message.values["actors"]}


def test_what_comes_then_is_the_rule_applied_to_what_is_expected() -> None:
    found = answer(**LONGER)
    values = found.finding("then").message.values
    assert found.finding("then").message.id.endswith(".then")
    assert values["yes"] + values["no"] + values["abstain"] <= 5
    assert answer().finding("then").message.id == "vote-known.no-forecast", "two votes leave everything possible"
    blocked = answer(bodies_toml='[[body]]\nid = "b"\n[[body.rule]]\nof = "consensus"\n')
    assert blocked.finding("then").message.id.endswith("then-blocked")


def test_how_often_it_went_to_a_vote_is_told_with_an_interval_and_not_invented() -> None:
    values = answer().finding("history").message.values

    assert (values["count"], values["of"]) == (2, 3)
    assert values["low"] < 2 / 3 < values["high"]
    whole = answer(rollcalls_csv=PARTS["rollcalls.csv"].replace("r0,R/0,The sea,2018-02-01,,,,\n", ""))
    assert whole.finding("history").message.id.endswith("history-unknown")
    many = PARTS["rollcalls.csv"] + "".join(f"s{k},S/{k},The sea {k},2015-01-{k + 1:02},,,,\n" for k in range(20))
    cast = PARTS["votes.csv"] + "".join(f"A,s{k},yes\nB,s{k},no\n" for k in range(20))
    record = answer(rollcalls_csv=many, votes_csv=cast).finding("history").message
    assert record.id.endswith("history-unknown"), "one text without a vote among many is no record of consensus"
    assert (record.values["count"], record.values["without"]) == (23, 1)
    assert (answer().finding("contested").message.values["count"], answer().finding("contested").message.values["of"]) == (2, 2)


def test_of_a_vote_held_only_what_was_before_it_counts() -> None:
    rows = {row[0].id: row for row in answer(rollcall="r2").table("objectors").rows}

    assert say(rows["B"][3], "en") == "1 of 1"
    assert "C" not in rows, "the sponsors have no position, and its no came with this vote"


def test_later_rows_are_not_seen_and_what_is_missing_is_said() -> None:
    early = answer("2019-06-15", interests_csv="id,actor,issue\n")

    assert "declared" not in {f.id for f in early.findings}
    assert {m.id.partition(".")[2] for m in early.missing} == {"no-red-lines"}
    bare = answer(votes_csv="actor,rollcall,vote\n", engagements_csv="id\n", positions_csv="id\n", interests_csv="id\n", bodies_toml="")
    assert bare.finding("objectors").message.id.endswith("nobody")
    assert {m.id.partition(".")[2] for m in bare.missing} == {"no-votes-held", "no-rule", "no-red-lines"}
    with pytest.raises(NotAvailable):
        answer("2000-01-01", rollcall="")


def test_a_finding_goes_with_its_evidence() -> None:
    dossier = decode({name: text.encode() for name, text in PARTS.items()})
    gone = dataclasses.replace(dossier, evidence=tuple(row for row in dossier.evidence if row.id != "word"))

    whole, left = (ask("who-would-call-a-vote", one, rollcall="r3", as_of="2020-01-01") for one in (dossier, gone))
    assert {f.id for f in whole.findings} - {f.id for f in left.findings} == {"declared"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["un-ict-2018", "death-penalty-moratorium"])
def test_the_examples(name: str, lang: str) -> None:
    found = ask("who-would-call-a-vote", load(ROOT / "examples" / name))

    assert {"objectors", "first", "then", "history"} <= {f.id for f in found.findings}
    assert all("[" not in sentence for sentence in found.sentences(lang))
