"""What a question gives back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from legation.figures.figure import Figure, Named, in_words
from legation.language import Lang, Message, say, sort_names
from legation.questions.base.quantities import Quantity

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

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
    quantities : tuple of Quantity
        Of which facts its numbers are; an interval among them bears its level.
    """

    id: str
    message: Message
    evidence: tuple[str, ...] = ()
    needs: Needs = "any"
    confidence: Confidence = ""
    contrary: Message | None = None
    judgement: str = ""
    quantities: tuple[Quantity, ...] = ()

    def stands(self, evidence: frozenset[str]) -> bool:
        """Whether the finding keeps what it needs when only ``evidence`` may be seen; one without evidence stands on the dossier's rows."""
        if not self.evidence:
            return True
        there = [item in evidence for item in self.evidence]
        return all(there) if self.needs == "all" else any(there)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of an answer's table: its id in JSON and CSV, its heading, how its cells are written, the judgement that they bear.

    A ``chance`` is a probability, whole and never written as 0 or 100 %; a ``share`` was counted. ``unit`` is that of a number, ``days``;
    the kind says that of chances, shares and points.
    """

    id: str
    title: Message
    kind: CellKind = "text"
    judgement: str = ""
    unit: str = ""


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

    def __repr__(self) -> str:
        return f"<AnswerTable {self.id}: {len(self.rows)} rows of {', '.join(column.id for column in self.columns)}>"

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

    def to_arrow(self, lang: Lang = "en") -> pa.Table:
        """Return the table as Arrow: the columns' ids as names, real types, null for what is missing.

        The metadata of a field say its ``unit``, ``title``, ``kind``, of dates the ``precision``, and the ``judgement`` that it bears, each
        where there is one; those of the schema the table's id, title and language. Which cells have which type stands in
        :mod:`legation.questions.base.typed_table`.

        Parameters
        ----------
        lang : {"en", "fr"}
            The language of titles, and of cells that are words and no ids.

        Examples
        --------
        >>> count = TableColumn("days", Message("column.count"), "number", unit="days")
        >>> table = AnswerTable(id="t", title=Message("column.count"), columns=(count,), rows=((3,), (None,)))
        >>> typed = table.to_arrow()
        >>> typed.column("days").to_pylist(), typed.field("days").metadata[b"unit"]
        ([3, None], b'days')
        """
        from legation.questions.base.typed_table import arrow_table

        return arrow_table(self, lang)

    def to_pandas(self, lang: Lang = "en") -> pd.DataFrame:
        """Return the table as pandas: the columns' ids as names, types that know what is missing.

        ``attrs`` hold the table's id, ``title`` and ``lang``, and by column ``units``, ``titles``, ``kinds``, ``precisions`` of dates and
        ``judgements``.

        Parameters
        ----------
        lang : {"en", "fr"}
            The language of titles, and of cells that are words and no ids.

        Examples
        --------
        >>> chance = TableColumn("chance", Message("column.count"), "chance")
        >>> frame = AnswerTable(id="t", title=Message("column.count"), columns=(chance,), rows=((0.25,), (None,))).to_pandas()
        >>> frame["chance"].isna().tolist(), frame.attrs["units"]
        ([False, True], {'chance': '1'})
        """
        from legation.questions.base.typed_table import data_frame

        return data_frame(self, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Whence the numbers come, so that any of them can be retraced; ``observations`` is the hash of the lake, where there is one.

    ``options`` are those of the question, with ids; ``said`` is how a reader is told those that no reader knows on the day: the id of a
    vote ahead may be the number that its text got later.
    """

    dossier: str
    hash: str
    as_of: str
    today: str
    options: Mapping[str, Any]
    seed: int
    version: str
    observations: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, with ids."""
        return {name: value for name, value in dataclasses.asdict(self).items() if name != "said"}

    def shown(self) -> dict[str, Any]:
        """Return the options that have a value as a reader is told them."""
        return {name: self.said.get(name, value) for name, value in self.options.items() if value not in (None, "")}


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

    def __repr__(self) -> str:
        tables, figures = (", ".join(one.id for one in there) or "none" for there in (self.tables, self.figures))
        day = f" as of {self.provenance.as_of}" if self.provenance else ""
        return f"<{type(self).__name__} {self.question}{day}: {len(self.findings)} findings; tables: {tables}; figures: {figures}>"

    @property
    def is_illustration(self) -> bool:
        """Whether it rests on a model that is marked as invented for illustration."""
        return any(caveat.id.endswith(".illustration") for caveat in self.caveats)

    def table(self, identifier: str) -> AnswerTable:
        """Return a table by its id; KeyError where there is none."""
        return {table.id: table for table in self.tables}[identifier]

    def finding(self, identifier: str) -> Finding:
        """Return a finding by its id; KeyError where there is none."""
        return {finding.id: finding for finding in self.findings}[identifier]

    def to_json(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the answer as plain data: the form of the command line's ``--json`` and of the JSON representation of a page."""
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
            "figures": [
                {"id": f.id, "spec": f.specification(lang), "alt": say(f.alt, lang), "marks": f.records(lang)} for f in self.figures
            ],
            "caveats": [say(c, lang) for c in self.caveats],
            "missing": [say(m, lang) for m in self.missing],
            "provenance": self.provenance.to_json() if self.provenance else None,
        }

    def sentences(self, lang: Lang) -> Sequence[str]:
        """Return the findings as sentences."""
        return [say(finding.message, lang) for finding in self.findings]
