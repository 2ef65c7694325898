"""The two dossiers of the General Assembly: tallies as published, groups that cover all members, outcomes hidden before their day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from legation.dossier import Dossier, load
from legation.dossier.tables.votes import ABSTAIN, NO, UNKNOWN, YES
from legation.questions import Case
from legation.questions.base import inputs

EXAMPLES = Path(__file__).parents[2] / "examples"
REGIONS = {"african": 54, "asia-pacific": 54, "eastern-european": 23, "latin-american-caribbean": 33, "western-european-others": 29}
FIRST, SECOND, AHEAD = "A/RES/73/27", "A/RES/73/266", "A/RES/74/247"
YEAR_BEFORE = "A/RES/73/187"
AS_PUBLISHED = {
    FIRST: (119, 46, 14), SECOND: (138, 12, 16), YEAR_BEFORE: (94, 59, 33),
    "A/RES/74/28": (163, 10, 6), "A/RES/74/29": (129, 6, 45), AHEAD: (79, 60, 33),
}  # fmt: skip


@pytest.fixture(scope="module")
def ict() -> Dossier:
    return load(EXAMPLES / "un-ict-2018")


@pytest.fixture(scope="module")
def moratorium() -> Dossier:
    return load(EXAMPLES / "death-penalty-moratorium")


def column(dossier: Dossier, rollcall: str) -> np.ndarray:
    members = dossier.members("un-members", "2019-12-31")
    votes: np.ndarray = dossier.votes.matrix(members, [rollcall])[:, 0]
    return votes


def tally(dossier: Dossier, rollcall: str) -> tuple[int, int, int]:
    at = dossier.votes.rollcalls.index(rollcall)
    votes = dossier.votes.vote[dossier.votes.rollcall == at]
    return int((votes == YES).sum()), int((votes == NO).sum()), int((votes == ABSTAIN).sum())


@pytest.mark.parametrize(("rollcall", "expected"), AS_PUBLISHED.items())
def test_tallies_as_published(ict: Dossier, rollcall: str, expected: tuple[int, int, int]) -> None:
    row = next(r for r in ict.rollcalls if r.id == rollcall)

    assert tally(ict, rollcall) == expected
    assert (row.total_yes, row.total_no, row.total_abstain) == expected


def test_rival_camps_is_the_wrong_picture(ict: Dossier) -> None:
    """All 46 opponents of the first text backed the second, and 77 backed both."""
    first, second = column(ict, FIRST), column(ict, SECOND)

    assert int(((first == YES) & (second == YES)).sum()) == 77
    assert int(((first == NO) & (second == YES)).sum()) == 46 == int((first == NO).sum())
    assert int(((first == YES) & (second == NO)).sum()) == 12
    assert int(((first == YES) & (second == ABSTAIN)).sum()) == 12
    camps = next(a for a in ict.assumptions if a.id == "rival-camps")
    assert {"cross-73", "rc-73-27", "rc-73-266"} <= set(camps.against)


def test_the_vote_ahead_is_announced_without_its_outcome(ict: Dossier, moratorium: Dossier) -> None:
    for dossier, ahead in ((ict, AHEAD), (moratorium, "A/RES/71/187")):
        assert dossier.info.parameters["rollcall"] == ahead
        then = dossier.as_of(str(dossier.info.as_of))
        row = next(r for r in then.rollcalls if r.id == ahead)
        assert (row.total_yes, row.total_no, row.total_abstain) == (None, None, None)
        assert ahead not in then.votes.rollcalls
        assert row.sponsors
        assert not any(p.known_on and p.known_on > row.date for p in then.positions)
        assert ahead in dossier.as_of(str(row.date)).votes.rollcalls


def test_the_year_before_is_the_last_vote_on_the_title_of_the_vote_ahead(ict: Dossier) -> None:
    """The eve knows it, with its committee; the seven members that it does not list have no row."""
    then = Case(dossier=ict, today=dt.date(2026, 1, 1)).at(ict.info.as_of.last)
    ahead = then.rollcall(AHEAD)

    assert [r.id for r in inputs.same_title(ahead, inputs.on_record(then))] == [YEAR_BEFORE]
    assert [r.total_yes for r in inputs.same_title(ahead, then.dossier.rollcalls, stage="committee")] == [88, 88]
    members = ict.members("un-members", "2018-12-17")
    codes = dict(zip(members, column(ict, YEAR_BEFORE).tolist(), strict=True))
    assert {a for a in members if codes[a] == UNKNOWN} == {"AFG", "CAF", "COM", "SLE", "SWZ", "TTO", "TUN"}
    assert (codes["NAM"], codes["SRB"]) == (YES, YES)
    assert YEAR_BEFORE not in ict.as_of("2018-12-16").votes.rollcalls


def test_every_member_has_one_region(ict: Dossier, moratorium: Dossier) -> None:
    for dossier in (ict, moratorium):
        day = str(dossier.info.as_of)
        members = dossier.members("un-members", day)
        regions = {region: dossier.members(region, day) for region in REGIONS}
        assert len(members) == 193
        assert sorted(a for group in regions.values() for a in group) == sorted(members)
        assert {region: len(group) for region, group in regions.items()} == REGIONS
        source = next(e for e in dossier.evidence if e.id == "un-regional-groups")
        assert (source.reliability, source.credibility) == ("F", 6)


def test_members_and_names_by_date(ict: Dossier) -> None:
    assert len(ict.members("eu", "2019-12-26")) == 28
    assert "GBR" not in ict.members("eu", "2020-02-01")
    assert "SSD" not in ict.members("un-members", "2008-12-02")
    by_id = {a.id: a for a in ict.actors}
    assert by_id["NAM"].name.in_language("fr") == "Namibie"
    assert all(by_id[m].name.en and by_id[m].name.fr for m in ict.members("un-members", "2019-12-26"))
    votes_of = {a: set(ict.votes.rollcall[ict.votes.actor == i].tolist()) for i, a in enumerate(ict.votes.actors)}
    assert {ict.votes.rollcalls[i] for i in votes_of["SCG"]} == {"A/RES/60/45"}
    assert len(votes_of["NAM"]) > 150
    assert len(votes_of["SRB"]) > 150


def test_a_committee_vote_is_totals_only(ict: Dossier, moratorium: Dossier) -> None:
    for dossier in (ict, moratorium):
        committee = {r.id for r in dossier.rollcalls if r.stage == "committee"}
        assert committee
        assert not committee & set(dossier.votes.rollcalls)


def test_only_yes_no_and_abstain_stand(ict: Dossier, moratorium: Dossier) -> None:
    """Who is not listed has no row: nothing stands for an absence."""
    for dossier in (ict, moratorium):
        assert set(np.unique(dossier.votes.vote).tolist()) == {YES, ABSTAIN, NO}


def test_paris_call_in_its_own_folder(ict: Dossier) -> None:
    rows = [m for m in ict.coalitions if m.coalition == "paris-call"]

    assert len(rows) == 1_222
    assert sum(m.start is not None for m in rows) == 138
    assert len(ict.coalition("paris-call", "2025-12-25")) == 1_222
    assert len(ict.as_of("2019-12-26").coalition("paris-call", "2019-12-26")) == 50
    assert all(ict.annex["coalitions", f"paris-call:{m.actor}:{m.start}"] == "paris-call" for m in rows)
    assert b"EUROPEAN UNION PUBLIC LICENCE" in ict.files["annexes/paris-call/LICENCE.EUPL-1.2.txt"]


def test_weights_follow_the_rule_of_the_readme(ict: Dossier) -> None:
    """The numbers are made again from the facts, and stand where a fact gives influence and nowhere else."""
    permanent, first = {"CHN", "FRA", "GBR", "RUS", "USA"}, {"BLR", "CHN", "KHM", "MMR", "NIC", "PRK", "RUS", "VEN"}
    experts = set(next(p for p in ict.processes if p.id == "gge").seats)
    sponsors = set(next(r for r in ict.rollcalls if r.id == AHEAD).sponsors)

    def expected(who: str) -> tuple[int, int] | None:
        facts = 30 * (who in permanent) + 30 * (who == "FIN") + 15 * (who in experts) + 15 * (who in first) + 20 * (who in {"RUS", "USA"})
        side = 25 if who in sponsors else 15
        return (10 + facts, 20 + side + 15 * (who in first) + 35 * (who in {"RUS", "USA"})) if facts else None

    def span(middle: int) -> tuple[int, int, int]:
        return max(0, middle - 20), middle, min(100, middle + 20)

    rows = [p for p in ict.positions if p.issue == "cybercrime-mandate"]
    weighed = [p for p in rows if p.influence is not None]
    assert len({p.actor for p in weighed}) == 20
    for row in rows:
        numbers = expected(row.actor)
        found = ((row.influence_low, row.influence, row.influence_high), (row.salience_low, row.salience, row.salience_high))
        assert found == ((span(numbers[0]), span(numbers[1])) if numbers else ((None,) * 3,) * 2), row.id
        assert ("own-weights" in row.evidence) == bool(numbers)
    assert not any(p.influence or p.salience for p in ict.positions if p.issue != "cybercrime-mandate")


def test_ties_are_facts(ict: Dossier) -> None:
    """Members by the groups' own rows; who can call whom is on no record."""
    union = [r for r in ict.relations if r.kind == "member_of"]
    eu = [m for m in ict.groups if m.group == "eu"]
    assert {(r.source, r.target, r.start, r.end) for r in union} == {(m.actor, "european-union", m.start, m.end) for m in eu}
    assert {(r.source, r.target) for r in ict.relations if r.kind == "speaks_for"} == {("FIN", "european-union")}
    assert not [r for r in ict.relations if r.kind == "reaches"]
    assert all(r.evidence for r in ict.relations)


def test_the_vote_of_2010_counts_once(moratorium: Dossier) -> None:
    """The data set holds it twice: the second record is kept apart, without the issue and under another title."""
    kept, apart = (next(r for r in moratorium.rollcalls if r.id == i) for i in ("A/RES/65/206", "A/RES/65/206+5884"))

    assert kept.symbol == apart.symbol
    assert kept.title != apart.title
    assert (kept.issue, apart.issue) == ("moratorium", "")
    assert tally(moratorium, kept.id) == (109, 41, 35)
    assert tally(moratorium, apart.id) == (108, 41, 36)
    first, second = column(moratorium, kept.id), column(moratorium, apart.id)
    members = moratorium.members("un-members", "2019-12-31")
    assert [m for m, a, b in zip(members, first, second, strict=True) if a != b] == ["GMB"]


def test_six_votes_on_one_title(moratorium: Dossier) -> None:
    plenary = [r for r in moratorium.rollcalls if r.issue == "moratorium" and r.stage == "plenary"]

    assert [(r.total_yes, r.total_no, r.total_abstain) for r in plenary] == [
        (104, 54, 29), (106, 46, 34), (109, 41, 35), (111, 41, 34), (117, 38, 34), (117, 40, 31),
    ]  # fmt: skip
    assert len({r.title.en for r in plenary}) == 1
    assert all(i.cyberspace is False for i in moratorium.issues)


def test_votes_are_those_of_the_record(ict: Dossier) -> None:
    """Origin: the voting records of the UN Digital Library, by symbol: yes, no, abstentions."""
    recorded = {
        "A/RES/60/45": (177, 1, 0), "A/RES/61/54": (176, 1, 0), "A/RES/63/37": (178, 1, 0), "A/RES/71/28": (180, 0, 1),
        "A/RES/73/27": (119, 46, 14), "A/RES/73/266": (138, 12, 16),
        "A/RES/74/28": (163, 10, 6), "A/RES/74/29": (129, 6, 45), "A/RES/74/247": (79, 60, 33),
    }  # fmt: skip

    assert {symbol: tally(ict, symbol) for symbol in recorded} == recorded
    assert UNKNOWN not in np.unique(ict.votes.vote)
