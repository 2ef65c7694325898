"""The tables and pictures of a room: groups and the evidence for them, statements, what each group says, the map, signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from legation.figures.divisions import Dot, divisions
from legation.figures.figure import Figure
from legation.figures.opinion_map import opinion_map
from legation.figures.statement_cards import Card, Share, statement_cards
from legation.language import Message
from legation.methods.opinion import Listed
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import Columns
from legation.questions.debate.opinion.independence import Signs
from legation.questions.debate.opinion.inputs import LITTLE, RoomInputs
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


def groups_table(asked: RoomInputs) -> Iterator[AnswerTable]:
    """Yield a row for each group that may be published; nothing without two groups."""
    if not asked.groups:
        return
    rows: list[tuple[Any, ...]] = []
    for g in range(asked.groups):
        inside = asked.label == g
        near = int((inside & asked.near_border).sum())
        rows.append(
            (asked.group(g), int(inside.sum()), float(inside.sum() / asked.people), float(asked.opinion.stability[inside].mean()), near)
        )
    columns = (
        *column.text("group"),
        *column.number("people"),
        *column.share(share="of-all", stability="stability"),
        *column.number("near"),
    )
    yield AnswerTable(id="groups", title=Message(f"{AREA}.table.groups"), columns=columns, rows=tuple(rows))


def evidence_table(asked: RoomInputs) -> Iterator[AnswerTable]:
    """Yield a row for each number of groups that was tried; nothing where there is no map."""
    if not asked.opinion.evidence:
        return
    rows = [
        (
            one.k,
            round(one.silhouette, 3),
            round(one.error, 3),
            round(one.strength, 2),
            Message(f"{AREA}.taken") if one.k == asked.opinion.k else "",
        )
        for one in asked.opinion.evidence
    ]
    columns = (*column.number("k", "silhouette", "error", "strength"), *column.text("taken"))
    yield AnswerTable(id="number-of-groups", title=Message(f"{AREA}.table.evidence"), columns=columns, rows=tuple(rows))


def statements_table(asked: RoomInputs, lists: Lists) -> AnswerTable:
    """Return a row for each statement: what all say, and how far the groups agree on it."""
    agree, seen = asked.everyone.agree[0], asked.everyone.seen[0]
    low, high = asked.everyone.agree_low[0], asked.everyone.agree_high[0]
    joint = asked.groups > 0
    order = [*lists.joint, *(j for j in np.argsort(-agree / np.maximum(seen, 1), kind="stable").tolist() if j not in set(lists.joint))]
    parts, bridges = ({one.statement for one in found} for found in (lists.divides, lists.bridges))
    rows: list[tuple[Any, ...]] = []
    for j in order:
        told = seen[j] >= asked.smallest
        kind = Message(f"{AREA}.kind.divides") if j in parts else Message(f"{AREA}.kind.bridges") if j in bridges else ""
        row: tuple[Any, ...] = (
            asked.number(j), asked.words(j), int(seen[j]) if told else None,
            *((float(agree[j] / seen[j]), float(low[j]), float(high[j])) if told else (None, None, None)),
        )  # fmt: skip
        if joint:
            whole = bool(asked.shown[:, j].all())
            least = int(asked.stats.share_agree[:, j].argmin())
            measures = (asked.stats.consensus_product[j], asked.stats.consensus_geometric[j], asked.stats.consensus_minimum[j])
            ends = (asked.stats.agree_low[least, j], asked.stats.agree_high[least, j])
            row += tuple(float(x) for x in (*measures, *ends)) if whole else (None,) * 5
            row += (kind,)
        rows.append(row)
    columns = [*column.text(statement="number", text="statement"), *column.number("seen"), *column.share("agree", "low", "high")]
    if joint:
        columns += [*column.share("product", "geometric", "minimum", "minimum_low", "minimum_high"), *column.text("kind")]
    return AnswerTable(id="statements", title=Message(f"{AREA}.table.statements"), columns=tuple(columns), rows=tuple(rows))


def says_table(asked: RoomInputs, lists: Lists) -> Iterator[AnswerTable]:
    """Yield a row for each statement that a group says more than the others do; nothing without two groups."""
    rows = [_says(asked, g, one) for g, says in enumerate(lists.says) for one in says]
    if not rows:
        return
    columns = (
        *column.text("group", statement="number", text="statement", side="side"),
        *column.number("seen"),
        *column.share(share="that-side", low="low", high="high", rest="rest"),
        *column.fine_share("false"),
    )
    yield AnswerTable(id="says", title=Message(f"{AREA}.table.says"), columns=columns, rows=tuple(rows))


def _says(asked: RoomInputs, g: int, one: Listed) -> tuple[Any, ...]:
    s, j = asked.stats, one.statement
    count, low, high, rate = (
        (s.agree, s.agree_low, s.agree_high, s.q_agree) if one.agree else (s.disagree, s.disagree_low, s.disagree_high, s.q_disagree)
    )
    others = [other for other in range(asked.groups) if other != g]
    rest, rest_seen = (int(x[others, j].sum()) for x in (count, s.seen))
    told = bool(asked.shown[others, j].all()) and rest_seen > 0
    side = Message(f"{AREA}.side.agree") if one.agree else Message(f"{AREA}.side.disagree")
    seen = int(s.seen[g, j])
    share = float(count[g, j] / seen)
    return (
        asked.group(g), asked.number(j), asked.words(j), side, seen, share, float(low[g, j]), float(high[g, j]),
        rest / rest_seen if told else None, float(rate[g, j]),
    )  # fmt: skip


def seldom_table(asked: RoomInputs) -> Iterator[AnswerTable]:
    """Yield a row for each statement that a group saw too little, the least seen first; nothing where there is none."""
    least = asked.least_seen()
    few = [j for j in np.argsort(least, kind="stable").tolist() if least[j] < max(LITTLE, asked.smallest)]
    if not few:
        return
    rows = []
    for j in few:
        seen = int(asked.everyone.seen[0, j])
        rows.append((asked.number(j), asked.words(j), seen if seen >= asked.smallest else None, asked.people))
    columns = (*column.text(statement="number", text="statement"), *column.number("seen", "people"))
    yield AnswerTable(id="seldom-seen", title=Message(f"{AREA}.table.seldom"), columns=columns, rows=tuple(rows))


def predicted_table(asked: RoomInputs, found: StatementForecast | None) -> Iterator[AnswerTable]:
    """Yield what is predicted, apart from what was cast; nothing where nothing is."""
    if found is None:
        return
    rows = [(asked.number(p.column), asked.words(p.column), asked.group(p.group), p.people, p.share, p.low, p.high) for p in found.rows]
    columns = (
        *column.text(statement="number", text="statement", group="group"),
        *column.number(people="unseen"),
        *column.share("predicted", "low", "high"),
    )
    yield AnswerTable(id="predicted", title=Message(f"{AREA}.table.predicted"), columns=columns, rows=tuple(rows), judgement="stances")


def signs_table(found: Signs) -> AnswerTable:
    """Return a row for each sign that was looked for."""
    names = {
        "copies": Message(f"{AREA}.sign.copies"),
        "in-step": Message(f"{AREA}.sign.in-step"),
        "rush": Message(f"{AREA}.sign.rush"),
    }
    columns = (*column.text("sign"), *column.number("sets", "people", "largest"))
    rows = tuple((names[one.name], one.sets, one.people, one.largest) for one in found.found)
    return AnswerTable(id="signs", title=Message(f"{AREA}.table.signs"), columns=columns, rows=rows, judgement="concert")


_EACH = 3


def map_of(asked: RoomInputs) -> Iterator[Figure]:
    """Yield the map; nothing without two groups that may be published. Nobody outside such a group is drawn where they are too few."""
    if asked.groups < 2:
        return
    loose = (asked.label < 0) & np.isfinite(asked.opinion.position).all(axis=1)
    drawn = asked.label >= 0
    if loose.sum() >= asked.smallest:
        drawn |= loose
    title = Message(f"{AREA}.figure.map", count=asked.groups, near=float(asked.near_border.sum() / (asked.label >= 0).sum()))
    yield opinion_map(
        asked.opinion.position[drawn],
        asked.label[drawn],
        asked.opinion.stability[drawn],
        [asked.group(g) for g in range(asked.groups)],
        title=title,
        subtitle=Message(f"{AREA}.figure.map-subtitle", title=asked.title, share=float(asked.opinion.share.sum()), as_of=asked.case.as_of),
        alt=Message(f"{AREA}.figure.map-alt", finding=title, sizes=tuple(int((asked.label == g).sum()) for g in range(asked.groups))),
    )


def cards_of(asked: RoomInputs, lists: Lists) -> Iterator[Figure]:
    """Yield the cards of the statements that bridge, part or join the most; nothing where none may be shown."""
    chosen: dict[int, Message] = {}
    parts = (
        (lists.divides, Message(f"{AREA}.why.divides")),
        (lists.bridges, Message(f"{AREA}.why.bridges")),
        (lists.unites if not asked.groups else (), Message(f"{AREA}.why.unites")),
    )
    for listed, why in parts:
        for one in listed[:_EACH]:
            chosen.setdefault(one.statement, why)
    if not chosen:
        return
    cards = [Card(number=asked.number(j), text=asked.words(j), why=why, shares=_shares(asked, j)) for j, why in chosen.items()]
    both = len({one.statement for one in lists.divides} & {one.statement for one in lists.bridges})
    title = (
        Message(f"{AREA}.figure.cards", divides=len(lists.divides), bridges=len(lists.bridges), both=both)
        if asked.groups
        else Message(f"{AREA}.figure.cards-all", count=len(lists.unites))
    )
    yield statement_cards(
        cards,
        title=title,
        subtitle=Message(f"{AREA}.figure.cards-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message(f"{AREA}.figure.cards-alt", finding=title, count=len(cards)),
    )


def _shares(asked: RoomInputs, j: int) -> tuple[Share, ...]:
    if not asked.groups:
        everyone = asked.everyone
        agree, disagree, seen = (int(x[0, j]) for x in (everyone.agree, everyone.disagree, everyone.seen))
        whole = (agree, seen - agree - disagree, disagree, int(asked.counted.sum()) - seen)
        return (Share(name=Message(f"{AREA}.figure.everyone"), counts=whole, low=everyone.agree_low[0, j], high=everyone.agree_high[0, j]),)
    shares = []
    for g in range(asked.groups):
        agree, disagree, seen = (int(x[g, j]) for x in (asked.stats.agree, asked.stats.disagree, asked.stats.seen))
        people = int((asked.label == g).sum())
        counts = (agree, seen - agree - disagree, disagree, people - seen) if asked.shown[g, j] else None
        name = Message(f"{AREA}.group-people", number=g + 1, count=people)
        shares.append(Share(name=name, counts=counts, low=asked.stats.agree_low[g, j], high=asked.stats.agree_high[g, j]))
    return tuple(shares)


def divisions_of(asked: RoomInputs, lists: Lists) -> Iterator[Figure]:
    """Yield all statements whose numbers may be shown, from consensus to division."""
    dots = list(_dots_by_groups(asked, lists) if asked.groups > 1 else _dots_of_all(asked))
    if not dots:
        return
    axis = Message(f"{AREA}.figure.axis-groups") if asked.groups > 1 else Message(f"{AREA}.figure.axis-all")
    title = Message(
        f"{AREA}.figure.divisions",
        parts=sum(dot.kind == "parts" for dot in dots),
        joins=sum(dot.kind == "joins" for dot in dots),
        count=len(dots),
    )
    yield divisions(
        dots,
        axis,
        title=title,
        subtitle=Message(f"{AREA}.figure.divisions-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message(f"{AREA}.figure.divisions-alt", finding=title, least=_at_end(dots, last=False), most=_at_end(dots, last=True)),
    )


def _at_end(dots: list[Dot], *, last: bool) -> tuple[str, ...]:
    """Return the numbers of the statements at one end, of those that enough people saw."""
    told = [one for one in dots if one.kind != "unsure"] or dots
    ordered = [one.number for one in sorted(told, key=lambda one: one.place, reverse=last)]
    return tuple(ordered[:_EACH])


def _dots_by_groups(asked: RoomInputs, lists: Lists) -> Iterator[Dot]:
    parts, bridges = ({one.statement for one in found} for found in (lists.divides, lists.bridges))
    least = asked.least_seen()
    share = asked.stats.share_agree
    for j in np.flatnonzero(asked.shown.all(axis=0)).tolist():
        sure = "parts" if j in parts else "joins" if j in bridges else "neither"
        kind = "unsure" if sure == "neither" and least[j] < max(LITTLE, asked.smallest) else sure
        yield Dot(number=asked.number(j), text=asked.words(j), place=float(share[:, j].max() - share[:, j].min()), kind=kind)


def _dots_of_all(asked: RoomInputs) -> Iterator[Dot]:
    s = asked.everyone
    for j in np.flatnonzero(s.seen[0] >= asked.smallest).tolist():
        taken = int(s.agree[0, j] + s.disagree[0, j])
        joins = s.agree_low[0, j] > 0.5 or s.disagree_low[0, j] > 0.5
        kind = "joins" if joins else "unsure" if s.seen[0, j] < LITTLE else "neither"
        place = 1 - abs(int(s.agree[0, j] - s.disagree[0, j])) / taken if taken else 0.0
        yield Dot(number=asked.number(j), text=asked.words(j), place=place, kind=kind)
