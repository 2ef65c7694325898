"""The report on a bundle: each fault with its place, those of one kind listed up to a number and counted beyond it."""

from __future__ import annotations

from typing import Any

from legation.dossier.problem import Problem
from legation.language import Message

__all__ = ["LISTED", "Faults"]

LISTED = 100
"""Faults of one kind that are listed one by one."""
_SHOWN = 80


class Faults:
    """What was found wrong in a part so far."""

    __slots__ = ("_counts", "_found", "part")

    def __init__(self, part: str) -> None:
        self.part = part
        self._counts: dict[str, int] = {}
        self._found: list[Problem] = []

    def add(self, code: str, row: int | None = None, column: str | None = None, *, allowed: str = "", found: Any = "", **more: Any) -> None:
        """Note a fault, whose remedy is the sentence ``stix.<code>``; ``row`` is the number of the object, from 1."""
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count <= LISTED:
            shown = _short(found)
            remedy = Message(f"stix.{code}", part=self.part, allowed=allowed, found=shown, column=column or "", **more)
            where = _short(column) if column else None
            self._found.append(Problem(part=self.part, row=row, column=where, allowed=allowed, found=shown, remedy=remedy, code=code))

    def problems(self) -> tuple[Problem, ...]:
        """Return all faults in the order of the objects; of a kind that has more than are listed, the number of the others at the end."""
        rest = []
        for code, count in self._counts.items():
            if count > LISTED:
                like = next(p for p in self._found if p.code == code)
                remedy = Message("stix.and-more", count=count - LISTED, place=like.place)
                rest.append(Problem(part=self.part, row=None, column=None, allowed="", found="", remedy=remedy, code=code))
        return (*sorted(self._found, key=lambda p: (p.row or 0, p.column or "")), *rest)


def _short(value: Any) -> str:
    """Return a value as one line that can be shown, however large or strange it is."""
    text = value if isinstance(value, str) else repr(value) if isinstance(value, (int, float, type(None))) else type(value).__name__
    line = "".join(c if c.isprintable() else "�" for c in text[: _SHOWN + 1])
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
