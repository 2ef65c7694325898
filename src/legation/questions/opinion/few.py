"""A room of fewer people than a map can hold: how far two people agree, who joins whom, and the organisations among them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from legation.language import Message
from legation.methods.opinion import Few
from legation.questions.answer import AnswerTable, Finding, TableColumn
from legation.questions.columns import Columns
from legation.questions.opinion.asked import Asked

__all__ = ["few_findings", "few_tables"]

AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")


def few_findings(asked: Asked, found: Few) -> Iterator[Finding]:
    """Yield how far two people agree on average, and the two camps that join last where both may be published."""
    pairs = np.triu_indices(asked.people, 1)
    known = found.common[pairs] > 0
    if not known.any():
        yield Finding(id="agreement", message=Message(f"{AREA}.no-common", count=asked.people), evidence=asked.evidence)
        return
    mean, common = float(found.agreement[pairs][known].mean()), round(float(np.median(found.common[pairs][known])))
    contrary = Message(f"{AREA}.few-contrary", count=asked.people)
    yield Finding(
        id="agreement",
        message=Message(f"{AREA}.agreement", mean=mean, common=common, count=asked.people),
        evidence=asked.evidence,
        contrary=contrary,
    )
    one, two = _camps(found, asked.people)
    if min(one, two) >= asked.smallest:
        values = {"one": one, "two": two, "agree": 1 - float(found.joins[-1, 2])}
        yield Finding(id="camps", message=Message(f"{AREA}.camps", **values), evidence=asked.evidence, contrary=contrary)


def _camps(found: Few, people: int) -> tuple[int, int]:
    """Return the people in the two clusters that join last."""
    if not len(found.joins):
        return people, 0
    sizes = [1 if cluster < people else int(found.joins[int(cluster) - people, 3]) for cluster in found.joins[-1, :2]]
    return max(sizes), min(sizes)


def few_tables(asked: Asked, found: Few) -> Iterator[AnswerTable]:
    """Yield the steps at which people join, of clusters that may be published, and the agreement of organisations, which vote in public."""
    steps = [(int(size), 1 - float(apart)) for _, _, apart, size in found.joins if size >= asked.smallest]
    columns: tuple[TableColumn, ...]
    if steps:
        columns = (*column.number("people"), *column.share("agreement"))
        yield AnswerTable(id="joining", title=Message(f"{AREA}.table.joining"), columns=columns, rows=tuple(steps))
    rows: list[tuple[Any, ...]] = []
    for (a, one, _), (b, two, _) in itertools.combinations(asked.organisations(), 2):
        agreement = float(found.agreement[a, b])
        rows.append((asked.case.named(one), asked.case.named(two), agreement, int(found.common[a, b])))
    if rows:
        columns = (*column.text(first="organisation", second="organisation-two"), *column.share("agreement"), *column.number("common"))
        yield AnswerTable(id="organisations", title=Message(f"{AREA}.table.organisations"), columns=columns, rows=tuple(rows))
