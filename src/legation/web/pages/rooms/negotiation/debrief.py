"""The debrief of a game, for everybody seated and whoever holds the room: what it showed, one action each, what goes into the dossier."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from legation.dossier.tables.csv_sheet import is_formula
from legation.language import LANGUAGES, Message, say
from legation.questions.games.returned import LONGEST_AHEAD, PlayedPosition, activity_edit, position_edits
from legation.rooms.state import as_seen
from legation.web.forms.saving import offer
from legation.web.pages.rooms.negotiation.debriefed import FORMATS, GameDebrief, debrief_of, paper_of, steps_of
from legation.web.pages.rooms.negotiation.marks import file_name
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.result import PaperLink, attached
from legation.web.rooms.limits import BY_ADDRESS, address_of
from legation.web.rooms.routes import later, seat_route
from legation.web.site.page import Page, PageRequest
from legation.web.site.routing import action, file, page, show
from legation.web.stores.rooms.models import Room, RoomNextStep, RoomSeat

__all__ = ["GameDebriefPage", "NextStepLine", "PlayedLine"]

TEMPLATE = "pages/room_game_debrief.html"
_LIMITS = {"what": 200, "owner": 120}
MOST_POSITIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStepLine:
    """What a player does next: what, which function, by when, whose side it was; ``take``: whether it may still be proposed."""

    id: int
    what: str
    owner: str
    by: dt.date
    side: Any
    is_proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedLine:
    """A side that an actor of the dossier may stand for."""

    number: int
    side: Any
    actor: str


@dataclass(frozen=True, kw_only=True)
class GameDebriefPage(Page):
    """The debrief before whoever holds the room.

    Attributes
    ----------
    found : GameDebrief
    papers : list of PaperLink
    steps : list of NextStepLine
    take : str
        Where what players do next is proposed to the dossier.
    sides : list of PlayedLine
        Rows of the form for positions.
    actors, issues : list of (str, str)
        Of the dossier, by id.
    played : str
        Where positions are proposed.
    room : str
    """

    template: ClassVar[str] = TEMPLATE
    found: GameDebrief
    papers: list[PaperLink]
    steps: list[NextStepLine]
    take: str
    room: str
    played: str = ""
    sides: list[PlayedLine] = field(default_factory=list)
    actors: list[tuple[str, str]] = field(default_factory=list)
    issues: list[tuple[str, str]] = field(default_factory=list)
    error: Message | None = None


@page("dossiers/<slug:slug>/rooms/<slug:room>/debrief", name="rooms.debrief", template=TEMPLATE, action="hold-rooms")
def debrief(request: PageRequest, room: str) -> GameDebriefPage:
    """Return what a game showed, with what may go into the dossier."""
    return _page(request, room_of(request, room))


@file("dossiers/<slug:slug>/rooms/<slug:room>/debrief/<slug:name>", name="rooms.debrief-paper", action="hold-rooms")
def debrief_paper(request: PageRequest, room: str, name: str) -> HttpResponse:
    """Return the debrief as a file, ``fr-pdf``."""
    return _paper(room_of(request, room), name)


def _returning(request: PageRequest, room: str) -> Room:
    """Return a room of which something may come into the dossier: of a preparation nothing does, which tells of the mandate."""
    found = room_of(request, room)
    if found.prepares:
        raise Http404
    return found


@action("dossiers/<slug:slug>/rooms/<slug:room>/debrief/take", name="rooms.debrief-take", action="hold-rooms")
def take(request: PageRequest, room: str) -> str | HttpResponse:
    """Propose to the dossier what players do next, as planned activities: those that are chosen, each once."""
    found = _returning(request, room)
    debrief_of(found)
    chosen = {int(one) for one in request.http.POST.getlist("step") if one.isascii() and one.isdecimal() and len(one) < 12}
    rows = [row for row in RoomNextStep.objects.filter(seat__room=found, proposed=False).order_by("pk") if row.pk in chosen]
    if not rows:
        return show(request, _page(request, found, Message("page-debrief.nothing-chosen")), TEMPLATE, status=422)
    edits = [activity_edit(row.what, row.owner, row.by, request.today) for row in rows]
    proposed = offer(request, edits, request.dossier.head, say(Message("page-debrief.take-reason", room=found.called), request.lang), {})
    RoomNextStep.objects.filter(pk__in=[row.pk for row in rows]).update(proposed=True)
    messages.success(request.http, say(Message("page-debrief.taken", count=len(rows)), request.lang))
    return request.href("proposals.one", proposal=proposed.pk)


@action("dossiers/<slug:slug>/rooms/<slug:room>/debrief/positions", name="rooms.debrief-positions", action="hold-rooms")
def played_positions(request: PageRequest, room: str) -> str | HttpResponse:
    """Propose positions that a person says were played; none without a box that is ticked."""
    found = _returning(request, room)
    record = debrief_of(found).record
    try:
        played = [one for number in range(len(record.sides)) if (one := _played(request, number)) is not None]
    except ValueError:
        return show(request, _page(request, found, Message("page-debrief.bad-position")), TEMPLATE, status=422)
    if not played:
        return show(request, _page(request, found, Message("page-debrief.nothing-chosen")), TEMPLATE, status=422)
    edits = position_edits(request.view, played, found.pk, found.called, record.day)
    reason = say(Message("page-debrief.positions-reason", room=found.called), request.lang)
    proposed = offer(request, edits, request.dossier.head, reason, {})
    messages.success(request.http, say(Message("page-debrief.positions-taken", count=len(played)), request.lang))
    return request.href("proposals.one", proposal=proposed.pk)


@seat_route("debrief", name="room-debrief", kind="negotiation")
def seat_debrief(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show what the game showed to somebody who sits in it."""
    return _of_seat(request, room, here)


@seat_route("debrief/step", name="room-debrief-step", action="write", method="POST", kind="negotiation")
def seat_step(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Write down what a player does next; a second time it takes the place of the first, until it is proposed."""
    wait = BY_ADDRESS.take(address_of(request))
    if wait:
        return later(request, wait, as_json=False)
    found = Room.objects.get(pk=room)
    record = debrief_of(found).record
    if here not in record.seats:
        raise Http404
    said = {name: " ".join(as_seen(request.POST.get(name, "")).split()) for name in (*_LIMITS, "by")}
    wrong = _wrong(said)
    if wrong is not None:
        return _of_seat(request, room, here, refused=wrong, said=said, status=422)
    row = RoomSeat.objects.get(room=found, seat=here)
    values = {"what": said["what"], "owner": said["owner"], "by": dt.date.fromisoformat(said["by"])}
    there = RoomNextStep.objects.filter(seat=row).first()
    if there is not None and there.proposed:
        return _of_seat(request, room, here, refused=Message("page-debrief.is-proposed"), said=said, status=409)
    RoomNextStep.objects.update_or_create(seat=row, defaults=values)
    return HttpResponseRedirect(reverse("room-debrief", args=[room]) + "?said=yes#next")


@seat_route("debrief/<slug:name>", name="room-debrief-paper", kind="negotiation")
def seat_paper(request: HttpRequest, room: str, here: str, name: str) -> HttpResponse:  # noqa: ARG001 - what every seat's page is given
    """Give the debrief as a file to somebody who sits in the room."""
    wait = BY_ADDRESS.take(address_of(request))
    return later(request, wait, as_json=False) if wait else _paper(Room.objects.get(pk=room), name)


def _wrong(said: Mapping[str, str]) -> Message | None:
    """Return what is wrong with what a player wrote; None where nothing is."""
    if not all(said.values()):
        return Message("page-debrief.all-three")
    if any(len(said[name]) > most for name, most in _LIMITS.items()):
        return Message("page-debrief.too-long", what=_LIMITS["what"], owner=_LIMITS["owner"])
    if any(is_formula(said[name]) for name in _LIMITS):
        return Message("page-debrief.no-formula")
    today = timezone.now().date()
    try:
        by = dt.date.fromisoformat(said["by"])
    except ValueError:
        return Message("page-debrief.no-day")
    return None if today <= by <= today + LONGEST_AHEAD else Message("page-debrief.too-far", days=LONGEST_AHEAD.days)


def _of_seat(request: HttpRequest, room: str, here: str, *, status: int = 200, **more: Any) -> HttpResponse:
    room_row = Room.objects.get(pk=room)
    found = debrief_of(room_row)
    today = timezone.now().date()
    own = RoomNextStep.objects.filter(seat__room=room_row, seat__seat=here).first()
    values = {
        "room": room,
        "heading": room_row.called.in_language(request.lang),  # type: ignore[attr-defined]  # set by LanguageMiddleware
        "found": found,
        "papers": _papers(lambda name: reverse("room-debrief-paper", args=[room, name])),
        "plays": here in found.record.seats,
        "own": own,
        "today": today.isoformat(),
        "last": (today + LONGEST_AHEAD).isoformat(),
        "days": LONGEST_AHEAD.days,
        "limits": _LIMITS,
        "done": "said" in request.GET,
        "key": secrets.token_hex(4),
    }
    return private_page(request, "rooms/game_debrief.html", values | more, status=status)


def _page(request: PageRequest, found: Room, error: Message | None = None) -> GameDebriefPage:
    shown = debrief_of(found)
    steps = [
        NextStepLine(id=row.pk, what=row.what, owner=row.owner, by=row.by, side=side, is_proposed=row.proposed)
        for row, side in steps_of(found, shown.record)
    ]
    view = request.view
    actors = [(row.id, row.name.in_language(request.lang) or row.id) for row in view.actors]
    issues = [(row.id, row.question.in_language(request.lang) or row.id) for row in view.issues]
    sides = [PlayedLine(number=number, side=side, actor=_meant(side, actors)) for number, side in enumerate(shown.record.sides)]
    may_return = not found.prepares
    may = bool(actors and issues) and may_return
    return GameDebriefPage(
        title=Message("page-debrief.title", room=found.called),
        found=shown,
        papers=_papers(lambda name: request.href("rooms.debrief-paper", room=found.pk, name=name)),
        steps=steps,
        take=request.href("rooms.debrief-take", room=found.pk) if may_return and any(not one.is_proposed for one in steps) else "",
        room=request.href("rooms.one", room=found.pk),
        played=request.href("rooms.debrief-positions", room=found.pk) if may else "",
        sides=sides[:MOST_POSITIONS] if may else [],
        actors=actors,
        issues=issues,
        error=error,
    )


def _meant(side: Any, actors: list[tuple[str, str]]) -> str:
    """Return the actor that a side is by its id or its name; empty where none is."""
    names = {str(side.in_language(lang)).casefold() for lang in LANGUAGES}
    return next((name for name, called in actors if name == side.id or called.casefold() in names), "")


def _played(request: PageRequest, number: int) -> PlayedPosition | None:
    """Return the position of a side whose box is ticked.

    Raises
    ------
    ValueError
        Where its ends are no numbers from 0 to 100, the first no larger, or actor and issue are none of the dossier.
    """
    form = request.form
    if form.get(f"take-{number}") != "yes":
        return None
    actor, issue = form.get(f"actor-{number}", ""), form.get(f"issue-{number}", "")
    low, high = (float(form.get(f"{end}-{number}", "").replace(",", ".")) for end in ("low", "high"))
    if (
        not 0 <= low <= high <= 100
        or actor not in {row.id for row in request.view.actors}
        or issue not in {row.id for row in request.view.issues}
    ):
        raise ValueError(number)
    return PlayedPosition(actor=actor, issue=issue, low=low, high=high)


def _papers(address: Callable[[str], str]) -> list[PaperLink]:
    return [
        PaperLink(title=Message(f"page-room-result.file.{lang}", format=title), href=address(f"{lang}-{ending}"))
        for lang in LANGUAGES
        for ending, title in FORMATS.items()
    ]


def _paper(room: Room, name: str) -> HttpResponse:
    data, kind, called, lang = paper_of(room, name)
    return attached(data, kind, file_name(room.pk, called, lang))
