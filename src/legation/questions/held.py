"""The count of a roll call that was held, under the rule of its body."""

from __future__ import annotations

from fractions import Fraction

from legation.dossier import VOTES, RollCall
from legation.dossier.votes import NOT_ENTITLED
from legation.figures.seats import Seat, seats
from legation.language import Message
from legation.methods.rule import Outcome, Rule, outcome
from legation.questions import inputs
from legation.questions.answer import Answer, AnswerTable, Finding, Named, TableColumn
from legation.questions.case import Case
from legation.questions.declared import name_of
from legation.questions.inputs import Profile

__all__ = ["held_answer", "published", "rule_message"]

AREA = "do-we-have-the-votes"


def held_answer(case: Case, held: RollCall, profile: Profile) -> Answer:
    """Answer for a roll call that was already held: the count, and the rule applied to it. Who was not entitled has no seat."""
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
    rule = inputs.rule_of(case, held)
    if rule:
        result = outcome(rule[0], yes=yes, no=no, abstain=abstain, absent=absent)
        findings.append(Finding(id="rule", message=rule_message(rule[0], result, name), evidence=rule[1], confidence="high"))
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
        caveats=(Message("votes.not-listed-is-not-abstention"),),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def published(held: RollCall, yes: int, no: int, abstain: int) -> Message | None:
    """Return what the published totals say where they differ from the votes in the dossier; None where they agree or are not there."""
    totals = (held.total_yes, held.total_no, held.total_abstain)
    if None in totals or totals == (yes, no, abstain):
        return None
    return Message(f"{AREA}.published", rollcall=name_of(held), yes=totals[0], no=totals[1], abstain=totals[2])


def rule_message(rule: Rule, result: Outcome, name: Named) -> Message:
    """Return the rule in words, with how many votes it asks for and by how many they are passed or missed."""
    share = Message("rule.share", above=rule.share.numerator, below=rule.share.denominator)
    majority = rule.strict and rule.share == Fraction(1, 2)
    form = f"rule.{rule.of}" + ("" if rule.of == "consensus" else "-majority" if majority else "-strict" if rule.strict else "")
    side = "adopted" if result.adopted else "not-adopted" if result.needed is not None else "cannot"
    return Message(f"{AREA}.rule-{side}", rule=Message(form, share=share), needed=result.needed, margin=abs(result.margin), rollcall=name)
