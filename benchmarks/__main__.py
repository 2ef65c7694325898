"""``make bench``: every figure beside its baseline, measured in this run."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks import (
    attribution,
    bargaining,
    blame,
    conflict,
    diplomacy,
    drafting,
    ideal_points,
    negotiation,
    opinion,
    opinion_prediction,
    paths,
    power,
    scenario,
    signing,
    site_load,
    site_servers,
    start_up,
    stix,
    votes,
    whole_record,
)

for part in (
    start_up,
    whole_record,
    votes,
    ideal_points,
    paths,
    power,
    bargaining,
    scenario,
    conflict,
    drafting,
    negotiation,
    opinion_prediction,
    opinion,
    diplomacy,
    blame,
    stix,
    attribution,
    signing,
    site_servers,
    site_load,
):
    part.main()
