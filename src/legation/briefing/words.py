"""What every document prints: its labels, its marking, its sources, and the cells of an answer's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from legation.briefing.document import Box, Bullets, Cell, Paragraph, Source, Table
from legation.dossier import Evidence
from legation.dossier.saying import named_source
from legation.language import Lang, Message, Spoken, say
from legation.questions import Answer, AnswerTable, Case, Provenance
from legation.questions.answer import NUMERIC

__all__ = ["Sources", "cells", "dressing", "footer", "provenance_box", "text"]

_TONES = {"yes": "yes", "abstain": "abstain", "no": "no", "missing": "absent", "absent": "absent"}
_EMPTY: tuple[Any, ...] = (None, "", ())


def text(identifier: str, lang: Lang, /, **values: Any) -> str:
    """Return a sentence of the documents' catalogue."""
    return say(Message(f"brief.{identifier}", **values), lang)


class Sources:
    """The numbered annex of sources: an evidence row gets its number when a sentence first names it."""

    def __init__(self, case: Case, lang: Lang) -> None:
        self.lang = lang
        self._rows: Mapping[str, Evidence] = {row.id: row for row in case.dossier.evidence}
        self._numbers: dict[str, int] = {}

    def numbers(self, evidence: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of evidence rows, in rising order."""
        return tuple(sorted(self._numbers.setdefault(e, len(self._numbers) + 1) for e in evidence if e in self._rows))

    def entries(self) -> tuple[Source, ...]:
        """Return the sources named so far, by number."""
        return tuple(self._entry(number, self._rows[identifier]) for identifier, number in self._numbers.items())

    def _entry(self, number: int, row: Evidence) -> Source:
        date = row.date or row.known_on
        parts = [
            say(row.title, self.lang) or row.id,
            say(named_source(row), self.lang),
            say(date, self.lang) if date else "",
            text(f"kind.{row.kind}", self.lang) if row.kind else "",
        ]
        origin = text("origin", self.lang, origin=row.origin) if row.origin and row.origin != row.publisher else ""
        grade = f"{row.reliability}{row.credibility or ''}"
        return Source(number, ", ".join(p for p in (*parts, origin) if p) + f" [{row.id}]", row.url, row.quote, grade)


def cells(table: AnswerTable, lang: Lang, *, limit: int | None = None, columns: Iterable[str] = ()) -> Table:
    """Return an answer's table as a document's, cut to ``limit`` rows (the caption then says of how many) and to some columns.

    A column that none of the rows shown fills is left out.
    """
    wanted = set(columns) or {column.id for column in table.columns}
    shown = table.rows[:limit]
    kept = [i for i, column in enumerate(table.columns) if column.id in wanted and any(row[i] not in _EMPTY for row in shown)]
    head = tuple(Cell(say(table.columns[i].title, lang), "right" if table.columns[i].kind in NUMERIC else "left") for i in kept)
    rows = []
    for number, row in enumerate(shown):
        line = []
        for i in kept:
            column = table.columns[i]
            tone = _TONES.get(str(row[i]), "") if column.kind == "vote" else ""
            line.append(Cell(table.cell(number, i, lang), "right" if column.kind in NUMERIC else "left", tone))  # type: ignore[arg-type]
        rows.append(tuple(line))
    caption = say(table.title, lang)
    if limit is not None and len(table.rows) > limit:
        caption += f" {text('of-rows', lang, shown=limit, count=len(table.rows))}"
    return Table(head, tuple(rows), caption)


def provenance_box(answers: Iterable[Answer], lang: Lang) -> Box:
    """Return the box that lets any number be retraced."""
    found: list[Provenance] = [a.provenance for a in answers if a.provenance is not None]
    first = found[0]
    items = [Paragraph(text("provenance.dossier", lang, dossier=first.dossier, hash=first.hash), style="note")]
    if first.observations:
        items.append(Paragraph(text("provenance.observations", lang, hash=first.observations), style="note"))
    items.append(Paragraph(text("provenance.code", lang, version=first.version, as_of=dt.date.fromisoformat(first.as_of)), style="note"))
    for answer in answers:
        p = answer.provenance
        if p is None:
            continue
        options = ", ".join(f"{k} = {_shown(v)}" for k, v in p.options.items() if v not in (None, ""))
        items.append(
            Paragraph(text("provenance.answer", lang, question=answer.question, options=options or "—", seed=str(p.seed)), style="note")
        )
    return Box(text("provenance.title", lang), (Bullets(tuple(items)),))


def footer(answer: Answer, lang: Lang) -> str:
    """Return the line under a figure: the method, the date and the dossier's hash."""
    p = answer.provenance
    if p is None:
        return ""
    return text("figure-footer", lang, dossier=p.dossier, hash=p.hash[:12], as_of=dt.date.fromisoformat(p.as_of), version=p.version)


def dressing(case: Case, lang: Lang, kind: str) -> dict[str, Any]:
    """Return what every document of a case wears: marking, dates, version, labels, name."""
    from legation.version import VERSION

    return {
        "kind": kind,
        "name": case.info.id,
        "lang": lang,
        "date": say(case.as_of, lang),
        "iso_date": case.today.isoformat(),
        "version": f"Legation {VERSION}",
        "marking": " ".join(filter(None, (case.info.marking, case.info.pap))),
    }


def _shown(value: Any) -> str:
    return say(value, "en") if isinstance(value, Spoken) else str(value)
