"""What a run says, as sentences for the command, the answer and the brief."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from legation.language import Message
from legation.questions.observations.monitors.run import Alert, Ran

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = ["alert_notice", "alert_said", "count_words", "delay_said", "rates_said", "run_said", "span_said"]

YEAR = 365


def alert_said(ran: Ran, alert: Alert) -> Message:
    """Say that the level moved, from when, by how much, and when it was noticed."""
    values = _values(ran, alert) | {"title": ran.monitor.title}
    if alert.again:
        return Message("watching.alert-again", **values)
    return Message("watching.alert-up", **values) if alert.direction == "up" else Message("watching.alert-down", **values)


def _values(ran: Ran, alert: Alert) -> dict[str, Any]:
    return {
        "counted": count_words(ran.monitor),
        "when": span_said(alert),
        "count": round(alert.observed),
        "expected": alert.expected,
        "ratio": alert.ratio,
        "low": alert.low,
        "high": alert.high,
    }


def alert_notice(ran: Ran, alert: Alert) -> Message:
    """Tell whoever works on the matter of an alert, below the title of its monitor: what happened, how sure that is, what to do."""
    rate = ran.watched.false_alarm_rate * YEAR / ran.monitor.days
    return Message(
        "watching.alert-notice",
        happened=_happened(ran, alert),
        sure=Message("watching.alert-sure", count=max(1, round(rate))),
        do=Message("watching.alert-do-again") if alert.again else Message("watching.alert-do"),
    )


def _happened(ran: Ran, alert: Alert) -> Message:
    values = _values(ran, alert)
    if alert.again:
        return Message("watching.notice-again", **values)
    return Message("watching.notice-up", **values) if alert.direction == "up" else Message("watching.notice-down", **values)


def span_said(alert: Alert) -> Message:
    """Say from which day to which, or on which one."""
    if alert.since == alert.until:
        return Message("watching.on", day=alert.since)
    return Message("watching.span", since=alert.since, until=alert.until)


def rates_said(ran: Ran) -> Message:
    """Say the statistic's threshold and how often a false alarm comes."""
    watched = ran.watched
    year = YEAR / ran.monitor.days
    return Message(
        "watching.rates",
        threshold=watched.threshold,
        rate=watched.false_alarm_rate * year,
        low=watched.false_alarm_low * year,
        high=watched.false_alarm_high * year,
        asked=ran.monitor.false_alarms,
    )


def delay_said(ran: Ran) -> Message:
    """Say how late a shift of the size watched for is found."""
    days = ran.monitor.days
    values = {"change": ran.monitor.change / 100}
    if math.isinf(ran.watched.delay):
        return Message("watching.blind", **values)
    late = ran.watched.late
    if math.isinf(late):
        return Message("watching.delay-half", days=round(ran.watched.delay * days), **values)
    return Message("watching.delay", days=round(ran.watched.delay * days), late=round(late * days), **values)


def run_said(ran: Ran) -> Message:
    """Say that nothing stands out, or how many alerts there are, and the last day examined."""
    values = {"title": ran.monitor.title, "until": ran.through}
    if ran.alerts:
        return Message("watching.alerts", count=len(ran.alerts), **values)
    return Message("watching.baseline-set", **values) if ran.fresh else Message("watching.calm", **values)


def count_words(monitor: Monitor) -> Message:
    """Say in a few words what a monitor counts."""
    match monitor.what:
        case "phrase":
            return Message("watching.counted.phrase", words=_quoted(monitor.words))
        case "topic":
            return Message("watching.counted.topic", count=monitor.least, words=_quoted(monitor.words))
        case "pair":
            return Message("watching.counted.pair", first=_state(monitor.first), second=_state(monitor.second), acts=_acts(monitor.acts))
        case "pages":
            return Message("watching.counted.pages", pages=monitor.pages)
        case _:
            return Message("watching.counted.bots", bots=tuple(map(_bot, monitor.bots)))


def _quoted(words: tuple[str, ...]) -> tuple[Message, ...]:
    return tuple(Message("watching.quoted", word=word) for word in words)


def _state(code: str) -> Any:
    from legation.questions.observations.events.inputs import Country

    return Country(code)


def _bot(name: str) -> Message | str:
    kinds = {
        "ai": Message("watching.bots.ai"),
        "search": Message("watching.bots.search"),
        "seo": Message("watching.bots.seo"),
        "monitor": Message("watching.bots.monitor"),
        "feed": Message("watching.bots.feed"),
        "preview": Message("watching.bots.preview"),
        "library": Message("watching.bots.library"),
        "other": Message("watching.bots.other"),
    }
    return kinds.get(name, name)


def _acts(acts: str) -> Message:
    return {
        "conflict": Message("watching.acts.conflict"),
        "cooperation": Message("watching.acts.cooperation"),
        "verbal-cooperation": Message("watching.acts.verbal-cooperation"),
        "material-cooperation": Message("watching.acts.material-cooperation"),
        "verbal-conflict": Message("watching.acts.verbal-conflict"),
    }.get(acts, Message("watching.acts.material-conflict"))
