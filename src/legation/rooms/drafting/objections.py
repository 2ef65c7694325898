"""Objections outlive the brackets and paragraphs of which they were said, where the words stay in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.last_word import added, taken_along
from legation.rooms.drafting.state import Held, Stance, Unit, opposing, print_of, supporting
from legation.rooms.drafting.successors import Successors, stands_in

__all__ = ["CHANGES", "carry", "objections", "outside", "still_opposed", "where_now"]

CHANGES = ("move to", "split", "merge")
"""Verbs of brackets that change a paragraph and put no words in or out."""


def still_opposed(desk: Desk, actors: tuple[str, ...], form: str, **values: object) -> BadValue:
    """Return the refusal to go over somebody's head; who objects and does not say so in public is not named."""
    target = str(values["bracket"])
    named = tuple(one for one in actors if one in set(supporting(desk, target, "")) | set(opposing(desk, target, "")))
    return BadValue(Message(form if named else f"{form}-unnamed", actors=named, **values))


def objections(desk: Desk, target: str) -> dict[str, tuple[Stance, ...]]:
    """Return by actor the objections of its seats to a bracket or a paragraph, where decisions are by consensus, with what answers them."""
    if desk.settings.scheme != "consensus":
        return {}
    return {actor: rows for actor, rows in desk.rows(target).items() if any(one.stance == "oppose" for one in rows)}


def carry(desk: Desk, against: Mapping[str, Sequence[Stance]], source: str, target: str) -> None:
    """Let objections stand against another bracket or paragraph, public or not as they were, for the seats that said them."""
    there = desk.rows(target)
    desk.note(
        target,
        {actor: added(there.get(actor, ()), taken_along(rows, source, target, whole=False)) for actor, rows in against.items()},
    )


def outside(desk: Desk, unit: Unit) -> tuple[str, ...]:
    """Return the words of a paragraph that stand in no bracket."""
    inside = {n for bracket in desk.over(unit.id) for n in range(bracket.start, bracket.end)}
    return tuple(word for n, word in enumerate(unit.words) if n not in inside)


def where_now(desk: Desk, gone: Held, before: Mapping[str, Unit], went: Successors) -> str:
    """Return what stands for a bracket that a version closed: the bracket or the paragraph that holds its words; empty where none does.

    Parameters
    ----------
    before : mapping of str to Unit
        The paragraphs of the text before the version.
    """
    if gone.verb in CHANGES:
        return gone.unit if _is_done(desk, gone, before) else ""
    words = before[gone.unit].words[gone.start : gone.end]
    for unit in (desk.units[name] for name in went.of(gone.unit)):
        if stands_in(words, outside(desk, unit)):
            return unit.id
        around = [one for one in desk.over(unit.id) if one.verb not in CHANGES and stands_in(words, desk.words(one))]
        if around:
            return min(around, key=lambda one: one.end - one.start).id
        if stands_in(words, unit.words):
            return unit.id
    return ""


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
