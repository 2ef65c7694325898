"""The log of a game that was played goes into the dossier, as a proposal: what the simulation showed can be asked of it then."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse

from legation.errors import WrongUse
from legation.language import Message, say
from legation.rooms import write_log
from legation.web.forms.saving import offer
from legation.web.pages.rooms.log_file import made_log
from legation.web.pages.rooms.negotiation.host import game_of
from legation.web.pages.rooms.negotiation.marks import file_name
from legation.web.pages.rooms.result import attached
from legation.web.rooms.desk import DESK
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, file
from legation.web.stores.rooms.models import Room

__all__ = ["part_of_game"]


@action("dossiers/<slug:slug>/rooms/<slug:room>/game/return", name="rooms.game-return", action="hold-rooms")
def back_to_dossier(request: PageRequest, room: str) -> str:
    """Propose the log of a game whose secrets lie open to the dossier; the same log once."""
    found = game_of(request, room)
    number, day, name = _opened_secrets(found)
    made = made_log(found, number)
    if made is None:
        raise Http404
    data = write_log(made).encode()
    part = part_of_game(name, day, request.view.files, data)
    if not part:
        raise WrongUse(Message("page-games.return-twice"))
    reason = say(Message("page-games.return-reason", room=found.called), request.lang)
    proposed = offer(request, [], request.dossier.head, reason, {part: data})
    messages.success(request.http, say(Message("page-games.return-done"), request.lang))
    return request.href("proposals.one", proposal=proposed.pk)


@file("dossiers/<slug:slug>/rooms/<slug:room>/game/log.jsonl", name="rooms.game-log", action="hold-rooms")
def game_log(request: PageRequest, room: str) -> HttpResponse:
    """Return the log of a game whose secrets lie open, as far as it may leave; before that it holds what nobody may know."""
    found = game_of(request, room)
    number, _, _ = _opened_secrets(found)
    made = made_log(found, number)
    if made is None:
        raise Http404
    name = file_name(found.pk, f"log-{found.pk}-{number}.jsonl")
    return attached(write_log(made).encode(), "application/jsonl; charset=utf-8", name)


def _opened_secrets(room: Room) -> tuple[int, str, str]:
    """Return the number and the day of the last entry of a game whose secrets lie open, and the name of its game; else 404."""
    with DESK.reading(room.pk) as live:
        state: Any = live.state
        if state is None or not state.revealed:
            raise Http404
        return state.number, state.at[:10], str(state.settings.get("game") or room.pk)


def part_of_game(name: str, day: str, there: Mapping[str, bytes], data: bytes) -> str:
    """Return what the part of a log is called, with a number where another game was played on that day; empty where it is there already.

    Examples
    --------
    >>> part_of_game("talks", "2026-03-02", {}, b"a"), part_of_game("talks", "2026-03-02", {"games/talks/2026-03-02.jsonl": b"b"}, b"a")
    ('games/talks/2026-03-02.jsonl', 'games/talks/2026-03-02-2.jsonl')
    >>> part_of_game("talks", "2026-03-02", {"games/talks/2026-03-01.jsonl": b"a"}, b"a")
    ''
    """
    folder = f"games/{name}/"
    if any(part.startswith(folder) and known == data for part, known in there.items()):
        return ""
    names = itertools.chain([f"{folder}{day}.jsonl"], (f"{folder}{day}-{count}.jsonl" for count in itertools.count(2)))
    return next(part for part in names if part not in there)
