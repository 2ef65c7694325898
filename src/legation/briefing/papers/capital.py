"""The report of a delegation to its capital (*compte rendu de négociation*), one page: obtained, conceded, reserved, open, next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.briefing.document import Block, Bullets, Cell, Document, Head, Heading, PaperTable, Paragraph
from legation.briefing.pdf import page_count
from legation.clock import Clock
from legation.dossier import Wording
from legation.language import Lang, Message, say
from legation.questions.deals.drafting.capital import CapitalReport, Deadline, OpenPoint, Point
from legation.version import VERSION

__all__ = ["KIND", "CapitalTexts", "capital_paper"]

KIND = "capital-report"
_NAMED = 5
"""Names in a cell, and numbers of paragraphs in a line."""
_SIZES = ((6, 8, 90), (4, 6, 90), (3, 5, 70), (2, 4, 60), (1, 3, 50))
"""Points of a list, rows of the table of open points, characters of the words that a line quotes: the first of these that fits the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalTexts:
    """What the page says beside what is reported.

    Attributes
    ----------
    room : str
        The part of the room, which names the file.
    title : Wording
    delegation : str
        Empty where it is not named in what leaves the room.
    day : str
        Of the newest entry, ``YYYY-MM-DD``.
    next_meeting : str
        A day, or what the chair said of it; empty where nothing is known.
    is_named : bool
        Whether others are named in what leaves the room.
    number, hash : int, str
        Of the newest entry.
    silence_accepts : bool
        Whether silence until a deadline is acceptance.
    """

    room: str
    title: Wording
    delegation: str
    day: str
    next_meeting: str
    is_named: bool
    number: int
    hash: str
    silence_accepts: bool = True


def capital_paper(report: CapitalReport, texts: CapitalTexts, lang: Lang) -> Document:
    """Lay out the report on one page: as much of it as fits there, the rest counted."""
    for size in _SIZES:
        paper = _laid_out(report, texts, lang, size)
        if size == _SIZES[-1] or page_count(paper) == 1:
            return paper
    raise AssertionError(_SIZES)


def _laid_out(report: CapitalReport, texts: CapitalTexts, lang: Lang, size: tuple[int, int, int]) -> Document:
    page = _Page(report, texts, lang, *size)
    return Document(
        kind=KIND,
        name=texts.room,
        lang=lang,
        title=page.text("capital-report.title"),
        subtitle=say(texts.title, lang),
        date=say(_day(texts.day), lang),
        iso_date=texts.day,
        version=f"Legation {VERSION}",
        blocks=tuple(page.blocks()),
        tight=True,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    report: CapitalReport
    texts: CapitalTexts
    lang: Lang
    listed: int
    rows: int
    longest: int

    def cut(self, words: str) -> str:
        """Return words as a line quotes them."""
        words = " ".join(words.split())
        return words if len(words) <= self.longest else words[: self.longest - 2].rsplit(" ", 1)[0] + " …"

    def text(self, name: str, /, **values: Any) -> str:
        return say(Message(name, **values), self.lang)

    def blocks(self) -> Iterator[Block]:
        t = self.texts
        head = [(self.text("capital-report.from"), t.delegation)] if t.delegation else []
        head += [
            (self.text("capital-report.text"), say(t.title, self.lang)),
            (self.text("capital-report.as-of"), say(_day(t.day), self.lang)),
        ]
        yield Head(tuple(head))
        yield Paragraph(self.headline(), style="lead")
        yield Paragraph(self.overview())
        yield from self.settled("capital-report.obtained", "capital-report.obtained-none", self.report.obtained)
        yield from self.settled("capital-report.conceded", "capital-report.conceded-none", self.report.conceded)
        yield from self.reserved()
        yield from self.open()
        yield Heading(self.text("capital-report.next"), anchor="next")
        yield Bullets(tuple(Paragraph(one) for one in self.next()))
        yield Paragraph(self.text("capital-report.source", number=t.number, hash=t.hash[:16]), style="note")

    def headline(self) -> str:
        r = self.report
        count = len(r.obtained) + len(r.conceded) + len(r.mine)
        if not count:
            return self.text("capital-report.headline-none")
        return self.text("capital-report.headline", count=count, obtained=len(r.obtained), conceded=len(r.conceded), open=len(r.mine))

    def overview(self) -> str:
        r = self.report
        said = self.text("capital-report.standing", count=r.paragraphs, agreed=r.agreed)
        if not r.open:
            return f"{said} {self.text('capital-report.no-bracket')}"
        return f"{said} {self.text('capital-report.brackets', count=len(r.open), share=r.share)}"

    def settled(self, title: str, none: str, points: Sequence[Point]) -> Iterator[Block]:
        yield Heading(self.text(title), anchor=title.rpartition(".")[2])
        if not points:
            yield Paragraph(self.text(none))
            return
        yield Bullets(tuple(Paragraph(self.point(one)) for one in points[: self.listed]))
        yield from self.more(len(points) - self.listed)

    def point(self, one: Point) -> str:
        values = {"unit": one.unit, "words": self.cut(one.words), "now": self.cut(one.now)}
        if not one.words:
            return self.text("capital-report.agreed-whole" if one.wish == "support" else "capital-report.agreed-against", unit=one.unit)
        if one.stands:
            return self.text("capital-report.stands", **values)
        return self.text("capital-report.gave-way" if one.now else "capital-report.gone", **values)

    def reserved(self) -> Iterator[Block]:
        yield Heading(self.text("capital-report.reserved"), anchor="reserved")
        found = self.report.reserved
        if not found:
            yield Paragraph(self.text("capital-report.reserved-none"))
            return
        yield Bullets(
            tuple(Paragraph(self.text("capital-report.reserve", unit=one.unit, text=self.cut(one.text))) for one in found[: self.listed])
        )
        yield from self.more(len(found) - self.listed)

    def open(self) -> Iterator[Block]:
        yield Heading(self.text("capital-report.open"), anchor="open")
        found = self.report.open
        if not found:
            yield Paragraph(self.text("capital-report.open-none"))
            return
        named = self.texts.is_named
        head = [
            Cell(self.text("capital-report.col-unit")),
            Cell(self.text("capital-report.col-words")),
            Cell(self.text("capital-report.col-mine")),
        ]
        head += [Cell(self.text("capital-report.col-for")), Cell(self.text("capital-report.col-against"))] if named else []
        yield PaperTable(
            tuple(head),
            tuple(self.row(one, named=named) for one in found[: self.rows]),
            widths=(1.2, 5, 2.4, 2.4, 2.4) if named else (1.2, 6, 3),
        )
        yield from self.more(len(found) - self.rows)
        if not named:
            yield Paragraph(self.text("capital-report.unnamed"), style="note")

    def row(self, one: OpenPoint, *, named: bool) -> tuple[Cell, ...]:
        mine = self.text(f"drafting.stance.{one.mine}") if one.mine else "—"
        cells = [Cell(one.unit), Cell(self.cut(one.words)), Cell(mine)]
        return (*cells, Cell(self.names(one.wanting)), Cell(self.names(one.objecting))) if named else tuple(cells)

    def names(self, actors: Sequence[str]) -> str:
        shown = ", ".join(actors[:_NAMED])
        return self.text("capital-report.and-more", names=shown, count=len(actors) - _NAMED) if len(actors) > _NAMED else shown or "—"

    def next(self) -> Iterator[str]:
        r, meeting = self.report, self.texts.next_meeting
        if r.pending:
            yield self.text("capital-report.confirm", units=r.pending[:_NAMED], count=len(r.pending))
        for one in r.silences[: self.listed]:
            unbroken = "capital-report.silence" if self.texts.silence_accepts else "capital-report.silence-noted"
            form = "capital-report.silence-broken" if one.broken else unbroken
            yield self.text(form, units=one.units[:_NAMED], count=len(one.units), until=_until(one))
        if not meeting:
            yield self.text("capital-report.no-meeting")
        else:
            yield self.text(
                "capital-report.meeting", when=_day(meeting) if len(meeting) == len("2026-03-05") and meeting[4] == "-" else meeting
            )

    def more(self, count: int) -> Iterator[Block]:
        if count > 0:
            yield Paragraph(self.text("capital-report.more", count=count), style="note")


def _until(one: Deadline) -> Message:
    """Return the end of a silence as its zone has it: a day, or a day and the minute."""
    zone = one.zone or "UTC"
    if len(one.deadline) == len("2026-03-05"):
        return Message("capital-report.day", day=_day(one.deadline), clock=Clock(zone))
    return moment.shown(moment.parse(one.deadline if one.deadline.endswith("Z") else f"{one.deadline[:16]}:00.000Z"), zone)


def _day(text: str) -> Any:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return text
