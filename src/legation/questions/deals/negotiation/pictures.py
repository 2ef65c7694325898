"""The pictures of a negotiation: what deals are worth to two parties or to more, and the trades from the deal on the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.figures.figure import Figure
from legation.figures.kit.plane import Axis, Group, Region, Spot, plane
from legation.figures.kit.rows import Fill, Heading, Item, Key, Row, Scale, Shape, Tone, row_chart
from legation.language import Message
from legation.methods.negotiation import frontier
from legation.questions.answer import Named
from legation.questions.deals.negotiation.analysis import CONCEPTS, NegotiationAnalysis, named_packages
from legation.questions.deals.negotiation.inputs import Package, Talks
from legation.questions.deals.negotiation.mandate import Limits
from legation.questions.deals.negotiation.marked_deals import Deal, signs
from legation.questions.deals.negotiation.tables import points_of

__all__ = ["deals_of", "frontier_of", "limits_picture", "trades_of", "worth_of"]

_OFFERS = 8


def worth_of(talks: Talks, package: Package) -> tuple[float, ...]:
    """Return what a package is worth to each party."""
    return tuple(talks.domain.utilities(list(package))[0].tolist())


def deals_of(found: NegotiationAnalysis) -> list[Deal]:
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


def frontier_of(found: NegotiationAnalysis, deals: Sequence[Deal]) -> Figure:
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
    return _chart(talks, found.frontier.utilities, [one.floor for one in talks.valued], deals, words)


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
    return _chart(talks, frontier(talks.domain).utilities, floors, deals, words)


def _chart(
    talks: Talks, edge: NDArray[np.float64], floors: Sequence[float | None], deals: Sequence[Deal], words: Mapping[str, Any]
) -> Figure:
    domain = talks.domain
    if domain.parties == 2:
        return _plane(talks, edge, floors, deals, words)
    return _strips(talks, floors, deals, words)


_LOOK: Mapping[str, tuple[Shape, Tone, Fill]] = {
    "solution": ("circle", "ink", "open"),
    "offer": ("square", "first", "full"),
    "next": ("circle", "yes", "full"),
    "status": ("diamond", "quiet", "open"),
    "agreed": ("circle", "ink", "full"),
}
"""How each kind of deal is drawn."""


def _strips(talks: Talks, floors: Sequence[float | None], deals: Sequence[Deal], words: Mapping[str, Any]) -> Figure:
    """Return what deals are worth to each party, from its worst package to its best; what lies below its floor is shaded."""
    rows = []
    for side, (party, low, high, floor) in enumerate(
        zip(talks.parties, talks.domain.lowest.tolist(), talks.domain.highest.tolist(), floors, strict=True)
    ):

        def at(value: float, low: float = low, high: float = high) -> float:
            return min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.5

        items = []
        if floor is not None and high > low:
            items.append(Item(value=at(floor), said=Message("trading.figure.floor", points=round(floor, 1)), shape="band"))
        for deal, sign in zip(deals, signs(deals), strict=True):
            points = Message("trading.figure.points", name=deal.name, points=round(deal.utilities[side], 1))
            items.append(_marked(deal, sign, at(deal.utilities[side]), points))
        rows.append(Row(name=party, items=tuple(items), row=_row_of(talks, party)))
    key = [Key(_marked(deal, sign, 0.5), deal.name) for deal, sign in zip(deals, signs(deals), strict=True)]
    return row_chart(
        rows,
        [Scale(head=Message("trading.figure.scale"))],
        id="frontier",
        key=key,
        notes=[Message("trading.figure.below")] if any(floor is not None for floor in floors) else (),
        **words,
    )


def _row_of(talks: Talks, party: Named) -> tuple[str, str] | None:
    """Return the row of the actor that a party is; None where it is none."""
    actor = next((one.party.actor for one in talks.valued if one.party.id == party.id), "")
    return ("actors", actor) if actor else None


def _marked(deal: Deal, sign: str, at: float, said: Message | str = "") -> Item:
    shape, tone, fill = _LOOK[deal.kind]
    return Item(value=at, said=said, shape=shape, tone=tone, fill=fill, sign=sign)


_ROWS = 30
"""Rows of the picture of trades: whole trades, the best first, as long as they stand on one page."""


_KINDS = {
    "solution": ("circle", "#14213D"),
    "offer": ("square", "#2B5C8A"),
    "next": ("cross", "#1B7F79"),
    "status": ("diamond", "#4E5668"),
    "agreed": ("triangle-up", "#B3261E"),
}
"""Shape and colour of each kind of deal."""


def _plane(
    talks: Talks, edge: NDArray[np.float64], floors: Sequence[float | None], deals: Sequence[Deal], words: Mapping[str, Any]
) -> Figure:
    """Return what deals are worth to two parties, from the worst package of each to its best; the frontier, and what clears the floors."""
    low, high = (np.asarray(ends, np.float64) for ends in (talks.domain.lowest, talks.domain.highest))

    def at(worth: Sequence[float]) -> tuple[float, float]:
        x, y = np.clip(100 * (np.asarray(worth, np.float64) - low) / np.where(high > low, high - low, 1.0), 0, 100).tolist()
        return x, y

    corners = [at(point) for point in edge.tolist()]
    reach = ((0.0, 0.0), (corners[0][0], 0.0), *corners, (0.0, corners[-1][1]))
    regions = [Region(words=Message("trading.figure.frontier"), outlines=(reach,), tone="ring")]
    if any(floor is not None for floor in floors):
        x, y = at([ends if floor is None else floor for ends, floor in zip(low.tolist(), floors, strict=True)])
        zone = ((x, y), (100.0, y), (100.0, 100.0), (x, 100.0))
        regions.append(Region(words=Message("trading.figure.zone"), outlines=(zone,), tone="second"))
    kinds = [kind for kind in _KINDS if any(deal.kind == kind for deal in deals)]
    called = list(zip(signs(deals), deals, strict=True))
    spots = [
        Spot(
            name=Named(sign, deal.name),
            x=at(deal.utilities)[0],
            y=at(deal.utilities)[1],
            group=kinds.index(deal.kind),
            value=Message("trading.figure.two", **dict(zip(("first", "second"), points_of(talks, deal.utilities), strict=True))),
        )
        for sign, deal in called
    ]
    return plane(
        spots,
        [Group(name=Message(f"trading.figure.kind-{kind}"), shape=_KINDS[kind][0], colour=_KINDS[kind][1]) for kind in kinds],
        axes=(_axis(talks.parties[0]), _axis(talks.parties[1])),
        regions=regions,
        in_full=False,
        notes=[Message("trading.figure.sign", sign=sign, name=deal.name) for sign, deal in called],
        id="frontier",
        **words,
    )


def _axis(party: Named) -> Axis:
    return Axis(head=Message("trading.figure.worth", party=party), low=Message("trading.figure.worst"), high=Message("trading.figure.best"))


def trades_of(found: NegotiationAnalysis) -> tuple[Figure, ...]:
    """Return the trades from the deal on the table; nothing where there is none."""
    if not found.trades or found.base is None:
        return ()
    talks, trades = found.talks, found.base[1]
    points = np.concatenate([part for trade in found.trades for part in (*trade.parts, trade.gains)])
    low, high = min(0.0, float(points.min())), max(1.0, float(points.max()))
    things: list[Heading | Row] = []
    changes = []
    for number, trade in enumerate(found.trades):
        first, second = (
            Message("trading.change", issue=talks.issues[i], before=talks.option(i, trades[i]), after=talks.option(i, k))
            for i, k in zip(trade.issues, trade.options, strict=True)
        )
        changes.append((first, second))
        columns = (talks.parties, *(part.tolist() for part in (*trade.parts, trade.gains)))
        rows = [_gain(talks, *one) for one in zip(*columns, strict=True) if any(one[1:])]
        if number and sum(isinstance(thing, Row) for thing in things) + len(rows) > _ROWS:
            break
        things += [Heading(name=Message("trading.figure.trade", first=first, second=second)), *rows]
    drawn = sum(isinstance(thing, Heading) for thing in things)
    left_out = len(found.trades) - drawn
    title = Message("trading.picture.trades", count=len(found.trades))
    heads = ("trading.column.first", "trading.column.second", "trading.figure.total")
    return (
        row_chart(
            things,
            [Scale(low=low, high=high, origin=0.0, head=Message(head)) for head in heads],
            id="trades",
            title=title,
            subtitle=Message("trading.picture.subtitle", title=talks.title, as_of=talks.case.as_of),
            alt=Message("trading.picture.trades-alt", finding=title, first=changes[0][0], second=changes[0][1]),
            notes=[Message("trading.figure.left-out", count=left_out)] if left_out else (),
        ),
    )


def _gain(talks: Talks, party: Named, first: float, second: float, together: float) -> Row:
    """Return what each of two changes brings a party, and what both do [points]: a loss to the left, hatched."""
    items = []
    for scale, (points, name) in enumerate(((first, "first"), (second, "second"), (together, "both"))):
        shown = round(abs(points), 1)
        text = Message("trading.figure.gain" if points > 0 and shown else "trading.figure.loss" if shown else "answer.value", value=shown)
        said = Message(f"trading.figure.by-{name}", points=text)
        fill: Fill = "hatched" if points < 0 else "full"
        items.append(Item(value=points, text=text, said=said, scale=scale, tone="ink" if scale == 2 else "first", fill=fill))
    return Row(name=party, items=tuple(items), row=_row_of(talks, party))
