"""Conversation: whether what we begin is answered, whether we answer back, and how far it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.debate.measure import Portion, portion

__all__ = ["Conversation", "conversation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What came of the messages with which we began.

    Attributes
    ----------
    objective : str
    answered : Portion
        Messages of ours that began a thread and that somebody else answered.
    two_way : Portion
        Those in whose thread we answered an answer.
    by_target : Portion or None
        Those in whose thread a named target spoke; None without targets.
    depth, depth_low, depth_high : float
        Mean over them of turns between us and others along the longest line of the thread (0: no answer; 2: answer and our answer), with
        a 95 % interval over threads; 0, 0 and infinity of none.
    voices : int
        Others who spoke in these threads.
    loudest : float, 0 to 1
        Part of others' messages that comes from one of them; near 1 it is a conversation with one.
    adrift : int
        Messages that answer one that is not here: they are in no thread.
    cannot_say : tuple of str
        ``tone``: whether an answer is friendly; ``read``; ``private``; ``machine``: whether who answers is a person.
    """

    objective: str
    answered: Portion
    two_way: Portion
    by_target: Portion | None
    depth: float
    depth_low: float
    depth_high: float
    voices: int
    loudest: float
    adrift: int
    cannot_say: tuple[str, ...] = ("tone", "read", "private", "machine")


def conversation(
    message: Sequence[Hashable],
    who: Sequence[Hashable],
    answers: Sequence[Hashable | None],
    ours: Collection[Hashable],
    *,
    objective: str,
    targets: Collection[Hashable] | None = None,
    draws: int = 400,
    seed: int = 0,
) -> Conversation:
    """Return how far the threads that we began became conversations.

    Parameters
    ----------
    message, who, answers : sequence, shape (n_messages,)
        Id of each message, its author, and the id of the message it answers (None: it begins a thread).
    ours : collection
        Authors who are us.
    objective : str
    targets : collection, optional
        Those the objective names.
    draws : int, 100 or more
        Threads drawn again for the interval of the depth.
    seed : int

    Raises
    ------
    BadValue
        An id given twice, answers that go in a ring, columns of unequal length.

    References
    ----------
    The dimension is that of Bjola and Jiang (2015), doi:10.4324/9781315730844; turns are ours. Kent, M. L., Taylor, M. (1998), on dialogue
    rather than broadcast, doi:10.1016/S0363-8111(99)80143-X.

    Examples
    --------
    >>> found = conversation(["a", "b", "c", "d"], ["us", "FR", "us", "us"], [None, "a", "b", None], ["us"], objective="o1")
    >>> found.answered.share, found.two_way.count, found.depth
    (0.5, 1, 1.0)
    """
    if len({len(message), len(who), len(answers)}) > 1 or draws < 100 or seed < 0:
        raise BadValue(
            f"message, who, answers must be columns of equal length, with 100 draws or more (got {len(message)}, {len(who)}, "
            f"{len(answers)} and {draws}); fill the columns"
        )
    place = {one: at for at, one in enumerate(message)}
    if len(place) < len(message):
        twice = next(one for one, count in Counter(message).items() if count > 1)
        raise BadValue(f"message must have each id once (got {twice!r} again); leave out the repetition")
    us = set(ours)
    root, turns = _threads([None if one is None else place.get(one, -1) for one in answers], [one in us for one in who])
    begun = [at for at, one in enumerate(answers) if one is None and who[at] in us]
    in_thread: dict[int, list[int]] = {at: [] for at in begun}
    for at, start in enumerate(root):
        if start in in_thread and start != at:
            in_thread[start].append(at)
    deep = np.array([max((turns[at] for at in in_thread[start]), default=0) for start in begun], np.float64)
    repliers = Counter(who[at] for start in begun for at in in_thread[start] if who[at] not in us)
    low, high = 0.0, float("inf")
    if len(deep):
        rng = np.random.default_rng(seed)
        low, high = np.quantile(deep[rng.integers(len(deep), size=(draws, len(deep)))].mean(axis=1), (0.025, 0.975)).tolist()
    named = None if targets is None else set(targets)
    reached = 0 if named is None else sum(any(who[at] in named for at in in_thread[start]) for start in begun)
    return Conversation(
        objective=objective,
        answered=portion(int((deep >= 1).sum()), len(begun)),
        two_way=portion(int((deep >= 2).sum()), len(begun)),
        by_target=None if named is None else portion(reached, len(begun)),
        depth=float(deep.mean()) if len(deep) else 0.0,
        depth_low=low,
        depth_high=high,
        voices=len(repliers),
        loudest=max(repliers.values(), default=0) / max(sum(repliers.values()), 1),
        adrift=sum(start == -1 for start in root),
    )


def _threads(parent: list[int | None], is_ours: list[bool]) -> tuple[list[int], list[int]]:
    """Return for each message where its thread begins (-1: out of sight) and how often the side has changed on the way to it."""
    unknown = -2
    root, turns = [unknown] * len(parent), [0] * len(parent)
    for at in range(len(parent)):
        way: list[int] = []
        here: int | None = at
        while here is not None and here != -1 and root[here] == unknown:
            way.append(here)
            root[here] = -3  # being walked
            here = parent[here]
        if here is not None and here != -1 and root[here] == -3:
            raise BadValue("answers must be an answer to an earlier message (got messages that answer each other in a ring); mend them")
        for one in reversed(way):
            before = parent[one]
            if before is None:
                root[one], turns[one] = one, 0
            elif before == -1:
                root[one] = -1
            else:
                root[one], turns[one] = root[before], turns[before] + (is_ours[one] != is_ours[before])
    return root, turns
