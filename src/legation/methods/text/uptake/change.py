"""How much more often a phrase is used after a day than before it, and whether more so than phrases that nobody pushed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Beyond", "Change", "beyond", "change"]

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Texts that use a phrase before and after a day.

    Attributes
    ----------
    before, before_of, after, after_of : int
        Texts with the phrase, of how many; the day itself counts on neither side.
    ratio, low, high : float
        Odds after over odds before, with a 95 % interval (half a text added to each cell); nan where a side has no text. It takes texts as
        independent: of few actors who speak often it is too narrow.
    """

    before: int
    before_of: int
    after: int
    after_of: int
    ratio: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A phrase's change against that of a control.

    Attributes
    ----------
    control : str
    change : Change
        Of the control.
    ratio, low, high : float
        The phrase's ratio over the control's, with a 95 % interval; an interval that holds 1 shows no difference.
    """

    control: str
    change: Change
    ratio: float
    low: float
    high: float


def change(using: npt.NDArray[np.bool_], before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> Change:
    """Return the change of a share of texts.

    Parameters
    ----------
    using, before, after : ndarray of bool, shape (n_texts,)
        Whether a text has the phrase, and on which side of the day it stands.
    """
    cells = [int(np.count_nonzero(using & side)) for side in (before, after)]
    sizes = [int(np.count_nonzero(side)) for side in (before, after)]
    if not all(sizes):
        ratio = low = high = math.nan
    else:
        middle, error = _log_odds(cells, sizes)
        ratio, low, high = (math.exp(middle + side * error) for side in (0, -_Z, _Z))
    return Change(before=cells[0], before_of=sizes[0], after=cells[1], after_of=sizes[1], ratio=ratio, low=low, high=high)


def beyond(one: Change, control: Change, name: str) -> Beyond:
    """Return how far a phrase's change goes beyond that of a control; both counted on the same texts, taken as independent."""
    if math.isnan(one.ratio) or math.isnan(control.ratio):
        return Beyond(control=name, change=control, ratio=math.nan, low=math.nan, high=math.nan)
    (own, error), (other, its) = (_log_odds((c.before, c.after), (c.before_of, c.after_of)) for c in (one, control))
    both = math.hypot(error, its)
    ratio, low, high = (math.exp(own - other + side * both) for side in (0, -_Z, _Z))
    return Beyond(control=name, change=control, ratio=ratio, low=low, high=high)


def _log_odds(cells: tuple[int, int] | list[int], sizes: tuple[int, int] | list[int]) -> tuple[float, float]:
    """Return the log odds ratio of the second against the first, and its standard error."""
    yes, no = [c + 0.5 for c in cells], [size - c + 0.5 for c, size in zip(cells, sizes, strict=True)]
    return math.log(yes[1] * no[0] / (no[1] * yes[0])), math.sqrt(sum(1 / c for c in (*yes, *no)))
