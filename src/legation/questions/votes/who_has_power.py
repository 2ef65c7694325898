"""Who has power? How often each member decides under the rule of a body, and who cannot be passed over."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from legation.dossier import RollCall
from legation.dossier.kind import Choice
from legation.errors import BadValue, NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Key, Row, Scale, row_chart
from legation.language import AnyOrder, Message
from legation.methods.power import Banzhaf, ShapleyShubik, Share, banzhaf, deegan_packel, holler, johnston, merged, shapley_shubik
from legation.methods.power.minimal import MEMBERS
from legation.methods.rule.tree import Rule, members_of, tallies
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.coalition_names import coalition_named
from legation.questions.base.columns import SHARED, Columns
from legation.questions.base.quantities import FactsOf, on
from legation.questions.question import Headline, Option, Progress, Question, coalition, rollcall, silent
from legation.questions.votes.conditions import RULE, VOTE
from legation.questions.votes.declarations import name_of
from legation.questions.votes.power_readings import other_reading
from legation.questions.votes.rule import InForce, rule_in_force

__all__ = ["QUESTION", "answer", "weight_shares"]

AREA = "who-has-power"
INDICES = {"johnston": johnston, "deegan-packel": deegan_packel, "holler": holler}
"""The indices over all coalitions that can be shown beside the two: each on request."""
column = Columns(f"{AREA}.col-")
SHOWN = 24
"""Rows of the figure; who holds the same stands in one row."""


REDUCED = {"abstention_as_no": Message("who-has-power.abstention-as-no")}
"""How the first reading of an abstention is said."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count how often each member decides under the rule in force for a roll call; a coalition may vote as one."""
    vote = inputs.find_rollcall(case, options["rollcall"])
    members = inputs.member_ids(case, vote)
    in_force = rule_in_force(case, vote, members)
    if in_force is None:
        raise NotAvailable(Message("do-we-have-the-votes.no-rule", rollcall=name_of(vote)))
    bloc = _bloc(case, options["coalition"], members)
    index = options["index"]
    progress(0, 2)
    try:
        rule = merged(in_force.named, {options["coalition"]: bloc}) if bloc else in_force.named
        beside = _beside(rule, index)
        decides = banzhaf(rule, seed=options["seed"])
        progress(1, 2)
        value = shapley_shubik(rule, seed=options["seed"])
    except BadValue as error:
        raise NotAvailable(Message(f"{AREA}.no-game", why=str(error))) from error
    progress(2, 2)
    names = {name: case.named(name) for name in decides.swings}
    if bloc:
        names[options["coalition"]] = coalition_named(case.dossier, options["coalition"])
    weights = weight_shares(rule)
    order = sorted(decides.swings, key=lambda name: (-decides.normalised[name], -weights.get(name, 0.0), name))
    known = FactsOf(f"the rule of {vote.id}", on(case.as_of), "index of power")
    findings = [
        *_findings(known, in_force, vote, decides, order, names),
        *_of_bloc(known, in_force, decides, names.get(options["coalition"] or ""), bloc, options["seed"]),
    ]
    findings += _of_index(known, in_force, beside, index, order, names)
    other = other_reading(rule, decides, options["seed"])
    if other is not None:
        findings += other.findings(known, in_force, len(order))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=(
            _with_index(_table(decides, value, weights, order, names), beside, index, order),
            *(other.tables(order, names) if other is not None else ()),
        ),
        figures=_figure(case, in_force, vote, decides, weights, order, names),
        caveats=(
            Message(f"{AREA}.ignores"),
            REDUCED[decides.reduction],
            *((Message(f"{AREA}.no-as-abstention-beside"),) if other is not None and other.decides is not None else ()),
            *in_force.caveats,
            Message(f"{AREA}.method-used", banzhaf=decides.method, shapley=value.method),
            *((Message(f"{AREA}.used-{index}"),) if beside else ()),
            QUESTION.limits,
        ),
    )


def _beside(rule: Rule, index: str | None) -> Share | None:
    """Return the index that was asked for beside the two; None where none was.

    Raises
    ------
    NotAvailable
        Where the rule has more members than have all their coalitions looked at.
    """
    if not index:
        return None
    count = len(members_of(rule))
    if count > MEMBERS:
        raise NotAvailable(Message(f"{AREA}.too-many", index=Message(f"{AREA}.col-{index}"), count=count, most=MEMBERS))
    return INDICES[index](rule)


def _of_index(
    known: FactsOf, in_force: InForce, beside: Share | None, index: str | None, order: Sequence[str], names: Mapping[str, Named]
) -> Iterator[Finding]:
    """Yield who has most by the index that was asked for."""
    if beside is None:
        return
    most = max(beside.exact.values())
    first = [name for name in order if beside.exact[name] == most]
    message = Message(
        f"{AREA}.index-most", index=Message(f"{AREA}.col-{index}"), count=len(first), actors=_named(first, names), share=float(most)
    )
    facts = (known(f"{index} of most", len(first)), known(f"{index} most", float(most), unit="share"))
    yield Finding(id="index", message=in_force.marked(message), evidence=in_force.evidence, confidence="high", quantities=facts)


def _with_index(table: AnswerTable, beside: Share | None, index: str | None, order: Sequence[str]) -> AnswerTable:
    """Return the table with a last column for the index that was asked for."""
    if beside is None:
        return table
    last = column.fine_share(str(index))
    rows = tuple((*row, beside.value[name]) for row, name in zip(table.rows, order, strict=True))
    return replace(table, columns=(*table.columns, *last), rows=rows)


def _bloc(case: Case, name: str | None, members: Sequence[str]) -> tuple[str, ...]:
    """Return the members of the body that are in a coalition at the day of knowing."""
    if not name:
        return ()
    there = set(members)
    inside = tuple(dict.fromkeys(row.actor for row in case.dossier.coalition(name, case.as_of) if row.actor in there))
    if len(inside) < 2:
        raise NotAvailable(Message(f"{AREA}.no-bloc", coalition=coalition_named(case.dossier, name), count=len(inside)))
    return inside


def weight_shares(rule: Rule) -> dict[str, float]:
    """Return each member's share of the weights, where a rule has weights that differ; else nothing."""
    uneven = [dict(tally.weights) for tally in tallies(rule) if tally.weights and len({w for _, w in tally.weights if w}) > 1]
    if not uneven:
        return {}
    total = sum(uneven[0].values(), Fraction(0))
    return {name: float(uneven[0].get(name, Fraction(0)) / total) for name in members_of(rule)}


def _findings(
    known: FactsOf, in_force: InForce, vote: RollCall, decides: Banzhaf, order: Sequence[str], names: Mapping[str, Named]
) -> Iterator[Finding]:
    first = [name for name in order if decides.swings[name] == decides.swings[order[0]]]
    share = decides.normalised[order[0]]
    form = "equal" if len(first) == len(order) else "most"
    values = {"rule": in_force.words, "rollcall": name_of(vote), "of": len(order), "share": share}
    shown = _named(first, names)
    yield Finding(
        id="most",
        message=Message(f"{AREA}.{form}", count=len(first), actors=shown, **values),
        evidence=in_force.evidence,
        confidence="high",
        quantities=(known("most-powerful", len(first)), known("members", len(order)), known("most", share, unit="share")),
    )
    veto = [name for name in order if decides.swings[name] == decides.winning] if decides.interval is None else []
    if veto and form != "equal":
        message = Message(f"{AREA}.veto", count=len(veto), actors=_named(veto, names))
        facts = (known("veto-holders", len(veto)),)
        yield Finding(id="veto", message=in_force.marked(message), evidence=in_force.evidence, confidence="high", quantities=facts)
    never = [name for name in order if not decides.swings[name]] if decides.interval is None else []
    if never:
        message = Message(f"{AREA}.never", count=len(never), actors=_named(never, names))
        facts = (known("never-decide", len(never)),)
        yield Finding(id="never", message=in_force.marked(message), evidence=in_force.evidence, confidence="high", quantities=facts)
    act = decides.winning / 2 ** len(order)
    acts = known("coalitions-that-win", act, unit="share")
    said = in_force.marked(Message(f"{AREA}.act", share=act))
    yield Finding(id="act", message=said, evidence=in_force.evidence, confidence="high", quantities=(acts,))


def _of_bloc(
    known: FactsOf, in_force: InForce, decides: Banzhaf, called: Named | None, bloc: Sequence[str], seed: int
) -> Iterator[Finding]:
    """Yield what a coalition holds when it votes as one, beside what its members hold together each for itself."""
    if not bloc or called is None:
        return
    name = called.id
    apart = banzhaf(in_force.named, seed=seed)
    alone = math.fsum(apart.normalised[member] for member in bloc)
    message = Message(f"{AREA}.bloc", coalition=called, count=len(bloc), share=decides.normalised[name], apart=alone)
    facts = (
        known(f"members of {name}", len(bloc)),
        known(f"{name} as one", decides.normalised[name], unit="share"),
        known(f"{name} apart", alone, unit="share"),
    )
    yield Finding(id="bloc", message=in_force.marked(message), evidence=in_force.evidence, confidence="high", quantities=facts)


def _named(some: Sequence[str], names: Mapping[str, Named]) -> tuple[Named | Message, ...]:
    return AnyOrder(first_of([names[name] for name in some], 8))


def _table(
    decides: Banzhaf, value: ShapleyShubik, weights: Mapping[str, float], order: Sequence[str], names: Mapping[str, Named]
) -> AnswerTable:
    weight = column.fine_share("weight") if weights else ()
    columns = (*SHARED.text(member="actor"), *weight, *column.fine_share("banzhaf", "shapley", "absolute"))
    rows = []
    for name in order:
        cells = [decides.normalised[name], value.value[name], decides.absolute[name]]
        rows.append((names[name], *([weights[name]] if weights else []), *cells))
    return AnswerTable(id="power", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(rows))


def _figure(
    case: Case,
    in_force: InForce,
    vote: RollCall,
    decides: Banzhaf,
    weights: Mapping[str, float],
    order: Sequence[str],
    names: Mapping[str, Named],
) -> tuple[Figure, ...]:
    """Draw the members with most power; those with the same power and weight stand in one row, and where all have the same, none does."""
    alike: dict[tuple[int, float], list[str]] = {}
    for name in order:
        alike.setdefault((decides.swings[name], weights.get(name, -1.0)), []).append(name)
    if len(alike) < 2:
        return ()
    groups = inputs.group_of(case, order)
    rows = []
    for some in list(alike.values())[:SHOWN]:
        item = _item(decides, weights, some)
        if len(some) > 1:
            each = Message(f"{AREA}.each-of", count=len(some) - 1, actor=names[some[0]])
            rows.append(Row(name=each, items=(item,), evidence=in_force.evidence))
        else:
            row = case.actor_row(some[0])
            group = groups.get(some[0], "")
            rows.append(Row(name=names[some[0]], items=(item,), row=row, evidence=in_force.evidence, group=group))
    most = max(end for row in rows for item in row.items for end in (item.value, item.high, item.beside) if end is not None)
    figure = row_chart(
        rows,
        [Scale(high=most)],
        id="power",
        title=Message(f"{AREA}.figure-title", rollcall=name_of(vote)),
        subtitle=Message(f"{AREA}.figure-subtitle", rule=in_force.words),
        alt=Message(f"{AREA}.figure-alt", actor=names[order[0]], share=decides.normalised[order[0]], of=len(order), rows=len(rows)),
        key=(Key(Item(value=0.5, shape="diamond", tone="ink", fill="open"), Message(f"{AREA}.figure-weight")),) if weights else (),
    )
    return (figure,)


def _item(decides: Banzhaf, weights: Mapping[str, float], some: Sequence[str]) -> Item:
    """Return the share of a member, or of each of some that hold the same, beside its share of the weights."""
    share, weight = decides.normalised[some[0]], weights.get(some[0])
    low, high = (None, None) if decides.interval is None or len(some) > 1 else _relative(decides, some[0])
    text = Message("answer.share", share=share)
    said = text if weight is None else Message(f"{AREA}.figure-both", share=share, weight=weight)
    return Item(value=share, low=low, high=high, beside=weight, text=text, said=said)


def _relative(decides: Banzhaf, name: str) -> tuple[float, float]:
    """Return the interval of a sampled share: that of the absolute value, by the same factor."""
    low, high = (decides.interval or {})[name]
    factor = decides.normalised[name] / decides.absolute[name] if decides.absolute[name] else 0.0
    return min(1.0, low * factor), min(1.0, high * factor)


QUESTION = Question(
    id=AREA,
    needs=("actors", "rollcalls"),
    also_needs=(VOTE, RULE),
    options=(rollcall("rollcall"), coalition(), Option("index", Choice(tuple(INDICES)))),
    answer=answer,
    heads=(Headline("most", "share"),),
    references=(
        "Banzhaf 1965; Penrose 1946, doi:10.2307/2981392",
        "Shapley & Shubik 1954, doi:10.2307/1951053",
    ),
)
