"""The path of a matter: the steps of the fora of its bodies that are ahead, with their days, and those that wait for a day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import ForumStep
from legation.dossier.matters import matter_key
from legation.language import Message
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.strategy.forum_dates import ForumDay, StepOfForum, forum_days, steps_of_fora

__all__ = ["PathStep", "path_findings", "path_of", "path_table"]

AREA = "who-can-stop-it"
column = Columns(f"{AREA}.column.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A step of a path.

    Attributes
    ----------
    row : ForumStep
    day : ForumDay or None
        The first that is not over; None where nothing gives it a day yet.
    event : ForumStep or None
        The step after which it is counted.
    verified : str
        As of the row that was compared least of it and those that it follows.
    """

    row: ForumStep
    day: ForumDay | None
    event: ForumStep | None
    verified: str

    @property
    def what(self) -> Any:
        """What it is, in the words of its row, else its kind."""
        return _what(self.row)

    @property
    def shown(self) -> Any:
        """When it is: a limit that ends in a zone by day, minute and clock; None without a day."""
        if self.day is None:
            return None
        at = self.day.at if self.day.when.is_day else None
        return self.day.when if at is None else moment.shown(at, self.row.zone)

    @property
    def counted(self) -> Message | None:
        """From what its day is counted: so many days after another step, or its own day, which nobody has entered."""
        days = self.row.days or 0
        if self.event is not None and self.day is not None:
            return Message(f"{AREA}.counted-from-day", count=days, date=self.day.day.end - dt.timedelta(days=days))
        if self.event is not None:
            return Message(f"{AREA}.counted-from", count=days, what=_what(self.event))
        return Message(f"{AREA}.day-missing") if self.day is None else None

    @property
    def sure(self) -> Message | None:
        """How sure its day is, and how far it was compared where it was not compared with the body itself."""
        certainty = Message(f"dates.certainty.{self.day.day.certainty}") if self.day is not None else None
        compared = Message(f"verified.{self.verified}") if self.verified not in ("", "yes") else None
        if certainty is None or compared is None:
            return certainty or compared
        return Message(f"{AREA}.sure-both", certainty=certainty, compared=compared)


def _what(row: ForumStep) -> Any:
    return row.what or (Message(f"choice.forum_steps.kind.{row.kind}") if row.kind else row.id)


def path_of(case: Case, body: str, parts: Sequence[str], matter: str) -> tuple[PathStep, ...]:
    r"""Return the steps towards a decision: those ahead by their end, then those without a day.

    Steps for the matter count in the fora of the body and of those that are parts of its rule; steps for every matter in those of the body
    alone, since a meeting of another body is no step towards this decision.

    Parameters
    ----------
    case : Case
    body : str
        By its id: a forum names the body that decides in it.
    parts : sequence of str
        The bodies that are parts of its rule.
    matter : str
        Empty: the steps for every matter alone.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> rows = b"id,forum,kind,date,after,days,zone\nn,f,opens,2025-05-08,,,\np,f,closes,,n,21,America/Los_Angeles\nd,f,decision,,,,\n"
    >>> parts = {"dossier.toml": b'id = "x"', "bodies.toml": b'[[body]]\nid = "ec"\n', "processes.csv": b"id,forum,body\nf,F,ec\n"}
    >>> case = Case(dossier=decode({**parts, "forum_steps.csv": rows}), today=dt.date(2025, 5, 9))
    >>> [(one.row.id, str(one.shown)) for one in path_of(case, "ec", (), "")]
    [('p', '29 May 2025, 23:59 (Los Angeles time)'), ('d', 'None')]
    """
    wanted, there = matter_key(matter), {body, *parts}
    mine = {name: one for name, one in steps_of_fora(case).items() if one.forum.body in there and _is_on_it(one, wanted, body)}
    days = forum_days(case)
    ahead: dict[str, ForumDay] = {}
    for day in days:
        if day.step in mine and day.day.end >= case.as_of:
            ahead.setdefault(day.step, day)
    over = {day.step for day in days} - ahead.keys()
    undated = [name for name in mine if name not in ahead and name not in over]
    return tuple(
        PathStep(row=mine[name].row, day=ahead.get(name), event=mine[name].event, verified=mine[name].verified)
        for name in (*ahead, *undated)
    )


def _is_on_it(step: StepOfForum, wanted: str, body: str) -> bool:
    """Whether a step is one for the matter, or one for every matter in a forum of the body itself."""
    key = matter_key(step.row.matter)
    return key == wanted if key else step.forum.body == body


def path_findings(path: Sequence[PathStep]) -> Iterator[Finding]:
    """Yield the next step of a path with its day, and how many wait for a day."""
    dated = [one for one in path if one.day is not None]
    if dated:
        first = dated[0]
        message = Message(f"{AREA}.next", what=first.what, date=first.shown, sure=first.sure)
        yield Finding(id="next", message=message, evidence=first.day.evidence if first.day is not None else (), confidence="high")
    waiting = [one for one in path if one.day is None]
    if waiting:
        yield Finding(id="waiting", message=Message(f"{AREA}.waiting", count=len(waiting), what=waiting[0].what))


def path_table(path: Sequence[PathStep]) -> AnswerTable:
    """Return the path as a table: the day, what it is, who may act, from what the day is counted, and how sure it is.

    Of who may act, the counting and how sure it is, what no step says has no column.
    """
    rows = tuple(
        (
            one.shown,
            one.what,
            one.row.who_may or None,
            one.counted,
            one.sure,
            one.day.evidence if one.day is not None else one.row.evidence,
        )
        for one in path
    )
    columns = (*column.text("when"), *SHARED.text(what="text"), *column.text("who_may", "counted", "sure"), EVIDENCE)
    seen = [one.id not in ("who_may", "counted", "sure") or any(row[at] is not None for row in rows) for at, one in enumerate(columns)]
    shown = tuple(tuple(itertools.compress(row, seen)) for row in rows)
    return AnswerTable(id="path", title=Message(f"{AREA}.path-table"), columns=tuple(itertools.compress(columns, seen)), rows=shown)
