"""How simulated talks are held: in turn, or on one text of a mediator.

Who sits there: :data:`legation.methods.negotiation.DELEGATES`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.delegates import Maker, delegate
from legation.methods.negotiation.domain import TOLERANCE, Domain
from legation.methods.negotiation.session import Session, Table, closed, prepared, whole
from legation.methods.rule.outcome import votes_cast
from legation.methods.rule.tree import Rule, holds

__all__ = [
    "VOTERS",
    "alternating_offers",
    "single_text",
]


VOTERS = ("climber", "annealer")


def alternating_offers(domain: Domain | Table, delegates: Sequence[str | Maker], *, steps: int = 100, seed: int = 0) -> Session:
    """Simulate talks in which parties take turns: to accept the offer that stands, or to put forward another.

    An offer is agreed once all others have accepted it one after the other; one that its own party could not sign is heard, but does not
    stand. In a step each party has one turn; time runs from 0 in the first step to 1 in the last.

    Parameters
    ----------
    domain : Domain or Table
        :func:`legation.methods.negotiation.table_of` makes a table once for many sessions.
    delegates : sequence of str or callable
        One for each party: a name of :data:`legation.methods.negotiation.DELEGATES`, or what makes a delegate.
    steps, seed : int

    Raises
    ------
    BadValue
        For another number of delegates, an unknown one, fewer than two parties, and steps below 1.

    Notes
    -----
    A simulation says what such delegates would do, not what people do.

    References
    ----------
    Aydogan, Festen, Hindriks and Jonker (2017), doi:10.1007/978-3-319-51563-2_10, on stacked alternating offers.

    Examples
    --------
    >>> domain = Domain(scores=[[[6, 0, 3], [0, 6, 3]], [[4, 1], [1, 4]]], reservation=[2, 2])
    >>> found = alternating_offers(domain, ["boulware", "conceder"], steps=20)
    >>> found.package, found.utilities.tolist(), found.step, found.distance
    ((0, 1), [7.0, 4.0], 16, 0.0)
    """
    table = prepared(domain)
    n, rounds = table.domain.parties, whole(steps, "steps")
    if n < 2 or isinstance(delegates, str) or len(delegates) != n:
        raise BadValue(f"delegates must be one for each of {n} parties, 2 or more (got {delegates!r}); name them in order")
    chance = np.random.default_rng(whole(seed, "seed", 0))
    seats = [delegate(kind, party, table, chance) for party, kind in enumerate(delegates)]
    moves: list[tuple[int, int, int, bool]] = []
    stands, accepted = -1, 0
    for step in range(1, rounds + 1):
        time = (step - 1) / (rounds - 1) if rounds > 1 else 1.0
        for party, seat in enumerate(seats):
            if stands >= 0 and seat.accepts(stands, time):
                accepted += 1
                if accepted == n - 1:
                    moves.append((step, party, stands, True))
                    return closed(table, stands, step, rounds, moves)
                continue
            offered = seat.offer(time)
            binding = table.utilities[party][offered] >= table.low[party] - TOLERANCE
            stands, accepted = offered if binding else -1, 0
            seat.said.append(offered)
            for other in seats:
                if other is not seat:
                    other.heard.append(offered)
                    other.speakers.append(party)
            moves.append((step, party, offered, False))
    return closed(table, None, rounds, rounds, moves)


def single_text(
    domain: Domain | Table,
    voters: Sequence[str] | None = None,
    *,
    steps: int = 500,
    rule: Rule | None = None,
    start: npt.ArrayLike | None = None,
    heat: float = 0.1,
    seed: int = 0,
) -> Session:
    """Simulate talks on one text: a mediator changes one issue at random, parties vote, and what carries becomes the text.

    Parameters
    ----------
    domain : Domain or Table
    voters : sequence of {"climber", "annealer"}, optional
        A climber votes for what is not worse for it; an annealer at first also for some losses, of which ever smaller ones pass. Climbers
        where it is left out.
    steps : int
        Changes that are proposed.
    rule : Rule, optional
        By names of parties; unanimity where it is left out. The text that is left is put to a last vote under the same rule, in which every
        party votes yes that is not below its reservation.
    start : array_like of int, shape (n_issues,), optional
        The first draft; drawn at random where it is left out.
    heat : float
        The loss, as a share of a party's range, that an annealer lets pass with a chance of 1/e in the first step; it falls evenly to 0.
    seed : int

    Raises
    ------
    BadValue
        For unknown voters, another number of them, a rule that names others, and numbers out of range.

    References
    ----------
    Klein, Faratin, Sayama and Bar-Yam (2003), Negotiating complex contracts, Group Decision and Negotiation 12.

    Examples
    --------
    >>> stuck = Domain(scores=[[[6, 0], [0, 1]], [[0, 1], [6, 0]]])  # the way from (1, 1) to (0, 0) costs somebody a little
    >>> single_text(stuck, start=[1, 1]).package, single_text(stuck, ["annealer"] * 2, start=[1, 1]).package
    ((1, 1), (0, 0))
    """
    table = prepared(domain)
    own = table.domain
    kinds = ["climber"] * own.parties if voters is None else [*voters]
    if len(kinds) != own.parties or not set(kinds) <= set(VOTERS):
        raise BadValue(f"voters must be {' | '.join(VOTERS)} for each of {own.parties} parties (got {voters!r}); name them in order")
    if isinstance(heat, bool) or not isinstance(heat, (int, float)) or not 0 <= heat <= 1:
        raise BadValue(f"heat must be 0 to 1 (got {heat!r}); 0.1 lets a tenth of the range pass now and then")
    rounds = whole(steps, "steps")
    chance = np.random.default_rng(whole(seed, "seed", 0))
    text = own.checked([chance.integers(size) for size in own.sizes] if start is None else start)[0]
    strides = np.cumprod([1, *own.sizes[:0:-1]])[::-1].tolist()
    number = table.number(text)
    spread = (own.highest - own.lowest).tolist()
    movable = [issue for issue, size in enumerate(own.sizes) if size > 1]
    moves: list[tuple[int, int, int, bool]] = []
    for step in range(1, rounds + 1):
        if not movable:
            break
        issue = movable[int(chance.integers(len(movable)))]
        option = int(chance.integers(own.sizes[issue] - 1))
        option += int(option >= text[issue])
        changed = number + (option - int(text[issue])) * strides[issue]
        warm = heat * (1 - (step - 1) / rounds)
        losses = [column[number] - column[changed] for column in table.utilities]
        favour = [
            loss <= TOLERANCE or (kind == "annealer" and warm * wide > 0 and chance.random() < math.exp(-loss / (warm * wide)))
            for loss, kind, wide in zip(losses, kinds, spread, strict=True)
        ]
        carried = _carried(own, rule, favour)
        moves.append((step, -1, changed, carried))
        if carried:
            number, text[issue] = changed, option
    signed = [column[number] >= floor - TOLERANCE for column, floor in zip(table.utilities, own.reservation.tolist(), strict=True)]
    return closed(table, number if _carried(own, rule, signed) else None, rounds, rounds, moves)


def _carried(domain: Domain, rule: Rule | None, favour: Sequence[bool]) -> bool:
    """Whether a text carries when some parties vote yes and the others no."""
    if rule is None:
        return all(favour)
    names = domain.party_names or ()
    return holds(rule, votes_cast(rule, {name: "yes" if yes else "no" for name, yes in zip(names, favour, strict=True)}))
