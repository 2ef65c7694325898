"""Whom to call: how much each member's vote changes the chance of our outcome, every lever, and what to know before the call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.language import Message
from legation.methods.bargaining import Lever
from legation.questions.actors.approaches import Approaches, approaches
from legation.questions.actors.contacts import contacts
from legation.questions.actors.persuasion import Moving
from legation.questions.actors.stakeholders import interests
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, EVIDENCE, SHARED, SPEAKERS, Columns
from legation.questions.base.inputs import CODES
from legation.questions.base.quantities import FactsOf, on
from legation.questions.deals.stakes import Stakes
from legation.questions.votes.count import NAMED, likeliest
from legation.questions.votes.declarations import name_of, titled
from legation.questions.votes.estimate import estimate
from legation.questions.votes.facts import drawn_of
from legation.questions.votes.goal import WantedOfVote
from legation.questions.votes.rule import rule_in_force
from legation.questions.votes.whom_to_see import listed, outcome_paths

__all__ = [
    "KIND_NAMES",
    "OnVote",
    "is_estimable",
    "lever_table",
    "of_vote",
    "on_vote",
    "reason_table",
    "vote_table",
]


AREA = "whom-to-call-first"
column = Columns(f"{AREA}.col-")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OnVote:
    """What calls could change of a vote ahead.

    Attributes
    ----------
    ahead : RollCall
    members : tuple of str
    likely : tuple of str
        Each member's likeliest vote.
    passes : float
        Share of the drawings in which the text is adopted.
    effect, chance, expected : array, shape (n_members,)
        What its vote for us rather than against us changes of the chance of our outcome; the chance that it moves; the product [0 to 1].
    order : tuple of int
        Members that may move, not declared, in the order of the list of whom to see.
    has_rule : bool
    evidence : tuple of str
    approaches : Approaches
        What the members were asked already.
    not_again : tuple of str
        Members that would stand in the order and are not proposed again, and those that said no in writing.
    caveats : tuple of Message
        How far the rule was compared, where it was not with the words of the body itself.
    """

    ahead: RollCall
    members: tuple[str, ...]
    likely: tuple[str, ...]
    passes: float
    effect: npt.NDArray[np.float64]
    chance: npt.NDArray[np.float64]
    expected: npt.NDArray[np.float64]
    order: tuple[int, ...]
    has_rule: bool
    evidence: tuple[str, ...]
    approaches: Approaches
    not_again: tuple[str, ...]
    caveats: tuple[Message, ...] = ()


def is_estimable(case: Case, ahead: RollCall, seed: int) -> bool:
    """Whether :func:`on_vote` has something to say of a vote: there is a forecast, and earlier votes say how wrong it may be."""
    made = estimate(case, ahead, seed=seed)
    return made is not None and made.forecast is not None and made.forecast.replayed > 0


def on_vote(case: Case, ahead: RollCall, wanted: WantedOfVote, us: str | None, seed: int) -> OnVote | None:
    """Return what each member's vote would change; None where there is no forecast, or too few roll calls were held to draw a vote.

    Where no goal is stated the chance is that of any other vote than the likeliest, and the order names nobody as to be called.
    """
    made = estimate(case, ahead, seed=seed)
    paths = outcome_paths(case, made, wanted.counted) if made is not None and made.forecast is not None else None
    if made is None or paths is None:
        return None
    rows = [row for row in listed(case, ahead, wanted.goal, seed=seed, us=us) if row.side == "win"]
    members, by_member = made.members, {row.actor.id: row for row in rows}
    place = {member: at for at, member in enumerate(members)}
    effect = np.array([paths.effect[member] for member in members])
    chance = np.array([by_member[member].open if member in by_member else 0.0 for member in members])
    past, rule = approaches(case, vote=ahead, goal=wanted.goal), rule_in_force(case, ahead, members)
    barred = [row.actor.id for row in rows if row.not_again is not None]
    refused = past.refused(member for member in members if member != us)
    return OnVote(
        ahead=ahead,
        members=members,
        likely=tuple("unknown" if not code else CODES[code] for code in likeliest(made.expected).tolist()),
        passes=paths.probability,
        effect=effect,
        chance=chance,
        expected=effect * chance,
        order=tuple(place[row.actor.id] for row in rows if not wanted.goal or row.not_again is None),
        has_rule=rule is not None,
        evidence=made.evidence,
        approaches=past,
        not_again=tuple(dict.fromkeys((*barred, *refused))) if wanted.goal else (),
        caveats=rule.caveats if rule is not None else (),
    )


def of_vote(case: Case, found: OnVote | None, wanted: WantedOfVote) -> Iterator[Finding]:
    """Yield who comes first before the vote, with effect and chance of the first; that nobody is open, or why nobody is proposed."""
    goal = wanted.goal
    if wanted.why is not None:
        yield Finding(id="vote", message=wanted.why, evidence=wanted.evidence, confidence="high")
    if wanted.why is not None or found is None:
        return
    ours = found.passes if goal == "adopt" else 1 - found.passes
    drawn = drawn_of(case, found.ahead)("adopted" if goal == "adopt" else "defeated", ours, unit="chance")
    if not found.order and found.not_again:
        message = Message("calls.nobody-left", rollcall=titled(found.ahead))
        yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low")
        return
    if not found.order:
        message = Message(f"{AREA}.vote-nobody", rollcall=titled(found.ahead), share=ours)
        yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low", quantities=(drawn,))
        return
    top = [i for i in found.order if found.expected[i] >= 0.0005][:NAMED]
    if not top:
        message = Message(f"{AREA}.vote-certain", rollcall=titled(found.ahead), share=ours)
        yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low", quantities=(drawn,))
        return
    first = top[0]
    finding_text = Message(
        f"{AREA}.vote-{goal}",
        count=len(top),
        actors=case.names(found.members[i] for i in top),
        rollcall=titled(found.ahead),
        share=ours,
        actor=case.named(found.members[first]),
        effect=float(found.effect[first]),
        chance=float(found.chance[first]),
    )
    message = found.approaches.said_of(found.members[first], finding_text)
    contrary = None if found.has_rule else Message(f"{AREA}.vote-no-rule")
    name = f"{found.ahead.id}+{found.members[first]}"
    facts = (
        drawn,
        FactsOf(name, on(case.as_of), "drawn")("vote-changes-chance", float(found.effect[first]), unit="chance"),
        FactsOf(name, on(case.as_of), "estimate")("comes-our-way", float(found.chance[first]), unit="chance"),
    )
    yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low", contrary=contrary, quantities=facts)


def vote_table(case: Case, found: OnVote, top: int, goal: str) -> AnswerTable:
    """Return the members that may move, first those whose move is worth most; the chance is the one that "Who can move?" gives."""
    rows = tuple(
        (
            case.named(found.members[i]),
            found.likely[i],
            float(found.effect[i]),
            float(found.chance[i]),
            float(found.expected[i]),
            None,
            None,
        )
        for i in found.order[:top]
    )
    columns = (
        ACTOR,
        *column.vote("likely"),
        *column.share(effect="vote-effect"),
        *column.chance(chance=f"who-can-move.{'chance-our-way' if goal else 'chance-either-way'}"),
        *column.share("expected", "effort", "gain"),
    )
    table = AnswerTable(id="vote", title=Message(f"{AREA}.vote-table", rollcall=name_of(found.ahead)), columns=columns, rows=rows)
    return found.approaches.beside(table, [found.members[i] for i in found.order[:top]])


KIND_NAMES = {"position": Message("whom-to-call-first.kind.position"), "salience": Message("whom-to-call-first.kind.salience")}
"""What a lever moves."""
RESTS_ON = {
    "gain": Message("whom-to-call-first.rests.gain"),
    "chance": Message("whom-to-call-first.rests.chance"),
    "effect": Message("whom-to-call-first.rests.effect"),
}
"""By what a lever has its place."""


def lever_table(case: Case, stakes: Stakes, known: Moving, rows: Sequence[Lever]) -> AnswerTable:
    """Return every lever in its order: effect, chance and effort, and what comes of the three where all are known."""
    cells = tuple(
        (
            case.named(stakes.actors[row.actor]),
            KIND_NAMES[row.kind],
            float((stakes.position if row.kind == "position" else stakes.salience)[row.actor, 1]),
            row.goes_to,
            row.effect.mean,
            row.effect.low,
            row.effect.high,
            row.on_median.mean,
            row.chance,
            row.effort,
            row.gain,
            RESTS_ON[row.rests_on],
            row.tied,
            stakes.evidence[row.actor],
        )
        for row in rows
    )
    columns = (
        ACTOR,
        *column.text("kind"),
        *column.points("from", "to", "effect"),
        *SHARED.points("low", "high"),
        *column.points(on_median="median"),
        *column.chance("chance"),
        *column.points("effort", "gain"),
        *column.text("rests_on", "tied"),
        EVIDENCE,
    )
    return AnswerTable(id="levers", title=Message(f"{AREA}.levers"), columns=columns, rows=cells)


def reason_table(case: Case, stakes: Stakes, known: Moving, rows: Sequence[Lever], approaches: Approaches) -> AnswerTable:
    """Return, for each actor that has a lever, what its chance rests on and what to know before the call; what it was asked and is owed."""
    met, through = contacts(case), inputs.speakers(case)
    behind: dict[str, list[tuple[object, object, tuple[str, ...]]]] = {}
    for interest, _ in interests(case, stakes.issue):
        behind.setdefault(interest.actor, []).append((interest.red_line, interest.needs, interest.evidence))
    cells = []
    numbers = tuple(dict.fromkeys(row.actor for row in rows))
    for i in numbers:
        actor = stakes.actors[i]
        contact = met.get(actor)
        lines = behind.get(actor, [])
        evidence = (*(e for line in lines for e in line[2]), *(contact.evidence if contact else ()))
        cells.append(
            (
                case.named(actor),
                known.rests_on[i] or Message(f"{AREA}.chance-unknown"),
                known.past[i] or "",
                contact.last if contact else None,
                contact.days if contact else None,
                contact.next_step if contact else "",
                tuple(line[0] for line in lines if line[0]),
                tuple(line[1] for line in lines if line[1]),
                case.names(through.get(actor, ())),
                tuple(dict.fromkeys(evidence)),
            )
        )
    columns = (
        ACTOR,
        *column.text("chance_by", "past"),
        *column.date(last="who-is-forgotten.last"),
        *column.number(unit="days", days="who-is-forgotten.days-since"),
        *column.text(next_step="who-is-forgotten.next-step", red_line="who-matters.red-line", needs="needs"),
        SPEAKERS,
        EVIDENCE,
    )
    table = AnswerTable(id="reasons", title=Message(f"{AREA}.reasons"), columns=columns, rows=tuple(cells))
    return approaches.beside(table, [stakes.actors[i] for i in numbers])
