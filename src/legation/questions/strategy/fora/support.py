"""Who in a forum is with us, against us or not known, what comes of it under the rule of the forum."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier import Issue, Position
from legation.questions.base.case import Case
from legation.questions.strategy.fora.ruling import Ruling

__all__ = ["Support", "position_of", "stands_with", "support_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who is with us in a forum, and what comes of it: three figures, and no probability.

    Attributes
    ----------
    of : int or None
        Members; None: not known.
    near, against, unknown : tuple of str
        Members near or beyond our point, others with a position, and those without one; all of them where our own is not known.
    if_with, if_divide, if_against : bool or None
        Whether it passes where all who are not known are with us, divide as the known do, or are against us; None: cannot be told.
    evidence : tuple of str
        Of the rule and of the positions.
    """

    of: int | None = None
    near: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    if_with: bool | None = None
    if_divide: bool | None = None
    if_against: bool | None = None
    evidence: tuple[str, ...] = ()

    @property
    def level(self) -> int | None:
        """In how many of the three figures it passes; None where that cannot be told."""
        if self.if_with is None or self.if_against is None:
            return None
        if self.if_with == self.if_against:
            return 3 if self.if_with else 0
        return None if self.if_divide is None else 1 + self.if_divide


def position_of(case: Case, actor: str, issue: str) -> Position | None:
    """Return the newest position of an actor on an issue that has a value; None where there is none."""
    return next((row for row in case.dossier.position_at(actor, issue, case.as_of) if row.value is not None), None)


def stands_with(value: float, ours: float, near: float) -> bool:
    """Whether a position is near ours or beyond it: farther on our side of the middle of the scale.

    Parameters
    ----------
    value, ours : float
        Positions [points, 0-100].
    near : float
        How far from ours still counts as with us [points].

    Examples
    --------
    >>> [stands_with(value, 70, 15) for value in (100, 60, 40)], stands_with(0, 20, 15), stands_with(60, 50, 15)
    ([True, True, False], True, True)
    """
    if abs(value - ours) <= near:
        return True
    return value > ours if ours > 50 else value < ours if ours < 50 else False


def support_of(case: Case, issue: Issue | None, us: str | None, near: float, rule: Ruling) -> Support:
    """Count the members of a forum by their positions, and see what comes of it under its rule.

    Parameters
    ----------
    case : Case
    issue : Issue or None
    us : str or None
        Whose point it is.
    near : float
        How far from ours a position still counts as with us [points].
    rule : Ruling
        The rule, with the members.
    """
    mine = position_of(case, us, issue.id) if us and issue else None
    sides: dict[str, list[str]] = {"near": [], "against": [], "unknown": []}
    sources = [*rule.evidence, *(mine.evidence if mine else ())]
    for member in rule.members:
        found = position_of(case, member, issue.id) if issue and mine and rule.by_name else None
        if found is None or found.value is None or mine is None or mine.value is None:
            sides["unknown"].append(member)
            continue
        sides["near" if stands_with(found.value, mine.value, near) else "against"].append(member)
        sources.extend(found.evidence)
    parts = {name: tuple(those) for name, those in sides.items()}
    passes = rule.passes(**parts) if mine is not None else (None, None, None)
    return Support(
        of=len(rule.members) or None,
        **parts,
        if_with=passes[0],
        if_divide=passes[1],
        if_against=passes[2],
        evidence=tuple(dict.fromkeys(sources)),
    )
