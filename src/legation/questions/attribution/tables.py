"""Tables of an assessment: the hypotheses by analyst, the items and what they do, the answer without each, judgements that were made."""

from __future__ import annotations

import math

from legation.figures.figure import Named
from legation.language import Message
from legation.methods.attribution import Judgement, Scores, score_judgements
from legation.questions.answer import AnswerTable
from legation.questions.attribution.asked import Asked
from legation.questions.attribution.weighed import Weighing
from legation.questions.attribution.words import claimed, kind, named
from legation.questions.columns import Columns
from legation.questions.estimate_words import estimate

__all__ = ["analyst_named", "chance_table", "item_table", "judgement_table", "rivals", "scored", "without_table"]

column = Columns("attribution.col.")


def analyst_named(held: Asked, analyst: str) -> Named:
    """Return an analyst as a reader knows them."""
    return next(Named(one.id, one.name or one.id) for one in held.model.analysts if one.id == analyst)


def rivals(weighing: Weighing, analyst: str) -> tuple[str, str]:
    """Return what stands first with an analyst, and the next that is no planting of marks: cheap items do not tell these apart."""
    first, *others = weighing.order(analyst)
    second = next(one for one in others if one.kind != "false-flag")
    return first.id, second.id


def chance_table(held: Asked, weighing: Weighing) -> AnswerTable:
    """Return each hypothesis with each analyst: prior, chance, interval, word; Heuer's count beside them."""
    model = held.model
    rows = []
    for analyst in model.analysts:
        against = weighing.by_analyst[analyst.id].inconsistent
        for one in weighing.order(analyst.id):
            low, value, high = weighing.chance(analyst.id, one.id)
            word = estimate(value, model.scale)
            before = weighing.prior(analyst.id, one.id)
            who = analyst_named(held, analyst.id)
            rows.append((named(one), kind(one, model.hypotheses), who, before, value, low, high, word, against[one.id]))
    columns = (
        *column.text("hypothesis", "kind", "analyst"),
        *column.chance("prior", "chance", "low", "high"),
        *column.text("word"),
        *column.number("inconsistent"),
    )
    return AnswerTable(id="chances", title=Message("attribution.table.chances"), columns=columns, rows=tuple(rows))


def item_table(held: Asked, weighing: Weighing) -> AnswerTable:
    """Return each item that counts: grades, weight, whether costly to fake, and what it does to the odds of the first two hypotheses."""
    analyst = held.model.analysts[0].id
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


def without_table(held: Asked, weighing: Weighing) -> AnswerTable:
    """Return, for each analyst, the first hypothesis without each item, what moves it most first."""
    rows = []
    for analyst in held.model.analysts:
        first, _ = rivals(weighing, analyst.id)
        names = {one.id: named(one) for one in held.model.hypotheses}
        before = weighing.chance(analyst.id, first)[1]
        mine = []
        for row in weighing.rows:
            left = weighing.without(analyst.id, row.item.id)
            leader = max(left, key=lambda name: left[name])
            word = estimate(left[first], held.model.scale)
            who = analyst_named(held, analyst.id)
            mine.append((claimed(row.item), who, names[first], before, left[first], word, names[leader], row.item.evidence))
        rows += sorted(mine, key=lambda one: -abs(one[4] - one[3]))
    columns = (
        *column.text("item", "analyst", "hypothesis"),
        *column.chance(before="with", after="without"),
        *column.text("word", "first"),
        *column.evidence("evidence"),
    )
    return AnswerTable(id="without", title=Message("attribution.table.without"), columns=columns, rows=tuple(rows))


def scored(held: Asked) -> Scores:
    """Return the scores of past judgements that are resolved."""
    made = [Judgement(id=one.id, made_on=str(one.made_on), probability=one.probability) for one in held.model.past]
    return score_judgements(made, {one.id: one.truth for one in held.model.past if one.truth})


def judgement_table(held: Asked) -> AnswerTable:
    """Return past judgements: what was given to what proved right, and the scores; open ones without."""
    scores = {one.id: one for one in scored(held).each}
    rows = []
    for one in held.model.past:
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
