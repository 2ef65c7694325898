"""An observation read against the knowledge: which claims count, which do not, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from legation.methods.attribution.item import Claim, Item, Observed, claims, items
from legation.methods.attribution.knowledge import Knowledge

__all__ = ["Note", "read_observation"]

_SOFTWARE = re.compile(r"S\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a reader has to know beside the number.

    Attributes
    ----------
    code : str
        ``nothing-observed``, ``ungraded`` (every item is F or 6), ``repeated`` (said more than once by one origin), ``replaced``,
        ``withdrawn``, ``unknown`` (not in the knowledge), ``new-software`` (not in the knowledge, but shaped like its ids: it counts as
        software of nobody), ``capped`` (software that would add more to the first group if it could not be faked), ``contradiction``
        (items point to different groups), ``one-report`` (all rests on one origin),
        ``not-calibrated`` (temperature and floor are the defaults).
    ids : tuple of str
        What it is about, sorted; empty where it is about the whole.
    """

    code: str
    ids: tuple[str, ...] = ()


def read_observation(observed: Observed, knowledge: Knowledge) -> tuple[tuple[Claim, ...], tuple[Note, ...]]:
    """Return the claims that count, each once, and what has to be said of the rest.

    Withdrawn ids are read as those that took their place; what the knowledge does not hold says nothing, except software with an id of the
    usual shape, which is software that no group is known for.
    """
    given = items(observed)
    notes: dict[str, set[str]] = {}
    read: list[Item] = []
    for item in given:
        name = item.id.strip()
        today = knowledge.current(name)
        if today != name:
            notes.setdefault("replaced", set()).add(name)
        if knowledge.table.knows(item.kind, today):
            read.append(replace(item, id=today))
        elif today in knowledge.withdrawn:
            notes.setdefault("withdrawn", set()).add(name)
        elif item.kind == "software" and _SOFTWARE.fullmatch(today):
            notes.setdefault("new-software", set()).add(name)
            read.append(replace(item, id=today))
        else:
            notes.setdefault("unknown", set()).add(name)
    found = claims(read)
    if not found:
        notes["nothing-observed"] = set()
    elif all(item.reliability == "F" or item.credibility == 6 for item in read):
        notes["ungraded"] = set()
    if found and len({item.report for item in read}) == 1:
        notes["one-report"] = set()
    repeated = _twice((item.kind, item.id, item.report) for item in read)
    if repeated:
        notes["repeated"] = {name for _, name, _ in repeated}
    if not knowledge.incidents:
        notes["not-calibrated"] = set()
    return found, tuple(Note(code=code, ids=tuple(sorted(ids))) for code, ids in sorted(notes.items()))


def _twice(keys: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    seen: set[tuple[str, str, str]] = set()
    again: set[tuple[str, str, str]] = set()
    for key in keys:
        (again if key in seen else seen).add(key)
    return again
