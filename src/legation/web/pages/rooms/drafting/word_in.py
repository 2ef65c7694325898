"""A Word file that comes back from a capital: its tracked changes as proposals that a delegation may send, its comments as notes.

Nothing is proposed by it: each change has a button, and what the room says of it is said as of any other proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from legation.errors import CannotRead
from legation.language import Message, say
from legation.questions.deals.drafting.incoming import Suggested, of_tracked, proposed_in
from legation.rooms.drafting import DRAFTING, Proposed, State, joined
from legation.web.pages.rooms.answers import too_much
from legation.web.pages.rooms.drafting.documents import here_of, own_of
from legation.web.pages.rooms.drafting.text_in import FILE, LARGEST, file_in
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms import drafts
from legation.web.rooms.routes import later, seat_route

__all__ = ["ChangeInFile", "word", "word_read"]

MOST = 200
"""Changes of a file that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInFile:
    """A tracked change; ``form`` is what the form says that proposes it, empty where its words do not stand in the text now."""

    label: str
    old: str
    text: str
    new_label: str
    author: str
    date: str
    form: tuple[tuple[str, str], ...]


@seat_route("word", name="room-word", kind=DRAFTING.id)
def word(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Show the form that takes a Word file."""
    return _page(request, room, here)


@seat_route("word/read", name="room-word-read", action="write", method="POST", largest=LARGEST + 64 * 1024, kind=DRAFTING.id)
def word_read(request: HttpRequest, room: str, here: str) -> HttpResponse:
    """Read a Word file and show what its tracked changes would propose to the text as it stands, and its comments."""
    wait = too_much(request, room, here, 1)
    if wait:
        return later(request, wait, as_json=False)
    sent: Any = request.FILES.get(FILE)
    if sent is None:
        return _page(request, room, here, error=Message("page-room-text.word-needed"), status=422)
    try:
        tracked = file_in(sent)
    except CannotRead as refused:
        return _page(request, room, here, error=refused.message, status=422)
    at = here_of(room)
    own = own_of(at, here)
    found = of_tracked(tracked, at.text.settings.bis)
    placed = proposed_in(at.text, found.proposals[:MOST], at.state.at[:10], own[0] if own else "")
    said = _sign(room, here, tracked.text)
    changes = list(_changes(at.text, list(placed), said))
    missing = Message("page-room-text.word-no-change") if not changes else None
    return _page(request, room, here, changes=changes, notes=found.notes[:MOST], error=missing)


def _sign(room: str, here: str, text: str) -> str:
    """Return what begins the keys of what is proposed from a file: the same for the same file, and nothing to know the file by."""
    whole = f"{room} {here} {text}".encode("utf-8", "replace")
    return salted_hmac("legation.rooms.word", whole, algorithm="sha256").hexdigest()[:16]


def _changes(state: State, placed: Sequence[tuple[Suggested, Proposed | None]], said: str) -> Iterator[ChangeInFile]:
    for number, (one, event) in enumerate(placed, 1):
        yield ChangeInFile(
            label=one.label,
            old=one.old,
            text=one.text,
            new_label=one.new_label,
            author=one.author,
            date=one.date[:10],
            form=() if event is None else _form(state, event, f"{said}-{number:x}"),
        )


def _form(state: State, event: Proposed, key: str) -> tuple[tuple[str, str], ...]:
    """Return what the form of a proposal says: places are counted from one, and the words are those that are read now."""
    words = state.unit(event.unit).words
    was = {"insert": words[max(event.start - 1, 0) : event.start + 1], "bis": words}.get(event.operation, words[event.start : event.end])
    first, last = (0, event.start) if event.operation == "insert" else (event.start + 1, event.end)
    said = {
        "kind": "proposed",
        "key": key,
        "operation": event.operation,
        "unit": event.unit,
        "first": f"{first}",
        "last": f"{last}",
        "was": joined(words if event.operation == "bis" else was),
        "text": event.text,
        "label": event.label,
    }
    return tuple(said.items())


def _page(
    request: HttpRequest,
    room: str,
    here: str,
    *,
    changes: Sequence[ChangeInFile] | None = None,
    error: Any = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    at: drafts.TextRoom = here_of(room)
    if not own_of(at, here):
        raise Http404
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    values = {"room": room, "heading": say(at.title, lang), "changes": changes, "error": error, "notes": (), **more}
    return private_page(request, "rooms/word_in.html", values, status=status)
