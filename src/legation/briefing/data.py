"""Answers for programs: JSON, CSV for spreadsheets, and the steps of the fora as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator

from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS, When
from legation.dossier.tables.csv_sheet import is_formula, write_csv
from legation.figures.figure import Named
from legation.language import Lang, Message, say
from legation.questions import Answer, AnswerTable, Case
from legation.questions.strategy.dates import Dated, deadlines, origins

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


_OCTETS = 75
"""What a line may hold before it is folded, its end not counted (RFC 5545, section 3.1)."""


def fora_calendar(case: Case, lang: Lang) -> bytes:
    r"""Return the steps of the fora as an iCalendar file.

    A step that is known to the month or the year stands on its last day, and says so. The identifier of an event is made of the dossier
    and of the first row of those that supersede one another, so that it stays when a row is corrected. The same case gives the same
    bytes: the stamp is the day of asking.

    Parameters
    ----------
    case : Case
        As the reader may see it: nothing is hidden here.
    lang : {"en", "fr"}

    References
    ----------
    RFC 5545, Internet Calendaring and Scheduling Core Object Specification, 2009. DOI 10.17487/RFC5545

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "processes.csv": b"id,forum,deadline\nigf,IGF,2027-06-30\n"})
    >>> lines = fora_calendar(Case(dossier=d, today=dt.date(2026, 1, 1)), "en").decode().split("\r\n")
    >>> [line for line in lines if line.startswith(("DTSTART", "DTEND", "SUMMARY"))]
    ['DTSTART;VALUE=DATE:20270630', 'DTEND;VALUE=DATE:20270701', 'SUMMARY:IGF']
    """
    name = say(Message("dates.calendar", title=case.info.title or case.info.id), lang)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Legation//Legation//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines = [*head, f"X-WR-CALNAME:{_calendar_text(name)}"]
    first = origins(case.dossier, "processes")
    markings = {row.id: row.marking for row in case.dossier.processes}
    for one in deadlines(case):
        if one.table == "processes":
            uid = hashlib.sha256(f"{case.info.id}/processes/{first.get(one.row, one.row)}".encode()).hexdigest()[:40]
            marking = markings.get(one.row) or case.info.marking or MARKINGS[0]
            lines += _event(one, uid, marking, case.today, lang)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _wrapped(line)).encode()


def _event(one: Dated, uid: str, marking: str, stamp: dt.date, lang: Lang) -> Iterator[str]:
    day = one.when.last
    forum, what = say(one.who, lang), say(one.what, lang)
    about = [say(Message("dates.known-to", when=one.when), lang)] if one.when != When(day.isoformat()) else []
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@legation"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    if day < dt.date.max:
        yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"  # the end of an all-day event is the day after
    yield f"SUMMARY:{_calendar_text(forum if what == forum else say(Message('dates.fora-summary', forum=forum, what=what), lang))}"
    yield f"DESCRIPTION:{_calendar_text(chr(10).join([*about, say(label_of(marking).wording, lang)]))}"
    yield f"CLASS:{'PUBLIC' if marking == MARKINGS[0] else 'CONFIDENTIAL'}"
    yield "TRANSP:TRANSPARENT"
    yield f"CATEGORIES:{_calendar_text(say(one.label, lang))}"
    yield "END:VEVENT"


def _calendar_text(value: str) -> str:
    """Return a text as a value: what has a meaning in the format is escaped, and characters that no text has become blanks."""
    line = value.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(c if c == "\n" or c.isprintable() or c.isspace() else " " for c in line)
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n").replace("\x0b", " ").replace("\x0c", " ")


def _wrapped(line: str) -> Iterator[str]:
    """Yield the pieces of a line: no character is cut in two, and what follows the first begins with a blank."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece += character
        size += width
    yield piece
