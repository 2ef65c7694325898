"""What is wrong with a part, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from legation.errors import DossierError
from legation.language import Message
from legation.problem import NOTICES, Problem

__all__ = ["NOTICES", "Problem", "in_order", "problem", "stop_at"]

_SHOWN = 80


def problem(
    code: str,
    part: str,
    row: int | None = None,
    column: str | None = None,
    *,
    allowed: str = "",
    found: Any = "",
    **values: Any,
) -> Problem:
    """Make a problem whose remedy is the catalogues' sentence ``problem.<code>``."""
    text = str(found)
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    remedy = Message(f"problem.{code}", allowed=allowed, found=shown, column=column or "", part=part, **values)
    return Problem(part=part, row=row, column=column, allowed=allowed, found=shown, remedy=remedy, code=code)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order part, row, column."""
    return sorted(problems, key=lambda p: (p.part, p.row or 0, p.column or ""))


def stop_at(problems: Iterable[Problem]) -> None:
    """Pass where there is no fault; notices alone are none.

    Raises
    ------
    DossierError
        With all the problems in order; its sentence counts the faults and gives the first.
    """
    found = in_order(problems)
    faults = [p for p in found if not p.is_notice]
    if faults:
        raise DossierError(Message("dossier.faults", count=len(faults), first=str(faults[0])), tuple(found))
