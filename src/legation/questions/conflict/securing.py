"""What a decision maker can count on by its own options, whatever the others do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.questions.conflict.asked import Conflict

__all__ = ["Alone", "alone"]


@dataclass(frozen=True, slots=True)
class Alone:
    """The best that a decision maker can secure (maximin).

    Attributes
    ----------
    maker : str
    takes : tuple of bool
        For each option of the conflict, whether the decision maker takes it; only its own count.
    worst : int
        The state that it fears most when it does so.
    level, levels : int
        Where it places that state in its own ranking, 1 being best, of how many levels.
    combinations : int
        How many combinations of its own options secure as much.
    more_than_worst : bool
        Whether that is better than the worst that could come of any choice.
    """

    maker: str
    takes: tuple[bool, ...]
    worst: int
    level: int
    levels: int
    combinations: int
    more_than_worst: bool


def alone(conflict: Conflict, start: int | None) -> tuple[Alone, ...]:
    """Return it for each decision maker, over the states that moves of any kind can lead to from the status quo; over all without one.

    The others are taken to choose what is worst for it, even where that hurts themselves. Of equal choices the one is taken that
    changes least of the status quo, then the first by number.
    """
    from legation.methods.conflict import chains

    g, form = conflict.g, conflict.form
    there = np.arange(g.count) if start is None else np.flatnonzero(chains(g, start).earliest >= 0)
    found = []
    for number, name in enumerate(g.decision_makers):
        own, rank = form.own(number), g.rank(name)[there].astype(np.int64)
        choices, of = np.unique(form.codes[there] & own, return_inverse=True)
        least = np.full(len(choices), np.iinfo(np.int64).max)
        np.minimum.at(least, of, rank)
        best = np.flatnonzero(least == least.max())
        now = int(form.codes[start]) & own if start is not None else 0
        chosen = min(best.tolist(), key=lambda k, now=now, choices=choices: ((int(choices[k]) ^ now).bit_count(), int(choices[k])))  # type: ignore[misc]
        worst = int(there[np.flatnonzero((of == chosen) & (rank == least[chosen]))[0]])
        code, levels = int(choices[chosen]), int(g.rank(name).max()) + 1
        found.append(
            Alone(
                maker=name,
                takes=tuple(bool(code >> k & 1) for k in range(len(conflict.options))),
                worst=worst,
                level=levels - int(least[chosen]),
                levels=levels,
                combinations=len(best),
                more_than_worst=bool(least.max() > rank.min()),
            )
        )
    return tuple(found)
