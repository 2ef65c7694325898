"""Do we have the votes? Declared, past and estimated votes kept apart, under the body's rule, with the model's own past error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.rule import Rule, outcome
from legation.methods.voting.expected import Expected, expected_tally
from legation.questions import inputs
from legation.questions.answer import Answer, Finding, Named
from legation.questions.case import Case
from legation.questions.declared import Declarations, declared_votes, name_of, past_votes
from legation.questions.held import held_answer, rule_message
from legation.questions.inputs import CODES, Profile
from legation.questions.question import Progress, Question, choice, flag, rollcall, silent
from legation.questions.tally_figures import bars, squares
from legation.questions.tally_tables import member_table, open_table, reveal, tally_table

__all__ = ["QUESTION", "answer"]

AREA = "do-we-have-the-votes"
SAME_SESSION = dt.timedelta(days=240)
"""How long before the plenary a committee may have voted on the same text."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count what is declared, recall what was voted, estimate the rest, and apply the rule."""
    ahead = case.rollcall(options["rollcall"]) if options["rollcall"] else _default(case)
    members = inputs.member_ids(case, ahead)
    profile = inputs.profile(case, actors=members)
    if ahead.id in {r.id for r in profile.rollcalls}:
        return held_answer(case, ahead, profile)
    declared = declared_votes(case, ahead)
    past = past_votes(case, ahead, profile)
    said = np.array([declared[a].vote if a in declared else 0 for a in members], np.int8)
    expected = _expected(profile, ahead, said, options["seed"], progress)
    rule = inputs.rule_of(case, ahead)
    goal = options["goal"]
    tallies, table = tally_table(members, declared, past, expected), member_table(case, members, declared, past, expected)
    missing = [] if expected else [Message(f"{AREA}.no-votes-held")]
    missing += [] if rule else [Message(f"{AREA}.no-rule", rollcall=name_of(ahead))]
    missing += [] if declared else [Message(f"{AREA}.none-declared", rollcall=name_of(ahead))]
    answer_tables = [tallies, *([open_table(case, members, declared, expected, goal)] if expected else []), table]
    findings = [*_findings(case, ahead, profile, declared, expected, rule, goal)]
    pictures = [squares(case, ahead, members, declared, expected)]
    if expected:
        pictures.insert(0, bars(case, ahead, members, declared, expected, rule))
    if options["reveal"] and expected:
        shown = reveal(case, ahead, members, expected)
        findings += shown[0]
        answer_tables += shown[1]
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


def _default(case: Case) -> RollCall:
    ahead = [r for r in standing(case.dossier.rollcalls) if r.id not in case.dossier.votes.rollcalls and not r.total_yes]
    ahead = [r for r in ahead if r.date is None or not r.date.by(case.as_of)]
    if ahead:
        return min(ahead, key=lambda r: (str(r.date or "9"), r.id))
    held = inputs.profile(case).rollcalls
    if not held:
        raise NotAvailable(Message(f"{AREA}.no-rollcall", as_of=case.as_of))
    return held[-1]


def _findings(
    case: Case,
    ahead: RollCall,
    profile: Profile,
    declared: Declarations,
    expected: Expected | None,
    rule: tuple[Rule, tuple[str, ...]] | None,
    goal: str,
) -> tuple[Finding, ...]:
    name, members = name_of(ahead), profile.actors
    said = [declared[a].vote for a in members if a in declared]
    evidence = tuple(dict.fromkeys(e for d in declared.values() for e in d.evidence))
    sources = tuple(dict.fromkeys((*ahead.evidence, *evidence)))
    committee = _in_committee(case, ahead)
    known = tuple(dict.fromkeys((*sources, *(e for r in profile.rollcalls for e in r.evidence))))
    found = [] if expected is None else [*_of_estimate(name, expected, rule, goal, known, committee)]
    if committee:
        found.append(Finding(id="committee", message=_committee_message(committee), evidence=committee.evidence, confidence="moderate"))
    if said:
        counts = {word: said.count(code) for code, word in enumerate(CODES) if code}
        message = Message(f"{AREA}.declared", count=len(said), rollcall=name, of=len(members), **counts)
        found.append(Finding(id="declared", message=message, evidence=evidence, confidence="high"))
    if expected is None:
        message = Message(f"{AREA}.not-estimated", count=len(members) - len(said))
        found.append(Finding(id="not-estimated", message=message, confidence="high"))
    elif expected.replayed:
        close = np.argsort(expected.probability.max(axis=1), kind="stable")[:8]
        open_ones = case.names(members[i] for i in close.tolist() if members[i] not in declared)
        if open_ones:
            message = Message(f"{AREA}.undecided", count=len(open_ones), actors=open_ones)
            found.append(Finding(id="undecided", message=message, evidence=sources, confidence="low"))
    return tuple(found)


def _in_committee(case: Case, ahead: RollCall) -> RollCall | None:
    """Return the vote in committee on the text, of the same session, whose totals are known."""
    since = (ahead.date.first if ahead.date else case.as_of) - SAME_SESSION
    there = inputs.same_title(ahead, standing(case.dossier.rollcalls), stage="committee")
    recent = [r for r in there if r.date and r.date.first >= since]
    counted = [r for r in recent if None not in (r.total_yes, r.total_no, r.total_abstain)]
    return counted[-1] if counted else None


def _committee_message(held: RollCall) -> Message:
    totals = {"yes": held.total_yes, "no": held.total_no, "abstain": held.total_abstain}
    return Message(f"{AREA}.committee", rollcall=name_of(held), date=held.date, **totals)


def _of_estimate(
    name: Named,
    expected: Expected,
    rule: tuple[Rule, tuple[str, ...]] | None,
    goal: str,
    sources: tuple[str, ...],
    committee: RollCall | None,
) -> Iterator[Finding]:
    side = "open" if expected.low <= 0 <= expected.high else "for" if expected.margin > 0 else "against"
    reach = round((expected.high - expected.low) / 2)
    contrary = Message(f"{AREA}.error", count=expected.replayed, wrong=expected.replayed - expected.right, reach=reach)
    if not expected.replayed:
        contrary = Message(f"{AREA}.no-history")
    if committee and committee.total_yes is not None and committee.total_no is not None:
        there = committee.total_yes - committee.total_no
        if abs(there - expected.margin) > reach / 2:
            contrary = Message(f"{AREA}.committee-far", committee=_committee_message(committee), margin=there)
    numbers = expected.whole() | {part: round(getattr(expected, part)) for part in ("margin", "low", "high")}
    message = Message(f"{AREA}.expected-{side}", rollcall=name, **numbers)
    sure: Literal["low", "moderate"] = "low" if side == "open" or not expected.replayed else "moderate"
    yield Finding(id="expected", message=message, evidence=sources, confidence=sure, contrary=contrary)
    if rule:
        result = outcome(rule[0], yes=numbers["yes"], no=numbers["no"], abstain=numbers["abstain"], absent=numbers["absent"])
        yield Finding(id="rule", message=rule_message(rule[0], result, name), evidence=rule[1], confidence=sure)
        yield Finding(id="goal", message=_to_goal(rule[0], expected, goal, name), evidence=sources, confidence="low", contrary=contrary)


def _to_goal(rule: Rule, expected: Expected, goal: str, name: Named) -> Message:
    """Say how many members must move, and which way, for the outcome that we want; or by how many we are ahead."""
    yes, no, abstain = (expected.whole()[part] for part in ("yes", "no", "abstain"))
    wanted = goal == "adopt"
    if outcome(rule, yes=yes, no=no, abstain=abstain).adopted == wanted:
        return Message(f"{AREA}.ahead-{goal}", rollcall=name)
    givers = no if wanted else yes

    def reached(moved: int, *, across: bool) -> bool:
        gain = moved if across else 0
        tally = (yes + gain, no - moved) if wanted else (yes - moved, no + gain)
        return outcome(rule, yes=tally[0], no=tally[1], abstain=abstain + (0 if across else moved)).adopted == wanted

    steps = {way: next((k for k in range(givers + 1) if reached(k, across=way == "across")), None) for way in ("across", "out")}
    alone = "" if steps["out"] is not None else "-across-only"
    return Message(f"{AREA}.to-{goal}{alone}", rollcall=name, across=steps["across"], out=steps["out"])


QUESTION = Question(
    id=AREA,
    needs=("actors",),
    options=(rollcall("rollcall"), choice("goal", "adopt", "defeat"), flag("reveal")),
    answer=answer,
    references=("Rules of Procedure of the General Assembly (A/520/Rev.20), rules 82-95",),
)
