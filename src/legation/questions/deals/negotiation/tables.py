"""The tables and pictures of a negotiation: packages side by side, the frontier, trades, coalitions, floors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.figures.bargain import bargain
from legation.figures.deals import Deal, signs
from legation.figures.figure import Figure
from legation.figures.kit.rows import Fill, Heading, Item, Key, Row, Scale, Shape, Tone, row_chart
from legation.language import Message
from legation.methods.negotiation import frontier
from legation.methods.negotiation.grid import numbered
from legation.questions.answer import AnswerTable, Named, TableColumn
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.deals.negotiation.analysis import CONCEPTS, Firmness, NegotiationAnalysis, named_packages
from legation.questions.deals.negotiation.inputs import Package, Talks
from legation.questions.deals.negotiation.mandate import Limits

__all__ = [
    "cells",
    "coalitions_table",
    "deals_of",
    "floors_table",
    "frontier_of",
    "frontier_table",
    "limits_picture",
    "package_columns",
    "packages_table",
    "points_of",
    "trades_of",
    "trades_table",
    "worth_of",
]


column = Columns("trading.column.")

_MOST = 100
_APART = 4
"""Parties that have a column each."""


def package_columns(talks: Talks) -> tuple[TableColumn, ...]:
    """Return a column for the package in words, then one for the points of each party; of more than four, one for all."""
    deal = column.text("deal")
    if len(talks.parties) > _APART:
        return (*deal, *column.text(points="all-points"))
    return (*deal, *(TableColumn(f"points-{one.id}", Message("trading.column.points", party=one), "points") for one in talks.parties))


def cells(talks: Talks, package: Sequence[int], first: Sequence[int]) -> tuple[Any, ...]:
    """Return the cells of a package under these columns; beside the first one, in words only where it differs from that."""
    worth = talks.domain.utilities(list(package))[0].tolist()
    clauses = talks.words(package, None if tuple(package) == tuple(first) else first)
    return (clauses, points_of(talks, worth)) if len(talks.parties) > _APART else (clauses, *worth)


def points_of(talks: Talks, worth: Sequence[float]) -> tuple[Message, ...]:
    """Return each party with its points."""
    return tuple(Message("trading.points", party=party, points=round(value, 1)) for party, value in zip(talks.parties, worth, strict=True))


def packages_table(found: NegotiationAnalysis, firm: Firmness | None, judged: Sequence[Package]) -> AnswerTable:
    """Return the solutions, the offers, the status quo and what was agreed, a row each."""
    talks = found.talks
    rows: list[tuple[Any, ...]] = []
    first: list[Package] = []

    def add(what: Any, package: Package, evidence: tuple[str, ...]) -> None:
        first.append(package)
        place = judged.index(package) if package in judged else None
        shares = (None, None) if firm is None or place is None else (firm.frontier[place], firm.nash[place])
        rows.append((what, *cells(talks, package, first[0]), *shares, evidence))

    for package, concepts in named_packages(found).items():
        add(tuple(CONCEPTS[one] for one in concepts), package, ())
    for offer, package, _ in found.offers:
        add(talks.offer(offer), package, talks.seen(offer.evidence))
    if talks.status_quo is not None:
        add(Message("trading.status-quo"), talks.status_quo, ())
    if found.outcome is not None:
        agreed, package, _ = found.outcome
        add(Message("trading.agreed", date=agreed.date), package, talks.seen(agreed.evidence))
    columns = (*column.text("what"), *package_columns(talks), *column.share("frontier", "nash"), EVIDENCE)
    return AnswerTable(id="packages", title=Message("trading.table.packages"), columns=columns, rows=tuple(rows))


def frontier_table(found: NegotiationAnalysis) -> AnswerTable:
    """Return the points of the frontier, up to 100, in words beside the package that the solutions are told beside, which comes first."""
    edge = found.frontier
    points = list(zip((tuple(one) for one in edge.packages.tolist()), edge.multiplicity.tolist(), edge.rational.tolist(), strict=True))
    base = next((one for one in named_packages(found) if any(one == package for package, _, _ in points)), points[0][0])
    shown = sorted(points, key=lambda point: point[0] != base)[:_MOST]
    rows = tuple(
        (*cells(found.talks, package, base), count, Message("language.yes" if clear else "language.no")) for package, count, clear in shown
    )
    columns = (*package_columns(found.talks), *column.number("count"), *column.text("clear"))
    return AnswerTable(
        id="frontier", title=Message("trading.table.frontier", shown=len(rows), of=len(edge.packages)), columns=columns, rows=rows
    )


def trades_table(found: NegotiationAnalysis) -> Iterator[AnswerTable]:
    """Yield the trades from the deal on the table, what each change brings each party; nothing where there is none."""
    if not found.trades or found.base is None:
        return
    talks, trades = found.talks, found.base[1]
    rows = []
    for trade in found.trades:
        changes = tuple(
            Message("trading.change", issue=talks.issues[i], before=talks.option(i, trades[i]), after=talks.option(i, k))
            for i, k in zip(trade.issues, trade.options, strict=True)
        )
        unlocks = tuple(talks.parties[party] for party in trade.unlocks)
        gains = trade.gains.tolist()
        cells = gains if len(talks.parties) <= _APART else [points_of(talks, gains)]
        rows.append((*changes, Message("language.yes" if trade.linked else "language.no"), unlocks, *cells))
    gain_columns = [TableColumn(f"gain-{one.id}", Message("trading.column.gain", party=one), "points") for one in talks.parties]
    if len(talks.parties) > _APART:
        gain_columns = [*column.text("gains")]
    columns = (*column.text("first", "second", "linked"), *column.actors("unlocks"), *gain_columns)
    yield AnswerTable(id="trades", title=Message("trading.table.trades"), columns=columns, rows=tuple(rows))


def coalitions_table(found: NegotiationAnalysis) -> Iterator[AnswerTable]:
    """Yield the coalitions that can carry a deal and need each of their members, the smallest first; nothing where none was counted."""
    if found.table is None:
        return
    parties = found.talks.parties
    rows = tuple(
        (_names(parties, one.members), one.deals, one.deals / found.table.packages) for one in found.table.coalitions if one.minimal
    )
    columns = (*SHARED.actors("members"), *column.number("deals"), *column.fine_share("share"))
    yield AnswerTable(id="coalitions", title=Message("trading.table.coalitions"), columns=columns, rows=rows)


def floors_table(found: NegotiationAnalysis) -> Iterator[AnswerTable]:
    """Yield the floors with who holds them, and how each narrows the zone; nothing where none was counted."""
    if found.zone is None:
        return
    talks = found.talks
    rows = []
    for place, one in enumerate(talks.valued):
        row = next((floor for floor in talks.model.floors if floor.party == one.party.id), None)
        alone, without = found.zone.by_party[place], found.zone.without[place]
        basis = Message(f"basis.{row.basis}") if row else None
        holder = (row.holder or talks.model.author) if row else None
        rows.append((talks.parties[place], one.floor, holder, basis, alone, without, talks.seen(row.evidence) if row else ()))
    columns = (
        *column.text("party"),
        *column.points("floor"),
        *column.text("holder"),
        *SHARED.text("basis"),
        *column.number("alone", "without"),
        EVIDENCE,
    )
    yield AnswerTable(id="floors", title=Message("trading.table.floors"), columns=columns, rows=tuple(rows))


def _names(parties: Sequence[Named], members: Sequence[int]) -> tuple[Named, ...]:
    return tuple(parties[member] for member in members)


_CLOUD = 4000
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
        cloud = domain.utilities(numbered(domain.sizes, np.arange(domain.packages))) if domain.packages <= _CLOUD else np.zeros((0, 2))
        return bargain(cloud, edge, talks.parties, floors, deals, **words)
    return _strips(talks, floors, deals, words)


_LOOK: Mapping[str, tuple[Shape, Tone, Fill]] = {
    "solution": ("circle", "ink", "open"),
    "offer": ("square", "first", "full"),
    "next": ("circle", "yes", "full"),
    "status": ("diamond", "quiet", "open"),
    "agreed": ("circle", "warning", "full"),
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
