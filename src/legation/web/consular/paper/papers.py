"""The papers themselves: a list to telephone in parts, a roll sheet with a slip for each household, a warden's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from legation.briefing.document import Block, Cell, Document, Heading, Notice, PageBreak, PaperTable, Paragraph, Slip, Slips
from legation.briefing.exercise import as_exercise
from legation.consular.roll_call import URGENCY
from legation.language import Lang, Message, say
from legation.version import VERSION
from legation.web.consular.house import clock
from legation.web.consular.paper.lines import PaperLine, split
from legation.web.consular.records.models import Crisis
from legation.web.consular.wardens.lists import Area, ListedHousehold
from legation.web.consular.wardens.reports import SAID
from legation.web.front.catalogue import countries
from legation.web.site.qr import squares

__all__ = ["NO_ANSWER", "phone_list", "roll_sheet", "said_key", "status_key", "warden_sheet"]

NO_ANSWER = "0"
"""What a caller writes of whom they did not reach."""
_BLANK = "\u2026" * 6
_PHONE = (
    ("number", 0.05),
    ("code", 0.1),
    ("people", 0.3),
    ("phones", 0.19),
    ("languages", 0.08),
    ("status", 0.09),
    ("time", 0.08),
    ("notes", 0.11),
)
_WARDEN = (
    ("number", 0.05),
    ("code", 0.1),
    ("people", 0.27),
    ("place", 0.17),
    ("phones", 0.17),
    ("status", 0.1),
    ("time", 0.07),
    ("notes", 0.07),
)


def _words(name: str, lang: Lang, **values: object) -> str:
    return say(Message(f"desk-calls.paper.{name}", **values), lang)


def status_key(lang: Lang, *, by_phone: bool) -> str:
    """Return which digit stands for which status: the most urgent has 1."""
    digits = [f"{digit} {say(Message(f'desk-roll.status.{status}'), lang)}" for digit, status in enumerate(URGENCY, 1)]
    return " · ".join([*digits, *([f"{NO_ANSWER} {_words('no-answer', lang)}"] if by_phone else [])])


def said_key(lang: Lang) -> str:
    """Return which digit stands for what a warden says."""
    return " · ".join(f"{digit} {say(Message(f'desk-calls.said.{one}'), lang)}" for digit, one in enumerate(SAID, 1))


def _document(kind: str, title: str, blocks: Sequence[Block], crisis: Crisis, lang: Lang, *, is_drill: bool, landscape: bool) -> Document:
    now = dt.datetime.now(dt.UTC)
    paper = Document(
        kind=kind,
        name=crisis.pk[:8],
        lang=lang,
        title=title,
        subtitle=_words(kind, lang),
        date=say(Message("desk-report.as-of", at=clock(now)), lang),
        iso_date=now.date().isoformat(),
        version=f"Legation {VERSION}",
        landscape=landscape,
        blocks=(Notice(_words("hand-back", lang)), *blocks),
    )
    return as_exercise(paper) if is_drill else paper


def _head(columns: Sequence[tuple[str, float]], lang: Lang) -> tuple[Cell, ...]:
    return tuple(Cell(_words(f"col-{name}", lang), align="right" if name == "number" else "left") for name, _ in columns)


def phone_list(title: str, lines: Sequence[PaperLine], parts: int, crisis: Crisis, lang: Lang, *, is_drill: bool) -> Document:
    """Lay out a list to telephone, in numbered parts that callers share; each begins a page, and its lines are numbered through."""
    made = split(lines, parts)
    blocks: list[Block] = []
    for number, part in enumerate(made, 1):
        blocks += [PageBreak()] if number > 1 else []
        blocks.append(Heading(_words("part", lang, number=number, count=len(made))))
        blocks += [Paragraph(status_key(lang, by_phone=True), style="note"), Paragraph(_words("phone-do", lang), style="note")]
        rows = tuple(_phone_row(line, lang) for line in part)
        blocks.append(PaperTable(_head(_PHONE, lang), rows, widths=tuple(width for _, width in _PHONE)))
    return _document("phone-list", title, blocks, crisis, lang, is_drill=is_drill, landscape=True)


def _authorities(line: PaperLine, lang: Lang) -> str:
    names = countries(lang)
    return _words("do-not-contact", lang, authorities=", ".join(names.get(code, code) for code in line.do_not_contact))


def _phone_row(line: PaperLine, lang: Lang) -> tuple[Cell, ...]:
    people, digits = _by_member([name for _, name in line.people])
    if line.do_not_contact:
        people += f"\n{_authorities(line, lang)}"
        digits += "\n\u00a0"
    texts = (
        line.code,
        people,
        "\n".join(line.phones),
        ", ".join(say(Message(f"desk-people.language.{one}"), lang) for one in line.languages),
        digits,
        "",
        "",
    )
    return (Cell(str(line.number), align="right"), *map(Cell, texts))


def _by_member(names: Sequence[str]) -> tuple[str, str]:
    """Return names and where a digit is written, a line and room for a pen for each, with numbers where there are several."""
    numbers = [f"{number} " if len(names) > 1 else "" for number in range(1, len(names) + 1)]
    people = "\n".join(f"{number}{name}\n\u00a0" for number, name in zip(numbers, names, strict=True))
    return people, "\n".join(f"{number}{_BLANK}\n\u00a0" for number in numbers)


def roll_sheet(title: str, lines: Sequence[PaperLine], crisis: Crisis, lang: Lang, *, is_drill: bool) -> Document:
    """Lay out the roll by household: a slip with its code, as letters and as squares for a reader, and a line for each member."""
    slips = tuple(
        Slip(
            name=f"{line.number} \u00b7 {line.code}",
            lines=(
                *(f"{number} {name} {_BLANK}" for number, (_, name) in enumerate(line.people, 1)),
                f"{_words('col-time', lang)} {_BLANK}",
                *([_authorities(line, lang)] if line.do_not_contact else []),
            ),
            address=line.code,
            squares=squares(line.code),
        )
        for line in lines
    )
    blocks = (Paragraph(status_key(lang, by_phone=False)), Paragraph(_words("roll-do", lang), style="note"), Slips(slips))
    return _document("roll-sheet", title, blocks, crisis, lang, is_drill=is_drill, landscape=False)


def warden_sheet(
    title: str, area: Area, rows: Sequence[tuple[str, ListedHousehold]], crisis: Crisis, lang: Lang, *, is_drill: bool
) -> Document:
    """Lay out the list of a warden: each household with its code and number, and room for what was found.

    Parameters
    ----------
    rows : sequence of (str, ListedHousehold)
        The code of each household, and what its warden is told.
    """
    table = tuple(_warden_row(code, one, lang) for code, one in rows)
    blocks: list[Block] = [
        Paragraph(f"{area.name} \u00b7 {area.called}", style="lead"),
        Paragraph(said_key(lang)),
        Paragraph(_words("warden-do", lang), style="note"),
    ]
    blocks += [PaperTable(_head(_WARDEN, lang), table, widths=tuple(width for _, width in _WARDEN))] if table else []
    return _document("warden-list", title, blocks, crisis, lang, is_drill=is_drill, landscape=True)


def _warden_row(code: str, one: ListedHousehold, lang: Lang) -> tuple[Cell, ...]:
    people, digits = _by_member([person.name for person in one.people])
    if one.needs:
        people += f"\n{say(Message('desk-calls.needs'), lang)} {one.needs}"
        digits += "\n\u00a0"
    texts = (code, people, one.place, "\n".join(one.phones), digits, "", "")
    return (Cell(str(one.number), align="right"), *map(Cell, texts))
