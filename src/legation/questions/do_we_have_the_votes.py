"""Do we have the votes? Declared, past and estimated votes kept apart, under the body's rule, with the model's own past error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall, standing
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.seats import Seat, seats
from legation.language import Message
from legation.methods.rule import Outcome, Rule, outcome
from legation.methods.voting.expected import Expected, expected_tally
from legation.questions import inputs
from legation.questions.answer import Answer, AnswerTable, Finding, Named, TableColumn
from legation.questions.case import Case
from legation.questions.inputs import CODES, Profile
from legation.questions.question import Progress, Question, choice, flag, rollcall, silent

__all__ = ["QUESTION", "Declared", "answer", "declared_votes"]

AREA = "do-we-have-the-votes"


@dataclass(frozen=True, slots=True)
class Declared:
    """What an actor said that it would do: the code of the vote, on what basis, and the evidence."""

    vote: int
    basis: str
    evidence: tuple[str, ...]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count what is declared, recall what was voted, estimate the rest, and apply the rule."""
    ahead = case.rollcall(options["rollcall"]) if options["rollcall"] else _default(case)
    members = inputs.member_ids(case, ahead)
    profile = inputs.profile(case, actors=members)
    if ahead.id in {r.id for r in profile.rollcalls}:
        return _held(case, ahead, profile)
    declared = declared_votes(case, ahead)
    past = _past(case, ahead, profile)
    said = np.array([declared[a].vote if a in declared else 0 for a in members], np.int8)
    *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
    expected = expected_tally(profile.votes, said, titles=titles, title=title, seed=options["seed"], progress=progress)
    rule = inputs.rule_of(case, ahead)
    goal = options["goal"]
    tallies, table = _tallies(members, declared, past, expected), _members(case, members, declared, past, expected)
    missing = [] if rule else [Message(f"{AREA}.no-rule", rollcall=_name(ahead))]
    missing += [] if declared else [Message(f"{AREA}.none-declared", rollcall=_name(ahead))]
    answer_tables = [tallies, table]
    findings = [*_findings(case, ahead, members, declared, expected, rule, goal)]
    if options["reveal"]:
        shown = _reveal(case, ahead, members, expected)
        findings += shown[0]
        answer_tables += shown[1]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(answer_tables),
        figures=(_figure(case, ahead, members, declared, expected),),
        caveats=(Message(f"{AREA}.voted-like"), Message("votes.not-listed-is-not-abstention"), QUESTION.limits),
        missing=tuple(missing),
    )


def declared_votes(case: Case, ahead: RollCall) -> dict[str, Declared]:
    """Return what members declared for a roll call: sponsors, promises, answers to our asks; the latest word counts."""
    found: dict[str, tuple[str, Declared]] = {}

    def note(actor: str, date: Any, vote: str, basis: str, evidence: tuple[str, ...]) -> None:
        if vote in CODES[1:] and str(date or "") >= found.get(actor, ("",))[0]:
            found[actor] = (str(date or ""), Declared(CODES.index(vote), basis, evidence))

    for sponsor in ahead.sponsors:
        note(sponsor, None, "yes", "sponsor", ahead.evidence)
    for row in standing(case.dossier.commitments):
        if row.rollcall == ahead.id and row.direction != "given":
            note(row.actor, row.date, row.vote, "promise", row.evidence)
    for talk in standing(case.dossier.engagements):
        if talk.rollcall == ahead.id:
            note(talk.actor, talk.date, talk.answer, "answer", talk.evidence)
    return {actor: declared for actor, (_, declared) in found.items()}


def _default(case: Case) -> RollCall:
    ahead = [r for r in standing(case.dossier.rollcalls) if r.id not in case.dossier.votes.rollcalls and not r.total_yes]
    ahead = [r for r in ahead if r.date is None or not r.date.by(case.as_of)]
    if ahead:
        return min(ahead, key=lambda r: (str(r.date or "9"), r.id))
    held = inputs.profile(case).rollcalls
    if not held:
        raise NotAvailable(Message(f"{AREA}.no-rollcall", as_of=case.as_of))
    return held[-1]


def _past(case: Case, ahead: RollCall, profile: Profile) -> tuple[RollCall | None, npt.NDArray[np.int8]]:
    """Return the last roll call on the same title, or on the same issue, with the members' votes."""
    earlier = inputs.same_title(ahead, profile.rollcalls)
    earlier = earlier or tuple(r for r in profile.rollcalls if ahead.issue and r.issue == ahead.issue)
    if not earlier:
        return None, np.zeros(len(profile.actors), np.int8)
    return earlier[-1], inputs.ballots(case, profile.actors, [earlier[-1].id])[:, 0]


def _findings(
    case: Case,
    ahead: RollCall,
    members: tuple[str, ...],
    declared: Mapping[str, Declared],
    expected: Expected,
    rule: tuple[Rule, tuple[str, ...]] | None,
    goal: str,
) -> tuple[Finding, ...]:
    name = _name(ahead)
    said = [declared[a].vote for a in members if a in declared]
    evidence = tuple(dict.fromkeys(e for d in declared.values() for e in d.evidence))
    found = []
    margin = expected.yes - expected.no
    side = "open" if expected.low <= 0 <= expected.high else "for" if margin > 0 else "against"
    contrary = (
        Message(f"{AREA}.error", count=expected.replayed, right=expected.right) if expected.replayed else Message(f"{AREA}.no-history")
    )
    sources = tuple(dict.fromkeys((*ahead.evidence, *evidence)))
    found.append(
        Finding(
            id="expected",
            message=Message(
                f"{AREA}.expected-{side}",
                rollcall=name,
                yes=round(expected.yes),
                no=round(expected.no),
                abstain=round(expected.abstain),
                absent=round(expected.absent),
                margin=round(margin),
                low=round(expected.low),
                high=round(expected.high),
            ),
            evidence=sources,
            confidence="low" if side == "open" or not expected.replayed else "moderate",
            contrary=contrary,
        )
    )
    if rule:
        result = outcome(
            rule[0], yes=round(expected.yes), no=round(expected.no), abstain=round(expected.abstain), absent=round(expected.absent)
        )
        found.append(Finding(id="rule", message=_rule_message(rule[0], result, name), evidence=rule[1], confidence="high"))
        found.append(
            Finding(id="goal", message=_to_goal(rule[0], expected, goal, name), evidence=sources, confidence="low", contrary=contrary)
        )
    if said:
        counts = {word: said.count(code) for code, word in enumerate(CODES) if code}
        message = Message(f"{AREA}.declared", count=len(said), rollcall=name, of=len(members), **counts)
        found.append(Finding(id="declared", message=message, evidence=evidence, confidence="high"))
    close = np.argsort(-_doubt(expected), kind="stable")[:8]
    open_ones = [members[i] for i in close if members[i] not in declared]
    if open_ones and expected.replayed:
        message = Message(f"{AREA}.undecided", count=len(open_ones), actors=case.names(open_ones))
        found.append(Finding(id="undecided", message=message, evidence=sources, confidence="low"))
    return tuple(found)


def _rule_message(rule: Rule, result: Outcome, name: Named) -> Message:
    share = Message("rule.share", above=rule.share.numerator, below=rule.share.denominator)
    form = f"rule.{rule.of}" + ("-strict" if rule.strict and rule.of != "consensus" else "")
    side = "adopted" if result.adopted else "not-adopted"
    return Message(f"{AREA}.rule-{side}", rule=Message(form, share=share), needed=result.needed, margin=abs(result.margin), rollcall=name)


def _to_goal(rule: Rule, expected: Expected, goal: str, name: Named) -> Message:
    """Say how many members must move, and which way, for the outcome that we want; or by how many we are ahead."""
    yes, no, abstain = round(expected.yes), round(expected.no), round(expected.abstain)
    wanted = goal == "adopt"
    if outcome(rule, yes=yes, no=no, abstain=abstain).adopted == wanted:
        return Message(f"{AREA}.ahead-{goal}", rollcall=name)
    givers = no if wanted else yes

    def reached(moved: int, *, across: bool) -> bool:
        gain = moved if across else 0
        tally = (yes + gain, no - moved) if wanted else (yes - moved, no + gain)
        return outcome(rule, yes=tally[0], no=tally[1], abstain=abstain + (0 if across else moved)).adopted == wanted

    steps = {way: next((k for k in range(givers + 1) if reached(k, across=way == "across")), None) for way in ("across", "out")}
    return Message(f"{AREA}.to-{goal}", rollcall=name, across=steps["across"], out=steps["out"])


def _doubt(expected: Expected) -> npt.NDArray[np.float64]:
    """Return how open each vote is: the chance that it is not the likeliest one."""
    return np.asarray(1 - expected.probability.max(axis=1), np.float64)


def _tallies(
    members: tuple[str, ...], declared: Mapping[str, Declared], past: tuple[RollCall | None, Any], expected: Expected
) -> AnswerTable:
    said = [declared[a].vote if a in declared else 0 for a in members]
    before = past[1].tolist()
    best = (expected.probability.argmax(axis=1) + 1).tolist()
    silent_members = [i for i, vote in enumerate(said) if not vote]
    rows: list[tuple[Any, ...]] = []
    for name, votes in (
        ("declared", [v for v in said if v]),
        ("past", before if past[0] else []),
        ("estimated", [best[i] for i in silent_members]),
    ):
        if name == "past" and past[0] is None:
            continue
        count = [votes.count(code) for code in (1, 3, 2, 0)]
        rows.append((Message(f"{AREA}.row-{name}", rollcall=_name(past[0]) if past[0] else "—"), *count, count[0] - count[1], None, None))
    exp = (expected.yes, expected.no, expected.abstain, expected.absent, expected.yes - expected.no, expected.low, expected.high)
    rows.append((Message(f"{AREA}.row-expected"), *(round(x, 1) for x in exp)))
    columns = (
        TableColumn("count_of", Message(f"{AREA}.count-of")),
        TableColumn("yes", Message("vote.yes"), "number"),
        TableColumn("no", Message("vote.no"), "number"),
        TableColumn("abstain", Message("vote.abstain"), "number"),
        TableColumn("absent", Message("vote.absent"), "number"),
        TableColumn("margin", Message("column.margin"), "number"),
        TableColumn("low", Message("column.low"), "number"),
        TableColumn("high", Message("column.high"), "number"),
    )
    return AnswerTable(id="tally", title=Message(f"{AREA}.tally"), columns=columns, rows=tuple(rows))


def _members(
    case: Case, members: tuple[str, ...], declared: Mapping[str, Declared], past: tuple[RollCall | None, Any], expected: Expected
) -> AnswerTable:
    groups = inputs.group_of(case, members)
    order = sorted(range(len(members)), key=lambda i: (groups[members[i]].id if members[i] in groups else "~", members[i]))
    rows = []
    for i in order:
        said = declared.get(members[i])
        best = int(expected.probability[i].argmax())
        rows.append(
            (
                case.named(members[i]),
                groups.get(members[i], ""),
                CODES[said.vote] if said else None,
                Message(f"{AREA}.basis-{said.basis}") if said else None,
                CODES[int(past[1][i])] if past[0] else None,
                CODES[best + 1],
                float(expected.probability[i, best]),
                *(float(p) for p in expected.probability[i]),
                float(expected.presence[i]),
                said.evidence if said else (),
            )
        )
    columns = (
        TableColumn("actor", Message("column.actor")),
        TableColumn("group", Message("column.group")),
        TableColumn("declared", Message(f"{AREA}.col-declared"), "vote"),
        TableColumn("basis", Message(f"{AREA}.col-basis")),
        TableColumn("past", Message("answer.value", value=_name(past[0])) if past[0] else Message(f"{AREA}.col-past"), "vote"),
        TableColumn("estimate", Message(f"{AREA}.col-estimate"), "vote"),
        TableColumn("share", Message(f"{AREA}.col-share"), "share"),
        TableColumn("p_yes", Message("vote.yes"), "share"),
        TableColumn("p_abstain", Message("vote.abstain"), "share"),
        TableColumn("p_no", Message("vote.no"), "share"),
        TableColumn("presence", Message(f"{AREA}.col-presence"), "share"),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
    )
    return AnswerTable(id="members", title=Message(f"{AREA}.members"), columns=columns, rows=tuple(rows))


def _held(case: Case, held: RollCall, profile: Profile) -> Answer:
    """Answer for a roll call that was already held: the count, and the rule applied to it."""
    votes = profile.column(held.id)
    yes, abstain, no = (int((votes == code).sum()) for code in (1, 2, 3))
    absent = len(votes) - yes - abstain - no
    name = _name(held)
    count = Message(f"{AREA}.held", rollcall=name, date=held.date, yes=yes, no=no, abstain=abstain, absent=absent)
    findings = [Finding(id="held", message=count, evidence=held.evidence, needs="all", confidence="high")]
    rule = inputs.rule_of(case, held)
    if rule:
        result = outcome(rule[0], yes=yes, no=no, abstain=abstain, absent=absent)
        findings.append(Finding(id="rule", message=_rule_message(rule[0], result, name), evidence=rule[1], confidence="high"))
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
        title=QUESTION.title,
        findings=tuple(findings),
        tables=(table,),
        figures=(picture,),
        caveats=(Message("votes.not-listed-is-not-abstention"),),
        missing=() if rule else (Message(f"{AREA}.no-rule", rollcall=name),),
    )


def _reveal(case: Case, ahead: RollCall, members: tuple[str, ...], expected: Expected) -> tuple[list[Finding], list[AnswerTable]]:
    """Compare the estimate with the outcome that the dossier holds for a later date; nothing where it holds none."""
    held = case.later.votes.matrix(members, [ahead.id])[:, 0]
    actual = np.where(held <= 3, held, 0)
    if not actual.any():
        return [], []
    best = expected.probability.argmax(axis=1) + 1
    cast = np.flatnonzero(actual)
    wrong = [i for i in cast.tolist() if best[i] != actual[i]]
    commonest = max(int((actual == code).sum()) for code in (1, 2, 3))
    row = next(r for r in case.later.rollcalls if r.id == ahead.id)
    yes, abstain, no = (int((actual == code).sum()) for code in (1, 2, 3))
    message = Message(
        f"{AREA}.reveal",
        rollcall=_name(ahead),
        date=row.date,
        yes=yes,
        no=no,
        abstain=abstain,
        right=len(cast) - len(wrong),
        of=len(cast),
        share=(len(cast) - len(wrong)) / len(cast),
        baseline=commonest / len(cast),
        low=round(expected.low),
        high=round(expected.high),
        margin=yes - no,
    )
    rows = tuple(
        (case.named(members[i]), CODES[int(best[i])], float(expected.probability[i, best[i] - 1]), CODES[int(actual[i])]) for i in wrong
    )
    columns = (
        TableColumn("actor", Message("column.actor")),
        TableColumn("estimate", Message(f"{AREA}.col-estimate"), "vote"),
        TableColumn("share", Message(f"{AREA}.col-share"), "share"),
        TableColumn("voted", Message("column.vote"), "vote"),
    )
    return (
        [Finding(id="reveal", message=message, confidence="high")],
        [AnswerTable(id="misses", title=Message(f"{AREA}.misses", count=len(wrong)), columns=columns, rows=rows)],
    )


def _figure(
    case: Case,
    ahead: RollCall,
    members: tuple[str, ...],
    declared: Mapping[str, Declared],
    expected: Expected,
) -> Figure:
    groups = inputs.group_of(case, members)
    best = expected.probability.argmax(axis=1) + 1
    shown = [Seat(case.named(a), groups.get(a, ""), CODES[int(best[i])], declared=a in declared) for i, a in enumerate(members)]
    values = {
        "rollcall": _name(ahead),
        "yes": round(expected.yes),
        "no": round(expected.no),
        "abstain": round(expected.abstain),
        "margin": round(expected.yes - expected.no),
        "low": round(expected.low),
        "high": round(expected.high),
    }
    return seats(
        shown,
        id="seats",
        title=Message(f"{AREA}.figure-title", **values),
        subtitle=Message(f"{AREA}.figure-subtitle", as_of=case.as_of, count=len(declared)),
        alt=Message(f"{AREA}.figure-alt", **values),
    )


def _name(row: RollCall) -> Named:
    return Named(row.id, row.symbol or row.id)


QUESTION = Question(
    id=AREA,
    needs=("actors",),
    options=(rollcall("rollcall"), choice("goal", "adopt", "defeat"), flag("reveal")),
    answer=answer,
    references=("Rules of Procedure of the General Assembly (A/520/Rev.20), rules 82-95",),
)
