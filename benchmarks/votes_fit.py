"""Fit the frozen constants of ``voted_alike``, ``before_the_vote`` and ``swing`` on earlier sessions; prints them.

    PYTHONPATH=src python -m benchmarks.votes_fit

Nothing of sessions 69-72, on which the figures are reported, is used. Takes about a minute.
"""

from __future__ import annotations

import importlib

import numpy as np
from benchmarks import titles, unga
from scipy.optimize import minimize

from legation.methods.voting.swing import past_changes, swing

model = importlib.import_module("legation.methods.voting.resemblance")  # the package exports functions of the same names
swing_module = importlib.import_module("legation.methods.voting.swing")

KNOWN = (None, 100, 40, 20, 10, 5, 0)
LAST = 68


def forecasts(record: unga.Record) -> tuple[np.ndarray, ...]:
    """Linear predictions (k, 3), variances, codes 0-2, weights, every other contested roll call of sessions 60-68."""
    rows = []
    for session in range(60, LAST + 1):
        rng = np.random.default_rng(session)
        history = model.resemblance(record.sessions(session - 3, session - 1, present=False))
        target = record.sessions(session, present=False)
        for column in unga.contested(target)[::2]:
            outcome = target[:, column]
            voters = np.flatnonzero(outcome)
            for kind, number in enumerate(KNOWN):
                known = outcome
                if number is not None:
                    known = np.zeros_like(outcome)
                    chosen = rng.choice(voters, min(number, voters.size - 1), replace=False)
                    known[chosen] = outcome[chosen]
                scored = voters if number is None else np.flatnonzero(known != outcome)
                mean, variance = history.linear(known)
                three = np.stack([mean[:, 0], 1 - mean.sum(axis=1), mean[:, 1]], axis=1)
                rows.append(np.column_stack([three, variance, outcome - 1.0, np.full(outcome.size, kind)])[scored])
    table = np.concatenate(rows)
    size = np.bincount(table[:, 5].astype(int), minlength=len(KNOWN))
    weight = 1 / size[table[:, 5].astype(int)] / len(KNOWN)
    return table[:, :3], table[:, 3], table[:, 4].astype(int), weight


def fit_calibration(record: unga.Record) -> np.ndarray:
    three, variance, code, weight = forecasts(record)

    def loss(p: np.ndarray) -> float:
        logit = np.exp(p[0] + p[1] * np.log(variance))[:, None] * three
        logit += p[2] * np.log(np.clip(three, model.LEAST, 1)) + np.array([0, p[3], p[4]])
        logit -= logit.max(axis=1, keepdims=True)
        return float(-(weight * (logit[np.arange(code.size), code] - np.log(np.exp(logit).sum(axis=1)))).sum())

    return minimize(loss, [-1.4, -0.8, 0.7, 0.5, 0.4], method="L-BFGS-B").x


def fit_swing(record: unga.Record) -> np.ndarray:
    features, actual = [], []
    for series, history, following in titles.cases(record, 57, LAST):
        result = swing(series, history)
        _, steps, recent, recent_steps = past_changes(series)
        absent = (series[:, ::-1] > 0).argmax(axis=1)
        share = (recent + swing_module.PRIOR_CHANGES) / (recent_steps + 1)
        rows = np.flatnonzero((result.present > 0) & (following > 0))
        logits = [np.log(np.clip(x, 1e-4, 1 - 1e-4) / (1 - np.clip(x, 1e-4, 1 - 1e-4))) for x in (share, result.margin)]
        columns = [np.ones(len(series)), *logits, result.present == 2, np.minimum(absent, 3), np.log1p(steps)]
        features.append(np.column_stack(columns)[rows])
        actual.append((following != result.present)[rows])
    x, y = np.concatenate(features), np.concatenate(actual)

    def loss(p: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ p
        return float(np.mean(np.logaddexp(0, z) - y * z)), x.T @ (1 / (1 + np.exp(-z)) - y) / y.size

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def main() -> None:
    """Print the fitted constants beside the frozen ones."""
    if not unga.is_there():
        print("votes_fit: skipped, ../shared is not there")
        return
    record = unga.load()
    print("SCALE, SCALE_BY_VARIANCE, SHARPNESS, BIAS abstain, BIAS no")
    print("  fitted", np.round(fit_calibration(record), 3).tolist())
    print("  frozen", [model.SCALE, model.SCALE_BY_VARIANCE, model.SHARPNESS, *model.BIAS[1:].tolist()])
    print("INTERCEPT, BY_PAST, BY_MARGIN, BY_ABSTAINING, BY_ABSENCE, BY_LENGTH")
    print("  fitted", np.round(fit_swing(record), 3).tolist())
    s = swing_module
    print("  frozen", [s.INTERCEPT, s.BY_PAST, s.BY_MARGIN, s.BY_ABSTAINING, s.BY_ABSENCE, s.BY_LENGTH])


if __name__ == "__main__":
    main()
