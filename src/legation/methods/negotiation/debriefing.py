"""What talks that are over showed: what each offer was worth, who traded what, whose floor and priorities could be read, who was needed."""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.coalitions import MOST_PARTIES, CoalitionTable, coalitions
from legation.methods.negotiation.distance import Standing, standings
from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints
from legation.methods.negotiation.frontier import points
from legation.methods.negotiation.grid import Grid
from legation.methods.negotiation.leakage import Leak, leak
from legation.methods.negotiation.solutions import Solutions, solutions_among
from legation.methods.progress import Progress, silent
from legation.methods.rule.tree import Rule

__all__ = ["Debrief", "Logroll", "debrief", "logrolls"]

Package = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logroll:
    """Two parties that gave way to each other, each on what mattered less to it.

    Attributes
    ----------
    parties : tuple of int
        a and b, the smaller number first.
    issues : tuple of int
        i, where a gained and b lost, and k, where b gained and a lost.
    gains : tuple of float
        What a and what b gained over the two issues together, in its points, above 0.
    size : float
        The smaller of the two, each out of its party's range [above 0 to 1].
    """

    parties: tuple[int, int]
    issues: tuple[int, int]
    gains: tuple[float, float]
    size: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Debrief:
    """Talks that are over, in figures.

    Attributes
    ----------
    standing : tuple of Standing
        Of every offer in order, then of the deal where there is one.
    before, after : tuple of int or None
        What logrolls lead from and to: the status quo, else the first offer; the deal, else the last offer.
    logrolls : tuple of Logroll
        By falling size, then by a, b, i and k.
    floor_shown : tuple of (Leak or None)
        By party, what its own offers tell of its floor; None where it made none, or all packages give it the same.
    priorities_shown : ndarray, shape (n_parties,)
        How much of what matters to each party its own offers tell [-1 to 1]: 1 where it held longest to what matters most to it. nan below
        three offers, or where all issues matter as much to it or were changed as often.
    claimed : ndarray, shape (n_parties,)
        What each party took in the deal: its gain over disagreement, out of the most possible; nan without a deal or anything to gain.
    created : float
        What the deal gives more than the status quo to the party to which it gives least more, out of that party's range; nan without both.
    voting : CoalitionTable or None
        Which coalitions have a deal, and who is in all that carry one; None for one party alone, or more than 12.
    never_offered : tuple of int
        Parties that no offer of another brought to their floor and above the status quo, where it is not given above their disagreement.
    solutions : Solutions
        What the literature would have chosen.
    """

    standing: tuple[Standing, ...]
    before: Package | None
    after: Package | None
    logrolls: tuple[Logroll, ...]
    floor_shown: tuple[Leak | None, ...]
    priorities_shown: Floats
    claimed: Floats
    created: float
    voting: CoalitionTable | None
    never_offered: tuple[int, ...]
    solutions: Solutions


def debrief(
    domain: Domain,
    offers: Sequence[tuple[float, int, npt.ArrayLike]],
    deal: npt.ArrayLike | None = None,
    rule: Rule | None = None,
    status_quo: npt.ArrayLike | None = None,
    *,
    limit: int | None = None,
    progress: Progress = silent,
) -> Debrief:
    """Say what talks that are over showed, from their offers and the points of all.

    Parameters
    ----------
    domain : Domain
    offers : sequence of (float, int, array_like of int)
        In the order made: when, as a share of the time from 0 to 1, not falling; which party; which package, one option for each issue.
    deal : array_like of int, shape (n_issues,), optional
        What was agreed; None: nothing was.
    rule : Rule, optional
        How the parties decide, by their names; unanimity where it is left out.
    status_quo : array_like of int, shape (n_issues,), optional
    limit : int, optional
        Points that the frontier may have.
    progress : callable

    Raises
    ------
    BadValue
        For offers that are no such triples, a time outside 0 to 1 or before the last, a party or a package that the domain does not have,
        and as :func:`legation.methods.negotiation.frontier` and :func:`legation.methods.negotiation.coalitions`.
    Cancelled
        Where ``progress`` raises it.

    Notes
    -----
    Gains are compared exactly, in the units of :func:`legation.methods.negotiation.grid.grid`. What an offer tells of a floor is the model
    of :func:`legation.methods.negotiation.leak`; what it tells of priorities is Spearman's rank correlation, ties at their mean rank, of
    what an issue can give the party (its highest less its lowest score) and the share of its consecutive offers that left the issue as it
    was. Neither says what the others did infer. The frontier and the coalitions are found once, however many offers there are.

    References
    ----------
    Raiffa (1982), The Art and Science of Negotiation, on claiming and creating; Spearman (1904), doi:10.2307/1412159.

    Examples
    --------
    >>> domain = Domain(scores=[[[6, 0], [0, 1]], [[0, 1], [6, 0]]])
    >>> found = debrief(domain, [(0.1, 0, (0, 1)), (0.4, 1, (1, 0))], deal=(0, 0), status_quo=(1, 1))
    >>> [one.on_frontier for one in found.standing], found.claimed.round(3).tolist(), round(found.created, 3)
    ([True, True, True], [0.857, 0.857], 0.714)
    >>> found.logrolls
    (Logroll(parties=(0, 1), issues=(0, 1), gains=(5.0, 5.0), size=0.7142857142857143),)
    """
    times, parties, made = _checked(domain, offers)
    agreed = None if deal is None else _package(domain, deal, "deal")
    base = None if status_quo is None else _package(domain, status_quo, "status_quo")
    found = points(domain, limit=limit, progress=progress)
    packages = [*made, *([] if agreed is None else [agreed])]
    before = base if base is not None else made[0] if made else None
    after = agreed if agreed is not None else made[-1] if made else None
    own = [[package for party, package in zip(parties, made, strict=True) if party == one] for one in range(domain.parties)]
    when = [[time for party, time in zip(parties, times, strict=True) if party == one] for one in range(domain.parties)]
    return Debrief(
        standing=standings(domain, np.array(packages, np.int64), found) if packages else (),
        before=before,
        after=after,
        logrolls=() if before is None or after is None else tuple(logrolls(found.grid, before, after)),
        floor_shown=tuple(_floor_shown(domain, party, own[party], when[party]) for party in range(domain.parties)),
        priorities_shown=np.array([_priorities_shown(found.grid, party, own[party]) for party in range(domain.parties)]),
        claimed=_claimed(domain, agreed),
        created=_created(domain, base, agreed),
        voting=coalitions(domain, rule, progress=progress) if 2 <= domain.parties <= MOST_PARTIES else None,
        never_offered=_never_offered(domain, base, parties, made),
        solutions=solutions_among(domain, found),
    )


def _checked(domain: Domain, offers: Sequence[tuple[float, int, npt.ArrayLike]]) -> tuple[list[float], list[int], list[Package]]:
    """Return times, parties and packages of offers."""
    if isinstance(offers, (str, bytes)) or not isinstance(offers, Sequence):
        raise BadValue(f"offers must be (time, party, package), one after the other (got {offers!r}); list them in the order made")
    times: list[float] = []
    parties: list[int] = []
    packages: list[Package] = []
    for number, offer in enumerate(offers, start=1):
        if isinstance(offer, (str, bytes)) or not isinstance(offer, Sequence) or len(offer) != 3:
            raise BadValue(f"offer {number} must be (time, party, package) (got {offer!r}); say when, who and what")
        time, party, package = offer
        if isinstance(time, bool) or not isinstance(time, numbers.Real) or not 0 <= time <= 1:
            raise BadValue(f"time of offer {number} must be 0 to 1 (got {time!r}); give the share of the time that was over")
        if times and time < times[-1]:
            raise BadValue(f"time of offer {number} must be {times[-1]:g} or later (got {time:g}); list offers in the order made")
        if isinstance(party, bool) or not isinstance(party, numbers.Integral) or not 0 <= party < domain.parties:
            raise BadValue(f"party of offer {number} must be 0 to {domain.parties - 1} (got {party!r}); number parties from 0")
        times.append(float(time))
        parties.append(int(party))
        packages.append(_package(domain, package, f"package of offer {number}"))
    return times, parties, packages


def _package(domain: Domain, given: npt.ArrayLike, what: str) -> Package:
    try:
        rows = domain.checked(given)
    except ValueError as error:
        raise BadValue(f"{what} must be one option for each issue (got {given!r}): {error}") from error
    if np.ndim(given) != 1:
        raise BadValue(f"{what} must be one package (got {given!r}); give one option for each issue")
    return tuple(rows[0].tolist())


def logrolls(units: Grid, before: Package, after: Package) -> Iterator[Logroll]:
    """Return who gave way to whom between two packages, the largest first."""
    change = np.array([table[new] - table[old] for table, old, new in zip(units.scores, before, after, strict=True)]).tolist()
    ranges = np.sum([np.ptp(table, axis=0) for table in units.scores], axis=0).tolist()
    found = []
    for (a, b), (i, k) in itertools.product(itertools.combinations(range(len(ranges)), 2), itertools.permutations(range(len(change)), 2)):
        gain_a, gain_b = change[i][a] + change[k][a], change[i][b] + change[k][b]
        if change[i][a] > 0 > change[k][a] and change[i][b] < 0 < change[k][b] and gain_a > 0 and gain_b > 0:
            size = min(Fraction(gain_a, ranges[a]), Fraction(gain_b, ranges[b]))
            found.append((-size, (a, b), (i, k), (gain_a, gain_b)))
    for size, parties, issues, (first, second) in sorted(found):
        gains = (float(first / units.scale), float(second / units.scale))
        yield Logroll(parties=parties, issues=issues, gains=gains, size=float(-size))


def _floor_shown(domain: Domain, party: int, packages: list[Package], times: list[float]) -> Leak | None:
    low, high = float(domain.lowest[party]), float(domain.highest[party])
    if not packages or high <= low:
        return None
    worth = domain.utilities(np.array(packages))[:, party]
    return leak(np.clip(worth, low, high), times, lowest=low, highest=high)


def _priorities_shown(units: Grid, party: int, packages: list[Package]) -> float:
    """Return Spearman's correlation of what issues can give a party and how often its offers left them as they were."""
    if len(packages) < 3:
        return math.nan
    weight = np.array([np.ptp(table[:, party]) for table in units.scores])
    stayed = (np.diff(np.array(packages), axis=0) == 0).sum(axis=0)
    if not np.ptp(weight) or not np.ptp(stayed):
        return math.nan
    first, second = _ranks(weight), _ranks(stayed)
    return float(np.clip(first @ second / math.sqrt(float(first @ first) * float(second @ second)), -1, 1))


def _ranks(values: Ints) -> Floats:
    """Return mean ranks, less their own mean."""
    rank = (values[:, None] > values).sum(axis=1) + (values[:, None] == values).sum(axis=1) / 2
    return np.asarray(rank - rank.mean())


def _claimed(domain: Domain, deal: Package | None) -> Floats:
    most = domain.highest - domain.disagreement
    if deal is None:
        return np.full(domain.parties, math.nan)
    gains = domain.utilities(deal)[0] - domain.disagreement
    return np.asarray(np.divide(gains, most, out=np.full(domain.parties, math.nan), where=most > TOLERANCE))


def _created(domain: Domain, status_quo: Package | None, deal: Package | None) -> float:
    able = domain.highest > domain.lowest
    if status_quo is None or deal is None or not able.any():
        return math.nan
    then, now = domain.utilities([status_quo, deal])
    return float(((now - then) / np.where(able, domain.highest - domain.lowest, 1.0))[able].min())


def _never_offered(domain: Domain, status_quo: Package | None, parties: list[int], packages: list[Package]) -> tuple[int, ...]:
    """Return whom no offer of another brought to its floor and above what it has now."""
    now = domain.disagreement if status_quo is None else domain.utilities(status_quo)[0]
    worth = domain.utilities(np.array(packages)) if packages else np.zeros((0, domain.parties))
    good = (worth > now + TOLERANCE) & (worth >= domain.reservation - TOLERANCE) & (np.array(parties)[:, None] != np.arange(domain.parties))
    return tuple(np.flatnonzero(~good.any(axis=0)).tolist())
