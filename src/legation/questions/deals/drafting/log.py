"""The file of a draft and its versions become the events of a room, and these its state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from legation.dossier import When
from legation.dossier.models.draft import DraftModel, Version
from legation.dossier.records import MemberOfGroup
from legation.errors import BadValue
from legation.language import Message
from legation.questions.deals.drafting.paragraphs import VersionParagraphs, cut_version, key_of
from legation.rooms.drafting import (
    Agreed,
    Asked,
    Broken,
    Brought,
    Event,
    Joined,
    Lapsed,
    Linked,
    Opened,
    Reserved,
    State,
    Stood,
    fold,
    joined,
    step,
)

__all__ = ["Room", "day_of", "room_of"]

_PLACE = ("version", "agreement", "reservation", "stance", "package", "silence", "broken", "lapsed")
"""The order of events of one day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A draft as a room.

    Attributes
    ----------
    model : DraftModel
    events : tuple of Event
        Those that the room took, in order.
    state : State
        After all of them.
    versions : tuple of Version
        Those whose words are there, by date.
    cuts : tuple of Cut
        Their paragraphs.
    rejected : tuple of Message
        Rows that did not fit the text of their day, and why.
    actors : mapping of str to str
        The id in the dossier of an actor that the text writes otherwise.
    in_room : frozenset of (str, str, str)
        Stances that were taken in a live room: actor, target, time.
    """

    model: DraftModel
    events: tuple[Event, ...]
    state: State
    versions: tuple[Version, ...]
    cuts: tuple[VersionParagraphs, ...]
    rejected: tuple[Message, ...]
    actors: Mapping[str, str]
    in_room: frozenset[tuple[str, str, str]] = frozenset()

    def actor(self, written: str) -> str:
        """Return the id of an actor that the text names."""
        return self.actors.get(written, written)

    def version_on(self, day: str) -> Version:
        """Return the version that stood on a day."""
        return next((one for one in reversed(self.versions) if day_of(one.date) <= day[:10]), self.versions[0])


def day_of(when: When) -> str:
    """Return the last day that a date may mean."""
    return when.last.isoformat()


def room_of(model: DraftModel, texts: Mapping[str, str], groups: Sequence[MemberOfGroup], last: str) -> Room:
    """Return the room that a draft is.

    Parameters
    ----------
    model : DraftModel
        With the rows that were known.
    texts : mapping of str to str
        By part, the words of its versions; a version whose words are not there is left out.
    groups : sequence of MemberOfGroup
        Of ``groups.csv``.
    last : str
        The day of knowing, ``YYYY-MM-DD``: a silence whose deadline is past by then has lapsed.
    """
    versions = tuple(sorted((one for one in model.versions if one.part in texts), key=lambda one: one.date))
    cuts = tuple(cut_version(texts[one.part], model.bis, one.renumbered, one.evidence) for one in versions)
    first = day_of(versions[0].date)
    opened = Opened(
        at=first,
        bis=model.bis,
        scheme=model.scheme,
        silence_accepts=model.silence_accepts,
        one_voice=model.one_voice,
        attributed=model.attributed,
    )
    maker = _Maker(model, {party.actor: party.written for party in model.parties if party.written})
    events: list[Event] = [opened, *maker.parties(groups, first)]
    state = fold(events)
    rejected: list[Message] = []
    stated: set[tuple[str, str]] = set()
    for _, _, what, make in sorted(maker.rows(versions, cuts, last), key=lambda row: row[:2]):
        try:
            event = make(state)
            joining = _joining(state, event)
            for one in (*joining, event):
                state = step(state, one)
        except BadValue as error:
            rejected.append(Message("drafting.unplaced", what=what, why=error.message))
            continue
        events += (*joining, event)
        if isinstance(event, Brought):
            state = _as_noted(state, event.at, stated)
        elif isinstance(event, Stood):
            stated.add((event.by, event.target))
    names = {party.written: party.actor for party in model.parties if party.written}
    return Room(
        model=model,
        events=tuple(events),
        state=state,
        versions=versions,
        cuts=cuts,
        rejected=tuple(rejected),
        actors=names,
        in_room=frozenset(maker.in_room),
    )


def _joining(state: State, event: Event) -> tuple[Joined, ...]:
    """Return by what somebody takes part of whom the dossier tells only that it spoke: its list of parties need not name everybody."""
    there = {name for one in state.members if one.holds(event.at) for name in (one.actor, one.group)} | {Event(at=event.at).by}
    return () if event.by in there else (Joined(at=event.at, by=event.by, actor=event.by),)


def _as_noted(state: State, day: str, stated: set[tuple[str, str]]) -> State:
    """Return the state without what earlier texts noted and a later one notes no longer.

    A version that names anybody notes who stands where: who was noted before and is not now has dropped it. A version that names nobody
    tells nothing of that. What was said in a statement of its own (``stated``) stands until the actor or a text says otherwise.
    """
    now = {key for key, one in state.stances.items() if one.at == day}
    stated -= now
    if not now:
        return state
    noted = {key: one for key, one in state.stances.items() if key in now or key in stated}
    return replace(state, stances=noted)


class _Maker:
    """Makes events of the rows of one draft."""

    __slots__ = ("_model", "_written", "in_room")

    def __init__(self, model: DraftModel, written: Mapping[str, str]) -> None:
        self._model, self._written = model, written
        self.in_room: set[tuple[str, str, str]] = set()

    def name(self, actor: str) -> str:
        """Return how the text writes an actor."""
        return self._written.get(actor, actor)

    def parties(self, groups: Sequence[MemberOfGroup], first: str) -> Iterator[Joined]:
        """Yield who takes part, and for whom groups speak."""
        for party in self._model.parties:
            days = {"start": party.start.first.isoformat() if party.start else "", "end": day_of(party.end) if party.end else ""}
            yield Joined(at=first, actor=self.name(party.actor), group=party.group, **days)
            for one in groups:
                if party.speaks_for and one.group == party.speaks_for:
                    dates = {"start": one.start.first.isoformat() if one.start else "", "end": day_of(one.end) if one.end else ""}
                    yield Joined(at=first, actor=self.name(one.actor), group=self.name(party.actor), **dates)

    def rows(
        self, versions: Sequence[Version], cuts: Sequence[VersionParagraphs], last: str
    ) -> Iterator[tuple[str, int, Message, Callable[[State], Event]]]:
        """Yield for each row its day, its place within the day, what it is, and what makes its event of the state before it."""
        model = self._model
        for version, cut in zip(versions, cuts, strict=True):
            at = day_of(version.date)
            what = Message("drafting.row.version", id=version.id, date=version.date)
            event = Brought(at=at, kind=version.kind, paragraphs=cut.paragraphs)
            yield at, _PLACE.index("version"), what, _given(event)
            for actor, unit, text in cut.reservations:
                noted = Reserved(at=at, by=actor, unit=unit, text=text)
                yield at, _PLACE.index("reservation"), what, _given(noted)
        for kind, found in (
            ("agreement", model.agreements),
            ("stance", model.stances),
            ("package", model.packages),
            ("silence", model.silences),
            ("broken", model.objections),
        ):
            for row in found:
                make = getattr(self, f"_{kind}")
                yield day_of(row.date), _PLACE.index(kind), _what(kind, row), partial(make, row)
        for silence in model.silences:
            at = day_of(silence.deadline)
            if at <= last:
                lapsed = Lapsed(at=at, id=silence.id)
                yield at, _PLACE.index("lapsed"), _what("silence", silence), _given(lapsed)

    def _agreement(self, row: Any, state: State) -> Event:
        pending = tuple(self.name(actor) for actor in row.pending)
        return Agreed(at=day_of(row.date), unit=_unit(state, row.unit), level=row.level, pending=pending)

    def _stance(self, row: Any, state: State) -> Event:
        target = _target(state, f"{row.unit}: {row.words}" if row.words else row.unit)
        depends = _target(state, row.conditional_on) if row.conditional_on else ""
        if row.basis == "room":
            self.in_room.add((self.name(row.actor), target, day_of(row.date)))
        return Stood(
            at=day_of(row.date),
            by=self.name(row.actor),
            target=target,
            stance=row.stance,
            public=row.public,
            conditional_on=depends,
            evidence=row.evidence,
        )

    def _package(self, row: Any, state: State) -> Event:
        return Linked(at=day_of(row.date), id=row.id, targets=tuple(_target(state, one) for one in row.targets))

    def _silence(self, row: Any, state: State) -> Event:
        units = tuple(_unit(state, one) for one in row.units)
        return Asked(at=day_of(row.date), id=row.id, units=units, deadline=day_of(row.deadline), level=row.level)

    def _broken(self, row: Any, state: State) -> Event:
        units = tuple(_unit(state, one) for one in row.units)
        return Broken(at=day_of(row.date), by=self.name(row.actor), id=row.silence, units=units)


def _given(event: Event) -> Callable[[State], Event]:
    """Return what makes an event that does not depend on the state."""

    def make(state: State) -> Event:
        return event

    return make


def _what(kind: str, row: Any) -> Message:
    about = {"date": row.date, "name": getattr(row, "actor", "") or getattr(row, "unit", "") or getattr(row, "id", "")}
    match kind:
        case "agreement":
            return Message("drafting.row.agreement", **about)
        case "stance":
            return Message("drafting.row.stance", unit=row.unit, **about)
        case "package":
            return Message("drafting.row.package", **about)
        case "silence":
            return Message("drafting.row.silence", **about)
        case _:
            return Message("drafting.row.broken", **about)


def _unit(state: State, label: str) -> str:
    """Return the id of the paragraph that bears a number."""
    key = key_of(label)
    found = next((unit.id for unit in state.units if key in (unit.id, key_of(unit.label))), None)
    if found is None:
        raise BadValue(Message("drafting.no-unit", unit=label))
    return found


def _target(state: State, said: str) -> str:
    """Return the paragraph, or the open bracket, of ``NUMBER`` or ``NUMBER: words``."""
    label, _, words = said.partition(":")
    unit = _unit(state, label)
    if not words.strip():
        return unit
    wanted = _plain(words)
    for bracket in state.held.values():
        if bracket.unit == unit and _plain(joined(state.words(bracket))) == wanted:
            return bracket.id
    raise BadValue(Message("drafting.no-words", unit=label.strip(), words=words.strip()))


def _plain(words: str) -> str:
    return "".join(sign for sign in words.casefold() if sign.isalnum())
