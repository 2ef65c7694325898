"""Requests of people about themselves: taken in, identified, answered within a month. The page shows ids and days, no content."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.errors import LegationError, NotAvailable, WrongUse
from legation.language import Message
from legation.web.consular.records.models import Person
from legation.web.consular.rights.answering import answer, identify, receive, send_code
from legation.web.consular.rights.kinds import KINDS
from legation.web.consular.rights.models import RightsRequest
from legation.web.consular.routing import DeskRequest, Page, action, page, show

__all__ = ["answer_request", "identify_request", "receive_request", "requests"]

_TEMPLATE = "consular/requests.html"
_WITH_CONTENT = ("access", "portability")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEntry:
    """A request: what is asked, until when it is owed, where it stands, what the reader may do."""

    id: str
    kind: Message
    state: Message
    due: dt.date
    is_late: bool
    identify_href: str | None
    answer_href: str | None


@dataclass(frozen=True, kw_only=True)
class RequestsPage(Page):
    """The requests at the reader's posts."""

    entries: tuple[RequestEntry, ...]
    kinds: tuple[tuple[str, Message], ...]
    receive_href: str
    code: str = ""
    sent: Message | None = None
    not_sent: object = None
    error: object = None
    person: str = ""


@page("requests", name="requests", template=_TEMPLATE, action="answer-requests")
def requests(request: DeskRequest) -> RequestsPage:
    """Show the requests that are open, the first due first, and those that were answered."""
    return _page(request, person=request.query.get("person", "")[:32])


@action("requests/receive", name="requests.receive", action="answer-requests")
def receive_request(request: DeskRequest) -> HttpResponse:
    """Take in a request and send its code to the registered contact; where it cannot leave, show it once, to be given by that contact."""
    given = request.form.get("person", "").strip()
    person = Person.objects.filter(pk=given).first()
    try:
        if person is None or not request.may("answer-requests", person.post):
            raise WrongUse(Message("desk-retention.request-nobody"))
        made, code = receive(person, request.form.get("kind", ""), _now())
    except LegationError as error:
        return show(request, _page(request, error=error.message, person=given), _TEMPLATE, 400)
    try:
        sent = Message(f"desk-waves.channel.{send_code(made, code)}")
    except NotAvailable as error:
        return show(request, _page(request, code=code, not_sent=error.message), _TEMPLATE)
    return show(request, _page(request, sent=sent), _TEMPLATE)


@action("requests/<slug:one>/identify", name="requests.identify", action="answer-requests")
def identify_request(request: DeskRequest, one: str) -> str | HttpResponse:
    """Note the code that whoever asks has, and the document that was seen."""
    found = _found(request, one)
    try:
        if not identify(found, request.form.get("code", ""), document_seen=request.form.get("document") == "seen"):
            raise WrongUse(Message("desk-retention.not-identified"))
    except LegationError as error:
        return show(request, _page(request, error=error.message), _TEMPLATE, 400)
    return request.href("requests")


@action("requests/<slug:one>/answer", name="requests.answer", action="answer-requests")
def answer_request(request: DeskRequest, one: str) -> str | HttpResponse:
    """Do what is asked; access gives a file, for whoever may see the people of the post."""
    found = _found(request, one)
    try:
        if not _may_answer(request, found):
            raise WrongUse(Message("desk-retention.request-content"))
        given = answer(found, _now())
    except LegationError as error:
        return show(request, _page(request, error=error.message), _TEMPLATE, 400)
    if found.kind not in _WITH_CONTENT:
        return request.href("requests")
    body = json.dumps(given, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="request-{found.pk[:8]}.json"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


def _found(request: DeskRequest, one: str) -> RightsRequest:
    found = RightsRequest.objects.filter(pk=one).first()
    if found is None or not request.may("answer-requests", found.post):
        raise Http404
    return found


def _may_answer(request: DeskRequest, found: RightsRequest) -> bool:
    return found.kind not in _WITH_CONTENT or request.may("see-people", found.post)


def _page(request: DeskRequest, **more: Any) -> RequestsPage:
    posts = [post.id for post in request.may_at("answer-requests")]
    today = _now().date()
    return RequestsPage(
        title=Message("desk.place.requests"),
        entries=tuple(
            _entry(request, one, today) for one in RightsRequest.objects.filter(post__in=posts).order_by("answered", "due", "pk")
        ),
        kinds=tuple((kind, Message(f"desk-retention.right.{kind}")) for kind in KINDS),
        receive_href=request.href("requests.receive"),
        **more,
    )


def _entry(request: DeskRequest, one: RightsRequest, today: dt.date) -> RequestEntry:
    is_open = one.answered is None
    return RequestEntry(
        id=one.pk,
        kind=Message(f"desk-retention.right.{one.kind}"),
        state=Message(f"desk-retention.request-state.{one.state}"),
        due=one.due,
        is_late=is_open and one.due < today,
        identify_href=request.href("requests.identify", one=one.pk) if one.state == "received" else None,
        answer_href=request.href("requests.answer", one=one.pk) if one.state == "identified" and _may_answer(request, one) else None,
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
