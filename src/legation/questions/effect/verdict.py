"""The verdict: a contribution is plausible, not seen, or cannot be told. Never is it proven."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from legation.language import Message
from legation.methods.series import FEWEST_BEFORE, BeforeAfter, before_after
from legation.questions.effect.measured import AREA, Measured

__all__ = ["FEWEST", "Verdict", "judged"]

FEWEST = 20
"""Known periods in all; with fewer a 95 % interval cannot be bounded."""
_CEILING = 0.9
"""Share before from which there is no room for more."""
_LARGE = 0.1
"""Place among the others from which an effect stands out; with fewer than nine others it must be the largest."""
_EARLIER = 0.2
"""Place among earlier dates above which an effect is one of many."""
_FEW_OTHERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What can be said.

    Attributes
    ----------
    says : {"plausible", "not-seen", "cannot-tell"}
    found : BeforeAfter or None
        None where it cannot be estimated at all.
    why : tuple of Message
        Why it cannot be told, or what weakens what is told.
    """

    says: Literal["plausible", "not-seen", "cannot-tell"]
    found: BeforeAfter | None
    why: tuple[Message, ...] = ()


def judged(measured: Measured) -> Verdict:
    """Compare the series with the others before and after, and say what follows."""
    known = measured.known
    before, after = int(known[: measured.spans.at].sum()), int(known[measured.spans.at :].sum())
    rows = [
        np.isfinite(count[known]).all() and (total is None or (np.nan_to_num(total[known]) > 0).all())
        for _, count, total in measured.others
    ]
    lacking = []
    if before < FEWEST_BEFORE:
        lacking.append(Message(f"{AREA}.why.few-before", count=before, least=FEWEST_BEFORE))
    if after < 1:
        lacking.append(Message(f"{AREA}.why.none-after"))
    elif before >= FEWEST_BEFORE and before + after < FEWEST:
        lacking.append(Message(f"{AREA}.why.few", count=before + after, least=FEWEST))
    if not any(rows):
        lacking.append(Message(f"{AREA}.why.no-others", count=len(rows)))
    if lacking:
        return Verdict(says="cannot-tell", found=None, why=tuple(lacking))
    totals = None if measured.total is None else [total for _, _, total in measured.others]
    found = before_after(
        measured.count,
        measured.total,
        [count for _, count, _ in measured.others],
        totals,  # type: ignore[arg-type]  # where we have totals, so have the others
        at=measured.spans.at,
        scale=measured.scale,
    )
    return _weighed(measured, found, after)


def _weighed(measured: Measured, found: BeforeAfter, after: int) -> Verdict:
    at = measured.spans.at
    weak = []
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return Verdict(says="cannot-tell", found=found, why=(Message(f"{AREA}.why.no-bound", count=after),))
    if measured.unit == "share" and float(np.nanmean(found.observed[:at])) >= _CEILING:
        return Verdict(says="cannot-tell", found=found, why=(Message(f"{AREA}.why.ceiling", share=float(np.nanmean(found.observed[:at]))),))
    missing = len(measured.spans) - at - after
    if missing > after:
        return Verdict(says="cannot-tell", found=found, why=(Message(f"{AREA}.why.gaps-after", count=missing, known=after),))
    used = int(np.isfinite(found.weights).sum())
    if used < _FEW_OTHERS:
        weak.append(Message(f"{AREA}.why.few-others", count=used))
    excludes = found.low > 0 or found.high < 0
    placed = found.other_rank is None or found.other_rank <= max(_LARGE, 1 / (1 + used)) + 1e-9
    earlier = found.earlier_rank is None or found.earlier_rank <= _EARLIER
    if excludes and placed and earlier:
        return Verdict(says="plausible", found=found, why=tuple(weak))
    if excludes and not placed:
        weak.append(Message(f"{AREA}.why.others-too"))
    if excludes and placed:
        weak.append(Message(f"{AREA}.why.earlier-too"))
    return Verdict(says="not-seen", found=found, why=tuple(weak))
