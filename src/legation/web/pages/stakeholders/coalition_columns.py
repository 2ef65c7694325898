"""A make-up of a coalition as a column of a comparison: its votes, whether it can block, its mix, what we owe its members."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Commitment
from legation.dossier.tables.labels import RowLabel
from legation.language import Message
from legation.questions import Case
from legation.questions.coalitions.make_up import Ballot, MakeUp

__all__ = ["Promise", "Side", "side_of"]

AREA = "page-coalitions-compare"
PROMISES = 5


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of ours that is open: to whom, what, by when."""

    actor: Any
    what: Any
    due: Any
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A make-up, as a column of the comparison."""

    title: Any
    href: str
    members: int
    kinds: list[tuple[Any, int]]
    groups: list[tuple[Any, int, int, bool]]
    counted: int | None = None
    of: int | None = None
    weight: float | None = None
    votes: Any = ""
    outcome: Any = ""
    chance: Any = ""
    blocks: Any = ""
    carries: Any = ""
    owed: int
    overdue: int
    promises: list[Promise]
    more_promises: int


def side_of(
    case: Case,
    one: MakeUp,
    ballot: Ballot | None,
    title: Any,
    differing: Collection[str],
    href: str = "",
    order: Mapping[str, int] | None = None,
) -> Side:
    """Return a make-up as a column: its groups in the order of the other, those that differ marked."""
    vote, groups = one.vote, sorted(one.groups, key=lambda group: (order or {}).get(group.group.id, 0))
    return Side(
        title=title,
        href=href,
        members=len(one.tiers),
        kinds=[(Message(f"kind.counted.{kind}", count=count), count) for kind, count in one.kinds],
        groups=[(group.group, group.count, group.of, group.group.id in differing) for group in groups],
        votes=Message(f"vote.{vote.side}") if vote and vote.tally and ballot and not ballot.took_place else "",
        counted=len(vote.counted) if vote else None,
        of=len(ballot.members) if ballot else None,
        weight=vote.weight if vote else None,
        outcome=_outcome(one, ballot),
        chance=_chance(vote.chance, vote.draws) if vote and vote.chance is not None else "",
        blocks=_blocks(one),
        carries=Message(f"{AREA}.carries") if vote and vote.carries else "",
        owed=len(one.owed),
        overdue=one.overdue,
        promises=[_promise(case, row) for row in one.owed[:PROMISES]],
        more_promises=max(0, len(one.owed) - PROMISES),
    )


def _promise(case: Case, row: Commitment) -> Promise:
    return Promise(case.named(row.actor), row.promise or RowLabel(row), row.due or "", bool(row.due and row.due.last < case.as_of))


def _outcome(one: MakeUp, ballot: Ballot | None) -> Any:
    """Return the votes in words: those of the whole vote ahead; of one that was held, those of the members."""
    vote = one.vote
    if ballot is None or vote is None or not vote.tally:
        return ""
    counts = {word: vote.tally.get(word, 0) for word in ("yes", "no", "abstain")}
    if ballot.took_place:
        return Message(f"{AREA}.voted", absent=len(vote.counted) - sum(counts.values()), **counts)
    form = "votes" if vote.adopted is None else "adopted" if vote.adopted else "not-adopted"
    return Message(f"{AREA}.{form}", **counts)


def _chance(share: float, draws: int) -> Message:
    form = {0.0: "chance-none", 1.0: "chance-all"}.get(share, "chance")
    return Message(f"{AREA}.{form}", share=share, draws=draws)


def _blocks(one: MakeUp) -> Any:
    vote = one.vote
    if vote is None or vote.blocks is None:
        return ""
    if vote.blocks:
        return Message(f"{AREA}.blocks", count=vote.to_lose) if vote.to_lose else Message(f"{AREA}.blocks-always")
    if vote.to_block is None:
        return Message(f"{AREA}.blocks-never")
    return Message(f"{AREA}.blocks-not", count=vote.to_block)
