"""Who stands where on a bracket or a paragraph, groups and changed words considered."""

from __future__ import annotations

from collections.abc import Mapping

from legation.rooms.drafting.state import Stance, State

__all__ = ["opposing", "standing", "supporting", "voices"]

_COUNTED = ("oppose", "support")


def voices(state: State) -> tuple[str, ...]:
    """Return whose stance counts at the time of the state, by name.

    Where a group is one voice, it counts and its members do not, but for a member that took a stance of its own. Otherwise its members
    count and it does not.
    """
    memberships = [m for m in state.members if m.holds(state.at)]
    groups = {m.group for m in memberships if m.group}
    members = {m.actor for m in memberships if m.group}
    said = {actor for actor, _ in state.stances}
    everyone = {m.actor for m in state.members} | said
    if state.settings.one_voice:
        return tuple(sorted((everyone - members) | groups | (members & said)))
    return tuple(sorted(everyone - groups))


def standing(state: State, target: str) -> Mapping[str, Stance]:
    """Return the stance of each voice on a bracket or a paragraph, by name; who said nothing is not in it.

    A stance on words that are others by now is in it too: whether it counts, :func:`supporting` and :func:`opposing` say.
    """
    own = {actor: stance for (actor, on), stance in state.stances.items() if on == target}
    if not state.settings.one_voice:
        for member in state.members:
            if member.group in own and member.actor not in own and member.holds(state.at):
                own[member.actor] = own[member.group]
        for group in {m.group for m in state.members if m.group}:
            own.pop(group, None)
    return dict(sorted(own.items()))


def supporting(state: State, target: str) -> tuple[str, ...]:
    """Return who wants the words in the text as they are now; a support of other words does not count until it is said again."""
    now = state.seen(target)
    return tuple(actor for actor, one in standing(state, target).items() if one.stance == "support" and one.seen in ("", now))


def opposing(state: State, target: str) -> tuple[str, ...]:
    """Return who wants the words out; an objection stands until it is withdrawn, whatever became of the words."""
    return tuple(actor for actor, one in standing(state, target).items() if one.stance == "oppose")
