"""The three measures of Bjola and Jiang: counted by hand, beside what comes without us, tied to an objective; bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.debate import agenda_setting, conversation, presence_expansion
from legation.methods.debate.agenda import paired


def test_topics_that_others_took_up_and_those_they_used_anyway() -> None:
    """norms: A and B follow us; crime: A and B spoke of it before; ports: one follower is too few; late: its window is not over."""
    found = agenda_setting(
        ["norms", "crime", "ports", "late", "norms"],
        [50, 50, 50, 95, 90],
        ["norms", "norms", "crime", "crime", "crime", "ports", "norms"],
        [51, 55, 45, 46, 52, 53, 70],
        ["A", "B", "A", "B", "A", "A", "C"],
        window=10,
        observed=(0, 100),
        objective="o1",
    )
    assert found.topics == ("crime", "norms", "ports") and found.voices == (0, 2, 1) and found.left_out == ("late",)
    assert (found.taken_up.count, found.otherwise.count, found.taken_up.of) == (1, 1, 3) and found.excess == 0
    assert found.excess_low < 0 < found.excess_high and found.objective == "o1" and "cause" in found.cannot_say


def test_talk_that_knows_nothing_of_us_shows_no_excess() -> None:
    rng = np.random.default_rng(0)
    topics, voices = np.array([f"t{n}" for n in range(200)]), [f"v{n}" for n in range(40)]
    found = agenda_setting(
        topics, rng.uniform(30, 80, 200), rng.choice(topics, 3000), rng.uniform(0, 100, 3000), rng.choice(voices, 3000), window=10,
        observed=(0, 100), objective="o",
    )  # fmt: skip
    assert found.taken_up.share > 0.2 and found.excess_low < 0 < found.excess_high


def test_the_interval_for_pairs_covers() -> None:
    rng = np.random.default_rng(1)
    drawn = rng.multinomial(40, [0.25, 0.1, 0.65], 400)
    ends = [paired(int(up), int(down), 40) for up, down, _ in drawn]
    assert 0.92 <= np.mean([low <= 0.15 <= high for _, low, high in ends]) <= 0.99
    assert paired(0, 0, 0) == (0.0, -1.0, 1.0)


def test_named_targets_and_nobody_else() -> None:
    found = presence_expansion(
        ["FR", "DE", "JP", "BR"],
        ["FR", "DE", "FR", "BR", "US", "JP"],
        [5, 6, 12, 13, 14, 30],
        at=10,
        window=10,
        observed=(0, 40),
        objective="o2",
    )
    assert (found.before.count, found.after.count, found.after.of) == (2, 2, 4) and found.change == 0
    assert (found.gained, found.lost, found.never, found.others) == (("BR",), ("DE",), ("JP",), 1)
    many = presence_expansion(["FR"], ["fan"] * 1000, [12] * 1000, at=10, window=10, observed=(0, 20), objective="o2")
    assert many.after.share == 0 and many.others == 1


def test_threads_by_hand() -> None:
    """a: answer, our answer, theirs again; e: only we go on; f: not ours; h: adrift."""
    message = ["d", "c", "b", "a", "e", "e2", "f", "g", "h", "h2"]
    who = ["X", "us", "X", "us", "us", "we", "Y", "us", "Z", "us"]
    answers = ["c", "b", "a", None, None, "e", None, "f", "lost", "h"]
    found = conversation(message, who, answers, {"us", "we"}, objective="o3", targets={"X", "Q"})
    assert (found.answered.count, found.two_way.count, found.by_target.count, found.answered.of) == (1, 1, 1, 2)
    assert found.depth == 1.5 and found.depth_low <= 1.5 <= found.depth_high and (found.voices, found.loudest, found.adrift) == (1, 1.0, 2)


def test_no_threads_and_very_long_ones() -> None:
    none = conversation([], [], [], ["us"], objective="o")
    assert none.answered.of == 0 and none.by_target is None and none.depth_high == math.inf
    long = conversation(range(5000), ["us", "X"] * 2500, [None, *range(4999)], ["us"], objective="o")
    assert long.depth == 4999


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: conversation(["a", "b"], ["us", "us"], ["b", "a"], ["us"], objective="o"), "in a ring"),
        (lambda: conversation(["a", "a"], ["us", "us"], [None, None], ["us"], objective="o"), "got 'a' again"),
        (lambda: conversation(["a"], [], [None], ["us"], objective="o"), "columns of equal length"),
        (lambda: agenda_setting(["a"], [], [], [], [], window=1, observed=(0, 9), objective="o"), "our_time"),
        (lambda: agenda_setting([], [], ["a"], ["monday"], ["A"], window=1, observed=(0, 9), objective="o"), "time must be numbers"),
        (lambda: agenda_setting([], [], [], [], [], window=0, observed=(0, 9), objective="o"), "window, observed"),
        (lambda: agenda_setting([], [], [], [], [], window=1, observed=(9, 0), objective="o"), "window, observed"),
        (lambda: agenda_setting([], [], [], [], [], window=1, observed=(0, 9), objective="o", fewest=0), "fewest"),
        (lambda: presence_expansion([], [], [], at=5, window=1, observed=(0, 9), objective="o"), "targets must be"),
        (lambda: presence_expansion(["A"], [], [], at=5, window=6, observed=(0, 9), objective="o"), "must be up to 4 here"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
