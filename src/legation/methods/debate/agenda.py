"""Agenda setting: whether others began to speak of what we began to speak of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.debate.measure import Portion, checked_times, checked_window, portion

__all__ = ["AgendaSetting", "agenda_setting"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaSetting:
    """Which of our topics others took up.

    Attributes
    ----------
    objective : str
        Id of the objective that it is to serve.
    taken_up : Portion
        Topics of ours that enough new voices took up within the window after our first message on them.
    otherwise : Portion
        The same rule one window earlier, when we had said nothing: what comes without us.
    excess, excess_low, excess_high : float, -1 to 1
        First share less second, over the topics of which both are known, with a 95 % interval for pairs.
    topics : tuple
        Those of ours whose window was observed, sorted by their name as text.
    voices : tuple of int
        New voices on each.
    left_out : tuple
        Topics of ours whose window was not over, or whose time before was not observed.
    cannot_say : tuple of str
        ``cause``: a third event may have moved both; ``approval``: to take up is not to agree; ``private``: what is said out of sight.
    """

    objective: str
    taken_up: Portion
    otherwise: Portion
    excess: float
    excess_low: float
    excess_high: float
    topics: tuple[Hashable, ...]
    voices: tuple[int, ...]
    left_out: tuple[Hashable, ...]
    cannot_say: tuple[str, ...] = ("cause", "approval", "private")


def agenda_setting(
    our_topic: Sequence[Hashable],
    our_time: npt.ArrayLike,
    topic: Sequence[Hashable],
    time: npt.ArrayLike,
    who: Sequence[Hashable],
    *,
    window: float,
    observed: tuple[float, float],
    objective: str,
    fewest: int = 2,
) -> AgendaSetting:
    """Return the share of our topics that others took up after us, beside the share they took up without us.

    A topic is taken up when ``fewest`` or more others used it in the window after our first message on it who had not used it in the
    window before. It counts when two windows before and one after that message were observed.

    Parameters
    ----------
    our_topic, our_time : sequence, shape (n_our_messages,)
        Topic or phrase, and when, in the unit of the window.
    topic, time, who : sequence, shape (n_messages,)
        What others said: without us and without those who speak for us.
    window : float, above 0
    observed : (float, float)
        First and last time observed.
    objective : str
    fewest : int, 1 or more

    Raises
    ------
    BadValue
        For columns of unequal length and whatever is outside its range.

    References
    ----------
    The dimension is that of Bjola, C., Jiang, L. (2015), Social media and public diplomacy, in Bjola and Holmes (eds), Digital Diplomacy,
    71-88, doi:10.4324/9781315730844; the rule and the comparison are ours. Interval: Agresti, A., Min, Y. (2005), doi:10.1002/sim.1781.

    Examples
    --------
    >>> found = agenda_setting(["norms"], [50], ["norms", "norms"], [52, 53], ["A", "B"], window=10, observed=(0, 100), objective="o1")
    >>> found.taken_up.count, found.otherwise.count, found.voices
    (1, 0, (2,))
    """
    ours, theirs = checked_times("our_time", our_time, our_topic), checked_times("time", time, topic, who)
    checked_window(window, observed)
    if isinstance(fewest, bool) or fewest < 1:
        raise BadValue(f"fewest must be 1 or more (got {fewest}); give 2")
    first: dict[Hashable, float] = {}
    for name, when in zip(our_topic, ours.tolist(), strict=True):
        first[name] = min(when, first.get(name, when))
    said: dict[Hashable, list[tuple[float, Hashable]]] = {name: [] for name in first}
    for name, when, voice in zip(topic, theirs.tolist(), who, strict=True):
        if name in said:
            said[name].append((when, voice))
    names = sorted(first, key=str)
    counted = [name for name in names if first[name] - 2 * window >= observed[0] and first[name] + window <= observed[1]]
    after = [_new_voices(said[name], first[name], window) for name in counted]
    before = [_new_voices(said[name], first[name] - window, window) for name in counted]
    gained = sum(a >= fewest > b for a, b in zip(after, before, strict=True))
    lost = sum(b >= fewest > a for a, b in zip(after, before, strict=True))
    excess, low, high = paired(gained, lost, len(counted))
    return AgendaSetting(
        objective=objective,
        taken_up=portion(sum(a >= fewest for a in after), len(counted)),
        otherwise=portion(sum(b >= fewest for b in before), len(counted)),
        excess=excess,
        excess_low=low,
        excess_high=high,
        topics=tuple(counted),
        voices=tuple(after),
        left_out=tuple(name for name in names if name not in set(counted)),
    )


def _new_voices(said: list[tuple[float, Hashable]], at: float, window: float) -> int:
    """Return how many spoke in the window after ``at`` who had not in the window before."""
    before = {voice for when, voice in said if at - window <= when < at}
    after = {voice for when, voice in said if at <= when < at + window}
    return len(after - before)


def paired(gained: int, lost: int, of: int) -> tuple[float, float, float]:
    """Return the difference of two shares of the same cases, with the 95 % interval of Agresti and Min (half a case added to each cell).

    >>> [round(end, 2) for end in paired(6, 1, 20)]
    [0.25, -0.01, 0.46]
    """
    if not of:
        return 0.0, -1.0, 1.0
    size, up, down = of + 2, gained + 0.5, lost + 0.5
    middle = (up - down) / size
    half = 1.96 * float(np.sqrt(max(up + down - (up - down) ** 2 / size, 0.0))) / size
    raw = (gained - lost) / of
    return raw, max(-1.0, min(raw, middle - half)), min(1.0, max(raw, middle + half))
