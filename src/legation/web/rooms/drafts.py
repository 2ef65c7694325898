"""A room in which a text is negotiated, as its papers read it: the text, who is named before whom, its days, what a delegation said."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.briefing.document import Document
from legation.briefing.papers.capital import CapitalTexts, capital_paper
from legation.briefing.papers.negotiated_text import TextAbout, text_paper, text_report
from legation.dossier import Wording
from legation.language import Lang, Message, say
from legation.questions.base.live_rooms import LiveRoomNamed
from legation.questions.deals.drafting.capital import CapitalReport, Wish, capital_report
from legation.questions.deals.drafting.live_draft import RoomDay, parts_of_draft
from legation.questions.deals.drafting.room_text import Name, as_shown
from legation.rooms import Entry, RoomState, Seat
from legation.rooms.attribution import name_inside, name_outside
from legation.rooms.drafting import State
from legation.rooms.drafting.room import Drafting
from legation.rooms.kinds import by_day, replay
from legation.rooms.state import taken_before
from legation.web.rooms.called import called_in
from legation.web.rooms.seats import is_code
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room

__all__ = [
    "NEXT_MEETING",
    "TextRoom",
    "apart",
    "capital_document",
    "inside",
    "outside",
    "own_actors",
    "parts_of",
    "report_document",
    "room_at",
    "text_document",
    "text_of_room",
]

Calls = Literal["codes", "names"]
NEXT_MEETING = "next_meeting"
"""Where the notice of a room says when the text is taken up next: a day, or words of whoever holds it."""


def text_of_room(state: RoomState) -> State:
    """Return the text of a room and what was said of it, apart from the room, which goes on."""
    assert isinstance(state, Drafting)  # noqa: S101 - only rooms of this kind are asked
    return state.draft


def apart(state: RoomState) -> RoomState:
    """Return what papers read of a room beside its text, apart from the room, which goes on."""
    return RoomState(
        settings=dict(state.settings),
        kind=state.kind,
        phase=state.phase,
        number=state.number,
        at=state.at,
        hash=state.hash,
        seats={name: dataclasses.replace(one) for name, one in state.seats.items()},
        leaving=state.leaving,
    )


def outside(state: RoomState) -> Name:
    """Return how the actors in a room stand in what leaves it."""
    return functools.cache(functools.partial(_named, state, name_outside))


def inside(state: RoomState) -> Name:
    """Return how those in a room see its actors."""
    return functools.cache(functools.partial(_named, state, name_inside))


def _named(state: RoomState, name: Any, actor: str) -> str | None:
    """Return what an actor is called: one of its seats says it; a group, or somebody whom a text names, sits nowhere."""
    if actor in state.leaving:
        return None
    seats = [one for one in state.seats.values() if (one.organisation or one.id) == actor]
    if seats:
        return next((said for one in seats if (said := name(state.settings, one)) is not None), None)
    found: str | None = name(state.settings, Seat(id="", role="delegate", organisation=actor))
    return found


def own_actors(state: RoomState, seat: str) -> tuple[str, ...]:
    """Return for whom a seat speaks: its organisation, else itself; then the group that named it."""
    found = state.seats[seat]
    return (found.organisation or found.id, *([found.group] if found.group else []))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRoom:
    """A room at a moment: its row, its state apart from the one that goes on, and its text."""

    room: Room
    state: RoomState
    text: State

    @property
    def leaves(self) -> bool:
        """Whether anything may leave it."""
        return bool(self.state.settings["leaves"] != "nothing")

    @property
    def title(self) -> Wording:
        """What it is called."""
        return self.room.called

    def name(self, calls: Calls, lang: Lang, *, leaving: bool = True) -> Name:
        """Return how the actors stand in what leaves the room, or before those inside.

        Parameters
        ----------
        calls : {"codes", "names"}
            Whether organisations are named by their codes where they have one, as a text names them, or by their names, as a list does.
        """
        said = outside(self.state) if leaving else inside(self.state)
        known = called_in(self.room.pk, self.state, lang)
        often = Counter(known.values())
        names = {one: name for one, name in known.items() if often[name] == 1}  # two of one name are told apart by their ids

        def called(actor: str) -> str | None:
            name = said(actor)
            return name if name is None or (calls == "codes" and is_code(name)) else names.get(name, name)

        return functools.cache(called)

    def shown(self, lang: Lang, *, own: Sequence[str] = (), leaving: bool = True, calls: Calls = "codes") -> State:
        """Return the text as it may leave the room, or as those inside read it; ``own``: with what one delegation says itself."""
        name = self.name(calls, lang, leaving=leaving)
        return as_shown(self.text, name, own[0] if own else "", say(Message("drafting-paper.our-delegation"), lang) if own else "")

    def own_name(self, own: Sequence[str], lang: Lang, *, leaving: bool = True) -> str:
        """Return what a delegation is called in :meth:`shown`."""
        name = self.name("codes", lang, leaving=leaving)
        return name(own[0]) or say(Message("drafting-paper.our-delegation"), lang)

    def about(self) -> TextAbout:
        """Return what a paper says of it."""
        return TextAbout(
            room=f"live-{self.room.pk}",
            title=self.title,
            host=Wording(**self.room.notice.get("host", {})),
            day=self.state.at[:10],
            number=self.state.number,
            log=self.state.hash,
            leaves=str(self.state.settings["leaves"]),
        )


def room_at(room: Room, until: int | None = None) -> TextRoom:
    """Return a room as it is, or as it was after an entry: its log read anew, so that what was erased since is gone."""
    with taken_before():
        state = replay(room.kind, log.entries_after(room.pk), until)
    return TextRoom(room=room, state=state, text=text_of_room(state))


def days_of(room: Room, until: int | None = None) -> Iterator[RoomDay]:
    """Yield the text at the end of each day of a room, up to an entry."""
    days = by_day(room.kind, log.entries_after(room.pk), until)
    while True:
        with taken_before():  # and nothing that is done with a day in between
            day, state = next(days, ("", None))
        if state is None:
            return
        yield RoomDay(day, text_of_room(state))


def parts_of(
    room: Room,
    state: RoomState,
    named: LiveRoomNamed,
    actors: Collection[str],
    *,
    evidence: tuple[str, ...] = (),
    until: int | None = None,
) -> dict[str, bytes]:
    """Return the parts of a dossier that a room is, as far as it lets anything leave."""
    if state.settings["leaves"] == "nothing":
        return {}
    return parts_of_draft(days_of(room, until), named, outside(state), set(actors), evidence)


def _wishes(entries: Iterator[Entry], state: RoomState, own: Sequence[str]) -> Iterator[Wish]:
    """Yield what the seats of a delegation said of words, as far as it stands in the log."""
    seats = {one.id: one for one in state.seats.values() if (one.organisation or one.id) == own[0]}
    for entry in entries:
        data = entry.data or {}
        if entry.by not in seats:
            continue
        if entry.kind == "stood" and data.get("actor", own[0]) in (None, "", *own):
            yield Wish(entry.at, str(data["target"]), str(data["stance"]))
        elif entry.kind == "proposed" and set(data.get("proposers") or own[:1]) & set(own):
            yield Wish(entry.at, str(data["id"]), "oppose" if data.get("operation") == "delete" else "support")
            yield Wish(entry.at, f"{data['id']}.was", "oppose")


def capital_document(at: TextRoom, seat: str, lang: Lang) -> tuple[CapitalReport, Document]:
    """Return what the delegation of a seat reports to its capital, and its page; of a room that nothing leaves, as those inside read it."""
    own = own_actors(at.state, seat)
    name = at.name("names", lang, leaving=at.leaves)
    report = capital_report(at.text, own, list(_wishes(log.entries_after(at.room.pk), at.state, own)), name)
    texts = CapitalTexts(
        room=f"live-{at.room.pk}",
        title=at.title,
        delegation=name(own[0]) or "",
        day=at.state.at[:10],
        next_meeting=str(at.room.notice.get(NEXT_MEETING, "")),
        is_named=at.text.settings.attributed
        and (at.state.settings["leaves"] in ("attributed", "organisation") if at.leaves else at.state.settings["inside"] != "anonymous"),
        silence_accepts=at.text.settings.silence_accepts,
        number=at.state.number,
        hash=at.state.hash,
    )
    return report, capital_paper(report, texts, lang)


def text_document(at: TextRoom, form: str, lang: Lang, own: Sequence[str] = ()) -> Document:
    """Return the text as a paper, in one of its forms."""
    name = at.own_name(own, lang) if own else ""
    return text_paper(at.shown(lang, own=own if form == "own" else ()), at.about(), form, lang, name)


def report_document(room: Room, figures: Mapping[str, Any], sha256: str, lang: Lang) -> Document:
    """Return the report of a room: figures as they were published, words and names of that moment without what was erased since."""
    at = room_at(room, figures["up_to"])
    return text_report(at.shown(lang), figures, at.about(), sha256, lang)
