"""What the monitors of a person's dossiers found in the last days, for home: what they may not see is neither there nor counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from legation.web.pages.desk.changes import OpenDossier
from legation.web.runs.lakes import may_see_observations
from legation.web.runs.monitoring import alerts_of, monitors_in
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest
from legation.web.stores.observations.models import Alert

__all__ = ["DAYS", "AlertLine", "alerts_since", "recent_alerts"]

DAYS = 14
"""For how long an alert is shown [days]."""
_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """A monitor that rang: from when to when, of its last alert; ``more`` others came before."""

    title: Any
    since: dt.date
    until: dt.date
    href: str
    dossier: str
    made: dt.datetime
    more: int


def alerts_since(request: PageRequest, dossiers: Iterable[OpenDossier]) -> list[AlertLine]:
    """Return the last alert of each monitor that rang within :data:`DAYS` days, the last noted first.

    A dossier that is frozen at a day has no news.
    """
    since = _since(request)
    found = []
    ringing = set(Alert.objects.filter(made__gte=since).values_list("dossier", flat=True))
    for one in dossiers:
        if one.dossier.pk not in ringing or one.view.info.as_of is not None or not may_see_observations(one.scope, one.dossier.marking):
            continue
        address = reverse("observations", kwargs={"slug": one.dossier.slug})
        found += [
            AlertLine(
                title=alert.monitor.title,
                since=alert.since,
                until=alert.until,
                href=f"{address}#monitor-{alert.monitor.id}",
                dossier=titled(one.grant, request.lang),
                made=alert.made,
                more=alert.more,
            )
            for alert in alerts_of(one.dossier, monitors_in(one.view), since)
        ]
    return sorted(found, key=lambda line: line.made, reverse=True)[:_SHOWN]


def recent_alerts(request: PageRequest, dossiers: Collection[int]) -> tuple[int, ...]:
    """Return what the list depends on besides the dossiers as they may be seen: for cached pages."""
    return tuple(Alert.objects.filter(dossier__in=dossiers, made__gte=_since(request)).order_by("pk").values_list("pk", flat=True))


def _since(request: PageRequest) -> dt.datetime:
    return dt.datetime.combine(request.today - dt.timedelta(days=DAYS), dt.time(), dt.UTC)
