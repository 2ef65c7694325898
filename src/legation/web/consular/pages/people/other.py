"""Opening one record of another post: for a reason, for an hour, written before anything is shown; that post is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils import timezone

from legation.errors import BadValue
from legation.language import Message
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.people.one import ONE, HouseholdPage, shown_household
from legation.web.consular.pages.people.searching import found_by
from legation.web.consular.records.models import BreakGlass, Household
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.consular.vault import Shredded, vault
from legation.web.stores.audit import trail

__all__ = ["LASTS", "OtherPage", "open_other", "other_household", "other_page"]

LASTS = dt.timedelta(minutes=60)
LEAST = 10
"""Letters of the shortest reason."""
_OTHER = "consular/people/other.html"
_BY = ("phone", "email", "document")
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRecord:
    """A record that the reader has open now."""

    post: str
    until: dt.datetime
    href: str


@dataclass(frozen=True, kw_only=True)
class OtherPage(Page):
    """By what a record is found, the reason, and which are open now."""

    by: str
    words: str
    reason: str
    problem: object
    wrong_reason: object
    open_now: tuple[OpenRecord, ...]
    href: str
    back: str


@page("posts/<slug:post>/other", name="people.other", template=_OTHER, action="open-other")
def other_page(request: DeskRequest) -> OtherPage:
    """Ask which record, and why."""
    return _page(request)


@action("posts/<slug:post>/other/open", name="people.other.open", action="open-other")
def open_other(request: DeskRequest) -> str | HttpResponse:
    """Open a record by a number, address or document that is exactly known; who opens it, when and why is written first."""
    words, reason = request.form.get("words", "").strip()[:200], request.form.get("reason", "").strip()[:_LONGEST]
    by = request.form.get("by", "phone")
    by = by if by in _BY else "phone"
    if len(reason) < LEAST:
        again = _page(request, by=by, words=words, reason=reason, wrong_reason=Message("desk-people.reason-short", least=LEAST))
        return show(request, again, _OTHER, 422)
    try:
        found = [household for household, _ in found_by(by, words) if household.post != (request.post.id if request.post else "")]
    except BadValue as error:
        return show(request, _page(request, by=by, words=words, reason=reason, problem=error.message), _OTHER, 422)
    if not found:
        return show(request, _page(request, by=by, words=words, reason=reason, problem=Message("desk-people.nobody-found")), _OTHER, 422)
    household, now = found[0], timezone.now()
    row = BreakGlass(subject=household.pk, post=household.post, account=request.account, name=str(request.account)[:120], made=now)
    row.until = now + LASTS
    row.reason = vault().seal(row, "reason", reason)
    row.save()
    trail.note("changed", route="people.other.open", account=request.account, dossier=household.post, thing=f"household={household.pk}")
    return request.href("people.other.one", opened=row.pk)


@page("posts/<slug:post>/other/<int:opened>", name="people.other.one", template=ONE, action="open-other")
def other_household(request: DeskRequest, opened: int) -> HouseholdPage:
    """Show the record, while it is open to whoever opened it; each look is noted in the trail of its post."""
    row = BreakGlass.objects.filter(pk=opened, account=request.account, until__gt=timezone.now()).first()
    household = Household.objects.filter(pk=row.subject).first() if row else None
    if row is None or household is None:
        raise Http404
    trail.note("seen", route="people.other.one", account=request.account, dossier=household.post, thing=f"household={household.pk}")
    try:
        return shown_household(request, household, is_whole=True, back=request.href("people.other"), until=row.until)
    except Shredded:
        raise Http404 from None


def _page(
    request: DeskRequest, *, by: str = "phone", words: str = "", reason: str = "", problem: object = None, wrong_reason: object = None
) -> OtherPage:
    mine = BreakGlass.objects.filter(account=request.account, until__gt=timezone.now()).order_by("-made")
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    return OtherPage(
        title=Message("desk-people.go.other"),
        by=by,
        words=words,
        reason=reason,
        problem=problem,
        wrong_reason=wrong_reason,
        open_now=tuple(
            OpenRecord(post=titles.get(row.post, row.post), until=row.until, href=request.href("people.other.one", opened=row.pk))
            for row in mine
        ),
        href=request.href("people.other.open"),
        back=request.href("people.list"),
    )
