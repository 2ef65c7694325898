"""What attribution is measured against: Jaccard, TF-IDF cosine, naive Bayes and their stack, on the same records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from legation.methods.attribution import Knowledge

__all__ = ["BASELINES", "posterior", "scores"]

BASELINES = ("Jaccard T", "TF-IDF T", "TF-IDF T+S", "naive Bayes T+S", "tempered naive Bayes", "stack")
_SCALE = {"Jaccard T": 0.05, "TF-IDF T": 0.08, "TF-IDF T+S": 0.12, "naive Bayes T+S": 1.0, "tempered naive Bayes": 3.0, "stack": 0.15}
"""Divisor of the score; for cosines and stack the one with the least log loss on the reports left out, which favours them."""
_EVEN = {"naive Bayes T+S": 0.001}


def scores(known: Knowledge, observed: Mapping[str, Collection[str]], exclude: Collection[str]) -> dict[str, np.ndarray]:
    """Return the score of every group, by baseline."""
    groups = known.table.groups
    left = set(exclude)
    profiles = {
        part: [{name for name, by in known.groups[group][part].items() if not by or set(by) - left} for group in groups]
        for part in ("techniques", "software")
    }
    t, s = set(observed["techniques"]), set(observed["software"])
    by_technique, by_software = _bayes_techniques(profiles["techniques"], t), _bayes_software(profiles["software"], s)
    bayes = by_technique + by_software
    cosine, of_software = _cosine(profiles["techniques"], t), _cosine(profiles["software"], s)
    expanded = [own | {name for tool in profiles["software"][at] for name in known.software.get(tool, ())}
                for at, own in enumerate(profiles["techniques"])]  # fmt: skip
    stack = (
        1.07 * cosine + 0.32 * of_software + 0.33 * _recall(profiles["techniques"], expanded, t) + 0.09 * by_technique / 10
        + 0.24 * by_software / 10 + 0.26 * _shared(profiles["software"], s) / 5
        + 0.17 * np.array([np.log1p(len(own)) for own in profiles["techniques"]]) / 3
    )  # fmt: skip
    return {
        "Jaccard T": np.array([len(t & own) / max(len(t | own), 1) for own in profiles["techniques"]]),
        "TF-IDF T": cosine,
        "TF-IDF T+S": cosine + of_software,
        "naive Bayes T+S": bayes,
        "tempered naive Bayes": bayes,
        "stack": stack,
    }


def posterior(name: str, score: np.ndarray, unlisted: float) -> np.ndarray:
    """Return chances of the groups, then of "unlisted", which is the prior's."""
    chance = np.exp((score - score.max()) / _SCALE[name])
    even = _EVEN.get(name, 0.10)
    chance = (1 - even) * chance / chance.sum() + even / len(score)
    return np.append(chance * (1 - unlisted), unlisted)


def _having(profiles: Sequence[Collection[str]], name: str) -> int:
    return sum(name in own for own in profiles)


def _cosine(profiles: Sequence[set[str]], query: set[str]) -> np.ndarray:
    names = sorted(set().union(query, *profiles))
    counts = dict.fromkeys(names, 0)
    for own in profiles:
        for name in own:
            counts[name] += 1
    weight = {name: (np.log((len(profiles) + 1) / (counts[name] + 1)) + 1) ** 2 for name in names}
    of_query = sum(weight[name] for name in query)
    return np.array([sum(weight[n] for n in query & own) / np.sqrt(max(of_query * sum(weight[n] for n in own), 1e-12)) for own in profiles])


def _recall(profiles: Sequence[set[str]], expanded: Sequence[set[str]], query: set[str]) -> np.ndarray:
    """Return the share of the query, by rarity, that each group does or its software does."""
    weight = {name: (np.log((len(profiles) + 1) / (_having(profiles, name) + 1)) + 1) ** 2 for name in query}
    return np.array([sum(weight[name] for name in query & own) / max(sum(weight.values()), 1e-12) for own in expanded])


def _shared(profiles: Sequence[set[str]], query: set[str]) -> np.ndarray:
    return np.array([sum(np.log((len(profiles) + 1) / (_having(profiles, name) + 1)) for name in query & own) for own in profiles])


def _bayes_techniques(profiles: Sequence[set[str]], query: set[str]) -> np.ndarray:
    total = np.zeros(len(profiles))
    for name in sorted(query):
        base = (_having(profiles, name) + 0.5) / (len(profiles) + 1)
        for at, own in enumerate(profiles):
            held = 0.02 + 0.96 * min(0.85, (len(own) + 8 * base) / (len(own) + 8))
            total[at] += np.log((held if name in own else max(0.3 * base, 0.004)) / base)
    return total


def _bayes_software(profiles: Sequence[set[str]], query: set[str]) -> np.ndarray:
    total = np.zeros(len(profiles))
    for name in sorted(query):
        base = (_having(profiles, name) + 0.5) / (len(profiles) + 1)
        total += [np.log((0.6 if name in own else 0.4 * base) / base) for own in profiles]
    return total
