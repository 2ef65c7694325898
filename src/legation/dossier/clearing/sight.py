"""Who looks at a dossier, and from when: what clearing goes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.clearing.nodes import Place
from legation.dossier.records import MARKINGS

__all__ = ["AUDIENCES", "OUTSIDE", "Sight"]

AUDIENCES = ("owner", "desk", "partner", "public")
OUTSIDE = ("partner", "public")
"""Audiences that see nothing of what we ask and want: no settings of questions and brief, no parts that no row of theirs brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A reader and a day.

    Attributes
    ----------
    marking : str
        The highest marking that the reader may see.
    audience : {"owner", "desk", "partner", "public"}
    as_of : date or None
        The day of knowing; None: nothing is left out for its date.
    day : date or None
        The day on which a victim's consent to be named must stand; None: consent with an end counts as ended.
    unmarked : str
        The dossier's marking: that of what has none.
    models : mapping of str to object
        The models that the reader sees, by part, as far as they see them.
    withheld : object
        What else is hidden of some parts, as their kind takes it.
    hidden : frozenset of Place
        Rows that are hidden for another reason.
    """

    marking: str
    audience: str = "desk"
    as_of: dt.date | None = None
    day: dt.date | None = None
    unmarked: str = MARKINGS[0]
    models: Mapping[str, Any] = field(default_factory=dict)
    withheld: Any = None
    hidden: frozenset[Place] = frozenset()

    @property
    def rank(self) -> int:
        """The place of the marking in ``MARKINGS``."""
        return MARKINGS.index(self.marking)

    @property
    def is_full(self) -> bool:
        """Whether the reader sees everything of all times, what bears no mark too: comments, and the bytes of a part as they are."""
        return self.marking == MARKINGS[-1] and self.audience not in OUTSIDE and self.as_of is None
