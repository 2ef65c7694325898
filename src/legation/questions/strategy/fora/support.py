"""Who in a forum is with us, against us or not known, what comes of it under the rule of the forum."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier import Issue, Position
from legation.questions.base.case import Case
from legation.questions.strategy.fora.ruling import Ruling
from legation.questions.strategy.fora.speaker import groups_by_member, speaker_of

__all__ = ["Support", "position_of", "side_of", "stands_with", "support_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who is with us in a forum, and what comes of it: three figures, and no probability.

    Attributes
    ----------
    of : int or None
        Members; None: not known.
    near, against, unknown : tuple of str
        Members near or beyond our point, those of whom all of the range is not, and those of whom neither is known; all of them where our
        own is not known.
    through : tuple of str
        Those among the near and the against who have no position of their own, and count with that of their group.
    if_with, if_divide, if_against : bool or None
        Whether it passes where all who are not known are with us, divide as the known do, or are against us; None: cannot be told.
    evidence : tuple of str
        Of the rule and of the positions.
    """

    of: int | None = None
    near: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
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


def side_of(position: Position, ours: float, near: float) -> str:
    """Return on whose side a position is: ``near`` where its value is near ours or beyond it, ``against`` where all of its range is not.

    Else it is ``unknown``: the range, which holds with a chance of 80 %, reaches into what is near ours or beyond.

    Parameters
    ----------
    position : Position
        With a value [points, 0-100].
    ours : float
        Our point [points, 0-100].
    near : float
        How far from ours still counts as with us [points].

    Examples
    --------
    >>> rows = [Position(id="p", value=40, low=low, high=high) for low, high in ((None, None), (20, 50), (20, 60))]
    >>> [side_of(row, 70, 15) for row in rows]
    ['against', 'against', 'unknown']
    """
    value = position.value
    if value is None:
        return "unknown"
    if stands_with(value, ours, near):
        return "near"
    low = value if position.low is None else min(position.low, value)
    high = value if position.high is None else max(position.high, value)
    nearest = min(max(ours, low), high)  # with us is an interval round ours, so what is nearest to ours is in it, or none is
    return "unknown" if stands_with(nearest, ours, near) else "against"


def support_of(case: Case, issue: Issue | None, us: str | None, near: float, rule: Ruling) -> Support:
    """Count the members of a forum by their positions, and see what comes of it under its rule.

    A member without a position of its own counts with that of its groups, where those that have one are on the same side.

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
    sources = dict.fromkeys((*rule.evidence, *(mine.evidence if mine else ())))
    through = []
    for member in rule.members:
        rows, is_own = _speaking(case, member, issue.id) if issue and mine and rule.by_name else ((), True)
        found = {side_of(row, mine.value, near) for row in rows} if mine is not None and mine.value is not None else set()
        side = found.pop() if len(found) == 1 else "unknown"
        sides[side].append(member)
        if side == "unknown":
            continue
        sources.update(dict.fromkeys(source for row in rows for source in row.evidence))
        if not is_own:
            through.append(member)
    parts = {name: tuple(those) for name, those in sides.items()}
    passes = rule.passes(**parts) if mine is not None else (None, None, None)
    return Support(
        of=len(rule.members) or None,
        **parts,
        through=tuple(through),
        if_with=passes[0],
        if_divide=passes[1],
        if_against=passes[2],
        evidence=tuple(sources),
    )


def _speaking(case: Case, member: str, issue: str) -> tuple[tuple[Position, ...], bool]:
    """Return the position of a member, or those of its groups, and whether it is its own."""
    own = position_of(case, member, issue)
    if own is not None:
        return (own,), True
    rows = (_of_group(case, group, issue) for group in groups_by_member(case).get(member, ()))
    return tuple(row for row in rows if row is not None), False


def _of_group(case: Case, group: str, issue: str) -> Position | None:
    return case.once(("position-of-group", group, issue), lambda: position_of(case, speaker_of(case, group), issue))
