"""Two registers become one: what is new is added, what is there stays, and where they contradict each other it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier.problem import Problem
from legation.sources.stix.faults import Faults
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.withholding import content_key, id_of

__all__ = ["Joined", "joined"]

_NAMELESS = ("", "")


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

    Joining the same twice adds nothing. An object without an id is new where no equal one is there; as in JSON, 1 and true are not equal.

    Raises
    ------
    BadValue
        For a value that JSON has not.

    Examples
    --------
    >>> one, other = ({"type": "url", "id": f"url--5e57c739-391a-4eb3-b6be-7d15ca92d5e{n}", "value": "https://example.org"} for n in (1, 2))
    >>> found = joined(Incidents.of([one]), Incidents.of([one, other]))
    >>> found.added, found.incidents.objects == (one, other), joined(found.incidents, Incidents.of([other | {"value": "x"}])).added
    (1, True, 0)
    """
    faults = Faults(coming.part)
    versions: dict[tuple[str, str], set[bytes]] = {}
    for o in there.objects:
        versions.setdefault(_version(o), set()).add(content_key(o))
    new: list[Any] = []
    for row, o in enumerate(coming.objects, start=1):
        version, key = _version(o), content_key(o)
        same = versions.setdefault(version, set())
        if key in same:
            continue
        if same and version != _NAMELESS:
            faults.add("other-content", row, "id", found=version[0])
        else:
            same.add(key)
            new.append(o)
    if not new:
        return Joined(incidents=there, added=0, contradicting=faults.problems())
    grown = Incidents.of((*there.objects, *new), dict(there.head) or dict(coming.head), there.part)
    return Joined(incidents=grown, added=len(new), contradicting=faults.problems())


def _version(o: Any) -> tuple[str, str]:
    """Return what names an object and its version; :data:`_NAMELESS` for what has no id."""
    if not id_of(o):
        return _NAMELESS
    modified = o.get("modified")
    return o["id"], modified if type(modified) is str else ""
