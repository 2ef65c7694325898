"""The room for a text in which a seat is, with what the seat may know of it; what is written from there, and why it was not taken."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from legation.language import Lang, collation_key
from legation.methods.drafting.attribution import read
from legation.questions.deals.drafting.marks import in_language
from legation.rooms import Refused, seen_by
from legation.rooms.drafting import State
from legation.rooms.drafting.picture import name_of
from legation.rooms.state import is_drawn
from legation.web.pages.rooms.drafting.text import TextOf
from legation.web.rooms.called import called_in
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room

__all__ = ["Here", "drawn_key", "here_in"]

LONGEST_KEY = 60


@dataclass(frozen=True, kw_only=True)
class Here:
    """Where a seat is.

    Attributes
    ----------
    room : Room
    seat, role, actor : str
        The seat, what it is, and for whom it speaks: its organisation, else itself.
    heading : str
        What the room is called.
    lang : str
        Of whoever looks.
    settings : mapping
    text : TextOf
        The text as the seat may know it.
    delegations : list of str
        Who takes part.
    of_all : str
        The text as all see it: what a chair brings back, and lays beside other versions.
    draft : State
        The text as analyses take it: only what a chair looks at is made of it.
    """

    room: Room
    seat: str
    role: str
    actor: str
    heading: str
    lang: Lang
    settings: Mapping[str, Any]
    text: TextOf
    delegations: list[str]
    of_all: str
    draft: State

    @property
    def versions(self) -> Sequence[tuple[str, str, str]]:
        """Kind, time and words of each version as it was brought."""
        return self.draft.versions

    @property
    def seen(self) -> Mapping[str, Any]:
        """All that the seat may know."""
        return self.text.seen

    @property
    def names_proposers(self) -> bool:
        """Whether all see in this room who wants which words."""
        return bool(self.settings["attributed"]) and self.settings["inside"] != "anonymous"

    def as_read(self, words: str) -> str:
        """Return a text of the room as whoever looks reads it: names, who wants what, and what is agreed in their language."""
        return in_language(words, str(self.settings["bis"]), self.lang, self.text.short, self.text.called)

    def with_ids(self, words: str) -> str:
        """Return a text that was written by hand as the room keeps it: delegations by their ids; a name that it cannot keep is left out."""
        ids = {name: one for one, name in self.text.called.items()}

        def id_of(name: str) -> str | None:
            one = ids.get(name, name)
            return one if read(f"({one})") is not None else None

        return in_language(words, str(self.settings["bis"]), "en", id_of, (*ids, *self.text.called))

    def write(self, kind: str, data: Mapping[str, Any], key: str = "") -> Refused | None:
        """Write something for the seat; return why it was not taken."""
        written = DESK.write(self.room.pk, self.seat, [Draft(kind=kind, data=data, key=key or secrets.token_hex(8))])
        return written[0].refused


def here_in(request: HttpRequest, room: str, seat: str) -> Here:
    """Return where a seat is."""
    found = Room.objects.get(pk=room)
    lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    with DESK.reading(room) as live:
        state: Any = live.state
        seen = seen_by(state, seat)
        of_all = str(seen_by(state, None)["text"])
        sits = state.seats[seat]
        draft = state.draft
        seated = {one.organisation or one.id for one in state.seats.values() if one.role == "delegate" and not one.removed}
        settings = state.settings
        called = called_in(room, state, lang)
        named = [one for one in seated if name_of(state, one)]
        delegations = sorted(named, key=lambda one: (collation_key(called.get(one) or one), one))
    actor = sits.organisation or sits.id
    return Here(
        room=found,
        seat=seat,
        role=sits.role,
        actor=actor,
        heading=found.called.in_language(lang),
        lang=lang,
        settings=settings,
        text=TextOf(seen, actor if sits.role == "delegate" else "", called),
        delegations=delegations,
        of_all=of_all,
        draft=draft,
    )


def drawn_key(sent: str) -> str:
    """Return the key that a form brings back, so that what is sent twice is written once; another one where it was not drawn.

    Examples
    --------
    >>> drawn_key("3f09ab"), is_drawn(drawn_key("ask-the-minister"))
    ('3f09ab', True)
    """
    return sent if is_drawn(sent) and len(sent) <= LONGEST_KEY else secrets.token_hex(8)
