"""What a drafting room is after some events, who stands where on a bracket or a paragraph, and its words as anchors count them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from legation.rooms.drafting.event import Opened

__all__ = [
    "Held",
    "Membership",
    "Package",
    "Past",
    "Silence",
    "Stance",
    "State",
    "Unit",
    "cut",
    "joined",
    "opposing",
    "pieces",
    "print_of",
    "standing",
    "supporting",
    "voices",
]


_WORD = re.compile(r"\s*(?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’-][^\W_]+)*|\S)")


def pieces(text: str) -> list[str]:
    """Return the words and stops of a stretch of text, each with the space before it."""
    return _WORD.findall(text)


def cut(text: str) -> tuple[str, ...]:
    """Return the words and stops of a text, each with the space before it; the first without.

    Examples
    --------
    >>> cut("States shall report, at once.")
    ('States', ' shall', ' report', ',', ' at', ' once', '.')
    """
    return tuple(pieces(text.strip()))


def joined(words: Sequence[str]) -> str:
    """Return the text of words, without the space before the first.

    Examples
    --------
    >>> joined((" at", " once", "."))
    'at once.'
    """
    return "".join(words).strip()


def print_of(words: Sequence[str]) -> str:
    """Return what an anchor keeps of the words at its place: the first 16 digits of the SHA-256 of their text.

    Examples
    --------
    >>> print_of((" at", " once")) == print_of(("at", " once"))
    True
    """
    return hashlib.sha256(joined(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


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
    """

    actor: str
    target: str
    stance: str
    at: str
    public: bool = True
    conditional_on: str = ""
    seen: str = ""
    evidence: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Past:
    """A bracket that is closed: what it was, when and how it closed, and whose stances stood."""

    held: Held
    text: str
    closed: str
    mode: str
    stances: tuple[Stance, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence procedure.

    Attributes
    ----------
    id : str
    units : tuple of str
    asked, deadline, level : str
    broken : tuple of (actor, unit, at)
    ended : str
        When it lapsed; empty while it runs.
    """

    id: str
    units: tuple[str, ...]
    asked: str
    deadline: str
    level: str
    broken: tuple[tuple[str, str, str], ...] = ()
    ended: str = ""


@dataclass(frozen=True, slots=True)
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
        return next(unit for unit in self.units if unit.id == identifier)

    def words(self, bracket: Held) -> tuple[str, ...]:
        """Return the words of an open bracket."""
        return self.unit(bracket.unit).words[bracket.start : bracket.end]

    def seen(self, target: str) -> str:
        """Return the print of the words of a bracket or a paragraph as they are now."""
        if target in self.held:
            return print_of(self.words(self.held[target]))
        return print_of(self.unit(target).words)


_COUNTED_STANCES = ("oppose", "support")


def voices(state: State) -> tuple[str, ...]:
    """Return whose stance counts at the time of the state, by name.

    Where a group is one voice, it counts and its members do not, but for a member that took a stance of its own. Otherwise its members
    count and it does not.
    """
    memberships = [m for m in state.members if m.holds(state.at)]
    groups = {m.group for m in memberships if m.group}
    members = {m.actor for m in memberships if m.group}
    said = {actor for actor, _ in state.stances}
    everyone = {m.actor for m in state.members} | said
    if state.settings.one_voice:
        return tuple(sorted((everyone - members) | groups | (members & said)))
    return tuple(sorted(everyone - groups))


def standing(state: State, target: str) -> Mapping[str, Stance]:
    """Return the stance of each voice on a bracket or a paragraph, by name; who said nothing is not in it.

    A stance on words that are others by now is in it too: whether it counts, :func:`supporting` and :func:`opposing` say.
    """
    own = {actor: stance for (actor, on), stance in state.stances.items() if on == target}
    if not state.settings.one_voice:
        for member in state.members:
            if member.group in own and member.actor not in own and member.holds(state.at):
                own[member.actor] = own[member.group]
        for group in {m.group for m in state.members if m.group}:
            own.pop(group, None)
    return dict(sorted(own.items()))


def supporting(state: State, target: str) -> tuple[str, ...]:
    """Return who wants the words in the text as they are now; a support of other words does not count until it is said again."""
    now = state.seen(target)
    return tuple(actor for actor, one in standing(state, target).items() if one.stance == "support" and one.seen in ("", now))


def opposing(state: State, target: str) -> tuple[str, ...]:
    """Return who wants the words out; an objection stands until it is withdrawn, whatever became of the words."""
    return tuple(actor for actor, one in standing(state, target).items() if one.stance == "oppose")
