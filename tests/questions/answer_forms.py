"""Everything that a reader or a program gets of an answer, to compare two of them."""

from __future__ import annotations

import json
from typing import Any

from legation.briefing.data import csv_table
from legation.language import LANGUAGES, say
from legation.questions import Answer

__all__ = ["forms_of"]


def forms_of(answer: Answer) -> list[Any]:
    """Return the sentences, tables and figures of an answer in each language, as pages, JSON, CSV and Arrow have them."""
    forms: list[Any] = []
    for lang in LANGUAGES:
        forms.append(json.dumps(answer.to_json(lang), allow_nan=False))
        forms += [say(answer.title, lang), *answer.sentences(lang)]
        for table in answer.tables:
            forms += [csv_table(table, lang), say(table.title, lang), [say(column.title, lang) for column in table.columns]]
            forms += [table.cell(row, column, lang) for row in range(len(table.rows)) for column in range(len(table.columns))]
            typed = table.to_arrow(lang)
            forms += [typed.schema.to_string(), repr(typed.to_pylist())]
        for figure in answer.figures:
            forms += [say(words, lang) for words in (figure.title, figure.subtitle, figure.alt)]
            forms.append(json.dumps(figure.specification(lang, footer="below")))
    return forms
