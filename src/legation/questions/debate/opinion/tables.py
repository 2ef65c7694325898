"""The tables and pictures of a room: groups and the evidence for them, statements, what each group says, the map, signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.figures.figure import Figure
from legation.figures.kit.plane import Group, Spot, plane
from legation.figures.kit.rows import Fill, Heading, Item, Key, Row, Scale, Shape, Tone, row_chart
from legation.language import Message, Spoken
from legation.methods.opinion import Listed
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import Columns
from legation.questions.debate.opinion.independence import Signs
from legation.questions.debate.opinion.inputs import LITTLE, SURE, RoomInputs
from legation.questions.debate.opinion.statements import Lists, StatementForecast

__all__ = [
    "cards_of",
    "divisions_of",
    "evidence_table",
    "groups_table",
    "map_of",
    "predicted_table",
    "says_table",
    "seldom_table",
    "signs_table",
    "statements_table",
]


AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")


def groups_table(inputs: RoomInputs) -> Iterator[AnswerTable]:
    """Yield a row for each group that may be published; nothing without two groups."""
    if not inputs.groups:
        return
    rows: list[tuple[Any, ...]] = []
    for g in range(inputs.groups):
        inside = inputs.label == g
        near = int((inside & inputs.near_border).sum())
        rows.append(
            (inputs.group(g), int(inside.sum()), float(inside.sum() / inputs.people), float(inputs.opinion.stability[inside].mean()), near)
        )
    columns = (
        *column.text("group"),
        *column.number("people"),
        *column.share(share="of-all", stability="stability"),
        *column.number("near"),
    )
    yield AnswerTable(id="groups", title=Message(f"{AREA}.table.groups"), columns=columns, rows=tuple(rows))


def evidence_table(inputs: RoomInputs) -> Iterator[AnswerTable]:
    """Yield a row for each number of groups that was tried; nothing where there is no map."""
    if not inputs.opinion.evidence:
        return
    rows = [
        (
            one.k,
            round(one.silhouette, 3),
            round(one.error, 3),
            round(one.strength, 2),
            Message(f"{AREA}.taken") if one.k == inputs.opinion.k else "",
        )
        for one in inputs.opinion.evidence
    ]
    columns = (*column.number("k", "silhouette", "error", "strength"), *column.text("taken"))
    yield AnswerTable(id="number-of-groups", title=Message(f"{AREA}.table.evidence"), columns=columns, rows=tuple(rows))


def statements_table(inputs: RoomInputs, lists: Lists) -> AnswerTable:
    """Return a row for each statement: what all say, and how far the groups agree on it."""
    agree, seen = inputs.everyone.agree[0], inputs.everyone.seen[0]
    low, high = inputs.everyone.agree_low[0], inputs.everyone.agree_high[0]
    joint = inputs.groups > 0
    order = [*lists.joint, *(j for j in np.argsort(-agree / np.maximum(seen, 1), kind="stable").tolist() if j not in set(lists.joint))]
    parts, bridges = ({one.statement for one in found} for found in (lists.divides, lists.bridges))
    rows: list[tuple[Any, ...]] = []
    for j in order:
        publishable = seen[j] >= inputs.smallest
        kind = Message(f"{AREA}.kind.divides") if j in parts else Message(f"{AREA}.kind.bridges") if j in bridges else ""
        row: tuple[Any, ...] = (
            inputs.number(j), inputs.words(j), int(seen[j]) if publishable else None,
            *((float(agree[j] / seen[j]), float(low[j]), float(high[j])) if publishable else (None, None, None)),
        )  # fmt: skip
        if joint:
            whole = bool(inputs.shown[:, j].all())
            least = int(inputs.stats.share_agree[:, j].argmin())
            measures = (inputs.stats.consensus_product[j], inputs.stats.consensus_geometric[j], inputs.stats.consensus_minimum[j])
            ends = (inputs.stats.agree_low[least, j], inputs.stats.agree_high[least, j])
            row += tuple(float(x) for x in (*measures, *ends)) if whole else (None,) * 5
            row += (kind,)
        rows.append(row)
    columns = [*column.text(statement="number", text="statement"), *column.number("seen"), *column.share("agree", "low", "high")]
    if joint:
        columns += [*column.share("product", "geometric", "minimum", "minimum_low", "minimum_high"), *column.text("kind")]
    return AnswerTable(id="statements", title=Message(f"{AREA}.table.statements"), columns=tuple(columns), rows=tuple(rows))


def says_table(inputs: RoomInputs, lists: Lists) -> Iterator[AnswerTable]:
    """Yield a row for each statement that a group says more than the others do; nothing without two groups."""
    rows = [_says(inputs, g, one) for g, says in enumerate(lists.says) for one in says]
    if not rows:
        return
    columns = (
        *column.text("group", statement="number", text="statement", side="side"),
        *column.number("seen"),
        *column.share(share="that-side", low="low", high="high", rest="rest"),
        *column.fine_share("false"),
    )
    yield AnswerTable(id="says", title=Message(f"{AREA}.table.says"), columns=columns, rows=tuple(rows))


def _says(inputs: RoomInputs, g: int, one: Listed) -> tuple[Any, ...]:
    s, j = inputs.stats, one.statement
    count, low, high, rate = (
        (s.agree, s.agree_low, s.agree_high, s.q_agree) if one.agree else (s.disagree, s.disagree_low, s.disagree_high, s.q_disagree)
    )
    others = [other for other in range(inputs.groups) if other != g]
    rest, rest_seen = (int(x[others, j].sum()) for x in (count, s.seen))
    publishable = bool(inputs.shown[others, j].all()) and rest_seen > 0
    side = Message(f"{AREA}.side.agree") if one.agree else Message(f"{AREA}.side.disagree")
    seen = int(s.seen[g, j])
    share = float(count[g, j] / seen)
    return (
        inputs.group(g), inputs.number(j), inputs.words(j), side, seen, share, float(low[g, j]), float(high[g, j]),
        rest / rest_seen if publishable else None, float(rate[g, j]),
    )  # fmt: skip


def seldom_table(inputs: RoomInputs) -> Iterator[AnswerTable]:
    """Yield a row for each statement that a group saw too little, the least seen first; nothing where there is none."""
    least = inputs.least_seen()
    few = [j for j in np.argsort(least, kind="stable").tolist() if least[j] < max(LITTLE, inputs.smallest)]
    if not few:
        return
    rows = []
    for j in few:
        seen = int(inputs.everyone.seen[0, j])
        rows.append((inputs.number(j), inputs.words(j), seen if seen >= inputs.smallest else None, inputs.people))
    columns = (*column.text(statement="number", text="statement"), *column.number("seen", "people"))
    yield AnswerTable(id="seldom-seen", title=Message(f"{AREA}.table.seldom"), columns=columns, rows=tuple(rows))


def predicted_table(inputs: RoomInputs, found: StatementForecast | None) -> Iterator[AnswerTable]:
    """Yield what is predicted, apart from what was cast; nothing where nothing is."""
    if found is None:
        return
    rows = [(inputs.number(p.column), inputs.words(p.column), inputs.group(p.group), p.people, p.share, p.low, p.high) for p in found.rows]
    columns = (
        *column.text(statement="number", text="statement", group="group"),
        *column.number(people="unseen"),
        *column.share("predicted", "low", "high"),
    )
    yield AnswerTable(id="predicted", title=Message(f"{AREA}.table.predicted"), columns=columns, rows=tuple(rows), judgement="stances")


def signs_table(found: Signs) -> AnswerTable:
    """Return a row for each sign that was sought."""
    names = {
        "copies": Message(f"{AREA}.sign.copies"),
        "in-step": Message(f"{AREA}.sign.in-step"),
        "rush": Message(f"{AREA}.sign.rush"),
    }
    columns = (*column.text("sign"), *column.number("sets", "people", "largest"))
    rows = tuple((names[one.name], one.sets, one.people, one.largest) for one in found.found)
    return AnswerTable(id="signs", title=Message(f"{AREA}.table.signs"), columns=columns, rows=rows, judgement="concert")


_EACH = 3


def map_of(inputs: RoomInputs) -> Iterator[Figure]:
    """Yield the map; nothing without two groups that may be published. Nobody outside such a group is drawn where they are too few."""
    if inputs.groups < 2:
        return
    loose = (inputs.label < 0) & np.isfinite(inputs.opinion.position).all(axis=1)
    drawn = inputs.label >= 0
    if loose.sum() >= inputs.smallest:
        drawn |= loose
    title = Message(f"{AREA}.figure.map", count=inputs.groups, near=float(inputs.near_border.sum() / (inputs.label >= 0).sum()))
    near = [int(((inputs.label == g) & inputs.near_border).sum()) for g in range(inputs.groups)]
    sizes = tuple(int((inputs.label == g).sum()) for g in range(inputs.groups))
    yield plane(
        [
            Spot(name="", x=x, y=y, group=group, sure=not stability < SURE)  # nobody is told by a point
            for (x, y), group, stability in zip(
                inputs.opinion.position[drawn].tolist(), inputs.label[drawn].tolist(), inputs.opinion.stability[drawn].tolist(), strict=True
            )
        ],
        [
            Group(name=inputs.group(g), value=Message(f"{AREA}.figure.people", count=size, near=close))
            for g, (size, close) in enumerate(zip(sizes, near, strict=True))
        ],
        id="opinion-map",
        hulls=True,
        notes=(Message(f"{AREA}.figure.map-reading", sure=SURE),),
        title=title,
        subtitle=Message(
            f"{AREA}.figure.map-subtitle", title=inputs.title, share=float(inputs.opinion.share.sum()), as_of=inputs.case.as_of
        ),
        alt=Message(f"{AREA}.figure.map-alt", finding=title, sizes=sizes),
    )


def cards_of(inputs: RoomInputs, lists: Lists) -> Iterator[Figure]:
    """Yield the cards of the statements that bridge, part or join the most; nothing where none may be shown."""
    chosen: dict[int, Message] = {}
    parts = (
        (lists.divides, Message(f"{AREA}.why.divides")),
        (lists.bridges, Message(f"{AREA}.why.bridges")),
        (lists.unites if not inputs.groups else (), Message(f"{AREA}.why.unites")),
    )
    for listed, why in parts:
        for one in listed[:_EACH]:
            chosen.setdefault(one.statement, why)
    if not chosen:
        return
    things: list[Heading | Row] = []
    for j, why in chosen.items():
        heading = Message(f"{AREA}.figure.numbered", number=inputs.number(j), words=inputs.words(j))
        things += [Heading(name=heading, aside=why), *_bars(inputs, j)]
    both = len({one.statement for one in lists.divides} & {one.statement for one in lists.bridges})
    title = (
        Message(f"{AREA}.figure.cards", divides=len(lists.divides), bridges=len(lists.bridges), both=both)
        if inputs.groups
        else Message(f"{AREA}.figure.cards-all", count=len(lists.unites))
    )
    scales = [Scale(share=3), Scale(head=Message(f"{AREA}.figure.agreeing"), share=1)]
    yield row_chart(
        things,
        scales,
        id="statement-cards",
        key=[Key(_part(kind, 0.0, 1.0), _answer(kind)) for kind in _PARTS],
        title=title,
        subtitle=Message(f"{AREA}.figure.cards-subtitle", title=inputs.title, as_of=inputs.case.as_of),
        alt=Message(f"{AREA}.figure.cards-alt", finding=title, count=len(chosen)),
    )


_PARTS: Mapping[str, Tone] = {"agree": "yes", "passed": "abstain", "disagree": "no", "unseen": "absent"}


def _answer(kind: str) -> Message:
    return {
        "agree": Message(f"{AREA}.figure.agree"),
        "passed": Message(f"{AREA}.figure.passed"),
        "disagree": Message(f"{AREA}.figure.disagree"),
        "unseen": Message(f"{AREA}.figure.unseen"),
    }[kind]


def _part(kind: str, start: float, end: float, text: Spoken | str = "", said: Spoken | str = "") -> Item:
    """Return a part of a bar: of those who did not see a statement it is hollow, of those who pass hatched."""
    fill: Fill = {"passed": "hatched", "unseen": "open"}.get(kind, "full")  # type: ignore[assignment]  # two of them
    return Item(value=end, start=start, text=text, said=said, tone=_PARTS[kind], fill=fill, is_inside=True)


def _bars(inputs: RoomInputs, j: int) -> Iterator[Row]:
    """Yield what each group says of a statement: a bar is the whole group, so that who did not see it is seen too."""
    if not inputs.groups:
        everyone = inputs.everyone
        agree, disagree, seen = (int(x[0, j]) for x in (everyone.agree, everyone.disagree, everyone.seen))
        counts = (agree, seen - agree - disagree, disagree, int(inputs.counted.sum()) - seen)
        yield _bar(Message(f"{AREA}.figure.everyone"), counts, everyone.agree_low[0, j], everyone.agree_high[0, j])
        return
    for g in range(inputs.groups):
        name = Message(f"{AREA}.group-people", number=g + 1, count=int((inputs.label == g).sum()))
        if not inputs.shown[g, j]:
            yield Row(name=name, items=(Item(value=None, text=Message(f"{AREA}.figure.too-few-saw")),))
            continue
        agree, disagree, seen = (int(x[g, j]) for x in (inputs.stats.agree, inputs.stats.disagree, inputs.stats.seen))
        counts = (agree, seen - agree - disagree, disagree, int((inputs.label == g).sum()) - seen)
        yield _bar(name, counts, inputs.stats.agree_low[g, j], inputs.stats.agree_high[g, j])


def _bar(name: Message, counts: tuple[int, int, int, int], low: float, high: float) -> Row:
    total, at, items = max(1, sum(counts)), 0, []
    for kind, count in zip(_PARTS, counts, strict=True):
        if count:
            said = Message(f"{AREA}.figure.counted", what=_answer(kind), count=count)
            items.append(_part(kind, at / total, (at + count) / total, Message("figures.bands.number", value=count), said))
        at += count
    seen = total - counts[3]
    if seen:
        items.append(Item(value=None, text=Message(f"{AREA}.figure.share", share=counts[0] / seen, low=low, high=high), scale=1))
    return Row(name=name, items=tuple(items))


def divisions_of(inputs: RoomInputs, lists: Lists) -> Iterator[Figure]:
    """Yield all statements whose numbers may be shown, from consensus to division."""
    dots = list(_dots_by_groups(inputs, lists) if inputs.groups > 1 else _dots_of_all(inputs))
    if not dots:
        return
    axis = Message(f"{AREA}.figure.axis-groups") if inputs.groups > 1 else Message(f"{AREA}.figure.axis-all")
    drawn = {dot.number for dot in dots}
    parts, joins = ({inputs.number(one.statement) for one in found} & drawn for found in (lists.divides, lists.bridges))
    joins |= {dot.number for dot in dots if dot.kind == "joins"}
    both = len(parts & joins)
    form = f"{AREA}.figure.divisions{'-both' if both else ''}"
    title = Message(form, parts=len(parts), joins=len(joins), both=both, count=len(dots))
    ordered = sorted(dots, key=lambda dot: (-dot.place, dot.number))
    shown = ordered if len(ordered) <= 2 * _ENDS else [*ordered[:_ENDS], *ordered[-_ENDS:]]
    notes = [Message(f"{AREA}.figure.{kind}", count=count) for kind in LOOKS if (count := sum(dot.kind == kind for dot in dots))]
    if len(shown) < len(dots):
        notes.insert(0, Message(f"{AREA}.figure.ends", shown=_ENDS, count=len(dots) - len(shown)))
    yield row_chart(
        [dot.row() for dot in shown],
        [
            Scale(
                head=axis,
                ticks=tuple((share, Message(f"{AREA}.figure.points", points=round(100 * share))) for share in (0, 0.25, 0.5, 0.75, 1)),
            )
        ],
        id="divisions",
        notes=notes,
        title=title,
        subtitle=Message(f"{AREA}.figure.divisions-subtitle", title=inputs.title, as_of=inputs.case.as_of),
        alt=Message(f"{AREA}.figure.divisions-alt", finding=title, least=_at_end(dots, last=False), most=_at_end(dots, last=True)),
    )


LOOKS: Mapping[str, tuple[Shape, Tone, Fill]] = {
    "parts": ("square", "third", "full"),
    "joins": ("circle", "first", "full"),
    "neither": ("circle", "third", "open"),
    "unsure": ("diamond", "third", "open"),
}
"""By what a statement does: the shape, the tone and the fill of its mark."""
_TICKS = tuple((share, Message(f"{AREA}.figure.points", points=round(100 * share))) for share in (0, 0.25, 0.5, 0.75, 1))
_ENDS = 8
"""So many statements at either end are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A statement: its number, its words, its place from 0 (no difference) to 1, and its kind, of :data:`LOOKS`."""

    number: str
    text: Spoken
    place: float
    kind: str

    def row(self) -> Row:
        """Return it as a row."""
        shape, tone, fill = LOOKS[self.kind]
        text = Message(f"{AREA}.figure.place", points=round(100 * self.place), kind=Message(f"{AREA}.figure.kind-{self.kind}"))
        name = Message(f"{AREA}.figure.numbered", number=self.number, words=self.text)
        return Row(name=name, items=(Item(value=self.place, shape=shape, tone=tone, fill=fill, text=text),))


def _at_end(dots: list[Dot], *, last: bool) -> tuple[str, ...]:
    """Return the numbers of the statements at one end, of those that enough people saw."""
    certain = [one for one in dots if one.kind != "unsure"] or dots
    ordered = [one.number for one in sorted(certain, key=lambda one: one.place, reverse=last)]
    return tuple(ordered[:_EACH])


def _dots_by_groups(inputs: RoomInputs, lists: Lists) -> Iterator[Dot]:
    parts, bridges = ({one.statement for one in found} for found in (lists.divides, lists.bridges))
    least = inputs.least_seen()
    share = inputs.stats.share_agree
    for j in np.flatnonzero(inputs.shown.all(axis=0)).tolist():
        sure = "parts" if j in parts else "joins" if j in bridges else "neither"
        kind = "unsure" if sure == "neither" and least[j] < max(LITTLE, inputs.smallest) else sure
        yield Dot(number=inputs.number(j), text=inputs.words(j), place=float(share[:, j].max() - share[:, j].min()), kind=kind)


def _dots_of_all(inputs: RoomInputs) -> Iterator[Dot]:
    s = inputs.everyone
    for j in np.flatnonzero(s.seen[0] >= inputs.smallest).tolist():
        taken = int(s.agree[0, j] + s.disagree[0, j])
        joins = s.agree_low[0, j] > 0.5 or s.disagree_low[0, j] > 0.5
        kind = "joins" if joins else "unsure" if s.seen[0, j] < LITTLE else "neither"
        place = 1 - abs(int(s.agree[0, j] - s.disagree[0, j])) / taken if taken else 0.0
        yield Dot(number=inputs.number(j), text=inputs.words(j), place=place, kind=kind)
