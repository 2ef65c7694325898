"""What the counts say, as sentences: always what was coded and by whom, never what somebody did."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np

from legation.figures.rounding import three_digits
from legation.language import Message
from legation.methods.relations import Shift
from legation.methods.series import FEWEST_COUNTS, FEWEST_PERIODS, Alarm, Monitor
from legation.questions.answer import Finding, first_of
from legation.questions.observations.events.inputs import AREA, EventInputs
from legation.questions.observations.events.partners import MutualActs, Partners

__all__ = ["camp_findings", "now_findings", "partners_finding", "shift_findings", "shift_title", "watch_finding"]

FIRM = 0.8
"""Share of the draws from which a camp, or a change of camp, is said."""
_FEW = 10
"""Stories for each state of a group below which no camp is said."""
_SHOWN = 8


def now_findings(inputs: EventInputs) -> list[Finding]:
    """Say how much was coded of the pair in the last periods, and who acts on whom."""
    found = inputs.both
    values = {
        "whom": inputs.whom,
        "source": inputs.source,
        **inputs.now,
        "count": int(found.stories[-1]),
        "total": int(found.total[-1]),
    }
    if not found.stories[-1]:
        return [Finding(id="now", message=Message(f"{AREA}.now-none", **values), confidence="moderate")]
    share, low, high = (three_digits(float(end) * 1000) for end in found.conflict_share[-1])
    counts = {"conflict": int(found.conflict[-1]), "cooperation": int(found.cooperation[-1])}
    message = Message(f"{AREA}.now", share=share, low=low, high=high, **counts, **values)
    made = [Finding(id="now", message=message, confidence="moderate", contrary=Message(f"{AREA}.coded-only"))]
    if inputs.second:
        pair = {"first": inputs.named(inputs.first), "second": inputs.named(inputs.second)}
        said = Message(f"{AREA}.acts", count=inputs.acts[1], back=inputs.acted_on[1], source=inputs.source, **inputs.now, **pair)
        made.append(Finding(id="acts", message=said, confidence="moderate"))
    return made


def shift_findings(inputs: EventInputs, shift: Shift | None) -> list[Finding]:
    """Say whether conflict takes another share than in as many periods before, and whether the tone differs."""
    if shift is None:
        return []
    ratio, low, high = shift.conflict
    spans = {**inputs.before, **{f"now_{name}": day for name, day in inputs.now.items()}}
    made = []
    if math.isnan(ratio):
        made.append(Finding(id="shift", message=Message(f"{AREA}.shift-none-before", **inputs.before), confidence="low"))
    else:
        values = {"ratio": ratio, "low": low, "high": high, **spans}
        message = {
            1: Message(f"{AREA}.shift-more", **values),
            -1: Message(f"{AREA}.shift-less", **values),
            0: Message(f"{AREA}.shift-same", **values),
        }[_moved(low, high)]
        also = shift.cooperation[0]
        contrary = Message(f"{AREA}.cooperation-too", ratio=also, low=shift.cooperation[1], high=shift.cooperation[2])
        against = contrary if _moved(low, high) > 0 and also > 1 else None
        made.append(Finding(id="shift", message=message, confidence="low", contrary=against))
    made += _cooperation(shift, spans)
    tone, below, above = shift.goldstein
    if not math.isnan(below):
        before, now = (float(mean) for mean in inputs.both.goldstein[:, 0])
        values = {"now": now, "before": before, "difference": tone, "low": below, "high": above, **spans}
        changed = below > 0 or above < 0
        message = Message(f"{AREA}.tone-differs", **values) if changed else Message(f"{AREA}.tone-same", **values)
        made.append(Finding(id="tone", message=message, confidence="low"))
    return made


def _cooperation(shift: Shift, spans: dict[str, Any]) -> list[Finding]:
    """Say that cooperation takes another share than before, where it clearly does."""
    ratio, low, high = shift.cooperation
    moved = 0 if math.isnan(ratio) else _moved(low, high)
    if not moved:
        return []
    values = {"ratio": ratio, "low": low, "high": high, **spans}
    message = Message(f"{AREA}.cooperation-more", **values) if moved > 0 else Message(f"{AREA}.cooperation-less", **values)
    return [Finding(id="cooperation", message=message, confidence="low")]


def shift_title(inputs: EventInputs, shift: Shift | None) -> Message:
    """Return the finding that the first picture shows."""
    values = {"whom": inputs.whom, "split": inputs.split}
    moved = 0 if shift is None or math.isnan(shift.conflict[0]) else _moved(*shift.conflict[1:])
    if moved:
        return Message(f"{AREA}.title-more", **values) if moved > 0 else Message(f"{AREA}.title-less", **values)
    return Message(f"{AREA}.title-same", **values) if shift is not None else Message(f"{AREA}.title-one", whom=inputs.whom)


def watch_finding(inputs: EventInputs, monitor: Monitor | None) -> Finding | Message:
    """Say whether the watch gives an alarm, with its rate of false ones; or what the past lacks for it."""
    if monitor is None:
        past = inputs.material[: (inputs.split - inputs.seen.since).days]
        values = {"days": int(np.isfinite(past).sum()), "count": int(np.nansum(past)), "least": FEWEST_PERIODS, "stories": FEWEST_COUNTS}
        return Message(f"{AREA}.not-watched", **values)
    rate = {"every": round(1 / max(monitor.false_alarm_rate, 1e-9)), "whom": inputs.whom, "source": inputs.source}
    uneven = Message(f"{AREA}.past-uneven", count=monitor.baseline_alarms) if monitor.baseline_alarms else None
    if monitor.alarms:
        run = _last_run(monitor)
        days = {name: inputs.seen.since + dt.timedelta(days=int(at)) for name, at in (("date", run[0].at), ("since", run[0].since))}
        seen = {"count": int(sum(one.observed for one in run)), "expected": sum(one.expected for one in run)}
        message = Message(f"{AREA}.watch-alarm", **seen, **days, until=inputs.seen.since + dt.timedelta(days=int(run[-1].at)), **rate)
        return Finding(id="watch", message=message, confidence="low", contrary=uneven or Message(f"{AREA}.one-affair"))
    if math.isinf(monitor.delay):
        return Finding(id="watch", message=Message(f"{AREA}.watch-blind", since=inputs.split, **rate), confidence="low", contrary=uneven)
    message = Message(f"{AREA}.watch-calm", since=inputs.split, delay=round(monitor.delay), **rate)
    return Finding(id="watch", message=message, confidence="low", contrary=uneven)


def partners_finding(inputs: EventInputs, partners: Partners) -> Finding | Message:
    """Say with whom conflict stands out in the last period against the pair's own past; or that the past is too short."""
    out = partners.outliers
    first = inputs.named(inputs.first)
    if out is None:
        return Message(f"{AREA}.past-short", first=first)
    values = {"first": first, "count": len(partners.states), "chance": out.by_chance, "source": inputs.source, **inputs.last}
    lasting = np.flatnonzero(out.lasting)
    if lasting.size:
        names = [inputs.named(partners.states[at]) for at in lasting[np.argsort(out.p_value[lasting], kind="stable")]]
        message = Message(f"{AREA}.others-out", states=first_of(names, _SHOWN), **values)
    else:
        message = Message(f"{AREA}.others-none", alarms=int(out.alarm.sum()), **values)
    return Finding(id="others", message=message, confidence="low")


def camp_findings(inputs: EventInputs, partners: MutualActs) -> list[Finding]:
    """Say who is in the camp of the first, and who is in another camp than before."""
    whole = partners.whole
    with_first = [at for at in np.flatnonzero(whole.membership == whole.membership[0]).tolist() if at]
    values = {"first": inputs.named(inputs.first), "count": len(partners.states)}
    made = []
    firm = float(whole.stability[[0, *with_first]].mean())
    if with_first and len(whole.sizes) > 1 and firm >= FIRM and partners.stories.sum() >= _FEW * len(partners.states):
        names = [inputs.named(partners.states[at]) for at in with_first]
        message = Message(f"{AREA}.camp", states=first_of(names, _SHOWN), firm=firm, **values)
        made.append(Finding(id="camp", message=message, confidence="low"))
    if partners.sides is not None:
        sides = partners.sides
        moved = [inputs.named(partners.states[at]) for at in np.flatnonzero(sides.changed & (sides.firmness >= FIRM)).tolist()]
        if moved:
            values = {"states": first_of(moved, _SHOWN), "share": FIRM, "split": inputs.split, **inputs.before}
            message = Message(f"{AREA}.changed", **values)
            made.append(Finding(id="changed", message=message, confidence="low"))
    return made


def _last_run(monitor: Monitor) -> tuple[Alarm, ...]:
    """Return the last alarm with those before it that it goes on from."""
    start = len(monitor.alarms) - 1
    while start and monitor.alarms[start].again:
        start -= 1
    return monitor.alarms[start:]


def _moved(low: float, high: float) -> int:
    """Return 1 or -1 where the whole interval of a ratio is above or below 1, else 0."""
    return 1 if low > 1 else -1 if high < 1 else 0
