"""A call sheet: who calls, what they are to somebody, where to ring back, whom they seek.

Taking one reads nothing of the people who registered: what a call-taker sees is the same for who is known and who is not, in the same time.
Every sheet stays, be there another one on the same person or not.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from legation.consular.matching import Person, duplicates
from legation.errors import NotAvailable
from legation.language import Message
from legation.web.consular.people import KnownPeople, searched
from legation.web.consular.records.models import Crisis, Event, Report
from legation.web.consular.vault import Shredded, vault

__all__ = ["STATES", "Call", "Sheet", "decide", "earlier_sheets", "likely", "record", "sheet", "sheets"]

KIND, KEYS = "call", "keys"
STATES = ("open", "ring-back", "closed")
_NEW = "\uffff"
"""The id of whom a caller seeks while it is compared with earlier ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a caller says.

    Attributes
    ----------
    caller, tie, phone : str
        Who calls, what they are to the person, where to ring back.
    given, family, birth : str
        Whom they seek; the birth in ISO form, its year, or "".
    words : str
        What they know: the last news, where the person was.
    decision : str
        Why an officer lets ring back or not; "" before.
    linked : str
        The id of the person whom an officer found to be meant; "" before.
    """

    caller: str = ""
    tie: str = ""
    phone: str = ""
    given: str = ""
    family: str = ""
    birth: str = ""
    words: str = ""
    decision: str = ""
    linked: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A call sheet as it is stored, with what the caller said."""

    report: Report
    call: Call


def record(crisis: Crisis, post: str, call: Call, number: str, by: Any) -> None:
    """Store a call sheet.

    Parameters
    ----------
    number : str
        The id that the form bears: a form that is sent twice is stored once, and answered alike.
    """
    if Report.objects.filter(pk=number).exists():
        return
    report = Report(id=number, crisis=crisis, post=post, record_class="report", state="open", kind=KIND, by=by)
    with contextlib.suppress(IntegrityError), transaction.atomic(using=KEYS):  # the key of a form that was sent before, and cut off
        vault().new_subject(report.pk)
    report.about = vault().seal(report, "about", dataclasses.asdict(call))
    with contextlib.suppress(IntegrityError), transaction.atomic():  # the same form, a moment ago
        report.save(force_insert=True)


def sheets(crisis: Crisis, posts: Iterable[str]) -> list[Sheet]:
    """Return the call sheets that some posts took in a crisis, the earliest first."""
    return list(filter(None, map(_opened, Report.objects.filter(crisis=crisis, kind=KIND, post__in=list(posts)).order_by("made", "pk"))))


def sheet(crisis: Crisis, number: str, posts: Iterable[str]) -> Sheet | None:
    """Return a call sheet that one of some posts took; None where there is none."""
    found = Report.objects.filter(pk=number, crisis=crisis, kind=KIND, post__in=list(posts)).first()
    return _opened(found) if found is not None else None


def earlier_sheets(call: Call, among: Iterable[Sheet]) -> list[Sheet]:
    """Return the call sheets that seem to seek the person of a call: by names in any script and order, and the birth."""
    words = set(searched(f"{call.given} {call.family}").split())
    near = [
        one
        for one in among
        if words & set(searched(f"{one.call.given} {one.call.family}").split()) or (call.birth and call.birth == one.call.birth)
    ]
    people = [_sought(one.report.pk, one.call) for one in near]
    pairs = duplicates([*people, _sought(_NEW, call)])
    same = {one for pair in pairs if _NEW in pair[:2] for one in pair[:2]}
    written = searched(f"{call.given} {call.family}")
    return [one for one in near if one.report.pk in same or _is_written_alike(written, call, one.call)]


def likely(call: Call, people: KnownPeople, among: Any) -> list[str]:
    """Return the ids of registered people who may be meant by a call, among some (array of bool): by every word of the name."""
    found = people.find(f"{call.given} {call.family}", among)
    return [one for one in found if not call.birth or people.births[people.position[one]].startswith(call.birth)] or found


def decide(found: Sheet, version: int, state: str, *, decision: str, linked: str, by: Any) -> None:
    """Store what an officer decided of a call sheet; where they found whom it means, the roll call shows a third party's report.

    Raises
    ------
    NotAvailable
        Where somebody else has decided meanwhile.
    """
    report = found.report
    call = dataclasses.replace(found.call, decision=decision, linked=linked)
    about = vault().seal(report, "about", dataclasses.asdict(call))
    now = dt.datetime.now(dt.UTC)
    with transaction.atomic():
        taken = Report.objects.filter(pk=report.pk, version=version).update(about=about, state=state, version=F("version") + 1, changed=now)
        if not taken:
            raise NotAvailable(Message("desk-calls.decided-meanwhile"))
        if linked and linked != found.call.linked and report.crisis is not None:
            event = Event(crisis=report.crisis, at=report.made, kind="third_party", people=[linked], channel=KIND, subject=report.pk, by=by)
            event.about = vault().seal(event, "about", {"status": "", "words": call.words, "source": KIND})
            event.save()


def _opened(report: Report) -> Sheet | None:
    try:
        about = vault().open(report, "about") or {}
    except Shredded:
        return None
    return Sheet(report, Call(**{name: about[name] for name in Call.__dataclass_fields__ if name in about}))


def _sought(pk: str, call: Call) -> Person:
    return Person(pk, call.given, call.family, call.birth if len(call.birth) == 10 else "")


def _is_written_alike(written: str, call: Call, other: Call) -> bool:
    """Whether two calls seek one name, in any order, and nothing says that the births differ."""
    same = sorted(written.split()) == sorted(searched(f"{other.given} {other.family}").split())
    return same and (not call.birth or not other.birth or call.birth.startswith(other.birth) or other.birth.startswith(call.birth))
