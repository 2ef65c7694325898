"""How sure may it be? Temperature and floor from the knowledge itself, one report left out at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.methods.attribution.knowledge import LEAST_FLOOR, TEMPERATURE, Knowledge, read_observation
from legation.methods.attribution.posterior import case, spread
from legation.methods.progress import Progress, silent

__all__ = ["FEWEST_INCIDENTS", "FEWEST_TECHNIQUES", "Incident", "calibrate", "leave_one_out"]

FEWEST_TECHNIQUES = 5
"""A report with fewer techniques, or a group left with fewer, is no test."""
FEWEST_INCIDENTS = 20
"""With fewer reports to leave out, temperature and floor stay as they are."""
_SURE, _ALLOWED = 0.8, 0.05
_COOLEST, _HOTTEST, _MILD = 1.5, 12.0, 0.5
_FLATTERY = 1.1
"""By how much the best temperature on reports of the next release exceeds the best on reports left out (v11.2 to v15.1)."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What one report says of one group: an incident whose answer the records give.

    Attributes
    ----------
    report, group : str
    observed : mapping of str to list of str
        ``techniques`` and ``software`` that the report supports.
    """

    report: str
    group: str
    observed: Mapping[str, list[str]]


def leave_one_out(knowledge: Knowledge, fewest: int = FEWEST_TECHNIQUES) -> tuple[Incident, ...]:
    """Return the reports that support exactly one group, with as many techniques as asked, where the group keeps as many without them.

    Parameters
    ----------
    knowledge : Knowledge
    fewest : int
        Techniques, 1 or more.

    Returns
    -------
    tuple of Incident
        By name of the report.

    Examples
    --------
    >>> k = Knowledge(groups={"G1": {"techniques": {"T1": ["a"], "T2": ["b"]}}})
    >>> [(one.report, one.observed["techniques"]) for one in leave_one_out(k, 1)]
    [('a', ['T1']), ('b', ['T2'])]
    """
    found = []
    table = knowledge.table
    row = {group: at for at, group in enumerate(table.groups)}
    for report in sorted(table.reports):
        supported = table.supported(report)
        if len(supported) != 1:
            continue
        ((group, ids),) = supported.items()
        if len(ids["technique"]) >= fewest and table.remaining(report, row[group]) >= fewest:
            found.append(Incident(report=report, group=group, observed={"techniques": ids["technique"], "software": ids["software"]}))
    return tuple(found)


def calibrate(knowledge: Knowledge, progress: Progress = silent) -> Knowledge:
    """Return the knowledge with a temperature and a floor learnt from its own reports.

    Each report of :func:`leave_one_out` is taken out of the records and attributed, once with its group among the candidates and once with
    the group removed, when "unlisted" is the right answer. The temperature makes the mean log loss over both least, with a mild pull to 3,
    times 1.1, because later reports reuse what earlier ones found and flatter every method; the floor is the lowest, from 0.10 in steps of
    0.05, at which at most 5 % of the removed cases give a group over 0.8.

    Parameters
    ----------
    knowledge : Knowledge
    progress : callable
        Told how many reports are done.

    Returns
    -------
    Knowledge
        ``incidents`` says how many reports it rests on; with fewer than 20 nothing is learnt, and it is 0.

    Limits
    ------
    Later reports reuse what earlier ones found: on new incidents every method does worse than here.

    References
    ----------
    Guo et al. (2017), On Calibration of Modern Neural Networks, arXiv:1706.04599 (temperature).

    Examples
    --------
    >>> calibrate(Knowledge(groups={"G1": {"techniques": {"T1": ["a"]}}})).incidents
    0
    """
    from scipy.optimize import minimize_scalar

    incidents = leave_one_out(knowledge)
    if len(incidents) < FEWEST_INCIDENTS:
        return replace(knowledge, incidents=0)
    warm = replace(knowledge, temperature=TEMPERATURE)
    row = {group: at for at, group in enumerate(warm.table.groups)}
    prior, evidence, pulled = [], [], []
    for done, one in enumerate(incidents):
        progress(done, len(incidents))
        found = case(read_observation(one.observed, warm)[0], warm, None, (one.report,))
        prior.append(found.log_prior)
        evidence.append(np.append(found.evidence(), 0.0))
        pulled.append(found.weight(without=row[one.group])[-1] - found.log_prior[-1])
    progress(len(incidents), len(incidents))
    log_prior, said, apart = np.array(prior), np.array(evidence), np.array(pulled)
    truth = np.array([row[one.group] for one in incidents])

    def cost(log_heat: float) -> float:
        listed, removed = _both(log_prior, said * TEMPERATURE / np.exp(log_heat), truth, apart, warm)
        losses = -np.log(listed[np.arange(len(truth)), truth]) - np.log(removed[:, -1])
        return float(losses.sum() + ((log_heat - np.log(TEMPERATURE)) / _MILD) ** 2 / 2)

    best = minimize_scalar(cost, bounds=(np.log(_COOLEST), np.log(_HOTTEST)), method="bounded", options={"xatol": 1e-4})
    temperature = float(np.exp(best.x)) * _FLATTERY
    _, removed = _both(log_prior, said * TEMPERATURE / temperature, truth, apart, replace(warm, floor=LEAST_FLOOR))
    floor = LEAST_FLOOR
    while (removed[:, :-1].max(axis=1) * np.minimum(1, (1 - floor) / (1 - removed[:, -1])) > _SURE).mean() > _ALLOWED:
        floor = round(floor + 0.05, 2)
    return replace(knowledge, temperature=temperature, floor=max(floor, knowledge.floor), incidents=len(incidents))


def _both(log_prior: Floats, said: Floats, truth: npt.NDArray[np.int64], apart: Floats, knowledge: Knowledge) -> tuple[Floats, Floats]:
    """Return the chances with the true group among the candidates, and without it: then the best match is another's."""
    weight = log_prior + said
    without = weight.copy()
    if weight.shape[1] > 2:
        without[np.arange(len(truth)), truth] = -np.inf
        without[:, -1] += apart
    return spread(weight, knowledge), spread(without, knowledge)
