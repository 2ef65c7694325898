"""To whom an item can be shown: what its marking allows, and what showing it would tell of a source or method.

The markings of its evidence set the widest tier: TLP:CLEAR everybody, TLP:GREEN and TLP:AMBER partners, the rest the desk's own state. What
was collected from a partner stays with partners, and what came from people or signals stays national, until somebody agreed to its release;
so does an item that tells of a source or method.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from legation.dossier import Evidence
from legation.dossier.models.assessment_records import Weighed

__all__ = ["Shown", "Tier", "shown"]

Tier = Literal["public", "partners", "national"]
_WIDTH: Mapping[str, int] = {"public": 0, "partners": 1, "national": 2}
_OF_MARKING: Mapping[str, Tier] = {"TLP:CLEAR": "public", "TLP:GREEN": "partners", "TLP:AMBER": "partners"}
_OF_COLLECTION: Mapping[str, Tier] = {"open": "public", "technical": "public", "partner": "partners"}
_WEAK_LETTERS, _WEAK_DIGITS = frozenset("DEFG"), frozenset((4, 5, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """To whom an item can be shown.

    Attributes
    ----------
    tier : {"public", "partners", "national"}
    marked : {"public", "partners", "national"}
        What its markings alone allow.
    marking : str
        The narrowest of its evidence.
    tells : bool
        Whether its markings allow more than its source or method does.
    weak : bool
        Whether its grades are too low, or missing, for a public claim to rest on it.
    """

    tier: Tier
    marked: Tier
    marking: str
    tells: bool
    weak: bool


def shown(item: Weighed, grades: tuple[str, int], sources: Mapping[str, Evidence], unmarked: str) -> Shown:
    """Return to whom an item can be shown.

    Parameters
    ----------
    item : Weighed
    grades : (str, int)
    sources : mapping of str to Evidence
        What may be seen, by id.
    unmarked : str
        The marking of evidence that has none: that of the dossier.

    Examples
    --------
    >>> told = shown(Weighed(id="a", collection="signals"), ("B", 2), {}, "TLP:CLEAR")
    >>> told.tier, told.marked, told.tells
    ('national', 'public', True)
    """
    markings = [sources[one].marking or unmarked for one in item.evidence if one in sources] or [unmarked]
    marking = max(markings, key=lambda one: _WIDTH[_OF_MARKING.get(one, "national")])
    marked = _OF_MARKING.get(marking, "national")
    collected = _OF_COLLECTION.get(item.collection, "national")
    if item.reveals and collected == "public":
        collected = "national"
    held_back: Tier = "public" if item.release else collected
    tier = max(marked, held_back, key=lambda one: _WIDTH[one])
    return Shown(
        tier=tier,
        marked=marked,
        marking=marking,
        tells=_WIDTH[tier] > _WIDTH[marked],
        weak=grades[0] in _WEAK_LETTERS or grades[1] in _WEAK_DIGITS,
    )
