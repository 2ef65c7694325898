"""Two registers become one: what is new is added, what is there stays, and where they contradict each other it is said."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from legation.dossier.problem import Problem
from legation.sources.stix.faults import Faults
from legation.sources.stix.incidents import Incidents

__all__ = ["Joined", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A register with what another brought.

    Attributes
    ----------
    incidents : Incidents
        The objects that were there in their order, then the new ones in theirs.
    added : int
        Objects that are new: of a new id, or a version that was not there.
    contradicting : tuple of Problem
        Versions that are there with another content; those that were there stand. The row is that of what came.
    """

    incidents: Incidents
    added: int
    contradicting: tuple[Problem, ...]


def joined(there: Incidents, coming: Incidents) -> Joined:
    """Return a register with the objects that another brings.

    Joining the same twice adds nothing. An object without an id is new where no equal one is there.

    Examples
    --------
    >>> one, other = ({"type": "url", "id": f"url--5e57c739-391a-4eb3-b6be-7d15ca92d5e{n}", "value": "https://example.org"} for n in (1, 2))
    >>> found = joined(Incidents.of([one]), Incidents.of([one, other]))
    >>> found.added, found.incidents.objects == (one, other), joined(found.incidents, Incidents.of([other | {"value": "x"}])).added
    (1, True, 0)
    """
    faults = Faults(coming.part)
    versions: dict[Hashable, list[Any]] = {}
    nameless: list[Any] = []
    for o in there.objects:
        same = _place(o, versions, nameless)
        if same:
            same.append(o)
    new: list[Any] = []
    for row, o in enumerate(coming.objects, start=1):
        same = _place(o, versions, nameless)
        if same is None:
            new.append(o)
        elif same and o not in same:
            faults.add("other-content", row, "id", found=o.get("id"))
    if not new:
        return Joined(incidents=there, added=0, contradicting=faults.problems())
    grown = Incidents.of((*there.objects, *new), dict(there.head) or dict(coming.head), there.part)
    return Joined(incidents=grown, added=len(new), contradicting=faults.problems())


def _place(o: Any, versions: dict[Hashable, list[Any]], nameless: list[Any]) -> list[Any] | None:
    """Note an object that is new, and return None; else return what is there under its name and version, empty where it has no name."""
    identity = o.get("id") if type(o) is dict else None
    if type(identity) is not str:
        if o in nameless:
            return []
        nameless.append(o)
        return None
    modified = o.get("modified")
    version = (identity, modified if type(modified) is str else "")
    if version in versions:
        return versions[version]
    versions[version] = [o]
    return None
