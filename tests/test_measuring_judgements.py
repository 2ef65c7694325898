"""How judgements are measured: the paired bootstrap beside every draw counted out, clusters, looks, what is written and kept."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.questions.base.judgements import card, judgement

ROOT = Path(__file__).parents[1]
ON = dt.date(2026, 1, 1)


def bench(name: str) -> ModuleType:
    """Import a module of the benchmarks, which are no part of the package."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    return importlib.import_module(f"benchmarks.{name}")


paired_module = bench("paired")
Scores, paired = paired_module.Scores, paired_module.paired


def counted_out(of: list[float], other: list[float], level: float = 0.9) -> tuple[float, float]:
    """The middle of the mean differences of every draw that there can be, each as likely as the others."""
    gaps = np.array(of) - np.array(other)
    drawn = [gaps[list(rows)].mean() for rows in itertools.product(range(len(gaps)), repeat=len(gaps))]
    low, high = np.quantile(drawn, ((1 - level) / 2, (1 + level) / 2), method="inverted_cdf")
    return float(low), float(high)


def test_the_interval_is_that_of_every_draw_counted_out() -> None:
    ours, simple = [0.1, 0.9, 0.4, 0.5, 0.2], [0.3, 0.2, 0.6, 0.5, 0.9]
    found = paired(Scores(ours=ours, baselines={"last": simple}), draws=40_000).baselines["last"]

    assert (found.low, found.high) == pytest.approx(counted_out(ours, simple), abs=0.015)
    assert found.difference == pytest.approx(np.mean(ours) - np.mean(simple))


def test_of_normal_differences_the_interval_is_as_wide_as_theory_says() -> None:
    gaps = np.random.default_rng(3).normal(0.1, 1, 2000)
    found = paired(Scores(ours=gaps, baselines={"none": np.zeros(2000)})).baselines["none"]

    assert found.high - found.low == pytest.approx(2 * 1.645 * gaps.std() / np.sqrt(2000), rel=0.05)


def test_what_stands_in_one_cluster_is_drawn_together() -> None:
    ours = np.repeat([0.0, 1.0, 3.0, 2.0], 50)
    alone = paired(Scores(ours=ours, baselines={"none": np.zeros(200)}))
    together = paired(Scores(ours=ours, baselines={"none": np.zeros(200)}, clusters=np.repeat(list("abcd"), 50)), draws=40_000)

    assert (alone.clusters, together.clusters) == (200, 4)
    assert (together.baselines["none"].low, together.baselines["none"].high) == pytest.approx(
        counted_out([0, 1, 3, 2], [0, 0, 0, 0]), abs=0.02
    )


def test_a_figure_that_is_no_mean_is_made_of_the_sums() -> None:
    ours = np.array([[1, 0, 1], [2, 1, 0], [0, 1, 1]])
    simple = np.array([[0, 1, 2], [1, 1, 1], [1, 0, 0]])
    found = paired(Scores(ours=ours, baselines={"simple": simple}, of=paired_module.f1), draws=20_000)
    drawn = [
        paired_module.f1(ours[list(rows)].sum(axis=0)) - paired_module.f1(simple[list(rows)].sum(axis=0))
        for rows in itertools.product(range(3), repeat=3)
    ]

    assert found.ours == pytest.approx(6 / 10)
    assert found.baselines["simple"].value == pytest.approx(4 / 9)
    assert found.baselines["simple"].low == pytest.approx(np.quantile(drawn, 0.05, method="inverted_cdf"), abs=0.02)


def test_a_unit_that_somebody_has_not_scored_is_left_out_for_all() -> None:
    found = paired(Scores(ours=[1.0, np.nan, 3.0, 100.0], baselines={"a": [1, 1, 1, 1], "b": [2, 2, 2, np.nan]}))

    assert (found.n, found.ours, found.baselines["a"].value) == (2, 2.0, 1.0)


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=2, max_size=12), st.floats(-3, 3).filter(lambda move: abs(move) > 1e-6)
)
def test_moving_both_changes_no_difference_and_ours_alone_moves_it(pairs: list[tuple[float, float]], move: float) -> None:
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    plain, both, ours = (
        paired(Scores(ours=x, baselines={"b": y}), draws=200).baselines["b"] for x, y in ((a, b), (a + move, b + move), (a + move, b))
    )

    assert (both.low, both.high) == pytest.approx((plain.low, plain.high), abs=1e-9)
    assert (ours.low, ours.high) == pytest.approx((plain.low + move, plain.high + move), abs=1e-9)


def test_the_same_scores_give_the_same_interval() -> None:
    scores = Scores(ours=np.arange(30.0), baselines={"b": np.arange(30.0)[::-1]})

    assert paired(scores) == paired(scores)


@pytest.mark.parametrize("scores", [Scores(ours=[np.nan], baselines={"b": [1.0]}), Scores(ours=[1.0, 2.0], baselines={"b": [1.0]})])
def test_what_cannot_be_compared_is_refused(scores: object) -> None:
    with pytest.raises(ValueError, match=r"ours|baselines"):
        paired(scores)


def swing_scores(**more: object) -> object:
    return Scores(ours=[0.3, 0.5, 0.4] * 4, baselines={"past-changes": [0.1] * 12, "margin": [0.4] * 12}, data_to="2017-12", **more)


def test_each_look_at_a_test_part_is_counted_and_none_at_simulated_data(tmp_path: Path) -> None:
    runner, path = bench("judgements"), tmp_path / "looks.toml"
    path.write_text("[swing]\nlooks = 4\nknown = false\n", "utf-8")
    first, second = (runner.measure(judgement("swing"), swing_scores(), on=ON, path=path) for _ in range(2))
    simulated = runner.measure(judgement("swing"), swing_scores(held_out=False), on=ON, path=path)

    assert [(one.looks, one.looks_known) for one in (first, second, simulated)] == [(5, False), (6, False), (0, True)]
    assert tomllib.loads(path.read_text("utf-8")) == {"swing": {"looks": 6, "known": False}}


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = bench("judgements")
    found = runner.measure(judgement("swing"), swing_scores(), on=ON, path=tmp_path / "looks.toml")
    target = tmp_path / "measured.toml"
    target.write_text(runner.written({"swing": found}), "utf-8")
    monkeypatch.setattr(card, "MEASURED", target)

    assert dict(card.measured.__wrapped__()) == {"swing": found}


def test_rules_that_are_not_declared_are_refused(tmp_path: Path) -> None:
    scores = Scores(ours=[1.0], baselines={"past-changes": [1.0]})
    with pytest.raises(ValueError, match="margin"):
        bench("judgements").measure(judgement("swing"), scores, on=ON, path=tmp_path / "looks.toml")


def test_the_card_prints_every_judgement_those_too_that_nobody_measured() -> None:
    told = bench("judgements").printed({})

    assert all(f"\n{name}: " in f"\n{told}" for name in card.judgements())
    assert told.count("NOT MEASURED") == len(card.judgements())


def test_one_is_measured_and_the_others_are_kept_as_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runner, looks = bench("judgements"), bench("looks")
    kept = runner.measure(judgement("filing"), Scores(ours=[1.0] * 9, baselines={"commonest-label": [0.0] * 9, "own-name": [0.0] * 9}),
                          on=ON, path=tmp_path / "looks.toml")  # fmt: skip
    target = tmp_path / "measured.toml"
    target.write_text(runner.written({"filing": kept}), "utf-8")

    def not_here() -> object:
        raise paired_module.NoData("the record (../shared)")

    monkeypatch.setattr(runner, "MEASURED", target)
    monkeypatch.setattr(runner, "measured", card.functools.cache(lambda: {"filing": kept}))
    monkeypatch.setattr(runner, "makers", lambda: {"swing": swing_scores, "filing": not_here})
    monkeypatch.setattr(looks, "LOOKS", tmp_path / "looks.toml")
    monkeypatch.setattr(runner.measure, "__kwdefaults__", {"path": tmp_path / "looks.toml"})
    runner.main(["--write"])
    told, written = capsys.readouterr().out, tomllib.loads(target.read_text("utf-8"))

    assert "filing: skipped, not on this machine: the record (../shared)" in told
    assert written.keys() == {"swing", "filing"}
    assert written["filing"]["ours"] == 1.0
    assert written["swing"]["ours"] == 0.4


def test_a_judgement_that_nothing_measures_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench("judgements").main(["landing"])

    assert "landing" in capsys.readouterr().err


def test_what_modules_measure_is_declared_with_rules() -> None:
    there = bench("judgements").makers()

    assert [name for name in there if not judgement(name).rules or not judgement(name).data] == []
