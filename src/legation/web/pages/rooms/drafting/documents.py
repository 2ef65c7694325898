"""The text of a room to read and to take along: in each of its forms, against any version, its alternatives side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from legation.briefing import pdf
from legation.errors import CannotWrite, WrongUse
from legation.language import LANGUAGES, Lang, Message, say
from legation.methods.drafting import parse
from legation.questions.deals.drafting.room_text import (
    FORMS,
    Piece,
    RoomVersion,
    pieces_of,
    reservations_of,
    room_text,
    tracked,
    versions_of,
)
from legation.rooms.drafting import DRAFTING, State, alternatives
from legation.sources.draft import akoma_ntoso, word
from legation.sources.draft.tracked_changes import redline
from legation.web.pages.rooms.drafting.finding import finding_of_state
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.private_page import private_page
from legation.web.pages.rooms.result import attached
from legation.web.rooms import drafts
from legation.web.rooms.desk import DESK
from legation.web.rooms.routes import seat_route
from legation.web.site.attachments import MEDIA_TYPES
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page
from legation.web.site.values import parse_int
from legation.web.stores.rooms.models import Room

__all__ = ["SHOWN", "AlternativeRow", "FileLink", "FormLink", "RoomTextPage", "TextView", "file_of", "here_of", "own_of", "text_view"]

FILES: Mapping[str, tuple[str, Message | str]] = {
    "docx": (MEDIA_TYPES["docx"], "Word (.docx)"),
    "pdf": (MEDIA_TYPES["pdf"], "PDF"),
    "akn": ("application/akn+xml", "Akoma Ntoso"),
    "txt": ("text/plain; charset=utf-8", Message("page-room-text.plain")),
}
"""The endings of what may be taken along, their kinds and what they are called."""
SHOWN = ("alternatives", "compared")
"""What is shown of a text beside its forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLink:
    """A form of the text, and whether it is the one that is shown."""

    title: Message
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """The text as a file."""

    title: Message | str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRow:
    """An alternative: its paragraph, its words, who wants them in and out."""

    unit: str
    words: str
    wanting: str
    objecting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The text as it is shown.

    Attributes
    ----------
    forms : list of FormLink
    shown : str
        Which of them, or of :data:`SHOWN`, it is.
    paragraphs : list of list of Piece
        Of a form or a comparison; a paragraph is in stretches that stayed, came or went.
    alternatives : list of AlternativeRow
    versions : list of (str, Message)
        With which it can be compared.
    against : str
        The version with which it is; empty for none.
    files : list of FileLink
        Of what is shown; none where nothing may leave the room.
    names : bool
        Whether anybody may be named here.
    reservations : list of Message
        Who reserves its position on which paragraph, where the form that is shown has them.
    """

    forms: list[FormLink]
    shown: str
    paragraphs: list[tuple[Piece, ...]]
    alternatives: list[AlternativeRow]
    versions: list[tuple[str, Message]]
    against: str
    files: list[FileLink]
    names: bool
    reservations: list[Message]


@dataclass(frozen=True, kw_only=True)
class RoomTextPage(Page):
    """The text of a room before somebody who looks from its dossier."""

    text: TextView
    room: str
    result: str


def text_view(at: drafts.TextRoom, query: Mapping[str, str], lang: Lang, place: Callable[[str], str], own: Sequence[str] = ()) -> TextView:
    """Return the text as somebody may read it.

    Parameters
    ----------
    query : mapping of str to str
        ``show``: a form or one of :data:`SHOWN`; ``against``: the number of a version.
    place : callable
        Name of a file -> its address; of the empty one the address of the page.
    own : sequence of str
        For whom whoever reads speaks, inside the room; none from outside.
    """
    inside = bool(place("")) and bool(own)
    shown = at.shown(lang, own=own, leaving=not inside)
    name = at.own_name(own, lang, leaving=not inside) if own else ""
    choices = [*(FORMS if own else FORMS[:-1]), *SHOWN]
    what = query.get("show", "") if query.get("show") in choices else "bracketed"
    versions = versions_of(at.text, at.name("codes", lang, leaving=not inside), lang)
    against = _version(versions, query.get("against", "")) if what == "compared" else None
    form = what if what in FORMS else "bracketed"
    words = room_text(shown, form, name, notes=False, lang=lang)
    found: list[tuple[Piece, ...]] = []
    if what == "compared" and against is not None:
        found = list(pieces_of(redline(against.text, "\n".join(line for line in words.split("\n") if line), "")))
    elif what in FORMS:
        found = [(Piece("same", line),) for line in words.split("\n") if line.strip()]
    more = f"?{urlencode({'against': against.number})}" if against is not None else ""
    return TextView(
        forms=[
            FormLink(title=Message(f"page-room-text.form.{one}"), href=f"{place('')}?{urlencode({'show': one})}", is_here=one == what)
            for one in choices
        ],
        shown=what,
        paragraphs=found,
        alternatives=_alternatives(at.shown(lang, own=own, leaving=not inside, calls="names")) if what == "alternatives" else [],
        versions=[
            (
                str(one.number),
                Message("page-room-text.version", number=one.number, kind=Message(f"drafting.kind.{one.kind}"), day=_date(one.day)),
            )
            for one in versions
        ],
        against=str(against.number) if against is not None else "",
        files=[FileLink(title=FILES[ending][1], href=f"{place(f'{form}-{lang}-{ending}')}{more}") for ending in FILES] if at.leaves else [],
        reservations=reservations_of(shown, name if what == "own" else "") if what in FORMS[1:] else [],
        names=shown.settings.attributed and bool(shown.stances or not at.text.stances),
    )


def _version(versions: Sequence[RoomVersion], number: str) -> RoomVersion | None:
    """Return the version of a number; without one the last that is not the text as it is."""
    wanted = parse_int(number)
    return next((one for one in versions if one.number == wanted), versions[-1] if versions else None)


def _alternatives(shown: State) -> list[AlternativeRow]:
    labels = {unit.id: unit.label for unit in shown.units}
    return [
        AlternativeRow(
            unit=labels.get(one.unit, one.unit) if n == 0 else "",
            words=words,
            wanting=", ".join(one.supporting[n]),
            objecting=", ".join(one.opposing[n]),
        )
        for one in alternatives(shown)
        for n, words in enumerate(one.texts)
    ]


def file_of(at: drafts.TextRoom, name: str, against: str = "", own: Sequence[str] = ()) -> HttpResponse:
    """Return the text as a file by its form, language and ending, ``bracketed-fr-docx``; 404 where there is none, or nothing may leave."""
    form, lang, ending = [*name.split("-"), "", ""][:3]
    if form not in (FORMS if own else FORMS[:-1]) or lang not in LANGUAGES or ending not in FILES or not at.leaves:
        raise Http404
    own = own if form == "own" else ()
    try:
        data = _bytes_of(at, form, lang, ending, against, own)
    except CannotWrite as refused:
        raise WrongUse(refused.message) from refused
    return attached(data, FILES[ending][0], f"{form}-{at.room.pk}-{at.state.number}-{lang}.{ending}")


def _bytes_of(at: drafts.TextRoom, form: str, lang: Lang, ending: str, against: str, own: Sequence[str]) -> bytes:
    if ending == "pdf":
        return pdf.render(drafts.text_document(at, form, lang, own))
    shown = at.shown(lang, own=own)
    name = at.own_name(own, lang) if own else ""
    bis = shown.settings.bis
    if ending == "docx":
        version = _version(versions_of(at.text, at.name("codes", lang), lang), against) if against else None
        chair = say(Message("drafting-paper.chair"), lang)
        words = tracked(shown, lang, form, name, version.text if version is not None else "", chair)
        return word.encoded("text.docx", words, say(at.title, lang), bis)
    text = room_text(shown, form, name, lang=lang)
    if ending == "txt":
        return text.encode("utf-8", "replace")
    known = {one.actor for one in shown.stances.values()} | {one for bracket in shown.held.values() for one in bracket.by}
    about = akoma_ntoso.About(name=f"room-{at.room.pk}", date=_date(at.state.at), language=lang)
    return akoma_ntoso.encoded("text.akn", parse(text, bis, known), about)


def _date(at: str) -> dt.date:
    return dt.date.fromisoformat(at[:10])


@page("dossiers/<slug:slug>/rooms/<slug:room>/text", name="rooms.text", template="pages/room_text.html", action="see-rooms")
def text(request: PageRequest, room: str) -> RoomTextPage:
    """Return the text of a room as it may leave it."""
    at = _at(room_of(request, room))
    if not at.leaves:
        raise Http404

    def place(name: str) -> str:
        return request.href("rooms.text-file", room=room, name=name) if name else request.href("rooms.text", room=room)

    return RoomTextPage(
        title=Message("page-room-text.title", room=at.title),
        text=text_view(at, request.query, request.lang, place),
        room=request.href("rooms.one", room=room),
        result=request.href("rooms.result", room=room),
    )


@file("dossiers/<slug:slug>/rooms/<slug:room>/text/<slug:name>", name="rooms.text-file", action="see-rooms")
def text_file(request: PageRequest, room: str, name: str) -> HttpResponse:
    """Return the text of a room as a file."""
    return file_of(_at(room_of(request, room)), name, request.query.get("against", ""))


@seat_route("text", name="room-text", kind=DRAFTING.id)
def seat_text(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the text as a seat may know it, in each of its forms."""
    at = here_of(room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    own = own_of(at, here)

    def place(name: str) -> str:
        return reverse("room-text-file", args=[room, name]) if name else reverse("room-text", args=[room])

    shown = text_view(at, {name: str(said) for name, said in request.GET.items()}, lang, place, own)
    capital = reverse("room-capital", args=[room]) if own else ""
    values = {"room": room, "heading": say(at.title, lang), "text": shown, "capital": capital, "finding": finding_of_state(at.text)}
    return private_page(request, "rooms/text.html", values)


@seat_route("text/<slug:name>", name="room-text-file", kind=DRAFTING.id)
def seat_text_file(request: HttpRequest, room: str, here: str, name: str) -> HttpResponse:
    """Give the text as a file to somebody who sits in its room."""
    at = here_of(room)
    return file_of(at, name, request.GET.get("against", ""), own_of(at, here))


def here_of(room: str) -> drafts.TextRoom:
    """Return the room in which a seat is, as it is now; 404 where no text is negotiated there."""
    return _at(Room.objects.get(pk=room))


def own_of(at: drafts.TextRoom, seat: str) -> tuple[str, ...]:
    """Return for which delegation a seat speaks; none where it speaks for nobody."""
    return drafts.own_actors(at.state, seat) if at.state.seats[seat].role in ("delegate", "observer") else ()


def _at(room: Room) -> drafts.TextRoom:
    """Return a room in which a text is negotiated, as it is now; 404 for another kind."""
    if room.kind != "drafting":
        raise Http404
    with DESK.reading(room.pk) as live:
        if live.state is None:
            raise Http404
        return drafts.TextRoom(room=room, state=drafts.apart(live.state), text=drafts.text_of_room(live.state))
