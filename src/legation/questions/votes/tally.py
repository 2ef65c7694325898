"""The tables and pictures of a count: declared, past and estimated votes kept apart, bars with the range, one square a member."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from legation.dossier import RollCall
from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Key, Row, Scale, Tone, row_chart
from legation.figures.kit.seats import Seat, seats
from legation.language import Message
from legation.methods.share import largest_remainders
from legation.methods.voting.tally import Expected
from legation.questions.actors.approaches import Approaches
from legation.questions.answer import AnswerTable
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import ACTOR, EVIDENCE, GROUP, SHARED, SPEAKERS, Columns
from legation.questions.base.inputs import CODES
from legation.questions.votes.count import cast, likeliest, whole_members
from legation.questions.votes.declarations import Declarations, Past, name_of
from legation.questions.votes.estimate import why
from legation.questions.votes.replies import Places
from legation.questions.votes.rule import InForce
from legation.questions.votes.sides import basis_of
from legation.questions.votes.whom_to_see import MemberToSee

__all__ = [
    "bars",
    "member_table",
    "open_table",
    "seated",
    "squares",
    "tally_table",
]


AREA = "do-we-have-the-votes"


ROWS: tuple[Tone, ...] = ("yes", "no", "abstain", "absent")


def bars(
    case: Case,
    ahead: RollCall,
    members: tuple[str, ...],
    declared: Declarations,
    expected: Expected,
    rule: InForce | None,
) -> Figure:
    """Draw the expected votes, declared ones apart, with the rule; and what the range of the margin is on the same scale."""
    said = [declared[a].vote for a in members if a in declared]
    whole = {"yes": expected.yes, "abstain": expected.abstain, "no": expected.no, "absent": max(0.0, expected.absent)}
    own = {word: min(whole[word], float(said.count(code))) for code, word in enumerate(CODES) if code}
    totals = largest_remainders([whole[vote] for vote in ROWS])
    parts = {
        vote: largest_remainders([own.get(vote, 0.0), whole[vote] - own.get(vote, 0.0)], total)
        for vote, total in zip(ROWS, totals, strict=True)
    }
    needed = rule.needed(cast(expected, members, whole_members(expected))) if rule else None
    values = _values(ahead, expected)
    low, margin, high = (float(values[end]) for end in ("low", "margin", "high"))
    rows = [_row_of(vote, parts[vote], needed if vote == "yes" else None) for vote in ROWS]
    text = Message("figures.tally.range", margin=_signed(margin), low=_signed(low), high=_signed(high))
    interval = Item(value=margin, low=low, high=high, text=text, shape="circle", tone="ink")
    rows.append(Row(name=Message("figures.tally.margin"), items=(interval,)))
    sums = [sum(part[at] for part in parts.values()) for at in (0, 1)]
    key = [Key(Item(value=1.0, tone="quiet"), Message("figures.tally.declared", count=sums[0]))] if sums[0] else []
    key.append(Key(Item(value=1.0, tone="quiet", fill="hatched"), Message("figures.tally.estimated", count=sums[1])))
    if needed is not None:
        key.append(Key(Item(value=0.5, shape="tick", tone="warning"), Message("figures.tally.needed", count=round(needed))))
    return row_chart(
        rows,
        [Scale(low=min(0.0, low), high=max(1.0, *map(float, totals), needed or 0.0, high), origin=0.0)],
        id="tally",
        title=Message(f"{AREA}.figure-title", **values),
        subtitle=Message(f"{AREA}.bars-subtitle", as_of=case.as_of, count=len(said)),
        alt=Message(f"{AREA}.bars-alt", declared=len(said), **values),
        key=key,
    )


def _row_of(vote: Tone, parts: Sequence[int], needed: float | None) -> Row:
    """Return the row of a vote: who declared it, who is estimated to cast it, all, and the votes that the rule asks for."""
    items = []
    whole = sum(parts)
    for start, count, part, fill in ((0, parts[0], "declared", "full"), (parts[0], parts[1], "estimated", "hatched")):
        if count:
            said = Message(f"figures.tally.{part}", count=count)
            text = Message("answer.value", value=count)
            items.append(
                Item(value=float(start + count), start=float(start), text=text, said=said, tone=vote, fill=fill, is_inside=True)  # type: ignore[arg-type]
            )
    said = Message("figures.tally.all", count=whole)
    items.append(Item(value=float(whole), text=Message("answer.value", value=whole), said=said, shape="span"))
    if needed is not None:
        needs = Message("figures.tally.needed", count=round(needed))
        items.append(Item(value=needed, said=needs, shape="tick", tone="warning"))
    return Row(name=Message(f"figures.vote.{vote}"), items=tuple(items))


def _signed(value: float) -> Message:
    """Return a margin with its sign."""
    whole = round(value)
    return Message("answer.value", value=0) if not whole else Message(f"figures.tally.{'more' if whole > 0 else 'fewer'}", count=abs(whole))


def squares(case: Case, ahead: RollCall, members: tuple[str, ...], declared: Declarations, expected: Expected | None) -> Figure:
    """Draw the expected count member by member and by group; where nothing is estimated, what is declared."""
    groups = inputs.group_of(case, members)
    votes = seated(members, declared, expected)
    form = "seats" if expected else "declared-seats"
    words = (*CODES[1:], "absent", "unknown")
    values = {"rollcall": name_of(ahead), **{word: votes.count(word) for word in words}}
    return seats(
        [_seat(case, a, groups.get(a, ""), vote, declared) for a, vote in zip(members, votes, strict=True)],
        id="seats",
        title=Message(f"{AREA}.{form}-title", **values),
        subtitle=Message(f"{AREA}.{'figure' if expected else 'declared-seats'}-subtitle", as_of=case.as_of, count=len(declared)),
        alt=Message(f"{AREA}.{form}-alt", **values),
    )


def _seat(case: Case, actor: str, group: Any, vote: str, declared: Declarations) -> Seat:
    evidence = declared[actor].evidence if actor in declared else ()
    return Seat(case.named(actor), group, vote, declared=actor in declared, evidence=evidence)


def seated(members: tuple[str, ...], declared: Declarations, expected: Expected | None) -> list[str]:
    """Return each member's vote so that the expected counts are met: its own word, else its place among the others; else unknown."""
    votes = cast(expected, members, whole_members(expected)) if expected is not None else {}
    nothing = {a for a, code in zip(members, likeliest(expected).tolist(), strict=True) if not code} if expected is not None else set()
    return [CODES[declared[a].vote] if a in declared else "unknown" if a in nothing else votes.get(a, "unknown") for a in members]


def _values(ahead: RollCall, expected: Expected) -> dict[str, Any]:
    return {"rollcall": name_of(ahead), **whole_members(expected)}


column = Columns(f"{AREA}.col-")


def tally_table(members: tuple[str, ...], declared: Declarations, past: Past, expected: Expected | None) -> AnswerTable:
    """Return what is counted, a row each: declared, past, estimated, expected with its range."""
    said = [declared[a].vote if a in declared else 0 for a in members]
    before = past[1].tolist()
    others = [vote for vote, own in zip(seated(members, declared, expected), said, strict=True) if not own]
    rows: list[tuple[Any, ...]] = []
    for name, votes in (
        ("declared", [CODES[v] for v in said if v]),
        ("past", [CODES[v] for v in before] if past[0] else []),
        ("estimated", others),
    ):
        if (name == "past" and past[0] is None) or (name == "estimated" and expected is None):
            continue
        count = [votes.count(word) for word in ("yes", "no", "abstain")]
        count.append(votes.count("absent") + votes.count("missing"))
        rows.append((Message(f"{AREA}.row-{name}", rollcall=name_of(past[0]) if past[0] else "—"), *count, count[0] - count[1], None, None))
    if expected is not None:
        rows.append(_expected_row(expected))
    columns = (
        *column.text(count_of=f"{AREA}.count-of"),
        *column.number(yes="vote.yes", no="vote.no", abstain="vote.abstain", absent="vote.absent"),
        *SHARED.number("margin", "low", "high"),
    )
    return AnswerTable(id="tally", title=Message(f"{AREA}.tally"), columns=columns, rows=tuple(rows))


def _expected_row(expected: Expected) -> tuple[Any, ...]:
    numbers = whole_members(expected)
    return (Message(f"{AREA}.row-expected"), *(numbers[part] for part in ("yes", "no", "abstain", "absent", "margin", "low", "high")))


def member_table(
    case: Case, members: tuple[str, ...], declared: Declarations, past: Past, expected: Expected | None, places: Places | None = None
) -> AnswerTable:
    """Return a row for each member, by group; of one that declared no plain vote, where it stands and on which words."""
    groups = inputs.group_of(case, members)
    order = sorted(range(len(members)), key=lambda i: (groups[members[i]].id if members[i] in groups else "~", members[i]))
    rows = []
    for i in order:
        said = declared.get(members[i])
        rows.append(
            (
                case.named(members[i]),
                groups.get(members[i], ""),
                CODES[said.vote] if said else None,
                basis_of(places, members[i], declared),
                CODES[int(past[1][i])] if past[0] else None,
                *_estimated(expected, i),
                why(expected, i) if expected and members[i] not in declared else None,
                said.evidence if said else joined_evidence(word.evidence for word in places.behind(members[i])) if places else (),
            )
        )
    columns = (
        ACTOR,
        GROUP,
        *column.vote("declared"),
        *column.text("basis"),
        *column.vote(past=Message("answer.value", value=name_of(past[0])) if past[0] else "past", estimate="estimate"),
        *column.chance("share", p_yes="vote.yes", p_abstain="vote.abstain", p_no="vote.no", presence="presence"),
        *column.text(why="vote-known.col-why"),
        EVIDENCE,
    )
    return AnswerTable(id="members", title=Message(f"{AREA}.members"), columns=columns, rows=tuple(rows))


def _estimated(expected: Expected | None, i: int) -> tuple[Any, ...]:
    """Return the likeliest vote, its share, the three shares, and presence; six times nothing where nothing is known of the member."""
    if expected is None or not np.isfinite(expected.probability[i]).all():
        return (None,) * 6
    best = int(expected.probability[i].argmax())
    return (CODES[best + 1], *(float(p) for p in (expected.probability[i, best], *expected.probability[i], expected.presence[i])))


def open_table(rows: Sequence[MemberToSee], approaches: Approaches, *, title: Message, top: int = 20, holding: int = 10) -> AnswerTable:
    """Return the open side of the list of whom to see: the first ``top`` to win, then the first ``holding`` to hold, in its order.

    Who is not asked again is left out where something is asked. Beside a member that was asked already stands what came of it.
    """
    free = [row for row in rows if not row.declared and (row.ask is None or row.not_again is None)]
    shown = [*[row for row in free if row.side == "win"][:top], *[row for row in free if row.side == "hold"][:holding]]
    cells = tuple((row.actor, row.group, row.ask_from, row.p_yes, row.p_abstain, row.p_no, row.ask, row.speakers) for row in shown)
    columns = (
        ACTOR,
        GROUP,
        *column.vote("estimate"),
        *column.chance(p_yes="vote.yes", p_abstain="vote.abstain", p_no="vote.no"),
        *column.text("ask"),
        SPEAKERS,
    )
    table = AnswerTable(id="open", title=title, columns=columns, rows=cells)
    return approaches.beside(table, [row.actor.id for row in shown])
