"""Do we have the votes? Declared, past and estimated votes kept apart, under the body's rule, with the model's own past error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall, standing
from legation.language import Message
from legation.methods.voting.expected import Expected, expected_tally
from legation.questions import inputs
from legation.questions.answer import Answer, Finding
from legation.questions.builder import built, fixed_votes
from legation.questions.case import Case
from legation.questions.chances import SURE, effect_table, of_chances, path_picture, vote_paths
from legation.questions.declared import Declarations, declared_votes, name_of, past_votes
from legation.questions.held import cast_at, held_answer, otherwise
from legation.questions.in_force import InForce, rule_in_force
from legation.questions.inputs import CODES, Profile
from legation.questions.question import Progress, Question, actors, choice, flag, rollcall, silent
from legation.questions.tally_figures import bars, squares
from legation.questions.tally_tables import member_table, open_table, reveal, tally_table
from legation.questions.verdict import of_estimate, to_change

__all__ = ["QUESTION", "answer"]

AREA = "do-we-have-the-votes"
SAME_SESSION = dt.timedelta(days=240)
"""How long before the plenary a committee may have voted on the same text."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count what is declared, recall what was voted, estimate the rest, and apply the rule."""
    ahead = inputs.rollcall_asked(case, options["rollcall"])
    members = inputs.member_ids(case, ahead)
    profile = inputs.profile(case, actors=members)
    if ahead.id in {r.id for r in profile.rollcalls}:
        return held_answer(case, ahead, profile, built=bool(options["with_us"] or options["against_us"]))
    declared = declared_votes(case, ahead)
    past = past_votes(case, ahead, profile)
    said = np.array([declared[a].vote if a in declared else 0 for a in members], np.int8)
    expected = _expected(profile, ahead, said, options["seed"], progress)
    rule = rule_in_force(case, ahead, members)
    goal = options["goal"]
    fixed = fixed_votes(case, members, goal, options["with_us"] or (), options["against_us"] or ())
    tallies, table = tally_table(members, declared, past, expected), member_table(case, members, declared, past, expected)
    missing = [] if expected else [Message(f"{AREA}.no-votes-held")]
    missing += [] if rule else [Message(f"{AREA}.no-rule", rollcall=name_of(ahead))]
    missing += [] if declared else [Message(f"{AREA}.none-declared", rollcall=name_of(ahead))]
    nearest = [open_table(case, members, declared, expected, goal, title=Message(f"{AREA}.open"))] if expected else []
    answer_tables = [tallies, *nearest, table]
    findings = [*_findings(case, ahead, profile, declared, expected, rule, goal)]
    pictures = [squares(case, ahead, members, declared, expected)]
    if expected:
        known = _known(ahead, profile, declared)
        pictures.insert(0, bars(case, ahead, members, declared, expected, rule))
        paths = vote_paths(profile, ahead, said, expected, rule, goal, fixed, options["seed"], progress)
        if paths:
            findings += of_chances(case, ahead, paths, known)
            answer_tables.insert(1, effect_table(case, members, paths))
            pictures += [path_picture(case, ahead, paths)] if paths.path and 1 - abs(paths.probability - (goal != "adopt")) < SURE else []
        if rule:
            there = built(case, ahead, members, declared, expected, rule, goal, fixed, known)
            findings += there[0]
            answer_tables[1:1] = there[1]
    if options["reveal"] and expected:
        shown = reveal(case, ahead, members, expected)
        findings += shown[0]
        answer_tables += shown[1]
        if shown[0] and rule:
            findings += otherwise(rule, cast_at(case.later, members, ahead), name_of(ahead))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(answer_tables),
        figures=tuple(pictures),
        caveats=(Message(f"{AREA}.voted-like"), Message("votes.not-listed-is-not-abstention"), QUESTION.limits),
        missing=tuple(missing),
    )


def _expected(profile: Profile, ahead: RollCall, said: npt.NDArray[np.int8], seed: int, progress: Progress) -> Expected | None:
    """Return the expected tally; None where no roll call was held from which anything could be expected."""
    if not profile.rollcalls:
        return None
    *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
    return expected_tally(profile.votes, said, titles=titles, title=title, seed=seed, progress=progress)


def _findings(
    case: Case,
    ahead: RollCall,
    profile: Profile,
    declared: Declarations,
    expected: Expected | None,
    rule: InForce | None,
    goal: str,
) -> tuple[Finding, ...]:
    name, members = name_of(ahead), profile.actors
    said = [declared[a].vote for a in members if a in declared]
    evidence = tuple(dict.fromkeys(e for d in declared.values() for e in d.evidence))
    sources = tuple(dict.fromkeys((*ahead.evidence, *evidence)))
    committee = _in_committee(case, ahead)
    known = _known(ahead, profile, declared)
    found = [] if expected is None else [*of_estimate(ahead, members, expected, rule, goal, known)]
    if committee:
        far = expected is not None and _is_far(committee, expected)
        message = _committee_message(committee, far=far)
        found.insert(1 if far else len(found), Finding(id="committee", message=message, evidence=committee.evidence, confidence="moderate"))
    if expected is not None:
        found += to_change(case, ahead, members, declared, expected, rule, goal, sources)
    if said:
        counts = {word: said.count(code) for code, word in enumerate(CODES) if code}
        message = Message(f"{AREA}.declared", count=len(said), rollcall=name, of=len(members), **counts)
        found.append(Finding(id="declared", message=message, evidence=evidence, confidence="high"))
    if expected is None:
        message = Message(f"{AREA}.not-estimated", count=len(members) - len(said), rollcall=name)
        found.append(Finding(id="not-estimated", message=message, confidence="high"))
    elif expected.replayed:
        close = np.argsort(expected.probability.max(axis=1), kind="stable")[:8]
        open_ones = case.names(members[i] for i in close.tolist() if members[i] not in declared)
        if open_ones:
            message = Message(f"{AREA}.undecided", count=len(open_ones), actors=open_ones)
            found.append(Finding(id="undecided", message=message, evidence=sources, confidence="low"))
    return tuple(found)


def _known(ahead: RollCall, profile: Profile, declared: Declarations) -> tuple[str, ...]:
    """Return the evidence that an estimate rests on: of the vote, of what is declared, of every earlier roll call."""
    said = (e for d in declared.values() for e in d.evidence)
    return tuple(dict.fromkeys((*ahead.evidence, *said, *(e for r in profile.rollcalls for e in r.evidence))))


def _in_committee(case: Case, ahead: RollCall) -> RollCall | None:
    """Return the vote in committee on the text, of the same session, whose totals are known."""
    since = (ahead.date.first if ahead.date else case.as_of) - SAME_SESSION
    there = inputs.same_title(ahead, standing(case.dossier.rollcalls), stage="committee")
    recent = [r for r in there if r.date and r.date.first >= since]
    counted = [r for r in recent if None not in (r.total_yes, r.total_no, r.total_abstain)]
    return counted[-1] if counted else None


def _committee_message(held: RollCall, *, far: bool) -> Message:
    totals = {"yes": held.total_yes, "no": held.total_no, "abstain": held.total_abstain}
    told = Message(f"{AREA}.committee", rollcall=name_of(held), date=held.date, **totals)
    margin = (held.total_yes or 0) - (held.total_no or 0)
    return Message(f"{AREA}.committee-far", committee=told, margin=margin) if far else told


def _is_far(committee: RollCall, expected: Expected) -> bool:
    """Whether the committee's margin lies further from the estimate than half the reach of its range."""
    margin = (committee.total_yes or 0) - (committee.total_no or 0)
    return abs(margin - expected.margin) > (expected.high - expected.low) / 4


QUESTION = Question(
    id=AREA,
    needs=("actors",),
    options=(rollcall("rollcall"), choice("goal", "adopt", "defeat"), flag("reveal"), actors("with_us"), actors("against_us")),
    answer=answer,
    references=("Rules of Procedure of the General Assembly (A/520/Rev.20), rules 82-95",),
)
