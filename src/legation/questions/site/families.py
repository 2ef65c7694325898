"""Who reads: persons, and the families of programs by what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from legation.dossier.programs import families
from legation.language import Message
from legation.sources.access_log import bot_kind

__all__ = ["GROUPS", "Group", "ai_families", "group_name", "group_of", "in_group"]

Group = Literal["people", "ai", "search", "other"]
GROUPS: tuple[Group, ...] = ("people", "ai", "search", "other")


def group_of(family: str) -> Group:
    """Return the group of a family; an empty text is a person's browser.

    >>> group_of(""), group_of("GPTBot"), group_of("Googlebot"), group_of("curl")
    ('people', 'ai', 'search', 'other')
    """
    kind = bot_kind(family) if family else "people"
    return kind if kind in ("people", "ai", "search") else "other"  # type: ignore[return-value]  # one of those three


def in_group(found: Iterable[str], *groups: Group) -> list[str]:
    """Return the families of some groups."""
    return [family for family in found if group_of(family) in groups]


def ai_families() -> tuple[str, ...]:
    """Return every family that gathers for artificial intelligence."""
    return tuple(name for name, kind in families().items() if kind == "ai")


def group_name(group: Group) -> Message:
    """Return what a group is called."""
    return {
        "people": Message("who-reads-us.group.people"),
        "ai": Message("who-reads-us.group.ai"),
        "search": Message("who-reads-us.group.search"),
        "other": Message("who-reads-us.group.other"),
    }[group]
