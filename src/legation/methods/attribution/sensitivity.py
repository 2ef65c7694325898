"""What if one item were wrong? The answer again, each claim left out in turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from legation.methods.attribution.false_flag import held_back, planted
from legation.methods.attribution.item import Claim, Observed
from legation.methods.attribution.knowledge import Knowledge
from legation.methods.attribution.posterior import case, spread
from legation.methods.attribution.reading import read_observation

__all__ = ["Without", "without_each"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The answer with one claim left out.

    Attributes
    ----------
    claim : Claim
        The one left out.
    leader : str
        Group that stood first with all claims, by the fit of the marks: see :attr:`Attribution.ranking`.
    before, after : float
        Chance of ``leader`` with all claims, and without this one.
    first : str
        Group that stands first without it.
    unlisted : float
        Chance of an unlisted actor without it.
    """

    claim: Claim
    leader: str
    before: float
    after: float
    first: str
    unlisted: float


def without_each(
    observed: Observed, knowledge: Knowledge, prior: Mapping[str, float] | None = None, exclude_sources: Collection[str] = ()
) -> tuple[Without, ...]:
    """Return the answer without each claim, what moves the leader most first, ties in the order of the claims.

    Parameters
    ----------
    observed, knowledge, prior, exclude_sources
        As for :func:`attribute`.

    Examples
    --------
    >>> k = Knowledge(groups={"G1": {"techniques": {"T1": ["a"]}}, "G2": {"techniques": {"T2": ["b"]}}})
    >>> only = without_each({"techniques": ["T1"]}, k)[0]
    >>> only.claim.id, only.leader, only.before > only.after
    ('T1', 'G1', True)
    """
    claims, _ = read_observation(observed, knowledge)
    groups = knowledge.table.groups

    def chances(kept: tuple[Claim, ...]) -> tuple[np.ndarray, np.ndarray, float]:
        found = case(kept, knowledge, prior, exclude_sources)
        chance = spread(found.weight(), knowledge)
        share = planted(found, kept, knowledge)
        chance = held_back(found, kept, chance, share)
        return chance[:-1], chance[:-1] * (1 - share), float(chance[-1])

    fits, whole, _ = chances(claims)
    leader = min(range(len(groups)), key=lambda at: (-fits[at], groups[at]))
    rows = []
    for at, claim in enumerate(claims):
        fits, chance, unlisted = chances(claims[:at] + claims[at + 1 :])
        first = min(range(len(groups)), key=lambda at: (-fits[at], groups[at]))
        rows.append(
            Without(
                claim=claim,
                leader=groups[leader],
                before=float(whole[leader]),
                after=float(chance[leader]),
                first=groups[first],
                unlisted=unlisted,
            )
        )
    return tuple(sorted(rows, key=lambda row: -abs(row.after - row.before)))
