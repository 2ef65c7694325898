"""What others say of people in a crisis: stored as a third party's report, which sets no status."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from legation.web.consular.records.models import Crisis, Event, Report, Warden, new_id
from legation.web.consular.vault import Shredded, vault

__all__ = ["SAID", "Said", "report_of", "said_by"]

SAID = ("seen", "needs-help", "not-found")
"""What a warden says of somebody."""
STATUS = {"needs-help": "need_help"}
"""What of it has a status of the roll call, as which it is shown among the reports."""
KIND, CHANNEL, KEYS = "warden", "warden", "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The last thing that a warden said of somebody: one of :data:`SAID`, at which instant, with which words."""

    said: str
    at: dt.datetime
    words: str


def report_of(
    crisis: Crisis,
    people: Sequence[str],
    said: str,
    at: dt.datetime,
    *,
    post: str,
    words: str = "",
    warden: str = "",
    by: Any = None,
    number: str = "",
) -> None:
    """Store what a third party said of people: a report, and the event of the roll call that goes with it under one key.

    Parameters
    ----------
    said : str
        One of :data:`SAID`.
    at : datetime
        When it was so, as far as is known: the time on the paper, else now.
    post : str
        The post that is told.
    warden : str
        The id of the warden's list; "" where it was somebody else.
    number : str
        The id of the report, of who may send one twice: the second time changes nothing.
    """
    if number and Report.objects.filter(pk=number).exists():
        return
    about = {"said": said, "status": STATUS.get(said, ""), "words": words, "warden": warden, "people": list(people), "at": at.isoformat()}
    report = Report(id=number or new_id(), crisis=crisis, post=post, record_class="report", state="open", kind=KIND, by=by)
    with contextlib.suppress(IntegrityError), transaction.atomic(using=KEYS):  # the key of one that was sent before, and cut off
        vault().new_subject(report.pk)
    report.about = vault().seal(report, "about", about)
    event = Event(crisis=crisis, at=at, kind="third_party", people=list(people), channel=CHANNEL, subject=report.pk, by=by)
    event.about = vault().seal(event, "about", {"status": about["status"], "said": said, "words": words, "source": KIND})
    with transaction.atomic():
        report.save()
        event.save()


def said_by(warden: Warden) -> Mapping[str, Said]:
    """Return of each person the last thing that a warden said."""
    found: dict[str, Said] = {}
    for report in Report.objects.filter(crisis=warden.crisis, kind=KIND).order_by("made"):
        try:
            about = vault().open(report, "about") or {}
        except Shredded:
            continue
        if about.get("warden") != warden.pk:
            continue
        said = Said(said=about["said"], at=dt.datetime.fromisoformat(about["at"]), words=about["words"])
        for person in about["people"]:
            if person not in found or found[person].at <= said.at:
                found[person] = said
    return found
