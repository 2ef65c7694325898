"""The set-up of an exercise: as documented, and back."""

from __future__ import annotations

import json
import tomllib

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.cases import ELMIRA, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import DIRECTIONS, GraphModel, exercise, stability


def again(made: dict) -> GraphModel:
    return GraphModel.from_options(
        {role["name"]: [option["name"] for option in role["option"]] for role in made["role"]},
        made["states"],
        {option["name"]: option["direction"] for role in made["role"] for option in role["option"]},
        rankings={role["name"]: [goal["states"] for goal in role["goal"]] for role in made["role"]},
    )


@given(st.integers(0, 1_000_000), st.integers(2, 4))
def test_a_file_gives_the_conflict_back(seed: int, makers: int) -> None:
    g = random_options(seed, makers).g
    made = exercise(g, 0)
    for carried in (json.loads(json.dumps(made)), tomllib.loads(tomli_w.dumps(made))):
        assert carried == made
        back = again(carried)
        assert back.decision_makers == g.decision_makers and back.options.direction == g.options.direction
        assert (back.network.rank == g.network.rank).all() and back.state(carried["start"]) == 0
        assert all((stability(back).stable[n] == rows).all() for n, rows in stability(g).stable.items())


def test_it_is_as_documented() -> None:
    made = exercise(ELMIRA, "01001")

    assert list(made) == ["format", "version", "start", "states", "role"]
    assert (made["format"], made["version"], made["start"]) == ("legation-exercise", 1, "01001")
    for role in made["role"]:
        assert list(role) == ["name", "option", "goal"]
        assert all(list(option) == ["name", "direction"] and option["direction"] in DIRECTIONS for option in role["option"])
        assert [goal["level"] for goal in role["goal"]] == list(range(1, len(role["goal"]) + 1))
        assert sorted(state for goal in role["goal"] for state in goal["states"]) == sorted(made["states"])
    assert made["role"][0]["goal"][0] == {"level": 1, "states": ["00101"]}
    assert made["role"][0]["option"] == [{"name": "modify", "direction": "on_only"}]


def test_what_has_no_options_or_too_many_states_is_no_exercise() -> None:
    with pytest.raises(BadValue, match="from_options"):
        exercise(random_matrices(1).g, 0)
    wide = GraphModel.from_options({"A": [f"o{k}" for k in range(13)]}, payoffs={"A": range(2**13)})
    with pytest.raises(BadValue, match="4096"):
        exercise(wide, 0)
    with pytest.raises(BadValue, match="state"):
        exercise(ELMIRA, "11111")
