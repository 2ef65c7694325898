"""Whom to see about a vote: one list, in one order with the reason, of which every question shows its side.

A row is a member that has answered nothing and may yet come our way, or that is expected with us, by its word or by its votes, and may
leave or be away. Who has answered otherwise is named by nobody: another vote, a yes on a condition, answers that differ, its group's word.

=============  =========================================================================================================================
``open``       the chance that it votes better for us than expected; of one to hold, that it votes otherwise or is away
``pivotal``    what its vote for us rather than against us changes of the chance of our outcome, in the drawings of the vote
``reachable``  :data:`REACH`: 1 through who speaks to it or where we spoke within :data:`WARM` days, less after older or no contact
``gain``       the product of the three: what an approach may be expected to add to the chance of our outcome
=============  =========================================================================================================================

The order: members to win before those to hold; then the gain, to a tenth of a per cent; where that is equal, as it is where no single vote
changes an outcome, the chance times the reach; then the effect; then the order of the body. What we owe a member enters no number.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.dossier import Engagement, RollCall, When, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.coalition import Paths
from legation.questions.actors.approaches import approaches
from legation.questions.actors.contacts import last_met
from legation.questions.actors.words import Words, words_of
from legation.questions.answer import Named
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.inputs import CODES
from legation.questions.votes.count import chance_to_move, likeliest
from legation.questions.votes.estimate import Estimate, estimate
from legation.questions.votes.goal import wanted_of_vote
from legation.questions.votes.majority import vote_paths
from legation.questions.votes.rule import rule_in_force

__all__ = ["REACH", "WARM", "MemberToSee", "Reach", "listed", "outcome_paths", "whom_to_see"]

AREA = "whom-to-see"
Reach = Literal["speaker", "warm", "met", "partner", "none"]
REACH: dict[Reach, float] = {"speaker": 1.0, "warm": 1.0, "met": 0.75, "partner": 0.75, "none": 0.5}
"""What counts of an approach, by the best way to a member: a setting of the order, not a measured chance."""
WARM = 90
"""Days after which a contact is no longer warm [days]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberToSee:
    """A member that may be approached about a vote.

    Attributes
    ----------
    actor, group : Named
        ``group`` is empty where it stands in none.
    side : {"win", "hold"}
        To be won, or expected with us and to be held.
    p_yes, p_abstain, p_no : float
        Of a member in the room [0 to 1].
    presence : float
        Chance to be in the room [0 to 1].
    declared : str
        The vote that it declared, or is reported to have: ours, of a member to hold; empty where it declared nothing.
    ask_from, ask_to : str
        The likeliest vote, ``yes``, ``abstain`` or ``no``, and the one to ask for; ``ask_to`` is empty where no goal is stated.
    ask : Message or None
        What to ask, in words.
    open, pivotal, reachable, gain : float
        As the table above says [0 to 1]; ``pivotal`` and ``gain`` are nan where no earlier vote lets the vote be drawn.
    reach : str
        The way that ``reachable`` counts, a key of :data:`REACH`.
    speakers, partners : tuple of Named
        Who speaks for it or reaches it; the coalitions in which it stands with us.
    last : When or None
        The last contact with us, whatever about; ``days`` before the day of knowing, its ``channel``, and its ``level``: ``head``,
        ``minister``, ``ministry``, ``mission``, ``group``, ``other``, or empty.
    words : tuple of Words
        On this vote or its issue, the latest first.
    approached : tuple of Message
        What it was asked already, and what we owe it, a sentence each.
    owed : tuple of Message
        Our open or broken promises alone.
    not_again : Message or None
        Why it is not proposed again now: it stands in the list, behind all others.
    reason : Message
        Why it has its place.
    evidence : tuple of str
        Of its words, and of what it was asked and is owed.
    """

    actor: Named
    group: Named | str
    side: Literal["win", "hold"]
    p_yes: float
    p_abstain: float
    p_no: float
    presence: float
    declared: str
    ask_from: str
    ask_to: str
    ask: Message | None
    open: float
    pivotal: float
    reachable: float
    gain: float
    reach: Reach
    speakers: tuple[Named, ...]
    partners: tuple[Named, ...]
    last: When | None
    days: int | None
    channel: str
    level: str
    words: tuple[Words, ...]
    approached: tuple[Message, ...]
    owed: tuple[Message, ...]
    not_again: Message | None
    reason: Message
    evidence: tuple[str, ...]


def whom_to_see(
    case: Case, rollcall: RollCall, goal: str | None = None, *, seed: int = 0, us: str | None = None
) -> tuple[MemberToSee, ...]:
    """Return whom to see about a vote ahead, in the order of the list.

    Empty where nobody may be proposed: no goal is stated, an objective rejects the one that was asked, the vote was held, there is no
    forecast of it, or no votes are counted. Who is not asked again now (``not_again``) is left out.

    Parameters
    ----------
    case : Case
    rollcall : RollCall
    goal : {"adopt", "defeat"} or None
        None: what the dossier's settings or objectives state.
    seed : int
    us : str or None
        The actor that we are; None: the one that the settings name.
    """
    wanted = wanted_of_vote(case, rollcall, goal, us)
    if not wanted.goal or inputs.is_held(case, rollcall):
        return ()
    try:
        return tuple(row for row in listed(case, rollcall, wanted.goal, seed=seed, us=us) if row.not_again is None)
    except NotAvailable:
        return ()


def outcome_paths(case: Case, made: Estimate, goal: str) -> Paths | None:
    """Return what each vote changes of the outcome, everybody as drawn; None where no earlier vote says how wrong the estimate may be."""
    key = ("outcome paths", made.ahead.id, made.seed, goal or "adopt")
    return case.once(key, lambda: vote_paths(made, rule_in_force(case, made.ahead, made.members), goal or "adopt", {}, steps=0))


def listed(case: Case, rollcall: RollCall, goal: str, *, seed: int = 0, us: str | None = None) -> tuple[MemberToSee, ...]:
    """Return the whole list for a goal that is settled, those that are not asked again at its end; made once for a case.

    Without a goal (``""``) it holds every member that has not declared itself, by how open its vote is, and nothing to ask.
    """
    ours = us or case.info.parameters.get("us") or ""
    made = estimate(case, rollcall, seed=seed)
    if made is None or made.forecast is None:
        return ()
    return case.once(("whom to see", rollcall.id, goal, seed, ours), lambda: tuple(_ordered(case, made, goal, str(ours))))


def _ordered(case: Case, made: Estimate, goal: str, us: str) -> Iterator[MemberToSee]:
    rows = [*_rows(case, made, goal, us)]
    place = {member: at for at, member in enumerate(made.members)}

    def key(row: MemberToSee) -> tuple[bool, bool, float, float, float, int]:
        gain, effect = (0.0 if math.isnan(number) else number for number in (row.gain, row.pivotal))
        chance = round(row.open * row.reachable, 6)
        return (row.not_again is not None, row.side == "hold", -round(gain, 3), -chance, -round(effect, 6), place[row.actor.id])

    yield from sorted(rows, key=key)


def _rows(case: Case, made: Estimate, goal: str, us: str) -> Iterator[MemberToSee]:
    expected, members = made.expected, made.members
    paths = outcome_paths(case, made, goal)
    past = approaches(case, vote=made.ahead, goal=goal)
    groups, speakers, met = inputs.group_of(case, members), inputs.speakers(case), last_met(case)
    moves = chance_to_move(expected, goal) if goal else [0.0] * len(members)
    best = likeliest(expected).tolist()
    said = words_of(case, {made.ahead.id}, {made.ahead.issue} - {""})
    shared = _shared(case, us)
    ours = {"adopt": CODES.index("yes"), "defeat": CODES.index("no")}.get(goal, 0)
    answered = made.known.places.answered
    for i, member in enumerate(members):
        word = made.declarations.get(member)
        if member == us or not best[i] or (word.vote != ours if word is not None else member in answered):
            continue
        shares = [float(share) for share in expected.probability[i]]
        side: Literal["win", "hold"] = "hold" if word is not None or best[i] == ours else "win"
        loyal = 1.0 if word is not None else max(shares)
        chance = 1 - loyal * float(expected.presence[i]) if side == "hold" else float(moves[i]) if goal else 1 - max(shares)
        if chance <= 0:
            continue
        effect = float(paths.effect[member]) if paths else math.nan
        row, known = met.get(member), past.found.get(member)
        days = (case.as_of - _day(row)).days if row else None
        partners = shared.get(member, ())
        reach: Reach = _reach(speakers.get(member, ()), days, partners)
        spoken = said.get(member, ())
        ask = _ask(ours if side == "hold" else best[i], ours) if goal else ""
        yield MemberToSee(
            actor=case.named(member),
            group=groups.get(member, ""),
            side=side,
            p_yes=shares[0],
            p_abstain=shares[1],
            p_no=shares[2],
            presence=float(expected.presence[i]),
            declared=CODES[word.vote] if word is not None else "",
            ask_from=CODES[word.vote if word is not None else best[i]],
            ask_to=CODES[ours] if ask == "hold" else ask,
            ask=Message(f"do-we-have-the-votes.ask-{ask}") if ask else None,
            open=chance,
            pivotal=effect,
            reachable=REACH[reach],
            gain=effect * chance * REACH[reach],
            reach=reach,
            speakers=case.names(speakers.get(member, ())),
            partners=partners,
            last=row.date if row else None,
            days=days,
            channel=row.channel if row else "",
            level=str(getattr(row, "level", "")),
            words=spoken,
            approached=tuple(clause for clause, _ in past.clauses_of(member)),
            owed=past.owed_to(member),
            not_again=past.why_not_again(member),
            reason=_reason(case, side, effect, chance, reach, speakers.get(member, ()), row),
            evidence=tuple(dict.fromkeys((*(e for one in spoken for e in one.evidence), *(known.evidence if known else ())))),
        )


def _ask(vote: int, ours: int) -> str:
    """Return what to ask of a member: to hold; to come over from an abstention; else to abstain, which is nearer than to cross over."""
    return "hold" if vote == ours else CODES[ours] if vote == CODES.index("abstain") else "abstain"


def _reach(speakers: Sequence[str], days: int | None, partners: Sequence[Named]) -> Reach:
    """Return the best way to a member."""
    if speakers:
        return "speaker"
    if days is not None:
        return "warm" if days <= WARM else "met"
    return "partner" if partners else "none"


def _reason(case: Case, side: str, effect: float, chance: float, reach: Reach, speakers: Sequence[str], row: Engagement | None) -> Message:
    """Return why a member has its place: what its vote decides, how open it is, and the way to it."""
    decides = not math.isnan(effect) and round(effect, 3) > 0
    weight = Message(f"{AREA}.decides", effect=effect) if decides else Message(f"{AREA}.decides-alone-nothing")
    named = case.names(speakers)
    way = Message(f"{AREA}.reach-{reach}", actors=named, count=len(named), date=row.date if row and row.date else "—")
    return Message(f"{AREA}.reason-{side}", chance=chance, weight=weight, way=way)


def _shared(case: Case, us: str) -> dict[str, tuple[Named, ...]]:
    """Return by member the coalitions in which it stands with us; nothing where the settings do not name us."""
    there = [row for row in standing(case.dossier.coalitions) if not (row.end and row.end.by(case.as_of))]
    mine = {row.coalition for row in there if us and row.actor == us}
    found: dict[str, list[Named]] = {}
    for row in there:
        if row.coalition in mine and row.actor != us:
            found.setdefault(row.actor, []).append(Named(row.coalition, row.coalition))
    return {actor: tuple(dict.fromkeys(names)) for actor, names in found.items()}


def _day(row: Engagement) -> dt.date:
    return row.date.last if row.date else dt.date.min
