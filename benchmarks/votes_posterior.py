"""The fit of what each sign is worth in a forecast of the four outcomes of a vote, and of how far one roll call shifts everybody.

    PYTHONPATH=src python -m benchmarks.votes_posterior      # about four minutes; writes src/legation/methods/voting/weights.toml

A softmax over the signs with a shift of each roll call, l ~ N(mean, spread): weights and shifts by penalised maximum likelihood, the spread
by the expectation of the squares of the shifts (Laplace's approximation), in turn. Only sessions before 73 are used; the pairs of a vote in
committee and in plenary without the last one (A/RES/74/247), so that neither it nor its session has been seen.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace

import numpy as np
import tomli_w
from benchmarks import unga
from benchmarks.votes_examples import Example, Record, examples
from numpy.typing import NDArray
from scipy.optimize import minimize

from legation.methods.voting.shift import CommonShift, softmax
from legation.methods.voting.signs import NEW, TITLE, Fitted, ForecastWeights, fitted

FIRST, LAST = 58, 72
LIKE = 0.3
"""Likeness of titles from which texts like it are taken in."""
RIDGE = 0.01
ROUNDS = 4
PAIRS = unga.ROOT.parent / "shared" / "data" / "cases" / "committee_plenary_pairs_to_2020.csv"
OUT = unga.ROOT / "src" / "legation" / "methods" / "voting" / "weights.toml"
FLAGSHIP = "A/RES/74/247"
SPONSORS = {"absent": (0, 15), "yes": (106, 339), "abstain": (0, 92), "no": (0, 131)}
"""Sponsors and members by outcome on A/RES/62/149, 69/186 and 71/187: the votes in our examples with sponsors, but the flagship."""
STEP = [1.0, 1.0, 0.3]
"""How far yes, abstain and no vary about the last vote on a title, in units of n q (1 - q), where the signs of the members have said what
they say: of 0.2 to 3 for each, the margin of sessions 58-72 was best about here (7.5 members off, 8.2 without)."""
REPORTED = 2.0
"""Stated: what a party reports in its own interest is right some seven times in eight, were nothing else known."""
HEAD = "# What each sign is worth in a forecast of a vote: written by benchmarks/votes_posterior.py; do not edit.\n\n"


def fit(found: list[Example]) -> ForecastWeights:
    """Return the weights and the shift that make what came likeliest."""
    signs, came = np.concatenate([e.signs for e in found]), np.concatenate([e.came for e in found]).astype(int)
    call = np.repeat(np.arange(len(found)), [len(e.came) for e in found])
    n, _, k = signs.shape
    calls, chosen, ridge = len(found), np.eye(4)[came], RIDGE * n / (4 * k)
    spread, at = 0.3 * np.eye(3), np.zeros(4 * k + 3 + 3 * calls)
    at[: 4 * k] = 0.05

    def parts(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        by_sign, mean, shift = x[: 4 * k].reshape(4, k), x[4 * k : 4 * k + 3], x[4 * k + 3 :].reshape(calls, 3)
        odds = np.einsum("nks,ks->nk", signs, by_sign)
        odds[:, 1:] += mean + shift[call]
        return by_sign, mean, shift, softmax(odds)

    for turn in range(ROUNDS):
        precision = np.linalg.inv(spread)

        def loss(x: NDArray[np.float64], precision: NDArray[np.float64] = precision) -> tuple[float, NDArray[np.float64]]:
            by_sign, _, shift, chance = parts(x)
            value = -np.log(np.clip(chance[np.arange(n), came], 1e-300, 1)).sum() + ridge * (by_sign**2).sum()
            value += 0.5 * np.einsum("ci,ij,cj->", shift, precision, shift)
            off = chance - chosen
            slope = np.einsum("nk,nks->ks", off, signs) + 2 * ridge * by_sign
            each = np.stack([np.bincount(call, off[:, code], calls) for code in (1, 2, 3)], axis=1) + shift @ precision
            return value / n, np.concatenate([slope.ravel(), off[:, 1:].sum(axis=0), each.ravel()]) / n

        at = minimize(loss, at, jac=True, method="L-BFGS-B", options={"maxiter": 60 if turn else 200}).x
        by_sign, mean, shift, chance = parts(at)
        tilt = np.array(
            [[np.bincount(call, chance[:, a] * (a == b) - chance[:, a] * chance[:, b], calls) for b in (1, 2, 3)] for a in (1, 2, 3)]
        ).transpose(2, 0, 1)
        unsure = np.linalg.inv(tilt + precision)
        spread = (np.einsum("ci,cj->ij", shift, shift) + unsure.sum(axis=0)) / calls
    return ForecastWeights(by_sign, CommonShift(mean, spread))


@dataclass(frozen=True, slots=True)
class Steps:
    """How a plenary vote differs from a committee's: the share of those absent that come, and the variance of each sum."""

    coming: float
    variance: NDArray[np.float64]


def pairs() -> list[dict[str, str]]:
    """Return the votes held in committee and in plenary."""
    with PAIRS.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def steps(found: list[dict[str, str]]) -> Steps:
    """Learn from pairs how a plenary differs from a committee."""
    table = np.array(
        [[int(row[name]) for name in ("c_yes", "c_abstain", "c_no", "p_yes", "p_abstain", "p_no", "p_non_voting")] for row in found]
    )
    committee, plenary = table[:, :3].astype(float), table[:, 3:6].astype(float)
    n = table[:, 3:].sum(axis=1)
    away = n - committee.sum(axis=1)
    share = (committee + 0.5) / (committee + 0.5).sum(axis=1, keepdims=True)
    tried = np.linspace(0, 1, 101)
    miss = [np.abs(plenary - committee - one * away[:, None] * share).sum() for one in tried]
    coming = float(tried[int(np.argmin(miss))])
    off = plenary - committee - coming * away[:, None] * share
    chance = (committee + 1) / (n[:, None] + 4)
    return Steps(coming, (off**2 / (n[:, None] * chance * (1 - chance))).mean(axis=0))


def constants_of(found: list[Example] | None, learnt_from: list[dict[str, str]], base: Fitted | None = None) -> Fitted:
    """Return constants from examples and from pairs; those of ``base``, or what the product ships with, where there are none."""
    start = base or fitted()
    if found is not None:
        title, new = fit([e for e in found if e.title]), fit([e for e in found if not e.title and e.kind != 1])
        start = replace(start, title=title, new=new)
    if learnt_from:
        learnt = steps(learnt_from)
        start = replace(start, coming=learnt.coming, committee=learnt.variance)
    return start


def main() -> None:
    """Fit and write the constants."""
    if not unga.is_there():
        print("votes_posterior: skipped, ../shared is not there")
        return
    found = examples(Record(LAST), FIRST, LAST, LIKE)
    learnt = constants_of(found, [row for row in pairs() if row["plenary_symbol"] != FLAGSHIP])
    table = {
        "about": {
            "fitted_on": f"contested roll calls of sessions {FIRST}-{LAST} of the UN General Assembly, {len(found)} examples",
            "by": "benchmarks/votes_posterior.py",
            "outcomes": ["absent", "yes", "abstain", "no"],
        },
        "title": _table(learnt.title, TITLE),
        "new": _table(learnt.new, NEW),
        "vote": {
            "coming": learnt.coming,
            "committee": _round(learnt.committee),
            "last": STEP,
            "sponsor": _sponsor(),
            "reported": REPORTED,
            "like": LIKE,
        },
    }
    OUT.write_text(HEAD + tomli_w.dumps(table), encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))


def _sponsor() -> list[float]:
    """Return what sponsorship adds to the log odds of absence, and the log chances of a sponsor's votes; half a sponsor added to each."""
    (away, of_away), *votes = SPONSORS.values()
    backs, of = (sum(pair[k] for pair in votes) for k in (0, 1))
    absence = np.log((away + 0.5) / (of_away + 1) * (of + 1) / (backs + 0.5))
    return _round(np.array([absence, *np.log([(count + 0.5) / (backs + 1.5) for count, _ in votes])]))


def _table(weights: ForecastWeights, names: tuple[str, ...]) -> dict[str, object]:
    return {
        "shift": _round(weights.shift.mean),
        "spread": [_round(row) for row in weights.shift.spread],
        "signs": {name: _round(column) for name, column in zip(names, weights.by_sign.T, strict=True)},
    }


def _round(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), 4) for value in values]


if __name__ == "__main__":
    main()
