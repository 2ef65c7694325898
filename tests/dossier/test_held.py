"""When a roll call was held: its totals or most of its votes are there; who has no vote is known before."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import VOTES, Dossier, Votes, When, decode
from legation.dossier.tables.rollcalls import body_of, held_rollcalls, members_of, without_vote

DAY = dt.date(2026, 1, 1)


def body(size: int, votes: str = "", totals: str = ",,", *, members: str = "hall") -> Dossier:
    """Return a dossier with a body of so many members and one roll call ``r``, ``votes`` being ``place word`` by line."""
    names = [f"M{n:03}" for n in range(size)]
    rows = "".join(f"M{int(place):03},r,{word}\n" for place, word in map(str.split, votes.splitlines()))
    parts = {
        "dossier.toml": 'id = "d"',
        "actors.csv": "id,name,kind\n" + "".join(f"{name},{name},state\n" for name in names),
        "groups.csv": "group,actor\n" + "".join(f"hall,{name}\n" for name in names),
        "bodies.toml": f'[[body]]\nid = "b"\nmembers = "{members}"\n',
        "rollcalls.csv": f"id,total_yes,total_no,total_abstain\nr,{totals}\n",
        "votes.csv": "actor,rollcall,vote\n" + rows,
    }
    return decode({name: text.encode() for name, text in parts.items()})


def lines(*words: tuple[str, int]) -> str:
    """Return rows of votes: so many of each word, one member after the other."""
    every = [word for word, count in words for _ in range(count)]
    return "\n".join(f"{place} {word}" for place, word in enumerate(every))


@pytest.mark.parametrize("size", [5, 200])
def test_more_than_half_of_the_members_make_a_vote(size: int) -> None:
    half = size // 2

    assert held_rollcalls(body(size, lines(("yes", half))), DAY) == {}
    assert held_rollcalls(body(size, lines(("yes", half + 1))), DAY) == {"r": "votes"}
    assert held_rollcalls(body(size, lines(("yes", 1), ("no", 1), ("abstain", 1), ("absent", half - 2))), DAY) == {"r": "votes"}
    assert held_rollcalls(body(size, lines(("yes", 1), ("unknown", size - 1))), DAY) == {}


@pytest.mark.parametrize("size", [1, 5, 200])
def test_who_has_no_vote_makes_none(size: int) -> None:
    """One row, and a row for every member: nothing was held."""
    assert held_rollcalls(body(size, "0 not_entitled"), DAY) == {}
    assert held_rollcalls(body(size, lines(("not_entitled", size))), DAY) == {}


def test_who_has_no_vote_is_no_member_of_whom_a_vote_is_missing() -> None:
    assert held_rollcalls(body(6, lines(("yes", 3))), DAY) == {}
    assert held_rollcalls(body(6, lines(("yes", 3), ("not_entitled", 1))), DAY) == {"r": "votes"}


@pytest.mark.parametrize(("totals", "known"), [("0,,", True), (",0,", True), (",,7", True), ("0,0,0", True), (",,", False)])
def test_one_total_is_enough_and_none_of_zero_is_missed(totals: str, known: bool) -> None:
    assert held_rollcalls(body(200, totals=totals), DAY) == ({"r": "totals"} if known else {})


def test_all_votes_that_the_totals_count_are_most_votes() -> None:
    """In an empty room three of two hundred decide, and all three are there."""
    assert held_rollcalls(body(200, lines(("yes", 2), ("no", 1)), "2,1,0"), DAY) == {"r": "votes"}
    assert held_rollcalls(body(200, lines(("yes", 2)), "2,1,0"), DAY) == {"r": "totals"}


@pytest.mark.parametrize("members", ["", "nobody-is-in-it"])
def test_where_members_are_not_known_one_vote_cast_is_enough(members: str) -> None:
    dossier = body(9, "0 yes")
    dossier = dataclasses.replace(dossier, bodies=tuple(dataclasses.replace(one, members=members) for one in dossier.bodies))

    assert members_of(dossier, dossier.rollcalls[0], DAY) == ()
    assert held_rollcalls(dossier, DAY) == {"r": "votes"}
    for word in ("not_entitled", "absent", "unknown", "not_participating"):
        votes = Votes.of(["M000"], ["r"], [VOTES.index(word)])
        assert held_rollcalls(dataclasses.replace(dossier, votes=votes), DAY) == {}, word


def test_members_are_those_of_the_day_of_the_vote() -> None:
    """Two of three members of 2000 voted; three more joined since."""
    dossier = body(6, "0 yes\n1 no")
    later = tuple(dataclasses.replace(row, start=When("2010-01-01")) if row.actor >= "M003" else row for row in dossier.groups)
    rollcall = dataclasses.replace(dossier.rollcalls[0], date=When("2000-05-01"))
    dossier = dataclasses.replace(dossier, groups=later, rollcalls=(rollcall,))

    assert held_rollcalls(dossier, DAY) == {"r": "votes"}
    now = dataclasses.replace(dossier, rollcalls=(dataclasses.replace(rollcall, date=When("2020-05-01")),))
    assert held_rollcalls(now, DAY) == {}


def test_votes_of_those_who_are_no_members_are_not_most_votes() -> None:
    dossier = body(6, "0 yes\n1 no\n2 yes\n3 yes")
    fewer = tuple(row for row in dossier.groups if row.actor in ("M000", "M004", "M005"))

    assert held_rollcalls(dataclasses.replace(dossier, groups=fewer), DAY) == {}


def test_who_has_no_vote_and_the_body() -> None:
    dossier = body(4, "0 not_entitled\n1 yes\n3 not_entitled")

    assert without_vote(dossier, "r") == ("M000", "M003")
    assert without_vote(dossier, "another") == ()
    assert (held := body_of(dossier, None)) is not None and held.id == "b"
    assert body_of(dossier, dataclasses.replace(dossier.rollcalls[0], body="gone")) is None


@given(st.lists(st.sampled_from(VOTES), min_size=1, max_size=30), st.integers(0, 29))
def test_to_take_a_vote_away_never_makes_a_roll_call_held(words: list[str], at: int) -> None:
    """What is known less of cannot be held the more, and the order of the rows says nothing."""
    whole = body(30, "\n".join(f"{place} {word}" for place, word in enumerate(words)))
    place = at % len(words)
    if words[place] != "not_entitled":
        less = whole.votes.keep(whole.votes.actor != whole.votes.actors.index(f"M{place:03}"))
        assert held_rollcalls(dataclasses.replace(whole, votes=less), DAY).keys() <= held_rollcalls(whole, DAY).keys()
    turned = body(30, "\n".join(f"{place} {word}" for place, word in reversed(list(enumerate(words)))))
    assert held_rollcalls(turned, DAY) == held_rollcalls(whole, DAY)


def test_of_an_old_vote_a_few_rows_are_all_that_there_will_be() -> None:
    """Once a later roll call of the same body is on record; the latest one, one to come and one that only says who has no vote stay open."""
    dossier = body(200)
    one = dossier.rollcalls[0]
    dates = {"old": "1950-05-01", "empty": "1950-06-01", "last": "2025-05-01", "ahead": "2026-06-01", "undated": ""}
    rollcalls = tuple(dataclasses.replace(one, id=name, date=When(date) if date else None) for name, date in dates.items())
    votes = Votes.of(["M001"] * 5, list(dates), [1, 6, 3, 1, 1])
    found = held_rollcalls(dataclasses.replace(dossier, rollcalls=rollcalls, votes=votes), DAY)

    assert found == {"old": "votes"}
    alone = held_rollcalls(dataclasses.replace(dossier, rollcalls=rollcalls[:1], votes=votes.without(list(dates)[1:])), DAY)
    assert alone == {}
    elsewhere = tuple(dataclasses.replace(row, body="other" if row.id == "last" else "b") for row in rollcalls)
    assert held_rollcalls(dataclasses.replace(dossier, rollcalls=elsewhere, votes=votes), DAY) == {"last": "votes"}, (
        "whose members nobody knows"
    )


def test_before_the_day_a_dossier_shows_who_has_no_vote_and_no_vote() -> None:
    dossier = body(5, "0 not_entitled\n1 yes\n2 no")
    rollcall = dataclasses.replace(dossier.rollcalls[0], date=When("2020-06-01"), known_on=When("2020-05-01"))
    ahead = dataclasses.replace(dossier, rollcalls=(rollcall,))

    assert [(row.actor, row.vote) for row in ahead.as_of("2020-05-31").votes.rows()] == [("M000", "not_entitled")]
    assert len(ahead.as_of("2020-06-01").votes) == 3
    assert len(ahead.as_of("2020-04-30").votes) == 0, "nobody knew that there would be a vote"
