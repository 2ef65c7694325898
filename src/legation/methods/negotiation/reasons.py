"""Why a delegate offers what it offers, issue by issue, in what it heard and said and in the order of its own points."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from legation.methods.negotiation.delegates import Delegate
from legation.methods.negotiation.domain import TOLERANCE

__all__ = ["WHY", "Reason", "reasons"]

WHY = ("own best", "unchanged", "towards", "back", "gives way")
"""What an offer does with an issue: see :func:`reasons`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an issue stands in an offer as it does.

    Attributes
    ----------
    issue : int
    why : str
        One of :data:`WHY`.
    party : int or None
        Where it moves towards what another party asks for: whose offers these are, by the number under which they were heard.
    """

    issue: int
    why: str
    party: int | None = None


def reasons(seat: Delegate, package: int) -> tuple[Reason, ...]:
    """Say, for each issue, why a delegate that has not made an offer yet would make it.

    An issue is compared with the delegate's offer before, in its first offer with the option that it likes best:

    - ``own best``: it has the option that is worth most to it, now as before;
    - ``unchanged``: it stays at another option;
    - ``towards``: it moves to an option that stands in a larger share of some party's offers: of the party where that share rises most;
    - ``back``: it moves, as nobody else asks for, to an option that is worth more to it;
    - ``gives way``: it moves, as nobody else asks for, to one that is worth no more to it.

    Parameters
    ----------
    seat : Delegate
    package : int
        The number of the package that it is about to offer.

    Examples
    --------
    >>> import numpy as np
    >>> from legation.methods.negotiation import DELEGATES, Domain, table_of
    >>> own = table_of(Domain(scores=[[[6, 0]], [[1, 0]]]))
    >>> seat = DELEGATES["trade-off"](0, own, np.random.default_rng(0))
    >>> seat.heard.append(3)
    >>> seat.speakers.append(4)
    >>> number = seat.offer(0.2)
    >>> own.package(number), [(one.why, one.party) for one in reasons(seat, number)]
    ((0, 1), [('own best', None), ('towards', 4)])
    """
    table = seat.table
    counts: dict[tuple[int, int], Counter[int]] = {}
    for heard, speaker in itertools.zip_longest(seat.heard, seat.speakers, fillvalue=-1):
        for issue, option in enumerate(table.package(heard)):
            counts.setdefault((issue, speaker), Counter())[option] += 1
    worth = [scores[seat.party].tolist() for scores in table.domain.tables]
    before = table.package(seat.said[-1]) if seat.said else tuple(one.index(max(one)) for one in worth)
    found = []
    for issue, (old, new) in enumerate(zip(before, table.package(package), strict=True)):
        own, best = worth[issue], max(worth[issue]) - TOLERANCE
        if own[new] >= best and (new == old or not seat.said):
            found.append(Reason(issue=issue, why="own best"))
            continue
        if new == old:
            found.append(Reason(issue=issue, why="unchanged"))
            continue
        rises = {
            speaker: Fraction(count[new] - count[old], count.total())
            for (at, speaker), count in counts.items()
            if at == issue and count[new] > count[old]
        }
        if rises:
            party = min(rises, key=lambda speaker: (-rises[speaker], speaker))
            found.append(Reason(issue=issue, why="towards", party=party if party >= 0 else None))
        else:
            found.append(Reason(issue=issue, why="back" if own[new] > own[old] + TOLERANCE else "gives way"))
    return tuple(found)
