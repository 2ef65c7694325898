"""Two texts paragraph by paragraph: made cases, what a change of numbers is not, and pairs against every assignment."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from legation.errors import BadValue
from legation.methods.drafting import reworded
from legation.methods.drafting.alignment import words

OLD = """The Assembly,
Recalling its resolutions on the open sky,
1. Calls upon States to keep the sky open to all;
2. Requests the Secretary-General to report each year;
3. Decides to end the working group."""
NEW = """The Assembly,
Recalling its resolutions on the open sky,
1. Establishes a fund for watchers of clouds;
2. Calls upon all States and partners to keep the sky open;
3. Requests the Secretary-General to report each year;"""


def test_what_stayed_was_reworded_came_and_went() -> None:
    found = reworded(OLD, NEW)

    assert [(r.kind, r.old, r.new) for r in found] == [
        ("same", 0, 0),
        ("same", 1, 1),
        ("added", None, 2),
        ("reworded", 2, 3),
        ("same", 3, 4),
        ("removed", 4, None),
    ]
    change = found[3]
    assert (change.kept, change.gone, change.come) == (8, 2, 3), "to all went; all, and, partners came"
    assert (found[2].come, found[5].gone) == (7, 6)


def test_a_text_and_itself_are_the_same() -> None:
    assert {r.kind for r in reworded(OLD, OLD)} == {"same"}
    assert reworded("", "") == ()
    assert [r.kind for r in reworded("", "One.")] == ["added"]
    assert [r.kind for r in reworded("One.", "")] == ["removed"]


def test_a_sign_is_a_change_without_words() -> None:
    (row,) = reworded("States report.", "States report;")

    assert (row.kind, row.kept, row.gone, row.come) == ("reworded", 2, 0, 0)


LINES = st.lists(
    st.lists(st.sampled_from(["state", "shall", "report", "each", "year", "sky", "fund"]), min_size=1, max_size=5).map(" ".join), max_size=4
)


@given(LINES, LINES)
def test_every_paragraph_stands_once_and_pairs_are_the_likest(old: list[str], new: list[str]) -> None:
    found = reworded("\n".join(old), "\n".join(new))

    assert sorted(r.old for r in found if r.old is not None) == list(range(len(old)))
    assert [r.new for r in found if r.new is not None] == list(range(len(new)))

    def alike(i: int, j: int) -> float:
        one, two = (Counter(words(text).held) for text in (old[i], new[j]))
        likeness = 2 * (one & two).total() / (one.total() + two.total())
        return likeness if likeness >= 0.4 else 0.0

    reached = sum(alike(r.old, r.new) for r in found if r.old is not None and r.new is not None)
    few, many = sorted((len(old), len(new)))
    every = (
        sum(alike(*((i, j) if len(old) == few else (j, i))) for i, j in zip(range(few), chosen, strict=True))
        for chosen in itertools.permutations(range(many), few)
    )
    assert reached == pytest.approx(max(every), abs=1e-4)


# of three ways to pair equal bags of words each direction found another: none went, two came
TIED = ["state", "state state state state shall", "state state state shall state"]
# a pair whose words can be kept in order in two ways: one word stayed, or two
TURNED = ["shall state shall state", "state report shall"]


@given(LINES, LINES)
@example(TIED, TIED[::-1])
@example(TURNED[:1], TURNED[1:])
def test_what_went_is_what_came_the_other_way(old: list[str], new: list[str]) -> None:
    one, other = (reworded("\n".join(a), "\n".join(b)) for a, b in ((old, new), (new, old)))

    assert {(r.old, r.new, r.kept, r.gone, r.come) for r in one} == {(r.new, r.old, r.kept, r.come, r.gone) for r in other}


def test_of_equal_pairs_the_same_paragraphs_are_taken_then_the_nearest() -> None:
    found = reworded("\n".join(TIED), "\n".join(TIED[::-1]))

    assert {(r.kind, r.old, r.new) for r in found} == {("same", 0, 2), ("same", 1, 1), ("same", 2, 0)}
    assert [(r.old, r.new) for r in reworded("a b\na b\na b", "b a\nb a\nb a")] == [(0, 0), (1, 1), (2, 2)]


@given(LINES, LINES)
def test_pairs_are_those_of_the_whole_table_at_once(old: list[str], new: list[str]) -> None:
    """One table of all paragraphs, counted word by word, comes to the same sum as the parts that are worked out each by itself."""
    bags = [[Counter(words(text.casefold()).held) for text in side] for side in (old, new)]
    table = np.array([[2 * (a & b).total() / max(1, a.total() + b.total()) for b in bags[1]] for a in bags[0]]).reshape(len(old), len(new))
    table[table < 0.4] = 0
    rows, columns = linear_sum_assignment(table, maximize=True)
    paired = [(r.old, r.new) for r in reworded("\n".join(old), "\n".join(new)) if r.old is not None and r.new is not None]

    assert sum(table[i, j] for i, j in paired) == pytest.approx(table[rows, columns].sum(), abs=1e-4)


def test_a_text_of_as_many_paragraphs_as_a_room_takes_is_compared() -> None:
    lines = [f"{n % 999}. States{n} shall{n} report on{n} matter{n}." for n in range(2_000)]
    found = reworded("\n".join(lines), "\n".join([*lines[1_000:], *lines[:999], "Something else entirely."]))

    assert Counter(one.kind for one in found) == {"same": 1_999, "removed": 1, "added": 1}


def test_bad_input() -> None:
    with pytest.raises(BadValue, match="like"):
        reworded("a", "b", like=0)
    with pytest.raises(BadValue, match="2000"):
        reworded("a\n" * 2001, "b")
