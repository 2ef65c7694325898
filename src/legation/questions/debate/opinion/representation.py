"""A few statements of a room that stand for all of it in proportion, and how far they hang on who voted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.language import Message
from legation.methods.opinion import Slate, counted_once, slate, slate_stability
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.columns import Columns
from legation.questions.debate.opinion.inputs import RoomInputs

__all__ = ["Representation", "represented", "slate_findings", "slate_table"]

AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")
LARGE = 200_000
"""Votes above which a tenth of the resamples do."""
DRAWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A slate of a room, and of how many resamples of its people each statement is in it.

    Attributes
    ----------
    slate : Slate
        Of all who are counted; those who voted as one count as one. Statements that too few have seen are not in it.
    in_slates : ndarray of float, shape (m,)
    """

    slate: Slate
    in_slates: npt.NDArray[np.float64]


def represented(inputs: RoomInputs, size: int, seed: int) -> Representation:
    """Return the slate of ``size`` statements that stands for a room."""
    weights = counted_once(inputs.people, inputs.copies.sets)[0] if inputs.copies.sets else np.ones(inputs.people)
    votes, few = inputs.votes[inputs.counted], inputs.everyone.seen[0] < inputs.smallest
    given: dict[str, Any] = {"moderated": few, "weights": weights[inputs.counted]}
    found = slate(votes, size, **given)
    draws = DRAWS if int(inputs.everyone.seen[0].sum()) <= LARGE else DRAWS // 10
    return Representation(slate=found, in_slates=slate_stability(votes, size, **given, seed=seed, draws=draws))


def slate_findings(inputs: RoomInputs, found: Representation) -> Iterator[Finding]:
    """Yield which statements stand for the room, whether proportion holds, and the least sure of them."""
    chosen = found.slate.statements
    if not chosen:
        return
    numbers = tuple(inputs.number(j) for j in chosen)
    form = "slate" if found.slate.represented else "slate-unproportional"
    least = min(chosen, key=lambda j: found.in_slates[j])
    contrary = Message(f"{AREA}.slate-least", number=inputs.number(least), share=float(found.in_slates[least]))
    yield Finding(
        id="slate", message=Message(f"{AREA}.{form}", count=len(chosen), numbers=numbers), evidence=inputs.evidence, contrary=contrary
    )


def slate_table(inputs: RoomInputs, found: Representation) -> Iterator[AnswerTable]:
    """Yield a row for each statement of the slate, that which most agree with first."""
    agree, seen = inputs.everyone.agree[0], inputs.everyone.seen[0]
    chosen = sorted(found.slate.statements, key=lambda j: (-agree[j] / seen[j], j))
    if not chosen:
        return
    rows = [
        (
            inputs.number(j), inputs.words(j), int(seen[j]), float(agree[j] / seen[j]), float(found.in_slates[j]),
            Message(f"{AREA}.seldom-seen") if j in found.slate.seldom_seen else "",
        )
        for j in chosen
    ]  # fmt: skip
    columns = (
        *column.text(statement="number", text="statement"),
        *column.number("seen"),
        *column.share("agree", "in_slates"),
        *column.text("note"),
    )
    title = Message(f"{AREA}.table.slate" if found.slate.proven else f"{AREA}.table.slate-unproven")
    yield AnswerTable(id="slate", title=title, columns=columns, rows=tuple(rows))
