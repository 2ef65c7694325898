"""The count of a roll call that was held, under the rule of its body."""

from __future__ import annotations

from legation.dossier import RollCall
from legation.figures.seats import Seat, seats
from legation.language import Message
from legation.methods.rule import Outcome, Rule, outcome
from legation.questions import inputs
from legation.questions.answer import Answer, AnswerTable, Finding, Named, TableColumn
from legation.questions.case import Case
from legation.questions.declared import name_of
from legation.questions.inputs import CODES, Profile

__all__ = ["held_answer", "rule_message"]

AREA = "do-we-have-the-votes"


def held_answer(case: Case, held: RollCall, profile: Profile) -> Answer:
    """Answer for a roll call that was already held: the count, and the rule applied to it."""
    votes = profile.column(held.id)
    yes, abstain, no = (int((votes == code).sum()) for code in (1, 2, 3))
    absent = len(votes) - yes - abstain - no
    name = name_of(held)
    count = Message(f"{AREA}.held", rollcall=name, date=held.date, yes=yes, no=no, abstain=abstain, absent=absent)
    findings = [Finding(id="held", message=count, evidence=held.evidence, needs="all", confidence="high")]
    rule = inputs.rule_of(case, held)
    if rule:
        result = outcome(rule[0], yes=yes, no=no, abstain=abstain, absent=absent)
        findings.append(Finding(id="rule", message=rule_message(rule[0], result, name), evidence=rule[1], confidence="high"))
    groups = inputs.group_of(case, profile.actors)
    counted = sorted(
        zip(profile.actors, votes.tolist(), strict=True), key=lambda item: (groups[item[0]].id if item[0] in groups else "~", item[0])
    )
    rows = tuple((case.named(a), groups.get(a, ""), CODES[v]) for a, v in counted)
    columns = (
        TableColumn("actor", Message("column.actor")),
        TableColumn("group", Message("column.group")),
        TableColumn("vote", Message("column.vote"), "vote"),
    )
    table = AnswerTable(id="members", title=Message(f"{AREA}.members-held"), columns=columns, rows=rows)
    picture = seats(
        [Seat(case.named(a), groups.get(a, ""), CODES[int(v)]) for a, v in zip(profile.actors, votes, strict=True)],
        id="seats",
        title=Message(f"{AREA}.held-title", rollcall=name, yes=yes, no=no, abstain=abstain),
        subtitle=Message(f"{AREA}.held-subtitle", date=held.date),
        alt=count,
    )
    return Answer(
        question=AREA,
        title=Message(f"{AREA}.title"),
        findings=tuple(findings),
        tables=(table,),
        figures=(picture,),
        caveats=(Message("votes.not-listed-is-not-abstention"),),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def rule_message(rule: Rule, result: Outcome, name: Named) -> Message:
    """Return the rule in words, with how many votes it asks for and by how many they are passed or missed."""
    share = Message("rule.share", above=rule.share.numerator, below=rule.share.denominator)
    form = f"rule.{rule.of}" + ("-strict" if rule.strict and rule.of != "consensus" else "")
    side = "adopted" if result.adopted else "not-adopted"
    return Message(f"{AREA}.rule-{side}", rule=Message(form, share=share), needed=result.needed, margin=abs(result.margin), rollcall=name)
