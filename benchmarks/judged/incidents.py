"""Judgements on incidents: who did it, and who would sign."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.paired import NoData, Scores

__all__ = ["judgements"]


def judgements() -> dict[str, Callable[[], Scores]]:
    """Return the judgements measured here."""
    return {"attribution": who_did_it, "signing": who_signs}


def who_did_it() -> Scores:
    """Score the chances of groups on reports first seen in the next release of the records: log loss of the true one.

    The weights in the product were learnt on all releases; here they are learnt, for each release, from that one and those before alone.
    """
    from benchmarks.attribution import OURS, outcomes, refitted, shown, split
    from benchmarks.attribution_sets import HISTORY, TABLE, releases, shared

    from legation.methods.attribution import calibrate

    if not shared(TABLE).is_file() or not shared(HISTORY).is_file():
        raise NoData("the records of groups (../shared)")
    past = [calibrate(one) for one in releases()]
    incidents = split({one.release: one for one in past})
    found = outcomes(incidents)
    found[OURS] = refitted(past, incidents)
    shown("Time split, weights learnt from the past alone", found, {})
    lost = {name: [-float(np.log(one.chance[one.truth])) for one in each] for name, each in found.items()}
    clusters = [group or f"unlisted {at}" for at, (*_, group) in enumerate(incidents)]
    names = {"Jaccard T": "overlap", "TF-IDF T+S": "weighted-overlap", "tempered naive Bayes": "naive-bayes", "stack": "stack"}
    return Scores(ours=lost[OURS], baselines={names[name]: lost[name] for name in names}, clusters=clusters, data_to="2024-05")


def who_signs() -> Scores:
    """Score the order of candidates by the signers outside the closest circle among the first eight, case by case."""
    from benchmarks.signing import FIRST, past_three

    from legation.methods.signing import replay

    cases = past_three()
    ours, simple = [], []
    for one, found in zip(cases, replay([one.past for one in cases]), strict=True):
        away = {name for name in found.signers if name not in one.closest}
        ours.append(len(found.among_first(FIRST, apart=one.closest)))
        simple.append(sum(name in away for name in one.simple[:FIRST]))
    return Scores(ours=ours, baselines={"simple-list": simple}, data_to="2022-05-10")
