"""The page to carry into a negotiation that was prepared by playing it: for the owners of the dossier alone, and marked as an exercise."""

from __future__ import annotations

from typing import Any

from legation.briefing.document import Block, Bullets, Cell, Columns, Document, Heading, Notice, PaperTable, Paragraph
from legation.briefing.exercise import as_exercise
from legation.briefing.labels import dressing
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.games.preparation_words import Carried

__all__ = ["KIND", "preparation_paper"]

KIND = "preparation"


def preparation_paper(case: Case, lang: Lang, title: Any, page: Carried) -> Document:
    """Lay out the page.

    Parameters
    ----------
    case : Case
        As its owners see it.
    lang : {"en", "fr"}
    title : Message or str
        Of the negotiation.
    page : Carried
    """

    def word(key: str, **values: Any) -> str:
        return say(Message(f"page-preparation.{key}", **values), lang)

    head = tuple(Cell(word(key), bold=True) for key in ("offer", "points", "gives-away", "answers"))
    rows = tuple(
        (
            Cell(say(one.offer, lang)),
            Cell(say(one.points, lang), align="right"),
            Cell(say(one.shown, lang), align="right"),
            Cell(" ".join(say(line, lang) for line in (*one.warnings, *one.answers))),
        )
        for one in page.offers
    )
    offers: Block = PaperTable(head, rows, widths=(0.33, 0.08, 0.14, 0.45), dense=True) if rows else Paragraph(word("no-offers"))
    unlocking: Block = _list(page.trades, lang) if page.trades else Paragraph(word("no-trades"))
    blocks = (
        Notice(word("private")),
        Paragraph(" ".join(say(one, lang) for one in page.summary)),
        Heading(word("offers")),
        offers,
        Columns(((Heading(word("trades"), 2), unlocking), (Heading(word("red"), 2), _list(page.red, lang)))),
        Paragraph(say(page.limits, lang), style="note"),
    )
    return as_exercise(Document(**dressing(case, lang, KIND), title=word("title", title=title), blocks=blocks, tight=True))


def _list(lines: tuple[Message, ...], lang: Lang) -> Bullets:
    return Bullets(tuple(Paragraph(say(one, lang)) for one in lines))
