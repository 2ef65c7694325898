"""The rows that raised an alert: what a person reads before believing it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from legation.questions import observing
from legation.questions.case import Case
from legation.questions.observed_days import between
from legation.questions.site.people import visits_by_page
from legation.questions.watching.alerts import Alert
from legation.questions.watching.counted import families_of, paths_of, texts_with
from legation.questions.watching.expressions import crawled_paths, stories_told

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = ["MOST", "rows_behind"]

MOST = 10
_LONGEST = 200
_EPOCH = dt.date(1970, 1, 1)


def rows_behind(case: Case, monitor: Monitor, alert: Alert, most: int = MOST) -> list[dict[str, Any]]:
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
    seen = observing.seen(case, monitor.table)
    match monitor.what:
        case "pair":
            from legation.dossier.models.monitor import ACTS
            from legation.questions.events.stories import within

            told = stories_told(within(seen, alert.since, alert.until), monitor.first, monitor.second, ACTS[monitor.acts], most)
            rows = observing.rows(case, told).to_pylist()
            return [_row(day=row["day"], url=row["url"], count=row["mentions"]) for row in rows]
        case "pages":
            inside = between(seen, "time", alert.since, alert.until)
            pages = paths_of(case, monitor.pages)
            read = observing.rows(case, visits_by_page(inside, pages, most)).to_pylist() if pages else []
            return [_row(url=row["page"], count=row["visits"]) for row in read]
        case "bots":
            rows = observing.rows(case, crawled_paths(seen, families_of(monitor.bots), alert.since, alert.until, most)).to_pylist()
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
