"""Make-ups of a coalition: their votes are those of the question with members counted in, blocking by the rule, promises as they are due."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from questions.votes.test_majority import MEMBERS, case

from legation.dossier import decode, encode
from legation.methods.rule import Unless, fewest_turns
from legation.methods.rule.tree import holds
from legation.questions import Case, ask
from legation.questions.base import inputs
from legation.questions.coalitions.make_up import ballot_of, likely_side, make_up
from legation.questions.votes.estimate import estimate

TWO_THIRDS = b'of = "present_and_voting"\nshare = "2/3"\n'
SILENCE = b'of = "consensus"\n'
WEIGHTS = (
    b'of = "weights"\nweights = "w"\nshare = "1/2"\nstrict = true\n[body.weights.w]\n'
    + "\n".join(f"{m} = {3 if at == 0 else 1}" for at, m in enumerate(MEMBERS)).encode()
)


def tried(asked: Case, members: list[str], *, side: str = "", tier: str = "core"):
    ahead = inputs.vote_ahead(asked)
    return make_up(asked, dict.fromkeys(members, tier), ballot_of(asked, ahead), estimate(asked, ahead), side=side)


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize("side", ["yes", "no"])
def test_votes_and_chance_are_those_of_the_question_with_the_members_counted_in(count: int, side: str) -> None:
    asked, members = case(), list(MEMBERS[-count:])
    found = tried(asked, members, side=side).vote
    answer = ask("do-we-have-the-votes", asked, **{"with_us" if side == "yes" else "against_us": "; ".join(members)})
    built = answer.finding("build").message.id.rpartition(".")[2]

    assert found.tally and found.side == side
    assert answer.finding("chance").message.values["share"] == found.chance
    assert (built in ("build-ahead", "build-safe")) == found.adopted
    assert sum(found.tally.values()) == len(MEMBERS)
    assert found.tally[side] >= count


@pytest.mark.parametrize("rule", [b'of = "present_and_voting"\nshare = "1/2"\nstrict = true\n', TWO_THIRDS, SILENCE, WEIGHTS])
def test_who_blocks_does_so_whatever_the_others_do_and_one_short_of_it_does_not(rule: bytes) -> None:
    asked = case(rule=rule)
    tree = ballot_of(asked, inputs.vote_ahead(asked)).rule.rule
    for count in range(1, len(MEMBERS) + 1):
        found = tried(asked, list(MEMBERS[:count])).vote
        votes = dict.fromkeys(MEMBERS, "yes") | dict.fromkeys(MEMBERS[:count], "no")

        assert found.blocks == (not holds(tree, votes))
        assert (found.to_block is None) == found.blocks
        if not found.blocks:
            assert found.to_block == fewest_turns(Unless(tree), votes, MEMBERS[count:], to="no")
    assert tried(asked, [MEMBERS[0]]).vote.blocks == (rule == SILENCE)


def test_weights_are_those_of_the_body() -> None:
    found = tried(case(rule=WEIGHTS), [MEMBERS[0], MEMBERS[1]]).vote

    assert found.weight == pytest.approx(4 / (len(MEMBERS) + 2))
    assert tried(case(), [MEMBERS[0]]).vote.weight is None


def test_observers_and_those_to_convince_are_members_that_are_not_counted() -> None:
    asked = case()
    ballot = ballot_of(asked, inputs.vote_ahead(asked))
    found = make_up(asked, {MEMBERS[0]: "core", MEMBERS[1]: "observer", MEMBERS[2]: "to-convince", MEMBERS[3]: "Friends"}, ballot)

    assert len(found.tiers) == 4
    assert found.vote.counted == (MEMBERS[0], MEMBERS[3])
    assert (found.vote.tally, found.vote.chance) == ({}, None)  # nothing is counted without an estimate


def test_members_are_counted_as_most_of_them_are_expected_to_vote() -> None:
    asked = case()
    ahead = inputs.vote_ahead(asked)
    ballot, made = ballot_of(asked, ahead), estimate(asked, ahead)

    assert [likely_side(dict.fromkeys(some, "core"), ballot, made) for some in (MEMBERS[:3], MEMBERS[-3:])] == ["no", "yes"]
    assert likely_side(dict.fromkeys(MEMBERS[:3], "core"), dataclasses.replace(ballot, goal="defeat"), None) == "no"


def test_of_a_vote_that_was_held_nothing_is_counted_anew() -> None:
    asked = case()
    held = asked.rollcall("r03")
    found = make_up(asked, dict.fromkeys(MEMBERS, "core"), ballot_of(asked, held), side="yes").vote
    tally = ask("do-we-have-the-votes", asked, rollcall="r03").finding("held").message.values

    assert {word: found.tally.get(word, 0) for word in ("yes", "no", "abstain")} == {word: tally[word] for word in ("yes", "no", "abstain")}
    assert found.chance is None


def test_what_we_owe_is_what_we_promised_to_members_and_have_not_done() -> None:
    asked = case()
    parts = {name: bytes(data) for name, data in encode(asked.dossier).items()}
    rows = [
        f"c1,{MEMBERS[0]},given,A visit,2019-10-01,2019-11-01,open",
        f"c2,{MEMBERS[0]},given,A grant,2019-10-01,2020-01-01,",
        f"c3,{MEMBERS[0]},given,Done,2019-10-01,2019-11-01,kept",
        f"c4,{MEMBERS[0]},received,Theirs,2019-10-01,2019-11-01,open",
        f"c5,{MEMBERS[1]},given,To another,2019-10-01,2019-11-01,open",
    ]
    parts["commitments.csv"] = ("id,actor,direction,promise,date,due,kept\n" + "\n".join(rows)).encode()
    asked = Case(dossier=decode(parts), today=dt.date(2019, 11, 15))
    found = make_up(asked, {MEMBERS[0]: "core"}, None)

    assert ([row.id for row in found.owed], found.overdue, found.vote) == (["c1", "c2"], 1, None)
