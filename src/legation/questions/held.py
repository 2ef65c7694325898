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
from legation.questions.answer import Answer, AnswerTable, Finding, Named
from legation.questions.case import Case
from legation.questions.columns import ACTOR, GROUP, SHARED
from legation.questions.declared import name_of
from legation.questions.in_force import MAJORITY, InForce, rule_in_force
from legation.questions.inputs import Profile
from legation.questions.left_out import left_out

__all__ = ["cast_at", "held_answer", "otherwise", "published"]

AREA = "do-we-have-the-votes"


def held_answer(case: Case, held: RollCall, profile: Profile, *, built: bool = False) -> Answer:
    """Answer for a roll call that was already held: the count, and the rule applied to it. Who was not entitled has no seat.

    ``built`` says that members were to be counted in or out: of a vote that was held none are. Where only totals are known, they are told.
    """
    seated = _seated(case, held, profile)
    if not inputs.is_held(case, held, by_member=True):
        return _of_totals(case, held, seated, built=built)
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
        tables=(_members(case, seated),),
        figures=(picture,),
        caveats=(Message("votes.not-listed-is-not-abstention"), *left_out(case, held), *_not_built(name, built=built)),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def _of_totals(case: Case, held: RollCall, seated: Sequence[tuple[str, str]], *, built: bool) -> Answer:
    """Answer for a roll call of which no more than totals and a few votes are known; a rule that only counts is applied to them."""
    name = name_of(held)
    given = zip(("yes", "no", "abstain"), (held.total_yes, held.total_no, held.total_abstain), strict=True)
    totals = {word: total for word, total in given if total is not None}
    told = tuple(Message(f"{AREA}.total-{word}", count=total) for word, total in totals.items())
    known = sum(vote != "missing" for _, vote in seated)
    form = "held-totals-some" if known else "held-totals"
    count = Message(f"{AREA}.{form}", rollcall=name, date=held.date, totals=told, count=known, of=len(seated))
    findings = [Finding(id="held", message=count, evidence=held.evidence, needs="all", confidence="high")]
    cast = [word for word, total in totals.items() for _ in range(total)]
    votes = {str(at): word for at, word in enumerate([*cast, *("absent",) * (len(seated) - len(cast))])}
    rule = rule_in_force(case, held, list(votes))
    if rule and rule.counts and {"yes", "no"} <= totals.keys() and len(cast) <= len(seated):
        findings.append(Finding(id="rule", message=rule.told(votes, name), evidence=rule.evidence, confidence="high"))
    return Answer(
        question=AREA,
        title=Message(f"{AREA}.title"),
        findings=tuple(findings),
        tables=(_members(case, seated),),
        caveats=(Message("votes.not-listed-is-not-abstention"), *left_out(case, held), *_not_built(name, built=built)),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def _seated(case: Case, held: RollCall, profile: Profile) -> list[tuple[str, str]]:
    """Return who has a vote, each with how it stood, ``missing`` where that is not known."""
    codes = case.dossier.votes.matrix(profile.actors, [held.id])[:, 0].tolist()
    return [(a, VOTES[code] if code else "missing") for a, code in zip(profile.actors, codes, strict=True) if code != NOT_ENTITLED]


def _members(case: Case, seated: Sequence[tuple[str, str]]) -> AnswerTable:
    """Return who stood how, by group."""
    groups = inputs.group_of(case, [a for a, _ in seated])
    ordered = sorted(seated, key=lambda item: (groups[item[0]].id if item[0] in groups else "~", item[0]))
    columns = (ACTOR, GROUP, *SHARED.vote("vote"))
    rows = tuple((case.named(a), groups.get(a, ""), vote) for a, vote in ordered)
    return AnswerTable(id="members", title=Message(f"{AREA}.members-held"), columns=columns, rows=rows)


def _not_built(name: Named, *, built: bool) -> tuple[Message, ...]:
    return (Message(f"{AREA}.build-held", rollcall=name),) if built else ()


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
