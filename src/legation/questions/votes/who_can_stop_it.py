"""Who can stop it? The smallest sets that carry a matter in a body and that stop it, who does so alone, and the days of its path."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from legation.dossier import standing
from legation.dossier.tables.ruling import is_of_several_groups, matters_of
from legation.errors import BadValue, NotAvailable
from legation.figures.figure import Figure, Named
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.language import Message
from legation.methods.power import Alone, Some, merged
from legation.methods.rule import Rule
from legation.methods.rule.tree import members_of
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.choices import bodies, matters
from legation.questions.base.columns import Columns
from legation.questions.base.conditions import Condition
from legation.questions.base.quantities import FactsOf, on
from legation.questions.question import Headline, Progress, Question, chosen, silent, supposed_groups
from legation.questions.votes.rule_words import body_named
from legation.questions.votes.stopping.choosing import find_body, find_matter
from legation.questions.votes.stopping.headline import carried, head, kinds, stopped
from legation.questions.votes.stopping.path import path_findings, path_of, path_table
from legation.questions.votes.stopping.readings import Reading, readings_of
from legation.questions.votes.stopping.rules import MatterRule, matter_rule
from legation.questions.votes.stopping.words import PATTERNS, SetWords

__all__ = ["QUESTION", "answer"]

AREA = "who-can-stop-it"
column = Columns(f"{AREA}.column.")
_READ = 10**9
"""The most sets that are said as a number."""
_ALWAYS = ("does", "set")
"""Columns of the table of sets that stand in it even where they are the same in all rows."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count who carries and who stops a matter under the rule of a body, and list the days of its path."""
    body = find_body(case, options["body"], options["matter"])
    matter = find_matter(case, body, options["matter"])
    found = matter_rule(case, body, matter)
    place = _place(case, found)
    if found.rule is None:
        return _whole(case, found, findings=tuple(_uncounted(found, place)))
    found, rule, names = _as_if(case, found, found.rule, options["as_if_blocs"])
    try:
        readings = readings_of(rule)
    except BadValue as error:
        raise NotAvailable(Message(f"{AREA}.no-game", why=str(error))) from error
    members = members_of(rule)
    words, cells = (SetWords(case, members, found.bodies, names, in_cells=in_cells) for in_cells in (False, True))
    return _whole(
        case,
        found,
        findings=tuple(_findings(case, found, readings, words, place)),
        tables=(_sets(found, readings, cells), _members(found, readings, cells)),
        notes=_notes(readings),
        figures=_figure(found, readings, place, len(members)),
    )


def _uncounted(found: MatterRule, place: Message) -> Iterator[Finding]:
    """Yield what a rule says without a count: its body declares the outcome, or its members are not known."""
    if found.is_consensus:
        yield found.finding("stops", Message(f"{AREA}.consensus", place=place, count=1, stops=1))
        yield found.finding("alone", Message(f"{AREA}.alone-present"))
    else:
        yield found.finding("declared", Message(f"{AREA}.{'declared' if found.declares else 'unknown'}", place=place))
    yield found.finding("rule", found.said, is_marked=False)


def _as_if(case: Case, found: MatterRule, rule: Rule, groups: Sequence[str] | None) -> tuple[MatterRule, Rule, Mapping[str, Named]]:
    """Return a rule as if the members of some groups voted as one, and what the groups are called."""
    if not groups:
        return found, rule, {}
    there = set(members_of(rule))
    blocs = {group: tuple(one for one in case.dossier.members(group, case.as_of) if one in there) for group in groups}
    names = {group: inputs.group_name(group) for group, inside in blocs.items() if inside}
    supposed = merged(rule, {group: inside for group, inside in blocs.items() if inside})
    return replace(found, blocs=tuple(names.values())), supposed, names


def _whole(
    case: Case,
    found: MatterRule,
    findings: tuple[Finding, ...],
    tables: tuple[AnswerTable, ...] = (),
    figures: tuple[Figure, ...] = (),
    notes: tuple[Message, ...] = (),
) -> Answer:
    """Return the answer with the path of the matter behind what its rule says."""
    path = path_of(case, found.body.id, found.bodies, found.matter)
    has_forum = any(row.body in found.bodies for row in standing(case.dossier.processes))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*findings, *path_findings(path)),
        tables=(*tables, path_table(path)) if path else tables,
        figures=figures,
        caveats=(*found.caveats, *notes, QUESTION.limits),
        missing=(*found.missing(case.as_of), *(() if path else (Message(f"{AREA}.{'no-step' if has_forum else 'no-forum'}"),))),
    )


def _place(case: Case, found: MatterRule) -> Message:
    """Return where and on what it is: the body, and the matter where one is meant."""
    body = body_named(found.body)
    if not found.matter:
        return Message(f"{AREA}.place", body=body)
    title = matters_of(found.body, case.as_of).get(found.matter) or found.matter
    return Message(f"{AREA}.place-matter", body=body, matter=title)


def _findings(case: Case, found: MatterRule, readings: Sequence[Reading], words: SetWords, place: Message) -> Iterator[Finding]:
    known = FactsOf(f"the rule of {found.body.id} for {found.matter or 'all else'}", on(case.as_of), "counted sets")
    first, last = readings[0], readings[-1]
    sentence = Message(f"{AREA}.consensus", place=place, count=1, stops=1) if found.is_consensus else head(readings, words, place)
    sizes = [(f"fewest to {does} ({one.way})", sets.smallest) for does, one, sets in kinds(readings)]
    facts = [known(what, size) for what, size in sizes if size is not None]
    yield found.finding("stops", sentence, (*facts, known("members", words.count)))
    if not all(words.is_said(sets, does) for does, _, sets in kinds(readings) if does == "carry"):
        yield found.finding("carries", carried(readings, words.sets, "carries"))
    if not all(words.is_said(sets, does) for does, _, sets in kinds(readings) if does == "stop"):
        yield found.finding("blocks", stopped(readings, words.sets, "blocks"))
    for one in readings if first.stop_alone != last.stop_alone else readings[:1]:
        yield from _alone(found, one, readings, words, known)
    yield found.finding("rule", found.said, is_marked=False)  # its words say how far it was verified
    if (
        found.record.quorum and not found.blocs and not is_of_several_groups(found.record)
    ):  # who is away cannot be counted as present, whatever the others do
        away = words.count - found.record.quorum + 1
        yield found.finding("away", Message(f"{AREA}.away", count=away), known.counts(stop_by_staying_away=away))


def _alone(found: MatterRule, one: Reading, readings: Sequence[Reading], words: SetWords, known: FactsOf) -> Iterator[Finding]:
    """Yield who stops it alone in a reading; that nobody does by abstaining is not said where somebody does by objecting."""
    some = one.stop_alone
    name = "alone" if one is readings[0] else f"alone-{one.way}"
    if not some:
        if one is readings[0]:
            yield found.finding(name, Message(f"{AREA}.alone-nobody"))
        return
    how = Message(f"{AREA}.how-{one.way}")
    facts = (known(f"stop alone {one.way}", len(some)),)
    if len(some) < words.count:
        sentence = Message(f"{AREA}.alone-some", count=len(some), of=words.count, actors=words.names(some), how=how)
    elif found.is_consensus:
        sentence = Message(f"{AREA}.alone-present")
    else:
        sentence = Message(f"{AREA}.alone-each", count=words.count, how=how)
    yield found.finding(name, sentence, facts)


def _sets(found: MatterRule, readings: Sequence[Reading], words: SetWords) -> AnswerTable:
    """Return the smallest sets, up to five kinds for each reading; a column that is the same in all rows is left out."""
    rows = [
        (
            Message(f"{AREA}.does-{does}"),
            Message(f"{AREA}.way-{one.way}"),
            words.pattern(pattern),
            _how_many(pattern),
            sum(some.take for some in pattern),
        )
        for does, one, sets in kinds(readings)
        for pattern in sets.patterns[:PATTERNS]
    ]
    columns = (*column.text("does", "way", "set"), *column.number("sets", "size"))
    seen = [one.id in _ALWAYS or (len(rows) > 1 and any(row[at] != rows[0][at] for row in rows)) for at, one in enumerate(columns)]
    return AnswerTable(
        id="sets",
        title=found.title(Message(f"{AREA}.sets-table")),
        columns=tuple(itertools.compress(columns, seen)),
        rows=tuple(tuple(itertools.compress(row, seen)) for row in rows),
    )


def _way(readings: Sequence[Reading], one: Reading) -> tuple[Message, ...]:
    """Return the cell of a reading, where there are two."""
    return (Message(f"{AREA}.way-{one.way}"),) if len(readings) > 1 else ()


def _way_columns(readings: Sequence[Reading]) -> tuple[TableColumn, ...]:
    return column.text("way") if len(readings) > 1 else ()


def _how_many(pattern: Sequence[Some]) -> int | None:
    """Return how many sets a kind stands for; None where nobody reads so long a number."""
    count = math.prod(math.comb(len(some.of), some.take) for some in pattern)
    return count if count <= _READ else None


def _members(found: MatterRule, readings: Sequence[Reading], words: SetWords) -> AnswerTable:
    """Return what each member does alone and with one other; members who are alike stand in one row."""
    rows = tuple(
        (
            words.part(part.members),
            *_way(readings, one),
            _by_itself(part),
            tuple(_with_one(words, part)) or Message(f"{AREA}.does-nothing-more"),
            *((None, None) if one.power is None else (of[part.members[0]] for of in (one.power.prevent, one.power.initiate))),
        )
        for one in readings
        for part in one.parts
    )
    said = (*column.text("who"), *_way_columns(readings), *column.text("alone", "with_one"))
    columns = (*said, *column.fine_share("prevent", "initiate"))
    return AnswerTable(id="members", title=found.title(Message(f"{AREA}.members-table")), columns=columns, rows=rows)


def _notes(readings: Sequence[Reading]) -> tuple[Message, ...]:
    """Return what the shares of the table of members say, where it has any."""
    return (Message(f"{AREA}.coleman"),) if any(one.power is not None for one in readings) else ()


def _by_itself(part: Alone) -> Message:
    """Return what a member does alone."""
    form = "both" if part.stops and part.carries else "stops" if part.stops else "carries" if part.carries else "nothing"
    return Message(f"{AREA}.does-{form}")


def _with_one(words: SetWords, part: Alone) -> Iterator[Message]:
    """Yield what a member does together with one other, which neither does alone, and with which others."""
    for does, others in (("stops", part.stops_with), ("carries", part.carries_with)):
        if others:
            yield Message(f"{AREA}.{does}-with", who=words.others(part.members, others))


def _figure(found: MatterRule, readings: Sequence[Reading], place: Message, of: int) -> tuple[Figure, ...]:
    """Draw how many members the smallest sets have."""
    rows = []
    for does, one, sets in kinds(readings):
        said = Message(f"{AREA}.figure-never") if sets.smallest is None else Message(f"{AREA}.figure-of", count=sets.smallest, of=of)
        item = Item(value=sets.smallest, text=said, tone="yes" if does == "carry" else "no")
        rows.append(Row(name=Message(f"{AREA}.figure-{does}-{one.way}"), items=(item,), evidence=found.evidence))
    stops = readings[0].stops.smallest
    figure = row_chart(
        rows,
        [Scale(high=of)],
        id="sets",
        title=found.title(Message(f"{AREA}.figure-title", place=place)),
        subtitle=Message(f"{AREA}.figure-subtitle", of=of, rule=found.words),
        alt=Message(f"{AREA}.figure-alt", rows=len(rows), count=of, of=of, stops=stops),
    )
    return (figure,)


def _has_rule(case: Case, options: Mapping[str, Any]) -> object:
    body = find_body(case, options.get("body") or "", options.get("matter") or "")
    return matter_rule(case, body, find_matter(case, body, options.get("matter") or ""))


RULED = Condition(id="rule-for-matter", place="bodies", option="body", check=_has_rule)

QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(RULED,),
    options=(chosen("body", bodies), chosen("matter", matters), supposed_groups("as_if_blocs")),
    answer=answer,
    heads=(Headline("stops", "stops"), Headline("declared")),
    references=(
        "Coleman 1971",
        "Shapley 1962, doi:10.1002/bs.3830070104",
    ),
    subject="votes",
    follows=("who-has-power", "what-is-due"),
    builds_on=("who-has-power",),
)
