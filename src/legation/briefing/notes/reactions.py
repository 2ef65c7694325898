"""What the others do and who our partners are: who declared itself which way, in which group, and what it wants."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from legation.briefing.notes.declaration import Material, Sentence
from legation.dossier import RollCall, standing
from legation.figures.figure import Named
from legation.language import AnyOrder, Message
from legation.questions import Case
from legation.questions.answer import first_of
from legation.questions.base import inputs
from legation.questions.base.case import joined_evidence
from legation.questions.base.coalition_names import coalition_named
from legation.questions.votes.count import cast, whole_members
from legation.questions.votes.declarations import Declarations, declared_votes
from legation.questions.votes.estimate import estimate
from legation.questions.votes.goal import wanted_of_vote
from legation.questions.votes.replies import places_on
from legation.questions.votes.sides import of_sides

__all__ = ["interests_of_others", "other_coalitions", "vote_reactions"]

_NAMED = 5
"""Names in a sentence; the others are counted."""
_WANTS = 2
_GROUPS = 3
_OURS = {"adopt": "yes", "defeat": "no"}


def vote_reactions(material: Material, ahead: RollCall) -> Iterator[Sentence]:
    """Yield who declared itself which way, what the others want, who answered without a plain vote, and from where votes are expected."""
    case = material.case
    members = inputs.member_ids(case, ahead)
    declared = {name: one for name, one in declared_votes(case, ahead).items() if name in set(members)}
    ours = _OURS.get(wanted_of_vote(case, ahead).goal, "")
    if ours:
        theirs = _who(declared, "no" if ours == "yes" else "yes")
        yield from _declared(case, ahead, declared, theirs, "others")
        yield from _declared(case, ahead, declared, _who(declared, ours), "partners")
        yield from interests_of_others(case, {ahead.id, ahead.issue}, among=theirs)
        yield from (Sentence(message=one.message, evidence=one.evidence) for one in of_sides(case, ahead, places_on(case, ahead)))
    yield from _by_group(case, ahead, members)


def _who(declared: Declarations, vote: str) -> tuple[str, ...]:
    return tuple(name for name, one in declared.items() if inputs.CODES[one.vote] == vote)


def _declared(case: Case, ahead: RollCall, declared: Declarations, actors: Sequence[str], form: str) -> Iterator[Sentence]:
    """Yield how many declared a vote, how many of them are authors, and which groups they hold whole."""
    if not actors:
        return
    authors, there = sum(name in ahead.all_sponsors for name in actors), frozenset(actors)
    lists = {body.members for body in case.dossier.bodies}
    groups = []
    for group in dict.fromkeys(row.group for row in case.dossier.groups if row.group not in lists):
        of_group = frozenset(case.dossier.members(group, case.as_of))
        if len(of_group) > 1 and of_group <= there:
            groups.append(inputs.group_name(group))
    ending = "-all" if authors == len(actors) else "-authors" if authors else ""
    named = Message(
        "note.vote.all-named" if len(actors) <= _NAMED else "note.vote.among", actors=AnyOrder(first_of(case.names(actors), _NAMED))
    )
    values = {"count": len(actors), "authors": authors, "names": named}
    message = Message(f"note.vote.{form}{ending}", **values)
    if groups:
        message = Message("note.vote.whole-groups", line=message, groups=tuple(groups))
    yield Sentence(message=message, evidence=joined_evidence(declared[name].evidence for name in actors))


def _by_group(case: Case, ahead: RollCall, members: Sequence[str]) -> Iterator[Sentence]:
    """Yield from which groups most of the expected votes in favour come, of how many members each."""
    made = estimate(case, ahead)
    if made is None or made.forecast is None:
        return
    votes = cast(made.expected, made.members, whole_members(made.expected))
    of_member = inputs.group_of(case, members)
    groups = {group.id: group for group in of_member.values()}
    counted = {name: [votes[member] == "yes" for member, group in of_member.items() if group.id == name] for name in groups}
    order = sorted(counted, key=lambda name: (-sum(counted[name]), name))[:_GROUPS]
    parts = tuple(Message("note.vote.of-group", group=groups[name], count=sum(counted[name]), of=len(counted[name])) for name in order)
    if len(groups) > 1:
        yield Sentence(message=Message("note.vote.groups", groups=parts), evidence=made.evidence)


def interests_of_others(
    case: Case, about: Collection[str], among: Collection[str] | None = None, but: Collection[str] = ()
) -> Iterator[Sentence]:
    """Yield what others want on a matter, by the analyst's rows: of some actors, or of all but those that the note approaches."""
    rows = [row for row in standing(case.dossier.interests) if (not about or row.issue in about) and (row.needs or row.interest)]
    of_others = [row for row in rows if (among is None or row.actor in among) and row.actor not in but]
    for row in of_others[:_WANTS]:
        message = Message("note.wants", actor=case.named(row.actor), words=row.needs or row.interest)
        yield Sentence(message=message, evidence=row.evidence)


def other_coalitions(case: Case, shown: str) -> Iterator[Sentence]:
    """Yield who stands in the other coalitions of the dossier, as they are on the day."""
    names = dict.fromkeys(row.coalition for row in standing(case.dossier.coalitions) if row.coalition != shown)
    for name in [*names][:_WANTS]:
        rows = case.dossier.coalition(name, case.as_of)
        if rows:
            named: tuple[Named | Message, ...] = first_of(case.names(row.actor for row in rows), _NAMED)
            message = Message(
                "note.coalition.other", coalition=coalition_named(case.dossier, name), count=len(rows), actors=AnyOrder(named)
            )
            yield Sentence(message=message, evidence=joined_evidence(row.evidence for row in rows))
