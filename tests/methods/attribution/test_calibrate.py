"""Temperature and floor, one report left out at a time; how often new incidents are of nobody listed."""

from __future__ import annotations

import random
from dataclasses import replace

from legation.methods.attribution import Knowledge, arrivals, attribute, calibrate, leave_one_out, unlisted_share


def told(seed: int, noise: float) -> Knowledge:
    """Return records of eight groups with six reports each, whose techniques are their own or, with a chance, anybody's."""
    rng = random.Random(seed)
    groups: dict[str, dict[str, dict[str, list[str]]]] = {}
    for at in range(8):
        own = [f"T{at}{n}" for n in range(10)]
        techniques: dict[str, list[str]] = {}
        for number in range(6):
            for name in rng.sample(own, 6):
                used = f"T{rng.randrange(8)}{rng.randrange(10)}" if rng.random() < noise else name
                techniques.setdefault(used, []).append(f"report-{at}-{number}")
        groups[f"G{at}"] = {"techniques": techniques}
    return Knowledge(groups=groups)


def test_the_reports_left_out_are_those_that_support_one_group() -> None:
    groups = {
        "G1": {"techniques": {"T1": ["a", "b"], "T2": ["a"], "T3": ["b", "both"]}, "software": {"S1": ["a"]}},
        "G2": {"techniques": {"T1": ["both"]}},
    }
    found = leave_one_out(Knowledge(groups=groups), 2)

    assert [(one.report, one.group) for one in found] == [("a", "G1"), ("b", "G1")]
    assert found[0].observed == {"techniques": ["T1", "T2"], "software": ["S1"]}
    assert leave_one_out(Knowledge(groups=groups), 3) == ()


def test_noisy_records_are_trusted_less() -> None:
    clear, noisy = calibrate(told(1, 0.0)), calibrate(told(1, 0.7))

    assert clear.incidents >= 20
    assert noisy.temperature > clear.temperature
    assert min(clear.floor, noisy.floor) >= 0.10


def test_calibrated_knowledge_says_so_and_keeps_the_rest() -> None:
    k = told(2, 0.3)
    once = calibrate(k)
    few = Knowledge(groups={"G1": {"techniques": {"T1": ["a"]}}}, temperature=5.0, floor=0.2)

    assert once.groups == k.groups
    assert calibrate(once) == once
    assert replace(once, temperature=k.temperature, floor=k.floor, incidents=0) == k
    assert calibrate(few) == few
    assert "not-calibrated" in {note.code for note in attribute({"techniques": ["T00"]}, k).notes}
    assert "not-calibrated" not in {note.code for note in attribute({"techniques": ["T00"]}, once).notes}


def test_a_higher_floor_is_kept() -> None:
    assert calibrate(replace(told(1, 0.0), floor=0.4)).floor >= 0.4


def test_progress_is_told() -> None:
    steps: list[tuple[int, int]] = []
    k = calibrate(told(1, 0.0), lambda done, total: steps.append((done, total)))

    assert steps[-1] == (k.incidents, k.incidents)
    assert [done for done, _ in steps] == list(range(k.incidents + 1))


def test_what_arrives_with_a_release() -> None:
    five = {f"T{n}": ["new"] for n in range(5)}
    before = Knowledge(groups={"G1": {"techniques": {"T0": ["old"]}}})
    after = Knowledge(groups={"G1": {"techniques": {"T0": ["old"]}}, "G2": {"techniques": five}})
    found = arrivals(before, after)

    assert [(one.report, one.group, one.listed) for one in found] == [("new", "G2", False)]
    assert unlisted_share([before.groups]).share == 0.5
    assert unlisted_share([]).share == 0.5
    assert unlisted_share([before.groups, after.groups]).new == 1
