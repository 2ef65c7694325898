"""The tables and pictures of the answer: periods, classes of acts, who else, who acts on whom, and the stories to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from legation.figures.figure import Figure
from legation.figures.kit.bands import Course, Key, Panel, Reading, Spell, bands
from legation.figures.kit.matrix import EMPTY, Cell, Head, Sample, leaning, matrix
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import Columns
from legation.questions.observations import lake
from legation.questions.observations.events.expressions import top_stories
from legation.questions.observations.events.inputs import AREA, EventInputs
from legation.questions.observations.events.partners import MutualActs, Partners
from legation.questions.observations.lake import printed

__all__ = [
    "acts_picture",
    "balance_picture",
    "classes_table",
    "mutual_acts_table",
    "partners_table",
    "periods_table",
    "stories_table",
]


column = Columns(f"{AREA}.column.")

_EPOCH = dt.date(1970, 1, 1)


def periods_table(inputs: EventInputs) -> AnswerTable:
    """Return cooperation and conflict of the pair in each period."""
    found = inputs.balance
    rows = tuple(
        (
            inputs.seen.starts[at],
            inputs.seen.end(at),
            int(found.stories[at]),
            int(found.cooperation[at]),
            int(found.conflict[at]),
            *(float(value) for value in found.conflict_share[at]),
            *(float(value) for value in found.goldstein[at]),
            int(found.total[at]),
            float(inputs.missing[at]),
        )
        for at in range(len(inputs.seen.starts))
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


def classes_table(inputs: EventInputs) -> AnswerTable:
    """Return the stories of each class now, and in as many periods before."""
    totals = inputs.both.total.tolist()
    rows = []
    for k, name in enumerate(_classes()):
        before, now = (int(inputs.by_class[side, k]) for side in (0, 1))
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


def partners_table(inputs: EventInputs, partners: Partners, most: int) -> AnswerTable:
    """Return the other states with the most stories, and those that stand out in the last period."""
    out = partners.outliers
    shown = [at for at in range(len(partners.states)) if at < most or (out is not None and bool(out.alarm[at]))]
    rows = tuple(
        (
            inputs.named(partners.states[at]),
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
        title=Message(f"{AREA}.partners", first=inputs.named(inputs.first)),
        columns=(
            *column.text("state"),
            *column.number("stories", "cooperation_last", "conflict_last"),
            *column.points("expected", "highest"),
            *column.text("alarm"),
            *column.number("goldstein_before", "goldstein_now"),
        ),
        rows=rows,
    )


def mutual_acts_table(inputs: EventInputs, partners: MutualActs) -> AnswerTable:
    """Return the states of the group: their acts as they are coded, and their camp before and now."""
    n = len(partners.states)
    sides = partners.sides
    rows = []
    for at in range(n):
        acts = [int(table[at].sum()) for table in (partners.cooperation, partners.conflict)]
        acted_on = [int(table[:, at].sum()) for table in (partners.cooperation, partners.conflict)]
        camp: tuple[Any, ...] = (None, None, None)
        if sides is not None:
            camp = (int(sides.before.membership[at]) + 1, int(sides.after.membership[at]) + 1, float(sides.firmness[at]))
        rows.append((inputs.named(partners.states[at]), *acts, *acted_on, *camp))
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


def stories_table(inputs: EventInputs, most: int) -> AnswerTable:
    """Return the stories that are mentioned most, by class, with outlet and day: what to read before anything is taken as evidence."""
    found = lake.columns(inputs.case, top_stories(inputs.events, inputs.first, inputs.second, most=most))
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


THOUSAND = 1000.0


def balance_picture(inputs: EventInputs, title: Message, alarms: Sequence[dt.date] = ()) -> Figure:
    """Draw stories of cooperation and of conflict of the pair among a thousand of the source, by period; marked where an alarm is."""
    found, seen = inputs.balance, inputs.seen
    spells = []
    for at, (start, lost) in enumerate(zip(seen.starts, inputs.missing, strict=True)):
        if found.cooperation_share[at][0] != found.cooperation_share[at][0]:
            spells.append(Spell(at=start, until=seen.end(at), kind="missing"))
        elif lost > 0:
            days = round(float(lost) * ((seen.end(at) - start).days + 1))
            spells.append(Spell(at=start, until=start + dt.timedelta(days=max(0, days - 1)), kind="partly"))
    courses = (
        _course(inputs, Message(f"{AREA}.cooperation"), found.cooperation_share, 1),
        _course(inputs, Message(f"{AREA}.conflict"), found.conflict_share, -1, alarms),
    )
    values = {"whom": inputs.whom, "since": inputs.seen.since, "until": inputs.seen.until}
    return bands(
        Panel(courses=courses, spells=tuple(spells), mirrored=True),
        id="balance",
        key=_KEY,
        title=title,
        subtitle=Message(f"{AREA}.balance-subtitle", source=inputs.source, **values),
        alt=Message(
            f"{AREA}.balance-alt",
            count=len(seen.starts),
            cooperation=int(inputs.both.cooperation[-1]),
            conflict=int(inputs.both.conflict[-1]),
            last=inputs.split,
            **values,
        ),
    )


_KEY = (
    Key("interval", Message("happening.figure.interval")),
    Key("missing", Message("happening.figure.missing")),
    Key("partly", Message("happening.figure.partly")),
    Key("alarm", Message("happening.figure.alarm")),
)


def _course(inputs: EventInputs, name: Message, shares: np.ndarray, sign: int, alarms: Sequence[dt.date] = ()) -> Course:
    """Return stories among a thousand as bars that rise, or hang, with their intervals; marked where an alarm is."""
    readings = []
    for at, start in enumerate(inputs.seen.starts):
        end, (value, low, high) = inputs.seen.end(at), (float(share) * THOUSAND for share in shares[at])
        ends = sorted((sign * low, sign * high))
        readings.append(
            Reading(
                at=start,
                until=end,
                value=sign * value,
                low=ends[0],
                high=ends[1],
                text=Message("happening.figure.value", value=value, low=low, high=high),
                label=Message("figures.bands.from-to", name=name, start=start, end=end),
                alarm=any(start <= day <= end for day in alarms),
            )
        )
    return Course(name=name, readings=tuple(readings), form="bar", tone="yes" if sign > 0 else "no")


def acts_picture(inputs: EventInputs, partners: MutualActs) -> Figure:
    """Draw who acts on whom in the group over the whole window."""
    values = {"count": len(partners.states), "since": inputs.seen.since, "until": inputs.seen.until}
    grouped = int(np.count_nonzero(partners.whole.sizes > 1))
    title = (
        Message(f"{AREA}.acts-title", camps=grouped) if grouped > 1 else Message(f"{AREA}.acts-title-one", first=inputs.named(inputs.first))
    )
    camps, both = partners.whole.membership.tolist(), partners.cooperation + partners.conflict
    order = sorted(range(len(camps)), key=lambda i: (camps[i], -int(both[i].sum() + both[:, i].sum()), partners.states[i]))
    columns = [Head(name=partners.states[i], camp=int(camps[i])) for i in order]
    rows = [Head(name=inputs.named(partners.states[i]), camp=int(camps[i]), row=inputs.case.actor_row(partners.states[i])) for i in order]
    return matrix(
        rows,
        columns,
        [[EMPTY if i == j else _acts(int(partners.cooperation[i, j]), int(partners.conflict[i, j])) for j in order] for i in order],
        id="acts",
        title=title,
        subtitle=Message(f"{AREA}.acts-subtitle", source=inputs.source, **values),
        alt=Message(f"{AREA}.acts-alt", camps=grouped, **values),
        key=(
            Sample(("lean-0", "lean-1"), Message("happening.figure.conflict"), "−"),
            Sample(("lean-3", "lean-4"), Message("happening.figure.cooperation"), "+"),
        ),
        notes=(Message("happening.figure.few", count=_FEW), *((Message("happening.figure.camps"),) if grouped else ())),
        corner=Message("happening.figure.corner"),
    )


_FEW = 10
"""Stories below which a cell is drawn small."""


def _acts(cooperation: int, conflict: int) -> Cell:
    """Return the cell of two states: how their stories lean, cooperation less conflict over both."""
    both = cooperation + conflict
    said = Message("happening.figure.stories", cooperation=cooperation, conflict=conflict)
    if not both:
        return Cell(text="·", says=said)
    lean = (cooperation - conflict) / both
    sign = "+" if lean >= 0.2 else "−" if lean < -0.2 else ""
    return Cell(text=sign, says=said, tone=leaning(lean), small=both < _FEW)
