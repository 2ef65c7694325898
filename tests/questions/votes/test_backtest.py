"""Replays that are honest in time: rows known the day before, members of that day, three ways on the same votes, and who wins."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Dossier, When, decode
from legation.language import LANGUAGES, say
from legation.methods.voting.tally import expected_tally
from legation.questions import ask
from legation.questions.base.case import Case
from legation.questions.votes.track_record.backtest import WAYS, Replay, ReplayForecast, Replays, lacking, of_replays, replays, winner
from legation.questions.votes.track_record.day_before import chances_of, eve_of

NAMES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
DAYS = {"r1": "2015-03-01", "r2": "2016-03-01", "r3": "2017-03-01", "r4": "2018-03-01", "x4": "2018-03-01"}
VOTES = {"r1": "yyynna", "r2": "yyynna", "r3": "yyynn-", "r4": "yyannn", "x4": "nnnyyy"}
WORDS = {"y": "yes", "n": "no", "a": "abstain"}


def dossier(rollcalls: str = "", votes: str = "", groups: str = "", more: dict[str, bytes] | None = None) -> Dossier:
    """Six members, four votes on one title a year apart, and one on another title on the day of the last."""
    calls = [f"{one},{'Salt' if one[0] == 'r' else 'Pepper'},{day},,b," for one, day in DAYS.items()]
    cast = [f"{one},{a},{WORDS[c]}" for one, line in VOTES.items() for a, c in zip(NAMES, line, strict=True) if c != "-"]
    members = [f"all,{a},," for a in NAMES]
    return decode(
        {
            "dossier.toml": b'id = "x"\n',
            "actors.csv": ("id,name,kind\n" + "".join(f"{a},{a},state\n" for a in (*NAMES, "GGG"))).encode(),
            "groups.csv": ("group,actor,start,end\n" + "\n".join(members) + "\n" + groups).encode(),
            "bodies.toml": b'[[body]]\nid = "b"\nmembers = "all"\n',
            "rollcalls.csv": ("id,title,date,known_on,body,sponsors\n" + "\n".join(calls) + "\n" + rollcalls).encode(),
            "votes.csv": ("rollcall,actor,vote\n" + "\n".join(cast) + "\n" + votes).encode(),
            **(more or {}),
        }
    )


def case(of: Dossier, as_of: str = "2020-01-01") -> Case:
    day = dt.date.fromisoformat(as_of)
    return Case(dossier=of, today=day, as_of=day).at(day)


def test_each_vote_is_forecast_from_the_day_before_it() -> None:
    found = replays(case(dossier()), 24)

    assert [(r.rollcall.id, r.cut.isoformat(), r.known) for r in found.rows] == [
        ("r2", "2016-02-29", 1),
        ("r3", "2017-02-28", 2),
        ("r4", "2018-02-28", 3),  # x4, of the same day, is not among them
    ]
    assert found.undated == ()


def test_as_last_time_and_what_came_by_hand() -> None:
    last = replays(case(dossier()), 1).rows[0]

    assert (last.result, last.absent, last.members) == (-1, 0, 6)
    assert (last.forecasts["last"].right, last.forecasts["last"].absent, last.forecasts["last"].margin) == (4, 1, 1)  # r3 again: yyynn-
    assert last.off("last") == 2


def test_a_row_known_only_after_the_vote_is_not_used() -> None:
    """The third vote was found out after the fourth was held: the fourth is forecast from the first two."""
    late = dossier()
    rows = tuple(dataclasses.replace(r, known_on=When("2019-01-01")) if r.id == "r3" else r for r in late.rollcalls)
    found = {r.rollcall.id: r for r in replays(case(dataclasses.replace(late, rollcalls=rows)), 24).rows}

    assert found["r4"].known == 2
    assert found["r4"].forecasts["last"].absent == 0  # r2 again, in which all six voted
    assert found["r3"].known == 2  # itself it can be replayed, now that it is known


def test_who_entered_later_or_left_before_is_no_member_of_that_day() -> None:
    base = dossier(groups="all,GGG,2017-06-01,\n", votes="r4,GGG,yes\n")
    left = tuple(dataclasses.replace(g, end=When("2016-12-31")) if g.actor == "AAA" else g for g in base.groups)
    found = {r.rollcall.id: r for r in replays(case(dataclasses.replace(base, groups=left)), 24).rows}

    assert [found[one].members for one in ("r2", "r3", "r4")] == [6, 5, 6]


def test_sponsors_told_later_are_not_known_on_the_eve() -> None:
    later = dossier()
    rows = tuple(dataclasses.replace(r, sponsors=("DDD",)) if r.id == "r4" else r for r in later.rollcalls)
    at = case(dataclasses.replace(later, rollcalls=rows))
    unannounced = eve_of(at, at.rollcall("r4"))
    announced = tuple(dataclasses.replace(r, known_on=When("2018-02-01")) if r.id == "r4" else r for r in rows)
    known = case(dataclasses.replace(later, rollcalls=announced))
    told = eve_of(known, known.rollcall("r4"))

    assert unannounced is not None and not unannounced.declared().any()
    assert told is not None and told.declared().tolist() == [0, 0, 0, 1, 0, 0]


def test_a_vote_without_a_day_is_said_and_not_replayed() -> None:
    undated = dossier()
    rows = tuple(dataclasses.replace(r, date=None) if r.id == "r3" else r for r in undated.rollcalls)
    found = replays(case(dataclasses.replace(undated, rollcalls=rows)), 24)

    assert [r.id for r in found.undated] == ["r3"]
    assert "r3" not in {r.rollcall.id for r in found.rows}
    assert [m.id for m in lacking(found)] == ["how-good-were-we.undated"]


def test_nothing_known_before_gives_no_replay() -> None:
    one = {"r1": "2015-03-01"}
    rows = tuple(r for r in dossier().rollcalls if r.id in one)
    found = replays(case(dataclasses.replace(dossier(), rollcalls=rows)), 24)

    assert found == Replays()
    assert [m.id for m in lacking(found)] == ["how-good-were-we.no-replay"]


@given(known=st.integers(2, 4), later=st.sampled_from(["yes", "no", "abstain"]))
def test_what_came_later_changes_nothing_on_the_eve(known: int, later: str) -> None:
    """However the votes after a vote came out, its forecast is the same."""
    ids = list(DAYS)
    whole = dossier(votes=f"x4,GGG,{later}\n")
    cut = dataclasses.replace(whole, rollcalls=tuple(r for r in whole.rollcalls if ids.index(r.id) < known))
    one, other = (replays(case(of), 24).rows[known - 2] for of in (whole, cut))

    assert (one.forecasts, one.low, one.high, one.known) == (other.forecasts, other.low, other.high, other.known)


def test_chances_of_four_outcomes_add_up_to_one() -> None:
    expected = expected_tally(np.array([[1, 1], [0, 1], [3, 3]]), np.zeros(3, int), titles=[0, 0], title=0)
    chances = chances_of(expected)

    assert chances.shape == (3, 4)
    assert chances.sum(axis=1) == pytest.approx(1)
    assert chances[:, 0] == pytest.approx(1 - expected.presence)


def made(ours: tuple[int, float], last: tuple[int, float], base: tuple[int, float]) -> Replay:
    told = {
        way: ReplayForecast(right=right, loss=1.0, absent=0, margin=off) for way, (right, off) in zip(WAYS, (ours, last, base), strict=True)
    }
    day = When("2018-03-01")
    row = dataclasses.replace(dossier().rollcalls[0], date=day)
    return Replay(
        rollcall=row, cut=dt.date(2018, 2, 28), members=6, known=3, forecasts=told, low=-1, high=1, ranged=True, result=0, absent=0
    )


@pytest.mark.parametrize(
    ("rows", "wins"),
    [
        ([made((6, 0), (5, 1), (4, 2))], "ours"),
        ([made((5, 1), (6, 0), (4, 2))], "last"),
        ([made((5, 2), (4, 1), (6, 0))], "base"),
        ([made((6, 1), (5, 0), (4, 2))], "split"),
        ([made((6, 0), (6, 0), (4, 2))], "level"),
        ([made((6, 0), (6, 1), (4, 2))], "ours"),
    ],
)
def test_who_wins_is_said_whoever_it_is(rows: list[Replay], wins: str) -> None:
    first, *others = of_replays(Replays(rows=tuple(rows)), 0)

    assert winner(rows) == wins
    assert first.id == "winner"
    assert {f.id for f in others} == {"absent", "held"}
    for lang in LANGUAGES:
        assert "[how-good" not in say(first.message, lang)
        assert say(first.contrary, lang)


def test_the_answer_shows_the_cut_beside_each_vote() -> None:
    found = ask("how-good-were-we", dossier(), as_of="2020-01-01")
    table = found.table("replay")
    at = [c.id for c in table.columns].index("cut")

    assert [table.cell(i, at, "en") for i in range(3)] == ["29 February 2016", "28 February 2017", "28 February 2018"]
    assert table.cell(2, at, "fr") == "28 février 2018"
    assert "how-good-were-we.honest" in {c.id for c in found.caveats}
