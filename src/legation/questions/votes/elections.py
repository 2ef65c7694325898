"""An election, or any other secret ballot: what members promised, and nothing else. A secret ballot hides how a member votes.

No model enters here, before the ballot or after it: promises are counted as they were given, by whom, in writing or by word of mouth, to
which candidate, and against what support of ours. General Assembly, rules of procedure, rule 92: all elections are held by secret ballot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Engagement, RollCall, When, Wording, standing
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, GROUP, Columns
from legation.questions.base.quantities import FactsOf, on
from legation.questions.votes.declarations import name_of, titled
from legation.questions.votes.rule import rule_in_force

__all__ = ["Promise", "promises_on", "secret_answer"]

AREA = "elections"
column = Columns(f"{AREA}.col-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a member promised of a secret ballot.

    Attributes
    ----------
    form : {"written", "oral", ""}
        Empty: nobody wrote down which.
    candidate : str
        To whom the ballot was promised, an actor's id; empty where the ballot has no candidates, or it is not said.
    vote : str
        What was promised where there is no candidate: ``yes``, ``abstain``, ``no``.
    in_return : Wording
        Against what.
    """

    actor: str
    form: str
    candidate: str
    vote: str
    date: When | None
    in_return: Wording
    evidence: tuple[str, ...]


def promises_on(case: Case, ahead: RollCall) -> dict[str, tuple[Promise, ...]]:
    """Return what each member promised of a secret ballot, as it stands: rows of promises, and a yes to an ask, which is a spoken one.

    What a post reports in a round is no promise before the desk enters it as one; neither is a hint, a yes on a condition, or what a
    partner tells.

    A member has as many promises as candidates to whom it gave one; of two to one candidate the later counts, and one that was broken is
    none.
    """
    found: dict[tuple[str, str], Promise] = {}
    sole = ahead.candidates[0] if len(ahead.candidates) == 1 else ""
    rows = [row for row in standing(case.dossier.commitments) if row.rollcall == ahead.id and row.direction != "given"]
    said = [row for row in standing(case.dossier.engagements) if row.rollcall == ahead.id and _promises(row)]
    every: list[tuple[str, bool, Promise]] = [
        (
            str(row.date or ""),
            row.kept == "broken" or (not row.candidate and not row.vote and bool(ahead.candidates) and not sole),
            Promise(
                actor=row.actor,
                form=row.form,
                candidate=row.candidate or sole,
                vote=row.vote,
                date=row.date,
                in_return=row.in_return,
                evidence=row.evidence,
            ),
        )
        for row in rows
    ]
    every += [
        (
            str(row.date or ""),
            row.answer == "no",
            Promise(actor=row.actor, form="oral", candidate=sole, vote="yes", date=row.date, in_return=Wording(), evidence=row.evidence),
        )
        for row in said
    ]
    for _, is_none, promise in sorted(every, key=lambda one: one[0]):
        key = (promise.actor, promise.candidate)
        if is_none:
            found.pop(key, None)
        else:
            found[key] = promise
    by_actor: dict[str, tuple[Promise, ...]] = {}
    for promise in found.values():
        by_actor[promise.actor] = (*by_actor.get(promise.actor, ()), promise)
    return by_actor


def _promises(row: Engagement) -> bool:
    """Whether an answer gives a promise, or takes one back."""
    if row.partner or row.form == "hinted" or row.reached is False:
        return False
    return row.answer == "no" or (row.answer == "yes" and not row.condition and not row.round)


def secret_answer(
    case: Case, ahead: RollCall, *, question: str, title: Message, limits: Message, tables: Sequence[AnswerTable] = ()
) -> Answer:
    """Return what may be said of a secret ballot: that it hides how members vote, who promised what, and who promised nothing yet."""
    members = inputs.member_ids(case, ahead)
    promised = {actor: given for actor, given in promises_on(case, ahead).items() if actor in members}
    open_ones = [actor for actor in members if actor not in promised]
    missing = () if promised else (Message(f"{AREA}.no-promise", rollcall=name_of(ahead)),)
    return Answer(
        question=question,
        title=title,
        findings=tuple(_findings(case, ahead, members, promised)),
        tables=(_promise_table(case, ahead, promised), _open_table(case, open_ones), *tables),
        figures=(),
        caveats=(Message(f"{AREA}.promise-is-no-vote"), Message(f"{AREA}.no-model"), limits),
        missing=missing,
    )


def _findings(case: Case, ahead: RollCall, members: tuple[str, ...], promised: Mapping[str, tuple[Promise, ...]]) -> list[Finding]:
    every = [one for given in promised.values() for one in given]
    evidence = joined_evidence(one.evidence for one in every)
    known = FactsOf(ahead.id, on(case.as_of), "promises")
    forms = Counter(next((one.form for one in given if one.form == "written"), given[0].form) for given in promised.values())
    returned = sum(any(one.in_return for one in given) for given in promised.values())
    counts = {"count": len(promised), "of": len(members), "written": forms["written"], "oral": forms["oral"], "unsaid": forms[""]}
    message = Message(f"{AREA}.promised", rollcall=name_of(ahead), returned=returned, **counts)
    facts = (*known.counts(promised=len(promised), written=forms["written"], oral=forms["oral"]), known("members", len(members)))
    found = [
        Finding(id="promised", message=message, evidence=evidence, confidence="high", quantities=facts),
        Finding(id="hidden", message=Message(f"{AREA}.hidden", rollcall=titled(ahead)), evidence=ahead.evidence, confidence="high"),
    ]
    if ahead.candidates:
        by_candidate = Counter(one.candidate for one in every)
        tally = tuple(Message(f"{AREA}.candidate-count", candidate=case.named(name), count=by_candidate[name]) for name in ahead.candidates)
        message = Message(f"{AREA}.by-candidate", tally=tally)
        facts = tuple(
            FactsOf(f"{ahead.id}+{name}", on(case.as_of), "promises")("promised-to", by_candidate[name]) for name in ahead.candidates
        )
        found.append(Finding(id="by-candidate", message=message, evidence=evidence, confidence="high", quantities=facts))
    if ahead.seats:
        message = Message(f"{AREA}.seats", count=ahead.seats, round=ahead.round or 1)
        found.append(Finding(id="seats", message=message, evidence=ahead.evidence, confidence="high"))
    rule = rule_in_force(case, ahead, members)
    if rule is not None:
        found.append(Finding(id="rule", message=Message(f"{AREA}.rule", rule=rule.words), evidence=rule.evidence, confidence="high"))
    broken = {row.actor for row in standing(case.dossier.commitments) if row.kept == "broken" and row.direction != "given"}
    again = tuple(case.named(actor) for actor in promised if actor in broken)
    if again:
        message = Message(f"{AREA}.broke-before", count=len(again), actors=again)
        found.append(Finding(id="broke-before", message=message, evidence=evidence, confidence="high"))
    return found


def _promise_table(case: Case, ahead: RollCall, promised: Mapping[str, tuple[Promise, ...]]) -> AnswerTable:
    groups = inputs.group_of(case, tuple(promised))
    rows: list[tuple[Any, ...]] = [
        (
            case.named(actor),
            groups.get(actor, ""),
            case.named(one.candidate) if one.candidate else Message(f"vote.{one.vote}") if one.vote else None,
            Message(f"{AREA}.form-{one.form}") if one.form else None,
            one.date,
            one.in_return or None,
            one.evidence,
        )
        for actor in promised
        for one in promised[actor]
    ]
    columns = (ACTOR, GROUP, *column.text("candidate", "form", "date", "in_return"), EVIDENCE)
    return AnswerTable(id="promises", title=Message(f"{AREA}.promises", rollcall=name_of(ahead)), columns=columns, rows=tuple(rows))


def _open_table(case: Case, open_ones: Sequence[str]) -> AnswerTable:
    """Return who promised nothing, in the order of the dossier: nobody is put before another by a guess at their ballot."""
    groups, contacts = inputs.group_of(case, tuple(open_ones)), inputs.speakers(case)
    rows = tuple((case.named(actor), groups.get(actor, ""), case.names(contacts.get(actor, ()))) for actor in open_ones)
    columns = (ACTOR, GROUP, *column.of("actors", "speakers"))
    return AnswerTable(id="no-promise", title=Message(f"{AREA}.open-title"), columns=columns, rows=rows)
