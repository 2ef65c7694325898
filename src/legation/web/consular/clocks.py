"""When the clocks of retention begin: of what belongs to a crisis when it is closed, of a message outside one when it was sent."""

from __future__ import annotations

import datetime as dt

from legation.web.consular.records.models import Crisis, Message, Report
from legation.web.consular.retention import house_lines, stored_until

__all__ = ["replies_until", "start_clocks"]

_NOT_SENT = ("queued", "leased", "handing-over")


def start_clocks() -> int:
    """Give records whose clock has begun the instant from which they are destroyed; return how many. Doing it again changes nothing.

    A crisis goes with the last of its replies, reports and messages. Who closes one may leave this to the next run of retention.
    """
    count = 0
    lines = house_lines().keys()
    for crisis in Crisis.objects.filter(state="closed", purge_at=None).exclude(closed=None):
        until = {name: _until(name, crisis) for name in ("reply", "report", "message") if name in lines}
        if until:
            count += Crisis.objects.filter(pk=crisis.pk).update(purge_at=max(until.values()))
        if "report" in until:
            count += crisis.reports.filter(purge_at=None).update(purge_at=until["report"])
        if "message" in until:
            count += Message.objects.filter(wave__crisis=crisis, purge_at=None).update(purge_at=until["message"])
    if "message" in lines:
        for message in Message.objects.filter(wave=None, purge_at=None).exclude(state__in=_NOT_SENT).select_related("household"):
            until_then = stored_until("message", message.changed, message.household.post)
            count += Message.objects.filter(pk=message.pk).update(purge_at=until_then)
    if "report" in lines:
        for report in Report.objects.filter(crisis=None, purge_at=None, state="closed"):
            count += Report.objects.filter(pk=report.pk).update(purge_at=stored_until("report", report.changed, report.post))
    return count


def replies_until(crisis: Crisis) -> dt.datetime | None:
    """Return the instant from which the events of a crisis are destroyed; None while it is open, or where the house stores no replies."""
    return _until("reply", crisis) if crisis.closed is not None and "reply" in house_lines() else None


def _until(record_class: str, crisis: Crisis) -> dt.datetime:
    assert crisis.closed is not None  # noqa: S101 - asked of closed crises only
    return stored_until(record_class, crisis.closed, crisis.post)
