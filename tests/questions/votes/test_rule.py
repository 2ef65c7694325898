"""Votes ahead and votes held under the rules of real bodies: vetoes, weights, several criteria, no objection."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import decode
from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Case, ask

FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")
TEN = tuple(f"E{number}" for number in range(10))
ACTORS = "id,name,kind\n" + "".join(f"{actor},{actor} land,state\n" for actor in (*FIVE, *TEN))
SECURITY_COUNCIL = '[[body]]\nid = "sc"\n[[body.rule]]\nof = "count"\nnumber = 9\nveto = ["CHN", "FRA", "GBR", "RUS", "USA"]\n'


MEMBERS = "group,actor\n" + "".join(f"seats,{actor}\n" for actor in (*FIVE, *TEN))


def held(rule: str, votes: dict[str, str]) -> Case:
    cast = "actor,rollcall,vote\n" + "".join(f"{actor},r1,{vote}\n" for actor, vote in votes.items())
    parts = {
        "dossier.toml": 'id = "x"\n',
        "actors.csv": ACTORS,
        "groups.csv": MEMBERS,
        "rollcalls.csv": "id,symbol,title,date\nr1,S/1,A text,2020-01-01\n",
        "votes.csv": cast,
        "bodies.toml": rule.replace('"\n', '"\nmembers = "seats"\n', 1),
    }
    dossier = decode({name: text.encode() for name, text in parts.items()})
    return Case(dossier=dossier, today=dt.date(2020, 6, 1)).at(dt.date(2020, 6, 1))


def rule_of(case: Case, lang: str = "en") -> str:
    return say(ask("do-we-have-the-votes", case, rollcall="r1").finding("rule").message, lang)


def test_a_veto_defeats_fourteen_yes_and_an_abstention_does_not() -> None:
    yes = dict.fromkeys((*FIVE, *TEN), "yes")

    assert "is adopted" in rule_of(held(SECURITY_COUNCIL, yes | {"RUS": "abstain"}))
    told = rule_of(held(SECURITY_COUNCIL, yes | {"RUS": "no"}))
    assert "9 yes votes, and no vote against by" in told and "not adopted" in told and "1 further yes" in told


def test_two_criteria_and_a_way_round_them() -> None:
    weights = "".join(f"{actor} = {100 if actor in FIVE else 1}\n" for actor in (*FIVE, *TEN))
    rule = (
        '[[body]]\nid = "c"\n[body.weights.people]\n' + weights + '[[body.rule]]\nof = "any"\n'
        '[[body.rule.part]]\nof = "all"\n[[body.rule.part.part]]\nof = "members"\nshare = "11/20"\nstrict = false\n'
        '[[body.rule.part.part]]\nof = "weights"\nweights = "people"\nshare = "13/20"\nstrict = false\n'
        '[[body.rule.part]]\nof = "count"\nnumber = 12\n'
    )
    small = dict.fromkeys(TEN, "yes") | dict.fromkeys(FIVE, "no")

    assert "not adopted" in rule_of(held(rule, small))
    assert "is adopted" in rule_of(held(rule, small | dict.fromkeys(FIVE[:2], "yes")))  # twelve: whatever they weigh
    assert "is adopted" in rule_of(held(rule, dict.fromkeys((*FIVE[:4], *TEN[:5]), "yes") | dict.fromkeys(TEN[5:], "no") | {"USA": "no"}))


def test_consensus_and_quorum() -> None:
    consensus = '[[body]]\nid = "c"\n[[body.rule]]\nof = "consensus"\nquorum = 10\n'
    present = dict.fromkeys(TEN, "abstain")

    assert "is adopted" in rule_of(held(consensus, present))
    assert "not adopted" in rule_of(held(consensus, dict.fromkeys(TEN[:9], "yes")))
    assert "not adopted" in rule_of(held(consensus, present | {"USA": "no"}))


def test_two_thirds_are_shown_as_what_they_are_not() -> None:
    majority = '[[body]]\nid = "ga"\n[[body.rule]]\nof = "present_and_voting"\n'
    answer = ask("do-we-have-the-votes", held(majority, dict.fromkeys(TEN[:6], "yes") | dict.fromkeys(FIVE, "no")), rollcall="r1")

    told = answer.finding("two-thirds").message
    assert told.id.endswith("two-thirds-short") and told.values["short"] == 4 and told.values["share"] == pytest.approx(6 / 11)
    assert all(
        "two-thirds" not in f.id
        for f in ask("do-we-have-the-votes", held(SECURITY_COUNCIL, dict.fromkeys(TEN, "yes")), rollcall="r1").findings
    )
    for lang in LANGUAGES:
        assert say(told, lang)


def test_a_rule_that_does_not_fit_is_named() -> None:
    case = held(SECURITY_COUNCIL.replace("number = 9", "number = 16"), dict.fromkeys(TEN, "yes"))

    with pytest.raises(NotAvailable, match=r"body sc.*bodies\.toml"):
        ask("do-we-have-the-votes", case, rollcall="r1")


def test_a_vote_ahead_is_counted_by_who_votes_and_not_by_how_many() -> None:
    """The heavy members always vote no and the light ones yes: by weight the text fails, by heads it passes."""
    weights = "".join(f"{actor} = {50 if actor in FIVE else 1}\n" for actor in (*FIVE, *TEN))
    rule = '[[body]]\nid = "c"\n[body.weights.people]\n' + weights + '[[body.rule]]\nof = "weights"\nweights = "people"\nshare = "1/2"\n'
    calls = [f"r{number}" for number in range(1, 9)]
    parts = {
        "dossier.toml": 'id = "x"\n',
        "actors.csv": ACTORS,
        "rollcalls.csv": "id,symbol,title,date,known_on\n"
        + "".join(f"{r},S/{r},Text {r},20{10 + number}-01-01,\n" for number, r in enumerate(calls))
        + "ahead,S/9,Text r9,2021-01-01,2020-01-01\n",
        "votes.csv": "actor,rollcall,vote\n" + "".join(f"{a},{r},{'no' if a in FIVE else 'yes'}\n" for r in calls for a in (*FIVE, *TEN)),
        "bodies.toml": rule,
    }
    case = Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=dt.date(2020, 6, 1)).at(dt.date(2020, 6, 1))
    by_weight = ask("do-we-have-the-votes", case, rollcall="ahead", goal="adopt")

    assert by_weight.finding("goal").message.id.endswith("verdict-not-yet")
    assert "not adopted" in say(by_weight.finding("rule").message, "en")
    assert by_weight.finding("goal").message.values["change"].values["across"] == 3  # three of the heavy ones
