"""A negotiation is prepared: one person plays it against simulated players, and after some runs has a page to carry.

It is for whoever may see the mandate, and for nobody else: the rooms stand in no list, and their pages are found by nobody else.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation import moment
from legation.briefing.papers.preparation import preparation_paper
from legation.dossier.models.game import STYLES
from legation.errors import LegationError
from legation.language import LANGUAGES, Message, say
from legation.questions.deals.negotiation.mandate import Limits, find_limits
from legation.questions.games.preparation import RUNS, PreparationPage, page_of
from legation.questions.games.preparation_room import opening_of
from legation.questions.games.preparation_words import Carried, carried
from legation.web.forms.site_form import SelectField, ShownField, SiteForm, TextField
from legation.web.pages.rooms.negotiation.opening import SEEDS
from legation.web.pages.rooms.negotiation.prepared import PlayedRun, played_runs
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.result import attached
from legation.web.rooms import reports, seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.place import give_seat
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import Page, action, file, page, show

__all__ = ["Preparing", "RunLine"]

TEMPLATE = "pages/room_game_preparation.html"
SHORTEST, LONGEST, MINUTES = 5, 120, 20
FORMS = {ending: reports.FORMATS[ending] for ending in ("docx", "pdf")}
_PAGES: Cache[PreparationPage] = Cache(100)
"""The last pages, by the dossier as it is seen and the runs they rest on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A run in the list; ``end``: where it is ended, empty once it is over."""

    said: Message
    href: str
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class Preparing(Page):
    """A negotiation that is prepared.

    Attributes
    ----------
    may_see : bool
        Whether it is for whoever looks; else nothing of it is here.
    problem : Message or None
        Why nothing can be played.
    negotiation : str
    fields : tuple of ShownField
        How a run is begun; none for whoever may begin none.
    runs : list of RunLine
    left : Message or None
        How many runs are missing until there is a page.
    carried : Carried or None
        The page to carry.
    papers : list of (str, str)
        Forms of the paper, with where each is.
    """

    may_see: bool
    problem: Any = None
    negotiation: str = ""
    fields: tuple[ShownField, ...] = ()
    runs: list[RunLine] = field(default_factory=list)
    left: Message | None = None
    carried: Carried | None = None
    papers: list[tuple[str, str]] = field(default_factory=list)


@page("dossiers/<slug:slug>/preparation", name="preparation", template=TEMPLATE, action="see")
def preparation(request: PageRequest) -> Preparing:
    """Return the preparation of a negotiation; for whoever may not see the mandate, that it is not for them."""
    return _page(request, request.query.get("negotiation", ""))


@action("dossiers/<slug:slug>/preparation/begin", name="preparation.begin", action="hold-rooms")
def begin(request: PageRequest) -> str | HttpResponse:
    """Open a room for one run, seat whoever sends this in this browser, and lead there."""
    limits = _limits(request, request.form.get("negotiation", ""))
    if limits is None:
        return request.href("preparation")
    form = _form(limits, request.form)
    minutes = _minutes(form) if form.is_valid() else 0
    if not form.is_valid() or form.errors:
        return show(request, _page(request, limits.talks.model.id, form), TEMPLATE, status=422)
    played, style, name = form.cleaned_data["side"], form.cleaned_data["style"], limits.talks.model.id
    now = timezone.now()
    title: dict[str, str] = {lang: say(Message("page-preparation.title", title=limits.talks.title), lang) for lang in LANGUAGES}
    try:
        data = opening_of(limits, seed=secrets.randbelow(SEEDS), minutes=minutes) | {"inside": "organisation", "leaves": "nothing"}
        data["deadline"] = moment.written(now + dt.timedelta(minutes=minutes))
        room = seats.open_room(
            request.dossier, request.account, "negotiation", data, title=title, notice={}, role="delegate", prepares=name
        )
    except LegationError as error:
        messages.error(request.http, say(Message("page-preparation.not-begun", why=error.message), request.lang))
        return _here(request, name)
    called: dict[str, dict[str, str]] = {one["id"]: {lang: one[f"name_{lang}"] for lang in LANGUAGES} for one in data["sides"]}
    for side, names in called.items():
        if side != played:
            seats.seat_bot(room, side, style, names)
    door = seats.seat_side(room, played, called[played], now + dt.timedelta(minutes=LONGEST))
    taken = seats.sit(room, role=door.role, account=None, door=door, anonymous=False)
    response = HttpResponseRedirect(reverse("room-seat", args=[room.pk]))
    if taken is not None:
        give_seat(response, room.pk, taken[1])
    return response


@action("dossiers/<slug:slug>/preparation/<slug:room>/end", name="preparation.end", action="hold-rooms")
def end(request: PageRequest, room: str) -> str:
    """End a run before its time; it counts with what was offered until then."""
    found = room_of(request, room)
    if not found.prepares:
        return request.href("preparation")
    drafts = [Draft(kind="phase", data={"phase": "closed"}, key="over"), Draft(kind="revealed", data={}, key="revealed")]
    DESK.write(found.pk, seats.host_of(found), drafts)
    messages.success(request.http, say(Message("page-preparation.ended"), request.lang))
    return _here(request, found.prepares)


@file("dossiers/<slug:slug>/preparation/page.<str:form>", name="preparation.paper", action="see")
def paper(request: PageRequest, form: str) -> HttpResponse:
    """Return the page to carry as a paper, to take along; lead to the runs where there is none yet, or none for whoever asks."""
    if form not in FORMS:
        raise Http404
    limits = _limits(request, request.query.get("negotiation", ""))
    over = _over(played_runs(request.dossier, limits)) if limits is not None else []
    if limits is None or len(over) < RUNS:
        return HttpResponseRedirect(request.href("preparation"))
    kind, render = FORMS[form]
    made = preparation_paper(_case(request), request.lang, limits.talks.title, _carried(request, limits, over))
    return attached(render(made), kind, f"{made.name}-{made.kind}-{request.lang}.{form}")


def _case(request: PageRequest) -> Any:
    return case_at(request.revision, request.scope, request.today)


def _limits(request: PageRequest, name: str) -> Limits | None:
    """Return our limits; None for whoever may not see the mandate, and where there is nothing to prepare."""
    if request.scope.audience != "owner":
        return None
    try:
        return find_limits(_case(request), name)
    except LegationError:
        return None


def _over(played: list[PlayedRun]) -> list[PlayedRun]:
    """Return the runs that count."""
    return [one for one in played if one.is_over and one.run is not None]


def _here(request: PageRequest, name: str) -> str:
    return f"{request.href('preparation')}?{urlencode({'negotiation': name})}"


def _form(limits: Limits, sent: QueryDict | None = None) -> SiteForm:
    """Return how a run is begun: whom one plays, how the others give way, for how long."""
    sides = [
        (one.party.id, Message("page-preparation.us", party=name) if place == limits.us else name.name)
        for place, (one, name) in enumerate(zip(limits.talks.valued, limits.talks.parties, strict=True))
    ]
    return SiteForm(
        sent,
        side=SelectField(
            Message("page-preparation.side"),
            sides,
            initial=limits.talks.valued[limits.us].party.id,
            required=True,
            help=Message("page-preparation.side-help"),
        ),
        style=SelectField(
            Message("page-preparation.style"),
            [(one, Message(f"page-preparation.style-{one}")) for one in STYLES],
            initial="even",
            required=True,
        ),
        minutes=TextField(Message("page-preparation.minutes"), initial=str(MINUTES), required=True, limit=3),
    )


def _minutes(form: SiteForm) -> int:
    text = str(form.cleaned_data["minutes"])
    minutes = int(text) if text.isascii() and text.isdecimal() else 0
    if not SHORTEST <= minutes <= LONGEST:
        form.refuse("minutes", Message("page-preparation.minutes-wrong", found=text, least=SHORTEST, most=LONGEST))
    return minutes


def _page(request: PageRequest, name: str, form: SiteForm | None = None) -> Preparing:
    title = Message("page-preparation.heading")
    if request.scope.audience != "owner":
        return Preparing(title=title, may_see=False)
    try:
        limits = find_limits(_case(request), name)
    except LegationError as error:
        return Preparing(title=title, may_see=True, problem=error.message)
    name = limits.talks.model.id
    played = played_runs(request.dossier, limits)
    over = _over(played)
    may_play = request.may("hold-rooms")
    made = _carried(request, limits, over) if len(over) >= RUNS else None
    where = f"?{urlencode({'negotiation': name})}"
    return Preparing(
        title=Message("page-preparation.title", title=limits.talks.title),
        may_see=True,
        negotiation=name,
        fields=(form or _form(limits)).shown if may_play else (),
        runs=[_line(request, limits, one, may_end=may_play) for one in played],
        left=None if made is not None else Message("page-preparation.left", count=RUNS - len(over)),
        carried=made,
        papers=[(one.upper(), request.href("preparation.paper", form=one) + where) for one in FORMS] if made is not None else [],
    )


def _carried(request: PageRequest, limits: Limits, over: list[PlayedRun]) -> Carried:
    runs = [one.run for one in over if one.run is not None]
    key = (
        request.revision.hash,
        request.scope.key,
        request.today,
        limits.talks.model.id,
        tuple((one.room.pk, one.room.hash) for one in over),
    )
    return carried(limits, _PAGES.get(key, lambda: page_of(limits, runs)))


def _line(request: PageRequest, limits: Limits, one: PlayedRun, *, may_end: bool) -> RunLine:
    party = next((name for name in limits.talks.parties if name.id == one.side), one.side)
    href = request.href("rooms.one", room=one.room.pk)
    if not one.is_over:
        href = reverse("room-seat", args=[one.room.pk])
        ends = request.href("preparation.end", room=one.room.pk) if may_end else ""
        return RunLine(said=Message("page-preparation.run-open", party=party), href=href, end=ends)
    if one.run is None or one.run.deal is None:
        return RunLine(said=Message("page-preparation.run-none", party=party), href=href)
    points = round(float(limits.talks.domain.utilities(one.run.deal)[0, limits.us]), 1)
    return RunLine(said=Message("page-preparation.run-deal", party=party, points=points), href=href)
