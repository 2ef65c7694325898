"""The count of a roll call that was held, under the rule of its body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from legation.dossier import VOTES, Dossier, RollCall
from legation.dossier.votes import NOT_ENTITLED
from legation.figures.seats import Seat, seats
from legation.language import Message
from legation.methods.rule import outcome, share_of_voting
from legation.questions import inputs
from legation.questions.answer import Answer, AnswerTable, Finding, Named, TableColumn
from legation.questions.case import Case
from legation.questions.declared import name_of
from legation.questions.in_force import MAJORITY, InForce, rule_in_force
from legation.questions.inputs import Profile

__all__ = ["cast_at", "held_answer", "otherwise", "published"]

AREA = "do-we-have-the-votes"


def held_answer(case: Case, held: RollCall, profile: Profile, *, built: bool = False) -> Answer:
    """Answer for a roll call that was already held: the count, and the rule applied to it. Who was not entitled has no seat.

    ``built`` says that members were to be counted in or out: of a vote that was held none are.
    """
    codes = case.dossier.votes.matrix(profile.actors, [held.id])[:, 0]
    seated = [
        (a, VOTES[code] if code else "missing") for a, code in zip(profile.actors, codes.tolist(), strict=True) if code != NOT_ENTITLED
    ]
    yes, abstain, no = (sum(vote == word for _, vote in seated) for word in ("yes", "abstain", "no"))
    absent = len(seated) - yes - abstain - no
    name = name_of(held)
    count = Message(f"{AREA}.held", rollcall=name, date=held.date, yes=yes, no=no, abstain=abstain, absent=absent)
    contrary = published(held, yes, no, abstain)
    findings = [Finding(id="held", message=count, evidence=held.evidence, needs="all", confidence="high", contrary=contrary)]
    rule = rule_in_force(case, held, [actor for actor, _ in seated])
    if rule:
        votes = cast_at(case.dossier, [actor for actor, _ in seated], held)
        findings.append(Finding(id="rule", message=rule.told(votes, name), evidence=rule.evidence, confidence="high"))
        findings.extend(otherwise(rule, votes, name))
    groups = inputs.group_of(case, [a for a, _ in seated])
    ordered = sorted(seated, key=lambda item: (groups[item[0]].id if item[0] in groups else "~", item[0]))
    columns = (
        TableColumn("actor", Message("column.actor")),
        TableColumn("group", Message("column.group")),
        TableColumn("vote", Message("column.vote"), "vote"),
    )
    rows = tuple((case.named(a), groups.get(a, ""), vote) for a, vote in ordered)
    picture = seats(
        [Seat(case.named(a), groups.get(a, ""), vote) for a, vote in seated],
        id="seats",
        title=Message(f"{AREA}.held-title", rollcall=name, yes=yes, no=no, abstain=abstain),
        subtitle=Message(f"{AREA}.held-subtitle", date=held.date),
        alt=count,
    )
    return Answer(
        question=AREA,
        title=Message(f"{AREA}.title"),
        findings=tuple(findings),
        tables=(AnswerTable(id="members", title=Message(f"{AREA}.members-held"), columns=columns, rows=rows),),
        figures=(picture,),
        caveats=(Message("votes.not-listed-is-not-abstention"), *((Message(f"{AREA}.build-held", rollcall=name),) if built else ())),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def published(held: RollCall, yes: int, no: int, abstain: int) -> Message | None:
    """Return what the published totals say where they differ from the votes in the dossier; None where they agree or are not there."""
    totals = (held.total_yes, held.total_no, held.total_abstain)
    if None in totals or totals == (yes, no, abstain):
        return None
    return Message(f"{AREA}.published", rollcall=name_of(held), yes=totals[0], no=totals[1], abstain=totals[2])


def cast_at(dossier: Dossier, members: Sequence[str], held: RollCall) -> dict[str, str]:
    """Return the vote of each member at a roll call; of whom no vote is listed, that it was absent."""
    codes = dossier.votes.matrix(members, [held.id])[:, 0].tolist()
    return {actor: VOTES[code] if code else "absent" for actor, code in zip(members, codes, strict=True)}


def otherwise(rule: InForce, votes: Mapping[str, str], name: Named) -> Iterator[Finding]:
    """Yield what two thirds of those present and voting would have changed, where the rule is a majority: a labelled hypothesis."""
    if rule.rule != MAJORITY:
        return
    found = outcome(share_of_voting(Fraction(2, 3)), votes)
    if not found.yes + found.no:
        return
    side = "same" if found.passed else "short"
    share = found.yes / (found.yes + found.no)
    message = Message(f"{AREA}.two-thirds-{side}", rollcall=name, share=share, short=found.short_by)
    yield Finding(id="two-thirds", message=message, evidence=rule.evidence, confidence="high")
