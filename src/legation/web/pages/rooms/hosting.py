"""The rooms of a dossier, for whoever holds them: the list, a new one, and one with its doors, its statements and its phases."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import qrcode
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage

from legation.language import Message, say
from legation.rooms.attribution import names_organisations
from legation.rooms.deliberation import DELIBERATION
from legation.rooms.deliberation.state import LONGEST, PHASES
from legation.rooms.seating import INSIDE, LEAVES
from legation.rooms.state import as_seen
from legation.web.forms.site_form import CheckField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.rooms import as_host
from legation.web.pages.rooms.deadline import closes
from legation.web.pages.rooms.kinds import KindChoice, kind_choices, pages_of
from legation.web.pages.rooms.moderating import moderators_view, waiting_since
from legation.web.pages.rooms.of_dossier import deliberation_of, reads_room, room_of
from legation.web.pages.rooms.picture import RoomView, room_view
from legation.web.pages.rooms.seeds import VOTES, Seeds, seeds_of
from legation.web.pages.rooms.sitting import OwnSeat, own_seat
from legation.web.pages.rooms.terms import NOTICE
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.pictures import PICTURES
from legation.web.rooms.play import is_play
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page, show
from legation.web.stores.rooms.models import Room, RoomDoor

__all__ = ["HostedMap", "HostedRoom", "Hosting", "Rooms", "hosted", "qr_code"]

NEW, ONE = "pages/room_new.html", "pages/room_one.html"
DOOR_LASTS = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLine:
    """A room in the list; ``exercise``: nothing in it is real."""

    title: str
    question: str
    phase: Message
    href: str
    waiting: Message | None = None
    exercise: bool = False


@dataclass(frozen=True, kw_only=True)
class Rooms(Page):
    """The rooms of a dossier, the newest first.

    Attributes
    ----------
    new : str
        Where one is opened; empty where the person may not.
    """

    rooms: list[RoomLine]
    new: str


@dataclass(frozen=True, kw_only=True)
class Hosting(Page):
    """The form of a new room; ``with_votes``: whether the votes of an export were asked for."""

    kinds: list[KindChoice]
    fields: list[ShownField]
    more: list[ShownField]
    error: Any = None
    with_votes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStatement:
    """A statement of a room, as its host sees it."""

    id: str
    text: str | Message
    verdict: Message | None
    counts: Message | None


@dataclass(frozen=True, kw_only=True)
class HostedRoom(Page):
    """A deliberation before its host."""

    template: ClassVar[str] = "pages/room_host.html"
    id: str
    question: str
    phase: str
    phases: list[tuple[str, Message]]
    door: str
    code: str
    address: str
    sheet: str
    seated: int
    voted: int
    waiting: int
    judged: list[ListedStatement]
    queue: str
    since: str
    error: Any = None
    log: str = ""
    closes: Message | None = None
    deadline: str = ""
    result: str = ""
    map: str = ""
    own_seat: OwnSeat | None = None
    until: Message | None = None
    settings: list[Message] = field(default_factory=list)
    imported: Message | None = None
    erase: str = ""


@dataclass(frozen=True, kw_only=True)
class HostedMap(Page):
    """What a room thinks by now, before its host: as every seat sees it, without anybody's own place."""

    seen: RoomView
    back: str


class NewRoom(SiteForm):
    """What a host says when a room is opened."""

    def __init__(self, sent: QueryDict | None = None) -> None:
        super().__init__(
            sent,
            title=TextField(Message("page-rooms.title"), required=True, limit=120),
            question=TextField(Message("page-rooms.question"), required=True, limit=500, area=True),
            seeds=TextField(Message("page-rooms.seeds"), help=Message("page-rooms.seeds-help"), area=True, limit=20_000),
            inside=SelectField(Message("page-rooms.inside"), _choices("inside", INSIDE), initial="anonymous", required=True),
            leaves=SelectField(Message("page-rooms.leaves"), _choices("leaves", LEAVES), initial="chatham", required=True),
            seats=TextField(Message("page-rooms.seats"), initial="60", help=Message("page-rooms.seats-help"), required=True, limit=4),
            host=TextField(Message("page-rooms.host"), required=True),
            interest=TextField(Message("page-rooms.interest"), required=True),
            machine=TextField(Message("page-rooms.machine"), required=True),
            law=TextField(Message("page-rooms.law"), required=True),
            safety=CheckField(Message("page-rooms.safety"), help=Message("page-rooms.safety-help")),
            after=CheckField(Message("page-rooms.after"), help=Message("page-rooms.after-help")),
        )


@page("dossiers/<slug:slug>/rooms", name="rooms", template="pages/rooms.html", action="see-rooms")
def rooms(request: PageRequest) -> Rooms:
    """Return the rooms of a dossier."""
    lines = []
    for room in Room.objects.filter(dossier=request.dossier, number__gt=0, prepares="").order_by("-at"):
        state = DESK.glance(room.pk)
        lines.append(
            RoomLine(
                title=room.called.in_language(request.lang),
                question=str(state.settings.get("question", "")) if state is not None else "",
                phase=Message(
                    f"page-rooms.phase.{room.phase or 'collect'}"
                    if room.kind == DELIBERATION.id
                    else f"page-draft-chair.phase-{room.phase}"
                ),
                href=request.href("rooms.one", room=room.pk),
                waiting=_waits(room) if request.may("hold-rooms") and room.kind == DELIBERATION.id else None,
                exercise=is_play(room.pk),
            )
        )
    new = request.href("rooms.new") if request.may("hold-rooms") else ""
    return Rooms(title=Message("page-rooms.rooms"), rooms=lines, new=new)


@page("dossiers/<slug:slug>/rooms/new", name="rooms.new", template=NEW, action="hold-rooms")
def new(request: PageRequest) -> Hosting:
    """Return the form of a new room."""
    return _form(request, NewRoom())


@action("dossiers/<slug:slug>/rooms/open", name="rooms.open", action="hold-rooms")
def open_one(request: PageRequest) -> str | HttpResponse:
    """Open a room, with the statements that its host begins with, and a door for a day."""
    form = NewRoom(request.form)
    if form.is_valid() and not form.cleaned_data["seats"].isdecimal():
        form.refuse("seats", Message("page-rooms.seats-number", found=form.cleaned_data["seats"]))
    if form.is_valid() and form.cleaned_data["inside"] == "anonymous" and form.cleaned_data["leaves"] in ("attributed", "organisation"):
        form.refuse("leaves", Message("page-rooms.leaves-unnamed"))
    begun = seeds_of(request, form.cleaned_data.get("seeds", "")) if form.is_valid() else Seeds()
    if begun.typed is not None:
        form.refuse("seeds", begun.typed)
    if not form.is_valid() or form.errors or begun.file is not None:
        return show(request, _form(request, form, begun.file, with_votes=request.form.get(VOTES) == "yes"), NEW, status=422)
    said = form.cleaned_data
    both = {"fr": said["title"], "en": said["title"]}
    notice = {name: {"fr": said[name], "en": said[name]} for name in NOTICE if said[name]}
    settings = {"inside": said["inside"], "leaves": said["leaves"], "question": as_seen(said["question"]), "safety": bool(said["safety"])}
    settings["moderation"] = "after" if said["after"] else "before"
    room = seats.open_room(
        request.dossier, request.account, "deliberation", settings, title=both, notice=notice, seats=min(int(said["seats"]), seats.SEATS)
    )
    seats.sit(room, role="moderator", account=request.account, anonymous=False)
    drafts = [_seed(at, text, request.lang) for at, text in enumerate(begun.texts, start=1)]
    people = {secrets.token_hex(6): one for one in begun.people}
    drafts += [Draft(kind="imported", data={"seat": seat, **one.cast}, key=f"imported:{seat}") for seat, one in people.items()]
    if drafts:
        DESK.write(room.pk, seats.host_of(room), drafts)
    seats.note_imported(room, {seat: one.number for seat, one in people.items()})
    for note in begun.notes:
        messages.info(request.http, say(note, request.lang))
    seats.new_door(room, timezone.now() + DOOR_LASTS)
    return request.href("rooms.one", room=room.pk)


@page("dossiers/<slug:slug>/rooms/<slug:room>", name="rooms.one", template=ONE, action="see-rooms")
def one(request: PageRequest, room: str) -> Page:
    """Return a room before its host."""
    found = room_of(request, room)
    return pages_of(found.kind).host(request, found)


@page("dossiers/<slug:slug>/rooms/<slug:room>/map", name="rooms.map", template="pages/room_map.html", action="see-rooms")
def room_map(request: PageRequest, room: str) -> HostedMap:
    """Return what a room thinks by now: before readers of the dossier without what may not leave it."""
    found, state = deliberation_of(request, room)
    if not reads_room(request, state):
        raise Http404
    PICTURES.look(found.pk)
    with DESK.reading(found.pk) as live:
        thought: Any = live.state
        seen, outside = room_view(thought, PICTURES.known(found.pk)), names_organisations(state.settings, outside=True)
    if not request.may("hold-rooms") and not outside:
        seen = replace(seen, organisations=[])
    return HostedMap(title=found.called.in_language(request.lang), seen=seen, back=request.href("rooms.one", room=found.pk))


@action("dossiers/<slug:slug>/rooms/<slug:room>/phase", name="rooms.phase", action="hold-rooms")
def phase(request: PageRequest, room: str) -> str | HttpResponse:
    """Go on to another phase; when the room closes stays as it was said."""
    found, state = deliberation_of(request, room)
    to = request.form.get("phase", "")
    ends = {"deadline": state.deadline, "day": state.day, "zone": state.zone} if state.deadline and to != "closed" else {}
    return as_host.writes(request, found, hosted, ONE, Draft(kind="phase", data={"phase": to} | ends))


@action("dossiers/<slug:slug>/rooms/<slug:room>/door", name="rooms.door", action="hold-rooms")
def door(request: PageRequest, room: str) -> str:
    """Close the door that is open, and open a new one where that was asked for; one that has run out leads on to the end."""
    found = room_of(request, room)
    found.doors.filter(until__gt=timezone.now()).exclude(role__startswith=seats.WAITS).update(closed=True)
    if request.form.get("do") == "new":
        seats.new_door(found, timezone.now() + DOOR_LASTS, role=pages_of(found.kind).comes_as)
    return request.href("rooms.one", room=found.pk)


@file("dossiers/<slug:slug>/rooms/<slug:room>/sheet", name="rooms.sheet", action="hold-rooms")
def sheet(request: PageRequest, room: str) -> HttpResponse:
    """Return the sheet that hangs in the hall: question, code, picture of the address."""
    found = room_of(request, room)
    way_in = _open_door(found)
    if way_in is None:
        raise Http404
    values = {
        "heading": found.called.in_language(request.lang),
        "question": _question(found),
        "code": _spaced(way_in.code),
        "until": seats.lasts_until(way_in),
    }
    address = _address(request, way_in)
    return render(request.http, "rooms/sheet.html", values | {"address": address, "picture": qr_code(address)})


def qr_code(address: str) -> SafeString:
    """Return the picture of an address that a telephone reads, as SVG."""
    made = qrcode.make(address, image_factory=SvgPathImage, box_size=20)
    return SafeString(made.to_string(encoding="unicode"))


def _choices(setting: str, words: tuple[str, ...]) -> list[tuple[str, Message]]:
    return [(word, Message(f"page-rooms.{setting}-{word}")) for word in words]


def _seed(at: int, text: str, lang: str) -> Draft:
    return Draft(
        kind="stated", data={"statement": f"seed-{at}", "text": text[:LONGEST], "language": lang, "source": "seed"}, key=f"seed-{at}"
    )


def _form(request: PageRequest, form: NewRoom, error: Any = None, *, with_votes: bool = False) -> Hosting:
    first = ("title", "question", "seeds")
    shown = list(form.shown)
    return Hosting(
        title=Message("page-rooms.new"), kinds=kind_choices(request, "deliberation"), fields=[one for one in shown if one.name in first],
        more=[one for one in shown if one.name not in first], error=error, with_votes=with_votes,
    )  # fmt: skip


def hosted(request: PageRequest, room: Room, *, error: Message | None = None) -> HostedRoom:
    """Return a deliberation before its host."""
    with DESK.reading(room.pk) as live:
        voted = _voted(live.state)
        state: Any = DESK.glance(room.pk)
    seen = moderators_view(room)
    may = request.may("hold-rooms")
    waiting, since = waiting_since(room, seen) if may else (0, "")
    way_in = _open_door(room) if may else None
    at = PHASES.index(state.phase)
    return HostedRoom(
        title=room.called.in_language(request.lang),
        id=room.pk,
        question=str(state.settings["question"]),
        phase=state.phase,
        phases=[(one, Message(f"page-rooms.go.{one}")) for one in PHASES[at + 1 :]] if may else [],
        door=request.href("rooms.door", room=room.pk) if may else "",
        code=_spaced(way_in.code) if way_in is not None else "",
        address=_address(request, way_in) if way_in is not None else "",
        sheet=request.href("rooms.sheet", room=room.pk) if way_in is not None else "",
        seated=room.seats.exclude(digest="").count(),
        voted=voted if may else 0,
        waiting=waiting,
        since=since,
        queue=request.href("rooms.queue", room=room.pk) if may else "",
        judged=[_statement(one) for one in seen["statements"] if one["verdict"] is not None] if may else [],
        error=error,
        log=request.href("rooms.log", room=room.pk) if may else "",
        closes=closes(seen.get("deadline")),
        deadline=request.href("rooms.deadline", room=room.pk) if may and state.phase != "closed" else "",
        result=request.href("rooms.result", room=room.pk),
        map=request.href("rooms.map", room=room.pk) if state.phase != "collect" and reads_room(request, state) else "",
        own_seat=own_seat(request, room, state),
        imported=Message("page-rooms.imported-said", count=state.imported) if state.imported else None,
        erase=request.href("rooms.erase-imported", room=room.pk) if may and seats.are_noted(room) else "",
        until=seats.lasts_until(way_in) if way_in is not None else None,
        settings=[Message(f"page-rooms.inside-{state.settings['inside']}"), Message(f"page-rooms.leaves-{state.settings['leaves']}")],
    )


def _voted(state: Any) -> int:
    """Return how many have voted, in steps of as many as hide one: that somebody voted just now is nobody else's to know."""
    voted = len({seat for one in state.statements.values() for seat in one.votes if not state.seats[seat].imported})
    return int(voted - voted % state.settings["smallest"])


def _statement(one: dict[str, Any]) -> ListedStatement:
    counts = {name: one[name] for name in ("agree", "disagree", "seen")}
    return ListedStatement(
        id=one["id"],
        text=one["text"],
        verdict=Message(f"page-rooms.verdict.{one['verdict']}") if one["verdict"] else None,
        counts=Message("page-rooms.counts", **counts) if one["seen"] is not None else None,
    )


def _waits(room: Room) -> Message | None:
    """Return that statements wait for a moderator, where some do."""
    count, since = waiting_since(room, moderators_view(room))
    return Message("page-rooms.waits-since", count=count, since=since) if count else None


def _open_door(room: Room) -> RoomDoor | None:
    found: RoomDoor | None = (
        room.doors.filter(closed=False, until__gt=timezone.now()).exclude(role__startswith=seats.WAITS).order_by("-pk").first()
    )
    return found


def _address(request: PageRequest, door: RoomDoor) -> str:
    return request.http.build_absolute_uri(reverse("room-door", args=[door.code]))


def _spaced(code: str) -> str:
    return f"{code[:5]} {code[5:]}"


def _question(room: Room) -> str:
    state = DESK.glance(room.pk)
    return str(state.settings.get("question", "")) if state is not None else ""
