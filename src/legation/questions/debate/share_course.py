"""Shares of texts period by period as a course of a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from legation.figures.figure import Named
from legation.figures.kit.course import Course, Form, Reading, Tone
from legation.language import Message, Spoken

__all__ = ["MOST_PERIODS", "PeriodShare", "share_course"]

MOST_PERIODS = 240
"""Periods that one figure of shares shows."""
PeriodShare = tuple[dt.date, dt.date, float, float | None, float | None]
"""First and last day, share, and the ends of its interval; nan where nothing is held of the period."""


def share_course(
    name: Named | Spoken | str, periods: Iterable[PeriodShare], *, form: Form = "line", tone: Tone = "", labelled: bool = True
) -> Course:
    """Return a course of shares; each says its period, and its interval where it has one.

    Examples
    --------
    >>> first, last = dt.date(2018, 1, 1), dt.date(2018, 1, 31)
    >>> [str(one.text) for one in share_course("seas", [(first, last, 0.1, 0.05, 0.2)]).readings]
    ['10.0% (5.0%–20.0%)']
    """
    readings = []
    for start, end, share, low, high in periods:
        known = share == share
        whole = known and low is not None and high is not None
        text = Message("debate.figure.value", share=share, low=low, high=high) if whole else Message("debate.figure.share", share=share)
        label = Message("figures.bands.from-to", name=name, start=start, end=end)
        ends = (low, high) if whole else (None, None)
        readings.append(Reading(at=start, until=end, value=share, low=ends[0], high=ends[1], text=text if known else "", label=label))
    return Course(name=name, readings=tuple(readings), form=form, tone=tone, dashed=tone == "behind", labelled=labelled)
