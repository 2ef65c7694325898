"""The figures that other packages draw of an answer: they stand after its own, and none that fails takes the answer along."""

from __future__ import annotations

import dataclasses
import datetime as dt

from legation.figures.figure import Figure
from legation.figures.registry import Result, drawn, figure_kinds
from legation.language import Message
from legation.questions.answer import Answer

__all__ = ["with_other_figures"]


def with_other_figures(answer: Answer, as_of: dt.date) -> Answer:
    """Return an answer with the figures that packages declare for its question; where one fails, a caveat names it and its package.

    Examples
    --------
    >>> plain = Answer(question="who-can-move", title=Message("who-can-move.title"))
    >>> with_other_figures(plain, dt.date(2019, 1, 1)) is plain
    True
    """
    if not figure_kinds(answer.question):
        return answer
    tables = {
        table.id: tuple(dict(zip((column.id for column in table.columns), row, strict=True)) for row in table.rows)
        for table in answer.tables
    }
    result = Result(question=answer.question, title=answer.title, as_of=as_of, tables=tables)
    made = tuple(drawn(result, [figure.id for figure in answer.figures]))
    return dataclasses.replace(
        answer,
        figures=(*answer.figures, *(one for one in made if isinstance(one, Figure))),
        caveats=(*answer.caveats, *(one for one in made if isinstance(one, Message))),
    )
