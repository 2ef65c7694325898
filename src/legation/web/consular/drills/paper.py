"""The score of a drill on paper, in French or English: it says on every page that nothing in it is real."""

from __future__ import annotations

from collections.abc import Iterator

from legation.briefing.document import Block, Cell, Document, Heading, PaperTable, Paragraph
from legation.briefing.exercise import as_exercise
from legation.consular.drill_score import DrillScore
from legation.language import Lang, Message, say
from legation.version import VERSION
from legation.web.consular.drills.declared import Drill
from legation.web.consular.drills.findings import Line, Part, findings, headlines

__all__ = ["score_paper"]


def score_paper(drill: Drill, score: DrillScore, names: dict[str, str], lang: Lang) -> Document:
    """Return the score of a closed drill as a document: the four findings, then each person with what was true and known."""

    def word(name: str) -> str:
        return say(Message(f"desk-drill.{name}"), lang)

    first, *rest = [say(one, lang) for one in headlines(drill, score)]
    blocks: list[Block] = [Paragraph(first, style="lead"), *(Paragraph(one, style="lead") for one in rest)]
    blocks.append(Paragraph(word("of-a-team"), style="note"))
    for part in findings(drill, score, names):
        blocks += _part(part, lang)
    day = drill.closed.date().isoformat() if drill.closed else ""
    return as_exercise(
        Document(
            kind="score",
            name="drill",
            lang=lang,
            title=say(Message("desk-drill.score-of", name=drill.name), lang),
            subtitle=say(Message("desk-drill.citizens", count=drill.people, place=drill.place), lang),
            blocks=tuple(blocks),
            date=day,
            iso_date=day,
            version=f"Legation {VERSION}",
        )
    )


def _part(part: Part, lang: Lang) -> Iterator[Block]:
    """Yield the findings of a kind; nothing where there is none."""
    if not part.lines:
        return
    names = ("person", "minute", "true", "known", *(("until",) if part.has_until else ()))
    numbers = ("minute", "until")
    head = tuple(Cell(say(Message(f"desk-drill.col.{one}"), lang), align="right" if one in numbers else "left") for one in names)
    yield Heading(say(part.title, lang))
    rows = tuple(
        (
            Cell(one.person),
            Cell(str(one.minutes), align="right"),
            Cell(say(one.true, lang)),
            Cell(say(one.known, lang)),
            *((Cell(_until(one, lang), align="right"),) if part.has_until else ()),
        )
        for one in part.lines
    )
    yield PaperTable(head=head, rows=rows, widths=(0.3, 0.1, 0.18, 0.18, 0.24) if part.has_until else (0.4, 0.12, 0.24, 0.24))


def _until(line: Line, lang: Lang) -> str:
    return str(line.until) if line.until is not None else say(Message("desk-drill.not-before-close"), lang)
