"""Answering what people ask about themselves: first who asks, then what they ask, within a month."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from typing import Any

from django.db.models import F

from legation import moment
from legation.consular.codes import CODES, MOST_WRONG, code_of, read_code
from legation.consular.retention import Period
from legation.errors import NotAvailable, WrongUse
from legation.language import Message
from legation.web.consular.holds import on_hold
from legation.web.consular.house import HOUSE
from legation.web.consular.letters import queue_letter
from legation.web.consular.links import doomed
from legation.web.consular.records import models as records
from legation.web.consular.records.models import Household, Person
from legation.web.consular.retention import stored_until
from legation.web.consular.rights.everything import everything_on
from legation.web.consular.rights.kinds import KINDS
from legation.web.consular.rights.models import RightsRequest
from legation.web.consular.shredding import destroy
from legation.web.consular.vault import vault

__all__ = ["GROUND", "answer", "identify", "receive", "send_code"]

GROUND = "GDPR 17(3)(b)"
"""Why an erasure is refused while a hold is on the person."""
_MONTH = Period(1, "months")


def receive(person: Person, kind: str, now: dt.datetime) -> tuple[RightsRequest, str]:
    """Take in a request about a person, and return with it the code that goes to the registered contact: it is returned once.

    Raises
    ------
    WrongUse
        For another kind.
    """
    if kind not in KINDS:
        raise WrongUse(Message("desk-retention.no-right", found=kind, allowed=", ".join(KINDS)))
    place = HOUSE.post(person.post)
    day = moment.local(now, place.zone if place is not None else "UTC").date()
    request = RightsRequest(post=person.post, kind=kind, concerns=person.pk, received=now, due=_MONTH.after(day))
    vault().new_subject(request.pk)
    code = code_of(secrets.randbelow(CODES))
    request.about = vault().seal(request, "about", {"code": code})
    request.save()
    return request, code


def send_code(request: RightsRequest, code: str) -> str:
    """Send the code of a request to the contact that is on file now, and return by which channel: ``email`` or ``sms``.

    No other address is ever taken, and what the household changes afterwards does not turn the letter round.

    Raises
    ------
    NotAvailable
        Where it cannot leave by itself, with the reason: then somebody gives it by the registered number or address.
    """
    person = Person.objects.filter(pk=request.concerns).select_related("household").first()
    if person is None:
        raise NotAvailable(Message("desk-retention.nobody"))
    return queue_letter("request-code", person.household, f"request-{request.pk}", code=code).channel


def identify(request: RightsRequest, code: str, *, document_seen: bool) -> bool:
    """Note that whoever asks has the code of the registered contact and that a document was seen; return whether both hold.

    Raises
    ------
    NotAvailable
        After ten wrong codes: the request is closed, and another one must be made.
    """
    if request.wrong_codes >= MOST_WRONG:
        raise NotAvailable(Message("desk-retention.codes-spent"))
    sent = str((vault().open(request, "about") or {}).get("code", ""))
    given = read_code(code) or ""
    if not sent or not hmac.compare_digest(sent, given):
        RightsRequest.objects.filter(pk=request.pk).update(wrong_codes=F("wrong_codes") + 1)
        request.refresh_from_db(fields=["wrong_codes"])
        return False
    if RightsRequest.objects.filter(pk=request.pk, wrong_codes__gte=MOST_WRONG).exists():  # by others, meanwhile
        raise NotAvailable(Message("desk-retention.codes-spent"))
    request.document_seen = request.document_seen or document_seen
    request.state = "identified" if request.document_seen and request.state == "received" else request.state
    request.save(update_fields=["document_seen", "state"])
    return request.state == "identified"


def answer(request: RightsRequest, now: dt.datetime) -> dict[str, Any]:
    """Do what was asked and return what the person is given, as JSON.

    Access and portability give everything that is held; an erasure destroys it, or is refused with its ground under a hold; an objection
    ends messages to the household.

    Raises
    ------
    WrongUse
        Where it is not established who asks, or the request is answered already.
    NotAvailable
        Where the person is not there any more.
    """
    if request.state != "identified":
        raise WrongUse(Message("desk-retention.not-identified"))
    person = Person.objects.filter(pk=request.concerns).select_related("household").first()
    if person is None:
        raise NotAvailable(Message("desk-retention.nobody"))
    given: dict[str, Any]
    if request.kind in ("access", "portability"):
        given = everything_on(person)
    elif request.kind == "objection":
        given = {"messages": "ended"}
        _end_messages(person.household)
    elif not _erased(person, now):
        given = {"refused": GROUND}
    else:
        given = {"erased": True}
    request.state = "refused" if "refused" in given else "answered"
    request.answered, request.purge_at = now, stored_until("request", now, request.post)
    request.about = vault().seal(request, "about", {"ground": given.get("refused", "")})
    request.save()
    return given


def _erased(person: Person, now: dt.datetime) -> bool:
    """Destroy a person, with the household whose last one they are; False where a hold is on something that would go with them."""
    alone = not person.household.people.exclude(pk=person.pk).exists()
    rows = doomed([person.household_id if alone else person.pk])
    staying = on_hold(now)
    if any(not staying.isdisjoint(pks) for pks in rows.values()):
        return False
    destroy(rows, now)
    return True


def _end_messages(household: Household) -> None:
    """Note on a household that it wants no messages, and take back those that wait."""
    contact = vault().open(household, "contact") or {}
    household.contact = vault().seal(household, "contact", contact | {"no_messages": True})
    household.version += 1
    household.save(update_fields=["contact", "version"])
    records.Message.objects.filter(household=household, state__in=("queued", "leased")).update(state="expired", reason="objection")
