"""The curve of replies: how many people had answered by each time, and when each wave left."""

from __future__ import annotations

import datetime as dt

from legation import moment
from legation.figures.figure import Figure
from legation.figures.kit.course import Course, Instant, Panel, Reading
from legation.figures.kit.multiples import multiples
from legation.language import Message
from legation.web.consular.crises.situation import Situation
from legation.web.consular.house import HOUSE, clock

__all__ = ["replies_figure"]

_TICKS = (0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168)
_MOST_TICKS = 7


def replies_figure(situation: Situation) -> Figure | None:
    """Return the replies in steps from the first wave on, without waves from when the crisis began; None before a minute is over."""
    begun = max(situation.curve[0][0], min(situation.waves, default=situation.curve[0][0]))
    if len(situation.curve) < 2 or situation.at - begun < dt.timedelta(minutes=1):
        return None
    before = max(place for place, (at, _) in enumerate(situation.curve) if at <= begun)
    curve = ((begun, situation.curve[before][1]), *situation.curve[before + 1 :])

    def hours(at: dt.datetime) -> float:
        return (at - begun).total_seconds() / 3600

    readings = tuple(Reading(at=hours(at), value=float(count), text=Message("desk-report.answered", count=count)) for at, count in curve)
    readings = tuple(one for one, after in zip(readings, (*readings[1:], None), strict=True) if after is None or one.at != after.at)
    waves = tuple(
        Instant(at=hours(at), words=Message("desk-report.wave", number=number))
        for number, at in enumerate(situation.waves, 1)
        if at >= begun
    )
    panel = Panel(
        courses=(Course(name=Message("desk-report.course"), readings=readings, tone="ink", form="steps"),),
        level=float(situation.people) if situation.people else None,
        instants=waves,
    )
    values = {"count": situation.with_news, "total": situation.people}
    at = clock(situation.at)
    return multiples(
        [panel],
        id="replies",
        ticks=_ticks(begun, hours(situation.at)),
        title=Message("desk-report.figure", **values),
        subtitle=Message("desk-report.figure-said", at=at),
        alt=Message("desk-report.figure-alt", **values, at=at, waves=len(waves)),
    )


def _ticks(begun: dt.datetime, length: float) -> list[tuple[float, str]]:
    step = next((one for one in _TICKS if length / one <= _MOST_TICKS), _TICKS[-1])
    zone = HOUSE.posts[0].zone
    form = "%H:%M" if length <= 24 else "%d.%m %H:%M"
    return [
        (step * number, f"{moment.local(begun + dt.timedelta(hours=step * number), zone):{form}}")
        for number in range(int(length / step) + 1)
    ]
