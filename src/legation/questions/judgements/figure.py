"""The score card as a picture: which share of the simple rule's error each judgement saves, with its interval."""

from __future__ import annotations

from typing import Literal

from legation.figures.figure import Figure
from legation.figures.skills import Compared, skills
from legation.language import Message
from legation.questions.judgements.card import Judgement, judgements

__all__ = ["picture", "saved"]


def picture() -> Figure | None:
    """Draw every judgement that was measured in a unit with an end, beside its best simple rule; None where there is none."""
    rows = [(one, saved(one)) for one in judgements().values() if one.measured is not None]
    drawn = [Compared(name=one.title, value=of[0], low=of[1], high=of[2], state=_state(one)) for one, of in rows if of is not None]
    if not drawn:
        return None
    values = {"count": len(drawn), "off": sum(row.state == "worse" for row in drawn), "better": sum(row.state == "better" for row in drawn)}
    return skills(
        drawn,
        title=Message("judgements.picture.title", **values),
        subtitle=Message("judgements.picture.subtitle"),
        alt=Message("judgements.picture.alt", **values),
    )


def saved(one: Judgement) -> tuple[float, float, float] | None:
    """Return which share of the best simple rule's error ours saves, with the 90 % interval.

    The error of a share or score of which higher is better is what it lacks to 1. None for a count, which has no such end, and where the
    rule made no error.
    """
    found = one.measured
    if found is None or one.unit == "count":
        return None
    error = found.best.value if one.better == "low" else 1 - found.best.value
    if error <= 0:
        return None
    value, low, high = (min(end / error, 1.0) for end in found.gain(found.best))
    return value, min(low, value), max(high, value)


def _state(one: Judgement) -> Literal["better", "no-different", "worse"]:
    verdict = one.verdict
    if verdict == "behind":
        return "worse"
    return verdict if verdict in ("better", "worse") else "no-different"
