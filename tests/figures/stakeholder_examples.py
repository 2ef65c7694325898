"""One example of the grid and of the network at a given number of actors, with ties, missing values and long French names."""

import numpy as np
from figures.examples import GROUPS, SAID, actors

from legation.figures.grid import Placed, grid
from legation.figures.network import network
from legation.figures.network_marks import KIND_SHAPES, TIES, Node, Tie
from legation.figures.stance import STANCES


def grid_of(n):
    rng = np.random.default_rng(5)
    placed = []
    for i, actor in enumerate(actors(n)):
        p, q = np.clip(rng.normal(50, 24, 2), 0, 100).round().tolist() if i % 9 else (50.0, 50.0)
        ranges = {
            "power_low": max(0, p - 7),
            "power_high": min(100, p + 12),
            "interest_low": max(0, q - 15),
            "interest_high": min(100, q + 4),
        }
        placed.append(
            Placed(
                actor=actor,
                power=p if i % 17 != 3 else None,
                interest=q if i % 34 != 3 else None,
                stance=STANCES[i % 4],
                **(ranges if i % 17 != 3 and i % 4 else {}),
            )
        )
    return grid(placed, low=GROUPS[0], high=GROUPS[1], **SAID)


def network_of(n):
    rng = np.random.default_rng(6)
    people, kinds, strokes = actors(n), list(KIND_SHAPES), list(TIES)
    nodes = [Node(actor=a, kind=kinds[i % 10], group=GROUPS[i % 5] if i % 7 else None, ours=i == 0) for i, a in enumerate(people)]
    ties, before = [], {}
    for i in range(1, n):
        if i % 11 == 10:
            continue
        j = int(rng.integers(0, min(i, 12)))
        before[i] = j
        ties.append(Tie(people[j].id, people[i].id, strokes[i % 10]))
        if i % 5 == 0:
            ties += [Tie(people[i].id, people[j].id, strokes[(i + 3) % 10]), Tie(people[i].id, people[i // 2].id, strokes[(i + 5) % 10])]
    path = [max(before, default=0)]
    while path[-1] in before:
        path.append(before[path[-1]])
    return network(nodes, ties, paths=[[people[i].id for i in path[::-1]]] if len(path) > 1 else [], **SAID)


EVERY = {"grid": grid_of, "network": network_of}
