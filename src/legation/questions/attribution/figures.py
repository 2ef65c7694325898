"""Pictures of an assessment: the hypotheses with their intervals, and the items one step at a time."""

from __future__ import annotations

import math

from legation.figures.figure import Figure
from legation.figures.posterior import Believed, posterior
from legation.figures.waterfall import Step, waterfall
from legation.language import Message
from legation.questions.attribution.asked import Asked
from legation.questions.attribution.tables import analyst_named, rivals
from legation.questions.attribution.weighed import Weighing
from legation.questions.attribution.words import chance, claimed, named, sorts
from legation.questions.case import Case

__all__ = ["posterior_picture", "waterfall_picture"]


def posterior_picture(case: Case, held: Asked, weighing: Weighing) -> Figure:
    """Return the bars; the title says what stands first with the first analyst, and what the unlisted actor keeps."""
    analysts = [one.id for one in held.model.analysts]
    order = weighing.order(analysts[0])
    rows = [
        Believed(
            name=named(one),
            sort=sorts(one),
            chances=tuple((weighing.prior(analyst, one.id), *weighing.chance(analyst, one.id)) for analyst in analysts),
        )
        for one in order
    ]
    unlisted = next(one for one in order if one.kind == "unlisted")
    values = {
        "holder": held.holder,
        "first": named(order[0]),
        "chance": chance(weighing.chance(analysts[0], order[0].id)[1]),
        "second": named(order[1]),
        "next": chance(weighing.chance(analysts[0], order[1].id)[1]),
        "unlisted": chance(weighing.chance(analysts[0], unlisted.id)[1]),
    }
    form = {order[0].id: "posterior-title-unlisted", order[1].id: "posterior-title-two"}.get(unlisted.id, "posterior-title")
    return posterior(
        rows,
        [analyst_named(held, analyst) for analyst in analysts],
        title=Message(f"attribution.{form}", **values),
        subtitle=Message("attribution.posterior-subtitle", title=held.title, as_of=case.as_of),
        alt=Message("attribution.posterior-alt", count=len(rows), **values),
    )


def waterfall_picture(case: Case, held: Asked, weighing: Weighing) -> Figure | None:
    """Return the steps between the first two hypotheses of the first analyst, the largest first; None where no item counts."""
    if not weighing.rows:
        return None
    analyst = held.model.analysts[0].id
    first, second = rivals(weighing, analyst)
    names = {one.id: named(one) for one in held.model.hypotheses}
    before = math.log(weighing.prior(analyst, first) / weighing.prior(analyst, second))
    steps = [
        Step(name=claimed(row.item), adds=weighing.adds(analyst, row.item.id, first) - weighing.adds(analyst, row.item.id, second))
        for row in weighing.rows
    ]
    steps.sort(key=lambda step: -abs(step.adds))
    values = {"first": names[first], "second": names[second], "item": steps[0].name, "count": len(steps)}
    return waterfall(
        before,
        steps,
        title=Message("attribution.waterfall-title", **values),
        subtitle=Message("attribution.waterfall-subtitle", analyst=analyst_named(held, analyst), as_of=case.as_of, **values),
        alt=Message("attribution.waterfall-alt", **values),
    )
