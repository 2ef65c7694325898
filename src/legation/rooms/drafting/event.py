"""What can happen in a drafting room, and what each event may say.

==================  ==========================================================================================
:class:`Opened`     the room with its rules
:class:`Joined`     an actor, or an actor's place in a group that speaks for it, with dates
:class:`Brought`    a version of the text, with its brackets as they are written
:class:`Proposed`   words to add, to delete, to replace; a paragraph to add, to move, to split, to merge
:class:`Stood`      what an actor says of the words of a bracket, or of a paragraph
:class:`Closed`     a bracket, with what became of its words
:class:`Agreed`     the level of agreement of a paragraph, or of a package
:class:`Referred`   an actor accepts a paragraph ad referendum
:class:`Confirmed`  an actor's capital confirms it
:class:`Reopened`   a paragraph that was agreed
:class:`Reserved`   a reservation in a footnote
:class:`Linked`     paragraphs and brackets that go together: a package
:class:`Asked`      a silence procedure with its deadline
:class:`Broken`     silence broken by an actor
:class:`Lapsed`     the end of a silence procedure
==================  ==========================================================================================

A stance speaks of the *words*: ``support`` wants them in the text, ``oppose`` wants them out, whoever opened the bracket and why. So
"RUS delete" is a stance ``oppose`` of RUS on the words in the bracket.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import re
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field

from legation.errors import BadValue
from legation.language import Message

__all__ = [
    "KINDS",
    "LEVELS",
    "MODES",
    "OPERATIONS",
    "SCHEMES",
    "STANCES",
    "Agreed",
    "Asked",
    "Broken",
    "Brought",
    "Closed",
    "Confirmed",
    "Event",
    "Joined",
    "Lapsed",
    "Linked",
    "Opened",
    "Paragraph",
    "Proposed",
    "Referred",
    "Reopened",
    "Reserved",
    "Stood",
    "known",
    "one_of",
    "time_of",
    "without_nearest",
]


_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}\.\d{3}Z)?)?", re.ASCII)


def time_of(value: str, place: str) -> dt.datetime:
    """Return the moment of a time; of a day its beginning, of an instant what clocks show in UTC.

    Raises
    ------
    BadValue
        For another form, or a day that is in no calendar.
    """
    try:
        time = dt.datetime.fromisoformat(value) if _TIME.fullmatch(value) else None
    except ValueError:
        time = None
    if time is None:
        raise BadValue(Message("drafting-room.bad-time", place=place, found=value))
    return time.replace(tzinfo=None)


def one_of(value: str, allowed: Collection[str], place: str) -> str:
    """Return a word of a list; another is refused."""
    if value not in allowed:
        raise BadValue(Message("drafting-room.bad-word", place=place, found=value, allowed=tuple(allowed)))
    return value


_nearest: ContextVar[bool] = ContextVar("nearest", default=True)


@contextlib.contextmanager
def without_nearest() -> Iterator[None]:
    """Look for no near names in what is refused meanwhile: a live room, which has thousands, tells nobody of them."""
    token = _nearest.set(False)
    try:
        yield
    finally:
        _nearest.reset(token)


def known(name: str, there: Collection[str], place: str) -> str:
    """Return a name that is there; another is refused, with the nearest."""
    if name not in there:
        close = difflib.get_close_matches(name, list(there), 1, 0.3) if _nearest.get() else []
        if close:
            raise BadValue(Message("drafting-room.unknown-near", place=place, found=name, close=close[0]))
        raise BadValue(Message("drafting-room.unknown", place=place, found=name))
    return name


KINDS = ("zero", "compilation", "rolling", "chair", "L", "final")
"""Zero draft, attributed compilation, rolling text, text of the chair, document in the limited series, final text."""
OPERATIONS = ("insert", "delete", "replace", "alt", "bis", "move", "split", "merge")
STANCES = ("support", "can_live_with", "flexible", "reserve", "oppose", "no_instructions")
MODES = ("accepted", "withdrawn", "merged", "replaced", "moved")
LEVELS = ("proposed", "bracketed", "informals", "ad ref", "committee", "adopted")
"""Levels of agreement, the lowest first; from ``ad ref`` on new text reopens a paragraph."""
SCHEMES = ("consensus", "gnso", "vote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, when, and who did it.

    Attributes
    ----------
    at : str
        ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM``, in one time zone for the whole room, or an instant as a live room has it; never before
        the event before it.
    by : str
        Actor, chair or secretariat.
    """

    at: str
    by: str = "chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """The rules of the room.

    Attributes
    ----------
    bis : {"alternative", "new"}
        What *bis* after a number means here.
    scheme : {"consensus", "gnso", "vote"}
        How it is decided; under ``vote`` a standing objection closes nothing and keeps nothing open.
    silence_accepts : bool
        Whether silence until a deadline is acceptance.
    one_voice : bool
        Whether a group counts as one voice; else as each of its members on that day who says nothing itself.
    attributed : bool
        Whether the text shows who wants what.
    chair_sees : bool
        Whether the chair sees stances that are not public.
    equal : bool
        Whether observers take part as delegations do.
    """

    bis: str = "alternative"
    scheme: str = "consensus"
    silence_accepts: bool = False
    one_voice: bool = True
    attributed: bool = True
    chair_sees: bool = True
    equal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    """An actor takes part, or is spoken for by a group from ``start`` to ``end``, both days included; empty where open."""

    actor: str
    group: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a version: an id that stays, the number it bears, and its text, brackets as written, without the number."""

    id: str
    label: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought(Event):
    """A new version: it takes the place of the whole text.

    A bracket whose words stood in a bracket of the same paragraph before is that bracket. One that stands no longer is closed: accepted
    where its words are still there, else withdrawn.
    """

    kind: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Event):
    """A proposal opens a bracket.

    Attributes
    ----------
    id : str
        Name of the bracket; with ``replace``, ``alt`` and ``bis`` that of the new words, and ``ID.was`` is that of those that stand.
    operation : str
        One of :data:`OPERATIONS`.
    unit : str
        The paragraph.
    start, end : int
        Words from, and up to and without, counted as :func:`legation.rooms.drafting.cut` counts them, those in brackets included. With
        ``insert`` the new words stand before word ``start``; with ``split`` the paragraph ends before it, and all that follows is another:
        neither asks for ``end``. With whole paragraphs neither counts.
    seen : str
        Print of the words from start to end as the proposer saw them (:func:`legation.rooms.drafting.print_of`); with ``insert`` of the
        word before and the word after, with whole paragraphs of the paragraph. Empty: as it stands when the event is taken.
    text : str
        The new words.
    label : str
        With ``alt``, ``bis`` and ``split``, the number of the new paragraph; by default the old one with ``alt``, ``bis``, ``(2)``.
    proposers : tuple of str
        In whose name; ``by`` where none is given.
    target : str
        With ``move``, the paragraph after which; empty for the beginning.
    reason : str
        Why, if said: contentious, tactical, waiting for instructions, linked.
    """

    id: str
    operation: str
    unit: str
    start: int = 0
    end: int = 0
    seen: str = ""
    text: str = ""
    label: str = ""
    proposers: tuple[str, ...] = ()
    target: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood(Event):
    """What ``by`` says of the words of a bracket or of a paragraph; the latest counts, all are kept."""

    target: str
    stance: str
    public: bool = True
    conditional_on: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """A bracket closed: its words stay (accepted), go (withdrawn), or give way to ``text`` (merged, replaced); or the paragraph moves."""

    bracket: str
    mode: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Event):
    """A paragraph, or every paragraph of a package, reaches a level, perhaps pending some actors' confirmation.

    A package rises together: with a paragraph in it all of it rises, or nothing.
    """

    unit: str
    level: str
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Event):
    """``by`` accepts a paragraph ad referendum: it is pending until its capital confirms."""

    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Event):
    """``by`` confirms what was pending its word."""

    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """A paragraph that was agreed is open again."""

    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved(Event):
    """``by`` reserves its position on a paragraph, in a footnote; without text it takes its reservations on it back."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Event):
    """Brackets and paragraphs of which nothing is agreed until all is; without any, the package is dissolved."""

    id: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Event):
    """Paragraphs put under silence until a deadline.

    Attributes
    ----------
    deadline : str
        A day, met to its end, or a time, met at it too.
    zone : str
        Whose day it is, an IANA name; empty: UTC, or the one zone of the log.
    """

    id: str
    units: tuple[str, ...]
    deadline: str
    level: str = "ad ref"
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken(Event):
    """``by`` breaks a silence; where units are named, on them alone."""

    id: str
    units: tuple[str, ...] = field(default=())
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(Event):
    """A silence procedure ends: at or after its deadline, of a day after its end; an event that bears a day alone is at that end."""

    id: str
