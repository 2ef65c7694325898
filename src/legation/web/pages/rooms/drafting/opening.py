"""A room for a text under negotiation is opened: what is settled before anybody sits, and the text with which it begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from legation import moment
from legation.language import Message, say
from legation.rooms.drafting import SCHEMES
from legation.rooms.seating import INSIDE, LEAVES
from legation.web.forms.site_form import CheckField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.drafting.agreed import LOOKS_UP
from legation.web.pages.rooms.drafting.text_in import FILE, LONGEST_TEXT, GivenText, as_data, drafts_of, kinds_of_text, text_in
from legation.web.pages.rooms.kinds import KindChoice, kind_choices
from legation.web.pages.rooms.terms import NOTICE
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["OpeningNegotiation"]

TEMPLATE = "pages/room_negotiation_new.html"
DOOR_LASTS = dt.timedelta(days=7)
TEXT = ("title", "text", "draft", "kind")
"""Fields of what is negotiated; the others are rules, and what everybody is told."""
RULES = ("silence_accepts", "one_voice", "attributed", "chair_sees", "equal")
"""Settings that are yes or no; those that are so where nobody says otherwise are ticked."""
TICKED = frozenset({"one_voice", "attributed", "chair_sees"})


@dataclass(frozen=True, kw_only=True)
class OpeningNegotiation(Page):
    """The form of a room for a text.

    Attributes
    ----------
    kinds : list of KindChoice
    text, rules, notice : tuple of ShownField
        What is negotiated; how; what everybody is told before joining.
    is_fresh : bool
        Whether nothing was sent yet: the time zone of the browser is proposed.
    error : Message, str or None
        What is wrong with the text.
    """

    kinds: list[KindChoice]
    text: tuple[ShownField, ...]
    rules: tuple[ShownField, ...]
    notice: tuple[ShownField, ...]
    is_fresh: bool
    file: str = FILE
    error: Any = None


class _Opening(SiteForm):
    def __init__(self, sent: QueryDict | None = None, *, drafts: dict[str, Any]) -> None:
        rule = {
            name: CheckField(_says(name), help=_says(f"{name}-help"), initial=name in TICKED)
            for name in RULES
        }  # fmt: skip
        from_draft = SelectField(
            _says("draft"), [("", _says("draft-none")), *drafts.items()], help=_says("draft-help")
        )  # fmt: skip
        super().__init__(
            sent,
            title=TextField(_says("title"), required=True, limit=120),
            text=TextField(_says("text"), help=_says("text-help"), area=True, limit=LONGEST_TEXT),
            **({"draft": from_draft} if drafts else {}),
            kind=SelectField(_says("kind"), kinds_of_text(), initial="zero", required=True),
            inside=SelectField(_says("inside"), _choices("inside", INSIDE), initial="organisation", required=True),
            leaves=SelectField(Message("page-rooms.leaves"), _leaves(), initial="organisation", required=True),
            scheme=SelectField(_says("scheme"), _choices("scheme", SCHEMES), initial="consensus", required=True),
            bis=SelectField(_says("bis"), _choices("bis", ("alternative", "new")), initial="alternative", required=True),
            **rule,
            agreed=CheckField(_says("agreed"), help=_says("agreed-help")),
            zone=SelectField(_says("zone"), [(one, one) for one in moment.zones()], help=_says("zone-help"), initial="UTC", required=True),
            seats=TextField(Message("page-rooms.seats"), initial="30", help=Message("page-rooms.seats-help"), required=True, limit=4),
            host=TextField(Message("page-rooms.host"), required=True),
            interest=TextField(Message("page-rooms.interest"), required=True),
            machine=TextField(Message("page-rooms.machine"), required=True),
            law=TextField(Message("page-rooms.law"), required=True),
        )


@page("dossiers/<slug:slug>/rooms/new/text", name="rooms.new-text", template=TEMPLATE, action="hold-rooms")
def new_text(request: PageRequest) -> OpeningNegotiation:
    """Return the form of a new room for a text."""
    return _page(request, _Opening(drafts=drafts_of(request.view)))


@action("dossiers/<slug:slug>/rooms/open/text", name="rooms.open-text", action="hold-rooms")
def open_text(request: PageRequest) -> str | HttpResponse:
    """Open a room for a text: its chair's seat waits, and the text lies on the table."""
    form = _Opening(request.form, drafts=drafts_of(request.view))
    if form.is_valid() and not form.cleaned_data["seats"].isdecimal():
        form.refuse("seats", Message("page-rooms.seats-number", found=form.cleaned_data["seats"]))
    if form.is_valid() and form.cleaned_data["inside"] == "anonymous" and form.cleaned_data["leaves"] in ("attributed", "organisation"):
        form.refuse("leaves", Message("page-rooms.leaves-unnamed"))
    if not form.is_valid():
        return show(request, _page(request, form), TEMPLATE, status=422)
    said = form.cleaned_data
    found = text_in(request.http, said["text"], said["bis"], request.view, said.get("draft", ""))
    if found.error is not None:
        return show(request, _page(request, form, found.error), TEMPLATE, status=422)
    return _opened(request, form, found)


def _opened(request: PageRequest, form: _Opening, found: GivenText) -> str | HttpResponse:
    said = form.cleaned_data
    settings = {name: said[name] for name in ("inside", "leaves", "scheme", "bis")} | {name: bool(said[name]) for name in RULES}
    room = seats.open_room(
        request.dossier,
        request.account,
        "drafting",
        settings,
        title={"fr": said["title"], "en": said["title"]},
        notice={name: {"fr": said[name], "en": said[name]} for name in NOTICE}
        | ({LOOKS_UP: {"fr": "oui", "en": "yes"}} if said["agreed"] else {}),
        zone=said["zone"],
        seats=min(int(said["seats"]), seats.SEATS),
        role="delegate",
    )
    chair = seats.seat_chair(room, timezone.now() + DOOR_LASTS)
    written = DESK.write(room.pk, chair, [Draft(kind="brought", data=as_data(said["kind"], found.paragraphs), key="brought")])
    if written[0].refused is not None:
        room.delete()
        DESK.forget(room.pk)
        return show(request, _page(request, form, why_not(written[0].refused, "chair")), TEMPLATE, status=422)
    if found.stray:
        messages.info(request.http, say(Message("page-draft-chair.stray", count=found.stray), request.lang))
    if said["inside"] == "anonymous":
        seats.new_door(room, timezone.now() + DOOR_LASTS, role="delegate")
    return request.href("rooms.one", room=room.pk)


def _says(name: str) -> Message:
    return Message(f"page-draft-chair.{name.replace('_', '-')}")


def _choices(setting: str, words: tuple[str, ...]) -> list[tuple[str, Message]]:
    return [(word, _says(f"{setting}-{word}")) for word in words]


def _leaves() -> list[tuple[str, Message]]:
    return [(word, Message(f"page-rooms.leaves-{word}")) for word in LEAVES]


def _page(request: PageRequest, form: _Opening, error: Any = None) -> OpeningNegotiation:
    shown = form.shown
    return OpeningNegotiation(
        title=_says("new"),
        kinds=kind_choices(request, "drafting"),
        text=tuple(one for one in shown if one.name in TEXT),
        rules=tuple(one for one in shown if one.name not in (*TEXT, *NOTICE)),
        notice=tuple(one for one in shown if one.name in NOTICE),
        is_fresh=not form.is_bound,
        error=error,
    )
