"""Do we have the votes? Declared, past and estimated votes kept apart, under the body's rule, with the model's own past error."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from legation.dossier import RollCall
from legation.language import Message
from legation.methods.voting.resemblance import COMPARED
from legation.questions.actors.approaches import Approaches, approaches
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.inputs import CODES
from legation.questions.question import Headline, Progress, Question, actors, flag, goal, rollcall, silent
from legation.questions.votes.aims import of_aims
from legation.questions.votes.conditions import VOTE
from legation.questions.votes.count import NAMED, left_out, of_estimate, to_change
from legation.questions.votes.declarations import name_of, past_votes
from legation.questions.votes.elections import secret_answer
from legation.questions.votes.estimate import Estimate, estimate, of_reasons, rests_on
from legation.questions.votes.evidence import KnownOfVote, known_of_vote
from legation.questions.votes.facts import estimate_of, published_totals, words_of
from legation.questions.votes.goal import WantedOfVote, wanted_of_vote
from legation.questions.votes.majority import SURE, built, effect_table, fixed_votes, of_chances, path_picture, vote_paths
from legation.questions.votes.no_forecast import likeness_table, of_silence
from legation.questions.votes.past_vote import past_answer, reveal
from legation.questions.votes.rule import InForce, rule_in_force
from legation.questions.votes.sides import of_sides, sides_table
from legation.questions.votes.tally import bars, member_table, open_table, squares, tally_table
from legation.questions.votes.whom_to_see import MemberToSee, listed

__all__ = ["QUESTION", "answer"]

AREA = "do-we-have-the-votes"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count what is declared, recall what was voted, estimate the rest, and apply the rule."""
    ahead = inputs.find_rollcall(case, options["rollcall"])
    members = inputs.member_ids(case, ahead)
    if ahead.is_secret:
        nothing = member_table(case, members, {}, (None, np.zeros(len(members), np.int8)), None)
        return secret_answer(case, ahead, question=AREA, title=QUESTION.title, limits=QUESTION.limits, tables=(nothing,))
    profile = inputs.profile(case, actors=members)
    if inputs.is_held(case, ahead):
        return past_answer(case, ahead, profile, built=bool(options["with_us"] or options["against_us"]))
    made = estimate(case, ahead, seed=options["seed"], progress=progress)
    known = made.known if made else known_of_vote(case, ahead, members)
    expected = made.forecast if made else None
    declared, past = known.declarations, past_votes(case, ahead, profile.without([ahead.id]))
    rule = rule_in_force(case, ahead, members)
    wanted = wanted_of_vote(case, ahead, options["goal"])
    goal, requests = str(wanted.counted), approaches(case, vote=ahead, goal=wanted.goal)
    rows = listed(case, ahead, goal, seed=options["seed"]) if expected and not wanted.is_against else ()
    free = [row for row in rows if not row.declared and (not wanted.goal or row.not_again is None)]
    nearest = [row.actor for row in free if row.side == "win"]
    fixed = fixed_votes(case, members, goal, options["with_us"] or (), options["against_us"] or ())
    tallies, table = tally_table(members, declared, past, expected), member_table(case, members, declared, past, expected, known.places)
    missing = [] if made else [Message(f"{AREA}.no-votes-held")]
    missing += [] if rule else [Message(f"{AREA}.no-rule", rollcall=name_of(ahead))]
    missing += [] if declared else [Message(f"{AREA}.none-declared", rollcall=name_of(ahead))]
    missing += [] if wanted.why is None or wanted.is_against else [Message("calls.no-goal-counted", rollcall=name_of(ahead))]
    shown, again = _open(case, ahead, members, wanted, requests, options["seed"]) if expected else ((), ())
    alike = [likeness_table(case, made)] if made and not expected and not wanted.is_against else []
    sides = sides_table(case, known.places)
    answer_tables = [tallies, *shown, *(one for one in alike if one), *([sides] if sides else []), table]
    findings = [*_findings(case, known, ahead, made, rule, wanted, free), *again]
    pictures = [squares(case, ahead, members, declared, expected)]
    if made and expected:
        pictures.insert(0, bars(case, ahead, members, declared, expected, rule))
        order = [one.id for one in nearest]
        paths = vote_paths(made, rule, goal, fixed, progress, order=order)
        if paths and wanted.is_against:  # a way to what an objective rejects is shown to nobody
            paths = dataclasses.replace(paths, path=())
        if paths:
            findings += of_chances(case, made, paths, made.evidence, given=bool(fixed))
            findings += [] if fixed else of_aims(case, made)
            answer_tables.insert(1, effect_table(case, members, paths))
            pictures += (
                [path_picture(case, ahead, paths, made.evidence)]
                if paths.path and 1 - abs(paths.probability - (goal != "adopt")) < SURE
                else []
            )
        if rule and not wanted.is_against:
            settled = {*known.places.answered, *(row.actor.id for row in rows if wanted.goal and row.not_again is not None)}
            there = built(case, ahead, members, settled, expected, rule, goal, fixed, made.evidence, [row.actor.id for row in rows])
            findings += there[0]
            answer_tables[1:1] = there[1]
    if options["reveal"] and expected:
        came = reveal(case, ahead, members, expected, rule)
        findings += came[0]
        answer_tables += came[1]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(answer_tables),
        figures=tuple(pictures),
        caveats=(
            Message(f"{AREA}.voted-like"),
            Message("votes.not-listed-is-not-abstention"),
            *left_out(case, ahead),
            *known.warnings,
            *((Message(f"{AREA}.large-body"),) if made and len(members) > COMPARED else ()),
            *(rule.caveats if rule else ()),
            QUESTION.limits,
        ),
        missing=tuple(missing),
    )


def _findings(
    case: Case,
    known: KnownOfVote,
    ahead: RollCall,
    made: Estimate | None,
    rule: InForce | None,
    wanted: WantedOfVote,
    free: Sequence[MemberToSee],
) -> Iterator[Finding]:
    """Yield the verdict and what it rests on; where there is no forecast, that; then what is declared, and who is most open."""
    members, declared, name, goal = known.members, known.declarations, name_of(ahead), str(wanted.counted)
    expected = made.forecast if made else None
    said = [declared[a].vote for a in members if a in declared]
    evidence = joined_evidence(d.evidence for d in declared.values())
    sources = joined_evidence((ahead.evidence, evidence))
    if made and expected:
        yield from of_estimate(estimate_of(case, ahead), ahead, members, expected, rule, goal, made.evidence)
        yield rests_on(case, made)
        yield from (one for one in of_reasons(case, made) if one.id != "telling" or not wanted.is_against)
    elif made:
        yield from of_silence(case, made)
    if known.totals and known.totals_of:
        row = known.totals_of
        form = "committee" if row.stage == "committee" else "earlier-vote"
        message = Message(f"{AREA}.{form}", rollcall=name_of(row), date=row.date, **known.totals)
        facts = published_totals(row)
        yield Finding(id="committee", message=message, evidence=row.evidence, confidence="moderate", quantities=facts)
    if wanted.why is not None and wanted.is_against:
        yield Finding(id="against", message=wanted.why, evidence=wanted.evidence, confidence="high")
    elif expected:
        yield from to_change(
            ahead, members, [row.actor for row in free if row.side == "win"], expected, rule, goal, sources, estimate_of(case, ahead)
        )
    if said:
        counts = {word: said.count(code) for code, word in enumerate(CODES) if code}
        message = Message(f"{AREA}.declared", count=len(said), rollcall=name, of=len(members), **counts)
        word = words_of(case, ahead)
        facts = (*word.counts(declared=len(said), **counts), word("members", len(members)))
        yield Finding(id="declared", message=message, evidence=evidence, confidence="high", quantities=facts)
    yield from of_sides(case, ahead, known.places)
    if made is None:
        message = Message(f"{AREA}.not-estimated", count=len(members) - len(said), rollcall=name)
        silent_ones = words_of(case, ahead)("undeclared", len(members) - len(said))
        yield Finding(id="not-estimated", message=message, confidence="high", quantities=(silent_ones,))
    elif expected and expected.replayed and not wanted.is_against:
        most = {row.actor.id for row in sorted(free, key=lambda row: max(row.p_yes, row.p_abstain, row.p_no))[:NAMED]}
        open_ones = tuple(row.actor for row in free if row.actor.id in most)
        if open_ones:
            message = Message(f"{AREA}.undecided", count=len(open_ones), actors=open_ones)
            yield Finding(id="undecided", message=message, evidence=sources, confidence="low")


def _open(
    case: Case, ahead: RollCall, members: tuple[str, ...], wanted: WantedOfVote, approaches: Approaches, seed: int
) -> tuple[tuple[AnswerTable, ...], tuple[Finding, ...]]:
    """Return the members that are most open, and who is not asked again; nobody where what was asked is what an objective rejects."""
    if wanted.is_against:
        return (), ()
    rows = listed(case, ahead, wanted.goal, seed=seed)
    table = open_table(rows, approaches, title=Message(f"{AREA}.open"))
    open_ones = [row.actor.id for row in rows if row.side == "win"]
    said, again = approaches.not_again((*open_ones, *approaches.refused(members))) if wanted.goal else ((), ())
    return (table, *again), said


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=("actors",),
    also_needs=(VOTE,),
    options=(rollcall("rollcall"), goal(), flag("reveal"), actors("with_us"), actors("against_us")),
    answer=answer,
    heads=(
        Headline("goal", "margin", ("low", "high"), "votes-margin"),
        Headline("expected", "margin", ("low", "high"), "votes-margin"),
        Headline("held*", "yes"),
        Headline("declared", "count"),
        Headline("promised", "count"),
    ),
    follows=("tally",),
    references=("Rules of Procedure of the General Assembly (A/520/Rev.20), rules 82-95",),
)
