"""A conflict as the set-up of an exercise: roles, what each can do, and what each wants.

The record holds only texts, numbers, lists and tables, and is written as JSON or TOML as it is::

    format      "legation-exercise"
    version     1
    start       the state at which the exercise begins, as a bit string
    states      the feasible states; character k is the k-th option over all roles in their order
    [[role]]
      name      the decision maker
      [[role.option]]
        name
        direction   "both", "on_only" (it cannot be taken back) or "off_only"
      [[role.goal]]
        level   1 is what the role likes best
        states  the states of this level

``GraphModel.from_options`` takes the parts back: see the example.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel

__all__ = ["exercise"]

_MOST = 4096


def exercise(g: GraphModel, start: int | str) -> dict[str, Any]:
    """Return the set-up of an exercise.

    Raises
    ------
    BadValue
        For a model in matrix form, which has no options to hand out, more than 4,096 states, and an unknown state.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> made = exercise(g, "00")
    >>> made["role"][0]
    {'name': 'A', 'option': [{'name': 'confess', 'direction': 'both'}], 'goal': [{'level': 1, 'states': ['10']}, \
{'level': 2, 'states': ['00']}, {'level': 3, 'states': ['11']}, {'level': 4, 'states': ['01']}]}
    >>> again = GraphModel.from_options(
    ...     {role["name"]: [o["name"] for o in role["option"]] for role in made["role"]}, made["states"],
    ...     rankings={role["name"]: [goal["states"] for goal in role["goal"]] for role in made["role"]})
    >>> bool((again.network.rank == g.network.rank).all())
    True
    """
    form = g.options
    if form is None:
        raise BadValue(
            "model must be one in option form (got one of matrices); make it by from_options, so that roles have something to do"
        )
    if g.count > _MOST:
        raise BadValue(f"states must be {_MOST} in an exercise (got {g.count}); rule out states that cannot be")
    roles = []
    for i, name in enumerate(g.decision_makers):
        rank = g.network.rank[i]
        levels = [np.flatnonzero(rank == level).tolist() for level in range(int(rank.max()), -1, -1)]
        options = [
            {"name": option, "direction": way}
            for option, owner, way in zip(form.names, form.owner, form.direction, strict=True)
            if owner == i
        ]
        goals = [{"level": at, "states": [g.name(s) for s in states]} for at, states in enumerate(levels, start=1)]
        roles.append({"name": name, "option": options, "goal": goals})
    return {
        "format": "legation-exercise",
        "version": 1,
        "start": g.name(g.state(start)),
        "states": [g.name(s) for s in range(g.count)],
        "role": roles,
    }
