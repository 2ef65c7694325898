"""A proposal before it is sent: how the text would stand with it, and where its words stand now when they have moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import LegationError
from legation.language import Message
from legation.rooms.drafting import Held, Opened, Proposed, State, Unit, rebase, step
from legation.web.pages.rooms.drafting.saying import WHOLE
from legation.web.pages.rooms.drafting.text import TextOf, UnitView

__all__ = ["Place", "as_it_would_stand", "places_now"]

PLACES = 5
"""Places that are shown of words that stand in a paragraph several times."""
_AT = "2000-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the words of a proposal stand now: the first and the last of them, counted from one, what stands around, and their text."""

    first: int
    last: int
    before: str
    words: str
    after: str
    was: str


def as_it_would_stand(text: TextOf, data: Mapping[str, Any], me: str, bis: str) -> list[UnitView]:
    """Return the paragraphs that a proposal touches as they would be with it.

    Raises
    ------
    LegationError
        Where the rules of the text do not take it.
    """
    row = text.row(data["unit"])
    if row is None:
        raise LegationError(Message("page-delegate.no-paragraph"))
    rows = [one for one in text.units if one["id"] in (row["id"], data.get("target"))]
    if data["operation"] == "merge":
        at = text.places[row["id"]]
        rows = list(text.units[at : at + 2])
    state = _state(rows, text, bis)
    said: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in data.items()}
    event = Proposed(at=_AT, by=me, **said)
    after = step(state, event)
    old = {one["id"]: one for unit in rows for one in text.over.get(unit["id"], ())}
    made = []
    for unit in after.units:
        if unit.id in {one["id"] for one in rows if one["id"] != row["id"]} and data["operation"] in ("move", "merge"):
            continue
        brackets = [_row(after, one, old.get(one.id), event) for one in after.held.values() if one.unit == unit.id]
        shown = {"id": unit.id, "label": unit.label, "level": unit.level, "words": unit.words, "pending": ()}
        made.append(text.unit(shown, brackets))
    return made


def places_now(text: TextOf, data: Mapping[str, Any]) -> list[Place]:
    """Return where the words of a proposal stand in its paragraph now; none where they are not there any more."""
    row = text.row(str(data.get("unit", "")))
    if row is None or data.get("operation") in WHOLE:
        return []
    words = tuple(row["words"])
    start, end = int(data.get("start", 0)), int(data.get("end", 0))
    if not 0 <= start <= end:
        return []
    state = State(settings=Opened(at=_AT), at=_AT, units=(Unit(row["id"], row["label"], words),))
    event = Proposed(at=_AT, id="now", operation=data["operation"], unit=row["id"], start=start, end=end, seen=str(data.get("seen", "")))
    found = rebase(state, event).places
    return [_place(words, at, at + end - start, data["operation"]) for at in found[:PLACES]]


def _place(words: Sequence[str], start: int, end: int, operation: str) -> Place:
    low, high = (max(start - 1, 0), start + 1) if operation in ("insert", "split") else (start, end)
    first, last = (start + 1, start + 1) if operation == "split" else (start + 1, end)
    return Place(
        first=first,
        last=last,
        before="".join(words[max(0, low - 8) : low]).strip(),
        words="".join(words[low:high]).strip(),
        after="".join(words[high : high + 8]).strip(),
        was="".join(words[low:high]).strip(),
    )


def _state(rows: Sequence[Mapping[str, Any]], text: TextOf, bis: str) -> State:
    units = tuple(Unit(one["id"], one["label"], tuple(one["words"]), one["level"], tuple(one.get("pending") or ())) for one in rows)
    brackets = {
        one["id"]: Held(
            one["id"], row["id"], one["start"], one["end"], one["group"], one.get("verb") or "", one.get("place") or "", _AT,
            tuple(one.get("by") or ()),
        )
        for row in rows
        for one in text.over.get(row["id"], ())
    }  # fmt: skip
    return State(settings=Opened(at=_AT, bis=bis), at=_AT, units=units, held=brackets)


def _row(state: State, bracket: Held, old: Mapping[str, Any] | None, event: Proposed) -> dict[str, Any]:
    """Return a bracket as the room would show it: those that stood as they are, the new one with who proposes it."""
    words = "".join(state.words(bracket))
    row = {"id": bracket.id, "unit": bracket.unit, "start": bracket.start, "end": bracket.end, "group": bracket.group, "words": words}
    if old is not None:
        return dict(old) | row
    actors = list(event.proposers or (event.by,))
    is_against = bracket.verb == "delete" or bracket.id != event.id
    return row | {
        "verb": bracket.verb,
        "place": bracket.place,
        "supporting": [] if is_against else actors,
        "opposing": actors if is_against else [],
        "by": actors,
    }
