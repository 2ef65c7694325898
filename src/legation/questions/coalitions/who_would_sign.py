"""Who would sign? A joint attribution: whom to ask, in which order, what each needs and why it may decline; measured on past cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.kind import Reference
from legation.errors import NotAvailable
from legation.language import AnyOrder, Message
from legation.methods.share import LEVEL
from legation.methods.signing import TRAITS, Band, Replay, Weights, chances, order, replay, weigh
from legation.questions.answer import Answer, AnswerTable, Finding, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.coalition_names import coalition_named, coalition_names
from legation.questions.base.columns import ACTOR, DATE, EVIDENCE, Columns
from legation.questions.base.conditions import Condition, chosen_option
from legation.questions.coalitions.attributions import JointAttribution, attributions
from legation.questions.coalitions.candidates import (
    Candidate,
    PastCase,
    SigningInputs,
    candidates,
    first_mover,
    listed,
    matter_meant,
    past_cases,
    read_request,
    seen,
    simple_list,
)
from legation.questions.coalitions.order_chart import order_chart
from legation.questions.question import Headline, Option, Progress, Question, actor, coalition, issue, silent, whole
from legation.questions.votes.replies import answered_on

__all__ = [
    "QUESTION",
    "acts_table",
    "answer",
    "calls_table",
    "order_table",
    "points_table",
    "replay_table",
]


AREA = "who-would-sign"
column = Columns(f"{AREA}.")


def order_table(case: Case, rows: Sequence[Candidate], simple: Sequence[str]) -> AnswerTable:
    """Return the order of asking with what past cases say of such a place."""
    columns = (
        *column.number("place"),
        ACTOR,
        *column.points("points"),
        *column.chance("low", "high"),
        *column.number("spoke"),
        *column.number("lag", unit="days"),
        *column.number(simple="simple-place"),
        EVIDENCE,
    )
    places = {name: place for place, name in enumerate(simple, start=1)}
    cells = tuple(
        (
            row.place,
            case.named(row.actor),
            row.score,
            row.band.low if row.band.of else None,
            row.band.high if row.band.of else None,
            row.named,
            row.lag,
            places[row.actor],
            row.evidence,
        )
        for row in rows
    )
    return AnswerTable(id="order", title=Message(f"{AREA}.order-table"), columns=columns, rows=cells, judgement="signing")


def calls_table(case: Case, rows: Sequence[Candidate]) -> AnswerTable:
    """Return, for each call, why it is made, why it may fail, and what the other side needs."""
    columns = (*column.number("place"), ACTOR, *column.text("for", "against", needs="needs-column"), *column.text("red-line"))
    cells = tuple((row.place, case.named(row.actor), row.speaks_for, row.against, row.needs or None, row.red_line or None) for row in rows)
    return AnswerTable(id="calls", title=Message(f"{AREA}.calls-table", count=len(cells)), columns=columns, rows=cells, judgement="signing")


def acts_table(case: Case, every: Sequence[JointAttribution]) -> AnswerTable:
    """Return every public word that counts, with its lag behind the first of those who spoke together."""
    named = coalition_names(case.dossier)
    columns = (
        *column.text(coalition="matter"),
        ACTOR,
        *column.text(word="word-column"),
        DATE,
        *column.number(unit="days", lag="lag-of-word"),
        EVIDENCE,
    )
    rows = tuple(
        (
            named[one.name],
            case.named(act.actor),
            Message(f"{AREA}.word.{act.tier}"),
            act.day,
            one.lag(act),
            act.evidence,
        )
        for one in every
        for act in one.acts
    )
    return AnswerTable(id="acts", title=Message(f"{AREA}.acts-table"), columns=columns, rows=rows)


def points_table(weights: Weights) -> AnswerTable:
    """Return the points of each trait: declared, shown by the past cases, in use."""
    columns = (*column.text(trait="trait-column"), *column.points("declared", "seen", "used"))
    rows = tuple(
        (Message(f"{AREA}.trait.{name}"), float(weights.declared[i]), float(weights.seen[i]), float(weights.value[i]))
        for i, name in enumerate(TRAITS)
    )
    return AnswerTable(
        id="points", title=Message(f"{AREA}.points-table", count=weights.cases), columns=columns, rows=rows, judgement="signing"
    )


def replay_table(case: Case, past: Sequence[PastCase], replays: Sequence[Replay], top: int) -> AnswerTable:
    """Return, for each past case, who signed and who of them stood among the first, in our order and in the simple list."""
    columns = (
        *column.text(coalition="matter", first="first-mover"),
        *column.date("cut"),
        *column.actors("signers", "outside", ours=Message(f"{AREA}.ours", count=top), simple=Message(f"{AREA}.simple", count=top)),
        EVIDENCE,
    )
    rows = tuple(
        (
            coalition_named(case.dossier, one.matter.name),
            case.named(one.matter.first),
            one.cut,
            case.names(found.signers),
            case.names(name for name in found.signers if name not in one.closest),
            case.names(found.among_first(top, apart=one.closest)),
            case.names(name for name in one.simple[:top] if name in found.signers and name not in one.closest),
            one.evidence,
        )
        for one, found in zip(past, replays, strict=True)
    )
    return AnswerTable(id="replay", title=Message(f"{AREA}.replay-table"), columns=columns, rows=rows, judgement="signing")


NEEDS_SHOWN = 3
"""Of so many of the first is said in a sentence what each needs; the table has all."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Order the candidates by what past cases and declared points give, and say how that order did in the past."""
    matter, first, inputs = read_request(case, options)
    spoken = {act.actor for act in matter.acts}
    answered = tuple(answered_on(case, inputs.issue, matter.began or dt.date.min)) if inputs.issue else ()
    names = candidates(case, (inputs.accused, first, *spoken, *answered))
    if not names:
        raise NotAvailable(Message(f"{AREA}.nobody", as_of=case.as_of))
    before = [one for one in attributions(case) if one.name in inputs.precedents]
    past = past_cases(case, inputs, matter.name)
    weights = weigh([one.past for one in past if one.matter.name != matter.name])
    replays = replay([one.past for one in past])
    bands = chances(replays, level=LEVEL)
    shown = seen(case, matter, first, names, before, inputs)
    rows = listed(case, inputs, order(names, shown.traits, weights), shown, before, bands)
    simple = simple_list(case, inputs, names)
    top = options["top"]
    findings = (
        *_order(case, first, rows, past, replays, top),
        *_chances(bands, past),
        *_needs(case, rows),
        *_spoken(case, matter),
        *_answered(case, answered),
        *_before(case, before, rows),
        *_decline(case, rows, before),
        *_measured(case, past, replays, simple, top),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            calls_table(case, [row for row in rows if row.place <= 2 * top or row.needs]),
            order_table(case, rows, simple),
            acts_table(case, (*before, matter)),
            replay_table(case, past, replays, top),
            points_table(weights),
        ),
        figures=(order_chart(case, first, rows, top),),
        caveats=(
            Message(f"{AREA}.few", count=len(past)),
            Message(f"{AREA}.counted", count=len(before), coalitions=tuple(one.name for one in before) or ("—",)),
            QUESTION.limits,
        ),
        missing=_missing(case, inputs, matter, weights),
    )


def _outside(past: Sequence[PastCase], replays: Sequence[Replay], top: int) -> tuple[int, int, int]:
    """Return the signers outside the closest circle, and how many stood among the first in our order and in the simple list."""
    pairs = list(zip(past, replays, strict=True))
    ours = sum(len(found.among_first(top, apart=one.closest)) for one, found in pairs)
    theirs = sum(name in found.signers and name not in one.closest for one, found in pairs for name in one.simple[:top])
    return sum(name not in one.closest for one, found in pairs for name in found.signers), ours, theirs


def _order(
    case: Case, first: str, rows: Sequence[Candidate], past: Sequence[PastCase], replays: Sequence[Replay], top: int
) -> Iterator[Finding]:
    leading = rows[:top]
    names = case.names(row.actor for row in leading)
    message = Message(f"{AREA}.order", count=len(leading), of=len(rows), first=case.named(first), actors=names)
    contrary = Message(f"{AREA}.untried")
    if past:
        of, ours, _ = _outside(past, replays, top)
        contrary = Message(f"{AREA}.order-contrary", cases=len(past), of=of, ours=ours, top=top)
    yield Finding(
        id="order",
        message=message,
        evidence=joined_evidence(row.evidence for row in leading),
        confidence="low",
        contrary=contrary,
        judgement="signing",
    )


def _chances(bands: Sequence[Band], past: Sequence[PastCase]) -> Iterator[Finding]:
    measured = [band for band in bands if band.of]
    if measured:
        head = measured[0]
        values = {"last": head.last or head.of, "signed": head.signed, "of": head.of, "low": head.low, "high": head.high}
        message = Message(f"{AREA}.chances", count=len(past), **values)
        evidence = joined_evidence(one.evidence for one in past)
        yield Finding(
            id="chances",
            message=message,
            evidence=evidence,
            confidence="low",
            contrary=Message(f"{AREA}.chances-contrary"),
            judgement="signing",
        )


def _needs(case: Case, rows: Sequence[Candidate]) -> Iterator[Finding]:
    for row in [row for row in rows if row.needs][:NEEDS_SHOWN]:
        message = Message(f"{AREA}.needs", actor=case.named(row.actor), place=row.place, needs=row.needs)
        yield Finding(id=f"needs:{row.actor}", message=message, evidence=row.evidence, confidence="low", judgement="signing")


def _spoken(case: Case, matter: JointAttribution) -> Iterator[Finding]:
    if matter.acts:
        evidence = joined_evidence(act.evidence for act in matter.acts)
        names = case.names(act.actor for act in matter.acts)
        called = coalition_named(case.dossier, matter.name)
        message = Message(f"{AREA}.spoken", count=len(names), coalition=called, actors=names, as_of=case.as_of)
        yield Finding(id="spoken", message=message, evidence=evidence, confidence="high")


def _answered(case: Case, answered: Sequence[str]) -> Iterator[Finding]:
    """Yield who has answered already, and stands in no order of asking."""
    if answered:
        message = Message(f"{AREA}.answered", count=len(answered), actors=AnyOrder(case.names(answered)))
        yield Finding(id="answered", message=message, confidence="high")


def _before(case: Case, before: Sequence[JointAttribution], rows: Sequence[Candidate]) -> Iterator[Finding]:
    spoke = [row for row in rows if row.named]
    if spoke:
        acts = [act for one in before for act in one.acts if act.actor in {row.actor for row in spoke}]
        lags = [one.lag(act) for one in before if one.is_joint for act in one.acts if act.actor != one.first and one.lag(act) >= 0]
        values = {"count": len(spoke), "actors": first_of(case.names(row.actor for row in spoke), 10)}
        message = Message(f"{AREA}.before", **values)
        if lags:
            message = Message(f"{AREA}.before-lag", joined=len(lags), same=sum(lag <= 1 for lag in lags), longest=max(lags), **values)
        yield Finding(id="before", message=message, evidence=joined_evidence(act.evidence for act in acts), confidence="high")


def _decline(case: Case, rows: Sequence[Candidate], before: Sequence[JointAttribution]) -> Iterator[Finding]:
    reasons: dict[Message, list[Candidate]] = {}
    for row in rows:
        for why in row.holds_back:
            reasons.setdefault(why, []).append(row)
    reluctant = {row.actor: row for those in reasons.values() for row in those}
    if reluctant:
        clauses = tuple(
            Message(f"{AREA}.declines", why=why, actors=AnyOrder(first_of(case.names(row.actor for row in those), 8)))
            for why, those in reasons.items()
        )
        overcame = tuple(dict.fromkeys(act.actor for one in before for act in one.acts if act.actor in reluctant))
        contrary = Message(f"{AREA}.decline-contrary", count=len(overcame), actors=AnyOrder(case.names(overcame))) if overcame else None
        evidence = joined_evidence(row.evidence for row in reluctant.values())
        message = Message(f"{AREA}.decline", count=len(reluctant), told=clauses)
        yield Finding(id="decline", message=message, evidence=evidence, confidence="low", contrary=contrary)


def _measured(case: Case, past: Sequence[PastCase], replays: Sequence[Replay], simple: Sequence[str], top: int) -> Iterator[Finding]:
    names = case.names(simple[:top])
    if past:
        of, ours, theirs = _outside(past, replays, top)
        message = Message(f"{AREA}.measured", count=len(past), of=of, ours=ours, theirs=theirs, top=top, actors=names)
        yield Finding(
            id="measured", message=message, evidence=joined_evidence(one.evidence for one in past), confidence="low", judgement="signing"
        )


def _missing(case: Case, inputs: SigningInputs, matter: JointAttribution, weights: Weights) -> tuple[Message, ...]:
    lacks = {
        "no-past": weights.cases == 0,
        "no-partners": not inputs.partners,
        "no-unions": not inputs.unions,
        "no-hurdles": not inputs.hurdles,
        "no-hit": not matter.hit,
        "no-votes": not len(case.dossier.votes),
        "no-interests": not any(row.issue == inputs.issue for row in case.dossier.interests),
    }
    called = coalition_named(case.dossier, matter.name)
    said = {name: Message(f"{AREA}.{name}", coalition=called, as_of=case.as_of) for name in lacks}
    return tuple(said[name] for name, lack in lacks.items() if lack)


def _groups(name: str) -> Option:
    return Option(name, Reference(("groups",), many=True))


def _has_candidates(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether a state or an organisation is left that was neither accused nor first, nor has spoken."""
    matter = matter_meant(case, options) if case.dossier.coalitions else None
    apart = {options["accused"], options["first"], *((matter.first, *(act.actor for act in matter.acts)) if matter else ())}
    return bool(candidates(case, tuple(name for name in apart if name)))


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("actors", "coalitions"),
    also_needs=(
        chosen_option("accused"),
        Condition(id="choose-first-mover", option="first", check=first_mover),
        Condition(id="candidate", place="actors", check=_has_candidates),
    ),
    options=(
        coalition(),
        actor("first"),
        actor("accused"),
        issue(),
        _groups("partners"),
        _groups("unions"),
        _groups("hurdles"),
        Option("precedents", Reference(("coalitions",), many=True)),
        whole("top", 1, 100, 8),
    ),
    answer=answer,
    heads=(Headline("order", judgement="signing"),),
    follows=("kit",),
    builds_on=("how-sure-are-we",),
    subject="incident",
    references=("Haldane 1956, doi:10.1111/j.1469-1809.1955.tb01285.x", "Wilson 1927, doi:10.1080/01621459.1927.10502953"),
)
