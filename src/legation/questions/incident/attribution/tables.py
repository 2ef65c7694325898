"""Tables and pictures of an assessment: the hypotheses by analyst, the items and what they do, judgements that were made."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from legation.dossier.models.assessment_records import Hypothesis
from legation.figures.figure import Figure, Named
from legation.figures.kit.ladder import Step, ladder
from legation.figures.kit.rows import Fill, Item, Key, Row, Scale, row_chart
from legation.language import Message
from legation.methods.attribution import Judgement, Scores, score_judgements
from legation.questions.answer import AnswerTable
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.estimate_words import estimate
from legation.questions.incident.attribution.inputs import AssessmentInputs
from legation.questions.incident.attribution.weights import Weighing
from legation.questions.incident.attribution.words import chance, claimed, fill, kind, named

__all__ = [
    "analyst_named",
    "chance_table",
    "item_table",
    "judgement_table",
    "posterior_picture",
    "rivals",
    "scored",
    "waterfall_picture",
    "without_table",
]


column = Columns("attribution.col.")


def analyst_named(inputs: AssessmentInputs, analyst: str) -> Named:
    """Return an analyst as a reader knows them."""
    return next(Named(one.id, one.name or one.id) for one in inputs.model.analysts if one.id == analyst)


def rivals(weighing: Weighing, analyst: str) -> tuple[str, str]:
    """Return what stands first with an analyst, and the next that is no planting of marks: cheap items do not tell these apart."""
    first, *others = weighing.order(analyst)
    second = next(one for one in others if one.kind != "false-flag")
    return first.id, second.id


def chance_table(inputs: AssessmentInputs, weighing: Weighing) -> AnswerTable:
    """Return each hypothesis with each analyst: prior, chance, interval, word; Heuer's count beside them."""
    model = inputs.model
    rows = []
    for analyst in model.analysts:
        against = weighing.by_analyst[analyst.id].inconsistent
        for one in weighing.order(analyst.id):
            low, value, high = weighing.chance(analyst.id, one.id)
            word = estimate(value, model.scale)
            before = weighing.prior(analyst.id, one.id)
            who = analyst_named(inputs, analyst.id)
            rows.append((named(one), kind(one, model.hypotheses), who, before, value, low, high, word, against[one.id]))
    columns = (
        *column.text("hypothesis", "kind", "analyst"),
        *column.chance("prior", "chance", "low", "high"),
        *column.text("word"),
        *column.number("inconsistent"),
    )
    return AnswerTable(id="chances", title=Message("attribution.table.chances"), columns=columns, rows=tuple(rows))


def item_table(inputs: AssessmentInputs, weighing: Weighing) -> AnswerTable:
    """Return each item that counts: grades, weight, whether costly to fake, and what it does to the odds of the first two hypotheses."""
    analyst = inputs.model.analysts[0].id
    first, second = rivals(weighing, analyst)
    rows = [
        (
            claimed(row.item),
            row.origins,
            row.grades,
            row.weight,
            Message("language.yes") if row.item.costly else Message("language.no"),
            row.item.faked_by or "",
            math.exp(weighing.adds(analyst, row.item.id, first) - weighing.adds(analyst, row.item.id, second)),
            len(row.repeated),
            row.item.evidence,
        )
        for row in weighing.rows
    ]
    columns = (
        *column.text("item", "origin", "grades"),
        *column.share("weight"),
        *column.text("costly", "faked-by"),
        *column.number("factor", "repeated"),
        *column.evidence("evidence"),
    )
    return AnswerTable(id="items", title=Message("attribution.table.items"), columns=columns, rows=tuple(rows))


def without_table(inputs: AssessmentInputs, weighing: Weighing) -> AnswerTable:
    """Return, for each analyst, the first hypothesis without each item, what moves it most first."""
    rows = []
    for analyst in inputs.model.analysts:
        first, _ = rivals(weighing, analyst.id)
        names = {one.id: named(one) for one in inputs.model.hypotheses}
        before = weighing.chance(analyst.id, first)[1]
        mine = []
        for row in weighing.rows:
            left = weighing.without(analyst.id, row.item.id)
            leader = max(left, key=lambda name: left[name])
            word = estimate(left[first], inputs.model.scale)
            who = analyst_named(inputs, analyst.id)
            mine.append((claimed(row.item), who, names[first], before, left[first], word, names[leader], row.item.evidence))
        rows += sorted(mine, key=lambda one: -abs(one[4] - one[3]))
    columns = (
        *column.text("item", "analyst", "hypothesis"),
        *column.chance(before="with", after="without"),
        *column.text("word", "first"),
        *column.evidence("evidence"),
    )
    return AnswerTable(id="without", title=Message("attribution.table.without"), columns=columns, rows=tuple(rows))


def scored(inputs: AssessmentInputs) -> Scores:
    """Return the scores of past judgements that are resolved."""
    made = [Judgement(id=one.id, made_on=str(one.made_on), probability=one.probability) for one in inputs.model.past]
    return score_judgements(made, {one.id: one.truth for one in inputs.model.past if one.truth})


def judgement_table(inputs: AssessmentInputs) -> AnswerTable:
    """Return past judgements: what was given to what proved right, and the scores; open ones without."""
    scores = {one.id: one for one in scored(inputs).each}
    rows = []
    for one in inputs.model.past:
        score = scores.get(one.id)
        rows.append(
            (
                Named(one.id, one.text or one.id),
                one.made_on,
                score.truth if score else Message("attribution.unresolved"),
                score.given if score else None,
                score.log_loss if score else None,
                score.brier if score else None,
                one.evidence,
            )
        )
    columns = (
        *column.text("judgement"),
        *column.date("made-on"),
        *column.text("truth"),
        *column.chance("given"),
        *column.number("log-loss", "brier"),
        *column.evidence("evidence"),
    )
    return AnswerTable(id="judgements", title=Message("attribution.table.judgements"), columns=columns, rows=tuple(rows))


DRAWN = 16
"""Hypotheses of the picture, and whatever is unlisted or planted; the table has all."""


def posterior_picture(case: Case, inputs: AssessmentInputs, weighing: Weighing) -> Figure:
    """Return the bars; the title says what stands first with the first analyst, and what the unlisted actor keeps."""
    analysts = [one.id for one in inputs.model.analysts]
    order = weighing.order(analysts[0])
    shown = [one for at, one in enumerate(order) if at < DRAWN or fill(one) != "full"]
    left_out = (Message("figures.posterior.left-out", count=len(order) - len(shown)),)
    unlisted = next(one for one in order if one.kind == "unlisted")
    values = {
        "holder": inputs.holder,
        "first": named(order[0]),
        "chance": chance(weighing.chance(analysts[0], order[0].id)[1]),
        "second": named(order[1]),
        "next": chance(weighing.chance(analysts[0], order[1].id)[1]),
        "unlisted": chance(weighing.chance(analysts[0], unlisted.id)[1]),
    }
    form = {order[0].id: "posterior-title-unlisted", order[1].id: "posterior-title-two"}.get(unlisted.id, "posterior-title")
    ticks = tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.25, 0.5, 0.75, 1.0))
    return row_chart(
        [_believed(weighing, one, analysts) for one in shown],
        [Scale(ticks=ticks)],
        id="posterior",
        title=Message(f"attribution.{form}", **values),
        subtitle=Message("attribution.posterior-subtitle", title=inputs.title, as_of=case.as_of),
        alt=Message("attribution.posterior-alt", count=len(order), **values),
        key=tuple(_key(inputs, analysts, {fill(one) for one in shown})),
        notes=left_out if len(order) > len(shown) else (),
    )


def _believed(weighing: Weighing, one: Hypothesis, analysts: Sequence[str]) -> Row:
    """Return a hypothesis: a bar for each analyst, with its interval and what it was before the evidence."""
    items = []
    for at, analyst in enumerate(analysts):
        low, value, high = weighing.chance(analyst, one.id)
        text = Message("figures.posterior.value-range", value=value, low=low, high=high)
        letter = _letter(at) if len(analysts) > 1 else ""
        prior = weighing.prior(analyst, one.id)
        items.append(Item(value=value, low=low, high=high, beside=prior, text=text, line=at, letter=letter, fill=fill(one)))
    return Row(name=named(one), items=tuple(items))


def _key(inputs: AssessmentInputs, analysts: Sequence[str], there: Collection[Fill]) -> Iterator[Key]:
    """Yield what patterns, interval and prior mean, then who each letter is."""
    patterns: tuple[tuple[str, Fill], ...] = (("unlisted", "hatched"), ("planted", "dashed"))
    for name, pattern in patterns:
        if pattern in there:
            yield Key(Item(value=1.0, fill=pattern), Message(f"figures.posterior.{name}"))
    yield Key(Item(value=0.5, low=0.0, high=1.0, shape="circle"), Message("figures.posterior.interval"))
    yield Key(Item(value=0.5, shape="diamond", tone="ink", fill="open"), Message("figures.posterior.prior"))
    if len(analysts) > 1:
        for at, analyst in enumerate(analysts):
            yield Key(Item(value=0.0, letter=_letter(at)), analyst_named(inputs, analyst))


def _letter(at: int) -> str:
    return chr(ord("A") + at % 26)


def waterfall_picture(case: Case, inputs: AssessmentInputs, weighing: Weighing) -> Figure | None:
    """Return the steps between the first two hypotheses of the first analyst, the largest first; None where no item counts."""
    if not weighing.rows:
        return None
    analyst = inputs.model.analysts[0].id
    first, second = rivals(weighing, analyst)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    before = math.log(weighing.prior(analyst, first) / weighing.prior(analyst, second))
    by_item = [
        (row.item, weighing.adds(analyst, row.item.id, first) - weighing.adds(analyst, row.item.id, second)) for row in weighing.rows
    ]
    by_item.sort(key=lambda one: -abs(one[1]))
    values = {"first": names[first], "second": names[second], "item": claimed(by_item[0][0]), "count": len(by_item)}
    adds: list[tuple[Named | Message, float, tuple[str, ...]]] = [(claimed(item), added, item.evidence) for item, added in by_item[:_STEPS]]
    if len(by_item) > _STEPS:
        rest = by_item[_STEPS:]
        adds.append((Message("figures.waterfall.rest", count=len(rest)), math.fsum(added for _, added in rest), ()))
    level = before
    steps = [_odds_at(Message("figures.waterfall.before"), level)]
    for name, added, evidence in adds:
        factor = Message("figures.waterfall.divided" if added < 0 else "figures.waterfall.times", number=round(_ratio(added), 2))
        steps.append(Step(name=name, start=level, end=level + added, text=factor, evidence=evidence))
        level += added
    steps.append(_odds_at(Message("figures.waterfall.after"), level))
    ends = [step.end or 0.0 for step in steps]
    low, high = min(*ends, -_FEWEST), max(*ends, _FEWEST)
    return ladder(
        steps,
        Scale(low=low, high=high, origin=0.0, ticks=tuple((tick, _odds(tick)) for tick in _decades(low, high))),
        id="waterfall",
        title=Message("attribution.waterfall-title", **values),
        subtitle=Message("attribution.waterfall-subtitle", analyst=analyst_named(inputs, analyst), as_of=case.as_of, **values),
        alt=Message("attribution.waterfall-alt", **values),
        key=(("up", Message("figures.waterfall.for")), ("down", Message("figures.waterfall.against"))),
    )


_STEPS = 14
"""Items of the picture; the rest are one step, and the table has all."""
_FEWEST = math.log(4)


def _odds_at(name: Message, level: float) -> Step:
    return Step(name=name, end=level, text=_odds(level), is_reached=True)


def _decades(low: float, high: float) -> list[float]:
    there = [k for k in range(-6, 7) if low <= k * math.log(10) <= high]
    return [k * math.log(10) for k in there if len(there) <= 5 or k % 2 == 0]


def _ratio(level: float) -> float:
    return math.exp(min(abs(level), 14.0))


def _odds(level: float) -> Message:
    """Return odds as a reader says them: 3 to 1, 1 to 3."""
    ratio = _ratio(level)
    number = round(ratio, 1) if ratio < 10 else round(ratio)
    return Message("figures.waterfall.odds-against" if level < 0 and number != 1 else "figures.waterfall.odds", number=number)
