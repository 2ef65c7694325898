"""Sets of members in words: any 4 of the 5; any 12 of the 16 of the Board and any 3 of the 5 of the Empowered Community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from legation.figures.figure import Named
from legation.language import AnyOrder, Message
from legation.methods.power import Sets, Some
from legation.questions.answer import first_of
from legation.questions.base.case import Case
from legation.questions.votes.rule_words import body_named

__all__ = ["NAMED", "PATTERNS", "SetWords"]

AREA = "who-can-stop-it"
NAMED = 5
"""Members that a sentence names."""
PATTERNS = 5
"""Sets, or kinds of sets, that are written down."""
_IN_A_SENTENCE = 2


class SetWords:
    """Says sets of the members of one rule.

    Parameters
    ----------
    case : Case
    members : sequence of str
        All members of the rule, in its order.
    bodies : sequence of str
        The bodies that members may be said to be of.
    names : mapping of str to Named, optional
        What some of them are called who are no actors: blocs.
    """

    def __init__(self, case: Case, members: Sequence[str], bodies: Sequence[str], names: Mapping[str, Named] | None = None) -> None:
        self._case, self._members, self._names = case, frozenset(members), dict(names or {})
        self._bodies: dict[frozenset[str], Named] = {}
        for body in case.dossier.bodies:
            if body.id in bodies and body.members:
                self._bodies.setdefault(frozenset(case.dossier.members(body.members, case.as_of)), body_named(body))

    @property
    def count(self) -> int:
        """How many members the rule has."""
        return len(self._members)

    def is_short(self, sets: Sets) -> bool:
        """Whether one choice of members who are alike says all sets, or there is none."""
        return not sets.patterns or (len(sets.patterns) == 1 and len(sets.patterns[0]) <= 1)

    def in_short(self, sets: Sets) -> Message:
        """Return all sets for a headline: any 4 of the 5, else as few as so many."""
        return self.sets(sets) if self.is_short(sets) else Message(f"{AREA}.as-few-as", count=sets.smallest, of=self.count)

    def named(self, member: str) -> Named:
        """Return a member as a reader knows it."""
        return self._names.get(member) or self._case.named(member)

    def names(self, members: Sequence[str], most: int = NAMED) -> tuple[Named | Message, ...]:
        """Return members for a sentence: the first few in the order of the alphabet, and how many more there are."""
        return AnyOrder(first_of([self.named(member) for member in members], most))

    def is_everybody(self, members: Sequence[str], others: Sequence[str]) -> bool:
        """Whether some members, and the others with whom one of them does something, are all members."""
        return frozenset(members) | frozenset(others) == self._members

    def part(self, members: Sequence[str]) -> Message | Named | tuple[Named | Message, ...]:
        """Return what members who are alike are called: by name where they are few, else by the body whose members they are."""
        if len(members) <= NAMED:
            return self.names(members)
        body = self._bodies.get(frozenset(members))
        if body is not None:
            return Message(f"{AREA}.members-of", count=len(members), body=body)
        return self.names(members)

    def some(self, some: Some) -> Message:
        """Return so many of some members: *any 4 of the 5*."""
        of = len(some.of)
        if some.take == of <= NAMED:
            return Message(f"{AREA}.some-named", actors=self.names(some.of))
        whole = frozenset(some.of)
        if whole == self._members:
            return Message(f"{AREA}.some-whole" if some.take < of else f"{AREA}.some-all", count=some.take, of=of)
        body = self._bodies.get(whole)
        if body is not None:
            return Message(f"{AREA}.some-body" if some.take < of else f"{AREA}.some-all-body", count=some.take, of=of, body=body)
        return Message(f"{AREA}.some-of", count=some.take, of=of, actors=self.names(some.of))

    def pattern(self, pattern: Sequence[Some]) -> Message:
        """Return a kind of set: each of its parts; the set of nobody is nobody."""
        if not pattern:
            return Message(f"{AREA}.nobody")
        return Message(f"{AREA}.pattern", parts=tuple(self.some(some) for some in pattern))

    def sets(self, sets: Sets) -> Message:
        """Return all sets for a sentence: the kinds of sets where they are one or two, else how many sets and how small they can be."""
        if not sets.patterns:
            return Message(f"{AREA}.nobody")
        if len(sets.patterns) <= _IN_A_SENTENCE:
            first, *others = (self.pattern(pattern) for pattern in sets.patterns)
            return Message(f"{AREA}.or", first=first, second=others[0]) if others else first
        form = "many" if sets.complete else "at-least"
        return Message(f"{AREA}.{form}", count=sets.count, smallest=sets.smallest)
