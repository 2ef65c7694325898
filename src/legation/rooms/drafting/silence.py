"""A silence procedure: paragraphs on which silence until a deadline is acceptance, and who broke it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Breaking", "Silence"]


@dataclass(frozen=True, slots=True)
class Breaking:
    """Who broke a silence on which paragraphs, when, and why."""

    actor: str
    units: tuple[str, ...]
    at: str
    reason: str
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence procedure.

    Attributes
    ----------
    id : str
    units : tuple of str
    asked, deadline, level : str
    broken : tuple of (actor, unit, at)
    ended : str
        When it lapsed; empty while it runs.
    until : str
        The last time that is met, or of a day in a live room the instant of its end, which is not.
    day : bool, whether the deadline is a day.
    zone : str
    breakings : tuple of Breaking, the same as ``broken``, with reasons.
    prints : tuple of str, of each paragraph the print of the words put under silence: others are not accepted by it.
    """

    id: str
    units: tuple[str, ...]
    asked: str
    deadline: str
    level: str
    broken: tuple[tuple[str, str, str], ...] = ()
    ended: str = ""
    until: str = ""
    day: bool = False
    zone: str = ""
    breakings: tuple[Breaking, ...] = ()
    prints: tuple[str, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether it was broken on all of its paragraphs: then nothing is left of it, though its deadline is still to come."""
        return set(self.units) <= {unit for _, unit, _ in self.broken}

    @property
    def runs(self) -> bool:
        """Whether it goes on: it has not ended, and was not broken on all of its paragraphs."""
        return not self.ended and not self.is_broken

    def is_late(self, at: str) -> bool:
        """Whether a time no longer meets the deadline."""
        until = self.until or self.deadline
        if until.endswith("Z"):
            return at >= until if self.day else at > until
        return at[: len(until)] > until

    def is_over(self, at: str) -> bool:
        """Whether the silence may be said to have ended at a time."""
        until = self.until or self.deadline
        if until.endswith("Z") or len(at) > len(until) == len("2025-03-01"):
            return self.is_late(at)
        return at[: len(until)] >= until
