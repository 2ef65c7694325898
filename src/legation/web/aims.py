"""The strategy of a dossier, objective by objective: what a page of it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from legation.dossier import Indicator, When
from legation.language import Message

__all__ = ["Act", "Aim", "Branch", "Gauge", "Ground", "Linked", "Said", "progress_of"]


@dataclass(frozen=True, slots=True)
class Linked:
    """Something called by its name, with its page."""

    name: Any
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message: to whom, the words, what not to say, the interest that it appeals to; ``withheld``: why the words are not shown."""

    row: str
    href: str
    edit: str
    audience: list[Any]
    text: Any
    avoid: Any
    interest: Linked | None
    withheld: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An activity, filed by its means and its object.

    Attributes
    ----------
    digital, cyberspace : bool or None
        The two axes: whether the means are digital, whether the object arises in cyberspace; None where it is not said.
    filed : str
        What the two make it: ``digital``, ``cyber``, ``both``, ``neither``, ``unfiled``.
    """

    row: str
    href: str
    edit: str
    title: Any
    means: Any
    audience: list[Any]
    digital: bool | None
    cyberspace: bool | None
    filed: str
    start: When | None
    end: When | None
    status: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """An indicator on its way from baseline to target.

    Attributes
    ----------
    percent : int or None
        How far of the way is behind, from 0 to 100; None where it cannot be said.
    worse : bool
        Whether it stands further from the target than at the baseline.
    """

    row: str
    href: str
    edit: str
    measure: Any
    unit: str
    baseline: float | None
    baseline_on: When | None
    target: float | None
    target_on: When | None
    reached: float | None
    reached_on: When | None
    percent: int | None
    worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An assumption, with the evidence for it and against it."""

    row: str
    href: str
    edit: str
    claim: Any
    evidence: list[Linked]
    against: list[Linked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """An objective with everything that belongs to it; the last one of a page may be the rows that belong to none.

    Attributes
    ----------
    level : int
        0 for an objective that is part of no other.
    part_of : Linked or None
        The objective that it is part of, on the same page.
    flaws : list of Message
        What it lacks, as the question on the strategy finds it.
    """

    row: str
    anchor: str
    href: str = ""
    edit: str = ""
    aim: Any
    owner: str = ""
    due: When | None = None
    late: bool = False
    issue: Linked | None = None
    part_of: Linked | None = None
    level: int = 0
    messages: list[Said] = field(default_factory=list)
    activities: list[Act] = field(default_factory=list)
    indicators: list[Gauge] = field(default_factory=list)
    assumptions: list[Ground] = field(default_factory=list)
    flaws: list[Message] = field(default_factory=list)
    adds: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Branch:
    """An objective in the outline, with those that are part of it."""

    aim: Aim
    branches: list[Branch]


def progress_of(row: Indicator) -> tuple[int | None, bool]:
    """Return how far an indicator is on its way [percent, 0 to 100], and whether it stands worse than at the baseline.

    >>> progress_of(Indicator(id="i", baseline=46, target=20, reached=33)), progress_of(Indicator(id="i", baseline=5, target=9, reached=4))
    ((50, False), (0, True))
    """
    if row.baseline is None or row.target is None or row.reached is None:
        return None, False
    way = row.target - row.baseline
    if way == 0:  # what was there has to stay
        return (100 if row.reached == row.target else 0), row.reached != row.target
    share = (row.reached - row.baseline) / way
    return round(100 * min(max(share, 0.0), 1.0)), share < 0
