"""Who votes alike? Agreement, blocs and a map in two dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.heat import heat
from legation.figures.kit.plane import Group, Spot, plane
from legation.language import Message
from legation.methods.voting import Agreement, Blocs, agreement, blocs
from legation.methods.voting.scaling import Scaling, classical_scaling
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, GROUP, SHARED
from legation.questions.base.conditions import Condition
from legation.questions.base.inputs import VotingProfile
from legation.questions.coalitions.agreements import FEW, MOST, likenesses
from legation.questions.question import Headline, Progress, Question, actor, date, issue, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "who-votes-alike"
FIRM = 0.8
"""Stability from which a member stays in its bloc."""
SOURCES = 8
"""So many sources of a member's votes go with its mark."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Measure agreement on the roll calls held, look for blocs, and draw the members as near as they vote."""
    profile = _chosen(case, options)
    measured = agreement(profile.votes)
    groups = blocs(profile.votes, seed=options["seed"], resamples=options["resamples"], progress=progress)
    place = classical_scaling(measured.score)
    evidence = tuple(dict.fromkeys(e for r in profile.rollcalls for e in r.evidence))
    missing = [Message(f"{AREA}.one-rollcall")] if len(profile.rollcalls) == 1 else []
    tables = [_pairs(case, profile, measured, options), _blocs_table(case, profile, groups)]
    if options["actor"]:
        tables.insert(0, _nearest(case, profile, measured, options["actor"]))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=_findings(case, profile, measured, groups, evidence),
        tables=tuple(tables),
        figures=_figures(case, profile, measured, groups, place, evidence),
        caveats=(Message("votes.not-listed-is-not-abstention"), Message(f"{AREA}.dropped", count=measured.dropped), QUESTION.limits),
        missing=tuple(missing),
    )


def _chosen(case: Case, options: Mapping[str, Any]) -> VotingProfile:
    profile = inputs.profile(case)
    chosen = [
        i
        for i, r in enumerate(profile.rollcalls)
        if (not options["issue"] or r.issue == options["issue"])
        and (not options["since"] or (r.date is not None and r.date.last >= options["since"].first))
    ]
    there = np.flatnonzero(profile.votes[:, chosen].any(axis=1)).tolist() if chosen else []
    if len(there) > MOST:
        raise NotAvailable(Message(f"{AREA}.too-many", count=len(there), most=MOST))
    if not there:
        raise NotAvailable(Message(f"{AREA}.no-votes", as_of=case.as_of))
    return VotingProfile(
        tuple(profile.actors[i] for i in there), tuple(profile.rollcalls[i] for i in chosen), profile.votes[np.ix_(there, chosen)]
    )


def _findings(case: Case, profile: VotingProfile, measured: Agreement, groups: Blocs, evidence: tuple[str, ...]) -> tuple[Finding, ...]:
    compared = len(profile.rollcalls) - measured.dropped
    span = {"since": profile.rollcalls[0].date, "until": profile.rollcalls[-1].date}
    found: list[Finding] = []
    if groups.supported >= 2:
        sizes = np.bincount(groups.membership[groups.membership >= 0])
        firm = float(np.mean(groups.stability[groups.membership >= 0] >= FIRM))
        message = Message(f"{AREA}.blocs", count=int(groups.supported), sizes=tuple(int(s) for s in sizes), firm=firm)
        found.append(
            Finding(
                id="blocs",
                message=message,
                evidence=evidence,
                confidence="moderate" if firm >= 0.7 else "low",
                contrary=_loosest(case, profile, groups),
            )
        )
    else:
        found.append(Finding(id="no-blocs", message=Message(f"{AREA}.no-blocs"), evidence=evidence, confidence="moderate"))
    upper = np.triu_indices(len(profile.actors), 1)
    scores = np.where(measured.common[upper] >= FEW, measured.score[upper], np.nan)
    if np.isfinite(scores).any():
        low = int(np.nanargmin(scores))
        one, other = profile.actors[upper[0][low]], profile.actors[upper[1][low]]
        message = Message(
            f"{AREA}.furthest",
            one=case.named(one),
            other=case.named(other),
            share=float(scores[low]),
            common=int(measured.common[upper][low]),
        )
        found.append(Finding(id="furthest", message=message, evidence=evidence, confidence="high"))
    message = Message(f"{AREA}.base", count=compared, actors=len(profile.actors), **span)
    return (*found, Finding(id="base", message=message, evidence=evidence, confidence="high"))


def _loosest(case: Case, profile: VotingProfile, groups: Blocs) -> Message | None:
    there = np.flatnonzero(groups.membership >= 0)
    if not len(there):
        return None
    loose = sorted(there.tolist(), key=lambda i: (groups.stability[i], profile.actors[i]))[:5]
    return Message(f"{AREA}.loosest", actors=case.names(profile.actors[i] for i in loose), share=float(groups.stability[loose[0]]))


def _pairs(case: Case, profile: VotingProfile, measured: Agreement, options: Mapping[str, Any]) -> AnswerTable:
    """Return the pairs that agree most and least, with intervals; ties in the order of the ids."""
    n = len(profile.actors)
    rows_of, columns_of = np.triu_indices(n, 1)
    enough = measured.common[rows_of, columns_of] >= min(FEW, max(1, int(measured.common.max(initial=1))))
    pairs = np.flatnonzero(enough & np.isfinite(measured.score[rows_of, columns_of]))
    scores = measured.score[rows_of[pairs], columns_of[pairs]]
    order = pairs[np.argsort(-scores, kind="stable")]
    top = options["top"]
    shown = order if len(order) <= 2 * top else np.concatenate([order[:top], order[-top:]])
    rows = tuple(
        (
            case.named(profile.actors[i]),
            case.named(profile.actors[j]),
            float(measured.score[i, j]),
            float(measured.low[i, j]),
            float(measured.high[i, j]),
            int(measured.common[i, j]),
        )
        for i, j in zip(rows_of[shown].tolist(), columns_of[shown].tolist(), strict=True)
    )
    return AnswerTable(id="agreement", title=Message(f"{AREA}.pairs", count=len(rows)), columns=_agreement_columns(), rows=rows)


def _nearest(case: Case, profile: VotingProfile, measured: Agreement, chosen: str) -> AnswerTable:
    if chosen not in profile.actors:
        raise NotAvailable(Message(f"{AREA}.never-voted", actor=case.named(chosen), as_of=case.as_of))
    rows = tuple(
        (case.named(chosen), case.named(one.actor), one.score, one.low, one.high, one.common)
        for one in likenesses(profile, measured, chosen)
    )
    return AnswerTable(id="nearest", title=Message(f"{AREA}.nearest", actor=case.named(chosen)), columns=_agreement_columns(), rows=rows)


def _agreement_columns() -> tuple[TableColumn, ...]:
    return (*SHARED.text(one="actor", other="with"), *SHARED.share("agreement", "low", "high"), *SHARED.number("common"))


def _blocs_table(case: Case, profile: VotingProfile, groups: Blocs) -> AnswerTable:
    order = sorted(
        range(len(profile.actors)), key=lambda i: (groups.membership[i] < 0, groups.membership[i], -groups.stability[i], profile.actors[i])
    )
    regions = inputs.group_of(case, profile.actors)
    rows = tuple(
        (
            case.named(profile.actors[i]),
            int(groups.membership[i]) + 1 if groups.membership[i] >= 0 else None,
            float(groups.stability[i]),
            regions.get(profile.actors[i], ""),
        )
        for i in order
    )
    columns = (ACTOR, *SHARED.number("bloc"), *SHARED.share("stability"), GROUP)
    return AnswerTable(id="blocs", title=Message(f"{AREA}.blocs-table"), columns=columns, rows=rows)


def _figures(
    case: Case, profile: VotingProfile, measured: Agreement, groups: Blocs, place: Scaling, evidence: tuple[str, ...]
) -> tuple[Figure, ...]:
    names = case.names(profile.actors)
    regions = inputs.group_of(case, profile.actors)
    values = {"count": len(profile.rollcalls) - measured.dropped, "actors": len(names), "blocs": int(groups.supported)}
    span = {"since": profile.rollcalls[0].date, "until": profile.rollcalls[-1].date}
    found = "blocs" if groups.supported >= 2 else "no-blocs"
    figures = []
    if len(names) > 1:
        figures.append(
            plane(
                list(_spots(case, profile, groups, place)),
                [Group(name=Message("figures.bloc", number=number + 1)) for number in range(int(groups.membership.max()) + 1)],
                id="map",
                hulls=groups.supported >= 2,
                notes=(Message("figures.plane.reading"), *((Message(f"{AREA}.map-hollow"),) if groups.supported >= 2 else ())),
                title=Message(f"{AREA}.map-title-{found}", **values),
                subtitle=Message(f"{AREA}.map-subtitle", stress=place.stress, **values, **span),
                alt=Message(f"{AREA}.map-alt", **values),
            )
        )
        figures.append(
            heat(
                measured.score,
                names,
                [int(b) for b in groups.membership],
                id="heat",
                title=Message(f"{AREA}.heat-title-{found}", **values),
                subtitle=Message(f"{AREA}.heat-subtitle", **values, **span),
                alt=Message(f"{AREA}.heat-alt", **values),
                groups=[regions.get(actor, "") for actor in profile.actors],
                evidence=evidence,
            )
        )
    return tuple(figures)


def _spots(case: Case, profile: VotingProfile, groups: Blocs, place: Scaling) -> Iterator[Spot]:
    """Yield the place of each member; hollow where it changes its bloc in more than a fifth of the draws."""
    regions = inputs.group_of(case, profile.actors)
    for i, member in enumerate(profile.actors):
        bloc, stability = int(groups.membership[i]), float(groups.stability[i])
        sources = dict.fromkeys(e for r, vote in zip(profile.rollcalls, profile.votes[i], strict=True) if vote for e in r.evidence)
        yield Spot(
            name=case.named(member),
            x=float(place.coordinates[i, 0]),
            y=float(place.coordinates[i, 1]),
            group=bloc,
            sure=bloc < 0 or not stability < FIRM,
            value=Message(f"{AREA}.in-bloc", number=bloc + 1, share=stability) if bloc >= 0 else Message(f"{AREA}.in-no-bloc"),
            part=regions.get(member, ""),
            row=("actors", member),
            evidence=tuple(sources)[:SOURCES],
        )


def _is_comparable(case: Case, options: Mapping[str, Any]) -> bool:
    return bool(_chosen(case, options).actors)


QUESTION = Question(
    id=AREA,
    needs=("votes",),
    also_needs=(Condition(id="comparable-votes", place="votes", option="issue", check=_is_comparable),),
    options=(issue(), date("since"), actor(), whole("top", 1, 1000, 20), whole("resamples", 10, 2000, 100, advanced=True)),
    answer=answer,
    heads=(Headline("blocs", "count", judgement="blocs"),),
    references=("Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z", "Torgerson 1952, doi:10.1007/BF02288916"),
)
