"""Sets of members in words: any 4 of the 5; any 12 of the 16 of the Board and any 3 of the 5 of the Empowered Community."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.figures.figure import Named
from legation.language import AnyOrder, Lang, Message, say
from legation.methods.power import Sets, Some
from legation.questions.answer import first_of
from legation.questions.base.case import Case
from legation.questions.votes.rule_words import body_named

__all__ = ["NAMED", "PATTERNS", "SetWords", "ShortName"]

AREA = "who-can-stop-it"
NAMED = 5
"""Members that a sentence names."""
PATTERNS = 5
"""Sets, or kinds of sets, that are written down."""
_IN_A_SENTENCE = {"carry": 1, "stop": 3}
"""Kinds of sets that a headline says; of more it says one."""
_ALIKE = 3
"""Members who are alike and stand in a table by their names; of more it says how many they are."""
_IN_BRACKETS = re.compile(r"\(([^\s()]{1,12})\)\s*$")


@dataclass(frozen=True, slots=True)
class ShortName:
    """A name for a narrow cell: the short one in brackets at its end, where it has one.

    >>> say(ShortName("Governmental Advisory Committee (GAC)"), "en"), say(ShortName("ICANN Board"), "en")
    ('GAC', 'ICANN Board')
    """

    name: Any

    def in_language(self, lang: Lang) -> str:
        """Return the short name, else the name."""
        whole = say(self.name, lang)
        found = _IN_BRACKETS.search(whole)
        return found[1] if found else whole


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
    in_cells : bool, optional
        For cells of a table: short names, without articles.
    """

    def __init__(
        self,
        case: Case,
        members: Sequence[str],
        bodies: Sequence[str],
        names: Mapping[str, Named] | None = None,
        *,
        in_cells: bool = False,
    ) -> None:
        self._case, self._members, self._names, self._in_cells = case, frozenset(members), dict(names or {}), in_cells
        self._bodies: dict[frozenset[str], Named] = {}
        for body in case.dossier.bodies:
            if body.id in bodies and body.members:
                self._bodies.setdefault(frozenset(case.dossier.members(body.members, case.as_of)), self._short(body_named(body)))

    @property
    def count(self) -> int:
        """How many members the rule has."""
        return len(self._members)

    def is_said(self, sets: Sets, does: str) -> bool:
        """Whether a headline says all sets: one kind that carries, up to three that stop."""
        return sets.complete and len(sets.patterns) <= _IN_A_SENTENCE[does]

    def named(self, member: str) -> Named:
        """Return a member as a reader knows it."""
        return self._short(self._names.get(member) or self._case.named(member))

    def _short(self, one: Named) -> Named:
        return Named(one.id, ShortName(one.name)) if self._in_cells else one

    def names(self, members: Sequence[str], most: int = NAMED) -> tuple[Named | Message, ...]:
        """Return members for a sentence: the first few in the order of the alphabet, and how many more there are."""
        return AnyOrder(first_of([self.named(member) for member in members], most))

    def part(self, members: Sequence[str]) -> Message | tuple[Named | Message, ...]:
        """Return what each of some members who are alike is called: by name where they are few, else as each of so many."""
        everybody, body = frozenset(members) == self._members, self._bodies.get(frozenset(members))
        if len(members) > _ALIKE and (everybody or body is not None):
            return Message(f"{AREA}.{'each' if everybody else 'each-body'}", count=len(members), body=body)
        return self.names(members)

    def others(self, members: Sequence[str], others: Sequence[str]) -> Message | tuple[Named | Message, ...]:
        """Return with whom one of some members does something: another of its own body, any of another, else by name."""
        with_them = frozenset(members) | frozenset(others)
        if with_them == self._members:
            return Message(f"{AREA}.any-other")
        if with_them in self._bodies and len(members) > _ALIKE:  # which body it is stands with the members themselves
            return Message(f"{AREA}.another-of-them", count=len(with_them))
        body = self._bodies.get(frozenset(others))
        if body is not None and len(others) > _ALIKE:
            return Message(f"{AREA}.any-of-body", count=len(others), body=body)
        return self.names(others)

    def some(self, some: Some, *, is_bare: bool = False) -> Message:
        """Return so many of some members: *any 4 of the 5*; bare where the body was named before."""
        of, cell = len(some.of), "-cell" if self._in_cells else ""
        if some.take == of <= NAMED:
            return Message(f"{AREA}.some-named{cell}", actors=self.names(some.of))
        whole = frozenset(some.of)
        if whole == self._members:
            return Message(f"{AREA}.some-whole" if some.take < of else f"{AREA}.some-all", count=some.take, of=of)
        body = self._bodies.get(whole)
        if body is not None and is_bare:
            return Message(f"{AREA}.some-bare" if some.take < of else f"{AREA}.some-all", count=some.take, of=of)
        if body is not None:
            return Message(f"{AREA}.some-body" if some.take < of else f"{AREA}.some-all-body", count=some.take, of=of, body=body)
        return Message(f"{AREA}.some-of{cell}", count=some.take, of=of, actors=self.names(some.of))

    def pattern(self, pattern: Sequence[Some], *, is_bare: bool = False) -> Message:
        """Return a kind of set: each of its parts; the set of nobody is nobody."""
        if not pattern:
            return Message(f"{AREA}.nobody")
        return Message(f"{AREA}.pattern", parts=tuple(self.some(some, is_bare=is_bare) for some in pattern))

    def sets(self, sets: Sets, after: Sets | None = None) -> Message:
        """Return all sets for a sentence: the kinds where they are up to three, else how many sets there are and how small they can be.

        Parameters
        ----------
        sets : Sets
        after : Sets, optional
            Those that the same sentence names before: their bodies are not named again where their sizes tell them apart.
        """
        if not sets.patterns:
            return Message(f"{AREA}.nobody")
        if sets.complete and len(sets.patterns) <= _IN_A_SENTENCE["stop"]:
            first, *others = (self.pattern(pattern, is_bare=after is not None and self._tell(after, sets)) for pattern in sets.patterns)
            if not others:
                return first
            names = dict(zip(("second", "third"), others, strict=False))
            return Message(f"{AREA}.or-three" if len(others) > 1 else f"{AREA}.or", first=first, **names)
        return Message(f"{AREA}.{'many' if sets.complete else 'at-least'}", count=sets.count, smallest=sets.smallest)

    def in_short(self, sets: Sets, does: str, after: Sets | None = None) -> Message:
        """Return sets for a headline: the kinds where it says all; else how small they can be, or one of the smallest of several bodies."""
        if self.is_said(sets, does) or not sets.patterns:
            return self.sets(sets, after)
        if len(self._bodies) > 1:
            return Message(f"{AREA}.for-example", set=self.pattern(sets.patterns[0]))
        return Message(f"{AREA}.as-few-as", count=sets.smallest, of=self.count)

    def _tell(self, before: Sets, now: Sets) -> bool:
        """Whether every body of some sets was named before, and their sizes differ."""
        there, here = ({frozenset(some.of) for pattern in one.patterns for some in pattern} for one in (before, now))
        return here <= there and len({len(one) for one in there}) == len(there)
