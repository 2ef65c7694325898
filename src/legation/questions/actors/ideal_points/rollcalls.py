"""The votes that ideal points are fitted to: which roll calls, in which sessions, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.dossier.tables.votes import ABSTAIN, NO, YES
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message, fold
from legation.methods.voting import on_topic
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.sources.names.spelling import normal_symbol

__all__ = [
    "AREA",
    "FEW",
    "LEAST",
    "Chosen",
    "chosen",
    "in_sessions",
    "session_named",
    "session_of",
]


AREA = "where-they-stand-over-time"
_NUMBERED = re.compile(r"(?:A/RES/|A/(?:C\.\d+/)?|R/)(\d{1,3})/(?:L\.)?\d")
_ROMAN = re.compile(r"A/RES/\d+\(([IVXLC]+)\)")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def session_of(symbol: str) -> int | None:
    """Return the session of the General Assembly that a symbol names; None where it names none, or a special one.

    >>> [session_of(s) for s in ("A/RES/73/27", "R/73/27", "A/C.1/73/L.27", "A/RES/2758(XXVI)", "A/RES/ES-10/19", "vote 7")]
    [73, 73, 73, 26, None, None]
    """
    normal = normal_symbol(symbol)
    if found := _NUMBERED.match(normal):
        return int(found[1]) or None
    if found := _ROMAN.match(normal):
        values = [_VALUES[sign] for sign in found[1]]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return None


def in_sessions(rollcalls: Sequence[RollCall]) -> tuple[list[int | None], bool]:
    """Return the session of each roll call, None where nothing says it, and whether the numbers are years.

    Sessions and years are never mixed: years stand where they place more of the roll calls.
    """
    sessions = [r.session or session_of(r.symbol or r.id) for r in rollcalls]
    years = [r.date.first.year if r.date is not None and r.date.first.year == r.date.last.year else None for r in rollcalls]
    by_year = sum(year is not None for year in years) > sum(session is not None for session in sessions)
    return (years if by_year else sessions), by_year


def session_named(number: int, *, by_year: bool) -> Named:
    """Return a session as a sentence names it."""
    return Named(str(number), Message(f"{AREA}.year" if by_year else f"{AREA}.session", number=str(number)))


LEAST = 3
"""Contested roll calls below which a session is left out."""
FEW = 10
"""Contested roll calls below which a session, or all of them, is only a hint."""
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Chosen:
    """Votes, one element of each column a vote.

    Attributes
    ----------
    actors : tuple of str
    rollcalls : tuple of RollCall
        In the order of the dossier.
    session : ndarray of int, shape (n_rollcalls,)
        Number of the session, or year; 0 throughout where all are pooled.
    contested : ndarray of bool, shape (n_rollcalls,)
        Whether votes differ.
    actor, rollcall : ndarray of int, shape (n_votes,)
        Places in ``actors`` and ``rollcalls``.
    value : ndarray of int8, shape (n_votes,)
        1 yes, 2 abstain, 3 no.
    by_year : bool
        Whether sessions are years.
    pooled : bool
        Whether no session has enough roll calls, so that all stand in one.
    left : tuple of int
        Sessions that were left out because they have too few contested roll calls.
    undated : int
        Roll calls that nothing places in a session.
    """

    actors: tuple[str, ...]
    rollcalls: tuple[RollCall, ...]
    session: Ints
    contested: npt.NDArray[np.bool_]
    actor: Ints
    rollcall: Ints
    value: npt.NDArray[np.int8]
    by_year: bool
    pooled: bool
    left: tuple[int, ...]
    undated: int

    def named(self, session: int) -> Named:
        """Return a session as a sentence names it."""
        return Named("all", Message(f"{AREA}.all-sessions")) if self.pooled else session_named(session, by_year=self.by_year)

    def label(self, session: int) -> Named:
        """Return a session as a table or an axis names it: its number."""
        return Named("all", Message(f"{AREA}.all-label")) if self.pooled else Named(str(session), str(session))

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the roll calls rest on."""
        return tuple(dict.fromkeys(item for r in self.rollcalls for item in r.evidence))


def chosen(case: Case, options: Mapping[str, Any]) -> Chosen:
    """Return the votes that were asked for.

    Raises
    ------
    NotAvailable
        Where fewer than two contested roll calls or two actors are left; the sentence says what to widen.
    """
    votes = case.dossier.votes
    rows = {r.id: r for r in inputs.on_record(case)}
    rollcalls = [rows.get(name) for name in votes.rollcalls]
    wanted = _wanted(case, rollcalls, options)
    cast = (votes.vote >= YES) & (votes.vote <= NO)
    kinds = sum(np.bincount(votes.rollcall[votes.vote == kind], minlength=len(rollcalls)) > 0 for kind in (YES, ABSTAIN, NO))
    contested = np.asarray(kinds) > 1
    session, by_year, undated = _sessions(rollcalls, wanted)
    used, left, pooled = _enough(session, contested, wanted)
    if pooled:
        session = np.zeros(len(rollcalls), np.intp)
    there = cast & used[votes.rollcall]
    actors, actor = np.unique(votes.actor[there], return_inverse=True)
    if int(contested[used].sum()) < 2 or actors.size < 2:
        raise NotAvailable(_why(case, options, int(contested[used].sum())))
    order = np.flatnonzero(used)
    at = np.zeros(len(rollcalls), np.intp)
    at[order] = np.arange(order.size)
    return Chosen(
        actors=tuple(votes.actors[i] for i in actors.tolist()),
        rollcalls=tuple(r for i in order.tolist() if (r := rollcalls[i]) is not None),
        session=session[order],
        contested=contested[order],
        actor=actor.astype(np.intp),
        rollcall=at[votes.rollcall[there]],
        value=votes.vote[there],
        by_year=by_year,
        pooled=pooled,
        left=left,
        undated=0 if pooled else undated,
    )


def _wanted(case: Case, rollcalls: list[RollCall | None], options: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    since, until = options.get("since"), options.get("until")
    bodies = _bodies(case, str(options.get("body") or ""))
    wanted = np.array([r is not None and _fits(r, options, bodies, since, until) for r in rollcalls], np.bool_)
    words = [word.strip() for word in re.split(r"[;,]", options.get("topic") or "") if word.strip()]
    if words:
        texts = [" ".join((*_said(r.title), *_said(r.note))) if r is not None else "" for r in rollcalls]
        wanted &= on_topic(texts, words)
    return wanted


def _fits(rollcall: RollCall, options: Mapping[str, Any], bodies: frozenset[str] | None, since: Any, until: Any) -> bool:
    if options.get("issue") and rollcall.issue != options["issue"]:
        return False
    if bodies is not None and rollcall.body not in bodies:
        return False
    if not since and not until:
        return True
    date = rollcall.date
    return date is not None and (not since or date.last >= since.first) and (not until or date.first <= until.last)


def _bodies(case: Case, text: str) -> frozenset[str] | None:
    """Return the bodies that an id or a name means; None for all."""
    if not text.strip():
        return None
    wanted = fold(text.strip())
    return frozenset(body.id for body in case.dossier.bodies if wanted in {fold(name) for name in (body.id, *_said(body.name))})


def _said(words: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (words.text, words.en, words.fr) if text))


def _sessions(rollcalls: list[RollCall | None], wanted: npt.NDArray[np.bool_]) -> tuple[Ints, bool, int]:
    """Return the session of each roll call that is wanted, -1 where nothing says it; whether they are years; how many nothing places."""
    places = np.flatnonzero(wanted)
    found, by_year = in_sessions([r for i in places.tolist() if (r := rollcalls[i]) is not None])
    session = np.full(len(rollcalls), -1, np.intp)
    session[places] = [-1 if number is None else number for number in found]
    return session, by_year, sum(number is None for number in found)


def _enough(
    session: Ints, contested: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], tuple[int, ...], bool]:
    """Return which roll calls are kept, which sessions are left out, and whether all roll calls are pooled instead."""
    numbers, count = np.unique(session[wanted & contested & (session >= 0)], return_counts=True)
    enough = numbers[count >= LEAST]
    if not enough.size:
        return wanted, (), True
    used = wanted & np.isin(session, enough)
    return used, tuple(sorted(set(session[wanted & (session >= 0)].tolist()) - set(enough.tolist()))), False


def _why(case: Case, options: Mapping[str, Any], count: int) -> Message:
    narrowed = any(options.get(name) for name in ("issue", "body", "topic", "since", "until"))
    return Message(f"{AREA}.too-few-chosen" if narrowed else f"{AREA}.too-few", count=count, as_of=case.as_of)
