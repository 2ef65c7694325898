"""A negotiation is opened: a game of the dossier is rehearsed, or real parties test a package on what the dossier knows."""

from __future__ import annotations

import datetime as dt
import math
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from legation import moment
from legation.errors import LegationError, NotAvailable
from legation.language import LANGUAGES, Message, say
from legation.methods.negotiation.session import MOST_PACKAGES
from legation.questions import Case
from legation.questions.games.opening import opening
from legation.web.forms.site_form import ShownField, SiteForm
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.pages.rooms.kinds import KindChoice, kind_choices
from legation.web.pages.rooms.negotiation.form import PEOPLE, form_of, minutes_in, side_field
from legation.web.pages.rooms.negotiation.library import LibraryLine, library_lines
from legation.web.pages.rooms.negotiation.offered import GAME_OF, Offered, find_offered, offered_games, offered_sessions
from legation.web.pages.rooms.negotiation.rules import PLAY_RULES, REAL_RULES
from legation.web.pages.rooms.terms import NOTICE
from legation.web.rooms import seats
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.rooms.models import Room

__all__ = ["SEAT_LASTS", "OfferedLine", "OpeningGame"]

TEMPLATE = "pages/room_game_new.html"
SEAT_LASTS = dt.timedelta(days=7)
"""How long the code of a side leads to its seat."""
CUT_DAYS = 30
"""Days after closing for which points stay, and until nobody can be found any more."""
SEEDS = 2**53
"""So many that nobody finds the seed, and with it the points of others, by trying which one makes simulated players wait so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedLine:
    """A game or a negotiation in the list.

    Attributes
    ----------
    about : Message or None
        For how many, for how long; None where it cannot be read.
    faults, notes : tuple of Problem or Message
        What keeps it from being opened, and what else is to be known.
    repair : str
        Where that is changed; empty where the person may not.
    href : str
        Where it is opened; empty where it cannot be.
    """

    title: Any
    about: Message | None
    faults: tuple[Any, ...] = ()
    notes: tuple[Any, ...] = ()
    repair: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class OpeningGame(Page):
    """What may be opened as a negotiation; or, once that is chosen, the form.

    Attributes
    ----------
    games, sessions : list of OfferedLine
    library : list of LibraryLine
    chosen : OfferedLine or None
    value : str
        What stands for it in the form.
    is_real : bool
        Whether real parties test a package: else it is an exercise, and the page says so.
    first, players, how, notice, more : tuple of ShownField
        What it is called; who plays whom; for how long and how; what everybody is told, and what of it may be left out.
    rules : list of Message
        What everybody is told beside that, before joining.
    back : str
        Where something else is chosen.
    """

    kinds: list[KindChoice] = field(default_factory=list)
    games: list[OfferedLine] = field(default_factory=list)
    sessions: list[OfferedLine] = field(default_factory=list)
    library: list[LibraryLine] = field(default_factory=list)
    chosen: OfferedLine | None = None
    value: str = ""
    is_real: bool = False
    is_fresh: bool = True
    first: tuple[ShownField, ...] = ()
    players: tuple[ShownField, ...] = ()
    how: tuple[ShownField, ...] = ()
    notice: tuple[ShownField, ...] = ()
    more: tuple[ShownField, ...] = ()
    rules: list[Message] = field(default_factory=list)
    back: str = ""
    error: Any = None


@page("dossiers/<slug:slug>/rooms/new/negotiation", name="rooms.new-game", template=TEMPLATE, action="hold-rooms")
def new_game(request: PageRequest) -> OpeningGame:
    """Return what may be opened; or the form for what the address names."""
    value = request.query.get("of", "")
    if not value:
        return _choice(request)
    found = _found(request, value)
    return _form_page(request, found, form_of(found, title=say(found.title, request.lang)))


@action("dossiers/<slug:slug>/rooms/open/negotiation", name="rooms.open-game", action="hold-rooms")
def open_game(request: PageRequest) -> str | HttpResponse:
    """Open the room: a seat for each side that people play, with a code of its own, and bots in the others."""
    found = _found(request, request.form.get("of", ""))
    form = form_of(found, request.form, title="")
    minutes = minutes_in(form) if form.is_valid() and found.game is not None else 0
    ends = form.read() if isinstance(form, DeadlineForm) and form.is_valid() else None
    if form.is_valid() and ends is not None and ends[0] <= timezone.now():
        form.refuse("day", Message("page-games.deadline-past"))
    players = {side: form.cleaned_data.get(side_field(side), PEOPLE) for side in found.sides} if form.is_valid() else {}
    if players and PEOPLE not in players.values():
        form.refuse(side_field(next(iter(players))), Message("page-games.nobody-plays"))
    if not form.is_valid() or form.errors or found.faults:
        return show(request, _form_page(request, found, form), TEMPLATE, status=422)
    try:
        has_bots = any(who != PEOPLE for who in players.values())
        room = _opened(request, found, form.cleaned_data, minutes, ends[0] if ends is not None else None, has_bots=has_bots)
    except LegationError as error:
        return show(request, _form_page(request, found, form, error.message), TEMPLATE, status=422)
    until = timezone.now() + SEAT_LASTS
    for side, who in players.items():
        called: dict[str, str] = {lang: say(found.sides[side], lang) for lang in LANGUAGES}
        if who == PEOPLE:
            seats.seat_side(room, side, called, until)
        else:
            seats.seat_bot(room, side, who, called)
    return request.href("rooms.one", room=room.pk)


def _opened(
    request: PageRequest, found: Offered, said: dict[str, Any], minutes: int, deadline: dt.datetime | None, *, has_bots: bool
) -> Room:
    """Open the room and let it pause: nothing is offered before whoever holds it opens the talks."""
    is_game, seed = found.of == GAME_OF, secrets.randbelow(SEEDS)
    case = _case(request)
    data = opening(case, found.name, seed=seed) if is_game else opening(case, seed=seed, session="real", negotiation=found.name)
    packages = math.prod(len(one["options"]) for one in data["issues"])
    if has_bots and packages > MOST_PACKAGES:
        raise NotAvailable(Message("game.too-many-packages", found=packages, most=MOST_PACKAGES))
    data |= {"minutes": minutes} if minutes else {}
    data |= {"protocol": said["protocol"], "side_rooms": bool(said["side_rooms"]), "cut_days": CUT_DAYS}
    data |= {"inside": "organisation", "leaves": "organisation" if is_game else "nothing"}
    data |= {"host_side": said["host_side"]} if said["host_side"] else {}
    data |= {"deadline": moment.written(deadline)} if deadline is not None else {}
    room = seats.open_room(
        request.dossier,
        request.account,
        "negotiation",
        data,
        title={"fr": said["title"], "en": said["title"]},
        notice={name: {"fr": said[name], "en": said[name]} for name in NOTICE if said.get(name)},
        zone=said.get("zone") or "UTC",
        role="delegate",
    )
    if said["host_side"]:
        seats.host_plays(room, said["host_side"])
    seats.pause(room)
    return room


def _case(request: PageRequest) -> Case:
    return case_at(request.revision, request.scope, request.today)


def _found(request: PageRequest, value: str) -> Offered:
    found = find_offered(_case(request), value)
    if found is None:
        raise Http404
    return found


def _choice(request: PageRequest) -> OpeningGame:
    case = _case(request)
    return OpeningGame(
        title=Message("page-games.new"),
        kinds=kind_choices(request, "negotiation"),
        games=[_line(request, one) for one in offered_games(case)],
        sessions=[_line(request, one) for one in offered_sessions(case)],
        library=library_lines(request),
    )


def _line(request: PageRequest, one: Offered) -> OfferedLine:
    count = len(one.sides)
    about = Message("page-games.about-game", count=count, minutes=one.game.minutes) if one.game is not None and count else None
    if one.game is None and count:
        about = Message("page-games.about-session", count=count)
    repair = request.href("models.one", kind=one.where, name=one.part) if (one.faults or one.notes) and one.part else ""
    href = "" if one.faults else f"{request.href('rooms.new-game')}?of={one.value}"
    return OfferedLine(title=one.title, about=about, faults=one.faults, notes=one.notes, repair=repair, href=href)


def _form_page(request: PageRequest, found: Offered, form: SiteForm | DeadlineForm, error: Any = None) -> OpeningGame:
    shown, is_real = form.shown, found.of != GAME_OF
    players = {side_field(side) for side in found.sides}
    return OpeningGame(
        title=Message("page-games.open-session" if is_real else "page-games.open-game", name=found.title),
        kinds=kind_choices(request, "negotiation"),
        chosen=_line(request, found),
        value=found.value,
        is_real=is_real,
        is_fresh=not form.is_bound,
        first=tuple(one for one in shown if one.name == "title"),
        players=tuple(one for one in shown if one.name in players),
        how=tuple(one for one in shown if one.name not in ("title", *players, *NOTICE)),
        notice=tuple(one for one in shown if one.name in NOTICE and one.required),
        more=tuple(one for one in shown if one.name in NOTICE and not one.required),
        rules=[Message(f"page-games.told-{one}") for one in (REAL_RULES if is_real else PLAY_RULES)],
        back=request.href("rooms.new-game"),
        error=error,
    )
