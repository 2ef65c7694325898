"""Who is in? A coalition by kind and level, its cross-pressured members, its bridges, its gaps, and who might join next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from legation.dossier import KINDS, LEVELS, Actor, standing
from legation.dossier.kind import Number
from legation.errors import NotAvailable
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.coalition_names import coalition_named
from legation.questions.base.columns import ACTOR, SHARED, Columns
from legation.questions.base.conditions import Condition
from legation.questions.coalitions.agreements import agreement_with
from legation.questions.coalitions.cross_pressure import cross_pressure
from legation.questions.question import Headline, Option, Progress, Question, coalition, silent, whole
from legation.questions.question import issue as issue_option

__all__ = ["MAIN_KINDS", "QUESTION", "answer"]

AREA = "who-is-in"
column = Columns(f"{AREA}.")
NEAR = 0.5
"""Agreement above which an outsider may be called near."""
MAIN_KINDS = ("state", "sub_state", "international_org", "company", "association", "ngo", "technical", "academic")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Describe a coalition at the date, and measure on votes and positions who inside it pulls away and who outside it is near."""
    name = options["coalition"] or _largest(case)
    rows = case.dossier.coalition(name, case.as_of)
    members = tuple(dict.fromkeys(row.actor for row in rows))
    if not members:
        raise NotAvailable(Message(f"{AREA}.none", coalition=coalition_named(case.dossier, name), as_of=case.as_of))
    called = coalition_named(case.dossier, name)
    actors = {a.id: a for a in case.dossier.actors}
    evidence = tuple(dict.fromkeys(e for row in rows for e in row.evidence))
    pulled = _pulled(case, name, members)
    bridges, near = _near(case, members, options["top"])
    away = cross_pressure(case, members, options)
    allies = [(actor, share) for actor, share in near if share > NEAR]
    counts = Counter((actors[m].kind, actors[m].level or "national") for m in members)
    none = tuple(Message(f"kind.{k}") for k in KINDS if k in MAIN_KINDS and all(kind != k for kind, _ in counts))
    levels = [level for level in LEVELS if any(found == level for _, found in counts)]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*_findings(case, name, members, actors, evidence, pulled, allies), *away.findings),
        tables=(
            _mix_table(counts),
            _gaps(case, members, actors),
            _named_table(case, "cross-pressured", pulled, "reason"),
            *away.tables,
            _named_table(case, "bridges", bridges, "share", "col-outside"),
            _named_table(case, "next-best", allies, "share", "col-inside"),
        ),
        figures=(
            row_chart(
                _rows(counts, levels),
                [Scale(high=float(max(counts.values())), head=Message(f"level.{level}")) for level in levels],
                id="mix",
                title=Message(f"{AREA}.figure-title", count=len(members), coalition=called, kinds=len({k for k, _ in counts})),
                subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of),
                alt=Message(f"{AREA}.figure-alt", count=len(members), coalition=called, mix=_words(counts)),
                notes=(Message(f"{AREA}.figure-none", kinds=none),) if none else (),
            ),
        ),
        caveats=(QUESTION.limits,),
        missing=(
            Message(f"{AREA}.dated-only"),
            *(() if len(case.dossier.votes) or case.dossier.positions else (Message(f"{AREA}.no-measure"),)),
            *away.missing,
        ),
    )


def _largest(case: Case) -> str:
    names = Counter(m.coalition for m in standing(case.dossier.coalitions))
    if not names:
        raise NotAvailable(
            Message("all-questions.nothing-there", part="coalitions.csv", as_of=case.as_of, what=Message("table.coalitions"))
        )
    return max(names, key=lambda name: (names[name], name))


def _rows(counts: Mapping[tuple[str, str], int], levels: Sequence[str]) -> list[Row]:
    """Return a row for each kind that is in, with a bar for each level: the most members first."""
    total = Counter({kind: 0 for kind, _ in counts})
    for (kind, _), count in counts.items():
        total[kind] += count
    rows = []
    for kind, _ in total.most_common():
        items = tuple(
            Item(
                value=float(counts[kind, level]),
                text=Message("answer.value", value=counts[kind, level]),
                said=Message("figures.counted", what=Message(f"level.{level}"), count=counts[kind, level]),
                scale=at,
            )
            for at, level in enumerate(levels)
            if (kind, level) in counts
        )
        rows.append(Row(name=Message(f"kind.{kind}"), items=items))
    return rows


def _words(counts: Mapping[tuple[str, str], int]) -> tuple[Message, ...]:
    by_kind = Counter({kind: 0 for kind, _ in counts})
    for (kind, _), count in counts.items():
        by_kind[kind] += count
    return tuple(Message(f"kind.counted.{kind}", count=count) for kind, count in by_kind.most_common())


def _pulled(case: Case, name: str, members: tuple[str, ...]) -> list[tuple[str, Message]]:
    """Return members that also stand in another coalition, or whose standing position lies on the other side of the members' median."""
    found: dict[str, Message] = {}
    others: dict[str, str] = {}
    inside = set(members)
    for other in dict.fromkeys(m.coalition for m in case.dossier.coalitions if m.coalition != name):
        theirs = {m.actor for m in case.dossier.coalition(other, case.as_of)}
        if 2 * len(theirs & inside) < len(theirs):  # most of the other coalition is not in this one: it pulls another way
            others |= dict.fromkeys(theirs, other)
    for member in members:
        if member in others:
            found[member] = Message(f"{AREA}.also-in", coalition=coalition_named(case.dossier, others[member]))
    for issue in standing(case.dossier.issues):
        values = {
            m: rows[0].value for m in members if (rows := case.dossier.position_at(m, issue.id, case.as_of)) and rows[0].value is not None
        }
        if len(values) < 3:
            continue
        middle = float(np.median([v for v in values.values() if v is not None]))
        for member, value in values.items():
            if value is not None and (value - 50) * (middle - 50) < 0:
                found.setdefault(member, Message(f"{AREA}.other-side", issue=issue.question, value=value, middle=middle))
    return sorted(found.items())


def _near(case: Case, members: tuple[str, ...], top: int) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return members that vote nearest to the outsiders (bridges), and outsiders that vote nearest to the members (next-best allies)."""
    measured = agreement_with(case, members)
    if measured is None:
        return [], _near_by_position(case, members, top)
    inside = set(members)
    bridges = sorted(((actor, mean) for actor, mean in measured.outside.items() if actor in inside), key=_falling)
    allies = sorted(((actor, mean) for actor, mean in measured.inside.items() if actor not in inside), key=_falling)
    return bridges[:top], allies[:top]


def _near_by_position(case: Case, members: tuple[str, ...], top: int) -> list[tuple[str, float]]:
    """Return outsiders by how near their positions are to the members' median, 1 at the median."""
    nearest: dict[str, list[float]] = {}
    for issue in standing(case.dossier.issues):
        stands = {a.id: rows[0].value for a in case.dossier.actors if (rows := case.dossier.position_at(a.id, issue.id, case.as_of))}
        inside = [v for a, v in stands.items() if a in members and v is not None]
        for actor, value in stands.items():
            if inside and actor not in members and value is not None:
                nearest.setdefault(actor, []).append(1 - abs(value - float(np.median(inside))) / 100)
    return sorted(((actor, float(np.mean(shares))) for actor, shares in nearest.items()), key=_falling)[:top]


def _falling(item: tuple[str, float]) -> tuple[float, str]:
    return (-item[1], item[0])


def _findings(
    case: Case,
    name: str,
    members: tuple[str, ...],
    actors: Mapping[str, Actor],
    evidence: tuple[str, ...],
    pulled: list[tuple[str, Message]],
    allies: list[tuple[str, float]],
) -> tuple[Finding, ...]:
    states = sum(1 for m in members if actors[m].kind in ("state", "sub_state"))
    counts = Counter((actors[m].kind, actors[m].level or "national") for m in members)
    values = {
        "coalition": coalition_named(case.dossier, name),
        "states": Message("kind.counted.public", count=states),
        "others": Message("kind.counted.private", count=len(members) - states),
        "mix": _words({key: count for key, count in counts.items() if key[0] not in ("state", "sub_state")}) or ("—",),
    }
    form = "size" if states < len(members) else "size-public"
    found = [Finding(id="size", message=Message(f"{AREA}.{form}", count=len(members), **values), evidence=evidence, confidence="high")]
    if pulled:
        message = Message(f"{AREA}.pulled", count=len(pulled), actors=case.names(actor for actor, _ in pulled[:8]))
        found.append(Finding(id="cross-pressured", message=message, evidence=evidence, confidence="low"))
    if allies:
        message = Message(
            f"{AREA}.allies", count=min(8, len(allies)), actors=case.names(actor for actor, _ in allies[:8]), share=allies[0][1]
        )
        found.append(
            Finding(id="next-best", message=message, evidence=evidence, confidence="low", contrary=Message(f"{AREA}.allies-contrary"))
        )
    return tuple(found)


def _mix_table(counts: Mapping[tuple[str, str], int]) -> AnswerTable:
    order = sorted(counts, key=lambda key: (-counts[key], key))
    rows = tuple((Message(f"kind.{kind}"), Message(f"level.{level}"), counts[kind, level]) for kind, level in order)
    columns = (*SHARED.text("kind", "level"), *SHARED.number("count"))
    return AnswerTable(id="mix", title=Message(f"{AREA}.mix"), columns=columns, rows=rows)


def _gaps(case: Case, members: tuple[str, ...], actors: Mapping[str, Actor]) -> AnswerTable:
    """Return kinds of actor and groups of states of which the coalition has none or few."""
    inside = set(members)
    kinds = Counter(actors[m].kind for m in members)
    rows: list[tuple[Any, ...]] = [(Message(f"kind.{kind}"), 0, None) for kind in MAIN_KINDS if not kinds[kind]]
    states = [a.id for a in case.dossier.actors if a.kind == "state"]
    groups = inputs.group_of(case, states)
    for group in dict.fromkeys(groups.values()):
        there = [a for a in states if groups.get(a) == group]
        rows.append((group, len(inside.intersection(there)), len(there)))
    rows.sort(key=lambda row: row[1] / row[2] if row[2] else -1.0)
    columns = (*column.text("gap"), *SHARED.number("members", "of"))
    return AnswerTable(id="gaps", title=Message(f"{AREA}.gaps"), columns=columns, rows=tuple(rows))


def _named_table(case: Case, identifier: str, items: list[Any], measure: str, heading: str = "") -> AnswerTable:
    columns = (ACTOR, *column.of("share" if measure == "share" else "text", **{measure: heading or measure}))
    return AnswerTable(
        id=identifier,
        title=Message(f"{AREA}.{identifier}"),
        columns=columns,
        rows=tuple((case.named(actor), value) for actor, value in items),
    )


def _has_members(case: Case, options: Mapping[str, Any]) -> object:
    return case.dossier.coalition(options["coalition"] or _largest(case), case.as_of)


QUESTION = Question(
    id=AREA,
    needs=("coalitions",),
    also_needs=(Condition(id="member", place="coalitions", option="coalition", check=_has_members),),
    options=(
        coalition(),
        whole("top", 1, 200, 12),
        issue_option(),
        Option("text", Number(0, 100)),
        Option("alternative", Number(0, 100)),
    ),
    answer=answer,
    heads=(Headline("size", "count"),),
    follows=("who-would-sign",),
)
