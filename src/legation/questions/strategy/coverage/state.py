"""What a check finds for a criterion: so many of so many things, what state that is, and where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["BRIEF", "STATES", "Found", "Item", "State", "share"]

State: TypeAlias = Literal["met", "partly", "missing", "unknown"]
STATES: tuple[State, ...] = ("met", "partly", "missing", "unknown")
BRIEF = "brief"
"""In the place of a table: the form of the note, ``[brief]`` of ``dossier.toml``."""
Item: TypeAlias = tuple[bool, str, tuple[str, ...]]
"""Whether one thing is as it should be, the table of it, and its evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check finds.

    Attributes
    ----------
    state : {"met", "partly", "missing", "unknown"}
    table : str
        The table where it is mended; :data:`BRIEF` for the form of the note.
    have, of : int
        How many things are as they should be, and of how many; of levels none.
    evidence : tuple of str
        Of what is there.
    """

    state: State
    table: str
    have: int = 0
    of: int = 0
    evidence: tuple[str, ...] = ()


def share(items: Iterable[Item], table: str) -> Found:
    """Return what so many things make: met where all are as they should be, missing where none is or none is there, else partly.

    It is mended in the table of the first that is not as it should be; else it stands in that of the first, ``table`` where there is none.

    >>> share([(True, "objectives", ("e1",)), (False, "activities", ())], "objectives")
    Found(state='partly', table='activities', have=1, of=2, evidence=('e1',))
    >>> share([], "threats").state
    'missing'
    """
    there = list(items)
    have = sum(good for good, _, _ in there)
    state: State = "missing" if not have else "met" if have == len(there) else "partly"
    where = next((place for good, place, _ in there if not good), there[0][1] if there else table)
    evidence = tuple(dict.fromkeys(one for good, _, sources in there if good for one in sources))
    return Found(state=state, table=where, have=have, of=len(there), evidence=evidence)
