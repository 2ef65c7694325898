"""Which pages a kind of room has: where it is opened, before whoever holds it, before whoever sits in it; and who sits there as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from legation.language import Message
from legation.web.rooms.desk import DESK
from legation.web.site.page import Page, PageRequest
from legation.web.stores.rooms.models import Room

__all__ = ["OF_GAME", "OF_STATEMENTS", "OF_TEXT", "KindChoice", "Leaving", "RoomPages", "declare", "kind_choices", "pages_here", "pages_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is said of what goes with a seat and what stays, in the words of what is done in a room.

    Attributes
    ----------
    closed : Message
        That the room is closed.
    beforehand, done : Message
        What goes, told before one sits down, and once one has left.
    erase : Message
        On the button.
    removed, access : Message
        What is left where a seat was taken from somebody, or where their access to the dossier has ended.
    lost : Message
        What somebody does whose browser is lost.
    """

    closed: Message
    beforehand: Message
    done: Message
    erase: Message
    removed: Message
    access: Message
    lost: Message


OF_STATEMENTS = Leaving(
    closed=Message("page-rooms.is-closed"),
    beforehand=Message("page-rooms.leaving-said"),
    done=Message("page-rooms.left-said"),
    erase=Message("page-rooms.leave-erase"),
    removed=Message("page-rooms.out-removed-left"),
    access=Message("page-rooms.out-access"),
    lost=Message("page-rooms.seat-lost-said"),
)
OF_TEXT = Leaving(
    closed=Message("page-draft-chair.is-closed"),
    beforehand=Message("page-draft-chair.leaving-said"),
    done=Message("page-draft-chair.left-said"),
    erase=Message("page-draft-chair.leave-erase"),
    removed=Message("page-draft-chair.out-left"),
    access=Message("page-draft-chair.out-access"),
    lost=Message("page-draft-chair.seat-lost-said"),
)
OF_GAME = Leaving(
    closed=Message("page-draft-chair.is-closed"),
    beforehand=Message("page-games.leaving-said"),
    done=Message("page-games.left-said"),
    erase=Message("page-games.leave-erase"),
    removed=Message("page-games.out-left"),
    access=Message("page-games.out-access"),
    lost=Message("page-games.seat-lost-said"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPages:
    """The pages of a kind of room, and who sits in it.

    Attributes
    ----------
    what : Message
        What is done there.
    new : str
        The route of the form that opens one.
    host : callable
        Request and room -> what whoever looks from the dossier sees, with the ``template`` that shows it.
    seat, write : callable
        Request, room and seat -> what whoever sits there sees, and the answer to what a form sends.
    allowed : frozenset of str
        Kinds of entries that a browser may write for a seat; what else its role lets it write, other pages send.
    rules : callable
        Room -> what is told of its settings before anybody joins, beside what is told of every room.
    comes_as, sits_as : str
        The role of whoever comes by the code of the hall or from an account, and that of an organisation.
    leaving : Leaving
        What is said of leaving.
    is_negotiated : bool
        Whether delegations sit there, before a text.
    is_played : bool
        Whether sides negotiate packages there.
    """

    what: Message
    new: str
    host: Callable[[PageRequest, Room], Page]
    seat: Callable[[HttpRequest, str, str], HttpResponse]
    write: Callable[[HttpRequest, str, str], HttpResponse]
    allowed: frozenset[str]
    rules: Callable[[Room], list[Message]] = lambda _: []
    comes_as: str = "participant"
    sits_as: str = "participant"
    leaving: Leaving = OF_STATEMENTS
    is_negotiated: bool = False
    is_played: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChoice:
    """A kind of room that may be opened, and whether the form that is shown opens it."""

    what: Message
    href: str
    is_chosen: bool


_PAGES: dict[str, RoomPages] = {}


def declare(pages: Mapping[str, RoomPages]) -> None:
    """Say which pages kinds of rooms have; :mod:`legation.web.pages.rooms.pages_by_kind` does, which nobody imports."""
    _PAGES.update(pages)


def pages_of(kind: str) -> RoomPages:
    """Return the pages of a kind of room; those of a deliberation where it brings none."""
    return _PAGES.get(kind) or _PAGES["deliberation"]


def pages_here(room: str) -> RoomPages:
    """Return the pages of the kind that a room is of."""
    with DESK.reading(room, at_least=0) as live:  # what kind it is of does not change
        kind = live.kind
    return pages_of(kind)


def kind_choices(request: PageRequest, chosen: str) -> list[KindChoice]:
    """Return the kinds of rooms that may be opened."""
    return [KindChoice(what=one.what, href=request.href(one.new), is_chosen=name == chosen) for name, one in _PAGES.items()]
