"""Answers for programs: JSON, CSV for spreadsheets, and the steps of the fora as a calendar."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from legation.dossier.tables.csv_sheet import is_formula, write_csv
from legation.figures.figure import Named
from legation.language import Lang, Message, say
from legation.questions import Answer, AnswerTable, Case
from legation.questions.strategy.dates import Dated, deadlines, happenings, marking_of, origins

if TYPE_CHECKING:
    from legation.briefing.calendar import CalendarEvent

__all__ = [
    "csv_table",
    "fora_calendar",
    "json_answers",
]


def json_answers(answers: Iterable[Answer], lang: Lang, marking: str = "") -> bytes:
    """Return the answers of a brief as JSON: ``{"marking": "TLP:AMBER", "answers": [...]}``; without a marking the answers alone."""
    return _json(({"marking": marking} if marking else {}) | {"answers": [answer.to_json(lang) for answer in answers]})


def csv_table(table: AnswerTable, lang: Lang) -> bytes:
    """Return a table as CSV: ids as headings, things by their ids, lists separated by blanks; no cell that a spreadsheet would run."""
    rows = [[_cell(value, lang) for value in row] for row in table.rows]
    return write_csv([column.id for column in table.columns], rows)


def _cell(value: object, lang: Lang) -> str:
    text = _text(value, lang)
    return f"'{text}" if is_formula(text) else text


def _text(value: object, lang: Lang) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, (tuple, list)):
        return " ".join(_text(item, lang) for item in value)
    if isinstance(value, Named):
        return value.id
    return str(value) if isinstance(value, (int, float)) else say(value, lang)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


_OF_FORA = ("processes", "forum_steps")


def fora_calendar(case: Case, lang: Lang) -> bytes:
    r"""Return the steps of the fora as an iCalendar file.

    A step that is known to the month or the year stands on its last day, and says so; one that is only expected is tentative. What is due
    by the end of a day in a zone is its last minute there. The identifier of an event is made of the dossier and of the first row of those
    that supersede one another, so that it stays when a row is corrected. The same case gives the same bytes: the stamp is the day of
    asking.

    Parameters
    ----------
    case : Case
        As the reader may see it: nothing is hidden here.
    lang : {"en", "fr"}

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "processes.csv": b"id,forum,deadline\nigf,IGF,2027-06-30\n"})
    >>> lines = fora_calendar(Case(dossier=d, today=dt.date(2026, 1, 1)), "en").decode().split("\r\n")
    >>> [line for line in lines if line.startswith(("DTSTART", "DTEND", "SUMMARY"))]
    ['SUMMARY:IGF', 'DTSTART;VALUE=DATE:20270630', 'DTEND;VALUE=DATE:20270701']
    """
    from legation.briefing.calendar import calendar_file

    name = say(Message("dates.calendar", title=case.info.title or case.info.id), lang)
    first = {table: origins(case.dossier, table) for table in _OF_FORA}
    dated = [one for one in (*deadlines(case), *happenings(case)) if one.table in _OF_FORA]
    return calendar_file(name, [_event(one, case, first[one.table], lang) for one in sorted(dated, key=lambda one: one.days)])


def _event(one: Dated, case: Case, first: Mapping[str, str], lang: Lang) -> CalendarEvent:
    from legation.briefing.calendar import event_of, uid

    forum, what = say(one.who, lang), say(one.what, lang)
    return event_of(
        one,
        lang,
        identity=uid(case.info.id, one.table, first.get(one.row, one.row), *(one.name if one.table == "forum_steps" else ())),
        stamp=dt.datetime.combine(case.today, dt.time(), dt.UTC),
        summary=forum if what == forum else Message("dates.fora-summary", forum=forum, what=what),
        about=() if one.when.is_day else (Message("dates.known-to", when=one.when),),
        marking=marking_of(case, one),
    )
