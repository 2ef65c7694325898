"""Labels along a line: each as near to its place as the others let it be."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["spread"]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return the centres of labels that stand in the order of ``wanted`` without touching, moved as little as possible.

    Parameters
    ----------
    wanted : sequence of float
        Where each centre should be [px], in any order.
    sizes : sequence of float
        The room that each label takes along the line [px].
    low, high : float
        The ends of the line [px]; where the labels do not fit between them, they run over ``high``.

    Examples
    --------
    >>> spread([10, 12, 60], [10, 10, 10], 0, 100)
    [6.0, 16.0, 60.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    groups: list[tuple[list[int], float, float]] = []  # members, room, sum of the wanted start of the group
    for i in order:
        members, room, total = [i], sizes[i], wanted[i] - sizes[i] / 2
        while groups and _start(groups[-1], low, high) + groups[-1][1] > _start((members, room, total), low, high):
            before, wide, start = groups.pop()
            total = start + total - wide * len(members)
            members, room = [*before, *members], wide + room
        groups.append((members, room, total))
    centres = [0.0] * len(wanted)
    for group in groups:
        at = _start(group, low, high)
        for i in group[0]:
            centres[i] = at + sizes[i] / 2
            at += sizes[i]
    return centres


def _start(group: tuple[list[int], float, float], low: float, high: float) -> float:
    """Return where a group of touching labels begins: at the mean of what its members want, inside the line."""
    members, room, total = group
    return max(low, min(total / len(members), high - room))
