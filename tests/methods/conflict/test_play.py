"""Simulated play: logs that replay, ends that add up, agents that do what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.by_definition import Conflict
from methods.conflict.cases import PRISONERS, Pair, random_matrices, random_options

from legation.errors import BadValue, Cancelled
from legation.methods.conflict import DEFAULT, Agent, GraphModel, play, play_often, stability

SEEDS = st.integers(0, 1_000_000)
MAKERS = st.integers(2, 4)


def wanted_by_notion(plain: Conflict, i: int, s: int, notion: str) -> set[int]:
    """The best of the improvements that nothing answers."""
    pay = plain.pay[i]
    others = [j for j in plain.makers if j != i]
    way = plain.improves if notion in ("seq", "sseq") else (lambda j, x: plain.moves[j][x])

    def answered(x: int) -> bool:
        return notion != "nash" and any(
            pay[y] <= pay[s] and (notion in ("gmr", "seq") or all(pay[z] <= pay[s] for z in plain.moves[i][y]))
            for y in plain.led(x, others, way)
        )

    open_ = {x for x in plain.improves(i, s) if not answered(x)}
    return {x for x in open_ if pay[x] == max(pay[y] for y in open_)}


def foreseen(plain: Conflict, i: int, s: int, left: int) -> int:
    """Where it ends when decision makers move in turn from i on; who gains nothing passes."""
    if not left:
        return s
    following = (i + 1) % len(plain.pay)
    ends = [foreseen(plain, following, s, left - 1), *(foreseen(plain, following, t, left - 1) for t in sorted(plain.moves[i][s]))]
    return max(ends, key=lambda end: plain.pay[i][end])


def wanted_ahead(plain: Conflict, i: int, s: int, ahead: int) -> set[int]:
    ends = {t: foreseen(plain, (i + 1) % len(plain.pay), t, ahead - 1) for t in plain.moves[i][s]}
    best = max((plain.pay[i][end] for end in ends.values()), default=-1)
    return {t for t, end in ends.items() if plain.pay[i][end] == best} if best > plain.pay[i][s] else set()


def some(seed: int, makers: int, *, of_options: bool) -> Pair:
    return random_options(seed, makers) if of_options else random_matrices(seed, makers)


@given(SEEDS, MAKERS, st.booleans(), st.data())
def test_a_log_replays_move_by_move(seed: int, makers: int, of_options: bool, data) -> None:
    pair = some(seed, makers, of_options=of_options)
    g, plain = pair.g, pair.plain
    minds = [data.draw(st.one_of(st.sampled_from(DEFAULT), st.integers(1, 3))) for _ in plain.makers]
    agents = {n: Agent(notion=m) if isinstance(m, str) else Agent(ahead=m) for n, m in zip(g.decision_makers, minds, strict=True)}
    played = play(g, 0, agents, rounds=8, seed=seed)

    def wants(i: int, s: int) -> set[int]:
        mind = minds[i]
        return wanted_by_notion(plain, i, s, mind) if isinstance(mind, str) else wanted_ahead(plain, i, s, mind)

    here = played.start
    for step in played.log:
        assert step.before == here and step.after in wants(g.number(step.decision_maker), here)
        here = step.after
    assert here == played.end and len(played.log) <= 8
    assert played.settled == (not any(wants(i, here) for i in plain.makers))
    assert played.settled or len(played.log) == 8


@given(SEEDS, MAKERS, st.sampled_from(DEFAULT))
def test_plays_settle_where_the_notion_says(seed: int, makers: int, notion: str) -> None:
    g = random_options(seed, makers).g
    found = play_often(g, 0, {name: Agent(notion=notion) for name in g.decision_makers}, rounds=30, seed=seed, runs=40)

    assert sum(end.count for end in found.ends) == found.runs == 40
    assert [(-end.count, end.state) for end in found.ends] == sorted((-end.count, end.state) for end in found.ends)
    assert all(end.low <= end.count / 40 <= end.high for end in found.ends)
    assert all((end.state in stability(g, [notion]).equilibria[notion]) == end.settled for end in found.ends)


@given(SEEDS, MAKERS)
def test_one_seed_one_play(seed: int, makers: int) -> None:
    g = random_options(seed, makers).g
    greedy = {name: Agent(notion="nash") for name in g.decision_makers}

    assert play(g, 0, greedy, 20, seed) == play(g, 0, greedy, 20, seed)
    assert play_often(g, 0, greedy, 20, seed, runs=20) == play_often(g, 0, greedy, 20, seed, runs=20)
    first = play(g, 0, greedy, 20, seed)
    assert (first.end, first.settled) in {(end.state, end.settled) for end in play_often(g, 0, greedy, 20, seed, runs=20).ends}


def test_whoever_wants_to_move_is_drawn_evenly() -> None:
    """Both swerve at first; who turns first decides: half of the plays end on either side."""
    g = GraphModel.from_options({"A": ["swerve"], "B": ["turn"]}, payoffs={"A": [0, 1, 3, 2], "B": [0, 3, 1, 2]})
    greedy = {"A": Agent(notion="nash"), "B": Agent(notion="nash")}
    found = play_often(g, "00", greedy, seed=3, runs=4000)

    assert {end.state for end in found.ends} == {1, 2} and found.mean_moves == 1
    assert all(abs(end.count - 2000) < 4 * np.sqrt(1000) for end in found.ends)
    assert play_often(g, "00", greedy, seed=4, runs=4000) != found


def test_a_short_sighted_prisoner_confesses_and_one_who_looks_ahead_does_not() -> None:
    loyal = PRISONERS.state("11")
    by_notion = {notion: play(PRISONERS, loyal, {n: Agent(notion=notion) for n in PRISONERS.decision_makers}) for notion in DEFAULT}

    assert by_notion["nash"].end == PRISONERS.state("00") and len(by_notion["nash"].log) == 2
    assert all(by_notion[notion].end == loyal for notion in DEFAULT[1:])
    assert play(PRISONERS, loyal, {n: Agent(ahead=1) for n in PRISONERS.decision_makers}).end == PRISONERS.state("00")


def test_rounds_that_are_over_are_told() -> None:
    g = GraphModel.from_options({"A": ["a"], "B": ["b"]}, payoffs={"A": [0, 1, 1, 0], "B": [1, 0, 0, 1]})  # matching pennies: no end
    played = play(g, 0, {"A": Agent(notion="nash"), "B": Agent(notion="nash")}, rounds=7)

    assert not played.settled and len(played.log) == 7


def test_it_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        play_often(PRISONERS, 0, {}, runs=1000, progress=stop)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Agent(notion="sim"), "notion"),
        (lambda: Agent(ahead=13), "ahead"),
        (lambda: Agent(ahead=True), "ahead"),
        (lambda: play(PRISONERS, 9, {}), "state"),
        (lambda: play(PRISONERS, 0, {"Nobody": Agent()}), "decision maker"),
        (lambda: play(PRISONERS, 0, {}, rounds=0), "rounds"),
        (lambda: play(PRISONERS, 0, {}, seed=-1), "seed"),
        (lambda: play_often(PRISONERS, 0, {}, runs=0), "runs"),
    ],
)
def test_what_cannot_be_played_is_named(call, words) -> None:
    with pytest.raises(BadValue, match=words):
        call()
