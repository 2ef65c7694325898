"""One example of the forecast line at a given number of actors, with ties, missing values and long French names."""

import numpy as np
from figures.examples import GROUPS, SAID, actors

from legation.figures.landing import Landed, Standing, landing
from legation.language import Message


def landing_of(n):
    rng = np.random.default_rng(7)
    weight = rng.pareto(1.2, n) + 0.1
    values = [(0.0, 50.0, 100.0)[i % 3] if i % 2 else float(v) for i, v in enumerate(rng.uniform(0, 100, n))]
    stands = [Standing(actor=a, value=v, share=float(w)) for a, v, w in zip(actors(n), values, weight / weight.sum(), strict=True)]
    models = [
        Landed(name=Message("where-it-would-land.not-settled", model=GROUPS[0].name), value=30, low=20, high=70, open_low=25, open_high=45),
        Landed(name=Message("where-it-would-land.model.spatial"), value=100, low=90, high=100),
        Landed(name=Message("where-it-would-land.model.core"), value=None),
    ]
    return landing(
        stands,
        models,
        mean=97.0,
        inputs=(95.0, 99.0),
        whole=(60.0, 100.0),
        mean_name=Message("where-it-would-land.row-plain"),
        aim=100.0 if n % 2 else 12.0,
        low=GROUPS[0].name,
        high=GROUPS[1].name,
        **SAID,
    )


EVERY = {"landing": landing_of}
