"""What a question gives back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from legation.figures.figure import Figure, Named, in_words
from legation.language import Lang, Message, say, sort_names

__all__ = ["NUMERIC", "Answer", "AnswerTable", "Finding", "Named", "Needs", "Provenance", "TableColumn", "first_of"]

Needs = Literal["all", "any"]
Confidence = Literal["", "low", "moderate", "high"]
CellKind = Literal["text", "number", "chance", "share", "fine-share", "points", "date", "vote", "actors", "evidence"]

NUMERIC = frozenset({"number", "chance", "share", "fine-share", "points"})
"""Kinds of cells that are numbers: set to the right."""


def first_of(names: Sequence[Named], most: int) -> tuple[Named | Message, ...]:
    """Return names for a sentence: the first ``most``, and how many more there are."""
    shown = tuple(names[:most])
    return shown if len(names) <= most else (*shown, Message("who-matters.more", count=len(names) - most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence that a reader may quote.

    Attributes
    ----------
    id : str
        Unique within the answer.
    message : Message
        The sentence.
    evidence : tuple of str
        Ids of the evidence that it rests on.
    needs : {"all", "any"}
        Whether it stands only with all of that evidence, or with any of it. A finding without what it needs is not in the answer.
    confidence : {"", "low", "moderate", "high"}
    contrary : Message or None
        The strongest row that speaks against it: why this could be wrong.
    judgement : str
        The judgement whose number it bears, by its id on the score card; where that is off, the finding is not in the answer.
    """

    id: str
    message: Message
    evidence: tuple[str, ...] = ()
    needs: Needs = "any"
    confidence: Confidence = ""
    contrary: Message | None = None
    judgement: str = ""

    def stands(self, evidence: frozenset[str]) -> bool:
        """Whether the finding keeps what it needs when only ``evidence`` may be seen; one without evidence stands on the dossier's rows."""
        if not self.evidence:
            return True
        there = [item in evidence for item in self.evidence]
        return all(there) if self.needs == "all" else any(there)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of an answer's table: its id in JSON and CSV, its heading, how its cells are written, the judgement that they bear.

    A ``chance`` is a probability, whole and never written as 0 or 100 %; a ``share`` was counted.
    """

    id: str
    title: Message
    kind: CellKind = "text"
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTable:
    """A table: cells are numbers, texts, Messages, or Named things (their name for a reader, their id in JSON and CSV).

    ``judgement`` is the one that the whole table bears; that of a single column stands with the column.
    """

    id: str
    title: Message
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    judgement: str = ""

    def cell(self, row: int, column: int, lang: Lang) -> str:
        """Return a cell as a reader of ``lang`` sees it."""
        value, kind = self.rows[row][column], self.columns[column].kind
        if value is None or value != value:
            return "—"
        if kind == "vote" and isinstance(value, str):
            return say(Message(f"vote.{value}"), lang)
        if kind == "chance":
            return say(Message("answer.chance", chance=value), lang)
        if kind == "share":
            return say(Message("answer.share", share=value), lang)
        if kind == "fine-share":
            return say(Message("answer.fine-share", share=value), lang)
        if kind == "actors":
            return say(tuple(sort_names(say(item, lang) for item in value)), lang)
        if kind == "evidence":
            return " ".join(value)
        return say(round(value, 1) if isinstance(value, float) and kind == "points" else value, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Whence the numbers come, so that any of them can be retraced; ``observations`` is the hash of the lake, where there is one."""

    dossier: str
    hash: str
    as_of: str
    today: str
    options: Mapping[str, Any]
    seed: int
    version: str
    observations: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question on a dossier at a date.

    Attributes
    ----------
    question : str
        The question's id.
    title : Message
        The question as a person asks it.
    findings, tables, figures : tuples
        In the order of reading; the first figure is the one for the brief's first page.
    caveats : tuple of Message
        What a reader must know before relying on it.
    missing : tuple of Message
        What the dossier does not hold, and what to add.
    provenance : Provenance or None
        Set by :func:`legation.questions.ask`.
    """

    question: str
    title: Message
    findings: tuple[Finding, ...] = ()
    tables: tuple[AnswerTable, ...] = ()
    figures: tuple[Figure, ...] = ()
    caveats: tuple[Message, ...] = ()
    missing: tuple[Message, ...] = ()
    provenance: Provenance | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def table(self, identifier: str) -> AnswerTable:
        """Return a table by its id; KeyError where there is none."""
        return {table.id: table for table in self.tables}[identifier]

    def finding(self, identifier: str) -> Finding:
        """Return a finding by its id; KeyError where there is none."""
        return {finding.id: finding for finding in self.findings}[identifier]

    def to_json(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the answer as plain data, the form of the command line's ``--json`` and of the web's twin of each page."""
        return {
            "question": self.question,
            "findings": [
                {
                    "id": f.id,
                    "text": say(f.message, lang),
                    "values": in_words(dict(f.message.values), lang, ids=True),
                    "evidence": list(f.evidence),
                    "confidence": f.confidence,
                    "contrary": say(f.contrary, lang) if f.contrary else None,
                }
                for f in self.findings
            ],
            "tables": [
                {"id": t.id, "columns": [c.id for c in t.columns], "rows": [in_words(row, lang, ids=True) for row in t.rows]}
                for t in self.tables
            ],
            "figures": [{"id": f.id, "spec": f.specification(lang), "alt": say(f.alt, lang)} for f in self.figures],
            "caveats": [say(c, lang) for c in self.caveats],
            "missing": [say(m, lang) for m in self.missing],
            "provenance": dataclasses.asdict(self.provenance) if self.provenance else None,
        }

    def sentences(self, lang: Lang) -> Sequence[str]:
        """Return the findings as sentences."""
        return [say(finding.message, lang) for finding in self.findings]
