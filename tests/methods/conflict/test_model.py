"""Models: statements, preferences, and what cannot be."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.conflict import GraphModel, read_statement

NAMES = "abcd"
TREES = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.one_of(inner.map(lambda x: ("not", x)), st.tuples(st.sampled_from(["and", "or", "if", "iff"]), inner, inner)),
    max_leaves=12,
)


def written(tree) -> str:
    if isinstance(tree, str):
        return tree
    if tree[0] == "not":
        return f"not ({written(tree[1])})"
    return f"({written(tree[1])}) {tree[0]} ({written(tree[2])})"


def true(tree, state: dict[str, bool]) -> bool:
    if isinstance(tree, str):
        return state[tree]
    if tree[0] == "not":
        return not true(tree[1], state)
    a, b = true(tree[1], state), true(tree[2], state)
    return {"and": a and b, "or": a or b, "if": a or not b, "iff": a == b}[tree[0]]


@given(TREES)
def test_statements_mean_what_they_say(tree) -> None:
    states = [{name: bool(code >> k & 1) for k, name in enumerate(NAMES)} for code in range(16)]
    chosen = {name: np.array([state[name] for state in states]) for name in NAMES}

    assert read_statement(written(tree)).holds(chosen).tolist() == [true(tree, state) for state in states]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("not a and b", "(not a) and b"),
        ("a or b and c", "a or (b and c)"),
        ("a if b or c", "a if (b or c)"),
        ("a if b iff c", "(a if b) iff c"),
        ("NOT a Or b", "(not a) or b"),
        ("""'a' and "b" """, "a and b"),
        (" and ".join("abcd" * 100), "a and b and c and d"),
    ],
)
def test_what_binds_most(text, same) -> None:
    chosen = {name: np.array([bool(code >> k & 1) for code in range(16)]) for k, name in enumerate(NAMES)}

    assert (read_statement(text).holds(chosen) == read_statement(same).holds(chosen)).all()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "a and",
        "and a",
        "a b",
        "(a",
        "a)",
        "not",
        "'a",
        "()",
        "a + b",
        "__import__('os')",
        "not " * 5000,
        "(" * 500 + "a" + ")" * 500,
        "not " * 500 + "a",
        3,
        "a & b",
        "a == b",
        " if ".join("a" * 500),
    ],
)
def test_what_is_no_statement_is_refused(text) -> None:
    with pytest.raises(BadValue, match="must be"):
        read_statement(text)


@given(st.lists(TREES, min_size=1, max_size=90))
def test_statements_rank_as_their_sum_of_powers(trees) -> None:
    g = GraphModel.from_options({"X": list(NAMES)}, statements={"X": [written(tree) for tree in trees]})
    sums = []
    for code in range(16):
        state = {name: bool(code >> k & 1) for k, name in enumerate(NAMES)}
        sums.append(sum(2 ** (len(trees) - j) for j, tree in enumerate(trees, start=1) if true(tree, state)))

    assert g.rank("X").tolist() == [sorted(set(sums)).index(value) for value in sums]


def test_two_hundred_statements_are_exact() -> None:
    names = [f"o{k}" for k in range(10)]
    texts = [name for _ in range(20) for name in names]
    g = GraphModel.from_options({"X": names}, statements={"X": ["o0 or not o0"] * 100 + texts[::-1][:100]})

    assert g.rank("X").tolist() == list(range(1024))


def test_states_are_numbered_as_the_contract_says() -> None:
    g = GraphModel.from_options(options={"X": ["o1", "o2"], "Y": ["o3"]}, payoffs={"X": range(8), "Y": range(8)})

    assert [g.name(s) for s in range(4)] == ["000", "100", "010", "110"]
    assert g.state("110") == 3 and g.reachable("X", 0) == (1, 2, 3) and g.reachable("Y", 0) == (4,)
    thinned = GraphModel.from_options(
        {"X": ["a"], "Y": ["b"]}, ["11", "10", "00"], rules=["not (a and b)"], payoffs={"X": [0, 1], "Y": [0, 1]}
    )
    assert [thinned.name(s) for s in range(2)] == ["10", "00"]


OK = {"options": {"X": ["a"], "Y": ["b"]}, "payoffs": {"X": [0, 1, 2, 3], "Y": [0, 1, 2, 3]}}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"options": {}}, "none"),
        ({"options": {"X": ["a"], "Y": []}}, "options of Y"),
        ({"options": {"X": "a", "Y": ["b"]}}, "options of X"),
        ({"options": {"X": ["a"], "Y": ["a"]}}, "twice"),
        ({"options": {"X": ["a", " "], "Y": ["b"]}}, "name every option"),
        ({"feasible": []}, "feasible"),
        ({"feasible": ["00", "00"]}, "'00' twice"),
        ({"feasible": ["0"]}, "got '0'"),
        ({"feasible": ["0x"]}, "got '0x'"),
        ({"rules": ["a", "not a"]}, "contradict"),
        ({"rules": ["a and c"]}, "got 'c'"),
        ({"direction": {"c": "on_only"}}, "got 'c'"),
        ({"direction": {"a": "up"}}, "got 'up'"),
        ({"payoffs": {"X": [0, 1, 2, 3]}}, "preferences of Y"),
        ({"payoffs": {"X": [0, 1, 2, 3], "Z": []}}, "got 'Z'"),
        ({"payoffs": {"X": [0, 1, 2], "Y": [0, 1, 2, 3]}}, "payoffs of X"),
        ({"payoffs": {"X": [0, 1, 2, float("nan")], "Y": [0, 1, 2, 3]}}, "finite"),
        ({"payoffs": {"X": ["a"] * 4, "Y": [0, 1, 2, 3]}}, "payoffs of X"),
        ({"statements": {"X": ["a"]}}, "rankings, statements, payoffs"),
        ({"payoffs": {"X": [0, 1, 2, 3]}, "rankings": {"Y": ["00", "01"]}}, "2 missing"),
        ({"payoffs": {"X": [0, 1, 2, 3]}, "rankings": {"Y": ["00", "01", ["10", "00"], "11"]}}, "'00' twice"),
        ({"payoffs": {"X": [0, 1, 2, 3]}, "rankings": {"Y": ["00", "01", "10", "111"]}}, "'111'"),
        ({"payoffs": {"X": [0, 1, 2, 3]}, "statements": {"Y": ["a and"]}}, "statements of Y 1"),
        ({"options": {"X": [f"o{k}" for k in range(40)]}, "payoffs": {"X": []}}, r"2\^40"),
        ({"options": {"X": [f"o{k}" for k in range(24)]}, "payoffs": {"X": []}}, r"must be 4194304 .* 2\^24"),
        ({"options": {"X": [f"o{k}" for k in range(22)]}, "payoffs": {}, "rankings": {"X": ["0" * 22]}}, "4194303 missing"),
        ({"payoffs": {"X": [0, 1, 2, 3]}, "rankings": {"Y": ["00", "01", 10, "11"]}}, "got 10"),
        ({"payoffs": {"X": [0, 1, 2, 3]}, "rankings": {"Y": ["00", "01", [10], "11"]}}, "got 10"),
        ({"payoffs": {"X": [0, 1, 2, None], "Y": [0, 1, 2, 3]}}, "payoffs of X"),
        ({"options": {"X": [f"o{k}" for k in range(70)]}, "payoffs": {"X": []}}, "62"),
    ],
)
def test_what_cannot_be_is_named(changed, words) -> None:
    with pytest.raises(BadValue, match=words):
        GraphModel.from_options(**(OK | changed))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"decision_makers": []}, "decision makers"),
        ({"decision_makers": ["X", "X"]}, "once"),
        ({"moves": [[[0, 1], [1, 0]]]}, "moves"),
        ({"moves": [[[0, 1]], [[0, 1], [1, 0]]]}, "moves of X"),
        ({"moves": [[[0, 2], [1, 0]], [[0, 1], [1, 0]]]}, "moves of X"),
        ({"payoffs": [[1, 2]]}, "payoffs"),
        ({"payoffs": [[], []]}, "none"),
        ({"payoffs": [range(30_000)] * 2}, "20000"),
        ({"payoffs": [range(5_000_000)] * 5, "decision_makers": list("ABCDE")}, "times decision makers"),
    ],
)
def test_matrices_that_cannot_be_are_named(changed, words) -> None:
    good = {"decision_makers": ["X", "Y"], "moves": [[[0, 1], [1, 0]]] * 2, "payoffs": [[1, 2], [2, 1]]}
    with pytest.raises(BadValue, match=words):
        GraphModel(**(good | changed))


def test_whole_numbers_of_any_size_stay_apart() -> None:
    pay = [2**80 + 1, 2**80, -1, 2**63]
    g = GraphModel.from_options({"X": ["a"], "Y": ["b"]}, payoffs={"X": pay, "Y": [2**63, 2**63 + 1, -1, 0]})

    assert g.rank("X").tolist() == [3, 2, 0, 1] and g.rank("Y").tolist() == [2, 3, 0, 1]


def test_arguments_stay_as_they_are() -> None:
    moves = np.ones((2, 2), bool)
    GraphModel(decision_makers=["X"], moves=[moves], payoffs=[[1, 2]])

    assert moves.all()


def test_to_name_the_methods_loads_neither_numba_nor_ortools() -> None:
    code = "import sys, legation.methods.conflict; print(sorted({'numba', 'ortools', 'scipy'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("state", [-1, 4, "1", "111", True, None])
def test_unknown_states_are_named(state) -> None:
    with pytest.raises(BadValue, match="state"):
        GraphModel.from_options(**OK).state(state)
