"""Wordfish: the mode that a plain optimiser finds, planted positions found again, intervals that cover them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, sparse

from legation.errors import BadValue
from legation.methods.text.scaling import counts, wordfish
from legation.methods.text.scaling.wordfish_fit import WordfishFit, fitted, started


def planted(n: int, m: int, seed: int, level: float = 1.0, cluster: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Counts of texts on a line, and their standardised positions; ``cluster`` adds gamma noise of that variance to each rate."""
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=n)
    theta = (theta - theta.mean()) / theta.std()
    rate = np.exp(level + rng.normal(0, 0.3, (n, 1)) + rng.normal(0, 1, m) + np.outer(theta, rng.normal(0, 0.4, m)))
    if cluster:
        rate *= rng.gamma(1 / cluster, cluster, rate.shape)
    return rng.poisson(rate), theta


def test_the_mode_is_that_of_a_plain_optimiser() -> None:
    table, _ = planted(8, 30, 4)
    table = table[:, table.sum(axis=0) > 0].astype(float)
    n, m = table.shape

    def loss(x: np.ndarray) -> float:
        alpha, theta, psi, beta = np.split(x, np.cumsum([n, n, m]))
        log = alpha[:, None] + psi + np.outer(theta, beta)
        return -(table * log - np.exp(log)).sum() + (beta**2).sum() / 18 + (theta**2).sum() / 2

    start = started(sparse.csr_array(table), 3.0)
    fit = fitted(sparse.csr_array(table), start)
    x = np.concatenate([start.alpha, start.theta, start.psi, start.beta + 0.01])
    plain = optimize.minimize(loss, x, method="L-BFGS-B", options={"maxiter": 20_000, "maxfun": 10**7, "ftol": 1e-15, "gtol": 1e-9})
    theta = plain.x[n : 2 * n]

    assert fit.converged
    assert fit.reached[-1] == pytest.approx(-plain.fun, abs=1e-4)
    assert abs(np.corrcoef(theta, fit.theta)[0, 1]) == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(np.abs(theta), np.abs(fit.theta), atol=2e-3)


@pytest.mark.parametrize("seed", range(3))
def test_planted_positions_are_found_again_and_the_objective_never_falls(seed: int) -> None:
    table, theta = planted(40, 400, seed)
    low, high = int(np.argmin(theta)), int(np.argmax(theta))
    found = wordfish(table, anchors=(low, high), draws=2)

    assert np.corrcoef(found.theta, theta)[0, 1] > 0.98
    assert found.theta.mean() == pytest.approx(0, abs=1e-9)
    assert found.theta.std() == pytest.approx(1)
    assert (np.diff(found.reached) > -1e-7 * abs(found.reached[-1])).all()
    assert found.converged
    assert found.dispersion < 1.1
    assert 0 < found.explained < 1
    assert found.difference(low, high)[1] > 0


@pytest.mark.parametrize("cluster", [0.0, 0.6])
def test_intervals_cover_the_planted_positions(cluster: float) -> None:
    """Twelve panels of 40 texts: of 480 intervals of 95 % at least 91 % and at most 99 % hold the truth, in counts that cluster as well."""
    inside, dispersion = [], []
    for seed in range(12):
        table, theta = planted(40, 200, 100 + seed, 0.3, cluster)
        found = wordfish(table, anchors=(int(np.argmin(theta)), int(np.argmax(theta))), draws=2, seed=seed)
        inside.append((found.low <= theta) & (theta <= found.high))
        dispersion.append(found.dispersion)

    assert 0.91 <= np.mean(inside) <= 0.99
    assert (np.mean(dispersion) > 1.3) == bool(cluster)


def test_another_order_of_texts_and_words_gives_the_same_and_a_text_without_words_changes_nothing() -> None:
    table, _ = planted(20, 120, 9)
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(20), rng.permutation(120)
    one = wordfish(table, anchors=(0, 1), intervals="analytic")
    other = wordfish(table[rows][:, columns], anchors=tuple(np.argsort(rows)[:2].tolist()), intervals="analytic")
    wider = wordfish(np.vstack([table, np.zeros((1, 120))]), anchors=(0, 1), intervals="analytic")

    np.testing.assert_allclose(one.theta[rows], other.theta, atol=1e-5)
    np.testing.assert_allclose(one.low[rows], other.low, atol=1e-4)
    np.testing.assert_allclose(one.beta[columns], other.beta, atol=1e-4)
    np.testing.assert_allclose(one.theta, wider.theta[:20], atol=1e-6)
    assert np.isnan([wider.theta[20], wider.low[20], wider.covariance[20, 0]]).all()


def test_anchors_turn_the_line_and_texts_with_the_same_words_tie() -> None:
    table, _ = planted(20, 120, 2)
    table[7] = table[3]
    one, other = wordfish(table, anchors=(0, 1)), wordfish(table, anchors=(1, 0))

    np.testing.assert_allclose(one.theta, -other.theta, atol=1e-9)
    np.testing.assert_allclose(one.beta, -other.beta, atol=1e-9)
    apart, low, high = one.difference(3, 7)
    assert apart == pytest.approx(0, abs=1e-6)
    assert low < 0 < high
    assert one.theta[0] < one.theta[1]
    free = wordfish(table)
    assert free.theta[np.argmax(np.abs(free.theta))] > 0


def test_the_words_that_tell_the_ends_are_those_that_were_planted() -> None:
    texts = ["treaty law treaty peace text " * 3 + f"w{k}" for k in range(6)] + [
        "trade growth trade peace text " * 3 + f"v{k}" for k in range(6)
    ]
    found = wordfish(counts(texts, least=2), anchors=(0, 11), intervals="analytic")
    low, high = found.telling()

    assert {found.words[k] for k in low} == {"treaty", "law"}
    assert {found.words[k] for k in high} == {"trade", "growth"}


def test_the_same_seed_gives_the_same_and_arguments_are_not_changed() -> None:
    table, _ = planted(12, 60, 3)
    before = table.copy()
    one, other = wordfish(table, seed=4), wordfish(table, seed=4)

    np.testing.assert_array_equal(one.low, other.low)
    np.testing.assert_array_equal(table, before)
    assert one.stretch >= 1
    assert one.draws == 4


def test_input_that_cannot_be_placed_is_answered() -> None:
    table, _ = planted(12, 60, 3)
    for wrong in ({"anchors": (0, 0)}, {"anchors": (0, 12)}, {"draws": 0}, {"prior": 0.0}, {"intervals": "none"}):
        with pytest.raises(BadValue, match="must be"):
            wordfish(table, **wrong)  # type: ignore[arg-type]
    with pytest.raises(BadValue, match="texts with words"):
        wordfish(np.vstack([table[:3], np.zeros((9, 60))]))
    with pytest.raises(BadValue, match="differ in their words"):
        wordfish(np.tile([[5, 3, 8, 2]], (9, 1)))


def test_a_start_far_away_ends_at_the_same_mode() -> None:
    table, _ = planted(15, 80, 6)
    matrix = sparse.csr_array(table[:, table.sum(axis=0) > 0].astype(float))
    one = fitted(matrix, started(matrix, 3.0))
    start = started(matrix, 3.0)
    rng = np.random.default_rng(1)
    other = fitted(matrix, WordfishFit(start.alpha, start.theta + rng.normal(0, 0.5, 15), start.psi, start.beta, 3.0))

    assert other.reached[-1] == pytest.approx(one.reached[-1], rel=1e-8)
