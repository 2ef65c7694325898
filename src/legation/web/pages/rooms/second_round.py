"""The second round of a room, before its host: a synthesis or two versions of a message to put to the room, and how they fared."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse

from legation.language import Message
from legation.rooms.deliberation.second import Approval, Compared, approvals, compared
from legation.rooms.deliberation.state import LONGEST, Deliberation
from legation.rooms.state import as_seen
from legation.web.pages.rooms.answers import why_not
from legation.web.pages.rooms.of_dossier import room_of
from legation.web.pages.rooms.words import words
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.pictures import PICTURES
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.rooms.models import Room

__all__ = ["SecondRound"]

SECOND = "pages/room_second.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """A synthesis, with what may be said of how it fared: of all, and of each group."""

    text: str | Message
    said: Message
    groups: list[tuple[int, Message]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaredVersions:
    """Two versions of a message, with the difference of their shares."""

    first: str | Message
    second: str | Message
    said: Message
    verdict: Message


@dataclass(frozen=True, kw_only=True)
class SecondRound(Page):
    """The second round.

    Attributes
    ----------
    phase : str
    fared : list of Fared
    versions : list of FaredVersions
    unshown : list of str or Message
        Texts put to the room of which nothing may be said yet.
    synthesis, first, second : str
        What was sent and not taken.
    """

    room: str
    address: str
    question: str
    phase: str
    unshown: list[str | Message]
    fared: list[Fared]
    versions: list[FaredVersions]
    longest: int = LONGEST
    synthesis: str = ""
    first: str = ""
    second: str = ""
    error: Any = None


@page("dossiers/<slug:slug>/rooms/<slug:room>/second", name="rooms.second", template=SECOND, action="hold-rooms")
def second(request: PageRequest, room: str) -> SecondRound:
    """Return the second round of a room."""
    return _second(request, room_of(request, room))


@action("dossiers/<slug:slug>/rooms/<slug:room>/second/ask", name="rooms.ask", action="hold-rooms")
def ask(request: PageRequest, room: str) -> str | HttpResponse:
    """Put a synthesis, or a message in two versions, to the room."""
    found = room_of(request, room)
    names = ("first", "second") if request.form.get("what") == "versions" else ("synthesis",)
    said = {name: " ".join(as_seen(request.form.get(name, "")).split()) for name in names}
    if not all(said.values()):
        return show(request, _second(request, found, error=Message("page-rooms.words-needed"), **said), SECOND, status=422)
    long = next((text for text in said.values() if len(text) > LONGEST), None)
    if long is not None:
        error = Message("page-rooms.words-long", found=len(long), longest=LONGEST)
        return show(request, _second(request, found, error=error, **said), SECOND, status=422)
    state = DESK.glance(found.pk)
    if state is None or state.phase != "second":
        error = Message("page-rooms.second-later" if state is None or state.phase != "closed" else "page-rooms.is-closed")
        return show(request, _second(request, found, error=error, **said), SECOND, status=409)
    message = {"message": f"message-{secrets.token_hex(4)}"} if len(said) == 2 else {}
    drafts = [
        Draft(
            kind="stated",
            data={"statement": f"second-{secrets.token_hex(4)}", "text": text, "language": request.lang, "source": "seed"} | message,
        )
        for text in said.values()
    ]
    written = DESK.write(found.pk, seats.host_of(found), drafts)
    refused = next((one.refused for one in written if one.refused is not None), None)
    if refused is not None:
        return show(request, _second(request, found, error=why_not(refused, "host"), **said), SECOND, status=409)
    return request.href("rooms.second", room=found.pk)


def _second(request: PageRequest, room: Room, *, error: Any = None, **said: Any) -> SecondRound:
    shown = PICTURES.look(room.pk)
    with DESK.reading(room.pk) as live:
        if not isinstance(live.state, Deliberation):
            raise Http404
        return _of_state(request, room, live.state, shown.data if shown is not None else {}, error=error, **said)


def _of_state(request: PageRequest, room: Room, state: Deliberation, seen: Mapping[str, Any], *, error: Any, **said: Any) -> SecondRound:
    return SecondRound(
        title=Message("page-rooms.second-round"),
        room=room.pk,
        address=request.href("rooms.one", room=room.pk),
        question=str(state.settings.get("question", "")),
        phase=state.phase,
        unshown=[
            words(one.text)
            for one in state.statements.values()
            if one.second and one.verdict == "in" and (not one.shown or state.is_blind(one))
        ],
        fared=[_fared(one) for one in approvals(state, seen)],
        versions=[_versions(one) for one in compared(state)],
        error=error,
        **said,
    )


def _fared(one: Approval) -> Fared:
    groups = [
        (at, Message("page-rooms.approved", agree=counts[0], seen=counts[1], share=counts[0] / counts[1]))
        for at, counts in enumerate(one.groups, start=1)
        if counts is not None
    ]
    said = Message("page-rooms.approved", agree=one.agree, seen=one.seen, share=one.agree / one.seen)
    return Fared(text=words(one.statement.text), said=said, groups=groups)


def _versions(one: Compared) -> FaredVersions:
    said = Message(
        "page-rooms.compared",
        share=one.agree[0] / one.seen[0],
        other=one.agree[1] / one.seen[1],
        seen=one.seen[0],
        of_other=one.seen[1],
        difference=round(100 * one.difference),
        low=round(100 * one.low),
        high=round(100 * one.high),
        level=one.level,
    )
    verdict = Message("page-rooms.difference-clear" if one.is_clear else "page-rooms.difference-chance")
    return FaredVersions(first=words(one.first.text), second=words(one.second.text), said=said, verdict=verdict)
