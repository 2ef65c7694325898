"""What the records of known groups say of what was observed, how often such answers were right, and what to look for next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.errors import NotAvailable
from legation.figures.figure import Figure, Named
from legation.language import Message, Spoken
from legation.methods.attribution import (
    Attribution,
    Item,
    Knowledge,
    Measured,
    attribute,
    calibrate,
    measured,
    next_evidence,
    would_prove_wrong,
)
from legation.methods.share import LEVEL
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.calibration import Stated, calibration_chart
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.conditions import Condition
from legation.questions.incident.attribution.inputs import AssessmentInputs, find_assessment
from legation.questions.incident.attribution.words import chance
from legation.questions.question import Progress
from legation.sources import attack, find

__all__ = [
    "ANALYST",
    "KNOWLEDGE",
    "Records",
    "calibration_picture",
    "group_named",
    "items_observed",
    "looking_table",
    "of_looking",
    "of_records",
    "record_table",
    "records",
    "visible",
]


column = Columns("attribution.col.")

_SHOWN, _ITEMS_NAMED = 15, 3


@dataclass(frozen=True, kw_only=True)
class Records:
    """What is known of groups, calibrated, what it says of the incident, and how good such answers were."""

    knowledge: Knowledge
    found: Attribution
    measured: Measured


def records(inputs: AssessmentInputs, case: Case, *, seed: int, progress: Progress) -> Records | None:
    """Return what the file of knowledge says; None where the assessment names none, or observed nothing.

    Raises
    ------
    NotAvailable
        Where the file is named and is not in the dossier.
    CannotRead
        Where it cannot be read.
    """
    model = inputs.model
    if not model.knowledge or not model.observed:
        return None
    for part in (model.knowledge, model.sponsors_file):
        if part and part not in case.dossier.files:
            raise NotAvailable(Message("attribution.no-knowledge-file", part=part))
    sponsors = case.dossier.files[model.sponsors_file] if model.sponsors_file else None
    raw = attack.decode(case.dossier.files[model.knowledge], model.knowledge, model.release or None, sponsors)
    knowledge = calibrate(raw, progress)
    found = attribute(items_observed(inputs), knowledge, exclude_sources=model.exclude, seed=seed, level=LEVEL)
    return Records(knowledge=knowledge, found=found, measured=measured(knowledge, progress))


def items_observed(inputs: AssessmentInputs) -> tuple[Item, ...]:
    """Return what the reports saw, each with its grades: its own, or those of its first evidence."""
    found = []
    for row in inputs.model.observed:
        first = inputs.visible.get(row.evidence[0]) if row.evidence else None
        letter = row.reliability or (first.reliability if first else "") or "F"
        digit = row.credibility or (first.credibility if first else None) or 6
        for sort, names in (("technique", row.techniques), ("software", row.software)):
            found += [Item(sort, name, row.report, letter, digit, name in row.costly) for name in names]
    return tuple(found)


def visible(inputs: AssessmentInputs) -> Collection[str]:
    """Return the techniques that the logging of the time would have shown."""
    return {name for row in inputs.model.observed for name in row.visible}


def group_named(known: Records, group: str) -> Named:
    """Return a group, technique or software of the records by its name."""
    name = known.knowledge.names.get(group)
    return Named(group, f"{name} ({group})" if name else group)


def of_records(inputs: AssessmentInputs, known: Records | None) -> Iterator[Finding]:
    """Yield which groups the records give, who behind them, and what was measured of such answers; else that nothing was."""
    if known is None:
        yield Finding(id="calibration", message=Message("attribution.not-measured"))
        return
    found, evidence = known.found, inputs.seen(*(row.evidence for row in inputs.model.observed))
    first = tuple(_marked(known, group) for group in found.ranking[:_ITEMS_NAMED])
    low, high = found.unlisted_range
    message = Message(
        "attribution.records",
        release=known.knowledge.release or inputs.model.knowledge,
        groups=first,
        unlisted=chance(found.unlisted),
        low=chance(low),
        high=chance(high),
        planted=chance(sum(found.false_flag.values())),
    )
    yield Finding(id="records", message=message, evidence=evidence)
    named = [(state, value) for state, value in found.sponsor.items() if state is not None]
    if named:
        states = tuple(_sentence(_country(state), value) for state, value in named[:_ITEMS_NAMED])
        message = Message("attribution.records-sponsor", states=states, rest=chance(found.sponsor[None]))
        yield Finding(id="records-sponsor", message=message, evidence=evidence)
    one = known.measured
    if one.incidents:
        message = Message(
            "attribution.measured",
            count=one.incidents,
            first=one.first,
            low=one.first_low,
            high=one.first_high,
            third=one.third,
            error=one.error,
        )
        yield Finding(id="calibration", message=message)
    else:
        yield Finding(id="calibration", message=Message("attribution.too-few-reports"))


def _country(code: str) -> Spoken | str:
    """Return the name of the country that a code of the records means; the code where it means none."""
    match = find(code)
    return match.country.name if match.country and match.how == "code" else code


def _marked(known: Records, group: str) -> Message:
    """Return a group with its chance, and beside it the chance that its marks were planted."""
    found = known.found
    own, flown = chance(found.probability[group]), chance(found.false_flag[group])
    return Message("attribution.with-planted", name=group_named(known, group), chance=own, planted=flown)


def _sentence(name: Spoken | str, value: float) -> Message:
    return Message("attribution.with-chance", name=name, chance=chance(value))


def record_table(known: Records) -> AnswerTable:
    """Return the groups by how well the marks seen fit, each with the share of that which planted marks are; then the unlisted actor."""
    found = known.found
    rows: list[tuple[Any, ...]] = [
        (
            group_named(known, group),
            found.prior[group],
            found.probability[group],
            found.low[group],
            found.high[group],
            found.false_flag[group],
            found.fit[group],
            found.planted_share[group],
        )
        for group in found.ranking[:_SHOWN]
    ]
    rows.append((Message("attribution.kind.unlisted"), found.prior_unlisted, found.unlisted, *found.unlisted_range, None, None, None))
    columns = (
        *column.text("group"),
        *column.fine_share("prior"),
        *column.chance("chance"),
        *column.fine_share("low", "high", "planted"),
        *column.chance("fit"),
        *column.share("planted-share"),
    )
    return AnswerTable(id="records", title=Message("attribution.table.records"), columns=columns, rows=tuple(rows))


def calibration_picture(case: Case, known: Records) -> Figure | None:
    """Return stated chance beside share right on the reports of the records; None where there were none to leave out."""
    one = known.measured
    if not one.bins:
        return None
    return calibration_chart(
        (Stated(b.stated, b.share, b.low, b.high, b.count) for b in one.bins),
        "answers",
        title=Message("attribution.calibration-title", error=one.error),
        subtitle=Message("attribution.calibration-subtitle", release=known.knowledge.release or "–", count=one.incidents, as_of=case.as_of),
        alt=Message("attribution.calibration-alt", count=one.incidents, error=one.error, first=one.first),
    )


AREA = "what-would-prove-us-wrong"
search_column = Columns(f"{AREA}.col-")
_SEARCHES_NAMED = 3


def of_looking(inputs: AssessmentInputs, known: Records | None) -> Iterator[Finding]:
    """Yield what the records of groups say to look for, and what of the first group should have been seen and was not."""
    if known is None:
        return
    evidence = inputs.seen(*(row.evidence for row in inputs.model.observed))
    excluded = inputs.model.exclude
    observed = items_observed(inputs)
    ahead = next_evidence(observed, known.knowledge, exclude_sources=excluded, most=_SEARCHES_NAMED)
    if ahead:
        things = tuple(group_named(known, one.id) for one in ahead)
        yield Finding(
            id="records-next", message=Message(f"{AREA}.records-next", things=things, bits=ahead[0].information), evidence=evidence
        )
    against = would_prove_wrong(observed, known.knowledge, exclude_sources=excluded, visible=visible(inputs), most=_SEARCHES_NAMED)
    leader = group_named(known, against.leader)
    if against.overturning:
        things = tuple(group_named(known, one.id) for one in against.overturning)
        message = Message(f"{AREA}.records-against", group=leader, things=things)
        yield Finding(id="records-against", message=message, evidence=evidence)
    if against.missing:
        things = tuple(group_named(known, one) for one in against.missing)
        message = Message(f"{AREA}.records-missing", group=leader, things=things, count=len(things))
        yield Finding(id="records-missing", message=message, evidence=evidence)


def looking_table(inputs: AssessmentInputs, known: Records) -> AnswerTable:
    """Return what to look for, by falling information."""
    ahead = next_evidence(items_observed(inputs), known.knowledge, exclude_sources=inputs.model.exclude)
    rows = tuple(
        (group_named(known, one.id), one.information, one.seen, group_named(known, one.first_if_seen), group_named(known, one.first_if_not))
        for one in ahead
    )
    columns = (
        *search_column.text("thing"),
        *search_column.number("bits", unit="bits"),
        *search_column.chance("seen"),
        *search_column.text(**{"if-seen": "first-if-seen"}, **{"if-not": "first-if-not"}),
    )
    return AnswerTable(id="records-next", title=Message(f"{AREA}.table-records"), columns=columns, rows=rows)


def _has_analyst(case: Case, options: Mapping[str, Any]) -> object:
    return find_assessment(case, options["model"])


def _has_knowledge(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether the files of knowledge that the assessment names are in the dossier."""
    model = find_assessment(case, options["model"]).model if ANALYST.holds(case, options) else None
    if model is None or not model.knowledge or not model.observed:
        return True
    return all(part in case.dossier.files for part in (model.knowledge, model.sponsors_file) if part)


ANALYST = Condition(id="analyst", place="assessment", check=_has_analyst)
KNOWLEDGE = Condition(id="knowledge-file", place="file", check=_has_knowledge)
