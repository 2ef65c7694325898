"""What would be asked back, from the weak points of the file, and what is left of the claims in each circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from legation.dossier import Wording
from legation.dossier.models.statement import Prepared, StatementClaim
from legation.dossier.when import When
from legation.figures.figure import Named
from legation.language import Message, Spoken, fold
from legation.methods.response import victim_facts
from legation.questions.base.case import Case
from legation.questions.incident.attribution.words import chance, claimed, named, quoted
from legation.questions.incident.response import condition
from legation.questions.incident.statement.failings import days_late
from legation.questions.incident.statement.inputs import StatementInputs, within

__all__ = [
    "STANDINGS",
    "Hostile",
    "claim_status",
    "hostile",
    "turning",
]


STANDINGS = ("told", "bare", "held")
"""Told with what it rests on; told without; held back."""


def claim_status(claims: Iterable[StatementClaim], tiers: Mapping[str, str], tier: str, out: Collection[str] = ()) -> dict[str, str]:
    """Return for each claim, by id, how it stands in a circle.

    A claim is bare where it names no source and no other claim, or rests, by whatever way, on a claim that is held back or bare there.
    Claims that stay ``out`` of the draft are held back everywhere.

    Examples
    --------
    >>> claims = [StatementClaim(id="a", evidence=("e",), rests_on=("b",)), StatementClaim(id="b", evidence=("f",))]
    >>> claim_status(claims, {"a": "public", "b": "national"}, "public"), claim_status(claims, {"a": "public", "b": "national"}, "national")
    ({'a': 'bare', 'b': 'held'}, {'a': 'told', 'b': 'told'})
    """
    rows = tuple(claims)
    found = {
        one.id: ("told" if one.evidence or one.objects or one.rests_on else "bare")
        if within(tiers[one.id], tier) and one.id not in out
        else "held"
        for one in rows
    }
    for _ in rows:
        fallen = [one.id for one in rows if found[one.id] == "told" and any(found[name] != "told" for name in one.rests_on)]
        if not fallen:
            break
        found |= dict.fromkeys(fallen, "bare")
    return found


AREA = "what-do-we-say"

_WEAK_LETTERS, _WEAK_DIGITS = frozenset("DEFG"), frozenset((4, 5, 6))
_REFUSED = ("mondelez-refused",)
"""Facts by which an insurer refused a claim after a State had been named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A question that would be asked back.

    Attributes
    ----------
    id : str
        By which the file may answer it.
    question : Message
    answer : Spoken, Wording or None
        What the dossier supports; None where it has no answer.
    rests : tuple
        The rows it rests on.
    withheld : Message or None
        Why the answer of the file is not shown, where it moves blame from the firm.
    """

    id: str
    question: Message
    answer: Spoken | Wording | None = None
    rests: tuple[Named, ...] = ()
    evidence: tuple[str, ...] = ()
    withheld: Message | None = None


def hostile(case: Case, inputs: StatementInputs, least: float) -> tuple[Hostile, ...]:
    """Return the questions, what would hurt most first.

    Parameters
    ----------
    least : float
        The probability from which another hypothesis is asked about, 0 to 1.
    """
    prepared = {one.to: one for one in inputs.model.answers}
    found = [
        *_turning(case, inputs),
        *_claims(inputs),
        *_withdrawn(inputs),
        *_cheap(case, inputs),
        *_others(inputs, least),
        *_law(inputs),
        *_firm(case, inputs),
        *_insurers(case, inputs),
        *_of_a_firm(case, inputs),
    ]
    return tuple(_answered(inputs, one, prepared[one.id]) if one.id in prepared else one for one in found)


def _answered(inputs: StatementInputs, one: Hostile, given: Prepared) -> Hostile:
    """Return a question with the answer of the file; one that moves blame from the firm and does not say its failing is withheld."""
    failed_rows = [failed for failed in inputs.failings if any(f"{form}-{failed.row}" == one.id for form in ("failing", "late", "untold"))]
    lacking = inputs.lacking(given.text, failed_rows)
    evidence = inputs.seen(one.evidence, given.evidence)
    if lacking:
        return replace(one, withheld=inputs.reason(lacking), evidence=evidence)
    return replace(one, answer=given.text, evidence=evidence)


def turning(case: Case, inputs: StatementInputs) -> tuple[Named | None, float, float] | None:
    """Return the single item without which the judgement falls below the least gate, the chance without it, and the gate.

    Of several the one that takes most away. The item is None where the circle may not hear of it; the whole is None where the judgement
    stands below the gate already, no single loss takes it there, or the dossier has no gate.
    """
    gate = min((one.measure.minimum for one in inputs.gates if one.measure.minimum is not None), default=None)
    if gate is None or inputs.weighing is None or inputs.leading is None:
        return None
    if inputs.weighing.chance(inputs.analyst, inputs.leading.id)[1] < gate:
        return None
    left = {row.item.id: inputs.weighing.without(inputs.analyst, row.item.id)[inputs.leading.id] for row in inputs.weighing.rows}
    below = [row.item for row in inputs.weighing.rows if left[row.item.id] < gate]
    if not below:
        return None
    item = min(below, key=lambda one: (left[one.id], one.id))
    admitted = inputs.hears(item, case.info.marking or "TLP:CLEAR")
    return (claimed(item) if admitted else None), left[item.id], gate


def _turning(case: Case, inputs: StatementInputs) -> Iterator[Hostile]:
    found = turning(case, inputs)
    if found is not None:
        item, left, gate = found
        what = item or Message(f"{AREA}.unheard")
        yield Hostile(
            id="one-item",
            question=Message(f"{AREA}.ask.one-item", item=what),
            answer=Message(f"{AREA}.reply.one-item", chance=chance(left), gate=gate),
            rests=(item,) if item else (),
        )


def _claims(inputs: StatementInputs) -> Iterator[Hostile]:
    """Yield what is asked of claims: without support, contradicted, of one origin, poorly graded."""
    stands = claim_status(inputs.model.claims, inputs.tiers, inputs.tier, inputs.out)
    forms = ("unsupported", "contradicted", "single-origin", "weak")
    for form in forms:
        for one in inputs.spoken:
            if form in _faults(inputs, one, stands[one.id]):
                values = {"claim": quoted(one.id, one.text), "sources": tuple(_source(inputs, i) for i in one.against)}
                evidence = inputs.seen(one.against) if form == "contradicted" else inputs.seen(one.evidence)
                question = Message(f"{AREA}.ask.{form}", **values)
                yield Hostile(id=f"{form}-{one.id}", question=question, rests=(Named(one.id, one.id),), evidence=evidence)


def _faults(inputs: StatementInputs, one: StatementClaim, stands: str) -> set[str]:
    rows = [inputs.visible[name] for name in one.evidence if name in inputs.visible]
    judged = bool(rows) and all(row.kind == "own_judgement" for row in rows)
    found = {"unsupported"} if stands == "bare" or judged else set()
    if one.against:
        found.add("contradicted")
    if rows and not judged and len({fold(row.origin or row.publisher or row.id) for row in rows}) == 1:
        found.add("single-origin")
    if rows and not judged and all((row.reliability or "F") in _WEAK_LETTERS or (row.credibility or 6) in _WEAK_DIGITS for row in rows):
        found.add("weak")
    return found


def _source(inputs: StatementInputs, name: str) -> Named:
    row = inputs.visible[name]
    return Named(name, row.title or name)


def _withdrawn(inputs: StatementInputs) -> Iterator[Hostile]:
    for one in inputs.model.withdrawn:
        question = Message(f"{AREA}.ask.withdrawn", text=quoted(one.id, one.text))
        yield Hostile(id=f"withdrawn-{one.id}", question=question, rests=(Named(one.id, one.id),), evidence=inputs.seen(one.evidence))


def _cheap(case: Case, inputs: StatementInputs) -> Iterator[Hostile]:
    """Yield, where the judgement is told, which items that carry it are cheap to fake."""
    if inputs.assessment is None or inputs.weighing is None or inputs.leading is None or (inputs.leading_named and not inputs.may_name):
        return
    second = inputs.weighing.order(inputs.analyst)[1]
    unmarked = case.info.marking or "TLP:CLEAR"
    rows = [
        row.item
        for row in inputs.weighing.rows
        if not row.item.costly
        and inputs.hears(row.item, unmarked)
        and inputs.weighing.adds(inputs.analyst, row.item.id, inputs.leading.id)
        > inputs.weighing.adds(inputs.analyst, row.item.id, second.id)
    ]
    if rows:
        items = tuple(claimed(item) for item in rows)
        costly = sum(row.item.costly for row in inputs.weighing.rows)
        reply = Message(f"{AREA}.reply.cheap", count=costly) if costly else None
        question = Message(f"{AREA}.ask.cheap", count=len(items), items=items)
        yield Hostile(id="cheap", question=question, answer=reply, rests=items, evidence=inputs.seen(*(one.evidence for one in rows)))


def _others(inputs: StatementInputs, least: float) -> Iterator[Hostile]:
    """Yield the other hypotheses that are not ruled out, and planted marks."""
    if inputs.assessment is None or inputs.weighing is None or inputs.leading is None:
        return
    for one in inputs.weighing.order(inputs.analyst):
        value = inputs.weighing.chance(inputs.analyst, one.id)[1]
        planted = one.kind == "false-flag"
        if one is inputs.leading or (value < least and not planted):
            continue
        if one.kind in ("group", "state") and not inputs.may_name:
            continue
        form = "false-flag" if planted else "alternative"
        question = Message(f"{AREA}.ask.{form}", hypothesis=named(one))
        reply = Message(f"{AREA}.reply.{form}", holder=inputs.assessment.holder, chance=chance(value))
        yield Hostile(
            id=f"{form}-{one.id}", question=question, answer=reply, rests=(named(one),), evidence=inputs.seen(inputs.assessment.resting())
        )


def _law(inputs: StatementInputs) -> Iterator[Hostile]:
    unmet = (
        [one for one in inputs.response.model.conditions if one.answer == "no" and inputs.may_show(one.evidence)] if inputs.response else []
    )
    if unmet and inputs.response:
        named_ones = tuple(condition(one.id) for one in unmet)
        yield Hostile(
            id="law",
            question=Message(f"{AREA}.ask.law"),
            answer=Message(f"{AREA}.reply.law", count=len(unmet), conditions=named_ones),
            rests=named_ones,
            evidence=inputs.seen(*(one.evidence for one in unmet)),
        )


def _firm(case: Case, inputs: StatementInputs) -> Iterator[Hostile]:
    """Yield what is asked of the firm: late and missing notices, failings, harm that nobody counted, what is not recorded."""
    model, firm = inputs.model, inputs.firm()
    for notice in model.notices:
        late = days_late(notice, case.as_of)
        if late:
            form = "late" if notice.made is not None else "untold"
            question = Message(f"{AREA}.ask.{form}", firm=firm, to=quoted(notice.id, notice.to), count=late)
            yield Hostile(
                id=f"{form}-{notice.id}", question=question, rests=(Named(notice.id, notice.id),), evidence=inputs.seen(notice.evidence)
            )
    for failing in model.failings:
        yield Hostile(
            id=f"failing-{failing.id}",
            question=Message(f"{AREA}.ask.failing", firm=firm, text=quoted(failing.id, failing.text)),
            answer=Message(f"{AREA}.reply.failing"),
            rests=(Named(failing.id, failing.id),),
            evidence=inputs.seen(failing.evidence),
        )
    for harm in model.harms:
        if harm.number is None:
            question = Message(f"{AREA}.ask.uncounted", text=quoted(harm.id, harm.text))
            yield Hostile(
                id=f"uncounted-{harm.id}", question=question, rests=(Named(harm.id, harm.id),), evidence=inputs.seen(harm.evidence)
            )
    for name, rows in (("failing", model.failings), ("notice", model.notices), ("harm", model.harms)):
        if not rows:
            yield Hostile(id=f"no-{name}", question=Message(f"{AREA}.ask.no-{name}", firm=firm))


def _insurers(case: Case, inputs: StatementInputs) -> Iterator[Hostile]:
    known = [one for one in victim_facts() if When(one.known).by(case.as_of)]
    if any(one.id in _REFUSED for one in known):
        last = max(known, key=lambda one: one.date)
        values = {"date": When(last.date), "firm": last.firm, "other": last.other, "cited": last.cited}
        reply = Message(f"what-does-naming-cost.victim.{last.id}", **values)
        rests = tuple(Named(one.id, one.id) for one in known)
        yield Hostile(id="insurers", question=Message(f"{AREA}.ask.insurers"), answer=reply, rests=rests)
        return
    costs = (
        [one for one in inputs.response.model.costs if one.bears == "victims" and inputs.may_show(one.evidence)] if inputs.response else []
    )
    if costs:
        evidence = inputs.seen(*(one.evidence for one in costs))
        yield Hostile(id="insurers", question=Message(f"{AREA}.ask.insurers"), answer=costs[0].text, evidence=evidence)


_FOR_A_FIRM = ("customers-service", "customers-data", "insurers-cover")
"""What customers and insurers ask a firm that was hit, whatever its file says."""


def _of_a_firm(case: Case, inputs: StatementInputs) -> Iterator[Hostile]:
    """Yield, where a firm speaks for itself, what its customers and its insurers ask."""
    if any(row.id == inputs.model.actor and row.kind == "company" for row in case.dossier.actors):
        for name in _FOR_A_FIRM:
            yield Hostile(id=name, question=Message(f"{AREA}.ask.{name}", firm=inputs.firm()))
