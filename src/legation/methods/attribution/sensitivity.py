"""What if one item were wrong? The answer again, each claim left out in turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from legation.methods.attribution.chances import Chances, chances
from legation.methods.attribution.item import Claim, Observed
from legation.methods.attribution.knowledge import Knowledge
from legation.methods.attribution.posterior import case
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

    def answer(kept: tuple[Claim, ...]) -> Chances:
        return chances(case(kept, knowledge, prior, exclude_sources), kept, knowledge)

    def first(one: Chances) -> int:
        return min(range(len(groups)), key=lambda at: (-one.fit[at], groups[at]))

    whole = answer(claims)
    leader = first(whole)
    rows = []
    for at, claim in enumerate(claims):
        rest = answer(claims[:at] + claims[at + 1 :])
        rows.append(
            Without(
                claim=claim,
                leader=groups[leader],
                before=float(whole.own[leader]),
                after=float(rest.own[leader]),
                first=groups[first(rest)],
                unlisted=rest.unlisted,
            )
        )
    return tuple(sorted(rows, key=lambda row: -abs(row.after - row.before)))
