"""How often is the answer "nobody we list"? Counted from the releases of a knowledge base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from legation.methods.attribution.calibrate import FEWEST_TECHNIQUES
from legation.methods.attribution.knowledge import Knowledge
from legation.methods.share import share_interval

__all__ = ["Arrival", "UnlistedShare", "arrivals", "unlisted_share"]

_HALF = 20
"""One release with another, the share swings from 0.3 to 0.7: a few releases do not move it far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A report that one release cites and the one before did not.

    Attributes
    ----------
    report, group : str
        The one group that it supports.
    listed : bool
        Whether the release before had the group.
    observed : mapping of str to list of str
        ``techniques`` and ``software`` that the report supports.
    """

    report: str
    group: str
    listed: bool
    observed: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistedShare:
    """How many newly reported incidents were of a group that was not listed before.

    Attributes
    ----------
    new, of : int
        Incidents of new groups, among all newly reported.
    share : float
        (new + 20) / (of + 40): with no history one half, which weighs as much as forty incidents.
    low, high : float
        95 % interval of Wilson for new / of.
    """

    new: int
    of: int
    share: float
    low: float
    high: float


def arrivals(before: Knowledge, after: Knowledge, fewest: int = FEWEST_TECHNIQUES) -> tuple[Arrival, ...]:
    """Return the reports of a release that the release before does not cite, supporting one group with as many techniques, by name."""
    found = []
    for report in sorted(set(after.table.reports) - set(before.table.reports)):
        supported = after.table.supported(report)
        if len(supported) != 1:
            continue
        ((group, ids),) = supported.items()
        if len(ids["technique"]) >= fewest:
            observed = {"techniques": ids["technique"], "software": ids["software"]}
            found.append(Arrival(report=report, group=group, listed=group in before.groups, observed=observed))
    return tuple(found)


def unlisted_share(releases: Sequence[Mapping[str, Mapping[str, Any]]]) -> UnlistedShare:
    """Return the share of newly reported incidents whose group was not listed before, over releases in their order.

    Parameters
    ----------
    releases : sequence of mapping
        Groups of each release, in the form of :class:`Knowledge`, the oldest first.

    Examples
    --------
    >>> first = {"G1": {"techniques": {"T1": ["a"]}}}
    >>> second = {**first, "G2": {"techniques": {f"T{i}": ["b"] for i in range(5)}}}
    >>> found = unlisted_share([first, second])
    >>> found.new, found.of, round(found.share, 3)
    (1, 1, 0.512)
    """
    known = [Knowledge(groups=groups) for groups in releases]
    listed = [one.listed for before, after in pairwise(known) for one in arrivals(before, after)]
    new = len(listed) - sum(listed)
    low, high = share_interval(new, len(listed))
    return UnlistedShare(new=new, of=len(listed), share=(new + _HALF) / (len(listed) + 2 * _HALF), low=low, high=high)
