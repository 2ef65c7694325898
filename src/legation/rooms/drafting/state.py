"""What a drafting room is after some events, and who stands where on a bracket or a paragraph."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from legation.methods.drafting import cut, joined, print_of
from legation.rooms.drafting.event import Opened
from legation.rooms.drafting.silence import Breaking, Silence

__all__ = [
    "CHAIR",
    "Breaking",
    "Held",
    "Membership",
    "Package",
    "Past",
    "Silence",
    "Stance",
    "State",
    "Taken",
    "Text",
    "Unit",
    "cut",
    "is_visible",
    "joined",
    "opposing",
    "print_of",
    "standing",
    "supporting",
    "voices",
]

CHAIR = "chair"
"""As whom the chair looks at a text."""


class Taken(NamedTuple):
    """Of what something was said that counts elsewhere by now: a bracket whose words stand there, or a paragraph that is part of it.

    Attributes
    ----------
    target : str
    whole : bool
        Whether all that was said of it counts there, as in a merger; else objections alone, as far as no seat of the actor took them back.
    """

    target: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Stance:
    """What an actor said last of a bracket or a paragraph.

    Attributes
    ----------
    actor, target, stance, at : str
    public : bool
        Whether others may see it.
    conditional_on : str
        The bracket or package on which it depends; empty where it stands by itself.
    seen : str
        Print of the words of which it speaks. Where the words are others now, a support counts no more until it is said again; an
        objection stands until it is withdrawn.
    evidence : tuple of str
    seat : str
        Which seat said it, in a live room; it goes with that seat.
    about : tuple of Taken
        Of what it was said, the last first, where that is something else than the target.
    implied_by : str
        The proposal that says it of the words that it would replace; it goes with that proposal when it is taken back.
    rows : tuple of Stance
        All that seats of the actor said of the target, in their order; empty where this is all of it.
    """

    actor: str
    target: str
    stance: str
    at: str
    public: bool = True
    conditional_on: str = ""
    seen: str = ""
    evidence: tuple[str, ...] = ()
    seat: str = field(default="", compare=False, repr=False)
    about: tuple[Taken, ...] = field(default=(), compare=False, repr=False)
    implied_by: str = field(default="", compare=False, repr=False)
    rows: tuple[Stance, ...] = field(default=(), compare=False, repr=False)

    @property
    def others(self) -> tuple[Stance, ...]:
        """What else stands of what seats of the actor said of the target."""
        return tuple(one for one in self.rows if (one.seat, one.about) != (self.seat, self.about))


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph.

    Attributes
    ----------
    id, label : str
    words : tuple of str
        Every word, those in brackets too.
    level : str
        One of :data:`legation.rooms.drafting.LEVELS`.
    pending : tuple of str
        Who has yet to confirm that level.
    sources : tuple of str
        From where its text comes.
    """

    id: str
    label: str
    words: tuple[str, ...]
    level: str = "proposed"
    pending: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words without brackets."""
        return joined(self.words)


@dataclass(frozen=True, slots=True)
class Held:
    """An open bracket.

    Attributes
    ----------
    id, unit : str
    start, end : int
        Its words, counted in the paragraph.
    group : str
        The same for brackets that are alternatives of each other; its own id where it has none.
    verb : str
        ``delete`` for words that stand and that somebody wants out; ``move to`` and ``merge`` for a change of the paragraph, which it holds
        whole; ``split`` for the words that would be a paragraph of their own.
    place : str
        With ``move to``, after which paragraph.
    opened, by : str and tuple of str
        When, and in whose name.
    reason : str
    inserted : bool
        Whether its words are an addition at one place: another addition there is an alternative.
    origin : str
        The observer whose wording it is, where a delegation took it over.
    seat, origin_seat : str, in a live room.
    """

    id: str
    unit: str
    start: int
    end: int
    group: str
    verb: str = ""
    place: str = ""
    opened: str = ""
    by: tuple[str, ...] = ()
    reason: str = ""
    inserted: bool = False
    origin: str = ""
    seat: str = field(default="", compare=False, repr=False)
    origin_seat: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Past:
    """A bracket that is closed: what it was, when and how it closed, and whose stances stood.

    Attributes
    ----------
    said : tuple of Stance
        In a live room, what else seats had said and did not count: it may once another seat is erased.
    """

    held: Held
    text: str
    closed: str
    mode: str
    stances: tuple[Stance, ...] = ()
    said: tuple[Stance, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor takes part, or a group speaks for it from start to end (days, both included; empty where open)."""

    actor: str
    group: str = ""
    start: str = ""
    end: str = ""

    def holds(self, day: str) -> bool:
        """Whether it holds on a day."""
        return (not self.start or self.start[:10] <= day[:10]) and (not self.end or day[:10] <= self.end[:10])


@dataclass(frozen=True, slots=True)
class Package:
    """Brackets and paragraphs of which nothing is agreed until all is."""

    id: str
    targets: tuple[str, ...]


class Text(Protocol):
    """What rules and views ask of a text: of a :class:`State`, and of one that is being written."""

    @property
    def settings(self) -> Opened:
        """The rules of the room."""

    @property
    def at(self) -> str:
        """Time of the last event."""

    @property
    def members(self) -> Sequence[Membership]:
        """Who takes part, and for whom groups speak."""

    def unit(self, identifier: str) -> Unit:
        """Return a paragraph by its id."""

    def over(self, unit: str) -> Sequence[Held]:
        """Return the open brackets of a paragraph, in the order of opening."""

    def said(self, target: str) -> Mapping[str, Stance]:
        """Return the latest stance of each actor on a bracket or a paragraph."""

    def seen(self, target: str) -> str:
        """Return the print of the words of a bracket or a paragraph as they are now."""


@dataclass(frozen=True)
class State:
    """A drafting room after some events.

    Attributes
    ----------
    settings : Opened
    at : str
        Time of the last event.
    units : tuple of Unit
        In the order of the text.
    held : mapping of str to Held
        Open brackets by id, in the order of opening.
    past : tuple of Past
        Closed brackets, in the order of closing.
    stances : mapping of (actor, target) to Stance
        The latest of each; all of them stand in the log.
    members : tuple of Membership
    packages, silences : mapping
    reservations : tuple of (actor, unit, text, at)
    reopened : tuple of (unit, at, why)
    versions : tuple of (kind, at, text)
        Each version as it was brought, kept: text that was not agreed is not lost.
    """

    settings: Opened
    at: str
    units: tuple[Unit, ...] = ()
    held: Mapping[str, Held] = field(default_factory=dict)
    past: tuple[Past, ...] = ()
    stances: Mapping[tuple[str, str], Stance] = field(default_factory=dict)
    members: tuple[Membership, ...] = ()
    packages: Mapping[str, Package] = field(default_factory=dict)
    silences: Mapping[str, Silence] = field(default_factory=dict)
    reservations: tuple[tuple[str, str, str, str], ...] = ()
    reopened: tuple[tuple[str, str, str], ...] = ()
    versions: tuple[tuple[str, str, str], ...] = ()

    def unit(self, identifier: str) -> Unit:
        """Return a paragraph by its id."""
        return self._units[identifier]

    def over(self, unit: str) -> Sequence[Held]:
        """Return the open brackets of a paragraph, in the order of opening."""
        return self._over.get(unit, ())

    def said(self, target: str) -> Mapping[str, Stance]:
        """Return the latest stance of each actor on a bracket or a paragraph."""
        return self._said.get(target, {})

    @functools.cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @functools.cached_property
    def _over(self) -> dict[str, list[Held]]:
        over: dict[str, list[Held]] = {}
        for bracket in self.held.values():
            over.setdefault(bracket.unit, []).append(bracket)
        return over

    @functools.cached_property
    def _said(self) -> dict[str, dict[str, Stance]]:
        said: dict[str, dict[str, Stance]] = {}
        for (actor, target), stance in self.stances.items():
            said.setdefault(target, {})[actor] = stance
        return said

    def words(self, bracket: Held) -> tuple[str, ...]:
        """Return the words of an open bracket."""
        return self.unit(bracket.unit).words[bracket.start : bracket.end]

    def seen(self, target: str) -> str:
        """Return the print of the words of a bracket or a paragraph as they are now."""
        if target in self.held:
            return print_of(self.words(self.held[target]))
        return print_of(self.unit(target).words)


def voices(state: State, looking: str | None = None) -> tuple[str, ...]:
    """Return whose stance counts at the time of the state, by name.

    Where a group is one voice, it counts and its members do not, but for a member that took a stance of its own. Otherwise its members
    count and it does not.

    Parameters
    ----------
    looking : str, optional
        Who looks, as in :func:`standing`: of others who did not join, only those are named that somebody sees having spoken.
    """
    memberships = [m for m in state.members if m.holds(state.at)]
    groups = {m.group for m in memberships if m.group}
    members = {m.actor for m in memberships if m.group}
    said = {actor for (actor, _), one in state.stances.items() if looking is None or is_visible(state.settings, one, looking)}
    everyone = {m.actor for m in state.members} | said
    if state.settings.one_voice:
        return tuple(sorted((everyone - members) | groups | (members & said)))
    return tuple(sorted(everyone - groups))


def is_visible(settings: Opened, stance: Stance, looking: str) -> bool:
    """Whether somebody sees a stance: all a public one, an actor its own, the chair each where the room lets it."""
    return stance.public or looking == stance.actor or (looking == CHAIR and settings.chair_sees)


def standing(text: Text, target: str, looking: str | None = None) -> Mapping[str, Stance]:
    """Return the stance of each voice on a bracket or a paragraph, by name; who said nothing is not in it.

    A stance on words that are others by now is in it too: whether it counts, :func:`supporting` and :func:`opposing` say.

    Parameters
    ----------
    looking : str, optional
        Who looks: an actor, ``"chair"``, or ``""`` for what all may see. Without it, all that was said: what rules go by.
    """
    own = dict(text.said(target))
    if looking is not None:
        own = {actor: stance for actor, stance in own.items() if is_visible(text.settings, stance, looking)}
    if own and not text.settings.one_voice:
        for member in text.members:
            if member.group in own and member.actor not in own and member.holds(text.at):
                own[member.actor] = own[member.group]
        for group in {m.group for m in text.members if m.group}:
            own.pop(group, None)
    return dict(sorted(own.items()))


def supporting(text: Text, target: str, looking: str | None = None) -> tuple[str, ...]:
    """Return who wants the words in the text as they are now; a support of other words does not count until it is said again."""
    stances = standing(text, target, looking)
    now = text.seen(target) if stances else ""
    return tuple(actor for actor, one in stances.items() if one.stance == "support" and one.seen in ("", now))


def opposing(text: Text, target: str, looking: str | None = None) -> tuple[str, ...]:
    """Return who wants the words out; an objection stands until it is withdrawn, whatever became of the words."""
    return tuple(actor for actor, one in standing(text, target, looking).items() if one.stance == "oppose")
