"""Which trade helps: two issues changed at once, from a deal on the table, so that nobody loses and somebody gains."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import Domain, Floats, Ints
from legation.methods.negotiation.grid import grid

__all__ = ["Trade", "trades"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trade:
    """Two issues on which options are exchanged together.

    Attributes
    ----------
    issues : tuple of int
        The two issues, the smaller number first.
    options : tuple of int
        The options that they would have.
    package : tuple of int
        The whole deal after the trade.
    gains : ndarray, shape (n_parties,)
        What each party has more, 0 or more; each to the rounding of the scores.
    parts : ndarray, shape (2, n_parties)
        What each of the two changes alone brings to each party: who gives on which issue, and who takes.
    linked : bool
        Whether neither change alone leaves everybody no worse off: a true exchange.
    unlocks : tuple of int
        Parties that were below their reservation before and are not after.
    """

    issues: tuple[int, int]
    options: tuple[int, int]
    package: tuple[int, ...]
    gains: Floats
    parts: Floats
    linked: bool
    unlocks: tuple[int, ...]


def trades(domain: Domain, package: npt.ArrayLike, *, most: int = 10) -> tuple[Trade, ...]:
    """List the trades on two issues that leave nobody worse off than a given deal and somebody better.

    Parameters
    ----------
    domain : Domain
    package : array_like of int, shape (n_issues,)
        The deal on the table, or the status quo.
    most : int
        How many are listed.

    Returns
    -------
    tuple of Trade
        First those that bring most parties over their reservation, then by falling smallest gain among all parties, then by falling sum of
        gains, then true exchanges, then by issues and options. Empty where there are none: on the frontier, or where a trade needs three.

    Raises
    ------
    BadValue
        For a package that the domain does not have, and ``most`` below 1.

    Notes
    -----
    All pairs of issues and all their options are compared exactly, in the units of :func:`legation.methods.negotiation.grid.grid`.
    Sums of gains compare the scales of different parties, which says something only where these were made comparable.

    Examples
    --------
    >>> first = trades(Domain(scores=[[[6, 0], [0, 1]], [[0, 1], [6, 0]]]), [1, 1])[0]
    >>> first.options, first.gains.tolist(), first.parts.tolist(), first.linked
    ((0, 0), [5.0, 5.0], [[6.0, -1.0], [-1.0, 6.0]], True)
    """
    chosen = domain.checked(package)
    if len(chosen) != 1:
        raise BadValue(f"package must be one package (got {len(chosen)}); ask for each")
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise BadValue(f"most must be a whole number, 1 or more (got {most!r}); say how many trades are listed")
    base = chosen[0].tolist()
    units = grid(domain)
    change = [table - table[option] for table, option in zip(units.scores, base, strict=True)]
    now = np.asarray(sum(table[option] for table, option in zip(units.scores, base, strict=True)))
    below = now < units.floor
    found: list[tuple[tuple[float, ...], Trade]] = []
    for a, b in itertools.combinations(range(len(base)), 2):
        for x, y in _better(change[a], change[b], base[a], base[b]).tolist():
            first, second = change[a][x], change[b][y]
            gain = first + second
            package_after = tuple({a: x, b: y}.get(issue, option) for issue, option in enumerate(base))
            trade = Trade(
                issues=(a, b),
                options=(x, y),
                package=package_after,
                gains=gain / units.scale,
                parts=np.stack([first, second]) / units.scale,
                linked=bool((first < 0).any() and (second < 0).any()),
                unlocks=tuple(np.flatnonzero(below & (now + gain >= units.floor)).tolist()),
            )
            rank = (-len(trade.unlocks), -int(gain.min()), -sum(gain.tolist()), not trade.linked, a, b, x, y)
            found.append((rank, trade))
    return tuple(trade for _, trade in sorted(found, key=lambda pair: pair[0])[:most])


def _better(first: Ints, second: Ints, base_first: int, base_second: int) -> Ints:
    """Return pairs of options, both other than those held, whose changes together leave nobody worse and somebody better."""
    gain = first[:, None, :] + second[None, :, :]
    good = np.asarray((gain >= 0).all(axis=2) & (gain > 0).any(axis=2))
    good[base_first, :] = False
    good[:, base_second] = False
    return np.argwhere(good)
