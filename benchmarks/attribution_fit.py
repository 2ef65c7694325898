"""The weights of attribution, learnt anew: what stands in ``legation/methods/attribution/weights.py``.

    PYTHONPATH=src python -m benchmarks.attribution_fit

Cases are single reports left out of the records of v15.1, each once as it is and once with the true group removed, and reports first seen
in a release against the profiles of every release before it; each case at three degrees of trust, so that all of them stay sensible.
Maximum likelihood with a mild prior; planted marks are not among the cases. About half a minute on two cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from benchmarks.attribution_sets import HISTORY, TABLE, releases, shared, table
from scipy.optimize import minimize

from legation.methods.attribution import Knowledge, Weights, arrivals, effective_count, leave_one_out
from legation.methods.attribution.knowledge import read_observation
from legation.methods.attribution.posterior import MATCH
from legation.methods.attribution.weights import EVIDENCE, LIKENESS, PRIOR, WITHIN

TRUST = ((1.0, 0.25), (0.68, 1.0), (0.25, 0.1))
"""Weight of an item, and how much the case then counts."""
SPREAD = np.array([3.0] * len(EVIDENCE) + [2.0, 1.0] + [0.1] * len(LIKENESS) + [1.0])
"""Standard deviations of the prior over the weights. Those of likeness are held near the proportions of the stack of simple methods: left
free they are traded against the weights of single claims, and what is gained on reports left out is lost on newer ones."""
START = np.array([0.0] * len(EVIDENCE) + [0.4, 0.0] + [2.0, 1.0, 0.7] + [2.0])

Case = tuple[Knowledge, Mapping[str, list[str]], str, str | None, float, float]


@dataclass(frozen=True)
class Cases:
    """Cases side by side: rows are claim x group."""

    evidence: np.ndarray
    count: np.ndarray
    trust: np.ndarray
    column: np.ndarray
    prior: np.ndarray
    likeness: np.ndarray
    match: np.ndarray
    begins: np.ndarray
    truth: np.ndarray
    weight: np.ndarray


def cases(known: Knowledge, past: Sequence[Knowledge]) -> Iterator[Case]:
    """Yield the reports left out of one release, and those that arrived in releases up to then.

    A case is knowledge, observation, report left out, group (None: not listed), how much it counts as it is, and with the group removed.
    """
    for one in leave_one_out(known):
        yield known, one.observed, one.report, one.group, 1.0, 1.0
    for at, after in enumerate(past[1:], start=1):
        new = {one.report for one in arrivals(past[at - 1], after)}
        for before in past[:at]:
            for one in arrivals(before, after):
                if one.report in new:
                    yield before, one.observed, one.report, one.group if one.listed else None, 5.0, 0.0


def gathered(given: Iterable[Case]) -> Cases:
    """Return cases as arrays."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("evidence", "count", "trust", "column", "prior", "likeness", "match")}
    begins, truth, weight = [0], [], []
    for known, observed, report, group, listed, removed in given:
        claims, _ = read_observation(observed, known)
        found = known.table.features(claims, (report,))
        kinds = [claim.kind for claim in claims]
        counts = np.array([effective_count(kinds.count(kind), WITHIN) / kinds.count(kind) for kind in kinds])
        n = len(found.prior)
        for trust, share in TRUST:
            parts["evidence"].append(found.evidence.reshape(-1, len(EVIDENCE)).astype(np.float32))
            parts["count"].append(np.repeat(counts, n))
            parts["trust"].append(np.full(n * len(claims), trust))
            parts["column"].append(np.tile(np.arange(n), len(claims)) + begins[-1])
            parts["prior"].append(found.prior)
            parts["likeness"].append(trust * found.likeness.sum(axis=0))
            match = trust * found.likeness[..., :2].sum(axis=(0, 2)) / 2
            apart = np.delete(match, known.table.groups.index(group)) if group else match
            parts["match"].append(MATCH - np.array([[match.max(), apart.max()]]))
            begins.append(begins[-1] + n)
            truth.append(known.table.groups.index(group) if group else -1)
            weight.append((listed * share, removed * share))
    return Cases(
        **{name: np.concatenate(arrays) for name, arrays in parts.items()},
        begins=np.array(begins),
        truth=np.array(truth),
        weight=np.array(weight),
    )


def loss(weights: np.ndarray, given: Cases) -> tuple[float, np.ndarray]:
    """Return the penalised mean log loss and its gradient."""
    split, end = len(EVIDENCE), len(EVIDENCE) + len(PRIOR)
    ratio = given.trust * np.exp(np.minimum(given.evidence @ weights[:split].astype(np.float32), 40))
    whole = ratio + 1 - given.trust
    begins, sizes = given.begins[:-1], np.diff(given.begins)
    case = np.repeat(np.arange(len(begins)), sizes)
    score = np.bincount(given.column, weights=np.log(whole) * given.count, minlength=given.begins[-1]) + given.likeness @ weights[end:-1]
    level = np.exp(given.prior @ weights[split:end])
    share = level / np.add.reduceat(level, begins)[case]
    logs = score + np.log(share)
    off = given.match * weights[-1]
    top = np.maximum(np.maximum.reduceat(logs, begins), off.max(axis=1))
    listed = given.truth >= 0
    own = begins[listed] + given.truth[listed]
    total, pull, of_match = 0.0, np.zeros_like(score), 0.0
    for gone in (False, True):
        counts = given.weight[:, int(gone)] * (listed if gone else 1.0)
        each = np.exp(logs - top[case])
        if gone:
            each[own] = 0.0
        nobody = np.exp(off[:, int(gone)] - top)
        sums = np.add.reduceat(each, begins) + nobody
        right = nobody.copy()
        if not gone:
            right[listed] = each[own]
        total -= float(counts @ np.log(right / sums + 1e-300))
        pull += (counts / sums)[case] * each
        if not gone:
            pull[own] -= counts[listed]
        unlisted = np.ones(len(begins)) if gone else ~listed
        of_match += float((counts * (nobody / sums - unlisted)) @ given.match[:, int(gone)])
    of_prior = given.prior.T @ pull - (np.add.reduceat(pull, begins)[case] * share) @ given.prior
    of_evidence = given.evidence.T @ (ratio / whole * given.count * pull[given.column]).astype(np.float32)
    n, away = given.weight.sum(), (weights - START) / SPREAD
    gradient = np.concatenate([of_evidence, of_prior, given.likeness.T @ pull, [of_match]])
    return total / n + away @ away / 2 / n, gradient / n + away / SPREAD / n


def fitted(given: Cases) -> Weights:
    """Return the weights, to two places."""
    best = minimize(loss, np.array(Weights().values()), args=(given,), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    names: Sequence[str] = [field.name for field in fields(Weights)]
    return Weights(**dict(zip(names, np.round(best.x, 2).tolist(), strict=True)))


def main() -> None:
    if not shared(TABLE).is_file() or not shared(HISTORY).is_file():
        print("The developer data beside the repository are not on this machine; nothing to learn from.")
        return
    print(fitted(gathered(cases(table(), releases()))))


if __name__ == "__main__":
    main()
