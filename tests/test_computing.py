"""Runs on a cluster give the numbers of this machine; a cluster that cannot be used is said."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import joblib
import numpy as np
import pytest

from legation.cluster import computing
from legation.errors import Cancelled, NotAvailable
from legation.methods.progress import in_turn
from legation.methods.text.scaling import wordfish
from legation.methods.voting import ideal_points

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # Dask's own sockets


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    silent = logging.CRITICAL
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=silent
    ) as cluster:
        yield cluster.scheduler_address


def votes() -> tuple[list[int], list[int], list[int], list[int]]:
    """Return drawn votes of 24 actors in two sessions, as four lists."""
    draw = np.random.default_rng(3)
    place = draw.normal(size=24)
    rows = [
        (a, r, r // 40, int(1 + 2 * (place[a] * draw.normal(1, 0.3) < 0) * (draw.random() < 0.9))) for r in range(80) for a in range(24)
    ]
    return tuple(map(list, zip(*rows, strict=True)))  # type: ignore[return-value]


@pytest.mark.slow
def test_a_cluster_gives_the_same_numbers(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(0).poisson(2.0, (12, 60))

    def both() -> tuple[np.ndarray, ...]:
        points, texts = ideal_points(*votes(), seed=5), wordfish(table, seed=5, draws=3)
        return points.theta, points.low, points.high, texts.theta, texts.low, texts.high

    here = both()
    monkeypatch.setenv("LEGATION_DASK", address)
    asked: list[object] = []
    with computing():
        backend = type(joblib.parallel.get_active_backend()[0])
        submit = backend.submit
        monkeypatch.setattr(backend, "submit", lambda *a, **k: asked.append(1) or submit(*a, **k))
        there = both()

    assert asked, "nothing was sent to the cluster"
    for one, other in zip(here, there, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_a_cluster_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("legation.cluster._WAIT", 0.3)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        monkeypatch.setenv("LEGATION_DASK", address)
        with pytest.raises(NotAvailable, match="unset LEGATION_DASK"), computing():
            pass


def test_workers_of_another_version_are_not_used(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_DASK", address)
    monkeypatch.setattr("legation.version.VERSION", "0.0.1")

    with pytest.raises(NotAvailable, match=r"here it is 0\.0\.1"), computing():
        pass


def test_runs_come_in_their_order_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise Cancelled("stopped")

    assert list(in_turn(pow, [(2, 3), (3, 2)], 2)) == [8, 9]
    with pytest.raises(Cancelled):
        list(in_turn(pow, ((2, at) for at in range(50)), 50, stop))
    assert told == [(0, 50), (1, 50), (2, 50), (3, 50)]


def test_the_command_says_that_the_cluster_does_not_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from legation.cli import main

    pytest.importorskip("distributed")
    monkeypatch.setattr("legation.cluster._WAIT", 0.3)
    monkeypatch.setenv("LEGATION_DASK", "tcp://127.0.0.1:1")

    assert main(["ask", "who-can-move", "nowhere", "--lang", "fr"]) == 1
    assert "ne répond pas" in capsys.readouterr().err
    assert main(["--help"]) == 0
