"""What paper brings back, entered by the code on it: as of the time on the paper, whenever it is typed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.consular.codes import read_code
from legation.consular.roll_call import URGENCY
from legation.errors import BadValue
from legation.language import Message
from legation.web.consular.crises.statuses import record_event
from legation.web.consular.house import Post
from legation.web.consular.paper.papers import NO_ANSWER
from legation.web.consular.records.models import Crisis
from legation.web.consular.wardens.reports import SAID, report_of

__all__ = ["PAPERS", "Entry", "enter", "parse_code", "parse_digit", "parse_when"]

PAPERS = ("roll-sheet", "phone-list", "warden-list")
_PHONE = "phone"
_AHEAD = dt.timedelta(minutes=10)
"""How far a time on paper may lie ahead: watches differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a paper.

    Attributes
    ----------
    id : str
        That of the form: sent twice, it counts once.
    paper : str
        One of :data:`PAPERS`.
    said : str
        A status, what a warden says, or "" for nobody reached.
    at : datetime
        The time on the paper.
    """

    id: str
    paper: str
    people: tuple[str, ...]
    said: str
    at: dt.datetime
    words: str
    post: str


def parse_code(text: str) -> str:
    """Return a code as it was typed or read by a scanner.

    Raises
    ------
    BadValue
        Where it is none.
    """
    code = read_code(text)
    if code is None:
        raise BadValue(Message("desk-calls.entry.no-code", found=text[:20]))
    return code


def parse_digit(text: str, paper: str) -> str:
    """Return what a digit on a paper stands for; "" for nobody reached.

    Raises
    ------
    BadValue
        Where it stands for nothing on this paper.

    Examples
    --------
    >>> parse_digit("4", "roll-sheet"), parse_digit("0", "phone-list"), parse_digit("3", "warden-list")
    ('safe', '', 'not-found')
    """
    meanings: Sequence[str] = SAID if paper == "warden-list" else URGENCY
    if text == NO_ANSWER and paper == "phone-list":
        return ""
    if text not in {str(digit) for digit in range(1, len(meanings) + 1)}:
        raise BadValue(Message("desk-calls.entry.no-digit", found=text[:10], most=len(meanings)))
    return meanings[int(text) - 1]


def parse_when(day: str, time: str, post: Post, now: dt.datetime) -> dt.datetime:
    """Return the instant that stands on a paper, by the clocks of a post: ``2026-07-12`` and ``14:05`` or ``1405``.

    Raises
    ------
    BadValue
        Where it is none, or lies ahead.
    """
    digits = time.replace(":", "").replace("h", "").replace("H", "").strip().zfill(4)
    try:
        typed = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(int(digits[:2]), int(digits[2:])))
    except ValueError:
        raise BadValue(Message("desk-calls.entry.no-time", found=f"{day} {time}"[:30])) from None
    try:
        at = moment.instant(typed, post.zone, fold=0)
    except moment.NoSuchTime as jump:
        at = jump.next
    if at > now + _AHEAD:
        raise BadValue(Message("desk-calls.entry.ahead", found=f"{day} {time}"))
    return at


def enter(crisis: Crisis, entry: Entry, by: Any) -> None:
    """Store a line of a paper.

    What an officer saw or heard from the person sets a status; a call that reached nobody is a way that failed; what a warden wrote is the
    report of a third party.
    """
    if entry.paper == "warden-list":
        report_of(crisis, entry.people, entry.said, entry.at, post=entry.post, words=entry.words, by=by, number=entry.id)
        return
    about = {"status": entry.said, "words": entry.words, "source": entry.paper}
    if entry.said:
        record_event(crisis, "officer", entry.people, about, event=entry.id, at=entry.at, by=by)
        return
    record_event(crisis, "asked", entry.people, about, event=entry.id, at=entry.at, channel=_PHONE, by=by)
    record_event(
        crisis,
        "failed",
        entry.people,
        about,
        event=hashlib.sha256(f"failed|{entry.id}".encode()).hexdigest()[:32],
        at=entry.at,
        channel=_PHONE,
        by=by,
    )
