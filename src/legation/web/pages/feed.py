"""The calendar that other programs subscribe to: its addresses on a page, and the file itself.

A calendar program cannot sign in, so its address holds a secret. The route of the file is open to everybody (``visit``) and asks for
itself: the secret must be known, its account active and its grant on the dossier in force. What is in the file is made of the dossier as
that person may see it at this moment, never above :data:`legation.web.feeds.ical.HIGHEST`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from legation.dossier.records import MARKINGS
from legation.language import Lang, Message, say
from legation.questions.dates import deadlines, happenings
from legation.web.access import Sight, grant_of, sight_of
from legation.web.accounts.limits import too_many
from legation.web.asked import Asked
from legation.web.audit import trail
from legation.web.dossiers import store
from legation.web.dossiers.cases import case_at
from legation.web.feeds.ical import HIGHEST, calendar
from legation.web.feeds.models import FeedToken
from legation.web.feeds.tokens import MOST, is_too_often, note_use
from legation.web.feeds.tokens import find as find_address
from legation.web.feeds.tokens import make as make_address
from legation.web.route import Page, deed, file, page, show
from legation.web.rows import home_of

__all__ = ["Feeds"]

TEMPLATE = "pages/engagement_feed.html"


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was made: when, and on which day it was last used."""

    number: int
    made: dt.datetime
    used: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Feeds(Page):
    """The addresses that the person has for this dossier; ``address`` only right after one was made: it is shown once."""

    addresses: list[Address]
    most: int
    highest: str
    may_hand_over: bool
    address: str = ""


@page("dossiers/<slug:slug>/engagement/feed", name="engagement.feed", template=TEMPLATE)
def feeds(asked: Asked) -> Feeds:
    """Return the addresses of the calendar."""
    return _feeds(asked)


@deed("dossiers/<slug:slug>/engagement/feed/make", name="engagement.feed.make", action="see")
def make(asked: Asked) -> HttpResponse:
    """Make an address and show it, once."""
    secret = make_address(asked.account, asked.dossier)
    address = asked.request.build_absolute_uri(_path(secret))
    return show(asked, _feeds(asked, address), TEMPLATE)


@deed("dossiers/<slug:slug>/engagement/feed/<int:number>/revoke", name="engagement.feed.revoke", action="see")
def revoke(asked: Asked, number: int) -> str:
    """Take an address of one's own away."""
    gone, _ = FeedToken.objects.filter(pk=min(number, 2**62), dossier=asked.dossier, account=asked.account).delete()
    if not gone:
        raise Http404
    messages.success(asked.request, say(Message("page-engagement.feed.revoked"), asked.lang))
    return asked.href("engagement.feed")


@file("calendar/<str:token>/legation.ics", name="engagement.calendar", action="visit")
def ics(asked: Asked, token: str) -> HttpResponse:
    """Return the calendar of an address.

    404 says nothing of why: no such secret, an account that is closed, a grant that has ended.
    """
    now = dt.datetime.now(dt.UTC)
    place = _place(asked.request)
    if is_too_often(place, now):
        return too_many(asked.request)
    found = find_address(token)
    grant = grant_of(found.account, found.dossier, now.date()) if found is not None else None
    if found is None or grant is None:  # of an account that is closed there is no grant
        raise Http404
    sight = _capped(sight_of(grant))
    revision = store.revision_of(found.dossier)
    case = case_at(revision, sight, now.date())
    lang: Lang = "fr" if found.account.language == "fr" else "en"
    inside = Asked(asked.request, found.account, lang, found.dossier, grant)
    links = {
        (one.table, one.row): asked.request.build_absolute_uri(home_of(inside, one.table, one.row))
        for one in (*deadlines(case), *happenings(case))
    }
    data = calendar(case, lang, slug=found.dossier.slug, revision=revision.number, stamp=revision.made, links=links)
    if note_use(found, now.date()):
        trail.note(
            "taken",
            route="engagement.calendar",
            account=found.account,
            dossier=found.dossier.slug,
            revision=revision.number,
            thing=f"feed={found.pk}",
            address=place,
        )
    headers = {"Content-Disposition": f'inline; filename="{found.dossier.slug}.ics"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


def _capped(sight: Sight) -> Sight:
    """Return a sight that reaches no higher than what may leave by an address, and not to the mandate."""
    marking = MARKINGS[min(MARKINGS.index(sight.marking), MARKINGS.index(HIGHEST))]
    return Sight(marking, "partner" if sight.audience == "partner" else "desk", sight.tables)


def _feeds(asked: Asked, address: str = "") -> Feeds:
    rows = FeedToken.objects.filter(account=asked.account, dossier=asked.dossier).order_by("-made")
    return Feeds(
        title=Message("page-engagement.feed.title"),
        addresses=[Address(row.pk, row.made, row.used) for row in rows],
        most=MOST,
        highest=HIGHEST,
        may_hand_over=asked.may("hand-over"),
        address=address,
    )


def _path(secret: str) -> str:
    from django.urls import reverse

    return reverse("engagement.calendar", kwargs={"token": secret})


def _place(request: HttpRequest) -> Any:
    """Return where a request comes from, as the site's settings on proxies say."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
