"""Where an issue would land, and whom to call first: times beside their limits, all in one run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from legation.methods.bargaining import Draws, challenge, drawn, forecast, levers, spatial_model

__all__ = ["main"]


def actors(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ranges of position, salience and power of ``n`` actors, uneven as real ones are."""
    random = np.random.default_rng(n)
    value = random.uniform(5, 95, n)
    position = np.clip(np.stack([value - 10, value, value + 10], axis=1), 0, 100)
    salience = np.sort(random.uniform(10, 100, (n, 3)), axis=1)
    power = np.sort(random.pareto(1.2, (n, 3)) + 1, axis=1)
    return position, salience, power


def timed(what: str, limit: str, call: Callable[[], Any]) -> Any:
    """Print how long a call takes, and return what it gives."""
    begun = time.perf_counter()
    found = call()
    print(f"  {what:58}{time.perf_counter() - begun:8.2f} s   (limit {limit})")
    return found


def sample() -> None:
    """Print how long the forecast of a small negotiation takes."""
    timed("10 actors, 1,000 draws", "1 s", lambda: forecast(drawn(*actors(10), draws=1000), model_draws=0))


def main() -> None:
    """Print the figures beside their limits."""
    print("\nBargaining: forecast and levers")
    ranges = actors(30)

    def ten_thousand() -> Draws:
        found = drawn(*ranges, draws=10_000)
        forecast(found, model_draws=0)
        levers(found, aim=80)
        return found

    found = timed("30 actors, 10,000 draws: mean, median and levers", "2 s", ten_thousand)
    timed("30 actors, 500 draws: spatial model and challenge, both variants", "20 s", lambda: forecast(found, model_draws=500))
    for n, limit in ((40, "1 s"), (160, "20 s")):
        position, salience, power = (part[:, 1] for part in actors(n))
        timed(f"{n} actors, 10 turns of the spatial model", limit, lambda p=position, s=salience, w=power: spatial_model(p, s, w))
        timed(f"{n} actors, 10 rounds of challenge", "none", lambda p=position, s=salience, w=power: challenge(p, s, w))


if __name__ == "__main__":
    main()
