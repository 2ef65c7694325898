"""Papers of a crisis: the situation report, a list of the roll call, the manifest; each page says of a drill that it is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from legation.briefing import pdf
from legation.briefing.document import Block, Box, Bullets, Cell, Document, Heading, PaperTable, Paragraph, Picture
from legation.briefing.exercise import as_exercise
from legation.consular.roll_call import STATUSES
from legation.language import Lang, Message, say
from legation.version import VERSION
from legation.web.consular.crises.situation import Situation, change_of
from legation.web.consular.crises.situation_figure import replies_figure
from legation.web.consular.crises.situation_words import expected_words, first_words, since_words, unknown_words
from legation.web.consular.house import clock
from legation.web.consular.records.models import Crisis

__all__ = ["list_paper", "manifest_paper", "paper_response", "report_paper"]


def paper_response(paper: Document) -> HttpResponse:
    """Return a paper as PDF to take along."""
    response = HttpResponse(pdf.render(paper), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{paper.name}-{paper.kind}-{paper.lang}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def _document(
    kind: str,
    title: str,
    subtitle: str,
    blocks: Sequence[Block],
    crisis: Crisis,
    lang: Lang,
    *,
    is_drill: bool,
    at: dt.datetime | None = None,
) -> Document:
    at = at or dt.datetime.now(dt.UTC)
    paper = Document(
        kind=kind,
        name=crisis.pk[:8],
        lang=lang,
        title=title,
        subtitle=subtitle,
        date=say(Message("desk-report.as-of", at=clock(at)), lang),
        iso_date=at.date().isoformat(),
        version=f"Legation {VERSION}",
        blocks=tuple(blocks),
    )
    return as_exercise(paper) if is_drill else paper


def report_paper(title: str, situation: Situation, crisis: Crisis, lang: Lang, *, is_drill: bool) -> Document:
    """Lay out a situation report: the first sentences, the curve, the counts with their changes, what is not known and what is expected."""
    first, *more = (say(one, lang) for one in first_words(situation))
    blocks: list[Block] = [Paragraph(first, style="lead"), *map(Paragraph, more)]
    figure = replies_figure(situation)
    if figure is not None:
        blocks.append(Picture(figure, width=0.8))
    changed = since_words(situation)
    heads = [Message("desk-report.col-status"), Message("desk-report.col-people"), *([changed] if changed else [])]
    head = tuple(Cell(say(one, lang), align="right" if place else "left") for place, one in enumerate(heads))
    widths = (0.5, 0.2, 0.3) if changed else (0.7, 0.3)
    blocks += [
        Heading(say(Message("desk-report.counts"), lang)),
        PaperTable(head, tuple(_row(situation, status, lang)[: len(head)] for status in STATUSES), widths=widths),
        Heading(say(Message("desk-report.expected"), lang)),
        Paragraph(say(expected_words(situation), lang)),
    ]
    unknown = [Paragraph(say(one, lang)) for one in unknown_words(situation)]
    if unknown:
        blocks.append(Box(say(Message("desk-report.not-known"), lang), (Bullets(tuple(unknown)),), tone="warning"))
    said = say(Message("desk-report.title"), lang)
    return _document("situation", title, said, blocks, crisis, lang, is_drill=is_drill, at=situation.at)


def _row(situation: Situation, status: str, lang: Lang) -> tuple[Cell, ...]:
    change = change_of(situation, status)
    changed = (
        ""
        if change is None
        else say(Message("desk-report.change", count=change), lang)
        if change > 0
        else str(change).replace("-", "\u2212")
    )
    return (
        Cell(say(Message(f"desk-roll.status.{status}"), lang)),
        Cell(say(Message("desk-report.number", count=situation.counts[status]), lang), align="right"),
        Cell(changed, align="right"),
    )


def list_paper(title: str, shown: Message, rows: Sequence[tuple[str, ...]], crisis: Crisis, lang: Lang, *, is_drill: bool) -> Document:
    """Lay out a list of the roll call, in the order of triage."""
    head = tuple(Cell(say(Message(f"desk-roll.col.{name}"), lang)) for name in ("name", "post", "household", "status"))
    table = PaperTable(head, tuple(tuple(map(Cell, row)) for row in rows), widths=(0.4, 0.22, 0.14, 0.24), dense=True)
    blocks: list[Block] = [Paragraph(say(Message("desk-roll.listed", count=len(rows)), lang), style="lead")]
    return _document("list", title, say(shown, lang), [*blocks, *([table] if rows else [])], crisis, lang, is_drill=is_drill)


def manifest_paper(title: str, rows: Sequence[tuple[str, ...]], crisis: Crisis, lang: Lang, *, seats: int, is_drill: bool) -> Document:
    """Lay out the list of who goes aboard."""
    head = tuple(Cell(say(Message(f"desk-roll.col.{name}"), lang)) for name in ("number", "household", "names", "seats"))
    taken = sum(int(row[-1]) for row in rows)
    table = PaperTable(head, tuple(tuple(map(Cell, row)) for row in rows), widths=(0.1, 0.16, 0.6, 0.14), dense=True)
    blocks: list[Block] = [Paragraph(say(Message("desk-roll.aboard", count=taken, seats=seats), lang), style="lead")]
    return _document(
        "manifest", title, say(Message("desk-roll.manifest"), lang), [*blocks, *([table] if rows else [])], crisis, lang, is_drill=is_drill
    )
