"""An answer without the judgements that are off: what carries one is left out, and a sentence without a number stands in its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import chain

from legation.figures.figure import Figure
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base.judgements.card import judgement

__all__ = ["withheld", "without_what_is_off"]


def without_what_is_off(answer: Answer) -> Answer:
    """Return the answer without the findings, tables, columns and figures whose judgement is off.

    Where the first of them stood, or after all findings where none was a finding, a sentence says what is not said, and which simple rule
    did better; it has no number.

    Raises
    ------
    WrongUse
        Where something carries a judgement that is not declared.

    Examples
    --------
    >>> plain = Answer(question="who-can-move", title=Message("who-can-move.title"))
    >>> without_what_is_off(plain) is plain
    True
    """
    off = {name for name in dict.fromkeys(_carried(answer)) if judgement(name).off}
    if not off:
        return answer
    said: set[str] = set()
    findings: list[Finding] = []
    for finding in answer.findings:
        if finding.judgement not in off:
            findings.append(finding)
        elif finding.judgement not in said:
            said.add(finding.judgement)
            findings.append(withheld(finding.judgement))
    findings += [withheld(name) for name in dict.fromkeys(_carried(answer)) if name in off - said]
    return dataclasses.replace(
        answer,
        findings=tuple(findings),
        tables=tuple(_columns(table, off) for table in answer.tables if table.judgement not in off),
        figures=tuple(figure for figure in answer.figures if figure.judgement not in off),
    )


def _carried(answer: Answer) -> Iterator[str]:
    """Yield the judgements that parts of the answer carry."""
    columns = (column for table in answer.tables for column in table.columns)
    parts: tuple[Iterable[Finding | AnswerTable | TableColumn | Figure], ...] = (answer.findings, answer.tables, columns, answer.figures)
    yield from (part.judgement for part in chain.from_iterable(parts) if part.judgement)


def withheld(name: str) -> Finding:
    """Return the sentence that stands where a judgement is off: that nothing is said, and which simple rule did better on past cases."""
    one = judgement(name)
    behind = one.measured.behind if one.measured is not None else None
    rule = behind.title if behind is not None else ""
    return Finding(id=f"off-{name}", message=Message("judgements.off", judgement=one.title, rule=rule), confidence="high")


def _columns(table: AnswerTable, off: set[str]) -> AnswerTable:
    shown = [at for at, column in enumerate(table.columns) if column.judgement not in off]
    if len(shown) == len(table.columns):
        return table
    return dataclasses.replace(
        table, columns=tuple(table.columns[at] for at in shown), rows=tuple(tuple(row[at] for at in shown) for row in table.rows)
    )
