"""What does naming cost? Who bears what, how the other side could reply, the way out, and under which beliefs an answer would deter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.models.response_records import Cost, Reply
from legation.dossier.when import When
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.rows import Fill, Item, Key, Row, Scale, row_chart
from legation.language import Message
from legation.methods.response import Deterrence, Gate, VictimFact, deterrence, possible, victim_facts
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.conditions import Condition
from legation.questions.incident.response import Response, attribution_findings, bearer, caveats, find_response, measure, missing, state
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "what-does-naming-cost"
column = Columns(f"{AREA}.col-")
_FACTS = ("mondelez-refused", "merck-first", "mondelez-settled", "merck-appeal", "merck-settled")
_NAMING = ("public-attribution", "joint-attribution")
_VERDICTS = ("always", "never", "depends")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what is recorded of costs and replies for what this kind of actor may do, what naming has cost firms, and what would deter."""
    response = find_response(case, options["model"])
    model = response.model
    gates = {gate.measure.id: gate for gate in possible(model.situation(), model.thresholds())}
    costs, replies, facts, found = recorded = _recorded(case, response, gates)
    if not any(recorded):
        raise NotAvailable(Message(f"{AREA}.nothing", title=response.title, as_of=case.as_of))
    findings = [
        *_summary(case, response, costs),
        *(_cost(response, at, one) for at, one in enumerate(costs, start=1)),
        *(_fact(one) for one in facts),
        *(finding for at, one in enumerate(replies, start=1) for finding in _reply(response, at, one)),
        *(_deters(response, one) for one in found),
        *attribution_findings(case, response),
    ]
    tables = (_cost_table(costs, gates), _fact_table(facts), _reply_table(replies, gates), _belief_table(response, found))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=(_picture(case, response, found),) if found else (),
        caveats=(*([Message(f"{AREA}.game")] if found else []), *caveats(response), QUESTION.limits),
        missing=(*missing(case, response), *_missing(costs, replies, found, gates)),
    )


def _deterring(response: Response, gates: Mapping[str, Gate]) -> tuple[Deterrence, ...]:
    """Return where each answer deters that this kind of actor may give."""
    game = response.model.game
    if game is None:
        return ()
    return deterrence(game.benefit, game.effort, [one for one in response.model.threats() if one.id in gates])


def _summary(case: Case, response: Response, costs: Sequence[Cost]) -> Iterator[Finding]:
    """Yield how many costs of naming a state the desk has recorded, and who would bear them; nothing where it has none."""
    naming = [one for one in costs if one.measure in _NAMING]
    if naming:
        by = Counter(one.bears for one in naming)
        borne = tuple(Message(f"{AREA}.borne", bearer=bearer(name), count=count) for name, count in by.most_common())
        message = Message(f"{AREA}.summary", count=len(naming), bearers=borne, as_of=case.as_of)
        yield Finding(id="summary", message=message, evidence=response.seen(*(one.evidence for one in naming)))


def _cost(response: Response, at: int, one: Cost) -> Finding:
    message = Message(f"{AREA}.cost", measure=measure(one.measure), bearer=bearer(one.bears), text=one.text)
    return Finding(id=f"cost-{at}", message=message, evidence=response.seen(one.evidence))


def _fact(one: VictimFact) -> Finding:
    message = Message(f"{AREA}.victim.{one.id}", date=When(one.date), firm=one.firm, other=one.other, cited=one.cited)
    return Finding(id=f"victim-{one.id}", message=message)


def _reply(response: Response, at: int, one: Reply) -> Iterator[Finding]:
    """Yield how the other side could reply, and the way out."""
    evidence = response.seen(one.evidence)
    if one.text:
        message = Message(f"{AREA}.reply", measure=measure(one.measure), text=one.text)
        yield Finding(id=f"reply-{at}", message=message, evidence=evidence, confidence="low")
    if one.off_ramp:
        message = Message(f"{AREA}.off-ramp", measure=measure(one.measure), text=one.off_ramp)
        yield Finding(id=f"off-ramp-{at}", message=message, evidence=evidence)


def _deters(response: Response, one: Deterrence) -> Finding:
    """Return where an answer deters: everywhere, nowhere, or from which belief on."""
    values: dict[str, Any] = {"measure": measure(one.id), "share": one.share, "none": one.none_below, "all": one.all_above}
    form = one.verdict if one.verdict != "depends" else "depends" if one.all_above is not None else "depends-never-sure"
    credible = Message(f"{AREA}.credible-{one.credible}") if one.credible else Message(f"{AREA}.credible-unknown")
    stake = next(row for row in response.model.game.answers if row.measure == one.id) if response.model.game else None
    rows = (response.model.game.evidence, stake.evidence) if response.model.game and stake else ()
    message = Message(f"{AREA}.deters-{form}", credible=credible, **values)
    return Finding(id=f"deters-{one.id}", message=message, evidence=response.seen(*rows), confidence="low")


def _missing(costs: Sequence[Cost], replies: Sequence[Reply], found: Sequence[Deterrence], gates: Mapping[str, Gate]) -> Iterator[Message]:
    """Yield which costs, replies and ways out are not recorded for what is open or undecided and in the open."""
    naming = [name for name in _NAMING if name in gates]
    bare = [name for name in naming if gates[name].state != "closed" and all(one.measure != name for one in costs)]
    if bare:
        yield Message(f"{AREA}.no-costs", count=len(bare), measures=tuple(measure(name) for name in bare))
    if all(one.bears != "victims" for one in costs):
        yield Message(f"{AREA}.no-victims")
    if not any(one.text for one in replies):
        yield Message(f"{AREA}.no-replies")
    if not any(one.off_ramp for one in replies):
        yield Message(f"{AREA}.no-off-ramps")
    if not found:
        yield Message(f"{AREA}.no-game")


def _cost_table(costs: Sequence[Cost], gates: Mapping[str, Gate]) -> AnswerTable:
    rows = tuple((measure(one.measure), state(gates[one.measure].state), bearer(one.bears), one.text, one.evidence) for one in costs)
    columns = (*column.text("measure", "state", "bears", "cost"), *column.evidence(evidence="response.all.col-evidence"))
    return AnswerTable(id="costs", title=Message(f"{AREA}.table-costs"), columns=columns, rows=rows)


def _fact_table(facts: Sequence[VictimFact]) -> AnswerTable:
    rows = tuple((When(one.date), one.firm, one.other, Message(f"{AREA}.short.{one.id}"), one.source) for one in facts)
    columns = (*column.date("date"), *column.text("firm", "insurer", "what", source="response.all.col-source"))
    return AnswerTable(id="firms", title=Message(f"{AREA}.table-firms"), columns=columns, rows=rows)


def _reply_table(replies: Sequence[Reply], gates: Mapping[str, Gate]) -> AnswerTable:
    rows = tuple(
        (measure(one.measure), state(gates[one.measure].state), one.text or None, one.off_ramp or None, one.evidence) for one in replies
    )
    columns = (*column.text("measure", "state", "reply", "off-ramp"), *column.evidence(evidence="response.all.col-evidence"))
    return AnswerTable(id="replies", title=Message(f"{AREA}.table-replies"), columns=columns, rows=rows)


def _belief_table(response: Response, found: Sequence[Deterrence]) -> AnswerTable:
    game = response.model.game
    given = {one.measure: one for one in game.answers} if game else {}
    rows = tuple(
        (
            measure(one.id),
            Message(f"{AREA}.verdict.{one.verdict}"),
            one.share,
            one.without,
            one.none_below,
            one.all_above,
            *given[one.id].belief,
            *given[one.id].cost,
            Message(f"{AREA}.verdict.{one.credible}") if one.credible else None,
            given[one.id].reason or None,
        )
        for one in found
    )
    columns = (
        *column.text("answer", "verdict"),
        *column.fine_share("share", "without"),
        *column.share("none-below", "all-above", "belief-low", "belief-high"),
        *column.number("loss-low", "loss-high"),
        *column.text("credible", "why"),
    )
    return AnswerTable(id="deterrence", title=Message(f"{AREA}.table-deterrence"), columns=columns, rows=rows)


def _picture(case: Case, response: Response, found: Sequence[Deterrence]) -> Figure:
    game = response.model.game
    supposed = {one.measure: one.belief for one in game.answers} if game else {}
    best = max(found, key=lambda one: one.share)
    rows = [_believed(one, supposed[one.id]) for one in found]
    subtitle = Message("response.subtitle", title=response.title, as_of=case.as_of)
    head = Message(f"{AREA}.figure", count=len(found), measure=measure(best.id), share=best.share)
    captions = tuple(Message(f"{AREA}.figure-share", measure=measure(one.id), share=one.share) for one in found)
    ticks = tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.25, 0.5, 0.75, 1.0))
    samples = (*((name, Item(value=1.0, fill=fill)) for name, fill in _REGIONS), ("supposed", _supposed(0.0, 1.0)))
    return row_chart(
        rows,
        [
            Scale(head=Message("response.figure.belief"), ticks=ticks, share=4.0),
            Scale(high=max(best.share, 0.001), head=Message("response.figure.share")),
        ],
        id="beliefs",
        title=head,
        subtitle=subtitle,
        alt=Message(f"{AREA}.figure-alt", shares=captions),
        key=[Key(sample, Message(f"response.figure.{name}")) for name, sample in samples],
    )


_REGIONS: tuple[tuple[str, Fill], ...] = (("nowhere", "open"), ("somewhere", "hatched"), ("everywhere", "full"))


def _believed(one: Deterrence, supposed: tuple[float, float]) -> Row:
    """Return an answer: under which beliefs it deters nowhere, by the other ranges, or everywhere; and below them what is supposed."""
    first = 1.0 if one.none_below is None else one.none_below
    second = 1.0 if one.all_above is None else max(first, one.all_above)
    items = []
    for (name, fill), low, high in zip(_REGIONS, (0.0, first, second), (first, second, 1.0), strict=True):
        if high > low:
            said = Message("response.figure.region", what=Message(f"response.figure.{name}"), low=low, high=high)
            items.append(Item(value=high, start=low, said=said, fill=fill))
    share = Item(value=one.share, text=Message("answer.fine-share", share=one.share), scale=1, tone="second")
    return Row(name=measure(one.id), items=(*items, _supposed(*supposed, line=1), share))


def _supposed(low: float, high: float, *, line: int = 0) -> Item:
    said = Message("response.figure.region", what=Message("response.figure.supposed"), low=low, high=high)
    return Item(value=(low + high) / 2, low=low, high=high, said=said, line=line, shape="span", tone="ink")


def _recorded(
    case: Case, response: Response, gates: Mapping[str, Gate]
) -> tuple[tuple[Cost, ...], tuple[Reply, ...], tuple[VictimFact, ...], Sequence[Deterrence]]:
    """Return the costs and replies that are recorded for what is open to the actor, what was known of firms, and what would deter."""
    model = response.model
    return (
        tuple(one for one in model.costs if one.measure in gates),
        tuple(one for one in model.replies if one.measure in gates),
        tuple(one for one in victim_facts() if When(one.known).by(case.as_of)),
        _deterring(response, gates),
    )


def _has_costs(case: Case, options: Mapping[str, Any]) -> bool:
    response = find_response(case, options["model"])
    model = response.model
    gates = {gate.measure.id: gate for gate in possible(model.situation(), model.thresholds())}
    return any(_recorded(case, response, gates))


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=(Condition(id="recorded-cost", place="response", check=_has_costs),),
    options=(model("response"),),
    answer=answer,
    heads=(Headline("summary", "count"), Headline("cost-*")),
    builds_on=("how-sure-are-we",),
    subject="incident",
    references=(
        "Merck & Co. v. ACE American Insurance Co., 475 N.J. Super. 420 (App. Div. 2023)",
        "Zagare & Kilgour 2000, doi:10.1017/CBO9780511491788 (deterrence as a game under uncertainty)",
    ),
)
