"""The order of asking as a picture: what speaks for each, how those at such places signed before, and who may decline."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Key, Row, Scale, row_chart
from legation.figures.rounding import round_ticks
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.coalitions.candidates import Candidate

__all__ = ["order_chart"]


AREA = "who-would-sign"
_MOST = 18


def order_chart(case: Case, first: str, rows: Sequence[Candidate], top: int) -> Figure:
    """Draw the first to be asked, in the order of asking; the table has all."""
    shown = rows[: min(max(2 * top, 1), _MOST)]
    leading = case.names(row.actor for row in rows[:top])
    points = [row.score for row in shown]
    ticks = round_ticks(min(0.0, *points), max(0.0, *points), 4)
    tried = any(row.band.of for row in shown)
    scales = [
        Scale(
            low=ticks[0],
            high=ticks[-1],
            origin=0.0,
            head=Message(f"{AREA}.points"),
            ticks=tuple((tick, Message("figures.bands.number", value=tick)) for tick in ticks),
            share=1.4,
        )
    ]
    if tried:
        head = Message(f"{AREA}.order-band")
        scales.append(Scale(head=head, ticks=tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.5, 1.0))))
    may_decline = any(row.holds_back for row in shown)
    values = {"first": case.named(first), "actors": leading, "count": len(shown), "of": len(rows)}
    return row_chart(
        [_row(case, row, tried=tried) for row in shown],
        scales,
        id="order",
        key=[Key(Item(value=1.0, fill="hatched"), Message(f"{AREA}.order-decline"))] if may_decline else (),
        notes=[Message(f"{AREA}.order-more", **values)] if len(rows) > len(shown) else (),
        title=Message(f"{AREA}.order-title", **values),
        subtitle=Message(f"{AREA}.order-subtitle", as_of=case.as_of, **values),
        alt=Message(f"{AREA}.order-alt", **values),
    )


def _row(case: Case, row: Candidate, *, tried: bool) -> Row:
    text = Message("figures.bands.number", value=round(row.score, 1))
    said = Message(f"{AREA}.order-said", place=row.place, points=row.score)
    items = [Item(value=row.score, text=text, said=said, fill="hatched" if row.holds_back else "full")]
    if tried and row.band.of:
        chance = Message(f"{AREA}.order-chance", low=row.band.low, high=row.band.high)
        middle = (row.band.low + row.band.high) / 2
        items.append(Item(value=middle, low=row.band.low, high=row.band.high, shape="span", text=chance, scale=1))
    why = (*row.holds_back, *row.speaks_for)[:1]
    return Row(
        name=Message(f"{AREA}.order-name", place=row.place, actor=case.named(row.actor)),
        items=tuple(items),
        under=why[0] if why else "",
        row=("actors", row.actor),
        evidence=row.evidence,
    )
