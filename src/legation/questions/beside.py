"""What the product gives today beside a forecast that was written down: the old one stays as it was made, each has its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Forecast
from legation.language import Message
from legation.questions.answer import Finding, Named
from legation.questions.case import Case
from legation.questions.declared import name_of
from legation.questions.eve import today_of
from legation.questions.ledger import Ledger
from legation.questions.verdict import counted

__all__ = ["Beside", "beside", "of_beside"]

AREA = "how-good-were-we"
_MOST = 3
"""Votes that are worked out anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Yes minus no on a vote, worked out today.

    Attributes
    ----------
    cut : date
        The day at whose end the rows were known that it rests on.
    margin, low, high : float
        With the interval; ``ranged`` says whether there is one [members].
    """

    cut: dt.date
    rollcall: Named
    margin: float
    low: float
    high: float
    ranged: bool


def beside(case: Case, ledger: Ledger, seed: int) -> Mapping[str, Beside]:
    """Return by forecast of a number what the product gives today for yes minus no on its vote; of the first three votes."""
    rollcalls = {row.id: row for row in case.dossier.rollcalls}
    asked = [row for row in ledger.rows if row.rollcall in rollcalls and ledger.states[row.id] != "broken" and _is_number(row)]
    votes = list(dict.fromkeys(row.rollcall for row in asked))[:_MOST]
    found = {one: given for one in votes if (given := _given(case, rollcalls[one], seed)) is not None}
    return {row.id: found[row.rollcall] for row in asked if row.rollcall in found}


def of_beside(case: Case, ledger: Ledger, found: Mapping[str, Beside]) -> Iterator[Finding]:
    """Yield for each forecast what it said when it was made, and what the product gives today."""
    for number, row in enumerate(row for row in ledger.rows if row.id in found):
        now = found[row.id]
        form = f"{AREA}.beside" if row.made_on else f"{AREA}.beside-undated"
        values = {"question": row.question or row.id, "rollcall": now.rollcall, "cut": now.cut, "today": case.today}
        message = Message(form, made_on=row.made_on, then=_then(row), now=_now(now), **values)
        yield Finding(id=f"beside-{number}", message=message, evidence=row.evidence, confidence="low")


def _is_number(row: Forecast) -> bool:
    return row.value is not None or (row.low is not None and row.high is not None)


def _given(case: Case, rollcall: Any, seed: int) -> Beside | None:
    eve = today_of(case, rollcall)
    expected = eve.expected(seed=seed)
    if expected is None or expected.margin != expected.margin:
        return None
    n = len(eve.profile.actors)
    ranged = expected.low > -n or expected.high < n
    numbers = counted(expected)
    reach = {name: numbers[name] for name in ("margin", "low", "high")}
    return Beside(cut=eve.cut, rollcall=name_of(rollcall), ranged=ranged, **reach)


def _then(row: Forecast) -> Message:
    if row.low is None or row.high is None:
        return Message(f"{AREA}.number", value=row.value)
    return Message(f"{AREA}.number-in" if row.value is not None else f"{AREA}.range", value=row.value, low=row.low, high=row.high)


def _now(found: Beside) -> Message:
    form = f"{AREA}.number-in" if found.ranged else f"{AREA}.number"
    return Message(form, value=round(found.margin), low=round(found.low), high=round(found.high))
