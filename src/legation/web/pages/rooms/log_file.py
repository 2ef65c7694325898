"""The log of a room as a file for its host, and whether one that somebody has is whole."""

from __future__ import annotations

import functools
import itertools

from django.http import Http404, HttpResponse
from django.utils.crypto import salted_hmac

from legation.language import Message
from legation.rooms import Entry, LogFile, log_outside, look_through, write_log
from legation.web.pages.rooms.negotiation.marks import file_name
from legation.web.pages.rooms.of_dossier import room_that_leaves
from legation.web.pages.rooms.result import TEMPLATE, attached, result_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, file, show
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room

__all__ = ["check_log", "log_file", "made_log"]

LARGEST = 256 * 1024 * 1024
"""Bytes of a log that is looked through."""


@file("dossiers/<slug:slug>/rooms/<slug:room>/log.jsonl", name="rooms.log-file", action="hold-rooms")
def log_file(request: PageRequest, room: str) -> HttpResponse:
    """Return the log of a room as far as it may leave, an entry a line."""
    found, state = room_that_leaves(request, room)
    made = made_log(found, state.number)
    if made is None:
        raise Http404
    return attached(
        write_log(made).encode(), "application/jsonl; charset=utf-8", file_name(found.pk, f"log-{found.pk}-{state.number}.jsonl")
    )


@action("dossiers/<slug:slug>/rooms/<slug:room>/log/check", name="rooms.log-check", action="hold-rooms")
def check_log(request: PageRequest, room: str) -> HttpResponse:
    """Say of a file whether it is a log that is whole, and whether it is one of this room."""
    found, seen = room_that_leaves(request, room)
    sent = request.http.FILES.get("log")
    if sent is None:
        said = Message("page-room-result.log-no-file")
    elif (sent.size or 0) > LARGEST:
        said = Message("sources.too-large", path=str(sent.name)[:80], megabytes=LARGEST // 1024**2)
    else:
        said = _said(found, look_through(sent.read().decode("utf-8-sig", "replace")))
    return show(request, result_of(request, found, seen, checked=said), TEMPLATE)


def _said(room: Room, looked: LogFile) -> Message:
    """Return what a file says of itself, and what this room says of it."""
    if looked.fault is not None or looked.broken is not None or not looked.entries:
        return looked.said
    is_ours = looked.room == room.pk and room.entries.filter(number=looked.number, hash=looked.hash).exists()
    made = made_log(room, looked.number) if is_ours else tuple(log.entries_after(room.pk)) if room.is_cut else None
    values = {"whole": looked.said, "number": looked.number, "hash": looked.hash}
    hashes, given = [one.hash for one in looked.entries], [one.hash for one in made or ()]
    if hashes == given:
        return Message("page-room-result.log-ours", **values)
    if given and hashes == given[: len(hashes)]:
        return Message("page-room-result.log-cut-off", found=len(hashes), count=len(given))
    return Message("page-room-result.log-changed" if is_ours else "page-room-result.log-foreign", **values)


def made_log(room: Room, number: int) -> tuple[Entry, ...] | None:
    """Return the log of a room up to an entry as it may leave: each time the same, as long as nobody takes something back."""
    entries = tuple(itertools.takewhile(lambda one: one.number <= number, log.entries_after(room.pk)))
    return log_outside(room.kind, room.pk, entries, _tokens(room, entries[-1].hash), whole=room.is_cut)


def _tokens(room: Room, newest: str) -> functools.partial[str]:
    """Return what draws signs and salts that only this site could have drawn, the same for the same log."""
    return functools.partial(_token, room.pk, newest, itertools.count())


def _token(room: str, newest: str, place: itertools.count[int], size: int) -> str:
    drawn = salted_hmac("legation.rooms.log-file", f"{room} {newest} {next(place)}", algorithm="sha256")
    return drawn.hexdigest()[: 2 * size]
