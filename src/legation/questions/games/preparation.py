"""A negotiation that we prepare by playing it: after some runs, the page to carry.

It is for the owners of a dossier alone: our floor and red lines from ``mandate.toml`` are in all of it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from legation.methods.negotiation import STYLES, Domain, Leak, Table, leak, table_of, trades
from legation.questions.deals.negotiation.inputs import Package, sampled_domains
from legation.questions.deals.negotiation.mandate import Limits

__all__ = ["RUNS", "LikelyAnswer", "PreparationPage", "Run", "Step", "Unlocking", "page_of"]

RUNS = 5
"""Runs after which there is a page to carry."""
STEPS = 6
"""Offers that the page lists at most, the first and the last among them."""
DRAWS = 100
_LISTED, _TRADES = 200, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A preparation that was played to its end.

    Attributes
    ----------
    played : int
        Which party the person was.
    offers : tuple of (float, int, package)
        When, from 0 to 1, who, and what, in order.
    deal : package or None
    """

    played: int
    offers: tuple[tuple[float, int, Package], ...]
    deal: Package | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyAnswer:
    """What a party says most often to one of our offers.

    Attributes
    ----------
    package : package or None
        What it would offer instead; None: it accepts.
    share : float
        Of the draws [0 to 1].
    """

    party: int
    package: Package | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of our offers, in its place.

    Attributes
    ----------
    worth : float
        Its points for us.
    shown : (low, median, high)
        Our floor as others can read it after this offer and those before.
    accepted : float
        In which share of the draws all others would accept it.
    answers : tuple of LikelyAnswer
        Of each other party the most frequent, the most frequent first.
    crossed : tuple of int
        Issues on which it crosses a red line of ours.
    is_below : bool
        Whether it is below our floor.
    """

    package: Package
    worth: float
    shown: tuple[float, float, float]
    accepted: float
    answers: tuple[LikelyAnswer, ...]
    crossed: tuple[int, ...]
    is_below: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocking:
    """Two issues changed at once from our last offer, so that nobody loses and somebody gains.

    Attributes
    ----------
    issues, options : tuple of int
    share : float
        Of the draws in which that holds [0 to 1].
    unlocks : float
        Of the draws in which it brings some party over its floor besides.
    worth : float
        What it brings us, in our points.
    """

    issues: tuple[int, int]
    options: tuple[int, int]
    share: float
    unlocks: float
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparationPage:
    """The page to carry.

    Attributes
    ----------
    runs, as_us, deals : int
        Runs that were played, those in which the person was us, and those that ended in a deal.
    points : (float, float) or None
        The fewest and the most points that a deal gave us.
    steps : tuple of Step
        Our offers, from the run that ended best for us.
    base : package or None
        Where trades begin: our last offer, else the status quo.
    trades : tuple of Unlocking
        First those that bring some party over its floor most often.
    red : tuple of (issue, option)
    floor : float
    draws : int
    """

    runs: int
    as_us: int
    deals: int
    points: tuple[float, float] | None
    steps: tuple[Step, ...]
    base: Package | None
    trades: tuple[Unlocking, ...]
    red: tuple[tuple[int, int], ...]
    floor: float
    draws: int


def page_of(limits: Limits, runs: Sequence[Run], *, draws: int = DRAWS, seed: int = 1) -> PreparationPage:
    """Return the page to carry after some runs.

    Our offers are those of one run: first one in which the person was us, then one with a deal, then that with most points for us, then the
    last; of its offers those that gave way further than all before. What others would say is what simulated players of
    style even would, who heard our offers alone, in each draw of what they may want.

    Parameters
    ----------
    limits : Limits
    runs : sequence of Run
    draws : int
        Of what others may want.
    seed : int
    """
    us, talks = limits.us, limits.talks
    worth = [None if run.deal is None else float(talks.domain.utilities(run.deal)[0, us]) for run in runs]
    reached = [value for value in worth if value is not None]
    best = max(
        range(len(runs)),
        key=lambda at: (runs[at].played == us, worth[at] is not None, worth[at] if worth[at] is not None else 0.0, at),
        default=None,
    )
    made = [] if best is None else [(time, package) for time, party, package in runs[best].offers if party == us]
    domains = list(sampled_domains(talks.model, talks.valued, draws, seed))
    steps = tuple(_steps(limits, made, domains))
    base: Package | None = steps[-1].package if steps else talks.status_quo
    return PreparationPage(
        runs=len(runs),
        as_us=sum(run.played == us for run in runs),
        deals=len(reached),
        points=(min(reached), max(reached)) if reached else None,
        steps=steps,
        base=base,
        trades=() if base is None else _unlocking(limits, base, domains),
        red=limits.red,
        floor=limits.floor,
        draws=draws,
    )


def _steps(limits: Limits, made: Sequence[tuple[float, Package]], domains: Sequence[Domain]) -> Iterator[Step]:
    """Give our offers that went further than all before, each with what it tells and how it would be answered."""
    if not made:
        return
    domain, us = limits.talks.domain, limits.us
    low, high = float(domain.lowest[us]), float(domain.highest[us])
    worth = np.clip(domain.utilities([package for _, package in made])[:, us], low, high).tolist()
    shown: Leak | None = leak(worth, [time for time, _ in made], lowest=low, highest=high) if low < high else None
    further = [at for at in range(len(made)) if at == 0 or worth[at] < min(worth[:at]) - 1e-9]
    if len(further) > STEPS:
        further = [further[round(at * (len(further) - 1) / (STEPS - 1))] for at in range(STEPS)]
    answered = _answers(limits, made, further, domains)
    for at in further:
        package = made[at][1]
        accepted, answers = answered[at]
        after = (low, low, high) if shown is None else tuple(shown.after_offer[at].tolist())
        yield Step(
            package=package,
            worth=worth[at],
            shown=after,
            accepted=accepted,
            answers=answers,
            crossed=limits.crossed(package),
            is_below=worth[at] < limits.floor - 1e-9,
        )


def _answers(
    limits: Limits, made: Sequence[tuple[float, Package]], wanted: Sequence[int], domains: Sequence[Domain]
) -> Mapping[int, tuple[float, tuple[LikelyAnswer, ...]]]:
    """Return by offer in which share of the draws all others accept it, and what each other party says most often."""
    others = [party for party in range(limits.talks.domain.parties) if party != limits.us]
    said: dict[tuple[int, int], Counter[int | None]] = {(at, party): Counter() for at in wanted for party in others}
    agreed: Counter[int] = Counter()
    table: Table | None = None
    for domain in domains:
        yes: Counter[int] = Counter()
        for party in others:
            table = table_of(_column(domain, party))
            seat = STYLES["even"](0, table, np.random.default_rng(0))
            for at, (time, package) in enumerate(made):
                number = table.number(np.array(package))
                seat.heard.append(number)
                seat.speakers.append(limits.us)
                if at in wanted:
                    accepts = seat.accepts(number, time)
                    yes[at] += accepts
                    said[at, party][None if accepts else seat.offer(time)] += 1
        agreed.update(at for at in wanted if yes[at] == len(others))
    found = {}
    for at in wanted:
        answers = []
        for party in others:
            answer, count = min(said[at, party].items(), key=lambda pair: (-pair[1], pair[0] is not None, pair[0] or 0))
            instead = None if answer is None or table is None else table.package(answer)
            answers.append(LikelyAnswer(party=party, package=instead, share=count / len(domains)))
        found[at] = (agreed[at] / len(domains), tuple(sorted(answers, key=lambda one: (-one.share, one.party))))
    return found


def _column(domain: Domain, party: int) -> Domain:
    """Return the domain of one party alone."""
    floor = float(domain.reservation[party])
    return Domain(scores=[table[[party]] for table in domain.tables], reservation=[floor if np.isfinite(floor) else None])


def _unlocking(limits: Limits, base: Package, domains: Sequence[Domain]) -> tuple[Unlocking, ...]:
    """Return the trades from a package that hold in most draws, within our red lines."""
    if limits.crossed(base):
        return ()
    place = [list(options) for options in limits.permitted]
    left = [options.index(option) for options, option in zip(place, base, strict=True)]
    holds: Counter[tuple[tuple[int, int], tuple[int, int]]] = Counter()
    unlocks: Counter[tuple[tuple[int, int], tuple[int, int]]] = Counter()
    for domain in domains:
        for trade in trades(limits.permitted_part(domain), left, most=_LISTED):
            i, k = trade.issues
            key = (trade.issues, (place[i][trade.options[0]], place[k][trade.options[1]]))
            holds[key] += 1
            unlocks[key] += bool(trade.unlocks)
    order = sorted(holds, key=lambda key: (-unlocks[key], -holds[key], key))
    own = [table[limits.us] for table in limits.talks.domain.tables]
    return tuple(
        Unlocking(
            issues=issues,
            options=options,
            share=holds[issues, options] / len(domains),
            unlocks=unlocks[issues, options] / len(domains),
            worth=float(sum(own[i][k] - own[i][base[i]] for i, k in zip(issues, options, strict=True))),
        )
        for issues, options in itertools.islice(order, _TRADES)
    )
