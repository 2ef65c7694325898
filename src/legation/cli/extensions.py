"""``legation extensions``: what other packages bring, group by group, and what of it cannot be loaded."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from typing import Any

from legation.briefing.notes.registry import NOTES
from legation.cli.terminal import lines
from legation.dossier.parts.registry import KINDS
from legation.dossier.parts.registry import ours as parts
from legation.extension import Contribution, Group
from legation.figures.registry import FIGURES
from legation.lake.engines import ENGINES
from legation.lake.engines import OURS as ENGINES_OF_OURS
from legation.language import Lang, Message, say
from legation.questions.base.registry import ORDER, QUESTIONS
from legation.questions.situations import SITUATIONS
from legation.rooms.kinds import GROUP as ROOMS
from legation.rooms.kinds import OURS as ROOMS_OF_OURS
from legation.sources.observations.tables import OBSERVATIONS, TABLES
from legation.sources.registry import OURS as SOURCES_OF_OURS
from legation.sources.registry import SOURCES

__all__ = ["GROUPS", "extensions"]

GROUPS: tuple[tuple[Group[Any], Callable[[], Collection[str]]], ...] = (
    (QUESTIONS, lambda: ORDER),
    (KINDS, parts),
    (SOURCES, lambda: SOURCES_OF_OURS),
    (OBSERVATIONS, lambda: TABLES),
    (FIGURES, tuple),
    (NOTES, lambda: [one.id for one in SITUATIONS]),
    (ENGINES, lambda: [kind.id for kind in ENGINES_OF_OURS]),
    (ROOMS, lambda: ROOMS_OF_OURS),
)
"""Each group of entry points, with the ids that our own things have in it."""
_OURS = "legation"


def extensions(*, as_json: bool, lang: Lang) -> int:
    """Print what other packages bring; return 1 where something of it cannot be loaded."""
    groups = [(group, [one for one in group.brought(ours()) if one.package != _OURS]) for group, ours in GROUPS]
    if as_json:
        said = [
            {"group": group.name, "title": say(group.title, lang), "brought": [_described(one, group, lang) for one in registered]}
            for group, registered in groups
        ]
        sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    else:
        columns = [Message(f"cli.column.{name}") for name in ("group", "what", "id", "package", "fault")]
        rows = [[group.name, group.title, *cells] for group, registered in groups for cells in (_cells(one, group) for one in registered)]
        empty = [[group.name, group.title, "—", "", ""] for group, registered in groups if not registered]
        lines(Message("cli.extensions"), columns, [*rows, *empty], lang, whole=[0])
    return 1 if any(one.fault for _, registered in groups for one in registered) else 0


def _described(one: Contribution[Any], group: Group[Any], lang: Lang) -> dict[str, Any]:
    return {
        "package": one.package,
        "version": one.version,
        "name": one.name,
        "place": one.place,
        "ids": list(map(group.identity, one.things)),
        "fault": say(one.fault.message, lang) if one.fault else None,
    }


def _cells(one: Contribution[Any], group: Group[Any]) -> list[Any]:
    """Return the id, package and fault of what an entry point brings."""
    return [", ".join(map(group.identity, one.things)) or one.name, f"{one.package} {one.version}", one.fault.message if one.fault else ""]
