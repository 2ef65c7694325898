"""Who can move? Who may come our way on the vote ahead; two roll calls side by side; who is likeliest to vote otherwise next time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np

from legation.dossier import RollCall
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.flow import Journey, flow
from legation.figures.kit.rows import Item, Row, Scale, row_chart
from legation.language import AnyOrder, Message
from legation.methods.voting import Cross, Swing, cross, swing
from legation.methods.voting.votes import ABSTAIN, MISSING, NO, YES
from legation.questions.actors.approaches import Approaches, approaches
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import ACTOR, GROUP, SHARED, SPEAKERS, Columns
from legation.questions.base.inputs import CODES, VotingProfile
from legation.questions.base.quantities import FactsOf, Quantity, on
from legation.questions.question import Headline, Progress, Question, goal, rollcall, silent, whole
from legation.questions.votes.conditions import TWO_VOTES
from legation.questions.votes.count import NAMED
from legation.questions.votes.declarations import name_of, titled
from legation.questions.votes.elections import secret_answer
from legation.questions.votes.estimate import Estimate, estimate
from legation.questions.votes.goal import WantedOfVote, wanted_of_vote
from legation.questions.votes.journeys import journeys
from legation.questions.votes.no_forecast import gap_facts, likeness_table, no_forecast
from legation.questions.votes.tally import open_table
from legation.questions.votes.whom_to_see import listed

__all__ = [
    "QUESTION",
    "answer",
    "movable",
    "of_movable",
]


AREA = "who-can-move"


def movable(
    case: Case, made: Estimate, wanted: WantedOfVote, approaches: Approaches, options: Mapping[str, Any]
) -> tuple[AnswerTable | None, tuple[str, ...]]:
    """Return who may come our way on a vote ahead, in the order of the list of whom to see; and who is not proposed again.

    Where no goal is stated the most open ones, whichever way; no table where there is no forecast.
    """
    if made.forecast is None:
        return None, ()
    rows = [row for row in listed(case, made.ahead, wanted.goal, seed=options["seed"]) if row.side == "win"]
    named = Message(f"{AREA}.movable-table", rollcall=name_of(made.ahead))
    table = open_table(rows, approaches, title=named, top=options["top"])
    chance = TableColumn("chance", Message(f"{AREA}.chance-our-way" if wanted.goal else f"{AREA}.chance-either-way"), "chance")
    chances = {row.actor.id: row.open for row in rows}
    again = [row.actor.id for row in rows if row.not_again is not None]
    shown = dataclasses.replace(
        table,
        id="movable",
        columns=(*table.columns[:3], chance, *table.columns[3:]),
        rows=tuple((*row[:3], chances[row[0].id], *row[3:]) for row in table.rows),
    )
    return shown, tuple(dict.fromkeys((*again, *approaches.refused(made.members)))) if wanted.goal else ()


def of_movable(
    case: Case, made: Estimate, table: AnswerTable | None, wanted: WantedOfVote, approaches: Approaches, again: Sequence[str]
) -> Iterator[Finding]:
    """Yield who is likeliest to come our way, with what chance; that nobody is, why nobody is proposed, or that there is no forecast."""
    ahead, evidence = made.ahead, made.evidence
    if wanted.why is not None and (wanted.is_against or table is not None):
        yield Finding(id="movable", message=wanted.why, evidence=wanted.evidence, confidence="high")
        return
    if table is None:
        yield Finding(id="movable", message=no_forecast(made), evidence=ahead.evidence, confidence="high", quantities=gap_facts(case, made))
        return
    if not table.rows:
        nobody = Message("calls.nobody-left" if again else f"{AREA}.nobody-movable", rollcall=titled(ahead))
        yield Finding(id="movable", message=nobody, evidence=evidence, confidence="low")
        return
    top = table.rows[:NAMED]
    finding_text = Message(
        f"{AREA}.movable-{wanted.goal}",
        count=len(top),
        actors=tuple(row[0] for row in top),
        high=max(row[3] for row in top),
        low=min(row[3] for row in top),
        rollcall=name_of(ahead),
        of=len(table.rows),
    )
    message = approaches.said_of(top[0][0].id, finding_text)
    contrary = Message(f"{AREA}.movable-contrary", actor=top[0][0], stay=1 - top[0][3])
    facts = tuple(moving(made, row[0].id, row[3], case) for row in top)
    yield Finding(id="movable", message=message, evidence=evidence, confidence="low", contrary=contrary, quantities=facts)


def moving(made: Estimate, actor: str, chance: float, case: Case) -> Quantity:
    """Return a member's chance to come our way as a quantity."""
    return FactsOf(f"{made.ahead.id}+{actor}", on(case.as_of), "estimate")("comes-our-way", chance, unit="chance")


column = Columns(f"{AREA}.")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say who may come our way on the vote ahead, compare two roll calls by actor, and rank who may change on the second one's title."""
    ahead = _ahead(case, options)
    if ahead is not None and ahead.is_secret:
        return secret_answer(case, ahead, question=AREA, title=QUESTION.title, limits=QUESTION.limits)
    first, second = _pair(case, options)
    profile = inputs.profile(case, actors=inputs.member_ids(case, second))
    votes_first, votes_second = (inputs.ballots(case, profile.actors, [r.id])[:, 0] for r in (first, second))
    table = cross(votes_first, votes_second)
    series = sorted([*inputs.same_title(second, profile.rollcalls), second], key=lambda r: (str(r.date), r.id))
    last = series[-1]
    history = profile.without(r.id for r in series)
    moves = swing(inputs.ballots(case, profile.actors, [r.id for r in series]), history.votes if len(history.rollcalls) else None)
    targets = _targets(case, profile, votes_first, votes_second, moves, series, options["top"])
    made = estimate(case, ahead, seed=options["seed"]) if ahead else None
    moved, nearest, uncounted = _ahead_of(case, made, options) if made else ((), (), ())
    crossed, likeliest = _of_cross(case, table, profile, first, second), _of_targets(targets, last)
    findings = (*moved, *crossed, *likeliest) if moved else (*likeliest, *crossed)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(*nearest, _cross_table(case, table, profile, first, second), targets),
        figures=(
            *(_movable_chart(case, made, one) for one in nearest if made and one.id == "movable" and one.rows),
            _figure(table, journeys(case, profile.actors, (votes_first, votes_second), (first, second)), first, second),
        ),
        caveats=(
            Message("votes.not-listed-is-not-abstention"),
            Message(f"{AREA}.voted-like"),
            *(made.known.warnings if made else ()),
            QUESTION.limits,
        ),
        missing=(*uncounted, *(() if len(series) > 1 else (Message(f"{AREA}.one-vote-on-title", rollcall=name_of(last)),))),
    )


def _ahead_of(
    case: Case, made: Estimate, options: Mapping[str, Any]
) -> tuple[tuple[Finding, ...], tuple[AnswerTable, ...], tuple[Message, ...]]:
    """Return who may come our way on the vote ahead, and who is not asked again; no name towards what an objective rejects.

    Where no votes are counted it returns nothing but why: earlier votes are compared all the same.
    """
    wanted = wanted_of_vote(case, made.ahead, options["goal"])
    past = approaches(case, vote=made.ahead, goal=wanted.goal)
    try:
        table, again = movable(case, made, wanted, past, options)
    except NotAvailable as error:
        return (), (), (cast(Message, error.message),)
    findings = tuple(of_movable(case, made, table, wanted, past, again))
    if wanted.is_against:
        return findings, (), ()
    if table is None:
        alike = likeness_table(case, made)
        return findings, (alike,) if alike else (), ()
    said, listed = past.not_again(again)
    return (*findings, *said), (table, *listed), ()


def _pair(case: Case, options: Mapping[str, Any]) -> tuple[RollCall, RollCall]:
    if options["first"] and options["second"]:
        return case.rollcall(options["first"]), case.rollcall(options["second"])
    first, second = inputs.latest_pair(case)
    return (
        case.rollcall(options["first"]) if options["first"] else first,
        case.rollcall(options["second"]) if options["second"] else second,
    )


def _ahead(case: Case, options: Mapping[str, Any]) -> RollCall | None:
    """Return the vote asked about, or the next one that the dossier announces; None where it was held or there is none."""
    ahead = case.rollcall(options["rollcall"]) if options["rollcall"] else inputs.vote_ahead(case)
    return ahead if ahead is not None and not inputs.is_held(case, ahead) else None


def _of_cross(case: Case, table: Cross, profile: VotingProfile, first: RollCall, second: RollCall) -> tuple[Finding, ...]:
    count = table.count
    evidence = tuple(dict.fromkeys((*first.evidence, *second.evidence)))
    names = {"first": name_of(first), "second": name_of(second)}
    subject = titled(first) if first.title != second.title else name_of(first)
    message = Message(f"{AREA}.both", count=int(count[YES, YES]), first=subject, second=titled(second))
    known = FactsOf(f"{first.id}+{second.id}", on(second.date), "record")
    both = known("yes+yes", int(count[YES, YES]))
    found = [Finding(id="both", message=message, evidence=evidence, needs="all", confidence="high", quantities=(both,))]
    opposed = int(count[NO].sum())
    if opposed:
        backed = int(count[NO, YES])
        message = Message(f"{AREA}.opponents-all" if backed == opposed else f"{AREA}.opponents", count=backed, of=opposed, **names)
        facts = (known("no+yes", backed), known("no+any", opposed))
        found.append(
            Finding(id="opponents-who-backed", message=message, evidence=evidence, needs="all", confidence="high", quantities=facts)
        )
    one_sided = int(count[YES, NO] + count[NO, YES])
    if one_sided and count[YES, YES] > one_sided:
        message = Message(
            f"{AREA}.no-camps", both=int(count[YES, YES]), first_only=int(count[YES, NO]), second_only=int(count[NO, YES]), **names
        )
        contrary = Message(f"{AREA}.camps", count=one_sided, **names)
        sides = (known("yes+no", int(count[YES, NO])), known("no+yes", int(count[NO, YES])), known("yes+no or no+yes", one_sided))
        found.append(
            Finding(
                id="no-camps",
                message=message,
                evidence=evidence,
                needs="all",
                confidence="moderate",
                contrary=contrary,
                quantities=(both, *sides),
            )
        )
    out = [*table.members[YES][MISSING].tolist(), *table.members[MISSING][YES].tolist()]
    if out:
        who = case.names(profile.actors[i] for i in out)
        message = Message(f"{AREA}.out-of-the-room", count=len(out), actors=AnyOrder(who[:12]), **names)
        facts_out = (known("yes in one, not in the other", len(out)),)
        found.append(
            Finding(id="out-of-the-room", message=message, evidence=evidence, needs="all", confidence="high", quantities=facts_out)
        )
    return tuple(found)


def _of_targets(targets: AnswerTable, last: RollCall) -> tuple[Finding, ...]:
    if not targets.rows:
        return ()
    top = targets.rows[:8]
    message = Message(
        f"{AREA}.likeliest", count=len(top), actors=tuple(row[0] for row in top), high=top[0][5], low=top[-1][5], second=titled(last)
    )
    contrary = Message(f"{AREA}.likeliest-contrary", actor=top[0][0], stay=1 - top[0][5], vote=Message(f"vote.{top[0][4]}"))
    facts = tuple(FactsOf(f"{last.id}+{row[0].id}", on(last.date), "swing")("votes-otherwise", row[5], unit="chance") for row in top)
    return (
        Finding(
            id="likeliest",
            message=message,
            evidence=last.evidence,
            needs="all",
            confidence="low",
            contrary=contrary,
            judgement="swing",
            quantities=facts,
        ),
    )


def _cross_table(case: Case, table: Cross, profile: VotingProfile, first: RollCall, second: RollCall) -> AnswerTable:
    rows = tuple(
        (CODES[a], CODES[b], case.names(profile.actors[i] for i in table.members[a][b].tolist()), int(table.count[a, b]))
        for a in (YES, ABSTAIN, NO, MISSING)
        for b in (YES, ABSTAIN, NO, MISSING)
    )
    columns = (
        *column.vote(first=Message("answer.value", value=name_of(first)), second=Message("answer.value", value=name_of(second))),
        *SHARED.actors("actors"),
        *SHARED.number("count"),
    )
    return AnswerTable(id="cross", title=Message(f"{AREA}.cross"), columns=columns, rows=rows)


def _targets(case: Case, profile: VotingProfile, first: Any, second: Any, moves: Swing, series: list[RollCall], top: int) -> AnswerTable:
    groups, contacts = inputs.group_of(case, profile.actors), inputs.speakers(case)
    order = sorted(range(len(profile.actors)), key=lambda i: (-np.nan_to_num(moves.probability[i], nan=-1.0), profile.actors[i]))
    rows = tuple(
        (
            case.named(profile.actors[i]),
            groups.get(profile.actors[i], ""),
            CODES[int(first[i])],
            CODES[int(second[i])],
            CODES[int(moves.present[i])],
            float(moves.probability[i]),
            CODES[int(moves.likely[i])],
            case.names(contacts.get(profile.actors[i], ())),
        )
        for i in order[:top]
        if moves.probability[i] == moves.probability[i]
    )
    columns = (
        ACTOR,
        GROUP,
        *SHARED.vote("first", "second"),
        *column.vote(last=Message("answer.value", value=name_of(series[-1]))),
        *column.chance("chance"),
        *column.vote("to"),
        SPEAKERS,
    )
    return AnswerTable(
        id="targets",
        title=Message(f"{AREA}.targets", count=len(series), last=name_of(series[-1])),
        columns=columns,
        rows=rows,
        judgement="swing",
    )


def _movable_chart(case: Case, made: Estimate, table: AnswerTable) -> Figure:
    """Draw the first of those who may come our way, in the order in which they are to be seen, each with its chance."""
    chance = next(at for at, one in enumerate(table.columns) if one.id == "chance")
    shown = table.rows[:NAMED]
    values = {"rollcall": name_of(made.ahead), "count": len(shown), "of": len(table.rows), "high": max(row[chance] for row in shown)}
    return row_chart(
        [Row(name=row[0], items=(Item(value=row[chance], text=Message("answer.chance", chance=row[chance])),)) for row in shown],
        [Scale(head=table.columns[chance].title, ticks=tuple((tick, Message("answer.share", share=tick)) for tick in (0.0, 0.5, 1.0)))],
        id="movable",
        title=Message(f"{AREA}.movable-title", **values),
        subtitle=Message(f"{AREA}.movable-subtitle", as_of=case.as_of, of=len(table.rows)),
        alt=Message(f"{AREA}.movable-alt", actors=tuple(row[0] for row in shown), **values),
        notes=tuple(_more(len(table.rows) - len(shown))),
    )


def _more(count: int) -> Iterator[Message]:
    """Yield how many stand in the table alone."""
    if count:
        yield Message(f"{AREA}.movable-more", count=count)


def _figure(table: Cross, moved: list[Journey], first: RollCall, second: RollCall) -> Figure:
    names = {"first": name_of(first), "second": name_of(second)}
    count = table.count
    opposed, backed = int(count[NO].sum()), int(count[NO, YES])
    values = {"both": int(count[YES, YES]), "opposed": opposed, "backed": backed, **names}
    return flow(
        moved,
        id="cross-flow",
        first=Message("answer.value", value=names["first"]),
        second=Message("answer.value", value=names["second"]),
        title=Message(f"{AREA}.figure-title-all" if 1 < opposed == backed else f"{AREA}.figure-title", **values),
        subtitle=Message(f"{AREA}.figure-subtitle", **names),
        alt=Message(f"{AREA}.figure-alt", **values),
    )


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=("actors",),
    also_needs=(TWO_VOTES,),
    options=(rollcall("rollcall"), goal(), rollcall("first"), rollcall("second"), whole("top", 1, 500, 40)),
    answer=answer,
    heads=(
        Headline("movable", "high", judgement="votes-repeat"),
        Headline("likeliest", "high", judgement="swing"),
        Headline("both", "count"),
        Headline("promised", "count"),
    ),
    follows=("tally",),
    builds_on=("do-we-have-the-votes",),
    references=("Voeten, Strezhnev & Bailey, United Nations General Assembly Voting Data, doi:10.7910/DVN/LEJUQZ",),
)
