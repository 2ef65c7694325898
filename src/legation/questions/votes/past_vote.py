"""The answer on a vote that was held: its totals, one number for one fact; the rule applied to them; who stood how, seat by seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from legation.dossier import VOTES, RollCall, standing
from legation.dossier.tables.votes import NOT_ENTITLED
from legation.figures.figure import Figure
from legation.figures.kit.seats import Seat, seats
from legation.language import Message
from legation.methods.voting.tally import Expected
from legation.questions.answer import Answer, AnswerTable, Finding, Named
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, GROUP, SHARED, Columns
from legation.questions.base.inputs import CODES, VotingProfile
from legation.questions.base.quantities import FactsOf, on
from legation.questions.votes.count import AREA, left_out, likeliest, otherwise, whole_members
from legation.questions.votes.declarations import name_of
from legation.questions.votes.facts import estimate_of, published_totals, quantities_of, record_of
from legation.questions.votes.result import rule_applied
from legation.questions.votes.rule import InForce, counts_heads, rule_in_force
from legation.questions.votes.totals import Totals, contradicted, counted_otherwise, facts_of_totals, totals_known, totals_published

__all__ = ["past_answer", "reveal", "vote_seats"]

column = Columns(f"{AREA}.col-")


def past_answer(case: Case, rollcall: RollCall, profile: VotingProfile, *, built: bool = False) -> Answer:
    """Answer for a roll call that was already held: the count, and the rule applied to it. Who was not entitled has no seat.

    ``built`` says that members were to be counted in or out: of a vote that was held none are. Where only totals are known, they are told.
    """
    seated = _seated(case, rollcall, profile.actors)
    if not inputs.is_held(case, rollcall, by_member=True):
        return _of_totals(case, rollcall, seated, built=built)
    name = name_of(rollcall)
    known, counts = _counts(case, rollcall, len(seated))
    other = counted_otherwise(case, rollcall)
    findings = [
        Finding(
            id="held",
            message=_outcome(rollcall, counts),
            evidence=rollcall.evidence,
            needs="all",
            confidence="high",
            contrary=contradicted(other, totals_published(rollcall)),
            quantities=(*known.counts(**counts), *(record_of(rollcall).counts(**other._asdict()) if other else ())),
        )
    ]
    rule_in_force(case, rollcall, [actor for actor, _ in seated])  # says what does not fit them
    rule, votes = rule_applied(case, rollcall, _totals(counts))
    if rule and votes:
        facts = rule.quantities(known, votes)
        findings.append(Finding(id="rule", message=rule.message(votes, name), evidence=rule.evidence, confidence="high", quantities=facts))
        findings.extend(otherwise(rule, votes, rollcall, known))
    return Answer(
        question=AREA,
        title=Message(f"{AREA}.title"),
        findings=tuple(findings),
        tables=(_members(case, seated),),
        figures=(vote_seats(case, rollcall, profile.actors),),
        caveats=(
            Message("votes.not-listed-is-not-abstention"),
            *left_out(case, rollcall),
            *_not_built(name, built=built),
            *(rule.caveats if rule else ()),
        ),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def vote_seats(case: Case, rollcall: RollCall, members: Sequence[str]) -> Figure:
    """Draw who stood how in a roll call that was held, one seat for each member that has a vote, by group."""
    seated = _seated(case, rollcall, members)
    groups = inputs.group_of(case, [actor for actor, _ in seated])
    _, counts = _counts(case, rollcall, len(seated))
    other = counted_otherwise(case, rollcall)
    return seats(
        [Seat(case.named(actor), groups.get(actor, ""), vote, evidence=rollcall.evidence) for actor, vote in seated],
        id="seats",
        title=Message(f"{AREA}.held-title", rollcall=name_of(rollcall), **counts),
        subtitle=Message(f"{AREA}.held-subtitle{'-otherwise' if other else ''}", date=rollcall.date, **(other._asdict() if other else {})),
        alt=_outcome(rollcall, counts),
    )


def _counts(case: Case, rollcall: RollCall, members: int) -> tuple[FactsOf, dict[str, int]]:
    """Return the totals of a vote of which most votes are on record, with what makes their quantities; and who is not in the vote.

    Nothing is said of those where the dossier knows of fewer members than voted.
    """
    (totals,) = totals_known(case, [rollcall])
    totals = totals or Totals(0, 0, 0)
    counts, absent = totals._asdict(), members - sum(totals)
    return facts_of_totals(rollcall), counts if absent < 0 else {**counts, "absent": absent}


def _totals(counts: Mapping[str, int]) -> Totals:
    return Totals(counts["yes"], counts["no"], counts["abstain"])


def _outcome(rollcall: RollCall, counts: Mapping[str, int]) -> Message:
    """Return what came of a vote in a sentence."""
    form = "held" if "absent" in counts else "held-of-more"
    return Message(f"{AREA}.{form}", rollcall=name_of(rollcall), date=rollcall.date, **counts)


def _of_totals(case: Case, rollcall: RollCall, seated: Sequence[tuple[str, str]], *, built: bool) -> Answer:
    """Answer for a roll call of which no more than totals and a few votes are known; a rule that only counts is applied to them."""
    name = name_of(rollcall)
    given = zip(("yes", "no", "abstain"), (rollcall.total_yes, rollcall.total_no, rollcall.total_abstain), strict=True)
    totals = {word: total for word, total in given if total is not None}
    clauses = tuple(Message(f"{AREA}.total-{word}", count=total) for word, total in totals.items())
    known = sum(vote != "missing" for _, vote in seated)
    form = "held-totals-some" if known else "held-totals"
    count = Message(f"{AREA}.{form}", rollcall=name, date=rollcall.date, totals=clauses, count=known, of=len(seated))
    facts = (*published_totals(rollcall), *record_of(rollcall).counts(known_votes=known, members=len(seated)))
    findings = [Finding(id="held", message=count, evidence=rollcall.evidence, needs="all", confidence="high", quantities=facts)]
    cast = [word for word, total in totals.items() for _ in range(total)]
    votes = {str(at): word for at, word in enumerate([*cast, *("absent",) * (len(seated) - len(cast))])}
    rule = rule_in_force(case, rollcall, list(votes) if counts_heads(case, rollcall) else inputs.member_ids(case, rollcall))
    enough = rule is not None and ({"yes", "no"} <= totals.keys() if rule.counts else rule.by_totals and len(totals) == 3)
    if rule and enough and len(cast) <= len(seated):
        facts = rule.quantities(record_of(rollcall), votes)
        findings.append(Finding(id="rule", message=rule.message(votes, name), evidence=rule.evidence, confidence="high", quantities=facts))
    return Answer(
        question=AREA,
        title=Message(f"{AREA}.title"),
        findings=tuple(findings),
        tables=(_members(case, seated),),
        caveats=(
            Message("votes.not-listed-is-not-abstention"),
            *left_out(case, rollcall),
            *_not_built(name, built=built),
            *(rule.caveats if rule else ()),
        ),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def _seated(case: Case, rollcall: RollCall, members: Sequence[str]) -> list[tuple[str, str]]:
    """Return who has a vote, each with how it stood, ``missing`` where that is not known."""
    codes = case.dossier.votes.matrix(members, [rollcall.id])[:, 0].tolist()
    return [(a, VOTES[code] if code else "missing") for a, code in zip(members, codes, strict=True) if code != NOT_ENTITLED]


def _members(case: Case, seated: Sequence[tuple[str, str]]) -> AnswerTable:
    """Return who stood how, by group."""
    groups = inputs.group_of(case, [a for a, _ in seated])
    ordered = sorted(seated, key=lambda item: (groups[item[0]].id if item[0] in groups else "~", item[0]))
    columns = (ACTOR, GROUP, *SHARED.vote("vote"))
    rows = tuple((case.named(a), groups.get(a, ""), vote) for a, vote in ordered)
    return AnswerTable(id="members", title=Message(f"{AREA}.members-held"), columns=columns, rows=rows)


def _not_built(name: Named, *, built: bool) -> tuple[Message, ...]:
    return (Message(f"{AREA}.build-held", rollcall=name),) if built else ()


def reveal(
    case: Case, ahead: RollCall, members: tuple[str, ...], expected: Expected, rule: InForce | None
) -> tuple[list[Finding], list[AnswerTable]]:
    """Compare the estimate with the outcome that the dossier holds for a later date; nothing where it holds none."""
    after = Case(dossier=case.later, today=case.today, as_of=case.today)
    row = next((one for one in standing(after.dossier.rollcalls) if one.id == ahead.id), None)
    if row is None or not inputs.is_held(after, row, by_member=True):
        return [], []
    actual = inputs.ballots(after, members, [row.id])[:, 0]
    best = likeliest(expected)
    cast = np.flatnonzero((actual > 0) & (best > 0))
    if not len(cast):
        return [], []
    wrong = [i for i in cast.tolist() if best[i] != actual[i]]
    commonest = max(int((actual == code).sum()) for code in (1, 2, 3))
    known, counts = _counts(after, row, len(members))
    other = counted_otherwise(after, row)
    margin = counts["yes"] - counts["no"]
    message = Message(
        f"{AREA}.reveal",
        rollcall=name_of(ahead),
        date=row.date,
        **{word: counts[word] for word in ("yes", "no", "abstain")},
        right=len(cast) - len(wrong),
        of=len(cast),
        share=(len(cast) - len(wrong)) / len(cast),
        baseline=commonest / len(cast),
        low=whole_members(expected)["low"],
        high=whole_members(expected)["high"],
        margin=margin,
    )
    scored, right = FactsOf(ahead.id, on(case.as_of), "scored"), len(cast) - len(wrong)
    facts = (
        *known.counts(**counts, yes_minus_no=margin),
        *(record_of(row).counts(**other._asdict()) if other else ()),
        *scored.counts(right=right, voted=len(cast)),
        scored("right-share", right / len(cast), unit="share"),
        scored("commonest-share", commonest / len(cast), unit="share"),
        *quantities_of(estimate_of(case, ahead), whole_members(expected)),
    )
    rows = tuple(
        (case.named(members[i]), CODES[int(best[i])], float(expected.probability[i, best[i] - 1]), CODES[int(actual[i])]) for i in wrong
    )
    columns = (ACTOR, *column.vote("estimate"), *column.chance("share"), *SHARED.vote(voted="vote"))
    finding = Finding(
        id="reveal", message=message, confidence="high", contrary=contradicted(other, totals_published(row)), quantities=facts
    )
    applied, votes = rule_applied(after, row, _totals(counts))
    return (
        [finding, *(otherwise(applied, votes, row, known) if rule and applied else ())],
        [AnswerTable(id="misses", title=Message(f"{AREA}.misses", count=len(wrong)), columns=columns, rows=rows)],
    )
