"""What is known of a vote enters its forecast: totals, sponsors, reports, votes on texts like it; and what cannot be is refused."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from legation.errors import BadValue
from legation.methods.voting import draw_votes, expected_tally
from legation.methods.voting.shift import CommonShift, Sums, observed, shifted, softmax

ABSENT, YES, ABSTAIN, NO = range(4)
NOBODY = np.zeros(30, np.int8)


def record(seed: int = 0, actors: int = 30, rollcalls: int = 24) -> np.ndarray:
    """Return votes of members that lean one way or the other, some out of the room."""
    rng = np.random.default_rng(seed)
    lean = np.linspace(-2, 2, actors)[:, None] + rng.normal(0, 1, (1, rollcalls))
    drawn = rng.random((actors, rollcalls))
    votes = np.where(drawn < 0.85 / (1 + np.exp(-lean)), YES, np.where(drawn < 0.85, NO, ABSTAIN))
    return np.where(rng.random((actors, rollcalls)) < 0.1, ABSENT, votes).astype(np.int8)


TITLES = np.arange(24) % 6


def test_the_basis_names_what_entered_and_rows_sum_to_one() -> None:
    words = np.zeros(30, np.int8)
    words[3] = NO
    backs = np.arange(30) == 29
    told = expected_tally(
        record(),
        words,
        titles=TITLES,
        title=0,
        totals={"yes": 14, "no": 9, "abstain": 4},
        sponsors=backs,
        reported=np.where(np.arange(30) == 5, ABSTAIN, 0),
        like=record(1)[:, :1],
        replay=8,
    )
    assert told.basis == ("declared", "like", "reported", "sponsors", "title", "totals")
    np.testing.assert_allclose(told.outcome.sum(axis=1), 1)
    np.testing.assert_allclose(told.outcome[:, 1:], told.presence[:, None] * told.probability)
    assert set(told.reasons) == set(told.moved) == set(told.basis)
    assert told.telling[3] == 0
    assert told.telling.max() > 0.5


def test_who_stays_away_from_a_title_is_expected_away_whatever_else_it_comes_to() -> None:
    votes = np.ones((30, 40), np.int8)
    votes[10:] = np.random.default_rng(0).choice([YES, YES, NO, ABSTAIN], (20, 40))
    labels = np.where(np.arange(40) % 4 == 0, 0, np.arange(40))
    votes[:3, labels == 0] = ABSENT
    told = expected_tally(votes, NOBODY, titles=labels, title=0)
    assert (told.outcome[:3, ABSENT] > 0.7).all()
    assert (told.outcome[3:10, YES] > 0.9).all()


def test_totals_pull_the_sums_to_them_and_leave_the_order_of_the_members() -> None:
    free = expected_tally(record(), NOBODY, titles=TITLES, title=0, replay=0)
    bound = expected_tally(record(), NOBODY, titles=TITLES, title=0, totals={"yes": 8, "no": 18, "abstain": 2}, replay=0)
    assert free.yes - bound.yes > 0.3 * (free.yes - 8)
    assert abs(bound.no - 18) < abs(free.no - 18)
    assert np.corrcoef(free.outcome[:, YES], bound.outcome[:, YES])[0, 1] > 0.95


@given(st.integers(0, 26))
def test_more_yes_in_the_totals_never_means_fewer_expected(yes: int) -> None:
    fewer, more = (
        expected_tally(record(), NOBODY, titles=TITLES, title=0, totals={"yes": y, "no": 26 - yes, "abstain": 2}, replay=0).yes
        for y in (yes, yes + 1)
    )
    assert more >= fewer - 1e-6


def test_totals_alone_give_everybody_a_chance() -> None:
    told = expected_tally(np.zeros((30, 0), np.int8), NOBODY, totals={"yes": 20, "no": 5, "abstain": 3})
    assert told.basis == ("totals",)
    assert np.isfinite(told.outcome).all()
    assert told.yes > 3 * told.no


def test_a_sponsor_votes_yes_nearly_always_and_never_surely_even_where_it_voted_no() -> None:
    votes = record()
    opponent = int(np.flatnonzero(votes[:, 18] == NO)[0])
    told = expected_tally(votes, NOBODY, titles=TITLES, title=0, sponsors=np.arange(30) == opponent, replay=0)
    assert 0.8 < told.outcome[opponent, YES] < 0.999
    assert told.outcome[opponent, YES] > expected_tally(votes, NOBODY, titles=TITLES, title=0, replay=0).outcome[opponent, YES] + 0.3


def test_a_report_weighs_less_than_the_members_word() -> None:
    code = np.where(np.arange(30) == 4, ABSTAIN, 0)
    none, report, word = (
        expected_tally(record(), d, titles=TITLES, title=0, reported=r, replay=0).outcome[4, ABSTAIN]
        for d, r in ((NOBODY, NOBODY), (NOBODY, code), (code, NOBODY))
    )
    assert none < report < word
    assert word > 0.95


def test_a_word_takes_the_place_of_a_report_and_of_sponsorship() -> None:
    word = np.where(np.arange(30) == 4, ABSTAIN, 0)
    told = expected_tally(record(), word, titles=TITLES, title=0, reported=np.where(word, NO, 0), sponsors=word > 0, replay=0)
    assert told.basis == ("declared", "title")


def test_two_votes_like_this_one_that_disagree_count_alike_in_any_order() -> None:
    like = record(3)[:, :2]
    one, other = (expected_tally(record(), NOBODY, like=columns, replay=0) for columns in (like, like[:, ::-1]))
    np.testing.assert_allclose(one.outcome, other.outcome)
    assert one.basis == ("like",)
    differ = np.flatnonzero((like[:, 0] == YES) & (like[:, 1] == NO))
    agree = np.flatnonzero((like[:, 0] == YES) & (like[:, 1] == YES))
    assert one.outcome[differ, YES].mean() < one.outcome[agree, YES].mean()


def test_a_committee_vote_by_country_is_a_vote_like_this_one() -> None:
    committee = record(5)[:, 0]
    told = expected_tally(record(), NOBODY, like=committee, replay=0)
    cast = np.flatnonzero(committee)
    assert (told.outcome[cast].argmax(axis=1) == committee[cast]).mean() > 0.8


def test_texts_with_like_titles_tell_something_and_a_title_in_another_language_nothing() -> None:
    titles = ["Nuclear disarmament", "Rights of the child", "Nuclear weapon free zones"] * 8
    like = expected_tally(record(), NOBODY, titles=titles, title="Risk of nuclear weapons", replay=0)
    assert like.basis == ("similar",)
    other = expected_tally(record(), NOBODY, titles=titles, title="Droits de l’homme", replay=0)
    assert other.basis == ()
    assert np.isnan(other.outcome).all()
    same = expected_tally(record(), NOBODY, titles=titles, title="NUCLEAR  disarmament!", replay=0)
    assert same.basis == ("title",)


def test_of_whom_nothing_is_known_nothing_is_said() -> None:
    votes = record()
    votes[7] = ABSENT
    told = expected_tally(votes, NOBODY, titles=TITLES, title=0, replay=0)
    assert np.isnan(told.outcome[7]).all()
    assert np.isfinite(np.delete(told.outcome, 7, axis=0)).all()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"totals": {"yes": 31, "no": 0, "abstain": 0}}, "totals"),
        ({"totals": {"yes": 10, "no": 15, "abstain": 6}}, "totals"),
        ({"totals": {"yes": -1, "no": 0, "abstain": 0}}, "totals yes"),
        ({"totals": {"yes": 2.5, "no": 0, "abstain": 0}}, "totals yes"),
        ({"totals": {"yes": 10, "no": 0, "abstain": 0}}, "totals no"),
        ({"totals": {"yes": 10}}, "totals"),
        ({"totals": 12}, "totals"),
        ({"sponsors": np.ones(30, bool)}, "sponsors"),
        ({"sponsors": np.ones(3, bool)}, "sponsors"),
        ({"reported": np.full(30, 4)}, "reported"),
        ({"reported": np.zeros(3, int)}, "reported"),
        ({"like": np.ones((3, 2), int)}, "like"),
        ({"like": np.full((30, 1), 7)}, "like"),
        ({"titles": ["a"] * 24}, "titles"),
        ({"title": "a"}, "titles"),
        ({"titles": ["a"] * 3, "title": "a"}, "titles"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(change: dict[str, object], named: str) -> None:
    given_ = {"titles": TITLES, "title": 0, "declared": np.where(np.arange(30) == 2, NO, 0)} | change
    with pytest.raises(BadValue, match=re.escape(named)) as caught:
        expected_tally(record(), given_.pop("declared"), replay=0, **given_)
    assert "must be" in str(caught.value)
    assert "got" in str(caught.value)


@pytest.mark.parametrize("seed", range(4))
def test_drawings_have_the_chances_and_the_spread_of_the_tally(seed: int) -> None:
    same = {"titles": TITLES, "title": 0, "totals": {"yes": 56, "no": 36, "abstain": 16}, "sponsors": np.arange(120) > 110}
    votes, nobody = record(seed, actors=120), np.zeros(120, np.int8)
    told = expected_tally(votes, nobody, **same)
    seen = draw_votes(votes, nobody, draws=4000, reach=(told.high - told.low) / 2, seed=seed, **same)
    np.testing.assert_array_equal(seen.probability, told.probability)
    low, high = np.quantile(seen.margin(), [0.1, 0.9])
    assert (high - low) / 2 == pytest.approx((told.high - told.low) / 2, abs=2.1)
    assert np.median(seen.margin()) == pytest.approx(told.margin, abs=0.1 * (told.high - told.low))


@given(st.integers(0, 10_000))
def test_the_shift_given_totals_is_the_likeliest(seed: int) -> None:
    """Against a general minimiser of the same penalised squares."""
    rng = np.random.default_rng(seed)
    odds, noise = rng.normal(0, 1.5, (20, 4)), rng.uniform(0.5, 20, 3)
    root = rng.normal(0, 0.5, (3, 3))
    prior = CommonShift(rng.normal(0, 0.5, 3), root @ root.T + 0.1 * np.eye(3))
    sums = Sums(rng.dirichlet(np.ones(4))[:3] * 20, noise)

    def loss(at: np.ndarray) -> float:
        moved = odds.copy()
        moved[:, 1:] += at
        off = softmax(moved)[:, 1:].sum(axis=0) - sums.mean
        far = at - prior.mean
        return float(0.5 * (off**2 / noise).sum() + 0.5 * far @ np.linalg.solve(prior.spread, far))

    found = observed(odds, prior, sums)
    best = min((minimize(loss, start, tol=1e-12).fun for start in (prior.mean, np.zeros(3), found.mean)), default=0.0)
    assert loss(found.mean) <= best + 1e-4 * (1 + best)


def test_chances_over_shifts_are_those_of_many_drawings() -> None:
    rng = np.random.default_rng(1)
    odds, shift = rng.normal(0, 1, (6, 4)), CommonShift(np.array([0.3, -0.2, 0.1]), np.diag([0.5, 0.4, 0.8]))
    moved = np.repeat(odds[None], 200_000, axis=0)
    moved[..., 1:] += rng.multivariate_normal(shift.mean, shift.spread, 200_000)[:, None, :]
    np.testing.assert_allclose(shifted(odds, shift).mean(axis=0), softmax(moved).mean(axis=0), atol=0.004)


def test_who_takes_no_part_is_absent_and_hardly_changes_the_others() -> None:
    """On a title that was voted, and on a new one; a vote and an absence of one member are refused."""
    away = np.arange(30) == 4
    for title in (0, 99):
        free, told = (
            expected_tally(record(), np.where(np.arange(30) < 2, YES, 0), titles=TITLES, title=title, away=gone, replay=0)
            for gone in (np.zeros(30, bool), away)
        )
        assert told.outcome[4].tolist() == [1, 0, 0, 0] and told.presence[4] == 0
        assert np.isfinite(told.probability[4]).all()
        assert told.yes + told.no + told.abstain + told.absent == pytest.approx(30)
        assert np.abs(np.delete(told.outcome - free.outcome, 4, axis=0)).max() < 0.06
        drawn = draw_votes(record(), np.where(np.arange(30) < 2, YES, 0), titles=TITLES, title=title, away=away, draws=200)
        assert not drawn.votes[:, 4].any() and drawn.votes[:, 5].any()
    with pytest.raises(BadValue, match="row 4"):
        expected_tally(record(), np.where(away, YES, 0), away=away)
    with pytest.raises(BadValue, match="away must be true or false"):
        expected_tally(record(), NOBODY, away=np.zeros(29, bool))
