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
    "hostile",
    "standing",
    "turning",
]


STANDINGS = ("told", "bare", "held")
"""Told with what it rests on; told without; held back."""


def standing(claims: Iterable[StatementClaim], tiers: Mapping[str, str], circle: str, out: Collection[str] = ()) -> dict[str, str]:
    """Return for each claim, by id, how it stands in a circle.

    A claim is bare where it names no source and no other claim, or rests, by whatever way, on a claim that is held back or bare there.
    Claims that stay ``out`` of the draft are held back everywhere.

    Examples
    --------
    >>> claims = [StatementClaim(id="a", evidence=("e",), rests_on=("b",)), StatementClaim(id="b", evidence=("f",))]
    >>> standing(claims, {"a": "public", "b": "national"}, "public"), standing(claims, {"a": "public", "b": "national"}, "national")
    ({'a': 'bare', 'b': 'held'}, {'a': 'told', 'b': 'told'})
    """
    rows = tuple(claims)
    found = {
        one.id: ("told" if one.evidence or one.objects or one.rests_on else "bare")
        if within(tiers[one.id], circle) and one.id not in out
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


def hostile(case: Case, said: StatementInputs, least: float) -> tuple[Hostile, ...]:
    """Return the questions, what would hurt most first.

    Parameters
    ----------
    least : float
        The probability from which another hypothesis is asked about, 0 to 1.
    """
    prepared = {one.to: one for one in said.model.answers}
    found = [
        *_turning(case, said),
        *_claims(said),
        *_withdrawn(said),
        *_cheap(case, said),
        *_others(said, least),
        *_law(said),
        *_firm(case, said),
        *_insurers(case, said),
    ]
    return tuple(_answered(said, one, prepared[one.id]) if one.id in prepared else one for one in found)


def _answered(said: StatementInputs, one: Hostile, given: Prepared) -> Hostile:
    """Return a question with the answer of the file; one that moves blame from the firm and does not say its failing is withheld."""
    asked = [failed for failed in said.failings if any(f"{form}-{failed.row}" == one.id for form in ("failing", "late", "untold"))]
    lacking = said.lacking(given.text, asked)
    evidence = said.seen(one.evidence, given.evidence)
    if lacking:
        return replace(one, withheld=said.reason(lacking), evidence=evidence)
    return replace(one, answer=given.text, evidence=evidence)


def turning(case: Case, said: StatementInputs) -> tuple[Named | None, float, float] | None:
    """Return the single item without which the judgement falls below the least gate, the chance without it, and the gate.

    Of several the one that takes most away. The item is None where the circle may not hear of it; the whole is None where the judgement
    stands below the gate already, no single loss takes it there, or the dossier has no gate.
    """
    gate = min((one.measure.minimum for one in said.gates if one.measure.minimum is not None), default=None)
    if gate is None or said.weighing is None or said.leading is None:
        return None
    if said.weighing.chance(said.analyst, said.leading.id)[1] < gate:
        return None
    left = {row.item.id: said.weighing.without(said.analyst, row.item.id)[said.leading.id] for row in said.weighing.rows}
    below = [row.item for row in said.weighing.rows if left[row.item.id] < gate]
    if not below:
        return None
    item = min(below, key=lambda one: (left[one.id], one.id))
    heard = said.hears(item, case.info.marking or "TLP:CLEAR")
    return (claimed(item) if heard else None), left[item.id], gate


def _turning(case: Case, said: StatementInputs) -> Iterator[Hostile]:
    found = turning(case, said)
    if found is not None:
        item, left, gate = found
        what = item or Message(f"{AREA}.unheard")
        yield Hostile(
            id="one-item",
            question=Message(f"{AREA}.ask.one-item", item=what),
            answer=Message(f"{AREA}.reply.one-item", chance=chance(left), gate=gate),
            rests=(item,) if item else (),
        )


def _claims(said: StatementInputs) -> Iterator[Hostile]:
    """Yield what is asked of claims: without support, contradicted, of one origin, poorly graded."""
    stands = standing(said.model.claims, said.tiers, said.tier, said.out)
    forms = ("unsupported", "contradicted", "single-origin", "weak")
    for form in forms:
        for one in said.spoken:
            if form in _faults(said, one, stands[one.id]):
                values = {"claim": quoted(one.id, one.text), "sources": tuple(_source(said, i) for i in one.against)}
                evidence = said.seen(one.against) if form == "contradicted" else said.seen(one.evidence)
                question = Message(f"{AREA}.ask.{form}", **values)
                yield Hostile(id=f"{form}-{one.id}", question=question, rests=(Named(one.id, one.id),), evidence=evidence)


def _faults(said: StatementInputs, one: StatementClaim, stands: str) -> set[str]:
    rows = [said.visible[name] for name in one.evidence if name in said.visible]
    judged = bool(rows) and all(row.kind == "own_judgement" for row in rows)
    found = {"unsupported"} if stands == "bare" or judged else set()
    if one.against:
        found.add("contradicted")
    if rows and not judged and len({fold(row.origin or row.publisher or row.id) for row in rows}) == 1:
        found.add("single-origin")
    if rows and not judged and all((row.reliability or "F") in _WEAK_LETTERS or (row.credibility or 6) in _WEAK_DIGITS for row in rows):
        found.add("weak")
    return found


def _source(said: StatementInputs, name: str) -> Named:
    row = said.visible[name]
    return Named(name, row.title or name)


def _withdrawn(said: StatementInputs) -> Iterator[Hostile]:
    for one in said.model.withdrawn:
        question = Message(f"{AREA}.ask.withdrawn", text=quoted(one.id, one.text))
        yield Hostile(id=f"withdrawn-{one.id}", question=question, rests=(Named(one.id, one.id),), evidence=said.seen(one.evidence))


def _cheap(case: Case, said: StatementInputs) -> Iterator[Hostile]:
    """Yield, where the judgement is told, which items that carry it are cheap to fake."""
    if said.held is None or said.weighing is None or said.leading is None or (said.leading_named and not said.may_name):
        return
    second = said.weighing.order(said.analyst)[1]
    unmarked = case.info.marking or "TLP:CLEAR"
    rows = [
        row.item
        for row in said.weighing.rows
        if not row.item.costly
        and said.hears(row.item, unmarked)
        and said.weighing.adds(said.analyst, row.item.id, said.leading.id) > said.weighing.adds(said.analyst, row.item.id, second.id)
    ]
    if rows:
        items = tuple(claimed(item) for item in rows)
        costly = sum(row.item.costly for row in said.weighing.rows)
        reply = Message(f"{AREA}.reply.cheap", count=costly) if costly else None
        question = Message(f"{AREA}.ask.cheap", count=len(items), items=items)
        yield Hostile(id="cheap", question=question, answer=reply, rests=items, evidence=said.seen(*(one.evidence for one in rows)))


def _others(said: StatementInputs, least: float) -> Iterator[Hostile]:
    """Yield the other hypotheses that are not ruled out, and planted marks."""
    if said.held is None or said.weighing is None or said.leading is None:
        return
    for one in said.weighing.order(said.analyst):
        value = said.weighing.chance(said.analyst, one.id)[1]
        planted = one.kind == "false-flag"
        if one is said.leading or (value < least and not planted):
            continue
        if one.kind in ("group", "state") and not said.may_name:
            continue
        form = "false-flag" if planted else "alternative"
        question = Message(f"{AREA}.ask.{form}", hypothesis=named(one))
        reply = Message(f"{AREA}.reply.{form}", holder=said.held.holder, chance=chance(value))
        yield Hostile(id=f"{form}-{one.id}", question=question, answer=reply, rests=(named(one),), evidence=said.seen(said.held.resting()))


def _law(said: StatementInputs) -> Iterator[Hostile]:
    unmet = [one for one in said.response.model.conditions if one.answer == "no" and said.may_show(one.evidence)] if said.response else []
    if unmet and said.response:
        named_ones = tuple(condition(one.id) for one in unmet)
        yield Hostile(
            id="law",
            question=Message(f"{AREA}.ask.law"),
            answer=Message(f"{AREA}.reply.law", count=len(unmet), conditions=named_ones),
            rests=named_ones,
            evidence=said.seen(*(one.evidence for one in unmet)),
        )


def _firm(case: Case, said: StatementInputs) -> Iterator[Hostile]:
    """Yield what is asked of the firm: late and missing notices, failings, harm that nobody counted, what is not recorded."""
    model, firm = said.model, said.firm()
    for told in model.notices:
        late = days_late(told, case.as_of)
        if late:
            form = "late" if told.made is not None else "untold"
            question = Message(f"{AREA}.ask.{form}", firm=firm, to=quoted(told.id, told.to), count=late)
            yield Hostile(id=f"{form}-{told.id}", question=question, rests=(Named(told.id, told.id),), evidence=said.seen(told.evidence))
    for failing in model.failings:
        yield Hostile(
            id=f"failing-{failing.id}",
            question=Message(f"{AREA}.ask.failing", firm=firm, text=quoted(failing.id, failing.text)),
            answer=Message(f"{AREA}.reply.failing"),
            rests=(Named(failing.id, failing.id),),
            evidence=said.seen(failing.evidence),
        )
    for harm in model.harms:
        if harm.number is None:
            question = Message(f"{AREA}.ask.uncounted", text=quoted(harm.id, harm.text))
            yield Hostile(id=f"uncounted-{harm.id}", question=question, rests=(Named(harm.id, harm.id),), evidence=said.seen(harm.evidence))
    for name, rows in (("failing", model.failings), ("notice", model.notices), ("harm", model.harms)):
        if not rows:
            yield Hostile(id=f"no-{name}", question=Message(f"{AREA}.ask.no-{name}", firm=firm))


def _insurers(case: Case, said: StatementInputs) -> Iterator[Hostile]:
    known = [one for one in victim_facts() if When(one.known).by(case.as_of)]
    if any(one.id in _REFUSED for one in known):
        last = max(known, key=lambda one: one.date)
        values = {"date": When(last.date), "firm": last.firm, "other": last.other, "cited": last.cited}
        reply = Message(f"what-does-naming-cost.victim.{last.id}", **values)
        rests = tuple(Named(one.id, one.id) for one in known)
        yield Hostile(id="insurers", question=Message(f"{AREA}.ask.insurers"), answer=reply, rests=rests)
        return
    costs = [one for one in said.response.model.costs if one.bears == "victims" and said.may_show(one.evidence)] if said.response else []
    if costs:
        evidence = said.seen(*(one.evidence for one in costs))
        yield Hostile(id="insurers", question=Message(f"{AREA}.ask.insurers"), answer=costs[0].text, evidence=evidence)
