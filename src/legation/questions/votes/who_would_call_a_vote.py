"""Who would call a vote? Where a text is to be adopted by consensus: who may object, and what comes of it then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from legation.dossier import RollCall, standing
from legation.language import Message
from legation.methods.rule import Unless, fewest_turns
from legation.methods.share import share_interval
from legation.methods.voting.tally import Expected
from legation.questions.actors.approaches import Approaches, approaches
from legation.questions.answer import Answer, AnswerTable, Finding, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, GROUP, SPEAKERS, Columns
from legation.questions.base.estimate_words import band_of
from legation.questions.base.inputs import VotingProfile
from legation.questions.base.quantities import LEVEL, FactsOf, on
from legation.questions.question import Headline, Progress, Question, rollcall, silent, whole
from legation.questions.votes.conditions import VOTE
from legation.questions.votes.count import NAMED, cast, whole_members
from legation.questions.votes.declarations import Objection, name_of, objections, on_the_matter, titled
from legation.questions.votes.estimate import Estimate, estimate
from legation.questions.votes.evidence import known_of_vote
from legation.questions.votes.facts import estimate_of, quantities_of, words_of
from legation.questions.votes.goal import WantedOfVote, wanted_of_vote
from legation.questions.votes.no_forecast import gap_facts, no_forecast
from legation.questions.votes.rule import InForce, rule_in_force
from legation.questions.votes.tally import squares

__all__ = ["QUESTION", "answer"]

AREA = "who-would-call-a-vote"
column = Columns(f"{AREA}.col-")
RECORDED = 10
"""Where fewer than one text in so many is entered as adopted without a vote, a dossier is a record of votes, not of texts."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Rank who has given reason to expect an objection, and apply the voting rule to what is expected once a vote is called."""
    vote = inputs.find_rollcall(case, options["rollcall"])
    members = inputs.member_ids(case, vote)
    made = estimate(case, vote, seed=options["seed"], progress=progress)
    known = made.known if made else known_of_vote(case, vote, members)
    profile = made.profile if made else inputs.profile(case, actors=members).before(vote.id)
    declared, expected = known.declarations, made.forecast if made else None
    reasons = objections(case, vote, members, profile, declared)
    ranked = _ranked(members, reasons, expected)
    rule = rule_in_force(case, vote, members)
    wanted = wanted_of_vote(case, vote, case.info.parameters.get("goal"))
    past = approaches(case, vote=vote, goal="adopt")
    first, again = _first(case, vote, ranked, members, known.places.answered, expected, wanted, past)
    findings = [
        *_objectors(case, vote, ranked, members),
        *first,
        *_then(case, vote, members, made, rule),
        *_history(case, vote, profile),
    ]
    missing = [] if made else [Message("do-we-have-the-votes.no-votes-held")]
    missing += [] if rule else [Message("do-we-have-the-votes.no-rule", rollcall=name_of(vote))]
    missing += [] if any(o.red_line for o in reasons.values()) else [Message(f"{AREA}.no-red-lines")]
    missing += [] if declared else [Message("do-we-have-the-votes.none-declared", rollcall=name_of(vote))]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=(_table(case, ranked, members, expected, options["top"], past), *again),
        figures=(squares(case, vote, members, declared, expected),),
        caveats=(
            Message(f"{AREA}.rarely-recorded"),
            Message("votes.not-listed-is-not-abstention"),
            *known.warnings,
            *(rule.caveats if rule else ()),
            QUESTION.limits,
        ),
        missing=tuple(missing),
    )


def _ranked(members: Sequence[str], reasons: Mapping[str, Objection], expected: Expected | None) -> list[Objection]:
    """Return the members with a reason: its word first, then its latest vote, then the chance of a no, then its past noes."""
    against = dict(zip(members, np.nan_to_num(expected.probability[:, 2]).tolist(), strict=True)) if expected else {}

    def key(one: Objection) -> tuple[int, int, float, float, str]:
        said, last, share = one.weight
        return (-said, -last, -float(against.get(one.actor, 0.0)), -share, one.actor)

    return sorted((one for one in reasons.values() if one.stands), key=key)


def _objectors(case: Case, vote: RollCall, ranked: Sequence[Objection], members: Sequence[str]) -> Iterator[Finding]:
    """Yield that one objector breaks consensus, who said that they object, and who has voted against before."""
    evidence = joined_evidence(one.evidence for one in ranked[:NAMED]) or vote.evidence
    if not ranked:
        message = Message(f"{AREA}.nobody", rollcall=titled(vote))
        yield Finding(id="objectors", message=message, evidence=vote.evidence, confidence="low")
        return
    names = case.names(one.actor for one in ranked)
    message = Message(f"{AREA}.objectors", count=len(ranked), rollcall=titled(vote), of=len(members), actors=first_of(names, NAMED))
    said = [one for one in ranked if one.declared]
    known = words_of(case, vote)
    facts = known.counts(reason_to_object=len(ranked), members=len(members))
    yield Finding(id="objectors", message=message, evidence=evidence, confidence="high" if said else "moderate", quantities=facts)
    if said:
        message = Message(f"{AREA}.declared", count=len(said), actors=first_of(case.names(one.actor for one in said), NAMED))
        facts = known.counts(no=len(said))
        sources = joined_evidence(one.evidence for one in said)
        yield Finding(id="declared", message=message, evidence=sources, confidence="high", quantities=facts)
    lone = [one for one in ranked if one.red_line]
    if lone:
        message = Message(f"{AREA}.red-lines", count=len(lone), actors=first_of(case.names(one.actor for one in lone), NAMED))
        facts = known.counts(red_lines=len(lone))
        sources = joined_evidence(one.evidence for one in lone)
        yield Finding(id="red-lines", message=message, evidence=sources, confidence="low", quantities=facts)


def _first(
    case: Case,
    vote: RollCall,
    ranked: Sequence[Objection],
    members: Sequence[str],
    answered: Collection[str],
    expected: Expected | None,
    wanted: WantedOfVote,
    approaches: Approaches,
) -> tuple[tuple[Finding, ...], tuple[AnswerTable, ...]]:
    """Return whom to speak to first if the text is to pass without a vote, and who is not spoken to again.

    Of those who answered nothing first who has a reason, then who is likeliest to vote no. Where we want the text defeated, nobody.
    """
    if wanted.goal == "defeat" or wanted.is_against:
        why = wanted.why or Message(f"{AREA}.first-against", rollcall=titled(vote))
        return (Finding(id="first", message=why, evidence=wanted.evidence, confidence="high"),), ()
    reasons = {one.actor: one.evidence for one in ranked}
    chance = np.nan_to_num(expected.probability[:, 2]) if expected else np.zeros(len(members))
    likely = [members[i] for i in np.argsort(-chance, kind="stable").tolist() if chance[i] >= band_of("likely")[0]]
    open_ones = [actor for actor in dict.fromkeys((*reasons, *likely)) if actor not in answered]
    chosen = [actor for actor in open_ones if not approaches.is_barred(actor)][:NAMED]
    said, listed = approaches.not_again((*open_ones, *approaches.refused(members)))
    if not chosen:
        return said, listed
    reach = inputs.speakers(case)
    known = tuple(dict.fromkeys(speaker for actor in chosen for speaker in reach.get(actor, ())))
    form = "first-through" if known else "first"
    message = Message(f"{AREA}.{form}", count=len(chosen), actors=case.names(chosen), through=first_of(case.names(known), NAMED))
    evidence = joined_evidence(reasons.get(actor, ()) for actor in chosen) or vote.evidence
    return (Finding(id="first", message=approaches.said_of(chosen[0], message), evidence=evidence, confidence="low"), *said), listed


def _then(case: Case, vote: RollCall, members: Sequence[str], made: Estimate | None, rule: InForce | None) -> Iterator[Finding]:
    """Yield what comes of the text if a vote is called; where there is no forecast of it, that."""
    expected = made.forecast if made else None
    if rule and not rule.counts and fewest_turns(Unless(rule.rule), dict.fromkeys(members, "yes"), members, to="no") == 1:
        message = Message(f"{AREA}.then-blocked", rollcall=name_of(vote), rule=rule.words)
        yield Finding(id="then", message=message, evidence=rule.evidence, confidence="high")
    elif expected is not None and rule:
        numbers = whole_members(expected)
        votes = cast(expected, members, numbers)
        outcome, known = rule.message(votes, name_of(vote)), estimate_of(case, vote)
        shown = {word: numbers[word] for word in ("yes", "no", "abstain", "margin", "low", "high")}
        message = Message(f"{AREA}.then", told=outcome, **shown)
        facts = (*quantities_of(known, numbers), *rule.quantities(known, votes))
        yield Finding(id="then", message=message, evidence=rule.evidence or vote.evidence, confidence="low", quantities=facts)
    elif made is not None and expected is None:
        facts = gap_facts(case, made)
        yield Finding(id="then", message=no_forecast(made), evidence=vote.evidence, confidence="high", quantities=facts)


def _history(case: Case, vote: RollCall, profile: VotingProfile) -> Iterator[Finding]:
    """Yield how often texts on the matter went to a vote, as far as the dossier can tell, and how often somebody voted against.

    It can tell where so many texts adopted without a vote are entered that the dossier may be a record of them: one in :data:`RECORDED`.
    """
    matter = on_the_matter(vote, profile)
    voted = {r.id for r in profile.rollcalls}
    body = inputs.body_of(case, vote)
    past = [
        r
        for r in standing(case.dossier.rollcalls)
        if r.id != vote.id and r.date and body == inputs.body_of(case, r) and (inputs.is_held(case, r) or r.date.is_over(case.as_of))
    ]
    without = [r for r in past if r.id not in voted and not inputs.is_held(case, r)]
    count, recent = len(past) - len(without), joined_evidence(r.evidence for r in past[-NAMED:])
    known = FactsOf(f"the body of {vote.id}", on(case.as_of), "record")
    if past and RECORDED * len(without) < len(past):
        message = Message(f"{AREA}.history-unknown", count=len(past), of=len(past), without=len(without))
        facts = known.counts("cases", past_texts=len(past), without_vote=len(without))
        yield Finding(id="history", message=message, evidence=recent, confidence="low", quantities=facts)
    elif past:
        low, high = share_interval(count, len(past), LEVEL)
        message = Message(f"{AREA}.history", count=count, of=len(past), share=count / len(past), low=low, high=high)
        share = known("voted-share", count / len(past), low, high, unit="share")
        facts = (*known.counts("cases", past_texts=len(past), voted=count), share)
        yield Finding(id="history", message=message, evidence=recent, confidence="low", quantities=facts)
    if matter:
        table = inputs.ballots(case, profile.actors, [r.id for r in matter])
        contested = int((table == 3).any(axis=0).sum())
        low, high = share_interval(contested, len(matter), LEVEL)
        message = Message(f"{AREA}.contested", count=contested, of=len(matter), share=contested / len(matter), low=low, high=high)
        there = FactsOf(f"the matter of {vote.id}", on(case.as_of), "record")
        facts = (
            *there.counts("cases", votes=len(matter), contested=contested),
            there("contested-share", contested / len(matter), low, high, unit="share"),
        )
        evidence = joined_evidence(r.evidence for r in matter)
        yield Finding(id="contested", message=message, evidence=evidence, confidence="moderate", quantities=facts)


def _table(
    case: Case, ranked: Sequence[Objection], members: Sequence[str], expected: Expected | None, top: int, approaches: Approaches
) -> AnswerTable:
    """Return who may object, the likeliest first, with what speaks for it and what it was asked already."""
    groups, reach = inputs.group_of(case, members), inputs.speakers(case)
    place = {member: number for number, member in enumerate(members)}
    rows = []
    for one in ranked[:top]:
        at = place[one.actor]
        chances = (expected.probability[at, 2], expected.presence[at]) if expected else (np.nan, np.nan)
        rows.append(
            (
                case.named(one.actor),
                groups.get(one.actor, ""),
                "no" if one.declared else None,
                Message(f"{AREA}.noes", count=one.noes, of=one.of) if one.of else None,
                one.last or None,
                one.position,
                one.red_line or None,
                *(float(one) if np.isfinite(one) else None for one in chances),
                case.names(reach.get(one.actor, ())),
                one.evidence[:NAMED],
            )
        )
    columns = (
        ACTOR,
        GROUP,
        *column.vote(declared="do-we-have-the-votes.col-declared"),
        *column.text("noes"),
        *column.vote(last="do-we-have-the-votes.col-past"),
        *column.points("position"),
        *column.text("red_line"),
        *column.chance(p_no="no", presence="do-we-have-the-votes.col-presence"),
        SPEAKERS,
        EVIDENCE,
    )
    table = AnswerTable(id="objectors", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(rows))
    return approaches.beside(table, [one.actor for one in ranked[:top]])


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=("actors", "rollcalls"),
    also_needs=(VOTE,),
    options=(rollcall("rollcall"), whole("top", 1, 1000, 30)),
    answer=answer,
    heads=(Headline("objectors", "count", judgement="objection"),),
    follows=("tally",),
    builds_on=("do-we-have-the-votes",),
    references=("Rules of Procedure of the General Assembly (A/520/Rev.20), rules 82-95",),
)
