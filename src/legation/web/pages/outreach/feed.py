"""The calendar that other programs subscribe to: its secret addresses, the page of them, and the file."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from legation.briefing.calendar import CalendarEvent, calendar_file, event_of, uid
from legation.briefing.markings.labels import label_of
from legation.dossier import TABLES
from legation.dossier.records import MARKINGS
from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.strategy.dates import REMINDED, Dated, deadlines, happenings, marking_of, origins
from legation.web.access import AccessScope, grant_of, scope_of
from legation.web.accounts.models import Account
from legation.web.accounts.sign_in import too_many
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.forms.row_form import home_of
from legation.web.runs.lakes import may_see_observations
from legation.web.runs.monitoring import SeenAlert, alerts_of, monitors_in
from legation.web.site.cache import Cache
from legation.web.site.optional_write import optional_write
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import Page, action, file, page, show
from legation.web.site.values import fingerprint
from legation.web.stores.audit import trail
from legation.web.stores.feeds.models import FeedToken

__all__ = [
    "HIGHEST",
    "LIMIT",
    "MOST_ADDRESSES",
    "Feeds",
    "calendar",
    "find_address",
    "is_too_often",
    "make_address",
    "note_use",
]


HIGHEST = "TLP:AMBER+STRICT"
"""What is marked higher is for named persons only and never leaves by an address."""


def calendar(
    case: Case,
    lang: Lang,
    *,
    slug: str,
    revision: int,
    stamp: dt.datetime,
    links: Callable[[tuple[str, str]], str],
    alerts: Sequence[SeenAlert] = (),
    observed: str = "",
) -> bytes:
    """Return the dates of a case as a calendar.

    Parameters
    ----------
    slug : str
        Of the dossier; with the table, the first of the rows that supersede one another, and the kind of date it makes the event's
        identifier, which therefore stays when a row is corrected.
    revision : int
        Number of the dossier's revision: the sequence number of the events.
    stamp : datetime
        When the revision was made; nothing in the file depends on when it is asked for.
    links : callable
        Gives the address of the page of a row, by its table and id.
    alerts : sequence of SeenAlert
        What monitors found: each on the day on which it was noted.
    observed : str
        Address of the page where they stand.
    """
    own = label_of(case.info.marking or MARKINGS[0]).wording
    name = say(Message("page-engagement.feed.calendar", title=case.info.title or case.info.id, marking=own), lang)
    both = [one for one in (*deadlines(case), *happenings(case)) if (one.table, one.kind) not in _TWICE]
    first = {table: origins(case.dossier, table) for table in {one.table for one in both} & TABLES.keys()}
    events = []
    for one in both:
        marking = marking_of(case, one)
        identity = uid(slug, one.table, first.get(one.table, {}).get(one.row, one.row), *one.name)
        events.append(_event(one, lang, identity, revision, stamp, marking, links((one.table, one.row))))
    events += [_alert(alert, lang, slug, case.info.marking or MARKINGS[0], observed) for alert in alerts]
    return calendar_file(name, events, refresh="PT6H")


def _alert(alert: SeenAlert, lang: Lang, slug: str, marking: str, link: str) -> CalendarEvent:
    return CalendarEvent(
        uid=uid(slug, "alert", alert.monitor.id, alert.since.isoformat(), alert.until.isoformat()),
        stamp=alert.made,
        start=alert.made.date(),
        end=alert.made.date(),
        summary=say(Message("page-engagement.feed.alert", title=alert.monitor.title), lang),
        description=(*alert.said.get(lang, "").split("\n"), say(label_of(marking).wording, lang), link),
        is_public=marking == MARKINGS[0],
        url=link,
    )


_TWICE = {("activities", "activity"), ("rollcalls", "rollcall")}
"""What is due and takes place is written once: as what takes place."""


def _event(one: Dated, lang: Lang, identity: str, revision: int, stamp: dt.datetime, marking: str, link: str) -> CalendarEvent:
    begin, end = one.days
    vague = not one.when.is_day or (begin != end and not one.certainty)
    month = Message("page-engagement.feed.about-month", when=one.when) if vague else ""
    summary = Message("page-engagement.feed.summary", kind=one.label, what=one.what)
    event = event_of(one, lang, identity=identity, stamp=stamp, summary=summary, about=(one.who, month), marking=marking)
    reminder = REMINDED if one.at is not None else None
    return replace(event, description=(*event.description, *([link] if link else [])), url=link, sequence=revision, remind=reminder)


MOST_ADDRESSES = 5
"""Addresses that a person may have for one dossier: one a device."""
LIMIT = 60
"""How often one place may ask in a minute."""


def make_address(account: Account, dossier: Dossier) -> str:
    """Make an address and return its secret, which is kept nowhere.

    Raises
    ------
    WrongUse
        Where the person has as many as one may have.
    """
    if FeedToken.objects.filter(account=account, dossier=dossier).count() >= MOST_ADDRESSES:
        raise WrongUse(Message("page-engagement.feed.too-many", most=MOST_ADDRESSES))
    secret = secrets.token_urlsafe(32)
    FeedToken.objects.create(account=account, dossier=dossier, token_hash=fingerprint(secret))
    return secret


def find_address(secret: str) -> FeedToken | None:
    """Return the address with a secret; None where there is none."""
    wanted = fingerprint(secret)
    address = FeedToken.objects.filter(token_hash=wanted).select_related("account", "dossier").first()
    return address if address is not None and hmac.compare_digest(address.token_hash, wanted) else None


def note_use(token: FeedToken, day: dt.date) -> bool:
    """Remember that an address was used on a day; whether it was the first time on it."""
    if token.used is not None and token.used >= day:
        return False
    return optional_write(lambda: FeedToken.objects.filter(pk=token.pk).exclude(used=day).update(used=day), 0) > 0


def is_too_often(place: str, moment: dt.datetime) -> bool:
    """Count one more request from a place, and say whether these are more than a calendar program makes."""
    key = f"feed:{hashlib.sha256(place.encode()).hexdigest()[:32]}:{moment:%Y%m%d%H%M}"

    def count() -> bool:
        try:
            return not cache.add(key, 1, timeout=120) and cache.incr(key) > LIMIT
        except ValueError:  # the minute ended between the two statements
            return False

    return optional_write(count, otherwise=False)


TEMPLATE = "pages/engagement_feed.html"
_ALERTS = 5
"""Alerts of each monitor in the calendar, the last ones."""
_CALENDARS: Cache[bytes] = Cache(32 * 1024 * 1024, len)
"""By all that they hold, so many bytes: programs ask again and again, and mostly nothing has changed."""


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
def feeds(request: PageRequest) -> Feeds:
    """Return the addresses of the calendar."""
    return _feeds(request)


@action("dossiers/<slug:slug>/engagement/feed/make", name="engagement.feed.make", action="see")
def make(request: PageRequest) -> HttpResponse:
    """Make an address and show it, once."""
    secret = make_address(request.account, request.dossier)
    address = request.http.build_absolute_uri(_path(secret))
    return show(request, _feeds(request, address), TEMPLATE)


@action("dossiers/<slug:slug>/engagement/feed/<int:number>/revoke", name="engagement.feed.revoke", action="see")
def revoke(request: PageRequest, number: int) -> str:
    """Take an address of one's own away."""
    gone, _ = FeedToken.objects.filter(pk=min(number, 2**62), dossier=request.dossier, account=request.account).delete()
    if not gone:
        raise Http404
    messages.success(request.http, say(Message("page-engagement.feed.revoked"), request.lang))
    return request.href("engagement.feed")


@file("calendar/<str:token>/legation.ics", name="engagement.calendar", action="visit")
def ics(request: PageRequest, token: str) -> HttpResponse:
    """Return the calendar of an address.

    404 says nothing of why: no such secret, an account that is closed, a grant that has ended.
    """
    now = dt.datetime.now(dt.UTC)
    place = _place(request.http)
    if is_too_often(place, now):
        return too_many(request.http)
    address = find_address(token)
    grant = grant_of(address.account, address.dossier, now.date()) if address is not None else None
    if address is None or grant is None:  # of an account that is closed there is no grant
        raise Http404
    scope = _capped(scope_of(grant))
    revision = store.revision_of(address.dossier)
    case = case_at(revision, scope, now.date())
    lang: Lang = "fr" if address.account.language == "fr" else "en"
    inside = PageRequest(request.http, address.account, lang, address.dossier, grant)
    observed = request.http.build_absolute_uri(inside.href("observations"))
    seen = may_see_observations(scope, address.dossier.marking)
    alerts = alerts_of(address.dossier, monitors_in(case.dossier), each=_ALERTS) if seen else ()

    def made() -> bytes:
        return calendar(
            case,
            lang,
            slug=address.dossier.slug,
            revision=revision.number,
            stamp=revision.made,
            links=lambda row: request.http.build_absolute_uri(home_of(inside, *row)),
            alerts=alerts,
            observed=observed,
        )

    noted = tuple((one.monitor.id, one.made, one.since, one.until, *sorted(one.said.items())) for one in alerts)
    data = _CALENDARS.get((revision.pk, revision.hash, scope.key, grant.role, now.date(), lang, observed, noted), made)
    if note_use(address, now.date()):
        trail.note(
            "taken",
            route="engagement.calendar",
            account=address.account,
            dossier=address.dossier.slug,
            revision=revision.number,
            thing=f"feed={address.pk}",
            address=place,
        )
    headers = {"Content-Disposition": f'inline; filename="{address.dossier.slug}.ics"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


def _capped(scope: AccessScope) -> AccessScope:
    """Return an access scope that reaches no higher than what may leave by an address, and not to the mandate."""
    marking = MARKINGS[min(MARKINGS.index(scope.marking), MARKINGS.index(HIGHEST))]
    return replace(scope, marking=marking, audience="partner" if scope.audience == "partner" else "desk")


def _feeds(request: PageRequest, address: str = "") -> Feeds:
    rows = FeedToken.objects.filter(account=request.account, dossier=request.dossier).order_by("-made")
    return Feeds(
        title=Message("page-engagement.feed.title"),
        addresses=[Address(row.pk, row.made, row.used) for row in rows],
        most=MOST_ADDRESSES,
        highest=HIGHEST,
        may_hand_over=request.may("hand-over"),
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
