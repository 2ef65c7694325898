"""Where an approach stands at a moment: a pure function of what was sent, read and reported until then.

Our post is silent where the deadline has passed without a report; they are silent where they were asked and gave no answer for longer than
the round allows. The two are never one figure.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["STATES", "Progress", "Report", "Terms", "Version", "is_apart", "progress"]

STATES = ("waiting", "read", "late", "tried", "asked", "answered")
"""``waiting``: the instruction was not opened; ``read``: it was; ``late``: the deadline passed without a report, our post is silent;
``tried``: they were not reached; ``asked``: they were spoken to and gave no answer; ``answered``."""
_NOTHING: Mapping[int, dt.datetime] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the instruction: its number, from when it holds, and whether it changed the substance of the ask."""

    number: int
    at: dt.datetime
    is_substance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for all approaches of a round.

    Attributes
    ----------
    versions : tuple of Version
    deadline : datetime or None
        A report at that instant is in time.
    silent_after : timedelta or None
        Who was asked longer ago than this and gave no answer is silent; None: nobody is.
    closed : datetime or None
        A report after it is kept apart until it is admitted.
    """

    versions: tuple[Version, ...] = ()
    deadline: dt.datetime | None = None
    silent_after: dt.timedelta | None = None
    closed: dt.datetime | None = None

    def in_force(self, at: dt.datetime) -> int:
        """Return the number of the newest version at an instant; 0 where there is none."""
        return max((one.number for one in self.versions if one.at <= at), default=0)

    def substance(self, at: dt.datetime) -> int:
        """Return the number of the newest version of substance at an instant: what was answered under an older one is asked again."""
        return max((one.number for one in self.versions if one.at <= at and one.is_substance), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was reported of one approach.

    Attributes
    ----------
    at : datetime
        From when it counts.
    version : int
        The version under which it was asked; 0: the one in force at that instant.
    is_reached : bool
        Whether they were spoken or written to.
    is_answer : bool
        Whether an answer was given, and not only hinted.
    """

    id: str
    at: dt.datetime
    version: int = 0
    is_reached: bool = True
    is_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where an approach stands.

    Attributes
    ----------
    state : str
        One of :data:`STATES`.
    version : int
        The version that was read, or under which it was tried, asked or answered; 0 where it was not read.
    since : datetime or None
        From when the state lasts: the reading, the first asking, the latest answer, the latest try, the deadline.
    report : str
        The report that decides; empty where there is none.
    they_are_silent : bool
        Whether they were asked for longer than the round allows.
    ask_again : bool
        Whether they were asked or answered under a version before the newest of substance.
    set_apart : tuple of str
        Reports after the closing that nobody admitted, the oldest first.
    """

    state: str
    version: int = 0
    since: dt.datetime | None = None
    report: str = ""
    they_are_silent: bool = False
    ask_again: bool = False
    set_apart: tuple[str, ...] = field(default=())

    @property
    def post_is_silent(self) -> bool:
        """Whether the deadline passed and whoever speaks for us reported nothing."""
        return self.state == "late"

    @property
    def is_owed(self) -> bool:
        """Whether the capital is still to be spoken to, or asked again."""
        return self.ask_again or self.state not in ("asked", "answered")


def progress(
    at: dt.datetime,
    terms: Terms,
    reports: Iterable[Report] = (),
    read: Mapping[int, dt.datetime] = _NOTHING,
    closed: dt.datetime | None = None,
    admitted: Collection[str] = (),
) -> Progress:
    """Return where an approach stands at an instant, itself included.

    Parameters
    ----------
    at : datetime
    terms : Terms
    reports : iterable of Report
        Of this approach, in any order.
    read : mapping of int to datetime
        By version when it was first read.
    closed : datetime or None
        When this one approach was taken back.
    admitted : collection of str
        Reports that the desk admitted until then, although they came after the closing.

    Examples
    --------
    >>> hour = lambda n: dt.datetime(2026, 3, 2, n, tzinfo=dt.UTC)
    >>> terms = Terms(versions=(Version(1, hour(8)),), deadline=hour(18), silent_after=dt.timedelta(hours=4))
    >>> progress(hour(9), terms).state, progress(hour(10), terms, read={1: hour(9)}).state, progress(hour(19), terms).post_is_silent
    ('waiting', 'read', True)
    >>> asked = progress(hour(16), terms, [Report(id="r", at=hour(11))])
    >>> asked.state, asked.they_are_silent
    ('asked', True)
    """
    closing = min((one for one in (terms.closed, closed) if one is not None), default=None)
    known = sorted((one for one in reports if one.at <= at), key=lambda one: (one.at, one.id))
    apart = [one for one in known if is_apart(one.id, one.at, closing, admitted)]
    found = _of_reports(at, terms, [one for one in known if one not in apart])
    if found is None:
        found = _unreported(at, terms, {number: when for number, when in read.items() if when <= at}, closing)
    return dataclasses.replace(found, set_apart=tuple(one.id for one in apart))


def is_apart(report: str, at: dt.datetime, closing: dt.datetime | None, admitted: Collection[str]) -> bool:
    """Whether a report came after a closing and is not admitted: it does not count yet."""
    return closing is not None and at > closing and report not in admitted


def _of_reports(at: dt.datetime, terms: Terms, counted: list[Report]) -> Progress | None:
    """Return where it stands by the reports that count; None where there are none.

    A report under the newest version of substance goes before any older one: who answered before and was asked again is asked.
    """
    if not counted:
        return None
    newest = terms.substance(at)
    under = {one.id: one.version or terms.in_force(one.at) for one in counted}
    fresh = [one for one in counted if under[one.id] >= newest]
    old = [one for one in counted if under[one.id] < newest]
    for some in (fresh, old):
        answers = [one for one in some if one.is_answer]
        spoken = [one for one in some if one.is_reached and not one.is_answer]
        if answers:
            last = answers[-1]
            return Progress(state="answered", version=under[last.id], since=last.at, report=last.id, ask_again=some is old)
        if spoken:
            first = spoken[0]
            silent = terms.silent_after is not None and at - first.at > terms.silent_after
            version = under[spoken[-1].id]
            return Progress(
                state="asked", version=version, since=first.at, report=spoken[-1].id, they_are_silent=silent, ask_again=some is old
            )
    last = counted[-1]
    return Progress(state="tried", version=under[last.id], since=last.at, report=last.id)


def _unreported(at: dt.datetime, terms: Terms, read: Mapping[int, dt.datetime], closing: dt.datetime | None) -> Progress:
    version = max(read, default=0)
    until = terms.deadline
    if until is not None and at > until and (closing is None or closing >= until):
        return Progress(state="late", version=version, since=until)
    return Progress(state="read", version=version, since=read[version]) if version else Progress(state="waiting")
