"""What a path is made of: its steps in the order of the work, what each wants in the dossier, and when it is to be renewed.

A path is declared in one file for each situation, as a question is: ``PATH = Path(...)`` in :mod:`legation.questions.situations.vote`. It
proposes an order and obliges to none. What a step says is found in the dossier alone; on the site a tally of one's own, which nobody else
reads, stands for the count of its person.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from legation.dossier import Engagement, When, standing
from legation.dossier.parts import BriefSettings, brief_settings
from legation.language import Message, Spoken
from legation.questions.base.case import Case

__all__ = [
    "LIVE",
    "PAPERS",
    "Dated",
    "Entry",
    "Path",
    "PathSubject",
    "Step",
    "after",
    "newer",
    "newest_day",
    "of_brief",
    "rows_of",
    "unanswered",
]

LIVE = ("opened", "second", "closed", "reported", "answered", "brought", "stood", "linked", "agreed")
"""How far a live room beside the dossier may have come: opened, in its second round, closed, report published, statements answered; of a
text: brought in, somebody took a stand, a package was made, a paragraph agreed or put under silence."""
PAPERS = ("note", "brief", "tally", "room-sheet", "kit", "lines", "meeting", "record", "explanation")
"""The papers that a step may end in."""

Dated: TypeAlias = tuple[str, Any]
"""A table and a row of it."""


@dataclass(frozen=True)
class PathSubject:
    """What a path is of: a case at its date, and the vote, actor, coalition or model; ``about`` is empty where there is none yet.

    ``is_of_note``: whether the dossier's note is about it. A dossier has one note, and what that says speaks for nothing else.
    ``own``: the kinds of what the person who reads has on it for themselves, beside the dossier; empty where nobody in particular reads.
    ``live``: of :data:`LIVE`, how far the live room that it is of has come, else the newest; empty where there is none that may be seen.
    """

    case: Case
    about: str
    is_of_note: bool = True
    own: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()

    @functools.cached_property
    def brief(self) -> BriefSettings:
        """What ``[brief]`` says."""
        return brief_settings(self.case.info.brief)

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the rows of a table that stand."""
        return tuple(standing(getattr(self.case.dossier, table)))

    def known_since(self, table: str, row: Any) -> dt.date | None:
        """Return since when a row is known, by the rule that decides what a day sees; None where nothing says when.

        The days are those of the whole dossier, which are worked out once for all days; a row that is not found there speaks for itself.
        """
        whole = self.case.later.ledger
        return (whole if whole.has(table, row) else self.case.dossier.ledger).known_since(table, row)


def _nothing(_: PathSubject) -> Mapping[str, str]:
    return {}


def _none(_: PathSubject) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a step wants in the dossier.

    Attributes
    ----------
    id : str
        Its words stand in the catalogue ``path``, under ``entry``.
    place : str
        Where it is added: a table, a kind of part, ``brief`` for the settings of the note, ``mandate``, ``bodies``; ``live-room`` for a
        room of the site, ``live-result`` for what comes of it; ``live-text`` and ``live-text-result`` for one on a text,
        ``live-game`` for a game or a preparation.
    is_there : callable
    given : callable
        Columns of a new row that are known beforehand.
    row : callable
        The row to change, where the thing is a column of a row that is there; empty: a new row is added.
    optional : bool
        Whether a step is done without it: what not every dossier has.
    columns : tuple of str
        The columns in which it is written: they stand first in the form, before the first facts of the table.
    own : str
        What a person may have for themselves in its place (``tally``): with it the thing is there for that person and for nobody else.
    live : str
        How far a live room has come by which the thing is there, of :data:`LIVE`.
    """

    id: str
    place: str
    is_there: Callable[[PathSubject], bool]
    given: Callable[[PathSubject], Mapping[str, str]] = _nothing
    row: Callable[[PathSubject], str] = _none
    optional: bool = False
    own: str = ""
    live: str = ""
    columns: tuple[str, ...] = ()

    @property
    def title(self) -> Message:
        """What it is, in a few words."""
        return Message(f"path.entry.{self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a path.

    Attributes
    ----------
    id : str
    adds : tuple of Entry
        Done is a step when all of them are there that are not optional; a step without such entries leaves no row, and a person says so.
    questions : tuple of str
        Ids, in the order in which they help.
    papers : tuple of str
        Of :data:`PAPERS`.
    not_yet : tuple of str
        What belongs here and cannot be done with this product yet; the words stand under ``not-yet`` in the catalogue ``path``.
    renew : callable
        ``(subject, day of the word of a person or None) -> Message or None``: why what is there is to be renewed. Silent where in doubt.
    title : str
        Under which key of the situation its words stand, where that is not its id.
    """

    id: str
    adds: tuple[Entry, ...] = ()
    questions: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    renew: Callable[[PathSubject, dt.date | None], Message | None] = lambda _subject, _since: None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The path of a situation.

    Attributes
    ----------
    situation : str
    steps : tuple of Step
        Five to eight.
    abouts : callable
        ``Case -> ids`` of what the dossier holds of this situation, the pressing first; an empty id stands for the dossier as a whole.
    find : callable
        ``(Case, text) -> id``; empty where nothing is meant by the text.
    named : callable
        ``(Case, id) -> words`` by which a reader knows it; None where the path is of the dossier as a whole.
    day : callable
        ``(Case, id) -> When or None``: the day that presses.
    since : callable
        ``(Case, id) -> date or None``: what a person said of a step before that day is of an earlier one, as of the meeting before.
    notes : tuple of str
        What is said on the page of the path, under ``note`` in the catalogue ``path``.
    room : str
        The kind of live room that is one of its steps; empty where none is.
    others : tuple of Step
        The same steps for another desk, in its order: those of the firm that was hit.
    is_other : callable
        ``subject -> bool``: whether the desk is that other one.
    """

    situation: str
    steps: tuple[Step, ...]
    abouts: Callable[[Case], tuple[str, ...]]
    find: Callable[[Case, str], str] = lambda _case, _text: ""
    named: Callable[[Case, str], Spoken | None] = lambda _case, _about: None
    day: Callable[[Case, str], When | None] = lambda _case, _about: None
    since: Callable[[Case, str], dt.date | None] = lambda _case, _about: None
    notes: tuple[str, ...] = ()
    room: str = ""
    others: tuple[Step, ...] = ()
    is_other: Callable[[PathSubject], bool] = lambda _subject: False

    def steps_of(self, subject: PathSubject) -> tuple[Step, ...]:
        """Return the steps for the desk whose dossier it is."""
        return self.others if self.others and self.is_other(subject) else self.steps


def rows_of(
    table: str,
    *,
    id: str = "",  # noqa: A002 - the name of the field
    given: Callable[[PathSubject], Mapping[str, str]] = _nothing,
    optional: bool = False,
) -> Entry:
    """Return the entry that a table holds any row.

    >>> rows_of("objectives").id
    'objectives'
    """
    return Entry(id=id or table, place=table, is_there=lambda subject: bool(subject.rows(table)), given=given, optional=optional)


def of_brief(*names: str, id: str, optional: bool = False) -> Entry:  # noqa: A002 - the same
    """Return the entry that ``[brief]`` fills some fields.

    >>> of_brief("decision", "recommendation", id="decision").place
    'brief'
    """
    return Entry(id=id, place="brief", is_there=lambda subject: subject.is_of_note and not subject.brief.without(names), optional=optional)


def after(table: str, entry: Entry) -> Entry:
    """Return an entry that is wanted only once a table holds a row: what stands there has to be added first, and is wanted by itself."""
    return dataclasses.replace(entry, is_there=lambda subject: entry.is_there(subject) or not subject.rows(table))


def newest_day(subject: PathSubject, rows: Iterable[Dated]) -> dt.date | None:
    """Return the day of the newest of some rows; None where none has one."""
    return max(filter(None, (subject.known_since(table, row) for table, row in rows)), default=None)


def newer(
    subject: PathSubject, work: Iterable[Dated], rests_on: Iterable[Dated], since: dt.date | None = None
) -> tuple[dt.date, dt.date, str] | None:
    """Return whether something became known after the newest work that rests on it.

    Returns
    -------
    (date, date, str) or None
        The day of the work, the day of the newest row that is newer, and its table; None where nothing is newer or no day is known.
    """
    done = max(filter(None, (newest_day(subject, work), since)), default=None)
    if done is None:
        return None
    later = [(day, table) for table, row in rests_on if (day := subject.known_since(table, row)) is not None and day > done]
    if not later:
        return None
    day, table = max(later)
    return done, day, table


_NAMED = 3
"""Actors that a sentence names before it counts the others."""


def unanswered(subject: PathSubject, rows: Iterable[Engagement], since: dt.date | None) -> Message | None:
    """Say how many approaches are of a day gone by, without an answer; those before ``since`` a person has dealt with."""
    over = [row for row in rows if row.is_unanswered and row.date is not None and row.date.is_over(subject.case.as_of)]
    late = [row for row in over if since is None or (row.date is not None and row.date.last >= since)]
    if not late:
        return None
    named = tuple(dict.fromkeys(subject.case.named(row.actor) for row in late))
    if len(named) <= _NAMED:
        return Message("path.renew.silent", count=len(late), who=named)
    return Message("path.renew.silent-more", count=len(late), who=named[:_NAMED], more=len(named) - _NAMED)
