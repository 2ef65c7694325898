"""One example of the network at a given number of actors, with ties, missing values and long French names."""

import numpy as np
from figures.examples import GROUPS, SAID, actors

from legation.figures.network import network
from legation.figures.network_marks import KIND_SHAPES, TIES, Node, Tie


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


EVERY = {"network": network_of}
