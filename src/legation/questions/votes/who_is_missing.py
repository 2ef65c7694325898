"""Who is missing? Members away from a roll call that could decide it: whom to bring into the room, held or ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.language import Message
from legation.methods.coalition import cheapest
from legation.methods.rule import PRESENT, Rule, Unless, fewest_turns
from legation.methods.rule.tree import holds, tallies
from legation.questions.actors.approaches import approaches
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, GROUP, SHARED, SPEAKERS, Columns
from legation.questions.base.conditions import Condition
from legation.questions.base.quantities import FactsOf
from legation.questions.question import Headline, Progress, Question, goal, rollcall, silent, whole
from legation.questions.votes.attendance import RECENT, AbsenceRate, Room, absence_rates, room_of
from legation.questions.votes.conditions import RULE, VOTE
from legation.questions.votes.count import NAMED
from legation.questions.votes.declarations import declared_votes, name_of, titled
from legation.questions.votes.estimate import Estimate, estimate
from legation.questions.votes.goal import WantedOfVote, wanted_of_vote
from legation.questions.votes.no_forecast import of_silence
from legation.questions.votes.rule import InForce, rule_in_force
from legation.questions.votes.whom_to_see import listed

__all__ = ["QUESTION", "answer"]

AREA = "who-is-missing"
column = Columns(f"{AREA}.col-")

SHOWN = 24
"""Bars of the figure."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say which absent members would change the outcome if they came, how few of them, and who is often away and leans to us."""
    vote = inputs.find_rollcall(case, options["rollcall"])
    members = inputs.member_ids(case, vote)
    rule = rule_in_force(case, vote, members)
    if rule is None:
        raise NotAvailable(Message("do-we-have-the-votes.no-rule", rollcall=name_of(vote)))
    profile = inputs.profile(case, actors=members)
    is_past = inputs.is_held(case, vote, by_member=True)
    before = profile.before(vote.id)
    if not before.rollcalls:
        raise NotAvailable(Message(f"{AREA}.no-history", rollcall=name_of(vote)))
    wanted = wanted_of_vote(case, vote, options["goal"])
    made = None if is_past else estimate(case, vote, seed=options["seed"], progress=progress)
    if made is not None and made.forecast is None:
        return _without_forecast(case, made, wanted, options["top"])
    declared = {} if is_past else declared_votes(case, vote)
    room = room_of(case, vote, members, profile, before, declared, options["seed"], progress)
    goal, often = str(wanted.counted), absence_rates(case, members, before)
    rows = () if is_past else listed(case, vote, goal, seed=options["seed"])
    order = {row.actor.id: at for at, row in enumerate(rows)}
    findings = [*_findings(case, room, rule, goal), *_quorum(room, rule), *_often(case, room, often, goal, order)]
    stopped = wanted.why is not None and wanted.is_against and not room.is_past
    if stopped:  # nobody is brought into the room for what an objective rejects
        findings = [*(one for one in findings if one.id in ("away", "all-came", "quorum")), *_against(wanted)]
    unstated = wanted.why is not None and not wanted.is_against and not room.is_past
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=() if stopped else (_table(case, room, often, goal, options["top"], order),),
        figures=() if stopped else _figure(case, room, often, goal, order),
        caveats=(
            Message(f"{AREA}.not-listed"),
            *(() if room.is_past else (Message("do-we-have-the-votes.voted-like"),)),
            *rule.caveats,
            QUESTION.limits,
        ),
        missing=(Message("calls.no-goal-counted", rollcall=name_of(vote)),) if unstated else (),
    )


def _against(wanted: WantedOfVote) -> Iterator[Finding]:
    """Yield why nobody is proposed, where what was asked is what an objective rejects."""
    if wanted.why is not None and wanted.is_against:
        yield Finding(id="against", message=wanted.why, evidence=wanted.evidence, confidence="high")


def _without_forecast(case: Case, made: Estimate, wanted: WantedOfVote, top: int) -> Answer:
    """Say that there is no forecast of the vote, and list how often each member was away; not for what an objective rejects."""
    often = absence_rates(case, made.members, made.profile)
    order = sorted(made.members, key=lambda a: (-(often[a].share or 0.0), a))[:top]
    known = inputs.group_of(case, made.members), inputs.speakers(case)
    rows = tuple(_row(case, a, known, often[a], (None, None, None, None)) for a in order)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(*of_silence(case, made, id="away"), *_against(wanted)),
        tables=() if wanted.is_against else (_listed(rows, Message(f"{AREA}.table-record", count=_members_counted(often))),),
        caveats=(Message(f"{AREA}.not-listed"), *made.known.warnings, QUESTION.limits),
    )


def _findings(case: Case, room: Room, rule: InForce, goal: str) -> Iterator[Finding]:
    ours, theirs = ("yes", "no") if goal == "adopt" else ("no", "yes")
    aim = rule.rule if goal == "adopt" else Unless(rule.rule)
    won = holds(aim, room.votes)
    form, sure = ("held", "high") if room.is_past else ("ahead", "low")
    values: dict[str, Any] = {"rollcall": titled(room.vote), "count": len(room.away), "of": len(room.members)}
    sides = {side: sum(room.would[a] == side for a in room.away) for side in ("yes", "abstain", "no")}
    known = room.known
    facts = (
        *known.counts(absent=len(room.away), members=len(room.members)),
        *known.counts(**{f"absent_{side}": n for side, n in sides.items()}),
    )
    message = Message(f"{AREA}.away-{form}", **values, **sides)
    yield Finding(id="away", message=message, evidence=room.evidence, confidence=sure, quantities=facts)  # type: ignore[arg-type]
    everybody = {**room.votes, **{a: room.would[a] for a in room.away}}
    same = holds(aim, everybody) == won
    result = Message(f"{AREA}.{'passes' if (won == (goal == 'adopt')) else 'fails'}")
    message = Message(f"{AREA}.all-came-{'same' if same else 'other'}", rollcall=name_of(room.vote), outcome=result)
    yield Finding(id="all-came", message=message, evidence=room.evidence, confidence="low")
    if won:
        yield from _to_lose(case, room, aim, ours, theirs)
    else:
        yield from _to_win(case, room, rule, aim, ours, goal)


def _to_win(case: Case, room: Room, rule: InForce, aim: Rule, ours: str, goal: str) -> Iterator[Finding]:
    """Yield the fewest absent friends who turn the outcome, or how far all of them leave it."""
    friends = [a for a in room.away if room.would[a] == ours]
    needed = fewest_turns(aim, room.votes, friends, to=ours)
    if needed is None:
        short = fewest_turns(
            aim, {**room.votes, **dict.fromkeys(friends, ours)}, [a for a in room.members if a not in set(friends)], to=ours
        )
        form = "too-few" if short is not None else "out-of-reach"
        message = Message(f"{AREA}.{form}", count=len(friends), short=short, rollcall=name_of(room.vote))
        facts = (room.known("absent-friends", len(friends)), *([] if short is None else [room.known("short-with-friends", short)]))
        yield Finding(id="to-bring", message=message, evidence=room.evidence, confidence="low", quantities=facts)
        return
    named = _smallest(room, rule, friends, ours, goal)
    message = Message(
        f"{AREA}.to-bring", count=needed, open=len(friends), actors=first_of(case.names(named), NAMED), rollcall=name_of(room.vote)
    )
    facts = (room.known("to-bring", needed), room.known("absent-friends", len(friends)))
    yield Finding(id="to-bring", message=message, evidence=room.evidence, confidence="low", quantities=facts)


def _to_lose(case: Case, room: Room, aim: Rule, ours: str, theirs: str) -> Iterator[Finding]:
    """Yield how many of ours could stay away, and how few absent opponents would turn the outcome."""
    there = [a for a in room.members if room.votes[a] == ours]
    lost = fewest_turns(Unless(aim), room.votes, there, to="absent")
    loose = sorted(there, key=lambda a: (-room.chance[a], a))[: min(NAMED, lost or 0)] if not room.is_past else []
    form = "hold-any" if lost is None else "hold-named" if loose else "hold"
    message = Message(f"{AREA}.{form}", count=lost or 0, actors=case.names(loose), rollcall=name_of(room.vote))
    spare = () if lost is None else (room.known("to-lose-by-absence", lost),)
    yield Finding(id="hold", message=message, evidence=room.evidence, confidence="low", quantities=spare)
    against = [a for a in room.away if room.would[a] == theirs]
    turned = fewest_turns(Unless(aim), room.votes, against, to=theirs)
    if turned is not None:
        first = sorted(against, key=lambda a: (-abs(room.lean[a]), a))[:NAMED]
        message = Message(f"{AREA}.theirs", count=turned, open=len(against), actors=case.names(first), rollcall=name_of(room.vote))
        facts = (room.known("to-lose-by-coming", turned), room.known("absent-opponents", len(against)))
        yield Finding(id="theirs", message=message, evidence=room.evidence, confidence="low", quantities=facts)


def _smallest(room: Room, rule: InForce, friends: Sequence[str], ours: str, goal: str) -> list[str]:
    """Return a smallest set of friends that turns the outcome: of equally small ones, those who lean to us most."""
    price = {a: {ours: 1 + (1 - abs(room.lean[a])) / (2 * len(friends) + 2)} for a in friends}
    if rule.counts:
        needed = fewest_turns(rule.rule if goal == "adopt" else Unless(rule.rule), room.votes, friends, to=ours) or 0
        return sorted(friends, key=lambda a: (price[a][ours], a))[:needed]
    aim = rule.named if goal == "adopt" else Unless(rule.named)
    found = cheapest(aim, price, best=1, votes=room.votes).coalitions
    return sorted(found[0].votes, key=lambda a: (price[a][ours], a)) if found else []


def _quorum(room: Room, rule: InForce) -> Iterator[Finding]:
    """Yield whether enough members are in the room, where the rule asks for a number of them."""
    needed = max((int(t.needed) for t in tallies(rule.rule) if set(t.counted) == set(PRESENT) and not t.of and t.needed > 1), default=0)
    if needed:
        there = len(room.members) - len(room.away)
        form = "quorum-met" if there >= needed else "quorum-missed"
        message = Message(f"{AREA}.{form}", needed=needed, there=there, count=abs(there - needed))
        facts = room.known.counts(quorum=needed, present=there, from_quorum=abs(there - needed))
        sure: Literal["high", "low"] = "high" if room.is_past else "low"
        yield Finding(id="quorum", message=message, evidence=rule.evidence, confidence=sure, quantities=facts)


def _friends(room: Room, often: Mapping[str, AbsenceRate], goal: str, most: int, order: Mapping[str, int]) -> list[str]:
    """Return who leans to us and misses roll calls, those whose coming is worth most, in the order of the list of whom to see."""
    gains = {a: gain for a in room.members if often[a].missed and (gain := _gain(room, often, a, goal)) is not None and gain > 0}
    costly = sorted(gains, key=lambda a: (-gains[a], a))[:most]
    return sorted(costly, key=lambda a: order.get(a, len(order)))


def _gain(room: Room, often: Mapping[str, AbsenceRate], actor: str, goal: str) -> float | None:
    """Return chance to be away times lean to us [votes]; of a roll call that was held, of who was away."""
    lean = room.lean[actor] * (1 if goal == "adopt" else -1)
    share = often[actor].share
    return room.chance[actor] * lean if room.is_past or share is not None else None


def _often(case: Case, room: Room, often: Mapping[str, AbsenceRate], goal: str, order: Mapping[str, int]) -> Iterator[Finding]:
    friends = _friends(room, often, goal, NAMED, order)
    if friends and not room.is_past:
        first = often[friends[0]]
        message = Message(f"{AREA}.often", count=len(friends), actors=case.names(friends), missed=first.missed, of=first.of)
        record = FactsOf(friends[0], room.known.when, "record")
        facts = record.counts("cases", missed=first.missed, votes_counted=first.of)
        yield Finding(id="often", message=message, evidence=room.evidence, confidence="moderate", quantities=facts)


def _table(case: Case, room: Room, often: Mapping[str, AbsenceRate], goal: str, top: int, place: Mapping[str, int]) -> AnswerTable:
    """Return those whose coming is worth most, in the order of the list of whom to see; of a roll call that was held, who was away."""
    chosen = [a for a in room.members if a in set(room.away)] if room.is_past else list(room.members)
    gains = {a: _gain(room, often, a, goal) for a in chosen}
    order = sorted(chosen, key=lambda a: (-(gains[a] if gains[a] is not None else -2.0), a))[:top]  # type: ignore[operator]
    order.sort(key=lambda a: place.get(a, len(place)))
    side = 1 if goal == "adopt" else -1
    known = inputs.group_of(case, room.members), inputs.speakers(case)
    rows = tuple(_row(case, a, known, often[a], (room.would[a], room.lean[a] * side, room.chance[a], gains[a])) for a in order)
    table = _listed(rows, Message(f"{AREA}.table-{'held' if room.is_past else 'ahead'}", count=_members_counted(often)))
    return table if room.is_past else approaches(case, vote=room.vote, goal=goal).beside(table, order)


def _members_counted(often: Mapping[str, AbsenceRate]) -> int:
    """Return over how many roll calls absences are counted."""
    return min(RECENT, max((one.of for one in often.values()), default=0))


def _row(
    case: Case, actor: str, known: tuple[Mapping[str, Named], Mapping[str, tuple[str, ...]]], often: AbsenceRate, estimated: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Return a member's row: its group, what is estimated of it, how often it was away, and who reaches it."""
    ends = (often.low, often.high) if often.of else (None, None)
    groups, speakers = known
    return (case.named(actor), groups.get(actor, ""), *estimated, often.missed, often.of, *ends, case.names(speakers.get(actor, ())))


def _listed(rows: tuple[tuple[Any, ...], ...], title: Message) -> AnswerTable:
    columns = (
        ACTOR,
        GROUP,
        *column.vote("would"),
        *column.share("lean"),
        *column.chance(chance_away="away"),
        *column.share("gain"),
        *column.number("missed"),
        *SHARED.number("of"),
        *SHARED.share("low", "high"),
        SPEAKERS,
    )
    return AnswerTable(id="missing", title=title, columns=columns, rows=rows)


def _figure(case: Case, room: Room, often: Mapping[str, AbsenceRate], goal: str, order: Mapping[str, int]) -> tuple[Figure, ...]:
    """Draw whose coming is worth most to us, beside how often each was away; nothing where nobody who leans to us was."""
    shown = _friends(room, often, goal, SHOWN, order)
    if not shown:
        return ()
    gains = [_gain(room, often, a, goal) or 0.0 for a in shown]
    groups = inputs.group_of(case, shown)
    rows = []
    for actor, gain in zip(shown, gains, strict=True):
        one = often[actor]
        worth = Item(value=gain, text=Message("answer.share", share=gain), said=Message(f"{AREA}.figure-worth", share=gain))
        away = Message(f"{AREA}.figure-away", share=one.share or 0.0, missed=one.missed, count=one.of)
        missed = Item(
            value=one.share or 0.0,
            low=one.low,
            high=one.high,
            text=Message("answer.share", share=one.share or 0.0),
            said=away,
            scale=1,
            shape="circle",
            tone="second",
        )
        group = groups.get(actor, "")
        rows.append(Row(name=case.named(actor), items=(worth, missed), row=("actors", actor), evidence=room.evidence, group=group))
    values: dict[str, Any] = {"rollcall": name_of(room.vote), "count": len(shown), "first": case.named(shown[0])}
    figure = row_chart(
        rows,
        [Scale(high=max(gains), head=Message(f"{AREA}.col-gain")), Scale(head=Message(f"{AREA}.figure-missed"))],
        id="away",
        title=Message(f"{AREA}.figure-title-{'held' if room.is_past else 'ahead'}", **values),
        subtitle=Message(f"{AREA}.figure-subtitle", count=RECENT, as_of=case.as_of),
        alt=Message(f"{AREA}.figure-alt", share=often[shown[0]].share or 0.0, **values),
    )
    return (figure,)


def _has_earlier(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether a vote was held before the one that is meant."""
    vote = inputs.find_rollcall(case, options["rollcall"])
    return bool(inputs.profile(case, actors=inputs.member_ids(case, vote)).before(vote.id).rollcalls)


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=("actors", "rollcalls"),
    also_needs=(VOTE, RULE, Condition(id="earlier-vote", place="votes", check=_has_earlier)),
    options=(rollcall("rollcall"), goal(), whole("top", 1, 1000, 30)),
    answer=answer,
    heads=(Headline("away", "count", judgement="votes-repeat"),),
    follows=("tally",),
    builds_on=("do-we-have-the-votes",),
    references=("Wilson 1927, doi:10.1080/01621459.1927.10502953",),
)
