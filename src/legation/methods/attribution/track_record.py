"""How often was it right when it said so, and when it said "nobody we list"? Counted on the knowledge's own reports and releases."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from legation.methods.attribution.calibrate import FEWEST_TECHNIQUES, leave_one_out
from legation.methods.attribution.knowledge import Knowledge, read_observation
from legation.methods.attribution.posterior import case, spread
from legation.methods.progress import Progress, silent
from legation.methods.share import TEST, share_interval

__all__ = [
    "Arrival",
    "Bin",
    "Measured",
    "UnlistedShare",
    "arrivals",
    "measured",
    "unlisted_share",
]


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
    low, high = share_interval(new, len(listed), TEST)
    return UnlistedShare(new=new, of=len(listed), share=(new + _HALF) / (len(listed) + 2 * _HALF), low=low, high=high)


_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_Z = 1.959964
_LEAST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers that gave what stood first a chance in one fifth of the scale: its mean, share right with its 95 % interval, number."""

    stated: float
    share: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured.

    Attributes
    ----------
    incidents : int
        Reports taken out, one at a time; 0 where there is none to take out.
    first, first_low, first_high : float
        Share in which the right group stood first among the groups, with its 95 % interval (Wilson).
    third : float
        Share in which it stood among the first three.
    log_loss : float
        Mean of -ln(chance given to the truth); the lower, the better.
    error : float
        Calibration error: mean distance of stated chance and share right over ``bins``, by their counts.
    bins : tuple of Bin
        In rising order; empty ones are left out. Each report stands there twice: with its group among the candidates, and with the group
        off the list, when "unlisted" is the truth.
    """

    incidents: int
    first: float
    first_low: float
    first_high: float
    third: float
    log_loss: float
    error: float
    bins: tuple[Bin, ...]


def measured(knowledge: Knowledge, progress: Progress = silent) -> Measured:
    """Return how good the answers from a knowledge are on its own reports, one left out at a time.

    Limits
    ------
    Later reports reuse what earlier ones found: on new incidents expect less.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> measured(Knowledge(groups={"G1": {"techniques": {"T1": ["a"]}}})).incidents
    0
    """
    incidents = leave_one_out(knowledge)
    row = {group: at for at, group in enumerate(knowledge.table.groups)}
    stated, right, rank, loss = [], [], [], []
    for done, one in enumerate(incidents):
        progress(done, len(incidents))
        found = case(read_observation(one.observed, knowledge)[0], knowledge, None, (one.report,))
        weight = found.weight()
        own = row[one.group]
        rank.append(1 + int((weight[:-1] > weight[own]).sum()))
        for truth in (own, -1) if len(row) > 1 else (own,):
            if truth == -1:
                weight = found.weight(without=own)
            chance = spread(weight, knowledge)
            first = int(chance.argmax())
            stated.append(float(chance[first]))
            right.append(first == (truth if truth >= 0 else len(chance) - 1))
            loss.append(-math.log(max(float(chance[truth]), _LEAST)))
    progress(len(incidents), len(incidents))
    if not incidents:
        return Measured(
            incidents=0, first=math.nan, first_low=0.0, first_high=1.0, third=math.nan, log_loss=math.nan, error=math.nan, bins=()
        )
    bins = _bins(np.array(stated), np.array(right))
    hits = sum(one == 1 for one in rank)
    low, high = _wilson(hits, len(rank))
    return Measured(
        incidents=len(incidents),
        first=hits / len(rank),
        first_low=low,
        first_high=high,
        third=sum(one <= 3 for one in rank) / len(rank),
        log_loss=math.fsum(loss) / len(loss),
        error=math.fsum(one.count * abs(one.stated - one.share) for one in bins) / len(stated),
        bins=bins,
    )


def _bins(top: np.ndarray, right: np.ndarray) -> tuple[Bin, ...]:
    found = []
    for at, (low, high) in enumerate(itertools.pairwise(_EDGES)):
        here = (top >= low) & ((top < high) | (at == len(_EDGES) - 2))
        if here.any():
            ends = _wilson(int(right[here].sum()), int(here.sum()))
            share = float(right[here].mean())
            found.append(Bin(stated=float(top[here].mean()), share=share, low=ends[0], high=ends[1], count=int(here.sum())))
    return tuple(found)


def _wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share; it holds the share."""
    share = hits / count
    reach = _Z / (1 + _Z**2 / count) * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    return min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach))
