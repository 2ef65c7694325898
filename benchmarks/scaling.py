"""Texts to positions: the speeches of one session placed, with intervals; planted positions found again; how often intervals cover them.

``python -m benchmarks.scaling``. Without the developer data beside the repository the session is a planted one of the same size.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from legation.methods.text.scaling import counts, wordfish
from legation.methods.text.scaling.wordfish_fit import started

SPEECHES = Path(__file__).parents[2] / "shared" / "data" / "analysis" / "ungdc" / "ungdc_2013_2019_1200.parquet"
PANELS = 20
TIMES = 3


def planted(n: int, m: int, seed: int, cluster: float) -> tuple[np.ndarray, np.ndarray]:
    """Counts of texts on a line with rare and common words, and their standardised positions; gamma noise of variance ``cluster``."""
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=n)
    theta = (theta - theta.mean()) / theta.std()
    rate = np.exp(rng.normal(-0.5, 1.2, m) + rng.normal(0, 0.3, (n, 1)) + np.outer(theta, rng.normal(0, 0.35, m)))
    if cluster:
        rate *= rng.gamma(1 / cluster, cluster, rate.shape)
    return rng.poisson(rate), theta


def main() -> None:
    _session()
    print(f"planted panels of 60 texts, {PANELS} each       r wordfish  r correspondence  95 % intervals cover: analytic  bootstrap")
    for words, cluster in ((300, 0.0), (1_500, 0.0), (300, 0.5), (1_500, 0.5)):
        ours, axis, inside = [], [], {"analytic": [], "bootstrap": []}
        for seed in range(PANELS):
            table, theta = planted(60, words, seed, cluster)
            anchors = (int(theta.argmin()), int(theta.argmax()))
            for kind, found in inside.items():
                fit = wordfish(table, anchors=anchors, intervals=kind, seed=seed, draws=3)
                found.append(np.mean((fit.low <= theta) & (theta <= fit.high)))
            ours.append(np.corrcoef(fit.theta, theta)[0, 1])
            kept = table[:, table.sum(axis=0) > 0].astype(float)
            axis.append(abs(np.corrcoef(started(sparse.csr_array(kept), 3.0).theta, theta)[0, 1]))
        cover = "  ".join(f"{np.mean(found):>9.3f}" for found in inside.values())
        print(f"  {words:>5} words, noise of variance {cluster:<4}  {np.mean(ours):>14.4f} {np.mean(axis):>17.4f} {cover:>34}")


def _session() -> None:
    if SPEECHES.is_file():
        import pyarrow.parquet as pq

        table = pq.read_table(SPEECHES, columns=["session", "text"])
        texts = [text for session, text in zip(table["session"].to_pylist(), table["text"].to_pylist(), strict=True) if session == 73]
        began = time.perf_counter()
        given = counts(texts, lang="en")
        print(f"{len(texts)} speeches of one session, {given.matrix.shape[1]} words: counted in {time.perf_counter() - began:.2f} s")
    else:
        given = planted(180, 3_700, 0, 0.5)[0]
    for kind in ("analytic", "bootstrap"):
        took, used = [], []
        for _ in range(TIMES):
            began, busy = time.perf_counter(), time.process_time()
            fit = wordfish(given, intervals=kind)
            took.append(time.perf_counter() - began)
            used.append(time.process_time() - busy)
        print(
            f"  wordfish, {kind}: median {statistics.median(took):.2f} s ({statistics.median(used):.2f} s of processor), "
            f"converged {fit.converged}, dispersion {fit.dispersion:.2f}, stretch {fit.stretch:.2f}"
        )


if __name__ == "__main__":
    main()
