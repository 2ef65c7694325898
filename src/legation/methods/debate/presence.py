"""Presence expansion: which of those we named as targets we reached before and after, not how many follow us."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.debate.agenda import paired
from legation.methods.debate.measure import Portion, checked_times, checked_window, portion

__all__ = ["PresenceExpansion", "presence_expansion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceExpansion:
    """Which named targets were reached.

    Attributes
    ----------
    objective : str
    before, after : Portion
        Targets that took us up in the window before, and from, the date.
    change, change_low, change_high : float, -1 to 1
        Second share less first, with a 95 % interval for pairs.
    gained, lost, never : tuple
        Targets reached only after, only before, in neither; in the order given.
    others : int
        Others who took us up in either window: they are no part of any share.
    cannot_say : tuple of str
        ``read``: who reads in silence is not seen; ``cause``; ``approval``; ``list``: whether the right targets were named.
    """

    objective: str
    before: Portion
    after: Portion
    change: float
    change_low: float
    change_high: float
    gained: tuple[Hashable, ...]
    lost: tuple[Hashable, ...]
    never: tuple[Hashable, ...]
    others: int
    cannot_say: tuple[str, ...] = ("read", "cause", "approval", "list")


def presence_expansion(
    targets: Sequence[Hashable],
    who: Sequence[Hashable],
    time: npt.ArrayLike,
    *,
    at: float,
    window: float,
    observed: tuple[float, float],
    objective: str,
) -> PresenceExpansion:
    """Return which named targets took us up before and after a date.

    To take up is to answer, name, quote or pass on something of ours where it can be seen; each such act is one entry.

    Parameters
    ----------
    targets : sequence of hashable
        Those that the objective names: institutions, offices, outlets.
    who, time : sequence, shape (n_acts,)
    at : float
        The date, in the unit of the window.
    window : float, above 0
        Length of the times compared; both must have been observed.
    observed : (float, float)
    objective : str

    Raises
    ------
    BadValue
        No target, one named twice, a window that was not observed, columns of unequal length.

    References
    ----------
    The dimension is that of Bjola and Jiang (2015), doi:10.4324/9781315730844; that only named targets count is ours. Interval: Agresti
    and Min (2005), doi:10.1002/sim.1781.

    Examples
    --------
    >>> found = presence_expansion(["FR", "DE"], ["FR", "US"], [12, 12], at=10, window=10, observed=(0, 20), objective="o1")
    >>> found.after.share, found.gained, found.never, found.others
    (0.5, ('FR',), ('DE',), 1)
    """
    when = checked_times("time", time, who)
    checked_window(window, observed)
    if not len(targets) or len(set(targets)) < len(targets):
        raise BadValue(f"targets must be one or more different ones (got {len(targets)}); name each once")
    if at - window < observed[0] or at + window > observed[1]:
        raise BadValue(
            f"window must be up to {min(at - observed[0], observed[1] - at):g} here, since both windows must have been observed, "
            f"found {window:g}; compare shorter times"
        )
    earlier = {one for one, t in zip(who, when.tolist(), strict=True) if at - window <= t < at}
    later = {one for one, t in zip(who, when.tolist(), strict=True) if at <= t < at + window}
    gained = tuple(one for one in targets if one in later - earlier)
    lost = tuple(one for one in targets if one in earlier - later)
    change, low, high = paired(len(gained), len(lost), len(targets))
    return PresenceExpansion(
        objective=objective,
        before=portion(sum(one in earlier for one in targets), len(targets)),
        after=portion(sum(one in later for one in targets), len(targets)),
        change=change,
        change_low=low,
        change_high=high,
        gained=gained,
        lost=lost,
        never=tuple(one for one in targets if one not in earlier | later),
        others=len((earlier | later) - set(targets)),
    )
