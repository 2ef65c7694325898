"""How a silence procedure ended, in words: what rose by it, what stays as it is and why, or that closing cut it short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.language import Message
from legation.rooms.drafting import LEVELS
from legation.web.pages.rooms.drafting.text import TextOf

__all__ = ["outcome_of"]


def outcome_of(text: TextOf, one: Mapping[str, Any], *, accepts: bool) -> list[Message]:
    """Return what came of a silence procedure; nothing while it runs, or where it was broken on all of its paragraphs.

    Parameters
    ----------
    one : mapping
        The procedure as a seat may know it.
    accepts : bool
        Whether silence is acceptance in this room.
    """
    if not one.get("ended"):
        return []
    if one.get("cut_short"):
        return [Message("page-draft-chair.silence-cut")]
    broken = {unit for said in one.get("broken", ()) for unit in said.get("units") or one["units"]}
    unbroken = [unit for unit in one["units"] if unit not in broken]
    if not unbroken:
        return []
    if not accepts:
        return [Message("page-draft-chair.silence-noted")] if not broken else []
    raised = [unit for unit in unbroken if unit in one.get("raised", ())]
    stays = [unit for unit in unbroken if unit not in raised and _is_below(text, unit, one["level"])]
    found = []
    if raised:
        level = Message(f"drafting.level.{one['level'].replace(' ', '-')}")
        found.append(Message("page-draft-chair.silence-kept", units=tuple(map(text.label, raised)), count=len(raised), level=level))
    if stays:
        found.append(Message("page-draft-chair.silence-stays", units=tuple(map(text.label, stays)), count=len(stays)))
    return found or [Message("page-draft-chair.silence-unbroken")]


def _is_below(text: TextOf, unit: str, level: str) -> bool:
    row = text.row(unit)
    return row is not None and LEVELS.index(row["level"]) < LEVELS.index(level)
