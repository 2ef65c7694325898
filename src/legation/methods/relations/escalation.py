"""Which pairs stand out now against their own past, given how much the source codes at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["FEWEST_PERIODS", "Escalation", "escalation"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
FEWEST_PERIODS = 6
"""Past periods below which nothing is compared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Escalation:
    """Pairs against their own past. Arrays have one place for each pair.

    Attributes
    ----------
    expected, highest : ndarray of float, shape (n_pairs,)
        Stories that the pair's past brings at the present volume, and the number above which it is an alarm.
    p_value : ndarray of float, shape (n_pairs,)
        Chance of so many stories or more were the pair as it was.
    alarm : ndarray of bool, shape (n_pairs,)
        ``p_value`` is at most ``false_alarms``.
    false_alarms : float
        Alarms to be expected per pair and period without any escalation, at most.
    by_chance : float
        Alarms to be expected among all these pairs in one period without any escalation, at most.
    lasting : ndarray of bool, shape (n_pairs,)
        Alarms that stand when all pairs are examined together: at most one in twenty of them is expected to be false (Benjamini and
        Hochberg).
    """

    expected: Floats
    highest: Floats
    p_value: Floats
    alarm: npt.NDArray[np.bool_]
    false_alarms: float
    by_chance: float
    lasting: npt.NDArray[np.bool_]


def escalation(
    past: npt.ArrayLike, past_total: npt.ArrayLike, now: npt.ArrayLike, now_total: float, *, false_alarms: float = 0.01
) -> Escalation:
    r"""Compare each pair's stories of conflict now with its own past, at the source's volume.

    Square roots of rates, :math:`z = \sqrt{(k + 3/8) / N}`, spread alike whatever the rate: by :math:`1 / (4N)` for stories that come by
    themselves, by more where they come in affairs. The present one is set against the mean of the past ones by Student's t for one further
    value, with the spread of the past, never less than that of stories that come by themselves.

    Parameters
    ----------
    past : array_like of int, shape (n_pairs, n_periods)
        Stories of each pair in each past period of one length; periods that the source did not deliver are left out.
    past_total : array_like of int, shape (n_periods,)
        Stories of the source in those periods, above 0.
    now : array_like of int, shape (n_pairs,)
    now_total : int
        Stories of the source now, above 0.
    false_alarms : float
        Chance of an alarm for a pair that is as it was, per period; 0.0001 to 0.2.

    Raises
    ------
    BadValue
        Fewer than 6 past periods, a total of 0, or arrays that do not fit.

    Notes
    -----
    Limits: periods are taken as unrelated to each other and the pair as steady; a season or a slow rise makes alarms of its own, and a past
    that was as bad makes none. At an expected story or less the rate of false alarms is far below the stated one, and so is the power.

    References
    ----------
    Anscombe, F. J. (1948), doi:10.1093/biomet/35.3-4.246; Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> found = escalation([[4, 6, 5, 7, 3, 5, 6, 4], [20] * 8], [1000] * 8, [19, 21], 1000)
    >>> found.alarm.tolist(), found.expected.round(1).tolist(), found.by_chance
    ([True, False], [5.0, 20.0], 0.02)
    """
    from scipy.stats import t as student

    before = np.asarray(past, np.float64)
    total = np.asarray(past_total, np.float64)
    present = np.asarray(now, np.float64)
    if before.ndim != 2 or total.shape != before.shape[1:] or present.shape != before.shape[:1]:
        raise BadValue("past, past_total, now must be shapes (pairs, periods), (periods,), (pairs,); count the periods again")
    if before.shape[1] < FEWEST_PERIODS or (total <= 0).any() or now_total <= 0:
        raise BadValue(
            f"past must be {FEWEST_PERIODS} periods or more that the source delivered (got {before.shape[1]}); look further back"
        )
    if (before < 0).any() or (present < 0).any() or not np.isfinite(before).all() or not 0.0001 <= false_alarms <= 0.2:
        raise BadValue("past, now, false_alarms must be counts of 0 or more and a rate of 0.0001 to 0.2")
    n = before.shape[1]
    root = np.sqrt((before + 0.375) / total)
    middle = root.mean(axis=1)
    # the spread of a root falls with the volume: past ones are brought to the present volume before they are set beside its floor
    weighed = (root - middle[:, None]) * np.sqrt(total / now_total)
    spread = np.sqrt(np.maximum((weighed**2).sum(axis=1) / (n - 1), 1 / (4 * now_total)) * (1 + 1 / n))
    value = (np.sqrt((present + 0.375) / now_total) - middle) / spread
    p_value = np.asarray(student.sf(value, n - 1), np.float64)
    bar = np.maximum(middle + student.isf(false_alarms, n - 1) * spread, 0)
    return Escalation(
        expected=np.asarray(before.sum(axis=1) / total.sum() * now_total, np.float64),
        highest=np.maximum(bar**2 * now_total - 0.375, 0),
        p_value=p_value,
        alarm=p_value <= false_alarms,
        false_alarms=false_alarms,
        by_chance=false_alarms * len(present),
        lasting=_lasting(p_value, 0.05),
    )


def _lasting(p_value: Floats, share: float) -> npt.NDArray[np.bool_]:
    n = len(p_value)
    order = np.argsort(p_value, kind="stable")
    under = np.flatnonzero(p_value[order] <= share * np.arange(1, n + 1) / max(n, 1))
    lasting = np.zeros(n, bool)
    lasting[order[: under[-1] + 1 if under.size else 0]] = True
    return lasting
