"""Names that no list knows, each with how many texts name it and the first of them."""

from __future__ import annotations

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import EVIDENCE, Columns
from legation.questions.debate.said_asked import AREA, Asked
from legation.questions.debate.said_samples import title_of
from legation.questions.strangers_text import printed

__all__ = ["names_table"]

column = Columns(f"{AREA}.column.")

_LISTED = 100


def names_table(of: Asked) -> AnswerTable:
    """Return the hundred names that the most texts have; no row where none was asked for or found."""
    kept = of.kept
    rows = tuple(
        (
            printed(one.name),
            Message(f"{AREA}.a-place") if one.kind == "place" else Message(f"{AREA}.an-organisation"),
            len(one.texts),
            kept.days[one.texts[0]].astype(object),
            title_of(kept.titles[one.texts[0]]),
            printed(kept.outlets[one.texts[0]]) or None,
            printed(kept.urls[one.texts[0]]) or None,
            of.evidence(one.texts[:1]),
        )
        for one in (of.names.found[:_LISTED] if of.names else ())
    )
    return AnswerTable(
        id="names",
        title=Message(f"{AREA}.table.names"),
        columns=(
            *column.text("name", "kind"),
            *column.number("texts"),
            *column.date(day="first-day"),
            *column.text("title", "outlet", "url"),
            EVIDENCE,
        ),
        rows=rows,
    )
