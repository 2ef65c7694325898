"""What every document prints: labels, marking, sources, the cells of a table, and the note on what came after the paper's day.

A paper that is made anew as of an earlier day says what was known then. Where a later row contradicts a judgement in it, a box at its head
says so, with the day and what came. It looks at later rows as far as the dossier goes: up to its own day where it is frozen, else to today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Cell, CitedSource, PaperTable, Paragraph, Reference
from legation.briefing.markings.frame import frame_marking, marked
from legation.dossier import Evidence, RollCall
from legation.dossier.tables.forecasts import contradictions
from legation.dossier.tables.labels import named_source
from legation.language import Lang, Message, is_spoken, say
from legation.questions import Answer, AnswerTable, Case, Provenance, find
from legation.questions.answer import NUMERIC
from legation.questions.votes.declarations import name_of
from legation.questions.votes.totals import totals_known

__all__ = [
    "VOTE_TONES",
    "Sources",
    "builds_on",
    "cells",
    "dressing",
    "footer",
    "mark",
    "method_box",
    "provenance_box",
    "text",
    "without_evidence",
]


VOTE_TONES = {"yes": "yes", "abstain": "abstain", "no": "no", "missing": "absent", "absent": "absent"}
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
        self._day = case.as_of

    def numbers(self, evidence: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of evidence rows, in rising order."""
        return tuple(sorted(self._numbers.setdefault(e, len(self._numbers) + 1) for e in evidence if e in self._rows))

    def weightiest(self, evidence: Iterable[str], most: int) -> tuple[str, ...]:
        """Return some of the evidence rows: those of others before our own judgement, then by grade, then the newest."""

        def key(row: Evidence) -> tuple[bool, bool, str, int, int]:
            date = row.date or row.known_on
            later = date is not None and date.last > self._day
            newest = -date.last.toordinal() if date else 0
            return (later, row.kind == "own_judgement", row.reliability or "C", row.credibility or 3, newest)

        rows = [self._rows[name] for name in dict.fromkeys(evidence) if name in self._rows]
        return tuple(row.id for row in sorted(rows, key=key)[:most])

    def entries(self) -> tuple[CitedSource, ...]:
        """Return the sources named so far, by number."""
        return tuple(self._entry(number, self._rows[identifier]) for identifier, number in self._numbers.items())

    def _entry(self, number: int, row: Evidence) -> CitedSource:
        date = row.date or row.known_on
        parts = [
            say(row.title, self.lang) or row.id,
            say(named_source(row), self.lang),
            say(date, self.lang) if date else "",
            text(f"kind.{row.kind}", self.lang) if row.kind else "",
        ]
        origin = text("origin", self.lang, origin=row.origin) if row.origin and row.origin != row.publisher else ""
        grade = f"{row.reliability}{row.credibility or ''}"
        return CitedSource(
            number,
            ", ".join(p for p in (*parts, origin) if p) + f" [{row.id}]",
            row.url,
            row.quote,
            grade,
            ", ".join(p for p in (parts[0], parts[2]) if p),
        )


def cells(table: AnswerTable, lang: Lang, *, limit: int | None = None, columns: Iterable[str] = ()) -> PaperTable:
    """Return an answer's table as a document's, cut to ``limit`` rows (the caption then says of how many) and to some columns.

    A column that none of the rows shown fills is left out.
    """
    wanted = set(columns) or {column.id for column in table.columns}
    shown = table.rows[:limit]
    shown_columns = [i for i, column in enumerate(table.columns) if column.id in wanted and any(row[i] not in _EMPTY for row in shown)]
    head = tuple(Cell(say(table.columns[i].title, lang), "right" if table.columns[i].kind in NUMERIC else "left") for i in shown_columns)
    rows = []
    for number, row in enumerate(shown):
        line = []
        for i in shown_columns:
            column = table.columns[i]
            tone = VOTE_TONES.get(str(row[i]), "") if column.kind == "vote" else ""
            line.append(Cell(table.cell(number, i, lang), "right" if column.kind in NUMERIC else "left", tone))  # type: ignore[arg-type]
        rows.append(tuple(line))
    caption = say(table.title, lang)
    if limit is not None and len(table.rows) > limit:
        caption += f" {text('of-rows', lang, shown=limit, count=len(table.rows))}"
    return PaperTable(head, tuple(rows), caption)


def without_evidence(table: AnswerTable, lang: Lang, *, limit: int) -> PaperTable:
    """Return an answer's table cut to ``limit`` rows, without its evidence, which a paper lists once at its end."""
    return cells(table, lang, limit=limit, columns=[column.id for column in table.columns if column.kind != "evidence"])


def method_box(answer: Answer, lang: Lang, *, references: Iterable[str] = ()) -> Box:
    """Return the box on how an answer is found and when not to rely on it, each sentence once."""
    notes = dict.fromkeys((say(find(answer.question).method, lang), *(say(words, lang) for words in answer.caveats), *references))
    return Box(text("method", lang), (Bullets(tuple(Paragraph(words, style="note") for words in notes)),))


def builds_on(answer: Answer, there: Container[str], lang: Lang) -> Iterator[Paragraph]:
    """Yield the line that names the questions that an answer builds on, of those that are ``there``; none where none is."""
    see = tuple(Reference(question, named=True) for question in find(answer.question).builds_on if question in there)
    if see:
        yield Paragraph(text("builds-on", lang), style="note", see=see)


def provenance_box(answers: Iterable[Answer], lang: Lang) -> Box:
    """Return the box that lets any number be retraced."""
    provenances: list[Provenance] = [a.provenance for a in answers if a.provenance is not None]
    first = provenances[0]
    items = [Paragraph(text("provenance.dossier", lang, dossier=first.dossier, hash=first.hash), style="note")]
    if first.observations:
        items.append(Paragraph(text("provenance.observations", lang, hash=first.observations), style="note"))
    items.append(Paragraph(text("provenance.code", lang, version=first.version, as_of=dt.date.fromisoformat(first.as_of)), style="note"))
    for answer in answers:
        p = answer.provenance
        if p is None:
            continue
        options = ", ".join(f"{k} = {say(v, lang) if k in p.said else _cell_text(v)}" for k, v in p.shown().items())
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


def dressing(case: Case, lang: Lang, kind: str, made_of: Iterable[str] | None = None) -> dict[str, Any]:
    """Return what every document of a case wears: marking, dates, version, labels, name; ``made_of`` as :func:`frame_marking` has it."""
    from legation.version import VERSION

    return {
        "kind": kind,
        "name": case.info.id,
        "lang": lang,
        "date": say(case.as_of, lang),
        "iso_date": case.today.isoformat(),
        "version": f"Legation {VERSION}",
        **marked(frame_marking(case, kind, made_of=made_of), lang, case.info.pap),
    }


def _cell_text(value: Any) -> str:
    return say(value, "en") if is_spoken(value) else str(value)


_EVERY = "how-good-were-we"
"""The question whose answer prints every forecast."""
_ESTIMATE = ("do-we-have-the-votes", "expected")
"""The finding that prints an estimate of yes minus no, with ``margin``, ``low`` and ``high``."""


def mark(case: Case, sources: Sources, lang: Lang, *, answers: Sequence[Answer] = (), rollcalls: Iterable[str] = ()) -> tuple[Block, ...]:
    """Return the box that tells what is contradicted of a paper; nothing where all of it stands.

    Parameters
    ----------
    answers : sequence of Answer
        What the paper is made of: their estimates, and the forecasts on their votes.
    rollcalls : iterable of str
        Votes that a paper without answers is about.
    """
    later = case.at(_horizon(case))
    votes = {*rollcalls, *(str(a.provenance.options.get("rollcall") or "") for a in answers if a.provenance)} - {""}
    ids = votes | {row.id for name in votes if (row := later.meant_rollcall(name)) is not None}
    every = any(answer.question == _EVERY for answer in answers)
    known = {row.id for row in case.dossier.forecasts}
    since = [one for one in contradictions(later.dossier) if one.on is None or one.on > case.as_of]  # what it knew itself, it tells itself
    messages = [one.message() for one in since if one.forecast.id in known and (every or one.forecast.rollcall in ids)]
    said = [Paragraph(say(message, lang)) for message in messages]
    said += [Paragraph(say(message, lang), sources.numbers(row.evidence)) for message, row in _estimates(case, later, answers)]
    return (Box(say(Message("contradicted.title"), lang), (Bullets(tuple(said)),), "warning"),) if said else ()


def _horizon(case: Case) -> dt.date:
    """Return the last day of which a paper may tell what came."""
    frozen = case.info.as_of
    return max(case.as_of, frozen.last if frozen else case.today)


def _estimates(case: Case, later: Case, answers: Sequence[Answer]) -> Iterator[tuple[Message, RollCall]]:
    """Yield the estimates of answers that the vote, once held, lay outside of."""
    for answer in answers:
        finding = next((f for f in answer.findings if (answer.question, f.id) == _ESTIMATE), None)
        rollcall = str(answer.provenance.options.get("rollcall") or "") if answer.provenance else ""
        row = later.meant_rollcall(rollcall) if rollcall else None
        if finding is None or row is None:
            continue
        values, came = finding.message.values, _margin(later, row)
        low, high = values.get("low"), values.get("high")
        if came is not None and low is not None and high is not None and not low <= came <= high:
            figures = {"margin": values.get("margin"), "low": low, "high": high, "came": came, "cut": case.as_of, "on": row.date}
            yield Message("contradicted.vote", rollcall=name_of(row), **figures), row


def _margin(case: Case, row: RollCall) -> int | None:
    """Return yes minus no of a vote: as published, else as counted; None where neither is there."""
    if row.total_yes is not None and row.total_no is not None:
        return row.total_yes - row.total_no
    (totals,) = totals_known(case, [row])
    return totals.yes - totals.no if totals else None
