"""The tables of the answer: periods, classes of acts, who else, who acts on whom, and the stories to read."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from legation.language import Message
from legation.questions import observing
from legation.questions.answer import AnswerTable
from legation.questions.columns import Columns
from legation.questions.events.around import Circle, Partners
from legation.questions.events.asked import AREA, Asked
from legation.questions.events.evidence import top_stories
from legation.questions.strangers_text import printed

__all__ = ["circle_table", "classes_table", "partners_table", "periods_table", "stories_table"]

column = Columns(f"{AREA}.column.")

_EPOCH = dt.date(1970, 1, 1)


def periods_table(asked: Asked) -> AnswerTable:
    """Return cooperation and conflict of the pair in each period."""
    found = asked.balance
    rows = tuple(
        (
            asked.seen.starts[at],
            asked.seen.end(at),
            int(found.stories[at]),
            int(found.cooperation[at]),
            int(found.conflict[at]),
            *(float(value) for value in found.conflict_share[at]),
            *(float(value) for value in found.goldstein[at]),
            int(found.total[at]),
            float(asked.missing[at]),
        )
        for at in range(len(asked.seen.starts))
    )
    return AnswerTable(
        id="periods",
        title=Message(f"{AREA}.periods"),
        columns=(
            *column.date("since", "until"),
            *column.number("stories", "cooperation", "conflict"),
            *column.fine_share("conflict_share", conflict_low="low", conflict_high="high"),
            *column.number("goldstein", goldstein_low="low", goldstein_high="high", total="total"),
            *column.share("missing"),
        ),
        rows=rows,
    )


def classes_table(asked: Asked) -> AnswerTable:
    """Return the stories of each class now, and in as many periods before."""
    totals = asked.both.total.tolist()
    rows = []
    for k, name in enumerate(_classes()):
        before, now = (int(asked.by_class[side, k]) for side in (0, 1))
        shares = [count / total if total else None for count, total in zip((before, now), totals, strict=True)]
        rows.append((name, before, shares[0], now, shares[1]))
    return AnswerTable(
        id="classes",
        title=Message(f"{AREA}.classes"),
        columns=(
            *column.text("class"),
            *column.number("before"),
            *column.fine_share("share_before"),
            *column.number("now"),
            *column.fine_share("share_now"),
        ),
        rows=tuple(rows),
    )


def partners_table(asked: Asked, partners: Partners, most: int) -> AnswerTable:
    """Return the other states with the most stories, and those that stand out in the last period."""
    out = partners.standing_out
    shown = [at for at in range(len(partners.states)) if at < most or (out is not None and bool(out.alarm[at]))]
    rows = tuple(
        (
            asked.named(partners.states[at]),
            int(partners.stories[at]),
            int(partners.cooperation[at]),
            int(partners.conflict[at]),
            float(out.expected[at]) if out else None,
            float(out.highest[at]) if out else None,
            Message(f"{AREA}.stands-out") if out and out.lasting[at] else Message(f"{AREA}.may-chance") if out and out.alarm[at] else None,
            float(partners.goldstein[at, 0]),
            float(partners.goldstein[at, 1]),
        )
        for at in shown
    )
    return AnswerTable(
        id="partners",
        title=Message(f"{AREA}.partners", first=asked.named(asked.first)),
        columns=(
            *column.text("state"),
            *column.number("stories", "cooperation_last", "conflict_last"),
            *column.points("expected", "highest"),
            *column.text("alarm"),
            *column.number("goldstein_before", "goldstein_now"),
        ),
        rows=rows,
    )


def circle_table(asked: Asked, circle: Circle) -> AnswerTable:
    """Return the states of the circle: their acts as they are coded, and their camp before and now."""
    n = len(circle.states)
    sides = circle.sides
    rows = []
    for at in range(n):
        acts = [int(table[at].sum()) for table in (circle.cooperation, circle.conflict)]
        acted_on = [int(table[:, at].sum()) for table in (circle.cooperation, circle.conflict)]
        camp: tuple[Any, ...] = (None, None, None)
        if sides is not None:
            camp = (int(sides.before.membership[at]) + 1, int(sides.after.membership[at]) + 1, float(sides.firmness[at]))
        rows.append((asked.named(circle.states[at]), *acts, *acted_on, *camp))
    return AnswerTable(
        id="circle",
        title=Message(f"{AREA}.circle"),
        columns=(
            *column.text("state"),
            *column.number("cooperation_by", "conflict_by", "cooperation_on", "conflict_on", "camp_before", "camp_now"),
            *column.share("firmness"),
        ),
        rows=tuple(rows),
    )


def stories_table(asked: Asked, most: int) -> AnswerTable:
    """Return the stories that are mentioned most, by class, with outlet and day: what to read before anything is taken as evidence."""
    found = observing.columns(asked.case, top_stories(asked.events, asked.first, asked.second, most=most))
    names = _classes()
    rows = tuple(
        (
            names[int(quad) - 1],
            _EPOCH + dt.timedelta(days=int(day)),
            _outlet(str(url)),
            int(mentions),
            int(count),
            int(goldstein) / 1000,
            printed(str(url)),
        )
        for quad, url, day, mentions, count, goldstein in zip(
            *(found[name].tolist() for name in ("quad", "url", "day", "mentions", "rows", "goldstein")), strict=True
        )
    )
    return AnswerTable(
        id="stories",
        title=Message(f"{AREA}.stories"),
        columns=(
            *column.text("class"),
            *column.date("day"),
            *column.text("outlet"),
            *column.number("mentions", "rows", "goldstein"),
            *column.text("url"),
        ),
        rows=rows,
    )


def _classes() -> tuple[Message, ...]:
    return (
        Message(f"{AREA}.class.verbal-cooperation"),
        Message(f"{AREA}.class.material-cooperation"),
        Message(f"{AREA}.class.verbal-conflict"),
        Message(f"{AREA}.class.material-conflict"),
    )


def _outlet(url: str) -> str:
    """Return the host of an address, as far as it has one."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return printed(host.removeprefix("www.")) or "—"
