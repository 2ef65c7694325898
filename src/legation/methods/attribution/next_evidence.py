"""What to look for next, and what would prove us wrong: the technique or software not yet seen that would change the answer most."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.attribution.item import Claim, Item, Observed, claims
from legation.methods.attribution.knowledge import Knowledge, read_observation
from legation.methods.attribution.posterior import case, spread

__all__ = ["Next", "ProofAgainst", "next_evidence", "would_prove_wrong"]

_MOST_SEEN = 0.9
"""Even of what a group always does a report tells no more often than this."""
_SETTLED = 2
"""Reports from which a technique counts as usual for a group."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One thing to look for.

    Attributes
    ----------
    kind, id : str
    information : float
        Expected gain in bits: how much less uncertain the answer is, on average, once one knows whether it was there.
    seen : float
        Chance that it is found, 0 to 1.
    first_if_seen, first_if_not : str
        Group that would stand first.
    chance_if_seen, chance_if_not : float
        Chance of today's leader in either case.
    """

    kind: str
    id: str
    information: float
    seen: float
    first_if_seen: str
    first_if_not: str
    chance_if_seen: float
    chance_if_not: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAgainst:
    """What would prove the leading answer wrong.

    Attributes
    ----------
    leader : str
        Group that stands first.
    overturning : tuple of Next
        What, if it were seen, would put another group first, or else lower the leader most; the strongest first.
    missing : tuple of str
        Techniques that two reports or more know of the leader, that logging would have shown, and that were not seen; sorted.
    """

    leader: str
    overturning: tuple[Next, ...]
    missing: tuple[str, ...]


def next_evidence(
    observed: Observed,
    knowledge: Knowledge,
    prior: Mapping[str, float] | None = None,
    exclude_sources: Collection[str] = (),
    *,
    most: int = 10,
) -> tuple[Next, ...]:
    """Return what to look for next, by falling expected information gain, ties by kind and id.

    The candidate comes from a second report graded B2. Under an unlisted actor it is there as often as among all groups; under a group as
    often as its likelihood ratio says, at most nine times in ten.

    Parameters
    ----------
    observed, knowledge, prior, exclude_sources
        As for :func:`attribute`.
    most : int
        1 or more.

    Raises
    ------
    BadValue
        As :func:`attribute`, and for ``most`` below 1.

    References
    ----------
    Lindley, D. V. (1956), On a measure of the information provided by an experiment, doi:10.1214/aoms/1177728069.

    Examples
    --------
    >>> k = Knowledge(groups={"G1": {"techniques": {"T1": ["a"], "T2": ["a"]}}, "G2": {"techniques": {"T1": ["b"], "T3": ["b"]}}})
    >>> found = next_evidence({"techniques": ["T1"]}, k)
    >>> sorted(one.id for one in found), found[0].information > 0
    (['T2', 'T3'], True)
    """
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise BadValue(f"most must be a whole number, 1 or more (got {most!r}); leave it out for 10")
    rows = _candidates(observed, knowledge, prior, exclude_sources)
    return tuple(sorted(rows, key=lambda row: (-row.information, row.kind, row.id))[:most])


def would_prove_wrong(
    observed: Observed,
    knowledge: Knowledge,
    prior: Mapping[str, float] | None = None,
    exclude_sources: Collection[str] = (),
    *,
    visible: Collection[str] = (),
    most: int = 10,
) -> ProofAgainst:
    """Return what would speak most against the leading group, if it were seen, and what of it should have been seen and was not.

    Parameters
    ----------
    observed, knowledge, prior, exclude_sources, most
        As for :func:`next_evidence`.
    visible : collection of str
        Techniques that the logging of the time would have shown; absence says nothing of the others.

    Examples
    --------
    >>> k = Knowledge(groups={"G1": {"techniques": {"T1": ["a"], "T2": ["a", "b"]}}, "G2": {"techniques": {"T3": ["c"]}}})
    >>> found = would_prove_wrong({"techniques": ["T1"]}, k, visible=["T2"])
    >>> found.leader, found.missing, found.overturning[0].id
    ('G1', ('T2',), 'T3')
    """
    leader, chance = _leader(observed, knowledge, prior, exclude_sources)
    rows = [row for row in _candidates(observed, knowledge, prior, exclude_sources) if row.chance_if_seen < chance]
    rows.sort(key=lambda row: (row.first_if_seen == leader, row.chance_if_seen, row.kind, row.id))
    seen = {claim.id for claim in read_observation(observed, knowledge)[0]}
    excluded = set(exclude_sources)
    missing = [
        name
        for name, by in knowledge.groups[leader]["techniques"].items()
        if name in set(visible) and name not in seen and len(set(by) - excluded) >= _SETTLED
    ]
    return ProofAgainst(leader=leader, overturning=tuple(rows[:most]), missing=tuple(sorted(missing)))


def _leader(
    observed: Observed, knowledge: Knowledge, prior: Mapping[str, float] | None, exclude_sources: Collection[str]
) -> tuple[str, float]:
    found = case(read_observation(observed, knowledge)[0], knowledge, prior, exclude_sources)
    chance = spread(found.weight(), knowledge)
    groups = knowledge.table.groups
    at = min(range(len(groups)), key=lambda at: (-chance[at], groups[at]))
    return groups[at], float(chance[at])


def _candidates(
    observed: Observed, knowledge: Knowledge, prior: Mapping[str, float] | None, exclude_sources: Collection[str]
) -> list[Next]:
    seen, _ = read_observation(observed, knowledge)
    found = case(seen, knowledge, prior, exclude_sources)
    chance = spread(found.weight(), knowledge)
    found_claims: tuple[Claim, ...] = claims(_unseen(seen, knowledge))
    if not found_claims:
        return []
    ahead = case(found_claims, knowledge, prior, exclude_sources)
    base_rate = (ahead.held.sum(axis=1, keepdims=True) + 0.5) / (len(knowledge.groups) + 1)
    there = np.concatenate([np.clip(base_rate * np.exp(ahead.log_ratio), 0, _MOST_SEEN), np.minimum(base_rate, _MOST_SEEN)], axis=1)
    joint, absent = chance * there, chance * (1 - there)
    often = joint.sum(axis=1)
    if_seen, if_not = joint / often[:, None], absent / (1 - often)[:, None]
    gain = _entropy(chance) - often * _entropy(if_seen) - (1 - often) * _entropy(if_not)
    groups = knowledge.table.groups
    leader = int(chance[:-1].argmax())
    return [
        Next(
            kind=claim.kind,
            id=claim.id,
            information=float(max(0.0, gain[at])),
            seen=float(often[at]),
            first_if_seen=groups[int(if_seen[at, :-1].argmax())],
            first_if_not=groups[int(if_not[at, :-1].argmax())],
            chance_if_seen=float(if_seen[at, leader]),
            chance_if_not=float(if_not[at, leader]),
        )
        for at, claim in enumerate(found_claims)
    ]


def _unseen(seen: Collection[Claim], knowledge: Knowledge) -> list[Item]:
    """Return what some group is known for and nobody has seen yet."""
    had = {(claim.kind, claim.id) for claim in seen}
    used = {
        (kind, name)
        for record in knowledge.groups.values()
        for kind, part in (("technique", "techniques"), ("software", "software"))
        for name in record[part]
    }
    return [Item(kind, name) for kind, name in sorted(used - had)]


def _entropy(chance: Floats) -> Floats:
    return np.asarray(-(chance * np.log2(np.where(chance > 0, chance, 1))).sum(axis=-1))
