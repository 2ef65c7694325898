"""What is wrong with signposts that only the rest of the dossier shows: a monitor, a question or a number that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from legation.dossier import standing
from legation.dossier.models.monitor import MONITOR
from legation.dossier.problem import Problem, problem
from legation.dossier.records import Signpost
from legation.questions.base.case import Case
from legation.questions.base.registry import is_question, nearest_ids, questions
from legation.questions.strategy.signposts.numbers import is_readable, names_of_numbers, number_of

__all__ = ["signpost_problems"]

_PART = "signposts.csv"
_LISTED = 5


def signpost_problems(case: Case) -> Iterator[Problem]:
    r"""Yield what a check of the whole dossier finds: faults of questions, notices of monitors and numbers.

    A monitor may be hidden from who checks, and an answer may have a number only at some dates: both are for a person to look at. The
    question is asked at the date of the case.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> rows = b"id,title,monitor,question,threshold\na,A,press,,1\nb,B,,what-is-deu,1\nc,C,,which-signposts-crossed,1\n"
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "x"', "signposts.csv": rows}), today=dt.date(2019, 6, 1))
    >>> [(one.code, one.row, one.column) for one in signpost_problems(case)]
    [('signpost-monitor-gone', 2, 'monitor'), ('signpost-question-unknown', 3, 'question'), ('signpost-question-refused', 4, 'question')]
    """
    places = {row.id: number for number, row in enumerate(case.dossier.signposts, start=2)}
    for row in standing(case.dossier.signposts):
        place = _PART, None if ("signposts", row.id) in case.dossier.annex else places[row.id]
        if row.monitor and not row.question:
            yield from _monitor(case, row, place)
        if row.question and not row.monitor:
            yield from _question(case, row, place)


def _monitor(case: Case, row: Signpost, place: tuple[str, int | None]) -> Iterator[Problem]:
    there = sorted(MONITOR.of(case.dossier.files))
    if row.monitor not in there:
        close = difflib.get_close_matches(row.monitor, there, 1, 0.4)
        allowed = f"monitors/{close[0]}.toml" if close else "monitors/NAME.toml"
        yield problem("signpost-monitor-gone", *place, "monitor", allowed=allowed, found=row.monitor)


def _question(case: Case, row: Signpost, place: tuple[str, int | None]) -> Iterator[Problem]:
    if not is_question(row.question):
        close = nearest_ids(row.question, questions())
        yield problem("signpost-question-unknown", *place, "question", allowed=close[0] if close else "", found=row.question)
    elif not is_readable(row.question):
        yield problem("signpost-question-refused", *place, "question", found=row.question)
    else:
        found = number_of(case, row.question, row.value)
        if found.answered and found.number is None:
            allowed = " | ".join(names_of_numbers(case, row.question)[:_LISTED])
            yield problem("signpost-number-unknown", *place, "value", allowed=allowed, found=row.value)
