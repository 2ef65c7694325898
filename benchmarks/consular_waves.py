"""How often the 80 % range for replies holds: 300 drawn crises, with three to nine past waves each.

``python -m benchmarks.consular_waves [SEED]``: how many reply at last and how fast differ from crisis to crisis, and within one a little
from wave to wave. The baseline says what the mean of the past waves had by that hour, and does not look at this one.
"""

from __future__ import annotations

import sys

import numpy as np

from legation.consular.forecasts import PastWave, replied_by

__all__ = ["coverage", "main"]

CRISES = 300


def _wave(draw: np.random.Generator) -> PastWave:
    """Draw a wave: who replies at all, and after how many hours (log-normal)."""
    people = int(draw.integers(80, 6_000))
    reached = 1 / (1 + np.exp(-draw.normal(0.3, 0.5)))
    replies = int(draw.binomial(people, reached))
    hours = draw.lognormal(np.log(2.5) + draw.normal(0, 0.35), 1.2 * np.exp(draw.normal(0, 0.1)), replies)
    return PastWave(people, tuple(hours[hours < 72].tolist()))


def coverage(crises: int = CRISES, seed: int = 31) -> tuple[float, float, float]:
    """Return the share of crises whose truth lay in the range, the mean width of the range, and the baseline's share.

    >>> 0.5 < coverage(20)[0] <= 1
    True
    """
    draw = np.random.default_rng(seed)
    inside, plain, widths = 0, 0, []
    for _ in range(crises):
        past = [_wave(draw) for _ in range(int(draw.integers(3, 10)))]
        wave = _wave(draw)
        now = float(draw.uniform(0.5, 6))
        hour = now + float(draw.uniform(1, 12))
        expected = replied_by(past, wave.people, round(wave.share(now) * wave.people), now, hour)
        assert expected is not None
        truth = wave.share(hour)
        inside += expected.low <= truth <= expected.high
        widths.append(expected.high - expected.low)
        mean = float(np.mean([one.share(hour) for one in past]))
        plain += abs(truth - mean) <= 1.2816 * np.sqrt(mean * (1 - mean) / wave.people)
    return inside / crises, float(np.mean(widths)), plain / crises


def main(seed: int = 31) -> None:
    """Print the shares."""
    inside, width, plain = coverage(seed=seed)
    print(f"consular waves: {CRISES} drawn crises, seed {seed}: replies by a later hour, 80 % range")
    print(f"  legation   holds in {inside:.0%} (72 to 88 wanted), mean width {100 * width:.0f} points of 100")
    print(f"  baseline   mean of past waves, binomial: holds in {plain:.0%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
