"""The pictures of a negotiation: the deals that matter on the frontier or on strips, and the trades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.figures.bargain import bargain
from legation.figures.deals import Deal
from legation.figures.exchanges import Exchange, exchanges
from legation.figures.figure import Figure
from legation.figures.worth_strips import worth_strips
from legation.language import Message
from legation.methods.negotiation import frontier
from legation.methods.negotiation.packages import numbered
from legation.questions.trading.asked import Package, Talks
from legation.questions.trading.looked import CONCEPTS, Looked, named_packages
from legation.questions.trading.mandated import Limits

__all__ = ["deals_of", "frontier_of", "limits_picture", "trades_of", "worth_of"]

_CLOUD = 4000
_OFFERS = 8


def worth_of(talks: Talks, package: Package) -> tuple[float, ...]:
    """Return what a package is worth to each party."""
    return tuple(talks.domain.utilities(list(package))[0].tolist())


def deals_of(found: Looked) -> list[Deal]:
    """Return the deals to be marked: solutions, the last offers, the status quo, what was agreed."""
    talks = found.talks
    named = named_packages(found)
    times = Counter(one for names in named.values() for one in names)
    said = {one: Message("trading.tied", name=CONCEPTS[one]) if count > 1 else CONCEPTS[one] for one, count in times.items()}
    deals = [
        Deal(
            name=Message("trading.mark.solution", names=tuple(said[one] for one in names)),
            kind="solution",
            utilities=worth_of(talks, at),
        )
        for at, names in named.items()
    ]
    for offer, package, _ in found.offers[-_OFFERS:]:
        name = talks.offer(offer)
        deals.append(Deal(name=name, kind="offer", utilities=worth_of(talks, package)))
    if talks.status_quo is not None:
        deals.append(Deal(name=Message("trading.status-quo"), kind="status", utilities=worth_of(talks, talks.status_quo)))
    if found.outcome is not None:
        agreed, package, _ = found.outcome
        deals.append(Deal(name=Message("trading.agreed", date=agreed.date), kind="agreed", utilities=worth_of(talks, package)))
    return deals


def frontier_of(found: Looked, deals: Sequence[Deal]) -> Figure:
    """Return two parties' packages and frontier, or what the deals are worth to each of more."""
    talks, domain = found.talks, found.talks.domain
    acceptable = found.zone.acceptable if found.zone is not None else 0
    form = "trading.picture.frontier" if found.zone is not None else "trading.picture.frontier-no-floor"
    title = Message(form, count=len(found.frontier.utilities), of=domain.packages, acceptable=acceptable)
    words = {
        "title": title,
        "subtitle": Message("trading.picture.subtitle", title=talks.title, as_of=talks.case.as_of),
        "alt": Message("trading.picture.alt", finding=title, deals=len(deals), parties=talks.parties),
    }
    return _drawn(talks, found.frontier.utilities, [one.floor for one in talks.valued], deals, words)


def limits_picture(limits: Limits, deals: Sequence[Deal]) -> Figure:
    """Return the same with our own floor: for owners alone."""
    talks = limits.talks
    floors = [limits.floor if place == limits.us else one.floor for place, one in enumerate(talks.valued)]
    title = Message("trading.picture.limits", floor=round(limits.floor, 1), red=len(limits.red))
    words = {
        "title": title,
        "subtitle": Message("trading.picture.private", title=talks.title, as_of=talks.case.as_of),
        "alt": Message("trading.picture.alt", finding=title, deals=len(deals), parties=talks.parties),
    }
    return _drawn(talks, frontier(talks.domain).utilities, floors, deals, words)


def _drawn(
    talks: Talks, edge: NDArray[np.float64], floors: Sequence[float | None], deals: Sequence[Deal], words: Mapping[str, Any]
) -> Figure:
    domain = talks.domain
    if domain.parties == 2:
        cloud = domain.utilities(numbered(domain.sizes, np.arange(domain.packages))) if domain.packages <= _CLOUD else np.zeros((0, 2))
        return bargain(cloud, edge, talks.parties, floors, deals, **words)
    return worth_strips(domain.lowest, domain.highest, talks.parties, floors, deals, **words)


def trades_of(found: Looked) -> tuple[Figure, ...]:
    """Return the trades from the deal on the table; nothing where there is none."""
    if not found.trades or found.base is None:
        return ()
    talks, held = found.talks, found.base[1]
    drawn = []
    for trade in found.trades:
        first, second = (
            Message("trading.change", issue=talks.issues[i], before=talks.option(i, held[i]), after=talks.option(i, k))
            for i, k in zip(trade.issues, trade.options, strict=True)
        )
        drawn.append(Exchange(changes=(first, second), parts=(tuple(trade.parts[0].tolist()), tuple(trade.parts[1].tolist()))))
    title = Message("trading.picture.trades", count=len(drawn))
    return (
        exchanges(
            drawn,
            talks.parties,
            title=title,
            subtitle=Message("trading.picture.subtitle", title=talks.title, as_of=talks.case.as_of),
            alt=Message("trading.picture.trades-alt", finding=title, first=drawn[0].changes[0], second=drawn[0].changes[1]),
        ),
    )
