"""How far a dossier is on the path of a situation: each step with its state, from the rows that are there and what people marked.

The state is found without asking a question: it is as quick on a large dossier as on a small one, and the same on the site and in the
terminal.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from legation.dossier import StepMark, When, standing
from legation.dossier.records import SITUATIONS as IDS
from legation.errors import WrongUse
from legation.language import Message, Spoken
from legation.questions.base.case import Case
from legation.questions.situations.path import Entry, Path, PathSubject, Step
from legation.questions.situations.situation import Situation, find_situation, situation_of

__all__ = [
    "STATES",
    "EntryState",
    "PathState",
    "SituationState",
    "State",
    "StepState",
    "all_paths",
    "find_path",
    "path_of",
    "situations_of",
]

State: TypeAlias = Literal["done", "to_do", "to_renew", "not_needed"]
STATES: tuple[State, ...] = ("done", "to_do", "to_renew", "not_needed")
Own: TypeAlias = Callable[[str], frozenset[str]]


def _nobody(_: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """A thing that a step wants, and whether the dossier holds it; see :class:`legation.questions.situations.path.Entry`.

    Attributes
    ----------
    id, place : str
    title : Message
    is_there, optional : bool
    own : str
        What the person who reads may have for themselves in its place; ``is_own`` where it is there by that alone.
    given : mapping of str to str
        Columns of a new row that are known beforehand.
    row : str
        The row to change; empty: a new row is added.
    columns : tuple of str
        The columns in which it is written.
    """

    id: str
    title: Message
    place: str
    is_there: bool
    own: str
    is_own: bool
    optional: bool
    given: Mapping[str, str]
    row: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """A step of a path, and how far the dossier is.

    Attributes
    ----------
    number : int
        From 1.
    id : str
    title : Message
    state : {"done", "to_do", "to_renew", "not_needed"}
    why : Message or None
        What is newer than the work of the step, or has run out.
    mark : StepMark or None
        What a person said of the step, last.
    adds : tuple of EntryState
    questions, papers : tuple of str
    not_yet : tuple of Message
        What belongs here and cannot be done with this product yet.
    """

    number: int
    id: str
    title: Message
    state: State
    why: Message | None
    mark: StepMark | None
    adds: tuple[EntryState, ...]
    questions: tuple[str, ...]
    papers: tuple[str, ...]
    not_yet: tuple[Message, ...]

    @property
    def missing(self) -> tuple[EntryState, ...]:
        """What the step wants and does not find, without what not every dossier has."""
        return tuple(one for one in self.adds if not one.is_there and not one.optional)

    @property
    def is_open(self) -> bool:
        """Whether there is something to do."""
        return self.state in ("to_do", "to_renew")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathState:
    """The path of a situation in a dossier.

    Attributes
    ----------
    situation : Situation
    about : str
        The id of the vote or actor, the name of the coalition or model; empty: the dossier as a whole, or nothing is there yet.
    name : Spoken or None
        How a reader knows it.
    day : When or None
        The day that presses.
    steps : tuple of StepState
    notes : tuple of Message
        What is to be known on this path.
    """

    situation: Situation
    about: str
    name: Spoken | None
    day: When | None
    steps: tuple[StepState, ...]
    notes: tuple[Message, ...]

    @property
    def next(self) -> StepState | None:
        """The first step with something to do; None where all is done."""
        return next((step for step in self.steps if step.is_open), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationState:
    """A situation that a dossier has; ``is_stated`` where ``dossier.toml`` names it."""

    situation: Situation
    about: str
    name: Spoken | None
    day: When | None
    is_stated: bool


@functools.cache
def all_paths() -> Mapping[str, Path]:
    """Return the path of each situation.

    >>> len(all_paths()["vote"].steps)
    8
    """
    modules = (importlib.import_module(f"legation.questions.situations.{name}") for name in IDS)
    return MappingProxyType({module.PATH.situation: module.PATH for module in modules})


def find_path(situation: str) -> Path:
    """Return the path of a situation.

    Raises
    ------
    WrongUse
        For an id that is none.
    """
    if situation not in all_paths():
        raise WrongUse(Message("path.unknown", found=situation[:40], allowed=" | ".join(all_paths())))
    return all_paths()[situation]


def situations_of(case: Case) -> tuple[SituationState, ...]:
    r"""Return the situations that a dossier has, the pressing first: what ``dossier.toml`` names, then by the day that comes next.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> files = {"dossier.toml": b'id = "x"', "rollcalls.csv": b"id,date,recorded\nr1,2030-01-02,2029-11-01\nr2,2030-03-01,2029-11-01\n"}
    >>> [(one.situation.id, one.about) for one in situations_of(Case(dossier=decode(files), today=dt.date(2029, 12, 1)))]
    [('vote', 'r1'), ('vote', 'r2')]
    """
    case = case.at(case.as_of)
    taken = situation_of(case)
    found = [
        SituationState(
            situation=find_situation(path.situation),
            about=about,
            name=path.named(case, about) if about else None,
            day=path.day(case, about) if about else None,
            is_stated=taken.is_stated and taken.situation.id == path.situation,
        )
        for path in all_paths().values()
        for about in dict.fromkeys((*path.abouts(case), *_begun(case, path)))
    ]
    if not any(one.situation.id == taken.situation.id for one in found) and (taken.is_stated or not found):
        found.append(SituationState(situation=taken.situation, about="", name=None, day=None, is_stated=taken.is_stated))
    return tuple(sorted(found, key=lambda one: _pressing(case, one)))


def path_of(case: Case, situation: str, about: str = "", own: Own = _nobody, live: Own = _nobody) -> PathState:
    r"""Return the path of a situation in a dossier; without ``about``, of the one that presses most.

    Parameters
    ----------
    own : callable
        ``about -> kinds`` of what the person who reads has on it for themselves, as :class:`legation.questions.situations.path.Entry` names
        them.
    live : callable
        ``about -> states``: how far the live room that it is of has come; with an empty one, the newest of the dossier.

    Raises
    ------
    WrongUse
        For a situation that is none, and for an ``about`` that the dossier does not hold, or no longer.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> files = {"dossier.toml": b'id = "x"', "rollcalls.csv": b"id,title,date,recorded\nr1,A text,2030-01-02,2029-11-01\n"}
    >>> path = path_of(Case(dossier=decode(files), today=dt.date(2029, 12, 1)), "vote")
    >>> path.about, path.next.id, [entry.id for entry in path.next.missing]
    ('r1', 'text', ['issue'])
    """
    case = case.at(case.as_of)
    path = find_path(situation)
    if about:
        meant = path.find(case, about)
        if not meant:
            raise WrongUse(Message("path.unknown-about", situation=find_situation(situation).title, found=about[:80]))
        about = meant
    else:
        about = next(iter(path.abouts(case)), "")
    on_it = own(about) if about else frozenset()
    subject = PathSubject(case, about, is_of_note=_is_of_note(case, path, about), own=on_it, live=live(about))
    marks = _marks(subject, path)
    return PathState(
        situation=find_situation(situation),
        about=about,
        name=path.named(case, about) if about else None,
        day=path.day(case, about) if about else None,
        steps=tuple(_step(subject, path, number, step, marks.get(step.id)) for number, step in enumerate(path.steps_of(subject), 1)),
        notes=tuple(Message(f"path.note.{name}") for name in path.notes),
    )


def _begun(case: Case, path: Path) -> list[str]:
    """Return what people marked a step of, beside what the path finds by itself; without what is no longer there."""
    named = dict.fromkeys(row.about for row in standing(case.dossier.steps) if row.situation == path.situation and row.state)
    return [about for about in named if not about or path.find(case, about) == about]


def _is_of_note(case: Case, path: Path, about: str) -> bool:
    """Whether the note of a dossier is about this: its situation, and of several the pressing one."""
    return situation_of(case).situation.id == path.situation and about == next(iter(path.abouts(case)), "")


def _pressing(case: Case, one: SituationState) -> tuple[bool, bool, str, int]:
    """Return the order in which situations press: the stated first, then the nearest day ahead, then those without one, then past ones."""
    is_past = one.day is not None and one.day.is_over(case.as_of)
    day = "9" if one.day is None else str(one.day)
    return not one.is_stated, is_past, day, [*all_paths()].index(one.situation.id)


def _marks(subject: PathSubject, path: Path) -> Mapping[str, StepMark]:
    """Return what people said last of each step; what was said of an earlier occasion, or of a step that is none, does not count."""
    since = path.since(subject.case, subject.about)
    rows = [
        row
        for row in standing(subject.case.dossier.steps)
        if row.situation == path.situation and row.about == subject.about and row.state and _counts(subject, row, since)
    ]
    rows.sort(key=lambda row: subject.known_since("steps", row) or dt.date.min)
    return {row.step: row for row in rows}


def _counts(subject: PathSubject, row: StepMark, since: dt.date | None) -> bool:
    day = subject.known_since("steps", row)
    return since is None or (day is not None and day >= since)


def _step(subject: PathSubject, path: Path, number: int, step: Step, mark: StepMark | None) -> StepState:
    adds = tuple(_entry(subject, entry) for entry in step.adds)
    by_hand = mark.state if mark is not None and mark.state != "to_do" else ""
    needed = [one for one in adds if not one.optional]
    is_done = by_hand == "done" or (bool(needed) and all(one.is_there for one in needed))
    why = None if by_hand == "not_needed" else step.renew(subject, subject.known_since("steps", mark) if mark is not None else None)
    state: State = "not_needed" if by_hand == "not_needed" else "to_renew" if is_done and why else "done" if is_done else "to_do"
    if mark is not None and mark.state == "to_do" and state == "done":
        state = "to_do"  # a person took it up again
    return StepState(
        number=number,
        id=step.id,
        title=Message(f"path.{path.situation}.{step.title or step.id}"),
        state=state,
        why=why,
        mark=mark,
        adds=adds,
        questions=step.questions,
        papers=step.papers,
        not_yet=tuple(Message(f"path.not-yet.{name}") for name in step.not_yet),
    )


def _entry(subject: PathSubject, entry: Entry) -> EntryState:
    there = entry.is_there(subject) or entry.live in subject.live
    return EntryState(
        id=entry.id,
        title=entry.title,
        place=entry.place,
        is_there=there or entry.own in subject.own,
        own=entry.own,
        is_own=not there and entry.own in subject.own,
        optional=entry.optional,
        given=entry.given(subject),
        row=entry.row(subject),
        columns=entry.columns,
    )
