"""States, moves and notions of a conflict in words."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.language import Lang, Message, Spoken, say
from legation.questions.conflict.inputs import ConflictInputs

if TYPE_CHECKING:
    from legation.methods.conflict import Chains, Stability, Step

__all__ = [
    "ORDER",
    "JoinedWords",
    "called",
    "changed",
    "choices_by_maker",
    "kinds",
    "listed",
    "notion_words",
    "numbered",
    "option_names",
    "strongest_first",
    "way",
]

ORDER = ("nash", "sseq", "seq", "smr", "sim", "gmr")
"""Notions from the strongest; seq and smr are not comparable."""
_MOST = 6


@dataclass(frozen=True, slots=True)
class JoinedWords:
    """Things said one after another, with semicolons, so that lists may stand within."""

    parts: tuple[Spoken, ...]

    def in_language(self, lang: Lang) -> str:
        """Return the text."""
        found: Spoken = self.parts[0]
        for part in self.parts[1:]:
            found = Message("conflict.and-then", first=found, next=part)
        return say(found, lang)

    def __str__(self) -> str:
        return self.in_language("en")


def numbered(state: int) -> str:
    """Return the number by which tables call a state: from 1."""
    return str(state + 1)


def listed(states: Iterable[int], most: int = 8) -> tuple[str | Message, ...]:
    """Return the numbers of states for a sentence: the first ``most``, and how many more there are; ``none`` for none."""
    there = [numbered(state) for state in states]
    if not there:
        return (Message("conflict.none"),)
    return tuple(there) if len(there) <= most + 1 else (*there[:most], Message("conflict.and-more", count=len(there) - most))


def option_names(conflict: ConflictInputs, options: Iterable[int]) -> tuple[Spoken, ...]:
    """Return the names of options, quoted."""
    return tuple(Message("conflict.quoted", name=conflict.options[k]) for k in options)


def called(conflict: ConflictInputs, state: int) -> Message:
    """Return a state with its number and the options taken: ``state 4 ("a" and "b")``."""
    taken = [k for k, bit in enumerate(conflict.taken(state)) if bit]
    if not taken:
        return Message("conflict.state-none", number=numbered(state))
    return Message("conflict.state", number=numbered(state), options=option_names(conflict, taken))


def choices_by_maker(conflict: ConflictInputs, state: int) -> Spoken:
    """Return what each decision maker does in a state."""
    taken = conflict.taken(state)
    parts = []
    for number, maker in enumerate(conflict.makers):
        own = [k for k, owner in enumerate(conflict.owner) if owner == number and taken[k]]
        if own:
            parts.append(Message("conflict.does", maker=maker, options=option_names(conflict, own)))
    idle = tuple(
        maker
        for number, maker in enumerate(conflict.makers)
        if not any(owner == number and taken[k] for k, owner in enumerate(conflict.owner))
    )
    if idle:
        parts.append(Message("conflict.does-nothing", makers=idle, count=len(idle)))
    return JoinedWords(tuple(parts))


def changed(conflict: ConflictInputs, before: int, after: int) -> Spoken:
    """Return what a move changes: what is taken up, and what is dropped."""
    old, new = conflict.taken(before), conflict.taken(after)
    up = [k for k, (was, now) in enumerate(zip(old, new, strict=True)) if now and not was]
    down = [k for k, (was, now) in enumerate(zip(old, new, strict=True)) if was and not now]
    parts = [Message("conflict.takes", options=option_names(conflict, up))] if up else []
    parts += [Message("conflict.drops", options=option_names(conflict, down))] if down else []
    return parts[0] if len(parts) == 1 else Message("conflict.takes-and-drops", takes=parts[0], drops=parts[1])


def way(conflict: ConflictInputs, steps: Sequence[Step]) -> Spoken:
    """Return a chain of moves; of a long one the first moves, and how many more."""
    parts: list[Spoken] = [
        Message("conflict.move", maker=conflict.maker(s.decision_maker), change=changed(conflict, s.before, s.after), to=numbered(s.after))
        for s in steps[:_MOST]
    ]
    if len(steps) > _MOST:
        parts.append(Message("conflict.more-moves", count=len(steps) - _MOST))
    return JoinedWords(tuple(parts))


def kinds(found: Stability, state: int) -> tuple[str, ...]:
    """Return the notions under which a state is an equilibrium, the strongest first."""
    return tuple(notion for notion in ORDER if notion in found.notions and _among(found.equilibria[notion], state))


def _among(ascending: Sequence[int], state: int) -> bool:
    place = bisect.bisect_left(ascending, state)
    return place < len(ascending) and ascending[place] == state


def notion_words(notions: Iterable[str], form: str = "notion") -> tuple[Message, ...]:
    """Return how notions are called, at length or ``short``; of several, those that others of them do not imply."""
    there = tuple(notions)
    implied = {weaker for notion in there for weaker in _IMPLIES[notion]}
    return tuple(Message(f"conflict.{form}.{notion}") for notion in there if notion not in implied)


_IMPLIES: Mapping[str, tuple[str, ...]] = {
    "nash": ("sseq", "seq", "smr", "gmr", "sim"),
    "sseq": ("seq", "smr", "gmr"),
    "seq": ("gmr",),
    "smr": ("gmr",),
    "sim": (),
    "gmr": (),
}


def strongest_first(found: Stability, led: Chains | None = None) -> tuple[int, ...]:
    """Return the equilibria of all notions: by the strongest notions, of equals those first that ``led`` leads to, then by number."""

    def place(state: int) -> tuple[tuple[bool, ...], bool, int]:
        notions = kinds(found, state)
        return tuple(notion not in notions for notion in ORDER), led is not None and led.earliest[state] < 0, state

    return tuple(sorted({state for some in found.equilibria.values() for state in some}, key=place))
