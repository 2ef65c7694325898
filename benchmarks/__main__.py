"""``make bench``: every figure beside its baseline, measured in this run."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks import (
    access_log,
    attribution,
    bargaining,
    blame,
    cluster,
    conflict,
    diplomacy,
    drafting,
    events,
    events_spark,
    gdelt,
    ideal_points,
    lake,
    monitors,
    negotiation,
    opinion,
    opinion_prediction,
    paths,
    power,
    scaling,
    scenario,
    signing,
    site_load,
    site_servers,
    start_up,
    stix,
    uptake,
    visits,
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
    events,
    events_spark,
    gdelt,
    lake,
    cluster,
    monitors,
    scaling,
    uptake,
    site_servers,
    site_load,
    access_log,
    visits,
):
    part.main()
