"""Objections outlive the brackets and paragraphs of which they were said, where the words stay in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.state import Held, Stance, Unit, opposing, print_of, supporting

__all__ = ["CHANGES", "carry", "objections", "outside", "stands_in", "still_opposed", "where_now"]

CHANGES = ("move to", "split", "merge")
"""Verbs of brackets that change a paragraph and put no words in or out."""
_SAME = 0.5
"""More of its words than this, and a paragraph with a new id is the one that vanished."""


def still_opposed(desk: Desk, actors: tuple[str, ...], form: str, **values: object) -> BadValue:
    """Return the refusal to go over somebody's head; who objects and does not say so in public is not named."""
    target = str(values["bracket"])
    named = tuple(one for one in actors if one in set(supporting(desk, target, "")) | set(opposing(desk, target, "")))
    return BadValue(Message(form if named else f"{form}-unnamed", actors=named, **values))


def objections(desk: Desk, target: str) -> tuple[Stance, ...]:
    """Return the objections that stand against a bracket or a paragraph, where decisions are by consensus, each seat's for itself."""
    if desk.settings.scheme != "consensus":
        return ()
    counts = desk.said(target)
    found = []
    for actor, last in desk.said_on.get(target, {}).items():
        if "oppose" in (last.stance, counts[actor].stance if actor in counts else ""):
            found += [replace(one, others=()) for one in (*last.others, last) if one.stance == "oppose"]
    return tuple(found)


def carry(desk: Desk, against: Iterable[Stance], target: str) -> None:
    """Let objections stand against another bracket or paragraph, public or not as they were, for the seats that said them."""
    for one in against:
        desk.say(replace(one, target=target))


def stands_in(words: Sequence[str], text: Sequence[str]) -> bool:
    """Whether words stand in a text, all of them and one after the other.

    Examples
    --------
    >>> stands_in(("at", " once"), ("Act", " at", " once", "."))
    True
    >>> stands_in(("act",), ("action",))
    False
    """
    wanted, there = [[one.strip() for one in row] for row in (words, text)]
    return bool(wanted) and any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def outside(desk: Desk, unit: Unit) -> tuple[str, ...]:
    """Return the words of a paragraph that stand in no bracket."""
    inside = {n for bracket in desk.over(unit.id) for n in range(bracket.start, bracket.end)}
    return tuple(word for n, word in enumerate(unit.words) if n not in inside)


def where_now(desk: Desk, target: Held | Unit, before: Mapping[str, Unit]) -> str:
    """Return what stands for a bracket that a version closed, or for a paragraph that it left out; empty where nothing does.

    Parameters
    ----------
    before : mapping of str to Unit
        The paragraphs of the text before the version.
    """
    if isinstance(target, Unit):
        return getattr(_heir(desk, target, before), "id", "")
    if target.verb in CHANGES:
        return target.unit if _is_done(desk, target, before) else ""
    old = before[target.unit]
    words = old.words[target.start : target.end]
    unit = desk.units.get(old.id) or _heir(desk, old, before)
    if unit is None:
        return ""
    if stands_in(words, outside(desk, unit)):
        return unit.id
    again = print_of(words)
    return next((one.id for one in desk.over(unit.id) if unit.id != old.id and print_of(desk.words(one)) == again), "")


def _heir(desk: Desk, old: Unit, before: Mapping[str, Unit]) -> Unit | None:
    """Return the paragraph in which the words of one that vanished came back: under a new id, or within another."""
    words = _counted(old)
    shares = [(sum((words & _counted(one)).values()), one) for one in desk.units.values() if one.id not in before]
    most, heir = max(shares, key=lambda pair: pair[0], default=(0, None))
    if heir is not None and most > _SAME * len(old.words):
        return heir
    others = (one for one in desk.units.values() if one.id in before and one.words != before[one.id].words)
    return next((one for one in others if stands_in(old.words, one.words) and not stands_in(old.words, before[one.id].words)), None)


def _counted(unit: Unit) -> Counter[str]:
    return Counter(word.strip().casefold() for word in unit.words)


def _is_done(desk: Desk, bracket: Held, before: Mapping[str, Unit]) -> bool:
    """Whether a version makes the change of a paragraph that a bracket holds."""
    now, old, order = desk.units.get(bracket.unit), before[bracket.unit], list(before)
    if now is None:
        return False
    if bracket.verb == "move to":
        return _before(list(desk.units), old.id) == bracket.place != _before(order, old.id)
    if bracket.verb == "split":
        return print_of(now.words) == print_of(old.words[: bracket.start])
    following = order[order.index(old.id) + 1 :][:1]
    return bool(following) and following[0] not in desk.units and stands_in(before[following[0]].words, now.words)


def _before(order: list[str], name: str) -> str:
    at = order.index(name)
    return order[at - 1] if at else ""
