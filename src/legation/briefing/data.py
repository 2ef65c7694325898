"""Answers as data: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable

from legation.dossier.sheet import is_formula, write_csv
from legation.figures.figure import Named
from legation.language import Lang, say
from legation.questions import Answer, AnswerTable

__all__ = ["csv_table", "json_answers"]


def json_answers(answers: Iterable[Answer], lang: Lang) -> bytes:
    """Return the answers of a brief as JSON: ``{"answers": [...]}``."""
    return _json({"answers": [answer.to_json(lang) for answer in answers]})


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
