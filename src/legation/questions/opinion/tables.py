"""The tables of a room: groups and the evidence for them, statements, what each group says, signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from legation.language import Message
from legation.methods.opinion import Listed
from legation.questions.answer import AnswerTable
from legation.questions.columns import Columns
from legation.questions.opinion.asked import LITTLE, Asked
from legation.questions.opinion.forecast import Forecast
from legation.questions.opinion.listed import Lists
from legation.questions.opinion.signs import Signs

__all__ = ["evidence_table", "groups_table", "predicted_table", "says_table", "seldom_table", "signs_table", "statements_table"]

AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")


def groups_table(asked: Asked) -> Iterator[AnswerTable]:
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


def evidence_table(asked: Asked) -> Iterator[AnswerTable]:
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


def statements_table(asked: Asked, lists: Lists) -> AnswerTable:
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


def says_table(asked: Asked, lists: Lists) -> Iterator[AnswerTable]:
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


def _says(asked: Asked, g: int, one: Listed) -> tuple[Any, ...]:
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


def seldom_table(asked: Asked) -> Iterator[AnswerTable]:
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


def predicted_table(asked: Asked, found: Forecast | None) -> Iterator[AnswerTable]:
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
