"""What leaves a drafting room, and the same room without its instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from legation.methods.drafting import joined
from legation.rooms.drafting.packages import units_of
from legation.rooms.drafting.picture import name_of
from legation.rooms.drafting.room import Drafting, actor_of
from legation.rooms.drafting.rules import ENTRIES, opened
from legation.rooms.drafting.state import opposing, supporting
from legation.rooms.drafting.views import clean_line, line
from legation.rooms.entry import Entry

__all__ = ["FOR_FEW", "NAMING", "leaves", "ordered", "timeless"]

NAMING = frozenset({"seat", "actor", "proposers", "to", "pending"})
"""Fields of entries in which a seat may stand that speaks for itself."""
FOR_FEW = frozenset({"confided", "released", "shown", "received"})
"""What was told to few: it ends with the room."""


def leaves(state: Drafting) -> dict[str, Any]:
    """Return the text in its views, brackets, levels and reservations, with the names that may leave the room.

    Stances that are not public, caucuses and confidences are in none of it.
    """
    named = _names_leave(state)

    def name(actor: str) -> str | None:
        found = name_of(state, actor) if named else None
        return None if found is not None and state.settings["leaves"] == "organisation" and found in state.seats else found

    def names(actors: Sequence[str]) -> list[str]:
        return [one for one in map(name, actors) if one is not None]

    desk = state.desk
    bracketed = "\n\n".join(line(desk, unit, None) for unit in desk.units.values())
    attributed = named and bool(state.settings["attributed"])
    left: dict[str, Any] = {
        "views": {"clean": "\n\n".join(one for unit in desk.units.values() if (one := clean_line(desk, unit))), "bracketed": bracketed},
        "units": [
            {"id": one.id, "label": one.label, "text": one.text, "level": one.level, "pending": names(one.pending)}
            | ({"sources": names(one.sources) if attributed else []} if named else {})
            for one in desk.units.values()
        ],
        "brackets": [
            {
                "id": one.id,
                "unit": one.unit,
                "words": joined(desk.words(one)),
                "start": one.start,
                "end": one.end,
                "group": one.group,
                "verb": one.verb,
                "by": names(one.by) if attributed else [],
                "supporting": names(supporting(desk, one.id, "")) if attributed else [],
                "opposing": names(opposing(desk, one.id, "")) if attributed else [],
            }
            for one in desk.brackets.values()
        ],
        "reservations": [{"unit": one.unit, "by": name(one.actor), "text": one.text} for one in desk.reservations if not one.ended],
        "packages": [{"id": one.id, "units": list(units_of(desk, one))} for one in desk.packages.values()],
        "versions": [{"number": n, "kind": kind, "day": at[:10]} for n, (kind, at, _) in enumerate(desk.versions, 1)],
    }
    if attributed:
        left["views"]["attributed"] = "\n\n".join(line(desk, unit, "", name=name) for unit in desk.units.values())
    return left


def _names_leave(state: Drafting) -> bool:
    return state.settings["inside"] != "anonymous" and state.settings["leaves"] in ("attributed", "organisation")


def timeless(entry: Entry) -> tuple[str, dict[str, Any] | None]:
    """Return the kind and the data of an entry without instants, and without data what was told to few."""
    data = dict(entry.data or {})
    if entry.kind in FOR_FEW or (entry.kind == "stood" and data.get("public") is False):
        return entry.kind, None
    if entry.kind in ("asked", "due"):
        data.pop("deadline", None)
        data.pop("zone", None)
    return entry.kind, data


def ordered(log: Sequence[Entry]) -> Mapping[int, dict[str, Any]]:
    """Return what an entry says otherwise after the cut, by its number.

    Of a silence that ended by its deadline: the number of the entry before which it did. Of a version: its sources without seats. Of a
    stance that is not public, where one that was holds no more by it, as all could see: that it does not.
    """
    opened_at: dict[str, int] = {}
    ends: dict[int, dict[str, Any]] = {}
    state = opened(log[0])
    state.leaving = frozenset(str(one.data["seat"]) for one in log if one.kind == "erased" and one.data)
    state.dues = {str(one.data["what"]): one.data for one in log if one.kind == "due" and one.data}
    seats = {entry.by for entry in log} | {str(one.data["seat"]) for one in log if one.data and "seat" in one.data}
    for entry in log[1:]:
        declared = ENTRIES[entry.kind]
        if entry.kind == "stood" and entry.data is not None:
            actor = str(entry.data.get("actor") or actor_of(state.seats[entry.by]))
            before = state.desk.said(str(entry.data["target"])).get(actor)
            if entry.data.get("public") is False and before is not None and before.public:
                about = {name: entry.data[name] for name in ("target", "actor") if name in entry.data}
                ends[entry.number] = about | {"stance": "no_instructions", "public": False}
        elif entry.kind == "brought" and entry.data is not None:
            rows = [dict(row) for row in entry.data["paragraphs"]]
            named = [row | ({"sources": [one for one in row["sources"] if one not in seats]} if row.get("sources") else {}) for row in rows]
            ends[entry.number] = {"paragraphs": named}
        running = [one.id for one in state.desk.silences.values() if not one.ended]
        take = declared.take if entry.data is not None else declared.take_erased
        if take is not None:
            take(state, entry)
        state.number = entry.number
        for name in running:
            if (state.desk.silences[name].ended and state.reported.get(name) is not True) or (
                entry.kind == "due" and (entry.data or {}).get("what") == name
            ):
                ends.setdefault(opened_at[name], {"until": entry.number})
        if entry.kind == "asked" and entry.data is not None:
            opened_at[str(entry.data["id"])] = entry.number
    return ends
