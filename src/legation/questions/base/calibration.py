"""Calibration as a picture: what was stated, and beside it how often it came about or was right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Key, Row, Scale, row_chart
from legation.language import Message

__all__ = ["Stated", "calibration_chart"]


@dataclass(frozen=True, slots=True)
class Stated:
    """Chances near to each other: the mean one stated, the share that came about with its interval, and their number."""

    stated: float
    share: float
    low: float
    high: float
    count: int


def calibration_chart(
    bins: Iterable[Stated], of: Literal["forecasts", "answers"], *, title: Message, subtitle: Message, alt: Message
) -> Figure:
    """Draw a row for each group of chances: what was stated is a hollow diamond, what came about a dot with its interval.

    Raises
    ------
    BadValue
        Without a group.
    """
    rows = []
    for one in bins:
        said = Message(f"figures.calibrated.{of}-said", share=one.share, low=one.low, high=one.high)
        item = Item(
            value=one.share,
            low=one.low,
            high=one.high,
            beside=one.stated,
            text=Message("answer.share", share=one.share),
            said=said,
            shape="circle",
        )
        under = Message(f"figures.calibrated.{of}", count=one.count)
        rows.append(Row(name=Message("figures.calibrated.stated", share=one.stated), under=under, items=(item,)))
    ticks = tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.25, 0.5, 0.75, 1.0))
    key = (
        Key(Item(value=0.5, low=0.0, high=1.0, shape="circle"), Message(f"figures.calibrated.{of}-share")),
        Key(Item(value=0.5, shape="diamond", tone="ink", fill="open"), Message("figures.calibrated.chance")),
    )
    return row_chart(rows, [Scale(ticks=ticks)], id="calibration", title=title, subtitle=subtitle, alt=alt, key=key)
