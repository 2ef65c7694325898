"""The picture and the tables of what monitors found, with the rows that raised an alert."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.figures.figure import Figure
from legation.figures.kit.multiples import Course, Key, Panel, Reading, Spell, multiples
from legation.figures.rounding import three_digits
from legation.language import Message
from legation.questions.answer import AnswerTable, TableColumn
from legation.questions.base.case import Case
from legation.questions.observations import lake
from legation.questions.observations.days import between
from legation.questions.observations.monitors.counts import families_of, paths_of, texts_with
from legation.questions.observations.monitors.expressions import crawled_paths, list_stories
from legation.questions.observations.monitors.findings import YEAR, count_words
from legation.questions.observations.monitors.run import Alert, Ran
from legation.questions.observations.site.pages import visits_by_page

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = [
    "MOST_ROWS",
    "alerts_table",
    "monitors_table",
    "picture",
    "rows_behind",
    "rows_table",
]


MOST_ROWS = 10
_LONGEST = 200
_EPOCH = dt.date(1970, 1, 1)


def rows_behind(case: Case, monitor: Monitor, alert: Alert, most: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Return the rows from the first to the last day of an alert that were counted, ``most`` of them.

    Parameters
    ----------
    case : Case
    monitor : Monitor
    alert : Alert
    most : int

    Returns
    -------
    list of dict
        ``day`` (ISO date, or empty), ``id`` (of a text, or empty), ``url`` (of a text or story, or the path of a page), ``title``,
        ``outlet`` and ``count`` (mentions of a story, visits to a page, requests; None for a text). Texts by day, the others by count.
    """
    seen = lake.seen(case, monitor.table)
    match monitor.what:
        case "pair":
            from legation.dossier.models.monitor import ACTS
            from legation.questions.observations.events.expressions import within

            stories = list_stories(within(seen, alert.since, alert.until), monitor.first, monitor.second, ACTS[monitor.acts], most)
            rows = lake.rows(case, stories).to_pylist()
            return [_row(day=row["day"], url=row["url"], count=row["mentions"]) for row in rows]
        case "pages":
            inside = between(seen, "time", alert.since, alert.until)
            pages = paths_of(case, monitor.pages)
            read = lake.rows(case, visits_by_page(inside, pages, most)).to_pylist() if pages else []
            return [_row(url=row["page"], count=row["visits"]) for row in read]
        case "bots":
            rows = lake.rows(case, crawled_paths(seen, families_of(monitor.bots), alert.since, alert.until, most)).to_pylist()
            return [_row(url=row["path"], count=row["requests"]) for row in rows]
        case _:
            rows = texts_with(case, monitor, alert.since, alert.until)[:most]
            return [_row(**{name: row[name] for name in ("day", "id", "url", "title", "outlet")}) for row in rows]


def _row(*, day: int | None = None, count: int | None = None, **texts: str | None) -> dict[str, Any]:
    written = "" if day is None else (_EPOCH + dt.timedelta(days=int(day))).isoformat()
    return {"day": written, **{name: _printable(texts.get(name) or "") for name in ("id", "url", "title", "outlet")}, "count": count}


def _printable(text: str) -> str:
    """Return what can be printed of a text that strangers wrote, in one line, cut where it is very long."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text[: _LONGEST + 1])
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"


AREA = "what-shifted"
_TOGETHER = {"day": 7, "week": 1}
"""Periods that are one point of the picture."""
_LISTED = 5


def picture(ran: Sequence[Ran], title: Message, missing: int) -> Figure:
    """Draw every monitor's series against what is usual (1), those with alerts first."""
    shown = sorted(ran, key=lambda one: (not one.alerts, one.monitor.id))
    since, until = min(one.series.begins for one in shown), max(one.through for one in shown)
    values = {"since": since, "until": until}
    return multiples(
        [_panel(one) for one in shown],
        id="watched",
        key=_KEY,
        title=title,
        subtitle=Message(f"{AREA}.subtitle", **values),
        alt=Message(f"{AREA}.alt", count=len(shown), alerts=sum(bool(one.alerts) for one in shown), missing=missing, **values),
    )


def monitors_table(ran: Sequence[Ran]) -> AnswerTable:
    """Return each monitor with what is usual, its alerts, false alarms and delay."""
    rows = tuple(
        (
            one.monitor.title,
            count_words(one.monitor),
            three_digits(one.watched.rate * (1000 if one.series.total is not None else 1)),
            Message(f"{AREA}.in-thousand") if one.series.total is not None else _every(one),
            len(one.alerts),
            three_digits(one.watched.false_alarm_rate * YEAR / one.monitor.days),
            None if math.isinf(one.watched.delay) else round(one.watched.delay * one.monitor.days),
            len(one.missing),
            one.monitor.tell or None,
        )
        for one in ran
    )
    names = ("monitor", "counted", "usual", "unit", "alerts", "false", "delay", "missing", "tell")
    return AnswerTable(id="monitors", title=Message(f"{AREA}.monitors"), columns=_columns(names), rows=rows)


def alerts_table(ran: Sequence[Ran]) -> AnswerTable:
    """Return every alert since the baselines, the newest first."""
    listed = sorted(((one, alert) for one in ran for alert in one.alerts), key=lambda pair: (-pair[1].at.toordinal(), pair[0].monitor.id))
    rows = tuple(
        (
            one.monitor.title,
            alert.since,
            alert.at,
            alert.until,
            round(alert.observed),
            *map(three_digits, (alert.expected, alert.ratio, alert.low, alert.high, alert.statistic, alert.threshold)),
        )
        for one, alert in listed
    )
    names = ("monitor", "since", "noticed", "until", "counted-then", "expected", "ratio", "low", "high", "statistic", "threshold")
    return AnswerTable(id="alerts", title=Message(f"{AREA}.alerts"), columns=_columns(names), rows=rows)


def rows_table(case: Case, ran: Sequence[Ran]) -> AnswerTable:
    """Return some rows behind the last alert of each monitor: what to read before believing it."""
    rows = []
    for one in ran:
        if one.alerts:
            for row in rows_behind(case, one.monitor, one.alerts[-1], _LISTED):
                day = dt.date.fromisoformat(row["day"]) if row["day"] else None
                rows.append((one.monitor.title, day, row["outlet"] or None, row["title"] or None, row["url"] or row["id"], row["count"]))
    names = ("monitor", "day", "outlet", "what", "address", "count")
    return AnswerTable(id="rows", title=Message(f"{AREA}.rows"), columns=_columns(names), rows=tuple(rows))


_KINDS = {
    **dict.fromkeys(("usual", "alerts", "false", "delay", "missing", "counted-then", "expected", "ratio", "low", "high"), "number"),
    **dict.fromkeys(("statistic", "threshold", "count"), "number"),
    **dict.fromkeys(("since", "noticed", "until", "day"), "date"),
}


def _columns(names: Sequence[str]) -> tuple[TableColumn, ...]:
    titles = {
        "monitor": Message(f"{AREA}.column.monitor"),
        "counted": Message(f"{AREA}.column.counted"),
        "usual": Message(f"{AREA}.column.usual"),
        "unit": Message(f"{AREA}.column.unit"),
        "alerts": Message(f"{AREA}.column.alerts"),
        "false": Message(f"{AREA}.column.false"),
        "delay": Message(f"{AREA}.column.delay"),
        "missing": Message(f"{AREA}.column.missing"),
        "tell": Message(f"{AREA}.column.tell"),
        "since": Message(f"{AREA}.column.since"),
        "noticed": Message(f"{AREA}.column.noticed"),
        "until": Message(f"{AREA}.column.until"),
        "counted-then": Message(f"{AREA}.column.counted-then"),
        "expected": Message(f"{AREA}.column.expected"),
        "ratio": Message(f"{AREA}.column.ratio"),
        "low": Message(f"{AREA}.column.low"),
        "high": Message(f"{AREA}.column.high"),
        "statistic": Message(f"{AREA}.column.statistic"),
        "threshold": Message(f"{AREA}.column.threshold"),
        "day": Message(f"{AREA}.column.day"),
        "outlet": Message(f"{AREA}.column.outlet"),
        "what": Message(f"{AREA}.column.what"),
        "address": Message(f"{AREA}.column.address"),
        "count": Message(f"{AREA}.column.count"),
    }
    return tuple(TableColumn(name.replace("-", "_"), titles[name], _KINDS.get(name, "text")) for name in names)  # type: ignore[arg-type]  # the kinds above


def _every(one: Ran) -> Message:
    return Message(f"{AREA}.in-a-day") if one.monitor.every == "day" else Message(f"{AREA}.in-a-week")


_KEY = (
    Key("level", Message("watching.figure.usual")),
    Key("interval", Message("watching.figure.interval")),
    Key("ground", Message("watching.figure.baseline")),
    Key("alert", Message("watching.figure.alert")),
    Key("missing", Message("watching.figure.missing")),
)


def _panel(one: Ran) -> Panel:
    name = Message(f"{AREA}.strip", title=one.monitor.title, counted=count_words(one.monitor))
    alert = Message("watching.figure.alert")
    spells = [Spell(at=one.series.begins, until=one.series.last(one.monitor.learnt - 1), kind="ground")]
    spells += [
        Spell(at=a.since, until=a.until, kind="alert", label=alert, text=Message("figures.bands.days", start=a.since, end=a.until))
        for a in one.alerts
    ]
    spells += [Spell(at=first, until=last, kind="missing") for first, last in _runs(one)]
    course = Course(name=Message("watching.figure.interval"), readings=tuple(_readings(one)), labelled=False)
    return Panel(name=name, level=1.0, courses=(course,), spells=tuple(spells))


def _runs(one: Ran) -> list[tuple[dt.date, dt.date]]:
    """Return the periods that were not received, those that follow each other together."""
    made: list[tuple[dt.date, dt.date]] = []
    for first in one.missing:
        last = first + dt.timedelta(days=one.monitor.days - 1)
        if made and made[-1][1] + dt.timedelta(days=1) == first:
            made[-1] = (made[-1][0], last)
        else:
            made.append((first, last))
    return made


def _readings(one: Ran) -> list[Reading]:
    """Return what was counted against what is usual, a week at a time."""
    from scipy.stats import chi2

    series, together = one.series, _TOGETHER[one.monitor.every]
    known = np.isfinite(series.count) & (True if series.total is None else series.total > 0)
    week = one.monitor.begins.weekday() if one.monitor.every == "day" else 0
    factor = np.array([one.watched.days[(at + week) % 7] for at in range(len(series))])
    total = np.ones(len(series)) if series.total is None else series.total
    expected = one.watched.rate * total * factor
    made = []
    for start in range(0, len(series), together):
        part = slice(start, min(start + together, len(series)))
        seen, baseline = float(series.count[part][known[part]].sum()), float(expected[part][known[part]].sum())
        first, last = series.first(start), series.last(part.stop - 1)
        if baseline <= 0:
            made.append(Reading(at=first, until=last, value=None))
            continue
        excess = one.watched.excess
        low = float(chi2.ppf(0.025, 2 * seen / excess)) * excess / 2 / baseline if seen else 0.0
        high = float(chi2.ppf(0.975, 2 * seen / excess + 2)) * excess / 2 / baseline
        ratio = seen / baseline
        text = Message("watching.figure.ratio", value=ratio, low=low, high=high, count=seen)
        label = Message("figures.bands.days", start=first, end=last)
        made.append(Reading(at=first, until=last, value=ratio, low=low, high=high, text=text, label=label))
    return made
