"""The tables and pictures of a negotiation: packages side by side, the frontier, trades, coalitions, floors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from legation.language import Message
from legation.questions.answer import AnswerTable, Named, TableColumn
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.deals.negotiation.analysis import CONCEPTS, Firmness, NegotiationAnalysis, named_packages
from legation.questions.deals.negotiation.inputs import Package, Talks

__all__ = [
    "cells",
    "coalitions_table",
    "floors_table",
    "frontier_table",
    "package_columns",
    "packages_table",
    "points_of",
    "trades_table",
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
