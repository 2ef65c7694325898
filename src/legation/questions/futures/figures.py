"""Pictures of futures: the tableau, the map by distance, the balance sheet of a scenario, the tornado, and plans against scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from legation.figures.figure import Figure, Named
from legation.figures.kit.matrix import Cell, Head, matrix
from legation.figures.kit.plane import Group, Spot, plane
from legation.figures.kit.rows import Fill, Heading, Item, Key, Row, Scale, row_chart
from legation.language import Message
from legation.methods.scenario import Balance, Lever, Sensitivity, Survival
from legation.methods.scenario.distance import distances, parting
from legation.methods.voting.scaling import classical_scaling
from legation.questions.base.case import Case
from legation.questions.futures.inputs import Futures, combinations, signed

__all__ = ["balance_picture", "distance_picture", "survival_picture", "tableau_picture", "tornado_picture"]

MAPPED = 200
"""Scenarios on the map."""


def tableau_picture(case: Case, inputs: Futures) -> Figure:
    """Return the tableau; its title says how many scenarios hold and in how much they agree."""
    common = inputs.common()
    values = {
        "count": inputs.found.count,
        "many": combinations(inputs.found.count),
        "of": combinations(inputs.matrix.n_scenarios),
        "drivers": len(inputs.matrix.sizes),
    }
    title = Message("futures.tableau.title-same", same=len(common), **values) if common else Message("futures.tableau.title", **values)
    readings = {Message("futures.total"): inputs.total} | ({Message("futures.inconsistency"): inputs.short} if inputs.short.any() else {})
    seen, chosen = inputs.seen, inputs.rows.T
    columns = _scenarios(inputs)
    rows = [Head(name=seen.descriptor(j)) for j in range(len(inputs.matrix.sizes))] + [Head(name=name) for name in readings]
    cells = [[_variant(inputs, j, int(k), alone=len(set(chosen[j].tolist())) == 1) for k in chosen[j]] for j in range(len(chosen))]
    cells += [[Cell(text=Message("answer.value", value=int(value))) for value in values] for values in readings.values()]
    hidden = (Message("futures.tableau.left-out", shown=len(columns), count=inputs.unlisted),) if inputs.unlisted else ()
    return matrix(
        rows,
        columns,
        cells,
        id="tableau",
        title=title,
        subtitle=Message("futures.tableau.subtitle", model=inputs.seen.called, as_of=case.as_of),
        alt=Message("futures.tableau.alt", count=len(inputs.rows), drivers=len(inputs.matrix.sizes), same=len(common)),
        notes=(Message("futures.tableau.reading"), *hidden),
        joined=True,
    )


def _scenarios(inputs: Futures) -> list[Head]:
    return [Head(name=name) for name in inputs.names]


def _variant(inputs: Futures, j: int, k: int, *, alone: bool) -> Cell:
    """Return the cell of a variant: its number and name, strong where all scenarios have it."""
    text = Message("futures.tableau.variant", number=k + 1, variant=inputs.seen.variant(j, k))
    signs = inputs.seen.seen([sign.evidence for sign in inputs.seen.model.descriptors[j].variants[k].signposts])
    return Cell(text=text, short=str(k + 1), tone="half" if alone else f"tint-{k % 6}", evidence=signs)


def distance_picture(case: Case, inputs: Futures) -> Figure:
    """Return the map of scenarios, as far apart as descriptors differ; shapes tell the descriptor that parts them best."""
    rows = inputs.rows[:MAPPED]
    n = len(inputs.matrix.sizes)
    apart = distances(rows)
    placed = classical_scaling(1 - apart / n)
    shaped = parting(rows) or 0
    kinds = rows[:, shaped].tolist()
    there = sorted(set(kinds))
    pairs = apart[np.triu_indices(len(rows), 1)]
    values = {"count": len(rows), "least": int(pairs.min()), "most": int(pairs.max()), "drivers": n}
    called = [inputs.seen.variant(shaped, k) for k in there]
    return plane(
        [
            Spot(name=name, x=x, y=y, group=there.index(k), value=called[there.index(k)], part=called[there.index(k)])
            for name, (x, y), k in zip(inputs.names, placed.coordinates.tolist(), kinds, strict=False)
        ],
        [Group(name=variant) for variant in called],
        id="distance",
        notes=(Message("figures.plane.reading"),),
        title=Message("futures.map.title-even" if values["least"] == values["most"] else "futures.map.title", **values),
        subtitle=Message("futures.map.subtitle", descriptor=inputs.seen.descriptor(shaped), stress=placed.stress, as_of=case.as_of),
        alt=Message("futures.map.alt", **values),
    )


def balance_picture(case: Case, inputs: Futures, sheet: Balance, name: str) -> Figure:
    """Return the impact balance sheet of one scenario, the descriptors that hold least firmly first."""
    leads = [_lead(sheet, j) for j in range(len(sheet.scores))]
    order = sorted(range(len(leads)), key=lambda j: (leads[j], j))
    shown: list[int] = []
    for j in order:  # whole descriptors, as long as they stand on one page
        if shown and sum(len(sheet.scores[k]) for k in (*shown, j)) > VARIANTS:
            break
        shown.append(j)
    weakest = inputs.seen.descriptor(order[0])
    scores = [score for of in sheet.scores for score in of]
    form = "futures.sheet.title-level" if leads[order[0]] <= 0 else "futures.sheet.title"
    notes = [Message("futures.sheet.reading")]
    if len(shown) < len(order):
        notes.append(Message("futures.sheet.left-out", shown=len(shown), count=len(order) - len(shown)))
    return row_chart(
        [thing for j in shown for thing in _block(inputs, sheet, j, leads[j])],
        [
            Scale(low=float(min(0, *scores)), high=float(max(1, *scores)), origin=0.0, head=Message("futures.sheet.score")),
            Scale(head=Message("futures.sheet.pushes"), share=1.2),
        ],
        id="balance",
        title=Message(form, scenario=name, descriptor=weakest, count=abs(leads[order[0]])),
        subtitle=Message("futures.sheet.subtitle", model=inputs.seen.called, as_of=case.as_of),
        alt=Message("futures.sheet.alt", scenario=name, drivers=len(leads), descriptor=weakest, total=sheet.total_impact),
        notes=notes,
    )


VARIANTS, PUSHES = 18, 2
"""Variants of the sheet, and drivers that are named beside one; the table has all."""


def _lead(sheet: Balance, j: int) -> int:
    """Return by how much the scenario's variant of a descriptor is ahead of its best rival; below 0 it is behind."""
    own = sheet.scenario[j]
    return sheet.scores[j][own] - max(score for k, score in enumerate(sheet.scores[j]) if k != own)


def _block(inputs: Futures, sheet: Balance, j: int, lead: int) -> Iterator[Heading | Row]:
    """Yield a descriptor, and for each of its variants the score with the drivers that push it, the strongest first."""
    form = "futures.sheet.ahead" if lead > 0 else "futures.sheet.behind" if lead else "futures.sheet.level"
    yield Heading(name=inputs.seen.descriptor(j), aside=Message(form, by=abs(lead)), is_warning=lead < 0)
    first, own = inputs.matrix.offsets[j], sheet.scenario[j]
    for k, score in enumerate(sheet.scores[j]):
        pushes = [(int(impact), i) for i, impact in enumerate(sheet.impacts[:, first + k].tolist()) if impact]
        ranked = sorted(pushes, key=lambda pair: (-abs(pair[0]), pair[1]))
        said = [Message("futures.push", impact=signed(impact), descriptor=inputs.seen.descriptor(i)) for impact, i in ranked[:PUSHES]]
        if len(ranked) > PUSHES:
            said.append(Message("futures.sheet.more", count=len(ranked) - PUSHES))
        words = Message("futures.sheet.pushed", pushes=tuple(said)) if said else Message("futures.sheet.nobody")
        fill: Fill = "full" if k == own else "open"
        items = (Item(value=float(score), text=signed(score), fill=fill), Item(value=None, text=words, scale=1))
        yield Row(name=inputs.seen.variant(j, k), items=items, is_strong=k == own)


DRAWN = 13
"""Judgements of the picture; the table has all."""


def tornado_picture(case: Case, inputs: Futures, found: Sensitivity) -> Figure:
    """Return the judgements on which the scenarios hang most: those that somebody made, or all where none of these moves anything."""
    judged = inputs.seen.model.judged()
    levers = [one for one in found.levers if inputs.cell(one) in judged] or list(found.levers)
    shown = levers[:DRAWN]
    least = abs(levers[0].by)
    near = sum(abs(one.by) == least for one in levers)
    scale = Scale(
        low=-float(max(len(one.destroys) for one in shown)),
        high=float(max(len(one.creates) for one in shown)),
        origin=0.0,
    )
    left_out = (Message("futures.tornado.left-out", shown=len(shown), count=len(levers) - len(shown)),)
    first = (inputs.seen.taking(*levers[0].source), inputs.seen.taking(*levers[0].target))
    values = {"count": len(levers), "near": near, "least": least, "source": first[0], "target": first[1]}
    return row_chart(
        [_judged(inputs, one) for one in shown],
        [scale],
        id="tornado",
        title=Message("futures.tornado.title", count=near, least=least),
        subtitle=Message("futures.tornado.subtitle", reach=found.reach, model=inputs.seen.called, as_of=case.as_of),
        alt=Message("futures.tornado.alt", **values),
        key=(
            Key(Item(value=1.0, fill="hatched"), Message("futures.tornado.ceases")),
            Key(Item(value=1.0), Message("futures.tornado.begins")),
        ),
        notes=left_out if len(levers) > len(shown) else (),
    )


def _judged(inputs: Futures, one: Lever) -> Row:
    """Return a judgement moved one way: to the left what ceases to hold, to the right what begins to."""
    now = int(inputs.matrix.array[inputs.cell(one)])
    name = Message("futures.tornado.judged", source=inputs.seen.taking(*one.source), target=inputs.seen.taking(*one.target))
    ends = (Item(value=float(-len(one.destroys)), text=Message("answer.value", value=len(one.destroys)), fill="hatched"),)
    begins = (Item(value=float(len(one.creates)), text=Message("answer.value", value=len(one.creates))),)
    items = (*(ends if one.destroys else ()), *(begins if one.creates else ()))
    return Row(name=name, under=Message("futures.tornado.from-to", now=signed(now), then=signed(now + one.by)), items=items)


def survival_picture(case: Case, inputs: Futures, plans: Sequence[Named], survived: Survival) -> Figure:
    """Return plans against scenarios."""
    everywhere = sum(count == len(inputs.rows) for count in survived.count)
    values = {"count": len(plans), "everywhere": everywhere, "scenarios": len(inputs.rows)}
    sources = {plan.id: inputs.seen.seen(plan.evidence) for plan in inputs.seen.model.plans}
    cells = [[_met(int(met), needed) for met in row] for row, needed in zip(survived.met.tolist(), survived.needs, strict=True)]
    return matrix(
        [
            Head(name=plan, under=Message("futures.survival.in", count=count, of=len(inputs.rows)), evidence=sources[plan.id])
            for plan, count in zip(plans, survived.count, strict=True)
        ],
        _scenarios(inputs),
        cells,
        id="survival",
        title=Message("futures.survival.title", **values),
        subtitle=Message("futures.survival.subtitle", model=inputs.seen.called, as_of=case.as_of),
        alt=Message("futures.survival.alt", **values),
        notes=(Message("futures.survival.reading"),),
    )


def _met(met: int, needed: int) -> Cell:
    said = Message("futures.survival.met", met=met, of=needed)
    return Cell(text=f"{met}/{needed}", short=str(met), says=said, tone="full" if met == needed else "hatched")
