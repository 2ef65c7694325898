"""The product's own forecast of a vote, replayed on votes that were held, beside two that need no model: as last time, and base rates.

A replay is honest in time: each vote is forecast from the rows known on the day before it (:mod:`legation.questions.eve`), for those who
were members on that day. What was found out later is not used, whenever it was entered.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.dossier.votes import NOT_ENTITLED
from legation.methods.forecasting import BOUND
from legation.methods.voting.expected import REPLAYED, Expected
from legation.methods.voting.votes import contested
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.eve import Eve, chances_of, eve_of
from legation.questions.question import Progress, silent

__all__ = ["WAYS", "Replay", "Replays", "Told", "Way", "replays"]

Way = Literal["ours", "last", "base"]
WAYS: tuple[Way, ...] = get_args(Way)
"""The product's forecast; as last time; each member's own base rates over all votes known."""
_LEAST = 3
"""Votes that a roll call must hold to be replayed."""
_PULL = 1.0
"""Votes that a base rate is drawn towards equal chances by, so that nothing is impossible that was not seen yet."""

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How near one way of forecasting came.

    Attributes
    ----------
    right : int
        Members of whom the likeliest of absent, yes, abstain and no came.
    loss : float
        Mean logarithmic loss over the members, of the four outcomes; no chance counts as less than 0.001.
    absent : float
        Members expected to be absent.
    margin : float
        Yes minus no expected [members].
    """

    right: int
    loss: float
    absent: float
    margin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One vote held, forecast from what was known on the day before it.

    Attributes
    ----------
    rollcall : RollCall
    cut : date
        The day at whose end the rows were known from which it is forecast.
    members, known : int
        Who had a vote that day, and earlier votes known then.
    told : mapping of Way to Told
    low, high : float
        The interval of the product's margin [members].
    ranged : bool
        Whether it had enough past errors to give that interval.
    result, absent : int
        Yes minus no that came, and members that were absent.
    """

    rollcall: RollCall
    cut: dt.date
    members: int
    known: int
    told: Mapping[Way, Told]
    low: float
    high: float
    ranged: bool
    result: int
    absent: int

    def off(self, way: Way) -> float:
        """Return by how much yes minus no was off [members]."""
        return abs(self.told[way].margin - self.result)

    @property
    def held(self) -> bool:
        """Whether the interval held what came."""
        return self.low <= self.result <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    """The latest votes that can be replayed, oldest first.

    Attributes
    ----------
    rows : tuple of Replay
    undated : tuple of RollCall
        Votes held on a title that stands there twice of which the dossier gives no day: nobody can say what was known before them.
    """

    rows: tuple[Replay, ...] = ()
    undated: tuple[RollCall, ...] = ()


def replays(case: Case, most: int, seed: int = 0, progress: Progress = silent) -> Replays:
    """Return the latest votes held on a title of which an earlier vote was known on the day before, each forecast from that day's rows."""
    profile = inputs.profile(case)
    titles = inputs.title_numbers(profile.rollcalls)
    repeats = [
        at for at in range(len(titles)) if titles.count(titles[at]) > 1 and np.count_nonzero(profile.votes[:, at]) >= _LEAST
    ]  # the earlier vote may stand later in this order, where one of the two has no day
    found: list[Replay] = []
    known, reaches = functools.cache(case.at), dict[tuple[object, ...], float]()
    for at in reversed(repeats if most else []):
        one = _replayed(case, profile.rollcalls[at], known, reaches, seed)
        found += [one] if one else []
        progress(len(found), most)
        if len(found) == most:
            break
    return Replays(
        rows=tuple(reversed(found)), undated=tuple(profile.rollcalls[at] for at in repeats if profile.rollcalls[at].date is None)
    )


def _replayed(
    case: Case, rollcall: RollCall, known: Callable[[dt.date], Case], reaches: dict[tuple[object, ...], float], seed: int
) -> Replay | None:
    """Return a vote replayed; None where it has no day, or no vote on its title was known on the day before.

    ``reaches`` holds half the width of the interval, in deviations of the forecast, by day, by what was declared and by whether the title
    was contested the last time: forecasts that agree in these rest on the same past errors.
    """
    eve = eve_of(case, rollcall, known)
    if eve is None or not eve.same.any():
        return None
    came = case.dossier.votes.matrix(eve.profile.actors, [rollcall.id])[:, 0]
    voting = came != NOT_ENTITLED
    came = np.where(came <= inputs.CODES.index("no"), came, 0).astype(np.int8)[voting]
    last = eve.profile.votes[:, np.flatnonzero(eve.same)[-1]]
    alike = (eve.cut, *np.bincount(eve.declared(), minlength=4).tolist(), bool(contested(last)))
    expected = eve.expected(seed=seed, replay=0 if alike in reaches else REPLAYED)
    if expected is None or not came.any():
        return None
    reach = reaches.setdefault(alike, _reach(expected) / max(expected.deviation, 1e-9)) * expected.deviation
    given: dict[Way, Floats] = {"ours": chances_of(expected), "last": _as_before(eve, last), "base": _base_rates(eve.profile.votes)}
    ours = _margin(given["ours"][voting])
    n = int(voting.sum())
    return Replay(
        rollcall=rollcall,
        cut=eve.cut,
        members=n,
        known=len(eve.profile.rollcalls),
        told={way: _told(chances[voting], came, last[voting] if way == "last" else None) for way, chances in given.items()},
        low=max(-float(n), ours - reach),
        high=min(float(n), ours + reach),
        ranged=math.isfinite(reach),
        result=int((came == 1).sum() - (came == 3).sum()),
        absent=int((came == 0).sum()),
    )


def _told(chances: Floats, came: Codes, sharp: Codes | None) -> Told:
    """Return how near chances of absent, yes, abstain and no came; what is sharp names one outcome for each member, for its counts."""
    counts = chances if sharp is None else np.eye(4)[sharp]
    given = np.clip(chances[np.arange(len(came)), came], BOUND, 1)
    return Told(
        right=int((counts.argmax(axis=1) == came).sum()),
        loss=float(-np.log(given).mean()),
        absent=float(counts[:, 0].sum()),
        margin=_margin(counts),
    )


def _reach(expected: Expected) -> float:
    """Return half the width of the interval [members]; infinite where it ends at all that is possible on both sides."""
    n = len(expected.presence)
    known = expected.low > -n or expected.high < n  # false of nan too
    return max(expected.high - expected.margin, expected.margin - expected.low) if known else math.inf


def _margin(chances: Floats) -> float:
    return float((chances[:, 1] - chances[:, 3]).sum())


def _as_before(eve: Eve, last: Codes) -> Floats:
    """Return chances that stand by the last vote: kept as often as votes on one title were kept before, the rest equal."""
    seen: dict[int, int] = {}
    same = total = 0
    for at, title in enumerate(eve.titles):
        if title in seen:
            same += int((eve.profile.votes[:, at] == eve.profile.votes[:, seen[title]]).sum())
            total += len(last)
        seen[title] = at
    kept = (same + 1) / (total + 2)
    chances = np.full((len(last), 4), (1 - kept) / 3)
    chances[np.arange(len(last)), last] = kept
    return chances


def _base_rates(votes: Codes) -> Floats:
    """Return how often each member was absent, voted yes, abstained and voted no, over all votes known."""
    counts = np.column_stack([(votes == code).sum(axis=1) for code in range(4)]) + _PULL / 4
    return np.asarray(counts / counts.sum(axis=1, keepdims=True), np.float64)
