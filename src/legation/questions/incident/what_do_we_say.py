"""What can we say in public, and what would be asked back? The draft in both languages, what each circle loses, and the case against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import Wording
from legation.dossier.models.statement import TIERS
from legation.figures.figure import Figure, Named
from legation.figures.kit.matrix import Cell, Head, matrix
from legation.language import LANGUAGES, Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.incident.attribution.words import chance, named, quoted, tier
from legation.questions.incident.response import measure, state
from legation.questions.incident.statement.draft import ALWAYS, DraftParagraph, draft
from legation.questions.incident.statement.hostile_questions import Hostile, claim_status, hostile, turning
from legation.questions.incident.statement.inputs import StatementInputs, caveats, find_statement, within
from legation.questions.incident.statement.whitewash import whitewashed
from legation.questions.question import Headline, Progress, Question, choice, model, silent, whole

__all__ = [
    "QUESTION",
    "answer",
    "claim_table",
    "draft_table",
    "hostile_table",
    "picture",
    "red_table",
]


AREA = "what-do-we-say"
column = Columns(f"{AREA}.col-")


def draft_table(paragraphs: Sequence[DraftParagraph]) -> AnswerTable:
    """Return the draft side by side; a gap is an empty cell."""
    rows = tuple(
        (at, Message(f"{AREA}.kind.{one.kind}"), one.text("en") or None, one.text("fr") or None, one.row or None, one.evidence)
        for at, one in enumerate(paragraphs, start=1)
    )
    columns = (*column.number("paragraph"), *column.text("kind", "en", "fr", "row"), *column.evidence(evidence="attribution.col.evidence"))
    return AnswerTable(id="draft", title=Message(f"{AREA}.table-draft"), columns=columns, rows=rows)


def claim_table(inputs: StatementInputs) -> AnswerTable:
    """Return each claim with its circle and how it stands in each circle up to this one."""
    shown = [name for name in TIERS if within(name, inputs.tier)]
    stands = {name: claim_status(inputs.model.claims, inputs.tiers, name, inputs.out) for name in shown}
    rows = tuple(
        (
            Named(one.id, one.id),
            tier(inputs.tiers[one.id]),
            *(Message(f"{AREA}.standing.{stands[name][one.id]}") for name in shown),
            one.holder or None,
            one.reveals or None,
            inputs.seen(one.evidence),
        )
        for one in inputs.model.claims
    )
    columns = (
        *column.text("claim", "tier"),
        *Columns("attribution.tier.").text(*shown),
        *column.text("holder", "reveals"),
        *column.evidence(evidence="attribution.col.evidence"),
    )
    return AnswerTable(id="claims", title=Message(f"{AREA}.table-claims"), columns=columns, rows=rows)


def hostile_table(found: Sequence[Hostile]) -> AnswerTable:
    """Return what would be asked back, with the answer that the dossier supports."""
    rows = tuple(
        (one.id, one.question, one.answer or one.withheld or Message(f"{AREA}.no-answer"), one.rests, one.evidence) for one in found
    )
    columns = (
        *column.text(id="row", question="question", answer="answer", rests="rests"),
        *column.evidence(evidence="attribution.col.evidence"),
    )
    return AnswerTable(id="hostile", title=Message(f"{AREA}.table-hostile"), columns=columns, rows=rows)


def red_table(found: Sequence[Hostile]) -> AnswerTable:
    """Return the case against the statement: what has no answer first, then in the order in which it would hurt."""
    ordered = sorted(found, key=lambda one: one.answer is not None)
    rows = tuple(
        (at, one.question, Message("language.no") if one.answer is None else Message("language.yes"), one.rests)
        for at, one in enumerate(ordered, start=1)
    )
    columns = (*column.number("rank"), *column.text("attack", "answered", "rests"))
    return AnswerTable(id="red-team", title=Message(f"{AREA}.table-red-team"), columns=columns, rows=rows)


def picture(case: Case, inputs: StatementInputs) -> Figure:
    """Return the claims by circle; the title counts what the public hears and what is bare there."""
    shown = [name for name in TIERS if within(name, inputs.tier)]
    stands = {name: claim_status(inputs.model.claims, inputs.tiers, name, inputs.out) for name in shown}
    public = [stands["public"][one.id] for one in inputs.model.claims]
    values = {
        "count": len(public),
        "told": len(public) - public.count("held"),
        "bare": public.count("bare"),
        "held": public.count("held"),
    }
    title = Message(f"{AREA}.{_title(**values)}", **values)
    heads = [  # of what is said nowhere, not even the picture has the words
        Head(
            name=quoted(one.id, one.text) if any(stands[name][one.id] != "held" for name in shown) else one.id,
            evidence=inputs.seen(one.evidence),
        )
        for one in inputs.model.claims
    ]
    return matrix(
        heads,
        [Head(name=tier(name)) for name in shown],
        [[_STANDS[stands[name][one.id]] for name in shown] for one in inputs.model.claims],
        id="circles",
        title=title,
        subtitle=Message(f"{AREA}.figure-subtitle", title=inputs.title, as_of=case.as_of),
        alt=Message(f"{AREA}.figure-alt", finding=title, count=len(public)),
    )


_STANDS = {
    name: Cell(text=Message(f"{AREA}.standing.{name}"), tone=tone)
    for name, tone in (("told", "full"), ("bare", "without"), ("held", "none"))
}


def _title(count: int, told: int, bare: int, held: int) -> str:
    """Return the title's form: what is none is not counted in it."""
    if not told:
        return "figure-none"
    if told == count:
        return "figure-all" if bare else "figure-all-borne"
    return "figure" if bare else "figure-borne"


_NAMED = 3
"""Attacks that are told; the table has all."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what the circle would hear in both languages, what it does not hear, what would be asked back, and what would hurt most."""
    inputs = find_statement(case, options["model"], options["tier"], int(options["seed"]))
    paragraphs = draft(inputs, case.as_of)
    hostile_questions = hostile(case, inputs, options["alternative"] / 100)
    findings = [
        *_drafted(inputs, paragraphs),
        *_always(paragraphs),
        *_withheld(inputs, paragraphs),
        *_messages(inputs),
        *_naming(inputs),
        *_lost(inputs),
        *_hostile(hostile_questions),
        *_turning(case, inputs),
    ]
    tables = (draft_table(paragraphs), claim_table(inputs), hostile_table(hostile_questions), red_table(hostile_questions))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=(picture(case, inputs),) if inputs.model.claims else (),
        caveats=(*caveats(inputs), Message(f"{AREA}.proposed"), QUESTION.limits),
        missing=tuple(_missing(inputs, paragraphs)),
    )


def _drafted(inputs: StatementInputs, paragraphs: Sequence[DraftParagraph]) -> Iterator[Finding]:
    """Yield what the draft is, and in which language which paragraphs are missing."""
    tone = Message(f"{AREA}.tone.{inputs.model.tone}")
    values = {"tier": tier(inputs.tier), "count": len(paragraphs), "addressee": inputs.model.addressee, "tone": tone}
    yield Finding(id="draft", message=Message(f"{AREA}.draft", **values))
    for lang in LANGUAGES:
        gaps = tuple(str(at) for at, one in enumerate(paragraphs, start=1) if lang in one.gaps)
        if gaps:
            language = Message(f"{AREA}.in-{lang}")
            yield Finding(id=f"gap-{lang}", message=Message(f"{AREA}.gap", count=len(gaps), paragraphs=gaps, language=language))


def _always(paragraphs: Sequence[DraftParagraph]) -> Iterator[Finding]:
    """Yield the firm's failings, its notices and the harm to people, or that they are not recorded."""
    for kind in ALWAYS:
        rows = [one for one in paragraphs if one.kind == kind]
        for at, one in enumerate(rows, start=1):
            spoken = Message(f"{AREA}.paragraph", text=Wording(en=one.text("en"), fr=one.text("fr")))
            yield Finding(id=f"{kind}-{one.row or at}", message=spoken, evidence=one.evidence)


def _withheld(inputs: StatementInputs, paragraphs: Sequence[DraftParagraph]) -> Iterator[Finding]:
    """Yield, for each paragraph that is withheld, why, and the true sentence to put beside it."""
    for at, one in enumerate(paragraphs, start=1):
        if one.kind == "withheld":
            why = Wording(en=one.text("en"), fr=one.text("fr"))
            message = Message(f"{AREA}.withheld-paragraph", paragraph=at, row=one.row or Message(f"{AREA}.judgement"), why=why)
            yield Finding(id=f"withheld-{one.row or 'judgement'}", message=message, evidence=one.evidence)


def _messages(inputs: StatementInputs) -> Iterator[Finding]:
    """Yield the messages of the dossier that are withheld for the same reason: each stands alone, and no paragraph beside it."""
    for row in inputs.messages:
        lacking = whitewashed(row.text, inputs.failings)
        if lacking:
            evidence = inputs.seen(*(one.evidence for one in lacking if one.id in inputs.heard))
            message = Message(f"{AREA}.withheld-message", row=row.id, why=inputs.reason(lacking))
            yield Finding(id=f"withheld-message-{row.id}", message=message, evidence=evidence)


def _naming(inputs: StatementInputs) -> Iterator[Finding]:
    """Yield what stays out because it names somebody and no gate is open."""
    if inputs.may_name:
        return
    out = [one for one in inputs.model.claims if one.party]
    gates = tuple(Message(f"{AREA}.gate", measure=measure(one.measure.id), state=state(one.state)) for one in inputs.gates)
    why = gates or (Message(f"{AREA}.no-gate"),)
    if out:
        message = Message(f"{AREA}.below-gate", count=len(out), claims=tuple(one.id for one in out), gates=why)
        yield Finding(id="below-gate", message=message, evidence=inputs.seen(*(one.evidence for one in out)))
    if inputs.leading_named:
        yield Finding(id="judgement-below-gate", message=Message(f"{AREA}.judgement-below-gate", gates=why))


def _lost(inputs: StatementInputs) -> Iterator[Finding]:
    """Yield, for each wider circle, which claims are held back there and which lose what they rest on."""
    now = claim_status(inputs.model.claims, inputs.tiers, inputs.tier, inputs.out)
    for reader in (name for name in TIERS if within(name, inputs.tier) and name != inputs.tier):
        stands = claim_status(inputs.model.claims, inputs.tiers, reader, inputs.out)
        gone = tuple(name for name, how in stands.items() if how == "held" and name not in inputs.out)
        bare = tuple(name for name, how in stands.items() if how == "bare" and now[name] != "bare")
        form = "lost-bare" if bare else "lost" if gone else "lost-nothing"
        values = {"tier": tier(reader), "count": len(gone), "held": gone, "bare": bare}
        yield Finding(id=f"lost-{reader}", message=Message(f"{AREA}.{form}", **values))


def _hostile(found: Sequence[Hostile]) -> Iterator[Finding]:
    """Yield how many questions would be asked back, how many have no answer, and the strongest attacks."""
    open_ones = [one for one in found if one.answer is None]
    yield Finding(id="asked-back", message=Message(f"{AREA}.asked-back", count=len(found), open=len(open_ones)))
    strongest = sorted(found, key=lambda one: one.answer is not None)[:_NAMED]
    for at, one in enumerate(strongest, start=1):
        yield Finding(id=f"attack-{at}", message=Message(f"{AREA}.attack", rank=at, question=one.question), evidence=one.evidence)


def _turning(case: Case, inputs: StatementInputs) -> Iterator[Finding]:
    """Yield the single item whose loss takes the judgement below the gate, or that it is there already, or that none does."""
    gate = min((one.measure.minimum for one in inputs.gates if one.measure.minimum is not None), default=None)
    if gate is None or inputs.assessment is None or inputs.weighing is None or inputs.leading is None:
        return
    value = inputs.weighing.chance(inputs.analyst, inputs.leading.id)[1]
    found = turning(case, inputs)
    who = Message(f"{AREA}.unnamed") if inputs.leading_named and not inputs.may_name else named(inputs.leading)
    values = {"holder": inputs.assessment.holder, "hypothesis": who, "chance": chance(value), "gate": gate}
    if found is not None:
        item, left, _ = found
        message = Message(f"{AREA}.one-item", item=item or Message(f"{AREA}.unheard"), left=chance(left), **values)
    else:
        message = Message(f"{AREA}.already-below" if value < gate else f"{AREA}.no-one-item", **values)
    yield Finding(id="one-item", message=message, evidence=inputs.seen(inputs.assessment.resting()))


def _missing(inputs: StatementInputs, paragraphs: Sequence[DraftParagraph]) -> Iterator[Message]:
    """Yield what the dossier does not hold."""
    if not inputs.model.claims:
        yield Message(f"{AREA}.no-claims")
    rows = {one.id for one in inputs.model.failings} | {one.id for one in inputs.model.notices}
    elsewhere = tuple(one for one in inputs.failings if one.id in inputs.heard and one.row not in rows)
    if elsewhere:
        yield Message(f"{AREA}.failing-elsewhere", count=len(elsewhere), failings=tuple(one.text for one in elsewhere))
    for kind in ALWAYS:
        if any(one.kind == kind and not one.recorded for one in paragraphs):
            yield Message(f"{AREA}.say.no-{kind}", firm=inputs.firm())
    lacking = {"no-response": inputs.response is None, "no-assessment": inputs.assessment is None}
    lacking |= {"no-ask": not inputs.model.ask, "no-off-ramp": not inputs.model.off_ramp}
    yield from (Message(f"{AREA}.{name}") for name, lacks in lacking.items() if lacks)


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=(),
    also_needs=("statement",),
    options=(model("statement"), choice("tier", *TIERS), whole("alternative", 1, 50, 10)),
    answer=answer,
    heads=(Headline("judgement-below-gate", judgement="assessment"), Headline("draft", "count", judgement="assessment")),
    follows=("note",),
    builds_on=("what-may-we-do", "how-sure-are-we"),
    subject="incident",
    references=(
        "ODNI, Intelligence Community Directive 203, Analytic Standards, 2 January 2015 (likelihood and confidence apart)",
        "FIRST, Traffic Light Protocol, version 2.0 (2022)",
    ),
)
