"""A text under negotiation on paper, in one of its forms; and the report of its room: where it stands, who holds what, the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Heading, PageBreak, PaperTable, Paragraph
from legation.dossier import Wording
from legation.language import Lang, Message, say
from legation.questions.deals.drafting.room_text import reservations_of, room_text
from legation.questions.deals.drafting.tables import LEVEL
from legation.rooms.drafting import State, alternatives, joined, opposing, supporting
from legation.rooms.drafting.obstacles import is_word, words_in
from legation.version import VERSION

__all__ = ["TextAbout", "text_paper", "text_report"]

_ROWS = 40
"""Rows of a table at most; the rest is counted, and stands in the text."""
_NAMED = 8
_WORDS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAbout:
    """What a paper says of the room of a text.

    Attributes
    ----------
    room : str
        The part of the room, which names the file.
    title, host : Wording
    day : str
        Of the newest entry, ``YYYY-MM-DD``.
    number, log : int, str
        Number and hash of the newest entry.
    leaves : str
        Who is named in what leaves the room.
    """

    room: str
    title: Wording
    host: Wording
    day: str
    number: int
    log: str
    leaves: str


def text_paper(shown: State, about: TextAbout, form: str, lang: Lang, own: str = "") -> Document:
    """Lay out the text in one of its forms, with the reservations under it.

    Parameters
    ----------
    shown : State
        As :func:`legation.questions.deals.drafting.room_text.as_shown` returns it.
    """
    page = _Page(shown, about, lang)
    return page.document("text", page.text(f"text-paper.form.{form}"), (*page.words(form, own), page.source()))


def text_report(shown: State, figures: Mapping[str, Any], about: TextAbout, sha256: str, lang: Lang) -> Document:
    """Lay out the report of the room: figures as they were published, words and names as they are now."""
    page = _Page(shown, about, lang)
    return page.document("text-report", page.text("text-paper.report"), tuple(page.report(figures, sha256)))


@dataclass(frozen=True, slots=True)
class _Page:
    shown: State
    about: TextAbout
    lang: Lang

    def text(self, name: str, /, **values: Any) -> str:
        return say(Message(name, **values), self.lang)

    def document(self, kind: str, subtitle: str, blocks: tuple[Block, ...]) -> Document:
        about = self.about
        return Document(
            kind=kind,
            name=about.room,
            lang=self.lang,
            title=say(about.title, self.lang),
            subtitle=subtitle,
            date=say(_day(about.day), self.lang),
            iso_date=about.day,
            version=f"Legation {VERSION}",
            blocks=blocks,
        )

    def words(self, form: str, own: str = "") -> Iterator[Block]:
        for line in room_text(self.shown, form, own, notes=False, lang=self.lang).split("\n"):
            if line.strip():
                yield Paragraph(line)
        notes = reservations_of(self.shown, own) if form != "clean" else []
        if notes:
            yield Heading(self.text("text-paper.reservations"), level=2, anchor="reservations")
            yield Bullets(tuple(Paragraph(say(one, self.lang), style="note") for one in notes))

    def source(self) -> Paragraph:
        a = self.about
        return Paragraph(self.text("text-paper.source", room=a.room, number=a.number, log=a.log[:16]), style="note")

    def report(self, figures: Mapping[str, Any], sha256: str) -> Iterator[Block]:
        f = figures
        yield Paragraph(self.text("text-paper.headline", count=f["open"], paragraphs=f["paragraphs"], agreed=f["agreed"]), style="lead")
        yield Heading(self.text("text-paper.where"), anchor="where")
        if f["words"]:
            yield Paragraph(self.text("text-paper.share", share=f["bracketed"] / f["words"], words=f["words"]))
        last = f["ended"] or f["to"]
        form = "text-paper.day" if f["from"] == last else "text-paper.days"
        yield Paragraph(self.text(form, first=_day(f["from"]), last=_day(last), count=f["versions"]))
        if self.about.host:
            yield Paragraph(self.text("room-report.host", host=self.about.host))
        yield from self.by_paragraph()
        yield from self.who()
        yield from self.alternatives()
        yield from self.procedures()
        yield Box(self.text("room-report.method"), (Bullets(tuple(Paragraph(one, style="note") for one in self.method(f, sha256))),))
        yield PageBreak()
        yield Heading(self.text("text-paper.text"), anchor="text")
        yield from self.words("attributed")

    def by_paragraph(self) -> Iterator[Block]:
        over: dict[str, list[str]] = {}
        for one in self.shown.held.values():
            over.setdefault(one.unit, []).append(one.id)
        rows = [
            (unit.label, say(LEVEL[unit.level], self.lang), len(over.get(unit.id, ())), words_in(self.shown, over.get(unit.id, ())), unit)
            for unit in self.shown.units
        ]
        chosen = sorted(rows, key=lambda row: -row[3])[:_ROWS] if len(rows) > _ROWS else rows
        listed = [row for row in rows if row in chosen] if len(rows) > _ROWS else rows
        yield PaperTable(
            (
                Cell(self.text("capital-report.col-unit")),
                Cell(self.text("text-paper.col-level")),
                Cell(self.text("text-paper.col-open"), "right"),
                Cell(self.text("text-paper.col-words"), "right"),
            ),
            tuple(
                (
                    Cell(label),
                    Cell(level),
                    Cell(say(count, self.lang), "right"),
                    Cell(self.text("text-paper.of", part=words, of=sum(map(is_word, unit.words))), "right"),
                )
                for label, level, count, words, unit in listed
            ),
            widths=(1.2, 4, 2, 2.4),
        )
        yield from self.more(len(rows) - len(listed))

    def who(self) -> Iterator[Block]:
        labels = {unit.id: unit.label for unit in self.shown.units}
        found = [(one, supporting(self.shown, one.id), opposing(self.shown, one.id)) for one in self.shown.held.values()]
        found = [row for row in found if row[1] or row[2]] if self.shown.settings.attributed else []
        if not found:
            return
        yield Heading(self.text("text-paper.who"), anchor="who")
        found.sort(key=lambda row: (not row[2], -len(row[2])))
        yield PaperTable(
            (
                Cell(self.text("capital-report.col-unit")),
                Cell(self.text("capital-report.col-words")),
                Cell(self.text("capital-report.col-for")),
                Cell(self.text("capital-report.col-against")),
            ),
            tuple(
                (Cell(labels[one.unit]), Cell(_cut(joined(self.shown.words(one)))), Cell(self.names(wanting)), Cell(self.names(objecting)))
                for one, wanting, objecting in found[:_ROWS]
            ),
            widths=(1.2, 5, 2.6, 2.6),
        )
        yield from self.more(len(found) - _ROWS)

    def alternatives(self) -> Iterator[Block]:
        groups = alternatives(self.shown)
        if not groups:
            return
        labels = {unit.id: unit.label for unit in self.shown.units}
        named = self.shown.settings.attributed and any(any(one.supporting) or any(one.opposing) for one in groups)
        yield Heading(self.text("text-paper.alternatives"), anchor="alternatives")
        rows = [
            (
                Cell(labels.get(one.unit, one.unit) if n == 0 else ""),
                Cell(_cut(words)),
                *((Cell(self.names(one.supporting[n])), Cell(self.names(one.opposing[n]))) if named else ()),
            )
            for one in groups
            for n, words in enumerate(one.texts)
        ]
        head = [Cell(self.text("capital-report.col-unit")), Cell(self.text("text-paper.col-alternative"))]
        head += [Cell(self.text("capital-report.col-for")), Cell(self.text("capital-report.col-against"))] if named else []
        yield PaperTable(tuple(head), tuple(rows[:_ROWS]), widths=(1.2, 5, 2.6, 2.6) if named else (1.2, 9))
        yield from self.more(len(rows) - _ROWS)

    def procedures(self) -> Iterator[Block]:
        labels = {unit.id: unit.label for unit in self.shown.units}
        said = []
        for one in self.shown.silences.values():
            values = {
                "units": tuple(labels.get(unit, unit) for unit in one.units)[:_NAMED],
                "count": len(one.units),
                "until": _day(one.deadline),
            }
            form = "broken" if one.broken else "over" if one.ended else "runs"
            said.append(self.text(f"text-paper.silence-{form}", **values))
        said += [
            self.text(
                "text-paper.package",
                targets=tuple(labels.get(name, "") or self.quoted(name) for name in one.targets),
                count=len(one.targets),
            )
            for one in self.shown.packages.values()
        ]
        if said:
            yield Heading(self.text("text-paper.procedures"), anchor="procedures")
            yield Bullets(tuple(Paragraph(one) for one in said[:_ROWS]))

    def quoted(self, name: str) -> str:
        bracket = self.shown.held.get(name)
        return self.text("drafting.words", words=_cut(joined(self.shown.words(bracket)))) if bracket else name

    def method(self, figures: Mapping[str, Any], sha256: str) -> Iterator[str]:
        yield self.text("text-paper.limits")
        leaves = {
            "attributed": Message("room-report.leaves-attributed"),
            "organisation": Message("room-report.leaves-organisation"),
            "chatham": Message("room-report.leaves-chatham"),
        }
        yield say(leaves[self.about.leaves], self.lang)
        if not figures["closed"]:
            yield self.text("text-paper.running")
        yield self.text("room-report.hashes", room=figures["room"], number=figures["up_to"], log=figures["log"], sha256=sha256)

    def names(self, actors: Sequence[str]) -> str:
        shown = ", ".join(actors[:_NAMED])
        return self.text("capital-report.and-more", names=shown, count=len(actors) - _NAMED) if len(actors) > _NAMED else shown or "—"

    def more(self, count: int) -> Iterator[Block]:
        if count > 0:
            yield Paragraph(self.text("capital-report.more", count=count), style="note")


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _WORDS else words[: _WORDS - 2].rsplit(" ", 1)[0] + " …"


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])
