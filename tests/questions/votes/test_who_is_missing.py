"""Who is missing: members away from a vote held or ahead, under rules where presence decides."""

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
ACTORS = "ABCDEFG"
MAJORITY = '[[body]]\nid = "b"\n[[body.rule]]\nshare = "1/2"\nstrict = true\nevidence = ["rules"]\n'
PARTS = {
    "dossier.toml": 'id = "room"\n',
    "actors.csv": "id,name,kind\n" + "".join(f"{a},{a} land,state\n" for a in ACTORS),
    "evidence.csv": "id,title,date\ne1,Record,2018-01-01\ne2,Record,2019-01-01\nrules,Rules,2000-01-01\n",
    "rollcalls.csv": (
        "id,symbol,title,date,evidence,known_on\n"
        + "".join(f"p{k},P/{k},Text {k},201{k}-06-01,,\n" for k in range(6))
        + "r1,R/1,The open sky,2018-01-01,e1,\nr2,R/2,The open sky,2019-01-01,e2,\nr3,R/3,The open sky,2020-06-01,,2019-06-01\n"
    ),
    # A, B, F, G are for, C, D, E against; F and G are away from r2, and often
    "votes.csv": "actor,rollcall,vote\n"
    + "".join(f"{a},p{k},{'yes' if a in 'ABFG' else 'no'}\n" for k in range(6) for a in ("ABCDE" if k % 2 else ACTORS))
    + "".join(f"{a},r1,{'yes' if a in 'ABFG' else 'no'}\n" for a in ACTORS)
    + "A,r2,yes\nB,r2,yes\nC,r2,no\nD,r2,no\nE,r2,no\nF,r2,absent\n",
    "bodies.toml": MAJORITY,
}


def answer(rollcall: str = "r2", as_of: str = "2020-01-01", goal: str = "adopt", **changed: str) -> Answer:
    parts = {**PARTS, **{name.replace("_", "."): text for name, text in changed.items()}}
    case = Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2021, 1, 1))
    return ask("who-is-missing", case, rollcall=rollcall, as_of=as_of, goal=goal)


def test_of_a_vote_held_the_fewest_friends_who_turn_it_are_named() -> None:
    found = answer()
    values = {f.id: f.message.values for f in found.findings}

    # 2 yes, 3 no; F and G voted yes on the title last time: both are needed
    assert (values["away"]["count"], values["away"]["yes"], values["away"]["no"]) == (2, 2, 0)
    assert found.finding("all-came").message.id.endswith("other")
    assert (values["to-bring"]["count"], {a.id for a in values["to-bring"]["actors"]}) == (2, {"F", "G"})
    assert {row[0].id for row in found.table("missing").rows} == {"F", "G"}
    assert [row[6:8] for row in found.table("missing").rows] == [(3, 7), (3, 7)]


def test_who_wants_it_defeated_sees_whose_coming_would_have_lost_it() -> None:
    found = answer(goal="defeat")

    assert found.finding("hold").message.values["count"] == 2  # 2 to 2 is a tie, and not adopted
    assert found.finding("theirs").message.values["count"] == 2


def test_the_numbers_follow_the_rule() -> None:
    quorum = MAJORITY.replace("strict", "quorum = 6\nstrict")
    held = answer(bodies_toml=quorum)

    assert held.finding("quorum").message.id.endswith("quorum-missed")
    assert held.finding("quorum").message.values["count"] == 1
    veto = '[[body]]\nid = "b"\n[[body.rule]]\nof = "count"\nnumber = 4\nveto = ["E"]\n'
    assert answer(bodies_toml=veto).finding("to-bring").message.id.endswith("out-of-reach") or (
        answer(bodies_toml=veto).finding("to-bring").message.id.endswith("too-few")
    )


def test_a_weighted_rule_names_the_heaviest_friend() -> None:
    weights = '[[body]]\nid = "b"\n[body.weights.w]\n' + "".join(f"{a} = {9 if a == 'G' else 1}\n" for a in ACTORS)
    rule = '[[body.rule]]\nof = "weights"\nweights = "w"\nshare = "1/2"\n'
    values = answer(bodies_toml=weights + rule).finding("to-bring").message.values

    assert (values["count"], [a.id for a in values["actors"]]) == (1, ["G"])


def test_of_a_vote_ahead_it_says_who_is_often_away() -> None:
    found = answer("r3")

    assert {a.id for a in found.finding("often").message.values["actors"]} == {"F", "G"}
    rows = {row[0].id: row for row in found.table("missing").rows}
    assert rows["F"][6:8] == (4, 8)
    assert rows["F"][8] < 0.5 < rows["F"][9]
    assert rows["F"][5] == pytest.approx(rows["F"][3] * rows["F"][4])
    (figure,) = found.figures
    marks = figure.records("en")
    assert figure.id == "away"
    assert marks[0]["value"] == f"{rows[marks[0]['row']['id']][5]:.0%} of a vote, if it comes"
    assert marks[1]["value"] == "missed 50% (4 of 8 recorded votes)"
    assert {mark["row"]["id"] for mark in marks} == {"F", "G"}
    for lang in LANGUAGES:
        assert all("[" not in sentence for sentence in found.sentences(lang))


def test_what_is_missing_is_said() -> None:
    with pytest.raises(NotAvailable, match=r"bodies\.toml"):
        answer(bodies_toml='[[body]]\nid = "b"\n')
    with pytest.raises(NotAvailable, match="Import earlier votes"):
        answer("r3", votes_csv="actor,rollcall,vote\n")
    with pytest.raises(NotAvailable):
        answer("", as_of="2000-01-01")


def test_a_finding_goes_with_its_evidence() -> None:
    dossier = decode({name: text.encode() for name, text in PARTS.items()})
    gone = dataclasses.replace(dossier, evidence=tuple(row for row in dossier.evidence if row.id != "e2"))

    assert ask("who-is-missing", dossier, rollcall="r2").findings
    assert ask("who-is-missing", gone, rollcall="r2").findings == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["un-ict-2018", "death-penalty-moratorium"])
def test_the_examples(name: str, lang: str) -> None:
    found = ask("who-is-missing", load(ROOT / "examples" / name))

    assert {"away", "all-came"} <= {f.id for f in found.findings}
    assert all(say(f.message, lang) and "[" not in say(f.message, lang) for f in found.findings)
    for row in found.table("missing").rows:
        assert 0 <= row[4] <= 1 and -1 <= row[3] <= 1 and row[8] <= row[6] / row[7] <= row[9]


def test_nobody_is_brought_in_for_what_an_objective_rejects() -> None:
    aims = "id,aim,rollcall,goal\no1,No open sky,r3,defeat\n"
    talks = "id,date,actor,by,channel,rollcall,answer\nt,2019-12-01,F,desk,call,r3,undecided\n"
    against = answer("r3", objectives_csv=aims)

    assert {f.id for f in against.findings} <= {"away", "all-came", "quorum", "against"}
    assert "No open sky" in say(against.finding("against").message, "en")
    assert not against.tables
    assert not against.figures
    first = PARTS["rollcalls.csv"].replace("r3,R/3,The open sky", "r3,R/3,The deep sea")
    untold = answer("r3", objectives_csv=aims, rollcalls_csv=first)
    assert [f.id for f in untold.findings] == ["away", "against"], "nor where there is no forecast"
    assert not untold.tables
    assert answer("r3", goal="defeat", objectives_csv=aims, rollcalls_csv=first).table("missing")
    ours = answer("r3", goal="defeat", objectives_csv=aims, engagements_csv=talks).table("missing")
    told = {row[0].id: dict(zip([c.id for c in ours.columns], row, strict=True)) for row in ours.rows}
    assert (str(told["F"]["asked_on"]), str(told["F"]["asked_by"]), told["G"]["asked_on"]) == ("2019-12-01", "desk", None)
    assert answer("r2", objectives_csv=aims.replace("r3", "r2")).finding("to-bring"), "of a vote held nobody is called"
