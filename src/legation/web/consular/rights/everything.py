"""Everything that a desk holds of a person, for that person: other people stand in it by their role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from legation.errors import CannotRead
from legation.web.consular.access import ROLES
from legation.web.consular.records.models import Assignment, BreakGlass, Event, Hold, LiveToken, Person, Report
from legation.web.consular.retention import house_lines
from legation.web.consular.vault import vault
from legation.web.stores.audit.models import Entry

__all__ = ["everything_on"]

_OTHERS = frozenset(
    {"caller", "reporter", "who", "by", "ring_back", "tie", "informant", "warden", "source", "people", "household", "others"}
)
"""What a report says of people other than the one it is about."""


def everything_on(person: Person) -> dict[str, Any]:
    """Return everything that the desk holds of a person as JSON: what they gave, what others said of them, who looked.

    Other people of the household are counted; whoever reported, answered or looked stands by their role. It is meant for the person alone,
    once it is established that this is who asks.

    Raises
    ------
    Shredded
        Where the person's key is destroyed.
    """
    household = person.household
    lines = house_lines()
    line = lines.get(person.record_class)
    return {
        "person": vault().open(person, "identity"),
        "stay": vault().open(person, "stay"),
        "contact": vault().open(household, "contact"),
        "others_in_household": household.people.exclude(pk=person.pk).count(),
        "record": {
            "id": person.pk,
            "post": person.post,
            "class": person.record_class,
            "state": person.state,
            "made": _time(person.made),
            "changed": _time(person.changed),
            "destroyed_from": _time(person.purge_at),
            "basis": line.basis if line else "",
            "schedule": line.schedule if line else "",
        },
        "events": [_event(one) for one in Event.objects.order_by("at", "pk") if person.pk in one.people],
        "reports": list(_reports(person)),
        "messages": [
            {"channel": one.channel, "state": one.state, "made": _time(one.made), "address": (_opened(one, "address") or {}).get("to")}
            for one in household.messages.order_by("made", "pk")
        ],
        "links": [
            {"kind": one.kind, "expires": _time(one.expires)}
            for one in LiveToken.objects.filter(subject__in=[person.pk, household.pk]).order_by("expires")
        ],
        "holds": [
            {"made": _time(one.made), "expires": _time(one.expires)} for one in Hold.objects.filter(subject__in=[person.pk, household.pk])
        ],
        "looked": list(_looked(person)),
    }


def _event(event: Event) -> dict[str, Any]:
    said = _own(_opened(event, "about") or {})
    by = (
        _role(event.by_id, event.crisis.post)
        if event.by_id
        else {"third_party": "third party", "reply": "the household"}.get(event.kind, "desk")
    )
    return {"at": _time(event.at), "kind": event.kind, "channel": event.channel, "trusted": event.trusted, "by": by, "said": said}


def _reports(person: Person) -> Iterator[dict[str, Any]]:
    """Yield what third parties said of a person: reports that name the person's id."""
    for report in Report.objects.order_by("made", "pk"):
        about = _opened(report, "about") or {}
        if person.pk in str(about):
            yield {"made": _time(report.made), "kind": report.kind, "state": report.state, "by": "third party", "said": _own(about)}


def _looked(person: Person) -> Iterator[dict[str, Any]]:
    """Yield who looked at or changed the record, by role: pages of the trail, and officers of other posts who opened it."""
    wanted = (person.pk, person.household_id)
    for entry in Entry.objects.order_by("time", "pk").iterator():
        if any(one in entry.object for one in wanted):
            yield {"time": _time(entry.time), "kind": entry.kind, "page": entry.route, "by": _role(entry.account, person.post)}
    for look in BreakGlass.objects.filter(subject__in=wanted).order_by("made"):
        reason = _opened(look, "reason")
        yield {"time": _time(look.made), "kind": "opened from another post", "by": _role(look.account_id, look.post), "reason": reason}


def _own(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report says of the person: not who said it, and of whom else."""
    return {name: value for name, value in about.items() if name not in _OTHERS}


def _opened(row: Model, column: str) -> Any:
    try:
        return vault().open(row, column)
    except CannotRead:  # its key is destroyed
        return None


def _role(account: int | None, post: str) -> str:
    """Return what an account is at a post; "desk" where it is nothing there any more."""
    roles = Assignment.objects.filter(account=account, post__in=["", post]).values_list("role", flat=True) if account else []
    return min(roles, key=ROLES.index, default="desk")


def _time(at: dt.datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
