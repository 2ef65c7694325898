"""A negotiation worked out: frontier, solutions, zone of agreement, trades, and how firm they are under the ranges of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from legation.dossier.models.negotiation import Agreed, Offer
from legation.errors import BadValue
from legation.language import Message
from legation.methods.negotiation import (
    CoalitionTable,
    Domain,
    Frontier,
    Lottery,
    Solution,
    Solutions,
    Standing,
    Trade,
    Zone,
    best_lottery,
    coalitions,
    frontier,
    solutions,
    standing,
    trades,
    zone,
)
from legation.methods.progress import Progress
from legation.questions.deals.negotiation.inputs import Package, Talks, is_open, outcome_of, sampled_domains

__all__ = [
    "CONCEPTS",
    "Firmness",
    "NegotiationAnalysis",
    "analyse",
    "firmness",
    "named_packages",
]


CONCEPTS: Mapping[str, Message] = {
    "nash": Message("trading.concept.nash"),
    "egalitarian": Message("trading.concept.egalitarian"),
    "kalai_smorodinsky": Message("trading.concept.kalai_smorodinsky"),
    "min_spread": Message("trading.concept.min_spread"),
    "max_welfare": Message("trading.concept.max_welfare"),
}
"""How the solutions are called, in the order in which they are shown."""
_MOST_TRADES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiationAnalysis:
    """What was found.

    Attributes
    ----------
    zone, table, lottery : None
        Where they could not be counted, which ``refused`` says, or say nothing: without a floor, a rule to vote by, a draw that is better.
    base : (Offer or None, package) or None
        Where trades begin: the last whole offer that can be improved for somebody, else the status quo if it can, else the last offer.
    offers : tuple of (Offer, package, Standing)
        Whole offers by date.
    before : Standing or None
        Of the status quo.
    """

    talks: Talks
    frontier: Frontier
    solutions: Solutions
    zone: Zone | None
    table: CoalitionTable | None
    lottery: Lottery | None
    base: tuple[Offer | None, Package] | None
    offers: tuple[tuple[Offer, Package, Standing], ...]
    before: Standing | None
    trades: tuple[Trade, ...]
    outcome: tuple[Agreed, Package, Standing] | None
    refused: tuple[Message, ...]

    def solution(self, concept: str) -> Solution:
        """Return a solution by its name."""
        found: Solution = getattr(self.solutions, concept)
        return found


def analyse(talks: Talks, progress: Progress, *, reveal: bool = False) -> NegotiationAnalysis:
    """Work out a negotiation.

    Raises
    ------
    BadValue
        Where its frontier is too large to be listed.
    """
    domain = talks.domain
    steps = 5 + len(talks.offers)
    progress(0, steps)
    edge, best = frontier(domain), solutions(domain)
    progress(1, steps)
    refused: list[Message] = []
    feasible = table = None
    if talks.floors:
        try:
            feasible = zone(domain)
        except BadValue as error:
            refused.append(Message("trading.not-counted", why=str(error)))
        try:
            table = coalitions(domain, talks.rule) if talks.rule is not None else None
        except BadValue as error:
            refused.append(Message("trading.no-coalitions", why=str(error)))
    progress(2, steps)
    lottery = best_lottery(domain)
    progress(3, steps)
    offers = []
    for done, (offer, package) in enumerate(talks.offers):
        at = _placed(domain, package, refused)
        if package is not None and at is not None:
            offers.append((offer, package, at))
        progress(4 + done, steps)
    before = _placed(domain, talks.status_quo, refused)
    base = _base(offers, before, talks)
    end = outcome_of(talks, reveal=reveal)
    ended = _placed(domain, end[1] if end is not None else None, refused)
    found = NegotiationAnalysis(
        talks=talks,
        frontier=edge,
        solutions=best,
        zone=feasible,
        table=table,
        lottery=lottery if _is_better(lottery, best) else None,
        base=base,
        offers=tuple(offers),
        before=before,
        trades=trades(domain, base[1], most=_MOST_TRADES) if base is not None and len(domain.sizes) > 1 else (),
        outcome=(*end, ended) if end is not None and ended is not None else None,
        refused=tuple(refused),
    )
    progress(steps, steps)
    return found


def _placed(domain: Domain, package: Package | None, refused: list[Message]) -> Standing | None:
    """Return how good a deal is for each; None where there is none, or where too much would have to be counted, which is noted once."""
    if package is None:
        return None
    try:
        return standing(domain, package)
    except BadValue as error:
        if all(one.id != "trading.not-ranked" for one in refused):
            refused.append(Message("trading.not-ranked", why=str(error)))
        return None


def _base(offers: Sequence[tuple[Offer, Package, Standing]], before: Standing | None, talks: Talks) -> tuple[Offer | None, Package] | None:
    open_ones = [(offer, package) for offer, package, at in offers if not at.on_frontier]
    if open_ones:
        return open_ones[-1]
    if talks.status_quo is not None and (not offers or (before is not None and not before.on_frontier)):
        return None, talks.status_quo
    return (offers[-1][0], offers[-1][1]) if offers else None


def _is_better(lottery: Lottery, best: Solutions) -> bool:
    """Whether a lottery is worth more than every single deal, by the product of gains."""
    if not len(lottery.packages) or not np.isfinite(lottery.value):
        return False
    return not best.rational or lottery.value > best.nash.value * (1 + 1e-6) + 1e-9


def named_packages(found: NegotiationAnalysis) -> dict[Package, list[str]]:
    """Return the packages that solutions name, in their order, with the solutions that name each: all ties."""
    named: dict[Package, list[str]] = {}
    for concept in CONCEPTS:
        for row in found.solution(concept).packages.tolist():
            named.setdefault(tuple(row), []).append(concept)
    return named


_WORK = 400_000
_SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """Of some packages, in what share of the draws each is on the frontier, and each is the Nash solution.

    Attributes
    ----------
    draws : int
    frontier, nash : tuple of float
        By package.
    rivals : tuple of (package, float)
        What else is the Nash solution, by falling share of the draws.
    none : float
        The share of draws in which no package clears every floor.
    """

    draws: int
    frontier: tuple[float, ...]
    nash: tuple[float, ...]
    rivals: tuple[tuple[Package, float], ...]
    none: float


def firmness(talks: Talks, packages: Sequence[Package], draws: int, seed: int, size: int, progress: Progress) -> Firmness | None:
    """Draw a negotiation again and again; None where nothing in it has a range, or no draw is asked for.

    Parameters
    ----------
    packages : sequence of package
    draws : int
        At most; fewer where the frontier, of ``size`` points, is large.
    """
    if not draws or not is_open(talks.valued):
        return None
    times = min(draws, max(10, _WORK // max(size, 1)))
    on_edge, is_nash = np.zeros(len(packages)), np.zeros(len(packages))
    others: dict[Package, int] = {}
    none = 0
    for done, domain in enumerate(sampled_domains(talks.model, talks.valued, times, seed)):
        progress(done, times)
        edge, nash = frontier(domain).utilities, solutions(domain).nash
        worth = domain.utilities(np.array(packages)) if packages else np.zeros((0, domain.parties))
        scale = _SAME * max(1.0, float(np.abs(edge).max()))
        on_edge += (np.abs(worth[:, None] - edge).max(axis=2) <= scale).any(axis=1)
        there = (
            (np.abs(worth[:, None] - nash.utilities).max(axis=2) <= scale).any(axis=1)
            if len(nash.utilities)
            else np.zeros(len(packages), bool)
        )
        is_nash += there
        none += not len(nash.utilities)
        if not there.any():
            for row in nash.packages.tolist():
                others[tuple(row)] = others.get(tuple(row), 0) + 1
    progress(times, times)
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return Firmness(
        draws=times,
        frontier=tuple((on_edge / times).tolist()),
        nash=tuple((is_nash / times).tolist()),
        rivals=tuple((package, count / times) for package, count in ranked),
        none=none / times,
    )
